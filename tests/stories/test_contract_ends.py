"""A contract ends early: undone before anybody reads of it, then confirmed, and read by the person first."""

from __future__ import annotations

import tests.stories.cast
import tests.stories.programme

Programme = tests.stories.programme.Programme

AMARA = tests.stories.cast.AMARA
END = f"/contract end <@{AMARA}|amara>"
TERMS = "SELECT ends, ended_as FROM contract JOIN person ON person.id = person_id WHERE slack_id = 'U0AMARA'"


def test_who_resigns_reads_it_before_their_adviser_does_and_an_end_that_was_undone_nobody_reads(
    ending: Programme,
) -> None:
    """Amara works in Lagos, where it is as late as in London; her contract runs until Fri 20 March."""
    agreed = ending.rows(TERMS)
    ending.maren.types(END)
    ending.maren.submits({"Last day": "2026-03-11"})
    ending.settles()
    assert "would end on Wed 11 March 2026, and not on Fri 20 March 2026 (they resign)" in ending.maren.reads()[-1]
    ending.maren.presses("Confirm the end", in_="dm")
    ending.settles()
    assert ending.maren.types(END).labels == ["Undo"]
    ending.maren.presses("Undo")
    ending.passes("PT10M", step="PT10M")
    assert ending.rows(TERMS) == agreed
    assert ending.amara.reads() == []
    assert ending.maren.types(f"{END} 2026-03-13 resigned").labels == ["Confirm the end"]
    ending.maren.presses("Confirm the end")
    ending.becomes("2026-03-03T10:00:00Z", step="PT12H")
    assert "Your contract ends on Fri 13 March 2026, and not on Fri 20 March 2026." in ending.amara.reads()[0]
    told = [text for text in ending.bola.reads() if "The contract of *Amara Field* ends on Fri 13 March" in text]
    assert len(told) == 1
    listed = ending.maren.types(f"/contract list <@{AMARA}|amara>").text
    assert "active, they resigned before Fri 20 March 2026" in listed
