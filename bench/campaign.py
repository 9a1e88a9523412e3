"""The kill campaign: the bot is killed at random and on seeing its requests, started again, and all comes out right."""

import collections
import dataclasses
import datetime
import functools
import itertools
import pathlib
import random
import signal
import time

import sqlmodel

import bench.judge
import bench.site
import data.outbox
import tests.workspace

TIMEOUT, MARGIN = 0.6, 1.0
DELAY, LAG = 0.25, 0.2
"""Seconds: what Slack stores late and shows late must be over when a margin is."""

ENVIRONMENT = {"MUSTER_HTTP_TIMEOUT": str(TIMEOUT), "MUSTER_LEASE_MARGIN": str(MARGIN), "LOG_LEVEL": "INFO"}

AT_RANDOM, ON_ANY = "at random", "on any request"
KINDS = (AT_RANDOM, "before_storing", "after_storing", "before_answering", ON_ANY)
"""Where the bot is killed: at a random moment, or when Slack sees a request, three of them on posts."""

NOTICES, LANES_AT_ONCE = 6, 2
"""What is enqueued for each kill, beside two changes of cards: so few lanes that most hold more than one."""

CARDS = 20
A_SECOND_TOO_LONG = 1.2
PATIENCE = 10.0
"""Seconds in which a kill on a request must come about."""

QUIET = 2 * (TIMEOUT + MARGIN)
"""Seconds after the last settled notice in which a message that should not be there would come."""


@dataclasses.dataclass
class Tally:
    """What was done to the bot, and what was expected of it."""

    kills: collections.Counter[str] = dataclasses.field(default_factory=collections.Counter)
    expected: list[bench.judge.Expected] = dataclasses.field(default_factory=list)
    cards: dict[str, str] = dataclasses.field(default_factory=dict)
    calls: list[bench.judge.Call] = dataclasses.field(default_factory=list)
    seconds: float = 0.0

    @property
    def looked_for(self) -> int:
        """How often the bot looked in Slack for a message of which it knew nothing."""
        return sum(call["method"] == "conversations.history" for call in self.calls)


class Campaign:
    """One campaign on one site, the same for the same seed but for the moments at which things happen."""

    def __init__(self, site: bench.site.Site, slack: tests.workspace.Workspace, seed: int) -> None:
        self._site = site
        self._slack = slack
        self._dice = random.Random(seed)
        self._numbers = itertools.count()
        self._read = 0
        self.tally = Tally()

    def run(self, kills: int) -> Tally:
        """So many kills, and then peace until all is settled."""
        began = time.monotonic()
        for number in range(kills):
            self._kill_once(KINDS[number % len(KINDS)], number)
            self._read_journal()
        self._slack.faults()
        self._settle(kills)
        self.tally.seconds = time.monotonic() - began
        return self.tally

    def _kill_once(self, kind: str, number: int) -> None:
        self._disturb()
        child = self._site.spawn()
        self._enqueue(number)
        if kind == AT_RANDOM:
            self._site.joined(child)
            time.sleep(self._dice.uniform(0, A_SECOND_TOO_LONG))
            child.kill()
        else:
            self._arm(kind, child.pid, share=0.25)
        if not self._killed(child):  # the dice spared every request that there was
            self._arm(kind, child.pid, share=1)
            self._enqueue(number)
            if not self._killed(child):
                raise bench.site.SiteError(f"No kill {kind} came about.\n{self._site.last_words()}")
        self.tally.kills[kind] += 1

    def _killed(self, child: bench.site.Bot) -> bool:
        """Whether it is killed within a while; it must not end in any other way."""
        code = self._site.ended(child, PATIENCE)
        if code not in (None, -signal.SIGKILL):
            raise bench.site.SiteError(f"The bot ended by itself with {code}.\n{self._site.last_words()}")
        return code is not None

    def _disturb(self) -> None:
        """Some posts are stored late, and answered at once, late or never; history lags."""
        self._slack.faults()
        self._slack.faults(method="conversations.history", kind="lag", seconds=LAG)
        for answer in ("never", "late", "at_once"):
            seconds = self._dice.uniform(0.05, DELAY)
            self._slack.faults(
                method="chat.postMessage",
                kind="delay",
                answer=answer,
                seconds=seconds,
                share=0.2,
                seed=self._dice.random(),
            )

    def _arm(self, kind: str, pid: int, share: float) -> None:
        method, when = ("*", self._dice.choice(KINDS[1:4])) if kind == ON_ANY else ("chat.postMessage", kind)
        self._slack.faults(
            method=method, kind="kill", when=when, pid=pid, share=share, count=1, seed=self._dice.random()
        )

    def _enqueue(self, number: int) -> None:
        """From outside, as a planner does: twice, which must come out as once."""
        now = datetime.datetime.now(datetime.UTC)
        lanes = self._dice.choices(self._dice.sample(bench.site.LANES, LANES_AT_ONCE), k=NOTICES)
        drafts = [draft(f"kill:{number}:{next(self._numbers)}", lane, now) for lane in lanes]
        changes = [self._card(number, now) for _ in range(2)]
        self._site.write(functools.partial(add, drafts, changes))
        self._site.write(functools.partial(add, drafts, []))
        self.tally.expected += [bench.judge.Expected(one.key, one.lane) for one in drafts]

    def _card(self, number: int, now: datetime.datetime) -> data.outbox.Draft:
        """A card, new or changed; its post has the key of the first change."""
        which = self._dice.randrange(CARDS)
        post, text = f"card:{which}", f"card {which} as of {number}, {self._dice.random()}"
        lane = bench.site.LANES[which % len(bench.site.LANES)]
        made = draft(post if post not in self.tally.cards else f"{post}:{text}", lane, now, text, card=post)
        self.tally.cards[post] = text
        return made

    def _settle(self, kills: int) -> None:
        """Run undisturbed until nothing is on its way, and then for as long as a double would need to come."""
        child = self._site.start()
        self._site.wait_until_settled(60 + kills)
        time.sleep(QUIET)
        self._read_journal()
        self._site.stop(child)

    def _read_journal(self) -> None:
        calls = self._slack.journal(self._read, kind="call")
        self._read = calls[-1]["n"] if calls else self._read
        self.tally.calls += calls


def draft(
    key: str, lane: str, now: datetime.datetime, text: str | None = None, card: str | None = None
) -> data.outbox.Draft:
    """A notice that says its own key, or a text."""
    return data.outbox.Draft(
        key=key, lane=lane, payload={"text": text or key}, reason="a campaign", due_at=now, card=card
    )


def add(drafts: list[data.outbox.Draft], changes: list[data.outbox.Draft], session: sqlmodel.Session) -> None:
    """Notices as they are, and cards as they shall be from now on."""
    data.outbox.enqueue(session, drafts)
    for change in changes:
        data.outbox.show(session, change)


def run(folder: pathlib.Path, kills: int, seed: int) -> Tally:
    """A campaign on a site of its own."""
    with bench.site.opened(folder, ENVIRONMENT) as (site, slack):
        return Campaign(site, slack, seed).run(kills)
