"""Slack's faults: posts are refused, broken, cut or left without an answer, and each message is still there once."""

import collections.abc
import dataclasses
import datetime
import functools
import pathlib
import time
import typing

import bench.campaign
import bench.judge
import bench.site
import data.outbox
import tests.workspace

METHOD = "chat.postMessage"
SHARE = 0.1
STOP, HANG = 1.0, 2.0
"""Seconds that a 429 forbids, and that a call without an answer hangs: longer than the bot's time-out."""

KINDS = {"429": STOP, "500": 0.0, "garbage": 0.0, "reset": 0.0, "timeout_before": HANG, "timeout_after": HANG}
ALL = "all of them"
RUNS = (*KINDS, ALL)

Journal = collections.abc.Sequence[collections.abc.Mapping[str, typing.Any]]


@dataclasses.dataclass(frozen=True)
class Result:
    """How the sends under one kind of fault went. `given_up`: their managers were told, after five attempts."""

    kind: str
    struck: int
    sends: int
    given_up: int
    early: int
    verdict: bench.judge.Verdict
    seconds: float

    @property
    def is_clean(self) -> bool:
        """Whether nothing is wrong, and the faults were really there."""
        return self.verdict.is_clean and not self.early and (self.struck > 0 or self.sends < 1 / SHARE)


@dataclasses.dataclass(frozen=True)
class Run:
    """What was sent under one kind of fault, and the journal's numbers from its begin to its end."""

    kind: str
    drafts: list[data.outbox.Draft]
    begin: int
    end: int
    seconds: float


def run(folder: pathlib.Path, sends: int, seed: int) -> list[Result]:
    """Each kind by itself and then all of them at once, with an equal share of the sends."""
    with bench.site.opened(folder, bench.campaign.ENVIRONMENT) as (site, slack):
        child = site.start()
        runs = [_under(site, slack, kind, -(-sends // len(RUNS)), seed) for kind in RUNS]
        time.sleep(bench.campaign.QUIET)
        journal = slack.journal()
        results = [_result(one, journal, site.dead()) for one in runs]
        site.stop(child)
    return results


def _under(site: bench.site.Site, slack: tests.workspace.Workspace, kind: str, sends: int, seed: int) -> Run:
    began, begin = time.monotonic(), slack.last
    slack.faults()
    for one in KINDS if kind == ALL else (kind,):
        slack.faults(method=METHOD, kind=one, share=SHARE, seconds=KINDS[one], seed=f"{seed} {kind} {one}")
    drafts = _drafts(kind, sends)
    site.write(functools.partial(bench.campaign.add, drafts, []))
    site.wait_until_settled(60 + sends)
    return Run(kind, drafts, begin, slack.last, time.monotonic() - began)


def _result(run: Run, journal: Journal, dead: set[str]) -> Result:
    calls = [entry for entry in journal if entry["kind"] == "call"]
    during = [entry for entry in journal if run.begin < entry["n"] <= run.end]
    expected = [bench.judge.Expected(one.key, one.lane) for one in run.drafts]
    keys = {one.key for one in expected}
    verdict = bench.judge.judge(
        expected, {}, [one for one in calls if bench.judge.is_post(one) and bench.judge.key(one) in keys]
    )
    given_up = _given_up(expected, dead, calls)
    return Result(
        kind=run.kind,
        struck=sum(entry["kind"] == "fault" and entry.get("method") == METHOD for entry in during),
        sends=len(expected),
        given_up=len(given_up),
        early=bench.judge.calls_during_stops([one for one in during if one["kind"] == "call"], METHOD),
        verdict=dataclasses.replace(verdict, lost=[one for one in verdict.lost if one not in given_up]),
        seconds=run.seconds,
    )


def _drafts(kind: str, sends: int) -> list[data.outbox.Draft]:
    """Spread over channels and people: over all of them if that leaves several for each, else over a third."""
    now = datetime.datetime.now(datetime.UTC)
    lanes = bench.site.LANES[:: 1 if sends > 3 * len(bench.site.LANES) else 3]
    return [bench.campaign.draft(f"fault:{kind}:{one}", lanes[one % len(lanes)], now) for one in range(sends)]


def _given_up(expected: list[bench.judge.Expected], dead: set[str], calls: bench.judge.Calls) -> set[str]:
    """Those that the store calls dead, and of whose lane Slack holds the alert to the managers."""
    posts = [bench.judge.key(call) for call in calls if bench.judge.is_post(call)]
    return {
        one.key
        for one in expected
        if one.key in dead and any(post.startswith(f"alert:dead:{one.lane}:") for post in posts)
    }
