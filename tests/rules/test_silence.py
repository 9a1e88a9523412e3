"""On which day somebody reads that their contract is not decided, and from when on a manager hears of it before."""

import datetime
import zoneinfo

import hypothesis
import hypothesis.strategies
import pytest

import data.models
import rules.renewals
import rules.settings
import rules.silence
import rules.working_hours
import rules.working_time

Contract = data.models.Contract
Date = datetime.date
Workdays = rules.working_hours.Workdays

DAY = datetime.timedelta(days=1)
LADDERS = rules.settings.read({}).ladders
draws = hypothesis.strategies


def day(text: str) -> Date:
    """`03-02` of 2026; the 2nd of March is a Monday."""
    return Date.fromisoformat(f"2026-{text}")


def works(hours: str = "mon-fri", *away: tuple[str, str]) -> Workdays:
    """Somebody who works on these days, away from one day to before another."""
    spans = tuple((day(first), day(end)) for first, end in away)
    return Workdays(zoneinfo.ZoneInfo("UTC"), rules.working_time.parse(f"{hours} 09:00-17:00"), spans)


def course(starts: str, last_day: str) -> rules.renewals.Course:
    contract = Contract(person_id=1, starts=day(starts), ends=day(last_day) + DAY, weekly_hours=20)
    return rules.renewals.Course(contract, LADDERS.of(contract))


@pytest.mark.parametrize(
    ("last_day", "expected"),
    [
        ("03-31", "03-24"),  # one month
        ("04-30", "04-16"),  # two
        ("05-01", "04-17"),  # over two
        ("06-30", "06-16"),  # four
        ("07-01", "06-17"),  # over four
        ("08-31", "08-17"),  # six
    ],
)
def test_it_is_read_two_weeks_before_the_end_or_one_of_a_month(last_day: str, expected: str) -> None:
    assert rules.silence.breaks_on(course("03-01", last_day), works()) == day(expected)


@pytest.mark.parametrize(
    ("away", "expected"),
    [
        ((), "04-16"),  # a Thursday
        ((("04-16", "04-17"),), "04-17"),
        ((("04-16", "04-18"),), "04-20"),  # over the weekend
        ((("04-01", "04-30"),), "04-30"),  # back on the last day alone
        ((("04-16", "05-10"),), "04-15"),  # not back before the end: on the last working day before
        ((("04-13", "05-10"),), "04-10"),
        ((("03-01", "05-10"),), None),  # never there
    ],
)
def test_a_day_off_moves_it_to_the_next_working_morning_or_to_the_last_one_before_they_go(
    away: tuple[tuple[str, str], ...], expected: str | None
) -> None:
    assert rules.silence.breaks_on(course("03-01", "04-30"), works("mon-fri", *away)) == (expected and day(expected))


def test_it_is_not_read_before_a_very_short_term_begins() -> None:
    assert rules.silence.breaks_on(course("03-25", "03-31"), works()) == day("03-25")


@pytest.mark.parametrize(
    ("manager", "warned"),
    [
        (works(), ["04-14", "04-15"]),
        (works("mon,thu"), ["04-09", "04-13"]),
        (works("mon-fri", ("04-13", "04-16")), ["04-09", "04-10"]),
        (works("mon-fri", ("03-01", "04-15")), ["04-15"]),
    ],
)
def test_a_manager_hears_two_working_days_of_theirs_before(manager: Workdays, warned: list[str]) -> None:
    days = (day("03-20") + n * DAY for n in range(40))
    found = [today for today in days if manager.holds(today) and rules.silence.is_warned(manager, today, day("04-16"))]
    assert found == [day(text) for text in warned]


# -- laws


@draws.composite
def anybodys(draw: draws.DrawFn) -> Workdays:
    hours = draw(draws.sampled_from(["mon-fri", "tue-sat", "sun-thu", "mon", "sat,sun"]))
    first = draw(draws.dates(Date(2026, 3, 1), Date(2026, 9, 1)))
    away = ((first, first + draw(draws.integers(0, 60)) * DAY),)
    return Workdays(zoneinfo.ZoneInfo("UTC"), rules.working_time.parse(f"{hours} 09:00-17:00"), away)


@hypothesis.given(length=draws.integers(1, 184), person=anybodys())
def test_who_works_on_any_day_of_their_term_reads_it_on_a_working_morning_before_the_end(
    length: int, person: Workdays
) -> None:
    contract = Contract(person_id=1, starts=Date(2026, 3, 1), ends=Date(2026, 3, 1) + length * DAY, weekly_hours=20)
    one = rules.renewals.Course(contract, LADDERS.of(contract))
    breaks = rules.silence.breaks_on(one, person)
    days = [contract.starts + n * DAY for n in range(length) if person.holds(contract.starts + n * DAY)]
    since = rules.silence.breaks_from(contract, one.rungs)
    assert breaks == next((each for each in days if each >= since), days[-1] if days else None)


@hypothesis.given(manager=anybodys(), breaks=draws.dates(Date(2026, 3, 22), Date(2026, 9, 1)))
def test_who_works_two_days_in_the_three_weeks_before_hears_of_it_with_two_of_them_left(
    manager: Workdays, breaks: Date
) -> None:
    before = [breaks - n * DAY for n in range(21, 0, -1) if manager.holds(breaks - n * DAY)]
    warned = [today for today in before if rules.silence.is_warned(manager, today, breaks)]
    assert warned == before[-2:]
