"""Programme settings that somebody has set, and the milestones of the installation."""

import datetime

import sqlalchemy
import sqlmodel

import data.models

WENT_LIVE = "went live"
"""The milestone after which Muster sends by itself; before it the installation is quiet."""

JOINED = "joined "
"""How the milestone of the first start begins; the workspace's id follows."""


WORKSPACE = "workspace url"
"""Where the workspace is, as Slack said at the last start; no setting of the programme has a name like this."""

_TABLE = sqlmodel.SQLModel.metadata.tables["setting"]
_ALL = sqlalchemy.select(_TABLE.c.name, _TABLE.c.value)

_MILESTONES = sqlmodel.SQLModel.metadata.tables["milestone"]
_OF_NAME = _MILESTONES.c.name == sqlalchemy.bindparam("name")
_REACHED = sqlalchemy.select(_MILESTONES.c.at).where(_OF_NAME)
_REACH = sqlalchemy.insert(_MILESTONES)
_FORGET = sqlalchemy.delete(_MILESTONES).where(_OF_NAME)


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
    return session.execute(_REACHED, {"name": name}).scalar_one_or_none()


def record_milestone(session: sqlmodel.Session, name: str, at: datetime.datetime) -> bool:
    """Reach a milestone; False if it had been reached before, which then stands."""
    if find_milestone(session, name) is not None:
        return False
    session.execute(_REACH, {"name": name, "at": at})
    return True


def forget_milestone(session: sqlmodel.Session, name: str) -> datetime.datetime | None:
    """Let a milestone be reached anew; when it was, None if it was not."""
    at = find_milestone(session, name)
    if at is not None:
        session.execute(_FORGET, {"name": name})
    return at


def find_workspace(session: sqlmodel.Session) -> str:
    """The address under which the workspace's messages can be opened, with a slash at its end."""
    row = session.get(data.models.Setting, WORKSPACE)
    return row.value if row else "https://slack.com/"


def find_team(session: sqlmodel.Session) -> str | None:
    """The id of the workspace that this store belongs to, None before the first start."""
    name = sqlmodel.col(data.models.Milestone.name)
    found = session.exec(sqlmodel.select(name).where(name.startswith(JOINED, autoescape=True))).first()
    return found.removeprefix(JOINED) if found else None
