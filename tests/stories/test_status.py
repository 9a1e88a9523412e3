"""`/program status`: how the programme stands, in one look, and for each reader what is theirs."""

from __future__ import annotations

import pytest

import tests.stories.cast
import tests.stories.programme

Programme = tests.stories.programme.Programme

GENERAL, TRIAGE = tests.stories.cast.GENERAL, tests.stories.cast.TRIAGE


@pytest.mark.parametrize(
    ("weekly_hours", "line"),
    [
        (20, "Ratio 1:10.0 (in the band 10–15, aim 12) · by contracted hours"),
        (24, "Ratio 1:12.0 (in the band 10–15, aim 12) · by contracted hours"),
        (40, "Ratio 1:20.0 (above the band 10–15, aim 12) · by contracted hours"),
    ],
)
def test_sixty_freelancers_make_this_ratio(prepared: Programme, weekly_hours: int, line: str) -> None:
    prepared.prepare(tests.stories.cast.crowd(weekly_hours))
    prepared.start()
    assert prepared.maren.types("/program status").first_line == line


def test_the_terms_of_the_ratio_are_shown_and_what_is_assumed_is_marked(prepared: Programme) -> None:
    prepared.prepare(tests.stories.cast.crowd(20))
    prepared.start()
    _, sums, assumed, *_ = prepared.maren.types("/program status").text.splitlines()
    assert sums == (
        "Freelancers 1,200 h a week = 30.0 full-time · in-house 120 h planned = 3.0 "
        "(check-ins 60 h*, duty 20 h*, managers 40 h)"
    )
    assert "`checkin_hours` 1 a freelancer; `duty_hours` 10 a seat" in assumed


def test_a_manager_without_hours_counts_as_forty_and_it_is_said(prepared: Programme) -> None:
    prepared.prepare(tests.stories.cast.crowd(20).replace("Europe/Berlin,,40", "Europe/Berlin,,"))
    prepared.start()
    answer = prepared.maren.types("/program status")
    assert answer.first_line == "Ratio 1:10.0 (in the band 10–15, aim 12) · by contracted hours"
    assert "managers 40 h*" in answer.text
    assert "`manager_hours` 40 for 1 manager without hours on the roster" in answer.text


def test_without_in_house_hours_there_is_a_sentence_in_place_of_a_division(prepared: Programme) -> None:
    prepared.prepare(tests.stories.cast.MANAGER_ALONE)
    prepared.start()
    with prepared.setting(manager_hours="0"):
        assert prepared.maren.types("/program status").first_line == (
            "Ratio: none yet, because no in-house hours are known. They come from advisers, duty and managers."
        )


def test_behind_it_stand_duty_people_caseload_contracts_and_what_to_mend(ending: Programme) -> None:
    lines = ending.maren.types("/program status").text.splitlines()
    assert lines[3:] == [
        "*On duty:* <@U0DEV> and <@U0ELENA> until Mon 16 March 2026, 10:00 (Europe/Berlin)",
        "*People:* 2 freelancers (2 with a running contract), 5 advisers, 1 manager",
        "*Reports:* 0 open, 0 unclaimed",
        "*Check-ins:* done 0 of 2 this week, 0 of 120 minutes of plan",
        "*Contracts:* 1 ends in the next 30 days · 1 to decide · 0 overdue",
        "*Caseload:* 2 places used, 23 free, 0 over the cap",
        "*Updates:* nobody's receipt is missing",
        "*Coverage:* no languages and products are known; they come from the roster",
        "*Messages:* 0 waiting, 0 uncertain, 0 not delivered",
        "*To mend:* nothing",
        "As of Mon 2 March 2026, 13:00 (Europe/Berlin)",
    ]


def test_what_the_roster_lacks_is_named(prepared: Programme) -> None:
    lacking = f"{tests.stories.cast.MANAGER_ALONE}U0NINA,Nina Noone,freelancer,\n"
    prepared.prepare(lacking)
    prepared.start()
    text = prepared.maren.types("/program status").text
    assert "• 1 without a contract that runs or comes: Nina Noone" in text
    assert "• 1 without a time zone: Nina Noone" in text


def test_an_adviser_sees_their_slice_and_no_figures_of_others(ending: Programme) -> None:
    text = ending.bola.types("/program status").text
    assert text.splitlines()[0] == "*Your caseload:* 1 (cap 5): Amara Field"
    assert "• Fri 20 March 2026 (in 18 days): Amara Field" in text
    assert "Kenji" not in text
    assert "Ratio" not in text


def test_a_freelancer_gets_a_friendly_sentence_with_what_they_can_ask_instead(programme: Programme) -> None:
    assert programme.kenji.types("/program status").text == (
        "The programme's figures are for its managers and advisers. You can ask me who is on duty (`/duty`) "
        "and who comes next (`/duty next`). `/program` shows all you can do."
    )
    assert "Ratio" not in programme.amara.types("/program status").text


def test_behind_a_line_stands_its_detail_and_the_counts_are_shared_with_a_second_press_where_freelancers_read_them(
    ending: Programme,
) -> None:
    maren = ending.maren
    maren.types("/program status")
    assert maren.presses("Contracts").first_line == "*Contracts:* 1 to decide, 0 overdue"
    refusal = maren.presses("Share in channel").text
    assert refusal.startswith(f"Muster is not in <#{GENERAL}>. Type `/invite @Muster` there")
    maren.types("/program status", in_=TRIAGE)
    preview = maren.presses("Share in channel", in_=TRIAGE)
    also = "1 freelancer and 1 person who is not on the roster"
    assert f"*Also in <#{TRIAGE}>:* {also}. They would read it too." in preview.text
    maren.presses("Share here", in_=TRIAGE)
    ending.settles()
    assert "How the programme stands" not in ending.triage()[-1]
    maren.presses("Share with them too", in_=TRIAGE)
    ending.settles()
    shared = ending.triage()[-1]
    assert shared.startswith("*How the programme stands*\n*Ratio 1:1.0 (below the band 10–15, aim 12)")
    assert "shared it here by `/program status`" in shared
    assert "Amara" not in shared
