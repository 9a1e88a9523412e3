"""What people answer to an update, and updates that begin with somebody's words or the end of a report, in Slack."""

from __future__ import annotations

import tests.stories.cast
import tests.stories.programme
import tests.stories.test_reports
import tests.stories.test_threads
import tests.stories.test_updates

Programme = tests.stories.programme.Programme

TRIAGE, GENERAL = tests.stories.cast.TRIAGE, tests.stories.cast.GENERAL
LONG = tests.stories.programme.LONG
writes, thread = tests.stories.test_threads.writes, tests.stories.test_threads.thread


def test_an_answer_under_a_copy_is_read_under_the_card_and_answered_to_that_person_alone(programme: Programme) -> None:
    maren, amara, ada = programme.maren, programme.amara, programme.ada
    tests.stories.test_updates.sends(maren, **tests.stories.test_updates.RECEIPT)
    programme.passes("PT3M")
    ts = writes(amara, "From wich day? Mail jo@example.com", "*New checkout*")
    programme.settles()
    amara.slack.edit(amara.id, "dm", ts, "From which day?")
    programme.settles()
    assert thread(maren, "*UPD-1", TRIAGE) == ["*Amara Field*:\n>From which day?"]
    top = tests.stories.test_threads.place_of(maren, "*UPD-1", TRIAGE)
    relayed = maren.slack.channel(TRIAGE, maren.id, top)[-1]
    maren.slack.action(maren.id, TRIAGE, "Answer", ts=relayed["ts"], wait=LONG)
    maren.submits({"What do you answer?": "From Monday on."})
    programme.settles()
    (answer,) = thread(amara, "*New checkout*")[-1:]
    assert answer.startswith("*Maren Mooring* about *UPD-1 · New checkout*:\n>From Monday on.\n")
    assert thread(maren, "*UPD-1", TRIAGE)[-1] == "*Maren Mooring* wrote to Amara Field:\n>From Monday on."
    assert not any("Monday" in text or "which day" in text for text in ada.reads())


def test_broadcast_this_begins_with_what_somebody_wrote(programme: Programme) -> None:
    maren = programme.maren
    ts = writes(programme.penny, "Prices are rounded & shown with tax.", channel=GENERAL)
    opened = maren.slack.shortcut(maren.id, GENERAL, ts, "Broadcast this", wait=LONG)
    assert "Prices are rounded & shown with tax." in str(opened["view"])
    maren.submits({"Title": "Prices"})
    maren.submits({})
    programme.passes("PT3M")
    assert programme.amara.reads()[-1].startswith("*Prices*\nPrices are rounded &amp; shown with tax.")


def test_the_end_of_a_report_is_told_in_an_update_to_its_reporters_and_nobody_else(programme: Programme) -> None:
    maren, amara, ada = programme.maren, programme.amara, programme.ada
    tests.stories.test_reports.files(amara)
    programme.settles()
    maren.types("/bug resolve BUG-1 Reload the page.")
    programme.settles()
    maren.presses("Draft an update", in_=TRIAGE)
    preview = maren.submits({})
    assert "*To 1 person*: who reported BUG-1." in str(preview.view)
    maren.submits({})
    programme.passes("PT3M")
    assert amara.reads()[-1].startswith("*Solved: Checkout fails for EUR*")
    assert not any("Solved" in text for text in ada.reads())
