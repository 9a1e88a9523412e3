"""A bug report from a freelancer's phone to the pair on duty, and back."""

from __future__ import annotations

import tests.stories.cast
import tests.stories.programme

Programme = tests.stories.programme.Programme

TRIAGE = tests.stories.cast.TRIAGE
REPORT = {"What is wrong?": "Checkout fails for EUR", "What happened?": "I press Pay, and nothing happens."}


def files(who: tests.stories.programme.Someone, **values: str) -> tests.stories.programme.Answer:
    """Open the form and send it."""
    who.types("/bug")
    return who.submits(REPORT | values)


def test_a_report_goes_to_triage_and_its_end_comes_back(programme: Programme) -> None:
    files(programme.amara)
    programme.settles()
    (card,) = [text for text in programme.triage() if "BUG-1" in text]
    assert "*BUG-1 · Checkout fails for EUR*" in card
    assert "*New:* nobody has claimed it." in card
    assert "Received. Expect an answer by " in programme.amara.reads()[0]

    programme.ada.presses("Claim", in_=TRIAGE, wait=0)
    programme.settles()
    assert "*Claimed* · Ada Harbour" in programme.triage()[-1]
    assert "Ada Harbour is looking at it." in programme.amara.reads()[0]

    programme.ada.presses("Resolve", in_=TRIAGE)
    programme.ada.submits({"What do you tell them?": "Reload the page: it works again."})
    programme.settles()
    card, line = programme.amara.reads()
    assert "*Solved.*\n>Reload the page: it works again." in card
    assert line.startswith("*BUG-1 · Checkout fails for EUR* is solved.\n>Reload the page: it works again.")
