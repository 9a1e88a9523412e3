"""The user group that names who is on duty: when Slack is asked for it, and which refusals are news."""

import collections.abc
import datetime
import hashlib

import data.models

AGAIN = datetime.timedelta(hours=1)
"""When what kept Slack from it is not known to last, it is asked again."""

NEWS_AFTER = datetime.timedelta(days=1)
"""What may pass is told once it has not, for so long."""

OF_THE_MEMBERS = "invalid_users"
"""The one refusal that is about the list of members and not about the group."""

LASTING = frozenset(
    {
        "plan_upgrade_required",
        "paid_teams_only",
        "permission_denied",
        "missing_scope",
        "bad_handle",
        "forbidden_handle",
        "handle_already_exists",
        "name_already_exists",
        OF_THE_MEMBERS,
    }
)
"""Refusals that only people can mend: Slack is asked again at the next handover."""


def is_due(
    group: data.models.UserGroup | None,
    wanted: collections.abc.Sequence[str],
    handover: datetime.datetime,
    now: datetime.datetime,
) -> bool:
    """Whether Slack is to be asked for these members: once after each handover, and when they have changed since.

    A group can't be empty, so it keeps the members that it has while nobody is there.
    """
    if not wanted or (group is not None and group.left_at is not None):
        return False
    if group is None or group.asked_at is None or group.asked_at < handover:
        return True
    if group.others:
        return False
    if group.refusal is None or group.refusal == OF_THE_MEMBERS:
        return group.members != list(wanted)
    return group.refusal not in LASTING and now - group.asked_at >= AGAIN


def is_news(group: data.models.UserGroup, now: datetime.datetime) -> bool:
    """Whether managers are to know that Slack refuses the group."""
    if group.refusal is None or group.refused_at is None:
        return False
    return group.refusal in LASTING or now - group.refused_at >= NEWS_AFTER


def version(others: collections.abc.Iterable[str]) -> str:
    """A short name of the people who would leave a group: it is another as soon as one of them is."""
    return hashlib.sha256(" ".join(sorted(others)).encode()).hexdigest()[:12]
