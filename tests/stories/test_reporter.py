"""What a reporter reads and does, from their own time zone."""

from __future__ import annotations

import tests.stories.cast
import tests.stories.programme
import tests.stories.test_reports

Programme = tests.stories.programme.Programme
Someone = tests.stories.programme.Someone

TRIAGE = tests.stories.cast.TRIAGE
TOKYO_MORNING = "2026-03-03T00:00:00Z"
"""09:00 in Tokyo, on the day after the stories begin there at 21:00."""

files = tests.stories.test_reports.files


def sees_too(who: Someone) -> None:
    """They report it as well, and say on the second page that it is the same."""
    files(who)
    who.submits({"Is it one of these?": "BUG-1 · Checkout fails for EUR: I see it too"})


def test_a_night_in_tokyo_is_quiet_and_the_end_comes_at_nine(programme: Programme) -> None:
    files(programme.kenji)
    programme.settles()
    (card,) = programme.kenji.reads()
    assert "Received. Expect an answer by Tue 3 March, 17:00 your time, from one of the people on duty." in card

    for who in (programme.amara, programme.dev):
        sees_too(who)
    programme.ada.types("/bug ask BUG-1 Which browser is it?")
    programme.settles()
    programme.ada.types("/bug resolve BUG-1 Reload the page.")
    programme.settles()
    (card,) = programme.kenji.reads()
    assert "*Solved.*\n>Reload the page." in card
    card, question, end = programme.amara.reads()  # it is one in the afternoon in Lagos
    assert "we have a question." in question
    assert "is solved." in end
    assert "first" not in end

    programme.becomes(TOKYO_MORNING, step="PT6H")
    programme.settles()
    card, line = programme.kenji.reads()
    assert line == (
        "*BUG-1 · Checkout fails for EUR* is solved.\n>Reload the page.\nYou were the first of 3 to see this.\n"
        "You get this because you reported it, or saw it too."
    )


def test_what_is_still_there_is_said_under_the_card(programme: Programme) -> None:
    files(programme.amara)
    programme.ada.types("/bug resolve BUG-1 Reload the page.")
    programme.settles()
    programme.amara.presses("It is still there", in_="dm")
    programme.amara.submits({"What do you see?": "The same, after a reload. Call me: +49 30 901820"})
    programme.settles()
    assert "It is open. Somebody on duty will look at it." in programme.amara.reads()[0]
    (card,) = [one for one in programme.slack.channel(TRIAGE, programme.ada.id) if "*BUG-1" in one["text"]]
    assert "*New:* nobody has claimed it." in card["text"]
    replies = programme.slack.channel(TRIAGE, programme.ada.id, thread=card["ts"])
    assert replies[-1]["text"].startswith("*Amara Field*:\n>The same, after a reload. Call me: [")
    assert programme.ada.reads()[-1].startswith("Amara Field reopened *BUG-1 · Checkout fails for EUR*")

    said = programme.amara.types("/bug BUG-1")
    assert "Ada Harbour resolved it:\n>Reload the page." in said.text
    assert "You reopened it" in said.text
    assert "Take it back" not in said.labels


def test_a_report_is_taken_back_until_somebody_claims_it(programme: Programme) -> None:
    files(programme.amara)
    files(programme.kenji, **{"What is wrong?": "Search is slow", "What happened?": "Nothing comes for a minute."})
    programme.settles()
    programme.amara.presses("Take it back", in_="dm", wait=0)
    programme.settles()
    assert programme.amara.reads() == ["*BUG-1 · Taken back*\nYou took it back."]
    assert [text for text in programme.triage() if "BUG-1 ·" in text] == ["*BUG-1 · Taken back*\n*Withdrawn*"]

    programme.slack.faults(method="chat.update", kind="500", count=100)  # the card keeps its button for now
    programme.ada.types("/bug claim BUG-2")
    said = programme.kenji.presses("Take it back", in_="dm")
    assert said.text == "BUG-2 is being looked at, and can't be taken back any more."
