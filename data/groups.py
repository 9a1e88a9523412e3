"""The user group that names who is on duty: what was asked of Slack for it, and what Slack made of that."""

import collections.abc
import datetime

import sqlmodel

import data.models


def find(session: sqlmodel.Session, handle: str) -> data.models.UserGroup | None:
    """The group of that handle, None if nothing was ever asked for it."""
    return session.get(data.models.UserGroup, handle)


def find_id(session: sqlmodel.Session, handle: str) -> str | None:
    """Slack's id of the group, None until it was found or created."""
    group = find(session, handle)
    return group.slack_id if group else None


def record_asked(
    session: sqlmodel.Session, handle: str, members: collections.abc.Sequence[str], now: datetime.datetime
) -> data.models.UserGroup:
    """One more notice wants these members in it."""
    group = find(session, handle) or data.models.UserGroup(handle=handle)
    group.members, group.asked, group.asked_at = list(members), group.asked + 1, now
    return _keep(session, group)


def record_brought(session: sqlmodel.Session, handle: str, slack_id: str | None, now: datetime.datetime) -> None:
    """The group has the members that were asked for, and is ours."""
    group = find(session, handle)
    if group is not None:
        group.slack_id, group.ours_since = slack_id, group.ours_since or now
        group.others, group.agreed = [], []
        group.refusal = group.refused_at = None
        _keep(session, group)


def record_others(session: sqlmodel.Session, handle: str, slack_id: str, others: collections.abc.Sequence[str]) -> None:
    """The group has other members, and was left as it was."""
    group = find(session, handle)
    if group is not None:
        group.slack_id, group.others = slack_id, list(others)
        group.refusal = group.refused_at = None
        _keep(session, group)


def record_refused(session: sqlmodel.Session, handle: str, refusal: str, now: datetime.datetime) -> None:
    """Slack does not let us keep the group."""
    group = find(session, handle)
    if group is not None:
        group.refusal, group.refused_at = refusal, group.refused_at or now
        _keep(session, group)


def agree(session: sqlmodel.Session, group: data.models.UserGroup) -> None:
    """A manager agreed that those who are in it besides leave it: it is to be asked for anew."""
    group.agreed, group.others, group.members, group.left_at = group.others, [], [], None
    _keep(session, group)


def leave(session: sqlmodel.Session, group: data.models.UserGroup, now: datetime.datetime) -> None:
    """A manager wants the group left as it is."""
    group.left_at = now
    _keep(session, group)


def _keep(session: sqlmodel.Session, group: data.models.UserGroup) -> data.models.UserGroup:
    session.add(group)
    session.flush()
    return group
