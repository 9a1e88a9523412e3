"""The sender: what it takes and when, what it makes of each outcome, and how it stops."""

import asyncio
import collections
import collections.abc
import contextlib
import datetime
import sqlite3
import typing

import pytest
import sqlmodel

import bot.clock
import bot.delivery
import bot.outcome
import bot.sender
import bot.store
import data.database
import data.faults
import data.models
import data.outbox
import data.people
import data.settings

NOW = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
REAL = datetime.datetime(2026, 11, 21, 12, tzinfo=datetime.UTC)
TIMEOUT, MARGIN = 10.0, 5.0

Again, Delivered, Unknown = bot.outcome.Again, bot.outcome.Delivered, bot.outcome.Unknown


class ManualClock(bot.clock.Clock):
    """Both clocks, and the machine's monotonic one, which only a test moves."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.days = 0

    def now(self) -> datetime.datetime:
        return NOW + datetime.timedelta(days=self.days)

    def real(self) -> datetime.datetime:
        return REAL + datetime.timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        return 1000.0 + self.seconds


class FakeDelivery(bot.delivery.Delivery):
    """A Slack that answers as a test says, and otherwise takes everything."""

    def __init__(self) -> None:
        self.outcomes: dict[str, collections.deque[bot.outcome.Outcome | Exception]] = collections.defaultdict(
            collections.deque
        )
        self.found: collections.deque[bot.outcome.Outcome | None] = collections.deque()
        self.tried: list[str] = []
        self.places: list[bot.delivery.Place] = []
        self.looked_for: list[str] = []
        self.authorised = True
        self.asked = 0
        self.open = asyncio.Event()
        self.open.set()

    async def deliver(self, notice: data.models.Notice, place: bot.delivery.Place) -> bot.outcome.Outcome:
        self.tried.append(notice.key)
        self.places.append(place)
        await self.open.wait()
        if self.outcomes[notice.key]:
            outcome = self.outcomes[notice.key].popleft()
            if isinstance(outcome, Exception):
                raise outcome
            return outcome
        return Delivered(place.channel or f"D{notice.lane}", f"{len(self.tried)}.0")

    async def look_for(self, notice: data.models.Notice, _place: bot.delivery.Place) -> bot.outcome.Outcome | None:
        self.looked_for.append(notice.key)
        return self.found.popleft()

    async def is_authorised(self) -> bool:
        self.asked += 1
        return self.authorised


class Desk:
    """A store, a sender, a Slack and a clock."""

    def __init__(self, store: bot.store.Store, clock: ManualClock) -> None:
        self.store = store
        self.clock = clock
        self.slack = FakeDelivery()
        self.sender = self.another()

    def another(self) -> bot.sender.Sender:
        return bot.sender.Sender(self.store, self.slack, self.clock, TIMEOUT, MARGIN)

    def put(self, key: str, lane: str = "C1", **more: typing.Any) -> None:
        given: dict[str, typing.Any] = {"payload": {"text": key}, "reason": "a test", "due_at": NOW} | more
        with self.store.database.writing() as session:
            data.outbox.enqueue(session, [data.outbox.Draft(key=key, lane=lane, **given)])

    def will(self, key: str, *outcomes: bot.outcome.Outcome | Exception) -> None:
        self.slack.outcomes[key].extend(outcomes)

    async def round(self, after: float = 0.0) -> list[str]:
        """What is tried in one look at the outbox, when so many seconds have passed, once all of it is settled."""
        before = len(self.slack.tried)
        await self.look(after)
        while self.sender._on_their_way:
            await asyncio.wait(self.sender._on_their_way)
        return self.slack.tried[before:]

    async def look(self, after: float = 0.0) -> float:
        self.clock.seconds += after
        wait = await self.sender._round_guarded()
        await asyncio.sleep(0)
        return wait

    def find(self, key: str) -> data.models.Notice:
        notice = data.models.Notice
        with self.store.database.reading() as session:
            return session.exec(sqlmodel.select(notice).where(notice.key == key)).one()

    def alerts(self) -> list[data.models.Notice]:
        notice = data.models.Notice
        with self.store.database.reading() as session:
            return list(session.exec(sqlmodel.select(notice).where(sqlmodel.col(notice.key).startswith("alert:"))))


Story = collections.abc.Callable[[Desk], collections.abc.Awaitable[None]]
Tell = collections.abc.Callable[[Story], None]


@pytest.fixture
def tell(database: data.database.Database, monkeypatch: pytest.MonkeyPatch) -> Tell:
    """Runs a story on a live programme with two managers."""
    with database.writing() as session:
        data.settings.record_milestone(session, data.settings.WENT_LIVE, NOW)
        for slack_id in ("UMAGDA", "UMILO"):
            data.people.add(session, data.models.Person(slack_id=slack_id, name="M", manager=True, joined_at=NOW))

    def run(story: Story) -> None:
        async def told() -> None:
            clock = ManualClock()
            monkeypatch.setattr(bot.sender, "time", clock)
            with contextlib.closing(bot.store.Store(database)) as store:
                await story(Desk(store, clock))

        asyncio.run(told())

    return run


# -- what goes, and when


def test_what_was_sent_is_known_to_be_and_where(tell: Tell) -> None:
    async def story(desk: Desk) -> None:
        desk.put("a")
        assert await desk.round() == ["a"]
        assert await desk.round(60) == []
        sent = desk.find("a")
        assert (sent.state, sent.channel, sent.ts, sent.settled_at) == ("sent", "C1", "1.0", NOW)

    tell(story)


def test_each_lane_takes_a_message_a_second_and_lanes_go_beside_each_other(tell: Tell) -> None:
    async def story(desk: Desk) -> None:
        for key, lane in (("a1", "A"), ("a2", "A"), ("b1", "B")):
            desk.put(key, lane)
        assert await desk.round() == ["a1"]
        assert await desk.round(0.2) == ["b1"]
        assert await desk.round(0.7) == []
        assert await desk.round(0.2) == ["a2"]

    tell(story)


def test_it_says_how_long_until_something_more_could_go(tell: Tell) -> None:
    async def story(desk: Desk) -> None:
        desk.put("a1", "A")
        desk.put("b1", "B")
        assert round(await desk.look(), 6) == 0.1

    tell(story)


def test_no_more_than_sixteen_are_on_their_way(tell: Tell) -> None:
    async def story(desk: Desk) -> None:
        for number in range(20):
            desk.put(f"{number}", f"C{number}")
        desk.slack.open.clear()
        for _ in range(40):
            await desk.look(0.2)
        assert len(desk.slack.tried) == bot.sender.AT_ONCE == 16
        desk.slack.open.set()
        for _ in range(10):
            await desk.round(0.2)
        assert len(set(desk.slack.tried)) == len(desk.slack.tried) == 20

    tell(story)


def test_what_takes_long_holds_back_its_lane_alone(tell: Tell) -> None:
    async def story(desk: Desk) -> None:
        for key, lane in (("a1", "A"), ("a2", "A"), ("b1", "B")):
            desk.put(key, lane)
        desk.slack.open.clear()
        for _ in range(5):
            await desk.look(2)
        assert desk.slack.tried == ["a1", "b1"]
        desk.slack.open.set()

    tell(story)


def test_a_dm_is_asked_for_once(tell: Tell) -> None:
    async def story(desk: Desk) -> None:
        desk.put("a1", "@UADA")
        desk.put("a2", "@UADA")
        await desk.round()
        await desk.round(1)
        assert [place.channel for place in desk.slack.places] == [None, "D@UADA"]

    tell(story)


def test_an_edit_goes_where_its_card_stands(tell: Tell) -> None:
    async def story(desk: Desk) -> None:
        desk.put("post", card="bug:1")
        desk.put("edit", card="bug:1", kind=data.models.NoticeKind.EDIT)
        assert await desk.round() == ["post"]
        assert await desk.round(1) == ["edit"]
        assert desk.slack.places[1] == bot.delivery.Place("C1", "1.0")

    tell(story)


def test_a_card_that_is_gone_is_posted_anew(tell: Tell) -> None:
    async def story(desk: Desk) -> None:
        desk.put("post", card="bug:1")
        desk.put("edit", card="bug:1", kind=data.models.NoticeKind.EDIT)
        desk.will("edit", bot.outcome.CardGone())
        await desk.round()
        await desk.round(1)
        assert await desk.round(1) == ["edit:anew"]
        assert desk.find("edit:anew").kind == "post"

    tell(story)


def test_what_is_stale_is_dropped_and_not_sent(tell: Tell) -> None:
    async def story(desk: Desk) -> None:
        desk.put("old", stale_at=NOW)
        desk.put("new")
        for _ in range(3):
            await desk.round(1)
        assert desk.slack.tried == ["new"]
        assert desk.find("old").state == "dropped"

    tell(story)


def test_a_quiet_installation_sends_only_answers(database: data.database.Database, tell: Tell) -> None:
    with database.writing() as session:
        session.delete(session.get_one(data.models.Milestone, data.settings.WENT_LIVE))

    async def story(desk: Desk) -> None:
        desk.put("handover")
        desk.put("answer", unasked=False)
        for _ in range(3):
            await desk.round(1)
        assert desk.slack.tried == ["answer"]

    tell(story)


# -- trying again


def test_what_failed_is_tried_five_times_further_and_further_apart_and_is_dead_then(tell: Tell) -> None:
    async def story(desk: Desk) -> None:
        desk.put("a")
        desk.put("b")
        desk.will("a", *[Again("http_500")] * 9)
        assert await desk.round() == ["a"]
        for seconds in (1, 5, 30, 120):
            assert await desk.round(seconds - 0.5) == []
            assert await desk.round(0.5) == ["a"]
        assert (desk.find("a").state, desk.find("a").error, desk.find("a").attempts) == ("dead", "http_500", 5)
        assert await desk.round(1) == ["b"]

    tell(story)


def test_what_failed_is_given_up_after_ten_minutes_though_it_had_attempts_left(tell: Tell) -> None:
    async def story(desk: Desk) -> None:
        desk.put("a")
        desk.will("a", *[Again("http_500")] * 9)
        await desk.round()
        await desk.round(599)
        assert desk.find("a").state == "pending"
        await desk.round(6)
        assert (desk.find("a").state, desk.find("a").attempts) == ("dead", 3)

    tell(story)


@pytest.mark.parametrize(
    ("outcome", "seconds"),
    [
        (bot.outcome.Refused("chat.postMessage", 30.0), 30.0),
        (bot.outcome.NotReached("ClientConnectorError"), 5.0),
        (bot.outcome.NotAuthorised("invalid_auth"), 0.0),
    ],
)
def test_what_was_no_fault_of_its_own_is_no_attempt_and_stops_the_others_too(
    tell: Tell, outcome: bot.outcome.Outcome, seconds: float
) -> None:
    async def story(desk: Desk) -> None:
        desk.put("a", "A")
        desk.put("b", "B")
        desk.will("a", *[outcome] * 20)
        for number in range(20):
            assert await desk.round() == ["a"], number
            assert desk.find("a").attempts == 0
            if seconds:
                assert await desk.round(seconds - 0.1) == []
            desk.clock.seconds += 1 + 60
        assert sorted(await desk.round() + await desk.round(3) + await desk.round(3)) == ["a", "b"]
        assert desk.find("a").state == "sent"
        assert desk.alerts() == []

    tell(story)


def test_a_refused_method_stops_alone(tell: Tell) -> None:
    async def story(desk: Desk) -> None:
        desk.put("post", "A")
        desk.put("home", "home:UADA", kind=data.models.NoticeKind.HOME)
        desk.will("post", bot.outcome.Refused("chat.postMessage", 30.0))
        desk.slack.tried.clear()
        assert sorted(await desk.round()) == ["home", "post"]
        desk.put("another home", "home:UBO", kind=data.models.NoticeKind.HOME)
        assert await desk.round(1) == ["another home"]
        assert await desk.round(29) == ["post"]

    tell(story)


# -- the token


def test_without_a_token_nothing_is_sent_until_it_works_again_and_it_is_said_once(
    tell: Tell, caplog: pytest.LogCaptureFixture
) -> None:
    async def story(desk: Desk) -> None:
        desk.put("a", "A")
        desk.put("b", "B")
        desk.will("a", bot.outcome.NotAuthorised("token_revoked"))
        desk.slack.authorised = False
        assert await desk.round() == ["a"]
        for _ in range(4):
            assert await desk.round(5) == []
            assert await desk.round(2) == []
        assert desk.slack.asked == 4
        desk.slack.authorised = True
        assert await desk.round(5) == ["a"]
        assert await desk.round(1) == ["b"]
        assert desk.find("a").attempts == 1

    tell(story)
    assert caplog.text.count("Slack does not take the token") == 1


# -- what nobody knows of


def test_an_unknown_post_is_looked_for_after_the_margin_and_found(tell: Tell) -> None:
    async def story(desk: Desk) -> None:
        desk.put("a")
        desk.put("b")
        desk.will("a", Unknown("TimeoutError"))
        desk.slack.found.append(Delivered("C1", "7.7"))
        await desk.round()
        assert await desk.round(MARGIN - 0.1) == []
        assert desk.slack.looked_for == []
        await desk.round(0.1)
        assert desk.slack.looked_for == ["a"]
        assert (desk.find("a").state, desk.find("a").ts) == ("sent", "7.7")
        assert await desk.round(1) == ["b"]
        assert desk.slack.tried == ["a", "b"]

    tell(story)


def test_an_unknown_post_that_is_not_there_is_sent_again(tell: Tell) -> None:
    async def story(desk: Desk) -> None:
        desk.put("a")
        desk.will("a", Unknown("TimeoutError"))
        desk.slack.found.append(None)
        await desk.round()
        assert await desk.round(MARGIN) == []
        assert await desk.round() == ["a"]
        assert (desk.find("a").state, desk.find("a").attempts) == ("sent", 2)

    tell(story)


def test_a_post_that_is_lost_again_and_again_is_dead_after_five_attempts(tell: Tell) -> None:
    async def story(desk: Desk) -> None:
        desk.put("a")
        desk.will("a", *[Unknown("TimeoutError")] * 9)
        desk.slack.found.extend([None] * 9)
        for _ in range(20):
            await desk.round(MARGIN)
        assert (desk.find("a").state, desk.slack.tried.count("a")) == ("dead", 5)

    tell(story)


def test_a_post_that_cannot_be_looked_for_is_uncertain_and_never_sent_again(tell: Tell) -> None:
    async def story(desk: Desk) -> None:
        desk.put("a")
        desk.put("b")
        desk.will("a", Unknown("TimeoutError"))
        desk.slack.found.append(bot.outcome.Impossible("not_in_channel"))
        await desk.round()
        await desk.round(MARGIN)
        assert (desk.find("a").state, desk.find("a").error) == ("uncertain", "not_in_channel")
        assert len(desk.alerts()) == 2
        assert "b" in await desk.round(1)
        for _ in range(10):
            await desk.round(60)
        assert desk.slack.tried.count("a") == 1

    tell(story)


def test_a_channel_that_cannot_be_read_now_is_read_later_and_for_ten_minutes(tell: Tell) -> None:
    async def story(desk: Desk) -> None:
        desk.put("a")
        desk.will("a", Unknown("TimeoutError"))
        desk.slack.found.extend([Again("http_500")] * 99)
        await desk.round()
        for _ in range(59):
            await desk.round(10)
        assert desk.find("a").state == "sending"
        await desk.round(20)
        assert desk.find("a").state == "uncertain"
        assert desk.slack.tried.count("a") == 1

    tell(story)


@pytest.mark.parametrize(
    "outcome",
    [
        bot.outcome.Refused("conversations.history", 30.0),
        bot.outcome.NotReached("ClientConnectorError"),
        bot.outcome.NotAuthorised("invalid_auth"),
    ],
)
def test_a_long_downtime_makes_no_post_uncertain(tell: Tell, outcome: bot.outcome.Outcome) -> None:
    async def story(desk: Desk) -> None:
        desk.put("a")
        desk.will("a", Unknown("TimeoutError"))
        desk.slack.found.extend([outcome] * 30)
        await desk.round()
        for _ in range(30):
            await desk.round(60)
        assert desk.find("a").state == "sending"
        desk.slack.found.append(Delivered("C1", "7.7"))
        await desk.round(60)
        assert desk.find("a").state == "sent"
        assert desk.alerts() == []

    tell(story)


def test_after_a_crash_a_post_is_looked_for_and_an_edit_is_done_again_and_neither_is_an_attempt(tell: Tell) -> None:
    async def story(desk: Desk) -> None:
        desk.put("first", card="bug:1")
        await desk.round()
        desk.put("edit", card="bug:1", kind=data.models.NoticeKind.EDIT)
        desk.put("post", "C2")
        desk.slack.open.clear()
        for _ in range(3):
            await desk.look(1)
        assert sorted(desk.slack.tried) == ["edit", "first", "post"]
        for task in desk.sender._on_their_way:  # the process is gone, and another begins
            task.cancel()
        desk.sender = desk.another()
        desk.slack.open.set()
        desk.slack.found.append(None)
        assert await desk.round(TIMEOUT) == []
        await desk.round(MARGIN)
        assert desk.slack.looked_for == ["post"]
        assert sorted(await desk.round(1) + await desk.round(1)) == ["edit", "post"]
        assert (desk.find("edit").state, desk.find("edit").attempts) == ("sent", 1)
        assert (desk.find("post").state, desk.find("post").attempts) == ("sent", 1)

    tell(story)


def test_what_we_did_wrong_ourselves_is_logged_and_looked_for_when_the_lease_is_over(
    tell: Tell, caplog: pytest.LogCaptureFixture
) -> None:
    async def story(desk: Desk) -> None:
        desk.put("a")
        desk.will("a", ZeroDivisionError())
        desk.slack.found.append(Delivered("C1", "7.7"))
        await desk.round()
        assert desk.find("a").state == "sending"
        await desk.round(TIMEOUT + MARGIN)
        assert desk.find("a").state == "sent"

    tell(story)
    assert "sending a notice failed" in caplog.text


# -- giving up


def test_each_manager_hears_once_a_day_of_a_channel_that_is_gone(tell: Tell, caplog: pytest.LogCaptureFixture) -> None:
    async def story(desk: Desk) -> None:
        for number in range(6):
            desk.put(f"{number}", "C9", reason="duty was handed over")
            desk.will(f"{number}", bot.outcome.Impossible("is_archived"))
        for _ in range(3):
            await desk.round(1)
        assert sorted(alert.lane for alert in desk.alerts()) == ["@UMAGDA", "@UMILO"]
        assert all("duty was handed over" in str(alert.payload) for alert in desk.alerts())
        desk.clock.days += 1
        for _ in range(6):
            await desk.round(1)
        assert len(desk.alerts()) == 4

    tell(story)
    assert "Slack refused a message" in caplog.text


def test_nobody_is_told_of_an_alert_that_is_lost(tell: Tell) -> None:
    async def story(desk: Desk) -> None:
        desk.put("a", "C9")
        desk.will("a", bot.outcome.Impossible("is_archived"))
        await desk.round()
        for alert in desk.alerts():
            desk.will(alert.key, bot.outcome.Impossible("user_not_found"))
        for _ in range(5):
            await desk.round(1)
        assert sorted(alert.state for alert in desk.alerts()) == ["dead", "dead"]
        assert len(desk.alerts()) == 2

    tell(story)


# -- the store


def test_a_store_that_is_locked_is_waited_for(tell: Tell, caplog: pytest.LogCaptureFixture) -> None:
    async def story(desk: Desk) -> None:
        desk.put("a")
        other = sqlite3.connect(str(desk.store.database.url.database), isolation_level=None)
        with contextlib.closing(other) as connection:
            connection.execute("BEGIN IMMEDIATE")
            assert await desk.round() == []
        assert await desk.round(1) == ["a"]

    tell(story)
    assert [record.getMessage() for record in caplog.records] == ["the outbox can't be read or written now"]


# -- running and stopping


def test_it_sends_when_it_is_woken_and_when_its_stop_is_asked_for_ends(
    tell: Tell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.sender, "POLL", 60.0)

    async def story(desk: Desk) -> None:
        running = asyncio.ensure_future(desk.sender.run())
        await asyncio.sleep(0.05)
        desk.put("a")
        desk.sender.wake()
        async with asyncio.timeout(20):  # sooner than it looks by itself
            while not desk.slack.tried:  # noqa: ASYNC110  # the store has no event for it
                await asyncio.sleep(0.01)
        await desk.sender.stop(5)
        await asyncio.wait_for(running, 5)
        assert desk.find("a").state == "sent"

    tell(story)


def test_a_stop_waits_for_what_is_on_its_way_and_begins_nothing_more(tell: Tell) -> None:
    async def story(desk: Desk) -> None:
        desk.put("a", "A")
        desk.put("b", "B")
        desk.slack.open.clear()
        await desk.look()
        stopping = asyncio.ensure_future(desk.sender.stop(5))
        await asyncio.sleep(0.05)
        assert not stopping.done()
        desk.slack.open.set()
        await stopping
        assert desk.find("a").state == "sent"
        assert await desk.round(60) == []
        assert desk.find("b").state == "pending"

    tell(story)


def test_a_leap_of_the_machines_clock_sends_nothing_again_that_is_still_on_its_way(tell: Tell) -> None:
    async def story(desk: Desk) -> None:
        desk.put("a")
        desk.slack.open.clear()
        await desk.look()
        await desk.look(after=3600)
        assert (desk.slack.tried, desk.slack.looked_for) == (["a"], [])
        desk.slack.open.set()
        await desk.round()
        assert desk.find("a").state == "sent"

    tell(story)


def test_nothing_is_looked_for_while_slack_has_stopped_looking(tell: Tell) -> None:
    async def story(desk: Desk) -> None:
        for key in ("a", "b"):
            desk.put(key, key.upper())
            desk.will(key, Unknown("TimeoutError"))
        await desk.round()
        desk.slack.found.extend([bot.outcome.Refused("conversations.history", 30.0)] * 2)
        await desk.round(MARGIN + 0.1)
        asked = len(desk.slack.looked_for)
        await desk.round(2)
        await desk.round(20)
        assert len(desk.slack.looked_for) == asked
        desk.slack.found.extend([Delivered("A", "1.1"), Delivered("B", "1.2")])
        await desk.round(30)
        await desk.round(30)
        assert {desk.find("a").state, desk.find("b").state} == {"sent"}

    tell(story)


def test_a_channel_without_muster_holds_its_notice_until_the_invitation_and_is_a_fault_until_then(tell: Tell) -> None:
    async def story(desk: Desk) -> None:
        desk.put("a", "C1")
        desk.will("a", bot.outcome.Impossible("not_in_channel"), bot.outcome.Impossible("not_in_channel"))
        await desk.round()
        assert (desk.find("a").state, desk.find("a").error, desk.find("a").attempts) == ("pending", "not_in_channel", 0)
        with desk.store.database.reading() as session:
            assert [fault.name for fault in data.faults.list_all(session)] == ["channel:C1"]
        for _ in range(4):
            await desk.round(31)
        assert desk.find("a").state == "sent"
        with desk.store.database.reading() as session:
            assert data.faults.list_all(session) == []

    tell(story)


def test_a_stop_does_not_wait_for_ever_for_a_slack_that_is_asked_about_the_token(tell: Tell) -> None:
    async def story(desk: Desk) -> None:
        async with desk.sender._one_round:
            await asyncio.wait_for(desk.sender.stop(0.05), 10)

    tell(story)


def test_a_stop_does_not_wait_for_ever(tell: Tell) -> None:
    async def story(desk: Desk) -> None:
        desk.put("a")
        desk.slack.open.clear()
        await desk.look()
        await desk.sender.stop(0.05)
        assert desk.find("a").state == "sending"
        for task in desk.sender._on_their_way:
            task.cancel()

    tell(story)


@pytest.mark.parametrize("woken", [True, False])
def test_a_cancellation_ends_it_also_in_the_moment_it_is_woken(tell: Tell, woken: bool) -> None:
    async def story(desk: Desk) -> None:
        running = asyncio.ensure_future(desk.sender.run())
        await asyncio.sleep(0.1)
        if woken:
            desk.sender.wake()
        running.cancel()
        await asyncio.wait([running], timeout=20)
        assert running.cancelled()

    tell(story)
