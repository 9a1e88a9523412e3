"""`muster run`: builds every part, joins the workspace, and stops cleanly."""

import asyncio
import collections.abc
import contextlib
import functools
import gc
import logging
import os
import signal
import socket
import sys
import threading

import aiohttp
import apscheduler.schedulers.asyncio

import bot.boundary
import bot.clock
import bot.delivery
import bot.entrances
import bot.health
import bot.joining
import bot.log
import bot.members
import bot.people
import bot.preparation
import bot.readiness
import bot.sender
import bot.settings
import bot.slack
import bot.store
import bot.tally
import bot.ticks
import data.database

Sequence = collections.abc.Sequence

log = logging.getLogger(__name__)

SWITCH = 0.0005
"""Seconds that a thread may keep the others waiting; with Python's own 5 ms an acknowledgement waits for the writer."""

JOINED = "Muster has joined."
"""The one line on standard output, for whoever waits for it."""

STOPPING = 5.0
"""Seconds that a stop waits for messages on their way; what takes longer is looked for after the next start."""


def start(env_file: bool, stop_with_stdin: bool) -> None:
    """Read the settings, open the store and hold it alone, and work until told to stop.

    Raises `bot.errors.Refusal` or `data.database.StoreError` for what whoever runs Muster can mend.
    """
    settings = bot.settings.load(joins=True, env_file=env_file)
    secrets = [getattr(settings, name.lower()).get_secret_value() for name in bot.settings.SECRETS]
    bot.log.configure(settings.log_level, settings.log_format, secrets)
    gc.collect()
    gc.freeze()  # what is loaded now stays for good, and need not be looked through again and again
    sys.setswitchinterval(SWITCH)
    opened = contextlib.closing(bot.store.open_database(settings.database_url))
    with opened as database, bot.store.held_alone(database):
        asyncio.run(_until_signalled(settings, database, stop_with_stdin))


async def _until_signalled(
    settings: bot.settings.Settings, database: data.database.Database, stop_with_stdin: bool
) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    if stop_with_stdin:
        _stop_with_stdin(loop, stop)
    await run(settings, database, stop)


async def run(settings: bot.settings.Settings, database: data.database.Database, stop: asyncio.Event) -> None:
    """Join the workspace and work until `stop`."""
    store = bot.store.Store(database)
    try:
        with bot.entrances.reserved(settings) as port:
            async with aiohttp.ClientSession() as session:
                await _until(stop, asyncio.ensure_future(_work(settings, store, session, port)))
    finally:
        store.close()


def _stop_with_stdin(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    """A parent's standard input pipe closes however the parent ends."""

    def read() -> None:
        while os.read(0, 4096):
            pass
        loop.call_soon_threadsafe(stop.set)

    threading.Thread(target=read, daemon=True).start()


async def _until(stop: asyncio.Event, working: asyncio.Task[None]) -> None:
    """Let it work until it fails or a stop is asked for, which cancels it once: it then cleans up in its own time."""
    stopping = asyncio.ensure_future(stop.wait())
    await asyncio.wait([working, stopping], return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    working.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await working


async def _work(
    settings: bot.settings.Settings,
    store: bot.store.Store,
    session: aiohttp.ClientSession,
    port: socket.socket | None,
) -> None:
    clock = await _clock(settings, session)
    token = settings.slack_bot_token.get_secret_value()
    web = bot.joining.client(settings, session, token)
    identity = await bot.joining.identify(web, token)
    await store.write(lambda opened: bot.joining.belong(opened, identity.team_id, clock.now(), identity.url))
    await bot.preparation.prepare(settings, store, clock, web)

    tally = bot.tally.Tally()
    delivery = bot.delivery.Delivery(web, settings.muster_http_timeout, tally)
    sender = bot.sender.Sender(store, delivery, clock, settings.muster_http_timeout, settings.muster_lease_margin)
    gateway = bot.slack.Gateway(store, clock, web, identity, sender.wake, tally)
    app = gateway.app(bot.joining.client(settings, session, token=None), settings.muster_transport == "http")
    slack = bot.entrances.connection(settings, app, gateway, web, clock)
    health = bot.health.Health(store, clock, sender, slack, tally)
    entrances = bot.entrances.beside(slack, port, health)
    ticks = bot.ticks.Ticks(store, clock, sender, tally)
    looks = bot.people.Looks(store, clock, web, sender.wake)
    members = bot.members.Members(store, clock, web, identity.bot_user_id)

    await ticks.all()
    for entrance in entrances:
        await entrance.connect()
    log.info("joined", extra={"team": identity.team_id, "bot": identity.bot_user_id})
    sys.stdout.write(f"{JOINED}\n")
    sys.stdout.flush()
    checking = bot.boundary.guarded("checking what is ready", bot.readiness.check(store, web, clock.now()))
    work = [checking, looks.run(), members.run(), *(entrance.keep() for entrance in entrances)]
    if isinstance(clock, bot.clock.FollowedClock):
        work.append(clock.follow(session, functools.partial(_live_through, ticks, looks, members)))
    await _at_work(sender, ticks.scheduler(), entrances, work)


async def _clock(settings: bot.settings.Settings, session: aiohttp.ClientSession) -> bot.clock.Clock:
    if not settings.muster_clock_url:
        return bot.clock.Clock()
    clock = bot.clock.FollowedClock(settings.muster_clock_url)
    await clock.set(session)
    return clock


async def _live_through(ticks: bot.ticks.Ticks, looks: bot.people.Looks, members: bot.members.Members) -> None:
    looks.wake()
    members.wake()
    await ticks.live_through()


async def _at_work(
    sender: bot.sender.Sender,
    scheduler: apscheduler.schedulers.asyncio.AsyncIOScheduler,
    entrances: Sequence[bot.entrances.Entrance],
    work: Sequence[collections.abc.Coroutine[object, object, object]],
) -> None:
    """Everything at work, until cancelled; then nothing new is begun, and what is on its way may finish.

    The sender alone is not cancelled, but stopped: between taking a notice and sending it there is nowhere to end.
    """
    scheduler.start()
    sending = asyncio.ensure_future(sender.run())
    others = [asyncio.ensure_future(each) for each in work]
    try:
        await asyncio.gather(asyncio.shield(sending), *others)
    finally:
        log.info("stopping")
        scheduler.shutdown(wait=False)
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        for entrance in reversed(entrances):
            await bot.boundary.guarded("closing an entrance", entrance.close())
        await sender.stop(STOPPING)
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)
