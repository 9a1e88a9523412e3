"""Minutes of check-ins, planned and logged: an adviser's, and everybody's."""

import collections.abc
import dataclasses
import datetime
import decimal
import operator

import rules.checkins
import rules.ratio

WEEK = rules.checkins.WEEK

WHOLE_WEEKS = 4
"""Weeks that are over, since Muster went live, over which what was logged is put on average."""


@dataclasses.dataclass(frozen=True)
class Tally:
    """Check-ins by how they stand, and their minutes. What is excused is not asked for, and is in no plan.

    `open` is what is neither done, booked nor excused; once the week is over, that and what is booked are not logged.
    """

    done: int = 0
    booked: int = 0
    open: int = 0
    excused: int = 0
    planned: int = 0
    logged: int = 0

    @property
    def asked(self) -> int:
        """Of how many there are so many done."""
        return self.done + self.booked + self.open

    @property
    def to_log(self) -> int:
        """Those for which there is no log."""
        return self.booked + self.open

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(*map(operator.add, _NUMBERS(self), _NUMBERS(other)))


_NUMBERS = operator.attrgetter(*(field.name for field in dataclasses.fields(Tally)))

NOTHING = Tally()

ByWeek = collections.abc.Mapping[datetime.date, Tally]
"""By the week's Monday."""


def total(tallies: collections.abc.Iterable[Tally]) -> Tally:
    """All of them together."""
    return sum(tallies, NOTHING)


def whole_weeks(live_on: datetime.date | None, week: datetime.date) -> list[datetime.date]:
    """The last whole weeks before that one, the earliest first: at most four, none that began before going live."""
    weeks = [week - n * WEEK for n in range(WHOLE_WEEKS, 0, -1)]
    return [one for one in weeks if live_on is not None and one >= live_on]


def hours_short(tallies: ByWeek, weeks: collections.abc.Collection[datetime.date]) -> decimal.Decimal | None:
    """How many planned hours a week are not logged on average, to one decimal; None before four weeks are over.

    Less than nothing where more is logged than planned.
    """
    if len(weeks) < WHOLE_WEEKS:
        return None
    found = total(tallies.get(week, NOTHING) for week in weeks)
    return rules.ratio.tenth(decimal.Decimal(found.planned - found.logged) / len(weeks) / 60)


def with_logged(hours: rules.ratio.Hours, short: decimal.Decimal) -> rules.ratio.Hours:
    """The same hours a week, with those of check-ins by what was logged: planned ones where all was, or was excused."""
    return dataclasses.replace(hours, checkins=hours.checkins - float(short))


@dataclasses.dataclass(frozen=True)
class Tallies:
    """This week, the last whole one, and the last whole ones together."""

    week: Tally
    last: Tally
    before: Tally


@dataclasses.dataclass(frozen=True)
class OfAdviser(Tallies):
    """An adviser's own."""

    adviser_id: int
    name: str
    slack_id: str


def tallies(by_week: ByWeek, week: datetime.date, weeks: collections.abc.Sequence[datetime.date]) -> Tallies:
    """Of that week; `weeks` are the last whole ones before it, the earliest first."""
    before = [by_week.get(one, NOTHING) for one in weeks]
    return Tallies(by_week.get(week, NOTHING), before[-1] if before else NOTHING, total(before))


def in_all(advisers: collections.abc.Collection[Tallies]) -> Tallies:
    """All of theirs together."""
    return Tallies(*(total(getattr(one, name) for one in advisers) for name in ("week", "last", "before")))


def in_need_first(advisers: collections.abc.Iterable[OfAdviser]) -> list[OfAdviser]:
    """Whose last week has most to log, then whose present one has most that is open, then by name."""
    return sorted(advisers, key=lambda one: (-one.last.to_log, -one.week.open, one.name.lower(), one.adviser_id))
