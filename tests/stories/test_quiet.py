"""A new installation is quiet until a manager goes live; and what is not ready is said once."""

from __future__ import annotations

import pytest

import bot.administration
import tests.stories.cast
import tests.stories.programme

Programme = tests.stories.programme.Programme

LIVE = "*Muster is live.* From now on it announces handovers in the triage channel. What fell due before is not sent."
CHANGES = ("chat.postMessage", "conversations.setTopic", "conversations.open", "chat.update")


@pytest.fixture
def quiet(prepared: Programme) -> Programme:
    """A programme that is not live, with Muster in it."""
    prepared.prepare(live=False)
    prepared.start()
    return prepared


def unasked(programme: Programme) -> list[str]:
    """The methods by which Muster has changed the workspace."""
    return [call["method"] for call in programme.calls() if call["method"] in CHANGES]


def test_a_quiet_programme_answers_and_sends_nothing_by_itself(quiet: Programme) -> None:
    quiet.passes("P15D", step="PT12H")
    assert unasked(quiet) == []
    assert quiet.maren.types("/duty").first_line == "*On duty until Mon 30 March 2026, 10:00 (Europe/Berlin)*"
    assert "Muster is quiet" in quiet.maren.types("/program status").text


def test_what_somebody_asked_for_is_sent_all_the_same(quiet: Programme) -> None:
    quiet.ada.adds_days_away()
    quiet.ada.submits()
    quiet.passes("PT1S")
    assert len(quiet.ada.reads()) == 1


def test_a_manager_goes_live_from_the_menu(quiet: Programme) -> None:
    assert quiet.maren.types("/program").labels == ["Go live"]
    assert quiet.maren.presses("Go live").text == LIVE
    quiet.passes("PT1S")
    assert len(quiet.triage()) == 1
    assert quiet.maren.types("/program").labels == []
    assert quiet.rows("SELECT actor FROM audit WHERE action = 'programme.live'") == [("U0MAREN",)]


def test_a_manager_goes_live_from_the_home_page(quiet: Programme) -> None:
    assert "*Muster is quiet.*" in quiet.maren.opens_home()
    before = quiet.slack.last
    quiet.maren.presses("Go live", in_="home", wait=0)
    quiet.sees("call", after=before, method="views.open")  # sooner or later than the page is drawn anew
    assert quiet.maren.form
    assert tests.stories.programme.words(quiet.maren.form["blocks"]) == [LIVE]


def test_a_second_press_changes_nothing(quiet: Programme) -> None:
    quiet.maren.types("/program")
    quiet.maren.presses("Go live")
    assert quiet.maren.presses("Go live").text == "Muster is live already; nothing was changed."
    assert len(quiet.rows("SELECT 1 FROM audit WHERE action = 'programme.live'")) == 1


def test_only_managers_are_offered_it(quiet: Programme) -> None:
    assert quiet.ada.types("/program").labels == []
    assert "quiet" not in quiet.ada.opens_home()


def test_what_fell_due_before_is_never_sent(quiet: Programme) -> None:
    quiet.becomes("2026-03-16T12:00:00Z", step="P7D")
    quiet.maren.types("/program")
    quiet.maren.presses("Go live")
    quiet.passes("P1D", step="PT6H")
    (published,) = quiet.triage()
    assert published.startswith("*Adviser on Duty is set up.* On duty now: Ada Harbour and Bola Compass")
    quiet.becomes("2026-03-30T08:00:00Z", step="P7D")
    assert len(quiet.triage()) == 2


def test_the_command_line_goes_live_beside_the_running_bot(
    prepared: Programme, capsys: pytest.CaptureFixture[str]
) -> None:
    prepared.prepare(live=False, now=None)
    prepared.start()
    capsys.readouterr()
    bot.administration.go_live(prepared.url)
    bot.administration.go_live(prepared.url)
    assert capsys.readouterr().out.splitlines() == [
        "Muster is live.",
        "Muster is live already; nothing was changed.",
    ]
    prepared.passes("PT1M")
    assert len(prepared.triage()) == 1


# -- what is not ready


NEXT_MORNING = "2026-03-03T08:00:00Z"
"""09:00 in Berlin, where the manager is."""


def test_an_unset_triage_channel_is_said_in_the_log_and_once_in_the_managers_morning(
    prepared: Programme, caplog: pytest.LogCaptureFixture
) -> None:
    prepared.start(muster_triage_channel="")
    prepared.restart()
    assert "No triage channel is set" in caplog.text
    assert prepared.maren.reads() == []
    prepared.becomes(NEXT_MORNING, step="PT4H")
    prepared.restart()
    prepared.passes("P1D", step="PT6H")
    (told,) = prepared.maren.reads()
    assert told.startswith("*Something is not ready.*\n• No triage channel is set")
    assert "`muster settings triage_channel C0123ABCD`" in told
    assert "not ready" not in "".join(prepared.ada.reads() + prepared.bola.reads())


def test_a_triage_channel_without_muster_is_said_with_the_line_to_type_and_mended_by_the_invitation(
    prepared: Programme, caplog: pytest.LogCaptureFixture
) -> None:
    prepared.slack.change_channel(tests.stories.cast.TRIAGE, leave=[tests.stories.cast.BOT])
    prepared.start()
    prepared.becomes(NEXT_MORNING, step="PT4H")
    assert prepared.maren.reads() == [
        "*Something is not ready.*\n• Muster is not in the triage channel. Type `/invite @Muster` in <#C0TRIAGE>."
    ]
    assert "Type `/invite @Muster`" in caplog.text
    prepared.slack.change_channel(tests.stories.cast.TRIAGE, join=[tests.stories.cast.BOT])
    prepared.restart()
    prepared.passes("PT1M")
    (told,) = prepared.maren.reads()
    assert told.endswith("in <#C0TRIAGE>.~ mended")


def test_an_empty_pool_is_said(prepared: Programme, caplog: pytest.LogCaptureFixture) -> None:
    prepared.prepare(tests.stories.cast.MANAGER_ALONE)
    prepared.start()
    prepared.becomes(NEXT_MORNING, step="PT4H")
    (told,) = prepared.maren.reads()
    assert "The duty pool is empty" in told
    assert "`muster import people.csv`" in told
    assert "The duty pool is empty" in caplog.text


def test_a_quiet_programme_says_it_in_the_log_alone(prepared: Programme, caplog: pytest.LogCaptureFixture) -> None:
    prepared.prepare(live=False)
    prepared.start(muster_triage_channel="")
    prepared.passes("PT1M")
    assert unasked(prepared) == []
    assert "No triage channel is set" in caplog.text


# -- settings beside a running bot


def test_a_changed_setting_is_obeyed_by_the_next_command(programme: Programme) -> None:
    with programme.setting(ratio_aim="13", ratio_band="9-14"):
        assert programme.maren.types("/program status").first_line.endswith(
            "(below the band 9–14, aim 13) · by contracted hours"
        )
    assert programme.maren.types("/program status").first_line.endswith(
        "(below the band 10–15, aim 12) · by contracted hours"
    )


def test_a_roster_imported_beside_the_bot_is_obeyed_by_the_next_command(programme: Programme) -> None:
    assert programme.penny.types("/duty").text.startswith("You are not on this programme's roster")
    programme.imports("slack_id,name,roles\nU0PENNY,Penny Ledger,freelancer\n")
    assert programme.penny.types("/duty").first_line.startswith("*On duty until")


def test_a_value_of_the_environment_is_a_first_value_alone(prepared: Programme) -> None:
    prepared.start()
    bot.administration.settings(prepared.url, "time_zone", "Asia/Tokyo")
    prepared.restart()
    assert prepared.rows("SELECT value FROM setting WHERE name = 'time_zone'") == [("Asia/Tokyo",)]
