"""Requests that took effect, so that the same one again has no second effect."""

import datetime
import typing

import sqlalchemy
import sqlmodel

KEPT = datetime.timedelta(days=1)
"""How long a request is known again: far longer than Slack or a proxy redelivers one."""


_TABLE = sqlmodel.SQLModel.metadata.tables["request_key"]
_REPLY = sqlalchemy.select(_TABLE.c.reply).where(_TABLE.c.key == sqlalchemy.bindparam("key"))
_INSERT = sqlalchemy.insert(_TABLE)
_OLD = sqlalchemy.delete(_TABLE).where(_TABLE.c.at < sqlalchemy.bindparam("before", type_=_TABLE.c.at.type))


def find(session: sqlmodel.Session, key: str) -> dict[str, object] | None:
    """The reply that this request got when it took effect, None if it is new."""
    return session.execute(_REPLY, {"key": key}).scalar_one_or_none()


def record(session: sqlmodel.Session, key: str, reply: dict[str, object], now: datetime.datetime) -> None:
    """Remember a request's reply, in the transaction of its effect."""
    session.execute(_INSERT, {"key": key, "reply": reply, "at": now})


def remove_old(session: sqlmodel.Session, now: datetime.datetime) -> int:
    """Forget requests older than `KEPT`; how many there were."""
    result = session.execute(_OLD, {"before": now - KEPT})
    return typing.cast("sqlalchemy.CursorResult[tuple[()]]", result).rowcount
