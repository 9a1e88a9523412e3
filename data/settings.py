"""Programme settings that somebody has set, and the milestones of the installation."""

import datetime

import sqlalchemy
import sqlmodel

import data.models

WENT_LIVE = "went live"
"""The milestone after which Muster sends by itself; before it the installation is quiet."""


_TABLE = sqlmodel.SQLModel.metadata.tables["setting"]
_ALL = sqlalchemy.select(_TABLE.c.name, _TABLE.c.value)


def load(session: sqlmodel.Session) -> dict[str, str]:
    """Every setting that was set, as its text, by name."""
    return {row.name: row.value for row in session.execute(_ALL)}


def record(session: sqlmodel.Session, name: str, value: str | None) -> None:
    """Set a setting; None puts its default back."""
    row = session.get(data.models.Setting, name)
    if value is None:
        if row is not None:
            session.delete(row)
    elif row is None:
        session.add(data.models.Setting(name=name, value=value))
    else:
        row.value = value
        session.add(row)
    session.flush()


def find_milestone(session: sqlmodel.Session, name: str) -> datetime.datetime | None:
    """When a milestone was reached, None if it was not."""
    row = session.get(data.models.Milestone, name)
    return row.at if row else None


def record_milestone(session: sqlmodel.Session, name: str, at: datetime.datetime) -> bool:
    """Reach a milestone; False if it had been reached before, which then stands."""
    if session.get(data.models.Milestone, name) is not None:
        return False
    session.add(data.models.Milestone(name=name, at=at))
    return True
