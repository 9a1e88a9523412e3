"""Who has Muster's home page open or had it a while ago, and what tells whether it must be drawn anew."""

import datetime

import sqlalchemy
import sqlmodel

import data.models

_TABLES = sqlmodel.SQLModel.metadata.tables
_LOOK = _TABLES["look"]
JOB = "home"


def record_opened(session: sqlmodel.Session, person_id: int, now: datetime.datetime) -> None:
    """They look at it now."""
    session.merge(data.models.HomePage(person_id=person_id, opened_at=now))


def list_open(session: sqlmodel.Session, since: datetime.datetime) -> list[data.models.Person]:
    """The active people who opened it since then."""
    person, page = data.models.Person, data.models.HomePage
    recent = sqlmodel.select(person).join(page, sqlmodel.col(page.person_id) == sqlmodel.col(person.id))
    return list(session.exec(recent.where(page.opened_at >= since, person.active).order_by(sqlmodel.col(person.id))))


def _newest(table: str, column: str = "id") -> sqlalchemy.ScalarSelect[object]:
    return sqlalchemy.select(sqlalchemy.func.max(_TABLES[table].c[column])).scalar_subquery()


_LEFT = sqlalchemy.select(sqlalchemy.func.max(_TABLES["product_update"].c.leaves_at)).where(
    _TABLES["product_update"].c.leaves_at <= sqlalchemy.bindparam("now")
)
_SIGNS = (
    *(_newest("report_event"), _newest("audit"), _newest("shift"), _newest("home_page", "opened_at")),
    *(_newest("update_copy", "acknowledged_at"), _LEFT.scalar_subquery()),
)
_GLANCE = sqlalchemy.select(
    *_SIGNS,
    *(
        sqlalchemy.select(column).where(_LOOK.c.job == JOB).scalar_subquery()
        for column in (_LOOK.c.seen, _LOOK.c.again_at)
    ),
)


def glance(session: sqlmodel.Session, now: datetime.datetime) -> tuple[str, str | None, datetime.datetime | None]:
    """What the store holds now, what it held at the last look, and when to look again at the latest: one question."""
    *signs, seen, again_at = session.execute(_GLANCE, {"now": now}).one()
    return "/".join(map(str, signs)), seen, again_at


def record_look(session: sqlmodel.Session, now: datetime.datetime, again_at: datetime.datetime) -> None:
    """All pages show what is so; look again then, or when the store holds something else."""
    session.flush()
    holds, _, _ = glance(session, now)
    session.merge(data.models.Look(job=JOB, at=now, seen=holds, again_at=again_at))
