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
    assert "renew until Wed 20 May 2026, not told yet" in programme.maren.types("/contract due").text
    assert "under review" in programme.bola.types("/contract due").text
    assert "renew" not in programme.bola.types("/contract due").text
    programme.maren.presses("Told", in_="dm")
    programme.maren.submits()
    programme.becomes("2026-03-09T09:00:00Z", step="PT10M")
    assert programme.amara.reads()[-1].startswith("Hello Amara Field, your contract is renewed until Wed 20 May 2026")
    assert programme.rows("SELECT starts, ends FROM contract WHERE person_id = 8 ORDER BY starts")[1:] != []
    assert "Amara" not in programme.maren.types("/contract due").text
