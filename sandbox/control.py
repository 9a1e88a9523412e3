"""The control under `/_sandbox/`: the same powers for the page, the tests and scripts."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import sandbox.actions
import sandbox.clock
import sandbox.errors
import sandbox.events
import sandbox.forms
import sandbox.http_delivery
import sandbox.people
import sandbox.slack
import sandbox.slash
import sandbox.sockets
import sandbox.speech
import sandbox.tokens
import sandbox.views
import sandbox.web
import sandbox.workspace

Json = dict[str, Any]
Slack = sandbox.slack.Slack
Query = dict[str, str]

LONGEST_WAIT = 60.0


# -- looking


def _member(member: sandbox.workspace.Member) -> Json:
    names = ("id", "name", "real_name", "title", "tz", "is_guest", "deleted", "is_bot")
    return {name: getattr(member, name) for name in names}


def _usergroup(group: sandbox.workspace.UserGroup) -> Json:
    names = ("id", "handle", "name", "description", "disabled")
    return {name: getattr(group, name) for name in names} | {"users": list(group.users)}


def _channel(channel: sandbox.workspace.Channel) -> Json:
    names = ("id", "name", "is_private", "is_im", "topic")
    return {name: getattr(channel, name) for name in names} | {"members": list(channel.members)}


async def state(slack: Slack, query: Query) -> Json:
    """All that a member sees, or with nobody named all there is."""
    workspace, seen_by = slack.workspace, query.get("as")
    if seen_by is not None:
        member = workspace.member(seen_by)
        if not member.is_bot:
            workspace.direct(member.id)
    channels = [
        one for one in workspace.channels.values() if seen_by is None or not one.is_private or seen_by in one.members
    ]
    return {
        "team": workspace.team,
        "clock": {"now": sandbox.clock.iso(slack.clock.now()), "step": slack.clock.step},
        "members": [_member(one) for one in workspace.members.values()],
        "channels": [_channel(one) for one in channels],
        "usergroups": [_usergroup(one) for one in workspace.usergroups.values()],
        "commands": workspace.app.commands,
        "shortcuts": workspace.app.shortcuts,
        "app": {"id": workspace.app.id, "name": workspace.app.name, "bot_user": workspace.app.bot_user},
        "sockets": len(slack.sockets.open),
        "n": slack.journal.last,
    }


def _message(channel: sandbox.workspace.Channel, message: sandbox.workspace.Message) -> Json:
    shown: Json = {
        "ts": message.ts,
        "user": message.user,
        "bot": message.bot,
        "text": message.text,
        "blocks": message.blocks,
        "edited": bool(message.edited),
        "ephemeral": message.ephemeral_to is not None,
        "reactions": message.reactions,
    }
    if message.thread_ts:
        shown["thread_ts"] = message.thread_ts
    if message.subtype:
        shown["subtype"] = message.subtype
    if message.files:
        shown["files"] = message.files
    return shown | _replies(channel, message)


def _replies(channel: sandbox.workspace.Channel, message: sandbox.workspace.Message) -> Json:
    """What the first message of a thread says of it."""
    replies = [] if message.thread_ts else channel.thread(message.ts)[1:]
    if not replies:
        return {}
    users = list(dict.fromkeys(one.user for one in replies))
    return {"reply_count": len(replies), "reply_users": users, "latest_reply": replies[-1].ts}


async def channel(slack: Slack, query: Query) -> Json:
    """The messages of a channel as a member sees them, without the replies; or one thread."""
    workspace = slack.workspace
    seen_by = workspace.member(query.get("as")).id
    found = workspace.channel(query["id"], seen_by)
    if found.is_private and seen_by not in found.members:
        raise sandbox.errors.WrongError(f"{seen_by} can't see {found.id}: it is private.")
    thread = query.get("thread")
    messages = [
        one for one in list(found.messages.values()) if one.ephemeral_to in (None, seen_by) and _in_view(one, thread)
    ]
    return {"channel": _channel(found), "messages": [_message(found, one) for one in messages]}


def _in_view(message: sandbox.workspace.Message, thread: str | None) -> bool:
    if thread is not None:
        return thread in (message.ts, message.thread_ts)
    return message.thread_ts is None or message.broadcast


async def views(slack: Slack, query: Query) -> Json:
    user = slack.workspace.member(query.get("as")).id
    shown = slack.workspace.homes.get(user)
    return {
        "stack": [sandbox.views.shape(slack, one) for one in sandbox.views.stack(slack, user)],
        "home": sandbox.views.shape(slack, shown) if shown else None,
    }


def _integer(query: Query, name: str) -> int:
    try:
        return int(query.get(name) or 0)
    except ValueError:
        raise sandbox.errors.WrongError(f"{name!r} is a whole number, not {query[name]!r}.") from None


async def journal(slack: Slack, query: Query) -> Json:
    after, kind, method = _integer(query, "after"), query.get("kind"), query.get("method")
    try:
        seconds = min(float(query.get("wait") or 0), LONGEST_WAIT)
    except ValueError:
        raise sandbox.errors.WrongError(f"'wait' is a number of seconds, not {query['wait']!r}.") from None
    found = await slack.journal.wait(seconds, after, kind, method)
    return {"entries": found, "last": slack.journal.last}


async def guide(slack: Slack, _query: Query) -> Json:
    return {"guide": slack.workspace.guide}


# -- the clock


def _clock(slack: Slack) -> Json:
    now = slack.clock.now()
    return {
        "now": sandbox.clock.iso(now),
        "step": slack.clock.step,
        "offset_seconds": slack.clock.offset,
        "real": now - slack.clock.offset,
    }


async def follow(slack: Slack, request: sandbox.web.Request) -> Json:
    """A follower's long poll: `after` a step, perhaps with the step that was `lived`; hanging up ends following."""
    query = request.query
    name = query.get("follower") or "bot"
    polled = slack.clock.follow(name, _integer(query, "lived") if "lived" in query else None)
    if "after" not in query:
        return _clock(slack)
    moved = asyncio.ensure_future(slack.clock.moved_beyond(_integer(query, "after")))
    gone = asyncio.ensure_future(request.gone())
    await asyncio.wait((moved, gone), return_when=asyncio.FIRST_COMPLETED)
    if not moved.done():
        slack.clock.forget(name, polled)
    moved.cancel()
    gone.cancel()
    return _clock(slack)


async def lived(slack: Slack, body: Json) -> Json:
    step = body.get("step")
    if isinstance(step, bool) or not isinstance(step, int):
        raise sandbox.errors.WrongError('Send the step that you have lived through: {"step": 12}.')
    slack.clock.follow(str(body.get("follower") or "bot"), step)
    return _clock(slack)


async def move(slack: Slack, body: Json) -> Json:
    """Walk forward in steps, each lived through by the followers."""
    step = sandbox.clock.duration(body.get("step", "PT15M")).total_seconds()
    async with slack.moving:
        target = slack.clock.target(body.get("advance"), body.get("to"))
        if (target - slack.clock.now()) / step > sandbox.clock.MOST_STEPS:
            raise sandbox.errors.WrongError(f"That is more than {sandbox.clock.MOST_STEPS} steps: send a longer step.")
        steps, lagging = await _walk(slack, target, step)
    return {"now": sandbox.clock.iso(slack.clock.now()), "steps": steps, "lagging": sorted(lagging)}


async def _walk(slack: Slack, target: float, step: float) -> tuple[int, set[str]]:
    """One who was late once is not waited for again until it has caught up, so that a dead follower costs one wait."""
    steps = 0
    lagging: set[str] = set()
    while (left := target - slack.clock.now()) > 0 and not slack.clock.moved.closed:
        excused = lagging & slack.clock.behind()
        slack.clock.forward(min(step, left))
        slack.limits.refill()
        steps += 1
        slack.journal.add("clock", now=sandbox.clock.iso(slack.clock.now()), step=slack.clock.step)
        lagging = await slack.clock.lived_through(excused) | excused
    return steps, lagging & slack.clock.behind()


# -- changing the workspace


async def faults(slack: Slack, body: Json) -> Json:
    if not body:
        slack.faults.clear()
        slack.journal.add("fault", fault="cleared")
        return {}
    fault = slack.faults.add(body)
    slack.journal.add("fault", fault="armed", **{name: value for name, value in body.items() if name != "kind"})
    return {"kind": fault.kind, "method": fault.method}


async def reset(slack: Slack, body: Json) -> Json:
    """Replace the workspace; with `wait` the followers live through the new time first."""
    async with slack.moving:
        slack.reset(body.get("workspace"))
        late = await slack.clock.lived_through(set()) if body.get("wait") else set()
    return {"n": slack.journal.last, "step": slack.clock.step, "lagging": sorted(late)}


async def sockets(slack: Slack, body: Json) -> Json:
    kinds = ("drop", *sandbox.sockets.REASONS)
    if body.get("kind") not in kinds:
        raise sandbox.errors.WrongError(f"'kind' is one of {', '.join(kinds)}, not {body.get('kind')!r}.")
    count = await slack.sockets.disturb(body["kind"])
    if body["kind"] != "drop":
        slack.spawn(_end_leaving(slack))
    return {"sockets": count}


async def _end_leaving(slack: Slack) -> None:
    await asyncio.sleep(sandbox.sockets.GRACE_SECONDS)
    await slack.sockets.close_leaving()


async def tokens(slack: Slack, body: Json) -> Json:
    revoked, restored = body.get("revoke"), body.get("restore")
    word = body.get("as", "token_revoked")
    known = (revoked or restored) in sandbox.tokens.KINDS and word in sandbox.tokens.WORDS
    if not known or (revoked and restored):
        raise sandbox.errors.WrongError('Send {"revoke": "bot"} or {"restore": "bot"}, of "bot" and "app".')
    if revoked:
        slack.tokens.revoked[revoked] = word
    else:
        slack.tokens.revoked.pop(str(restored), None)
    return {"revoked": slack.tokens.revoked}


async def app(slack: Slack, body: Json) -> Json:
    """Take the app off the workspace, which it is told, or put it back; or ask its address to prove itself."""
    match body:
        case {"do": "uninstall"}:
            bot_user, stamp = slack.workspace.app.bot_user, slack.clock.stamp()
            revoked = {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [bot_user]}, "event_ts": stamp}
            slack.tokens.revoked["bot"] = "account_inactive"
            await sandbox.events.tell(slack, "tokens_revoked", revoked)
            await sandbox.events.tell(slack, "app_uninstalled", {"type": "app_uninstalled", "event_ts": stamp})
        case {"do": "install"}:
            slack.tokens.revoked.pop("bot", None)
        case {"do": "verify"} if isinstance(slack.transport, sandbox.http_delivery.Http):
            return {"verified": await slack.transport.verify()}
        case _:
            raise sandbox.errors.WrongError(
                'Send {"do": "uninstall"} or {"do": "install"}, or where the app has a request_url {"do": "verify"}.'
            )
    return {"revoked": slack.tokens.revoked}


async def members(slack: Slack, body: Json) -> Json:
    """Change a member: what is sent with the id; the app hears `user_change`, or of somebody new `team_join`."""
    if isinstance(body.get("id"), str) and body["id"] not in slack.workspace.members and "name" in body:
        return _tell_of(slack, "team_join", slack.workspace.join(body))
    member = slack.workspace.member(body.get("id"))
    changes = {name: value for name, value in body.items() if name != "id"}
    kinds = {"deleted": bool, "is_guest": bool}
    possible = {"name", "real_name", "title", "tz", "email", "is_guest", "deleted"}
    if not changes or set(changes) - possible or any(type(v) is not kinds.get(k, str) for k, v in changes.items()):
        raise sandbox.errors.WrongError(f"Send what changes beside the id, of {', '.join(sorted(possible))}.")
    for name, value in changes.items():
        setattr(member, name, value)
    if member.deleted:
        _leave_groups(slack, member.id)
    return _tell_of(slack, "user_change", member)


def _tell_of(slack: Slack, name: str, member: sandbox.workspace.Member) -> Json:
    event = {"type": name, "user": sandbox.people.shape(slack, member), "event_ts": slack.clock.stamp()}
    sandbox.events.tell_later(slack, name, event)
    return {"member": _member(member)}


def _leave_groups(slack: Slack, user: str) -> None:
    for group in slack.workspace.usergroups.values():
        group.users = [one for one in group.users if one != user]


async def usergroups(slack: Slack, body: Json) -> Json:
    """Change a user group by hand: its members, or whether it is disabled."""
    group = slack.workspace.usergroup(body.get("id"))
    users, disabled = body.get("users", group.users), body.get("disabled", group.disabled)
    if set(body) - {"id", "users", "disabled"} or not isinstance(users, list) or not isinstance(disabled, bool):
        raise sandbox.errors.WrongError('Send {"id": "S0DUTY", "users": ["U0ADA"]} or "disabled": true.')
    group.users, group.disabled = [slack.workspace.member(user).id for user in users], disabled
    slack.journal.add("event", type="usergroup", declared=False, event=_usergroup(group))
    return {"usergroup": _usergroup(group)}


async def plan(slack: Slack, body: Json) -> Json:
    """Another plan, or others who may change user groups."""
    known = {"plan": ("free", "paid"), "usergroup_editors": ("everyone", "owners")}
    if not body or any(value not in known.get(name, ()) for name, value in body.items()):
        raise sandbox.errors.WrongError('Send {"plan": "free"} or "paid", or {"usergroup_editors": "owners"}.')
    for name, value in body.items():
        setattr(slack.workspace, name, value)
    return {name: getattr(slack.workspace, name) for name in known}


async def channels(slack: Slack, body: Json) -> Json:
    """Let members join or leave a channel; the app hears of it where it is a member, and of itself in any case."""
    found = slack.workspace.channel(body.get("id"))
    join, leave = body.get("join", []), body.get("leave", [])
    if not isinstance(join, list) or not isinstance(leave, list) or not (join or leave):
        raise sandbox.errors.WrongError('Send {"id": "C0TRIAGE", "join": ["U0ADA"]} or "leave" in its place.')
    for user in [*join, *leave]:
        slack.workspace.member(user)
    before, bot = found.members, slack.workspace.app.bot_user
    found.members = [one for one in dict.fromkeys([*before, *join]) if one not in leave]
    slack.journal.add("event", type="channel_members", declared=False, event={"channel": found.id})
    changed = {
        "member_joined_channel": [one for one in found.members if one not in before],
        "member_left_channel": [one for one in before if one not in found.members],
    }
    for name, users in changed.items():
        for user in users:
            if bot in (user, *found.members) and f"{found.kind}:read" in slack.workspace.app.scopes:
                sandbox.events.tell_later(slack, name, sandbox.events.member_event(slack, found, name, user))
    return {"channel": _channel(found)}


# -- the table of contents

LOOKING: Mapping[str, Callable[[Slack, Query], Awaitable[Json]]] = {
    "state": state,
    "channel": channel,
    "views": views,
    "journal": journal,
    "guide": guide,
}
DOING: Mapping[str, Callable[[Slack, Json], Awaitable[Json]]] = {
    "command": sandbox.slash.command,
    "action": sandbox.actions.action,
    "submit": sandbox.forms.submit,
    "close": sandbox.forms.close,
    "message": sandbox.speech.message,
    "edit": sandbox.speech.edit,
    "delete": sandbox.speech.delete,
    "shortcut": sandbox.actions.shortcut,
    "react": sandbox.speech.react,
    "home": sandbox.speech.home,
    "clock": move,
    "clock/lived": lived,
    "faults": faults,
    "reset": reset,
    "sockets": sockets,
    "tokens": tokens,
    "app": app,
    "members": members,
    "channels": channels,
    "usergroups": usergroups,
    "plan": plan,
}


async def _do(slack: Slack, request: sandbox.web.Request) -> Json:
    name, query = request.path.removeprefix("/_sandbox/"), request.query
    if request.method == "GET" and name.startswith("channel/"):
        name, query = "channel", {**query, "id": name.removeprefix("channel/")}
    if request.method == "GET" and name == "clock":
        return await follow(slack, request)
    if request.method == "GET" and name in LOOKING:
        return await LOOKING[name](slack, query)
    if request.method == "POST" and name in DOING:
        return await DOING[name](slack, request.json())
    known = ", ".join(sorted({*LOOKING, *DOING}))
    raise sandbox.errors.WrongError(f"There is no {request.method} {name!r} here; there is {known}.")


async def answer(slack: Slack, request: sandbox.web.Request) -> sandbox.web.Answer:
    try:
        return sandbox.web.Answer({"ok": True, **await _do(slack, request)})
    except sandbox.errors.WrongError as error:
        return sandbox.web.Answer({"ok": False, "error": str(error)}, 400)
