"""Who has Muster's home page open or had it a while ago, and what tells whether it must be drawn anew."""

import datetime

import sqlalchemy
import sqlmodel

import data.looks
import data.models

_UPDATES = sqlmodel.SQLModel.metadata.tables["product_update"]


def record_opened(session: sqlmodel.Session, person_id: int, now: datetime.datetime) -> None:
    """They look at it now."""
    session.merge(data.models.HomePage(person_id=person_id, opened_at=now))


def list_open(session: sqlmodel.Session, since: datetime.datetime) -> list[data.models.Person]:
    """The active people who opened it since then."""
    person, page = data.models.Person, data.models.HomePage
    recent = sqlmodel.select(person).join(page, sqlmodel.col(page.person_id) == sqlmodel.col(person.id))
    return list(session.exec(recent.where(page.opened_at >= since, person.active).order_by(sqlmodel.col(person.id))))


def find_open(session: sqlmodel.Session, person_id: int, since: datetime.datetime) -> data.models.Person | None:
    """Somebody active, if they opened it since then."""
    person, page = data.models.Person, data.models.HomePage
    recent = sqlmodel.select(person).join(page, sqlmodel.col(page.person_id) == sqlmodel.col(person.id))
    return session.exec(recent.where(person.id == person_id, page.opened_at >= since, person.active)).first()


_LEFT = sqlalchemy.select(sqlalchemy.func.max(_UPDATES.c.leaves_at)).where(
    _UPDATES.c.leaves_at <= sqlalchemy.bindparam("now", type_=_UPDATES.c.leaves_at.type)
)

WATCH = data.looks.Watch(
    "home",
    *(data.looks.newest("report_event"), data.looks.newest("audit"), data.looks.newest("shift")),
    data.looks.newest("home_page", "opened_at"),
    *(data.looks.newest("update_copy", "acknowledged_at"), _LEFT.scalar_subquery()),
)
"""What differs once a page may show something else."""
