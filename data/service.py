"""What each person solved for customers, by week; the whole team's figures are `data.figures`'."""

import collections.abc
import datetime
import typing

import sqlalchemy
import sqlmodel

import data.insertion
import data.models

Solved = data.models.Solved

_SOLVED = sqlmodel.SQLModel.metadata.tables["solved"]
_CONTRACTS = sqlmodel.SQLModel.metadata.tables["contract"]

WEEK = datetime.timedelta(weeks=1)

Row = collections.abc.Mapping[str, object]


def list_weeks(session: sqlmodel.Session, since: datetime.date, until: datetime.date) -> list[datetime.date]:
    """Those from one Monday to another, both included, in which anybody solved anything; the newest first."""
    week = _SOLVED.c.week
    found = sqlalchemy.select(week).where(week.between(since, until)).distinct().order_by(week.desc())
    return list(session.execute(found).scalars())


class Sum(typing.NamedTuple):
    """What some people solved together, how many they are, and in how many hours, as far as those are known."""

    number: int = 0
    people: int = 0
    hours: float = 0


def sum_up(session: sqlmodel.Session, week: datetime.date) -> dict[tuple[bool, bool], Sum]:
    """What was solved in that week, by whether in-house, and whether in hours that are known."""
    solved = _SOLVED.c
    sides = solved.in_house, solved.hours.is_not(None)
    hours = sqlalchemy.func.coalesce(sqlalchemy.func.sum(solved.hours), 0.0)
    sums = sqlalchemy.select(*sides, sqlalchemy.func.sum(solved.number), sqlalchemy.func.count(), hours)
    found = session.execute(sums.where(solved.week == week).group_by(*sides))
    return {(bool(in_house), bool(timed)): Sum(int(one), *rest) for in_house, timed, one, *rest in found}


def sum_by_freelancers(
    session: sqlmodel.Session, since: datetime.date, until: datetime.date
) -> dict[datetime.date, tuple[int, int]]:
    """What freelancers solved, and how many of them, by week, from one Monday to another, both included."""
    solved = _SOLVED.c
    sums = sqlalchemy.select(solved.week, sqlalchemy.func.sum(solved.number), sqlalchemy.func.count())
    theirs = sums.where(solved.week.between(since, until), ~solved.in_house).group_by(solved.week)
    return {week: (int(number), people) for week, number, people in session.execute(theirs)}


def count_contracted(session: sqlmodel.Session, week: datetime.date) -> tuple[int, int]:
    """How many people had a contract on any day of that week, and how many of them have no number."""
    contract, solved = _CONTRACTS.c, _SOLVED.c
    theirs = sqlalchemy.and_(solved.person_id == contract.person_id, solved.week == week)
    person = contract.person_id.distinct()
    unmeasured = sqlalchemy.case((solved.person_id.is_(None), contract.person_id)).distinct()
    counts = (
        sqlalchemy.select(sqlalchemy.func.count(person), sqlalchemy.func.count(unmeasured))
        .select_from(_CONTRACTS.join(_SOLVED, theirs, isouter=True))
        .where(contract.starts < week + WEEK, contract.ends > week)
    )
    contracted, missing = session.execute(counts).one()
    return contracted, missing


def list_contracted(session: sqlmodel.Session, week: datetime.date) -> set[int]:
    """Who had a contract on any day of that week."""
    contract = _CONTRACTS.c
    theirs = contract.starts < week + WEEK, contract.ends > week
    return set(session.execute(sqlalchemy.select(contract.person_id).where(*theirs)).scalars())


def load_solved(
    session: sqlmodel.Session,
    weeks: collections.abc.Collection[datetime.date],
    people: collections.abc.Collection[int] | None = None,
) -> dict[tuple[datetime.date, int], Solved]:
    """What these people solved in these weeks, by default what everybody did."""
    theirs = sqlmodel.select(Solved).where(sqlmodel.col(Solved.week).in_(weeks))
    if people is not None:
        theirs = theirs.where(sqlmodel.col(Solved.person_id).in_(people))
    rows = session.exec(theirs)
    return {(one.week, one.person_id): one for one in rows}


def list_own(session: sqlmodel.Session, person_id: int, limit: int) -> list[Solved]:
    """What somebody solved, the newest week first."""
    own = sqlmodel.select(Solved).where(Solved.person_id == person_id)
    return list(session.exec(own.order_by(sqlmodel.col(Solved.week).desc()).limit(limit)))


def record_solved(session: sqlmodel.Session, rows: collections.abc.Sequence[Row]) -> None:
    """Keep what people solved, over what was there; each row has the columns of the table."""
    data.insertion.put(session, _SOLVED, rows)


def remove_solved(session: sqlmodel.Session, week: datetime.date, person_id: int) -> None:
    """Keep what somebody solved in that week no more."""
    theirs: typing.Any = (_SOLVED.c.week == week, _SOLVED.c.person_id == person_id)
    session.execute(sqlalchemy.delete(_SOLVED).where(*theirs))
