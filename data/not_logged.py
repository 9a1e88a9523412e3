"""The last weeks of those with whom check-ins were not logged, by who is their adviser now, or covered then."""

import datetime
import typing

import sqlalchemy
import sqlmodel

import data.models

State = data.models.CheckinState

_TABLES = sqlmodel.SQLModel.metadata.tables
_CHECKINS, _PEOPLE, _ASSIGNMENTS = (_TABLES[name] for name in ("checkin", "person", "assignment"))
_COVERS = _TABLES["checkin_cover"]
_ADVISERS = _PEOPLE.alias("adviser")
_CANDIDATE = _CHECKINS.alias("candidate")

_TO_LOG = (State.OPEN, State.BOOKED)


class Row(typing.NamedTuple):
    """A week of an adviser with one of their freelancers, whom they have had since then; None: they covered in it."""

    freelancer_id: int
    adviser_id: int
    had_since: datetime.datetime | None
    week: datetime.date
    held: int
    to_log: int


def list_weeks(
    session: sqlmodel.Session, first: datetime.date, last: datetime.date, freelancer_id: int | None = None
) -> list[Row]:
    """From one Monday to another, of those (or of this one) of whom more than one week has something to log."""
    checkin, assignment = _CHECKINS.c, _ASSIGNMENTS.c
    running = sqlalchemy.and_(
        assignment.freelancer_id == checkin.freelancer_id,
        assignment.adviser_id == checkin.adviser_id,
        assignment.ends.is_(None),
    )
    statement = (
        sqlalchemy.select(
            checkin.freelancer_id,
            checkin.adviser_id,
            assignment.starts,
            checkin.week,
            sqlalchemy.func.sum(sqlalchemy.case((checkin.state == State.DONE, 1), else_=0)),
            sqlalchemy.func.sum(sqlalchemy.case((checkin.state.in_(_TO_LOG), 1), else_=0)),
        )
        .select_from(_CHECKINS)
        .outerjoin(_ASSIGNMENTS, running)
        .join(_PEOPLE, _PEOPLE.c.id == checkin.freelancer_id)
        .join(_ADVISERS, _ADVISERS.c.id == checkin.adviser_id)
        .where(sqlalchemy.or_(assignment.id.is_not(None), _covered()))
        .where(_PEOPLE.c.active, _PEOPLE.c.freelancer, _ADVISERS.c.active)
        .where(checkin.week.between(first, last), checkin.freelancer_id.in_(_candidates(first, last, freelancer_id)))
        .group_by(checkin.freelancer_id, checkin.adviser_id, assignment.starts, checkin.week)
        .order_by(checkin.freelancer_id, checkin.week)
    )
    return [Row(*row) for row in session.execute(statement)]


def _covered() -> sqlalchemy.ColumnElement[bool]:
    """Whether who holds the check-in covered for the adviser in that week."""
    checkin, cover = _CHECKINS.c, _COVERS.c
    return sqlalchemy.exists().where(
        cover.freelancer_id == checkin.freelancer_id,
        cover.adviser_id == checkin.adviser_id,
        cover.cancelled_at.is_(None),
        cover.starts <= checkin.week,
        cover.ends > checkin.week,
    )


def _candidates(
    first: datetime.date, last: datetime.date, freelancer_id: int | None
) -> sqlalchemy.Select[tuple[typing.Any]]:
    """Few, where people log: only their weeks are looked at one by one."""
    candidate = _CANDIDATE.c
    weeks = sqlalchemy.func.count(sqlalchemy.distinct(candidate.week))
    found = sqlalchemy.select(candidate.freelancer_id).where(
        candidate.week.between(first, last), candidate.state.in_(_TO_LOG)
    )
    if freelancer_id is not None:
        found = found.where(candidate.freelancer_id == freelancer_id)
    return found.group_by(candidate.freelancer_id).having(weeks > 1)
