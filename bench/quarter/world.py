"""The quarter's programme as its oracle sees it: people, days and terms, read from a roster file.

Days are days where the person is; instants are aware and in UTC.
"""

import collections.abc
import csv
import dataclasses
import datetime
import io
import zoneinfo

DAY, WEEK = datetime.timedelta(days=1), datetime.timedelta(days=7)
HOUR, MINUTE = datetime.timedelta(hours=1), datetime.timedelta(minutes=1)

ZONE = "Europe/Berlin"
BERLIN = zoneinfo.ZoneInfo(ZONE)
"""The programme's zone."""

COUNTRY = "DE"
HOLIDAYS = frozenset({datetime.date(2026, 4, 3), datetime.date(2026, 4, 6), datetime.date(2026, 5, 1)})
"""Germany's in this quarter: Good Friday, Easter Monday, and the first of May."""

NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclasses.dataclass(frozen=True)
class Person:
    """Somebody on the roster, and when they work."""

    id: str
    name: str
    roles: frozenset[str]
    zone: zoneinfo.ZoneInfo
    weekdays: frozenset[int]
    starts: datetime.time
    ends: datetime.time

    def day(self, instant: datetime.datetime) -> datetime.date:
        """The day that it is for them."""
        return instant.astimezone(self.zone).date()


@dataclasses.dataclass
class Term:
    """A contract: its days, the last one included, and what became of the decision on what follows."""

    who: str
    first: datetime.date
    last: datetime.date
    owner: str
    decided: bool = False
    told: datetime.datetime | None = None
    rests: datetime.date | None = None


@dataclasses.dataclass
class Programme:
    """Everybody, their terms, who advises whom until when, and who is away on which days."""

    people: dict[str, Person]
    terms: list[Term]
    adviser: dict[str, str]
    exceptions: dict[str, datetime.date]
    away: dict[str, set[datetime.date]] = dataclasses.field(default_factory=dict)

    def with_role(self, role: str) -> list[Person]:
        """Those of a role, by Slack id."""
        return sorted((one for one in self.people.values() if role in one.roles), key=lambda one: one.id)

    def works(self, who: str, day: datetime.date) -> bool:
        """Whether that is a working day of theirs."""
        is_away = day in self.away.get(who, ())
        return day.weekday() in self.people[who].weekdays and day not in HOLIDAYS and not is_away

    def be_away(self, who: str, first: str, last: str) -> None:
        """From a day to another, both included."""
        starts, ends = _day(first), _day(last)
        self.away.setdefault(who, set()).update(starts + n * DAY for n in range((ends - starts).days + 1))

    def is_away_all_week(self, who: str, week: datetime.date) -> bool:
        """Whether they work on no day of it."""
        return not any(self.works(who, day) for day in days_of(week))

    def midnight(self, who: str, day: datetime.date) -> datetime.datetime:
        """When that day begins where they are."""
        return instant(day, datetime.time(), self.people[who].zone)

    def office_hours(self, since: datetime.datetime, hours: int) -> datetime.datetime:
        """When the programme will have worked so many hours: Monday to Friday, 09:00 to 17:00 in its zone."""
        left, day = hours * HOUR, since.astimezone(BERLIN).date()
        while True:
            starts, ends = (instant(day, datetime.time(hour), BERLIN) for hour in (9, 17))
            starts = max(since, starts)
            if day.weekday() < 5 and day not in HOLIDAYS and starts < ends:
                if ends - starts >= left:
                    return starts + left
                left -= ends - starts
            day += DAY

    def office_days(self, since: datetime.datetime, days: int) -> datetime.datetime:
        """The same time of day so many of the programme's working days later."""
        local = since.astimezone(BERLIN)
        day = local.date()
        while days:
            day += DAY
            days -= day.weekday() < 5 and day not in HOLIDAYS
        return instant(day, local.time(), BERLIN)

    def morning(self, who: str, day: datetime.date) -> datetime.datetime:
        """When their working time begins on that day."""
        return instant(day, self.people[who].starts, self.people[who].zone)

    def first_of_week(self, who: str, day: datetime.date) -> datetime.date | None:
        """Their first working day of that day's week."""
        return next((one for one in days_of(monday(day)) if self.works(who, one)), None)

    def later(self, who: str, since: datetime.datetime, days: int) -> datetime.datetime:
        """The same time of day so many of their working days later."""
        zone = self.people[who].zone
        local = since.astimezone(zone)
        day = local.date()
        while days:
            day += DAY
            days -= self.works(who, day)
        return instant(day, local.time(), zone)

    def at_work(self, who: str, since: datetime.datetime) -> datetime.datetime:
        """That instant if they work then, else when they next begin to."""
        person, day = self.people[who], self.people[who].day(since) - DAY
        while True:
            if self.works(who, day):
                starts, ends = self.morning(who, day), instant(day, person.ends, person.zone)
                if since < ends:
                    return max(since, starts)
            day += DAY

    def terms_of(self, who: str) -> list[Term]:
        """Somebody's terms, the earliest first."""
        return sorted((term for term in self.terms if term.who == who), key=lambda term: term.first)

    def is_under_contract(self, who: str, day: datetime.date) -> bool:
        """Whether a term of theirs runs on that day."""
        return any(term.first <= day <= term.last for term in self.terms if term.who == who)

    def caseload(self, adviser: str, day: datetime.date) -> int:
        """How many an adviser has whose term runs or comes, but for whom an exception holds."""
        theirs = [who for who, one in self.adviser.items() if one == adviser and self.counts(who, day)]
        return sum(who not in self.exceptions or self.exceptions[who] < day for who in theirs)

    def counts(self, who: str, day: datetime.date) -> bool:
        """Whether a term of theirs runs or comes."""
        return any(day <= term.last for term in self.terms if term.who == who)


def monday(day: datetime.date) -> datetime.date:
    """That of the day's week."""
    return day - day.weekday() * DAY


def days_of(week: datetime.date) -> list[datetime.date]:
    """The seven days from a Monday on."""
    return [week + n * DAY for n in range(7)]


def instant(day: datetime.date, time: datetime.time, zone: zoneinfo.ZoneInfo) -> datetime.datetime:
    """That local time; no morning in this quarter lies in an hour that a clock leaves out."""
    return datetime.datetime.combine(day, time, zone).astimezone(datetime.UTC)


def months_later(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months on, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    after = datetime.date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(after - DAY, datetime.date(year, month + 1, min(day.day, (after - DAY).day)))


def read(roster: str, owner: str) -> Programme:
    """The programme of a roster file; every decision is that manager's."""
    rows = list(csv.DictReader(io.StringIO(roster)))
    people = {row["slack_id"]: _person(row) for row in rows}
    return Programme(
        people=people,
        terms=[
            Term(row["slack_id"], _day(row["contract_starts"]), _day(row["contract_ends"]), owner)
            for row in rows
            if row["contract_starts"]
        ],
        adviser={row["slack_id"]: row["adviser"] for row in rows if row.get("adviser")},
        exceptions={row["slack_id"]: _day(row["exception_until"]) for row in rows if row.get("exception_until")},
    )


def _day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def _person(row: collections.abc.Mapping[str, str]) -> Person:
    days, hours = (row.get("working_hours") or "mon-fri 09:00-17:00").split(" ")
    starts, ends = (datetime.time.fromisoformat(one) for one in hours.split("-"))
    roles, zone = frozenset(row["roles"].split("|")), zoneinfo.ZoneInfo(row["time_zone"] or ZONE)
    return Person(row["slack_id"], row["name"], roles, zone, _weekdays(days), starts, ends)


def _weekdays(text: str) -> frozenset[int]:
    """Of `mon-fri`, `sun-thu` or `mon,wed,fri`."""
    first, dash, last = text.partition("-")
    if not dash:
        return frozenset(map(NAMES.index, text.split(",")))
    count = (NAMES.index(last) - NAMES.index(first)) % 7
    return frozenset((NAMES.index(first) + n) % 7 for n in range(count + 1))
