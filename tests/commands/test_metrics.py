"""`/program metrics`: a week's figures against targets, typed and filled in, and the ratio by measured output."""

from __future__ import annotations

import datetime
import typing

import pytest
import sqlmodel

import commands.replies
import data.figures
import data.forgetting
import data.models
import data.service
import data.settings
import messages.service
import rules.errors
import sandbox.blocks
import tests.commands.asking
import tests.programme

LAST, BEFORE = datetime.date(2026, 2, 23), datetime.date(2026, 2, 16)
WEEK = LAST.isoformat()


@pytest.fixture
def programme(session: sqlmodel.Session) -> sqlmodel.Session:
    """A manager of 40 h who solves nothing; Ada advises two freelancers of 100 h."""
    tests.programme.add(session, "UMAREN", "manager", weekly_hours=40, zone="UTC")
    ada = tests.programme.add(session, "UADA", "adviser", weekly_hours=20)
    for slack_id in ("UKENJI", "UFLOR"):
        tests.programme.add_freelancer(session, slack_id, ada, hours=100)
    session.flush()
    return session


def maren(session: sqlmodel.Session) -> tests.commands.asking.Asking:
    return tests.commands.asking.Asking(session, "UMAREN")


def lines(session: sqlmodel.Session, command: str = "/program metrics") -> list[str]:
    return maren(session).says(command).splitlines()


def measured(session: sqlmodel.Session) -> None:
    """Ada solves 30 in her 20 hours: 60 to a full-timer. The freelancers' 240 are then 4 of them."""
    asked = maren(session)
    for whom, number in (("UKENJI", "140"), ("UFLOR", "100"), ("UADA", "30 20h")):
        asked.says(f"/program metrics add solved <@{whom}> {number}")


# -- the page


def test_without_figures_each_line_says_so_and_what_the_ratio_goes_by(programme: sqlmodel.Session) -> None:
    assert lines(programme) == [
        "*Service to customers, Mon 23 February 2026 to Sun 1 March 2026*",
        "*Satisfaction:* no figure",
        "*First reply:* no figure",
        "*Queue:* no figure",
        "*Solved:* no figure",
        "*Output:* not measured, because no freelancer has a number. The ratio goes by contracted hours.",
        messages.service.HINT,
    ]


def test_each_figure_stands_beside_its_target_and_the_week_before(programme: sqlmodel.Session) -> None:
    for name, target in (("satisfaction", "90"), ("first_reply", "2"), ("solved", "130")):
        data.settings.record(programme, f"target_{name}", target)
    asked = maren(programme)
    for week, figures in ((BEFORE, ("92", "1.5", "120")), (LAST, ("94.5", "2.5", "120"))):
        for name, figure in zip(("satisfaction", "first_reply", "queue"), figures, strict=True):
            asked.says(f"/program metrics add {name} {figure} {week}")
    measured(programme)
    assert lines(programme)[1:9] == [
        "*Satisfaction:* 94.5 % · target 90 %: met · ↑ 2.5 % since the week before",
        "*First reply:* 2.5 h · target 2 h: *not met* · ↑ 1 h since the week before",
        "*Queue:* 120 · → as the week before",
        "*Solved:* 120 by each freelancer on average (240 by 2) · target 130: *not met*",
        "*In-house:* 30 solved by 1 person in 20 h, 60.0 by a full-time equivalent",
        "*Output:* 4.0 full-time, by what is solved in-house. The ratio goes by it.",
        "*Satisfaction by week from:* 16 Feb 92 %, 23 Feb 94.5 %",
        "*First reply by week from:* 16 Feb 1.5 h, 23 Feb 2.5 h",
    ]


def test_a_page_is_one_that_slack_takes_with_a_table_of_the_weeks(programme: sqlmodel.Session) -> None:
    for week in (BEFORE, LAST):
        maren(programme).says(f"/program metrics add queue 12 {week}")
    shown = maren(programme).command("/program metrics")
    assert isinstance(shown, commands.replies.Say)
    (table,) = [one for one in shown.message["blocks"] if one["type"] == "data_table"]
    assert [[cell["text"] for cell in row] for row in table["rows"]] == [
        ["Week from", "Satisfaction", "First reply", "Queue", "Solved by each"],
        ["23 Feb", "–", "–", "12", "–"],
        ["16 Feb", "–", "–", "12", "–"],
    ]
    assert sandbox.blocks.check(shown.message["blocks"], sandbox.blocks.MESSAGE) == []


def test_the_weeks_before_and_after_have_buttons(programme: sqlmodel.Session) -> None:
    maren(programme).says(f"/program metrics add queue 7 {BEFORE}")
    earlier = maren(programme).press("show:metrics", subject=BEFORE.isoformat())
    assert isinstance(earlier, commands.replies.Say)
    assert "Mon 16 February 2026 to Sun 22 February 2026*\n*Satisfaction:* no figure" in earlier.message["text"]
    (row,) = [one for one in earlier.message["blocks"] if one["type"] == "actions"]
    assert [one["text"]["text"] for one in row["elements"]] == ["Change figures", "The week before", "The week after"]
    assert lines(programme, "/program metrics 1w ago")[0].startswith("*Service to customers, Mon 23 February")


@pytest.mark.parametrize("subject", ["2026-03-02", "2026-13-02", "'; --", ""])
def test_there_is_no_page_of_a_week_that_is_not_over_or_is_none(programme: sqlmodel.Session, subject: str) -> None:
    with pytest.raises(rules.errors.ProgramError, match=r"is not over yet|There is no such week"):
        maren(programme).press("show:metrics", subject=subject)


# -- typed


def test_what_is_typed_is_said_with_what_stood_before_and_a_dash_clears_it(programme: sqlmodel.Session) -> None:
    span = "Mon 23 February 2026 to Sun 1 March 2026"
    assert lines(programme, "/program metrics add satisfaction 94")[0] == f"Saved for {span}: satisfaction none → 94 %."
    assert lines(programme, "/program metrics add satisfaction 95 %")[0].endswith("satisfaction 94 % → 95 %.")
    assert lines(programme, "/program metrics add satisfaction 95%")[0] == (
        f"Nothing was changed for {span}: satisfaction 95 % stood there already."
    )
    assert lines(programme, "/program metrics add satisfaction -")[0].endswith("satisfaction 95 % → none.")
    assert data.figures.load_by_week(programme, ["satisfaction"], LAST, LAST) == {}
    assert lines(programme, "/program metrics add solved <@UKENJI> 38")[0].endswith("solved by Kenji none → 38.")
    assert lines(programme, "/program metrics add solved <@UKENJI> -")[0].endswith("solved by Kenji 38 → none.")
    assert data.service.load_solved(programme, [LAST]) == {}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("solved @kenji 38", "“@kenji” names nobody for certain: write an @mention"),
        ("solved 38", "Whose number is it? `/program metrics add solved @kenji 38`."),
        ("queue <@UKENJI> 38", "The queue is the whole team's: leave person and hours out"),
        ("queue many", "is no whole number from 0 to 999,999; it looks like 120, or - to clear it."),
        ("queue 12 5h", "The queue is the whole team's: leave person and hours out"),
        ("solved <@UADA> 12 99h", "“99h” is no number of hours above 0 and up to 60; it looks like 32h."),
        (
            "queue 12 today",
            "The week from Mon 2 March 2026 is not over yet, and figures are of whole weeks. "
            "Write a day of a week that is over, such as 2026-02-20 or 1w ago.",
        ),
        ("mood 12", "is none of them: write satisfaction, first_reply, queue or solved."),
    ],
)
def test_what_can_not_be_kept_is_refused_with_what_to_write(
    programme: sqlmodel.Session, words: str, sentence: str
) -> None:
    with pytest.raises(rules.errors.ProgramError) as refused:
        maren(programme).command(f"/program metrics add {words}")
    assert sentence in str(refused.value)


@pytest.mark.parametrize("words", ["first_reply 2", "First-Reply 2h", "first reply 2 hours", "FIRST_REPLY 2 h 1w ago"])
def test_a_figures_name_and_unit_may_be_written_as_people_say_them(programme: sqlmodel.Session, words: str) -> None:
    assert "first reply none → 2 h." in lines(programme, f"/program metrics add {words}")[0]


def test_who_changed_which_figure_is_recorded_and_of_people_how_many(programme: sqlmodel.Session) -> None:
    maren(programme).says("/program metrics add queue 12")
    maren(programme).says("/program metrics add queue 12")
    maren(programme).says("/program metrics add solved <@UKENJI> 38")
    rows = programme.exec(sqlmodel.select(data.models.Audit)).all()
    told = [(one.actor, one.action, one.before, one.after) for one in rows if one.subject == "service"]
    assert told == [
        ("UMAREN", "service.figures", {f"{WEEK} queue": None}, {f"{WEEK} queue": 12.0}),
        ("UMAREN", "service.solved", None, {"weeks": [WEEK], "numbers": 1}),
    ]


# -- the form


def view(session: sqlmodel.Session) -> dict[str, typing.Any]:
    reply = maren(session).command("/program metrics add")
    assert isinstance(reply, commands.replies.Open)
    assert sandbox.blocks.check_view(reply.view, sandbox.blocks.MODAL) == []
    return reply.view


def opened(session: sqlmodel.Session) -> dict[str, typing.Any]:
    inputs = {block["block_id"]: block["element"] for block in view(session)["blocks"] if block["type"] == "input"}
    return {name: element.get("initial_value", "") for name, element in inputs.items()}


def saves(session: sqlmodel.Session, **inputs: str) -> commands.replies.Reply:
    """As the form is filled in and sent."""
    return maren(session).submit("kept:metrics", subject=view(session)["private_metadata"], **inputs)


def test_the_form_names_everybody_with_a_contract_and_what_is_known(programme: sqlmodel.Session) -> None:
    maren(programme).says("/program metrics add solved <@UKENJI> 38")
    maren(programme).says("/program metrics add solved <@UADA> 30 20h")
    maren(programme).says("/program metrics add queue 1200")
    assert opened(programme) == {
        "satisfaction": "",
        "first_reply": "",
        "queue": "1200",
        "solved": "Flor, \nKenji, 38\nAda, 30, 20h",
    }


def test_two_of_one_name_stand_in_it_by_their_slack_id(programme: sqlmodel.Session) -> None:
    tests.programme.add_freelancer(programme, "UTWIN", name="Kenji")
    assert opened(programme)["solved"] == "Flor, \nUKENJI, \nUTWIN, "


@pytest.mark.parametrize("name", ["Kim, the other", "Kim: B", "Kim\tB", "Kim  B "])
def test_whose_name_would_be_read_as_something_else_stands_in_it_by_slack_id(
    programme: sqlmodel.Session, name: str
) -> None:
    tests.programme.add_freelancer(programme, "UKIM", name=name)
    assert "UKIM, " in opened(programme)["solved"].splitlines()


def test_a_number_that_is_mended_keeps_the_hours_that_were_given(programme: sqlmodel.Session) -> None:
    saves(programme, solved="Ada, 52, 12h")
    maren(programme).says("/program metrics add solved <@UADA> 53")
    (row,) = data.service.load_solved(programme, [LAST]).values()
    assert (row.number, row.hours) == (53, 12)


def test_who_is_forgotten_keeps_their_number_and_gets_no_other(programme: sqlmodel.Session) -> None:
    noor = tests.programme.add_freelancer(programme, "UNOOR", starts=-60, last_day=-4)
    maren(programme).says("/program metrics add solved <@UNOOR> 38")
    data.forgetting.forget(programme, data.forgetting.plan(programme, noor), tests.programme.NOW, "UMAREN")
    programme.expire_all()
    assert opened(programme)["solved"] == "Flor, \nKenji, "
    saves(programme, solved="Flor, 40\nKenji, ")
    assert sorted(one.number for one in data.service.load_solved(programme, [LAST]).values()) == [38, 40]
    assert "is forgotten here" in maren(programme).refusal("/program metrics add solved <@UNOOR> 39")


def test_what_another_manager_saved_while_it_was_open_is_not_overwritten(programme: sqlmodel.Session) -> None:
    mine = view(programme)["private_metadata"]
    maren(programme).says("/program metrics add satisfaction 94")
    late = maren(programme).submit("kept:metrics", subject=mine, queue="12")
    assert late == commands.replies.Fields({"solved": messages.service.MEANWHILE})
    assert data.figures.load_by_week(programme, ["satisfaction", "queue"], LAST, LAST) == {LAST: {"satisfaction": 94}}


def test_what_is_filled_in_is_kept_and_an_emptied_field_clears_its_figure(programme: sqlmodel.Session) -> None:
    maren(programme).says("/program metrics add queue 12")
    reply = saves(programme, satisfaction="94", first_reply="", queue="", solved="Flor, 40\nKenji, \nAda 30 10h")
    assert isinstance(reply, commands.replies.Say)
    assert reply.message["text"].startswith("Saved: 3 new and 1 changed or cleared.\n*Service to customers")
    assert data.figures.load_by_week(programme, ["satisfaction", "queue"], LAST, LAST) == {LAST: {"satisfaction": 94}}
    solved = data.service.load_solved(programme, [LAST]).values()
    assert sorted((one.number, one.in_house, one.hours) for one in solved) == [(30, True, 10), (40, False, None)]


def test_what_is_wrong_stands_at_its_field_and_nothing_is_kept(programme: sqlmodel.Session) -> None:
    reply = saves(programme, satisfaction="very", queue="12", solved="Flor, x\nNobody 3\nA 1\nB 2\nC 3")
    assert isinstance(reply, commands.replies.Fields)
    assert (
        reply.errors["satisfaction"] == "This is no number from 0 to 100, with one decimal at most; it looks like 94.5."
    )
    assert reply.errors["solved"].startswith("Line 1: “x” is no whole number")
    assert "Line 2: “Nobody” is nobody on the roster" in reply.errors["solved"]
    assert "Line 4" not in reply.errors["solved"]
    assert reply.errors["solved"].endswith("And 2 more.")
    assert data.figures.load_by_week(programme, ["queue"], LAST, LAST) == {}


def test_sent_again_it_changes_nothing(programme: sqlmodel.Session) -> None:
    for said in ("Saved: 1 new.", "Nothing was changed: all of it stood there already."):
        reply = saves(programme, solved="Flor, 40")
        assert isinstance(reply, commands.replies.Say)
        assert reply.message["text"].startswith(said)


def test_of_more_people_than_a_form_holds_it_names_nobody_and_points_to_the_import(
    programme: sqlmodel.Session,
) -> None:
    for number in range(10, 79):
        tests.programme.add_freelancer(
            programme, f"UN{number}", name=f"{'A long name of somebody'.ljust(35, '-')} {number}"
        )
    assert opened(programme)["solved"] == ""


# -- the ratio


def test_where_output_is_measured_the_ratio_goes_by_it_and_says_so(programme: sqlmodel.Session) -> None:
    """200 contracted hours to 42 in-house are 1:4.8; what was solved is worth 160 hours, 1:3.8."""
    before = lines(programme, "/program status")
    assert before[0] == "Ratio 1:4.8 (below the band 10–15, aim 12) · by contracted hours"
    assert before[1].startswith("Freelancers 200 h a week = 5.0 full-time · in-house 42 h")
    measured(programme)
    after = lines(programme, "/program status")
    assert after[0] == "Ratio 1:3.8 (below the band 10–15, aim 12) · by measured output"
    assert after[1].startswith(
        "Freelancers 200 h a week contracted, their output in the week from Mon 23 February 2026 = 4.0 full-time · "
        "in-house 42 h"
    )


def test_the_two_kinds_of_ratio_are_not_compared(programme: sqlmodel.Session) -> None:
    data.figures.record_all(programme, [{"week": LAST, "name": "ratio_contracted", "value": 5.0}])
    assert lines(programme, "/program status")[0].endswith("by contracted hours · ↓ 0.2 since last week")
    measured(programme)
    assert lines(programme, "/program status")[0].endswith("by measured output")


def test_what_is_missing_of_too_many_leaves_the_ratio_by_contracted_hours_and_says_why(
    programme: sqlmodel.Session,
) -> None:
    measured(programme)
    maren(programme).says("/program metrics add solved <@UFLOR> -")
    assert lines(programme)[6] == (
        "*Output:* 2.3 full-time, by what is solved in-house; for 1 of 2 freelancers there is no number. "
        "That is too many for the ratio, which goes by contracted hours."
    )
    assert lines(programme, "/program status")[0].endswith("by contracted hours")


def test_who_in_house_has_no_hours_is_nothing_to_measure_by_and_it_is_said(programme: sqlmodel.Session) -> None:
    """The 40 of the roster would make an adviser who helps out now and then a slow full-timer."""
    measured(programme)
    for who in ("UADA", "UMAREN"):
        maren(programme).says(f"/program metrics add solved <@{who}> -")
    maren(programme).says("/program metrics add solved <@UADA> 30")
    assert lines(programme)[5] == (
        "*Output:* not measured, because nobody in-house has a number with the hours it took: "
        "of 1 person the hours are missing. The ratio goes by contracted hours."
    )
    maren(programme).says("/program metrics add solved <@UMAREN> 15 10h")
    assert lines(programme)[5].startswith(
        "*In-house:* 15 solved by 1 person in 10 h, 60.0 by a full-time equivalent; without hours: 1 person"
    )


def test_what_was_measured_long_ago_says_nothing_of_today(programme: sqlmodel.Session) -> None:
    """Four weeks back it counts, five not."""
    for weeks, mode in ((4, "by measured output"), (5, "by contracted hours")):
        programme.execute(sqlmodel.delete(data.models.Solved))
        for whom, number in (("UKENJI", "140"), ("UFLOR", "100"), ("UADA", "30 20h")):
            maren(programme).says(f"/program metrics add solved <@{whom}> {number} {weeks}w ago")
        assert lines(programme, "/program status")[0].endswith(mode)


# -- the person's own


def test_everybody_reads_their_own_numbers_and_no_others(programme: sqlmodel.Session) -> None:
    measured(programme)
    told = tests.commands.asking.Asking(programme, "UKENJI").says("/program me")
    assert "Solved: 140 in the week from Mon 23 February 2026" in told.replace("*", "")
    assert "100 in the week" not in told
    ada = tests.commands.asking.Asking(programme, "UADA").says("/program me")
    assert "*Solved:* 30 in 20 h in the week from Mon 23 February 2026" in ada
    with pytest.raises(rules.errors.ProgramError):
        tests.commands.asking.Asking(programme, "UKENJI").command("/program metrics")
