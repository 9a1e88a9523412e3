"""What people say and do that the app hears of as an event: messages, reactions, the Home tab."""

from __future__ import annotations

from typing import Any

import sandbox.acts
import sandbox.errors
import sandbox.events
import sandbox.files
import sandbox.mentions
import sandbox.messages
import sandbox.slack
import sandbox.triggers
import sandbox.views
import sandbox.workspace

Json = dict[str, Any]
Slack = sandbox.slack.Slack


async def message(slack: Slack, body: Json) -> Json:
    """`{user, channel, text, thread_ts?, reply_broadcast?, files?}`: somebody writes, or shares files."""
    member = sandbox.acts.person(slack, body.get("user"))
    channel = _open(slack, sandbox.acts.place(slack, member.id, body.get("channel")))
    files = sandbox.files.shared(slack, channel, member, body.get("files", []))
    text = _text(body) if body.get("text") or not files else ""
    thread = _thread(channel, body)
    broadcast = bool(thread and body.get("reply_broadcast"))
    stored = sandbox.messages.store(
        slack,
        channel,
        user=member.id,
        text=sandbox.mentions.tokens(slack.workspace, text),
        thread_ts=thread,
        broadcast=broadcast,
        files=files,
        subtype="file_share" if files else "thread_broadcast" if broadcast else None,
    )
    delivery = await sandbox.events.tell_said(slack, channel, sandbox.events.posted_event(slack, channel, stored))
    return sandbox.acts.result(delivery, ts=stored.ts)


def _open(slack: Slack, channel: sandbox.workspace.Channel) -> sandbox.workspace.Channel:
    """The app's direct messages take words only as its manifest says."""
    home = slack.workspace.app.home
    if channel.is_im and (not home.get("messages_tab_enabled") or home.get("messages_tab_read_only_enabled")):
        raise sandbox.errors.WrongError("Sending messages to this app has been turned off, by its manifest.")
    return channel


def _thread(channel: sandbox.workspace.Channel, body: Json) -> str | None:
    if not body.get("thread_ts"):
        return None
    parent = sandbox.acts.message_at(channel, body["thread_ts"])
    return parent.thread_ts or parent.ts


def _text(body: Json) -> str:
    text = body.get("text")
    if not isinstance(text, str) or not text:
        raise sandbox.errors.WrongError('Send the "text" that is written.')
    return text


def _own(slack: Slack, body: Json, apps: bool = False) -> tuple[sandbox.workspace.Channel, sandbox.workspace.Message]:
    """The message that a person may change: one of their own, or where they may so, one of the app's."""
    member = sandbox.acts.person(slack, body.get("user"))
    channel = sandbox.acts.place(slack, member.id, body.get("channel"))
    written = sandbox.acts.message_at(channel, body.get("ts"))
    if written.user != member.id and not (apps and written.bot):
        raise sandbox.errors.WrongError(f"The message {written.ts} is not of {member.id}: send the ts of their own.")
    return channel, written


async def edit(slack: Slack, body: Json) -> Json:
    """`{user, channel, ts, text}`: somebody changes what they wrote."""
    channel, written = _own(slack, body)
    before = sandbox.messages.with_thread(slack, channel, written)
    sandbox.messages.edit(slack, written, {"text": sandbox.mentions.tokens(slack.workspace, _text(body))})
    event = sandbox.events.changed_event(slack, channel, written, before)
    return sandbox.acts.result(await sandbox.events.tell_said(slack, channel, event), ts=written.ts)


async def delete(slack: Slack, body: Json) -> Json:
    """`{user, channel, ts}`: somebody takes back what they wrote, or what the app did, as an owner may in Slack.

    Under replies a line stays that says so.
    """
    channel, written = _own(slack, body, apps=True)
    before = sandbox.messages.with_thread(slack, channel, written)
    if len(channel.thread(written.ts)) > 1:
        sandbox.messages.bury(written)
        event = sandbox.events.changed_event(slack, channel, written, before)
    else:
        channel.remove(written)
        event = sandbox.events.deleted_event(slack, channel, before)
    delivery = await sandbox.events.tell_said(slack, channel, event)
    await _unmarked(slack, channel, written.thread_ts)
    return sandbox.acts.result(delivery, ts=written.ts)


async def _unmarked(slack: Slack, channel: sandbox.workspace.Channel, thread: str | None) -> None:
    """With the last reply goes the line that stood for a deleted first message, and that is told too."""
    first = channel.messages.get(thread or "")
    if first is None or first.subtype != sandbox.messages.TOMBSTONE or len(channel.thread(first.ts)) > 1:
        return
    channel.remove(first)
    before = sandbox.messages.payload(slack, first)
    await sandbox.events.tell_said(slack, channel, sandbox.events.deleted_event(slack, channel, before))


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
