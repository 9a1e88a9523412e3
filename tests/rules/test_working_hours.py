"""Working hours and working days between two instants, in every zone and over changes of the clocks."""

import dataclasses
import datetime
import zoneinfo

import hypothesis
import hypothesis.strategies
import pytest

import data.models
import rules.days_off
import rules.local_time
import rules.settings
import rules.working_hours
import rules.working_time
import tests.programme

DAY, HOUR, MINUTE = datetime.timedelta(days=1), datetime.timedelta(hours=1), datetime.timedelta(minutes=1)
OFFICE = "mon-fri 09:00-17:00"
NIGHTS = "mon-fri 22:00-06:00"


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def workdays(
    zone: str = "Europe/Berlin", hours: str = OFFICE, region: str = "", off: str = "", away: str = ""
) -> rules.working_hours.Workdays:
    """`off` and `away` hold days, blank between."""
    return rules.working_hours.Workdays(
        zoneinfo.ZoneInfo(zone),
        rules.working_time.parse(hours),
        tuple((day(one), day(one) + DAY) for one in away.split()),
        rules.days_off.DaysOff(region, frozenset(day(one) for one in off.split())),
    )


BERLIN = workdays()


def at(wall: str, of: rules.working_hours.Workdays = BERLIN) -> datetime.datetime:
    """`2026-03-06 16:00` where they are."""
    return datetime.datetime.fromisoformat(wall).replace(tzinfo=of.zone).astimezone(datetime.UTC)


def shown(instant: datetime.datetime, of: rules.working_hours.Workdays) -> str:
    return f"{instant.astimezone(of.zone):%a %Y-%m-%d %H:%M}"


# -- who works when


def test_somebodys_workdays_are_by_the_roster_the_absences_that_are_theirs_and_the_programme() -> None:
    programme = rules.settings.read({"time_zone": "Europe/Berlin", "days_off": "2026-03-14"})
    person = data.models.Person(id=3, slack_id="U3", name="x", joined_at=tests.programme.NOW)
    absences = [
        data.models.Absence(
            person_id=one, starts=day("2026-03-07"), ends=day("2026-03-09"), recorded_at=tests.programme.NOW
        )
        for one in (3, 4)
    ]
    found = rules.working_hours.person_workdays(person, absences, programme)
    assert found == dataclasses.replace(workdays(off="2026-03-14"), away=((day("2026-03-07"), day("2026-03-09")),))
    person.zone, person.working_hours = "Asia/Tokyo", "sat 10:00-12:00"
    found = rules.working_hours.person_workdays(person, absences, programme)
    assert found.zone.key == "Asia/Tokyo"
    saturdays = ["2026-02-28", "2026-03-07", "2026-03-14", "2026-03-21"]
    assert [found.holds(day(one)) for one in saturdays] == [True, False, False, True]
    other = data.models.Person(id=9, slack_id="U9", name="y", joined_at=tests.programme.NOW)
    many = rules.working_hours.people_workdays([person, other], absences, programme)
    assert many == {3: found, 9: workdays(off="2026-03-14")}


def test_the_programmes_own_are_office_hours_in_its_zone_without_its_days_off() -> None:
    programme = rules.settings.read({"time_zone": "Asia/Kolkata", "holidays": "IN", "days_off": "2026-12-24"})
    expected = workdays("Asia/Kolkata", region="IN", off="2026-12-24")
    assert rules.working_hours.programme_workdays(programme) == expected


# -- hours


@pytest.mark.parametrize(
    ("now", "start", "of"),
    [
        pytest.param("2026-03-06 10:30", "Fri 2026-03-06 10:30", BERLIN, id="at work"),
        pytest.param("2026-03-06 09:00", "Fri 2026-03-06 09:00", BERLIN, id="the first minute"),
        pytest.param("2026-03-06 06:00", "Fri 2026-03-06 09:00", BERLIN, id="before work"),
        pytest.param("2026-03-06 17:00", "Mon 2026-03-09 09:00", BERLIN, id="the day is over"),
        pytest.param("2026-03-07 12:00", "Mon 2026-03-09 09:00", BERLIN, id="on a Saturday"),
        pytest.param("2026-03-06 18:00", "Tue 2026-03-10 09:00", workdays(away="2026-03-09"), id="away on Monday"),
        pytest.param("2026-12-24 10:00", "Mon 2026-12-28 09:00", workdays(region="DE", off="2026-12-24"), id="24 Dec"),
        pytest.param("2026-03-07 02:00", "Sat 2026-03-07 02:00", workdays(hours=NIGHTS), id="in Friday's night"),
        pytest.param("2026-03-09 02:00", "Mon 2026-03-09 22:00", workdays(hours=NIGHTS), id="Sunday has no night"),
        pytest.param("2026-03-29 00:00", "Sun 2026-04-05 02:00", workdays(hours="sun 02:00-03:00"), id="all left out"),
    ],
)
def test_the_next_time_at_work_is_now_or_the_next_start(now: str, start: str, of: rules.working_hours.Workdays) -> None:
    assert shown(rules.working_hours.next_start(of, at(now, of)), of) == start


@pytest.mark.parametrize(
    ("since", "hours", "until", "of"),
    [
        pytest.param("2026-03-06 16:00", 4, "Mon 2026-03-09 12:00", BERLIN, id="over a weekend"),
        pytest.param("2026-03-02 10:00", 4, "Mon 2026-03-02 14:00", BERLIN, id="on one day"),
        pytest.param("2026-03-02 09:00", 8, "Mon 2026-03-02 17:00", BERLIN, id="exactly a day"),
        pytest.param("2026-03-02 22:00", 4, "Tue 2026-03-03 13:00", BERLIN, id="filed at night"),
        pytest.param("2026-03-02 16:30", 20, "Thu 2026-03-05 12:30", BERLIN, id="more than two days"),
        pytest.param("2026-04-02 16:00", 4, "Tue 2026-04-07 12:00", workdays(region="DE"), id="over Easter"),
        pytest.param("2026-12-23 16:00", 4, "Mon 2026-12-28 12:00", workdays(region="DE", off="2026-12-24"), id="Xmas"),
        pytest.param("2026-12-23 16:00", 4, "Thu 2026-12-24 12:00", workdays(region="DE"), id="24 Dec is no holiday"),
        pytest.param("2026-03-06 05:00", 4, "Sat 2026-03-07 01:00", workdays(hours=NIGHTS), id="nights"),
        pytest.param("2026-03-06 16:45", 0.5, "Mon 2026-03-09 09:15", workdays("Asia/Kathmandu"), id="+05:45"),
        pytest.param("2026-03-29 00:00", 3, "Sun 2026-03-29 04:00", workdays(hours="sun 00:00-06:00"), id="spring"),
        pytest.param("2026-10-25 00:00", 3, "Sun 2026-10-25 02:00", workdays(hours="sun 00:00-06:00"), id="autumn"),
    ],
)
def test_so_many_working_hours_later(since: str, hours: float, until: str, of: rules.working_hours.Workdays) -> None:
    found = rules.working_hours.add(of, at(since, of), hours)
    assert shown(found, of) == until
    assert rules.working_hours.between(of, at(since, of), found) == hours


@pytest.mark.parametrize(
    ("since", "until", "hours", "of"),
    [
        pytest.param("2026-03-02 10:00", "2026-03-02 11:30", 1.5, BERLIN, id="on one day"),
        pytest.param("2026-03-06 16:00", "2026-03-09 10:00", 2, BERLIN, id="over a weekend"),
        pytest.param("2026-03-06 18:00", "2026-03-09 08:00", 0, BERLIN, id="between two working days"),
        pytest.param("2026-03-02 11:00", "2026-03-02 10:00", 0, BERLIN, id="backwards"),
        pytest.param("2026-03-02 00:00", "2026-03-09 00:00", 40, BERLIN, id="a week"),
        pytest.param("2026-04-06 00:00", "2026-04-13 00:00", 32, workdays(region="DE"), id="a week with a holiday"),
        pytest.param("2026-03-28 21:00", "2026-03-29 12:00", 7, workdays(hours="sat 22:00-06:00"), id="a short night"),
        pytest.param("2026-10-24 21:00", "2026-10-25 12:00", 9, workdays(hours="sat 22:00-06:00"), id="a long night"),
    ],
)
def test_working_hours_between_two_instants(
    since: str, until: str, hours: float, of: rules.working_hours.Workdays
) -> None:
    assert rules.working_hours.between(of, at(since, of), at(until, of)) == hours


# -- days


@pytest.mark.parametrize(
    ("since", "days", "until", "of"),
    [
        pytest.param("2026-03-03 15:00", 2, "Thu 2026-03-05 15:00", BERLIN, id="Tuesday to Thursday"),
        pytest.param("2026-03-06 15:00", 1, "Mon 2026-03-09 15:00", BERLIN, id="over a weekend"),
        pytest.param("2026-03-07 15:00", 1, "Mon 2026-03-09 15:00", BERLIN, id="from a Saturday on"),
        pytest.param("2026-03-03 20:00", 2, "Thu 2026-03-05 20:00", BERLIN, id="after work"),
        pytest.param("2026-03-03 15:00", 10, "Tue 2026-03-17 15:00", BERLIN, id="two weeks"),
        pytest.param("2026-04-02 15:00", 2, "Wed 2026-04-08 15:00", workdays(region="DE"), id="over Easter"),
        pytest.param("2026-03-27 02:30", 2, "Mon 2026-03-30 02:30", workdays(hours="mon-sat 01:00-09:00"), id="spring"),
    ],
)
def test_so_many_working_days_later_at_the_same_time_of_day(
    since: str, days: int, until: str, of: rules.working_hours.Workdays
) -> None:
    found = rules.working_hours.add_days(of, at(since, of), days)
    assert shown(found, of) == until


# -- laws


FIRST = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
INSTANTS = hypothesis.strategies.integers(0, 8_000_000).map(lambda minutes: FIRST + minutes * MINUTE)
"""Any minute of fifteen years."""

ZONES = ("Europe/Berlin", "Asia/Kathmandu", "America/Lima", "Pacific/Apia", "Australia/Lord_Howe", "America/St_Johns")
TIMES = hypothesis.strategies.integers(0, 95).map(lambda quarter: datetime.time(quarter // 4, quarter % 4 * 15))
QUARTERS = hypothesis.strategies.integers(1, 4 * 100).map(lambda quarters: quarters / 4)


@hypothesis.strategies.composite
def anybodys(draw: hypothesis.strategies.DrawFn) -> rules.working_hours.Workdays:
    """Any days of the week and hours, with holidays or without."""
    days = draw(hypothesis.strategies.frozensets(hypothesis.strategies.integers(0, 6), min_size=1))
    starts, ends = draw(hypothesis.strategies.lists(TIMES, min_size=2, max_size=2, unique=True))
    return rules.working_hours.Workdays(
        zoneinfo.ZoneInfo(draw(hypothesis.strategies.sampled_from(ZONES))),
        rules.working_time.WorkingTime(days, starts, ends),
        off=rules.days_off.DaysOff(draw(hypothesis.strategies.sampled_from(["", "DE-BE", "US"]))),
    )


def works(of: rules.working_hours.Workdays, instant: datetime.datetime) -> bool:
    """Whether they work at that instant, by the plainest code."""
    today = instant.astimezone(of.zone).date()
    for one in (today - DAY, today):
        last = one + DAY if of.time.ends <= of.time.starts else one
        starts, ends = (
            rules.local_time.instant(of_day, time, of.zone)
            for of_day, time in ((one, of.time.starts), (last, of.time.ends))
        )
        if of.holds(one) and starts <= instant < ends:
            return True
    return False


@hypothesis.given(anybodys(), INSTANTS)
@hypothesis.settings(deadline=None)
def test_the_next_start_is_at_work_is_its_own_next_start_and_nothing_is_missed_before_it(
    of: rules.working_hours.Workdays, now: datetime.datetime
) -> None:
    found = rules.working_hours.next_start(of, now)
    assert now <= found
    assert works(of, found)
    assert rules.working_hours.next_start(of, found) == found
    assert found == now or not works(of, found - MINUTE)
    assert rules.working_hours.between(of, now, found) == 0


@hypothesis.given(anybodys(), INSTANTS, QUARTERS, QUARTERS)
@hypothesis.settings(deadline=None, max_examples=50)
def test_hours_that_are_added_have_gone_by_and_more_take_longer(
    of: rules.working_hours.Workdays, since: datetime.datetime, one: float, other: float
) -> None:
    found = rules.working_hours.add(of, since, one)
    assert rules.working_hours.between(of, since, found) == one
    assert works(of, found - MINUTE)
    assert rules.working_hours.add(of, found, other) == rules.working_hours.add(of, since, one + other)
    assert found < rules.working_hours.add(of, since, one + other)
    assert found <= rules.working_hours.add(of, since + 7 * HOUR, one)


@hypothesis.given(anybodys(), INSTANTS, hypothesis.strategies.integers(1, 30))
@hypothesis.settings(deadline=None, max_examples=50)
def test_so_many_days_that_are_added_were_worked_the_last_of_them_too(
    of: rules.working_hours.Workdays, since: datetime.datetime, days: int
) -> None:
    found = rules.working_hours.add_days(of, since, days)
    first, last = (instant.astimezone(of.zone).date() for instant in (since, found))
    assert sum(of.holds(first + n * DAY) for n in range(1, (last - first).days + 1)) == days
    assert of.holds(last)
