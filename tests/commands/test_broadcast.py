"""Composing, previewing, sending and undoing an update: what is fixed when, and what forms can't be made to do."""

import datetime

import pytest
import sqlmodel

import commands.replies
import data.models
import data.people
import data.receipts
import data.updates
import rules.errors
import tests.commands.asking
import tests.programme

NOW = tests.programme.NOW
UNTIL = str(NOW.date() + datetime.timedelta(days=9))
Asking = tests.commands.asking.Asking


@pytest.fixture
def desk(session: sqlmodel.Session) -> sqlmodel.Session:
    """Two managers, one adviser, and one freelancer."""
    for slack_id in ("UMAREN", "UNOOR"):
        tests.programme.add(session, slack_id, "manager")
    tests.programme.add_freelancer(session, "UKENJI", tests.programme.add(session, "UADA", "adviser"))
    return session


def preview(reply: commands.replies.Reply) -> str:
    """What the preview that was shown is about."""
    assert isinstance(reply, commands.replies.Next)
    return str(reply.view["private_metadata"])


def composes(asking: Asking, subject: str = ":", text: str = "Prices are rounded.", **inputs: str) -> str:
    reply = asking.submit("compose:update", subject=subject, title="New checkout", text=text, until=UNTIL, **inputs)
    return preview(reply)


def states(session: sqlmodel.Session) -> list[str]:
    return [
        one.state
        for one in session.exec(sqlmodel.select(data.models.Update).order_by(sqlmodel.col(data.models.Update.id)))
    ]


def test_what_was_changed_in_another_window_is_previewed_again_before_it_is_sent(desk: sqlmodel.Session) -> None:
    first = composes(Asking(desk, "UMAREN"))
    later = Asking(desk, "UMAREN", NOW + datetime.timedelta(minutes=1))
    composes(later, subject="1:", text="Prices are *not* rounded.")
    again = later.submit("send:update", subject=first)
    assert isinstance(again, commands.replies.Next)
    assert "has changed" in str(again.view)
    assert states(desk) == ["draft"]
    later.submit("send:update", subject=preview(again))
    assert states(desk) == ["sent"]


def test_the_preview_lies_on_the_form_so_that_who_sees_a_mistake_goes_back(desk: sqlmodel.Session) -> None:
    asking = Asking(desk, "UMAREN")
    inputs = {"title": "New checkout", "text": "Prices are rounded.", "until": UNTIL, "manner": "receipt"}
    shown = asking.submit("compose:update", subject=":", **inputs)
    assert isinstance(shown, commands.replies.Next)
    assert shown.push
    assert shown.view["close"]["text"] == "Back"
    assert "They are asked for *Got it*." in str(shown.view)


def test_what_by_now_reaches_nobody_is_not_sent_however_often_send_is_pressed(desk: sqlmodel.Session) -> None:
    maren = Asking(desk, "UMAREN")
    shown = composes(maren)
    for slack_id in ("UADA", "UKENJI"):
        person = data.people.find(desk, slack_id)
        assert person is not None
        person.active = False
    desk.flush()
    for subject in (shown, "1:0", shown.replace(":2", ":0", 1)):
        with pytest.raises(rules.errors.ProgramError, match="Nobody would get it"):
            maren.submit("send:update", subject=subject)
    assert states(desk) == ["draft"]


def test_sent_twice_it_is_sent_once(desk: sqlmodel.Session) -> None:
    maren = Asking(desk, "UMAREN")
    shown = composes(maren)
    assert isinstance(maren.submit("send:update", subject=shown), commands.replies.Close)
    assert "was sent already" in tests.commands.asking.said(maren.submit("send:update", subject=shown))
    assert len(data.receipts.list_unread(desk, 1)) == 2


def test_forms_about_anothers_draft_or_a_sent_update_change_and_send_neither(desk: sqlmodel.Session) -> None:
    maren, noor = Asking(desk, "UMAREN"), Asking(desk, "UNOOR")
    shown = composes(maren)
    noor.submit("send:update", subject=shown)
    assert states(desk) == ["draft"]
    composes(noor, subject="1:", text="Mine.")
    maren.submit("send:update", subject=shown)
    composes(maren, subject="1:", text="Changed.")
    kept = data.updates.find(desk, 1)
    assert kept is not None
    assert (kept.text, states(desk)) == ("Prices are rounded.", ["sent", "draft", "draft"])


def test_an_urgent_one_is_not_sent_unless_it_is_confirmed_as_such(desk: sqlmodel.Session) -> None:
    maren = Asking(desk, "UMAREN")
    shown = composes(maren, manner="urgent")
    assert isinstance(maren.submit("send:update", subject=shown), commands.replies.Next)
    assert states(desk) == ["draft"]
    maren.submit("send:update", subject=shown, urgent="yes")
    assert states(desk) == ["sent"]


def test_what_nobody_has_got_yet_is_undone_or_cancelled_and_not_taken_back_from_people_who_never_saw_it(
    desk: sqlmodel.Session,
) -> None:
    maren = Asking(desk, "UMAREN")
    maren.submit("send:update", subject=composes(maren))
    assert "Nobody has got it yet" in maren.refusal("/broadcast retract UPD-1")


def test_a_draft_that_was_brought_back_is_opened_anew_by_its_author_alone(desk: sqlmodel.Session) -> None:
    maren = Asking(desk, "UMAREN")
    maren.submit("send:update", subject=composes(maren))
    with pytest.raises(rules.errors.ProgramError, match="no draft of yours"):
        maren.press("edit:update", subject="1")
    maren.press("undo:update", subject="1")
    opened = maren.press("edit:update", subject="1")
    assert isinstance(opened, commands.replies.Open)
    assert "Prices are rounded." in str(opened.view)
    with pytest.raises(rules.errors.ProgramError, match="no draft of yours"):
        Asking(desk, "UNOOR").press("edit:update", subject="1")


def test_a_draft_can_be_looked_up_by_its_author_alone_who_goes_on_with_it(desk: sqlmodel.Session) -> None:
    maren = Asking(desk, "UMAREN")
    composes(maren)
    again = maren.command("/broadcast UPD-1")
    assert isinstance(again, commands.replies.Open)
    assert "Prices are rounded." in str(again.view)
    assert again.view["private_metadata"] == "1:"
    assert "There is no UPD-1" in maren.refusal("/broadcast retract UPD-1")
    assert "There is no UPD-1" in Asking(desk, "UNOOR").refusal("/broadcast UPD-1")
    assert "none" in Asking(desk, "UNOOR").says("/broadcast list")
