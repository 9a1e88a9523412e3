"""Slack's requests by HTTP: each is measured, then its signature checked, and only then is it read."""

import asyncio
import collections.abc
import logging
import time

import slack_bolt.async_app
import slack_bolt.request.async_request
import slack_bolt.response
import starlette.background
import starlette.requests
import starlette.responses

import bot.boundary
import bot.clock
import bot.signature
import bot.slack
import bot.underway

Sequence = collections.abc.Sequence

log = logging.getLogger(__name__)

MOST_BYTES = 1024 * 1024
"""Far more than Slack sends: a form holds 250 kB at most, and its encoding at most trebles it."""

READING = 3.0
"""Seconds in which a body must have come; Slack waits no longer either."""

LINGER = 1.0
"""Seconds that a stop waits for what follows the acknowledgements that were sent."""

SAID_AGAIN = 60.0
"""Seconds until the same refusal is logged again: whoever forges requests must not fill the disk."""


class TurnedAway(Exception):
    """A request that is not taken in. Its sender reads the status alone; the reason is for our log."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


class Http:
    """Takes Slack's requests from the server, and gives them to Bolt."""

    dead_seconds = 0.0
    """Slack comes by itself: there is no connection of ours that could die."""

    def __init__(
        self, app: slack_bolt.async_app.AsyncApp, gateway: bot.slack.Gateway, clock: bot.clock.Clock, secret: str
    ) -> None:
        self._app = app
        self._gateway = gateway
        self._clock = clock
        self._secret = secret
        self._underway = bot.underway.Underway()
        self._said: dict[str, float] = {}

    async def connect(self) -> None:
        """Nothing to do: the server listens."""

    async def keep(self) -> None:
        """Nothing to watch; until cancelled."""
        await asyncio.Event().wait()

    async def close(self) -> None:
        """Let what follows the acknowledgements be done."""
        await self._underway.finish(LINGER)

    def facts(self) -> dict[str, object]:
        """What the health report says of it."""
        return {"transport": "http"}

    async def answer(self, request: starlette.requests.Request) -> starlette.responses.Response:
        """Dispatch, acknowledge, and only then do what was left for later."""
        came = time.monotonic()
        if request.method != "POST":
            return starlette.responses.Response()  # Slack's look at the certificate (`ssl_check`)
        try:
            body = await self._genuine(request)
        except TurnedAway as refusal:
            return self._turn_away(refusal)
        with self._gateway.deferring() as later:
            response = await bot.boundary.guarded("a request", self._dispatch(request, body))
        if isinstance(response, bot.boundary.Failure):
            response = slack_bolt.response.BoltResponse(status=500)
        after = starlette.background.BackgroundTask(self._follow, response.status, later, came)
        headers = response.first_headers_without_set_cookie()
        return starlette.responses.Response(response.body, response.status, headers, background=after)

    async def _genuine(self, request: starlette.requests.Request) -> bytes:
        """The body of a request that is Slack's; raises TurnedAway, by the cheapest reason that there is."""
        if int(request.headers.get("content-length", "0")) > MOST_BYTES:
            raise TurnedAway(413, "it is too large")
        timestamp = request.headers.get(bot.signature.TIMESTAMP, "")
        signature = request.headers.get(bot.signature.SIGNATURE, "")
        fault = bot.signature.fault_of_time(timestamp, signature, self._clock.real().timestamp())
        if fault is not None:
            raise TurnedAway(401, fault)
        body = await _read(request)
        if not bot.signature.is_genuine(self._secret, timestamp, body, signature):
            raise TurnedAway(401, "its signature is wrong")
        return body

    async def _dispatch(self, request: starlette.requests.Request, body: bytes) -> slack_bolt.response.BoltResponse:
        headers: dict[str, str | Sequence[str]] = {"content-type": request.headers.get("content-type", "")}
        return await self._app.async_dispatch(
            slack_bolt.request.async_request.AsyncBoltRequest(body=body.decode(), headers=headers)
        )

    async def _follow(self, status: int, later: list[bot.slack.Later], came: float) -> None:
        self._gateway.tally.answer(status, time.monotonic() - came)
        for work in later:
            self._underway.spawn(work)

    def _turn_away(self, refusal: TurnedAway) -> starlette.responses.Response:
        self._gateway.tally.turned_away[refusal.reason] += 1
        at = time.monotonic()
        if at - self._said.get(refusal.reason, -SAID_AGAIN) >= SAID_AGAIN:
            self._said[refusal.reason] = at
            log.warning("a request was turned away, and its like is not logged for a minute: %s", refusal.reason)
        return starlette.responses.Response(status_code=refusal.status, headers={"connection": "close"})


async def _read(request: starlette.requests.Request) -> bytes:
    """The body, read no further than it may be large."""
    body = bytearray()
    try:
        async with asyncio.timeout(READING):
            async for part in request.stream():
                body += part
                if len(body) > MOST_BYTES:
                    raise TurnedAway(413, "it is too large")
    except TimeoutError:
        raise TurnedAway(408, "its body did not come in time") from None
    except starlette.requests.ClientDisconnect:
        raise TurnedAway(400, "its body broke off") from None
    return bytes(body)
