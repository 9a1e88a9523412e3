"""A figure of the programme week by week: which weeks are looked back on, and by how much it changed."""

import datetime
import decimal

import pytest

import rules.week_figures

WEEK = datetime.date(2026, 3, 2)


def course(now: str | None, **before: str) -> rules.week_figures.Course:
    """`before` by the weeks ago: `w1` is the last one."""
    known = {WEEK - int(name[1:]) * datetime.timedelta(days=7): decimal.Decimal(one) for name, one in before.items()}
    return rules.week_figures.Course(WEEK, decimal.Decimal(now) if now else None, known)


@pytest.mark.parametrize(
    ("found", "change"),
    [
        (course("10.2", w1="10.0"), "0.2"),
        (course("9.9", w1="10.0"), "-0.1"),
        (course("10.0", w1="10.0"), "0.0"),
        (course("10.0", w2="9.0"), None),  # of the last week nothing is known
        (course(None, w1="10.0"), None),
        (course("10.0"), None),
    ],
)
def test_the_change_is_to_the_last_week_where_both_are_known(
    found: rules.week_figures.Course, change: str | None
) -> None:
    assert found.change == (None if change is None else decimal.Decimal(change))


def test_twelve_weeks_are_shown_with_this_one() -> None:
    weeks = rules.week_figures.looked_back_on(WEEK)
    assert (weeks[0], weeks[-1], len(weeks)) == (datetime.date(2025, 12, 15), datetime.date(2026, 2, 23), 11)


def test_the_weeks_come_in_their_order_and_this_one_last() -> None:
    assert [str(value) for _, value in course("10.2", w1="10.0", w3="9.8").weeks] == ["9.8", "10.0", "10.2"]
    assert [str(value) for _, value in course(None, w1="10.0").weeks] == ["10.0"]
