"""How long a start takes until the first answer, and how much memory the bot holds at rest."""

import asyncio
import contextlib
import datetime
import functools
import pathlib
import statistics
import subprocess
import sys
import time

import bench.door
import bench.figures
import bench.programme
import bench.site

IMPORTS = "import slack_bolt.async_app, sqlmodel; print(flush=True); input()"
REST = 1.0
"""Seconds after the first answer at which the bot is at rest."""


async def figures(folder: pathlib.Path, quick: bool) -> list[bench.figures.Figure]:
    """Against a process that only imports what the bot stands on; the two take turns."""
    bots, bare = [], []
    async with bench.door.opened() as door:
        with contextlib.closing(bench.site.Site(f"{door.address}/api/", folder)) as site:
            now = datetime.datetime.now(datetime.UTC)
            site.write(functools.partial(bench.programme.fill, freelancers=60, advisers=12, now=now))
            for _ in range(2 if quick else 5):
                bare.append(await asyncio.to_thread(_bare))
                bots.append(await _bot(door, site))
    seconds, memory = (statistics.median(one[part] for one in bots) for part in (0, 1))
    bare_seconds, bare_memory = (statistics.median(one[part] for one in bare) for part in (0, 1))
    shown = bench.figures.milliseconds(seconds)
    return [
        bench.figures.times("muster run, to the first answer, against bare imports", seconds, bare_seconds, 4, shown),
        bench.figures.times("memory at rest, against the same", memory, bare_memory, 2, f"{memory / 1024:.0f} MiB"),
    ]


def _bare() -> tuple[float, int]:
    """Seconds and KiB of a process that has imported and waits."""
    began = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", IMPORTS], env=bench.site.passed_on(), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        child.stdout.readline()
        seconds = time.perf_counter() - began
        memory = _memory(child.pid)
        child.kill()
    return seconds, memory


async def _bot(door: bench.door.Door, site: bench.site.Site) -> tuple[float, int]:
    """Seconds until it has answered somebody, and KiB when it is at rest."""
    door.forget()
    began = time.perf_counter()
    child = site.spawn()
    await door.connected()
    await door.command(bench.programme.adviser(1), "/duty", "")
    seconds = time.perf_counter() - began
    await asyncio.sleep(REST)
    memory = _memory(child.pid)
    await asyncio.to_thread(site.stop, child)
    return seconds, memory


def _memory(pid: int) -> int:
    """Resident KiB, as `ps` says on Linux and macOS."""
    said = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, check=True)
    return int(said.stdout)
