"""A Slack of one page: answers what a test tells it, and keeps in one list what was said to it, in order."""

import asyncio
import collections
import collections.abc
import contextlib
import dataclasses
import json
import typing

import aiohttp
import aiohttp.web
import slack_sdk.errors
import slack_sdk.web.async_client

import bot.joining
import bot.settings

TOKEN = "xoxb-1111-2222-secret"
APP_TOKEN = "xapp-1-3333-secret"

LONG = 20.0
"""Seconds after which what a test waits for is not coming."""

Answer = collections.abc.Callable[[aiohttp.web.Request], collections.abc.Awaitable[aiohttp.web.StreamResponse]]
Json = dict[str, typing.Any]
ApiError = slack_sdk.errors.SlackApiError


@dataclasses.dataclass(frozen=True)
class Said:
    """A call of a method, an answer to a `response_url` (`respond`), or an acknowledgement (`ack`)."""

    what: str
    body: Json


class Slack:
    """Runs on this machine. `answers` holds what each method answers, one after the other, and then `ok`.

    A socket that is opened while it is `silent` never answers a ping; until it `hears`, nothing is answered.
    """

    def __init__(self) -> None:
        self.said: list[Said] = []
        self.answers: dict[str, collections.deque[Json | Answer]] = collections.defaultdict(collections.deque)
        self.sockets: list[aiohttp.web.WebSocketResponse] = []
        self.connected = asyncio.Event()
        self.silent = False
        self.hears = asyncio.Event()
        self.hears.set()
        self.heard = asyncio.Condition()
        self.address = ""

    def answer(self, method: str, *answers: Json | Answer) -> None:
        self.answers[method].extend(answers)

    def calls(self, what: str) -> list[Json]:
        return [said.body for said in self.said if said.what == what]

    async def wait_for(self, what: str, number: int = 1) -> list[Json]:
        """What was said of a kind, once that often."""
        async with asyncio.timeout(LONG), self.heard:
            await self.heard.wait_for(lambda: len(self.calls(what)) >= number)
        return self.calls(what)

    async def send(self, kind: str, payload: Json, number: int = 0) -> None:
        """One envelope through the newest socket."""
        await self.connected.wait()
        envelope = {"type": kind, "envelope_id": f"e{number}", "payload": payload, "accepts_response_payload": True}
        await self.sockets[-1].send_json(envelope)

    async def _hear(self, what: str, body: Json) -> None:
        async with self.heard:
            self.said.append(Said(what, body))
            self.heard.notify_all()

    async def _call(self, request: aiohttp.web.Request) -> aiohttp.web.StreamResponse:
        method = request.match_info["method"]
        body = await request.json() if request.content_type == "application/json" else dict(await request.post())
        await self._hear(method, typing.cast("Json", body))
        if self.answers[method]:
            answer = self.answers[method].popleft()
            return aiohttp.web.json_response(answer) if isinstance(answer, dict) else await answer(request)
        return aiohttp.web.json_response({"ok": True, "url": f"{self.address.replace('http', 'ws')}/socket"})

    async def _respond(self, request: aiohttp.web.Request) -> aiohttp.web.Response:
        await self._hear("respond", await request.json())
        return aiohttp.web.Response(text="ok")

    async def _socket(self, request: aiohttp.web.Request) -> aiohttp.web.WebSocketResponse:
        socket = aiohttp.web.WebSocketResponse(autoping=not self.silent)
        await socket.prepare(request)
        self.sockets.append(socket)
        await socket.send_json({"type": "hello", "num_connections": len(self.sockets)})
        self.connected.set()
        await self.hears.wait()
        async for frame in socket:
            if frame.type is not aiohttp.WSMsgType.TEXT:
                continue  # a ping that nobody answers
            await self._hear("ack", json.loads(frame.data))
        return socket

    @property
    def app(self) -> aiohttp.web.Application:
        app = aiohttp.web.Application()
        app.router.add_post("/api/{method}", self._call)
        app.router.add_post("/respond", self._respond)
        app.router.add_get("/socket", self._socket)
        return app


@contextlib.asynccontextmanager
async def serving(app: aiohttp.web.Application) -> collections.abc.AsyncIterator[str]:
    """The address at which it is served."""
    runner = aiohttp.web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0)
    await runner.setup()
    site = aiohttp.web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        host, port = runner.addresses[0][:2]
        yield f"http://{host}:{port}"
    finally:
        await runner.cleanup()


@contextlib.asynccontextmanager
async def running() -> collections.abc.AsyncIterator[Slack]:
    slack = Slack()
    async with serving(slack.app) as address:
        slack.address = address
        yield slack


@contextlib.asynccontextmanager
async def client(
    address: str, token: str | None = TOKEN
) -> collections.abc.AsyncIterator[slack_sdk.web.async_client.AsyncWebClient]:
    """A client as `muster run` makes it."""
    async with aiohttp.ClientSession() as session:
        yield bot.joining.client(bot.settings.Settings(slack_api_url=f"{address}/api/"), session, token)


def plain(status: int, body: str = "", kind: str = "application/json", headers: dict[str, str] | None = None) -> Answer:
    """An answer as it comes from something that is not quite Slack."""

    async def answer(_request: aiohttp.web.Request) -> aiohttp.web.StreamResponse:
        return aiohttp.web.Response(status=status, body=body.encode(), content_type=kind, headers=headers)

    return answer


async def reset(request: aiohttp.web.Request) -> aiohttp.web.StreamResponse:
    """No answer: the connection is gone."""
    assert request.transport is not None
    request.transport.abort()
    return aiohttp.web.Response()


async def silent(_request: aiohttp.web.Request) -> aiohttp.web.StreamResponse:
    """No answer in time."""
    await asyncio.sleep(30)
    return aiohttp.web.Response()


async def cut_off(request: aiohttp.web.Request) -> aiohttp.web.StreamResponse:
    """Half an answer."""
    response = aiohttp.web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": "999"})
    await response.prepare(request)
    await response.write(b'{"ok": tr')
    assert request.transport is not None
    request.transport.abort()
    return response
