"""Just enough of Slack for one bot to join and be spoken to: Socket Mode with nothing else on the way.

The sandbox keeps a journal and checks all that Slack checks; under thousands of commands a second that is what would be
measured. This costs about as much as the bare echo that the figures are set against.
"""

import asyncio
import collections.abc
import contextlib
import dataclasses
import itertools
import json
import time
import typing

import aiohttp.web

Json = dict[str, typing.Any]
ACKNOWLEDGED = 30.0


@dataclasses.dataclass(frozen=True)
class Answered:
    """The seconds from a command to its acknowledgement, and what that said."""

    seconds: float
    text: str


class Door:
    """Answers every method of the Web API with `ok`, and hands envelopes to whoever has connected last."""

    def __init__(self) -> None:
        self._socket: aiohttp.web.WebSocketResponse | None = None
        self._connected = asyncio.Event()
        self._waiting: dict[str, asyncio.Future[Json]] = {}
        self._numbers = itertools.count(1)
        self.address = ""

    async def connected(self) -> None:
        """Wait for somebody to open a socket."""
        await self._connected.wait()

    def forget(self) -> None:
        """Wait for somebody new."""
        self._connected.clear()

    async def command(self, user: str, command: str, text: str) -> Answered:
        """Send a slash command and wait for its acknowledgement."""
        number = next(self._numbers)
        payload = {
            "token": "bench",
            "team_id": "T0BENCH",
            "team_domain": "bench",
            "channel_id": "C0BENCH01",
            "channel_name": "bench",
            "user_id": user,
            "user_name": user.lower(),
            "command": command,
            "text": text,
            "api_app_id": "A0BENCH",
            "is_enterprise_install": "false",
            "response_url": f"{self.address}/response/{number}",
            "trigger_id": f"{number}.{time.monotonic_ns()}",
        }
        began = time.perf_counter()
        said = await self._exchange(f"envelope-{number}", payload)
        return Answered(time.perf_counter() - began, str(said.get("text")))

    async def _exchange(self, ident: str, payload: Json) -> Json:
        assert self._socket is not None
        acknowledged: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._waiting[ident] = acknowledged
        envelope = {
            "envelope_id": ident,
            "type": "slash_commands",
            "accepts_response_payload": True,
            "payload": payload,
        }
        await self._socket.send_str(json.dumps(envelope))
        async with asyncio.timeout(ACKNOWLEDGED):
            return await acknowledged

    async def link(self, request: aiohttp.web.Request) -> aiohttp.web.WebSocketResponse:
        """One socket, until it is closed."""
        socket = aiohttp.web.WebSocketResponse(compress=False)
        await socket.prepare(request)
        await socket.send_str(json.dumps({"type": "hello", "num_connections": 1}))
        self._socket = socket
        self._connected.set()
        async for message in socket:
            frame = json.loads(message.data)
            self._waiting.pop(frame["envelope_id"]).set_result(frame.get("payload") or {})
        return socket

    async def api(self, _request: aiohttp.web.Request) -> aiohttp.web.Response:
        """Any method."""
        answer = {
            "ok": True,
            "url": f"{self.address.replace('http', 'ws')}/link",
            "team_id": "T0BENCH",
            "bot_id": "B0BENCH",
            "user_id": "U0BENCHBOT",
            "user": {"id": "U0BENCHBOSS", "real_name": "Bench", "tz": "Europe/Berlin"},
            "channel": {"id": "C0BENCH00", "is_member": True, "topic": {"value": ""}},
            "ts": f"{time.time():.6f}",
        }
        return aiohttp.web.json_response(answer)


@contextlib.asynccontextmanager
async def opened() -> collections.abc.AsyncIterator[Door]:
    """A door on a free port of 127.0.0.1."""
    door = Door()
    app = aiohttp.web.Application()
    app.add_routes([aiohttp.web.get("/link", door.link), aiohttp.web.post("/api/{method}", door.api)])
    runner = aiohttp.web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    site = aiohttp.web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    door.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield door
    finally:
        await runner.cleanup()
