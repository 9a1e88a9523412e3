"""When a copy of an update is due, and what may still become of an update."""

import collections.abc
import datetime
import re
import zoneinfo

import data.models
import rules.local_time
import rules.undo
import rules.working_hours

Update = data.models.Update
State = data.models.UpdateState

VALID = datetime.timedelta(days=30)
"""How long an update is of use unless its author says otherwise."""


def ident(word: str) -> int | None:
    """The number in `UPD-9`, `upd-9` or `9`; None for anything else."""
    match = re.fullmatch(r"(?:upd-)?([0-9]{1,9})", word.lower())
    return int(match[1]) if match else None


def leaves_at(update: Update, now: datetime.datetime) -> datetime.datetime:
    """When the first copy of an update that is sent now may go."""
    return max(now + rules.undo.UNDO, update.starts or now)


def due_at(update: Update, leaves_at: datetime.datetime, workdays: rules.working_hours.Workdays) -> datetime.datetime:
    """When somebody's copy goes out: an urgent one at once, another within their own working hours."""
    return leaves_at if update.urgent else rules.working_hours.next_start(workdays, leaves_at)


def by_direct_message(
    update: Update, person: data.models.Person, in_channel: collections.abc.Container[str], channel: str
) -> bool:
    """Whether somebody gets a copy of their own: of what is urgent or wants a receipt, or who is not in the channel.

    The end of a report goes to its reporters, and not to all who are in the channel.
    """
    own = update.urgent or update.wants_receipt or update.report_id is not None
    return own or not channel or person.slack_id not in in_channel


def may_be_undone(update: Update, now: datetime.datetime) -> bool:
    """Whether nothing of it has left yet."""
    left = update.leaves_at
    return update.state == State.SENT and left is not None and now < left


def may_steer(update: Update, person: data.models.Person) -> bool:
    """Whether somebody may undo, cancel, correct or retract it: its author for good, and managers."""
    return update.author_id == person.id or data.models.Role.MANAGER in person.roles


def may_be_cancelled(update: Update) -> bool:
    """Whether something of it may still wait."""
    return update.state == State.SENT


def may_be_changed(update: Update) -> bool:
    """Whether it can be corrected or retracted: also once it was cancelled, for who has it already."""
    return update.state in (State.SENT, State.CANCELLED)


def may_be_retried(update: Update) -> bool:
    """Whether what failed may be tried anew: nobody is sent anew what was cancelled."""
    return update.state in (State.SENT, State.RETRACTED)


def ends_at(update: Update, zone: zoneinfo.ZoneInfo) -> datetime.datetime:
    """When it is of no use any more to somebody there."""
    return rules.local_time.instant(update.valid_until, datetime.time(), zone)


def is_running(update: Update, today: datetime.date) -> bool:
    """Whether it is of use to who has not read it."""
    return update.state == State.SENT and today < update.valid_until
