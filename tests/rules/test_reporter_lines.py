"""The lines under a reporter's card: what has come to nothing before it was sent is told nobody."""

import datetime

import pytest

import data.models
import rules.reporter_lines
import rules.reports

NOW = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)

Act = rules.reports.Act
Line = rules.reporter_lines.Line
State = data.models.ReportState


def moot(state: State, act: Act) -> set[Line]:
    report = data.models.Report(
        kind=data.models.ReportKind.BROKEN,
        title="Checkout fails",
        happened="I press Pay.",
        state=state,
        filed_at=NOW,
        changed_at=NOW,
        expected_by=NOW,
    )
    return rules.reporter_lines.moot(report, act)


@pytest.mark.parametrize("act", [Act.EDIT, Act.JOIN, Act.KNOWN, Act.REMIND, Act.ANSWER])
def test_a_question_stands_as_long_as_nobody_has_answered_it(act: Act) -> None:
    assert Line.ASK not in moot(State.NEEDS_INFO, act)


@pytest.mark.parametrize(
    ("state", "act"),
    [
        (State.NEEDS_INFO, Act.REPLY),
        (State.NEEDS_INFO, Act.ASK),  # the next question takes its place
        (State.CLAIMED, Act.CLAIM),
        (State.NEW, Act.HAND_BACK),
        (State.RESOLVED, Act.RESOLVE),
        (State.DUPLICATE, Act.DUPLICATE),
    ],
)
def test_a_question_is_moot_once_it_is_answered_asked_anew_or_no_longer_asked(state: State, act: Act) -> None:
    assert Line.ASK in moot(state, act)


@pytest.mark.parametrize("state", list(State))
def test_an_end_is_moot_while_it_is_open_and_a_reopening_once_it_is_not(state: State) -> None:
    is_open = state in rules.reports.OPEN
    assert (Line.END in moot(state, Act.EDIT)) == is_open
    assert (Line.REOPENED in moot(state, Act.EDIT)) != is_open
