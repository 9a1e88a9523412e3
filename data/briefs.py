"""What a decision on a contract is made on, as the store has it: one person's past, and who works now."""

import collections.abc
import datetime
import typing

import sqlalchemy
import sqlmodel

import data.models

Checkin = data.models.Checkin
Log = data.models.CheckinLog
Report = data.models.Report
Event = data.models.ReportEvent

_TABLES = sqlmodel.SQLModel.metadata.tables
_PEOPLE, _CONTRACTS, _ASSIGNMENTS = (_TABLES[name] for name in ("person", "contract", "assignment"))
_ADVISERS = _PEOPLE.alias("adviser")


def list_checkins(
    session: sqlmodel.Session, freelancer_id: int, since: datetime.date, before: datetime.date
) -> list[Checkin]:
    """Somebody's check-ins of the weeks from one Monday up to a day."""
    rows = sqlmodel.select(Checkin).where(Checkin.freelancer_id == freelancer_id)
    return list(session.exec(rows.where(Checkin.week >= since, Checkin.week < before)))


def list_noted(session: sqlmodel.Session, freelancer_id: int, limit: int) -> list[Log]:
    """The logs that hold of somebody's check-ins in which a follow-up or a concern is noted, the newest day first."""
    theirs = sqlmodel.select(Checkin.id).where(Checkin.freelancer_id == freelancer_id)
    holds = sqlmodel.select(sqlmodel.func.max(Log.id)).where(sqlmodel.col(Log.checkin_id).in_(theirs))
    noted = sqlmodel.or_(sqlmodel.col(Log.follow_up).is_not(None), sqlmodel.col(Log.concern).is_not(None))
    logs = sqlmodel.select(Log).where(sqlmodel.col(Log.id).in_(holds.group_by(sqlmodel.col(Log.checkin_id))), noted)
    newest = (sqlmodel.col(Log.held_on).desc(), sqlmodel.col(Log.id).desc())
    return list(session.exec(logs.order_by(*newest).limit(limit)))


def list_filed_by(session: sqlmodel.Session, person_id: int) -> list[Report]:
    """What somebody filed themselves, not what they saw too; the newest first."""
    filed = sqlmodel.select(Event.report_id).where(Event.actor_id == person_id, Event.act == "file")
    reports = sqlmodel.select(Report).where(sqlmodel.col(Report.id).in_(filed))
    return list(session.exec(reports.order_by(sqlmodel.col(Report.id).desc())))


# -- who works besides somebody

_EMPTY = ("[]", "null")


def _works_in(column: str) -> sqlalchemy.ColumnElement[str]:
    """What a contract is for, or else all that the person has: JSON as it is stored, for many have the same."""
    own, contract = (sqlalchemy.cast(table.c[column], sqlalchemy.Text) for table in (_PEOPLE, _CONTRACTS))
    named = sqlalchemy.and_(contract.is_not(None), contract.not_in(_EMPTY))
    return sqlalchemy.func.coalesce(sqlalchemy.case((named, contract), else_=own), "[]")


LANGUAGES, PRODUCTS = _works_in("languages"), _works_in("products")


def _working(besides: int, day: datetime.date, *columns: sqlalchemy.ColumnElement[typing.Any]) -> typing.Any:
    """Of active freelancers whose contract runs on that day, without that one."""
    person, contract = _PEOPLE.c, _CONTRACTS.c
    joined = sqlalchemy.select(*columns).select_from(_CONTRACTS).join(_PEOPLE, person.id == contract.person_id)
    running = joined.where(contract.starts <= day, contract.ends > day, person.id != besides)
    return running.where(person.active, person.freelancer)


def count_by(
    session: sqlmodel.Session, words: sqlalchemy.ColumnElement[str], besides: int, day: datetime.date
) -> dict[str, int]:
    """How many work in each list of languages, or of products."""
    counted = _working(besides, day, words, sqlalchemy.func.count()).group_by(words)
    return {str(listed): int(number) for listed, number in session.execute(counted)}


class Colleague(typing.NamedTuple):
    """Somebody with the lists of what they work in, as they are stored."""

    id: int
    name: str
    zone: str | None
    working_hours: str | None
    languages: str
    products: str


def list_working_in(
    session: sqlmodel.Session,
    languages: collections.abc.Collection[str],
    products: collections.abc.Collection[str],
    besides: int,
    day: datetime.date,
) -> list[Colleague]:
    """Who has one of these lists of languages and one of these lists of products."""
    person = _PEOPLE.c
    columns = (person.id, person.name, person.zone, person.working_hours, LANGUAGES, PRODUCTS)
    able = _working(besides, day, *columns).where(LANGUAGES.in_(languages), PRODUCTS.in_(products))
    return [Colleague(*row) for row in session.execute(able)]


class Sums(typing.NamedTuple):
    """Hours a week, and of how many of these freelancers an active adviser looks after them."""

    hours: float
    advised: int


def sum_hours(session: sqlmodel.Session, besides: int, day: datetime.date) -> Sums:
    """All of theirs."""
    assignment, adviser = _ASSIGNMENTS.c, _ADVISERS.c
    hours = sqlalchemy.func.coalesce(sqlalchemy.func.sum(_CONTRACTS.c.weekly_hours), 0)
    running = sqlalchemy.and_(assignment.freelancer_id == _PEOPLE.c.id, assignment.ends.is_(None))
    advised = (
        _working(besides, day, hours, sqlalchemy.func.count(adviser.id))
        .join(_ASSIGNMENTS, running, isouter=True)
        .join(_ADVISERS, sqlalchemy.and_(adviser.id == assignment.adviser_id, adviser.active), isouter=True)
    )
    return Sums(*session.execute(advised).one())
