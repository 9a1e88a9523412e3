"""A contract begins and ends: who is told what to do on which day, and that nobody sees the end before they know it."""

from __future__ import annotations

import tests.stories.cast
import tests.stories.programme

Programme = tests.stories.programme.Programme

ROSTER = tests.stories.cast.ROSTER.replace("2026-02-01,2026-04-30", "2026-03-04,2026-06-03")
ROSTER = ROSTER.replace("2026-06-30", "2026-07-10")
"""Kenji begins on Wednesday the 4th of March, and nothing is to be decided on Amara's contract."""

STEP = "PT12H"


def test_somebody_begins_is_helped_along_and_leaves_before_long(prepared: Programme) -> None:
    programme = prepared
    programme.prepare(ROSTER)
    programme.start()
    programme.becomes("2026-03-03T08:10:00Z", step=STEP)
    access = "*Kenji Paperfold*: Give access to the help desk, and to the tools of their products"
    head = f"*To do for who begins or leaves*\n• {access} (first day Wed 4 March 2026)\n"
    assert programme.maren.reads()[-1].startswith(head)
    programme.maren.presses("Done", in_="dm", wait=0)
    programme.settles()
    assert f"• ~{access} (first day Wed 4 March 2026)~ done" in programme.maren.reads()[-1]

    programme.becomes("2026-03-05T09:10:00Z", step=STEP)
    assert "Say welcome, and show them how to reach you" in "\n".join(programme.ada.reads())
    assert "• Catch up on what is new: type `/broadcast latest`" in programme.kenji.reads()[-1]
    assert "*Onboarding*: 0 of 3 done" in programme.kenji.types("/contract checklist").text

    programme.maren.types(f"/contract end <@{tests.stories.cast.KENJI}> 2026-03-09 resigned")
    programme.maren.presses("Confirm the end")
    programme.settles()
    assert "Offboarding" not in programme.ada.types(f"/contract checklist <@{tests.stories.cast.KENJI}>").text
    programme.becomes("2026-03-06T08:10:00Z", step="PT4H")  # sent at nine in Tokyo, and seen by what looks after that
    assert "Your contract ends on Mon 9 March 2026, and not on Wed 3 June 2026." in "\n".join(programme.kenji.reads())
    assert (
        "*Offboarding*: 0 of 7 done, last day Mon 9 March 2026"
        in programme.ada.types(f"/contract checklist <@{tests.stories.cast.KENJI}>").text
    )
    assert "let it expire on the last day of the contract (last day Mon 9 March 2026)" in programme.maren.reads()[-1]
    programme.maren.types(f"/contract checklist <@{tests.stories.cast.KENJI}>")
    programme.maren.presses("Yes")
    assert "You said: yes." in programme.maren.types(f"/contract checklist <@{tests.stories.cast.KENJI}>").text
