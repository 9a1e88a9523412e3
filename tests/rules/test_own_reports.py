"""What reporters may do with their own report: take it back until somebody looks at it, reopen it within 14 days."""

import datetime

import pytest

import data.models
import rules.reports

Act = rules.reports.Act
Obstacle = rules.reports.Obstacle
State = data.models.ReportState

NOW = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
DAY, SECOND = datetime.timedelta(days=1), datetime.timedelta(seconds=1)


def report(**columns: object) -> data.models.Report:
    known: dict[str, object] = {
        "id": 7,
        "kind": data.models.ReportKind.BROKEN,
        "title": "Checkout fails",
        "happened": "I press Pay.",
        "filed_at": NOW,
        "changed_at": NOW,
        "expected_by": NOW + DAY,
    }
    return data.models.Report(**known | columns)  # type: ignore[arg-type]  # columns


def deed(act: Act) -> rules.reports.Deed:
    return rules.reports.Deed(act, NOW, actor_id=3)


@pytest.mark.parametrize("act", [Act.WITHDRAW, Act.LEAVE])
def test_it_can_be_taken_back_until_somebody_looks_at_it(act: Act) -> None:
    assert rules.reports.obstacle(report(), deed(act)) is None
    assert rules.reports.obstacle(report(responded_at=NOW), deed(act)) == Obstacle.LOOKED_AT
    assert rules.reports.obstacle(report(), deed(act), has_duplicates=True) == Obstacle.LOOKED_AT
    assert rules.reports.obstacle(report(state=State.CLAIMED), deed(act)) == Obstacle.LOOKED_AT
    assert rules.reports.obstacle(report(state=State.RESOLVED), deed(act)) == Obstacle.OVER


def test_what_was_taken_back_says_nothing_any_more() -> None:
    full = report(expected="It works", steps="Pay", area="Till", link="https://example.com", known_issue="Paying fails")
    changed = rules.reports.after(full, deed(Act.WITHDRAW))
    texts = {name: changed[name] for name in ("title", "happened", "expected", "steps", "area", "link", "known_issue")}
    assert texts.pop("title") == "Taken back"
    assert set(texts.values()) == {"", None}
    assert (changed["state"], changed["closed_at"]) == (State.WITHDRAWN, NOW)


def test_who_leaves_it_to_others_says_nothing_about_it() -> None:
    assert rules.reports.after(report(), deed(Act.LEAVE)) == {"state": State.NEW}


@pytest.mark.parametrize("act", [act for act in Act if act not in (Act.REDACT, Act.REPLY)])
def test_nothing_is_done_to_what_was_taken_back(act: Act) -> None:
    assert rules.reports.obstacle(report(state=State.WITHDRAWN), deed(act)) == Obstacle.TAKEN_BACK


@pytest.mark.parametrize("state", [State.RESOLVED, State.NOT_A_BUG])
def test_its_reporters_may_reopen_it_for_14_days(state: State) -> None:
    over = report(state=state, closed_at=NOW)
    assert rules.reports.may_be_reopened_by_reporter(over, NOW)
    assert rules.reports.may_be_reopened_by_reporter(over, NOW + 14 * DAY - SECOND)
    assert not rules.reports.may_be_reopened_by_reporter(over, NOW + 14 * DAY)


@pytest.mark.parametrize("state", [state for state in State if state not in (State.RESOLVED, State.NOT_A_BUG)])
def test_nothing_else_can_be_still_there(state: State) -> None:
    assert not rules.reports.may_be_reopened_by_reporter(report(state=state), NOW)


def test_a_report_is_overdue_once_what_was_said_is_over_and_nobody_has_responded() -> None:
    assert not rules.reports.is_overdue(report(), NOW + DAY)
    assert rules.reports.is_overdue(report(), NOW + DAY + SECOND)
    assert not rules.reports.is_overdue(report(responded_at=NOW), NOW + 2 * DAY)
    assert not rules.reports.is_overdue(report(state=State.CLAIMED), NOW + 2 * DAY)
