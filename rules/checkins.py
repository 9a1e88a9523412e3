"""What a week asks of an adviser: one check-in with each of their freelancers, two short ones with who is new."""

import collections.abc
import dataclasses
import datetime
import itertools
import typing

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

BOOKED_WITHIN = 30 * DAY
"""So far ahead somebody may book a check-in; a later day was picked by a slip, and would leave its week not logged."""

LATEST = datetime.timedelta(days=90)
"""How long after a day somebody may still log a check-in that was held on it, or correct what was logged."""


def week_of(day: datetime.date) -> datetime.date:
    """The Monday of that day's ISO week."""
    return day - day.weekday() * DAY


def current_weeks(now: datetime.datetime) -> list[datetime.date]:
    """The weeks that have begun somewhere and are not over everywhere: one, or two around a Sunday."""
    newest, oldest = week_of((now + EASTERNMOST).date()), week_of((now - WESTERNMOST).date())
    return [oldest] if oldest == newest else [oldest, newest]


def planned_week(now: datetime.datetime) -> datetime.date:
    """The week that is planned: the last to have begun anywhere.

    What the one before asked for stays as it is by then, though it still runs somewhere.
    """
    return current_weeks(now)[-1]


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

    `terms` are all their contracts; who returns for another is not new. Source: an adviser gives each freelancer an
    hour a week.
    """
    works = (
        day
        for day in (week + n * DAY for n in range(7))
        if any(rules.contracts.running(term, day) for term in terms) and workdays.holds(day)
    )
    days = list(itertools.islice(works, NEW_ROWS))
    if not days:
        return []
    minutes = round(hours * 60)
    first = min(terms, key=lambda term: term.starts)
    if days[0] >= min(first.starts + NEW, first.ends):
        return [minutes]
    return [round(minutes / NEW_ROWS)] * len(days)


def is_away_all_week(workdays: rules.working_hours.Workdays, week: datetime.date) -> bool:
    """Whether an adviser works on no day of a week, so that somebody else has to be there for their freelancers."""
    return not any(workdays.holds(week + n * DAY) for n in range(7))


@dataclasses.dataclass(frozen=True)
class Ask:
    """One check-in that a week asks for, and of whom. `uncovered`: nobody is there to hold it."""

    freelancer_id: int
    week: datetime.date
    place: int
    minutes: int
    adviser_id: int
    uncovered: bool = False


class Row(typing.Protocol):
    """What counts of a row that stands."""

    @property
    def id(self) -> int | None: ...

    @property
    def freelancer_id(self) -> int: ...

    @property
    def week(self) -> datetime.date: ...

    @property
    def place(self) -> int: ...

    @property
    def adviser_id(self) -> int: ...

    @property
    def planned(self) -> int: ...

    @property
    def state(self) -> str: ...

    @property
    def excuse(self) -> str | None: ...

    @property
    def booked_for(self) -> datetime.date | None: ...


class Says(typing.NamedTuple):
    """What of a row follows from what its week asks for."""

    adviser_id: int
    planned: int
    state: State
    excuse: Excuse | None


def new(asks: collections.abc.Iterable[Ask], rows: collections.abc.Iterable[Row]) -> list[Ask]:
    """What is asked for that no row stands for."""
    known = {(row.freelancer_id, row.week, row.place) for row in rows}
    return [ask for ask in asks if (ask.freelancer_id, ask.week, ask.place) not in known]


def changes(asks: collections.abc.Iterable[Ask], rows: collections.abc.Iterable[Row]) -> dict[int, Says]:
    """The rows of these weeks that say something else by now, by id; what was done or excused by people stays."""
    wanted = {(ask.freelancer_id, ask.week, ask.place): ask for ask in asks}
    found = {row.id or 0: (row, says(row, wanted.get((row.freelancer_id, row.week, row.place)))) for row in rows}
    return {ident: after for ident, (row, after) in found.items() if after != _said(row)}


def _said(row: Row) -> Says:
    return Says(row.adviser_id, row.planned, State(row.state), Excuse(row.excuse) if row.excuse else None)


def says(row: Row, ask: Ask | None) -> Says:
    """What a row says by what is asked for by now; None where nothing is."""
    said = _said(row)
    if said.state == State.DONE or (said.state == State.EXCUSED and said.excuse not in OWN_EXCUSES):
        return said
    if _is_held_later(row) and (ask is None or ask.uncovered):
        return said
    if ask is None:
        return said._replace(state=State.EXCUSED, excuse=Excuse.ABSENT)
    return first_said(ask, row.booked_for)


def _is_held_later(row: Row) -> bool:
    """Whether it was booked for a day after its week: who is away in that week only can hold it then."""
    return row.state == State.BOOKED and row.booked_for is not None and row.booked_for >= row.week + WEEK


def first_said(ask: Ask, booked_for: datetime.date | None = None) -> Says:
    """What a row says that is asked for, while nobody has done anything but to book it."""
    if ask.uncovered:
        return Says(ask.adviser_id, ask.minutes, State.EXCUSED, Excuse.UNCOVERED)
    return Says(ask.adviser_id, ask.minutes, State.BOOKED if booked_for else State.OPEN, None)


def told_on(
    workdays: rules.working_hours.Workdays, week: datetime.date, weekday: int, since: datetime.datetime
) -> rules.morning.Morning | None:
    """Somebody's first morning of a week, from that weekday on and after an instant: when a list of it is told."""
    mornings = (rules.morning.morning(workdays, week + n * DAY) for n in range(weekday, 7))
    return next((found for found in mornings if found is not None and found.at > since), None)
