"""What `/program status` is made of: few queries, columns only, for a programme of thousands."""

import collections.abc
import datetime
import typing

import sqlalchemy
import sqlmodel

import data.models

_PEOPLE = sqlmodel.SQLModel.metadata.tables["person"]
_CONTRACTS = sqlmodel.SQLModel.metadata.tables["contract"]
_ASSIGNMENTS = sqlmodel.SQLModel.metadata.tables["assignment"]
_ADVISERS = _PEOPLE.alias("adviser")


Row = tuple[typing.Any, ...]


def list_freelancers(session: sqlmodel.Session) -> list[Row]:
    """Every active freelancer: id, Slack id, name, zone, their adviser's id, and that exception's reason and end.

    An adviser whose account is deactivated looks after nobody.
    """
    person, assignment = _PEOPLE.c, _ASSIGNMENTS.c
    gone = sqlalchemy.select(_ADVISERS.c.id).where(~_ADVISERS.c.active)
    running = sqlalchemy.and_(
        assignment.freelancer_id == person.id, assignment.ends.is_(None), assignment.adviser_id.not_in(gone)
    )
    columns = (person.id, person.slack_id, person.name, person.zone)
    advised = (assignment.adviser_id, assignment.exception_reason, assignment.exception_until)
    statement = (
        sqlalchemy.select(*columns, *advised)
        .select_from(_PEOPLE.join(_ASSIGNMENTS, running, isouter=True))
        .where(person.freelancer, person.active)
        .order_by(person.name, person.id)
    )
    return [tuple(row) for row in session.execute(statement)]


def list_terms(session: sqlmodel.Session, since: datetime.date) -> list[Row]:
    """Contracts that end after `since`, of whomever: person's id, start, end, weekly hours."""
    contract = _CONTRACTS.c
    columns = (contract.person_id, contract.starts, contract.ends, contract.weekly_hours)
    return [tuple(row) for row in session.execute(sqlalchemy.select(*columns).where(contract.ends > since))]


def list_without_zone(session: sqlmodel.Session) -> collections.abc.Sequence[str]:
    """The names of active people whose zone is not known."""
    person = data.models.Person
    unknown = sqlmodel.select(person.name).where(sqlmodel.col(person.zone).is_(None), sqlmodel.col(person.active))
    return session.exec(unknown.order_by(person.name)).all()
