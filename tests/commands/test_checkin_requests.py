"""A freelancer asks for time: who reads it, what they can do with it, and what the freelancer reads of that."""

import pytest
import sqlmodel

import commands.replies
import data.models
import jobs.checkin_list
import messages.checkin_forms
import messages.checkin_requests
import rules.errors
import tests.commands.checkin_desk
import tests.programme

Desk = tests.commands.checkin_desk.Desk
Asked = data.models.CheckinRequest
State = data.models.CheckinState
shown = tests.commands.checkin_desk.shown


@pytest.fixture
def desk(session: sqlmodel.Session) -> Desk:
    desk = Desk(session, zone="Asia/Tokyo")
    desk.plans()
    return desk


def asked(desk: Desk) -> Asked:
    return desk.session.exec(sqlmodel.select(Asked)).one()


def test_it_goes_to_their_adviser_alone_with_their_time_and_the_freelancer_reads_that(desk: Desk) -> None:
    text = desk.asks("UKENJI").says("/checkin request my *hours* <!channel>")
    assert text == (
        "Sent. *Ada* reads it. Nobody else does, unless another adviser is there for you before it is answered. "
        "You read here when a day is booked."
    )
    (card,) = desk.sent("UADA")
    assert card.startswith("*Kenji asks for time*\n*Kenji* · Tokyo, 22:00 now · ")
    assert "• asked for time: my *hours* &lt;!channel&gt;" in card
    assert "Why do I get this?" in card
    assert desk.sent("UMAREN") == desk.sent("UBOLA") == []


def test_bare_it_opens_the_form_which_says_who_reads_it(desk: Desk) -> None:
    reply = desk.asks("UKENJI").command("/checkin")
    assert isinstance(reply, commands.replies.Open)
    assert "*Ada* reads this at once. Nobody else does" in str(reply.view)
    page = desk.asks("UKENJI").submit(messages.checkin_requests.FORM, topic="Call me on +49 30 901820")
    assert "*Ada* reads it" in shown(page)
    assert "Hidden before it was kept" in shown(page)
    assert asked(desk).topic == "Call me on [phone number hidden]"


def test_a_second_one_changes_the_first_and_sends_nothing_more(desk: Desk) -> None:
    desk.asks("UKENJI").says("/checkin request one")
    text = desk.asks("UKENJI").says("/checkin request two")
    assert text.startswith("Changed what you asked.")
    assert asked(desk).topic == "two"
    (card,) = desk.sent("UADA")
    assert "asked for time: two" in card


def test_asked_again_without_words_it_opens_the_form_with_those_of_before(desk: Desk) -> None:
    desk.asks("UKENJI").says("/checkin request one")
    reply = desk.asks("UKENJI").command("/checkin request")
    assert isinstance(reply, commands.replies.Open)
    assert tests.commands.checkin_desk.filled(reply.view) == {"topic": "one"}
    assert asked(desk).topic == "one"


def test_who_covers_is_asked_in_that_week_and_then_the_adviser(desk: Desk) -> None:
    desk.covers("UBOLA")
    assert "*Bola* reads it" in desk.asks("UKENJI").says("/checkin request help")
    assert "asked for time: help" in desk.sent("UBOLA")[0]
    assert desk.sent("UADA") == []
    desk.later(days=7)
    desk.asks("UKENJI").says("/checkin request still")
    assert "asked for time: still" in desk.sent("UADA")[0]
    assert desk.sent("UBOLA") == ["*Kenji asks for time* · somebody else has this now"]


def test_what_is_not_answered_goes_on_to_a_new_adviser_and_the_former_one_reads_no_more_of_it(desk: Desk) -> None:
    desk.asks("UKENJI").says("/checkin request my hours")
    desk.moves("UKENJI", "UBOLA")
    desk.later(hours=3)
    desk.plans()
    assert "Tokyo, 01:00 now" in desk.sent("UBOLA")[0]
    assert "asked for time: my hours" in desk.sent("UBOLA")[0]
    assert desk.sent("UADA") == ["*Kenji asks for time* · somebody else has this now"]
    with pytest.raises(rules.errors.ProgramError, match="Only who was asked"):
        desk.asks("UADA").press(messages.checkin_requests.BOOK, subject="1")
    desk.plans()
    assert len(desk.sent("UBOLA")) == 1


def test_without_an_adviser_the_managers_are_asked(desk: Desk) -> None:
    desk.people["UADA"].active = False
    text = desk.asks("UKENJI").says("/checkin request")
    assert text.startswith("Sent. You have no adviser right now: the managers read it.")
    assert "asked for time: no topic given" in desk.sent("UMAREN")[0]
    assert "`/program assign`" in desk.sent("UMAREN")[0]


def test_the_other_managers_read_who_has_booked(desk: Desk) -> None:
    tests.programme.add(desk.session, "UOTTO", "manager")
    desk.people["UADA"].active = False
    desk.asks("UKENJI").says("/checkin request")
    desk.asks("UMAREN").submit(messages.checkin_requests.BOOKED, subject=str(asked(desk).id), day="2026-03-05")
    assert desk.sent("UOTTO") == ["*Kenji asks for time* · booked for Thu 5 March 2026 by Maren"]
    assert desk.sent("UMAREN") == ["*Kenji asks for time* · booked for Thu 5 March 2026"]


def test_what_is_booked_is_told_and_the_row_of_its_week_is_booked(desk: Desk) -> None:
    desk.asks("UKENJI").says("/checkin request help")
    one = asked(desk)
    opened = desk.asks("UADA").press(messages.checkin_requests.BOOK, subject=str(one.id))
    assert isinstance(opened, commands.replies.Open)
    assert "Kenji reads at once that you have booked this day." in str(opened.view)
    desk.asks("UADA").submit(messages.checkin_requests.BOOKED, subject=str(one.id), day="2026-03-05")
    assert (desk.row().state, str(desk.row().booked_for), one.answered_at) == (State.BOOKED, "2026-03-05", desk.now)
    assert desk.sent("UKENJI") == [
        "*Ada* has booked *Thu 5 March 2026* for you two.\n"
        "Why do I get this? You asked for time by `/checkin`. If the day does not suit you, write to Ada."
    ]
    assert desk.sent("UADA") == ["*Kenji asks for time* · booked for Thu 5 March 2026"]
    with pytest.raises(rules.errors.ProgramError, match="answered already"):
        desk.asks("UADA").press(messages.checkin_requests.BOOK, subject=str(one.id))


def test_the_list_answers_it_as_well_and_another_day_is_told_again(desk: Desk) -> None:
    desk.asks("UKENJI").says("/checkin request help")
    row = str(desk.row().id)
    for day in ("2026-03-05", "2026-03-05", "2026-03-06"):
        desk.asks("UADA").submit(messages.checkin_forms.BOOKED, subject=row, day=day)
    assert [text.partition(" for you")[0] for text in desk.sent("UKENJI")] == [
        "*Ada* has booked *Thu 5 March 2026*",
        "*Ada* has booked *Fri 6 March 2026*",
    ]


def test_who_did_not_ask_is_not_told_of_a_day(desk: Desk) -> None:
    desk.asks("UADA").submit(messages.checkin_forms.BOOKED, subject=str(desk.row().id), day="2026-03-05")
    assert desk.sent("UKENJI") == []


@pytest.mark.parametrize(
    ("day", "wrong"),
    [
        ("2026-03-01", "This day is past: press *Done* if you have met."),
        ("2026-04-02", "This is more than 30 days from now: pick an earlier day."),
        ("2027-03-05", "This is more than 30 days from now: pick an earlier day."),
    ],
)
def test_a_day_that_is_past_or_far_off_is_refused_at_its_input(desk: Desk, day: str, wrong: str) -> None:
    desk.asks("UKENJI").says("/checkin request help")
    row = str(desk.row().id)
    for callback, subject in ((messages.checkin_requests.BOOKED, "1"), (messages.checkin_forms.BOOKED, row)):
        reply = desk.asks("UADA").submit(callback, subject=subject, day=day)
        assert reply == commands.replies.Fields({"day": wrong})
    desk.asks("UADA").submit(messages.checkin_forms.BOOKED, subject=row, day="2026-04-01")
    assert str(desk.row().booked_for) == "2026-04-01"


def test_the_list_of_who_covers_has_what_they_were_asked_and_that_of_the_adviser_has_not(desk: Desk) -> None:
    desk.covers("UBOLA")
    desk.asks("UKENJI").says("/checkin request my hours")
    row = desk.row()
    for who, topic in (("UBOLA", "my hours"), ("UADA", None)):
        (line,) = jobs.checkin_list.lines(desk.scene, desk.people[who], [row], desk.now)
        assert line.topic == topic


def test_done_logs_the_check_in_of_the_week_and_that_answers_it(desk: Desk) -> None:
    desk.asks("UKENJI").says("/checkin request help")
    reply = desk.asks("UADA").press(messages.checkin_requests.DONE, subject="1")
    assert isinstance(reply, commands.replies.Open)
    assert asked(desk).answered_at is None
    desk.logs_by_form("UADA", reply.view)
    assert asked(desk).answered_at == desk.now
    assert desk.sent("UADA") == ["*Kenji asks for time* · answered"]


def test_what_was_held_before_it_was_asked_answers_nothing(desk: Desk) -> None:
    desk.asks("UKENJI").says("/checkin request help")
    desk.asks("UADA").says("/checkin <@UKENJI> 2026-02-25 30m")
    assert asked(desk).answered_at is None


def test_where_the_week_is_done_it_is_time_beside_it_and_the_row_stays(desk: Desk) -> None:
    desk.asks("UADA").says("/checkin <@UKENJI> 30m")
    desk.asks("UKENJI").says("/checkin request once more")
    desk.asks("UADA").submit(messages.checkin_requests.BOOKED, subject="1", day="2026-03-06")
    assert (desk.row().state, desk.row().minutes) == (State.DONE, 30)
    assert "has booked *Fri 6 March 2026*" in desk.sent("UKENJI")[0]
    desk.later(days=1)
    desk.asks("UKENJI").says("/checkin request and again")
    assert isinstance(desk.asks("UADA").press(messages.checkin_requests.DONE, subject="2"), commands.replies.Done)
    assert (desk.row().state, desk.row().minutes) == (State.DONE, 30)
    assert desk.session.get_one(Asked, 2).answered_at == desk.now


def test_nobody_else_answers_it(desk: Desk) -> None:
    desk.asks("UKENJI").says("/checkin request help")
    for action in (messages.checkin_requests.BOOK, messages.checkin_requests.DONE):
        with pytest.raises(rules.errors.ProgramError, match="Only who was asked"):
            desk.asks("UBOLA").press(action, subject="1")
