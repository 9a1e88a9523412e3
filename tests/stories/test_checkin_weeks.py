"""Weeks of check-ins: somebody is ill, on holiday or moves, and two live where the days are not the same."""

from __future__ import annotations

import tests.stories.cast
import tests.stories.programme

Programme = tests.stories.programme.Programme

STEP = "P14D"
"""Straight there, for the morning is what counts."""

ADA, BOLA, KENJI = tests.stories.cast.ADA, tests.stories.cast.BOLA, tests.stories.cast.KENJI


def test_who_is_ill_on_monday_reads_the_list_on_tuesday(programme: Programme) -> None:
    programme.ada.types("/duty away 2026-03-09")
    programme.becomes("2026-03-09T08:10:00Z", step=STEP)
    assert "Mon 9 March 2026*\n*Amara Field*" in programme.bola.reads()[-1]
    assert not [text for text in programme.ada.reads() if "Your check-ins of the week" in text]
    programme.becomes("2026-03-10T08:10:00Z", step=STEP)
    assert "*Your check-ins of the week from Mon 9 March 2026*\n*Kenji Paperfold*" in programme.ada.reads()[-1]


def test_two_weeks_of_holiday_are_asked_about_by_nobody_and_the_third_week_is(programme: Programme) -> None:
    programme.maren.types(f"/program away 2026-03-09 to 2026-03-20 <@{KENJI}>")
    programme.becomes("2026-03-09T08:10:00Z", step=STEP)
    programme.becomes("2026-03-12T08:10:00Z", step=STEP)
    programme.becomes("2026-03-16T08:10:00Z", step=STEP)
    assert not [text for text in programme.ada.reads() if "Kenji" in text and "check-ins" in text]
    programme.becomes("2026-03-23T08:10:00Z", step=STEP)
    assert "Mon 23 March 2026*\n*Kenji Paperfold*" in programme.ada.reads()[-1]


def test_who_moves_in_midweek_leaves_one_list_and_is_told_to_the_other_adviser_next_morning(
    programme: Programme,
) -> None:
    programme.becomes("2026-03-09T08:10:00Z", step=STEP)
    programme.maren.types(f"/program assign <@{KENJI}> <@{BOLA}>")
    programme.passes("PT1M")
    programme.settles()
    (left,) = [text for text in programme.ada.reads() if "Your check-ins of the week" in text]
    assert "Kenji" not in left
    programme.becomes("2026-03-10T08:10:00Z", step=STEP)
    (added,) = [text for text in programme.bola.reads() if "*More check-ins of yours this week*" in text]
    assert "*Kenji Paperfold* · Tokyo, 17:00 now" in added


FAR = f"""\
slack_id,name,roles,time_zone,adviser,weekly_hours,contract_starts,contract_ends
{KENJI},Kenji Paperfold,freelancer,Pacific/Auckland,{ADA},24,2026-02-01,2026-04-30
{tests.stories.cast.AMARA},Amara Field,freelancer,America/Los_Angeles,{ADA},20,2026-01-15,2026-03-20
"""


def test_auckland_and_los_angeles_stand_in_one_list_each_by_their_own_clock(programme: Programme) -> None:
    programme.imports(FAR)
    programme.becomes("2026-03-09T08:10:00Z", step=STEP)
    (monday,) = [text for text in programme.ada.reads() if "Your check-ins of the week" in text]
    assert "*Amara Field* · Los Angeles, 01:00 now · no working hours in common today" in monday
    assert "*Kenji Paperfold* · Auckland, 21:00 now · no working hours in common today" in monday
    assert not [text for text in programme.bola.reads() if "Your check-ins of the week" in text]
