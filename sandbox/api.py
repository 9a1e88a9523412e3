"""One call of Slack's Web API, from the request to the answer, with the faults that were asked for."""

from __future__ import annotations

import asyncio
import json
import urllib.parse
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import sandbox.errors
import sandbox.faults
import sandbox.methods
import sandbox.slack
import sandbox.web

Json = dict[str, Any]
Work = Callable[..., sandbox.web.Answer]  # does what was asked; `hidden` delays by real seconds who can find it

ENCODED = ("blocks", "attachments", "view", "metadata")
FLAGS = (
    *("include_all_metadata", "include_count", "include_disabled", "include_locale", "include_num_members"),
    *("include_users", "inclusive", "reply_broadcast", "return_im"),
)
ALWAYS_ALLOWED = {"token", "team_id"}  # Bolt adds the team
FALSE = ("", "0", "false", "False", 0, False)


# -- reading a call


def arguments(request: sandbox.web.Request) -> Json:
    """The arguments of a call, from the query, a form or JSON, with what was JSON-encoded in a form decoded."""
    args: Json = dict(request.query)
    if "json" in request.headers.get("content-type", ""):
        args |= _object(request.body)
    elif request.body:
        form = urllib.parse.parse_qsl(request.body.decode("utf-8", "replace"), keep_blank_values=True)
        args |= dict(form)
    for name in ENCODED:
        if isinstance(args.get(name), str):
            args[name] = _decoded(name, args[name])
    for name in FLAGS:
        if name in args:
            args[name] = args[name] not in FALSE
    return {name: value for name, value in args.items() if value is not None}


def _object(body: bytes) -> Json:
    try:
        value = json.loads(body or b"{}")
    except ValueError:
        raise sandbox.errors.RefusedError("invalid_json") from None
    if not isinstance(value, dict):
        raise sandbox.errors.RefusedError("json_not_object")
    return value


def _decoded(name: str, text: str) -> Any:
    if not text:
        return None
    try:
        return json.loads(text)
    except ValueError:
        codes = {"blocks": "invalid_blocks_format", "metadata": "invalid_metadata_format"}
        raise sandbox.errors.RefusedError(codes.get(name, "invalid_arguments")) from None


def token(request: sandbox.web.Request, args: Json) -> str | None:
    kind, _, value = request.headers.get("authorization", "").partition(" ")
    if kind.lower() == "bearer" and value:
        return value.strip()
    return args.get("token")


# -- checking a call


def _told(error: str, *words: str) -> sandbox.errors.RefusedError:
    return sandbox.errors.RefusedError(error, response_metadata={"messages": [f"[ERROR] {one}" for one in words]})


def check_arguments(method: sandbox.methods.Method, args: Json) -> None:
    missing = [f"missing required field: {name}" for name in method.required if name not in args]
    unknown = sorted(set(args) - set(method.allowed) - ALWAYS_ALLOWED)
    if missing or unknown:
        raise _told("invalid_arguments", *missing, *(f"unsupported argument: {name}" for name in unknown))


def _needed(slack: sandbox.slack.Slack, method: sandbox.methods.Method, args: Json) -> tuple[str, ...]:
    if not isinstance(method.scopes, Mapping):
        return method.scopes
    channel = slack.workspace.channels.get(str(args.get("channel")))
    if channel is not None:
        return method.scopes[channel.kind]
    users = args.get("users")
    if users:
        several = "," in users if isinstance(users, str) else len(users) > 1
        return method.scopes["mpim" if several else "im"]
    return tuple(scope for scopes in method.scopes.values() for scope in scopes)


def check_scopes(slack: sandbox.slack.Slack, method: sandbox.methods.Method, args: Json) -> None:
    needed, provided = _needed(slack, method, args), slack.workspace.app.scopes
    if needed and not set(needed) & set(provided):
        raise sandbox.errors.RefusedError("missing_scope", needed=",".join(needed), provided=",".join(provided))


def perform(slack: sandbox.slack.Slack, method: sandbox.methods.Method, args: Json, hidden: float = 0.0) -> Json:
    """Do what the method does, after all that may speak against it."""
    wait = slack.limits.call(method.name, method.tier)
    if wait is not None:
        raise sandbox.errors.RefusedError("ratelimited", status=429, retry_after=wait)
    check_arguments(method, args)
    check_scopes(slack, method, args)
    return {"ok": True, **method.call(slack, {**args, "_hidden": hidden})}


def _admitted(
    slack: sandbox.slack.Slack, request: sandbox.web.Request, name: str, args: Json
) -> sandbox.methods.Method:
    method = sandbox.methods.METHODS.get(name)
    if method is None:
        raise sandbox.errors.RefusedError("unknown_method", req_method=name)
    kind = slack.tokens.kind(slack.workspace.app, token(request, args))
    if kind != method.caller:
        raise sandbox.errors.RefusedError("not_allowed_token_type")
    return method


def refused(error: sandbox.errors.RefusedError) -> sandbox.web.Answer:
    headers = {"retry-after": str(error.retry_after)} if error.retry_after is not None else {}
    return sandbox.web.Answer(error.answer, error.status, headers=headers)


# -- one call


async def call(slack: sandbox.slack.Slack, request: sandbox.web.Request) -> sandbox.web.Answer | None:
    """The answer to a call, with its line in the journal; None closes the connection without one."""
    name = request.path.removeprefix("/api/")
    args: Json = {}
    try:
        args = arguments(request)
        method = _admitted(slack, request, name, args)
    except sandbox.errors.RefusedError as error:
        return _journaled(slack, name, args, refused(error), stored=False)

    def work(hidden: float = 0.0) -> sandbox.web.Answer:
        try:
            answer = sandbox.web.Answer(perform(slack, method, args, hidden))
        except sandbox.errors.RefusedError as error:
            return _journaled(slack, name, args, refused(error), stored=False)
        return _journaled(slack, name, args, answer, stored=method.stores)

    return await struck(slack, name, request, args, work)


def _journaled(
    slack: sandbox.slack.Slack, name: str, args: Json, answer: sandbox.web.Answer, *, stored: bool, **more: Any
) -> sandbox.web.Answer:
    shown = {key: value for key, value in args.items() if key != "token"}
    body = answer.body if isinstance(answer.body, dict) else {}
    channel = body.get("channel") if isinstance(body.get("channel"), str) else args.get("channel")
    if "retry-after" in answer.headers:
        more["retry_after"] = int(answer.headers["retry-after"])
    slack.journal.add(
        "call", method=name, args=shown, answer=body, status=answer.status, channel=channel, stored=stored, **more
    )
    return answer


# -- faults


async def struck(
    slack: sandbox.slack.Slack, name: str, request: sandbox.web.Request, args: Json, work: Work
) -> sandbox.web.Answer | None:
    """Do the work of a call with what the faults make of it."""
    outcome, killer = slack.faults.plan(name)
    if killer is None and outcome is None:
        return work()

    def missed(answer: sandbox.web.Answer) -> sandbox.web.Answer:
        return _journaled(slack, name, args, answer, stored=False, fault=outcome.kind if outcome else "kill")

    if outcome is not None:
        _note(slack, name, outcome)
        work = _late_work(slack, outcome, work)
    if killer is not None:
        answer = await _killed(killer, outcome, work, missed)
        _note(slack, name, killer, pid=killer.pid, found=sandbox.faults.kill(killer))
        return answer
    return await OUTCOMES[outcome.kind](slack, outcome, request, work, missed) if outcome else None


NO_ANSWER = sandbox.web.Answer({}, 0)


def _note(slack: sandbox.slack.Slack, name: str, fault: sandbox.faults.Fault, **more: Any) -> None:
    slack.journal.add("fault", method=name, fault=fault.kind, seconds=fault.seconds, when=fault.when, **more)


def _late_work(slack: sandbox.slack.Slack, fault: sandbox.faults.Fault, work: Work) -> Work:
    """Under `delay` without an answer, storing comes later, whatever became of the client."""
    if fault.kind != "delay" or fault.answer != "never":
        return work

    async def later() -> None:
        await asyncio.sleep(fault.seconds)
        work()

    def start() -> sandbox.web.Answer:
        slack.spawn(later())
        return NO_ANSWER

    return start


async def _killed(
    killer: sandbox.faults.Fault, outcome: sandbox.faults.Fault | None, work: Work, missed: Work
) -> sandbox.web.Answer | None:
    """What happens to a call before its sender is killed; a delayed storing goes on after it all the same."""
    answer = None
    if killer.when != "before_storing" or (outcome is not None and outcome.kind == "delay"):
        answer = work()
    else:
        missed(NO_ANSWER)
    await asyncio.sleep(killer.seconds)
    return answer if killer.when == "before_answering" and answer is not NO_ANSWER else None


async def _hang(slack: sandbox.slack.Slack, seconds: float, request: sandbox.web.Request) -> None:
    """Until the client hangs up, the time is over or the server stops."""
    waits = [asyncio.ensure_future(request.gone()), asyncio.ensure_future(slack.stopped.wait(seconds))]
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for one in waits:
            one.cancel()


Outcome = Callable[
    [sandbox.slack.Slack, sandbox.faults.Fault, sandbox.web.Request, Work, Work], Awaitable[sandbox.web.Answer | None]
]


async def _limited(_slack: Any, fault: sandbox.faults.Fault, _request: Any, _work: Any, missed: Work) -> Any:
    error = sandbox.errors.RefusedError("ratelimited", status=429, retry_after=max(1, round(fault.seconds)))
    return missed(refused(error))


def _stored_or_not(fault: sandbox.faults.Fault, work: Work, missed: Work, answer: sandbox.web.Answer) -> None:
    if fault.when == "before_storing":
        missed(answer)
    else:
        work()


async def _broken(_slack: Any, fault: sandbox.faults.Fault, _request: Any, work: Work, missed: Work) -> Any:
    answer = sandbox.web.Answer(b"Internal Server Error", 500, "text/plain")
    _stored_or_not(fault, work, missed, answer)
    return answer


async def _garbage(_slack: Any, fault: sandbox.faults.Fault, _request: Any, work: Work, missed: Work) -> Any:
    answer = sandbox.web.Answer(b"<html><body>Gateway says hello</body></html>", 200, "text/html")
    _stored_or_not(fault, work, missed, answer)
    return answer


async def _reset(_slack: Any, fault: sandbox.faults.Fault, _request: Any, work: Work, missed: Work) -> None:
    _stored_or_not(fault, work, missed, NO_ANSWER)


async def _timeout_before(
    slack: sandbox.slack.Slack, fault: sandbox.faults.Fault, request: sandbox.web.Request, _work: Any, missed: Work
) -> None:
    missed(NO_ANSWER)
    await _hang(slack, fault.seconds, request)


async def _timeout_after(
    slack: sandbox.slack.Slack, fault: sandbox.faults.Fault, request: sandbox.web.Request, work: Work, _missed: Any
) -> None:
    work()
    await _hang(slack, fault.seconds, request)


async def _delayed(slack: sandbox.slack.Slack, fault: sandbox.faults.Fault, _request: Any, work: Work, _m: Any) -> Any:
    """Stored only later; the answer comes at once, late, or never."""
    if fault.answer == "at_once":
        return work(hidden=fault.seconds)
    if fault.answer == "never":
        work()
        return None
    await slack.stopped.wait(fault.seconds)
    return work()


OUTCOMES: Mapping[str, Outcome] = {
    "429": _limited,
    "500": _broken,
    "garbage": _garbage,
    "reset": _reset,
    "timeout_before": _timeout_before,
    "timeout_after": _timeout_after,
    "delay": _delayed,
}
