"""When somebody who has not acknowledged an update is reminded, and when others hear that they have not."""

import datetime

import data.models
import rules.working_hours

Copy = data.models.Copy
Update = data.models.Update

PATIENCE = 3
"""Somebody's own working days after their copy, until they are reminded of it."""

SHORTEST = datetime.timedelta(days=PATIENCE)
"""So many working days are never over sooner than this, but for an hour that the clocks take away."""

MENDED_WITHIN = 1
"""Their own working days after that, until their adviser hears of it: nobody is reported on unseen."""

NUDGED_AGAIN = datetime.timedelta(days=1)
"""How long who has not acknowledged an update is left alone after they were asked."""


def waits(update: Update, copy: Copy) -> bool:
    """Whether a receipt is wanted and missing."""
    return update.wants_receipt and copy.acknowledged_at is None


def reminded_at(due_at: datetime.datetime, workdays: rules.working_hours.Workdays) -> datetime.datetime:
    """From when on somebody's morning message reminds them of a copy that was due then."""
    return rules.working_hours.add_days(workdays, due_at, PATIENCE)


def reported_at(reminded_on: datetime.date, workdays: rules.working_hours.Workdays) -> datetime.datetime:
    """From when on their adviser hears of it, where a morning message reminded them on that day."""
    read_at, _ = workdays.hours(reminded_on)
    return rules.working_hours.add_days(workdays, read_at, MENDED_WITHIN)


def may_be_nudged(update: Update, now: datetime.datetime) -> bool:
    """Whether those who have not acknowledged it may be asked: once a day at most."""
    return update.nudged_at is None or now - update.nudged_at >= NUDGED_AGAIN
