"""One sits for another: asked for in one line, seen in topic and answers, told to whom it concerns, and taken back."""

from __future__ import annotations

import tests.stories.programme

Programme = tests.stories.programme.Programme

BEFORE = "On duty until Mon 16 Mar, 10:00: <@U0DEV> and <@U0ELENA> | Bugs, please"
AFTER = "On duty until Mon 16 Mar, 10:00: <@U0CHIARA> and <@U0ELENA> | Bugs, please"


def test_a_part_of_the_running_shift_is_covered_at_once_and_undone_at_once(programme: Programme) -> None:
    answer = programme.maren.types("/duty override <@U0CHIARA> for <@U0DEV> from today to fri")
    assert answer.first_line.startswith("Chiara Lantern sits for Dev Anchor from Mon 2 March 2026, 13:0")
    assert answer.first_line.endswith(" to Sat 7 March 2026, 00:00 (Europe/Berlin).")
    programme.settles()
    assert programme.topic == AFTER
    assert "<@U0CHIARA> (Chiara Lantern)" in programme.ada.types("/duty").text
    assert "Chiara Lantern sits for Dev Anchor" in programme.kenji.types("/duty").text
    (told,) = programme.dev.reads()
    assert told.startswith("*Your dates on duty have changed.* Chiara Lantern sits for you.\nBefore: ")
    assert "Why do I get this?" in told
    undone = programme.maren.types("/duty override")
    assert undone.first_line == "*Who sits for whom*"
    pressed = programme.maren.presses("Undo")
    programme.settles()
    assert programme.topic == BEFORE
    assert pressed.first_line == "Chiara Lantern does not sit for Dev Anchor any more."
    assert len(programme.dev.reads()) == 2


def test_a_coming_part_begins_and_ends_by_itself(programme: Programme) -> None:
    programme.maren.types("/duty override <@U0CHIARA> for <@U0ADA> 2026-03-18 2026-03-19")
    programme.becomes("2026-03-17T22:59:00Z", step="P7D")
    assert "<@U0ADA> and <@U0BOLA>" in programme.topic
    programme.becomes("2026-03-17T23:01:00Z")
    assert "<@U0CHIARA> and <@U0BOLA>" in programme.topic
    programme.becomes("2026-03-19T23:01:00Z", step="PT12H")
    assert "<@U0ADA> and <@U0BOLA>" in programme.topic


def test_two_names_without_a_word_between_are_asked_back(programme: Programme) -> None:
    answer = programme.maren.types("/duty override <@U0CHIARA> <@U0DEV> mon to fri")
    assert answer.text.startswith("Who sits for whom? Write `/duty override @Chiara Lantern for @Dev Anchor …`")
    assert programme.rows("SELECT * FROM duty_override") == []


def test_who_does_not_sit_then_and_who_may_not_ask_are_refused(programme: Programme) -> None:
    answer = programme.maren.types("/duty override <@U0CHIARA> for <@U0ADA> tomorrow")
    assert answer.text.startswith("Ada Harbour does not sit then. They next sit from Mon 16 March 2026, 10:00 ")
    answer = programme.maren.types("/duty override <@U0ELENA> for <@U0DEV> tomorrow")
    assert answer.text.startswith("Elena Mainsail sits already from Tue 3 March 2026")
    answer = programme.ada.types("/duty override <@U0ADA> for <@U0DEV> tomorrow")
    assert answer.text.startswith("This is for programme managers.")
    assert programme.rows("SELECT * FROM duty_override") == []
