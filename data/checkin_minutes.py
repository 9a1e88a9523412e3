"""Sums of check-ins and their minutes by week, of everybody, of one adviser, and of each."""

import collections.abc
import datetime
import typing

import sqlalchemy
import sqlmodel

import data.models

State = data.models.CheckinState

_TABLES = sqlmodel.SQLModel.metadata.tables
_CHECKINS, _PEOPLE = _TABLES["checkin"], _TABLES["person"]

Weeks = collections.abc.Collection[datetime.date]


class Sums(typing.NamedTuple):
    """How many check-ins stand how, the minutes planned for those that are not excused, and the minutes logged."""

    done: int
    booked: int
    open: int
    excused: int
    planned: int
    logged: int


def _number(state: State) -> sqlalchemy.ColumnElement[int]:
    return sqlalchemy.func.sum(sqlalchemy.case((_CHECKINS.c.state == state, 1), else_=0))


def _sums() -> tuple[sqlalchemy.ColumnElement[int], ...]:
    checkin = _CHECKINS.c
    planned = sqlalchemy.case((checkin.state != State.EXCUSED, checkin.planned), else_=0)
    logged = sqlalchemy.case((checkin.state == State.DONE, checkin.minutes), else_=0)
    numbers = [_number(state) for state in (State.DONE, State.BOOKED, State.OPEN, State.EXCUSED)]
    return (*numbers, *(sqlalchemy.func.coalesce(sqlalchemy.func.sum(one), 0) for one in (planned, logged)))


_SUMS = _sums()


def load_by_week(session: sqlmodel.Session, weeks: Weeks, adviser_id: int | None = None) -> dict[datetime.date, Sums]:
    """Of each of these weeks that has any: everybody's, or those that one adviser holds."""
    checkin = _CHECKINS.c
    statement = sqlalchemy.select(checkin.week, *_SUMS).where(checkin.week.in_(weeks)).group_by(checkin.week)
    if adviser_id is not None:
        statement = statement.where(checkin.adviser_id == adviser_id)
    return {week: Sums(*sums) for week, *sums in session.execute(statement)}


class OfAdviser(typing.NamedTuple):
    """What one adviser holds in one week."""

    adviser_id: int
    name: str
    slack_id: str
    week: datetime.date
    sums: Sums


def list_by_adviser(session: sqlmodel.Session, weeks: Weeks) -> list[OfAdviser]:
    """Of each adviser and each of these weeks in which they have any."""
    whose = (_CHECKINS.c.adviser_id, _PEOPLE.c.name, _PEOPLE.c.slack_id, _CHECKINS.c.week)
    statement = (
        sqlalchemy.select(*whose, *_SUMS)
        .join(_PEOPLE, _PEOPLE.c.id == _CHECKINS.c.adviser_id)
        .where(_CHECKINS.c.week.in_(weeks))
        .group_by(*whose)
    )
    return [
        OfAdviser(adviser_id, name, slack_id, week, Sums(*sums))
        for adviser_id, name, slack_id, week, *sums in session.execute(statement)
    ]
