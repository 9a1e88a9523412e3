"""Replies as the store keeps them: what is put in comes out."""

import json
import typing

import pytest

import commands.replies

REPLIES = [
    commands.replies.Say({"text": "hello", "blocks": [{"type": "section"}]}),
    commands.replies.Open({"type": "modal", "blocks": []}, again="open:away"),
    commands.replies.Open({"type": "modal"}),
    commands.replies.Fields({"to": "This is before the first day away."}),
    commands.replies.Next({"type": "modal"}, push=True),
    commands.replies.Next({"type": "modal"}, asks=True),
    commands.replies.Close(),
    commands.replies.Done(),
    commands.replies.AskMembers("C0GENERAL"),
]


@pytest.mark.parametrize("reply", REPLIES, ids=lambda reply: type(reply).__name__)
def test_a_reply_comes_out_of_the_store_as_it_was_put_in(reply: commands.replies.Reply) -> None:
    stored = json.loads(json.dumps(commands.replies.dump(reply)))
    assert commands.replies.load(stored) == reply


def test_every_kind_of_reply_is_tried() -> None:
    assert {type(reply) for reply in REPLIES} == set(typing.get_args(commands.replies.Reply))
