"""`usergroups.*`: groups of members with a handle, which a paid plan has; an update replaces the whole list."""

from __future__ import annotations

import re
from typing import Any

import sandbox.errors
import sandbox.slack
import sandbox.workspace

Json = dict[str, Any]
Group = sandbox.workspace.UserGroup

HANDLE = re.compile(r"[a-z0-9][a-z0-9._-]{0,20}")
RESERVED = {"channel", "everyone", "here"}
MOST_DESCRIPTION = 140


def _allowed(slack: sandbox.slack.Slack) -> None:
    """Whether the plan has groups at all."""
    if slack.workspace.plan == "free":
        raise sandbox.errors.RefusedError("plan_upgrade_required")


def _allowed_to_change(slack: sandbox.slack.Slack) -> None:
    """Whether an app may change them, which some workspaces leave to their owners."""
    _allowed(slack)
    if slack.workspace.usergroup_editors != "everyone":
        raise sandbox.errors.RefusedError("permission_denied")


def _known(slack: sandbox.slack.Slack, args: Json, code: str) -> Group:
    group = slack.workspace.usergroups.get(str(args["usergroup"]))
    if group is None:
        raise sandbox.errors.RefusedError(code)
    return group


def shape(slack: sandbox.slack.Slack, group: Group, args: Json, *, users: bool) -> Json:
    bot = slack.workspace.app.bot_user
    shown: Json = {
        "id": group.id,
        "team_id": slack.workspace.team["id"],
        "is_usergroup": True,
        "is_subteam": True,
        "name": group.name,
        "description": group.description,
        "handle": group.handle,
        "is_external": False,
        "date_create": group.created,
        "date_update": group.updated,
        "date_delete": max(1, group.updated) if group.disabled else 0,
        "auto_type": None,
        "created_by": bot,
        "updated_by": bot,
        "deleted_by": None,
        "prefs": {"channels": [], "groups": []},
    }
    if users:
        shown["users"] = list(group.users)
    if users or args.get("include_count"):
        shown["user_count"] = len(group.users)
    return shown


# -- reading


def list_(slack: sandbox.slack.Slack, args: Json) -> Json:
    _allowed(slack)
    groups = [one for one in slack.workspace.usergroups.values() if args.get("include_disabled") or not one.disabled]
    users = bool(args.get("include_users"))
    return {"usergroups": [shape(slack, one, args, users=users) for one in groups]}


def users_list(slack: sandbox.slack.Slack, args: Json) -> Json:
    """A disabled group is not there unless it is asked for."""
    _allowed(slack)
    group = _known(slack, args, "no_such_subteam")
    if group.disabled and not args.get("include_disabled"):
        raise sandbox.errors.RefusedError("no_such_subteam")
    return {"users": list(group.users)}


# -- changing


def create(slack: sandbox.slack.Slack, args: Json) -> Json:
    """A group without members yet; a disabled one keeps its handle and its name."""
    _allowed_to_change(slack)
    workspace, name = slack.workspace, str(args["name"]).strip()
    if not name:
        raise sandbox.errors.RefusedError("missing_subteam_name")
    if len(str(args.get("description", ""))) > MOST_DESCRIPTION:
        raise sandbox.errors.RefusedError("description_too_long")
    if any(one.name.casefold() == name.casefold() for one in workspace.usergroups.values()):
        raise sandbox.errors.RefusedError("name_already_exists")
    handle = _free_handle(workspace, str(args.get("handle") or name.casefold().replace(" ", "-")))
    now = int(slack.clock.now())
    ident, description = sandbox.workspace.new_id("S"), str(args.get("description", ""))
    group = Group(ident, handle, name, description=description, created=now, updated=now)
    workspace.usergroups[group.id] = group
    return {"usergroup": shape(slack, group, args, users=True)}


def _free_handle(workspace: sandbox.workspace.Workspace, handle: str) -> str:
    if handle in RESERVED:
        raise sandbox.errors.RefusedError("forbidden_handle")
    if not HANDLE.fullmatch(handle):
        raise sandbox.errors.RefusedError("bad_handle")
    taken = {one.handle for one in workspace.usergroups.values()} | {one.name for one in workspace.members.values()}
    if handle in taken | {one.name for one in workspace.channels.values()}:
        raise sandbox.errors.RefusedError("handle_already_exists")
    return handle


def enable(slack: sandbox.slack.Slack, args: Json) -> Json:
    _allowed_to_change(slack)
    group = _known(slack, args, "invalid_arguments")
    group.disabled = False
    return _changed(slack, group, args)


def users_update(slack: sandbox.slack.Slack, args: Json) -> Json:
    """These members and no others."""
    _allowed_to_change(slack)
    group = _known(slack, args, "invalid_arguments")
    users = [one.strip() for one in str(args["users"]).split(",") if one.strip()]
    if not users:
        raise sandbox.errors.RefusedError("no_users_provided")
    found = [slack.workspace.members.get(one) for one in users]
    if any(member is None or member.deleted for member in found):
        raise sandbox.errors.RefusedError("invalid_users")
    group.users = list(dict.fromkeys(users))
    return _changed(slack, group, args)


def _changed(slack: sandbox.slack.Slack, group: Group, args: Json) -> Json:
    group.updated = int(slack.clock.now())
    return {"usergroup": shape(slack, group, args, users=True)}
