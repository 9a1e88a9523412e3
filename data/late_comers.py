"""What tells whether anybody came late, or what they were told is to be drawn anew; and what that message holds."""

import collections.abc
import datetime

import sqlalchemy
import sqlmodel

import data.looks
import data.models
import data.updates

Update = data.models.Update
Copy = data.models.Copy
Person = data.models.Person

_TABLES = sqlmodel.SQLModel.metadata.tables
_COPIES, _UPDATES = _TABLES["update_copy"], _TABLES["product_update"]

WATCH = data.looks.Watch(
    "late_comers",
    *(data.looks.newest("audit"), data.looks.newest("person"), data.looks.newest("update_copy", "acknowledged_at")),
)
"""What differs once somebody may have come late, and last, what differs with each receipt."""


def differs_by_receipts(seen: str | None, holds: str) -> bool:
    """Whether nothing else came in between: nobody comes late by another's receipt."""
    return seen is not None and seen.rpartition("/")[0] == holds.rpartition("/")[0]


def list_running(session: sqlmodel.Session, now: datetime.datetime, today: datetime.date) -> list[Update]:
    """The updates that have begun to leave and are of use, the newest first."""
    running = sqlmodel.select(Update).where(data.updates.running(now, today))
    return list(session.exec(running.order_by(sqlmodel.col(Update.sent_at).desc(), sqlmodel.col(Update.id).desc())))


def list_had(session: sqlmodel.Session, update_ids: collections.abc.Collection[int]) -> set[tuple[int, int]]:
    """Which of these updates is whose already, by the person's id."""
    had = sqlalchemy.select(_COPIES.c.update_id, _COPIES.c.person_id).where(_COPIES.c.update_id.in_(update_ids))
    return {(row.update_id, row.person_id) for row in session.execute(had)}


def list_told(session: sqlmodel.Session, since: datetime.date) -> dict[str, list[tuple[Update, Copy, Person]]]:
    """What each message to who came late holds, by its card, where any of it was of use on that day or later."""
    copies, updates = _COPIES.alias(), _UPDATES.alias()
    current = sqlalchemy.select(copies.c.card).where(
        copies.c.card.is_not(None), copies.c.update_id == updates.c.id, updates.c.valid_until >= since
    )
    told = sqlmodel.select(Update, Copy, Person).where(
        Copy.update_id == Update.id, Copy.person_id == Person.id, sqlmodel.col(Copy.card).in_(current), Person.active
    )
    found: dict[str, list[tuple[Update, Copy, Person]]] = {}
    for row in session.exec(told.order_by(sqlmodel.col(Update.sent_at).desc(), sqlmodel.col(Update.id).desc())):
        found.setdefault(row[1].card or "", []).append(row)
    return found
