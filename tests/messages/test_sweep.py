"""What is read while open reports are gone through, as literals."""

import datetime
import zoneinfo

import pytest

import data.models
import messages.sweep
import messages.text
import rules.sweep
import sandbox.blocks

Wait = rules.sweep.Wait

NOW = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
READER = messages.text.Reader(zoneinfo.ZoneInfo("Europe/Berlin"))
ADA = data.models.Person(id=1, slack_id="UADA", name="Ada <b>", joined_at=NOW)


def a_report(number: int = 4, title: str = "It <!here> fails") -> data.models.Report:
    kind = data.models.ReportKind.BROKEN
    return data.models.Report(
        id=number, kind=kind, title=title, happened="…", filed_at=NOW, changed_at=NOW, expected_by=NOW
    )


def lines(*waits: Wait) -> dict[str, str]:
    """One report for each, by what each line is about."""
    found = {}
    for number, wait in enumerate(waits, start=1):
        report, since = a_report(number, f"Title {number}"), {wait: NOW}
        found[messages.sweep.about(report, since)] = messages.sweep.line(report, since, ADA, READER)
    return found


def labels(payload: messages.text.Payload) -> list[str]:
    rows = [block["elements"] for block in payload["blocks"] if block["type"] == "actions"]
    return [one["text"]["text"] for row in rows for one in row]


@pytest.mark.parametrize(
    ("waits", "said"),
    [
        ([Wait.UNCLAIMED], "nobody has claimed it, since Mon 2 March, 10:00"),
        ([Wait.ANSWERED], "the reporter answered on Mon 2 March, 10:00"),
        ([Wait.SILENT], "claimed by Ada &lt;b&gt;, and no word since Mon 2 March, 10:00"),
        ([Wait.STUCK], "escalated, and no word since Mon 2 March, 10:00"),
        ([Wait.UNANSWERED], "no answer from the reporter since Mon 2 March, 10:00"),
        ([Wait.CLOSE], "no answer from the reporter since Mon 2 March, 10:00: *close?*"),
        ([Wait.GONE], "Ada &lt;b&gt; holds it, who is gone"),
        (
            [Wait.SILENT, Wait.AWAY],
            "claimed by Ada &lt;b&gt;, and no word since Mon 2 March, 10:00; Ada &lt;b&gt; holds it, who is away",
        ),
        ([Wait.OFF_DUTY], "Ada &lt;b&gt; holds it, who is off duty"),
    ],
)
def test_a_line_says_what_a_report_waits_for(waits: list[Wait], said: str) -> None:
    line = messages.sweep.line(a_report(), dict.fromkeys(waits, NOW), ADA, READER)
    assert line == f"BUG-4 · It &lt;!here&gt; fails: {said}"


def test_a_line_says_what_is_urgent() -> None:
    urgent = a_report()
    urgent.severity = data.models.Severity.URGENT
    line = messages.sweep.line(urgent, {Wait.STUCK: NOW}, ADA, READER)
    assert line.startswith("BUG-4 · It &lt;!here&gt; fails · *urgent*: escalated")


def test_what_is_silent_for_long_has_a_button_to_close_it() -> None:
    payload = messages.sweep.morning(lines(Wait.UNCLAIMED, Wait.UNANSWERED, Wait.CLOSE))
    assert labels(payload) == ["Close BUG-3"]
    assert payload["blocks"][-1]["elements"][0]["text"].startswith("Why do I get this? You are on duty")


def test_later_that_day_what_is_done_is_struck_through_and_has_no_button_and_what_is_new_waits() -> None:
    before = lines(Wait.UNCLAIMED, Wait.CLOSE)
    first, second = before.values()
    later = lines(Wait.UNCLAIMED) | {"9 unclaimed": "BUG-9 · Title 9: nobody has claimed it"}
    after = messages.sweep.morning_redrawn(messages.sweep.morning(before), later)
    assert after["text"].splitlines() == ["*Waiting in triage*", f"• {first}", f"• ~{second}~ done"]
    assert labels(after) == []
    assert messages.sweep.morning_redrawn(after, later) == after


def test_what_waits_for_something_else_by_then_is_not_done() -> None:
    report = a_report()
    gwens = {Wait.OFF_DUTY: NOW}
    silent = {Wait.UNANSWERED: NOW} | gwens
    before = messages.sweep.morning({messages.sweep.about(report, gwens): "BUG-4: Ada holds it, who is off duty"})
    later = messages.sweep.line(report, silent, ADA, READER)
    after = messages.sweep.morning_redrawn(before, {messages.sweep.about(report, silent): later})
    assert after["text"].splitlines()[1:] == [f"• {later}"]
    ended = messages.sweep.morning_redrawn(after, {})
    assert ended["text"].splitlines()[1:] == [f"• ~{later}~ done"]


def test_of_a_long_list_the_rest_is_counted_anew_through_the_day() -> None:
    before = messages.sweep.morning(lines(*[Wait.UNCLAIMED] * 14))
    assert before["text"].splitlines()[-1] == "• and 4 more: `/bug sweep`"
    one_less = messages.sweep.morning_redrawn(before, lines(*[Wait.UNCLAIMED] * 13))
    assert one_less["text"].splitlines()[-1] == "• and 3 more: `/bug sweep`"
    none_left = messages.sweep.morning_redrawn(before, {})
    assert none_left["text"].splitlines()[-1] == "• ~and 4 more: `/bug sweep`~ done"


def test_who_goes_off_duty_reads_what_they_hold_and_until_when_they_can_answer() -> None:
    payload = messages.sweep.held([a_report()], NOW, NOW + datetime.timedelta(hours=30), READER)
    assert payload["text"].splitlines() == [
        "*Your time on duty is over, and you hold 1 open report.*",
        "• BUG-4 · It &lt;!here&gt; fails",
        "*Keep* them, or *pass them on* to those who are on duty now? One press settles all of them.",
        "Why do I get this? You were on duty until the handover; without an answer by Tue 3 March, 16:00 they stay "
        "with you, and those on duty see that you are off duty.",
    ]
    assert labels(payload) == ["Keep", "Pass on"]


@pytest.mark.parametrize("words", [messages.sweep.late, messages.sweep.late_with_nobody, messages.sweep.twice_late])
def test_the_longest_lists_keep_slacks_limits_and_name_no_person(words: messages.sweep.Words) -> None:
    reports = [a_report(number, "<" * 5000) for number in range(1, 501)]
    payload = words(reports, READER)
    assert "and 490 more: `/bug sweep`" in payload["text"]
    assert "<" not in payload["text"]
    assert sandbox.blocks.check(payload["blocks"], sandbox.blocks.MESSAGE) == []
