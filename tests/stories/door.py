"""Muster's own door on a programme's store, for what Slack brings only when something is wrong: twice, or forged."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import json
import urllib.parse
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Sequence
from typing import Any

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest

import bot.clock
import bot.joining
import bot.slack
import bot.store
import data.database
import tests.stories.cast
import tests.stories.programme
import tests.workspace

Json = dict[str, Any]
Bring = Callable[[Sequence[Json]], Coroutine[Any, Any, list[str]]]


def command(who: str, line: str, team: str = tests.stories.cast.TEAM, key: str = "") -> Json:
    """The payload of a command, as `/duty next 2`."""
    root, _, text = line.partition(" ")
    return {
        "command": root,
        "text": text,
        "user_id": who,
        "channel_id": tests.stories.cast.GENERAL,
        "response_url": "",
        **_of_team(team, key or f"{who}{line}"),
        "team_id": team,
    }


def press(who: str, action: str, team: str = tests.stories.cast.TEAM, key: str = "") -> Json:
    """The payload of a button, pressed on the home page, where Slack gives no `response_url`."""
    pressed = {"type": "button", "action_id": action, "block_id": "b", "action_ts": "1.0", "value": ""}
    view = {"id": "V1", "type": "home"}
    payload = {"type": "block_actions", "actions": [pressed], "container": {"type": "view"}, "view": view}
    return payload | _by(who, team) | _of_team(team, key or f"{who}{action}")


def submission(who: str, form: str, values: Json, team: str = tests.stories.cast.TEAM, key: str = "") -> Json:
    """The payload of a form, with its values by block."""
    state = {"values": {block: {block: value} for block, value in values.items()}}
    view = {"id": "V1", "type": "modal", "callback_id": form, "private_metadata": "", "state": state}
    return {"type": "view_submission", "view": view} | _by(who, team) | _of_team(team, key or f"{who}{form}")


def shortcut(who: str, callback: str, team: str = tests.stories.cast.TEAM, key: str = "") -> Json:
    """The payload of a shortcut, chosen on what Kenji wrote."""
    message = {"type": "message", "user": tests.stories.cast.KENJI, "ts": "1.0", "text": "It does not work."}
    channel = {"id": tests.stories.cast.GENERAL, "name": "general"}
    chosen = {"type": "message_action", "callback_id": callback, "message": message, "channel": channel}
    return chosen | _by(who, team) | _of_team(team, key or f"{who}{callback}")


def event(name: str, **body: Any) -> Json:
    """The payload of an event."""
    team = tests.stories.cast.TEAM
    return {"type": "event_callback", "team_id": team, "event_id": f"Ev{name}", "event": {"type": name, **body}}


def _by(who: str, team: str) -> Json:
    return {"user": {"id": who, "name": "somebody", "team_id": team}, "api_app_id": "A0MUSTER"}


def _of_team(team: str, key: str) -> Json:
    return {"team": {"id": team, "domain": "somewhere"}, "trigger_id": key, "is_enterprise_install": "false"}


def form(fields: Json) -> bytes:
    """A command as it comes by HTTP."""
    flat = {name: value for name, value in fields.items() if isinstance(value, str)}
    return urllib.parse.urlencode(flat).encode()


def brings(programme: tests.stories.programme.Programme, payloads: Sequence[Json]) -> list[str]:
    """What the person would read for each of them, brought one after the other."""
    with opened(programme) as bring:
        return bring(payloads)


@contextlib.contextmanager
def opened(programme: tests.stories.programme.Programme) -> Iterator[Callable[[Sequence[Json]], list[str]]]:
    """The door, which stays open: to open it takes as long as to bring a dozen payloads."""
    with asyncio.Runner() as runner:
        stack = contextlib.AsyncExitStack()
        bring = runner.run(stack.enter_async_context(_opened(programme)))
        try:
            yield lambda payloads: runner.run(bring(payloads))
        finally:
            runner.run(stack.aclose())


@contextlib.asynccontextmanager
async def _opened(programme: tests.stories.programme.Programme) -> AsyncIterator[Bring]:
    settings, token = programme.settings(), tests.stories.cast.BOT_TOKEN
    identity = bot.slack.Identity(tests.stories.cast.TEAM, "B0MUSTER", tests.stories.cast.BOT, token)
    with (
        contextlib.closing(data.database.Database(programme.url)) as database,
        contextlib.closing(bot.store.Store(database)) as store,
    ):
        async with aiohttp.ClientSession() as session:
            clock = bot.clock.FollowedClock(settings.muster_clock_url)
            await clock.set(session)
            web = bot.joining.client(settings, session, token)
            gateway = bot.slack.Gateway(store, clock, web, identity, lambda: None)
            app = gateway.app(bot.joining.client(settings, session, token=None))
            yield functools.partial(_bring, programme.slack, gateway, app)


async def _bring(
    slack: tests.workspace.Workspace, gateway: bot.slack.Gateway, app: AsyncApp, payloads: Sequence[Json]
) -> list[str]:
    said, before = [], slack.last
    for payload in payloads:
        with gateway.deferring() as later:
            response = await app.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=payload))
        for work in later:
            await work
        words = _words(response.body)
        if not words:
            words, before = _shown(slack, before)
        said.append(words)
    return said


def _shown(slack: tests.workspace.Workspace, before: int) -> tuple[str, int]:
    """The words of a modal that was to be opened since then, which a forged trigger does not do; and until when."""
    calls = slack.journal(before, kind="call", method="views.open")
    if not calls:
        return "", before
    return "\n".join(tests.stories.programme.words(calls[0]["args"]["view"]["blocks"])), int(calls[-1]["n"])


def _words(body: str) -> str:
    """An acknowledgement's text, or the errors under a form's fields."""
    try:
        said = json.loads(body)
    except ValueError:
        return body
    return "\n".join(said.get("errors", {}).values()) or str(said.get("text", ""))
