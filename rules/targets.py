"""Whether somebody who filed a report was answered in time: within some working hours of the programme."""

import datetime
import enum

import rules.working_hours


class Standing(enum.Enum):
    """How a first response stands to its target."""

    ON_TIME = "on time"
    PAST = "past the target"
    PAST_TWICE = "past twice the target"


def expected_by(workdays: rules.working_hours.Workdays, filed_at: datetime.datetime, hours: float) -> datetime.datetime:
    """By when the first response is due; the workdays are the programme's."""
    return rules.working_hours.add(workdays, filed_at, hours)


def standing(
    workdays: rules.working_hours.Workdays,
    filed_at: datetime.datetime,
    responded_at: datetime.datetime | None,
    hours: float,
    now: datetime.datetime,
) -> Standing:
    """By the first response if there was one, else as of now."""
    at = responded_at or now
    if at > expected_by(workdays, filed_at, 2 * hours):
        return Standing.PAST_TWICE
    return Standing.PAST if at > expected_by(workdays, filed_at, hours) else Standing.ON_TIME
