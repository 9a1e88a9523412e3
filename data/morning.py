"""The parts of morning messages: what waits for somebody's morning, and what was told on which day."""

import collections.abc
import datetime
import typing

import sqlalchemy
import sqlmodel

import data.insertion
import data.looks
import data.models
import data.outbox

_TABLES = sqlmodel.SQLModel.metadata.tables
_TABLE = _TABLES["morning_part"]


class Row(typing.NamedTuple):
    """A part to be. Without a day it waits for the person's next morning."""

    key: str
    person_id: int
    kind: str
    payload: collections.abc.Mapping[str, object]
    reason: str
    due_at: datetime.datetime
    day: datetime.date | None = None


def add(
    session: sqlmodel.Session,
    key: str,
    person_id: int,
    kind: str,
    payload: collections.abc.Mapping[str, object],
    reason: str,
    due_at: datetime.datetime,
    day: datetime.date | None = None,
) -> None:
    """Add a part if its key is new."""
    add_all(session, [Row(key, person_id, kind, payload, reason, due_at, day)])


def add_all(session: sqlmodel.Session, rows: collections.abc.Sequence[Row]) -> None:
    """Add those parts whose key is new."""
    if rows:
        data.insertion.add_new(session, _TABLE, [row._asdict() for row in rows])


def list_waiting(session: sqlmodel.Session) -> list[data.models.MorningPart]:
    """Parts that no morning has told yet, in the order in which they came."""
    part = data.models.MorningPart
    waiting = sqlmodel.select(part).where(sqlmodel.col(part.day).is_(None))
    return list(session.exec(waiting.order_by(sqlmodel.col(part.id))))


def drop_waiting(session: sqlmodel.Session, now: datetime.datetime) -> None:
    """Forget what waits for a morning and fell due by now: while it was quiet, and is never sent."""
    session.execute(sqlalchemy.delete(_TABLE).where(_TABLE.c.day.is_(None), _TABLE.c.due_at <= now))


def list_told(
    session: sqlmodel.Session,
    since: datetime.date,
    person_id: int | None = None,
    kinds: collections.abc.Collection[str] | None = None,
) -> list[data.models.MorningPart]:
    """Parts that were told on `since` or later, to everybody or to one person, of all kinds or of these, by day."""
    part = data.models.MorningPart
    told = sqlmodel.select(part).where(sqlmodel.col(part.day) >= since)
    if person_id is not None:
        told = told.where(part.person_id == person_id)
    if kinds is not None:
        told = told.where(sqlmodel.col(part.kind).in_(kinds))
    return list(session.exec(told.order_by(sqlmodel.col(part.day), sqlmodel.col(part.id))))


def load_begun(session: sqlmodel.Session, since: datetime.date) -> set[tuple[int, datetime.date]]:
    """Whose mornings have told anything, and on which days, from that one on."""
    begun = sqlalchemy.select(_TABLE.c.person_id, _TABLE.c.day).where(_TABLE.c.day >= since).distinct()
    return {(row.person_id, row.day) for row in session.execute(begun)}


def find_keys(session: sqlmodel.Session, keys: collections.abc.Collection[str]) -> set[str]:
    """Which of these keys there is a part for, told or waiting."""
    return data.insertion.find_keys(session, _TABLE, keys)


def load_days(session: sqlmodel.Session, kind: str, since: datetime.date) -> dict[str, datetime.date]:
    """On which day each part of a kind was told, if on that day or later, by its key."""
    told = sqlalchemy.select(_TABLE.c.key, _TABLE.c.day).where(_TABLE.c.day >= since, _TABLE.c.kind == kind)
    return {row.key: row.day for row in session.execute(told)}


def list_told_to(
    session: sqlmodel.Session,
    person_ids: collections.abc.Collection[int],
    since: datetime.date,
    kind: str | None = None,
) -> list[data.models.MorningPart]:
    """What these people's mornings have told on that day or later, of all kinds or of one."""
    part = data.models.MorningPart
    told = sqlmodel.select(part).where(sqlmodel.col(part.day) >= since)
    if kind is not None:
        told = told.where(part.kind == kind)
    return list(session.exec(told.where(sqlmodel.col(part.person_id).in_(person_ids))))


def list_told_of(session: sqlmodel.Session, person_id: int, start: str) -> list[data.models.MorningPart]:
    """Somebody's parts whose keys begin so, that a morning has told and that still hold what they said."""
    part = data.models.MorningPart
    told = sqlmodel.select(part).where(part.person_id == person_id, sqlmodel.col(part.day).is_not(None))
    about = told.where(sqlmodel.col(part.key).startswith(start, autoescape=True))
    return [one for one in session.exec(about.order_by(sqlmodel.col(part.id))) if one.payload]


def list_of_kind(session: sqlmodel.Session, kind: str, since: datetime.date) -> list[data.models.MorningPart]:
    """What of a kind waits, or was told on that day or later, and still holds what it says."""
    part = data.models.MorningPart
    told = sqlalchemy.or_(sqlmodel.col(part.day).is_(None), sqlmodel.col(part.day) >= since)
    rows = session.exec(sqlmodel.select(part).where(part.kind == kind, told).order_by(sqlmodel.col(part.id)))
    return [one for one in rows if one.payload]


def find_waiting(session: sqlmodel.Session, person_id: int, kind: str) -> data.models.MorningPart | None:
    """The oldest part of a kind that waits for somebody's next morning."""
    part = data.models.MorningPart
    waiting = sqlmodel.select(part).where(part.person_id == person_id, part.kind == kind)
    return session.exec(waiting.where(sqlmodel.col(part.day).is_(None)).order_by(sqlmodel.col(part.id))).first()


def withdraw(session: sqlmodel.Session, key: str) -> None:
    """Let go of a part that no morning has told yet."""
    session.execute(sqlalchemy.delete(_TABLE).where(_TABLE.c.key == key, _TABLE.c.day.is_(None)))


def withdraw_all(session: sqlmodel.Session, start: str) -> None:
    """Let go of all parts whose keys begin so and that no morning has told yet."""
    waiting = sqlalchemy.delete(_TABLE).where(_TABLE.c.day.is_(None))
    session.execute(waiting.where(_TABLE.c.key.startswith(start, autoescape=True)))


def record_told(session: sqlmodel.Session, part: data.models.MorningPart, day: datetime.date) -> None:
    """A part that waited is told on that day."""
    part.day = day
    session.add(part)
    session.flush()


def rewrite(
    session: sqlmodel.Session, part: data.models.MorningPart, payload: collections.abc.Mapping[str, object]
) -> None:
    """A part now says this."""
    part.payload = dict(payload)
    session.add(part)
    session.flush()


def empty_payloads(session: sqlmodel.Session, now: datetime.datetime) -> None:
    """Forget what parts told longer ago than the outbox keeps its payloads said; their keys stay."""
    old = sqlalchemy.update(_TABLE).where(
        _TABLE.c.day < (now - data.outbox.PAYLOADS_KEPT).date(),
        sqlalchemy.cast(_TABLE.c.payload, sqlalchemy.String) != "{}",
    )
    session.execute(old.values(payload={}))


def list_untaken(session: sqlmodel.Session, shift_ids: collections.abc.Collection[int]) -> list[data.models.Vacancy]:
    """Seats of these shifts that somebody gave up and nobody has taken, whether anybody is still asked or not."""
    vacancy = data.models.Vacancy
    untaken = sqlmodel.select(vacancy).where(sqlmodel.col(vacancy.taken_by_id).is_(None))
    return list(session.exec(untaken.where(sqlmodel.col(vacancy.shift_id).in_(shift_ids))))


WATCH = data.looks.Watch(
    "morning",
    *(data.looks.newest("audit"), data.looks.newest("shift"), data.looks.number("seat")),
    data.looks.number("vacancy", _TABLES["vacancy"].c.settled_at.is_(None)),
    data.looks.number("morning_part", _TABLE.c.day.is_(None)),
    data.looks.newest("report_event"),
    *(data.looks.number("fault"), data.looks.newest("fault", "found_at")),
    data.looks.newest("update_copy", "acknowledged_at"),
    *(data.looks.newest("decision"), data.looks.newest("checklist_item")),
)
"""What differs once anything has changed that a morning message may say."""
