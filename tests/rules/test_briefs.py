"""What a decision on a contract is made on: counted by literals, and by laws."""

import datetime
import decimal

import hypothesis
import hypothesis.strategies
import pytest

import data.models
import rules.briefs

Contract = data.models.Contract
State = data.models.CheckinState
Kind = data.models.ReportKind
ReportState = data.models.ReportState

MONDAY = datetime.date(2026, 3, 2)
THURSDAY = MONDAY + datetime.timedelta(days=3)
WEEK = datetime.timedelta(days=7)


def checkin(weeks_ago: int, state: State, minutes: int | None = None, planned: int = 60) -> data.models.Checkin:
    week = MONDAY - weeks_ago * WEEK
    return data.models.Checkin(freelancer_id=1, adviser_id=2, week=week, planned=planned, state=state, minutes=minutes)


def term(starts: str, last_day: str) -> Contract:
    ends = datetime.date.fromisoformat(last_day) + datetime.timedelta(days=1)
    return Contract(person_id=1, starts=datetime.date.fromisoformat(starts), ends=ends, weekly_hours=20)


# -- check-ins


def test_what_was_not_held_is_what_is_not_done_once_its_week_is_over() -> None:
    rows = [
        checkin(4, State.DONE, 45),
        checkin(3, State.OPEN),
        checkin(2, State.BOOKED),
        checkin(1, State.EXCUSED),
    ]
    assert rules.briefs.held(rows, THURSDAY) == rules.briefs.Held(done=1, missed=3, excused=1, planned=180, logged=45)
    assert rules.briefs.held(rows, THURSDAY).all == 4


def test_this_week_counts_only_once_it_is_done() -> None:
    assert rules.briefs.held([checkin(0, State.OPEN)], THURSDAY) == rules.briefs.Held()
    assert rules.briefs.held([checkin(0, State.BOOKED)], THURSDAY) == rules.briefs.Held()
    assert rules.briefs.held([checkin(0, State.EXCUSED)], THURSDAY) == rules.briefs.Held()
    held = rules.briefs.held([checkin(0, State.DONE, 30)], THURSDAY)
    assert held == rules.briefs.Held(done=1, planned=60, logged=30)
    assert rules.briefs.held([checkin(0, State.OPEN)], MONDAY + WEEK).missed == 1


ROWS = hypothesis.strategies.lists(
    hypothesis.strategies.builds(
        checkin,
        hypothesis.strategies.integers(0, 8),
        hypothesis.strategies.sampled_from(State),
        hypothesis.strategies.integers(5, 90),
    )
)


@hypothesis.given(ROWS)
def test_every_check_in_of_a_week_that_is_over_was_held_or_not(rows: list[data.models.Checkin]) -> None:
    held = rules.briefs.held(rows, THURSDAY)
    over = [row for row in rows if row.week < MONDAY]
    assert len(over) <= held.all <= len(rows)
    assert held.excused <= held.missed
    assert held.planned == 60 * (held.all - held.excused)


# -- reports

CONFIRMED = {(Kind.BROKEN, ReportState.RESOLVED), (Kind.GUIDE, ReportState.RESOLVED)}


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("state", list(ReportState))
def test_a_report_counts_that_named_something_wrong_and_was_resolved(kind: Kind, state: ReportState) -> None:
    now = datetime.datetime(2026, 3, 2, tzinfo=datetime.UTC)
    report = data.models.Report(
        kind=kind, title="x", happened="x", state=state, filed_at=now, expected_by=now, changed_at=now
    )
    assert rules.briefs.is_confirmed(report) == ((kind, state) in CONFIRMED)


# -- terms


def test_a_renewal_is_a_term_that_begins_where_another_ends() -> None:
    first, second = term("2025-01-01", "2025-03-31"), term("2025-04-01", "2025-06-30")
    back = term("2026-01-05", "2026-04-04")
    found = rules.briefs.terms([back, second, first], back)
    assert found.terms == (first, second, back)
    assert found.renewals == 1
    assert found.months == decimal.Decimal("8.9")  # 90, 91 and 90 days


def test_the_terms_before_one_are_not_those_after_it() -> None:
    first, second = term("2025-01-01", "2025-03-31"), term("2025-04-01", "2025-06-30")
    assert rules.briefs.terms([first, second], first).terms == (first,)


# -- who would be missed


def test_few_are_nobody_and_one_person() -> None:
    others = {frozenset({"de", "fr"}): 1, frozenset({"de"}): 1, frozenset({"es"}): 3}
    assert rules.briefs.few(["DE", "fr", "pt", "es"], others) == {"fr": 1, "pt": 0}
    assert rules.briefs.few([], others) == {}


def colleague(name: str, languages: str, products: str, zone: str = "Europe/Berlin") -> rules.briefs.Colleague:
    sets = (frozenset(languages.split()), frozenset(products.split()))
    return rules.briefs.Colleague(ord(name[0]), name, (zone, None), *sets)


def test_overlap_is_who_works_at_the_same_time_with_most_in_common_first() -> None:
    others = [
        colleague("Cy", "de", "checkout"),
        colleague("Bo", "de fr", "checkout"),
        colleague("Al", "de", "checkout", "Asia/Tokyo"),
        colleague("Di", "de", "checkout", "Pacific/Auckland"),
    ]
    hours: dict[rules.briefs.Times, float] = {("Europe/Berlin", None): 40, ("Asia/Tokyo", None): 5}
    found = rules.briefs.overlap(["De", "fr"], ["Checkout"], others, hours)
    assert [(one.colleague.name, one.languages, one.products, one.hours) for one in found] == [
        ("Bo", ("De", "fr"), ("Checkout",), 40),
        ("Cy", ("De",), ("Checkout",), 40),
        ("Al", ("De",), ("Checkout",), 5),
    ]
