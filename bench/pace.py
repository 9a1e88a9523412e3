"""How much of what Slack allows is used, where it refuses what is too fast, and whether its stops are kept."""

import dataclasses
import datetime
import functools
import pathlib
import types

import bench.campaign
import bench.judge
import bench.site
import tests.workspace

LEAST = 0.95


@dataclasses.dataclass(frozen=True)
class Allowed:
    """What Slack allows of a method: so many at once, and so many a second from then on."""

    method: str
    burst: int
    a_second: float


CHANNELS = Allowed("chat.postMessage", 100, 10.0)
PEOPLE = Allowed("conversations.open", 50, 50 / 60)
"""The workspace's own cap on messages, as the local Slack has it; tier 3 for opening direct messages."""


@dataclasses.dataclass(frozen=True)
class Result:
    """How fast it went, and what was refused or came while Slack had forbidden it."""

    where: str
    sends: int
    seconds: float
    refused: int
    used: float
    early: int

    @property
    def is_clean(self) -> bool:
        """Whether it was fast enough, in spite of being refused, and never in a stop."""
        return self.used >= LEAST and self.refused > 0 and self.early == 0


def run(folder: pathlib.Path, sends: int) -> list[Result]:
    """Posts to many channels, then first messages to some people more than Slack takes at once."""
    people = tuple(f"U0PACE{number:04}" for number in range(PEOPLE.burst + sends // 20))
    with bench.site.opened(folder, types.MappingProxyType({}), people, limited=True) as (site, slack):
        child = site.start()
        channels = [bench.site.CHANNELS[number % len(bench.site.CHANNELS)] for number in range(sends)]
        results = [
            _to(site, slack, CHANNELS, "channels", channels),
            _to(site, slack, PEOPLE, "people, for the first time", [f"@{person}" for person in people]),
        ]
        site.stop(child)
    return results


def _to(
    site: bench.site.Site, slack: tests.workspace.Workspace, allowed: Allowed, where: str, lanes: list[str]
) -> Result:
    begin, now = slack.last, datetime.datetime.now(datetime.UTC)
    drafts = [bench.campaign.draft(f"pace:{where}:{number}", lane, now) for number, lane in enumerate(lanes)]
    site.write(functools.partial(bench.campaign.add, drafts, []))
    site.wait_until_settled(60 + 2 * len(drafts))
    calls = slack.journal(begin, kind="call", method=allowed.method)
    done = [call["real"] for call in calls if call["status"] == 200]
    seconds = done[-1] - done[0]
    return Result(
        where=where,
        sends=len(done),
        seconds=seconds,
        refused=sum(call["status"] == 429 for call in calls),
        used=len(done) / (allowed.burst + allowed.a_second * seconds),
        early=bench.judge.calls_during_stops(calls, allowed.method),
    )
