"""Slack's Web API as the real SDK calls it: answers, refusals, limits, paging and faults."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import json
import time
import urllib.parse
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

import sandbox.methods
import tests.sandbox.joined_app
import tests.sandbox.small_workspace
import tests.workspace

Json = dict[str, Any]
Workspace = tests.workspace.Workspace
Story = Callable[[AsyncWebClient], Awaitable[Any]]

TRIAGE = "C0TRIAGE"
BOT = tests.sandbox.small_workspace.BOT_TOKEN


def told(workspace: Workspace, story: Story, token: str = tests.sandbox.small_workspace.BOT_TOKEN) -> Any:
    """Run a story with a client."""
    return asyncio.run(_told(workspace, story, token))


async def _told(workspace: Workspace, story: Story, token: str) -> Any:
    return await story(tests.sandbox.joined_app.web(workspace, token))


def refusal(
    workspace: Workspace, method: str, token: str = tests.sandbox.small_workspace.BOT_TOKEN, **args: Any
) -> Json:
    """The answer of a call that must be refused."""

    async def story(client: AsyncWebClient) -> Json:
        with pytest.raises(SlackApiError) as refused:
            await client.api_call(method, json=args)
        answer: Json = dict(refused.value.response.data)
        return answer

    answer: Json = told(workspace, story, token)
    row = sandbox.methods.METHODS.get(method)
    if row is not None:
        assert answer["error"] in (*row.errors, *sandbox.methods.COMMON_ERRORS), "an error that its row does not name"
    return answer


def call(workspace: Workspace, method: str, **args: Any) -> Json:
    async def story(client: AsyncWebClient) -> Json:
        answer = (await client.api_call(method, json=args)).data
        assert isinstance(answer, dict)
        return answer

    answer: Json = told(workspace, story)
    return answer


def form(workspace: Workspace, method: str, **args: str) -> Json:
    """The same call as a form, as other clients send it."""
    connection = http.client.HTTPConnection("127.0.0.1", workspace.port, timeout=5)
    with contextlib.closing(connection):
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", f"/api/{method}", urllib.parse.urlencode({"token": BOT, **args}), headers)
        answer: Json = json.load(connection.getresponse())
    return answer


def scopeless(*removed: str) -> Json:
    made = tests.sandbox.small_workspace.workspace()
    scopes = made["app"]["manifest"]["oauth_config"]["scopes"]
    scopes["bot"] = [one for one in scopes["bot"] if one not in removed]
    return made


# -- who calls


def test_auth_test_says_who_the_app_is(local_slack: Workspace) -> None:
    answer = call(local_slack, "auth.test")
    assert (answer["team_id"], answer["user_id"], answer["bot_id"]) == ("T0SMALL", "U0BOT", "B0BOT")
    assert answer["url"] == "https://small.slack.com/"


@pytest.mark.parametrize(("token", "error"), [("", "not_authed"), ("xoxb-forged", "invalid_auth")])
def test_a_wrong_token_is_refused(local_slack: Workspace, token: str, error: str) -> None:
    assert refusal(local_slack, "auth.test", token=token)["error"] == error


def test_the_app_token_opens_sockets_and_nothing_else(local_slack: Workspace) -> None:
    app_token = tests.sandbox.small_workspace.APP_TOKEN
    assert refusal(local_slack, "auth.test", token=app_token)["error"] == "not_allowed_token_type"
    assert refusal(local_slack, "apps.connections.open")["error"] == "not_allowed_token_type"


def test_a_revoked_token_is_refused_until_it_is_restored(local_slack: Workspace) -> None:
    local_slack.tokens(revoke="bot")
    assert refusal(local_slack, "auth.test")["error"] == "token_revoked"
    local_slack.tokens(restore="bot")
    assert call(local_slack, "auth.test")["ok"]


def test_a_method_that_is_not_in_the_table_is_unknown(local_slack: Workspace) -> None:
    assert refusal(local_slack, "chat.deleteEverything")["error"] == "unknown_method"


def test_a_missing_scope_is_named(local_slack: Workspace) -> None:
    local_slack.reset(scopeless("chat:write"))
    refused = refusal(local_slack, "chat.postMessage", channel=TRIAGE, text="hi")
    assert (refused["error"], refused["needed"]) == ("missing_scope", "chat:write")
    assert "im:write" in refused["provided"]


def test_the_scope_depends_on_the_kind_of_channel(local_slack: Workspace) -> None:
    local_slack.reset(scopeless("im:history"))
    assert refusal(local_slack, "conversations.history", channel=opened(local_slack))["needed"] == "im:history"
    assert call(local_slack, "conversations.history", channel=TRIAGE)["ok"]


def test_missing_and_unknown_arguments_are_named(local_slack: Workspace) -> None:
    refused = refusal(local_slack, "conversations.setTopic", topik="x")
    assert refused["error"] == "invalid_arguments"
    assert refused["response_metadata"]["messages"] == [
        "[ERROR] missing required field: channel",
        "[ERROR] missing required field: topic",
        "[ERROR] unsupported argument: topik",
    ]


# -- posting and editing


def test_a_post_is_the_bots_and_is_dated_by_the_workspace(local_slack: Workspace) -> None:
    answer = call(local_slack, "chat.postMessage", channel=TRIAGE, text="hi")
    assert answer["message"]["bot_id"] == "B0BOT"
    assert answer["message"]["app_id"] == "A0MUSTER"
    assert answer["ts"].startswith("177243840")  # 2026-03-02 08:00 UTC
    shown = local_slack.channel(TRIAGE, "U0BOB")
    assert [(one["text"], one["bot"], one["ephemeral"]) for one in shown] == [("hi", True, False)]


def test_a_form_with_encoded_blocks_does_the_same(local_slack: Workspace) -> None:
    blocks = json.dumps([{"type": "divider"}])
    answer = form(local_slack, "chat.postMessage", channel=TRIAGE, text="a & b", blocks=blocks, unfurl_links="0")
    assert answer["message"]["blocks"][0]["type"] == "divider"
    assert answer["message"]["text"] == "a & b"


def test_wrong_blocks_are_refused_with_a_pointer_and_not_stored(local_slack: Workspace) -> None:
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}]
    refused = refusal(local_slack, "chat.postMessage", channel=TRIAGE, blocks=blocks)
    assert refused["error"] == "invalid_blocks"
    assert refused["errors"] == ["must be less than 3001 characters [json-pointer:/blocks/0/text/text]"]
    assert local_slack.channel(TRIAGE, "U0ADA") == []
    assert not local_slack.journal(method="chat.postMessage")[-1]["stored"]


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({"channel": TRIAGE}, "no_text"),
        ({"channel": "C0NONE", "text": "x"}, "channel_not_found"),
        ({"channel": "C0ELSE", "text": "x"}, "not_in_channel"),
        ({"channel": "G0SECRET", "text": "x"}, "channel_not_found"),
        ({"channel": "D0OUT", "text": "x"}, "channel_not_found"),
        ({"channel": "U0OUT", "text": "x"}, "user_disabled"),
        ({"channel": TRIAGE, "text": "x", "metadata": {"event_type": "a"}}, "invalid_metadata_schema"),
    ],
)
def test_a_post_that_can_not_be(local_slack: Workspace, args: Json, error: str) -> None:
    assert refusal(local_slack, "chat.postMessage", **args)["error"] == error


def test_without_the_messages_tab_nobody_can_be_written_to(local_slack: Workspace) -> None:
    made = tests.sandbox.small_workspace.workspace()
    made["app"]["manifest"]["features"]["app_home"]["messages_tab_enabled"] = False
    local_slack.reset(made)
    refused = refusal(local_slack, "chat.postMessage", channel=opened(local_slack), text="hi")
    assert refused["error"] == "messages_tab_disabled"


def test_an_edit_keeps_what_it_does_not_name_and_is_marked(local_slack: Workspace) -> None:
    metadata = {"event_type": "key", "event_payload": {"key": "bug:1"}}
    divider = [{"type": "divider"}]
    ts = call(local_slack, "chat.postMessage", channel=TRIAGE, text="one", blocks=divider, metadata=metadata)["ts"]
    call(local_slack, "chat.update", channel=TRIAGE, ts=ts, text="two")
    read = call(local_slack, "conversations.history", channel=TRIAGE, include_all_metadata=True)["messages"][0]
    assert read["text"] == "two"
    assert read["blocks"][0]["type"] == "divider"
    assert read["metadata"] == metadata
    assert read["edited"]["user"] == "U0BOT"
    call(local_slack, "chat.update", channel=TRIAGE, ts=ts, text="three", blocks=[])
    assert local_slack.channel(TRIAGE, "U0ADA")[0]["blocks"] == []


def test_only_its_own_messages_can_be_edited(local_slack: Workspace) -> None:
    ts = local_slack.message("U0ADA", TRIAGE, "mine")["ts"]
    assert refusal(local_slack, "chat.update", channel=TRIAGE, ts=ts, text="x")["error"] == "cant_update_message"
    assert refusal(local_slack, "chat.update", channel=TRIAGE, ts="1.2", text="x")["error"] == "message_not_found"


# -- channels


def opened(workspace: Workspace, user: str = "U0ADA") -> str:
    channel: str = call(workspace, "conversations.open", users=user)["channel"]["id"]
    return channel


def test_opening_a_direct_message_twice_gives_the_same_channel(local_slack: Workspace) -> None:
    assert opened(local_slack) == opened(local_slack) == "D0ADA"
    several = call(local_slack, "conversations.open", users="U0ADA,U0BOB", return_im=True)["channel"]
    assert several["is_mpim"]


@pytest.mark.parametrize(
    ("users", "error"),
    [
        ("U0OUT", "user_disabled"),
        ("U0NOBODY", "user_not_found"),
        ("", "users_list_not_supplied"),
        (",".join(["U0ADA"] * 9), "too_many_users"),
    ],
)
def test_who_can_not_be_written_to(local_slack: Workspace, users: str, error: str) -> None:
    assert refusal(local_slack, "conversations.open", users=users)["error"] == error


def test_history_is_paged_newest_first_without_replies(local_slack: Workspace) -> None:
    stamps = [call(local_slack, "chat.postMessage", channel=TRIAGE, text=str(n))["ts"] for n in range(4)]
    call(local_slack, "chat.postMessage", channel=TRIAGE, text="reply", thread_ts=stamps[0])
    first = call(local_slack, "conversations.history", channel=TRIAGE, limit=3)
    assert [one["text"] for one in first["messages"]] == ["3", "2", "1"]
    assert first["has_more"]
    cursor = first["response_metadata"]["next_cursor"]
    rest = call(local_slack, "conversations.history", channel=TRIAGE, limit=3, cursor=cursor)
    assert [(one["text"], one.get("reply_count")) for one in rest["messages"]] == [("0", 1)]
    since = call(local_slack, "conversations.history", channel=TRIAGE, oldest=stamps[2])
    assert [one["text"] for one in since["messages"]] == ["3"]
    until = call(local_slack, "conversations.history", channel=TRIAGE, latest=stamps[1], inclusive=True)
    assert [one["text"] for one in until["messages"]] == ["1", "0"]


def test_replies_are_paged_oldest_first_with_their_first_message(local_slack: Workspace) -> None:
    ts = call(local_slack, "chat.postMessage", channel=TRIAGE, text="first")["ts"]
    for number in range(3):
        call(local_slack, "chat.postMessage", channel=TRIAGE, text=str(number), thread_ts=ts)
    page = call(local_slack, "conversations.replies", channel=TRIAGE, ts=ts, limit=2)
    assert [one["text"] for one in page["messages"]] == ["first", "0"]
    cursor = page["response_metadata"]["next_cursor"]
    page = call(local_slack, "conversations.replies", channel=TRIAGE, ts=ts, limit=2, cursor=cursor)
    assert [one["text"] for one in page["messages"]] == ["1", "2"]
    assert not page["has_more"]
    assert [one["text"] for one in local_slack.channel(TRIAGE, "U0ADA")] == ["first"]
    assert [one["text"] for one in local_slack.channel(TRIAGE, "U0ADA", thread=ts)] == ["first", "0", "1", "2"]


def test_metadata_is_read_back_only_when_it_is_asked_for(local_slack: Workspace) -> None:
    metadata = {"event_type": "key", "event_payload": {"key": "bug:1"}}
    call(local_slack, "chat.postMessage", channel=TRIAGE, text="hi", metadata=metadata)
    plain = call(local_slack, "conversations.history", channel=TRIAGE)["messages"][0]
    asked = call(local_slack, "conversations.history", channel=TRIAGE, include_all_metadata=True)["messages"][0]
    assert "metadata" not in plain
    assert asked["metadata"] == metadata


@pytest.mark.parametrize(
    ("method", "args", "error"),
    [
        ("conversations.history", {"channel": "C0ELSE"}, "not_in_channel"),
        ("conversations.history", {"channel": "G0SECRET"}, "channel_not_found"),
        ("conversations.history", {"channel": TRIAGE, "cursor": "nonsense"}, "invalid_cursor"),
        ("conversations.history", {"channel": TRIAGE, "limit": 1000}, "invalid_limit"),
        ("conversations.history", {"channel": TRIAGE, "oldest": "monday"}, "invalid_ts_oldest"),
        ("conversations.replies", {"channel": TRIAGE, "ts": "1.2"}, "thread_not_found"),
        ("conversations.info", {"channel": "G0SECRET"}, "channel_not_found"),
        ("conversations.setTopic", {"channel": "C0ELSE", "topic": "x"}, "not_in_channel"),
        ("conversations.setTopic", {"channel": TRIAGE, "topic": "x" * 251}, "too_long"),
        ("users.info", {"user": "U0NOBODY"}, "user_not_found"),
    ],
)
def test_what_can_not_be_read_or_set(local_slack: Workspace, method: str, args: Json, error: str) -> None:
    assert refusal(local_slack, method, **args)["error"] == error


def test_setting_a_topic_posts_a_line_of_its_own(local_slack: Workspace) -> None:
    call(local_slack, "conversations.setTopic", channel=TRIAGE, topic="On duty: Ada")
    line = call(local_slack, "conversations.history", channel=TRIAGE)["messages"][0]
    assert (line["subtype"], line["topic"]) == ("channel_topic", "On duty: Ada")
    assert call(local_slack, "conversations.info", channel=TRIAGE)["channel"]["topic"]["value"] == "On duty: Ada"


def test_members_are_paged(local_slack: Workspace) -> None:
    page = call(local_slack, "conversations.members", channel=TRIAGE, limit=2)
    cursor = page["response_metadata"]["next_cursor"]
    rest = call(local_slack, "conversations.members", channel=TRIAGE, limit=2, cursor=cursor)
    assert page["members"] + rest["members"] == ["U0ADA", "U0BOB", "U0BOT"]
    assert rest["response_metadata"]["next_cursor"] == ""


def test_people_are_shown_with_zone_and_kind_and_no_address_without_its_scope(local_slack: Workspace) -> None:
    guest = call(local_slack, "users.info", user="U0GUS")["user"]
    assert (guest["is_restricted"], guest["tz"], guest["tz_offset"]) == (True, "Africa/Lagos", 3600)
    assert call(local_slack, "users.info", user="U0OUT")["user"]["deleted"]
    assert call(local_slack, "users.info", user="U0BOT")["user"]["is_bot"]
    assert "email" not in call(local_slack, "users.info", user="U0BOB")["user"]["profile"]


def test_a_member_is_found_by_address_while_they_are_active(local_slack: Workspace) -> None:
    slack, made = local_slack, tests.sandbox.small_workspace.workspace()
    made["app"]["manifest"]["oauth_config"]["scopes"]["bot"].append("users:read.email")
    slack.reset(made)
    user = call(slack, "users.lookupByEmail", email="BOB@small.test")["user"]
    assert (user["id"], user["profile"]["email"]) == ("U0BOB", "bob@small.test")
    assert refusal(slack, "users.lookupByEmail", email="nobody@small.test")["error"] == "users_not_found"
    slack.change_member("U0BOB", deleted=True)
    assert refusal(slack, "users.lookupByEmail", email="bob@small.test")["error"] == "users_not_found"


def test_nobody_is_found_by_address_without_the_scope(local_slack: Workspace) -> None:
    assert refusal(local_slack, "users.lookupByEmail", email="bob@small.test")["error"] == "missing_scope"


def test_a_home_is_published_and_its_hash_guards_it(local_slack: Workspace) -> None:
    view = {"type": "home", "blocks": [{"type": "divider"}]}
    shown = call(local_slack, "views.publish", user_id="U0ADA", view=view)["view"]
    assert local_slack.views("U0ADA")["home"]["id"] == shown["id"]
    call(local_slack, "views.publish", user_id="U0ADA", view=view, hash=shown["hash"])
    stale = refusal(local_slack, "views.publish", user_id="U0ADA", view=view, hash=shown["hash"])
    assert stale["error"] == "hash_conflict"


# -- limits


def test_a_channel_that_is_posted_to_too_fast_says_when_to_come_back(local_slack: Workspace) -> None:
    async def story(client: AsyncWebClient) -> tuple[int, str]:
        for number in range(5):
            await client.chat_postMessage(channel=TRIAGE, text=str(number))
        with pytest.raises(SlackApiError) as refused:
            await client.chat_postMessage(channel=TRIAGE, text="one too many")
        assert refused.value.response["error"] == "ratelimited"
        return refused.value.response.status_code, refused.value.response.headers["retry-after"]

    assert told(local_slack, story) == (429, "1")
    assert len(local_slack.channel(TRIAGE, "U0ADA")) == 5
    local_slack.clock(advance="PT15M")
    assert call(local_slack, "chat.postMessage", channel=TRIAGE, text="full again after a step")["ok"]


# -- faults


def test_a_fault_strikes_as_often_as_it_was_asked_to_and_no_more(local_slack: Workspace) -> None:
    local_slack.faults(method="chat.postMessage", kind=429, count=1, seconds=7)
    refused = refusal(local_slack, "chat.postMessage", channel=TRIAGE, text="x")
    assert refused["error"] == "ratelimited"
    assert call(local_slack, "chat.postMessage", channel=TRIAGE, text="x")["ok"]
    assert [one["fault"] for one in local_slack.journal(kind="fault", method="chat.postMessage")][-1] == "429"


def test_a_share_of_calls_with_a_seed_is_the_same_each_time(local_slack: Workspace) -> None:
    def struck() -> list[bool]:
        local_slack.reset()
        local_slack.faults(method="auth.test", kind="429", share=0.5, seed=7)

        async def story(client: AsyncWebClient) -> list[bool]:
            found = []
            for _ in range(20):
                try:
                    await client.auth_test()
                    found.append(False)
                except SlackApiError:
                    found.append(True)
            return found

        calls: list[bool] = told(local_slack, story)
        return calls

    first = struck()
    assert 0 < sum(first) < 20
    assert struck() == first


def fails(workspace: Workspace, timeout: float = 10) -> bool:
    """Whether a post fails on its way, by whatever the network does."""

    async def story(client: AsyncWebClient) -> bool:
        client.timeout = timeout  # type: ignore[assignment]  # the SDK says whole seconds
        try:
            await client.chat_postMessage(channel=TRIAGE, text="x")
        except (SlackApiError, aiohttp.ClientError, TimeoutError):
            return True
        return False

    failed: bool = told(workspace, story)
    return failed


@pytest.mark.parametrize(
    ("fault", "stored"),
    [
        ({"kind": 500}, 0),
        ({"kind": "500", "when": "after_storing"}, 1),
        ({"kind": "reset"}, 0),
        ({"kind": "reset", "when": "after_storing"}, 1),
        ({"kind": "garbage"}, 0),
        ({"kind": "garbage", "when": "after_storing"}, 1),
    ],
)
def test_a_broken_answer_leaves_the_message_stored_or_not(local_slack: Workspace, fault: Json, stored: int) -> None:
    local_slack.faults(method="chat.postMessage", count=1, **fault)
    assert fails(local_slack)
    assert len(local_slack.channel(TRIAGE, "U0ADA")) == stored
    assert local_slack.journal(kind="call", method="chat.postMessage")[-1]["stored"] == bool(stored)


@pytest.mark.parametrize(("kind", "stored"), [("timeout_before", 0), ("timeout_after", 1)])
def test_a_call_that_hangs_is_let_go_when_the_client_hangs_up(local_slack: Workspace, kind: str, stored: int) -> None:
    local_slack.faults(method="chat.postMessage", kind=kind, count=1)
    began = time.monotonic()
    assert fails(local_slack, timeout=0.3)
    assert time.monotonic() - began < 5
    assert len(local_slack.channel(TRIAGE, "U0ADA")) == stored


def test_a_delayed_message_is_answered_at_once_and_found_later(local_slack: Workspace) -> None:
    local_slack.faults(method="chat.postMessage", kind="delay", seconds=1.0, count=1)
    assert call(local_slack, "chat.postMessage", channel=TRIAGE, text="late")["ok"]
    assert call(local_slack, "conversations.history", channel=TRIAGE)["messages"] == []

    began = time.monotonic()
    while not call(local_slack, "conversations.history", channel=TRIAGE)["messages"]:
        assert time.monotonic() - began < 5
        time.sleep(0.1)  # real time is what is waited for
    assert time.monotonic() - began > 0.2


def test_a_message_can_be_stored_after_its_sender_got_no_answer(local_slack: Workspace) -> None:
    local_slack.faults(method="chat.postMessage", kind="delay", seconds=1.0, answer="never", count=1)
    after = local_slack.last
    assert fails(local_slack)
    assert local_slack.channel(TRIAGE, "U0ADA") == []
    entry = local_slack.journal(after=after, wait=5, kind="call", method="chat.postMessage")[0]
    assert entry["stored"]
    assert len(local_slack.channel(TRIAGE, "U0ADA")) == 1


def test_history_can_lag_behind(local_slack: Workspace) -> None:
    local_slack.faults(method="*", kind="lag", seconds=60)
    ts = call(local_slack, "chat.postMessage", channel=TRIAGE, text="there")["ts"]
    assert call(local_slack, "conversations.history", channel=TRIAGE)["messages"] == []
    assert refusal(local_slack, "conversations.replies", channel=TRIAGE, ts=ts)["error"] == "thread_not_found"
    local_slack.faults()
    assert len(call(local_slack, "conversations.history", channel=TRIAGE)["messages"]) == 1


@pytest.mark.parametrize(
    "fault", [{"kind": "fire"}, {}, {"kind": "429", "share": 2}, {"kind": "429", "metod": "x"}, {"kind": "kill"}]
)
def test_a_wrong_fault_is_answered_with_a_sentence(local_slack: Workspace, fault: Json) -> None:
    with pytest.raises(tests.workspace.WorkspaceError) as refused:
        local_slack.faults(method="chat.postMessage", **fault)
    assert refused.value.status == 400
    assert refused.value.sentence.endswith((".", "…"))


def test_no_token_is_ever_in_the_journal(local_slack: Workspace) -> None:
    form(local_slack, "auth.test")
    call(local_slack, "auth.test")
    assert tests.sandbox.small_workspace.BOT_TOKEN not in json.dumps(local_slack.journal())
