"""The server: Slack's side, the control and the page on one port of 127.0.0.1."""

from __future__ import annotations

import asyncio
import contextlib
import json
import pathlib
import secrets
import signal
import socket
import weakref
from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Any

import uvicorn
import uvicorn.protocols.http.h11_impl

import sandbox.api
import sandbox.control
import sandbox.errors
import sandbox.replies
import sandbox.slack
import sandbox.sockets
import sandbox.web

Scope = sandbox.web.Scope
Receive = sandbox.web.Receive
Send = sandbox.web.Send

HOST = "127.0.0.1"
PAGE = pathlib.Path(__file__).parent / "page"
KINDS = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
}
PAGE_HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
        "font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
LIVE_CHUNK = 500

connections: weakref.WeakValueDictionary[Any, asyncio.Transport] = weakref.WeakValueDictionary()


class Protocol(uvicorn.protocols.http.h11_impl.H11Protocol):
    """Uvicorn's own, but a connection can be found by its peer's address, so that it can be cut without an answer."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # asyncio gives no other kind here
        connections[transport.get_extra_info("peername")[:2]] = transport
        super().connection_made(transport)


def cut(scope: Scope) -> None:
    """Close a connection with a reset, as a lost line would."""
    transport = connections.get(tuple(scope["client"]))
    if transport is not None:
        transport.abort()


class App:
    """The ASGI application around one Slack."""

    def __init__(self, slack: sandbox.slack.Slack) -> None:
        self.slack = slack
        self._live: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
            return
        answer = await self._answer(scope, receive)
        if answer is None:
            cut(scope)
        else:
            with contextlib.suppress(OSError):
                await answer.send(send)

    # -- HTTP

    async def _answer(self, scope: Scope, receive: Receive) -> sandbox.web.Answer | None:
        request = await sandbox.web.read(scope, receive)
        if request is None:
            return None
        if request.path.startswith("/api/"):
            return await sandbox.api.call(self.slack, request)
        if request.path.startswith("/response/"):
            return await self._response(request)
        refused = self._stranger(request.headers)
        if refused is not None:
            return refused
        if request.path.startswith("/_sandbox/"):
            return await sandbox.control.answer(self.slack, request)
        return page(request)

    async def _response(self, request: sandbox.web.Request) -> sandbox.web.Answer | None:
        """A reply by `response_url`; in the journal it is a call of the method `response_url`."""
        body: dict[str, Any] = {}

        def work(hidden: float = 0.0) -> sandbox.web.Answer:  # noqa: ARG001 — a reply is not read back, so nothing to hide
            try:
                secret = request.path.removeprefix("/response/")
                answer = sandbox.web.Answer(sandbox.replies.respond(self.slack, secret, body))
            except sandbox.errors.RefusedError as error:
                answer = sandbox.api.refused(error)
            stored = answer.status == 200 and answer.body == {"ok": True}
            self.slack.journal.add(
                "call", method="response_url", args=body, answer=answer.body, status=answer.status, stored=stored
            )
            return answer

        try:
            body = sandbox.api.arguments(request)
        except sandbox.errors.RefusedError as error:
            return sandbox.api.refused(error)
        return await sandbox.api.struck(self.slack, "response_url", request, body, work)

    def _stranger(self, headers: Mapping[str, str]) -> sandbox.web.Answer | None:
        """Refuse a page of another origin, and a name that was made to point here."""
        port = self.slack.address.rpartition(":")[2]
        host, origin = headers.get("host"), headers.get("origin")
        known = (f"{HOST}:{port}", f"localhost:{port}")
        if host in known and origin in (None, f"http://{host}"):
            return None
        self.slack.journal.add("refused", what="request", host=host, origin=origin)
        told = f"This is for {self.slack.address} alone: open that address, or send no Origin."
        return sandbox.web.Answer({"ok": False, "error": told}, 403)

    # -- WebSockets

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        await receive()  # websocket.connect
        query = sandbox.web.query(scope)
        if scope["path"] == "/link/" and self.slack.sockets.admit(query.get("ticket", "")):
            await send({"type": "websocket.accept"})
            await self._app_socket(scope, receive, send)
        elif scope["path"] == "/_sandbox/live" and self._stranger(sandbox.web.headers(scope)) is None:
            await send({"type": "websocket.accept"})
            after = query.get("after", "")
            await self._follow_live(receive, send, int(after) if after.isdigit() else self.slack.journal.last)
        else:
            if scope["path"] != "/_sandbox/live":  # that refusal is written down already
                self.slack.journal.add("refused", what="handshake", path=scope["path"])
            await send({"type": "websocket.close", "code": 4403})

    async def _app_socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One Socket Mode connection, until either side ends it."""

        async def write(text: str) -> None:
            with contextlib.suppress(OSError, RuntimeError):
                await send({"type": "websocket.send", "text": text})

        async def close() -> None:
            with contextlib.suppress(OSError, RuntimeError):
                await send({"type": "websocket.close", "code": 1000})

        opened = sandbox.sockets.Socket(secrets.token_hex(4), write, close, lambda: cut(scope))
        if not await self.slack.sockets.join(opened, self.slack.workspace.app.id):
            return
        try:
            while (frame := await receive())["type"] == "websocket.receive":
                self.slack.sockets.received(frame.get("text") or "")
        finally:
            self.slack.sockets.leave(opened)

    async def _follow_live(self, receive: Receive, send: Send, after: int) -> None:
        """The journal as it grows, one entry a frame, until the page or the server goes."""
        stream = asyncio.ensure_future(self._stream(send, after))
        self._live.add(stream)
        try:
            while (await receive())["type"] != "websocket.disconnect":
                pass
        finally:
            self._live.discard(stream)
            stream.cancel()

    async def _stream(self, send: Send, after: int) -> None:
        journal = self.slack.journal
        with contextlib.suppress(OSError, RuntimeError):
            while not journal.grown.closed:
                found = journal.since(after)[:LIVE_CHUNK]
                for entry in found:
                    await send({"type": "websocket.send", "text": json.dumps(entry)})
                after = found[-1]["n"] if found else after
                if not found:
                    await journal.grown.wait(None)
            await send({"type": "websocket.close", "code": 1001})


def page(request: sandbox.web.Request) -> sandbox.web.Answer:
    """A file of the page; nothing outside its folder."""
    name = "index.html" if request.path == "/" else request.path.removeprefix("/page/")
    file = PAGE / name
    fits = request.path == "/" or request.path.startswith("/page/")
    inside = fits and file.suffix in KINDS and file.resolve().is_relative_to(PAGE.resolve()) and file.is_file()
    if request.method not in ("GET", "HEAD") or not inside:
        return sandbox.web.Answer({"ok": False, "error": f"There is no page {request.path!r}."}, 404)
    return sandbox.web.Answer(file.read_bytes(), 200, KINDS[file.suffix], PAGE_HEADERS)


# -- running


class Server(uvicorn.Server):
    """Uvicorn's server, with our own way to stop, which says when it listens."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def bound(port: int) -> socket.socket:
    """A listening socket on 127.0.0.1; port 0 is a free one."""
    # asyncio turns Nagle's algorithm off only where the protocol is named: without it each answer waits 40 ms
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind((HOST, port))
    return listening


def configured(app: Callable[[Scope, Receive, Send], Awaitable[None]]) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http=Protocol,
        lifespan="off",
        access_log=False,
        log_level="warning",
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=1,
        ws_per_message_deflate=False,
    )


async def serve(slack: sandbox.slack.Slack, listening: socket.socket, ready: Callable[[str], None]) -> None:
    """Serve until a signal, or until `slack.on_stop` is called."""
    slack.address = f"http://{HOST}:{listening.getsockname()[1]}"
    server = Server(configured(App(slack)), lambda: ready(slack.address))

    def stop() -> None:
        slack.stop()
        server.should_exit = True

    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop)
    slack.on_stop = stop
    await server.serve(sockets=[listening])
