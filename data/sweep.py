"""Going through open reports: what was shown to whom, what of their history counts, and what is not as it should be."""

import collections
import collections.abc
import datetime

import sqlalchemy
import sqlmodel

import data.looks
import data.models
import data.reports
import data.settings

Event = data.models.ReportEvent
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


_OUTBOX = _TABLES["outbox"]

WATCH = data.looks.Watch(
    "reports",
    data.looks.number("milestone", _TABLES["milestone"].c.name == data.settings.WENT_LIVE),
    *(data.looks.newest("report_event"), data.looks.newest("audit"), data.looks.newest("shift")),
    data.looks.number("outbox", _OUTBOX.c.state == data.models.NoticeState.DEAD),
)
"""What differs once there is anything new to be done for reports."""

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
