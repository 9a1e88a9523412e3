"""How long a command that writes takes until its acknowledgement, which is given when it is saved."""

import asyncio
import collections.abc
import contextlib
import datetime
import functools
import itertools
import pathlib
import sqlite3
import subprocess
import sys
import time

import bench.control
import bench.door
import bench.echo
import bench.figures
import bench.programme
import bench.site

ADVISERS = 200
FIRST_DAY = datetime.date(2040, 1, 1)
MANY = 32
"""Commands on their way at once where the throughput is measured."""

WARM = 50

Series = list[float]
Slack = bench.control.Control | bench.door.Door


async def figures(folder: pathlib.Path, quick: bool) -> list[bench.figures.Figure]:
    """Latency at one and at ten at once in units of F, through the sandbox; and throughput, through the bare door."""
    number = 300 if quick else 2000
    folders = bench.site.folders(folder, "latency", "throughput")
    commit = _commits(folder, number)
    async with bench.control.opened(tuple(map(bench.programme.adviser, range(ADVISERS)))) as control:
        with _child("-m", "bench.echo", control.address, bench.site.APP_TOKEN):
            await control.connected()
            echo = await _series(control, number, at_once=1)
        await control.connected(0)
        async with _bot(control, folders[0]):
            one = await _series(control, number, at_once=1)
            ten = await _series(control, number, at_once=10)
    async with bench.door.opened() as door, _bot(door, folders[1]):
        began = time.perf_counter()
        many = await _series(door, 2 * number, at_once=MANY)
        throughput = len(many) / (time.perf_counter() - began)
    commit += _commits(folder, number)
    echo_p50, commit_p50 = (bench.figures.percentile(series, 50) for series in (echo, commit))
    unit = echo_p50 + commit_p50
    shown = f"{bench.figures.milliseconds(echo_p50)} + {bench.figures.milliseconds(commit_p50)}"
    return [
        bench.figures.Figure("F: a bare echo + a raw commit, p50", shown, "1.00 F", "", True),
        _in_units("durable command, p50 at 1", one, 50, unit, 4),
        _in_units("durable command, p99 at 1", one, 99, unit, 12),
        _in_units("durable command, p99 at 10 at once", ten, 99, unit, 50),
        bench.figures.at_least(f"durable commands a second, {MANY} at once", throughput, 1000, "/s"),
    ]


def _in_units(what: str, series: Series, percent: int, unit: float, most: float) -> bench.figures.Figure:
    value = bench.figures.percentile(series, percent)
    return bench.figures.times(what, value, unit, most, bench.figures.milliseconds(value), "F")


@contextlib.asynccontextmanager
async def _bot(slack: Slack, folder: pathlib.Path) -> collections.abc.AsyncIterator[None]:
    """A bot that has joined and is warm."""
    with contextlib.closing(bench.site.Site(f"{slack.address}/api/", folder)) as site:
        now = datetime.datetime.now(datetime.UTC)
        site.write(functools.partial(bench.programme.fill, freelancers=60, advisers=ADVISERS, now=now))
        bench.programme.settle(site.store, now)
        child = site.spawn()
        await slack.connected()
        await asyncio.to_thread(site.joined, child)
        await _series(slack, WARM, at_once=1)
        yield


async def _series(slack: Slack, number: int, at_once: int) -> Series:
    """The seconds to each acknowledgement, with so many commands always on their way."""
    days = itertools.islice(_DAYS, number)
    series: Series = []

    async def ask() -> None:
        for count, text in days:
            answered = await slack.command(bench.programme.adviser(count % ADVISERS), "/duty", text)
            assert answered.text == bench.echo.TEXT or "away" in answered.text, answered.text
            series.append(answered.seconds)

    await asyncio.gather(*(ask() for _ in range(at_once)))
    return series


def _days() -> collections.abc.Iterator[tuple[int, str]]:
    """Each command names days that nobody has named before: it writes them, what the audit says of them, and its key.

    They are so far ahead that they touch no shift: what follows from those that do is another matter.
    """
    for count in itertools.count():
        day = FIRST_DAY + datetime.timedelta(days=2 * (count // ADVISERS))
        yield count, f"away {day} {day}"


_DAYS = _days()


def _commits(folder: pathlib.Path, number: int) -> Series:
    """One row, one transaction, as durable as the store's."""
    with contextlib.closing(sqlite3.connect(folder / "raw.db", isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("CREATE TABLE IF NOT EXISTS raw (id INTEGER PRIMARY KEY, text TEXT)")
        return [
            bench.figures.timed(lambda: connection.execute("INSERT INTO raw (text) VALUES ('a row')"))
            for _ in range(number)
        ]


@contextlib.contextmanager
def _child(*arguments: str) -> collections.abc.Iterator[None]:
    child = subprocess.Popen([sys.executable, *arguments], env=bench.site.passed_on())
    try:
        yield
    finally:
        child.kill()
        child.wait()
