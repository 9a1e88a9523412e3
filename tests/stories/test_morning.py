"""The morning message: each in their own morning, one a day, true until the day is over, whatever happens to Muster."""

from __future__ import annotations

import pytest

import data.duty
import data.people
import tests.stories.cast
import tests.stories.programme

Programme = tests.stories.programme.Programme

WEEK_BEFORE = "2026-03-09T08:00:00Z"
"""A Monday, 09:00 in Berlin and Lagos: a week before Ada's and Bola's turn."""

EVE = "2026-03-13T08:00:00Z"


def directs(programme: Programme, member: str) -> list[str]:
    """When Muster posted in somebody's DM, by the workspace's clock."""
    ims = {one["id"] for one in programme.slack.state()["channels"] if one["is_im"] and member in one["members"]}
    return [post["at"][:16] for post in programme.posts() if post["channel"] in ims]


@pytest.fixture
def programme(prepared: Programme) -> Programme:
    """What mornings tell of duty, without anybody's check-ins."""
    prepared.prepare(tests.stories.cast.STAFF)
    prepared.start()
    return prepared


def test_the_next_pair_hears_of_their_turn_at_their_own_mornings_a_week_and_a_working_day_before(
    programme: Programme,
) -> None:
    programme.becomes(WEEK_BEFORE, step="P1D")
    (ada,) = programme.ada.reads()
    assert ada.startswith(
        "*You are on duty from Mon 16 March 2026, 10:00 to Mon 30 March 2026, 10:00 (Europe/Berlin)*, "
        "with Bola Compass (Lagos, where it is 09:00 now).\n• From then on read what comes in in <#C0TRIAGE>"
    )
    (bola,) = programme.bola.reads()
    assert "from Mon 16 March 2026, 10:00 to " in bola
    programme.becomes(EVE, step="P1D")
    assert [len(who.reads()) for who in (programme.ada, programme.bola, programme.dev, programme.maren)] == [2, 2, 0, 0]
    assert directs(programme, tests.stories.cast.ADA) == ["2026-03-09T08:00", "2026-03-13T08:00"]


def test_a_heads_up_says_why_it_came_and_notifies_nobody_else(programme: Programme) -> None:
    programme.becomes(WEEK_BEFORE, step="P7D")
    posts = [post for post in programme.posts() if post["channel"] != tests.stories.cast.TRIAGE]
    assert len(posts) == 2
    for post in posts:
        assert "<@" not in str(post["args"])
        assert "Why do I get this? You take turns on duty" in str(post["args"]["blocks"])


def test_restarts_through_the_morning_tell_nothing_twice(programme: Programme) -> None:
    programme.becomes("2026-03-09T07:50:00Z", step="P7D")
    for _ in range(3):
        programme.restart()
        programme.passes("PT6M", step="PT2M")
    assert directs(programme, tests.stories.cast.ADA) == ["2026-03-09T08:00"]


def test_a_morning_during_which_muster_was_off_is_made_up_for(programme: Programme) -> None:
    programme.becomes("2026-03-09T05:00:00Z", step="P7D")
    programme.stop()
    programme.passes("PT8H", step="PT8H")
    programme.start()
    assert len(programme.ada.reads()) == 1
    programme.stop()
    programme.passes("P7D", step="P7D")  # the last working day before, and the beginning, go by
    programme.start()
    programme.passes("P1D", step="PT6H")
    assert len(programme.ada.reads()) == 1


def test_an_empty_seat_is_told_the_managers_next_morning_and_ticked_off_when_it_is_taken(programme: Programme) -> None:
    with programme.writing() as session:
        shift, seats = data.duty.list_shifts(session)[3]
        data.duty.empty_seat(session, shift.id or 0, seats[0].place)
    programme.becomes("2026-03-03T08:00:00Z", step="PT6H")
    (told,) = programme.maren.reads()
    assert told.startswith("*Empty seats on duty*\n• Mon 13 April 2026, 10:00 (Europe/Berlin) to Mon 27 April 2026")
    assert told.endswith(" alone")
    with programme.writing() as session:
        elena = data.people.find(session, tests.stories.cast.ELENA)
        assert elena is not None
        data.duty.put_in_seat(session, shift.id or 0, seats[0].place, elena.id or 0, 1)
    programme.passes("PT1M")
    (told,) = programme.maren.reads()
    assert told.endswith(" alone~ mended")
    assert len(directs(programme, tests.stories.cast.MAREN)) == 1


def test_an_empty_seat_in_what_runs_is_told_at_once_and_again_on_monday(programme: Programme) -> None:
    with programme.writing() as session:
        shift, seats = data.duty.list_shifts(session)[0]
        data.duty.empty_seat(session, shift.id or 0, seats[0].place)
    programme.passes("PT1M")
    (told,) = programme.maren.reads()
    assert told.startswith("*Empty seats on duty*\n• Mon 2 March 2026, 10:00 (Europe/Berlin)")
    programme.becomes("2026-03-10T12:00:00Z", step="PT12H")
    assert [at[:10] for at in directs(programme, tests.stories.cast.MAREN)] == ["2026-03-02", "2026-03-09"]
