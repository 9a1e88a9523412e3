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


def list_terms(
    session: sqlmodel.Session, freelancer_ids: collections.abc.Collection[int] | None = None
) -> list[tuple[int, Term]]:
    """Every contract there is or was, everybody's or of these people, by whose it is."""
    contract = _CONTRACTS.c
    statement = sqlalchemy.select(contract.person_id, contract.starts, contract.ends)
    if freelancer_ids is not None:
        statement = statement.where(contract.person_id.in_(freelancer_ids))
    return [(row.person_id, Term(row.starts, row.ends)) for row in session.execute(statement)]


class Row(typing.NamedTuple):
    """What of a row is looked at where there may be thousands of them."""

    id: int
    freelancer_id: int
    week: datetime.date
    place: int
    adviser_id: int
    planned: int
    state: State
    excuse: data.models.Excuse | None
    booked_for: datetime.date | None


_ROW = tuple(_CHECKINS.c[name] for name in Row._fields)
_PLACES = (_CHECKINS.c.week, _CHECKINS.c.freelancer_id, _CHECKINS.c.place)


def list_of_week(session: sqlmodel.Session, week: datetime.date) -> list[Row]:
    """All rows of a week."""
    rows = sqlalchemy.select(*_ROW).where(_CHECKINS.c.week == week).order_by(*_PLACES)
    return [Row(*row) for row in session.execute(rows)]


def list_covers(session: sqlmodel.Session, since: datetime.date) -> list[Cover]:
    """Who covers in weeks that are not over on that day, the latest chosen last."""
    covers = sqlmodel.select(Cover).where(Cover.ends > since, sqlmodel.col(Cover.cancelled_at).is_(None))
    return list(session.exec(covers.order_by(sqlmodel.col(Cover.id))))


def add_all(session: sqlmodel.Session, rows: collections.abc.Sequence[collections.abc.Mapping[str, object]]) -> None:
    """Add rows, each by its columns, in one statement."""
    if rows:
        session.execute(sqlalchemy.insert(_CHECKINS), rows)


def change_all(session: sqlmodel.Session, columns: collections.abc.Mapping[int, dict[str, object]]) -> None:
    """Let rows say this, by their ids."""
    for row in list_by_id(session, columns):
        row.sqlmodel_update(columns[row.id or 0])
    session.flush()


# -- lists


def remove(session: sqlmodel.Session, row: Checkin) -> None:
    """Take out a row of which nothing is logged."""
    session.delete(row)
    session.flush()


def find(session: sqlmodel.Session, checkin_id: int) -> Checkin | None:
    """One row."""
    return session.get(Checkin, checkin_id)


def list_by_id(session: sqlmodel.Session, ids: collections.abc.Collection[int]) -> list[Checkin]:
    """These rows."""
    return list(session.exec(sqlmodel.select(Checkin).where(sqlmodel.col(Checkin.id).in_(ids)).order_by(*_IN_ORDER)))


def list_waiting(
    session: sqlmodel.Session, weeks: collections.abc.Collection[datetime.date], booked_since: datetime.date
) -> list[Row]:
    """The open and booked rows of these weeks, and of other weeks those booked for that day or a later one."""
    checkin = _CHECKINS.c
    booked = sqlalchemy.and_(checkin.state == State.BOOKED, checkin.booked_for >= booked_since)
    waiting = sqlalchemy.and_(checkin.week.in_(weeks), checkin.state.in_((State.OPEN, State.BOOKED)))
    rows = sqlalchemy.select(*_ROW).where(sqlalchemy.or_(waiting, booked)).order_by(*_PLACES)
    return [Row(*row) for row in session.execute(rows)]


def list_of_advisers(
    session: sqlmodel.Session,
    adviser_ids: collections.abc.Collection[int],
    weeks: collections.abc.Collection[datetime.date],
    also: collections.abc.Collection[int] = (),
) -> list[Checkin]:
    """What these weeks ask of these advisers, and `also` these rows."""
    theirs = sqlalchemy.and_(sqlmodel.col(Checkin.adviser_id).in_(adviser_ids), sqlmodel.col(Checkin.week).in_(weeks))
    rows = sqlmodel.select(Checkin).where(sqlalchemy.or_(theirs, sqlmodel.col(Checkin.id).in_(also)))
    return list(session.exec(rows.order_by(*_IN_ORDER)))


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
