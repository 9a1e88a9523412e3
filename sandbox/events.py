"""The Events API: what the manifest asked to hear, told again if it is not acknowledged."""

from __future__ import annotations

import secrets
from typing import Any

import sandbox.messages
import sandbox.slack
import sandbox.sockets
import sandbox.workspace

Json = dict[str, Any]

RETRY_SECONDS = (0.0, 60.0, 300.0)  # the workspace's
MESSAGE_EVENTS = {
    "channels": "message.channels",
    "groups": "message.groups",
    "im": "message.im",
    "mpim": "message.mpim",
}
CHANNEL_TYPES = {"channels": "channel", "groups": "group", "im": "im", "mpim": "mpim"}


def envelope(slack: sandbox.slack.Slack, event: Json) -> Json:
    app, team = slack.workspace.app, slack.workspace.team["id"]
    authorization = {"team_id": team, "user_id": app.bot_user, "is_bot": True, "is_enterprise_install": False}
    return {
        "token": "sandbox",
        "team_id": team,
        "api_app_id": app.id,
        "event": event,
        "type": "event_callback",
        "event_id": "Ev" + secrets.token_hex(8).upper(),
        "event_time": int(slack.clock.now()),
        "authorizations": [{"enterprise_id": None, **authorization}],
        "is_ext_shared_channel": False,
    }


async def _again(slack: sandbox.slack.Slack, payload: Json, delivery: sandbox.sockets.Delivery) -> None:
    """Retry at once, after a minute and after five, until it is acknowledged."""
    for attempt, seconds in enumerate(RETRY_SECONDS, 1):
        await slack.clock.sleep_until(slack.clock.now() + seconds)
        retry = {"retry_attempt": attempt, "retry_reason": delivery.retry_reason}
        delivery = await slack.transport.deliver("events_api", payload, answerable=False, retry=retry)
        if delivery.acked:
            return


async def tell(slack: sandbox.slack.Slack, name: str, event: Json) -> sandbox.sockets.Delivery:
    """Deliver one event if the manifest declares it; the delivery tells of the first attempt only."""
    declared = name in slack.workspace.app.bot_events
    entry = slack.journal.add("event", type=name, declared=declared, event=event)
    if not declared:
        return sandbox.sockets.Delivery(entry["n"], False, 0.0, {})
    payload = envelope(slack, event)
    delivery = await slack.transport.deliver("events_api", payload, answerable=False, retry={"retry_attempt": 0})
    if not delivery.acked:
        slack.spawn(_again(slack, payload, delivery))
    return delivery


async def _told(slack: sandbox.slack.Slack, name: str, event: Json) -> None:
    await tell(slack, name, event)


def tell_later(slack: sandbox.slack.Slack, name: str, event: Json) -> None:
    """The same without waiting, for what the app itself has caused."""
    slack.spawn(_told(slack, name, event))


# -- messages


def posted_event(
    slack: sandbox.slack.Slack, channel: sandbox.workspace.Channel, message: sandbox.workspace.Message
) -> Json:
    where = {"channel": channel.id, "channel_type": CHANNEL_TYPES[channel.kind], "event_ts": message.ts}
    return sandbox.messages.payload(slack, message) | where


def _hidden(slack: sandbox.slack.Slack, channel: sandbox.workspace.Channel, subtype: str, **more: Any) -> Json:
    now = slack.clock.stamp()
    where = {"channel": channel.id, "channel_type": CHANNEL_TYPES[channel.kind]}
    return {"type": "message", "subtype": subtype, **where, "hidden": True, "ts": now, "event_ts": now, **more}


def changed_event(
    slack: sandbox.slack.Slack, channel: sandbox.workspace.Channel, message: sandbox.workspace.Message, before: Json
) -> Json:
    """Of an edit, or of a deletion that leaves a place for the replies; it names nobody at its top, so that no filter
    by sender knows the app's own."""
    shown = sandbox.messages.with_thread(slack, channel, message)
    return _hidden(slack, channel, "message_changed", message=shown, previous_message=before)


def deleted_event(slack: sandbox.slack.Slack, channel: sandbox.workspace.Channel, before: Json) -> Json:
    return _hidden(slack, channel, "message_deleted", deleted_ts=before["ts"], previous_message=before)


def member_event(slack: sandbox.slack.Slack, channel: sandbox.workspace.Channel, name: str, user: str) -> Json:
    """Of somebody who joined or left; which kind of channel is one letter here."""
    where = {"channel": channel.id, "channel_type": "G" if channel.is_private else "C"}
    return {"type": name, "user": user, **where, "team": slack.workspace.team["id"], "event_ts": slack.clock.stamp()}


def heard(slack: sandbox.slack.Slack, channel: sandbox.workspace.Channel) -> bool:
    """Whether the app hears what is said there: it is a member, and has the scope."""
    app = slack.workspace.app
    return app.bot_user in channel.members and f"{channel.kind}:history" in app.scopes


async def tell_said(
    slack: sandbox.slack.Slack, channel: sandbox.workspace.Channel, event: Json
) -> sandbox.sockets.Delivery:
    """Tell what a person said, where the app may read; the journal has it either way."""
    name = MESSAGE_EVENTS[channel.kind]
    if heard(slack, channel):
        return await tell(slack, name, event)
    entry = slack.journal.add("event", type=name, declared=False, event=event)
    return sandbox.sockets.Delivery(entry["n"], False, 0.0, {})


def tell_own(slack: sandbox.slack.Slack, channel: sandbox.workspace.Channel, event: Json) -> None:
    """What the app itself said is told to it as well, if it asked to hear messages."""
    name = MESSAGE_EVENTS[channel.kind]
    if name in slack.workspace.app.bot_events and heard(slack, channel):
        tell_later(slack, name, event)
