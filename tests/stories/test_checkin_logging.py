"""A check-in is logged where nobody sees a list change, and a freelancer asks for time and reads the day."""

from __future__ import annotations

import tests.stories.cast
import tests.stories.programme

Programme = tests.stories.programme.Programme

KENJI = f"<@{tests.stories.cast.KENJI}>"


def test_a_check_in_is_logged_by_a_command_corrected_by_the_form_and_read_in_the_history(programme: Programme) -> None:
    logged = programme.ada.types(f"/checkin {KENJI} 2026-02-25 30m ask Ann, ann@shop.test")
    assert logged.first_line == (
        "*Saved.* Kenji Paperfold, week from Mon 23 February 2026: done on Wed 25 February 2026, 30 minutes."
    )
    assert "1 e-mail address" in logged.text
    form = programme.ada.presses("Edit").view
    assert form is not None
    page = programme.ada.submits({"Minutes": "2h", "Concern": "Rather quiet"}).view
    assert page is not None
    assert "120 minutes" in str(page["blocks"])
    history = programme.ada.types(f"/checkin history {KENJI}").text
    assert "• *Follow-up:* ask Ann, [e-mail hidden]\n• *Concern:* Rather quiet" in history
    assert "corrected by Ada Harbour" in history
    refused = [someone.types(f"/checkin history {KENJI}").text for someone in (programme.bola, programme.kenji)]
    assert [text for text in refused if "quiet" in text or "Ann" in text] == []


def test_a_freelancer_asks_for_time_and_reads_the_day_that_is_booked(programme: Programme) -> None:
    form = programme.kenji.types("/checkin").view
    assert form is not None
    assert "*Ada Harbour* reads this at once. Nobody else does" in str(form["blocks"])
    page = programme.kenji.submits({"What is it about?": "My hours"}).view
    assert page is not None
    assert "*Ada Harbour* reads it" in str(page["blocks"])
    programme.settles()
    assert "*Kenji Paperfold* · Tokyo, 21:00 now" in programme.ada.reads()[-1]
    programme.ada.presses("Booked", in_="dm")
    programme.ada.submits({"Day": "2026-03-05"})
    programme.settles()
    assert "*Ada Harbour* has booked *Thu 5 March 2026* for you two." in programme.kenji.reads()[-1]
    assert programme.ada.reads()[-1] == "*Kenji Paperfold asks for time* · booked for Thu 5 March 2026"
