"""`chat.*`: the app posts, edits, and asks where a message stands."""

from __future__ import annotations

from typing import Any

import sandbox.conversations
import sandbox.errors
import sandbox.events
import sandbox.messages
import sandbox.people
import sandbox.slack
import sandbox.workspace

Json = dict[str, Any]


def destination(slack: sandbox.slack.Slack, ident: object) -> sandbox.workspace.Channel:
    """The channel to post in; a person's id means their direct messages."""
    workspace = slack.workspace
    if isinstance(ident, str) and ident in workspace.members and ident != workspace.app.bot_user:
        return workspace.direct(ident)
    channel = workspace.channels.get(ident) if isinstance(ident, str) else None
    if channel is None or (channel.is_private and workspace.app.bot_user not in channel.members):
        raise sandbox.errors.RefusedError("channel_not_found")
    return channel


def may_post(slack: sandbox.slack.Slack, channel: sandbox.workspace.Channel) -> None:
    workspace = slack.workspace
    if workspace.app.bot_user not in channel.members:
        raise sandbox.errors.RefusedError("not_in_channel")
    if not channel.is_im:
        return
    if not workspace.app.home.get("messages_tab_enabled"):
        raise sandbox.errors.RefusedError("messages_tab_disabled")
    if any(workspace.members[one].deleted for one in channel.members):
        raise sandbox.errors.RefusedError("user_disabled")


def _thread(channel: sandbox.workspace.Channel, ts: object) -> str | None:
    """The first message of the thread to reply in; a reply to a reply goes to its thread.

    Where that message is gone, or never was, Slack posts into the channel: only the answer, without `thread_ts`, tells.
    """
    parent = channel.messages.get(str(ts)) if ts else None
    if parent is None or parent.ephemeral_to is not None:
        return None
    if parent.subtype == "channel_topic":
        raise sandbox.errors.RefusedError("cannot_reply_to_message")
    return parent.thread_ts or parent.ts


def post_message(slack: sandbox.slack.Slack, args: Json) -> Json:
    channel = destination(slack, args["channel"])
    may_post(slack, channel)
    fields = sandbox.messages.content(args)
    if not (fields["text"] or fields["blocks"] or fields["attachments"]):
        raise sandbox.errors.RefusedError("no_text")
    thread = _thread(channel, args.get("thread_ts"))
    wait = slack.limits.post(channel.id)
    if wait is not None:
        raise sandbox.errors.RefusedError("ratelimited", status=429, retry_after=wait)
    broadcast = bool(thread and args.get("reply_broadcast"))
    message = sandbox.messages.store(
        slack,
        channel,
        hidden=args.get("_hidden", 0.0),
        user=slack.workspace.app.bot_user,
        bot=True,
        thread_ts=thread,
        broadcast=broadcast,
        subtype="thread_broadcast" if broadcast else None,
        **fields,
    )
    sandbox.events.tell_own(slack, channel, sandbox.events.posted_event(slack, channel, message))
    shown = sandbox.messages.payload(slack, message, metadata=True)
    return {"channel": channel.id, "ts": message.ts, "message": shown}


def _changes(args: Json, fields: Json) -> Json:
    """What an edit changes: what is not sent stays as it was."""
    sent = {"text": "text" in args or "markdown_text" in args}
    return {name: value for name, value in fields.items() if sent.get(name, name in args)}


def update(slack: sandbox.slack.Slack, args: Json) -> Json:
    channel = destination(slack, args["channel"])
    message = channel.messages.get(str(args["ts"]))
    if message is None or message.ephemeral_to is not None:
        raise sandbox.errors.RefusedError("message_not_found")
    if not message.bot or message.subtype == "channel_topic":
        raise sandbox.errors.RefusedError("cant_update_message")
    if len(str(args.get("text") or "")) > sandbox.messages.MOST_CHARACTERS:
        raise sandbox.errors.RefusedError("msg_too_long")
    changes = _changes(args, sandbox.messages.content(args))
    if args.get("reply_broadcast"):
        return _broadcast(slack, channel, message, changes)
    if not (changes.get("text") or changes.get("blocks") or changes.get("attachments")):
        raise sandbox.errors.RefusedError("no_text")
    before = sandbox.messages.payload(slack, message)
    sandbox.messages.edit(slack, message, changes)
    sandbox.events.tell_own(slack, channel, sandbox.events.changed_event(slack, channel, message, before))
    return _updated(slack, channel, message)


def _updated(
    slack: sandbox.slack.Slack, channel: sandbox.workspace.Channel, message: sandbox.workspace.Message
) -> Json:
    shown = sandbox.messages.payload(slack, message, metadata=True)
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": shown}


def _broadcast(
    slack: sandbox.slack.Slack, channel: sandbox.workspace.Channel, message: sandbox.workspace.Message, changes: Json
) -> Json:
    """Show a reply in the channel too, which goes with no other change of it."""
    if message.thread_ts is None:
        raise sandbox.errors.RefusedError("cant_broadcast_message")
    if changes:
        raise sandbox.errors.RefusedError("no_dual_broadcast_content_update")
    before = sandbox.messages.payload(slack, message)
    message.broadcast, message.subtype = True, "thread_broadcast"
    sandbox.events.tell_own(slack, channel, sandbox.events.changed_event(slack, channel, message, before))
    return _updated(slack, channel, message)


def permalink(slack: sandbox.slack.Slack, args: Json) -> Json:
    """A message's address, which names its thread if it is a reply."""
    channel = sandbox.conversations.known(slack, args)
    message = channel.messages.get(str(args["message_ts"]))
    if message is None or message.ephemeral_to is not None:
        raise sandbox.errors.RefusedError("message_not_found")
    place = f"archives/{channel.id}/p{message.ts.replace('.', '')}"
    thread = f"?thread_ts={message.thread_ts}&cid={channel.id}" if message.thread_ts else ""
    return {"channel": channel.id, "permalink": f"{sandbox.people.home(slack)}{place}{thread}"}
