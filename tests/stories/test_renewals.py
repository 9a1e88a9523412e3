"""A contract comes to its end: who decides, who hears of it when, and that nobody hears before they are told."""

from __future__ import annotations

import tests.stories.programme

Programme = tests.stories.programme.Programme

STEP = "PT12H"


def test_what_is_decided_stays_the_managers_own_until_the_person_is_told_and_then_makes_the_next_term(
    programme: Programme,
) -> None:
    """Amara's contract of two months ends on 20 March; duty is Maren's to decide."""
    programme.becomes("2026-03-09T08:10:00Z", step=STEP)
    due = programme.maren.reads()[-1]
    assert "*CON-2 · Amara Field* ends on Fri 20 March 2026 (in 11 days) · not decided" in due
    programme.maren.presses("Review", in_="dm")
    programme.maren.presses("Renew", in_="dm")
    programme.maren.submits({"Last day of the next term": "2026-05-20"})
    programme.settles()
    assert "renew until Wed 20 May 2026, 20 hours a week, not told yet" in programme.maren.types("/contract due").text
    assert "under review" in programme.bola.types("/contract due").text
    assert "renew" not in programme.bola.types("/contract due").text
    programme.maren.presses("Tell them", in_="dm")
    programme.maren.submits()
    programme.settles()
    programme.maren.presses("Undo", in_="dm")
    programme.passes("PT1H", step="PT10M")
    assert not [text for text in programme.amara.reads() if "renewed" in text]
    programme.maren.types(f"/contract review <@{programme.amara.id}>")
    programme.maren.presses("Tell them", in_="dm")
    programme.maren.submits()
    programme.passes("PT10M", step="PT1M")
    assert programme.amara.reads()[-1].startswith("Hello Amara Field, your contract is renewed until Wed 20 May 2026")
    assert programme.rows("SELECT starts, ends FROM contract WHERE person_id = 8 ORDER BY starts")[1:] != []
    assert "Amara" not in programme.maren.types("/contract due").text


def test_an_end_is_spoken_first_then_others_may_know_and_then_it_is_written(programme: Programme) -> None:
    """Nobody but the managers knows until Maren says that Bola has spoken with Amara."""
    programme.becomes("2026-03-09T08:10:00Z", step=STEP)
    programme.maren.presses("Review", in_="dm")
    programme.maren.presses("End", in_="dm")
    programme.maren.submits()
    programme.settles()
    assert "under review" in programme.bola.types("/contract due").text
    programme.maren.presses("I have told them", in_="dm")
    programme.maren.submits({"Who has spoken with Amara Field?": "Their adviser has"})
    programme.settles()
    assert "under review" in programme.bola.types("/contract due").text
    programme.passes("PT3M", step="PT1M")
    assert "end, told" in programme.bola.types("/contract due").text
    programme.maren.presses("Write to them", in_="dm")
    programme.maren.submits({"What Amara Field reads": "As we said: thank you for all."})
    programme.passes("PT3M", step="PT1M")
    assert programme.amara.reads()[-1] == "As we said: thank you for all."
    programme.becomes("2026-03-10T09:10:00Z", step=STEP)
    assert "The contract of *Amara Field* ends on Fri 20 March 2026 and is not renewed." in programme.bola.reads()[-1]


def test_who_becomes_an_employee_reads_it_in_a_managers_words(programme: Programme) -> None:
    programme.becomes("2026-03-09T08:10:00Z", step=STEP)
    programme.maren.presses("Review", in_="dm")
    programme.maren.presses("Convert", in_="dm")
    programme.maren.submits()
    programme.settles()
    programme.maren.presses("Tell them", in_="dm")
    programme.maren.submits({"What Amara Field reads": "Welcome to the team, Amara!"})
    programme.passes("PT3M", step="PT1M")
    assert programme.amara.reads()[-1] == "Welcome to the team, Amara!"
    assert "convert to an employee, told" in programme.bola.types("/contract due").text
