"""What became of a call to Slack, sorted by what to do next."""

import collections.abc
import dataclasses

import aiohttp
import slack_sdk.errors

RETRY_AFTER = 30.0
"""Seconds to wait for a 429 that does not say how long."""


@dataclasses.dataclass(frozen=True)
class Delivered:
    """It is in Slack, as this message where it is one; `left` is where the one stood under which it was to go.

    Where that is gone, Slack posts a reply into the channel.
    """

    channel: str | None = None
    ts: str | None = None
    left: str | None = None


@dataclasses.dataclass(frozen=True)
class Refused:
    """Too many calls of this method: none of it before `seconds` are over. It is surely not in Slack."""

    method: str
    seconds: float


@dataclasses.dataclass(frozen=True)
class NotReached:
    """Slack was not reached, or is closed for now: it is surely not there, and not for any fault of its own."""

    error: str


@dataclasses.dataclass(frozen=True)
class Again:
    """It is surely not in Slack, or does no harm twice, and can simply be done again: after a while, or at once.

    Where the last attempt ended with the process and not with an answer, it does not count as one.
    """

    error: str
    at_once: bool = False
    counts: bool = True


@dataclasses.dataclass(frozen=True)
class Unknown:
    """It may be in Slack: the answer was lost, late or no answer of Slack's."""

    error: str


@dataclasses.dataclass(frozen=True)
class Impossible:
    """Slack won't have it, now or later: the person or channel is gone, or the message is wrong."""

    error: str
    details: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class CardGone:
    """The message to be edited is no longer in Slack."""


@dataclasses.dataclass(frozen=True)
class NotAuthorised:
    """The token is not good for anything: all sending stops until one is."""

    error: str


@dataclasses.dataclass(frozen=True)
class Occupied:
    """A user group has other people in it, whom nobody agreed to remove: it was left as it is."""

    group: str
    others: tuple[str, ...]


Outcome = Delivered | Refused | NotReached | Again | Unknown | Impossible | CardGone | NotAuthorised | Occupied

TOKEN_ERRORS = frozenset(
    {"token_revoked", "token_expired", "invalid_auth", "account_inactive", "not_authed", "app_uninstalled"}
)
FAILURES = (
    slack_sdk.errors.SlackClientError,
    aiohttp.ClientError,
    TimeoutError,
    ValueError,
    AttributeError,  # the SDK's own, on a body of text
)
"""What a call through the SDK raises when Slack or the network fails."""


class CallFailed(Exception):
    """One of `FAILURES`, with the method that it is about."""

    def __init__(self, error: Exception, method: str) -> None:
        super().__init__(method)
        self.outcome = of(error, method)


_RATE_ERRORS = frozenset({"ratelimited", "rate_limited"})
_SLACKS_OWN = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout"})
_CLOSED = frozenset({"team_added_to_org", "org_login_required"})
"""What Slack answers while it moves the workspace into an organisation: nothing works, and later all does again."""


_CARD_ERRORS = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})


def of(error: Exception, method: str) -> Outcome:
    """What one of `FAILURES` says about a call."""
    if isinstance(error, slack_sdk.errors.SlackApiError):
        return _of_answer(error.response, method)
    if isinstance(error, aiohttp.ClientConnectorError):
        return NotReached(type(error).__name__)
    return _without_answer(method, type(error).__name__)


def _without_answer(method: str, error: str) -> Outcome:
    """Of all methods only a post can't simply be called again."""
    return Unknown(error) if method == "chat.postMessage" else Again(error)


def _of_answer(response: object, method: str) -> Outcome:
    status = int(getattr(response, "status_code", None) or getattr(response, "status", None) or 200)
    body = getattr(response, "data", None)
    answer = body if isinstance(body, collections.abc.Mapping) else {}
    error = str(answer.get("error", ""))
    if status == 429 or error in _RATE_ERRORS:
        return Refused(method, _retry_after(response))
    if status >= 500 or not error or error in _SLACKS_OWN:
        return _without_answer(method, error or f"http_{status}")
    if error in _CLOSED:
        return NotReached(error)
    if error in TOKEN_ERRORS:
        return NotAuthorised(error)
    if method == "chat.update" and error in _CARD_ERRORS:
        return CardGone()
    return Impossible(error, tuple(map(str, answer.get("errors", ()))))


def _retry_after(response: object) -> float:
    headers = getattr(response, "headers", {})
    try:
        return max(0.0, float(int(headers.get("Retry-After", RETRY_AFTER))))  # whole seconds: no inf, no nan
    except ValueError:
        return RETRY_AFTER
