"""`auth.test`, `users.info` and `users.lookupByEmail`: who the app is, and who the people are."""

from __future__ import annotations

import zoneinfo
from datetime import UTC, datetime
from typing import Any

import sandbox.errors
import sandbox.slack
import sandbox.workspace

Json = dict[str, Any]


def home(slack: sandbox.slack.Slack) -> str:
    """The workspace's address."""
    return f"https://{slack.workspace.team['domain']}.slack.com/"


def auth_test(slack: sandbox.slack.Slack, _args: Json) -> Json:
    app, team = slack.workspace.app, slack.workspace.team
    return {
        "url": home(slack),
        "team": team["name"],
        "user": slack.workspace.members[app.bot_user].name,
        "team_id": team["id"],
        "user_id": app.bot_user,
        "bot_id": app.bot_id,
        "app_id": app.id,
        "is_enterprise_install": False,
    }


def connections_open(slack: sandbox.slack.Slack, _args: Json) -> Json:
    """A Socket Mode URL, good for one handshake."""
    if not slack.workspace.app.manifest.get("settings", {}).get("socket_mode_enabled"):
        raise sandbox.errors.RefusedError("forbidden_team")
    ticket = slack.sockets.ticket()
    address = slack.address.replace("http:", "ws:", 1)
    return {"url": f"{address}/link/?ticket={ticket}&app_id={slack.workspace.app.id}"}


def _zone(slack: sandbox.slack.Slack, member: sandbox.workspace.Member) -> Json:
    moment = datetime.fromtimestamp(slack.clock.now(), UTC).astimezone(zoneinfo.ZoneInfo(member.tz))
    offset = moment.utcoffset()
    return {
        "tz": member.tz,
        "tz_label": moment.tzname() or member.tz,
        "tz_offset": int(offset.total_seconds()) if offset else 0,
    }


def shape(slack: sandbox.slack.Slack, member: sandbox.workspace.Member) -> Json:
    """A person as `users.info` and `user_change` show them."""
    profile: Json = {
        "title": member.title,
        "real_name": member.real_name,
        "real_name_normalized": member.real_name,
        "display_name": member.name,
        "display_name_normalized": member.name,
        "status_text": "",
        "status_emoji": "",
        "team": slack.workspace.team["id"],
    }
    if member.email and "users:read.email" in slack.workspace.app.scopes:
        profile["email"] = member.email
    if member.is_bot:
        profile |= {"api_app_id": slack.workspace.app.id, "bot_id": slack.workspace.app.bot_id}
    return {
        "id": member.id,
        "team_id": slack.workspace.team["id"],
        "name": member.name,
        "real_name": member.real_name,
        "deleted": member.deleted,
        "profile": profile,
        "is_admin": False,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": member.is_guest,
        "is_ultra_restricted": False,
        "is_bot": member.is_bot,
        "is_app_user": False,
        "updated": int(slack.clock.now()),
        **_zone(slack, member),
    }


def info(slack: sandbox.slack.Slack, args: Json) -> Json:
    member = slack.workspace.members.get(str(args["user"]))
    if member is None:
        raise sandbox.errors.RefusedError("user_not_found")
    shown = shape(slack, member)
    return {"user": shown | ({"locale": "en-GB"} if args.get("include_locale") else {})}


def by_email(slack: sandbox.slack.Slack, args: Json) -> Json:
    """Whoever is active and has this address; Slack does not mind capitals."""
    address = str(args["email"]).lower()
    for member in slack.workspace.members.values():
        if member.email.lower() == address and not member.deleted:
            return {"user": shape(slack, member)}
    raise sandbox.errors.RefusedError("users_not_found")
