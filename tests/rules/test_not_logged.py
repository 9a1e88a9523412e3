"""Who hears of two weeks in a row in which nothing was logged, and when."""

import datetime
import zoneinfo

import pytest

import rules.not_logged
import rules.working_hours
import rules.working_time

FIRST = datetime.date(2026, 3, 2)
"""A Monday, on which Muster went live and Ada got Kenji."""

WEEK = datetime.timedelta(days=7)
W1, W2, W3, W4 = (FIRST + n * WEEK for n in range(4))


def record(weeks: str, live_on: datetime.date = FIRST, had_since: datetime.date = FIRST) -> rules.not_logged.Record:
    """Weeks from the first on: `-` not logged, `x` held, `e` excused, `%` one of two held, `/` one of two excused."""
    seen = [
        rules.not_logged.Seen(7, 1, had_since, FIRST + n * WEEK, is_held=week in "x%", is_missing=week in "-%/")
        for n, week in enumerate(weeks)
    ]
    found = rules.not_logged.records(seen, live_on)
    return found[0] if found else rules.not_logged.Record(7, 1, frozenset(), frozenset())


@pytest.mark.parametrize(
    ("weeks", "warned"),
    [
        ("--", (W1, W2)),
        ("-/", (W1, W2)),
        ("-x", ()),
        ("x-", ()),
        ("-e", ()),
        ("e-", ()),
        ("-%", ()),
        ("-", ()),
        ("xx", ()),
    ],
)
def test_an_adviser_is_warned_in_the_week_after_two_of_which_nothing_is_logged(
    weeks: str, warned: tuple[datetime.date, ...]
) -> None:
    assert rules.not_logged.warned_of(record(weeks), W3) == warned


def test_a_warning_is_of_the_two_weeks_before_however_long_it_lasts() -> None:
    assert rules.not_logged.warned_of(record("---"), W4) == (W2, W3)


@pytest.mark.parametrize(
    ("weeks", "told"),
    [
        ("---", (W1, W2)),
        ("--e", (W1, W2)),
        ("--x", ()),
        ("-x-", ()),
        ("e--", ()),
        ("-e-", ()),
    ],
)
def test_managers_hear_of_the_same_weeks_a_week_later_unless_something_is_logged_or_excused(
    weeks: str, told: tuple[datetime.date, ...]
) -> None:
    assert rules.not_logged.reported(record(weeks), W4) == told


def test_weeks_that_began_before_muster_was_live_do_not_count() -> None:
    tuesday = FIRST + datetime.timedelta(days=1)
    assert rules.not_logged.warned_of(record("--", live_on=tuesday), W3) == ()
    assert rules.not_logged.warned_of(record("---", live_on=tuesday), W4) == (W2, W3)


def test_weeks_that_began_before_the_adviser_had_the_person_do_not_count() -> None:
    thursday = FIRST + datetime.timedelta(days=3)
    assert rules.not_logged.warned_of(record("--", had_since=thursday), W3) == ()
    assert rules.not_logged.warned_of(record("--", had_since=FIRST), W3) == (W1, W2)


def test_each_adviser_and_freelancer_are_looked_at_apart() -> None:
    seen = [
        rules.not_logged.Seen(freelancer, adviser, FIRST, week, is_held=False, is_missing=True)
        for freelancer, adviser, week in ((7, 1, W1), (7, 2, W2), (8, 1, W2))
    ]
    found = rules.not_logged.records(seen, FIRST)
    assert [rules.not_logged.warned_of(one, W3) for one in found] == [(), (), ()]


@pytest.mark.parametrize(
    ("warned_on", "earliest"),
    [
        ("2026-03-16", "2026-03-17T09:00"),
        ("2026-03-20", "2026-03-23T09:00"),  # a Friday: Monday's morning is a working day later
        ("2026-03-18", "2026-03-24T09:00"),  # away from the 19th to the 23rd
    ],
)
def test_managers_hear_at_least_one_of_the_advisers_working_days_after_the_warning(
    warned_on: str, earliest: str
) -> None:
    away = ((datetime.date(2026, 3, 19), datetime.date(2026, 3, 24)),) if warned_on == "2026-03-18" else ()
    utc = zoneinfo.ZoneInfo("UTC")
    workdays = rules.working_hours.Workdays(utc, rules.working_time.DEFAULT, away)
    expected = datetime.datetime.fromisoformat(f"{earliest}:00+00:00")
    assert rules.not_logged.reported_at(datetime.date.fromisoformat(warned_on), workdays) == expected
