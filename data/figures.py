"""Figures of the programme, one a week, for what has become of them."""

import collections.abc
import datetime

import sqlmodel

import data.looks
import data.models

Figure = data.models.WeekFigure

WATCH = data.looks.Watch("figures")
"""A day that is over is all that there is to look for."""


def record(session: sqlmodel.Session, week: datetime.date, name: str, value: float) -> None:
    """What it is in that week by now."""
    session.merge(Figure(week=week, name=name, value=value))
    session.flush()


def load(
    session: sqlmodel.Session, name: str, weeks: collections.abc.Collection[datetime.date]
) -> dict[datetime.date, float]:
    """What it was in those of these weeks in which it was seen."""
    seen = sqlmodel.select(Figure).where(Figure.name == name, sqlmodel.col(Figure.week).in_(weeks))
    return {figure.week: figure.value for figure in session.exec(seen)}
