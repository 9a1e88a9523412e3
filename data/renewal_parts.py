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


DECIDED = (data.models.Choice.RENEW, data.models.Choice.END, data.models.Choice.CONVERT)


class Unsaid(typing.NamedTuple):
    """A contract that ends, its freelancer and their adviser, and which of three things no morning has said of it."""

    id: int
    starts: datetime.date
    ends: datetime.date
    person_id: int
    adviser_id: int | None
    recommendation: bool
    wish: bool
    silence: bool


class Undecided(typing.NamedTuple):
    """A contract that ends and on which nothing is decided; `rests`: a manager said *Not yet*."""

    id: int
    starts: datetime.date
    ends: datetime.date
    person_id: int
    added_by_id: int | None
    rests: bool


class Starts(typing.NamedTuple):
    """How the keys begin of what asks an adviser, asks a freelancer, and says that it is not decided."""

    recommendation: str
    wish: str
    silence: str


class Window(typing.NamedTuple):
    """Terms that are over by `ends`, or end then, and began by `starts`."""

    ends: datetime.date
    starts: datetime.date


Windows = collections.abc.Sequence[Window]


def list_unsaid(
    session: sqlmodel.Session, starts: Starts, since: datetime.date, asked: Windows, silent: Windows
) -> list[Unsaid]:
    """Those that run on that day or later and of which the person was told nothing.

    That something is asked is looked at in the windows for that, that they read that it is not decided in its own.
    """
    flags = (
        sqlalchemy.and_(_ADVISERS.c.id.is_not(None), _unsaid(starts.recommendation, _ADVISERS.c.slack_id)),
        _unsaid(starts.wish, _PEOPLE.c.slack_id),
        _unsaid(starts.silence, _PEOPLE.c.slack_id),
    )
    found = (
        sqlalchemy.select(
            *(_CONTRACTS.c[name] for name in ("id", "starts", "ends", "person_id")), _ADVISERS.c.id, *flags
        )
        .select_from(_CONTRACTS)
        .join(_PEOPLE, _PEOPLE.c.id == _CONTRACTS.c.person_id)
        .outerjoin(_ASSIGNMENTS, (_ASSIGNMENTS.c.freelancer_id == _PEOPLE.c.id) & _ASSIGNMENTS.c.ends.is_(None))
        .outerjoin(_ADVISERS, (_ADVISERS.c.id == _ASSIGNMENTS.c.adviser_id) & _ADVISERS.c.active)
        .where(*_open(since, [*asked, *silent]), ~_told())
        .where(sqlalchemy.or_(_within(asked) & sqlalchemy.or_(*flags[:2]), _within(silent) & flags[2]))
    )
    return [Unsaid(*row) for row in session.execute(found)]


def list_away(
    session: sqlmodel.Session, starts: Starts, since: datetime.date, until: datetime.date
) -> list[tuple[Unsaid, datetime.date]]:
    """Those that end in [since, until) of people who are away then or before, who have read nothing, and until when."""
    away = (_ABSENCES.c.cancelled_at.is_(None), _ABSENCES.c.ends > since, _ABSENCES.c.starts < until)
    people = set(session.scalars(sqlalchemy.select(_ABSENCES.c.person_id).where(*away)))
    if not people:
        return []
    columns = (_CONTRACTS.c[name] for name in ("id", "starts", "ends", "person_id"))
    found = (
        sqlalchemy.select(*columns, _ABSENCES.c.ends)
        .select_from(_ABSENCES)
        .join(_CONTRACTS, _CONTRACTS.c.person_id == _ABSENCES.c.person_id)
        .join(_PEOPLE, _PEOPLE.c.id == _CONTRACTS.c.person_id)
        .where(*away, _ABSENCES.c.starts < _CONTRACTS.c.ends, _CONTRACTS.c.person_id.in_(people))
        .where(*_open(since, [Window(until, until)]), ~_told(), _unsaid(starts.silence, _PEOPLE.c.slack_id))
    )
    return [
        (Unsaid(row.id, row.starts, row.ends, row.person_id, None, False, False, True), row[-1])
        for row in session.execute(found)
    ]


def list_undecided(session: sqlmodel.Session, since: datetime.date, windows: Windows) -> list[Undecided]:
    """Those in one of these windows that run on that day or later, on which nothing is decided, the next end first."""
    newest = sqlalchemy.select(_DECISIONS.c.choice).where(_DECISIONS.c.contract_id == _CONTRACTS.c.id)
    choice = newest.order_by(_DECISIONS.c.id.desc()).limit(1).scalar_subquery()
    found = (
        sqlalchemy.select(
            *(_CONTRACTS.c[name] for name in ("id", "starts", "ends", "person_id", "added_by_id")),
            sqlalchemy.func.coalesce(choice, "") == data.models.Choice.NOT_YET,
        )
        .select_from(_CONTRACTS)
        .join(_PEOPLE, _PEOPLE.c.id == _CONTRACTS.c.person_id)
        .where(*_open(since, windows), sqlalchemy.func.coalesce(choice, "").not_in(DECIDED))
        .order_by(_CONTRACTS.c.ends, _CONTRACTS.c.id)
    )
    return [Undecided(*row) for row in session.execute(found)]


def _told() -> sqlalchemy.ColumnElement[bool]:
    told = sqlalchemy.select(_DECISIONS.c.id).where(_DECISIONS.c.contract_id == _CONTRACTS.c.id)
    return told.where(_DECISIONS.c.told_at.is_not(None)).exists()


def _unsaid(start: str, slack_id: sqlalchemy.ColumnElement[str]) -> sqlalchemy.ColumnElement[bool]:
    """That there is no part whose key begins so, and goes on with the contract and with the person."""
    number = sqlalchemy.cast(_CONTRACTS.c.id, sqlalchemy.String)
    key = sqlalchemy.literal(start) + number + ":" + slack_id
    return ~sqlalchemy.select(_PARTS.c.id).where(_PARTS.c.key == key).exists()


def _open(since: datetime.date, windows: Windows) -> tuple[sqlalchemy.ColumnElement[bool], ...]:
    widest = max(one.ends for one in windows)
    return (_CONTRACTS.c.ends > since, _CONTRACTS.c.ends <= widest, _within(windows), *_unfollowed())


def _within(windows: Windows) -> sqlalchemy.ColumnElement[bool]:
    return sqlalchemy.or_(*((_CONTRACTS.c.ends <= one.ends) & (_CONTRACTS.c.starts <= one.starts) for one in windows))


def _unfollowed() -> tuple[sqlalchemy.ColumnElement[bool], ...]:
    """What holds for a contract that may still be decided on, or was: nothing follows, and it does not end early."""
    followed = sqlalchemy.select(_LATER.c.id).where(
        _LATER.c.person_id == _CONTRACTS.c.person_id, _LATER.c.starts >= _CONTRACTS.c.ends
    )
    return (_CONTRACTS.c.ended_as.is_(None), _PEOPLE.c.active, ~followed.exists())


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
