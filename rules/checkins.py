"""What a week asks of an adviser: one check-in with each of their freelancers, two short ones with who is new."""

import collections.abc
import dataclasses
import datetime

import data.models
import rules.contracts
import rules.morning
import rules.working_hours

Checkin = data.models.Checkin
State = data.models.CheckinState
Excuse = data.models.Excuse

DAY = datetime.timedelta(days=1)
WEEK = datetime.timedelta(days=7)

NEW = datetime.timedelta(days=14)
"""So long after the start of their first contract somebody is new: the first interactions are watched more closely."""

NEW_ROWS = 2
"""Check-ins a week with who is new; together they take the time of one."""

OWN_EXCUSES = frozenset({Excuse.ABSENT, Excuse.UNCOVERED})
"""What Muster excuses itself, and asks for again once the cause is gone."""

EASTERNMOST = datetime.timedelta(hours=14)
WESTERNMOST = datetime.timedelta(hours=12)

LATEST = datetime.timedelta(days=90)
"""How long after a day somebody may still log a check-in that was held on it, or correct what was logged."""


def week_of(day: datetime.date) -> datetime.date:
    """The Monday of that day's ISO week."""
    return day - day.weekday() * DAY


def current_weeks(now: datetime.datetime) -> list[datetime.date]:
    """The weeks that have begun somewhere and are not over everywhere: one, or two around a Sunday."""
    newest, oldest = week_of((now + EASTERNMOST).date()), week_of((now - WESTERNMOST).date())
    return [oldest] if oldest == newest else [oldest, newest]


def next_week_begins(now: datetime.datetime) -> datetime.datetime:
    """When the next week begins where days begin first."""
    monday = week_of((now + EASTERNMOST).date()) + WEEK
    return datetime.datetime.combine(monday, datetime.time(), datetime.UTC) - EASTERNMOST


def asked(
    workdays: rules.working_hours.Workdays,
    terms: collections.abc.Collection[rules.contracts.Term],
    week: datetime.date,
    hours: float,
) -> list[int]:
    """The minutes of each check-in that a week asks for with a freelancer; none if they work on no day of it.

    `terms` are all their contracts. Source: an adviser gives each freelancer an hour a week.
    """
    days = [
        day
        for day in (week + n * DAY for n in range(7))
        if workdays.holds(day) and any(rules.contracts.running(term, day) for term in terms)
    ]
    if not days:
        return []
    minutes = round(hours * 60)
    first = min(term.starts for term in terms)
    if days[0] >= first + NEW:
        return [minutes]
    return [round(minutes / NEW_ROWS)] * min(NEW_ROWS, len(days))


def is_away_all_week(workdays: rules.working_hours.Workdays, week: datetime.date) -> bool:
    """Whether an adviser works on no day of a week, so that somebody else has to be there for their freelancers."""
    return rules.morning.first_of_week(workdays, week) is None


@dataclasses.dataclass(frozen=True)
class Ask:
    """One check-in that a week asks for, and of whom. `uncovered`: nobody is there to hold it."""

    freelancer_id: int
    week: datetime.date
    place: int
    minutes: int
    adviser_id: int
    uncovered: bool = False


def changes(asks: collections.abc.Iterable[Ask], rows: collections.abc.Iterable[Checkin]) -> list[Checkin]:
    """The rows of a week that are new or say something else by now; what was done or excused by people stays."""
    by_place = {(row.freelancer_id, row.week, row.place): row for row in rows}
    wanted = {(ask.freelancer_id, ask.week, ask.place): ask for ask in asks}
    found = [_new(ask) for place, ask in wanted.items() if place not in by_place]
    return found + [row for place, row in by_place.items() if _follows(row, wanted.get(place))]


def _new(ask: Ask) -> Checkin:
    excuse = Excuse.UNCOVERED if ask.uncovered else None
    return Checkin(
        freelancer_id=ask.freelancer_id,
        adviser_id=ask.adviser_id,
        week=ask.week,
        place=ask.place,
        planned=ask.minutes,
        state=State.EXCUSED if excuse else State.OPEN,
        excuse=excuse,
    )


def _follows(row: Checkin, ask: Ask | None) -> bool:
    """Let a row say what is so by now; whether that changed it."""
    if row.state == State.DONE or (row.state == State.EXCUSED and row.excuse not in OWN_EXCUSES):
        return False
    before = (row.adviser_id, row.state, row.excuse)
    excuse = Excuse.ABSENT if ask is None else Excuse.UNCOVERED if ask.uncovered else None
    if excuse:
        row.state, row.excuse = State.EXCUSED, excuse
    elif row.state == State.EXCUSED:
        row.state, row.excuse = State.BOOKED if row.booked_for else State.OPEN, None
    if ask:
        row.adviser_id = ask.adviser_id
    return before != (row.adviser_id, row.state, row.excuse)
