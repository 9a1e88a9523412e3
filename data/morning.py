"""The parts of morning messages: what waits for somebody's morning, and what was told on which day."""

import collections.abc
import datetime
import typing

import sqlalchemy
import sqlalchemy.dialects.postgresql
import sqlalchemy.dialects.sqlite
import sqlmodel

import data.models

_TABLE = sqlmodel.SQLModel.metadata.tables["morning_part"]
_INSERT: dict[str, typing.Any] = {
    "sqlite": sqlalchemy.dialects.sqlite.insert,
    "postgresql": sqlalchemy.dialects.postgresql.insert,
}


def add(
    session: sqlmodel.Session,
    key: str,
    person_id: int,
    kind: str,
    payload: collections.abc.Mapping[str, object],
    reason: str,
    due_at: datetime.datetime,
    day: datetime.date | None = None,
) -> bool:
    """Add a part if its key is new; False if it was known. Without a day it waits for the person's next morning."""
    row = {
        "key": key,
        "person_id": person_id,
        "kind": kind,
        "payload": payload,
        "reason": reason,
        "due_at": due_at,
        "day": day,
    }
    insert = _INSERT[session.get_bind().dialect.name](_TABLE).on_conflict_do_nothing(index_elements=["key"])
    result: typing.Any = session.execute(insert, row)
    return int(result.rowcount) == 1


def list_waiting(session: sqlmodel.Session) -> list[data.models.MorningPart]:
    """Parts that no morning has told yet, in the order in which they came."""
    part = data.models.MorningPart
    return list(
        session.exec(sqlmodel.select(part).where(sqlmodel.col(part.day).is_(None)).order_by(sqlmodel.col(part.id)))
    )
