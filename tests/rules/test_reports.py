"""What may become of a report, as literals: why an act can't be done, and what it changes."""

import datetime

import pytest

import data.models
import rules.reports

Act = rules.reports.Act
Obstacle = rules.reports.Obstacle
State = data.models.ReportState

NOON = datetime.datetime(2026, 3, 2, 12, tzinfo=datetime.UTC)
LATER = NOON + datetime.timedelta(hours=1)
ADA, BOLA = 1, 2


def report(state: State = State.NEW, **columns: object) -> data.models.Report:
    known = {"id": 142, "kind": "broken", "title": "Checkout fails", "happened": "Nothing.", "state": state}
    times = {"filed_at": NOON, "changed_at": NOON, "expected_by": LATER}
    return data.models.Report(**known | times | columns)  # type: ignore[arg-type]  # columns


def why(one: data.models.Report, act: Act, by: int = ADA, **more: object) -> Obstacle | None:
    deed = rules.reports.Deed(act, LATER, by, **more)  # type: ignore[arg-type]  # a deed's columns
    return rules.reports.obstacle(one, deed)


def changed(one: data.models.Report, act: Act, by: int = ADA, **more: object) -> dict[str, object]:
    deed = rules.reports.Deed(act, LATER, by, **more)  # type: ignore[arg-type]  # a deed's columns
    (change,) = rules.reports.changes(one, deed)
    return {name: value for name, value in change.values.items() if value != getattr(one, name)}


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        *(("BUG-142", 142), ("bug-7", 7), ("142", 142), ("#142", 142)),
        *(("bug", None), ("BUG-", None), ("BUG-1x", None), ("BUG--1", None), ("1234567890", None), ("٣", None)),
    ],
)
def test_a_report_is_known_by_its_number(typed: str, number: int | None) -> None:
    assert rules.reports.ident(typed) == number


@pytest.mark.parametrize(
    ("one", "act", "expected"),
    [
        (report(), Act.CLAIM, None),
        (report(State.CLAIMED, holder_id=BOLA), Act.CLAIM, Obstacle.HELD),
        (report(State.CLAIMED, holder_id=ADA), Act.CLAIM, Obstacle.YOURS),
        (report(State.NEEDS_INFO, holder_id=ADA), Act.CLAIM, None),
        (report(State.ESCALATED, holder_id=BOLA), Act.CLAIM, Obstacle.HELD),
        (report(State.CLAIMED, holder_id=BOLA), Act.RESOLVE, None),
        (report(), Act.HAND_BACK, Obstacle.NOBODYS),
        (report(State.CLAIMED, holder_id=BOLA), Act.HAND_BACK, None),
        (report(), Act.REOPEN, Obstacle.OPEN),
        (report(State.RESOLVED), Act.REOPEN, None),
        (report(State.DUPLICATE, original_id=7), Act.REOPEN, None),
        (report(State.RESOLVED), Act.CLAIM, Obstacle.OVER),
        (report(State.RESOLVED), Act.KNOWN, Obstacle.OVER),
        (report(State.RESOLVED), Act.EDIT, None),
    ],
)
def test_what_stands_in_the_way_of_an_act(one: data.models.Report, act: Act, expected: Obstacle | None) -> None:
    assert why(one, act) == expected


def test_nobody_gets_passed_what_they_hold() -> None:
    held = report(State.CLAIMED, holder_id=BOLA)
    assert why(held, Act.PASS, person_id=BOLA) == Obstacle.THEIRS
    assert why(held, Act.PASS, person_id=ADA) is None


def test_resolving_a_new_one_claims_it_too_and_is_its_first_response() -> None:
    assert changed(report(known_issue="Look"), Act.RESOLVE, words="Reload.") == {
        "state": State.RESOLVED,
        "changed_at": LATER,
        "closed_at": LATER,
        "holder_id": ADA,
        "responded_at": LATER,
        "spoken_at": LATER,
        "closing": "Reload.",
        "known_issue": None,
    }


def test_who_resolves_what_another_holds_leaves_it_theirs() -> None:
    held = report(State.CLAIMED, holder_id=BOLA, responded_at=NOON)
    assert changed(held, Act.RESOLVE, words="Reload.") == {
        "state": State.RESOLVED,
        "changed_at": LATER,
        "closed_at": LATER,
        "spoken_at": LATER,
        "closing": "Reload.",
    }


def test_reopened_it_is_as_new_but_for_its_first_response() -> None:
    over = report(State.RESOLVED, holder_id=BOLA, responded_at=NOON, closed_at=NOON, closing="Reload.")
    assert changed(over, Act.REOPEN) == {
        "state": State.NEW,
        "changed_at": LATER,
        "closed_at": None,
        "spoken_at": LATER,
        "closing": None,
        "holder_id": None,
    }


def test_a_new_one_that_is_passed_on_is_claimed_and_an_escalated_one_stays_so() -> None:
    new = changed(report(), Act.PASS, person_id=BOLA)
    assert (new["state"], new["holder_id"], new["responded_at"]) == (State.CLAIMED, BOLA, LATER)
    escalated = report(State.ESCALATED, holder_id=ADA, responded_at=NOON)
    assert changed(escalated, Act.PASS, person_id=BOLA) == {"holder_id": BOLA, "spoken_at": LATER}


def test_an_edit_changes_what_it_names_and_nothing_of_where_it_stands() -> None:
    assert changed(report(), Act.EDIT, edits={"title": "Paying fails"}) == {
        "title": "Paying fails",
        "spoken_at": LATER,
    }


def test_only_what_a_reporter_writes_is_an_answer_and_seeing_it_too_is_none() -> None:
    asked = report(State.NEEDS_INFO, holder_id=ADA)
    assert changed(asked, Act.JOIN, by=BOLA) == {}
    assert changed(asked, Act.REPLY, by=BOLA) == {"answered_at": LATER}
    assert not rules.reports.is_answered(asked)
    asked.answered_at = LATER
    assert rules.reports.is_answered(asked)
