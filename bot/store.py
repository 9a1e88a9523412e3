"""The store as the event loop uses it: one writer thread in turn, a few readers beside it."""

import asyncio
import collections.abc
import concurrent.futures
import contextlib
import logging
import os
import signal
import threading
import time
import typing

import sqlmodel

import bot.errors
import data.database
import data.migrations

T = typing.TypeVar("T")
Work = collections.abc.Callable[[sqlmodel.Session], T]

log = logging.getLogger(__name__)

PATIENCE = 0.5
"""Seconds that our own writes wait for another process's lock before they try again later."""

LOOK = 5.0
"""Seconds from one look to the next whether we still hold the store alone."""


class TooLate(data.database.Busy):
    """The store had no time for this before its deadline; nothing of it was saved, or will be."""


class Store:
    """Reads and writes for the event loop. Writes are done one after the other, in the order they came."""

    def __init__(self, database: data.database.Database) -> None:
        self.database = database
        self._writer = concurrent.futures.ThreadPoolExecutor(1, "writer")
        self._readers = concurrent.futures.ThreadPoolExecutor(data.database.READERS, "reader")

    async def read(self, work: Work[T], seconds: float | None = None) -> T:
        """The work's result, from one consistent state; TooLate if it is not there after so many `seconds`."""
        try:
            async with asyncio.timeout(seconds):
                return await asyncio.wrap_future(self._readers.submit(self._reading, work))
        except TimeoutError:
            raise TooLate("The store does not answer in time.") from None

    async def write(self, work: Work[T], seconds: float | None = None) -> T:
        """The work's result, once it is saved.

        With `seconds`, work that has not begun by then is dropped untouched (TooLate). Once its transaction has begun
        its outcome is waited for: nothing is ever refused and saved.
        """
        deadline = None if seconds is None else time.monotonic() + seconds
        future = self._writer.submit(self._writing, work, deadline)
        waiting = asyncio.wrap_future(future)
        if seconds is not None:
            await asyncio.wait([waiting], timeout=seconds)
            if not waiting.done() and future.cancel():
                raise TooLate("The store is busy.")
        return await waiting

    def _reading(self, work: Work[T]) -> T:
        with self.database.reading() as session:
            return work(session)

    def _writing(self, work: Work[T], deadline: float | None) -> T:
        wait = PATIENCE if deadline is None else deadline - time.monotonic()
        if wait <= 0:
            raise TooLate("The store is busy.")
        with self.database.writing(wait) as session:
            return work(session)

    def close(self) -> None:
        """Finish what was begun; the database stays open."""
        self._writer.shutdown()
        self._readers.shutdown()


def open_database(url: str) -> data.database.Database:
    """A store at the newest schema. Raises `data.database.StoreError`, with a sentence, if it can't be had."""
    database = data.database.Database(url)
    try:
        if database.schema_version() != data.migrations.HEAD:
            _migrate(database)
    except data.database.StoreError:
        database.close()
        raise
    return database


def _migrate(database: data.database.Database) -> None:
    """Load Alembic, which takes longer than all the rest of a start, only for a store that needs it."""
    import data.migrations.upgrade

    data.migrations.upgrade.run(database)


class RunningAlready(bot.errors.Refusal):
    """Another `muster run` holds this store."""


@contextlib.contextmanager
def held_alone(database: data.database.Database) -> collections.abc.Iterator[None]:
    """Hold the store for one `muster run`, and see to it that it stays so: a server may lose us, and let another in.

    Then this process is told to stop, as by SIGTERM, and RunningAlready comes at the end.
    """
    if not database.take_alone():
        raise RunningAlready(f"Another `muster run` works on {database.name} already.")
    ended, lost = threading.Event(), threading.Event()
    watch = threading.Thread(target=_watch, args=(database, ended, lost), name="hold", daemon=True)
    watch.start()
    try:
        yield
    finally:
        ended.set()
        watch.join()
        database.let_go()
    if lost.is_set():
        raise RunningAlready(f"Another `muster run` took {database.name} while its server could not be reached.")


def _watch(database: data.database.Database, ended: threading.Event, lost: threading.Event) -> None:
    while not ended.wait(LOOK):
        try:
            if not database.take_alone():
                lost.set()
                os.kill(os.getpid(), signal.SIGTERM)
                return
        except data.database.StoreError as error:
            log.warning("the store can't be held alone right now", extra={"reason": str(error)})
