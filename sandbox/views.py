"""`views.*`: modals in a stack of three, and App Homes."""

from __future__ import annotations

import secrets
from typing import Any

import sandbox.blocks
import sandbox.errors
import sandbox.messages
import sandbox.slack
import sandbox.workspace

Json = dict[str, Any]

DEEPEST = 3


def checked(view: object, where: str) -> Json:
    """A view that Slack would take, with an id for every block."""
    complaints = sandbox.blocks.check_view(view, where)
    if complaints:
        raise sandbox.messages.refused_blocks(complaints)
    body: Json = dict(view) if isinstance(view, dict) else {}
    if sandbox.blocks.too_large(body):
        raise sandbox.errors.RefusedError("view_too_large")
    return body | {"blocks": sandbox.blocks.identified(body["blocks"])}


def fill(view: sandbox.workspace.View, body: Json) -> None:
    """Put new content into a view; what was filled in stays where the same block and element are still there."""
    view.body = body
    view.hash = f"{secrets.randbelow(10**10)}.{secrets.token_hex(4)}"
    kept = {
        (block["block_id"], element["action_id"])
        for block in body["blocks"]
        for _, element in sandbox.blocks.elements(block)
        if "action_id" in element
    }
    view.values = {
        block: {action: value for action, value in actions.items() if (block, action) in kept}
        for block, actions in view.values.items()
        if any((block, action) in kept for action in actions)
    }


def shape(slack: sandbox.slack.Slack, view: sandbox.workspace.View, values: Json | None = None) -> Json:
    """A view as Slack answers it, and as it stands in payloads."""
    app, body = slack.workspace.app, view.body
    return {
        "id": view.id,
        "team_id": slack.workspace.team["id"],
        "type": body["type"],
        "blocks": body["blocks"],
        "private_metadata": body.get("private_metadata") or "",
        "callback_id": body.get("callback_id") or "",
        "external_id": body.get("external_id") or "",
        "state": {"values": view.values if values is None else values},
        "hash": view.hash,
        "title": body.get("title"),
        "submit": body.get("submit"),
        "close": body.get("close"),
        "clear_on_close": bool(body.get("clear_on_close")),
        "notify_on_close": bool(body.get("notify_on_close")),
        "previous_view_id": view.previous,
        "root_view_id": view.root,
        "app_id": app.id,
        "bot_id": app.bot_id,
        "app_installed_team_id": slack.workspace.team["id"],
    }


def stack(slack: sandbox.slack.Slack, user: str) -> list[sandbox.workspace.View]:
    return slack.workspace.stacks.setdefault(user, [])


def add(slack: sandbox.slack.Slack, user: str, body: Json) -> sandbox.workspace.View:
    """One more modal on top of a person's stack."""
    views = stack(slack, user)
    if len(views) >= DEEPEST:
        raise sandbox.errors.RefusedError("push_limit_reached")
    external = body.get("external_id")
    if external and any(one.body.get("external_id") == external for one in views):
        raise sandbox.errors.RefusedError("duplicate_external_id")
    ident = sandbox.workspace.new_id("V")
    root, previous = (views[0].id, views[-1].id) if views else (ident, None)
    view = sandbox.workspace.View(ident, user, {}, root, previous)
    fill(view, body)
    views.append(view)
    return view


def _shown(slack: sandbox.slack.Slack, view: sandbox.workspace.View) -> Json:
    answer = shape(slack, view)
    slack.show(view.user, answer)
    return {"view": answer}


def open_(slack: sandbox.slack.Slack, args: Json) -> Json:
    """A new modal, in place of what was open."""
    body = checked(args["view"], sandbox.blocks.MODAL)
    act = slack.triggers.exchange(args.get("trigger_id"))
    stack(slack, act.user).clear()
    return _shown(slack, add(slack, act.user, body))


def push(slack: sandbox.slack.Slack, args: Json) -> Json:
    body = checked(args["view"], sandbox.blocks.MODAL)
    act = slack.triggers.exchange(args.get("trigger_id"))
    if not stack(slack, act.user):
        raise sandbox.errors.RefusedError("not_found")
    return _shown(slack, add(slack, act.user, body))


def _find(slack: sandbox.slack.Slack, args: Json) -> sandbox.workspace.View:
    ident, external = args.get("view_id"), args.get("external_id")
    for views in slack.workspace.stacks.values():
        for view in views:
            if view.id == ident or (external and view.body.get("external_id") == external):
                return view
    raise sandbox.errors.RefusedError("not_found")


def _unchanged(view: sandbox.workspace.View | None, args: Json) -> None:
    if args.get("hash") and view is not None and args["hash"] != view.hash:
        raise sandbox.errors.RefusedError("hash_conflict")


def update(slack: sandbox.slack.Slack, args: Json) -> Json:
    body = checked(args["view"], sandbox.blocks.MODAL)
    view = _find(slack, args)
    _unchanged(view, args)
    fill(view, body)
    return _shown(slack, view)


def publish(slack: sandbox.slack.Slack, args: Json) -> Json:
    """A person's App Home."""
    if not slack.workspace.app.home.get("home_tab_enabled"):
        raise sandbox.errors.RefusedError("not_enabled")
    user = str(args["user_id"])
    if user not in slack.workspace.members:
        raise sandbox.errors.RefusedError("invalid_arguments")
    body = checked(args["view"], sandbox.blocks.HOME)
    view = slack.workspace.homes.get(user)
    _unchanged(view, args)
    if view is None:
        ident = sandbox.workspace.new_id("V")
        view = slack.workspace.homes[user] = sandbox.workspace.View(ident, user, {}, ident)
    fill(view, body)
    return _shown(slack, view)
