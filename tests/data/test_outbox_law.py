"""The law of the outbox: whatever fails, and wherever a sender dies, each notice is in Slack once, and in order."""

import dataclasses
import datetime
import random
import typing

import pytest

import data.database
import data.models
import data.outbox

NOW = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
REAL = datetime.datetime(2026, 11, 21, 12, tzinfo=datetime.UTC)
T = typing.TypeVar("T")

LEASE = datetime.timedelta(seconds=15)
MARGIN = datetime.timedelta(seconds=5)


class Slack:
    """Messages by lane, each as its notice's key; and calls that it has seen, and may store later or never."""

    def __init__(self) -> None:
        self.lanes: dict[str, list[str]] = {}

    def store(self, notice: data.models.Notice) -> None:
        self.lanes.setdefault(notice.lane, []).append(notice.key)

    def holds(self, notice: data.models.Notice) -> bool:
        return notice.key in self.lanes.get(notice.lane, [])


@dataclasses.dataclass
class Call:
    """One post on its way; Slack stores it by `until` or never. Its sender may be dead, and then says nothing."""

    notice: data.models.Notice
    until: datetime.datetime
    stored: bool = False
    refused: bool = False


class World:
    """Senders that obey the protocol and die at any point, and a Slack that fails before and after storing."""

    def __init__(self, database: data.database.Database, seed: int) -> None:
        self.database = database
        self.random = random.Random(seed)
        self.slack = Slack()
        self.real = REAL
        self.enqueued: dict[str, list[str]] = {}
        self.calls: list[Call] = []
        """What living senders wait for."""
        self.orphans: list[Call] = []
        """What dead ones had begun, and Slack may still store."""
        self.seen: list[list[data.models.Notice]] = []
        """What senders have found due, maybe long ago."""
        self.expired: list[data.models.Notice] = []
        """What they have found to be unknown, maybe long ago."""
        self.looks: list[tuple[data.models.Notice, bool]] = []
        """What they have looked for in Slack, and whether it was there; they have not said so yet."""

    # -- what happens

    def enqueue(self) -> None:
        lane = self.random.choice("AB")
        keys = self.enqueued.setdefault(lane, [])
        if len(keys) < 5:
            keys.append(f"{lane}{len(keys)}")
        self.put(lane, self.random.choice([keys[-1], *keys]))
        self.put(lane, keys[-1])

    def look(self) -> None:
        with self.database.reading() as session:
            self.seen.append(data.outbox.list_due(session, NOW, self.real, 10))

    def take(self) -> None:
        """Lease what was found due, however long ago, and call Slack; or, now and then, die in between."""
        if self.seen:
            self.begin(self.seen.pop(self.random.randrange(len(self.seen))), dies=self.random.random() < 0.1)

    def slack_stores(self) -> None:
        for call in self.some(self.calls + self.orphans):
            if not call.stored and not call.refused and self.real < call.until:
                call.stored = True
                self.slack.store(call.notice)

    def answer(self) -> None:
        """Slack answers truly, in time or so late that another sender has taken the matter up."""
        for call in self.some(self.calls):
            self.calls.remove(call)
            with self.database.writing() as session:
                if call.stored:
                    data.outbox.record_sent(session, call.notice, NOW, call.notice.lane, "1.1")
                else:
                    call.refused = True
                    counts = self.random.random() < 0.5
                    data.outbox.record_retry(session, call.notice, self.real, "refused", counts)

    def lose_the_answer(self) -> None:
        """A reset or a time-out: Slack has it, or will within the margin, or never."""
        for call in self.some(self.calls):
            self.calls.remove(call)
            self.orphans.append(call)
            call.until = min(call.until, self.real + MARGIN)
            with self.database.writing() as session:
                data.outbox.record_unknown(session, call.notice, self.real + MARGIN, "ServerDisconnectedError")

    def die(self) -> None:
        """All senders at once, by kill -9."""
        self.orphans += self.calls
        self.calls, self.seen, self.expired, self.looks = [], [], [], []

    def wait(self) -> None:
        self.real += datetime.timedelta(seconds=self.random.choice([1, 5, 10, 15]))

    def look_for_expired(self) -> None:
        with self.database.reading() as session:
            self.expired += data.outbox.list_expired(session, self.real, 10)

    def renew(self) -> None:
        """Look in Slack for one whose lease was seen to have run out, maybe long ago."""
        for notice in self.some(self.expired):
            self.expired.remove(notice)
            if self.renewed(notice):
                self.looks.append((notice, self.slack.holds(notice)))

    def say_what_was_found(self) -> None:
        for look in self.some(self.looks):
            self.looks.remove(look)
            self.say(*look)

    def live(self) -> None:
        steps = {
            self.enqueue: 2,
            self.look: 6,
            self.take: 6,
            self.slack_stores: 4,
            self.answer: 3,
            self.lose_the_answer: 1,
            self.die: 1,
            self.wait: 3,
            self.look_for_expired: 3,
            self.renew: 4,
            self.say_what_was_found: 3,
        }
        for step in self.random.choices(list(steps), list(steps.values()), k=200):
            step()
            self.judge()

    # -- and what must hold

    def judge(self) -> None:
        for lane, keys in self.slack.lanes.items():
            assert keys == self.enqueued[lane][: len(keys)], "twice, or out of order"

    def settle_everything(self) -> None:
        """Nothing fails any more: then all that was enqueued is in Slack, once, and known to be."""
        self.die()
        for _ in range(40):
            self.real += LEASE
            with self.database.reading() as session:
                expired = data.outbox.list_expired(session, self.real, 10)
                due = data.outbox.list_due(session, NOW, self.real, 10)
            for notice in expired:
                assert self.renewed(notice)
                self.say(notice, self.slack.holds(notice))
            self.take_all(due)
        with self.database.reading() as session:
            assert set(data.outbox.count_by_state(session)) <= {"sent"}
        assert self.slack.lanes == self.enqueued

    # -- by these means

    def some(self, things: list[T]) -> list[T]:
        """One of them, where there is any."""
        return self.random.sample(things, min(1, len(things)))

    def put(self, lane: str, key: str) -> None:
        draft = data.outbox.Draft(key=key, lane=lane, payload={"text": key}, reason="a test", due_at=NOW)
        with self.database.writing() as session:
            data.outbox.enqueue(session, [draft])

    def begin(self, found: list[data.models.Notice], dies: bool) -> None:
        ids = [notice.id or 0 for notice in found]
        with self.database.writing() as session:
            taken = data.outbox.lease(session, ids, NOW, self.real + LEASE, self.real + LEASE)
        if not dies:
            self.calls += [Call(notice, self.real + LEASE) for notice in taken]

    def take_all(self, found: list[data.models.Notice]) -> None:
        self.begin(found, dies=False)
        for call in self.calls:
            self.slack.store(call.notice)
            with self.database.writing() as session:
                data.outbox.record_sent(session, call.notice, NOW, call.notice.lane, "1.1")
        self.calls = []

    def renewed(self, notice: data.models.Notice) -> bool:
        with self.database.writing() as session:
            return data.outbox.renew(session, notice, self.real + LEASE)

    def say(self, notice: data.models.Notice, found: bool) -> None:
        with self.database.writing() as session:
            if found:
                data.outbox.record_sent(session, notice, NOW, notice.lane, "1.1")
            else:
                data.outbox.record_retry(session, notice, self.real, "not_found_in_slack", counts=True)


@pytest.mark.parametrize("seed", range(12))
def test_each_notice_is_in_slack_once_and_in_order(database: data.database.Database, seed: int) -> None:
    world = World(database, seed)
    world.live()
    world.settle_everything()
