"""What the app says to one act: by the body of an acknowledgement, or by its `response_url`."""

from __future__ import annotations

from typing import Any

import sandbox.errors
import sandbox.events
import sandbox.messages
import sandbox.slack
import sandbox.triggers
import sandbox.workspace

Json = dict[str, Any]
Slack = sandbox.slack.Slack


def reply(slack: Slack, act: sandbox.triggers.Act, body: Json, original: str | None = None) -> str:
    """Post, replace or delete what a reply says; the answer is the ts of the message that it is about."""
    if act.channel is None:
        raise sandbox.errors.RefusedError("invalid_url", status=404)
    channel = slack.workspace.channels[act.channel]
    message = channel.messages.get(original) if original else None
    if body.get("delete_original"):
        if message is not None:
            _remove(slack, channel, message)
        act.respond("", [])
        return original or ""
    fields = sandbox.messages.content(body)
    if not (fields["text"] or fields["blocks"] or fields["attachments"]):
        raise sandbox.errors.RefusedError("no_text")
    if body.get("replace_original") and message is not None:
        _replace(slack, channel, message, fields)
    else:
        message = _new_reply(slack, act, channel, body, fields)
    act.respond(message.text, message.blocks)
    return message.ts


def _tell(slack: Slack, channel: sandbox.workspace.Channel, message: sandbox.workspace.Message, event: Json) -> None:
    """What stands in the channel for all is heard by the app that hears messages."""
    if message.ephemeral_to is None:
        sandbox.events.tell_own(slack, channel, event)


def _remove(slack: Slack, channel: sandbox.workspace.Channel, message: sandbox.workspace.Message) -> None:
    channel.remove(message)
    before = sandbox.messages.payload(slack, message)
    _tell(slack, channel, message, sandbox.events.deleted_event(slack, channel, before))


def _replace(
    slack: Slack, channel: sandbox.workspace.Channel, message: sandbox.workspace.Message, fields: Json
) -> None:
    before = sandbox.messages.payload(slack, message)
    sandbox.messages.edit(slack, message, fields)
    _tell(slack, channel, message, sandbox.events.changed_event(slack, channel, message, before))


def _new_reply(
    slack: Slack, act: sandbox.triggers.Act, channel: sandbox.workspace.Channel, body: Json, fields: Json
) -> sandbox.workspace.Message:
    private = body.get("response_type") != "in_channel"
    message = sandbox.messages.store(
        slack,
        channel,
        user=slack.workspace.app.bot_user,
        bot=True,
        ephemeral_to=act.user if private else None,
        thread_ts=body.get("thread_ts"),
        **fields,
    )
    _tell(slack, channel, message, sandbox.events.posted_event(slack, channel, message))
    return message


def respond(slack: Slack, secret: str, body: Json) -> Json:
    """One use of a response URL."""
    url = slack.triggers.use(secret, slack.clock.now())
    ts = reply(slack, url.act, body, url.original)
    url.original = url.original or ts
    return {"ok": True}
