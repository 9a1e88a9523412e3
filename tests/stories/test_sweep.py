"""Going through open reports: by two at once, when nobody answered in time, and when duty is handed over."""

from __future__ import annotations

import tests.stories.cast
import tests.stories.programme
import tests.stories.test_reports

Programme = tests.stories.programme.Programme

TRIAGE = tests.stories.cast.TRIAGE


def files(who: tests.stories.programme.Someone, title: str = "Checkout fails", happened: str = "Nothing.") -> None:
    tests.stories.test_reports.files(who, **{"What is wrong?": title, "What happened?": happened})


def test_two_sweep_at_once_and_each_is_shown_another_report(programme: Programme) -> None:
    files(programme.kenji)
    files(programme.ada, "Refund guide is outdated", "It names a menu that is gone.")
    assert programme.dev.types("/bug sweep").first_line == "*BUG-1 · Checkout fails*"
    assert programme.elena.types("/bug sweep").first_line == "*BUG-2 · Refund guide is outdated*"
    assert programme.elena.presses("Claim").text.endswith("*Claimed* · Elena Mainsail")
    over = programme.dev.presses("Next")
    assert over.first_line == "*That was all: 1 looked at.*"
    assert "Somebody else is looking at 1 more" in over.text
    programme.passes("PT10M")
    assert programme.dev.types("/bug sweep").first_line == "*BUG-1 · Checkout fails*"


def test_a_report_that_nobody_answers_is_told_to_the_pair_and_then_to_the_manager(programme: Programme) -> None:
    programme.becomes("2026-03-03T08:00:00Z", step="PT12H")
    files(programme.kenji)
    programme.passes("PT4H15M")  # 13:15 in Berlin
    programme.settles()
    past = "*Past the target for a first response: 1*\n• BUG-1 · Checkout fails: an answer was expected by "
    for who in (programme.dev, programme.elena):
        assert [text.partition("Tue")[0] for text in who.reads()] == [past]
    assert programme.maren.reads() == []
    programme.passes("P1D", step="PT12H")
    programme.settles()
    late = [text for text in programme.maren.reads() if text.startswith("*Past twice the target")]
    assert len(late) == 1
    waiting = "• BUG-1 · Checkout fails: nobody has claimed it, since Tue 3 March"
    assert sum(waiting in text for text in programme.dev.reads()) == 1


def test_who_goes_off_duty_passes_on_what_they_hold_by_one_press(programme: Programme) -> None:
    files(programme.kenji)
    programme.settles()
    programme.dev.presses("Claim", in_=TRIAGE, wait=0)
    programme.becomes("2026-03-16T09:00:00Z", step="P14D")
    programme.settles()
    asked = programme.dev.reads()[-1]
    assert asked.startswith("*Your time on duty is over, and you hold 1 open report.*\n• BUG-1 · Checkout fails\n")
    programme.dev.presses("Pass on", in_="dm", wait=0)
    programme.settles()
    assert programme.dev.reads()[-1] == "*You passed on what you held:* BUG-1."
    (card,) = [text for text in programme.triage() if "*BUG-1 ·" in text]
    assert "*New:* nobody has claimed it." in card


def test_a_question_that_nobody_answers_is_asked_once_more_and_can_be_closed_from_the_morning_message(
    programme: Programme,
) -> None:
    files(programme.kenji)
    programme.dev.types("/bug ask BUG-1 Which browser is it?")
    programme.becomes("2026-03-06T03:00:00Z", step="P4D")  # noon in Tokyo
    programme.settles()
    lines = [text for text in programme.kenji.reads() if "we still need your answer" in text]
    assert [text.partition("*:")[0] for text in lines] == ["*BUG-1 · Checkout fails"]

    programme.becomes("2026-03-17T08:30:00Z", step="P11D")
    programme.settles()
    waiting = programme.ada.reads()[-1]
    assert "*close?*; Dev Anchor holds it" not in waiting  # he has until the evening to answer for it
    assert "• BUG-1 · Checkout fails: no answer from the reporter since Mon 2 March" in waiting
    programme.ada.presses("Close BUG-1", in_="dm")
    programme.ada.submits({"What do you tell them?": "We did not hear from you: file it again if it comes back."})
    programme.passes("PT1M")
    programme.settles()
    assert "We did not hear from you" in programme.kenji.reads()[0]
    assert "~ done" in programme.ada.reads()[-1]
