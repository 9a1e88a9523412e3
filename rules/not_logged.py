"""Two weeks in a row in which nothing was logged with somebody: who hears of it, and when."""

import collections.abc
import dataclasses
import datetime

import rules.checkins
import rules.working_hours

WEEK = rules.checkins.WEEK

IN_A_ROW = 2
"""Weeks not logged in a row of which an adviser hears, and the managers a week after them."""

MENDED_WITHIN = 1
"""An adviser's own working days after they read of it, until managers may: nobody is reported on unseen."""

Weeks = tuple[datetime.date, ...]
"""Mondays, the earliest first."""


@dataclasses.dataclass(frozen=True)
class Record:
    """What became of an adviser's last weeks with one freelancer: `held` and `missing` are Mondays, never the same.

    Of a week that is held a check-in was; of one that is missing none was, and one is neither logged nor excused.
    """

    freelancer_id: int
    adviser_id: int
    held: frozenset[datetime.date]
    missing: frozenset[datetime.date]


@dataclasses.dataclass(frozen=True)
class Seen:
    """A week of an adviser with a freelancer whom they have had since then, as the store has it."""

    freelancer_id: int
    adviser_id: int
    had_since: datetime.date
    week: datetime.date
    is_held: bool
    is_missing: bool


def records(seen: collections.abc.Iterable[Seen], live_on: datetime.date) -> list[Record]:
    """Weeks that began before Muster was live, or before the adviser had the person, don't count."""
    found: dict[tuple[int, int], Record] = {}
    for one in seen:
        if one.week < max(live_on, one.had_since):
            continue
        whose = one.freelancer_id, one.adviser_id
        before = found.get(whose, Record(*whose, frozenset(), frozenset()))
        held = before.held | {one.week} if one.is_held else before.held
        missing = before.missing | {one.week} if one.is_missing and not one.is_held else before.missing
        found[whose] = Record(*whose, held, missing)
    return list(found.values())


def warned_of(record: Record, week: datetime.date) -> Weeks:
    """The weeks just before that one, of which the adviser reads in it that nothing is logged; none if something is."""
    before = weeks_before(week)
    return before if record.missing.issuperset(before) else ()


def weeks_before(week: datetime.date) -> Weeks:
    """Of which an adviser is warned in that week, if nothing is logged of them."""
    return tuple(week - n * WEEK for n in range(IN_A_ROW, 0, -1))


def reported(record: Record, week: datetime.date) -> Weeks:
    """The weeks of which the adviser was warned in the last one, for the managers: unless something is logged since."""
    before = warned_of(record, week - WEEK)
    return () if week - WEEK in record.held else before


def reported_at(warned_on: datetime.date, workdays: rules.working_hours.Workdays) -> datetime.datetime:
    """From when on managers may hear of what an adviser's morning message told them on that day."""
    read_at, _ = workdays.hours(warned_on)
    return rules.working_hours.add_days(workdays, read_at, MENDED_WITHIN)
