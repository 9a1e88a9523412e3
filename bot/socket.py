"""The socket to Slack: opened anew when it dies or Slack asks for it, the next one before the last one is closed."""

import asyncio
import logging
import time

import slack_bolt.adapter.socket_mode.async_internals
import slack_bolt.async_app
import slack_sdk.socket_mode.aiohttp
import slack_sdk.socket_mode.request
import slack_sdk.web.async_client

import bot.joining
import bot.slack
import bot.underway

log = logging.getLogger(__name__)

PING = 2.0
"""Seconds between pings; with the SDK's 10 an aborted socket costs 9 s of commands."""

OLDEST_FRAME = 3 * PING
CONNECTING = 5.0
WATCH = 0.5
OVERLAP = 3.0
"""Seconds that a socket replaced on Slack's wish stays open: Slack waits no longer for an acknowledgement on it."""

CLOSING = 1.0
"""Seconds that Slack has to close a socket as well; one that is dead would never."""

LINGER = 1.0
"""Seconds that a stop waits for acknowledgements on their way."""

REFUSED_WAIT = 5.0


class Client(slack_sdk.socket_mode.aiohttp.SocketModeClient):
    """One socket, used once: where the SDK would reconnect it, a new one takes its place.

    The SDK's own reconnecting tries a one-time address for ever after one failed handshake.
    """

    renewal_wanted = False
    opened_at = 0.0

    async def connect_to_new_endpoint(self, force: bool = False) -> None:  # noqa: ARG002  # the SDK's own signature
        """Called by the SDK when this socket has died, or Slack will close it."""
        self.renewal_wanted = True

    async def close(self) -> None:
        """Close it, without waiting for a Slack that does not answer any more."""
        try:
            async with asyncio.timeout(CLOSING):
                await super().close()  # type: ignore[no-untyped-call]  # the SDK's
        except TimeoutError:
            await super().close()  # type: ignore[no-untyped-call]  # the SDK's; it waits for nobody the second time

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
        self._underway = bot.underway.Underway()
        self._alive_at = time.monotonic()
        self._old: dict[Client, asyncio.Task[None]] = {}

    async def connect(self) -> None:
        """Open a socket. Raises `bot.joining.NotJoined` if Slack does not take the app's token."""
        while self._client is None:
            self._client = await self._opened()

    @property
    def dead_seconds(self) -> float:
        """For how long no socket has been alive; 0 while one is."""
        now = time.monotonic()
        if self._client is not None and self._client.is_alive:
            self._alive_at = now
        return now - self._alive_at

    def facts(self) -> dict[str, object]:
        """What the health report says of it: the ages of the socket and of its last sign of life, in seconds."""
        if self._client is None:
            return {"transport": "socket"}
        opened, frame = self._client.opened_at, self._client.last_ping_pong_time
        ages = {"age_seconds": time.time() - opened, "last_frame_seconds": time.time() - (frame or opened)}
        return {"transport": "socket", **{name: round(seconds, 1) for name, seconds in ages.items()}}

    async def keep(self) -> None:
        """Replace the socket whenever it must be; until cancelled."""
        while True:
            await asyncio.sleep(WATCH)
            client = self._client
            if client is None or client.renewal_wanted or self.dead_seconds:
                await self._replace(client)

    async def close(self) -> None:
        """Take nothing more in, and let the acknowledgements on their way be sent, with what follows each."""
        for client in filter(None, [self._client, *self._old]):
            client.socket_mode_request_listeners.clear()
        await self._underway.finish(LINGER)
        for closing in self._old.values():
            closing.cancel()
        for client in filter(None, [self._client, *self._old]):
            await client.close()

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
        self._gateway.tally.reconnects += 1
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
            await client.close()
            return None
        except asyncio.CancelledError:
            await client.close()
            raise
        client.opened_at = time.time()
        log.info("connected to Slack")
        return client

    async def _close_later(self, client: Client) -> None:
        if client.is_alive:
            await asyncio.sleep(OVERLAP)
        await client.close()
        del self._old[client]

    async def _take_in(self, client: Client, request: slack_sdk.socket_mode.request.SocketModeRequest) -> None:
        """Dispatch, acknowledge, and only then do what was left for later; a stop waits for it."""
        self._underway.spawn(self._answer(client, request))

    async def _answer(self, client: Client, request: slack_sdk.socket_mode.request.SocketModeRequest) -> None:
        came = time.monotonic()
        internals = slack_bolt.adapter.socket_mode.async_internals
        with self._gateway.deferring() as later:
            response = await internals.run_async_bolt_app(self._app, request)
        try:
            await internals.send_async_response(client, request, response, time.time())
        except ConnectionError:  # it is saved all the same, and what follows from it happens
            log.warning("an acknowledgement was lost with its socket")
        else:
            self._gateway.tally.answer(response.status, time.monotonic() - came)
        for work in later:
            self._underway.spawn(work)
