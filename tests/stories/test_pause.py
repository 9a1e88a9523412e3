"""Pausing what goes out by itself, and what becomes of it: seen in Slack."""

from __future__ import annotations

import pytest

import tests.stories.cast
import tests.stories.programme

Programme = tests.stories.programme.Programme

HANDOVER = "2026-03-16T09:00:00Z"
"""10:00 in Berlin."""


def directs(programme: Programme) -> list[str]:
    """What was posted outside the triage channel, by the workspace's clock."""
    return [post["at"][:10] for post in programme.posts() if post["channel"] != tests.stories.cast.TRIAGE]


@pytest.fixture
def programme(prepared: Programme) -> Programme:
    """What mornings tell of duty, without anybody's check-ins."""
    prepared.prepare(tests.stories.cast.STAFF)
    prepared.start()
    return prepared


def test_nothing_goes_out_by_itself_until_a_manager_resumes_it_and_what_came_too_late_is_dropped(
    programme: Programme,
) -> None:
    assert programme.maren.types("/program pause").text.startswith("*Paused:* everything until somebody resumes it.")
    programme.becomes("2026-03-16T12:00:00Z", step="PT12H")
    assert len(programme.triage()) == 1
    assert directs(programme) == []
    assert "• paused: everything until somebody resumes it" in programme.maren.types("/program status").text
    assert programme.maren.types("/program resume").text.startswith("*Resumed:* ")
    programme.passes("PT1M")
    assert [text.splitlines()[-1].startswith("*On duty until ") for text in programme.triage()[1:]] == [True]
    programme.passes("P1D", step="PT6H")
    assert directs(programme) == []  # their heads-ups were of no use any more


def test_answers_go_out_all_the_same(programme: Programme) -> None:
    programme.maren.types("/program pause")
    assert programme.ada.types("/duty").first_line.startswith("*On duty until ")
    assert "*On duty until " in programme.ada.opens_home()
    programme.ada.types("/duty away 2026-05-04")
    assert programme.rows("SELECT count(*) FROM absence") == [(1,)]


def test_one_kind_alone_is_paused_until_the_end_of_a_day(programme: Programme) -> None:
    said = programme.maren.types("/program pause morning until 2026-03-10").text
    assert "the morning messages (`morning`) until Tue 10 March 2026, that day included" in said
    programme.becomes("2026-03-13T12:00:00Z", step="PT4H")
    assert directs(programme) == ["2026-03-13"] * 2  # of a week before, nothing; of the last working day before, both
    programme.becomes(HANDOVER, step="P1D")
    assert len(programme.triage()) == 2
    assert "paused" not in programme.maren.types("/program status").text


def test_a_restart_does_not_end_it(programme: Programme) -> None:
    programme.maren.types("/program pause duty")
    programme.restart()
    programme.becomes(HANDOVER, step="P7D")
    assert len(programme.triage()) == 1


def test_what_was_foreseen_is_what_is_sent(programme: Programme) -> None:
    foreseen = programme.maren.types("/program upcoming 15d").text
    assert foreseen.count("morning message, heads-up before duty") == 4
    assert foreseen.count("handover, with topic and user group") == 1
    programme.passes("P15D", step="PT6H")
    assert len(directs(programme)) == 4
    assert len(programme.triage()) == 2
    sent = programme.maren.types(f"/program sent <@{tests.stories.cast.ADA}|ada> 2w").text
    assert sent.count("*morning*, sent") == 2
    assert "heads-up:eve:2026-03-16T09:00:00+00:00:U0ADA" in sent


def test_a_quiet_programme_says_what_it_would_send_and_sends_nothing(prepared: Programme) -> None:
    prepared.prepare(live=False)
    prepared.start()
    foreseen = prepared.maren.types("/program upcoming").text
    assert foreseen.startswith("*What Muster would send by itself in the next 14 days*")
    assert "first publication" in foreseen
    prepared.passes("P14D", step="P1D")
    assert prepared.posts() == []
