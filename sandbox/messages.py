"""Messages in channels: storing, editing and finding them, and the shapes that Slack gives them."""

from __future__ import annotations

import time
from typing import Any

import sandbox.blocks
import sandbox.errors
import sandbox.slack
import sandbox.workspace

Json = dict[str, Any]

MOST_CHARACTERS = 40_000
TOMBSTONE = "tombstone"


def store(
    slack: sandbox.slack.Slack, channel: sandbox.workspace.Channel, hidden: float = 0.0, **fields: Any
) -> sandbox.workspace.Message:
    """Put one new message into a channel; `hidden` is for how many real seconds nobody finds it."""
    message = sandbox.workspace.Message(ts=slack.clock.stamp(), stored=time.monotonic(), **fields)
    message.hidden_until = message.stored + hidden
    message.blocks = sandbox.blocks.identified(message.blocks)
    parent = channel.messages.get(message.thread_ts or "")
    message.parent_user = parent.user if parent else None
    channel.add(message)
    return message


def payload(slack: sandbox.slack.Slack, message: sandbox.workspace.Message, metadata: bool = False) -> Json:
    """A message as Slack's API and events show it."""
    shown: Json = {"type": "message", "user": message.user, "ts": message.ts, "text": message.text}
    app = slack.workspace.app
    if message.bot:
        profile = {"id": app.bot_id, "app_id": app.id, "name": app.name, "team_id": slack.workspace.team["id"]}
        shown |= {"bot_id": app.bot_id, "app_id": app.id, "bot_profile": profile}
    shown["team"] = slack.workspace.team["id"]
    optional = {
        "hidden": message.subtype == TOMBSTONE,
        "files": message.files,
        "parent_user_id": message.parent_user,
        "subtype": message.subtype,
        "topic": message.topic,
        "blocks": message.blocks,
        "attachments": message.attachments,
        "thread_ts": message.thread_ts,
        "edited": message.edited,
        "metadata": message.metadata if metadata else None,
        "reactions": [
            {"name": name, "users": list(users), "count": len(users)} for name, users in message.reactions.items()
        ],
    }
    return shown | {name: value for name, value in optional.items() if value}


def with_thread(
    slack: sandbox.slack.Slack,
    channel: sandbox.workspace.Channel,
    message: sandbox.workspace.Message,
    metadata: bool = False,
) -> Json:
    """The same, with what Slack adds to the first message of a thread."""
    shown = payload(slack, message, metadata)
    replies = [one for one in channel.thread(message.ts) if one.ts != message.ts and one.ephemeral_to is None]
    if not replies:
        return shown
    users = list(dict.fromkeys(one.user for one in replies))
    return shown | {
        "thread_ts": message.ts,
        "reply_count": len(replies),
        "reply_users": users,
        "reply_users_count": len(users),
        "latest_reply": replies[-1].ts,
    }


def content(args: Json) -> Json:
    """The text, blocks, attachments and metadata of a call, checked, as the fields of a message."""
    blocks = args.get("blocks") or []
    complaints = sandbox.blocks.check(blocks, sandbox.blocks.MESSAGE)
    if complaints:
        raise refused_blocks(complaints)
    text = args.get("text") or args.get("markdown_text") or ""
    if not isinstance(text, str):
        raise sandbox.errors.RefusedError("invalid_arguments")
    return {
        "text": text[:MOST_CHARACTERS],
        "blocks": blocks,
        "attachments": args.get("attachments") or [],
        "metadata": metadata(args.get("metadata")),
    }


def refused_blocks(complaints: list[str]) -> sandbox.errors.RefusedError:
    told = {"messages": [f"[ERROR] {one}" for one in complaints]}
    return sandbox.errors.RefusedError("invalid_blocks", errors=complaints, response_metadata=told)


def metadata(given: object) -> Json | None:
    """A message's metadata: an event type and a payload; an empty object is none."""
    if given is None or given == {}:
        return None
    if not isinstance(given, dict):
        raise sandbox.errors.RefusedError("invalid_metadata_format")
    right = isinstance(given.get("event_type"), str) and isinstance(given.get("event_payload"), dict)
    if not right or not given["event_type"]:
        raise sandbox.errors.RefusedError("invalid_metadata_schema")
    return given


def edit(slack: sandbox.slack.Slack, message: sandbox.workspace.Message, changes: Json) -> None:
    """Change a message in place, and mark it as edited."""
    for name, value in changes.items():
        setattr(message, name, value)
    message.blocks = sandbox.blocks.identified(message.blocks)
    message.edited = {"user": message.user, "ts": slack.clock.stamp()}


def bury(message: sandbox.workspace.Message) -> None:
    """What Slack leaves of a message that has replies when it is deleted: its place, and nothing of it."""
    nothing: Json = {"blocks": [], "attachments": [], "files": [], "reactions": {}, "metadata": None, "edited": None}
    words = {"user": "USLACKBOT", "bot": False, "text": "This message was deleted.", "subtype": TOMBSTONE}
    for name, value in (nothing | words).items():
        setattr(message, name, value)
