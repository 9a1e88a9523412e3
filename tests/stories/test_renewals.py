"""A contract comes to its end: who decides, who hears of it when, and that nobody hears before they are told."""

from __future__ import annotations

import tests.stories.programme

Programme = tests.stories.programme.Programme

STEP = "PT12H"


def test_what_is_decided_stays_the_managers_own_until_the_person_is_told_and_then_makes_the_next_term(
    ending: Programme,
) -> None:
    """Amara's contract of two months ends on 20 March; duty is Maren's to decide."""
    ending.becomes("2026-03-09T08:10:00Z", step=STEP)
    due = ending.maren.reads()[-1]
    assert "*CON-2 · Amara Field* ends on Fri 20 March 2026 (in 11 days) · not decided" in due
    ending.maren.presses("Review", in_="dm")
    ending.maren.presses("Renew", in_="dm")
    ending.maren.submits({"Last day of the next term": "2026-05-20"})
    ending.settles()
    assert "renew until Wed 20 May 2026, 20 hours a week, not told yet" in ending.maren.types("/contract due").text
    assert "under review" in ending.bola.types("/contract due").text
    assert "renew" not in ending.bola.types("/contract due").text
    ending.maren.presses("Tell them", in_="dm")
    ending.maren.submits()
    ending.settles()
    ending.maren.presses("Undo", in_="dm")
    ending.passes("PT1H", step="PT10M")
    assert not [text for text in ending.amara.reads() if "renewed" in text]
    ending.maren.types(f"/contract review <@{ending.amara.id}>")
    ending.maren.presses("Tell them", in_="dm")
    ending.maren.submits()
    ending.passes("PT10M", step="PT1M")
    assert ending.amara.reads()[-1].startswith("Hello Amara Field, your contract is renewed until Wed 20 May 2026")
    assert ending.rows("SELECT starts, ends FROM contract WHERE person_id = 8 ORDER BY starts")[1:] != []
    assert "Amara" not in ending.maren.types("/contract due").text


def test_an_end_is_spoken_first_then_others_may_know_and_then_it_is_written(ending: Programme) -> None:
    """Nobody but the managers knows until Maren says that Bola has spoken with Amara."""
    ending.becomes("2026-03-09T08:10:00Z", step=STEP)
    ending.maren.presses("Review", in_="dm")
    ending.maren.presses("End", in_="dm")
    ending.maren.submits()
    ending.settles()
    assert "under review" in ending.bola.types("/contract due").text
    ending.maren.presses("I have told them", in_="dm")
    ending.maren.submits({"Who has spoken with Amara Field?": "Their adviser has"})
    ending.settles()
    assert "under review" in ending.bola.types("/contract due").text
    ending.passes("PT3M", step="PT1M")
    assert "end, told" in ending.bola.types("/contract due").text
    ending.maren.presses("Write to them", in_="dm")
    ending.maren.submits({"What Amara Field reads": "As we said: thank you for all."})
    ending.passes("PT3M", step="PT1M")
    assert ending.amara.reads()[-1] == "As we said: thank you for all."
    ending.becomes("2026-03-10T09:10:00Z", step=STEP)
    assert "The contract of *Amara Field* ends on Fri 20 March 2026 and is not renewed." in ending.bola.reads()[-1]


def test_who_becomes_an_employee_reads_it_in_a_managers_words(ending: Programme) -> None:
    ending.becomes("2026-03-09T08:10:00Z", step=STEP)
    ending.maren.presses("Review", in_="dm")
    ending.maren.presses("Convert", in_="dm")
    ending.maren.submits()
    ending.settles()
    ending.maren.presses("Tell them", in_="dm")
    ending.maren.submits({"What Amara Field reads": "Welcome to the team, Amara!"})
    ending.passes("PT3M", step="PT1M")
    assert ending.amara.reads()[-1] == "Welcome to the team, Amara!"
    assert "convert to an employee, told" in ending.bola.types("/contract due").text
