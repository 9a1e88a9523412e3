"""Slack fails, the network fails, the token fails: what had to be said is said once, and nobody waits in vain."""

from __future__ import annotations

import concurrent.futures

import pytest

import bot.sender
import tests.stories.cast
import tests.stories.programme

Programme = tests.stories.programme.Programme

HANDOVER = "2026-03-16T09:00:00Z"
FAULTS = [
    {"kind": "429", "seconds": 1},
    {"kind": "500"},
    {"kind": "garbage", "when": "after_storing"},
    {"kind": "reset"},
    {"kind": "timeout_before", "seconds": 1},
    {"kind": "timeout_after", "seconds": 1},
    {"kind": "delay", "seconds": 0.2, "answer": "never"},
]


@pytest.fixture
def hasty(prepared: Programme, monkeypatch: pytest.MonkeyPatch) -> Programme:
    """A programme whose calls time out soon, and are tried again soon."""
    monkeypatch.setattr(bot.sender, "BACK_OFF", (0.2, 1.0, 5.0, 30.0))
    prepared.start(muster_http_timeout=0.8, muster_lease_margin=0.3)
    prepared.settles()
    return prepared


def handovers(programme: Programme) -> list[str]:
    """The announcements that people can read."""
    return [text for text in programme.triage() if "hand over. Thank you!" in text]


def not_ready(programme: Programme) -> list[str]:
    """What the manager reads of it."""
    return [text for text in programme.maren.reads() if "*Something is not ready.*" in text]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: " ".join(map(str, fault.values())))
def test_a_handover_is_there_once_whatever_becomes_of_its_post(hasty: Programme, fault: dict[str, object]) -> None:
    hasty.slack.faults(method="chat.postMessage", count=1, **fault)
    hasty.becomes(HANDOVER, step="P14D")
    hasty.settles()
    hasty.passes("PT1M")
    assert len(handovers(hasty)) == 1
    assert hasty.rows("SELECT DISTINCT state FROM outbox") == [("sent",)]


def test_several_faults_in_a_row_change_nothing_in_that(hasty: Programme) -> None:
    for kind in ("timeout_before", "garbage"):
        hasty.slack.faults(method="chat.postMessage", kind=kind, count=1, seconds=1)
    hasty.slack.faults(method="conversations.history", kind="500", count=1)
    hasty.becomes(HANDOVER, step="P14D")
    hasty.settles()
    assert len(handovers(hasty)) == 1


def test_a_restart_while_the_fate_of_a_post_is_unknown_doubles_nothing(prepared: Programme) -> None:
    prepared.start(muster_lease_margin=1.5)
    prepared.settles()
    prepared.slack.faults(method="chat.postMessage", kind="reset", when="after_storing", count=1)
    prepared.becomes(HANDOVER, step="P14D")
    assert prepared.rows("SELECT count(*) FROM outbox WHERE state = 'sending'") == [(1,)]
    prepared.restart()
    prepared.settles()
    assert len(handovers(prepared)) == 1


def test_a_channel_that_muster_has_left_gets_its_handover_once_it_is_invited_again(
    hasty: Programme, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.sender, "UNINVITED", 0.2)
    hasty.slack.change_channel(tests.stories.cast.TRIAGE, leave=[tests.stories.cast.BOT])
    hasty.becomes(HANDOVER, step="P14D")
    hasty.becomes("2026-03-17T08:00:00Z", step="P1D")
    assert not_ready(hasty) == [
        "*Something is not ready.*\n• Muster is not in the triage channel. Type `/invite @Muster` in <#C0TRIAGE>."
    ]
    before = hasty.slack.last
    hasty.slack.change_channel(tests.stories.cast.TRIAGE, join=[tests.stories.cast.BOT])
    hasty.sees("call", after=before, method="chat.postMessage", stored=True)
    hasty.sees("call", after=before, method="conversations.setTopic", stored=True)
    assert len(handovers(hasty)) == 1
    assert hasty.topic.startswith("On duty until Mon 30 Mar, 10:00: ")
    hasty.passes("PT1M")
    assert [text.endswith("~ mended") for text in not_ready(hasty)] == [True]


# -- the token


def test_a_revoked_token_stops_the_sender_and_loses_nothing(hasty: Programme, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.sender, "UNAUTHORISED", 0.3)
    hasty.slack.tokens(revoke="bot")
    hasty.becomes(HANDOVER, step="P14D")
    stopped = hasty.slack.last
    assert hasty.maren.types("/duty").first_line == "*On duty until Mon 30 March 2026, 10:00 (Europe/Berlin)*"
    hasty.sees("call", after=stopped, method="auth.test")
    assert hasty.slack.journal(stopped, kind="call", method="chat.postMessage") == []
    hasty.slack.tokens(restore="bot")
    hasty.settles()
    assert len(handovers(hasty)) == 1
    assert hasty.topic.startswith("On duty until Mon 30 Mar, 10:00: ")


# -- sockets


def test_after_an_aborted_socket_commands_work_again_within_seconds(programme: Programme) -> None:
    before = programme.slack.journal(programme.began)[-1]
    programme.slack.sockets("drop")
    again = programme.sees("socket", after=before["n"], did="connected")
    assert again["real"] - before["real"] < 8
    assert programme.maren.types("/duty").first_line.startswith("*On duty until")


@pytest.mark.parametrize("kind", ["refresh", "warning"])
def test_a_refreshed_socket_loses_no_command(programme: Programme, kind: str) -> None:
    before = programme.slack.last
    programme.slack.sockets(kind)
    answers = [programme.maren.types("/duty") for _ in range(20)]
    programme.sees("socket", after=before, did="connected")
    answers += [programme.maren.types("/duty") for _ in range(20)]
    if kind == "refresh":
        programme.sees("socket", after=before, did="closed")
    answers += [programme.maren.types("/duty") for _ in range(5)]
    assert all(answer.acked and answer.text for answer in answers)


def test_each_command_has_one_acknowledgement_over_a_change_of_sockets(programme: Programme) -> None:
    before = programme.slack.last
    programme.slack.sockets("refresh")
    for number in range(10):
        programme.ada.types(f"/duty away 2026-08-{number + 1:02}")
    assert len(programme.slack.journal(before, kind="ack")) == 10
    assert len(programme.rows("SELECT 1 FROM absence")) == 10


def test_a_command_on_its_way_when_the_socket_changes_is_still_acknowledged(programme: Programme) -> None:
    before = programme.slack.last
    with concurrent.futures.ThreadPoolExecutor(1) as beside:
        with programme.locked():
            typed = beside.submit(programme.ada.types, "/duty away 2026-08-03")
            programme.sees("envelope", after=before)
            programme.slack.sockets("refresh")
            programme.sees("socket", after=before, did="connected")
        assert typed.result().first_line.startswith("You are away on Mon 3 August 2026")


def test_a_command_whose_acknowledgement_is_lost_with_the_socket_is_saved_once(programme: Programme) -> None:
    before = programme.slack.last
    with concurrent.futures.ThreadPoolExecutor(1) as beside:
        with programme.locked():
            typed = beside.submit(programme.ada.types, "/duty away 2026-08-03")
            programme.sees("envelope", after=before)
            programme.slack.sockets("drop")
        assert typed.result().error == "operation_timeout"
    assert "nothing was changed." in programme.ada.types("/duty away 2026-08-03").text
    assert len(programme.rows("SELECT 1 FROM absence")) == 1


# -- forms that Slack does not open


@pytest.mark.parametrize("kind", ["500", "garbage", "reset"])
def test_a_form_that_did_not_open_is_offered_by_a_button(programme: Programme, kind: str) -> None:
    programme.slack.faults(method="views.open", kind=kind, count=1)
    refused = programme.ada.adds_days_away()
    assert (refused.text, refused.labels) == ("Slack did not open the form in time.", ["Open the form"])
    assert programme.ada.form is None
    pressed = programme.ada.presses("Open the form")
    assert pressed.view
    programme.ada.submits({"First day away": "2026-08-03"})
    assert len(programme.rows("SELECT 1 FROM absence")) == 1


def test_an_expired_trigger_is_no_dead_end_either(programme: Programme) -> None:
    programme.slack.faults(method="views.open", kind="delay", answer="late", seconds=3.2, count=1)
    late = programme.ada.adds_days_away()
    assert late.labels == ["Open the form"]
    assert programme.ada.presses("Open the form").view


# -- while Slack can't be reached at the start


def test_a_start_waits_for_a_slack_that_fails_and_then_joins(prepared: Programme) -> None:
    prepared.slack.faults(method="auth.test", kind="500", count=1)
    prepared.start()
    assert prepared.maren.types("/duty").first_line.startswith("*On duty until")
