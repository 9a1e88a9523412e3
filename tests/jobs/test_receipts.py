"""Mornings in which somebody is reminded of an update, and after it their adviser hears of it: once, and only then."""

import datetime

import pytest
import sqlmodel

import data.duty
import data.models
import data.morning
import data.people
import data.settings
import jobs.morning
import jobs.outgoing
import jobs.receipts
import jobs.scene
import jobs.updates
import rules.settings
import sandbox.blocks
import tests.programme

at = tests.programme.march
found = tests.programme.found
DAY, MINUTE = datetime.timedelta(days=1), datetime.timedelta(minutes=1)
Session = sqlmodel.Session


@pytest.fixture
def programme(session: Session) -> Session:
    """Ada advises Kenji; Maren asked for a receipt on Monday the 2nd at 09:00, and Ada has given hers."""
    tests.programme.live_in_london(session, at("1"))
    maren = tests.programme.add(session, "UMAREN", "manager", zone="Europe/London")
    ada = tests.programme.add(session, "UADA", "adviser", zone="Europe/London")
    tests.programme.add_freelancer(session, "UKENJI", ada, zone="Europe/London", name="Kenji <!here>")
    data.duty.add_to_pool(session, ada.id or 0, at("1"))
    update = data.models.Update(
        author_id=maren.id or 0,
        title="New <checkout>",
        text="Look.",
        wants_receipt=True,
        valid_until=datetime.date(2026, 3, 20),
        drafted_at=at("2"),
    )
    jobs.updates.send(jobs.scene.load(session, at("2 08:50")), update)
    acknowledges(session, "UADA", at("2 09:10"))
    return session


def update(session: Session) -> data.models.Update:
    return session.get_one(data.models.Update, 1)


def acknowledges(session: Session, who: str, now: datetime.datetime) -> None:
    assert jobs.updates.acknowledge(jobs.scene.load(session, now), update(session), found(session, who))


def parts(session: Session, who: str) -> dict[str, int]:
    """The lines about receipts that somebody's mornings have had, with the day of March."""
    told = data.morning.list_told(session, datetime.date(2026, 3, 1), found(session, who).id)
    return {part.key: part.day.day for part in told if part.kind in ("unread", "unseen") and part.day}


def lives(session: Session, *days: str) -> None:
    for day in days:
        jobs.morning.tick(session, at(day))
        session.flush()


def text(session: Session, who: str) -> str:
    told = data.morning.list_told(session, datetime.date(2026, 3, 1), found(session, who).id)
    return next(str(part.payload["text"]) for part in told if part.kind in ("unread", "unseen"))


UNREAD, UNSEEN = "unread:1:UKENJI", "unseen:1:UKENJI"


def test_the_reminder_comes_on_the_morning_after_three_working_days_and_only_to_them(programme: Session) -> None:
    lives(programme, "3", "4")
    assert parts(programme, "UKENJI") == {}
    lives(programme, "5")
    assert parts(programme, "UKENJI") == {UNREAD: 5}
    assert text(programme, "UKENJI") == "*UPD-1 · New &lt;checkout&gt;*, of Mon 2 March 2026, waits for your *Got it*."
    assert parts(programme, "UADA") == {}
    assert parts(programme, "UMAREN") == {}


def test_their_adviser_hears_of_it_a_working_day_after_they_did_and_each_of_them_once(programme: Session) -> None:
    lives(programme, "5", "6")
    assert parts(programme, "UADA") == {UNSEEN: 6}
    assert text(programme, "UADA") == (
        "*UPD-1 · New &lt;checkout&gt;* waits for the *Got it* of Kenji &lt;!here&gt;, "
        "who was reminded on Thu 5 March 2026."
    )
    lives(programme, "9", "10", "11")
    assert (parts(programme, "UKENJI"), parts(programme, "UADA")) == ({UNREAD: 5}, {UNSEEN: 6})


def test_an_adviser_hears_nothing_of_whom_no_morning_has_reminded(programme: Session) -> None:
    kenji = found(programme, "UKENJI")
    data.duty.add_absence(programme, kenji.id or 0, datetime.date(2026, 3, 5), datetime.date(2026, 3, 11), at("4"))
    lives(programme, "5", "6", "9", "10")
    assert parts(programme, "UADA") == {}
    lives(programme, "11", "12", "13", "16")
    assert parts(programme, "UKENJI") == {UNREAD: 11}
    assert parts(programme, "UADA") == {UNSEEN: 12}


def looked_for(session: Session, now: str) -> set[str]:
    """The keys of what is still to be told, or may be struck through."""
    programme = rules.settings.read(data.settings.load(session))
    return set(jobs.receipts.load(session, programme, at(now)).keys)


def test_what_all_have_heard_is_looked_for_until_nobodys_message_is_edited_for_it(programme: Session) -> None:
    lives(programme, "5", "6")
    assert looked_for(programme, "6") == looked_for(programme, "8") == {UNREAD, UNSEEN}
    assert looked_for(programme, "9") == set()


def test_whoever_becomes_their_adviser_hears_of_it_however_late(programme: Session) -> None:
    kenji, ada = found(programme, "UKENJI"), found(programme, "UADA")
    (running,) = data.people.list_running_assignments_of(programme, [kenji.id or 0])
    data.people.record_assignment(programme, at("4"), running, None)
    lives(programme, "5", "6", "9", "10")
    assert looked_for(programme, "10") == set()
    following = data.models.Assignment(freelancer_id=kenji.id or 0, adviser_id=ada.id or 0, starts=at("10 12:00"))
    data.people.record_assignment(programme, at("10 12:00"), None, following)
    lives(programme, "11", "12")
    assert (parts(programme, "UKENJI"), parts(programme, "UADA")) == ({UNREAD: 5}, {UNSEEN: 11})


def test_who_acknowledges_it_in_time_is_not_reported(programme: Session) -> None:
    lives(programme, "5")
    acknowledges(programme, "UKENJI", at("5 12:00"))
    lives(programme, "5 12:01", "6", "9")
    assert text(programme, "UKENJI").startswith("~UPD-1")
    assert parts(programme, "UADA") == {}


def test_the_advisers_line_is_struck_through_once_it_is_there(programme: Session) -> None:
    lives(programme, "5", "6")
    acknowledges(programme, "UKENJI", at("6 12:00"))
    lives(programme, "6 12:01", "6 13:00")
    assert text(programme, "UADA").startswith("~UPD-1 · New &lt;checkout&gt; waits for the Got it of Kenji")


@pytest.mark.parametrize("state", ["cancelled", "retracted"])
def test_nobody_is_reminded_of_what_was_taken_back(programme: Session, state: str) -> None:
    update(programme).state = data.models.UpdateState(state)
    lives(programme, "5", "6", "9")
    assert (parts(programme, "UKENJI"), parts(programme, "UADA")) == ({}, {})


def test_nobody_is_reminded_of_what_is_of_no_use_any_more(programme: Session) -> None:
    update(programme).valid_until = datetime.date(2026, 3, 5)
    lives(programme, "5", "6")
    assert parts(programme, "UKENJI") == {}


def test_a_message_with_its_button_is_one_that_slack_takes(programme: Session) -> None:
    lives(programme, "5")
    notice = data.models.Notice
    sent = programme.exec(sqlmodel.select(notice).where(notice.card == "morning:UKENJI:2026-03-05")).one()
    assert sandbox.blocks.check(sent.payload["blocks"], sandbox.blocks.MESSAGE) == []
    assert "'action_id': 'got:update'" in str(sent.payload)


def test_what_will_be_sent_foresees_the_reminder(programme: Session) -> None:
    planned = jobs.outgoing.upcoming(programme, at("3"), at("10"))
    foreseen = [(one.at, one.lane) for one in planned if "Got it" in one.kind]
    assert foreseen == [(at("5 09:00"), "@UKENJI")]
