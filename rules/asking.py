"""Who is asked first, and how long they have the question to themselves before the next in line is asked as well."""

import dataclasses
import datetime

import rules.working_hours

LEAST = datetime.timedelta(hours=2)
"""Working time that somebody has at least to see a question; or a whole day of theirs, where that is less."""


def ask_next_at(now: datetime.datetime, workdays: rules.working_hours.Workdays) -> datetime.datetime:
    """The end of their working day, or of the next one if too little is left of this one."""
    days = rules.working_hours.spans(workdays, now)
    return next(ends for starts, ends in days if ends - max(starts, now) >= min(LEAST, ends - starts))


def can_look_at(now: datetime.datetime, workdays: rules.working_hours.Workdays) -> datetime.datetime:
    """By when somebody is there to see a question: now, or the end of their first working day after days away.

    Who comes first by it is asked first; who is there, and loses no time to days away, is there now.
    """
    ends = ask_next_at(now, workdays)
    today = now.astimezone(workdays.zone).date()
    is_there = not workdays.is_away(today) and ends == ask_next_at(now, dataclasses.replace(workdays, away=()))
    return now if is_there else ends
