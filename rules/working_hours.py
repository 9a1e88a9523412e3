"""When somebody works: on which days, from when to when on them, and how much of it lies between two instants.

An hour is one that goes by, whatever the clocks do. Hours past midnight belong to the day on which they began.
"""

import collections
import collections.abc
import dataclasses
import datetime
import zoneinfo

import data.models
import rules.days_off
import rules.local_time
import rules.pool
import rules.settings
import rules.working_time

DAY = datetime.timedelta(days=1)
HOUR = datetime.timedelta(hours=1)

Days = tuple[datetime.date, datetime.date]
Span = tuple[datetime.datetime, datetime.datetime]


@dataclasses.dataclass(frozen=True)
class Workdays:
    """Somebody's zone, working time, half-open spans of days on which they are away, and the programme's days off."""

    zone: zoneinfo.ZoneInfo
    time: rules.working_time.WorkingTime
    away: tuple[Days, ...] = ()
    off: rules.days_off.DaysOff = rules.days_off.NONE

    def holds(self, day: datetime.date) -> bool:
        """Whether they work on that day."""
        return day.weekday() in self.time.days and day not in self.off and not self.is_away(day)

    def is_away(self, day: datetime.date) -> bool:
        """Whether they said that they are not there."""
        return any(first <= day < end for first, end in self.away)

    def hours(self, day: datetime.date) -> Span:
        """From when to when they would work on that day. Where the clocks leave all of it out, the two are the same."""
        last = day + DAY if self.time.past_midnight else day
        starts = rules.local_time.instant(day, self.time.starts, self.zone)
        return starts, rules.local_time.instant(last, self.time.ends, self.zone)


def person_workdays(
    person: data.models.Person,
    absences: collections.abc.Iterable[data.models.Absence],
    programme: rules.settings.Programme,
) -> Workdays:
    """By the roster; the programme's zone stands in for one that is not known. Absences: anybody's, none cancelled."""
    zone = rules.pool.zone_of(person, programme.time_zone)
    away = tuple((absence.starts, absence.ends) for absence in absences if absence.person_id == person.id)
    return Workdays(zone, rules.pool.working_time(person), away, programme.all_days_off)


def people_workdays(
    people: collections.abc.Iterable[data.models.Person],
    absences: collections.abc.Iterable[data.models.Absence],
    programme: rules.settings.Programme,
) -> dict[int, Workdays]:
    """The same for many, by their ids."""
    own: collections.defaultdict[int, list[data.models.Absence]] = collections.defaultdict(list)
    for absence in absences:
        own[absence.person_id].append(absence)
    return {person.id or 0: person_workdays(person, own[person.id or 0], programme) for person in people}


def programme_workdays(programme: rules.settings.Programme) -> Workdays:
    """The programme's own, by which its targets go: Monday to Friday, 09:00 to 17:00 in its zone."""
    return Workdays(programme.time_zone, rules.working_time.DEFAULT, off=programme.all_days_off)


def spans(workdays: Workdays, since: datetime.datetime) -> collections.abc.Iterator[Span]:
    """The hours of one working day after the other, without end, from the first that are not over at `since`."""
    day = since.astimezone(workdays.zone).date() - DAY  # it may end past midnight
    while True:
        if workdays.holds(day):
            starts, ends = workdays.hours(day)
            if ends > since:
                yield starts, ends
        day += DAY


def next_start(workdays: Workdays, now: datetime.datetime) -> datetime.datetime:
    """`now` if they work then, else when they next begin to."""
    return next(max(starts, now) for starts, ends in spans(workdays, now) if starts < ends)


def add(workdays: Workdays, since: datetime.datetime, hours: float) -> datetime.datetime:
    """When they will have worked so many hours: 4 from Friday 16:00 on are over on Monday at 12:00."""
    left = hours * HOUR
    working = spans(workdays, since)
    while True:
        starts, ends = next(working)
        starts = max(starts, since)
        if ends - starts >= left:
            return starts + left
        left -= ends - starts


def between(workdays: Workdays, since: datetime.datetime, until: datetime.datetime) -> float:
    """How many hours they worked from `since` to `until`; none if that is earlier."""
    total = datetime.timedelta()
    for starts, ends in spans(workdays, since):
        starts = max(starts, since)
        if starts >= until:
            break
        total += min(ends, until) - starts
    return total / HOUR


def add_days(workdays: Workdays, since: datetime.datetime, days: int) -> datetime.datetime:
    """The same time of day on the n-th of their working days after that of `since`, whatever day that is."""
    local = since.astimezone(workdays.zone)
    day = local.date()
    while days > 0:
        day += DAY
        days -= workdays.holds(day)
    return rules.local_time.instant(day, local.time(), workdays.zone)
