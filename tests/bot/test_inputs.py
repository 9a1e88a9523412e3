"""What people chose and wrote, out of the shapes in which Slack sends it."""

import pytest

import bot.inputs

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
