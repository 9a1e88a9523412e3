"""`python -m bench.clocks`: one weekly notice over every change of the clocks in every zone, by a clock on the wall."""

import argparse
import collections
import collections.abc
import dataclasses
import datetime
import itertools
import sys
import time
import zoneinfo

import bench.table
import rules.checkins
import rules.morning
import rules.working_hours
import rules.working_time

FIRST_YEAR, LAST_YEAR = 2020, 2037
TIMES = tuple(datetime.time.fromisoformat(text) for text in ("00:00", "02:30", "09:00", "23:59"))
WORKING = datetime.timedelta(hours=8)
MONDAY_TO_FRIDAY = frozenset(range(5))
WEEKDAYS = (0, 3)
"""Of a list of check-ins and of its reminder, as the settings have them at first."""

MINUTE, DAY, WEEK = datetime.timedelta(minutes=1), datetime.timedelta(days=1), datetime.timedelta(days=7)

TICKS_A_DAY, TICKS_AT_A_CHANGE = 4, 48
"""How often one looks: every six hours, and from half a day before a change until half a day after, twice an hour."""


@dataclasses.dataclass(frozen=True)
class Change:
    """The offset of a zone's clocks changes at an instant; the later offset is what they show from then on."""

    at: datetime.datetime
    before: datetime.timedelta
    after: datetime.timedelta


def changes(zone: zoneinfo.ZoneInfo, first: int, last: int) -> tuple[Change, ...]:
    """Those from the first year to the last, to the minute."""
    found = []
    day, end = (datetime.datetime(year, 1, 1, tzinfo=datetime.UTC) for year in (first, last + 1))
    while day < end:
        if _offset(day, zone) != _offset(day + DAY, zone):
            at = next(at for n in range(1, 1441) if _offset(at := day + n * MINUTE, zone) != _offset(day, zone))
            found.append(Change(at, _offset(day, zone), _offset(at, zone)))
        day += DAY
    return tuple(found)


def _offset(at: datetime.datetime, zone: zoneinfo.ZoneInfo) -> datetime.timedelta:
    return at.astimezone(zone).utcoffset() or datetime.timedelta()


def people(change: Change, zone: zoneinfo.ZoneInfo) -> collections.abc.Iterator[rules.working_hours.Workdays]:
    """Who begins at each of the times: on weekdays, or only on the day of the change, or on the day after it."""
    weekday = change.at.astimezone(zone).weekday()
    for starts in TIMES:
        ends = (datetime.datetime.combine(datetime.date.min, starts) + WORKING).time()
        for days in (MONDAY_TO_FRIDAY, frozenset({weekday}), frozenset({(weekday + 1) % 7})):
            yield rules.working_hours.Workdays(zone, rules.working_time.WorkingTime(days, starts, ends))


def ticks(change: Change) -> list[datetime.datetime]:
    """When one looks, from ten days before the change until ten days after it."""
    often = [change.at + n * 15 * MINUTE for n in range(-TICKS_AT_A_CHANGE, TICKS_AT_A_CHANGE + 1)]
    seldom = [change.at + n * DAY / TICKS_A_DAY for n in range(-10 * TICKS_A_DAY, 10 * TICKS_A_DAY + 1)]
    return sorted({*often, *seldom})


def told(
    workdays: rules.working_hours.Workdays, instants: list[datetime.datetime], weekday: int = 0
) -> dict[str, list[datetime.datetime]]:
    """At which of these instants the notice of each week is told: at a morning of that week's, if it was not before.

    From that weekday on, as the list of check-ins is, each day's morning at the first look that finds it begun.
    """
    days = set()
    found: dict[str, list[datetime.datetime]] = collections.defaultdict(list)
    for now in instants:
        morning = rules.morning.current(workdays, now)
        if morning is not None and morning.day not in days:
            days.add(morning.day)
            week = rules.checkins.week_of(morning.day)
            listed = rules.checkins.told_on(workdays, week, weekday, since=instants[0] - WEEK)
            if listed is not None and listed.day == morning.day:
                found[rules.morning.week(morning.day)].append(now)
    return found


def expected(
    workdays: rules.working_hours.Workdays, change: Change, instants: list[datetime.datetime], weekday: int = 0
) -> dict[str, list[datetime.datetime]]:
    """The first of those instants at which a clock on the wall has reached the hour, on a week's first working day.

    Of the days from that weekday on.
    """
    first = min((day for day in workdays.time.days if day >= weekday), default=None)
    found = {}
    day = (change.at - 9 * DAY).astimezone(workdays.zone).date()
    while day <= (change.at + 8 * DAY).astimezone(workdays.zone).date():
        if day.weekday() == first:
            at = _reached(datetime.datetime.combine(day, workdays.time.starts), change, workdays.zone)
            year, week, _ = day.isocalendar()
            found[f"{year}-W{week:02}"] = [next(now for now in instants if now >= at)]
        day += DAY
    return found


def _reached(wall: datetime.datetime, change: Change, zone: zoneinfo.ZoneInfo) -> datetime.datetime:
    """The first minute at which a clock shows that, or more."""
    at = wall.replace(tzinfo=datetime.UTC) - max(change.before, change.after)
    while at.astimezone(zone).replace(tzinfo=None) < wall:
        at += MINUTE
    return at


def faults(change: Change, zone: zoneinfo.ZoneInfo) -> list[str]:
    """What is wrong with the notices of the weeks around a change."""
    instants = ticks(change)
    found = []
    for one, weekday in itertools.product(people(change, zone), WEEKDAYS):
        seen, wanted = told(one, instants, weekday), expected(one, change, instants, weekday)
        if any(seen.get(week) != at for week, at in wanted.items()):
            found.append(f"{zone.key} {change.at:%Y-%m-%d} {one.time}")
    return list(dict.fromkeys(found))


def zones() -> list[zoneinfo.ZoneInfo]:
    """Every zone there is, but for the machine's own."""
    return [zoneinfo.ZoneInfo(name) for name in sorted(zoneinfo.available_timezones() - {"localtime"})]


def main() -> int:
    """0 if everybody had one notice each week, when their clock said so."""
    parser = argparse.ArgumentParser(prog="python -m bench.clocks", description=__doc__)
    parser.add_argument("--first", type=int, default=FIRST_YEAR, help="the first year")
    parser.add_argument("--last", type=int, default=LAST_YEAR, help="the last year")
    options = parser.parse_args()
    began = time.monotonic()
    alike: dict[tuple[Change, ...], list[zoneinfo.ZoneInfo]] = collections.defaultdict(list)
    for zone in zones():
        alike[changes(zone, options.first, options.last)].append(zone)
    wrong = [fault for found, same in alike.items() for change in found for fault in faults(change, same[0])]
    number = sum(len(found) * len(same) for found, same in alike.items())
    rows = [
        ("zones", str(sum(map(len, alike.values())))),
        ("of them with different clocks, which are looked at", str(len(alike))),
        ("changes of the clocks, in all zones", f"{number:,}"),
        ("people at each change", str(3 * len(TIMES))),
        ("weeks without their one notice, or at another hour", bench.table.counted(wrong)),
        ("seconds", f"{time.monotonic() - began:.0f}"),
    ]
    bench.table.show(f"A weekly notice, {options.first} to {options.last}", ("what", "number"), rows)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
