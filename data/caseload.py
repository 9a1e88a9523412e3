"""Who has no adviser and since when, and which exceptions of the cap end: few rows, for each morning's look."""

import collections.abc
import datetime
import typing

import sqlalchemy
import sqlmodel

import data.models

_TABLES = sqlmodel.SQLModel.metadata.tables
_PEOPLE, _ASSIGNMENTS, _CONTRACTS, _AUDIT = (_TABLES[name] for name in ("person", "assignment", "contract", "audit"))
_GONE = _PEOPLE.alias("gone")


class Unadvised(typing.NamedTuple):
    """An active freelancer with a contract that runs or comes, and without an active adviser."""

    id: int
    slack_id: str
    name: str
    since: datetime.datetime


def list_unadvised(session: sqlmodel.Session, day: datetime.date) -> list[Unadvised]:
    """By name. `since` they joined, their last adviser ended, or that one's account was deactivated."""
    person, running, contract, gone = _PEOPLE.c, _ASSIGNMENTS.c, _CONTRACTS.c, _GONE.c
    statement = (
        sqlalchemy.select(person.id, person.slack_id, person.name, person.joined_at, gone.slack_id.label("gone"))
        .select_from(_PEOPLE)
        .join(_ASSIGNMENTS, sqlalchemy.and_(running.freelancer_id == person.id, running.ends.is_(None)), isouter=True)
        .join(_GONE, gone.id == running.adviser_id, isouter=True)
        .where(person.active, person.freelancer, sqlalchemy.or_(running.id.is_(None), ~gone.active))
        .where(sqlalchemy.exists().where(contract.person_id == person.id, contract.ends > day))
        .order_by(person.name, person.id)
    )
    rows = session.execute(statement).all()
    ended = _last_ends(session, [row.id for row in rows])
    left = _deactivated(session, [row.gone for row in rows if row.gone])
    return [
        Unadvised(row.id, row.slack_id, row.name, _latest(row.joined_at, ended.get(row.id), left.get(row.gone)))
        for row in rows
    ]


def _latest(*instants: datetime.datetime | None) -> datetime.datetime:
    return max(instant for instant in instants if instant is not None)


def _last_ends(session: sqlmodel.Session, freelancer_ids: list[int]) -> dict[int, datetime.datetime]:
    assignment = data.models.Assignment
    if not freelancer_ids:
        return {}
    last = sqlmodel.select(assignment.freelancer_id, sqlmodel.func.max(assignment.ends))
    theirs = last.where(
        sqlmodel.col(assignment.freelancer_id).in_(freelancer_ids), sqlmodel.col(assignment.ends).is_not(None)
    )
    ended = session.exec(theirs.group_by(sqlmodel.col(assignment.freelancer_id)))
    return {freelancer_id: at for freelancer_id, at in ended if at is not None}


def _deactivated(session: sqlmodel.Session, slack_ids: list[str]) -> dict[str, datetime.datetime]:
    audit = data.models.Audit
    if not slack_ids:
        return {}
    last = sqlmodel.select(audit.subject, sqlmodel.func.max(audit.at))
    theirs = last.where(audit.action == "person.deactivated", sqlmodel.col(audit.subject).in_(slack_ids))
    return dict(session.exec(theirs.group_by(audit.subject)).all())


def list_contracted_of(
    session: sqlmodel.Session, adviser_ids: collections.abc.Collection[int], day: datetime.date
) -> list[tuple[typing.Any, ...]]:
    """As `data.status.list_freelancers` has them: those of these advisers whose contract runs or comes."""
    person, running, contract = _PEOPLE.c, _ASSIGNMENTS.c, _CONTRACTS.c
    statement = (
        sqlalchemy.select(person.id, person.slack_id, person.name, person.zone)
        .add_columns(running.adviser_id, running.exception_reason, running.exception_until)
        .join_from(_PEOPLE, _ASSIGNMENTS, running.freelancer_id == person.id)
        .where(person.active, person.freelancer, running.ends.is_(None), running.adviser_id.in_(adviser_ids))
        .where(sqlalchemy.exists().where(contract.person_id == person.id, contract.ends > day))
    )
    return [tuple(row) for row in session.execute(statement)]


def list_exceptions(
    session: sqlmodel.Session, since: datetime.date, before: datetime.date
) -> list[data.models.Assignment]:
    """The running assignments whose exception has its last day in that span of days."""
    assignment = data.models.Assignment
    until = sqlmodel.col(assignment.exception_until)
    rows = sqlmodel.select(assignment).where(sqlmodel.col(assignment.ends).is_(None), until >= since, until < before)
    return list(session.exec(rows.order_by(until, sqlmodel.col(assignment.id))))
