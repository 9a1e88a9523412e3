"""Who advises whom changes in mid-week, and the three whom it concerns read it; beyond the cap only by an exception."""

from __future__ import annotations

import tests.stories.cast
import tests.stories.programme

Programme = tests.stories.programme.Programme

STEP = "PT12H"
"""Long ones, for the morning is what counts."""

KENJI, AMARA = f"<@{tests.stories.cast.KENJI}>", f"<@{tests.stories.cast.AMARA}>"
ADA, BOLA = f"<@{tests.stories.cast.ADA}>", f"<@{tests.stories.cast.BOLA}>"


def test_a_move_in_mid_week_takes_the_check_in_along_and_the_three_read_it_the_next_morning(
    programme: Programme,
) -> None:
    programme.becomes("2026-03-11T10:00:00Z", step=STEP)
    said = programme.maren.types(f"/program assign {KENJI} {BOLA}")
    assert said.first_line == f"{BOLA} is Kenji Paperfold's adviser from now on, until now Ada Harbour."
    assert said.labels == ["Undo"]
    programme.becomes("2026-03-12T08:10:00Z", step=STEP)
    assert (
        "*From Wed 11 March 2026 on, Bola Compass is your adviser.*\n• Until now it was Ada"
        in programme.kenji.reads()[-1]
    )
    assert "*From Wed 11 March 2026 on, you are Kenji Paperfold's adviser*, until now" in programme.bola.reads()[-1]
    assert "is Kenji Paperfold's adviser.* Thank you for the time you gave." in programme.ada.reads()[-1]
    assert "Kenji Paperfold" in programme.bola.types("/checkin").text
    assert "Kenji Paperfold" not in programme.ada.types("/checkin").text


def test_a_slip_is_undone_by_a_press(programme: Programme) -> None:
    programme.maren.types(f"/program assign {KENJI} {BOLA}")
    assert programme.maren.presses("Undo").first_line.startswith(f"Undone: {ADA} is Kenji Paperfold's adviser again.")
    assert "Kenji Paperfold" in programme.ada.types("/program status").first_line


def test_beyond_the_cap_the_form_takes_a_reason_and_an_end_which_are_shown_until_then(programme: Programme) -> None:
    with programme.setting(caseload_cap="1"):
        refused = programme.maren.types(f"/program assign {AMARA} {ADA}").text
        assert refused.startswith(f"{ADA} already has 1 freelancer (cap 1). Pick another adviser, or give a reason")
        programme.maren.types(f"/program assign {AMARA}")
        values = {"Adviser from now on": tests.stories.cast.ADA, "Why more than 1": "Ada speaks Yoruba"}
        assert programme.maren.submits(values).errors == {
            "Until when, the last day": "An exception needs both a reason and its last day."
        }
        programme.maren.submits(values | {"Until when, the last day": "2026-03-20"})
        line = f"• exception: {ADA} has 2 freelancers until Fri 20 March 2026 (Ada speaks Yoruba)"
        assert line in programme.maren.types("/program status").text
        assert line in programme.ada.types("/program status").text
