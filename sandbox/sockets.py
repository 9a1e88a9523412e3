"""Socket Mode: up to ten WebSockets of the app, envelopes to any one of them, and their acknowledgements."""

from __future__ import annotations

import asyncio
import json
import secrets
import time
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Protocol

import sandbox.journal

Json = dict[str, Any]

MOST_SOCKETS = 10
ACK_SECONDS = 3.0
GRACE_SECONDS = 1.0  # from "please reconnect" to the end of a socket
REASONS = {"refresh": "refresh_requested", "warning": "warning", "link_disabled": "link_disabled"}


@dataclass(frozen=True, slots=True)
class Delivery:
    """How one payload fared: `body` is what the acknowledgement carried, `retry_reason` why an event is told again."""

    n: int
    acked: bool
    latency_ms: float
    body: Json
    error: str | None = None
    retry_reason: str = "timeout"


class Transport(Protocol):
    """A way to the app: Socket Mode, or signed HTTP."""

    async def deliver(self, kind: str, payload: Json, *, answerable: bool, retry: Json | None = None) -> Delivery: ...


@dataclass(eq=False, slots=True)
class Socket:
    """One open WebSocket: `send` a text frame, `close` it in order, `abort` it like a lost line."""

    ident: str
    send: Callable[[str], Awaitable[None]]
    close: Callable[[], Awaitable[None]]
    abort: Callable[[], None]
    leaving: bool = False


@dataclass(slots=True)
class Waiting:
    n: int
    acked: asyncio.Future[Json]


class Sockets:
    def __init__(self, journal: sandbox.journal.Journal) -> None:
        self._journal = journal
        self._tickets: set[str] = set()
        self._waiting: dict[str, Waiting] = {}
        self._turn = 0
        self.open: list[Socket] = []

    # -- connecting

    def ticket(self) -> str:
        """The one-time part of a Socket Mode URL."""
        ticket = secrets.token_hex(16)
        self._tickets.add(ticket)
        return ticket

    def admit(self, ticket: str) -> bool:
        """Whether this handshake may go on; the URL is used up by it."""
        known = ticket in self._tickets
        self._tickets.discard(ticket)
        return known

    async def join(self, socket: Socket, app_id: str) -> bool:
        """Greet a new socket, or turn the eleventh away."""
        if len(self.open) >= MOST_SOCKETS:
            await self._say_goodbye(socket, "too_many_websockets")
            await socket.close()
            return False
        self.open.append(socket)
        hello = {
            "type": "hello",
            "num_connections": len(self.open),
            "connection_info": {"app_id": app_id},
            "debug_info": {"host": "sandbox", "build_number": 1, "approximate_connection_time": 18060},
        }
        await socket.send(json.dumps(hello))
        self._journal.add("socket", did="connected", socket=socket.ident, connections=len(self.open))
        return True

    def leave(self, socket: Socket) -> None:
        if socket in self.open:
            self.open.remove(socket)
            self._journal.add("socket", did="closed", socket=socket.ident, connections=len(self.open))

    async def _say_goodbye(self, socket: Socket, reason: str) -> None:
        frame = {"type": "disconnect", "reason": reason, "debug_info": {"host": "sandbox"}}
        self._journal.add("socket", did="disconnect", reason=reason, socket=socket.ident)
        await socket.send(json.dumps(frame))

    async def disturb(self, kind: str) -> int:
        """Drop every socket, or ask it to reconnect; answers how many there were."""
        sockets = list(self.open)
        for socket in sockets:
            if kind == "drop":
                socket.abort()
                self.leave(socket)
            else:
                await self._say_goodbye(socket, REASONS[kind])
                socket.leaving = kind != "warning"
        return len(sockets)

    async def close_leaving(self) -> None:
        """End the sockets that were asked to reconnect and are still there."""
        for socket in [one for one in self.open if one.leaving]:
            await socket.close()
            self.leave(socket)

    # -- delivering

    def _next(self) -> Socket | None:
        """Any one of the sockets, in turn; those about to go only if there is no other."""
        choice = [socket for socket in self.open if not socket.leaving] or self.open
        if not choice:
            return None
        self._turn += 1
        return choice[self._turn % len(choice)]

    async def deliver(self, kind: str, payload: Json, *, answerable: bool, retry: Json | None = None) -> Delivery:
        """Send one envelope and wait up to 3 real seconds for its acknowledgement."""
        ident = str(uuid.uuid4())
        envelope = {
            "envelope_id": ident,
            "type": kind,
            "accepts_response_payload": answerable,
            "payload": payload,
            **(retry or {}),
        }
        socket = self._next()
        entry = self._journal.add("envelope", type=kind, envelope_id=ident, payload=payload, **(retry or {}))
        if socket is None:
            self._journal.add("refused", what="envelope", envelope_id=ident, error="dispatch_failed")
            return Delivery(entry["n"], False, 0.0, {}, "dispatch_failed")
        waiting = self._waiting[ident] = Waiting(entry["n"], asyncio.get_running_loop().create_future())
        try:
            return await self._exchange(socket, json.dumps(envelope), waiting, answerable)
        finally:
            del self._waiting[ident]

    async def _exchange(self, socket: Socket, frame: str, waiting: Waiting, answerable: bool) -> Delivery:
        began = time.monotonic()
        await socket.send(frame)
        try:
            async with asyncio.timeout(ACK_SECONDS):
                body = await waiting.acked
        except TimeoutError:
            self._journal.add("refused", what="envelope", envelope_n=waiting.n, error="operation_timeout")
            return Delivery(waiting.n, False, round((time.monotonic() - began) * 1000, 3), {}, "operation_timeout")
        latency = round((time.monotonic() - began) * 1000, 3)
        return Delivery(waiting.n, True, latency, body if answerable else {})

    def received(self, text: str) -> None:
        """A frame from the app: an acknowledgement, in time or not."""
        try:
            frame = json.loads(text)
        except json.JSONDecodeError:
            frame = None
        ident = frame.get("envelope_id") if isinstance(frame, dict) else None
        if not isinstance(frame, dict) or not isinstance(ident, str):
            self._journal.add("refused", what="frame", text=text[:200])
            return
        body = frame.get("payload")
        waiting = self._waiting.get(ident)
        late = waiting is None or waiting.acked.done()
        self._journal.add("ack", envelope_id=ident, body=body, late=late, **({"to": waiting.n} if waiting else {}))
        if waiting is not None and not waiting.acked.done():
            waiting.acked.set_result(body if isinstance(body, dict) else {})
