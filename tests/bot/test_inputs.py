"""What people chose and wrote, out of the shapes in which Slack sends it."""

import pytest

import bot.inputs
import commands.threads

BODY = {
    "team": {"id": "T1", "domain": "stories"},
    "channel": {"id": "C1", "name": "general"},
    "message": {"user": "UADA", "ts": "1772452800.000200", "text": "It is slow."},
}


def test_a_message_that_was_chosen_has_its_link() -> None:
    link = bot.inputs.chosen(BODY).link
    assert link == "https://stories.slack.com/archives/C1/p1772452800000200"


def test_the_link_of_a_reply_names_its_thread() -> None:
    reply = BODY | {"message": {**BODY["message"], "thread_ts": "1772452000.000100"}}
    link = bot.inputs.chosen(reply).link
    assert link == "https://stories.slack.com/archives/C1/p1772452800000200?thread_ts=1772452000.000100&cid=C1"


@pytest.mark.parametrize("message", [BODY["message"], {**BODY["message"], "thread_ts": "1772452000.000100"}])
def test_a_direct_message_has_no_link_that_others_can_follow(message: dict[str, str]) -> None:
    assert bot.inputs.chosen(BODY | {"channel": {"id": "D1"}, "message": message}).link == ""


# -- what events tell of messages

WRITTEN = {"type": "message", "channel": "D1", "user": "UKENJI", "ts": "1772452800.000200", "text": "It is slow."}
Change = commands.threads.Change


def told(**event: object) -> commands.threads.Told:
    said = bot.inputs.told(event)
    assert said is not None
    return said


def test_a_message_is_told_with_its_thread_and_its_files_of_which_several_may_have_one_name() -> None:
    files = [{"name": "image.png", "permalink": f"https://files.example/{number}"} for number in (1, 2)]
    said = told(**WRITTEN, thread_ts="1772452000.000100", subtype="file_share", files=files)
    assert said.change is Change.WRITTEN
    assert said.message.thread == "1772452000.000100"
    assert said.message.files == {
        "image.png": "https://files.example/1",
        "image.png (2)": "https://files.example/2",
    }


def test_what_somebody_says_of_themselves_is_written_by_them() -> None:
    assert told(**WRITTEN, subtype="me_message").change is Change.WRITTEN


def test_an_edit_is_of_the_message_and_not_of_the_event() -> None:
    edited = {**WRITTEN, "text": "It is very slow.", "edited": {"user": "UKENJI", "ts": "1772452900.000000"}}
    said = told(type="message", subtype="message_changed", channel="D1", ts="9.9", message=edited)
    assert (said.change, said.message.ts, said.message.text) == (Change.EDITED, WRITTEN["ts"], "It is very slow.")
    assert said.message.edited == "1772452900.000000"


def test_a_deletion_is_of_the_message_that_was_with_or_without_replies_under_it() -> None:
    gone = told(type="message", subtype="message_deleted", channel="D1", ts="9.9", previous_message=WRITTEN)
    buried = {**WRITTEN, "user": "USLACKBOT", "subtype": "tombstone"}
    left = told(type="message", subtype="message_changed", channel="D1", ts="9.9", message=buried)
    assert {said.change for said in (gone, left)} == {Change.DELETED}
    assert {said.message.ts for said in (gone, left)} == {WRITTEN["ts"]}


@pytest.mark.parametrize(
    "event",
    [
        {**WRITTEN, "bot_id": "B1"},
        {**WRITTEN, "subtype": "channel_join"},
        {**WRITTEN, "subtype": "message_changed", "message": {**WRITTEN, "bot_id": "B1"}},
        {**WRITTEN, "subtype": "message_deleted", "previous_message": {**WRITTEN, "bot_id": "B1"}},
        {**WRITTEN, "user": ""},
    ],
)
def test_what_no_person_wrote_is_not_told(event: dict[str, object]) -> None:
    assert bot.inputs.told(event) is None
