"""An update's copies: the bot is killed half-way through sending them, and half-way through their correction."""

import datetime
import functools
import pathlib
import random
import signal
import time

import sqlmodel

import bench.campaign
import bench.judge
import bench.programme
import bench.site
import data.models
import data.updates
import jobs.scene
import jobs.update_steering
import jobs.updates
import messages.updates
import tests.workspace

AGO = datetime.timedelta(minutes=3)
"""So long ago it was sent: the two minutes are over."""

CORRECTION = "Prices are rounded up now."
POST, EDIT = "chat.postMessage", "chat.update"
HALF = 0.5

PATIENCE = 60.0
LOOK = 0.05


class Campaign:
    """The bot is killed when half of the copies are in Slack, and again when half of those are corrected."""

    def __init__(self, site: bench.site.Site, slack: tests.workspace.Workspace, copies: int, seed: int) -> None:
        self._site = site
        self._slack = slack
        self._copies = copies
        self._dice = random.Random(seed)
        self._read = 0
        self.seconds = 0.0
        self.kills: list[str] = []
        self.calls: list[bench.judge.Call] = []

    def run(self) -> bench.judge.Verdict:
        """Send it, kill, correct it, kill, and leave the rest in peace."""
        began, now = time.monotonic(), datetime.datetime.now(datetime.UTC)
        self._site.write(functools.partial(_send, self._copies, now - AGO))
        self._kill(POST, HALF * self._copies)
        self._site.write(functools.partial(_correct, datetime.datetime.now(datetime.UTC)))
        self._kill(EDIT, HALF * HALF * self._copies)
        self._slack.faults()
        child = self._site.start()
        self._site.wait_until_settled(PATIENCE + self._copies)
        time.sleep(bench.campaign.QUIET)
        self._read_journal()
        self._site.stop(child)
        self.seconds = time.monotonic() - began
        return self._judge()

    def _kill(self, method: str, after: float) -> None:
        """On seeing a call of it, once so many went well: before it is stored, after, or before it is answered."""
        child = self._site.start()
        end = time.monotonic() + PATIENCE + self._copies
        while self._count(method) < after:
            if time.monotonic() > end:
                raise bench.site.SiteError(f"No {method} any more.\n{self._site.last_words()}")
            time.sleep(LOOK)
        when = self._dice.choice(bench.campaign.KINDS[1:4])
        self._slack.faults(method=method, kind="kill", when=when, pid=child.pid, share=1, count=1)
        if self._site.ended(child, PATIENCE) != -signal.SIGKILL:
            raise bench.site.SiteError(f"No kill on {method} came about.\n{self._site.last_words()}")
        self.kills.append(f"{method} {when.replace('_', ' ')}")

    def _count(self, method: str) -> int:
        """How many copies went, or read anew, by calls of it."""
        self._read_journal()
        return sum(call["method"] == method and call["stored"] and _is_copy(call) for call in self.calls)

    def _read_journal(self) -> None:
        calls = self._slack.journal(self._read, kind="call")
        self._read = calls[-1]["n"] if calls else self._read
        self.calls += calls

    def _judge(self) -> bench.judge.Verdict:
        """Each copy came once, and says the correction in the end; what else the bot sent is not looked at."""
        expected = [bench.judge.Expected(f"update:1:{person}", f"@{person}") for person in readers(self._copies)]
        posts = [call for call in self.calls if bench.judge.is_post(call) and _is_copy(call)]
        places = {(call["answer"]["channel"], call["answer"]["ts"]) for call in posts}
        edits = [call for call in self.calls if call["method"] == EDIT and call["stored"]]
        theirs = [call for call in edits if (call["answer"]["channel"], call["answer"]["ts"]) in places]
        with self._site.store.reading() as session:
            text = str(messages.updates.copy(_update(session))["text"])
        return bench.judge.judge(expected, {one.key: text for one in expected}, [*posts, *theirs])


def readers(copies: int) -> list[str]:
    """The Slack ids of those who get it: an adviser, and freelancers."""
    return [bench.programme.adviser(0), *(f"U0FREE{number:06}" for number in range(copies - 1))]


def _is_copy(call: bench.judge.Call) -> bool:
    """Whether a call is about somebody's copy: that of a post by its key, an edit by the text that all copies have."""
    if call["method"] == POST:
        return bench.judge.key(call).startswith("update:1:")
    return CORRECTION in str(call["args"].get("text"))


def _send(copies: int, now: datetime.datetime, session: sqlmodel.Session) -> None:
    """An urgent one, which waits for nobody's working hours."""
    bench.programme.fill(session, copies - 1, 1, now)
    manager = session.exec(
        sqlmodel.select(data.models.Person).where(data.models.Person.slack_id == bench.site.MANAGER)
    ).one()
    update = data.models.Update(
        author_id=manager.id or 0,
        title="New checkout",
        text="Prices are rounded now.",
        urgent=True,
        valid_until=now.date() + datetime.timedelta(days=30),
        drafted_at=now,
    )
    jobs.updates.send(jobs.scene.load(session, now), data.updates.save(session, update))


def _correct(now: datetime.datetime, session: sqlmodel.Session) -> None:
    jobs.update_steering.correct(jobs.scene.load(session, now), _update(session), CORRECTION)


def _update(session: sqlmodel.Session) -> data.models.Update:
    return session.exec(sqlmodel.select(data.models.Update)).one()


def run(folder: pathlib.Path, copies: int, seed: int) -> tuple[Campaign, bench.judge.Verdict]:
    """A campaign on a site of its own."""
    people = tuple(readers(copies))
    with bench.site.opened(folder, bench.campaign.ENVIRONMENT, people) as (site, slack):
        campaign = Campaign(site, slack, copies, seed)
        return campaign, campaign.run()
