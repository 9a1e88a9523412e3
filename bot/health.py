"""Whether Muster can do its work now, for whoever supervises the process."""

import asyncio
import collections.abc
import dataclasses
import datetime
import importlib.metadata
import logging
import time
import typing

import sqlmodel

import bot.clock
import bot.sender
import bot.store
import bot.tally
import data.outbox
import data.pauses
import data.settings

log = logging.getLogger(__name__)

STORE_SECONDS = 2.0
"""In which the store must answer a read."""

DEAD_SECONDS = 30.0
"""After which a socket that is not replaced is a fault: a fresh one takes a second or two."""

MODES = ("live", "quiet", "paused")

FAILING = 3
"""How often a job must have failed on end to be a fault: once may be a store that was busy."""

STUCK = datetime.timedelta(minutes=10)
"""After which a notice that could go is a fault, if none has gone in that time."""


class Connection(typing.Protocol):
    """How Slack's requests come in, as far as health asks."""

    @property
    def dead_seconds(self) -> float:
        """For how long nothing could have come in."""

    def facts(self) -> collections.abc.Mapping[str, object]:
        """What else there is to say of it."""


@dataclasses.dataclass(frozen=True)
class Seen:
    """What the store holds now. `overdue` is for how long the longest due notice that could go has been due."""

    mode: str
    overdue: datetime.timedelta
    notices: collections.abc.Mapping[str, int]


class Health:
    """Asks every part how it is."""

    def __init__(
        self,
        store: bot.store.Store,
        clock: bot.clock.Clock,
        sender: bot.sender.Sender,
        connection: Connection,
        tally: bot.tally.Tally,
    ) -> None:
        self._store = store
        self._clock = clock
        self._sender = sender
        self._connection = connection
        self._looking: asyncio.Future[Seen] | None = None
        self.tally = tally

    @property
    def uptime(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self.tally.began

    async def look(self) -> Seen | None:
        """What the store holds; None if it can't be read in time. Those who ask meanwhile share one look."""
        if self._looking is None or self._looking.done():
            self._looking = asyncio.ensure_future(self._store.read(self._see))
        looking = self._looking
        await asyncio.wait([looking], timeout=STORE_SECONDS)
        if not looking.done():
            return None
        error = looking.exception()
        if error is not None:
            log.warning("the store can't be read", extra={"error": str(error)})
            return None
        return looking.result()

    async def report(self) -> dict[str, object]:
        """All of it, for JSON; `faults` is empty while Muster can do its work."""
        seen = await self.look()
        idle = datetime.timedelta(seconds=time.monotonic() - self.tally.last_sent)
        stuck = seen is not None and self._sender.is_authorised and min(seen.overdue, idle) > STUCK
        failing = [job for job, times in self.tally.failing.items() if times >= FAILING]
        faults = {
            "The store can't be read.": seen is None,
            "The connection to Slack is dead.": self._connection.dead_seconds > DEAD_SECONDS,
            "Slack does not take the token.": not self._sender.is_authorised,
            "A notice that could go is not sent.": stuck,
            "A job fails again and again.": bool(failing),
        }
        return {
            "faults": [fault for fault, holds in faults.items() if holds],
            "process": {"version": importlib.metadata.version("muster"), "uptime_seconds": round(self.uptime)},
            "store": {"readable": seen is not None},
            "connection": {**self._connection.facts(), "dead_seconds": round(self._connection.dead_seconds, 1)},
            "sender": {
                "authorised": self._sender.is_authorised,
                "oldest_due_seconds": round(seen.overdue.total_seconds()) if seen else None,
            },
            "jobs": {"failing": failing},
            "mode": seen.mode if seen else None,
        }

    def _see(self, session: sqlmodel.Session) -> Seen:
        now = self._clock.now()
        waiting = bot.sender.list_waiting(session, now, self._clock.real())
        overdue = max((now - notice.due_at for notice in waiting), default=datetime.timedelta(0))
        return Seen(_mode(session, now), overdue, data.outbox.count_by_state(session))


def _mode(session: sqlmodel.Session, now: datetime.datetime) -> str:
    if data.settings.find_milestone(session, data.settings.WENT_LIVE) is None:
        return "quiet"
    return "paused" if data.pauses.list_running(session, now) else "live"
