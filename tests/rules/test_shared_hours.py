"""When two people both work on a day of one of them, as literals and as a law."""

import datetime
import zoneinfo

import hypothesis
import hypothesis.strategies as st
import pytest

import rules.shared_hours
import rules.working_hours
import rules.working_time

Date = datetime.date
DAY = datetime.timedelta(days=1)
MONDAY = Date(2026, 3, 2)


def works(zone: str, hours: str = "mon-fri 09:00-17:00", *away: tuple[Date, Date]) -> rules.working_hours.Workdays:
    return rules.working_hours.Workdays(zoneinfo.ZoneInfo(zone), rules.working_time.parse(hours), away)


BERLIN, AUCKLAND, LOS_ANGELES = works("Europe/Berlin"), works("Pacific/Auckland"), works("America/Los_Angeles")


@pytest.mark.parametrize(
    ("mine", "theirs", "day", "expected"),
    [
        (BERLIN, works("Africa/Lagos"), 2, ["09:00-17:00"]),
        (BERLIN, works("America/New_York"), 2, ["15:00-17:00"]),
        (BERLIN, works("America/New_York"), 9, ["14:00-17:00"]),  # their clocks change three weeks before
        (BERLIN, AUCKLAND, 2, []),
        (BERLIN, LOS_ANGELES, 2, []),
        (AUCKLAND, LOS_ANGELES, 2, []),  # there it is still Sunday
        (AUCKLAND, LOS_ANGELES, 3, ["09:00-14:00"]),  # there it is Monday
        (LOS_ANGELES, AUCKLAND, 2, ["12:00-17:00"]),
        (LOS_ANGELES, AUCKLAND, 6, []),  # there it is Saturday
        (BERLIN, works("Europe/Berlin", "mon-fri 20:00-02:00"), 2, []),
        (
            works("Europe/Berlin", "mon-fri 00:00-08:00"),
            works("Europe/Berlin", "mon-fri 20:00-02:00"),
            3,
            ["00:00-02:00"],
        ),
        (works("Asia/Tokyo"), works("America/Lima", "mon-fri 08:00-23:00"), 3, ["09:00-13:00"]),
        (BERLIN, works("Europe/Berlin", "mon-fri 09:00-17:00", (MONDAY, MONDAY + DAY)), 2, []),  # away
        (works("Europe/Berlin", "mon-fri 09:00-17:00", (MONDAY, MONDAY + DAY)), BERLIN, 2, []),
        (BERLIN, BERLIN, 7, []),  # a Saturday
    ],
)
def test_what_both_work_on_a_day_of_the_first(
    mine: rules.working_hours.Workdays, theirs: rules.working_hours.Workdays, day: int, expected: list[str]
) -> None:
    found = rules.shared_hours.shared(mine, theirs, Date(2026, 3, day))
    shown = [[f"{one.astimezone(mine.zone):%H:%M}" for one in span] for span in found]
    assert ["-".join(span) for span in shown] == expected


def test_a_day_may_have_two_spans_in_common() -> None:
    split = works("America/Lima", "mon-sun 18:00-09:00")
    found = rules.shared_hours.shared(works("America/Lima", "mon-fri 08:00-20:00"), split, MONDAY)
    assert [(f"{first:%H}", f"{last:%H}") for first, last in found] == [("13", "14"), ("23", "01")]


def test_the_hours_of_a_week_are_those_of_its_days() -> None:
    assert rules.shared_hours.hours_a_week(BERLIN, works("America/New_York"), MONDAY) == 10
    assert rules.shared_hours.hours_a_week(LOS_ANGELES, AUCKLAND, MONDAY) == 4 * 5
    assert rules.shared_hours.hours_a_week(BERLIN, AUCKLAND, MONDAY) == 0


ZONES = ("Pacific/Auckland", "America/Los_Angeles", "Europe/Berlin", "Pacific/Kiritimati", "Asia/Kolkata")
workdays = st.builds(
    lambda zone, days, starts, ends: rules.working_hours.Workdays(
        zoneinfo.ZoneInfo(zone),
        rules.working_time.WorkingTime(frozenset(days), datetime.time(starts), datetime.time(ends)),
    ),
    st.sampled_from(ZONES),
    st.sets(st.integers(0, 6), min_size=1),
    st.integers(0, 11),
    st.integers(12, 23),
)


@hypothesis.given(workdays, workdays, st.integers(0, 365).map(lambda n: MONDAY + n * DAY))
def test_an_hour_is_shared_when_the_clocks_of_both_say_that_they_work(
    mine: rules.working_hours.Workdays, theirs: rules.working_hours.Workdays, day: Date
) -> None:
    def at_work(one: rules.working_hours.Workdays, at: datetime.datetime) -> bool:
        local = at.astimezone(one.zone)
        return local.weekday() in one.time.days and one.time.starts <= local.time() < one.time.ends

    found = rules.shared_hours.shared(mine, theirs, day)
    midnight = datetime.datetime.combine(day, datetime.time(), mine.zone).astimezone(datetime.UTC)
    for n in range(40):
        at = midnight + n * datetime.timedelta(minutes=30) + datetime.timedelta(minutes=15)
        both = at_work(mine, at) and at_work(theirs, at) and at.astimezone(mine.zone).date() == day
        assert any(first <= at < last for first, last in found) == both
