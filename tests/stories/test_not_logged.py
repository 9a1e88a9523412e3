"""Two weeks without a word: the adviser reads it a week before the managers do, and can mend it until the last."""

from __future__ import annotations

import tests.stories.programme

Programme = tests.stories.programme.Programme

STEP = "PT72H"
"""Long ones: what counts are Monday mornings, and one tick in each week between them."""

KENJI = "With Kenji Paperfold no check-in is logged for the weeks from Mon 2 March and Mon 9 March."
REPORTED = "Ada Harbour: no check-in is logged with Kenji Paperfold for the weeks from Mon 2 March and Mon 9 March."
AMARA = "With Amara Field no check-in is logged for the weeks from Mon 2 March and Mon 9 March."


def test_over_three_weeks_the_adviser_reads_it_first_and_the_managers_only_what_nobody_mended(
    programme: Programme,
) -> None:
    programme.becomes("2026-03-16T08:10:00Z", step=STEP)
    ada, bola = programme.ada.reads()[-1], programme.bola.reads()[-1]
    seen_on = "The managers will see this on Mon 23 March 2026, unless something is logged or excused before."
    assert f"*{KENJI}*\n{seen_on}" in ada
    assert f"*{AMARA}*\n{seen_on}" in bola
    assert "no check-in is logged" not in "".join(programme.maren.reads())
    assert programme.bola.presses("Done, 9 March", in_="dm").view is not None
    programme.bola.submits({"Minutes": "30"})
    programme.settles()
    assert f"~{AMARA}~ mended" in programme.bola.reads()[-1]
    programme.becomes("2026-03-23T08:10:00Z", step=STEP)
    maren = programme.maren.reads()[-1]
    assert f"*Check-ins that are not logged*\n• {REPORTED}" in maren
    assert "Amara" not in maren
    programme.ada.types("/checkin <@U0KENJI> 2026-03-10 45m")
    programme.settles()
    assert f"• ~{REPORTED}~ mended" in programme.maren.reads()[-1]
