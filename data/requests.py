"""Requests that took effect, so that the same one again has no second effect."""

import datetime
import typing

import sqlalchemy
import sqlmodel

import data.models

KEPT = datetime.timedelta(days=1)
"""How long a request is known again: far longer than Slack or a proxy redelivers one."""


def find(session: sqlmodel.Session, key: str) -> dict[str, object] | None:
    """The reply that this request got when it took effect, None if it is new."""
    row = session.get(data.models.RequestKey, key)
    return row.reply if row else None


def record(session: sqlmodel.Session, key: str, reply: dict[str, object], now: datetime.datetime) -> None:
    """Remember a request's reply, in the transaction of its effect."""
    session.add(data.models.RequestKey(key=key, reply=reply, at=now))


def remove_old(session: sqlmodel.Session, now: datetime.datetime) -> int:
    """Forget requests older than `KEPT`; how many there were."""
    old = sqlmodel.col(data.models.RequestKey.at) < now - KEPT
    result = session.execute(sqlmodel.delete(data.models.RequestKey).where(old))
    return typing.cast("sqlalchemy.CursorResult[tuple[()]]", result).rowcount
