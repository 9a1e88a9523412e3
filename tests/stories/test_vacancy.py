"""A seat within 14 days is asked for: by direct message, one after the other, and the managers may decide."""

from __future__ import annotations

import tests.stories.cast
import tests.stories.programme

Programme = tests.stories.programme.Programme
Someone = tests.stories.programme.Someone

HANDOVER = "2026-03-16T09:00:00Z"
SPAN = "from Mon 16 March 2026"


def everybody(programme: Programme) -> list[Someone]:
    """The advisers who are there."""
    chiara = Someone(programme.slack, tests.stories.cast.CHIARA)
    return [programme.ada, programme.bola, chiara, programme.dev, programme.elena]


def asked(programme: Programme) -> list[Someone]:
    """Who was asked, in that order."""
    found = programme.rows("SELECT slack_id FROM question JOIN person ON person.id = person_id ORDER BY question.id")
    by_id = {one.id: one for one in everybody(programme)}
    return [by_id[who] for (who,) in found]


def becomes_vacant(programme: Programme) -> Someone:
    """Ada, who sits from 16 March, is away in it; whoever is asked first."""
    programme.ada.types("/duty away 2026-03-18")
    programme.passes("PT1S")
    (first,) = asked(programme)
    return first


def pair(programme: Programme) -> str:
    """Who sits from 16 March."""
    (line,) = [line for line in programme.maren.types("/duty next 1").text.splitlines() if line.startswith("• Mon 16")]
    return line


def test_the_next_in_line_is_asked_and_says_yes(programme: Programme) -> None:
    first = becomes_vacant(programme)
    (question,) = first.reads()
    assert question.startswith(f"*Can you be on duty {SPAN}")
    assert "Ada Harbour can't then. Bola Compass sits in the other seat." in question
    assert "Please answer by Mon 2 March 2026" in question
    (view,) = programme.maren.reads()
    assert view.startswith(
        "*A seat on duty is vacant* from Mon 16 March 2026, 10:00 to Mon 30 March 2026, 10:00 (Europe/Berlin)"
    )
    assert "was asked, and has until " in view
    answer = first.presses("Yes", in_="dm")
    assert answer.text.startswith("*Thank you.* You are on duty from Mon 16 March 2026")
    programme.passes("PT1S")
    assert first.reads()[0].startswith("*Thank you, the seat is yours.*")
    assert programme.maren.reads()[0].startswith("*Settled:* ")
    assert f"<@{first.id}>" in pair(programme)
    assert [one.id for one in everybody(programme) if one.reads()] == [first.id]


def test_no_asks_the_next_at_once_and_the_first_yes_settles_it(programme: Programme) -> None:
    first = becomes_vacant(programme)
    assert first.presses("No", in_="dm").text.startswith("That is fine, and nobody asks why.")
    programme.passes("PT1S")
    _, second = asked(programme)
    assert first.reads()[0].startswith("You said no, and that is fine.")
    assert second.reads()[0].startswith("*Can you be on duty ")
    second.presses("Yes", in_="dm")
    programme.passes("PT1S")
    assert f"<@{second.id}>" in pair(programme)


def test_without_an_answer_the_next_is_asked_as_well_and_a_late_yes_reads_that_it_is_settled(
    programme: Programme,
) -> None:
    first = becomes_vacant(programme)
    (until,) = programme.rows("SELECT ask_next_at FROM question")
    programme.becomes(f"{str(until[0])[:19].replace(' ', 'T')}Z", step="PT1H")
    _, second = asked(programme)
    programme.slack.faults(method="chat.update", kind="500", count=100)  # the question keeps its buttons for now
    second.presses("Yes", in_="dm")
    late = first.presses("Yes", in_="dm")
    assert late.text.startswith("This was settled before: ")
    programme.slack.faults()
    programme.settles()
    assert any(text.startswith("This is settled, thank you: ") for text in first.reads())
    assert len(asked(programme)) == 2


def test_a_manager_gives_it_to_somebody_by_one_press(programme: Programme) -> None:
    first = becomes_vacant(programme)
    (message,) = [one for one in programme.slack.channel("dm", programme.maren.id) if one["bot"]]
    labels = [one["text"]["text"] for block in message["blocks"] for one in block.get("elements", []) if "value" in one]
    assert len(labels) == 3
    answer = programme.maren.presses(labels[1], in_="dm")
    chosen = labels[1].removeprefix("Give it to ")
    assert answer.text.startswith(f"{chosen} sits for Ada Harbour from Mon 16 March 2026")
    programme.passes("PT1S")
    assert first.reads()[0].startswith(f"This is settled, thank you: {chosen} sits.")
    assert programme.maren.reads() == [text for text in programme.maren.reads() if text.startswith("*Settled:*")]


def test_back_in_time_the_seat_is_ones_own_again(programme: Programme) -> None:
    first = becomes_vacant(programme)
    before = pair(programme)
    assert "<@U0ADA>" not in before
    programme.ada.types("/duty away")
    assert "Dates on duty that change:" in programme.ada.presses("Cancel").text
    programme.passes("PT1S")
    assert "<@U0ADA>" in pair(programme)
    assert first.reads()[0].startswith("This is settled, thank you: Ada Harbour sits.")


def test_where_nobody_answers_the_seat_stays_empty_and_the_handover_says_so(programme: Programme) -> None:
    becomes_vacant(programme)
    programme.becomes(HANDOVER, step="P1D")
    handover = programme.triage()[-1]
    assert "*On duty until " in handover
    assert "One of the two seats is empty: nobody else was available." in handover
    assert any(text.startswith("*A seat on duty stayed empty*") for text in programme.maren.reads())
    assert "<@U0ADA>" not in programme.topic
    assert "<@U0BOLA>" in programme.topic
