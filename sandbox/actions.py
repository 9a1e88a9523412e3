"""Buttons, menus and inputs that act at once, and shortcuts."""

from __future__ import annotations

from typing import Any

import sandbox.acts
import sandbox.errors
import sandbox.inputs
import sandbox.messages
import sandbox.slack
import sandbox.triggers
import sandbox.views
import sandbox.workspace

Json = dict[str, Any]
Slack = sandbox.slack.Slack


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


def _acting(control: sandbox.inputs.Control) -> sandbox.inputs.Control:
    """What acts at once: an input does so only where its block says so."""
    if control.block["type"] == "input" and not control.block.get("dispatch_action"):
        raise sandbox.errors.WrongError(f"{control.name!r} acts only with its form: submit it, or set dispatch_action.")
    return control


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
    member = sandbox.acts.person(slack, body.get("user"))
    if not (body.get("label") or body.get("action_id")):
        raise sandbox.errors.WrongError('Send the visible "label" of what is pressed, or its "action_id".')
    where, seconds = body.get("channel"), sandbox.acts.patience(body)
    payload_of = _view_action if where in ("home", "modal") else _message_action
    act = sandbox.triggers.Act(member.id)
    payload = payload_of(slack, member, act, body)
    delivery = await sandbox.acts.delivered(slack, act, "interactive", payload, answerable=False)
    if delivery.acked:
        await sandbox.acts.aftermath(slack, act, seconds)
    return sandbox.acts.result(delivery, act)


def _message_action(slack: Slack, member: sandbox.workspace.Member, act: sandbox.triggers.Act, body: Json) -> Json:
    channel = sandbox.acts.place(slack, member.id, body.get("channel"))
    message, control = _message_with(member, channel, body)
    act.channel = channel.id
    private = message.ephemeral_to is not None
    pressed = sandbox.inputs.action(_acting(control), _chosen(control, body), slack.clock.now())
    container: Json = {"type": "message", "message_ts": message.ts, "channel_id": channel.id, "is_ephemeral": private}
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    touched = _touched(control, pressed)
    payload = sandbox.acts.basics(slack, member, act) | {
        "type": "block_actions",
        "container": container,
        "channel": sandbox.acts.where(channel),
        "state": {"values": sandbox.inputs.values(message.blocks, touched)},
        "response_url": sandbox.acts.response_url(slack, act, message.ts),
        "actions": [pressed],
    }
    return payload | ({} if private else {"message": sandbox.messages.with_thread(slack, channel, message)})


def _touched(control: sandbox.inputs.Control, pressed: Json) -> dict[str, Json]:
    kind = sandbox.inputs.KINDS.get(control.element["type"])
    if kind is None:
        return {}
    entry = {"type": pressed["type"], kind.key: pressed.get(kind.key)}
    return {pressed["block_id"]: {pressed["action_id"]: entry}}


def _view_action(slack: Slack, member: sandbox.workspace.Member, act: sandbox.triggers.Act, body: Json) -> Json:
    view = sandbox.acts.top(slack, member.id, str(body["channel"]))
    wanted = (body.get("label"), body.get("action_id"), body.get("value"))
    control = sandbox.inputs.find(view.body["blocks"], *wanted)
    if control is None:
        raise sandbox.errors.WrongError(f"The {body['channel']} of {member.id} holds no {_sought(body)}.")
    pressed = sandbox.inputs.action(_acting(control), _chosen(control, body), slack.clock.now())
    for block, entry in _touched(control, pressed).items():
        view.values.setdefault(block, {}).update(entry)
    values = sandbox.inputs.values(view.body["blocks"], view.values)
    return sandbox.acts.basics(slack, member, act) | {
        "type": "block_actions",
        "container": {"type": "view", "view_id": view.id},
        "view": sandbox.views.shape(slack, view, values),
        "actions": [pressed],
    }


async def shortcut(slack: Slack, body: Json) -> Json:
    """`{user, channel, ts, label}`: one of a message's shortcuts; without ts a global one."""
    member = sandbox.acts.person(slack, body.get("user"))
    of, seconds = "message" if body.get("ts") else "global", sandbox.acts.patience(body)
    declared = next(
        (one for one in slack.workspace.app.shortcuts if one["name"] == body.get("label") and one["type"] == of), None
    )
    if declared is None:
        known = ", ".join(repr(one["name"]) for one in slack.workspace.app.shortcuts if one["type"] == of)
        raise sandbox.errors.WrongError(f"There is no {of} shortcut {body.get('label')!r}; there is {known or 'none'}.")
    act = sandbox.triggers.Act(member.id)
    payload = sandbox.acts.basics(slack, member, act) | {
        "type": "message_action" if of == "message" else "shortcut",
        "callback_id": declared["callback_id"],
        "action_ts": f"{slack.clock.now():.6f}",
    }
    if of == "message":
        payload |= _on_message(slack, member, act, body)
    delivery = await sandbox.acts.delivered(slack, act, "interactive", payload, answerable=False)
    if delivery.acked:
        await sandbox.acts.aftermath(slack, act, seconds)
    return sandbox.acts.result(delivery, act)


def _on_message(slack: Slack, member: sandbox.workspace.Member, act: sandbox.triggers.Act, body: Json) -> Json:
    channel = sandbox.acts.place(slack, member.id, body.get("channel"))
    message = sandbox.acts.message_at(channel, body.get("ts"))
    act.channel = channel.id
    return {
        "channel": sandbox.acts.where(channel),
        "message_ts": message.ts,
        "message": sandbox.messages.with_thread(slack, channel, message),
        "response_url": sandbox.acts.response_url(slack, act),
    }
