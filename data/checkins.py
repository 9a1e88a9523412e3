"""Weekly check-ins: what a week asks for, what was logged, who asked for time, and who covers."""

import collections.abc
import datetime
import typing

import sqlalchemy
import sqlmodel

import data.looks
import data.models

Checkin = data.models.Checkin
Log = data.models.CheckinLog
Cover = data.models.CheckinCover
Request = data.models.CheckinRequest
State = data.models.CheckinState

_TABLES = sqlmodel.SQLModel.metadata.tables
_CHECKINS, _PEOPLE, _ASSIGNMENTS, _CONTRACTS = (
    _TABLES[name] for name in ("checkin", "person", "assignment", "contract")
)
_ADVISERS = _PEOPLE.alias("adviser")
_IN_ORDER = (sqlmodel.col(Checkin.week), sqlmodel.col(Checkin.freelancer_id), sqlmodel.col(Checkin.place))

WATCH = data.looks.Watch(
    "checkins",
    data.looks.newest("audit"),
    data.looks.newest("checkin_cover"),
    data.looks.newest("checkin_cover", "cancelled_at"),
)
"""What differs once a week may ask for other check-ins: every change of people, days away and terms is audited."""


# -- what a week asks for


class Assigned(typing.NamedTuple):
    """A freelancer who has an adviser, both with their working hours as the roster has them."""

    freelancer_id: int
    hours: str | None
    adviser_id: int
    adviser_hours: str | None


def list_assigned(session: sqlmodel.Session) -> list[Assigned]:
    """Every active freelancer whose adviser is active."""
    person, adviser, assignment = _PEOPLE.c, _ADVISERS.c, _ASSIGNMENTS.c
    statement = (
        sqlalchemy.select(person.id, person.working_hours, adviser.id, adviser.working_hours)
        .select_from(_ASSIGNMENTS)
        .join(_PEOPLE, assignment.freelancer_id == person.id)
        .join(_ADVISERS, assignment.adviser_id == adviser.id)
        .where(assignment.ends.is_(None), person.active, person.freelancer, adviser.active)
        .order_by(person.id)
    )
    return [Assigned(*row) for row in session.execute(statement)]


class Term(typing.NamedTuple):
    """A contract's days, `ends` being the day after the last."""

    starts: datetime.date
    ends: datetime.date


def list_terms(session: sqlmodel.Session) -> list[tuple[int, Term]]:
    """Every contract there is or was, by whose it is."""
    contract = _CONTRACTS.c
    statement = sqlalchemy.select(contract.person_id, contract.starts, contract.ends)
    return [(row.person_id, Term(row.starts, row.ends)) for row in session.execute(statement)]


def list_of_weeks(session: sqlmodel.Session, weeks: collections.abc.Collection[datetime.date]) -> list[Checkin]:
    """All rows of these weeks."""
    rows = sqlmodel.select(Checkin).where(sqlmodel.col(Checkin.week).in_(weeks))
    return list(session.exec(rows.order_by(*_IN_ORDER)))


def list_covers(session: sqlmodel.Session, since: datetime.date) -> list[Cover]:
    """Who covers in weeks that are not over on that day, the latest chosen last."""
    covers = sqlmodel.select(Cover).where(Cover.ends > since, sqlmodel.col(Cover.cancelled_at).is_(None))
    return list(session.exec(covers.order_by(sqlmodel.col(Cover.id))))


def add_all(session: sqlmodel.Session, rows: collections.abc.Sequence[Checkin]) -> None:
    """Add these rows in one statement."""
    if rows:
        session.execute(sqlalchemy.insert(_CHECKINS), [row.model_dump(exclude={"id"}) for row in rows])


def save(session: sqlmodel.Session, row: sqlmodel.SQLModel) -> None:
    """Keep a new or changed row of this feature; it has its id afterwards."""
    session.add(row)
    session.flush()


# -- lists


def find(session: sqlmodel.Session, checkin_id: int) -> Checkin | None:
    """One row."""
    return session.get(Checkin, checkin_id)


def list_shown(
    session: sqlmodel.Session, weeks: collections.abc.Collection[datetime.date], booked_since: datetime.date
) -> list[Checkin]:
    """The rows of these weeks, and those that were booked for that day or a later one."""
    booked = sqlalchemy.and_(
        sqlmodel.col(Checkin.state) == State.BOOKED, sqlmodel.col(Checkin.booked_for) >= booked_since
    )
    shown = sqlalchemy.or_(sqlmodel.col(Checkin.week).in_(weeks), booked)
    return list(session.exec(sqlmodel.select(Checkin).where(shown).order_by(*_IN_ORDER)))


def list_of_adviser(session: sqlmodel.Session, adviser_id: int, week: datetime.date) -> list[Checkin]:
    """What a week asks of one adviser."""
    rows = sqlmodel.select(Checkin).where(Checkin.adviser_id == adviser_id, Checkin.week == week)
    return list(session.exec(rows.order_by(*_IN_ORDER)))


def list_of_freelancer(session: sqlmodel.Session, freelancer_id: int, since: datetime.date) -> list[Checkin]:
    """Somebody's check-ins of that week and later ones, the newest first."""
    rows = sqlmodel.select(Checkin).where(Checkin.freelancer_id == freelancer_id, Checkin.week >= since)
    return list(session.exec(rows.order_by(sqlmodel.col(Checkin.week).desc(), sqlmodel.col(Checkin.place))))


# -- logs


def list_logs(session: sqlmodel.Session, checkin_ids: collections.abc.Collection[int]) -> list[Log]:
    """All that was logged of these check-ins, the oldest first: the last of each holds."""
    logs = sqlmodel.select(Log).where(sqlmodel.col(Log.checkin_id).in_(checkin_ids))
    return list(session.exec(logs.order_by(sqlmodel.col(Log.id))))


def load_newest_logs(
    session: sqlmodel.Session, freelancer_ids: collections.abc.Collection[int], before: datetime.date
) -> dict[int, Log]:
    """What was logged of each of these people's last check-in before a week, by the freelancer's id."""
    last = (
        sqlmodel.select(Checkin.freelancer_id, sqlmodel.func.max(Log.id))
        .join(Log, sqlmodel.col(Log.checkin_id) == sqlmodel.col(Checkin.id))
        .where(sqlmodel.col(Checkin.freelancer_id).in_(freelancer_ids), Checkin.week < before)
        .group_by(sqlmodel.col(Checkin.freelancer_id), sqlmodel.col(Checkin.week), sqlmodel.col(Checkin.place))
        .order_by(sqlmodel.col(Checkin.week), sqlmodel.col(Checkin.place))
    )
    of = {log_id: freelancer_id for freelancer_id, log_id in session.exec(last)}
    newest = {freelancer_id: log_id for log_id, freelancer_id in of.items()}
    logs = session.exec(sqlmodel.select(Log).where(sqlmodel.col(Log.id).in_(newest.values())))
    return {of[log.id]: log for log in logs}


# -- who asked for time


def load_open_requests(
    session: sqlmodel.Session, freelancer_ids: collections.abc.Collection[int]
) -> dict[int, Request]:
    """The newest request of each of these people that is not answered, by the freelancer's id."""
    open_ones = sqlmodel.select(Request).where(
        sqlmodel.col(Request.freelancer_id).in_(freelancer_ids), sqlmodel.col(Request.answered_at).is_(None)
    )
    return {one.freelancer_id: one for one in session.exec(open_ones.order_by(sqlmodel.col(Request.id)))}
