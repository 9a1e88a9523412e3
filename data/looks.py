"""What a job saw when it last looked, and what the store holds now: whether to look again is one small question."""

import dataclasses
import datetime
import typing

import sqlalchemy
import sqlmodel

import data.models
import data.settings

Look = data.models.Look
Sign = sqlalchemy.ScalarSelect[typing.Any]

_TABLES = sqlmodel.SQLModel.metadata.tables
_LOOK, _MILESTONE = _TABLES["look"], _TABLES["milestone"]


@dataclasses.dataclass(frozen=True, slots=True)
class Glance:
    """Since when Muster is live, when the job last looked and what it saw, when it looks again, what there is now."""

    live_at: datetime.datetime | None
    at: datetime.datetime | None
    seen: str | None
    again_at: datetime.datetime | None
    holds: str

    def is_in_vain(self, now: datetime.datetime) -> bool:
        """Whether nothing has changed since the last look, and nothing has become due."""
        return self.seen == self.holds and self.again_at is not None and now < self.again_at


class Watch:
    """One job's glances. `signs` are what differs once there is anything new for it; they may ask for `now`."""

    def __init__(self, job: str, *signs: Sign) -> None:
        self.job = job
        last = sqlalchemy.select(_LOOK.c.at, _LOOK.c.seen, _LOOK.c.again_at).where(_LOOK.c.job == job)
        live = sqlalchemy.select(_MILESTONE.c.at).where(_MILESTONE.c.name == data.settings.WENT_LIVE)
        columns = [last.with_only_columns(column).scalar_subquery() for column in last.selected_columns]
        self._question = sqlalchemy.select(live.scalar_subquery(), *columns, *signs)

    def glance(self, session: sqlmodel.Session, now: datetime.datetime) -> Glance:
        """One question, asked at every tick."""
        live_at, at, seen, again_at, *signs = session.execute(self._question, {"now": now}).one()
        return Glance(live_at, at, seen, again_at, "/".join(map(str, signs)))

    def record(self, session: sqlmodel.Session, now: datetime.datetime, again_at: datetime.datetime) -> None:
        """All is done that was to be done by now; look again then, or when the store holds something else."""
        session.flush()
        holds = self.glance(session, now).holds
        session.merge(Look(job=self.job, at=now, seen=holds, again_at=again_at))
        session.flush()


def newest(table: str, column: str = "id") -> Sign:
    """A sign: the greatest value of a column."""
    return sqlalchemy.select(sqlalchemy.func.max(_TABLES[table].c[column])).scalar_subquery()


def number(table: str, *conditions: sqlalchemy.ColumnElement[bool]) -> Sign:
    """A sign: how many rows there are, of which all this is so."""
    count = sqlalchemy.select(sqlalchemy.func.count()).select_from(_TABLES[table])
    return count.where(*conditions).scalar_subquery()


def find(session: sqlmodel.Session, job: str) -> Look | None:
    """What was last seen by that name."""
    return session.get(Look, job)


def keep(session: sqlmodel.Session, look: Look) -> None:
    """Keep what was seen."""
    session.merge(look)
    session.flush()
