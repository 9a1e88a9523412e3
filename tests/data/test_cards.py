"""Cards: whatever becomes of a card's post, what Slack shows in the end is how it was last to look."""

import datetime
import typing

import pytest

import data.database
import data.models
import data.outbox

NOW = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
REAL = datetime.datetime(2026, 11, 21, 12, tzinfo=datetime.UTC)
CARD = "bug:142"


class Desk:
    """A store with one card, and a sender that does as a test says."""

    def __init__(self, database: data.database.Database) -> None:
        self.database = database
        self.shown = 0
        self.real = REAL

    def show(self, text: str, **more: typing.Any) -> None:
        self.shown += 1
        draft = data.outbox.Draft(
            key=f"{CARD}:{self.shown}",
            lane="C1",
            card=CARD,
            payload={"text": text},
            reason="a test",
            due_at=NOW + datetime.timedelta(seconds=self.shown),
            **more,
        )
        with self.database.writing() as session:
            data.outbox.show(session, draft)

    def due(self) -> list[data.models.Notice]:
        with self.database.reading() as session:
            return data.outbox.list_due(session, NOW + datetime.timedelta(hours=1), self.real, 10)

    def take(self) -> data.models.Notice:
        """The one notice that may go now, leased."""
        (notice,) = self.due()
        self.real += datetime.timedelta(minutes=1)
        with self.database.writing() as session:
            (taken,) = data.outbox.lease(session, [notice.id or 0], NOW, self.real, self.real)
        return taken

    def send(self, ts: str = "1.1") -> tuple[str, object]:
        """Take it and say that it is in Slack; its kind and what it said."""
        notice = self.take()
        self.sent(notice, ts)
        return str(notice.kind), notice.payload.get("text")

    def sent(self, notice: data.models.Notice, ts: str = "1.1") -> None:
        with self.database.writing() as session:
            data.outbox.record_sent(session, notice, NOW, "C1", ts)

    def again(self, notice: data.models.Notice) -> None:
        with self.database.writing() as session:
            data.outbox.record_retry(session, notice, self.real, "http_500", counts=True)

    def failed(self, notice: data.models.Notice, state: data.models.NoticeState = data.models.NoticeState.DEAD) -> None:
        with self.database.writing() as session:
            data.outbox.record_failed(session, notice, NOW, "is_archived", state)

    def lost(self, edit: data.models.Notice) -> None:
        with self.database.writing() as session:
            data.outbox.record_card_lost(session, edit, NOW)

    def reply(self, text: str) -> None:
        self.enqueue(key=f"reply:{text}", payload={"text": text}, thread=CARD)

    def edits_redacted(self, text: str) -> None:
        edit = data.models.NoticeKind.EDIT
        self.enqueue(key=f"{data.outbox.REDACTED}1", payload={"text": text}, card=CARD, kind=edit)

    def enqueue(self, **given: typing.Any) -> None:
        with self.database.writing() as session:
            draft = data.outbox.Draft(lane="C1", reason="a test", due_at=NOW + datetime.timedelta(minutes=1), **given)
            data.outbox.enqueue(session, [draft])

    def strays(self, reply: data.models.Notice, ts: str) -> None:
        """The reply is in Slack, but not under the message at `ts`."""
        with self.database.writing() as session:
            data.outbox.record_sent(session, reply, NOW, "C1", "1.9")
            data.outbox.record_thread_lost(session, reply, ts)

    def stands_at(self) -> str | None:
        with self.database.reading() as session:
            card = data.outbox.find_card(session, CARD)
            return card.ts if card else None

    def states(self) -> dict[str, int]:
        with self.database.reading() as session:
            return data.outbox.count_by_state(session)


@pytest.fixture
def desk(database: data.database.Database) -> Desk:
    return Desk(database)


def test_a_card_is_posted_and_its_place_is_kept_for_its_edits(desk: Desk) -> None:
    desk.show("open")
    assert desk.stands_at() is None
    assert desk.send("1.1") == ("post", "open")
    assert desk.stands_at() == "1.1"
    desk.show("claimed")
    assert desk.send("1.1") == ("edit", "claimed")
    assert desk.due() == []


def test_a_card_that_was_deleted_is_posted_anew_once_a_reply_finds_nothing_to_go_under(desk: Desk) -> None:
    desk.show("open")
    desk.send("1.1")
    desk.reply("a")
    desk.strays(desk.take(), "1.1")
    desk.reply("b")
    assert desk.send("2.2") == ("post", "open")
    assert desk.stands_at() == "2.2"
    reply = desk.take()
    assert reply.payload == {"text": "b"}
    desk.strays(reply, "1.1")  # it says nothing of where the card stands by now
    assert desk.stands_at() == "2.2"
    assert desk.due() == []


def test_a_card_of_which_words_were_removed_though_it_was_gone_is_posted_at_its_next_change(desk: Desk) -> None:
    desk.show("open")
    desk.send("1.1")
    desk.edits_redacted("[removed]")
    desk.lost(desk.take())
    assert desk.due() == []
    desk.show("claimed")
    assert desk.send("2.2") == ("post", "claimed")


def test_an_edit_of_a_post_that_waits_changes_the_post(desk: Desk) -> None:
    desk.show("open")
    desk.show("claimed")
    assert desk.send() == ("post", "claimed")
    assert desk.due() == []


def test_an_edit_behind_a_post_on_its_way_waits_for_it(desk: Desk) -> None:
    desk.show("open")
    post = desk.take()
    desk.show("claimed")
    assert desk.due() == []
    desk.sent(post)
    assert desk.send() == ("edit", "claimed")


def test_of_the_edits_that_wait_only_the_newest_is_kept(desk: Desk) -> None:
    desk.show("open")
    post = desk.take()
    desk.show("claimed")
    desk.show("resolved")
    desk.sent(post)
    assert desk.send() == ("edit", "resolved")
    assert desk.due() == []


def test_an_edit_that_is_on_its_way_is_followed_by_the_next(desk: Desk) -> None:
    desk.show("open")
    desk.send()
    desk.show("claimed")
    edit = desk.take()
    desk.show("resolved")
    desk.sent(edit)
    assert desk.send() == ("edit", "resolved")


def test_an_edit_that_is_tried_again_goes_before_the_next(desk: Desk) -> None:
    desk.show("open")
    desk.send()
    desk.show("claimed")
    edit = desk.take()
    desk.show("resolved")
    desk.again(edit)
    last = [desk.send()]
    while desk.due():
        last.append(desk.send())
    assert last[-1] == ("edit", "resolved")


def test_a_post_that_is_tried_again_and_changed_then_is_not_undone_by_an_older_edit(desk: Desk) -> None:
    desk.show("open")
    post = desk.take()
    desk.show("claimed")
    desk.again(post)
    desk.show("resolved")
    said = [desk.send()]
    while desk.due():
        said.append(desk.send())
    assert said[0] == ("post", "resolved")
    assert {text for _, text in said} == {"resolved"}


def test_an_edit_behind_a_post_that_is_uncertain_waits_and_holds_nobody_back(desk: Desk) -> None:
    desk.show("open")
    post = desk.take()
    desk.show("claimed")
    desk.failed(post, data.models.NoticeState.UNCERTAIN)
    desk.show("resolved")
    assert desk.due() == []
    other = data.outbox.Draft(key="other", lane="C1", payload={}, reason="a test", due_at=NOW + datetime.timedelta(1))
    with desk.database.writing() as session:
        data.outbox.enqueue(session, [other])
        assert [
            notice.key for notice in data.outbox.list_due(session, NOW + datetime.timedelta(days=2), desk.real, 9)
        ] == ["other"]


def test_the_edits_of_a_post_that_is_dead_end_with_it_and_the_next_change_posts_anew(desk: Desk) -> None:
    desk.show("open")
    post = desk.take()
    desk.show("claimed")
    desk.failed(post)
    assert desk.states() == {"dead": 1, "dropped": 1}
    desk.show("resolved")
    assert desk.send("2.2") == ("post", "resolved")
    assert desk.stands_at() == "2.2"
    assert desk.due() == []


def test_a_post_that_came_too_late_is_posted_anew_at_the_next_change_and_not_undone_by_an_older_edit(
    desk: Desk,
) -> None:
    desk.show("open", stale_at=NOW + datetime.timedelta(hours=1))
    post = desk.take()
    desk.show("claimed")
    desk.again(post)
    with desk.database.writing() as session:
        data.outbox.drop_stale(session, NOW + datetime.timedelta(hours=1))
    desk.show("resolved")
    said = [desk.send()]
    while desk.due():
        said.append(desk.send())
    assert said[0] == ("post", "resolved")
    assert {text for _, text in said} == {"resolved"}


def test_a_card_that_is_gone_from_slack_is_posted_anew_as_the_edit_would_have_it(desk: Desk) -> None:
    desk.show("open")
    desk.send("1.1")
    desk.show("claimed")
    desk.lost(desk.take())
    assert desk.stands_at() is None
    assert desk.send("2.2") == ("post", "claimed")
    assert desk.stands_at() == "2.2"
    assert desk.due() == []


def test_words_that_were_to_be_removed_from_a_message_that_is_gone_bring_it_not_back(desk: Desk) -> None:
    desk.show("says a name")
    desk.send("1.1")
    with desk.database.writing() as session:
        key = f"{data.outbox.REDACTED}1:1"
        payload, kind = {"text": "[removed]"}, data.models.NoticeKind.EDIT
        data.outbox.enqueue(session, [data.outbox.Draft(key, "C1", payload, "a test", NOW, kind, CARD)])
    desk.lost(desk.take())
    assert desk.stands_at() is None
    assert desk.due() == []
    assert desk.states() == {"sent": 1, "dropped": 1}


def test_a_card_that_was_posted_anew_is_edited_there(desk: Desk) -> None:
    desk.show("open")
    desk.send("1.1")
    desk.show("claimed")
    desk.lost(desk.take())
    desk.show("resolved")
    assert desk.send("2.2") == ("post", "resolved")
    desk.show("reopened")
    assert desk.send("2.2") == ("edit", "reopened")


def test_a_card_that_is_gone_is_posted_anew_once_though_two_say_so(desk: Desk) -> None:
    desk.show("open")
    desk.send("1.1")
    desk.show("claimed")
    edit = desk.take()
    desk.lost(edit)
    desk.lost(edit)
    assert desk.send("2.2") == ("post", "claimed")
    desk.lost(edit)
    assert desk.stands_at() == "2.2"
    assert desk.due() == []


def test_what_a_card_says_already_is_not_sent_again(desk: Desk) -> None:
    desk.show("one")
    desk.show("one")
    assert desk.send() == ("post", "one")
    desk.show("one")
    assert desk.due() == []
    desk.show("two")
    desk.show("one")
    assert desk.send() == ("edit", "one")
    desk.show("one")
    assert desk.due() == []


def test_a_card_has_a_key(desk: Desk) -> None:
    draft = data.outbox.Draft(key="a", lane="C1", payload={}, reason="a test", due_at=NOW)
    with pytest.raises(ValueError, match="a card has a key"), desk.database.writing() as session:
        data.outbox.show(session, draft)
