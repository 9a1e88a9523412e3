"""Figures of the service: how they are read, when a target is met, and what the freelancers' output comes to."""

from __future__ import annotations

import dataclasses
import datetime
import decimal
import typing

import hypothesis
import hypothesis.strategies as some
import pytest

import data.models
import rules.service

Figure = rules.service.Figure
Output = rules.service.Output

WEEK = datetime.date(2026, 2, 23)


@pytest.mark.parametrize(
    ("figure", "text", "number"),
    [
        (Figure.SATISFACTION, "94.5", 94.5),
        (Figure.SATISFACTION, "94,5 %", 94.5),
        (Figure.SATISFACTION, "100%", 100),
        (Figure.FIRST_REPLY, "1.5 h", 1.5),
        (Figure.FIRST_REPLY, "0", 0),
        (Figure.QUEUE, "1200", 1200),
        (Figure.QUEUE, "1,200", 1200),
        (Figure.SOLVED, "38", 38),
        (Figure.SOLVED, "38.0", 38),
    ],
)
def test_a_figure_is_read_with_its_unit_or_without(figure: Figure, text: str, number: float) -> None:
    assert rules.service.read(figure, text) == number


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        (Figure.SATISFACTION, "101"),
        (Figure.SATISFACTION, "-1"),
        (Figure.SATISFACTION, "good"),
        (Figure.SATISFACTION, "94.55"),
        (Figure.QUEUE, "1.5"),
        (Figure.QUEUE, "1,5"),
        (Figure.QUEUE, "1,2000"),
        (Figure.QUEUE, ""),
        (Figure.SOLVED, "10000"),
        (Figure.SOLVED, "٣"),
    ],
)
def test_what_is_no_such_figure_is_refused(figure: Figure, text: str) -> None:
    kinds = r"whole number from 0 to [0-9,]+|number from 0 to [0-9]+, with one decimal at most"
    with pytest.raises(ValueError, match=rf"^is no ({kinds}); it looks like [0-9.]+$"):
        rules.service.read(figure, text)


@pytest.mark.parametrize(("text", "hours"), [("32", 32), ("32h", 32), ("7,5 h", 7.5), ("60", 60)])
def test_hours_in_house_are_read_with_an_h_or_without(text: str, hours: float) -> None:
    assert rules.service.read_hours(text) == hours


@pytest.mark.parametrize("text", ["0", "61", "-3", "full", ""])
def test_what_is_no_number_of_hours_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no number of hours above 0 and up to 60"):
        rules.service.read_hours(text)


def test_a_week_is_whole_from_its_next_monday_on() -> None:
    assert not rules.service.is_over(WEEK, datetime.date(2026, 3, 1))
    assert rules.service.is_over(WEEK, datetime.date(2026, 3, 2))


@pytest.mark.parametrize(
    ("figure", "value", "target", "met"),
    [
        (Figure.SATISFACTION, 90, 90, True),
        (Figure.SATISFACTION, 89.9, 90, False),
        (Figure.FIRST_REPLY, 2, 2, True),
        (Figure.FIRST_REPLY, 2.1, 2, False),
        (Figure.QUEUE, 99, 100, True),
        (Figure.SOLVED, 29, 30, False),
    ],
)
def test_a_target_is_met_by_it_and_by_what_is_better(figure: Figure, value: float, target: float, met: bool) -> None:
    assert rules.service.is_met(figure, value, target) is met


# -- output


def person(*roles: str) -> data.models.Person:
    one = data.models.Person(slack_id="U0", name="Kim", joined_at=datetime.datetime(2026, 1, 5, tzinfo=datetime.UTC))
    for role in roles:
        setattr(one, role, True)
    return one


@pytest.mark.parametrize(
    ("roles", "has_contract", "in_house"),
    [
        (["adviser"], False, True),
        (["manager"], False, True),
        (["freelancer"], False, False),
        (["freelancer", "adviser"], True, False),
        (["adviser"], True, False),  # became an employee since
        ([], False, False),
    ],
)
def test_on_which_side_work_counts_is_said_by_a_contract_and_then_by_roles(
    roles: list[str], has_contract: bool, in_house: bool
) -> None:
    assert rules.service.is_in_house(person(*roles), has_contract) is in_house


MEASURED = Output(
    WEEK, freelancers=480, measured=12, contracted=12, missing=0, in_house=90, in_house_measured=2, hours=60
)
"""In-house 90 in 60 hours: 60 to a full-time equivalent of 40. The freelancers' 480 are then 8 of them."""


def test_output_is_what_freelancers_solved_by_what_an_in_house_full_timer_solves() -> None:
    assert MEASURED.to_full_time == decimal.Decimal("60.0")
    assert MEASURED.yielded == 320  # hours: 8 of 40
    assert MEASURED.each == decimal.Decimal("40.0")
    assert MEASURED.is_measured


@pytest.mark.parametrize(
    "lacking",
    [
        {"measured": 0, "freelancers": 0},
        {"in_house": 0},
        {"hours": 0},
        {"missing": 2},
    ],
)
def test_the_ratio_does_not_go_by_what_is_measured_on_one_side_alone_or_in_too_small_a_part(
    lacking: dict[str, typing.Any],
) -> None:
    assert not dataclasses.replace(MEASURED, **lacking).is_measured


def test_a_tenth_of_the_freelancers_may_lack_a_number() -> None:
    assert dataclasses.replace(MEASURED, contracted=20, missing=2).is_measured
    assert not dataclasses.replace(MEASURED, contracted=20, missing=3).is_measured


@hypothesis.given(freelancers=some.integers(1, 99_999), in_house=some.integers(1, 9_999), hours=some.integers(1, 2_000))
def test_output_grows_with_what_is_solved_and_shrinks_with_what_in_house_people_solve(
    freelancers: int, in_house: int, hours: int
) -> None:
    one = dataclasses.replace(MEASURED, freelancers=freelancers, in_house=in_house, hours=hours)
    more = dataclasses.replace(one, freelancers=freelancers + 1)
    faster = dataclasses.replace(one, in_house=in_house + 1)
    assert (more.yielded or 0) > (one.yielded or 0) > (faster.yielded or 0) > 0


@hypothesis.given(solved=some.integers(1, 9_999), hours=some.integers(1, 2_000))
def test_freelancers_who_solve_as_much_as_the_people_in_house_yield_their_hours(solved: int, hours: int) -> None:
    same = dataclasses.replace(MEASURED, freelancers=solved, in_house=solved, hours=hours)
    assert same.yielded == hours
