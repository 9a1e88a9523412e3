"""Cancelling, correcting and retracting an update: who may, what is said, and what two at once do."""

import datetime

import pytest
import sqlmodel

import commands.replies
import data.models
import data.settings
import data.updates
import jobs.scene
import jobs.updates
import rules.errors
import rules.settings
import tests.commands.asking
import tests.programme

NOW = tests.programme.NOW
said = tests.commands.asking.said


@pytest.fixture
def sent(session: sqlmodel.Session) -> sqlmodel.Session:
    """Ada has sent UPD-1, to Ben and a freelancer; she is not on duty."""
    data.settings.record(session, "triage_channel", "C0TRIAGE")
    tests.programme.add(session, "UMAREN", "manager")
    ada, _ = (tests.programme.add(session, slack_id, "adviser") for slack_id in ("UADA", "UBEN"))
    tests.programme.add_freelancer(session, "UKENJI", ada)
    until = NOW.date() + datetime.timedelta(days=30)
    update = data.models.Update(author_id=ada.id or 0, title="New", text="Old.", valid_until=until, drafted_at=NOW)
    programme = rules.settings.read(data.settings.load(session))
    jobs.updates.send(jobs.scene.Scene(session, programme, NOW - datetime.timedelta(minutes=5)), update)
    return session


def asking(session: sqlmodel.Session, slack_id: str) -> tests.commands.asking.Asking:
    return tests.commands.asking.Asking(session, slack_id)


def subject(reply: commands.replies.Reply) -> str:
    """What the form that was opened is about."""
    assert isinstance(reply, commands.replies.Open)
    return str(reply.view["private_metadata"])


def test_the_author_off_duty_and_managers_may_and_no_other_adviser(sent: sqlmodel.Session) -> None:
    for words in ("cancel", "correct", "retract"):
        with pytest.raises(rules.errors.ProgramError, match="Only its author and managers can do that"):
            asking(sent, "UBEN").command(f"/broadcast {words} UPD-1")
    assert subject(asking(sent, "UADA").command("/broadcast correct UPD-1")) == "1:"
    assert subject(asking(sent, "UMAREN").command("/broadcast retract UPD-1")) == "1"


def test_of_two_who_correct_it_at_once_the_second_is_told_and_overwrites_nothing(sent: sqlmodel.Session) -> None:
    first = subject(asking(sent, "UADA").command("/broadcast correct UPD-1"))
    assert "is corrected" in said(asking(sent, "UADA").submit("corrected:update", subject=first, text="New."))
    reply = asking(sent, "UMAREN").submit("corrected:update", subject=first, text="Mine.")
    assert isinstance(reply, commands.replies.Fields)
    assert "Somebody else has corrected it meanwhile" in reply.errors["text"]
    update = data.updates.find(sent, 1)
    assert update is not None
    assert update.correction == "New."


def test_a_correction_that_changes_nothing_is_none(sent: sqlmodel.Session) -> None:
    reply = asking(sent, "UADA").submit("corrected:update", subject="1:", text="Old.")
    assert reply == commands.replies.Fields({"text": "This is how it reads already."})


def test_what_is_private_in_a_correction_is_hidden(sent: sqlmodel.Session) -> None:
    asking(sent, "UADA").submit("corrected:update", subject="1:", text="Write to ann.smith@example.com.")
    notices = sent.exec(sqlmodel.select(data.models.Notice)).all()
    assert not any("ann.smith" in str(one.payload) for one in notices)


def test_what_is_over_is_said_to_be(sent: sqlmodel.Session) -> None:
    asking(sent, "UADA").command("/broadcast cancel UPD-1")
    with pytest.raises(rules.errors.ProgramError, match="UPD-1 is cancelled already"):
        asking(sent, "UADA").command("/broadcast cancel UPD-1")
    asking(sent, "UADA").submit("retracted:update", subject="1")
    for ask in ("cancel", "correct", "retract"):
        with pytest.raises(rules.errors.ProgramError, match="UPD-1 is retracted already"):
            asking(sent, "UADA").command(f"/broadcast {ask} UPD-1")


def test_each_act_is_recorded_with_who_did_it_and_without_its_words(sent: sqlmodel.Session) -> None:
    asking(sent, "UADA").submit("corrected:update", subject="1:", text="New.")
    asking(sent, "UMAREN").command("/broadcast cancel UPD-1")
    asking(sent, "UADA").submit("retracted:update", subject="1", why="It was wrong.")
    rows = sent.exec(sqlmodel.select(data.models.Audit).order_by(sqlmodel.col(data.models.Audit.id))).all()
    assert [(one.actor, one.action, one.subject, one.after) for one in rows][-3:] == [
        ("UADA", "update.correct", "UPD-1", None),
        ("UMAREN", "update.cancel", "UPD-1", {"sent": 0, "dropped": 2}),
        ("UADA", "update.retract", "UPD-1", None),
    ]


def test_nothing_that_failed_is_said_to_be_nothing(sent: sqlmodel.Session) -> None:
    assert "nothing of it has failed for certain" in said(asking(sent, "UADA").press("retry:update", subject="1"))
