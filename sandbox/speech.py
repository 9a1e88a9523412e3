"""What people say and do that the app hears of as an event: messages, reactions, the Home tab."""

from __future__ import annotations

from typing import Any

import sandbox.acts
import sandbox.errors
import sandbox.events
import sandbox.mentions
import sandbox.messages
import sandbox.slack
import sandbox.triggers
import sandbox.views

Json = dict[str, Any]
Slack = sandbox.slack.Slack


async def message(slack: Slack, body: Json) -> Json:
    """`{user, channel, text, thread_ts?}`: somebody writes."""
    member = sandbox.acts.person(slack, body.get("user"))
    channel = sandbox.acts.place(slack, member.id, body.get("channel"))
    text = body.get("text")
    if not isinstance(text, str) or not text:
        raise sandbox.errors.WrongError('Send the "text" that is written.')
    home = slack.workspace.app.home
    if channel.is_im and (not home.get("messages_tab_enabled") or home.get("messages_tab_read_only_enabled")):
        raise sandbox.errors.WrongError("Sending messages to this app has been turned off, by its manifest.")
    parent = sandbox.acts.message_at(channel, body["thread_ts"]) if body.get("thread_ts") else None
    thread = (parent.thread_ts or parent.ts) if parent else None
    written = sandbox.mentions.tokens(slack.workspace, text)
    stored = sandbox.messages.store(slack, channel, user=member.id, text=written, thread_ts=thread)
    name, event = sandbox.events.message_event(slack, channel, stored)
    if not sandbox.events.heard(slack, channel):
        entry = slack.journal.add("event", type=name, declared=False, event=event)
        return sandbox.acts.result(None, n=entry["n"], ts=stored.ts)
    return sandbox.acts.result(await sandbox.events.tell(slack, name, event), ts=stored.ts)


async def react(slack: Slack, body: Json) -> Json:
    """`{user, channel, ts, name}`: a reaction; the same again takes it away."""
    member = sandbox.acts.person(slack, body.get("user"))
    channel = sandbox.acts.place(slack, member.id, body.get("channel"))
    target, name = sandbox.acts.message_at(channel, body.get("ts")), str(body.get("name") or "").strip(":")
    if not name:
        raise sandbox.errors.WrongError('Send the "name" of a reaction, such as "eyes".')
    users = target.reactions.setdefault(name, [])
    added = member.id not in users
    if added:
        users.append(member.id)
    else:
        users.remove(member.id)
    if not users:
        del target.reactions[name]
    kind = "reaction_added" if added else "reaction_removed"
    event = {
        "type": kind,
        "user": member.id,
        "reaction": name,
        "item": {"type": "message", "channel": channel.id, "ts": target.ts},
        "item_user": target.user,
        "event_ts": slack.clock.stamp(),
    }
    return sandbox.acts.result(await sandbox.events.tell(slack, kind, event))


async def home(slack: Slack, body: Json) -> Json:
    """`{user}`: open the app's Home tab."""
    member = sandbox.acts.person(slack, body.get("user"))
    seconds = sandbox.acts.patience(body)
    if not slack.workspace.app.home.get("home_tab_enabled"):
        raise sandbox.errors.WrongError("This app has no Home tab, by its manifest.")
    act = sandbox.triggers.Act(member.id)
    shown = slack.workspace.homes.get(member.id)
    event: Json = {
        "type": "app_home_opened",
        "user": member.id,
        "channel": slack.workspace.direct(member.id).id,
        "tab": "home",
        "event_ts": slack.clock.stamp(),
    }
    if shown is not None:
        event["view"] = sandbox.views.shape(slack, shown)
    slack.acts.append(act)
    try:
        delivery = await sandbox.events.tell(slack, "app_home_opened", event)
    finally:
        slack.acts.remove(act)
    if delivery.acked:
        await sandbox.acts.aftermath(slack, act, seconds)
    return sandbox.acts.result(delivery, act)
