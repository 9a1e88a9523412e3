"""Late comers: who gets which updates once they take part, and what that message shows later."""

import datetime
import typing

import pytest
import sqlmodel

import data.models
import data.people
import data.receipts
import data.settings
import jobs.late_comers
import jobs.outgoing
import jobs.scene
import jobs.update_steering
import jobs.updates
import sandbox.blocks
import tests.programme

NOW = tests.programme.NOW
MINUTE, HOUR, DAY = datetime.timedelta(minutes=1), datetime.timedelta(hours=1), datetime.timedelta(days=1)
Session = sqlmodel.Session
Update = data.models.Update
Notice = data.models.Notice


@pytest.fixture
def programme(session: Session) -> Session:
    """Maren, Ada and Kenji were there before anything was sent; live for a month."""
    long_ago = NOW - 90 * DAY
    tests.programme.add(session, "UMAREN", "manager", joined_at=long_ago)
    ada = tests.programme.add(session, "UADA", "adviser", joined_at=long_ago)
    tests.programme.add_freelancer(session, "UKENJI", ada, joined_at=long_ago)
    data.settings.record_milestone(session, data.settings.WENT_LIVE, NOW - 30 * DAY)
    return session


def sends(session: Session, title: str = "New checkout", days_ago: int = 3, **columns: typing.Any) -> Update:
    at = NOW - days_ago * DAY
    author = data.people.find(session, "UMAREN")
    assert author is not None
    row = {"author_id": author.id, "title": title, "text": "Look.", "drafted_at": at, "wants_receipt": True}
    update = Update(**(row | {"valid_until": NOW.date() + 20 * DAY} | columns))
    jobs.updates.send(scene(session, at), update)
    return update


def scene(session: Session, now: datetime.datetime = NOW) -> jobs.scene.Scene:
    return jobs.scene.load(session, now)


def told(session: Session, who: str = "UBASIL") -> list[Notice]:
    """What somebody was told in one message, and its edits."""
    session.flush()
    session.expire_all()
    theirs = sqlmodel.select(Notice).where(sqlmodel.col(Notice.card).startswith(f"update:late:{who}:"))
    return list(session.exec(theirs.order_by(sqlmodel.col(Notice.id))))


def text(notice: Notice) -> str:
    return str(notice.payload["text"])


def test_who_joins_gets_in_one_message_what_concerns_them_the_newest_first(programme: Session) -> None:
    sends(programme, "For all")
    sends(programme, "For the bank", products=["Bank"])
    sends(programme, "For the shop", products=["Shop"])
    sends(programme, "Over", valid_until=NOW.date())
    tests.programme.add_freelancer(programme, "UBASIL", starts=-1, products=["Shop"])
    jobs.late_comers.tick(programme, NOW)
    (message,) = told(programme)
    assert [line for line in text(message).splitlines() if line.startswith("*UPD")] == [
        "*UPD-3 · For the shop* · Fri 27 February 2026",
        "*UPD-1 · For all* · Fri 27 February 2026",
    ]
    assert text(message).splitlines()[-1].startswith("Why do I get this? ")
    assert not any(told(programme, who) for who in ("UMAREN", "UADA", "UKENJI"))


def test_nobody_is_told_twice_however_often_and_late_it_is_looked(programme: Session) -> None:
    sends(programme)
    tests.programme.add(programme, "UBASIL", "adviser")
    for later in (0 * DAY, MINUTE, HOUR, DAY, 5 * DAY, 60 * DAY):
        jobs.late_comers.tick(programme, NOW + later)
    assert len(told(programme)) == 1


def test_a_contract_that_begins_later_is_waited_for(programme: Session) -> None:
    sends(programme)
    tests.programme.add_freelancer(programme, "UBASIL", starts=2, joined_at=NOW - 30 * DAY)
    jobs.late_comers.tick(programme, NOW)
    assert told(programme) == []
    jobs.late_comers.tick(programme, NOW + 2 * DAY)
    assert len(told(programme)) == 1


def test_it_is_foreseen_from_the_day_on_which_a_contract_begins(programme: Session) -> None:
    sends(programme)
    tests.programme.add_freelancer(programme, "UBASIL", starts=2, joined_at=NOW - 30 * DAY)
    planned = jobs.outgoing.upcoming(programme, NOW, NOW + 7 * DAY)
    foreseen = [(one.at, one.lane) for one in planned if one.kind == "updates for who comes late"]
    assert foreseen == [(datetime.datetime(2026, 3, 4, 9, tzinfo=datetime.UTC), "@UBASIL")]
    jobs.late_comers.tick(programme, NOW + 2 * DAY)
    assert [(notice.due_at, notice.lane) for notice in told(programme)] == foreseen


@pytest.mark.parametrize(
    ("urgent", "due_at"),
    [(False, datetime.datetime(2026, 3, 3, 1, tzinfo=datetime.UTC)), (True, NOW)],
)
def test_it_comes_within_their_hours_unless_any_of_it_is_urgent(
    programme: Session, urgent: bool, due_at: datetime.datetime
) -> None:
    sends(programme)
    sends(programme, urgent=urgent)
    tests.programme.add(programme, "UBASIL", "adviser", zone="Asia/Manila")
    jobs.late_comers.tick(programme, NOW)
    assert [notice.due_at for notice in told(programme)] == [due_at]


def test_who_came_before_muster_went_live_is_told_nothing_nor_anybody_in_the_quiet(programme: Session) -> None:
    sends(programme)
    tests.programme.add(programme, "UBASIL", "adviser", joined_at=NOW - DAY)
    data.settings.forget_milestone(programme, data.settings.WENT_LIVE)
    jobs.late_comers.tick(programme, NOW)
    data.settings.record_milestone(programme, data.settings.WENT_LIVE, NOW)
    jobs.late_comers.tick(programme, NOW + MINUTE)
    assert told(programme) == []


def test_the_message_shows_what_was_acknowledged_corrected_and_retracted_since(programme: Session) -> None:
    acknowledged, corrected, retracted = (sends(programme, title) for title in ("First", "Second", "Third"))
    basil = tests.programme.add(programme, "UBASIL", "adviser")
    jobs.late_comers.tick(programme, NOW)
    (post,) = told(programme)
    assert str(post.payload["blocks"]).count("got:update") == 3
    assert jobs.updates.acknowledge(scene(programme), acknowledged, basil)
    corrected.correction, corrected.corrected_at = "Look again.", NOW
    retracted.state, retracted.ending = data.models.UpdateState.RETRACTED, "It was wrong."
    jobs.late_comers.tick(programme, NOW + HOUR)
    (shown,) = told(programme)  # what waits says it when it goes
    assert "*You have got it.* Thank you." in str(shown.payload["blocks"])
    assert "_Corrected:_\nLook again." in text(shown)
    assert "This update was taken back. It was wrong." in text(shown)
    assert str(shown.payload["blocks"]).count("got:update") == 1
    assert len(told(programme)) == 1


def test_what_is_cancelled_before_they_have_it_is_told_no_more(programme: Session) -> None:
    first, second = sends(programme, "First"), sends(programme, "Second")
    tests.programme.add(programme, "UBASIL", "adviser", zone="Asia/Manila")
    jobs.late_comers.tick(programme, NOW)
    first.state, first.ended_at = data.models.UpdateState.CANCELLED, NOW + MINUTE
    jobs.late_comers.tick(programme, NOW + HOUR)
    (message,) = told(programme)
    assert "First" not in text(message)
    assert "Second" in text(message)
    second.state, second.ended_at = data.models.UpdateState.CANCELLED, NOW + HOUR
    jobs.late_comers.tick(programme, NOW + 2 * HOUR)
    assert [notice.state for notice in told(programme)] == ["dropped"]


def test_however_many_and_long_they_are_slack_takes_the_message(programme: Session) -> None:
    for number in range(14):
        sends(programme, f"{number} " + "&" * 148, text="<" * 2900)
    tests.programme.add(programme, "UBASIL", "adviser")
    jobs.late_comers.tick(programme, NOW)
    (message,) = told(programme)
    assert sandbox.blocks.check(message.payload["blocks"], sandbox.blocks.MESSAGE) == []
    assert "and 4 more: `/broadcast latest`" in text(message)
    assert len(data.receipts.list_unread(programme, 1)) == 3


def test_receipts_alone_put_the_hourly_look_off_no_further(programme: Session) -> None:
    update = sends(programme)
    basil = tests.programme.add(programme, "UBASIL", "adviser")
    tests.programme.add_freelancer(programme, "UFLOR", starts=1, joined_at=NOW - 30 * DAY)
    before_midnight = datetime.datetime(2026, 3, 2, 23, 30, tzinfo=datetime.UTC)
    jobs.late_comers.tick(programme, before_midnight)
    at = before_midnight + 40 * MINUTE
    assert jobs.updates.acknowledge(jobs.scene.Scene(programme, scene(programme).programme, at), update, basil)
    jobs.late_comers.tick(programme, at)
    assert "You have got it." in str(told(programme)[0].payload)
    jobs.late_comers.tick(programme, before_midnight + 61 * MINUTE)
    assert len(told(programme, "UFLOR")) == 1


@pytest.mark.parametrize(("act", "state"), [("cancel", "dropped"), ("retract", "pending"), ("correct", "pending")])
def test_what_waits_for_who_came_late_shows_at_once_what_became_of_an_update(
    programme: Session, act: str, state: str
) -> None:
    update = sends(programme, text="The old text.")
    tests.programme.add(programme, "UBASIL", "adviser", zone="Asia/Manila")
    jobs.late_comers.tick(programme, NOW)
    more = {"cancel": (), "retract": (None,), "correct": ("The new text.",)}[act]
    getattr(jobs.update_steering, act)(scene(programme, NOW + MINUTE), update, *more)
    (message,) = told(programme)
    assert message.state == state
    assert state == "dropped" or "The old text." not in text(message)
