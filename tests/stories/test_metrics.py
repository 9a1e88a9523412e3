"""`/program metrics`: a Monday on which a manager brings last week's figures, and what becomes of the ratio."""

from __future__ import annotations

import tests.stories.cast
import tests.stories.programme

Programme = tests.stories.programme.Programme


def test_a_manager_brings_last_weeks_figures_and_the_ratio_goes_by_measured_output(prepared: Programme) -> None:
    """30 in 20 hours are 60 to a full-timer; 60 freelancers who solve 36 each are then 36 of them to 3 in-house."""
    prepared.prepare(tests.stories.cast.crowd(20))
    prepared.start()
    with prepared.setting(target_solved="35"):
        assert "*Solved:* no figure (target 35)" in prepared.maren.types("/program metrics").text
        prepared.maren.types("/program metrics add")
        form = prepared.maren.form
        assert form is not None
        lines = next(one["element"]["initial_value"] for one in form["blocks"] if one.get("block_id") == "solved")
        assert len(lines.splitlines()) == 60
        solved = "\n".join([*(f"{line}36" for line in lines.splitlines()), "Adviser 00, 30, 20h"])
        assert prepared.maren.submits({"Satisfaction (%)": "94", "Solved by each": solved}).errors == {}
        prepared.settles()
        page = prepared.maren.reads()[-1]
    assert page.startswith("Saved: 62 new.\n*Service to customers, Mon 23 February 2026 to Sun 1 March 2026*\n")
    assert "*Solved:* 36 by each freelancer on average (2,160 by 60) · target 35: met" in page
    assert "*Output:* 36.0 full-time, by what is solved in-house. The ratio goes by it." in page
    assert prepared.maren.types("/program status").first_line == (
        "Ratio 1:12.0 (in the band 10–15, aim 12) · by measured output"
    )


def test_what_is_wrong_in_the_form_stands_at_its_field(prepared: Programme) -> None:
    prepared.prepare()
    prepared.start()
    prepared.maren.types("/program metrics add")
    answer = prepared.maren.submits({"Queue": "many", "Solved by each": "Nobody, 3"})
    assert answer.errors == {
        "Queue": "This is no whole number from 0 to 999,999; it looks like 120.",
        "Solved by each": "Line 1: “Nobody” is nobody on the roster, or more than one; write their e-mail or Slack id.",
    }
