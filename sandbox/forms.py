"""Modals: filling them in, sending them, and leaving them."""

from __future__ import annotations

from typing import Any

import sandbox.acts
import sandbox.blocks
import sandbox.errors
import sandbox.inputs
import sandbox.slack
import sandbox.triggers
import sandbox.views
import sandbox.workspace

Json = dict[str, Any]
Slack = sandbox.slack.Slack


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
    member = sandbox.acts.person(slack, body.get("user"))
    view, seconds = sandbox.acts.top(slack, member.id), sandbox.acts.patience(body)
    filled = _filled(view, body.get("values", {}))
    if not view.body.get("submit"):
        raise sandbox.errors.WrongError("The modal on top has no submit button.")
    errors = sandbox.inputs.complaints(view.body["blocks"], filled)
    if errors:
        entry = slack.journal.add("refused", what="submit", user=member.id, errors=errors)
        return sandbox.acts.result(None, errors=errors, n=entry["n"])
    act = sandbox.triggers.Act(member.id)
    payload = sandbox.acts.basics(slack, member, act) | {
        "type": "view_submission",
        "view": sandbox.views.shape(slack, view, filled),
        "response_urls": [],
    }
    delivery = await sandbox.acts.delivered(slack, act, "interactive", payload, answerable=True)
    if not delivery.acked:
        return sandbox.acts.result(delivery, act)
    outcome = _submitted(slack, view, act, delivery.body)
    if not delivery.body:
        await sandbox.acts.aftermath(slack, act, seconds)
    return sandbox.acts.result(delivery, act, **outcome)


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
    member = sandbox.acts.person(slack, body.get("user"))
    view = sandbox.acts.top(slack, member.id)
    stack = sandbox.views.stack(slack, member.id)
    cleared = bool(body.get("all"))
    if cleared:
        stack.clear()
    else:
        stack.pop()
    if not view.body.get("notify_on_close"):
        entry = slack.journal.add("event", type="view_closed", declared=False, user=member.id, event={"view": view.id})
        return sandbox.acts.result(None, n=entry["n"])
    act = sandbox.triggers.Act(member.id)
    values = sandbox.inputs.values(view.body["blocks"], view.values)
    payload = sandbox.acts.basics(slack, member, act) | {
        "type": "view_closed",
        "view": sandbox.views.shape(slack, view, values),
        "is_cleared": cleared,
    }
    del payload["trigger_id"]
    return sandbox.acts.result(await sandbox.acts.delivered(slack, act, "interactive", payload, answerable=False), act)
