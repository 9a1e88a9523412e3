"""What a week came to: two managers read on Monday what changed, ask for all of it, and page back."""

from __future__ import annotations

import tests.stories.cast
import tests.stories.programme

Programme = tests.stories.programme.Programme

MILO = "U0MILO"
ROSTER = f"{tests.stories.cast.ROSTER}{MILO},Milo Quay,manager,America/Lima,,,,\n"

CHANGED = """\
*What changed last week* (Mon 2 March 2026 to Sun 8 March 2026)
• *Reports:* 1 filed, 0 closed, 1 open at its end
• *Check-ins:* done 1 of 2, minutes of plan logged 45 of 120
• *Kudos:* 1 given"""


def test_two_managers_read_once_what_changed_and_page_back_from_the_whole_of_it(prepared: Programme) -> None:
    prepared.prepare(ROSTER)
    prepared.start()
    maren, milo = prepared.maren, tests.stories.programme.Someone(prepared.slack, MILO)
    prepared.ada.types(f"/checkin <@{tests.stories.cast.KENJI}> 45m")
    prepared.ada.types("/kudos @kenji For the calm answers")
    prepared.kenji.types("/bug The button is gone")
    prepared.kenji.submits({"What happened?": "It is not there."})
    assert "what changed last week" in maren.types("/program upcoming 14d").text
    prepared.becomes("2026-03-09T08:10:00Z", step="PT72H")
    assert maren.reads()[-1] == CHANGED
    assert CHANGED not in milo.reads()  # it is 3 in the morning in Lima
    prepared.becomes("2026-03-09T14:10:00Z", step="PT6H")
    assert milo.reads()[-1] == CHANGED
    whole = milo.presses("The whole week", in_="dm")
    assert whole.first_line == "Week from Mon 2 March 2026 to Sun 8 March 2026"
    assert "*On duty:* Dev Anchor and Elena Mainsail · 0 overrides, 0 empty seats" in whole.text
    prepared.becomes("2026-03-16T14:10:00Z", step="PT72H")
    assert [sum("What changed last week" in one for one in who.reads()) for who in (maren, milo)] == [2, 2]
    later = maren.types("/program report")
    assert "*Reports:* 0 filed (1), 0 closed (0), 1 open at its end (1)" in later.text
    before = maren.presses("The week before")
    assert before.text == whole.text
    assert "The week before" not in before.labels  # nothing is known of it
    assert prepared.ada.types("/program report").text.startswith("This is for programme managers")
