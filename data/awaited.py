"""Whom the roster awaits: rows of people who have no Slack account yet, by their e-mail address in lower case."""

import datetime
import typing
from collections.abc import Collection, Mapping, Sequence

import sqlmodel

import data.models

_ROWS = "rows"
"""The name under which somebody's rows stand in their JSON: more than one for several contracts."""


def list_all(session: sqlmodel.Session) -> list[data.models.Awaited]:
    """Everybody who is awaited, by address."""
    awaited = data.models.Awaited
    return list(session.exec(sqlmodel.select(awaited).order_by(awaited.email)))


def rows_of(awaited: data.models.Awaited) -> list[dict[str, str]]:
    """The cells of somebody's rows, by column."""
    return typing.cast("list[dict[str, str]]", awaited.row[_ROWS])


def find(session: sqlmodel.Session, email: str) -> data.models.Awaited | None:
    """Who is awaited under that address."""
    return session.get(data.models.Awaited, email.lower())


def record(
    session: sqlmodel.Session, email: str, rows: Sequence[Mapping[str, str]], now: datetime.datetime
) -> data.models.Awaited:
    """Await somebody, or change what is known of them; they are looked for at once."""
    awaited = find(session, email) or data.models.Awaited(email=email.lower(), row={}, since=now)
    awaited.row = {_ROWS: [dict(row) for row in rows]}
    awaited.looked_at = None
    session.add(awaited)
    return awaited


def remove(session: sqlmodel.Session, emails: Collection[str]) -> None:
    """Await these people no more."""
    for email in emails:
        awaited = find(session, email)
        if awaited is not None:
            session.delete(awaited)
    session.flush()


def find_due(
    session: sqlmodel.Session, before: datetime.datetime, besides: Collection[str] = ()
) -> data.models.Awaited | None:
    """Who was looked for longest ago, if that was before this instant, or never."""
    awaited = data.models.Awaited
    looked_at = sqlmodel.col(awaited.looked_at)
    due = sqlmodel.or_(looked_at.is_(None), looked_at <= before)
    wanted = sqlmodel.select(awaited).where(due, sqlmodel.col(awaited.email).not_in(besides))
    return session.exec(wanted.order_by(looked_at.is_not(None), looked_at, awaited.email).limit(1)).first()
