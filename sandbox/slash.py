"""Slash commands: what somebody types, and the acknowledgement that answers it."""

from __future__ import annotations

from typing import Any

import sandbox.acts
import sandbox.errors
import sandbox.mentions
import sandbox.replies
import sandbox.slack
import sandbox.sockets
import sandbox.triggers
import sandbox.workspace

Json = dict[str, Any]
Slack = sandbox.slack.Slack


def _unknown_command(slack: Slack, member: sandbox.workspace.Member, command: str) -> Json:
    told = f"{command} is not a valid command."
    entry = slack.journal.add("refused", what="command", user=member.id, command=command, error=told)
    return sandbox.acts.result(None, error=told, n=entry["n"])


async def command(slack: Slack, body: Json) -> Json:
    """`{user, channel, command, text}`: what somebody typed in a channel."""
    member = sandbox.acts.person(slack, body.get("user"))
    channel = sandbox.acts.place(slack, member.id, body.get("channel"))
    name, text, seconds = str(body.get("command")), str(body.get("text") or ""), sandbox.acts.patience(body)
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
        "channel_name": sandbox.acts.where(channel)["name"],
        "user_id": member.id,
        "user_name": member.name,
        "command": name,
        "text": rewrite(slack.workspace, text.strip()) if text else "",
        "api_app_id": slack.workspace.app.id,
        "is_enterprise_install": "false",
        "response_url": sandbox.acts.response_url(slack, act),
        "trigger_id": slack.triggers.trigger(act),
    }
    delivery = await sandbox.acts.delivered(slack, act, "slash_commands", payload, answerable=True)
    error = _acknowledged(slack, act, delivery)
    if delivery.acked and not error:
        await sandbox.acts.aftermath(slack, act, seconds)
    return sandbox.acts.result(delivery, act, **({"error": error} if error else {}))


def _acknowledged(slack: Slack, act: sandbox.triggers.Act, delivery: sandbox.sockets.Delivery) -> str | None:
    """The body of a command's acknowledgement is a reply; an error if Slack would not take it."""
    if not delivery.body.get("text") and not delivery.body.get("blocks"):
        return None
    try:
        sandbox.replies.reply(slack, act, delivery.body)
    except sandbox.errors.RefusedError as error:
        slack.journal.add("refused", what="acknowledgement", error=error.code, answer=error.answer)
        return error.code
    return None
