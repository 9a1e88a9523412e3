"""A store that another process holds, or a disk that is full, with many waiting: all are answered, and rightly."""

import asyncio
import collections.abc
import contextlib
import dataclasses
import datetime
import functools
import pathlib
import resource
import sqlite3

import bench.control
import bench.door
import bench.programme
import bench.site

ADVISERS = 50
FIRST_DAY = datetime.date(2040, 1, 1)
HELD, FREED, FULL = "held by another process", "held, and freed after a second", "a full disk"
A_SECOND = 1.0
AFTERWARDS = 3.0
"""Seconds in which what was refused would be written, were it still on its way."""

ROOM = 2**16
"""Bytes that still fit on the full disk: a few writes."""

IN_TIME = 2.5

Withheld = contextlib.AbstractAsyncContextManager[None]


@dataclasses.dataclass(frozen=True)
class Result:
    """How long the slowest answer took, how many were told that they are saved, and who was told wrong."""

    what: str
    waiting: int
    slowest: float
    saved: int
    missing: int
    written_later: int

    @property
    def is_clean(self) -> bool:
        """Whether nobody waited too long or was told wrong."""
        return self.slowest <= IN_TIME and not self.missing and not self.written_later


async def run(folder: pathlib.Path, waiting: int) -> list[Result]:
    """So many commands at once, in each way to withhold the store, on one bot."""
    people = tuple(map(bench.programme.adviser, range(ADVISERS)))
    async with bench.control.opened(people) as control:
        with contextlib.closing(bench.site.Site(f"{control.address}/api/", folder)) as site:
            now = datetime.datetime.now(datetime.UTC)
            site.write(functools.partial(bench.programme.fill, freelancers=60, advisers=ADVISERS, now=now))
            bench.programme.settle(site.store, now)
            child = await asyncio.to_thread(site.start)
            file = folder / "muster.db"
            ways = {HELD: _held(file, None), FREED: _held(file, A_SECOND)}
            if hasattr(resource, "prlimit"):  # on Linux alone
                ways[FULL] = _full(child.pid, file)
            found = []
            for number, (what, withheld) in enumerate(ways.items()):
                found.append(await _under(control, file, what, withheld, number * waiting, waiting))
            await asyncio.to_thread(site.stop, child)
    return found


async def _under(
    control: bench.control.Control, file: pathlib.Path, what: str, withheld: Withheld, first: int, waiting: int
) -> Result:
    days = [FIRST_DAY + datetime.timedelta(days=first + number) for number in range(waiting)]
    async with withheld:
        answers = await asyncio.gather(*(_ask(control, number, day) for number, day in enumerate(days)))
    await asyncio.sleep(AFTERWARDS)
    told = {day.isoformat() for day, answer in zip(days, answers, strict=True) if "are away" in answer.text}
    with contextlib.closing(sqlite3.connect(file)) as store:
        known = {starts for (starts,) in store.execute("SELECT starts FROM absence")}
    asked = {day.isoformat() for day in days}
    return Result(
        what,
        waiting,
        max(answer.seconds for answer in answers),
        len(told),
        missing=len(told - known),
        written_later=len(known & asked - told),
    )


async def _ask(control: bench.control.Control, number: int, day: datetime.date) -> bench.door.Answered:
    return await control.command(bench.programme.adviser(number % ADVISERS), "/duty", f"away {day}")


@contextlib.asynccontextmanager
async def _held(file: pathlib.Path, seconds: float | None) -> collections.abc.AsyncIterator[None]:
    """Another process writes: until the end, or for so many seconds."""
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        freeing = asyncio.get_running_loop().call_later(seconds, other.rollback) if seconds else None
        yield
        if freeing is not None:
            freeing.cancel()


@contextlib.asynccontextmanager
async def _full(pid: int, file: pathlib.Path) -> collections.abc.AsyncIterator[None]:
    """The kernel lets the bot's files grow no further, as where there is no room; a few more writes may fit."""
    log = file.with_name(f"{file.name}-wal")
    before = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (log.stat().st_size + ROOM, before[1]))
    yield
    resource.prlimit(pid, resource.RLIMIT_FSIZE, before)
