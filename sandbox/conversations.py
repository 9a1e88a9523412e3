"""`conversations.*`: what the app may know of channels, and the topic that it may set."""

from __future__ import annotations

import base64
import binascii
import time
from collections.abc import Iterable
from typing import Any

import sandbox.errors
import sandbox.events
import sandbox.messages
import sandbox.slack
import sandbox.workspace

Json = dict[str, Any]

MOST_USERS = 8
MOST_TOPIC = 250
MOST_LIMIT = 999


def known(slack: sandbox.slack.Slack, args: Json) -> sandbox.workspace.Channel:
    """A channel that the app may know of: a public one, or one where it is a member."""
    channel = slack.workspace.channels.get(str(args["channel"]))
    if channel is None or (channel.is_private and slack.workspace.app.bot_user not in channel.members):
        raise sandbox.errors.RefusedError("channel_not_found")
    return channel


def joined(slack: sandbox.slack.Slack, args: Json) -> sandbox.workspace.Channel:
    """A channel where the app is a member."""
    channel = known(slack, args)
    if slack.workspace.app.bot_user not in channel.members:
        raise sandbox.errors.RefusedError("not_in_channel")
    return channel


def shape(slack: sandbox.slack.Slack, channel: sandbox.workspace.Channel) -> Json:
    bot = slack.workspace.app.bot_user
    shown: Json = {
        "id": channel.id,
        "is_channel": channel.kind == "channels",
        "is_group": channel.kind == "groups",
        "is_im": channel.is_im,
        "is_mpim": channel.is_mpim,
        "is_private": channel.is_private,
        "is_archived": False,
        "created": channel.created,
        "context_team_id": slack.workspace.team["id"],
    }
    if channel.is_im:
        return shown | {"user": next((one for one in channel.members if one != bot), bot), "is_user_deleted": False}
    topic = {"value": channel.topic, "creator": bot if channel.topic else "", "last_set": 0}
    names = {"name": channel.name, "name_normalized": channel.name, "is_member": bot in channel.members}
    return shown | names | {"topic": topic, "purpose": {"value": "", "creator": "", "last_set": 0}}


# -- opening


def _people(slack: sandbox.slack.Slack, users: object) -> list[str]:
    names = [one.strip() for one in users.split(",")] if isinstance(users, str) else users
    if not isinstance(names, list) or not names or not all(names):
        raise sandbox.errors.RefusedError("users_list_not_supplied")
    if len(names) > MOST_USERS:
        raise sandbox.errors.RefusedError("too_many_users")
    for name in names:
        member = slack.workspace.members.get(name)
        if member is None:
            raise sandbox.errors.RefusedError("user_not_found")
        if member.deleted:
            raise sandbox.errors.RefusedError("user_disabled")
    return names


def open_(slack: sandbox.slack.Slack, args: Json) -> Json:
    workspace = slack.workspace
    if args.get("channel"):
        channel = known(slack, args)
        return {"no_op": True, "already_open": True, "channel": {"id": channel.id}}
    people = [one for one in _people(slack, args.get("users")) if one != workspace.app.bot_user]
    if not people:
        raise sandbox.errors.RefusedError("invalid_user_combination")
    known_before = set(workspace.channels)
    channel = workspace.direct(people[0]) if len(people) == 1 else workspace.group(people)
    answer: Json = {"channel": {"id": channel.id}}
    if channel.id in known_before:
        answer |= {"no_op": True, "already_open": True}
    if args.get("return_im"):
        answer["channel"] = shape(slack, channel)
    return answer


# -- reading


def info(slack: sandbox.slack.Slack, args: Json) -> Json:
    channel = known(slack, args)
    shown = shape(slack, channel)
    if args.get("include_num_members"):
        shown["num_members"] = len(channel.members)
    return {"channel": shown}


def _limit(args: Json, default: int) -> int:
    try:
        limit = int(args.get("limit") or default)
    except (TypeError, ValueError):
        limit = 0
    if not 1 <= limit <= MOST_LIMIT:
        raise sandbox.errors.RefusedError("invalid_limit")
    return limit


def _start(args: Json) -> int:
    """Where a page begins, out of its cursor."""
    cursor = args.get("cursor")
    if not cursor:
        return 0
    try:
        word, number = base64.b64decode(str(cursor), validate=True).decode().split(":")
        start = int(number)
    except (ValueError, binascii.Error):
        word, start = "", -1
    if word != "next" or start < 0:
        raise sandbox.errors.RefusedError("invalid_cursor")
    return start


def _cursor(start: int, total: int) -> str:
    return base64.b64encode(f"next:{start}".encode()).decode() if start < total else ""


def _time(args: Json, name: str) -> float | None:
    value = args.get(name)
    if value in (None, "", "0", 0):
        return None
    try:
        return float(str(value))
    except ValueError:
        raise sandbox.errors.RefusedError(f"invalid_ts_{name}") from None


def _readable(
    slack: sandbox.slack.Slack, method: str, newest_first: Iterable[sandbox.workspace.Message], args: Json
) -> list[sandbox.workspace.Message]:
    """The messages of a span that can be read back by now, newest first."""
    oldest, latest = _time(args, "oldest"), _time(args, "latest")
    inclusive = bool(args.get("inclusive"))
    now = time.monotonic()
    young = now - slack.faults.lag(method)
    found = []
    for message in newest_first:
        ts = float(message.ts)
        if oldest is not None and (ts < oldest or (ts == oldest and not inclusive)):
            break
        before = latest is None or ts < latest or (inclusive and ts == latest)
        if before and message.ephemeral_to is None and message.hidden_until <= now and message.stored <= young:
            found.append(message)
    return found


def history(slack: sandbox.slack.Slack, args: Json) -> Json:
    """Newest first, without the replies in threads."""
    channel = joined(slack, args)
    top = (one for one in reversed(channel.messages.values()) if one.thread_ts is None or one.broadcast)
    return _page(slack, channel, _readable(slack, "conversations.history", top, args), args, pin_count=0)


def replies(slack: sandbox.slack.Slack, args: Json) -> Json:
    """A message and its replies, oldest first; the first message is there whatever span is asked for."""
    channel = joined(slack, args)
    thread = channel.thread(str(args["ts"]))
    parent = _readable(slack, "conversations.replies", thread[:1], {})
    if not parent:
        raise sandbox.errors.RefusedError("thread_not_found")
    rest = _readable(slack, "conversations.replies", reversed(thread[1:]), args)
    return _page(slack, channel, parent + rest[::-1], args)


def _page(
    slack: sandbox.slack.Slack, channel: sandbox.workspace.Channel, found: list[Any], args: Json, **more: Any
) -> Json:
    start, limit = _start(args), _limit(args, 100)
    metadata = bool(args.get("include_all_metadata"))
    shown = [sandbox.messages.with_thread(slack, channel, one, metadata) for one in found[start : start + limit]]
    cursor = _cursor(start + limit, len(found))
    answer: Json = {"messages": shown, "has_more": bool(cursor), **more}
    return answer | ({"response_metadata": {"next_cursor": cursor}} if cursor else {})


def members(slack: sandbox.slack.Slack, args: Json) -> Json:
    channel = known(slack, args)
    start, limit = _start(args), _limit(args, 100)
    cursor = _cursor(start + limit, len(channel.members))
    page = channel.members[start : start + limit]
    return {"members": page, "response_metadata": {"next_cursor": cursor}}


# -- the topic


def set_topic(slack: sandbox.slack.Slack, args: Json) -> Json:
    """Set it, which posts a line of its own."""
    channel = joined(slack, args)
    topic = str(args["topic"])
    if channel.is_im or channel.is_mpim:
        raise sandbox.errors.RefusedError("method_not_supported_for_channel_type")
    if len(topic) > MOST_TOPIC:
        raise sandbox.errors.RefusedError("too_long")
    channel.topic = topic
    words = f"set the channel topic: {topic}" if topic else "cleared the channel topic"
    bot = slack.workspace.app.bot_user
    line = sandbox.messages.store(slack, channel, user=bot, bot=True, text=words, subtype="channel_topic", topic=topic)
    sandbox.events.tell_own(slack, channel, sandbox.events.posted_event(slack, channel, line))
    return {"channel": shape(slack, channel)}
