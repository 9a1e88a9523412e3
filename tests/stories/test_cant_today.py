"""*I can't today*: one button for a bad morning, and the question on the next working day."""

from __future__ import annotations

import tests.stories.programme

Programme = tests.stories.programme.Programme
LABEL = "I can't today"


def test_the_button_stands_under_duty_and_on_the_home_page_for_advisers_alone(programme: Programme) -> None:
    assert LABEL in programme.dev.types("/duty").labels
    assert LABEL in programme.dev.opens_home()
    for other in (programme.maren, programme.kenji):
        assert LABEL not in other.types("/duty").labels
        assert LABEL not in other.opens_home()


def test_one_press_and_partner_and_managers_know_and_the_button_is_gone(programme: Programme) -> None:
    programme.dev.types("/duty")
    answer = programme.dev.presses(LABEL)
    assert answer.text == (
        "*You are away today*, and nobody asks why. Who else is on duty and the programme managers were told. "
        "On your next working day Muster asks whether you are back."
    )
    programme.passes("PT1S")
    assert programme.elena.reads()[0].startswith("*Dev Anchor is away* on Mon 2 March 2026, and on duty with you.")
    assert programme.maren.reads()[0].startswith("*Dev Anchor is away* on Mon 2 March 2026, and on duty.")
    assert "<@U0DEV>" not in programme.topic
    assert LABEL not in programme.dev.types("/duty").labels
    assert LABEL not in programme.dev.opens_home()


def test_pressed_on_the_home_page_it_is_the_same(programme: Programme) -> None:
    programme.ada.opens_home()
    programme.ada.presses(LABEL, in_="home")
    assert programme.rows("SELECT starts, ends FROM absence") == [("2026-03-02", "2026-03-03")]
    programme.passes("PT1S")
    assert LABEL not in programme.ada.sees_home()
    assert programme.maren.reads() == []


def test_pressed_on_the_home_page_its_lines_about_duty_are_drawn_anew_too(programme: Programme) -> None:
    before = programme.dev.opens_home()
    assert "away" not in before.partition(LABEL)[0]
    programme.dev.presses(LABEL, in_="home")
    programme.passes("PT1S")
    assert programme.dev.sees_home() != before
    assert programme.dev.sees_home() == programme.dev.opens_home()


def test_the_next_morning_asks_whether_they_are_back(programme: Programme) -> None:
    programme.dev.types("/duty")
    programme.dev.presses(LABEL)
    programme.becomes("2026-03-03T05:00:00Z", step="PT1H")  # 10:30 in Kolkata
    (morning,) = programme.dev.reads()
    assert "*Back?* You were away on Mon 2 March 2026." in morning
    assert "<@U0DEV>" in programme.topic
    assert programme.dev.presses("I'm back", in_="dm").text.startswith("Good to have you back.")
    assert len(programme.rows("SELECT id FROM absence")) == 1


def test_away_today_too_is_one_press_as_well(programme: Programme) -> None:
    programme.dev.types("/duty")
    programme.dev.presses(LABEL)
    programme.becomes("2026-03-03T05:00:00Z", step="PT1H")
    assert programme.dev.presses("Away today too", in_="dm").text.startswith("*You are away today*")
    programme.passes("PT1S")
    assert "<@U0DEV>" not in programme.topic
    programme.becomes("2026-03-04T05:00:00Z", step="PT6H")
    assert "*Back?* You were away on Tue 3 March 2026." in programme.dev.reads()[-1]


def test_back_after_away_today_too_is_on_duty_again_and_nobody_asks(programme: Programme) -> None:
    programme.dev.types("/duty")
    programme.dev.presses(LABEL)
    programme.becomes("2026-03-03T05:00:00Z", step="PT1H")
    programme.dev.presses("Away today too", in_="dm")
    programme.passes("PT1S")
    assert "<@U0DEV>" not in programme.topic
    assert "Taken back: your days away on Tue 3 March 2026." in programme.dev.presses("I'm back", in_="dm").text
    programme.passes("PT1S")
    assert "<@U0DEV>" in programme.topic
    before = len(programme.dev.reads())
    programme.becomes("2026-03-04T05:00:00Z", step="PT6H")
    assert len(programme.dev.reads()) == before


def test_on_a_friday_it_asks_on_monday(programme: Programme) -> None:
    programme.becomes("2026-03-06T05:00:00Z", step="P1D")
    before = len(programme.dev.reads())
    programme.dev.types("/duty")
    programme.dev.presses(LABEL)
    programme.becomes("2026-03-08T18:00:00Z", step="PT12H")
    assert len(programme.dev.reads()) == before
    programme.becomes("2026-03-09T05:00:00Z", step="PT2H")
    assert "*Back?* You were away on Fri 6 March 2026." in programme.dev.reads()[-1]


def test_cancelled_nobody_asks(programme: Programme) -> None:
    programme.dev.types("/duty")
    programme.dev.presses(LABEL)
    programme.dev.types("/duty away")
    programme.dev.presses("Cancel")
    programme.becomes("2026-03-03T06:00:00Z", step="PT3H")
    assert not any("Back?" in text for text in programme.dev.reads())
    assert "<@U0DEV>" in programme.topic
