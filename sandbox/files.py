"""Files that people share: their names and links, and never what is in them."""

from __future__ import annotations

import mimetypes
import urllib.parse
from typing import Any

import sandbox.errors
import sandbox.people
import sandbox.slack
import sandbox.workspace

Json = dict[str, Any]

MOST_FILES = 10


def shared(
    slack: sandbox.slack.Slack, channel: sandbox.workspace.Channel, member: sandbox.workspace.Member, given: object
) -> list[Json]:
    """The files of a new message, from `[{"name": "screen.png", "mimetype"?}]`, as Slack shows them.

    An app without `files:read` is shown all of this too; what it may not do is fetch `url_private`.
    """
    if not isinstance(given, list) or len(given) > MOST_FILES or not all(_right(one) for one in given):
        raise sandbox.errors.WrongError(
            f'"files" are at most {MOST_FILES} of {{"name": "screen.png"}}, with a "mimetype" if you like.'
        )
    return [_file(slack, channel, member, one) for one in given]


def _right(one: object) -> bool:
    return (
        isinstance(one, dict)
        and bool(one.get("name"))
        and not set(one) - {"name", "mimetype"}
        and all(isinstance(value, str) for value in one.values())
    )


def _file(
    slack: sandbox.slack.Slack, channel: sandbox.workspace.Channel, member: sandbox.workspace.Member, given: Json
) -> Json:
    team, ident, name = slack.workspace.team, sandbox.workspace.new_id("F"), given["name"]
    kind = given.get("mimetype") or mimetypes.guess_type(name)[0] or "application/octet-stream"
    path = urllib.parse.quote(name.lower(), safe="")
    private = f"https://files.slack.com/files-pri/{team['id']}-{ident}"
    now = int(slack.clock.now())
    return {
        "id": ident,
        "created": now,
        "timestamp": now,
        "name": name,
        "title": name,
        "mimetype": kind,
        "filetype": name.rpartition(".")[2].lower() if "." in name else "binary",
        "user": member.id,
        "user_team": team["id"],
        "editable": False,
        "size": 0,
        "mode": "hosted",
        "is_external": False,
        "is_public": channel.kind == "channels",
        "public_url_shared": False,
        "display_as_bot": False,
        "file_access": "visible",
        "url_private": f"{private}/{path}",
        "url_private_download": f"{private}/download/{path}",
        "permalink": f"{sandbox.people.home(slack)}files/{member.id}/{ident}/{path}",
    }
