"""Who is asked first, and until when: the end of a working day of theirs, with time to see the question."""

import datetime
import itertools
import zoneinfo

import hypothesis
import hypothesis.strategies
import pytest

import rules.asking
import rules.days_off
import rules.local_time
import rules.working_hours
import rules.working_time

ZONES = ("Europe/Berlin", "Asia/Manila", "America/Lima", "Pacific/Kiritimati", "Australia/Lord_Howe")


def until(now: str, zone: str = "Europe/Berlin", hours: str = "mon-fri 09:00-17:00") -> str:
    """The wall clock at which the next in line is asked too."""
    workdays = rules.working_hours.Workdays(zoneinfo.ZoneInfo(zone), rules.working_time.parse(hours))
    found = rules.asking.ask_next_at(datetime.datetime.fromisoformat(f"{now}+00:00"), workdays)
    return f"{found.astimezone(zoneinfo.ZoneInfo(zone)):%a %d %b %H:%M}"


@pytest.mark.parametrize(
    ("now", "ends"),
    [
        pytest.param("2026-03-02T06:00", "Mon 02 Mar 17:00", id="before work, today counts"),
        pytest.param("2026-03-02T10:00", "Mon 02 Mar 17:00", id="in the middle of the day"),
        pytest.param("2026-03-02T14:00", "Mon 02 Mar 17:00", id="two hours are left"),
        pytest.param("2026-03-02T14:01", "Tue 03 Mar 17:00", id="less than two hours are left"),
        pytest.param("2026-03-02T22:00", "Tue 03 Mar 17:00", id="after work"),
        pytest.param("2026-03-06T14:30", "Mon 09 Mar 17:00", id="late on a Friday"),
        pytest.param("2026-03-07T10:00", "Mon 09 Mar 17:00", id="on a Saturday"),
    ],
)
def test_it_is_the_end_of_a_working_day_with_two_hours_of_it_left(now: str, ends: str) -> None:
    assert until(now) == ends


@pytest.mark.parametrize(
    ("zone", "ends"),
    [
        ("Europe/Berlin", "Mon 02 Mar 17:00"),
        ("Asia/Manila", "Tue 03 Mar 17:00"),
        ("America/Lima", "Mon 02 Mar 17:00"),
        ("Pacific/Kiritimati", "Tue 03 Mar 17:00"),
    ],
)
def test_it_is_their_own_day(zone: str, ends: str) -> None:
    """At noon UTC on a Monday it is 13:00 in Berlin, 20:00 in Manila, 07:00 in Lima and Tuesday on Kiritimati."""
    assert until("2026-03-02T12:00", zone) == ends


@pytest.mark.parametrize(
    ("now", "hours", "ends"),
    [
        pytest.param("2026-03-02T20:00", "mon-fri 22:00-06:00", "Tue 03 Mar 06:00", id="before the night"),
        pytest.param("2026-03-03T02:00", "mon-fri 22:00-06:00", "Tue 03 Mar 06:00", id="past midnight it is Monday's"),
        pytest.param("2026-03-03T04:00", "mon-fri 22:00-06:00", "Wed 04 Mar 06:00", id="an hour is left of it"),
        pytest.param("2026-03-07T02:00", "mon-fri 22:00-06:00", "Sat 07 Mar 06:00", id="Friday's night, on Saturday"),
        pytest.param("2026-03-02T10:00", "sat,sun 10:00-16:00", "Sat 07 Mar 16:00", id="who works at the weekend"),
        pytest.param("2026-03-02T10:00", "fri 14:00-24:00", "Sat 07 Mar 00:00", id="until midnight"),
        pytest.param("2026-03-02T06:00", "mon-fri 09:00-10:00", "Mon 02 Mar 10:00", id="a day shorter than two hours"),
        pytest.param("2026-03-02T08:30", "mon-fri 09:00-10:00", "Tue 03 Mar 10:00", id="half of a short day is over"),
    ],
)
def test_by_their_own_hours(now: str, hours: str, ends: str) -> None:
    assert until(now, hours=hours) == ends


@pytest.mark.parametrize(
    ("now", "hours", "ends"),
    [
        pytest.param(
            "2026-03-28T23:00", "sun 01:00-04:00", "Sun 29 Mar 04:00", id="spring takes an hour, two are left"
        ),
        pytest.param("2026-03-28T23:00", "sun 01:00-03:30", "Sun 29 Mar 03:30", id="spring leaves an hour and a half"),
        pytest.param("2026-03-29T00:30", "sun 01:00-03:30", "Sun 05 Apr 03:30", id="begun already"),
        pytest.param("2026-03-28T23:00", "sun 02:00-03:00", "Sun 29 Mar 03:00", id="all of the day is left out"),
        pytest.param("2026-10-25T00:30", "sun 02:00-04:00", "Sun 25 Oct 04:00", id="autumn gives an hour"),
    ],
)
def test_over_a_change_of_the_clocks(now: str, hours: str, ends: str) -> None:
    assert until(now, hours=hours) == ends


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(f"2026-03-{text}")


BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("now", "away", "ends", "first"),
    [
        pytest.param("02T10:00", [], "02T16:00", "02T10:00", id="there"),
        pytest.param("02T10:00", [("02", "03")], "03T16:00", "03T16:00", id="back tomorrow"),
        pytest.param("02T10:00", [("02", "03"), ("03", "05")], "05T16:00", "05T16:00", id="one span after another"),
        pytest.param("02T10:00", [("03", "20")], "02T16:00", "02T10:00", id="away from tomorrow on"),
        pytest.param("02T17:00", [("03", "04")], "04T16:00", "04T16:00", id="away from tomorrow on, after work"),
        pytest.param("02T17:00", [("02", "03")], "03T16:00", "03T16:00", id="away until midnight"),
        pytest.param("02T23:00", [("02", "03")], "03T16:00", "02T23:00", id="past midnight they are back"),
        pytest.param("07T10:00", [("09", "11")], "11T16:00", "11T16:00", id="at the weekend before days away"),
    ],
)
def test_days_away_are_no_days_to_answer_on(now: str, away: list[tuple[str, str]], ends: str, first: str) -> None:
    def at(text: str) -> datetime.datetime:
        return datetime.datetime.fromisoformat(f"2026-03-{text}+00:00")

    days = tuple((day(start), day(end)) for start, end in away)
    workdays = rules.working_hours.Workdays(BERLIN, rules.working_time.DEFAULT, days)
    assert rules.asking.ask_next_at(at(now), workdays) == at(ends)
    assert rules.asking.can_look_at(at(now), workdays) == at(first)


def test_on_a_day_off_of_everybody_nobody_counts_as_away() -> None:
    monday = rules.days_off.DaysOff(dates=frozenset({day("09")}))
    workdays = rules.working_hours.Workdays(BERLIN, rules.working_time.DEFAULT, off=monday)
    now = datetime.datetime(2026, 3, 9, 10, tzinfo=datetime.UTC)
    assert rules.asking.ask_next_at(now, workdays) == now.replace(day=10, hour=16)
    assert rules.asking.can_look_at(now, workdays) == now


DAYS = hypothesis.strategies.frozensets(hypothesis.strategies.integers(0, 6), min_size=1)
TIMES = hypothesis.strategies.times().map(lambda time: time.replace(second=0, microsecond=0))
FIRST = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
MINUTE, DAY = datetime.timedelta(minutes=1), datetime.timedelta(days=1)
NOW = hypothesis.strategies.integers(0, 8_000_000).map(lambda minutes: FIRST + minutes * MINUTE)
"""Any minute of fifteen years."""


@hypothesis.given(NOW, hypothesis.strategies.sampled_from(ZONES), DAYS, TIMES, TIMES)
@hypothesis.settings(deadline=None)
def test_for_everybody_there_is_an_end_and_it_is_theirs(
    now: datetime.datetime, name: str, days: frozenset[int], starts: datetime.time, ends: datetime.time
) -> None:
    hypothesis.assume(starts != ends)
    zone, working = zoneinfo.ZoneInfo(name), rules.working_time.WorkingTime(days, starts, ends)
    found = rules.asking.ask_next_at(now, rules.working_hours.Workdays(zone, working))
    assert now <= found < now + 16 * DAY
    day = found.astimezone(zone).date()
    assert found in [rules.local_time.instant(day + n * DAY, ends, zone) for n in (-1, 0, 1)]


def test_the_later_it_is_the_later_the_end() -> None:
    friday = datetime.datetime(2026, 3, 27, tzinfo=datetime.UTC)
    minutes = [friday + n * 7 * MINUTE for n in range(900)]
    workdays = rules.working_hours.Workdays(BERLIN, rules.working_time.DEFAULT)
    found = [rules.asking.ask_next_at(now, workdays) for now in minutes]
    assert all(earlier <= later for earlier, later in itertools.pairwise(found))
