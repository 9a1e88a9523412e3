"""Who is asked first, and how long they have the question to themselves before the next in line is asked as well."""

import collections.abc
import datetime
import zoneinfo

import rules.local_time
import rules.working_time

LEAST = datetime.timedelta(hours=2)
"""Working time that somebody has at least to see a question; or a whole day of theirs, where that is less."""

DAY = datetime.timedelta(days=1)


Away = collections.abc.Collection[tuple[datetime.date, datetime.date]]
"""Half-open spans of days on which somebody is away."""


def ask_next_at(
    now: datetime.datetime, zone: zoneinfo.ZoneInfo, working: rules.working_time.WorkingTime, away: Away = ()
) -> datetime.datetime:
    """The end of their working day, or of the next one if too little is left of this one; days away are none."""
    day = now.astimezone(zone).date() - DAY  # hours past midnight belong to the day on which they began
    while True:
        starts = rules.local_time.instant(day, working.starts, zone)
        ends = rules.local_time.instant(day + DAY if working.past_midnight else day, working.ends, zone)
        if (
            day.weekday() in working.days
            and not _is_away(day, away)
            and ends - max(starts, now) >= min(LEAST, ends - starts)
        ):
            return ends
        day += DAY


def can_look_at(
    now: datetime.datetime, zone: zoneinfo.ZoneInfo, working: rules.working_time.WorkingTime, away: Away
) -> datetime.datetime:
    """By when somebody is there to see a question: now, or the end of their first working day after days away.

    Who comes first by it is asked first; who is there, and loses no time to days away, is there now.
    """
    ends = ask_next_at(now, zone, working, away)
    is_there = not _is_away(now.astimezone(zone).date(), away) and ends == ask_next_at(now, zone, working)
    return now if is_there else ends


def _is_away(day: datetime.date, away: Away) -> bool:
    return any(first <= day < end for first, end in away)
