"""Figures of the programme, one a week, for what has become of them."""

import collections.abc
import datetime

import sqlalchemy
import sqlmodel

import data.insertion
import data.looks

_TABLE = sqlmodel.SQLModel.metadata.tables["week_figure"]

ByWeek = dict[datetime.date, dict[str, float]]

WATCH = data.looks.Watch("figures")
"""A day that is over is all that there is to look for."""


def record(session: sqlmodel.Session, week: datetime.date, name: str, value: float) -> None:
    """What it is in that week by now."""
    record_all(session, [{"week": week, "name": name, "value": value}])


def record_all(session: sqlmodel.Session, rows: collections.abc.Sequence[data.insertion.Row]) -> None:
    """Keep these, over what was there; each row has the columns of the table."""
    data.insertion.put(session, _TABLE, rows)


def remove(session: sqlmodel.Session, week: datetime.date, name: str) -> None:
    """Keep a figure of a week no more."""
    session.execute(sqlalchemy.delete(_TABLE).where(_TABLE.c.week == week, _TABLE.c.name == name))


def load(
    session: sqlmodel.Session, name: str, weeks: collections.abc.Collection[datetime.date]
) -> dict[datetime.date, float]:
    """What it was in those of these weeks in which it is known."""
    known = load_by_week(session, [name], min(weeks), max(weeks))
    return {week: told[name] for week, told in known.items() if week in weeks}


def load_by_week(
    session: sqlmodel.Session, names: collections.abc.Collection[str], since: datetime.date, until: datetime.date
) -> ByWeek:
    """What these were in the weeks from one Monday to another, both included, by week and name."""
    figure = _TABLE.c
    wanted = sqlalchemy.select(figure.week, figure.name, figure.value).where(
        figure.name.in_(names), figure.week.between(since, until)
    )
    found: ByWeek = {}
    for week, name, value in session.execute(wanted):
        found.setdefault(week, {})[name] = value
    return found
