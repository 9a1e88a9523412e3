"""What became of check-ins, for each reader what is theirs to read; what nobody logged; and notes that are removed."""

import pytest
import sqlmodel

import commands.replies
import data.models
import data.outbox
import messages.checkin_history
import messages.checkins
import rules.errors
import tests.commands.asking
import tests.commands.checkin_desk

Desk = tests.commands.checkin_desk.Desk
DAY, WEEK = tests.commands.checkin_desk.DAY, tests.commands.checkin_desk.WEEK
shown = tests.commands.checkin_desk.shown
said = tests.commands.asking.said
HISTORY = "/checkin history <@UKENJI>"


@pytest.fixture
def desk(session: sqlmodel.Session) -> Desk:
    """Ada has logged, Maren has corrected it."""
    desk = Desk(session)
    row = desk.plans()
    notes = {"went_well": "Calm", "follow_up": "Try *it*", "concern": "Too tired"}
    desk.logs_by_form("UADA", desk.form("UADA", row), minutes="45", **notes)
    desk.later(days=1)
    desk.logs_by_form("UMAREN", desk.form("UMAREN", row), minutes="50", concern="Rested")
    return desk


def labels(reply: commands.replies.Reply) -> list[str]:
    assert isinstance(reply, commands.replies.Say)
    blocks = [block for block in reply.message["blocks"] if block["type"] == "actions"]
    return [one["text"]["text"] for block in blocks for one in block["elements"]]


def test_the_adviser_of_the_day_reads_every_version_and_who_corrected_it(desk: Desk) -> None:
    text = desk.asks("UADA").says(HISTORY)
    assert text.startswith(
        "*Check-ins with Kenji:* 1 to 1 of 1\n"
        "*Week from Mon 2 March 2026* · done: "
        "50 minutes on Mon 2 March 2026, logged by Maren on Tue 3 March, 13:00"
    )
    assert "• *What went well:* Calm\n• *Follow-up:* Try *it*\n• *Concern:* Rested" in text
    assert "_Before:_ 45 minutes on Mon 2 March 2026, logged by Ada on Mon 2 March, 13:00; corrected by Maren" in text
    assert "• *Concern:* Too tired" in text


def test_managers_read_it_too_and_what_can_be_done_stands_under_it(desk: Desk) -> None:
    assert "Too tired" in desk.asks("UMAREN").says(HISTORY)
    assert labels(desk.asks("UMAREN").command(HISTORY)) == ["Correct", "Remove notes"]


def test_who_covers_reads_the_follow_up_only(desk: Desk) -> None:
    desk.covers("UBOLA")
    text = desk.asks("UBOLA").says(HISTORY)
    assert "• *Follow-up:* Try *it*" in text
    assert "50 minutes" in text
    assert [words for words in ("Calm", "Too tired", "Rested") if words in text] == []
    desk.later(days=7)
    assert "are not yours" in desk.asks("UBOLA").refusal(HISTORY)


def test_a_former_adviser_reads_only_what_they_wrote(desk: Desk) -> None:
    desk.moves("UKENJI", "UBOLA")
    desk.asks("UBOLA").says("/checkin <@UKENJI> 2026-02-25 20m not theirs")
    text = desk.asks("UADA").says(HISTORY)
    assert "Too tired" in text
    assert [words for words in ("Rested", "50 minutes", "Maren", "not theirs", "25 February") if words in text] == []
    assert labels(desk.asks("UADA").command(HISTORY)) == ["Remove notes"]
    assert "Rested" in desk.asks("UBOLA").says(HISTORY)


@pytest.mark.parametrize("roles", [{}, {"adviser": True}, {"manager": True}])
def test_nobody_reads_notes_about_themselves_whatever_else_they_are(desk: Desk, roles: dict[str, bool]) -> None:
    kenji = desk.people["UKENJI"]
    for role, holds in roles.items():
        setattr(kenji, role, holds)
    desk.session.flush()
    refusal = desk.asks("UKENJI").refusal(HISTORY)
    assert "Too tired" not in refusal
    with pytest.raises(rules.errors.ProgramError):
        desk.asks("UKENJI").press(f"{messages.checkin_history.HISTORY}", subject=f"{kenji.id}:0")
    with pytest.raises(rules.errors.ProgramError):
        desk.form("UKENJI", desk.row())


def test_who_has_nothing_to_do_with_somebody_reads_the_same_whatever_there_is(desk: Desk) -> None:
    before = desk.asks("UBOLA").refusal(HISTORY)
    for row in desk.session.exec(sqlmodel.select(data.models.CheckinLog)):
        desk.session.delete(row)
    desk.session.flush()
    assert desk.asks("UBOLA").refusal(HISTORY) == before


def test_a_week_that_is_not_logged_has_a_button_and_so_long_ago_none(desk: Desk) -> None:
    desk.later(days=6)
    desk.plans()
    assert labels(desk.asks("UADA").command(HISTORY))[0] == "Log"
    assert "*Week from Mon 9 March 2026* · open\n" in desk.asks("UADA").says(HISTORY)
    desk.later(days=7)
    assert "*Week from Mon 9 March 2026* · not logged\n" in desk.asks("UADA").says(HISTORY)
    desk.later(days=120)
    assert labels(desk.asks("UADA").command(HISTORY)) == ["Remove notes"]


def test_many_weeks_are_read_page_by_page(desk: Desk) -> None:
    for ago in range(1, 7):
        desk.asks("UADA").says(f"/checkin <@UKENJI> {WEEK - 7 * ago * DAY} 30m")
    reply = desk.asks("UADA").command(HISTORY)
    assert "1 to 5 of 7" in said(reply)
    assert labels(reply)[-1] == "More"
    second = desk.asks("UADA").press(messages.checkin_history.HISTORY, subject=f"{desk.people['UKENJI'].id}:1")
    assert "6 to 7 of 7" in said(second)
    assert "*Week from Mon 19 January 2026*" in said(second)


# -- what nobody logged


def test_what_is_not_logged_is_read_by_who_holds_it_and_by_managers(session: sqlmodel.Session) -> None:
    desk = Desk(session)
    desk.plans()
    assert "none in the last 90 days" in desk.asks("UADA").says("/checkin gaps")
    desk.later(days=7)
    assert "*Kenji* · week from Mon 2 March 2026" in desk.asks("UADA").says("/checkin gaps")
    assert labels(desk.asks("UADA").command("/checkin gaps")) == ["Done", "Could not meet"]
    assert "*Kenji* · week from Mon 2 March 2026 · held by Ada" in desk.asks("UMAREN").says("/checkin gaps")
    assert "yours:* none" in desk.asks("UBOLA").says("/checkin gaps")
    desk.moves("UKENJI", "UBOLA")
    assert "held by Ada" in desk.asks("UBOLA").says("/checkin gaps")
    desk.asks("UADA").press(messages.checkins.DONE, subject=str(desk.row().id))
    desk.asks("UBOLA").says("/checkin <@UKENJI> 2026-03-04 40m")
    assert "none in" in desk.asks("UMAREN").says("/checkin gaps")


# -- removing


def test_a_manager_removes_all_notes_and_dates_and_minutes_stay(desk: Desk) -> None:
    row = desk.row()
    opened = desk.asks("UMAREN").press(messages.checkin_history.REMOVE, subject=str(row.id))
    assert isinstance(opened, commands.replies.Open)
    assert "All notes, of earlier versions too," in str(opened.view)
    assert shown(desk.asks("UMAREN").submit(messages.checkin_history.REMOVED, subject=str(row.id))) == (
        "The notes are removed."
    )
    text = desk.asks("UADA").says(HISTORY)
    assert [words for words in ("Calm", "Try", "tired", "Rested") if words in text] == []
    assert "50 minutes on Mon 2 March 2026" in text


def test_others_remove_what_they_wrote(desk: Desk) -> None:
    row = desk.row()
    desk.asks("UADA").submit(messages.checkin_history.REMOVED, subject=str(row.id))
    assert [log.concern for log in desk.logs()] == [None, "Rested"]
    with pytest.raises(rules.errors.ProgramError, match="Only who wrote these notes"):
        desk.asks("UBOLA").submit(messages.checkin_history.REMOVED, subject=str(row.id))


def test_a_list_that_quoted_what_is_removed_does_so_no_more(desk: Desk) -> None:
    follow_up = "A line that is long enough"
    desk.logs_by_form("UADA", desk.form("UADA", desk.row()), follow_up=follow_up)
    desk.later(days=6)
    desk.plans()
    part = desk.reads_list("UADA", WEEK + 7 * DAY)
    data.outbox.enqueue(desk.session, [data.outbox.Draft("sent", "@UADA", part.payload, "a test", desk.now)])
    for notice in desk.session.exec(sqlmodel.select(data.models.Notice)):
        notice.state = data.models.NoticeState.SENT
    desk.session.flush()
    assert follow_up in str(part.payload)
    desk.asks("UMAREN").submit(messages.checkin_history.REMOVED, subject=str(desk.row().id))
    desk.session.expire_all()
    assert follow_up not in str(part.payload)
    notices = desk.session.exec(sqlmodel.select(data.models.Notice)).all()
    assert [one.key for one in notices if follow_up in str(one.payload)] == []
