"""Contracts: running, coming, overlapping, and 1 to 6 months long."""

import datetime

import pytest

import data.models
import rules.contracts


def contract(starts: str, last_day: str) -> data.models.Contract:
    ends = datetime.date.fromisoformat(last_day) + datetime.timedelta(days=1)
    return data.models.Contract(person_id=1, starts=datetime.date.fromisoformat(starts), ends=ends, weekly_hours=20.0)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("today", "running", "upcoming", "not_over"),
    [
        ("2026-02-28", False, True, True),
        ("2026-03-01", True, False, True),
        ("2026-05-31", True, False, True),
        ("2026-06-01", False, False, False),
    ],
)
def test_a_contract_runs_from_its_first_to_its_last_day(
    today: str, running: bool, upcoming: bool, not_over: bool
) -> None:
    term = contract("2026-03-01", "2026-05-31")
    assert rules.contracts.running(term, day(today)) is running
    assert rules.contracts.upcoming(term, day(today)) is upcoming
    assert rules.contracts.running_or_coming(term, day(today)) is not_over


def test_the_last_day_is_the_one_people_named() -> None:
    assert rules.contracts.last_day(contract("2026-03-01", "2026-05-31")) == day("2026-05-31")


@pytest.mark.parametrize(
    ("starts", "last_day", "overlaps"),
    [
        ("2026-06-01", "2026-07-31", False),
        ("2026-05-31", "2026-07-31", True),
        ("2026-01-01", "2026-02-28", False),
        ("2026-01-01", "2026-03-01", True),
        ("2026-04-01", "2026-04-30", True),
        ("2026-01-01", "2026-12-31", True),
    ],
)
def test_contracts_overlap_when_they_share_a_day(starts: str, last_day: str, overlaps: bool) -> None:
    one, other = contract("2026-03-01", "2026-05-31"), contract(starts, last_day)
    assert rules.contracts.overlap(one, other) is overlaps
    assert rules.contracts.overlap(other, one) is overlaps


@pytest.mark.parametrize(
    ("starts", "last_day", "regular"),
    [
        ("2026-03-01", "2026-03-30", False),
        ("2026-03-01", "2026-03-31", True),
        ("2026-03-01", "2026-09-01", True),
        ("2026-03-01", "2026-09-02", False),
        ("2026-01-31", "2026-02-26", False),
        ("2026-01-31", "2026-02-27", True),
        ("2028-01-31", "2028-02-27", False),
        ("2028-01-31", "2028-02-28", True),
        ("2025-08-31", "2026-02-28", True),
        ("2025-08-31", "2026-03-01", False),
        ("2026-11-15", "2027-05-15", True),
        ("2026-11-15", "2027-05-16", False),
        ("2026-03-01", "2026-02-01", False),
    ],
)
def test_a_regular_contract_lasts_one_to_six_months(starts: str, last_day: str, regular: bool) -> None:
    assert rules.contracts.term_is_regular(contract(starts, last_day)) is regular


@pytest.mark.parametrize(
    ("start", "months", "later"),
    [
        ("2026-01-15", 1, "2026-02-15"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2026-12-31", 1, "2027-01-31"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2026-06-30", 6, "2026-12-30"),
        ("2026-06-30", 12, "2027-06-30"),
    ],
)
def test_months_are_added_by_the_calendar(start: str, months: int, later: str) -> None:
    assert rules.contracts.months_later(day(start), months) == day(later)


@pytest.mark.parametrize(
    ("today", "state"),
    [
        ("2026-02-28", rules.contracts.State.UPCOMING),
        ("2026-03-01", rules.contracts.State.ACTIVE),
        ("2026-05-31", rules.contracts.State.ACTIVE),
        ("2026-06-01", rules.contracts.State.OVER),
    ],
)
def test_the_dates_alone_say_whether_a_contract_runs(today: str, state: rules.contracts.State) -> None:
    assert rules.contracts.state(contract("2026-03-01", "2026-05-31"), day(today)) == state


@pytest.mark.parametrize(
    ("last_day", "last", "left_out"),
    [
        ("2026-02-28", None, ["2026-03-01", "2026-06-01", "2026-10-01"]),
        ("2026-03-01", "2026-03-01", ["2026-06-01", "2026-10-01"]),
        ("2026-05-31", "2026-03-01", ["2026-06-01", "2026-10-01"]),
        ("2026-06-01", "2026-06-01", ["2026-10-01"]),
        ("2026-09-15", "2026-06-01", ["2026-10-01"]),
        ("2026-12-31", "2026-10-01", []),
    ],
)
def test_a_last_day_ends_the_term_that_began_by_then_and_leaves_out_all_that_begin_later(
    last_day: str, last: str | None, left_out: list[str]
) -> None:
    terms = [contract("2026-03-01", "2026-05-31"), contract("2026-06-01", "2026-08-31")]
    terms += [contract("2026-10-01", "2026-12-31")]
    ending = rules.contracts.ending(terms, day(last_day))
    assert (str(ending.last.starts) if ending.last else None) == last
    assert [str(one.starts) for one in ending.left_out] == left_out
    assert [str(one.starts) for one in ending.terms] == [*([last] if last else []), *left_out]


def test_what_was_agreed_is_known_though_it_ends_early() -> None:
    term = contract("2026-03-01", "2026-05-31")
    assert rules.contracts.agreed_last_day(term) == day("2026-05-31")
    term.agreed_ends, term.ends = term.ends, day("2026-03-14")
    assert rules.contracts.agreed_last_day(term) == day("2026-05-31")
