"""Socket Mode with the real SDK: commands, buttons, forms, events, and what goes wrong with sockets."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

import tests.sandbox.joined_app
import tests.sandbox.small_workspace
import tests.workspace

Json = dict[str, Any]
Workspace = tests.workspace.Workspace
Answer = tests.sandbox.joined_app.Answer
Story = Callable[[SocketModeClient], Awaitable[Any]]

TRIAGE = "C0TRIAGE"
FORM: Json = {
    "type": "modal",
    "callback_id": "bug",
    "private_metadata": "meta",
    "title": {"type": "plain_text", "text": "A report"},
    "submit": {"type": "plain_text", "text": "Send"},
    "blocks": [
        {
            "type": "input",
            "block_id": "title",
            "label": {"type": "plain_text", "text": "Title"},
            "element": {"type": "plain_text_input", "action_id": "text"},
        },
        {
            "type": "input",
            "block_id": "who",
            "optional": True,
            "label": {"type": "plain_text", "text": "For whom"},
            "element": {"type": "users_select", "action_id": "user"},
        },
        {
            "type": "input",
            "block_id": "day",
            "label": {"type": "plain_text", "text": "Day"},
            "element": {"type": "datepicker", "action_id": "date", "initial_date": "2026-03-01"},
        },
        {
            "type": "input",
            "block_id": "how",
            "optional": True,
            "label": {"type": "plain_text", "text": "How bad"},
            "element": {
                "type": "static_select",
                "action_id": "choice",
                "options": [
                    {"text": {"type": "plain_text", "text": word}, "value": word[0]} for word in ("Low", "High")
                ],
            },
        },
    ],
}
BUTTONS: list[Json] = [
    {
        "type": "actions",
        "elements": [
            {
                "type": "button",
                "text": {"type": "plain_text", "text": "Claim"},
                "action_id": "claim:bug",
                "value": "BUG-1",
            },
            {
                "type": "overflow",
                "action_id": "more:bug",
                "options": [{"text": {"type": "plain_text", "text": "Resolve"}, "value": "resolve"}],
            },
        ],
    }
]


def played(workspace: Workspace, story: Story, answer: Answer = tests.sandbox.joined_app.silent) -> Any:
    """Run a story with an app that has joined."""

    async def play() -> Any:
        async with tests.sandbox.joined_app.joined(workspace, answer) as client:
            return await story(client)

    return asyncio.run(play())


def answered(workspace: Workspace, answer: Answer, did: Callable[..., Any], *args: Any, **more: Any) -> Any:
    """What one act answers, with an app that has joined."""

    async def story(_client: SocketModeClient) -> Any:
        return await asyncio.to_thread(did, *args, **more)

    return played(workspace, story, answer)


def saying(body: Json | None) -> Answer:
    async def answer(_client: AsyncWebClient, _request: SocketModeRequest) -> Json | None:
        return body

    return answer


async def deaf(_client: AsyncWebClient, _request: SocketModeRequest) -> Json | None:
    raise tests.sandbox.joined_app.NotAcknowledgedError


def payload(workspace: Workspace, kind: str) -> Json:
    """The payload of the newest envelope of a type."""
    found: Json = [one for one in workspace.journal(kind="envelope") if one["type"] == kind][-1]["payload"]
    return found


# -- commands


def test_a_command_is_answered_by_the_body_of_its_acknowledgement(local_slack: Workspace) -> None:
    told = answered(
        local_slack, saying({"text": "Ada is on duty"}), local_slack.command, "U0BOB", TRIAGE, "/duty", "now"
    )
    assert (told["acked"], told["error"]) == (True, None)
    assert told["response"] == {"text": "Ada is on duty", "blocks": []}
    assert 0 < told["latency_ms"] < 3000
    sent = payload(local_slack, "slash_commands")
    assert (sent["command"], sent["text"], sent["user_id"], sent["channel_id"]) == ("/duty", "now", "U0BOB", TRIAGE)
    assert [one["text"] for one in local_slack.channel(TRIAGE, "U0BOB") if one["ephemeral"]] == ["Ada is on duty"]
    assert local_slack.channel(TRIAGE, "U0ADA") == []


@pytest.mark.parametrize(
    ("command", "typed", "arrives"),
    [
        ("/duty", "swap @Ada Lovelace", "swap <@U0ADA|ada>"),
        ("/duty", "swap @ada, now", "swap <@U0ADA|ada>, now"),
        ("/duty", "swap <@U0ADA>", "swap <@U0ADA|ada>"),
        ("/duty", "in #triage", "in <#C0TRIAGE|triage>"),
        ("/duty", "mail ada@ada.test", "mail ada@ada.test"),
        ("/duty", "@nobody", "@nobody"),
        ("/plain", "swap <@U0ADA>", "swap @ada"),
        ("/plain", "swap @Ada Lovelace", "swap @Ada Lovelace"),
    ],
)
def test_a_mention_arrives_as_the_manifest_says(local_slack: Workspace, command: str, typed: str, arrives: str) -> None:
    answered(local_slack, saying({"text": "ok"}), local_slack.command, "U0ADA", TRIAGE, command, typed)
    assert payload(local_slack, "slash_commands")["text"] == arrives


def test_a_command_that_the_manifest_does_not_declare_is_not_one(local_slack: Workspace) -> None:
    told = answered(local_slack, saying(None), local_slack.command, "U0ADA", TRIAGE, "/foo", "")
    assert (told["acked"], told["error"]) == (False, "/foo is not a valid command.")
    assert local_slack.journal(kind="envelope") == []


def test_a_command_without_a_socket_fails_at_once(local_slack: Workspace) -> None:
    assert local_slack.command("U0ADA", TRIAGE, "/duty")["error"] == "dispatch_failed"


def test_a_command_that_nobody_acknowledges_times_out_after_3_s_and_is_never_sent_again(local_slack: Workspace) -> None:
    async def story(_client: SocketModeClient) -> Json:
        told: Json = await asyncio.to_thread(local_slack.command, "U0ADA", TRIAGE, "/duty")
        await asyncio.to_thread(local_slack.clock, "PT1H")
        return told

    told = played(local_slack, story, deaf)
    assert (told["acked"], told["error"]) == (False, "operation_timeout")
    assert told["latency_ms"] >= 3000
    assert len(local_slack.journal(kind="envelope")) == 1


def test_a_reply_by_response_url_is_waited_for(local_slack: Workspace) -> None:
    async def later(_client: AsyncWebClient, request: SocketModeRequest) -> None:
        await reply(request.payload["response_url"], text="done")

    async def answer(client: AsyncWebClient, request: SocketModeRequest) -> Json | None:
        asyncio.get_running_loop().call_later(0.05, lambda: tasks.append(asyncio.ensure_future(later(client, request))))
        return None

    tasks: list[asyncio.Future[None]] = []
    told = answered(local_slack, answer, local_slack.command, "U0ADA", "dm", "/duty")
    assert told["response"] == {"text": "done", "blocks": []}


@pytest.mark.parametrize("body", [{"user": "U0NOBODY"}, {"user": "U0OUT"}, {"user": "U0BOT"}, {"user": "U0GUS"}, {}])
def test_who_is_not_there_can_not_say_anything(local_slack: Workspace, body: Json) -> None:
    with pytest.raises(tests.workspace.WorkspaceError) as refused:
        local_slack.do("command", channel=TRIAGE, command="/duty", **body)
    assert refused.value.status == 400


# -- response urls


async def reply(url: str, **body: Any) -> tuple[int, Json]:
    async with aiohttp.ClientSession() as session, session.post(url, json=body) as response:
        return response.status, await response.json()


def response_url(workspace: Workspace) -> str:
    answered(workspace, saying({"text": "ok"}), workspace.command, "U0ADA", TRIAGE, "/duty")
    url: str = payload(workspace, "slash_commands")["response_url"]
    return url


def test_a_response_url_is_good_for_five_uses(local_slack: Workspace) -> None:
    url = response_url(local_slack)
    answers = [asyncio.run(reply(url, text=str(number))) for number in range(6)]
    assert [status for status, _ in answers] == [200] * 5 + [404]
    assert answers[5][1]["error"] == "used_url"


def test_a_response_url_is_good_for_thirty_minutes_of_the_workspace(local_slack: Workspace) -> None:
    url = response_url(local_slack)
    local_slack.clock(advance="PT29M")
    assert asyncio.run(reply(url, text="in time"))[0] == 200
    local_slack.clock(advance="PT2M")
    assert asyncio.run(reply(url, text="late"))[1]["error"] == "expired_url"


def test_a_reply_can_be_for_all_replaced_and_deleted(local_slack: Workspace) -> None:
    url = response_url(local_slack)
    asyncio.run(reply(url, text="for all", response_type="in_channel"))
    assert [one["text"] for one in local_slack.channel(TRIAGE, "U0BOB")] == ["for all"]
    asyncio.run(reply(url, text="changed", replace_original=True))
    assert [(one["text"], one["edited"]) for one in local_slack.channel(TRIAGE, "U0BOB")] == [("changed", True)]
    asyncio.run(reply(url, delete_original=True))
    assert local_slack.channel(TRIAGE, "U0BOB") == []


# -- buttons


def with_buttons(workspace: Workspace) -> str:
    async def post() -> str:
        client = tests.sandbox.joined_app.web(workspace)
        ts: str = (await client.chat_postMessage(channel=TRIAGE, text="BUG-1", blocks=BUTTONS))["ts"]
        return ts

    return asyncio.run(post())


def test_a_button_is_found_by_its_label_and_a_body_on_its_acknowledgement_is_ignored(local_slack: Workspace) -> None:
    ts = with_buttons(local_slack)
    told = answered(local_slack, saying({"text": "ignored"}), local_slack.action, "U0BOB", TRIAGE, "Claim", wait=0.1)
    assert (told["acked"], told["response"]) == (True, None)
    sent = payload(local_slack, "interactive")
    assert (sent["type"], sent["container"]["message_ts"], sent["user"]["id"]) == ("block_actions", ts, "U0BOB")
    assert (sent["actions"][0]["action_id"], sent["actions"][0]["value"]) == ("claim:bug", "BUG-1")
    assert sent["message"]["text"] == "BUG-1"


def test_an_overflow_is_chosen_from_by_the_words_of_its_option(local_slack: Workspace) -> None:
    with_buttons(local_slack)
    answered(local_slack, saying(None), local_slack.action, "U0BOB", TRIAGE, "Resolve", wait=0)
    assert payload(local_slack, "interactive")["actions"][0]["selected_option"]["value"] == "resolve"


def test_a_button_that_is_not_there_is_named(local_slack: Workspace) -> None:
    with_buttons(local_slack)
    with pytest.raises(tests.workspace.WorkspaceError, match="'Explode'"):
        local_slack.action("U0BOB", TRIAGE, "Explode")


def test_pressing_can_replace_the_message_it_is_on(local_slack: Workspace) -> None:
    async def answer(_client: AsyncWebClient, request: SocketModeRequest) -> Json | None:
        await reply(request.payload["response_url"], text="claimed", replace_original=True, blocks=[])
        return None

    with_buttons(local_slack)
    told = answered(local_slack, answer, local_slack.action, "U0BOB", TRIAGE, action_id="claim:bug")
    assert told["response"]["text"] == "claimed"
    assert [one["text"] for one in local_slack.channel(TRIAGE, "U0ADA")] == ["claimed"]


# -- forms


async def opening(client: AsyncWebClient, request: SocketModeRequest) -> Json | None:
    """Open the form for a command; refuse what it says when it is sent."""
    if request.type == "slash_commands":
        await client.views_open(trigger_id=request.payload["trigger_id"], view=FORM)
        return None
    return {"response_action": "errors", "errors": {"title": "Too short"}}


def test_a_form_is_opened_and_filled_in_by_its_labels(local_slack: Workspace) -> None:
    async def story(_client: SocketModeClient) -> tuple[Json, Json, Json]:
        opened = await asyncio.to_thread(local_slack.command, "U0ADA", TRIAGE, "/duty")
        empty = await asyncio.to_thread(local_slack.submit, "U0ADA", {})
        values = {"Title": "Lamp", "who": "U0BOB", "Day": "2026-03-05", "How bad": "High"}
        return opened, empty, await asyncio.to_thread(local_slack.submit, "U0ADA", values)

    opened, empty, sent = played(local_slack, story, opening)
    assert opened["view"]["callback_id"] == "bug"
    assert (empty["acked"], empty["errors"]) == (False, {"Title": "This field is required."})
    assert sent["errors"] == {"Title": "Too short"}
    view = payload(local_slack, "interactive")["view"]
    values = view["state"]["values"]
    assert view["private_metadata"] == "meta"
    assert values["title"]["text"]["value"] == "Lamp"
    assert values["who"]["user"]["selected_user"] == "U0BOB"
    assert values["day"]["date"]["selected_date"] == "2026-03-05"
    assert values["how"]["choice"]["selected_option"]["value"] == "H"
    assert len(local_slack.views("U0ADA")["stack"]) == 1


@pytest.mark.parametrize(
    ("body", "titles"),
    [
        (None, []),
        ({"response_action": "clear"}, []),
        ({"response_action": "update", "view": {**FORM, "title": {"type": "plain_text", "text": "Next"}}}, ["Next"]),
        (
            {"response_action": "push", "view": {**FORM, "title": {"type": "plain_text", "text": "More"}}},
            ["A report", "More"],
        ),
    ],
)
def test_what_a_submission_does_to_the_stack(local_slack: Workspace, body: Json | None, titles: list[str]) -> None:
    async def answer(client: AsyncWebClient, request: SocketModeRequest) -> Json | None:
        return body if request.type == "interactive" else await opening(client, request)

    async def story(_client: SocketModeClient) -> None:
        await asyncio.to_thread(local_slack.command, "U0ADA", TRIAGE, "/duty")
        await asyncio.to_thread(local_slack.submit, "U0ADA", {"Title": "Lamp"}, 0)

    played(local_slack, story, answer)
    assert [view["title"]["text"] for view in local_slack.views("U0ADA")["stack"]] == titles


@pytest.mark.parametrize(
    ("values", "told"),
    [({"Titel": "x"}, "no input 'Titel'"), ({"Day": "monday"}, "a date"), ({"How bad": "x"}, "one of")],
)
def test_a_value_that_does_not_fit_is_named(local_slack: Workspace, values: Json, told: str) -> None:
    answered(local_slack, opening, local_slack.command, "U0ADA", TRIAGE, "/duty")
    with pytest.raises(tests.workspace.WorkspaceError, match=told):
        local_slack.submit("U0ADA", values)


def choice(word: str) -> Json:
    return {"text": {"type": "plain_text", "text": word}, "value": word[0].lower()}


def block(label: str, element: Json, **more: Any) -> Json:
    kept = {"block_id": label, "label": {"type": "plain_text", "text": label}, "optional": True, **more}
    return {"type": "input", "element": {**element, "action_id": "it"}, **kept}


GROUPS = [
    {"label": {"type": "plain_text", "text": "Web"}, "options": [choice("Checkout"), choice("Search")]},
    {"label": {"type": "plain_text", "text": "Phone"}, "options": [choice("App")]},
]
EVERY: Json = {
    **FORM,
    "blocks": [
        block("Kind", {"type": "radio_buttons", "options": [choice("Broken"), choice("Guide")]}),
        block("Seen", {"type": "checkboxes", "options": [choice("Phone"), choice("Laptop"), choice("Tablet")]}),
        block("Area", {"type": "static_select", "option_groups": GROUPS}, dispatch_action=True),
        block("Other", {"type": "multi_static_select", "option_groups": GROUPS, "max_selected_items": 1}),
        block("Who", {"type": "users_select"}),
        block("All", {"type": "multi_users_select"}),
        block("Words", {"type": "plain_text_input", "multiline": True, "min_length": 2, "max_length": 5}),
        block("Link", {"type": "url_text_input"}),
    ],
}


async def opening_every(client: AsyncWebClient, request: SocketModeRequest) -> Json | None:
    if request.type == "slash_commands":
        await client.views_open(trigger_id=request.payload["trigger_id"], view=EVERY)
    return None


def test_every_kind_of_input_takes_a_plain_value_by_its_label(local_slack: Workspace) -> None:
    async def story(_client: SocketModeClient) -> tuple[Json, Json]:
        await asyncio.to_thread(local_slack.command, "U0ADA", TRIAGE, "/duty")
        await asyncio.to_thread(local_slack.action, "U0ADA", "modal", "Area", value="Search", wait=0)
        wrong = {"Words": "s", "Link": "example.com", "Other": ["App", "Search"]}
        refused = await asyncio.to_thread(local_slack.submit, "U0ADA", wrong)
        right = {"Words": "a\nb", "Link": "https://x.test/1", "Other": "App", "Kind": "Guide", "Seen": ["Phone", "t"]}
        people = {"Who": "U0BOB", "All": ["U0ADA", "U0GUS"]}
        return refused, await asyncio.to_thread(local_slack.submit, "U0ADA", {**right, **people}, 0)

    refused, sent = played(local_slack, story, opening_every)
    assert {name: told.split(" ", 2)[1] for name, told in refused["errors"].items()} == {
        "Words": "enter",
        "Link": "enter",
        "Other": "choose",
    }
    assert sent["errors"] is None
    pressed, submitted = (
        one["payload"] for one in local_slack.journal(kind="envelope") if one["type"] == "interactive"
    )
    assert (pressed["type"], pressed["actions"][0]["selected_option"]["value"]) == ("block_actions", "s")
    values = {name: entry["it"] for name, entry in submitted["view"]["state"]["values"].items()}
    assert values["Kind"]["selected_option"]["value"] == "g"
    assert [one["value"] for one in values["Seen"]["selected_options"]] == ["p", "t"]
    assert values["Area"]["selected_option"]["text"]["text"] == "Search"
    assert [one["value"] for one in values["Other"]["selected_options"]] == ["a"]
    assert (values["Who"]["selected_user"], values["All"]["selected_users"]) == ("U0BOB", ["U0ADA", "U0GUS"])
    assert (values["Words"]["value"], values["Link"]["value"]) == ("a\nb", "https://x.test/1")


def test_an_input_acts_at_once_only_where_its_block_says_so(local_slack: Workspace) -> None:
    answered(local_slack, opening_every, local_slack.command, "U0ADA", TRIAGE, "/duty")
    with pytest.raises(tests.workspace.WorkspaceError, match="dispatch_action"):
        local_slack.action("U0ADA", "modal", "Who", value="U0BOB")


def test_closing_is_told_only_to_an_app_that_asked(local_slack: Workspace) -> None:
    async def answer(client: AsyncWebClient, request: SocketModeRequest) -> Json | None:
        if request.type == "slash_commands":
            view = {**FORM, "notify_on_close": request.payload["text"] == "tell"}
            await client.views_open(trigger_id=request.payload["trigger_id"], view=view)
        return None

    async def story(_client: SocketModeClient) -> list[bool]:
        acked = []
        for text in ("quiet", "tell"):
            await asyncio.to_thread(local_slack.command, "U0ADA", TRIAGE, "/duty", text)
            acked.append((await asyncio.to_thread(local_slack.close, "U0ADA"))["acked"])
        return acked

    assert played(local_slack, story, answer) == [False, True]
    assert payload(local_slack, "interactive")["type"] == "view_closed"
    assert local_slack.views("U0ADA")["stack"] == []


def test_a_trigger_is_good_once_and_for_3_s(local_slack: Workspace) -> None:
    errors: list[str] = []

    async def answer(client: AsyncWebClient, request: SocketModeRequest) -> Json | None:
        trigger = request.payload["trigger_id"]
        if request.payload["text"] == "late":
            await asyncio.sleep(3.05)  # real time is the rule here
        else:
            await client.views_open(trigger_id=trigger, view=FORM)
        with pytest.raises(SlackApiError) as refused:
            await client.views_open(trigger_id=trigger, view=FORM)
        errors.append(refused.value.response["error"])
        return {"text": "ok"}

    async def story(_client: SocketModeClient) -> None:
        await asyncio.to_thread(local_slack.command, "U0ADA", TRIAGE, "/duty", "twice")
        await asyncio.to_thread(local_slack.command, "U0ADA", TRIAGE, "/duty", "late")
        await tests.sandbox.joined_app.wait_for(local_slack, 0, "ack", late=True)

    played(local_slack, story, answer)
    assert errors == ["exchanged_trigger_id", "expired_trigger_id"]


def test_a_stack_holds_three(local_slack: Workspace) -> None:
    async def answer(client: AsyncWebClient, request: SocketModeRequest) -> Json | None:
        if request.type == "slash_commands":
            return await opening(client, request)
        return {"response_action": "push", "view": FORM}

    async def story(_client: SocketModeClient) -> list[str | None]:
        await asyncio.to_thread(local_slack.command, "U0ADA", TRIAGE, "/duty")
        sent = [await asyncio.to_thread(local_slack.submit, "U0ADA", {"Title": "x"}) for _ in range(3)]
        return [one["error"] for one in sent]

    assert played(local_slack, story, answer) == [None, None, "push_limit_reached"]


# -- shortcuts, home, events


def test_a_message_shortcut_carries_the_message(local_slack: Workspace) -> None:
    ts = local_slack.message("U0BOB", TRIAGE, "it is broken")["ts"]
    answered(local_slack, saying(None), local_slack.shortcut, "U0ADA", TRIAGE, ts, "File as bug", wait=0)
    sent = payload(local_slack, "interactive")
    assert (sent["type"], sent["callback_id"], sent["message"]["text"]) == (
        "message_action",
        "file:bug",
        "it is broken",
    )


def test_opening_the_home_shows_what_is_published_for_it(local_slack: Workspace) -> None:
    async def answer(client: AsyncWebClient, request: SocketModeRequest) -> Json | None:
        view = {"type": "home", "blocks": [*BUTTONS]}
        await client.views_publish(user_id=request.payload["event"]["user"], view=view)
        return None

    async def story(_client: SocketModeClient) -> Json:
        return await asyncio.to_thread(local_slack.home, "U0ADA")

    assert played(local_slack, story, answer)["view"]["type"] == "home"
    assert payload(local_slack, "events_api")["event"]["type"] == "app_home_opened"


def test_an_event_is_told_only_as_the_manifest_declares_it(local_slack: Workspace) -> None:
    async def story(_client: SocketModeClient) -> tuple[Json, Json]:
        heard = await asyncio.to_thread(local_slack.message, "U0ADA", "dm", "hello")
        return heard, await asyncio.to_thread(local_slack.message, "U0ADA", TRIAGE, "not for you")

    heard, unheard = played(local_slack, story)
    assert (heard["acked"], unheard["acked"]) == (True, False)
    assert payload(local_slack, "events_api")["event"]["channel_type"] == "im"
    assert [one["declared"] for one in local_slack.journal(kind="event")] == [True, False]


def test_an_event_is_told_again_at_once_after_a_minute_and_after_five(local_slack: Workspace) -> None:
    async def story(_client: SocketModeClient) -> list[int]:
        await asyncio.to_thread(local_slack.message, "U0ADA", "dm", "hello")
        for seconds in (0, 61, 301):
            if seconds:
                last = (await asyncio.to_thread(local_slack.journal, 0, 0, "refused"))[-1]["n"]
                await tests.sandbox.joined_app.wait_for(local_slack, last, "refused", error="operation_timeout")
                await asyncio.to_thread(local_slack.clock, f"PT{seconds}S")
        await tests.sandbox.joined_app.wait_for(local_slack, 0, "envelope", retry_attempt=3)
        return [one["retry_attempt"] for one in await asyncio.to_thread(local_slack.journal, 0, 0, "envelope")]

    assert played(local_slack, story, deaf) == [0, 1, 2, 3]
    assert len({one["payload"]["event_id"] for one in local_slack.journal(kind="envelope")}) == 1


def test_a_reset_ends_the_retries_of_the_workspace_before(local_slack: Workspace) -> None:
    local_slack.message("U0ADA", "dm", "nobody listens")
    local_slack.reset()
    local_slack.clock(advance="PT1H")
    assert local_slack.journal(kind="envelope") == []


# -- sockets


async def socket_url(workspace: Workspace) -> str:
    client = tests.sandbox.joined_app.web(workspace, tests.sandbox.small_workspace.APP_TOKEN)
    url: str = (await client.apps_connections_open(app_token=tests.sandbox.small_workspace.APP_TOKEN))["url"]
    return url


def test_a_socket_url_is_good_for_one_handshake(local_slack: Workspace) -> None:
    async def story() -> int:
        url = await socket_url(local_slack)
        async with aiohttp.ClientSession() as session:
            async with session.ws_connect(url) as socket:
                assert (await socket.receive_json())["num_connections"] == 1
            with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                await session.ws_connect(url)
            return refused.value.status

    assert asyncio.run(story()) == 403


def test_the_eleventh_socket_is_turned_away(local_slack: Workspace) -> None:
    async def story() -> list[Json]:
        async with aiohttp.ClientSession() as session:
            sockets = [await session.ws_connect(await socket_url(local_slack)) for _ in range(11)]
            frames = [await socket.receive_json() for socket in sockets]
            for socket in sockets:
                await socket.close()
            return frames

    frames = asyncio.run(story())
    assert [frame["num_connections"] for frame in frames[:10]] == list(range(1, 11))
    assert (frames[10]["type"], frames[10]["reason"]) == ("disconnect", "too_many_websockets")


@pytest.mark.parametrize("kind", ["drop", "refresh"])
def test_an_app_comes_back_after_its_socket_is_dropped_or_refreshed(local_slack: Workspace, kind: str) -> None:
    async def story(_client: SocketModeClient) -> Json:
        joined = (await asyncio.to_thread(local_slack.journal, 0, 0, "socket"))[-1]["n"]
        await asyncio.to_thread(local_slack.sockets, kind)
        await tests.sandbox.joined_app.wait_for(local_slack, joined, "socket", did="connected")
        told: Json = await asyncio.to_thread(local_slack.command, "U0ADA", TRIAGE, "/duty")
        return told

    assert played(local_slack, story, saying({"text": "back"}))["response"]["text"] == "back"


def test_bolt_itself_runs_on_it(local_slack: Workspace) -> None:
    async def story() -> Json:
        app = AsyncApp(client=tests.sandbox.joined_app.web(local_slack), process_before_response=True)

        @app.command("/duty")
        async def duty(ack: Any, body: Json) -> None:
            await ack(f"hello {body['user_name']}")

        handler = AsyncSocketModeHandler(app, tests.sandbox.small_workspace.APP_TOKEN, ping_interval=2)
        handler.client.proxy = handler.client.web_client.proxy = None
        await handler.connect_async()  # type: ignore[no-untyped-call]  # the SDK's own
        try:
            return await asyncio.to_thread(local_slack.command, "U0ADA", TRIAGE, "/duty")
        finally:
            await handler.close_async()  # type: ignore[no-untyped-call]  # the SDK's own

    told = asyncio.run(story())
    assert told["response"]["text"] == "hello ada"
    assert local_slack.journal(method="apps.connections.open")


def test_an_unknown_acknowledgement_is_noted_and_harms_nobody(local_slack: Workspace) -> None:
    async def story(client: SocketModeClient) -> Json:
        await client.send_message('{"envelope_id": "made-up"}')
        await client.send_message("no json")
        await tests.sandbox.joined_app.wait_for(local_slack, 0, "ack", envelope_id="made-up", late=True)
        return await tests.sandbox.joined_app.wait_for(local_slack, 0, "refused", what="frame")

    began = time.monotonic()
    assert played(local_slack, story)["text"] == "no json"
    assert time.monotonic() - began < 5
