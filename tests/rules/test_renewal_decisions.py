"""What is decided on a contract, what the person was told, and who may know which of the two."""

import datetime

import pytest

import data.models
import rules.renewals

Choice = data.models.Choice
Contract = data.models.Contract
Course = rules.renewals.Course
Decision = data.models.Decision

AT = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)
RUNGS = (14, 7, 3)


def term(starts: str = "2026-02-01", last_day: str = "2026-03-12") -> Contract:
    ends = datetime.date.fromisoformat(last_day) + rules.renewals.DAY
    return Contract(id=1, person_id=1, starts=datetime.date.fromisoformat(starts), ends=ends, weekly_hours=20)


def decision(choice: Choice, ident: int = 1, **known: datetime.datetime) -> Decision:
    return Decision(id=ident, contract_id=1, actor_id=1, at=AT, choice=choice, **known)  # type: ignore[arg-type]  # instants


END = decision(Choice.END, told_at=AT)
RENEW = decision(Choice.RENEW, ident=2)
OPEN = decision(Choice.OPEN, ident=3)


@pytest.mark.parametrize(
    ("newest", "told", "holds"),
    [
        (None, None, None),
        (RENEW, None, RENEW),
        (OPEN, None, None),
        (END, END, END),
        (RENEW, END, RENEW),
        (OPEN, END, END),
    ],
)
def test_the_newest_decision_holds_and_one_taken_back_leaves_what_was_told(
    newest: Decision | None, told: Decision | None, holds: Decision | None
) -> None:
    course = rules.renewals.course(term(), RUNGS, newest, told)
    assert course.decision is holds
    assert course.is_told == (told is not None)


@pytest.mark.parametrize(
    ("newest", "told", "others"), [(RENEW, None, None), (END, END, END), (RENEW, END, END), (None, None, None)]
)
@pytest.mark.parametrize(
    ("is_manager", "has_recommended"), [(True, False), (False, True), (True, True), (False, False)]
)
def test_managers_and_who_recommended_see_what_holds_and_all_others_what_was_told(
    newest: Decision | None, told: Decision | None, others: Decision | None, is_manager: bool, has_recommended: bool
) -> None:
    course = rules.renewals.course(term(), RUNGS, newest, told)
    knows = is_manager or has_recommended
    assert course.shown_to(is_manager, has_recommended).decision is (newest if knows else others)


@pytest.mark.parametrize(
    ("one", "on_its_way", "in_an_hour"),
    [
        (None, False, False),
        (decision(Choice.RENEW), False, False),
        (decision(Choice.RENEW, tell_at=AT + HOUR), True, True),
        (decision(Choice.RENEW, tell_at=AT + 2 * HOUR), True, False),
        (decision(Choice.RENEW, tell_at=AT, told_at=AT), False, True),
        (decision(Choice.RENEW, lost_at=AT), False, False),
    ],
)
def test_what_is_on_its_way_is_told_by_the_instant_at_which_it_goes_out(
    one: Decision | None, on_its_way: bool, in_an_hour: bool
) -> None:
    course = Course(term(), RUNGS, one, told=one if one is not None and one.told_at else None)
    assert (course.is_on_its_way, course.is_told_by(AT + HOUR)) == (on_its_way, in_an_hour)


@pytest.mark.parametrize(
    ("starts", "last_day", "proposed"),
    [
        ("2026-02-01", "2026-03-12", "2026-04-21"),  # 40 days again
        ("2026-02-11", "2026-03-12", "2026-04-12"),  # 30 days would be less than a month
        ("2025-06-01", "2026-03-12", "2026-09-13"),  # an exception's length is not proposed again
    ],
)
def test_as_long_a_term_is_proposed_if_that_is_regular(starts: str, last_day: str, proposed: str) -> None:
    assert rules.renewals.next_last_day(Course(term(starts, last_day), RUNGS)).isoformat() == proposed


def test_what_was_decided_is_proposed_when_it_is_changed() -> None:
    decided = Decision(contract_id=1, actor_id=1, at=AT, choice=Choice.RENEW, last_day=datetime.date(2026, 5, 20))
    assert rules.renewals.next_last_day(Course(term(), RUNGS, decided)) == datetime.date(2026, 5, 20)
