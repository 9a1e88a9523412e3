"""Who is in the updates channel, as Slack last told."""

import collections.abc

import sqlalchemy
import sqlmodel

import data.models

_MEMBERS = sqlmodel.SQLModel.metadata.tables["channel_member"]


def holds(session: sqlmodel.Session, channel: str, slack_id: str) -> bool:
    """Whether somebody is known to be there."""
    return session.get(data.models.ChannelMember, (channel, slack_id)) is not None


def add(session: sqlmodel.Session, channel: str, slack_id: str) -> None:
    """They are there."""
    session.merge(data.models.ChannelMember(channel=channel, slack_id=slack_id))


def remove(session: sqlmodel.Session, channel: str, slack_id: str) -> None:
    """They are not."""
    there = sqlalchemy.and_(_MEMBERS.c.channel == channel, _MEMBERS.c.slack_id == slack_id)
    session.execute(sqlalchemy.delete(_MEMBERS).where(there))


def record_all(session: sqlmodel.Session, channel: str, slack_ids: collections.abc.Collection[str]) -> None:
    """Exactly these are there; nothing is kept of any other channel."""
    rows = session.execute(sqlalchemy.select(_MEMBERS.c.channel, _MEMBERS.c.slack_id))
    known = {(row.channel, row.slack_id) for row in rows}
    there = {(channel, slack_id) for slack_id in slack_ids}
    for gone in known - there:
        remove(session, *gone)
    new = [{"channel": channel, "slack_id": slack_id} for _, slack_id in sorted(there - known)]
    if new:
        session.execute(sqlalchemy.insert(_MEMBERS), new)
