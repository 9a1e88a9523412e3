"""`python -m bench.quarter`: live through the quarter, and hold what people were told against what they should be."""

import argparse
import collections.abc
import contextlib
import datetime
import io
import os
import pathlib
import statistics
import sys
import tempfile
import time
import typing

import sqlmodel

import bench.quarter.judge
import bench.quarter.life
import bench.quarter.oracle
import bench.quarter.script
import bench.quarter.world
import bench.site
import bench.table
import bot.administration
import bot.demo
import bot.demo_programme
import data.models
import tests.workspace

BEGIN = bench.quarter.script.BEGIN
TODAY = BEGIN.date()
WEEKS = 13

PATIENCE = 60.0
"""Seconds in which the bot has to send what is due."""

MEMORY = pathlib.Path("/dev/shm")  # noqa: S108  # a folder of its own is made in it
"""Where Linux keeps files in memory: what is counted here does not wait for a disk."""

Oracle = bench.quarter.oracle.Oracle
Post = bench.quarter.judge.Post
Week = bench.quarter.judge.Week


def main() -> int:
    """0 if everything was told once and nothing else, and in a normal week nobody was told more than they should be."""
    parser = argparse.ArgumentParser(prog="python -m bench.quarter", description=__doc__)
    parser.add_argument("--weeks", type=int, default=WEEKS, choices=range(1, WEEKS + 1), help="only the first weeks")
    options = parser.parse_args()
    began = time.monotonic()
    memory = MEMORY if os.access(MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="muster-quarter-", dir=memory) as folder:
        oracle, posts = live(pathlib.Path(folder), options.weeks)
    verdict = bench.quarter.judge.judge(oracle.diary.facts, [fact for post in posts for fact in post.facts])
    show_verdict(verdict, len(oracle.diary.facts), len(posts))
    is_mannerly = show_weeks(bench.quarter.judge.weeks(posts, mondays(options.weeks), oracle.roles))
    print(f"\nin {time.monotonic() - began:.0f} s")
    return 0 if verdict.is_clean and is_mannerly else 1


def mondays(weeks: int) -> list[datetime.date]:
    """Of so many weeks."""
    return list(bench.quarter.script.MONDAYS[:weeks])


# -- lived


class Site(bench.site.Site):
    """With a Muster that does not wait for the machine's time."""

    program = "bench.quarter.brisk"


def live(folder: pathlib.Path, weeks: int) -> tuple[Oracle, list[Post]]:
    """So many weeks, and what was told in them."""
    roster = bot.demo_programme.roster(TODAY)
    programme = bench.quarter.world.read(roster, bench.quarter.script.MAREN)
    ends = BEGIN + weeks * bench.quarter.world.WEEK
    oracle = Oracle(programme, bench.quarter.script.acts(weeks), ends)
    with opened(folder, roster) as (site, slack):
        child = site.start()
        live_through(site, slack, oracle)
        calls = slack.journal(0, kind="call", method="chat.postMessage")
        channels = slack.state()["channels"]
        site.stop(child)
    zones = {person.id: person.zone.key for person in programme.people.values()}
    return oracle, bench.quarter.judge.posts(calls, channels, zones)


def live_through(site: bench.site.Site, slack: tests.workspace.Workspace, oracle: Oracle) -> None:
    """From instant to instant: the clock stops, what is due is told, and people do what they do."""
    life = bench.quarter.life.Life(slack, oracle, site.log.parent)
    while (instant := oracle.next) < oracle.ends:
        if slack.clock(to=instant.isoformat(), step="P1D")["lagging"]:
            raise bench.site.SiteError(f"The bot does not keep up at {instant}.")
        wait_until_told(site, instant)
        for act in oracle.diary.live(instant):
            life.do(act)


def wait_until_told(site: bench.site.Site, instant: datetime.datetime) -> None:
    """Until nothing that was due by then waits or is on its way: one place is written to once a second."""
    end = time.monotonic() + PATIENCE
    while is_due(site, instant):
        if time.monotonic() > end:
            raise bench.site.SiteError(f"The bot does not keep up at {instant}.\n{site.last_words()}")
        time.sleep(bench.site.WATCH)


def is_due(site: bench.site.Site, instant: datetime.datetime) -> bool:
    """Whether anything is to be sent that was due by then."""
    notice, state = data.models.Notice, data.models.NoticeState
    waits = sqlmodel.col(notice.state).in_((state.PENDING, state.SENDING))
    due = sqlmodel.select(notice.key).where(waits, sqlmodel.col(notice.due_at) <= instant).limit(1)
    with site.store.reading() as session:
        return session.exec(due).first() is not None


@contextlib.contextmanager
def opened(
    folder: pathlib.Path, roster: str
) -> collections.abc.Iterator[tuple[bench.site.Site, tests.workspace.Workspace]]:
    """The demo's programme as it is on its first day, in a local Slack; no bot runs yet."""
    file, url = folder / "people.csv", f"sqlite:///{folder / 'muster.db'}"
    file.write_text(roster)
    bot.demo.fill_store(file, url, BEGIN)
    bot.demo.fill_in(url, BEGIN, TODAY)
    with contextlib.redirect_stdout(io.StringIO()):
        bot.administration.settings(url, "holidays", bench.quarter.world.COUNTRY)
    workspace: dict[str, typing.Any] = bot.demo_programme.demo_workspace(BEGIN, TODAY)
    for channel in workspace["channels"]:
        channel["members"].append(bot.demo.BOT_USER)
    with tests.workspace.Workspace(workspace | {"app": bot.demo.app(), "limits": "off"}) as slack:
        environment = {
            "SLACK_BOT_TOKEN": bot.demo.BOT_TOKEN,
            "SLACK_APP_TOKEN": bot.demo.APP_TOKEN,
            "MUSTER_MANAGERS": "",
            "MUSTER_TIME_ZONE": bench.quarter.world.ZONE,
            "MUSTER_TRIAGE_CHANNEL": bot.demo_programme.TRIAGE,
            "MUSTER_UPDATES_CHANNEL": bot.demo_programme.UPDATES,
            "MUSTER_CLOCK_URL": slack.clock_url,
        }
        with contextlib.closing(Site(slack.api_url, folder, environment)) as site:
            yield site, slack


# -- shown


def show_verdict(verdict: bench.quarter.judge.Verdict, expected: int, posts: int) -> None:
    """What must be 0 is, or else what it was."""
    wrong = {"lost": verdict.lost, "doubled": verdict.doubled, "unexpected": verdict.unexpected}
    rows = [("messages in Slack", str(posts)), ("matters expected of them", str(expected))]
    rows += [(what, str(len(facts))) for what, facts in wrong.items()]
    bench.table.show("A quarter in the life of the demo", ("what", "number"), rows)
    for what, facts in wrong.items():
        for fact in facts:
            print(f"  {what}: {fact.day:%a %d %b}, {fact.who}, {fact.matter} {fact.about}")


def show_weeks(weeks: list[Week]) -> bool:
    """Messages that nobody asked for, by role; whether nobody got more than they should."""
    rows = [_row(role, [one for one in weeks if one.role == role]) for role in bench.quarter.judge.MOST]
    heads = (
        "messages a week",
        "allowed",
        "normal weeks",
        "median",
        "most",
        "other weeks",
        "median",
        "most",
        "too many",
    )
    bench.table.show("Messages that nobody asked for, to each person in a week", heads, rows)
    for one in weeks:
        if one.messages > bench.quarter.judge.MOST[one.role]:
            print(
                f"  week from {one.monday:%d %b}: {one.messages} to {one.who}, {one.role}: {', '.join(one.occasions)}"
            )
    return not any(one.is_over for one in weeks)


def _row(role: str, weeks: list[Week]) -> tuple[str, ...]:
    normal = [one.messages for one in weeks if one.is_normal]
    others = [one.messages for one in weeks if not one.is_normal]
    over = sum(one.is_over for one in weeks)
    return role, str(bench.quarter.judge.MOST[role]), *_counted(normal), *_counted(others), str(over)


def _counted(numbers: list[int]) -> tuple[str, str, str]:
    """How many there are, their median, and the most."""
    return str(len(numbers)), f"{statistics.median(numbers or [0]):g}", str(max(numbers, default=0))


if __name__ == "__main__":
    sys.exit(main())
