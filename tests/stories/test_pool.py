"""The duty pool: who takes turns, and whose dates move before somebody leaves it."""

from __future__ import annotations

import data.people
import tests.stories.cast
import tests.stories.programme

Programme = tests.stories.programme.Programme


def test_a_removal_is_shown_first_and_done_when_confirmed(programme: Programme) -> None:
    published = programme.maren.types("/duty next 6").text
    preview = programme.maren.types("/duty pool remove <@U0CHIARA>")
    assert preview.first_line.startswith("*Chiara Lantern would leave the duty pool on Mon 16 March 2026, 10:00 ")
    assert "• Chiara Lantern: Not yours any more: " in preview.text
    assert preview.labels == ["Confirm"]
    assert programme.maren.types("/duty next 6").text == published
    done = programme.maren.presses("Confirm")
    assert done.first_line.startswith("Chiara Lantern leaves the duty pool on Mon 16 March 2026, 10:00 ")
    later = programme.maren.types("/duty next 6").text
    assert "U0CHIARA" in published
    assert "U0CHIARA" not in later
    assert "<@U0DEV> and <@U0ELENA>" in programme.topic, "the shift that runs stays"
    assert "leaves on Mon 16 March 2026*" in programme.ada.types("/duty pool").text


def test_who_is_concerned_reads_it_with_their_next_morning(programme: Programme) -> None:
    chiara = tests.stories.programme.Someone(programme.slack, tests.stories.cast.CHIARA)
    programme.maren.types("/duty pool remove <@U0CHIARA>")
    programme.maren.presses("Confirm")
    assert chiara.reads() == []
    programme.becomes("2026-03-03T09:00:00Z", step="PT6H")
    (morning,) = chiara.reads()
    assert "You leave the duty pool" in morning
    assert "Your dates on duty have changed." in morning


def test_what_changed_in_the_meantime_is_shown_anew(programme: Programme) -> None:
    programme.maren.types("/duty pool remove <@U0CHIARA>")
    programme.ada.types("/duty away 2026-04-01 2026-06-30")
    again = programme.maren.presses("Confirm")
    assert again.first_line == "*Things have moved on since you looked, and nothing was changed.*"
    assert programme.rows("SELECT ends FROM pool_membership WHERE ends IS NOT NULL") == []


def test_an_adviser_reads_the_pool_and_does_not_change_it(programme: Programme) -> None:
    assert programme.ada.types("/duty pool").first_line == "*The duty pool* (Europe/Berlin): 5 advisers"
    assert programme.ada.types("/duty pool remove <@U0ADA>").text.startswith("This is for programme managers.")
    assert programme.kenji.types("/duty pool").text.startswith("This is for programme managers and advisers.")


def test_who_joins_is_dealt_a_seat_when_what_is_published_is_over(programme: Programme) -> None:
    with programme.writing() as session:
        rowan = data.people.find(session, tests.stories.cast.ROWAN)
        assert rowan is not None
        rowan.active = True
    programme.passes("PT1M")
    published = programme.maren.types("/duty next 6").text
    programme.maren.types("/duty pool add <@U0ROWAN>")
    assert programme.maren.types("/duty next 6").text == published
    programme.becomes("2026-03-16T09:00:00Z", step="P7D")
    assert "U0ROWAN" in programme.maren.types("/duty next 6").text
