"""Just enough HTTP: what a request brought, and an answer to send."""

from __future__ import annotations

import json
import urllib.parse
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import sandbox.errors

Json = dict[str, Any]
Scope = Any
Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]

MOST_BYTES = 2_000_000
JSON = "application/json; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: a JSON value, or bytes of some other kind."""

    body: Json | bytes
    status: int = 200
    kind: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)

    async def send(self, send: Send) -> None:
        content = self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()
        headers = {"content-type": self.kind, "content-length": str(len(content)), **self.headers}
        raw = [(name.encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": self.status, "headers": raw})
        await send({"type": "http.response.body", "body": content})


class Request:
    """One HTTP request, its body read to the end."""

    def __init__(self, scope: Scope, receive: Receive, body: bytes) -> None:
        self.method: str = scope["method"]
        self.path: str = scope["path"]
        self.headers = headers(scope)
        self.query = query(scope)
        self.body = body
        self._receive = receive

    def json(self) -> Json:
        """The body as a JSON object; nothing at all is `{}`."""
        try:
            value = json.loads(self.body or b"{}")
        except ValueError:
            value = None
        if not isinstance(value, dict):
            raise sandbox.errors.WrongError('The body is a JSON object, such as {"user": "U0ADA"}.')
        return value

    async def gone(self) -> None:
        """Returns when the client has hung up: with the body read, nothing else can come."""
        await self._receive()


async def read(scope: Scope, receive: Receive) -> Request | None:
    """The request; None if it is too big or broke off."""
    parts: list[bytes] = []
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        more = message.get("more_body", False)
        if size > MOST_BYTES:
            return None
    return Request(scope, receive, b"".join(parts))


def headers(scope: Scope) -> dict[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}


def query(scope: Scope) -> dict[str, str]:
    raw = scope["query_string"]
    return dict(urllib.parse.parse_qsl(raw.decode("latin-1"), keep_blank_values=True)) if raw else {}
