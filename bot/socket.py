"""The socket to Slack: opened anew when it dies or Slack asks for it, the next one before the last one is closed."""

import asyncio
import contextlib
import logging
import time

import slack_bolt.adapter.socket_mode.async_internals
import slack_bolt.async_app
import slack_sdk.socket_mode.aiohttp
import slack_sdk.socket_mode.request
import slack_sdk.web.async_client

import bot.boundary
import bot.joining
import bot.slack

log = logging.getLogger(__name__)

PING = 2.0
"""Seconds between pings; with the SDK's 10 an aborted socket costs 9 s of commands."""

OLDEST_FRAME = 3 * PING
CONNECTING = 5.0
WATCH = 0.5
OVERLAP = 3.0
"""Seconds that a socket replaced on Slack's wish stays open: Slack waits no longer for an acknowledgement on it."""

LINGER = 1.0
"""Seconds that a stop waits for acknowledgements on their way."""

REFUSED_WAIT = 5.0


class Client(slack_sdk.socket_mode.aiohttp.SocketModeClient):
    """One socket, used once: where the SDK would reconnect it, a new one takes its place.

    The SDK's own reconnecting tries a one-time address for ever after one failed handshake.
    """

    renewal_wanted = False

    async def connect_to_new_endpoint(self, force: bool = False) -> None:  # noqa: ARG002  # the SDK's own signature
        """Called by the SDK when this socket has died, or Slack will close it."""
        self.renewal_wanted = True

    @property
    def is_alive(self) -> bool:
        """Whether its last sign of life is young enough."""
        last = self.last_ping_pong_time
        open_ = self.current_session is not None and not self.current_session.closed
        return open_ and (last is None or time.time() - last < OLDEST_FRAME)


class Socket:
    """Keeps one socket to Slack open, and gives what comes in to Bolt."""

    def __init__(
        self,
        app: slack_bolt.async_app.AsyncApp,
        gateway: bot.slack.Gateway,
        web: slack_sdk.web.async_client.AsyncWebClient,
        app_token: str,
    ) -> None:
        self._app = app
        self._gateway = gateway
        self._web = web
        self._app_token = app_token
        self._client: Client | None = None
        self._tasks: set[asyncio.Task[object]] = set()
        self._old: dict[Client, asyncio.Task[None]] = {}

    async def connect(self) -> None:
        """Open a socket. Raises `bot.joining.NotJoined` if Slack does not take the app's token."""
        while self._client is None:
            self._client = await self._opened()

    async def keep(self) -> None:
        """Replace the socket whenever it must be; until cancelled."""
        while True:
            await asyncio.sleep(WATCH)
            client = self._client
            if client is None or client.renewal_wanted or not client.is_alive:
                await self._replace(client)

    async def close(self) -> None:
        """Take nothing more in, and let the acknowledgements on their way be sent, with what follows each."""
        if self._client is not None:
            self._client.socket_mode_request_listeners.clear()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LINGER):
                while self._tasks:
                    await asyncio.wait(self._tasks)
        for closing in self._old.values():
            closing.cancel()
        for client in filter(None, [self._client, *self._old]):
            await client.close()  # type: ignore[no-untyped-call]  # the SDK's

    async def _replace(self, old: Client | None) -> None:
        try:
            opened = await self._opened()
        except bot.joining.NotJoined as error:
            log.warning("%s Muster goes on trying.", error)
            await asyncio.sleep(REFUSED_WAIT)
            return
        if opened is None:
            return  # the old one stays as long as Slack lets it
        self._client = opened
        if old is not None:
            self._old[old] = asyncio.ensure_future(self._close_later(old))

    async def _opened(self) -> Client | None:
        """A connected socket; None if it did not come about in time, and the address is spent."""
        address = await bot.joining.socket_address(self._web, self._app_token)
        client = Client(
            self._app_token,
            logger=logging.getLogger("slack_sdk.socket_mode"),
            web_client=self._web,
            ping_interval=PING,
        )
        client.proxy = self._web.proxy
        client.wss_uri = address
        client.socket_mode_request_listeners.append(self._take_in)  # type: ignore[arg-type]  # the SDK's own alternative
        try:
            async with asyncio.timeout(CONNECTING):
                await client.connect()  # type: ignore[no-untyped-call]  # the SDK's
        except TimeoutError:
            log.warning("a socket to Slack did not open in time; trying again")
            await client.close()  # type: ignore[no-untyped-call]  # the SDK's
            return None
        except asyncio.CancelledError:
            await client.close()  # type: ignore[no-untyped-call]  # the SDK's
            raise
        log.info("connected to Slack")
        return client

    async def _close_later(self, client: Client) -> None:
        if client.is_alive:
            await asyncio.sleep(OVERLAP)
        await client.close()  # type: ignore[no-untyped-call]  # the SDK's
        del self._old[client]

    async def _take_in(self, client: Client, request: slack_sdk.socket_mode.request.SocketModeRequest) -> None:
        """Dispatch, acknowledge, and only then do what was left for later; a stop waits for it."""
        self._spawn(self._answer(client, request))

    async def _answer(self, client: Client, request: slack_sdk.socket_mode.request.SocketModeRequest) -> None:
        internals = slack_bolt.adapter.socket_mode.async_internals
        with self._gateway.deferring() as later:
            response = await internals.run_async_bolt_app(self._app, request)
        try:
            await internals.send_async_response(client, request, response, time.time())
        except ConnectionError:  # it is saved all the same, and what follows from it happens
            log.warning("an acknowledgement was lost with its socket")
        for work in later:
            self._spawn(work)

    def _spawn(self, work: bot.slack.Later) -> None:
        task: asyncio.Task[object] = asyncio.ensure_future(bot.boundary.guarded("answering", work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
