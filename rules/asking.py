"""How long somebody who was asked has the question to themselves, before the next in line is asked as well."""

import datetime
import zoneinfo

import rules.local_time
import rules.working_time

LEAST = datetime.timedelta(hours=2)
"""Working time that somebody has at least to see a question; or a whole day of theirs, where that is less."""

DAY = datetime.timedelta(days=1)


def ask_next_at(
    now: datetime.datetime, zone: zoneinfo.ZoneInfo, working: rules.working_time.WorkingTime
) -> datetime.datetime:
    """The end of their working day, or of the next one if too little is left of this one."""
    day = now.astimezone(zone).date() - DAY  # hours past midnight belong to the day on which they began
    while True:
        starts = rules.local_time.instant(day, working.starts, zone)
        ends = rules.local_time.instant(day + DAY if working.past_midnight else day, working.ends, zone)
        if day.weekday() in working.days and ends - max(starts, now) >= min(LEAST, ends - starts):
            return ends
        day += DAY
