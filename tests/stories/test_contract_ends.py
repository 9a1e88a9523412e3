"""A contract ends early: undone before anybody reads of it, then confirmed, and read by the person first."""

from __future__ import annotations

import tests.stories.cast
import tests.stories.programme

Programme = tests.stories.programme.Programme

AMARA = tests.stories.cast.AMARA
END = f"/contract end <@{AMARA}|amara>"
TERMS = "SELECT ends, ended_as FROM contract JOIN person ON person.id = person_id WHERE slack_id = 'U0AMARA'"


def test_who_resigns_reads_it_before_their_adviser_does_and_an_end_that_was_undone_nobody_reads(
    programme: Programme,
) -> None:
    """Amara works in Lagos, where it is as late as in London; her contract runs until Fri 20 March."""
    agreed = programme.rows(TERMS)
    programme.maren.types(END)
    programme.maren.submits({"Last day": "2026-03-11"})
    programme.settles()
    assert "would end on Wed 11 March 2026, and not on Fri 20 March 2026 (they resign)" in programme.maren.reads()[-1]
    programme.maren.presses("Confirm the end", in_="dm")
    programme.settles()
    assert programme.maren.types(END).labels == ["Undo"]
    programme.maren.presses("Undo")
    programme.passes("PT10M", step="PT10M")
    assert programme.rows(TERMS) == agreed
    assert programme.amara.reads() == []
    assert programme.maren.types(f"{END} 2026-03-13 resigned").labels == ["Confirm the end"]
    programme.maren.presses("Confirm the end")
    programme.becomes("2026-03-03T10:00:00Z", step="PT12H")
    assert "Your contract ends on Fri 13 March 2026, and not on Fri 20 March 2026." in programme.amara.reads()[0]
    told = [text for text in programme.bola.reads() if "The contract of *Amara Field* ends on Fri 13 March" in text]
    assert len(told) == 1
    listed = programme.maren.types(f"/contract list <@{AMARA}|amara>").text
    assert "active, they resigned before Fri 20 March 2026" in listed
