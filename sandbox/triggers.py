"""What a person's act leaves the app to answer with: a trigger of 3 seconds, and a response URL of 30 minutes."""

from __future__ import annotations

import asyncio
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

import sandbox.errors

Json = dict[str, Any]

TRIGGER_SECONDS = 3.0  # real
RESPONSE_SECONDS = 30 * 60.0  # the workspace's
RESPONSE_USES = 5


@dataclass(slots=True)
class Act:
    """One act of a person, and what came back for it."""

    user: str
    channel: str | None = None
    response: Json | None = None
    view: Json | None = None
    came: asyncio.Event = field(default_factory=asyncio.Event)

    def respond(self, text: str, blocks: list[Json]) -> None:
        self.response = {"text": text, "blocks": blocks}
        self.came.set()

    def show(self, view: Json) -> None:
        self.view = view
        self.came.set()


@dataclass(slots=True)
class Trigger:
    act: Act
    born: float  # monotonic seconds
    used: bool = False


@dataclass(slots=True)
class ResponseUrl:
    act: Act
    born: float  # Unix seconds of the workspace
    uses: int = 0
    original: str | None = None  # ts of the message that `replace_original` means


class Triggers:
    def __init__(self) -> None:
        self._triggers: dict[str, Trigger] = {}
        self._urls: dict[str, ResponseUrl] = {}

    def trigger(self, act: Act) -> str:
        now = time.monotonic()
        ident = f"{int(now * 1000)}.{secrets.token_hex(16)}"
        self._triggers[ident] = Trigger(act, now)
        self._forget_old(now)
        return ident

    def _forget_old(self, now: float) -> None:
        """Keep the table small: a trigger of a minute ago is unknown, not expired."""
        oldest = next(iter(self._triggers))
        while now - self._triggers[oldest].born > 60:
            del self._triggers[oldest]
            oldest = next(iter(self._triggers))

    def exchange(self, ident: object) -> Act:
        """The act behind a trigger, once and within its 3 seconds."""
        found = self._triggers.get(ident) if isinstance(ident, str) else None
        if found is None:
            raise sandbox.errors.RefusedError("invalid_trigger_id")
        if found.used:
            raise sandbox.errors.RefusedError("exchanged_trigger_id")
        if time.monotonic() - found.born > TRIGGER_SECONDS:
            raise sandbox.errors.RefusedError("expired_trigger_id")
        found.used = True
        return found.act

    def url(self, act: Act, now: float, original: str | None = None) -> str:
        """The secret part of a new response URL."""
        secret = secrets.token_hex(16)
        self._urls[secret] = ResponseUrl(act, now, original=original)
        if len(self._urls) > 100_000:
            del self._urls[next(iter(self._urls))]
        return secret

    def use(self, secret: str, now: float) -> ResponseUrl:
        """One use of a response URL, if it has one left."""
        found = self._urls.get(secret)
        if found is None:
            raise sandbox.errors.RefusedError("invalid_url", status=404)
        if now - found.born > RESPONSE_SECONDS:
            raise sandbox.errors.RefusedError("expired_url", status=404)
        if found.uses >= RESPONSE_USES:
            raise sandbox.errors.RefusedError("used_url", status=404)
        found.uses += 1
        return found
