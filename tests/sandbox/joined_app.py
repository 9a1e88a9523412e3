"""An app that joins the sandbox with Slack's own SDK, and does what a test tells it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

import tests.sandbox.small_workspace
import tests.workspace

Json = dict[str, Any]
Answer = Callable[[AsyncWebClient, SocketModeRequest], Awaitable[Json | None]]

QUIET = logging.getLogger("tests.sandbox.quiet")
QUIET.addHandler(logging.NullHandler())
QUIET.propagate = False


def web(workspace: tests.workspace.Workspace, token: str = tests.sandbox.small_workspace.BOT_TOKEN) -> AsyncWebClient:
    client = AsyncWebClient(token=token, base_url=workspace.api_url, timeout=10, logger=QUIET, retry_handlers=[])
    client.proxy = None
    return client


async def silent(_client: AsyncWebClient, _request: SocketModeRequest) -> Json | None:
    return None


@contextlib.asynccontextmanager
async def joined(workspace: tests.workspace.Workspace, answer: Answer = silent) -> AsyncIterator[SocketModeClient]:
    """A Socket Mode client that acknowledges with what `answer` returns; `answer` may raise `NotAcknowledged`."""
    bot = web(workspace)
    client = SocketModeClient(
        app_token=tests.sandbox.small_workspace.APP_TOKEN, web_client=bot, logger=QUIET, ping_interval=2
    )
    client.proxy = None

    async def listen(socket: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        with contextlib.suppress(NotAcknowledgedError):
            body = await answer(bot, request)
            await socket.send_socket_mode_response(SocketModeResponse(request.envelope_id, payload=body))

    client.socket_mode_request_listeners.append(listen)
    before = await asyncio.to_thread(lambda: workspace.last)
    await client.connect()  # type: ignore[no-untyped-call]  # the SDK's own
    await wait_for(workspace, before, "socket", did="connected")
    try:
        yield client
    finally:
        await client.close()  # type: ignore[no-untyped-call]  # the SDK's own
        await client.aiohttp_client_session.close()


class NotAcknowledgedError(Exception):
    """Raised by an answer that leaves the envelope without an acknowledgement."""


async def wait_for(workspace: tests.workspace.Workspace, after: int, kind: str, **facts: object) -> Json:
    """The first journal entry of a kind, after a number, that has these facts."""
    seen = after
    while True:
        entries = await asyncio.to_thread(workspace.journal, seen, 10, kind)
        assert entries, f"no {kind} with {facts} in 10 s"
        for entry in entries:
            if all(entry.get(name) == value for name, value in facts.items()):
                return entry
        seen = entries[-1]["n"]
