"""What `/program status` is made of: few queries, columns only, for a programme of thousands."""

import collections.abc
import dataclasses
import datetime

import sqlalchemy
import sqlmodel

import data.models

_PEOPLE = sqlmodel.SQLModel.metadata.tables["person"]
_CONTRACTS = sqlmodel.SQLModel.metadata.tables["contract"]
_ASSIGNMENTS = sqlmodel.SQLModel.metadata.tables["assignment"]


@dataclasses.dataclass(frozen=True, slots=True)
class Freelancer:
    """A freelancer with their adviser and the contracts that are not over."""

    id: int
    slack_id: str
    name: str
    zone: str | None
    adviser_id: int | None = None
    exception_reason: str | None = None
    exception_until: datetime.date | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Term:
    """A contract that is not over; `ends` is the day after its last."""

    person_id: int
    starts: datetime.date
    ends: datetime.date
    weekly_hours: float


def list_freelancers(session: sqlmodel.Session) -> list[Freelancer]:
    """Every active freelancer, with their running assignment."""
    person, assignment = _PEOPLE.c, _ASSIGNMENTS.c
    running = sqlalchemy.and_(assignment.freelancer_id == person.id, assignment.ends.is_(None))
    columns = (person.id, person.slack_id, person.name, person.zone)
    advised = (assignment.adviser_id, assignment.exception_reason, assignment.exception_until)
    statement = (
        sqlalchemy.select(*columns, *advised)
        .select_from(_PEOPLE.join(_ASSIGNMENTS, running, isouter=True))
        .where(person.freelancer, person.active)
        .order_by(person.name, person.id)
    )
    return [Freelancer(*row) for row in session.execute(statement)]


def list_terms(session: sqlmodel.Session, since: datetime.date) -> list[Term]:
    """Contracts that end after `since`, of whomever."""
    contract = _CONTRACTS.c
    columns = (contract.person_id, contract.starts, contract.ends, contract.weekly_hours)
    return [Term(*row) for row in session.execute(sqlalchemy.select(*columns).where(contract.ends > since))]


def list_without_zone(session: sqlmodel.Session) -> collections.abc.Sequence[str]:
    """The names of active people whose zone is not known."""
    person = data.models.Person
    unknown = sqlmodel.select(person.name).where(sqlmodel.col(person.zone).is_(None), sqlmodel.col(person.active))
    return session.exec(unknown.order_by(person.name)).all()
