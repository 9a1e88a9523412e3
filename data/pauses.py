"""What is paused: planned as ever, and not sent."""

import datetime

import sqlalchemy
import sqlmodel

import data.models

ALL = "all"
"""What names everything that goes out unasked."""

_TABLE = sqlmodel.SQLModel.metadata.tables["pause"]
_NOW = sqlalchemy.bindparam("now", type_=_TABLE.c.starts.type)
_RUNNING = (
    sqlalchemy.select(_TABLE.c.what, _TABLE.c.starts, _TABLE.c.ends)
    .where(_TABLE.c.starts <= _NOW, sqlalchemy.or_(_TABLE.c.ends.is_(None), _TABLE.c.ends > _NOW))
    .order_by(_TABLE.c.what)
)


def list_running(session: sqlmodel.Session, now: datetime.datetime) -> list[data.models.Pause]:
    """The pauses that hold at `now`, by what they hold back."""
    rows = session.execute(_RUNNING, {"now": now})
    return [data.models.Pause(what=row.what, starts=row.starts, ends=row.ends) for row in rows]


def record(session: sqlmodel.Session, what: str, starts: datetime.datetime, ends: datetime.datetime | None) -> None:
    """Pause something from `starts` until `ends`, or without end; what was said of it before no longer counts."""
    session.merge(data.models.Pause(what=what, starts=starts, ends=ends))


def remove(session: sqlmodel.Session, what: str | None = None) -> None:
    """End a pause, or all of them."""
    gone = sqlalchemy.delete(_TABLE)
    session.execute(gone if what is None else gone.where(_TABLE.c.what == what))
