"""What people do in the workspace, and what comes back to them for it."""

from __future__ import annotations

import asyncio
from typing import Any

import sandbox.blocks
import sandbox.errors
import sandbox.events
import sandbox.inputs
import sandbox.mentions
import sandbox.messages
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


def _basics(slack: Slack, member: sandbox.workspace.Member, act: sandbox.triggers.Act) -> Json:
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


def _response_url(slack: Slack, act: sandbox.triggers.Act, original: str | None = None) -> str:
    secret = slack.triggers.url(act, slack.clock.now(), original)
    return f"{slack.address}/response/{secret}"


def _where(channel: sandbox.workspace.Channel) -> Json:
    return {"id": channel.id, "name": CHANNEL_NAMES.get(channel.kind, channel.name)}


# -- the answer to an act


def _seconds(body: Json) -> float:
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


async def _delivered(
    slack: Slack, act: sandbox.triggers.Act, kind: str, payload: Json, *, answerable: bool
) -> sandbox.sockets.Delivery:
    """Send it, with the act open for what comes by `views.*` in the meantime."""
    slack.acts.append(act)
    try:
        return await slack.transport.deliver(kind, payload, answerable=answerable)
    finally:
        slack.acts.remove(act)


async def _aftermath(slack: Slack, act: sandbox.triggers.Act, seconds: float) -> None:
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


# -- commands


def _unknown_command(slack: Slack, member: sandbox.workspace.Member, command: str) -> Json:
    told = f"{command} is not a valid command."
    entry = slack.journal.add("refused", what="command", user=member.id, command=command, error=told)
    return result(None, error=told, n=entry["n"])


async def command(slack: Slack, body: Json) -> Json:
    """`{user, channel, command, text}`: what somebody typed in a channel."""
    member = person(slack, body.get("user"))
    channel = place(slack, member.id, body.get("channel"))
    name, text, seconds = str(body.get("command")), str(body.get("text") or ""), _seconds(body)
    declared = next((one for one in slack.workspace.app.commands if one["command"] == name), None)
    if declared is None:
        return _unknown_command(slack, member, name)
    rewrite = sandbox.mentions.escaped if declared.get("should_escape") else sandbox.mentions.plain
    act = sandbox.triggers.Act(member.id, channel.id)
    payload = {
        "token": "sandbox",
        "team_id": slack.workspace.team["id"],
        "team_domain": slack.workspace.team["domain"],
        "channel_id": channel.id,
        "channel_name": _where(channel)["name"],
        "user_id": member.id,
        "user_name": member.name,
        "command": name,
        "text": rewrite(slack.workspace, text.strip()) if text else "",
        "api_app_id": slack.workspace.app.id,
        "is_enterprise_install": "false",
        "response_url": _response_url(slack, act),
        "trigger_id": slack.triggers.trigger(act),
    }
    delivery = await _delivered(slack, act, "slash_commands", payload, answerable=True)
    error = _acknowledged(slack, act, delivery)
    if delivery.acked and not error:
        await _aftermath(slack, act, seconds)
    return result(delivery, act, **({"error": error} if error else {}))


def _acknowledged(slack: Slack, act: sandbox.triggers.Act, delivery: sandbox.sockets.Delivery) -> str | None:
    """The body of a command's acknowledgement is a reply; an error if Slack would not take it."""
    if not delivery.body.get("text") and not delivery.body.get("blocks"):
        return None
    try:
        reply(slack, act, delivery.body)
    except sandbox.errors.RefusedError as error:
        slack.journal.add("refused", what="acknowledgement", error=error.code, answer=error.answer)
        return error.code
    return None


# -- replies by acknowledgement or response_url


def reply(slack: Slack, act: sandbox.triggers.Act, body: Json, original: str | None = None) -> str:
    """Post, replace or delete what a reply says; the answer is the ts of the message that it is about."""
    if act.channel is None:
        raise sandbox.errors.RefusedError("invalid_url", status=404)
    channel = slack.workspace.channels[act.channel]
    message = channel.messages.get(original) if original else None
    if body.get("delete_original"):
        if message is not None:
            del channel.messages[message.ts]
        act.respond("", [])
        return original or ""
    fields = sandbox.messages.content(body)
    if not (fields["text"] or fields["blocks"] or fields["attachments"]):
        raise sandbox.errors.RefusedError("no_text")
    if body.get("replace_original") and message is not None:
        sandbox.messages.edit(slack, message, fields)
    else:
        message = _new_reply(slack, act, channel, body, fields)
    act.respond(message.text, message.blocks)
    return message.ts


def _new_reply(
    slack: Slack, act: sandbox.triggers.Act, channel: sandbox.workspace.Channel, body: Json, fields: Json
) -> sandbox.workspace.Message:
    private = body.get("response_type") != "in_channel"
    return sandbox.messages.store(
        slack,
        channel,
        user=slack.workspace.app.bot_user,
        bot=True,
        ephemeral_to=act.user if private else None,
        thread_ts=body.get("thread_ts"),
        **fields,
    )


def respond(slack: Slack, secret: str, body: Json) -> Json:
    """One use of a response URL."""
    url = slack.triggers.use(secret, slack.clock.now())
    ts = reply(slack, url.act, body, url.original)
    url.original = url.original or ts
    return {"ok": True}


# -- buttons, menus and inputs


def _message_with(
    member: sandbox.workspace.Member, channel: sandbox.workspace.Channel, body: Json
) -> tuple[sandbox.workspace.Message, sandbox.inputs.Control]:
    """The latest message there that the person sees and that holds the control, or the one that is named."""
    ts, wanted = body.get("ts"), (body.get("label"), body.get("action_id"), body.get("value"))
    for message in reversed(list(channel.messages.values())):
        seen = message.ephemeral_to in (None, member.id) and ts in (None, message.ts)
        control = sandbox.inputs.find(message.blocks, *wanted) if seen else None
        if control is not None:
            return message, control
    raise sandbox.errors.WrongError(f"No message in {channel.id} holds {_sought(body)}" + (f" at {ts}." if ts else "."))


def _sought(body: Json) -> str:
    return repr(body.get("label") or body.get("action_id"))


def _chosen(control: sandbox.inputs.Control, body: Json) -> object:
    """The value that was sent; the label itself where it names an option."""
    value = body.get("value")
    if value is None and control.element["type"] in ("overflow", "checkboxes", "radio_buttons"):
        return body.get("label")
    return value


async def action(slack: Slack, body: Json) -> Json:
    """`{user, channel|"dm"|"home"|"modal", ts?, label|action_id, value?}`: press or choose something."""
    member = person(slack, body.get("user"))
    if not (body.get("label") or body.get("action_id")):
        raise sandbox.errors.WrongError('Send the visible "label" of what is pressed, or its "action_id".')
    where, seconds = body.get("channel"), _seconds(body)
    payload_of = _view_action if where in ("home", "modal") else _message_action
    act = sandbox.triggers.Act(member.id)
    payload = payload_of(slack, member, act, body)
    delivery = await _delivered(slack, act, "interactive", payload, answerable=False)
    if delivery.acked:
        await _aftermath(slack, act, seconds)
    return result(delivery, act)


def _message_action(slack: Slack, member: sandbox.workspace.Member, act: sandbox.triggers.Act, body: Json) -> Json:
    channel = place(slack, member.id, body.get("channel"))
    message, control = _message_with(member, channel, body)
    act.channel = channel.id
    private = message.ephemeral_to is not None
    pressed = sandbox.inputs.action(control, _chosen(control, body), slack.clock.now())
    container: Json = {"type": "message", "message_ts": message.ts, "channel_id": channel.id, "is_ephemeral": private}
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    touched = _touched(control, pressed)
    payload = _basics(slack, member, act) | {
        "type": "block_actions",
        "container": container,
        "channel": _where(channel),
        "state": {"values": sandbox.inputs.values(message.blocks, touched)},
        "response_url": _response_url(slack, act, message.ts),
        "actions": [pressed],
    }
    return payload | ({} if private else {"message": sandbox.messages.payload(slack, message)})


def _touched(control: sandbox.inputs.Control, pressed: Json) -> dict[str, Json]:
    kind = sandbox.inputs.KINDS.get(control.element["type"])
    if kind is None:
        return {}
    entry = {"type": pressed["type"], kind.key: pressed.get(kind.key)}
    return {pressed["block_id"]: {pressed["action_id"]: entry}}


def top(slack: Slack, user: str, where: str = "modal") -> sandbox.workspace.View:
    """The view that is on the person's screen."""
    stack = sandbox.views.stack(slack, user)
    view = slack.workspace.homes.get(user) if where == "home" else (stack[-1] if stack else None)
    if view is None:
        raise sandbox.errors.WrongError(f"{user} has no {where} open.")
    return view


def _view_action(slack: Slack, member: sandbox.workspace.Member, act: sandbox.triggers.Act, body: Json) -> Json:
    view = top(slack, member.id, str(body["channel"]))
    wanted = (body.get("label"), body.get("action_id"), body.get("value"))
    control = sandbox.inputs.find(view.body["blocks"], *wanted)
    if control is None:
        raise sandbox.errors.WrongError(f"The {body['channel']} of {member.id} holds no {_sought(body)}.")
    pressed = sandbox.inputs.action(control, _chosen(control, body), slack.clock.now())
    for block, entry in _touched(control, pressed).items():
        view.values.setdefault(block, {}).update(entry)
    values = sandbox.inputs.values(view.body["blocks"], view.values)
    return _basics(slack, member, act) | {
        "type": "block_actions",
        "container": {"type": "view", "view_id": view.id},
        "view": sandbox.views.shape(slack, view, values),
        "actions": [pressed],
    }


# -- forms


def _control_for(view: sandbox.workspace.View, name: str) -> sandbox.inputs.Control:
    controls = [
        one for one in sandbox.inputs.controls(view.body["blocks"]) if one.element["type"] in sandbox.inputs.KINDS
    ]
    for control in controls:
        if name in (control.block["block_id"], control.element["action_id"], words_of(control)):
            return control
    known = ", ".join(repr(words_of(one) or one.block["block_id"]) for one in controls)
    raise sandbox.errors.WrongError(f"The form has no input {name!r}; it has {known or 'none'}.")


def words_of(control: sandbox.inputs.Control) -> str:
    return sandbox.inputs.words(control.block.get("label")) or control.name


def _filled(view: sandbox.workspace.View, values: object) -> Json:
    if not isinstance(values, dict):
        raise sandbox.errors.WrongError('"values" is an object such as {"Title": "Lamp", "From": "2026-03-02"}.')
    for name, value in values.items():
        control = _control_for(view, name)
        entry = sandbox.inputs.state(control.element, value)
        view.values.setdefault(control.block["block_id"], {})[control.element["action_id"]] = entry or {}
    return sandbox.inputs.values(view.body["blocks"], view.values)


async def submit(slack: Slack, body: Json) -> Json:
    """`{user, values}`: fill in the form on top and send it."""
    member = person(slack, body.get("user"))
    view, seconds = top(slack, member.id), _seconds(body)
    filled = _filled(view, body.get("values", {}))
    if not view.body.get("submit"):
        raise sandbox.errors.WrongError("The modal on top has no submit button.")
    errors = sandbox.inputs.complaints(view.body["blocks"], filled)
    if errors:
        entry = slack.journal.add("refused", what="submit", user=member.id, errors=errors)
        return result(None, errors=errors, n=entry["n"])
    act = sandbox.triggers.Act(member.id)
    payload = _basics(slack, member, act) | {
        "type": "view_submission",
        "view": sandbox.views.shape(slack, view, filled),
        "response_urls": [],
    }
    delivery = await _delivered(slack, act, "interactive", payload, answerable=True)
    if not delivery.acked:
        return result(delivery, act)
    outcome = _submitted(slack, view, act, delivery.body)
    if not delivery.body:
        await _aftermath(slack, act, seconds)
    return result(delivery, act, **outcome)


def _submitted(slack: Slack, view: sandbox.workspace.View, act: sandbox.triggers.Act, body: Json) -> Json:
    """What the acknowledgement of a submission does to the stack; `error` if Slack would not take it."""
    asked = body.get("response_action")
    if asked == "errors":
        return _errors(slack, view, body.get("errors"))
    stack = sandbox.views.stack(slack, view.user)
    if asked == "clear":
        stack.clear()
    elif asked in ("update", "push"):
        return _next_view(slack, view, act, body)
    elif asked is None and view in stack:
        stack.remove(view)
        if view.body.get("clear_on_close"):
            stack.clear()
    return {} if asked in (None, "clear") else _refused(slack, f"unknown response_action {asked!r}")


def _refused(slack: Slack, error: str, **more: Any) -> Json:
    slack.journal.add("refused", what="acknowledgement", error=error, **more)
    return {"error": error}


def _errors(slack: Slack, view: sandbox.workspace.View, errors: object) -> Json:
    """Errors keyed by block id, shown by the visible label; one for a block that is no input is Slack's to refuse."""
    labels = {
        one["block_id"]: sandbox.inputs.words(one["label"]) for one in view.body["blocks"] if one["type"] == "input"
    }
    if not isinstance(errors, dict) or not errors or set(errors) - set(labels):
        return _refused(slack, "invalid_errors", errors=errors)
    return {"errors": {labels[block]: str(text) for block, text in errors.items()}}


def _next_view(slack: Slack, view: sandbox.workspace.View, act: sandbox.triggers.Act, body: Json) -> Json:
    try:
        content = sandbox.views.checked(body.get("view"), sandbox.blocks.MODAL)
        if body["response_action"] == "push":
            view = sandbox.views.add(slack, view.user, content)
        else:
            sandbox.views.fill(view, content)
    except sandbox.errors.RefusedError as error:
        return _refused(slack, error.code, answer=error.answer)
    act.show(sandbox.views.shape(slack, view))
    return {}


async def close(slack: Slack, body: Json) -> Json:
    """`{user}`: leave the modal on top; the app hears of it only if it asked to."""
    member = person(slack, body.get("user"))
    view = top(slack, member.id)
    stack = sandbox.views.stack(slack, member.id)
    cleared = bool(body.get("all"))
    if cleared:
        stack.clear()
    else:
        stack.pop()
    if not view.body.get("notify_on_close"):
        entry = slack.journal.add("event", type="view_closed", declared=False, user=member.id, event={"view": view.id})
        return result(None, n=entry["n"])
    act = sandbox.triggers.Act(member.id)
    values = sandbox.inputs.values(view.body["blocks"], view.values)
    payload = _basics(slack, member, act) | {
        "type": "view_closed",
        "view": sandbox.views.shape(slack, view, values),
        "is_cleared": cleared,
    }
    del payload["trigger_id"]
    return result(await _delivered(slack, act, "interactive", payload, answerable=False), act)


# -- shortcuts


async def shortcut(slack: Slack, body: Json) -> Json:
    """`{user, channel, ts, label}`: one of a message's shortcuts; without ts a global one."""
    member = person(slack, body.get("user"))
    of, seconds = "message" if body.get("ts") else "global", _seconds(body)
    declared = next(
        (one for one in slack.workspace.app.shortcuts if one["name"] == body.get("label") and one["type"] == of), None
    )
    if declared is None:
        known = ", ".join(repr(one["name"]) for one in slack.workspace.app.shortcuts if one["type"] == of)
        raise sandbox.errors.WrongError(f"There is no {of} shortcut {body.get('label')!r}; there is {known or 'none'}.")
    act = sandbox.triggers.Act(member.id)
    payload = _basics(slack, member, act) | {
        "type": "message_action" if of == "message" else "shortcut",
        "callback_id": declared["callback_id"],
        "action_ts": f"{slack.clock.now():.6f}",
    }
    if of == "message":
        payload |= _on_message(slack, member, act, body)
    delivery = await _delivered(slack, act, "interactive", payload, answerable=False)
    if delivery.acked:
        await _aftermath(slack, act, seconds)
    return result(delivery, act)


def _on_message(slack: Slack, member: sandbox.workspace.Member, act: sandbox.triggers.Act, body: Json) -> Json:
    channel = place(slack, member.id, body.get("channel"))
    message = _message(channel, body.get("ts"))
    act.channel = channel.id
    return {
        "channel": _where(channel),
        "message_ts": message.ts,
        "message": sandbox.messages.payload(slack, message),
        "response_url": _response_url(slack, act),
    }


def _message(channel: sandbox.workspace.Channel, ts: object) -> sandbox.workspace.Message:
    found = channel.messages.get(str(ts))
    if found is None or found.ephemeral_to is not None:
        raise sandbox.errors.WrongError(f"There is no message {ts!r} in {channel.id}: send the ts of one.")
    return found


# -- what is told as an event


async def message(slack: Slack, body: Json) -> Json:
    """`{user, channel, text, thread_ts?}`: somebody writes."""
    member = person(slack, body.get("user"))
    channel = place(slack, member.id, body.get("channel"))
    text = body.get("text")
    if not isinstance(text, str) or not text:
        raise sandbox.errors.WrongError('Send the "text" that is written.')
    home = slack.workspace.app.home
    if channel.is_im and (not home.get("messages_tab_enabled") or home.get("messages_tab_read_only_enabled")):
        raise sandbox.errors.WrongError("Sending messages to this app has been turned off, by its manifest.")
    parent = _message(channel, body["thread_ts"]) if body.get("thread_ts") else None
    thread = (parent.thread_ts or parent.ts) if parent else None
    written = sandbox.mentions.tokens(slack.workspace, text)
    stored = sandbox.messages.store(slack, channel, user=member.id, text=written, thread_ts=thread)
    name, event = sandbox.events.message_event(slack, channel, stored)
    if not sandbox.events.heard(slack, channel):
        entry = slack.journal.add("event", type=name, declared=False, event=event)
        return result(None, n=entry["n"], ts=stored.ts)
    return result(await sandbox.events.tell(slack, name, event), ts=stored.ts)


async def react(slack: Slack, body: Json) -> Json:
    """`{user, channel, ts, name}`: a reaction; the same again takes it away."""
    member = person(slack, body.get("user"))
    channel = place(slack, member.id, body.get("channel"))
    target, name = _message(channel, body.get("ts")), str(body.get("name") or "").strip(":")
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
    return result(await sandbox.events.tell(slack, kind, event))


async def home(slack: Slack, body: Json) -> Json:
    """`{user}`: open the app's Home tab."""
    member = person(slack, body.get("user"))
    seconds = _seconds(body)
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
        await _aftermath(slack, act, seconds)
    return result(delivery, act)
