"""What people filled in, chose and wrote, out of the shapes in which Slack sends it."""

import collections.abc
import dataclasses
import typing

import commands.request
import commands.threads

Body = collections.abc.Mapping[str, typing.Any]

WRITTEN = (None, "file_share", "thread_broadcast", "me_message")
"""The subtypes of a message that a person has written; others tell of joining, topics and the like."""


def filled(view: Body) -> dict[str, str]:
    """A form's values by block id, as the text that somebody could have typed; several of them line by line."""
    return {block: _value(one) for block, elements in view["state"]["values"].items() for one in elements.values()}


def pressed(action: Body) -> str:
    """The value of a button, or of what was chosen in a menu."""
    return _value(action)


def _value(element: Body) -> str:
    if element.get("selected_user"):
        return f"<@{element['selected_user']}>"
    if "selected_options" in element:
        return "\n".join(str(option["value"]) for option in element["selected_options"] or ())
    chosen = (element.get("selected_option") or {}).get("value")
    return str(chosen or element.get("selected_date") or element.get("selected_time") or element.get("value") or "")


def message(told: Body, channel: str) -> commands.request.Message:
    """A message as Slack shows it in an event or a shortcut. One that an app wrote has no author, or the app's own."""
    return commands.request.Message(
        channel=channel,
        ts=str(told["ts"]),
        author=str(told.get("user") or ""),
        text=str(told.get("text") or ""),
        thread=told.get("thread_ts"),
        files=_files(told.get("files") or ()),
        edited=str((told.get("edited") or {}).get("ts") or ""),
    )


def _files(shared: collections.abc.Iterable[Body]) -> dict[str, str]:
    return commands.request.by_name(
        (str(file.get("name") or "file"), str(file.get("permalink") or "")) for file in shared
    )


def chosen(body: Body) -> commands.request.Message:
    """The message on which a shortcut was chosen, with its link; nobody else can follow that of a direct message."""
    one = message(body["message"], str(body["channel"]["id"]))
    if one.is_direct:
        return one
    link = f"https://{body['team']['domain']}.slack.com/archives/{one.channel}/p{one.ts.replace('.', '')}"
    under = f"?thread_ts={one.thread}&cid={one.channel}" if one.thread else ""
    return dataclasses.replace(one, link=link + under)


def told(event: Body) -> commands.threads.Told | None:
    """What a `message` event tells of something that a person wrote, changed or deleted; None for anything else."""
    channel, subtype = str(event["channel"]), event.get("subtype")
    if subtype == "message_changed":
        return _told(event["message"], channel, commands.threads.Change.EDITED)
    if subtype == "message_deleted" and event.get("previous_message"):
        return _told(event["previous_message"], channel, commands.threads.Change.DELETED)
    return _told(event, channel, commands.threads.Change.WRITTEN)


def _told(body: Body, channel: str, change: commands.threads.Change) -> commands.threads.Told | None:
    if body.get("bot_id") or not body.get("user"):
        return None
    if body.get("subtype") == "tombstone":  # what is left of a deleted message that has a thread
        return commands.threads.Told(message(body, channel), commands.threads.Change.DELETED)
    if body.get("subtype") not in WRITTEN:
        return None
    return commands.threads.Told(message(body, channel), change)
