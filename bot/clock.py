"""The two clocks: the programme's, which a local Slack can move, and the machine's."""

import asyncio
import collections.abc
import datetime
import logging

import aiohttp

POLL = aiohttp.ClientTimeout(total=60)
AGAIN = 1.0
"""Seconds until a clock that does not answer is asked again."""

log = logging.getLogger(__name__)


class Clock:
    """Programme time is the machine's time."""

    def now(self) -> datetime.datetime:
        """The programme's time, aware and in UTC; read once per command or tick."""
        return self.real()

    def real(self) -> datetime.datetime:
        """The machine's time, for leases, back-off and time-outs."""
        return datetime.datetime.now(datetime.UTC)


class FollowedClock(Clock):
    """Programme time is a local Slack's. At each of its steps the programme lives through what is due then."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")
        self._ahead = datetime.timedelta(0)
        self._step = -1

    def now(self) -> datetime.datetime:
        """As far ahead of the machine's time as the followed clock was when last asked."""
        return self.real() + self._ahead

    async def set(self, session: aiohttp.ClientSession) -> None:
        """Read the clock once, before anything is dated by it."""
        async with session.get(self._url, params={"after": "-1"}, timeout=POLL) as response:
            self._take(await response.json())

    async def follow(
        self,
        session: aiohttp.ClientSession,
        live_through: collections.abc.Callable[[], collections.abc.Awaitable[None]],
    ) -> None:
        """Wait for each step, live through it, and say so; until cancelled."""
        while True:
            try:
                before = self._step
                parameters = {"after": str(before), "lived": str(before)}
                async with session.get(self._url, params=parameters, timeout=POLL) as response:
                    self._take(await response.json())
                if self._step != before:
                    await live_through()
            except (aiohttp.ClientError, TimeoutError, ValueError, KeyError) as error:
                log.warning("the clock does not answer", extra={"error": type(error).__name__})
                await asyncio.sleep(AGAIN)

    def _take(self, answer: collections.abc.Mapping[str, object]) -> None:
        self._ahead = datetime.datetime.fromisoformat(str(answer["now"])) - self.real()
        self._step = int(str(answer["step"]))
