"""A local Slack, a store, and the bot between them as a child that may be killed and started again."""

import collections.abc
import contextlib
import datetime
import os
import pathlib
import select
import subprocess
import sys
import time
import types
import typing

import sqlmodel

import bot.manifest
import bot.run
import bot.store
import data.models
import data.outbox
import data.settings
import tests.workspace

BOT_TOKEN, APP_TOKEN = "xoxb-bench-no-secret", "xapp-bench-no-secret"  # good on this machine's own Slack alone
BOT_USER = "U0BENCHBOT"
MANAGER = "U0BENCHBOSS"
PEOPLE = tuple(f"U0BENCH{number:02}" for number in range(12))
CHANNELS = tuple(f"C0BENCH{number:02}" for number in range(28))
LANES = (*CHANNELS, *(f"@{person}" for person in PEOPLE))

PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR")
JOINING = 60.0
STOPPING = 20.0
WATCH = 0.2

Environment = collections.abc.Mapping[str, str]
Bot = subprocess.Popen[str]


class SiteError(Exception):
    """A child did not do what it is for; the text says which, and holds the end of its log."""


class Site:
    """`environment` goes to the bot beside what it needs to join the Slack at `api_url`. All lies in `folder`."""

    program = "bot"
    """The module that is run."""

    def __init__(
        self, api_url: str, folder: pathlib.Path, environment: Environment = types.MappingProxyType({})
    ) -> None:
        self.log = folder / "bot.log"
        store_url = f"sqlite:///{folder / 'muster.db'}"
        self.environment = {
            **passed_on(),
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_APP_TOKEN": APP_TOKEN,
            "SLACK_API_URL": api_url,
            "DATABASE_URL": store_url,
            "MUSTER_MANAGERS": MANAGER,
            "MUSTER_TRIAGE_CHANNEL": CHANNELS[0],
            **environment,
        }
        self.store = bot.store.open_database(store_url)
        self._bots: list[Bot] = []

    def spawn(self) -> Bot:
        """Start the bot, and don't wait for it."""
        with self.log.open("a") as log:
            child = subprocess.Popen(
                [sys.executable, "-m", self.program, "run", "--no-env-file", "--stop-with-stdin"],
                cwd=tests.workspace.ROOT,
                env=self.environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        self._bots.append(child)
        return child

    def joined(self, child: Bot) -> bool:
        """Wait until it has joined; False if it has ended, as one that is killed early does."""
        assert child.stdout is not None
        if not select.select([child.stdout], [], [], JOINING)[0]:
            raise SiteError(f"The bot did not join within {JOINING:g} s.\n{self.last_words()}")
        return child.stdout.readline().strip() == bot.run.JOINED

    def start(self) -> Bot:
        """Start the bot, and wait until it has joined."""
        child = self.spawn()
        if not self.joined(child):
            raise SiteError(f"The bot did not start.\n{self.last_words()}")
        return child

    def ended(self, child: Bot, seconds: float) -> int | None:
        """The code with which it ended, None if it still runs after so many seconds."""
        try:
            child.wait(seconds)
        except subprocess.TimeoutExpired:
            return None
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                pipe.close()
        self._bots.remove(child)
        return child.returncode

    def stop(self, child: Bot) -> None:
        """Ask it to stop, and see that it does so in order."""
        child.terminate()
        code = self.ended(child, STOPPING)
        if code != 0:
            raise SiteError(f"The bot was asked to stop and ended with {code}.\n{self.last_words()}")

    def last_words(self) -> str:
        """The end of the bot's log."""
        return "\n".join(self.log.read_text().splitlines()[-20:]) if self.log.exists() else "It has logged nothing."

    def go_live(self, now: datetime.datetime) -> None:
        """End the quiet, so that what is enqueued is sent."""
        with self.store.writing() as session:
            data.settings.record_milestone(session, data.settings.WENT_LIVE, now)

    def write(self, work: collections.abc.Callable[[sqlmodel.Session], object]) -> None:
        """Change the store from outside the bot, in one transaction."""
        with self.store.writing() as session:
            work(session)

    def wait_until_settled(self, seconds: float) -> None:
        """Until nothing waits or is on its way, or the time is over."""
        end = time.monotonic() + seconds
        while self._unsettled() and time.monotonic() < end:
            time.sleep(WATCH)

    def _unsettled(self) -> int:
        with self.store.reading() as session:
            counts = data.outbox.count_by_state(session)
        return counts.get("pending", 0) + counts.get("sending", 0)

    def dead(self) -> set[str]:
        """The keys of notices that were given up."""
        notice = data.models.Notice
        given_up = sqlmodel.select(notice.key).where(notice.state == data.models.NoticeState.DEAD)
        with self.store.reading() as session:
            return set(session.exec(given_up))

    def close(self) -> None:
        """End what still runs, and let go of the store."""
        for child in list(self._bots):
            child.kill()
            self.ended(child, STOPPING)
        self.store.close()


def passed_on() -> dict[str, str]:
    """What a child gets of our own environment."""
    return {name: os.environ[name] for name in PASSED_ON if name in os.environ}


def folders(folder: pathlib.Path, *names: str) -> list[pathlib.Path]:
    """New folders in one."""
    made = [folder / name for name in names]
    for one in made:
        one.mkdir()
    return made


@contextlib.contextmanager
def opened(
    folder: pathlib.Path, environment: Environment, people: tuple[str, ...] = (), limited: bool = False
) -> collections.abc.Iterator[tuple[Site, tests.workspace.Workspace]]:
    """A site, live, with nobody but a manager on its roster, and its Slack, with these people too; no bot runs yet."""
    with (
        tests.workspace.Workspace(workspace(people, limited)) as slack,
        contextlib.closing(Site(slack.api_url, folder, environment)) as site,
    ):
        site.go_live(datetime.datetime.now(datetime.UTC))
        yield site, slack


def workspace(others: tuple[str, ...] = (), limited: bool = False) -> dict[str, typing.Any]:
    """The workspace file: many channels and people, and none of Slack's limits unless they are asked for."""
    members = [{"id": person, "name": person.lower()} for person in (*PEOPLE, MANAGER, *others)]
    return {
        "team": {"id": "T0BENCH", "name": "Bench", "domain": "bench"},
        "limits": "slack" if limited else "off",
        "members": members,
        "channels": [{"id": channel, "name": channel.lower(), "members": [BOT_USER]} for channel in CHANNELS],
        "app": {
            "id": "A0BENCH",
            "name": bot.manifest.NAME,
            "bot_user": BOT_USER,
            "bot_token": BOT_TOKEN,
            "app_token": APP_TOKEN,
            "signing_secret": "bench-no-secret",
            "manifest": bot.manifest.build(),
        },
    }
