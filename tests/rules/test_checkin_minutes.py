"""Minutes of check-ins, planned and logged, and the ratio with what was logged."""

import datetime
import decimal

import hypothesis
import hypothesis.strategies
import pytest

import rules.checkin_minutes
import rules.ratio

Tally = rules.checkin_minutes.Tally

WEEK = datetime.timedelta(days=7)
THIS = datetime.date(2026, 3, 30)
FOUR = [datetime.date(2026, 3, day) for day in (2, 9, 16, 23)]

COUNTS = hypothesis.strategies.integers(0, 500)
TALLIES = hypothesis.strategies.builds(Tally, *[COUNTS] * 6)
ADVISERS = hypothesis.strategies.lists(
    hypothesis.strategies.builds(rules.checkin_minutes.Tallies, TALLIES, TALLIES, TALLIES), max_size=8
)


def test_what_is_excused_is_not_asked_for_and_what_is_booked_is_still_to_log() -> None:
    tally = Tally(done=41, booked=9, open=8, excused=2, planned=3480, logged=2460)
    assert (tally.asked, tally.to_log) == (58, 17)


def test_tallies_add_up() -> None:
    one, another = Tally(1, 2, 3, 4, 360, 55), Tally(10, 20, 30, 40, 3600, 600)
    assert one + another == Tally(11, 22, 33, 44, 3960, 655)
    assert rules.checkin_minutes.total([]) == Tally()


@hypothesis.given(ADVISERS)
def test_the_parts_come_to_the_total(advisers: list[rules.checkin_minutes.Tallies]) -> None:
    found = rules.checkin_minutes.in_all(advisers)
    for name in ("done", "booked", "open", "excused", "planned", "logged", "asked", "to_log"):
        for which in ("week", "last", "before"):
            parts = [getattr(getattr(one, which), name) for one in advisers]
            assert getattr(getattr(found, which), name) == sum(parts)


@pytest.mark.parametrize(
    ("live_on", "weeks"),
    [
        (None, []),
        ("2026-01-05", FOUR),
        ("2026-03-02", FOUR),
        ("2026-03-03", FOUR[1:]),
        ("2026-03-23", FOUR[3:]),
        ("2026-03-24", []),
        ("2026-04-01", []),
    ],
)
def test_whole_weeks_are_those_that_began_live_and_are_over_four_at_most(
    live_on: str | None, weeks: list[datetime.date]
) -> None:
    live = datetime.date.fromisoformat(live_on) if live_on else None
    assert rules.checkin_minutes.whole_weeks(live, THIS) == weeks


@pytest.mark.parametrize(
    ("logged", "short"),
    [
        ((3600, 3600, 3600, 3600), "0.0"),
        ((3060, 3060, 3060, 3060), "9.0"),
        ((3600, 3600, 3600, 1440), "9.0"),
        ((3600, 3600, 3600, 3588), "0.1"),  # 3 minutes a week are shown as a tenth
        ((3600, 3600, 3600, 3590), "0.0"),
        ((3780, 3780, 3780, 3780), "-3.0"),
        ((0, 0, 0, 0), "60.0"),
    ],
)
def test_hours_that_are_short_are_a_week_on_average(logged: tuple[int, ...], short: str) -> None:
    tallies = {week: Tally(planned=3600, logged=minutes) for week, minutes in zip(FOUR, logged, strict=True)}
    assert rules.checkin_minutes.hours_short(tallies, FOUR) == decimal.Decimal(short)


def test_before_four_weeks_are_over_nothing_is_said_of_them() -> None:
    tallies = {week: Tally(planned=3600) for week in FOUR[1:]}
    assert rules.checkin_minutes.hours_short(tallies, FOUR[1:]) is None


def test_a_week_without_check_ins_counts_as_one() -> None:
    assert rules.checkin_minutes.hours_short({FOUR[0]: Tally(planned=480)}, FOUR) == decimal.Decimal(2)


HOURS = hypothesis.strategies.integers(1, 5000)


@hypothesis.given(HOURS, HOURS, HOURS, hypothesis.strategies.lists(COUNTS, min_size=4, max_size=4))
def test_where_all_is_logged_both_ratios_are_the_same(
    freelancers: int, checkins: int, managers: int, planned: list[int]
) -> None:
    hours = rules.ratio.Hours(freelancers, checkins, 20, managers)
    tallies = {week: Tally(planned=n * 60, logged=n * 60) for week, n in zip(FOUR, planned, strict=True)}
    short = rules.checkin_minutes.hours_short(tallies, FOUR)
    assert short == 0
    assert rules.ratio.ratio(rules.checkin_minutes.with_logged(hours, short)) == rules.ratio.ratio(hours)


def test_the_worked_case_with_nine_hours_that_are_not_logged() -> None:
    hours = rules.ratio.Hours(1200, 60, 20, 40)
    logged = rules.checkin_minutes.with_logged(hours, decimal.Decimal(9))
    assert logged.checkins == 51
    assert rules.ratio.ratio(logged) == decimal.Decimal("10.8")


def test_who_has_most_to_log_comes_first_then_whose_week_is_most_open_then_by_name() -> None:
    def adviser(name: str, not_logged: int, to_hold: int) -> rules.checkin_minutes.OfAdviser:
        last, week = Tally(open=not_logged), Tally(open=to_hold)
        return rules.checkin_minutes.OfAdviser(week, last, last, len(name), name, f"U{name}")

    advisers = [adviser("bo", 0, 0), adviser("Cy", 1, 0), adviser("Abe", 0, 3), adviser("Al", 0, 0)]
    names = [one.name for one in rules.checkin_minutes.in_need_first(advisers)]
    assert names == ["Cy", "Abe", "Al", "bo"]
