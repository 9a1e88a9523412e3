"""The metronome: says when to look, and decides nothing."""

import datetime
import logging

import apscheduler.schedulers.asyncio

import bot.boundary
import bot.clock
import bot.sender
import bot.store
import bot.tally
import data.database
import jobs

log = logging.getLogger(__name__)

A_STEP = 5.0
"""Seconds that a step of a followed clock may take to send what is due."""

SLOW = datetime.timedelta(hours=1)
"""Jobs that look so seldom, or more so, need not look at every step of a followed clock."""


class Ticks:
    """Runs the jobs: each at its own pace, or all of them at one instant."""

    def __init__(
        self, store: bot.store.Store, clock: bot.clock.Clock, sender: bot.sender.Sender, tally: bot.tally.Tally
    ) -> None:
        self._store = store
        self._clock = clock
        self._sender = sender
        self._tally = tally
        self._last: dict[str, datetime.datetime] = {}

    def scheduler(self) -> apscheduler.schedulers.asyncio.AsyncIOScheduler:
        """Interval ticks that are never dropped for being late, and never pile up."""
        made = apscheduler.schedulers.asyncio.AsyncIOScheduler(timezone=datetime.UTC)
        for job in jobs.JOBS:
            made.add_job(
                self.beat,
                "interval",
                args=[job],
                seconds=job.every.total_seconds(),
                id=job.name,
                coalesce=True,
                misfire_grace_time=None,
            )
        return made

    async def beat(self, job: jobs.Job) -> None:
        """One tick of one job, and what it enqueued may go."""
        await self.once(job)
        self._sender.wake()

    async def once(self, job: jobs.Job) -> None:
        """One tick of one job, in one transaction."""
        now = self._last[job.name] = self._clock.now()
        tick = self._store.write(lambda session: job.tick(session, now))
        try:
            done = await bot.boundary.guarded(f"job {job.name}", tick, data.database.StoreError)
            self._tally.tick(job.name, not isinstance(done, bot.boundary.Failure))
        except data.database.StoreError as error:
            self._tally.tick(job.name, done=False)
            log.warning("a job waits for its next tick", extra={"job": job.name, "error": str(error)})

    async def all(self) -> None:
        """One tick of every job."""
        for job in jobs.JOBS:
            await self.once(job)

    async def live_through(self) -> None:
        """A followed clock's step: what is due then is planned, and sent. Jobs at a slow pace keep to it."""
        now = self._clock.now()
        for job in jobs.JOBS:
            if job.every < SLOW or job.name not in self._last or now - self._last[job.name] >= job.every:
                await self.once(job)
        await self._sender.drain(A_STEP)
