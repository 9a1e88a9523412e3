"""A programme in a local Slack with Muster at work in it, and the words in which stories speak of it."""

from __future__ import annotations

import asyncio
import contextlib
import datetime
import functools
import io
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlmodel

import bot.administration
import bot.imports
import bot.run
import bot.settings
import bot.store
import data.database
import data.people
import data.settings
import rules.outgoing
import tests.stores
import tests.stories.cast
import tests.workspace

Json = dict[str, Any]

LONG = 45.0
"""Seconds after which what a story waits for is not coming."""


@dataclass(frozen=True)
class Answer:
    """What somebody got for what they did."""

    text: str
    blocks: list[Json]
    view: Json | None
    errors: dict[str, str]
    error: str | None
    acked: bool
    n: int

    @property
    def first_line(self) -> str:
        return self.text.partition("\n")[0]

    @property
    def labels(self) -> list[str]:
        """The buttons under it."""
        return [
            one["text"]["text"] for block in self.blocks for one in block.get("elements", []) if one["type"] == "button"
        ]


def answer(said: Json) -> Answer:
    response = said["response"] or {"text": "", "blocks": []}
    return Answer(
        text=response["text"],
        blocks=response["blocks"] or [],
        view=said["view"],
        errors=said["errors"] or {},
        error=said["error"],
        acked=said["acked"],
        n=said["n"],
    )


def came(answer: Answer, act: str, wait: float) -> Answer:
    """The answer, which was waited for if it was to be; a story that waits in vain says `wait=0`."""
    assert not wait or answer.text or answer.view or answer.error, f"nothing came of {act!r} in {wait} s"
    return answer


@dataclass(frozen=True)
class Someone:
    """A member of the workspace, and what they do in it; `place` is the channel where they type."""

    slack: tests.workspace.Workspace
    id: str
    place: str = tests.stories.cast.GENERAL

    def types(self, line: str, in_: str | None = None, wait: float = LONG) -> Answer:
        """A command with its words, as `/duty next 2`."""
        command, _, text = line.partition(" ")
        return came(answer(self.slack.command(self.id, in_ or self.place, command, text, wait)), line, wait)

    def presses(self, label: str, in_: str | None = None, wait: float = LONG) -> Answer:
        """A button by its visible words, in a channel, the `dm`, the `home` or the `modal`.

        With `wait=0` whatever it brings comes later, or nothing does but a message's edit.
        """
        return came(answer(self.slack.action(self.id, in_ or self.place, label, wait=wait)), label, wait)

    def adds_days_away(self) -> Answer:
        """The button under the list of days away, which opens the form."""
        self.types("/duty away")
        return self.presses("Add days away")

    def submits(self, values: Json | None = None) -> Answer:
        """The form on top, with these values by label; all that it brings by itself comes with the acknowledgement."""
        return answer(self.slack.submit(self.id, values, wait=0))

    def opens_home(self) -> str:
        """All the words on Muster's home page for them."""
        self.slack.home(self.id, wait=LONG)
        return self.sees_home()

    def sees_home(self) -> str:
        """All the words on it as it was drawn last."""
        home = self.slack.views(self.id)["home"]
        return "\n".join(words(home["blocks"])) if home else ""

    def reads(self, channel: str = "dm") -> list[str]:
        """What Muster has written there for them to see, oldest first; their own answers are not in it."""
        messages = self.slack.channel(channel, self.id)
        shown = [one for one in messages if one["bot"] and not one["ephemeral"]]
        return [one["text"] for one in shown if one.get("subtype") in (None, "thread_broadcast")]

    @property
    def form(self) -> Json | None:
        """The form that is open on their screen."""
        stack = self.slack.views(self.id)["stack"]
        return stack[-1] if stack else None


def _instant(stored: object) -> datetime.datetime:
    """An instant of the store's, which SQLite holds without its zone."""
    at = datetime.datetime.fromisoformat(str(stored))
    return at if at.tzinfo else at.replace(tzinfo=datetime.UTC)


def words(blocks: list[Json]) -> list[str]:
    """Every text in blocks, in order."""
    found = []
    for block in blocks:
        parts = [block.get("text"), *block.get("elements", [])]
        found += [part["text"] if isinstance(part["text"], str) else part["text"]["text"] for part in parts if part]
    return found


@dataclass
class Process:
    """Muster, run in a thread with an event loop of its own, so that a story starts in a moment."""

    settings: bot.settings.Settings
    url: str
    database: data.database.Database = field(init=False)
    failure: BaseException | None = None

    def __post_init__(self) -> None:
        self.database = bot.store.open_database(self.url)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self._begun = threading.Event()
        self._thread = threading.Thread(target=self._live, name="muster")
        self._thread.start()
        self._begun.wait(LONG)

    def _live(self) -> None:
        try:
            asyncio.run(self._main())
        except BaseException as failure:  # noqa: BLE001  # kept, and raised where the story stops it
            self.failure = failure

    async def _main(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        self._begun.set()
        await bot.run.run(self.settings, self.database, self._stop)

    @property
    def is_alive(self) -> bool:
        return self._thread.is_alive()

    def stops(self) -> None:
        """Tell it to stop, as SIGTERM does, and don't wait for it."""
        if self._loop and self._stop and self.is_alive:
            with contextlib.suppress(RuntimeError):  # it ended by itself in the meantime
                self._loop.call_soon_threadsafe(self._stop.set)

    def end(self) -> None:
        """Stop it as SIGTERM does, and raise what it ended with."""
        self.stops()
        self._thread.join(LONG)
        self.database.close()
        assert not self._thread.is_alive(), "Muster did not stop"
        if self.failure is not None:
            raise self.failure


class Programme:
    """A store of its own, the workspace as new, and Muster in it from `start` on."""

    def __init__(self, slack: tests.workspace.Workspace, stores: tests.stores.Stores, folder: Path) -> None:
        self.slack = slack
        self.folder = folder
        self.stores = stores
        self.url = ""
        self._process: Process | None = None
        self._given: Json = {}
        self.maren = Someone(slack, tests.stories.cast.MAREN)
        self.ada = Someone(slack, tests.stories.cast.ADA)
        self.bola = Someone(slack, tests.stories.cast.BOLA)
        self.dev = Someone(slack, tests.stories.cast.DEV)
        self.elena = Someone(slack, tests.stories.cast.ELENA)
        self.kenji = Someone(slack, tests.stories.cast.KENJI)
        self.amara = Someone(slack, tests.stories.cast.AMARA, tests.stories.cast.LOUNGE)
        self.penny = Someone(slack, tests.stories.cast.PENNY)
        self.rowan = Someone(slack, tests.stories.cast.ROWAN)

    @property
    def store(self) -> str:
        """What people call its store by."""
        with contextlib.closing(data.database.Database(self.url)) as database:
            return database.name

    # -- how it begins

    def prepare(self, roster: str = tests.stories.cast.ROSTER, live: bool = True, **workspace: Any) -> None:
        """A new store with this roster imported, and a workspace with its people."""
        self.remove()
        self.slack.reset(tests.stories.cast.workspace(roster, **workspace))
        self.began = self.slack.last
        began = self.now.replace(second=0, microsecond=0)
        begin = functools.partial(self._begin, roster=roster, live=live, now=began)
        self.url = self.stores.made(self.folder, (roster, live, began), begin)

    def _begin(self, url: str, roster: str, live: bool, now: datetime.datetime) -> None:
        self.url = url
        self.imports(roster, now)
        with self.writing() as session:
            if live:
                data.settings.record_milestone(session, data.settings.WENT_LIVE, now)
            rowan = data.people.find(session, tests.stories.cast.ROWAN)
            if rowan is not None:
                rowan.active = False
                session.add(rowan)

    def imports(self, roster: str, now: datetime.datetime | None = None) -> None:
        """`muster import`, of a file with these lines."""
        file = self.folder / "people.csv"
        file.write_text(roster)
        faults = io.StringIO()
        code = bot.imports.run(file, False, self.url, now or self.now, io.StringIO(), faults)
        assert code == bot.imports.DONE, faults.getvalue()

    def settings(self) -> bot.settings.Settings:
        """What `.env` would say."""
        said = {
            "slack_bot_token": tests.stories.cast.BOT_TOKEN,
            "slack_app_token": tests.stories.cast.APP_TOKEN,
            "slack_api_url": self.slack.api_url,
            "muster_clock_url": self.slack.clock_url,
            "muster_time_zone": "Europe/Berlin",
            "muster_triage_channel": tests.stories.cast.TRIAGE,
        }
        return bot.settings.Settings.model_validate(said | self._given)

    def start(self, **settings: Any) -> None:
        """Start Muster on the store and wait until it has joined; the settings stay for the next start."""
        self._given |= settings
        before = self.slack.last
        self._process = Process(self.settings(), self.url)
        if self.settings().muster_transport == "http":
            self.proves()
        else:
            self.sees("socket", after=before, did="connected")
        self.passes("PT1S")

    def proves(self) -> None:
        """Wait until Muster answers Slack's challenge, where it comes by HTTP."""
        end = time.monotonic() + LONG
        while not self.slack.app("verify")["verified"]:
            assert time.monotonic() < end, f"no answer to the challenge in {LONG} s"
            self.slack.journal(self.slack.last, wait=0.05)

    def settles(self) -> None:
        """Wait until nothing that is due is on its way or to be tried again, but for what waits for an invitation."""
        end = time.monotonic() + LONG
        unsettled = "state IN ('pending', 'sending') AND coalesce(error, '') <> 'not_in_channel'"
        while left := self._due(unsettled):
            assert time.monotonic() < end, f"{left} waits for more than {LONG} s"
            self.slack.journal(self.slack.last, wait=0.05)

    def _due(self, unsettled: str) -> list[tuple[str, str]]:
        waiting = self.rows(f"SELECT key, state, due_at FROM outbox WHERE {unsettled}")  # noqa: S608 — our own words
        return [(key, state) for key, state, due_at in waiting if _instant(due_at) <= self.now]

    def stop(self) -> None:
        """Stop Muster as SIGTERM does."""
        if self._process is not None:
            process, self._process = self._process, None
            process.end()

    def remove(self) -> None:
        """Take its store away, if it has one."""
        if self.url:
            self.stores.remove(self.url)
            self.url = ""

    def restart(self) -> None:
        """Stop and start on the same store."""
        self.stop()
        self.start()

    @property
    def process(self) -> Process:
        assert self._process is not None, "Muster is not running"
        return self._process

    # -- time

    @property
    def now(self) -> datetime.datetime:
        """The workspace's time."""
        return datetime.datetime.fromisoformat(self.slack.state()["clock"]["now"])

    def passes(self, span: str, step: str | None = None) -> Json:
        """So much time goes by, and Muster lives through it: what fell due is sent."""
        return self.slack.clock(span, step=step)

    def becomes(self, instant: str, step: str | None = None) -> Json:
        """It becomes this instant, and Muster has lived through the time until then."""
        return self.slack.clock(to=instant, step=step)

    # -- what can be seen

    def triage(self) -> list[str]:
        """What Muster has written in the triage channel, oldest first."""
        return self.maren.reads(tests.stories.cast.TRIAGE)

    @property
    def topic(self) -> str:
        """The triage channel's topic."""
        channels = {one["id"]: one for one in self.slack.state()["channels"]}
        return str(channels[tests.stories.cast.TRIAGE]["topic"])

    def calls(self, method: str | None = None) -> list[Json]:
        """The calls of Slack since this programme began."""
        return self.slack.journal(self.began, kind="call", method=method)

    def posts(self) -> list[Json]:
        """The messages that were stored by Slack, as the calls that brought them."""
        return [call for call in self.calls("chat.postMessage") if call["stored"]]

    def sees(self, kind: str, after: int | None = None, **facts: object) -> Json:
        """Wait for the first journal entry of a kind that has these facts."""
        seen = self.began if after is None else after
        while True:
            entries = self.slack.journal(seen, LONG, kind)
            assert entries, f"no {kind} with {facts} in {LONG} s"
            for entry in entries:
                if all(entry.get(name) == value for name, value in facts.items()):
                    return entry
            seen = entries[-1]["n"]

    @contextlib.contextmanager
    def writing(self) -> Iterator[sqlmodel.Session]:
        """A transaction on the store from beside, as an administrator's command has one."""
        with contextlib.closing(data.database.Database(self.url)) as store, store.writing() as session:
            yield session

    @contextlib.contextmanager
    def setting(self, **values: str) -> Iterator[None]:
        """Programme settings, set beside the running bot, and put back after."""
        for name, value in values.items():
            bot.administration.settings(self.url, name, value)
        yield
        for name in values:
            bot.administration.settings(self.url, name, bot.administration.DEFAULT)

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """The store, held by another process that writes."""
        with self.stores.locked(self.url):
            yield

    def unpausable(self) -> set[str]:
        """The kinds of what is to go out by itself that nobody could pause."""
        keys = self.rows("SELECT key FROM outbox WHERE unasked")
        return {key.partition(":")[0] for (key,) in keys} - set(rules.outgoing.KINDS)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What a query says of the store."""
        return self.stores.rows(self.url, sql)
