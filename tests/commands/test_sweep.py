"""`/bug sweep`, and the answer of somebody whose duty ended."""

import datetime

import pytest
import sqlmodel

import commands.replies
import data.models
import data.reports
import messages.sweep
import rules.errors
import tests.commands.asking
import tests.programme

Asking = tests.commands.asking.Asking
Session = sqlmodel.Session

NOW = tests.programme.NOW
MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture
def open_reports(session: Session) -> Session:
    """Three reports of Kenji's, and two advisers."""
    for slack_id in ("UADA", "UBEN"):
        tests.programme.add(session, slack_id, "adviser")
    kenji = tests.programme.add(session, "UKENJI", "freelancer")
    for number in range(3):
        report = data.models.Report(
            kind=data.models.ReportKind.BROKEN,
            title=f"Checkout fails {number}",
            happened="I press Pay.",
            filed_at=NOW + number * MINUTE,
            changed_at=NOW,
            expected_by=NOW,
        )
        data.reports.add(session, report, kenji.id or 0)
    return session


def shown(session: Session, who: str, minutes: int, button: str = "") -> str:
    """What somebody is shown after so many minutes, by the command or the button: its first line that says anything."""
    asking = Asking(session, who, NOW + minutes * MINUTE)
    reply = asking.press(button, subject="1") if button else asking.command("/bug sweep")
    return tests.commands.asking.said(reply).partition("\n")[0]


def test_the_oldest_comes_first_and_one_at_a_time_until_all_was_shown(open_reports: Session) -> None:
    said = [shown(open_reports, "UADA", n, messages.sweep.NEXT if n % 2 else "") for n in range(5)]
    assert said == [
        "*BUG-1 · Checkout fails 0*",
        "*BUG-2 · Checkout fails 1*",
        "*BUG-3 · Checkout fails 2*",
        "*That was all: 3 looked at.*",
        "*BUG-1 · Checkout fails 0*",
    ]


def test_what_the_partner_was_shown_is_left_out_for_ten_minutes(open_reports: Session) -> None:
    assert shown(open_reports, "UADA", 0) == "*BUG-1 · Checkout fails 0*"
    assert shown(open_reports, "UBEN", 9) == "*BUG-2 · Checkout fails 1*"
    assert shown(open_reports, "UBEN", 10) == "*BUG-1 · Checkout fails 0*"


def test_what_somebody_else_has_is_counted_at_the_end(open_reports: Session) -> None:
    shown(open_reports, "UADA", 0)
    shown(open_reports, "UBEN", 1)
    shown(open_reports, "UBEN", 1)
    assert Asking(open_reports, "UBEN", NOW + MINUTE).says("/bug sweep") == (
        "*That was all: 2 looked at.*\n"
        "Somebody else is looking at 1 more: `/bug sweep` in ten minutes shows what is left."
    )


def test_where_nothing_is_open_it_says_so(session: Session) -> None:
    tests.programme.add(session, "UADA", "adviser")
    assert shown(session, "UADA", 0) == "*Nothing is open.* There is no report to look at."


def test_a_step_has_the_reports_words_its_state_its_buttons_and_next(open_reports: Session) -> None:
    reply = Asking(open_reports, "UADA").command("/bug sweep")
    assert isinstance(reply, commands.replies.Say)
    text = reply.message["text"]
    assert ">I press Pay." in text
    assert "*New:* nobody has claimed it." in text
    assert text.endswith("2 more to look at.")
    rows = [block["elements"] for block in reply.message["blocks"] if block["type"] == "actions"]
    labels = [one["text"]["text"] for row in rows for one in row if one["type"] == "button"]
    assert labels == ["Claim", "Ask", "Resolve", "Next"]


@pytest.mark.parametrize("subject", ["", "yesterday", "2026-03-02"])
def test_a_handover_that_is_none_is_refused(open_reports: Session, subject: str) -> None:
    with pytest.raises(rules.errors.ProgramError, match="sweep"):
        Asking(open_reports, "UADA").press(messages.sweep.KEEP, subject=subject)


def test_who_holds_nothing_from_that_time_is_told_that_it_is_settled(open_reports: Session) -> None:
    reply = Asking(open_reports, "UADA").press(messages.sweep.PASS_ON, subject=NOW.isoformat())
    assert tests.commands.asking.said(reply).startswith("This is settled")


def test_the_button_to_close_opens_the_form_with_the_line_that_reporters_read(open_reports: Session) -> None:
    reply = Asking(open_reports, "UADA").press(messages.sweep.CLOSE, subject="2")
    assert isinstance(reply, commands.replies.Open)
    assert reply.view["title"]["text"] == "Close BUG-2"
    assert "'initial_value': 'We had no answer, so we close this. Please press " in str(reply.view)
