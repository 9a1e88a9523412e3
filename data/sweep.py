"""Going through open reports: what was shown to whom, what of their history counts, and what is not as it should be."""

import collections
import collections.abc
import dataclasses
import datetime
import typing

import sqlalchemy
import sqlmodel

import data.models
import data.reports
import data.settings

Event = data.models.ReportEvent
Look = data.models.Look
Report = data.models.Report
Step = data.models.SweepStep

_TABLES = sqlmodel.SQLModel.metadata.tables
_STEP = _TABLES["sweep_step"]


# -- the sweep


def list_steps(session: sqlmodel.Session) -> list[Step]:
    """Who was shown what."""
    return list(session.exec(sqlmodel.select(Step)))


def record_step(session: sqlmodel.Session, report_id: int, person_id: int, now: datetime.datetime) -> None:
    """They are shown it now."""
    session.merge(Step(report_id=report_id, person_id=person_id, at=now))
    session.flush()


def end_sweep(session: sqlmodel.Session, steps: collections.abc.Iterable[Step]) -> None:
    """They were shown everything: the next sweep begins with the oldest again."""
    for step in steps:
        step.over = True
        session.add(step)
    session.flush()


def forget_steps(session: sqlmodel.Session, until: datetime.datetime) -> None:
    """Let go of what was shown so long ago that it counts no more."""
    session.execute(sqlalchemy.delete(_STEP).where(_STEP.c.at <= until))


# -- what happened to reports


def list_events(
    session: sqlmodel.Session, report_ids: collections.abc.Collection[int], acts: collections.abc.Collection[str]
) -> dict[int, list[Event]]:
    """What happened of these kinds to each of these reports, the oldest first."""
    theirs = sqlmodel.select(Event).where(
        sqlmodel.col(Event.report_id).in_(report_ids), sqlmodel.col(Event.act).in_(acts)
    )
    found: dict[int, list[Event]] = collections.defaultdict(list)
    for event in session.exec(theirs.order_by(sqlmodel.col(Event.id))):
        found[event.report_id].append(event)
    return found


# -- what the job looks at


@dataclasses.dataclass(frozen=True, slots=True)
class Glance:
    """Whether the job must look: since when Muster is live, when it is to look again, what it saw, what there is."""

    live_at: datetime.datetime | None
    again_at: datetime.datetime | None
    seen: str | None
    holds: str


_OUTBOX, _LOOK, _MILESTONE = _TABLES["outbox"], _TABLES["look"], _TABLES["milestone"]
JOB = "reports"


def _scalar(statement: typing.Any) -> typing.Any:
    return statement.scalar_subquery()


def _newest(table: str) -> typing.Any:
    return _scalar(sqlalchemy.select(sqlalchemy.func.max(_TABLES[table].c.id)))


_GLANCE = sqlalchemy.select(
    _scalar(sqlalchemy.select(_MILESTONE.c.at).where(_MILESTONE.c.name == data.settings.WENT_LIVE)),
    _scalar(sqlalchemy.select(_LOOK.c.again_at).where(_LOOK.c.job == JOB)),
    _scalar(sqlalchemy.select(_LOOK.c.seen).where(_LOOK.c.job == JOB)),
    _newest("report_event"),
    _newest("audit"),
    _newest("shift"),
    _scalar(sqlalchemy.select(sqlalchemy.func.count()).where(_OUTBOX.c.state == data.models.NoticeState.DEAD)),
)


def glance(session: sqlmodel.Session) -> Glance:
    """One question, asked at every tick."""
    live_at, again_at, seen, *signs = session.execute(_GLANCE).one()
    return Glance(live_at, again_at, seen, "/".join(map(str, [live_at is not None, *signs])))


def record_look(session: sqlmodel.Session, now: datetime.datetime, again_at: datetime.datetime) -> None:
    """All is done that was to be done by now; look again then, or when there is something else."""
    session.flush()
    session.merge(Look(job=JOB, at=now, seen=glance(session).holds, again_at=again_at))
    session.flush()


def find_look(session: sqlmodel.Session, job: str) -> Look | None:
    """What was last seen by that name."""
    return session.get(Look, job)


def record(session: sqlmodel.Session, look: Look) -> None:
    """Keep what was seen."""
    session.merge(look)
    session.flush()


_LOST = (data.models.NoticeState.DEAD, data.models.NoticeState.DROPPED)


def list_without_card(
    session: sqlmodel.Session, channel: str, settled_by: datetime.datetime
) -> collections.abc.Sequence[Report]:
    """Open reports of which the channel has no card: none was ever posted, or its last post was lost by then."""
    key = sqlalchemy.literal("bug:") + sqlalchemy.cast(sqlmodel.col(Report.id), sqlalchemy.String)
    posts = sqlalchemy.select(_OUTBOX.c.id).where(_OUTBOX.c.card == key, _OUTBOX.c.kind == data.models.NoticeKind.POST)
    stands = posts.where(
        sqlalchemy.or_(
            _OUTBOX.c.state.not_in(_LOST), sqlalchemy.and_(_OUTBOX.c.lane == channel, _OUTBOX.c.settled_at > settled_by)
        )
    )
    waiting = sqlmodel.select(Report).where(sqlmodel.col(Report.state).in_(data.reports.OPEN))
    return session.exec(waiting.where(~sqlalchemy.exists(stands)).order_by(sqlmodel.col(Report.id))).all()
