"""Wall-clock time as an instant: gaps, folds, both hemispheres, and every zone there is."""

import collections.abc
import datetime
import zoneinfo

import pytest

import rules.local_time

TIMES = [datetime.time(0, 0), datetime.time(2, 30), datetime.time(9, 0), datetime.time(23, 59)]
SECOND = datetime.timedelta(seconds=1)
DAY = datetime.timedelta(days=1)


@pytest.mark.parametrize(
    ("zone", "day", "time", "in_utc"),
    [
        pytest.param("Europe/Berlin", "2026-01-05", "10:00", "2026-01-05T09:00", id="winter"),
        pytest.param("Europe/Berlin", "2026-07-06", "10:00", "2026-07-06T08:00", id="summer"),
        pytest.param("Asia/Kolkata", "2026-01-05", "10:00", "2026-01-05T04:30", id="half an hour"),
        pytest.param("Asia/Kathmandu", "2026-01-05", "10:00", "2026-01-05T04:15", id="a quarter"),
        pytest.param("Pacific/Kiritimati", "2026-01-05", "10:00", "2026-01-04T20:00", id="the day before in UTC"),
        pytest.param("Europe/Berlin", "2026-03-29", "02:30", "2026-03-29T01:00", id="gap, north"),
        pytest.param("Australia/Sydney", "2026-10-04", "02:30", "2026-10-03T16:00", id="gap, south"),
        pytest.param("Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03T15:30", id="gap of half an hour"),
        pytest.param("Africa/Cairo", "2026-04-24", "00:00", "2026-04-23T22:00", id="gap at midnight"),
        pytest.param("Pacific/Apia", "2011-12-30", "10:00", "2011-12-30T10:00", id="a day that never was"),
        pytest.param("Europe/Berlin", "2026-10-25", "02:30", "2026-10-25T00:30", id="fold, north"),
        pytest.param("Australia/Sydney", "2026-04-05", "02:30", "2026-04-04T15:30", id="fold, south"),
        pytest.param("Australia/Lord_Howe", "2026-04-05", "01:45", "2026-04-04T14:45", id="fold of half an hour"),
    ],
)
def test_a_wall_clock_time_is_one_instant(zone: str, day: str, time: str, in_utc: str) -> None:
    found = rules.local_time.instant(
        datetime.date.fromisoformat(day), datetime.time.fromisoformat(time), zoneinfo.ZoneInfo(zone)
    )
    assert found.tzinfo is datetime.UTC
    assert found == datetime.datetime.fromisoformat(f"{in_utc}+00:00")


def test_in_every_zone_and_around_every_change_it_is_the_first_instant_that_shows_the_time_or_a_later_one() -> None:
    zones = {tuple(_changing_weeks(zone)): zone for zone in _all_zones()}
    assert len(zones) > 40
    for weeks, zone in zones.items():
        for monday, _, _ in weeks:
            _check_week(monday, zone)


def _check_week(monday: datetime.date, zone: zoneinfo.ZoneInfo) -> None:
    for wall in (datetime.datetime.combine(monday + n * DAY, time) for n in range(-1, 8) for time in TIMES):
        found = rules.local_time.instant(wall.date(), wall.time(), zone)
        assert _shown(found - SECOND, zone) < wall <= _shown(found, zone), (wall, zone)


def _changing_weeks(
    zone: zoneinfo.ZoneInfo,
) -> collections.abc.Iterator[tuple[datetime.date, datetime.timedelta | None, datetime.timedelta | None]]:
    """The weeks from 2020 to 2037 in which the zone's offset changes, with the offsets."""
    week = datetime.timedelta(days=7)
    monday = datetime.datetime(2020, 1, 6, tzinfo=datetime.UTC)
    before = monday.astimezone(zone).utcoffset()
    while monday.year < 2038:
        after = (monday + week).astimezone(zone).utcoffset()
        if after != before:
            yield monday.date(), before, after
        monday, before = monday + week, after


def _all_zones() -> list[zoneinfo.ZoneInfo]:
    return [zoneinfo.ZoneInfo(name) for name in sorted(zoneinfo.available_timezones() - {"localtime"})]


def _shown(at: datetime.datetime, zone: zoneinfo.ZoneInfo) -> datetime.datetime:
    return at.astimezone(zone).replace(tzinfo=None)
