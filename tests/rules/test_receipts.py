"""When somebody is reminded of an update, when their adviser hears of it, and when they may be asked, as literals."""

import datetime
import zoneinfo

import hypothesis
import hypothesis.strategies
import pytest

import data.models
import rules.days_off
import rules.receipts
import rules.working_hours
import rules.working_time

Date = datetime.date


def at(text: str) -> datetime.datetime:
    """`2 09:00`, a day of March 2026 and a time in UTC; the 2nd is a Monday."""
    day, _, time = text.partition(" ")
    return datetime.datetime.fromisoformat(f"2026-03-{int(day):02} {time}:00+00:00")


def works(
    zone: str = "UTC", hours: str = "mon-fri 09:00-17:00", *away: tuple[int, int]
) -> rules.working_hours.Workdays:
    """Somebody who works so there, away from a day of March to before another."""
    spans = tuple((Date(2026, 3, first), Date(2026, 3, end)) for first, end in away)
    time = rules.working_time.parse(hours)
    return rules.working_hours.Workdays(zoneinfo.ZoneInfo(zone), time, spans, rules.days_off.NONE)


@pytest.mark.parametrize(
    ("due_at", "workdays", "expected"),
    [
        ("2 09:00", works(), "5 09:00"),
        ("2 15:30", works(), "5 15:30"),
        ("5 09:00", works(), "10 09:00"),  # over a weekend
        ("2 09:00", works("UTC", "mon-fri 09:00-17:00", (3, 5)), "9 09:00"),  # away on Tuesday and Wednesday
        ("2 09:00", works("UTC", "mon,thu 09:00-17:00"), "12 09:00"),
        ("2 01:00", works("Asia/Manila"), "5 01:00"),
    ],
)
def test_the_reminder_comes_after_three_of_their_own_working_days(
    due_at: str, workdays: rules.working_hours.Workdays, expected: str
) -> None:
    assert rules.receipts.reminded_at(at(due_at), workdays) == at(expected)


@pytest.mark.parametrize(
    ("day", "workdays", "expected"),
    [
        (5, works(), "6 09:00"),
        (6, works(), "9 09:00"),
        (6, works("Asia/Manila"), "9 01:00"),
        (5, works("UTC", "mon-fri 09:00-17:00", (6, 11)), "11 09:00"),  # away before they could mend it
    ],
)
def test_their_adviser_hears_of_it_one_of_their_working_days_after_they_did(
    day: int, workdays: rules.working_hours.Workdays, expected: str
) -> None:
    assert rules.receipts.reported_at(Date(2026, 3, day), workdays) == at(expected)


@hypothesis.given(
    minutes=hypothesis.strategies.integers(0, 365 * 24 * 60),
    zone=hypothesis.strategies.sampled_from(["UTC", "Asia/Manila", "America/New_York", "Europe/Berlin"]),
)
def test_no_reminder_is_due_sooner_than_is_looked_for(minutes: int, zone: str) -> None:
    due_at = at("2 09:00") + datetime.timedelta(minutes=minutes)
    hour = datetime.timedelta(hours=1)  # that the clocks may take away
    assert rules.receipts.reminded_at(due_at, works(zone)) >= due_at + rules.receipts.SHORTEST - hour


def test_they_are_asked_once_a_day_at_most() -> None:
    update = data.models.Update(author_id=1, title="", text="", valid_until=Date(2026, 4, 1), drafted_at=at("2 09:00"))
    assert rules.receipts.may_be_nudged(update, at("2 09:00"))
    update.nudged_at = at("2 23:50")
    assert not rules.receipts.may_be_nudged(update, at("3 00:10"))
    assert rules.receipts.may_be_nudged(update, at("3 23:50"))
