"""Handovers by the clock: announced once, whatever happened to Muster in the meantime."""

from __future__ import annotations

import pytest

import tests.stories.cast
import tests.stories.programme

Programme = tests.stories.programme.Programme

HANDOVER = "2026-03-16T09:00:00Z"
UNTIL = "<!date^1774857600^{date_short_pretty} {time}|Mon 30 March 2026, 10:00 (Europe/Berlin)>"
ANNOUNCED = f"Dev Anchor and Elena Mainsail hand over. Thank you!\n*On duty until {UNTIL}:* <@U0ADA> and <@U0BOLA>"


def test_two_weeks_forward_hand_duty_over_with_one_message(programme: Programme) -> None:
    programme.passes("P14D", step="PT12H")
    published, handover = programme.triage()
    assert published.startswith("*Adviser on Duty is set up.* On duty now: Dev Anchor and Elena Mainsail, until ")
    assert handover == ANNOUNCED


def test_nothing_is_announced_before_its_time(programme: Programme) -> None:
    programme.becomes("2026-03-16T08:59:00Z", step="P7D")
    assert len(programme.triage()) == 1
    programme.becomes(HANDOVER)
    assert programme.triage()[1:] == [ANNOUNCED]


def test_the_first_publication_is_one_message_that_pings_nobody_and_no_dm(programme: Programme) -> None:
    (post,) = programme.posts()
    assert post["channel"] == tests.stories.cast.TRIAGE
    assert "<@" not in str(post["args"])
    assert post["args"]["text"].count("\n") == 6
    assert not programme.calls("conversations.open")


def test_the_topic_names_the_pair_in_front_of_peoples_own_words(programme: Programme) -> None:
    assert programme.topic == "On duty until Mon 16 Mar, 10:00: <@U0DEV> and <@U0ELENA> | Bugs, please"
    programme.becomes(HANDOVER, step="P7D")
    assert programme.topic == "On duty until Mon 30 Mar, 10:00: <@U0ADA> and <@U0BOLA> | Bugs, please"


def test_a_topic_is_set_once_for_each_handover(programme: Programme) -> None:
    programme.becomes(HANDOVER, step="P7D")
    programme.passes("P3D", step="PT6H")
    programme.restart()
    assert len(programme.calls("conversations.setTopic")) == 2


def test_restarts_and_many_ticks_announce_nothing_twice(programme: Programme) -> None:
    programme.becomes(HANDOVER, step="P7D")
    for _ in range(2):
        programme.restart()
        programme.passes("PT3M", step="PT1M")
    assert programme.triage()[1:] == [ANNOUNCED]


def test_a_handover_during_twenty_hours_off_is_announced_after_them(programme: Programme) -> None:
    programme.becomes("2026-03-16T02:00:00Z", step="P7D")
    programme.stop()
    programme.passes("PT20H", step="PT20H")
    programme.start()
    assert programme.triage()[1:] == [ANNOUNCED]


def test_after_five_weeks_off_only_the_running_shift_is_announced(programme: Programme) -> None:
    programme.stop()
    programme.passes("P35D", step="P35D")
    programme.start()
    (late,) = programme.triage()[1:]
    assert "*On duty since <!date^" in late
    assert "|Mon 30 March 2026, 10:00 (Europe/Berlin)> until " in late
    assert "Ada Harbour and Bola Compass hand over. Thank you!" in late
    assert "On duty until Mon 13 Apr, 10:00: " in programme.topic


def test_after_months_off_shifts_that_nobody_dealt_are_left_out(programme: Programme) -> None:
    programme.stop()
    programme.passes("P200D", step="P200D")
    programme.start()
    assert len(programme.triage()) == 2
    assert len(programme.maren.types("/duty next 6").text.splitlines()) == 8


def test_a_handover_keeps_its_wall_clock_time_over_the_change_of_the_clocks(programme: Programme) -> None:
    programme.becomes("2026-03-30T07:59:00Z", step="P7D")
    assert len(programme.triage()) == 2
    programme.becomes("2026-03-30T08:00:00Z")
    assert len(programme.triage()) == 3


@pytest.mark.parametrize("step", ["P14D", "PT6H"])
def test_two_quiet_weeks_are_lived_through_without_lag(programme: Programme, step: str) -> None:
    walked = programme.passes("P14D", step=step)
    assert walked["lagging"] == []
    assert len(programme.triage()) == 2
