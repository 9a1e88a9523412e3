"""Health: whether Muster can do its work, said in time however slow the store is; and the figures beside it."""

import asyncio
import collections.abc
import contextlib
import datetime
import pathlib
import threading
import typing

import pytest
import sqlmodel

import bot.clock
import bot.health
import bot.metrics
import bot.sender
import bot.store
import bot.tally
import data.database
import data.models
import data.outbox
import data.pauses
import data.settings

NOW = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)
ROOT = pathlib.Path(__file__).parents[2]


class StillClock(bot.clock.Clock):
    def real(self) -> datetime.datetime:
        return NOW


class Connection:
    """A connection to Slack as a test wants it."""

    dead_seconds = 0.0

    def facts(self) -> dict[str, object]:
        return {"transport": "fake"}


class Sender(bot.sender.Sender):
    """A sender that does nothing, and whose token is as a test wants it."""

    authorised = True

    @property
    def is_authorised(self) -> bool:
        return self.authorised


class Ward:
    """All that health asks, and what it answers."""

    def __init__(self, database: data.database.Database) -> None:
        self.database = database
        self.connection = Connection()
        self.tally = bot.tally.Tally()
        self.authorised = True

    def put(self, key: str, due_at: datetime.datetime, **more: typing.Any) -> None:
        draft = data.outbox.Draft(key=key, lane=key, payload={}, reason="a test", due_at=due_at, **more)
        with self.database.writing() as session:
            data.outbox.enqueue(session, [draft])

    def ask(
        self, work: collections.abc.Callable[[bot.health.Health], collections.abc.Awaitable[typing.Any]]
    ) -> typing.Any:
        async def asked() -> typing.Any:
            with contextlib.closing(bot.store.Store(self.database)) as store:
                clock = StillClock()
                sender = Sender(store, typing.cast("bot.delivery.Delivery", None), clock, 1, 1)
                sender.authorised = self.authorised
                return await work(bot.health.Health(store, clock, sender, self.connection, self.tally))

        return asyncio.run(asked())

    @property
    def report(self) -> dict[str, typing.Any]:
        return typing.cast("dict[str, typing.Any]", self.ask(lambda health: health.report()))

    @property
    def figures(self) -> list[str]:
        text = self.ask(lambda health: bot.metrics.Metrics(health).text())
        return typing.cast("list[str]", text.decode().splitlines())

    def idle(self, seconds: float) -> None:
        """Nothing was sent for so long."""
        self.tally.last_sent -= seconds


@pytest.fixture
def ward(database: data.database.Database) -> Ward:
    with database.writing() as session:
        data.settings.record_milestone(session, data.settings.WENT_LIVE, NOW)
    return Ward(database)


def test_all_is_well_while_nothing_is_wrong(ward: Ward) -> None:
    report = ward.report
    assert report["faults"] == []
    assert report["mode"] == "live"
    assert report["connection"] == {"transport": "fake", "dead_seconds": 0.0}


def test_a_dead_connection_is_a_fault_once_it_has_lasted(ward: Ward) -> None:
    ward.connection.dead_seconds = bot.health.DEAD_SECONDS
    assert ward.report["faults"] == []
    ward.connection.dead_seconds += 1
    assert ward.report["faults"] == ["The connection to Slack is dead."]


def test_a_token_that_slack_refuses_is_a_fault(ward: Ward) -> None:
    ward.authorised = False
    ward.put("waits", NOW - HOUR)
    ward.idle(3600)
    assert ward.report["faults"] == ["Slack does not take the token."]


def test_a_notice_that_could_have_gone_for_long_is_a_fault(ward: Ward) -> None:
    ward.put("waits", NOW - HOUR)
    assert ward.report["sender"]["oldest_due_seconds"] == 3600
    assert ward.report["faults"] == []  # others go, or the process has only just begun
    ward.idle(601)
    assert ward.report["faults"] == ["A notice that could go is not sent."]


def test_a_notice_that_is_tried_again_and_again_is_one_too(ward: Ward) -> None:
    ward.put("waits", NOW - HOUR)
    ward.idle(601)
    with ward.database.writing() as session:
        session.execute(sqlmodel.update(data.models.Notice).values(retry_at=NOW + datetime.timedelta(minutes=2)))
    assert ward.report["faults"] == ["A notice that could go is not sent."]


def test_a_job_that_fails_on_end_is_a_fault_until_it_does_its_work(ward: Ward) -> None:
    for done in (True, False, False):
        ward.tally.tick("duty", done)
    ward.tally.tick("group", done=False)
    assert ward.report["faults"] == []
    ward.tally.tick("duty", done=False)
    assert ward.report["faults"] == ["A job fails again and again."]
    assert ward.report["jobs"] == {"failing": ["duty"]}
    ward.tally.tick("duty", done=True)
    assert ward.report["faults"] == []


def test_what_waits_for_a_person_or_for_its_time_is_no_fault(ward: Ward) -> None:
    ward.put("uninvited", NOW - HOUR)
    ward.put("tomorrow", NOW + HOUR)
    ward.idle(601)
    with ward.database.writing() as session:
        uninvited = sqlmodel.col(data.models.Notice.key) == "uninvited"
        session.execute(sqlmodel.update(data.models.Notice).where(uninvited).values(error="not_in_channel"))
    assert ward.report["faults"] == []
    assert ward.report["sender"]["oldest_due_seconds"] == 0


def test_what_a_quiet_installation_holds_back_is_no_fault(database: data.database.Database) -> None:
    ward = Ward(database)
    ward.put("unasked", NOW - HOUR)
    ward.idle(601)
    assert (ward.report["faults"], ward.report["mode"]) == ([], "quiet")


def test_a_pause_is_said(ward: Ward) -> None:
    with ward.database.writing() as session:
        data.pauses.record(session, data.pauses.ALL, NOW - HOUR, None)
    assert ward.report["mode"] == "paused"


def test_a_store_that_does_not_answer_is_a_fault_and_is_asked_once(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.health, "STORE_SECONDS", 0.05)
    answers, asked = threading.Event(), []

    def stuck(self: bot.store.Store, work: typing.Any) -> typing.Any:
        asked.append(work)
        answers.wait(10)
        raise data.database.Unusable("The store can't be used.")

    monkeypatch.setattr(bot.store.Store, "_reading", stuck)

    async def work(health: bot.health.Health) -> tuple[dict[str, object], dict[str, object]]:
        reports = await health.report(), await health.report()
        answers.set()
        return reports

    first, second = ward.ask(work)
    assert first["faults"] == second["faults"] == ["The store can't be read."]
    assert (first["mode"], len(asked)) == (None, 1)


def test_a_store_that_can_not_be_read_is_a_fault_and_its_figures_are_left_out(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(self: bot.store.Store, work: typing.Any) -> typing.Any:
        raise data.database.Unusable("The store can't be used.")

    monkeypatch.setattr(bot.store.Store, "_reading", broken)
    assert ward.report["faults"] == ["The store can't be read."]
    figures = ward.figures
    assert "muster_store_readable 0.0" in figures
    assert not [line for line in figures if line.startswith("muster_notices{")]


# -- figures


def test_every_state_of_a_notice_has_its_count(ward: Ward) -> None:
    ward.put("one", NOW)
    ward.put("two", NOW)
    counts = [line for line in ward.figures if line.startswith("muster_notices{")]
    assert [line.partition('"')[2].partition('"')[0] for line in counts] == [
        str(state) for state in data.models.NoticeState
    ]
    assert counts[0] == 'muster_notices{state="pending"} 2.0'


def test_acknowledgements_are_sorted_by_their_seconds(ward: Ward) -> None:
    for seconds in (0.001, 0.005, 0.03, 7.0):
        ward.tally.answer(200, seconds)
    figures = ward.figures
    assert 'muster_acknowledgement_seconds_bucket{le="0.005"} 2.0' in figures
    assert 'muster_acknowledgement_seconds_bucket{le="0.05"} 3.0' in figures
    assert 'muster_acknowledgement_seconds_bucket{le="3.0"} 3.0' in figures
    assert 'muster_acknowledgement_seconds_bucket{le="+Inf"} 4.0' in figures


def test_what_happened_is_counted_by_its_labels(ward: Ward) -> None:
    ward.tally.requests["verb", "done"] += 2
    ward.tally.turned_away["its signature is wrong"] += 1
    ward.tally.calls["chat.postMessage", "refused"] += 3
    ward.tally.deliver(data.models.NoticeKind.TOPIC)
    ward.tally.tick("duty", done=False)
    ward.tally.reconnects += 4
    lines = {
        'muster_requests_total{kind="verb",outcome="done"} 2.0',
        'muster_requests_turned_away_total{reason="its signature is wrong"} 1.0',
        'muster_slack_calls_total{method="chat.postMessage",outcome="refused"} 3.0',
        'muster_notices_sent_total{kind="topic"} 1.0',
        'muster_job_ticks_total{job="duty",outcome="failed"} 1.0',
        "muster_socket_reconnects_total 4.0",
    }
    assert lines <= set(ward.figures)


def test_two_processes_in_one_have_figures_of_their_own(ward: Ward, database: data.database.Database) -> None:
    ward.tally.reconnects += 1
    assert "muster_socket_reconnects_total 0.0" in Ward(database).figures


def test_every_figure_is_documented_with_its_meaning_and_labels_and_no_other() -> None:
    seen = bot.health.Seen("live", HOUR, {})
    tally = bot.tally.Tally()
    tally.turned_away["a reason"] += 1
    rows = [line for line in (ROOT / "docs/transports.md").read_text().splitlines() if line.startswith("| `muster_")]
    assert rows == [documented(family) for family in bot.metrics.families(tally, seen)]


def documented(family: typing.Any) -> str:
    name = f"{family.name}_total" if family.type == "counter" else family.name
    labels = {"muster_acknowledgement_seconds": "le"}.get(family.name, ", ".join(family._labelnames))
    return f"| `{name}` | {family.documentation} | {labels}".rstrip() + " |"
