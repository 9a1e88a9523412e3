"""The ratio: the programme's worked case, rounding as people round, and no division by nothing."""

import dataclasses
import decimal
import fractions

import hypothesis
import hypothesis.strategies
import pytest

import rules.ratio


def hours(freelancers: float, checkins: float = 0, duty: float = 0, managers: float = 0) -> rules.ratio.Hours:
    return rules.ratio.Hours(freelancers, checkins, duty, managers)


def test_the_worked_case() -> None:
    """60 freelancers at 20 h; an hour for each, two on duty at 10 h, managers with 40 h in all."""
    worked = hours(60 * 20, checkins=60 * 1, duty=2 * 10, managers=40)
    assert str(rules.ratio.equivalents(worked.freelancers)) == "30.0"
    assert worked.in_house == 120
    assert str(rules.ratio.equivalents(worked.in_house)) == "3.0"
    assert str(rules.ratio.ratio(worked)) == "10.0"


def test_the_worked_case_at_24_hours() -> None:
    assert str(rules.ratio.ratio(hours(60 * 24, checkins=60, duty=20, managers=40))) == "12.0"


def test_without_in_house_hours_there_is_no_ratio() -> None:
    assert rules.ratio.ratio(hours(1200)) is None
    assert rules.ratio.ratio(hours(0)) is None


def test_without_freelancers_the_ratio_is_nought() -> None:
    assert str(rules.ratio.ratio(hours(0, managers=40))) == "0.0"


@pytest.mark.parametrize(
    ("number", "rounded"),
    [
        ("0.05", "0.1"),
        ("0.25", "0.3"),
        ("12.05", "12.1"),
        ("12.0499", "12.0"),
        ("12.15", "12.2"),
        ("10.95", "11.0"),
        ("0", "0.0"),
        ("1500", "1500.0"),
    ],
)
def test_tenths_are_rounded_half_up_as_people_do(number: str, rounded: str) -> None:
    assert str(rules.ratio.tenth(decimal.Decimal(number))) == rounded


HUNDREDTHS = hypothesis.strategies.integers(min_value=0, max_value=6000)


@hypothesis.given(hypothesis.strategies.lists(HUNDREDTHS, min_size=1, max_size=80), HUNDREDTHS.filter(bool))
@hypothesis.settings(deadline=None)
@hypothesis.example([3615], 300)  # exactly 12.05
@hypothesis.example([10] * 41, 200)  # sums of 0.1 are not exact as floats: 4.1 ÷ 2 is 2.05
@hypothesis.example([770] * 3 + [1] * 5, 1000)
def test_hours_of_two_decimals_are_divided_exactly(freelancers: list[int], in_house: int) -> None:
    exact = fractions.Fraction(sum(freelancers), in_house)
    half_up = decimal.Decimal((exact * 20 + 1) // 2) / 10
    assert rules.ratio.ratio(hours(sum(one / 100 for one in freelancers), managers=in_house / 100)) == half_up


def test_it_goes_by_contracted_hours_until_output_is_measured_and_then_by_that_alone() -> None:
    contracted = hours(1200, checkins=60, duty=20, managers=40)
    assert (contracted.mode, str(rules.ratio.ratio(contracted))) == ("contracted hours", "10.0")
    measured = dataclasses.replace(contracted, output=960)
    assert (measured.mode, str(rules.ratio.ratio(measured))) == ("measured output", "8.0")
    assert dataclasses.replace(contracted, output=0).mode == "measured output"
