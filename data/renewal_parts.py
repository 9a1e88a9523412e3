"""Contracts that end soon and of which a morning has something to say that it has not said."""

import collections.abc
import datetime
import typing

import sqlalchemy
import sqlmodel

import data.models

Contract = data.models.Contract
Person = data.models.Person

_TABLES = sqlmodel.SQLModel.metadata.tables
_CONTRACTS, _PEOPLE, _ASSIGNMENTS = (_TABLES[name] for name in ("contract", "person", "assignment"))
_DECISIONS, _PARTS, _ABSENCES = (_TABLES[name] for name in ("decision", "morning_part", "absence"))
_ADVISERS = _PEOPLE.alias("adviser")
_LATER = _CONTRACTS.alias("later")


class Unsaid(typing.NamedTuple):
    """A contract that ends, and whose mornings have not said it: the adviser's, and what the freelancer reads twice.

    `away_until` is the day after the last on which they said that they are away.
    """

    id: int
    starts: datetime.date
    ends: datetime.date
    recommendation: bool
    wish: bool
    silence: bool
    away_until: datetime.date | None


class Starts(typing.NamedTuple):
    """How the keys begin of what asks an adviser, asks a freelancer, and says that it is not decided."""

    recommendation: str
    wish: str
    silence: str


def list_unsaid(session: sqlmodel.Session, starts: Starts, since: datetime.date, until: datetime.date) -> list[Unsaid]:
    """Those whose last day is in [since, until), that nothing follows, and of which the person was told nothing."""
    flags = (
        sqlalchemy.and_(_ADVISERS.c.id.is_not(None), _unsaid(starts.recommendation, _ADVISERS.c.slack_id)),
        _unsaid(starts.wish, _PEOPLE.c.slack_id),
        _unsaid(starts.silence, _PEOPLE.c.slack_id),
    )
    told = sqlalchemy.select(_DECISIONS.c.id).where(
        _DECISIONS.c.contract_id == _CONTRACTS.c.id, _DECISIONS.c.told_at.is_not(None)
    )
    away = sqlalchemy.select(sqlalchemy.func.max(_ABSENCES.c.ends)).where(
        _ABSENCES.c.person_id == _CONTRACTS.c.person_id,
        _ABSENCES.c.cancelled_at.is_(None),
        _ABSENCES.c.starts < _CONTRACTS.c.ends,
    )
    found = (
        sqlalchemy.select(
            *(_CONTRACTS.c[name] for name in ("id", "starts", "ends")),
            *flags,
            away.correlate(_CONTRACTS).scalar_subquery(),
        )
        .select_from(_CONTRACTS)
        .join(_PEOPLE, _PEOPLE.c.id == _CONTRACTS.c.person_id)
        .outerjoin(_ASSIGNMENTS, (_ASSIGNMENTS.c.freelancer_id == _PEOPLE.c.id) & _ASSIGNMENTS.c.ends.is_(None))
        .outerjoin(_ADVISERS, (_ADVISERS.c.id == _ASSIGNMENTS.c.adviser_id) & _ADVISERS.c.active)
        .where(*_open(since, until), ~told.exists(), sqlalchemy.or_(*flags))
    )
    return [Unsaid(*row) for row in session.execute(found)]


def _unsaid(start: str, slack_id: sqlalchemy.ColumnElement[str]) -> sqlalchemy.ColumnElement[bool]:
    """That there is no part whose key begins so, and goes on with the contract and with the person."""
    number = sqlalchemy.cast(_CONTRACTS.c.id, sqlalchemy.String)
    key = sqlalchemy.literal(start) + number + ":" + slack_id
    return ~sqlalchemy.select(_PARTS.c.id).where(_PARTS.c.key == key).exists()


def _open(since: datetime.date, until: datetime.date) -> tuple[sqlalchemy.ColumnElement[bool], ...]:
    return (_CONTRACTS.c.ends > since, _CONTRACTS.c.ends <= until, *_unfollowed())


def _unfollowed() -> tuple[sqlalchemy.ColumnElement[bool], ...]:
    """What holds for a contract that may still be decided on, or was: nothing follows, and it does not end early."""
    followed = sqlalchemy.select(_LATER.c.id).where(
        _LATER.c.person_id == _CONTRACTS.c.person_id, _LATER.c.starts >= _CONTRACTS.c.ends
    )
    return (_CONTRACTS.c.ended_as.is_(None), _PEOPLE.c.active, ~followed.exists())


def list_open(session: sqlmodel.Session, since: datetime.date, until: datetime.date) -> list[tuple[Contract, Person]]:
    """Those whose last day is in [since, until), that nothing follows and that do not end early, the next first."""
    contract, person = sqlmodel.col(Contract.id), Person
    found = sqlmodel.select(Contract, Person).where(Contract.person_id == Person.id, *_open(since, until))
    return list(session.exec(found.order_by(sqlmodel.col(Contract.ends), person.name, contract)))


def list_by_id(
    session: sqlmodel.Session, contract_ids: collections.abc.Collection[int]
) -> list[tuple[Contract, Person]]:
    """Of these contracts those that nothing follows and that do not end early, with whose they are."""
    found = sqlmodel.select(Contract, Person).where(Contract.person_id == Person.id, *_unfollowed())
    these = found.where(sqlmodel.col(Contract.id).in_(contract_ids))
    return list(session.exec(these.order_by(sqlmodel.col(Contract.ends), Person.name, sqlmodel.col(Contract.id))))


def list_over(session: sqlmodel.Session, since: datetime.date, until: datetime.date) -> list[tuple[Contract, Person]]:
    """Freelancers' last contracts that were over in [since, until): `ends` is the first day without."""
    later = sqlmodel.select(_LATER.c.id).where(
        _LATER.c.person_id == _CONTRACTS.c.person_id, _LATER.c.ends > _CONTRACTS.c.ends
    )
    found = sqlmodel.select(Contract, Person).where(
        Contract.person_id == Person.id, Person.active, Person.freelancer, ~later.exists()
    )
    over = found.where(Contract.ends >= since, Contract.ends < until)
    return list(session.exec(over.order_by(sqlmodel.col(Contract.ends), Person.name)))
