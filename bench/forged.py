"""`python -m bench.forged --forged N --replayed N`: who is not Slack, and who repeats Slack, knock at Muster's door."""

import argparse
import asyncio
import collections
import collections.abc
import contextlib
import dataclasses
import datetime
import functools
import itertools
import pathlib
import random
import socket
import sys
import tempfile
import time
import urllib.parse

import aiohttp
import sqlmodel

import bench.door
import bench.programme
import bench.site
import bench.table
import bot.manifest
import bot.signature
import data.models

SECRET = "bench-no-secret-either"  # noqa: S105  # good for this bot alone
BUSY = "nothing was saved"
ADVISERS = 50
AT_ONCE = 16
"""Connections that are kept open."""

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
FIRST = datetime.date(2030, 1, 1)
FORGERIES = ("another secret", "another body", "too old", "too new", "no signature", "no timestamp", "garbage")


@dataclasses.dataclass(frozen=True)
class Verdict:
    """What became of it: answers by HTTP status, and effects in the store.

    `answers` holds, for each replayed request, what was said to it but for *busy, nothing was saved*, which a person
    may well read first and then, for the same request again, that it was done.
    """

    forged: collections.Counter[int]
    replayed: collections.Counter[int]
    answers: collections.abc.Sequence[collections.abc.Set[str]]
    busy: int
    effects: int
    seconds: float

    @property
    def is_clean(self) -> bool:
        """No forged request was taken in, and each replayed one had one effect and one answer."""
        accepted = sum(count for status, count in self.forged.items() if status not in (401, 413))
        return not accepted and self.effects == len(self.answers) == sum(map(len, self.answers))


def command(number: int) -> bytes:
    """A day away, as Slack would send it; each has a day of its own, so that each has an effect of its own."""
    day = FIRST + datetime.timedelta(days=2 * number)
    fields = {
        "command": "/duty",
        "text": f"away {day}",
        "team_id": "T0BENCH",
        "user_id": bench.programme.adviser(number % ADVISERS),
        "channel_id": "C0BENCH00",
        "trigger_id": f"{number}.replayed",
    }
    return urllib.parse.urlencode(fields).encode()


def signed(body: bytes, secret: str = SECRET, ahead: int = 0) -> dict[str, str]:
    """The headers that Slack would send with a body."""
    timestamp = str(int(time.time()) + ahead)
    signature = bot.signature.sign(secret, timestamp, body)
    return FORM | {bot.signature.TIMESTAMP: timestamp, bot.signature.SIGNATURE: signature}


def forgery(kind: str, chance: random.Random) -> tuple[bytes, dict[str, str]]:
    """A request that is not Slack's; its body would have an effect if it were taken in."""
    body = command(chance.randrange(10**5, 10**6))
    right = signed(body)
    match kind:
        case "another secret":
            return body, signed(body, secret=f"{SECRET}{chance.random()}")
        case "another body":
            return body.replace(b"replayed", b"forged"), right
        case "too old" | "too new":
            return body, signed(body, ahead=(-1 if kind == "too old" else 1) * (bot.signature.WINDOW + 60))
        case "no signature":
            return body, {name: value for name, value in right.items() if name != bot.signature.SIGNATURE}
        case "no timestamp":
            return body, {name: value for name, value in right.items() if name != bot.signature.TIMESTAMP}
        case _:
            return chance.randbytes(200), right | {bot.signature.SIGNATURE: f"v0={chance.randbytes(32).hex()}"}


async def run(folder: pathlib.Path, forged: int, replayed: int, seed: int = 1) -> Verdict:
    """So many of each, mixed, at a Muster of its own; a replayed request comes three times."""
    async with bench.door.opened() as door:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        environment = {"MUSTER_TRANSPORT": "http", "MUSTER_PORT": str(port), "SLACK_SIGNING_SECRET": SECRET}
        with contextlib.closing(bench.site.Site(f"{door.address}/api/", folder, environment)) as site:
            now = datetime.datetime.now(datetime.UTC)
            site.write(functools.partial(bench.programme.fill, freelancers=5, advisers=ADVISERS, now=now))
            child = await asyncio.to_thread(site.start)
            verdict = await _knock(site, f"http://127.0.0.1:{port}{bot.manifest.PATH}", forged, replayed, seed)
            await asyncio.to_thread(site.stop, child)
            return verdict


async def _knock(site: bench.site.Site, url: str, forged: int, replayed: int, seed: int) -> Verdict:
    chance = random.Random(seed)
    kinds = list(itertools.islice(itertools.cycle(FORGERIES), forged))
    knocks: list[str | int] = [*kinds, *(number for number in range(replayed) for _ in range(3))]
    chance.shuffle(knocks)
    statuses: dict[bool, collections.Counter[int]] = {False: collections.Counter(), True: collections.Counter()}
    answers: dict[int, set[str]] = collections.defaultdict(set)
    waiting = iter(knocks)
    began = time.monotonic()

    async def knocking(session: aiohttp.ClientSession) -> None:
        for knock in waiting:
            genuine = isinstance(knock, int)
            body, headers = (
                (command(knock), signed(command(knock))) if isinstance(knock, int) else forgery(knock, chance)
            )
            async with session.post(url, data=body, headers=headers) as response:
                statuses[genuine][response.status] += 1
                if isinstance(knock, int):
                    answers[knock].add(await response.text())

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=AT_ONCE)) as session:
        await asyncio.gather(*(knocking(session) for _ in range(AT_ONCE)))
    busy = sum(BUSY in text for texts in answers.values() for text in texts)
    given = [{text for text in texts if BUSY not in text} for texts in answers.values()]
    seconds = time.monotonic() - began
    return Verdict(statuses[False], statuses[True], list(filter(None, given)), busy, _effects(site), seconds)


def _effects(site: bench.site.Site) -> int:
    """The days away that the store holds now, of those that were sent."""
    starts = sqlmodel.col(data.models.Absence.starts)
    with site.store.reading() as session:
        return len(session.exec(sqlmodel.select(starts).where(starts >= FIRST)).all())


def show(verdict: Verdict) -> None:
    """A table of it."""
    rows = [
        *((f"forged, answered {status}", str(count)) for status, count in sorted(verdict.forged.items())),
        *((f"replayed thrice, answered {status}", str(count)) for status, count in sorted(verdict.replayed.items())),
        ("requests that were replayed", str(len(verdict.answers))),
        ("different answers that they had", str(sum(map(len, verdict.answers)))),
        ("told first that Muster is busy", str(verdict.busy)),
        ("effects in the store", str(verdict.effects)),
        ("seconds", f"{verdict.seconds:.0f}"),
    ]
    bench.table.show("Forged and replayed requests by HTTP", ("what", "number"), rows)


def campaign(folder: pathlib.Path, forged: int, replayed: int, seed: int) -> bool:
    """Whether none of them was accepted, and each had one effect, with a table that says so."""
    verdict = asyncio.run(run(folder, forged, replayed, seed))
    show(verdict)
    return verdict.is_clean


def main() -> int:
    """0 if all is well."""
    parser = argparse.ArgumentParser(prog="python -m bench.forged", description=__doc__)
    parser.add_argument("--forged", type=int, default=2000, help="requests that are not Slack's")
    parser.add_argument("--replayed", type=int, default=100, help="requests of Slack's that come three times")
    parser.add_argument("--seed", type=int, default=1, help="what is random is the same again for the same seed")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="muster-forged-") as folder:
        return 0 if campaign(pathlib.Path(folder), options.forged, options.replayed, options.seed) else 1


if __name__ == "__main__":
    sys.exit(main())
