"""What people write: edits, deletions, files and threads, as the app hears of them and reads them back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.web.async_client import AsyncWebClient

import tests.sandbox.joined_app
import tests.sandbox.small_workspace
import tests.workspace

Json = dict[str, Any]
Workspace = tests.workspace.Workspace

TRIAGE, DM = "C0TRIAGE", "D0ADA"
BUTTON: list[Json] = [
    {
        "type": "actions",
        "elements": [{"type": "button", "action_id": "claim:bug", "text": {"type": "plain_text", "text": "Claim"}}],
    }
]


@pytest.fixture
def hearing(local_slack: Workspace) -> Workspace:
    """The workspace with an app that asked to hear what is said in channels too."""
    made = tests.sandbox.small_workspace.workspace()
    made["app"]["manifest"]["settings"]["event_subscriptions"]["bot_events"].append("message.channels")
    local_slack.reset(made)
    return local_slack


def call(workspace: Workspace, method: str, **args: Any) -> Json:
    async def called() -> Json:
        client: AsyncWebClient = tests.sandbox.joined_app.web(workspace)
        try:
            answer = (await client.api_call(method, json=args)).data
        except SlackApiError as refused:
            answer = refused.response.data
        assert isinstance(answer, dict)
        return answer

    return asyncio.run(called())


def post(workspace: Workspace, channel: str = TRIAGE, **more: Any) -> str:
    ts: str = call(workspace, "chat.postMessage", channel=channel, **{"text": "BUG-1", **more})["ts"]
    return ts


def told(workspace: Workspace, after: int) -> Json:
    """The first event after a journal number, whether or not anybody listens."""
    event: Json = workspace.journal(after=after, wait=5, kind="event")[0]["event"]
    return event


def told_of(workspace: Workspace, did: Callable[..., Json], *args: Any, **more: Any) -> Json:
    """The event that an act brings."""
    after = workspace.last
    did(*args, **more)
    return told(workspace, after)


# -- edits and deletions


def test_an_edit_is_told_with_the_message_as_it_is_and_as_it_was(local_slack: Workspace) -> None:
    ts = local_slack.message("U0ADA", "dm", "Chekout fails")["ts"]
    heard = told_of(local_slack, local_slack.edit, "U0ADA", "dm", ts, "Checkout fails for @Bob Ross")
    assert (heard["subtype"], heard["channel"], heard["channel_type"]) == ("message_changed", DM, "im")
    assert heard["hidden"]
    assert "user" not in heard
    assert (heard["message"]["ts"], heard["message"]["text"]) == (ts, "Checkout fails for <@U0BOB>")
    assert heard["message"]["edited"]["user"] == "U0ADA"
    assert heard["previous_message"]["text"] == "Chekout fails"
    assert "edited" not in heard["previous_message"]
    assert heard["ts"] == heard["event_ts"] > ts
    assert [(one["text"], one["edited"]) for one in local_slack.channel("dm", "U0ADA")] == [
        ("Checkout fails for <@U0BOB>", True)
    ]


def test_a_deletion_is_told_with_what_was_there(local_slack: Workspace) -> None:
    ts = local_slack.message("U0ADA", "dm", "never mind")["ts"]
    heard = told_of(local_slack, local_slack.delete, "U0ADA", "dm", ts)
    assert (heard["subtype"], heard["deleted_ts"], heard["channel"]) == ("message_deleted", ts, DM)
    assert heard["hidden"]
    assert heard["previous_message"]["text"] == "never mind"
    assert local_slack.channel("dm", "U0ADA") == []
    assert call(local_slack, "conversations.history", channel=DM)["messages"] == []


def test_a_deleted_message_with_replies_leaves_a_line_until_its_last_reply_goes(local_slack: Workspace) -> None:
    first = local_slack.message("U0ADA", "dm", "my password is tulip")["ts"]
    reply = local_slack.message("U0ADA", "dm", "and more", thread_ts=first)["ts"]
    heard = told_of(local_slack, local_slack.delete, "U0ADA", "dm", first)
    assert (heard["subtype"], heard["message"]["subtype"]) == ("message_changed", "tombstone")
    assert (heard["message"]["user"], heard["message"]["reply_count"]) == ("USLACKBOT", 1)
    assert heard["previous_message"]["text"] == "my password is tulip"
    left = call(local_slack, "conversations.replies", channel=DM, ts=first)["messages"]
    assert [one["text"] for one in left] == ["This message was deleted.", "and more"]

    after = local_slack.last
    local_slack.delete("U0ADA", "dm", reply)
    gone = [one["event"]["deleted_ts"] for one in local_slack.journal(after=after, kind="event")]
    assert gone == [reply, first]
    assert call(local_slack, "conversations.replies", channel=DM, ts=first)["error"] == "thread_not_found"


def test_changes_are_told_only_where_the_app_reads_and_the_manifest_says_so(local_slack: Workspace) -> None:
    for channel in (TRIAGE, "C0ELSE"):  # not declared; and not a member
        ts = local_slack.message("U0ADA", channel, "one")["ts"]
        local_slack.edit("U0ADA", channel, ts, "two")
        local_slack.delete("U0ADA", channel, ts)
    assert [one["declared"] for one in local_slack.journal(kind="event")] == [False] * 6


def test_a_change_reaches_an_app_that_hears_channels(hearing: Workspace) -> None:
    async def story() -> tuple[Json, Json]:
        async with tests.sandbox.joined_app.joined(hearing):
            ts = (await asyncio.to_thread(hearing.message, "U0ADA", TRIAGE, "one"))["ts"]
            edited = await asyncio.to_thread(hearing.edit, "U0ADA", TRIAGE, ts, "two")
            return edited, await asyncio.to_thread(hearing.delete, "U0ADA", TRIAGE, ts)

    assert [one["acked"] for one in asyncio.run(story())] == [True, True]
    sent = [one["payload"]["event"].get("subtype") for one in hearing.journal(kind="envelope")]
    assert sent == [None, "message_changed", "message_deleted"]


def test_an_app_that_hears_a_channel_hears_its_own_posts_and_edits(hearing: Workspace) -> None:
    ts = post(hearing)
    posted = told(hearing, 0)
    assert (posted["bot_id"], posted["text"]) == ("B0BOT", "BUG-1")
    after = hearing.last
    call(hearing, "chat.update", channel=TRIAGE, ts=ts, text="BUG-1, claimed")
    changed = told(hearing, after)
    assert (changed["subtype"], changed["message"]["bot_id"]) == ("message_changed", "B0BOT")
    assert not {"user", "bot_id"} & set(changed)  # nothing at the top tells whose it is


@pytest.mark.parametrize(
    ("user", "ts", "more", "sentence"),
    [
        ("U0BOB", None, {"text": "x"}, "not of U0BOB"),
        ("U0ADA", "1.2", {"text": "x"}, "no message"),
        ("U0ADA", None, {}, '"text"'),
        ("U0ADA", None, {"text": ["x"]}, '"text"'),
        ("U0GUS", None, {"text": "x"}, "not a member"),
    ],
)
def test_an_edit_that_can_not_be_is_named(
    local_slack: Workspace, user: str, ts: str | None, more: Json, sentence: str
) -> None:
    written = local_slack.message("U0ADA", TRIAGE, "mine")["ts"]
    with pytest.raises(tests.workspace.WorkspaceError, match=sentence) as refused:
        local_slack.do("edit", user=user, channel=TRIAGE, ts=ts or written, **more)
    assert refused.value.status == 400


def test_what_the_app_wrote_can_be_deleted_and_what_another_person_wrote_can_not(local_slack: Workspace) -> None:
    ts = post(local_slack)
    heard = told_of(local_slack, local_slack.delete, "U0ADA", TRIAGE, ts)
    assert (heard["subtype"], heard["previous_message"]["ts"]) == ("message_deleted", ts)
    bobs = local_slack.message("U0BOB", TRIAGE, "mine")["ts"]
    with pytest.raises(tests.workspace.WorkspaceError, match="not of U0ADA"):
        local_slack.delete("U0ADA", TRIAGE, bobs)


# -- files


def test_files_are_told_by_name_and_link_though_the_app_may_not_fetch_them(local_slack: Workspace) -> None:
    files = [{"name": "Screen 1.png"}, {"name": "log"}]
    heard = told_of(local_slack, local_slack.message, "U0ADA", "dm", "see", files=files)
    image, log = heard["files"]
    assert (heard["subtype"], heard["text"]) == ("file_share", "see")
    assert (image["name"], image["mimetype"], image["user"]) == ("Screen 1.png", "image/png", "U0ADA")
    assert image["permalink"] == f"https://small.slack.com/files/U0ADA/{image['id']}/screen%201.png"
    assert image["url_private"].startswith("https://files.slack.com/files-pri/T0SMALL-F")
    assert log["mimetype"] == "application/octet-stream"
    assert local_slack.channel("dm", "U0ADA")[0]["files"] == [image, log]
    assert call(local_slack, "conversations.history", channel=DM)["messages"][0]["files"] == [image, log]


def test_a_file_needs_no_words_and_may_stand_in_a_thread(local_slack: Workspace) -> None:
    ts, files = post(local_slack, "U0ADA"), [{"name": "a.txt", "mimetype": "text/x-log"}]
    heard = told_of(local_slack, local_slack.message, "U0ADA", "dm", "", thread_ts=ts, files=files)
    assert (heard["thread_ts"], heard["text"], heard["files"][0]["mimetype"]) == (ts, "", "text/x-log")


@pytest.mark.parametrize("files", [[{}], [{"name": 7}], [{"name": "a", "content": "x"}], "a.png", [{"name": "a"}] * 11])
def test_wrong_files_are_answered_with_a_sentence(local_slack: Workspace, files: Any) -> None:
    with pytest.raises(tests.workspace.WorkspaceError, match=r"screen\.png") as refused:
        local_slack.message("U0ADA", "dm", "see", files=files)
    assert refused.value.status == 400


# -- threads


def test_a_person_answers_in_a_thread_of_their_direct_messages(local_slack: Workspace) -> None:
    ts = post(local_slack, "U0ADA")
    heard = told_of(local_slack, local_slack.message, "U0ADA", "dm", "still broken", thread_ts=ts)
    assert (heard["channel_type"], heard["thread_ts"], heard["parent_user_id"]) == ("im", ts, "U0BOT")
    assert [one["text"] for one in local_slack.channel("dm", "U0ADA", thread=ts)] == ["BUG-1", "still broken"]
    assert [(one["text"], one["reply_count"]) for one in local_slack.channel("dm", "U0ADA")] == [("BUG-1", 1)]


def test_a_person_shows_a_reply_in_the_channel_too(local_slack: Workspace) -> None:
    ts = post(local_slack)
    where = {"user": "U0ADA", "channel": TRIAGE, "thread_ts": ts}
    heard = told_of(local_slack, local_slack.do, "message", text="for all", reply_broadcast=True, **where)
    assert (heard["subtype"], heard["thread_ts"]) == ("thread_broadcast", ts)
    assert [one["text"] for one in local_slack.channel(TRIAGE, "U0BOB")] == ["BUG-1", "for all"]


def test_a_reply_is_edited_in_place_and_read_back_with_its_metadata(local_slack: Workspace) -> None:
    ts = post(local_slack)
    metadata = {"event_type": "key", "event_payload": {"key": "bug:1"}}
    reply = post(local_slack, thread_ts=ts, text="claimed", metadata=metadata)
    call(local_slack, "chat.update", channel=TRIAGE, ts=reply, text="claimed by Ada")
    plain = call(local_slack, "conversations.replies", channel=TRIAGE, ts=ts)["messages"][1]
    asked = call(local_slack, "conversations.replies", channel=TRIAGE, ts=ts, include_all_metadata=True)["messages"][1]
    assert (plain["text"], plain["thread_ts"], "metadata" in plain) == ("claimed by Ada", ts, False)
    assert asked["metadata"] == metadata


def test_a_reply_to_a_message_that_is_gone_is_posted_into_the_channel_without_a_word(local_slack: Workspace) -> None:
    ts = local_slack.message("U0ADA", TRIAGE, "oops")["ts"]
    local_slack.delete("U0ADA", TRIAGE, ts)
    for gone in (ts, "1.2"):
        answer = call(local_slack, "chat.postMessage", channel=TRIAGE, text="for the thread", thread_ts=gone)
        assert answer["ok"]
        assert "thread_ts" not in answer["message"]
    assert len(local_slack.channel(TRIAGE, "U0ADA")) == 2


def test_a_line_of_slacks_own_takes_no_replies(local_slack: Workspace) -> None:
    call(local_slack, "conversations.setTopic", channel=TRIAGE, topic="On duty: Ada")
    line = local_slack.channel(TRIAGE, "U0ADA")[0]["ts"]
    answer = call(local_slack, "chat.postMessage", channel=TRIAGE, text="x", thread_ts=line)
    assert answer["error"] == "cannot_reply_to_message"


def test_a_reply_can_be_shown_in_the_channel_too_at_once_or_later(local_slack: Workspace) -> None:
    ts = post(local_slack)
    post(local_slack, thread_ts=ts, text="at once", reply_broadcast=True)
    later = post(local_slack, thread_ts=ts, text="later")

    def broadcast(**args: Any) -> Json:
        return call(local_slack, "chat.update", channel=TRIAGE, reply_broadcast=True, **args)

    assert broadcast(ts=later, text="other words")["error"] == "no_dual_broadcast_content_update"
    assert broadcast(ts=ts)["error"] == "cant_broadcast_message"
    assert broadcast(ts=later)["message"]["subtype"] == "thread_broadcast"
    read = call(local_slack, "conversations.history", channel=TRIAGE)["messages"]
    assert [one["text"] for one in read] == ["later", "at once", "BUG-1"]


def test_what_is_pressed_or_chosen_on_a_reply_says_which_thread(local_slack: Workspace) -> None:
    async def story(_client: SocketModeClient) -> None:
        await asyncio.to_thread(local_slack.action, "U0ADA", TRIAGE, "Claim", wait=0)
        await asyncio.to_thread(local_slack.shortcut, "U0ADA", TRIAGE, said, "File as bug", wait=0)
        await asyncio.to_thread(local_slack.shortcut, "U0ADA", TRIAGE, ts, "File as bug", wait=0)

    async def play() -> None:
        async with tests.sandbox.joined_app.joined(local_slack) as client:
            await story(client)

    ts = post(local_slack)
    reply = post(local_slack, thread_ts=ts, blocks=BUTTON)
    said = local_slack.message("U0BOB", TRIAGE, "it is broken", thread_ts=ts)["ts"]
    asyncio.run(play())
    pressed, chosen, on_first = (one["payload"] for one in local_slack.journal(kind="envelope"))
    assert (pressed["container"]["message_ts"], pressed["container"]["thread_ts"]) == (reply, ts)
    assert pressed["message"]["thread_ts"] == ts
    assert (chosen["message"]["thread_ts"], chosen["message"]["parent_user_id"]) == (ts, "U0BOT")
    assert (on_first["message"]["thread_ts"], on_first["message"]["reply_count"]) == (ts, 2)


def test_a_messages_address_names_its_thread(local_slack: Workspace) -> None:
    ts = post(local_slack)
    reply = post(local_slack, thread_ts=ts)
    links = [call(local_slack, "chat.getPermalink", channel=TRIAGE, message_ts=one)["permalink"] for one in (ts, reply)]
    assert links == [
        f"https://small.slack.com/archives/{TRIAGE}/p{ts.replace('.', '')}",
        f"https://small.slack.com/archives/{TRIAGE}/p{reply.replace('.', '')}?thread_ts={ts}&cid={TRIAGE}",
    ]
    gone = call(local_slack, "chat.getPermalink", channel=TRIAGE, message_ts="1.2")
    assert gone["error"] == "message_not_found"
    assert call(local_slack, "chat.getPermalink", channel="G0SECRET", message_ts=ts)["error"] == "channel_not_found"
