"""What every act of a person begins with, and how it is answered."""

from __future__ import annotations

import asyncio
from typing import Any

import sandbox.errors
import sandbox.slack
import sandbox.sockets
import sandbox.triggers
import sandbox.views
import sandbox.workspace

Json = dict[str, Any]
Slack = sandbox.slack.Slack

WAIT_SECONDS = 1.0  # for what comes by response_url or views.* after the acknowledgement
CHANNEL_NAMES = {"im": "directmessage", "groups": "privategroup"}


# -- who and where


def person(slack: Slack, ident: object) -> sandbox.workspace.Member:
    """Somebody who can do something: a member, present, and no bot."""
    member = slack.workspace.member(ident)
    if member.deleted:
        raise sandbox.errors.WrongError(f"{member.id} is deactivated and can't do anything: be somebody else.")
    if member.is_bot:
        raise sandbox.errors.WrongError(f"{member.id} is the bot itself: be a person.")
    return member


def place(slack: Slack, user: str, ident: object) -> sandbox.workspace.Channel:
    """A channel where the person can write."""
    channel = slack.workspace.channel(ident, user)
    if user not in channel.members:
        raise sandbox.errors.WrongError(f"{user} is not a member of {channel.id}, and can't do anything there.")
    return channel


def _team(slack: Slack) -> Json:
    return {"id": slack.workspace.team["id"], "domain": slack.workspace.team["domain"]}


def basics(slack: Slack, member: sandbox.workspace.Member, act: sandbox.triggers.Act) -> Json:
    """What every interactive payload carries."""
    team = slack.workspace.team["id"]
    return {
        "user": {"id": member.id, "username": member.name, "name": member.name, "team_id": team},
        "api_app_id": slack.workspace.app.id,
        "token": "sandbox",
        "team": _team(slack),
        "enterprise": None,
        "is_enterprise_install": False,
        "trigger_id": slack.triggers.trigger(act),
    }


def response_url(slack: Slack, act: sandbox.triggers.Act, original: str | None = None) -> str:
    secret = slack.triggers.url(act, slack.clock.now(), original)
    return f"{slack.address}/response/{secret}"


def where(channel: sandbox.workspace.Channel) -> Json:
    return {"id": channel.id, "name": CHANNEL_NAMES.get(channel.kind, channel.name)}


# -- the answer to an act


def patience(body: Json) -> float:
    value = body.get("wait", WAIT_SECONDS)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 60:
        raise sandbox.errors.WrongError(f"'wait' is a number of seconds from 0 to 60, not {value!r}.")
    return float(value)


def result(delivery: sandbox.sockets.Delivery | None, act: sandbox.triggers.Act | None = None, **more: Any) -> Json:
    answer: Json = {
        "ok": True,
        "acked": delivery.acked if delivery else False,
        "latency_ms": delivery.latency_ms if delivery else 0.0,
        "response": act.response if act else None,
        "view": act.view if act else None,
        "errors": None,
        "error": delivery.error if delivery else None,
        "n": delivery.n if delivery else 0,
    }
    return answer | more


async def delivered(
    slack: Slack, act: sandbox.triggers.Act, kind: str, payload: Json, *, answerable: bool
) -> sandbox.sockets.Delivery:
    """Send it, with the act open for what comes by `views.*` in the meantime."""
    slack.acts.append(act)
    try:
        return await slack.transport.deliver(kind, payload, answerable=answerable)
    finally:
        slack.acts.remove(act)


async def aftermath(slack: Slack, act: sandbox.triggers.Act, seconds: float) -> None:
    """Wait for the first thing that comes for the act, if none came yet."""
    if act.came.is_set() or not seconds:
        return
    slack.acts.append(act)
    try:
        async with asyncio.timeout(seconds):
            await act.came.wait()
    except TimeoutError:
        return
    finally:
        slack.acts.remove(act)


# -- what is on the screen


def top(slack: Slack, user: str, where: str = "modal") -> sandbox.workspace.View:
    """The view that is on the person's screen."""
    stack = sandbox.views.stack(slack, user)
    view = slack.workspace.homes.get(user) if where == "home" else (stack[-1] if stack else None)
    if view is None:
        raise sandbox.errors.WrongError(f"{user} has no {where} open.")
    return view


def message_at(channel: sandbox.workspace.Channel, ts: object) -> sandbox.workspace.Message:
    found = channel.messages.get(str(ts))
    if found is None or found.ephemeral_to is not None:
        raise sandbox.errors.WrongError(f"There is no message {ts!r} in {channel.id}: send the ts of one.")
    return found
