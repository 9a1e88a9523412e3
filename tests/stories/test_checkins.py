"""An adviser's week: the list on Monday, what became of each check-in, and what is open on Thursday."""

from __future__ import annotations

import tests.stories.programme

Programme = tests.stories.programme.Programme

STEP = "PT12H"
"""Long ones, for the morning is what counts."""

LOGGED = {"Minutes": "45", "Follow-up": "Try the *new* checkout <!channel>"}


def test_the_list_of_the_week_is_edited_as_rows_change_and_what_was_agreed_comes_first_next_time(
    programme: Programme,
) -> None:
    programme.becomes("2026-03-09T08:10:00Z", step=STEP)
    monday = programme.ada.reads()[-1]
    assert "*Your check-ins of the week from Mon 9 March 2026*\n*Kenji Paperfold* · Tokyo, 17:00 now" in monday
    form = programme.ada.presses("Done", in_="dm").view
    assert form is not None
    assert "Kenji Paperfold does not" in str(form["blocks"])
    programme.ada.submits(LOGGED)
    programme.settles()
    monday = programme.ada.reads()[-1]
    assert "done on Mon 9 March 2026, 45 minutes" in monday
    programme.becomes("2026-03-16T08:10:00Z", step=STEP)
    next_monday = programme.ada.reads()[-1]
    assert "• last time you agreed: Try the *new* checkout &lt;!channel&gt;" in next_monday


def test_what_is_booked_is_asked_about_on_the_working_day_after_and_thursday_lists_what_is_open(
    programme: Programme,
) -> None:
    programme.becomes("2026-03-09T08:10:00Z", step=STEP)
    programme.bola.presses("Booked", in_="dm")
    programme.bola.submits({"Day": "2026-03-13"})
    programme.settles()
    assert "booked for Fri 13 March 2026" in programme.bola.reads()[-1]
    programme.becomes("2026-03-12T08:10:00Z", step=STEP)
    assert "*Check-ins that are open this week*\n*Kenji Paperfold*" in programme.ada.reads()[-1]
    assert "open this week" not in programme.bola.reads()[-1]
    programme.becomes("2026-03-16T08:10:00Z", step=STEP)
    assert "*A check-in with Amara Field was booked for Fri 13 March 2026: did you meet?*" in programme.bola.reads()[-1]
