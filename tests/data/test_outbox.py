"""The outbox: one notice a key, order within a lane, one sender a lease, and what becomes of each notice."""

import collections.abc
import contextlib
import datetime
import threading
import typing

import pytest
import sqlalchemy
import sqlmodel

import data.database
import data.models
import data.outbox

NOW = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
REAL = datetime.datetime(2026, 11, 21, 12, tzinfo=datetime.UTC)
SECOND = datetime.timedelta(seconds=1)
MINUTE = datetime.timedelta(minutes=1)
LEASE = 15 * SECOND


def draft(key: str, lane: str = "C1", **more: typing.Any) -> data.outbox.Draft:
    given: dict[str, typing.Any] = {"payload": {"text": key}, "reason": "a test", "due_at": NOW} | more
    return data.outbox.Draft(key=key, lane=lane, **given)


def columns(notice: data.models.Notice) -> dict[str, object]:
    return {column.name: getattr(notice, column.name) for column in sqlalchemy.inspect(data.models.Notice).columns}


class Outbox:
    """A store's outbox, one transaction for each thing done."""

    def __init__(self, database: data.database.Database) -> None:
        self.database = database

    def put(self, *drafts: data.outbox.Draft) -> int:
        with self.database.writing() as session:
            return data.outbox.enqueue(session, drafts)

    def due(self, now: datetime.datetime = NOW, real: datetime.datetime = REAL, **more: typing.Any) -> list[str]:
        with self.database.reading() as session:
            return [notice.key for notice in data.outbox.list_due(session, now, real, more.pop("limit", 100), **more)]

    def expired(self, real: datetime.datetime) -> list[str]:
        with self.database.reading() as session:
            return [notice.key for notice in data.outbox.list_expired(session, real, 100)]

    def find(self, key: str) -> data.models.Notice:
        notice = data.models.Notice
        with self.database.reading() as session:
            return session.exec(sqlmodel.select(notice).where(notice.key == key)).one()

    def take(self, key: str, real: datetime.datetime = REAL, now: datetime.datetime = NOW) -> data.models.Notice:
        (taken,) = self.lease(key, real=real, now=now)
        return taken

    def lease(
        self, *keys: str, real: datetime.datetime = REAL, now: datetime.datetime = NOW
    ) -> list[data.models.Notice]:
        ids = [self.find(key).id or 0 for key in keys]
        with self.database.writing() as session:
            return data.outbox.lease(session, ids, now, real + LEASE, real + 10 * MINUTE)

    def do(self, what: collections.abc.Callable[..., typing.Any], *arguments: typing.Any) -> typing.Any:
        with self.database.writing() as session:
            return what(session, *arguments)

    def states(self) -> dict[str, int]:
        with self.database.reading() as session:
            return data.outbox.count_by_state(session)


@pytest.fixture
def outbox(database: data.database.Database) -> Outbox:
    return Outbox(database)


# -- one notice a key


def test_a_notice_is_enqueued_once_for_its_key_and_stays_as_it_was(outbox: Outbox) -> None:
    assert outbox.put(draft("a"), draft("b")) == 2
    assert outbox.put(draft("a", payload={"text": "another"}), draft("c")) == 1
    assert outbox.find("a").payload == {"text": "a"}
    assert outbox.states() == {"pending": 3}


def test_a_key_is_used_up_for_ever_also_once_its_notice_was_sent(outbox: Outbox) -> None:
    outbox.put(draft("a"))
    outbox.do(data.outbox.record_sent, outbox.take("a"), NOW, "C1", "1.1")
    assert outbox.put(draft("a")) == 0
    assert outbox.states() == {"sent": 1}


def test_the_same_key_twice_at_once_is_one_notice(outbox: Outbox) -> None:
    assert outbox.put(draft("a"), draft("a")) == 1


def test_nothing_is_enqueued_of_nothing(outbox: Outbox) -> None:
    assert outbox.put() == 0
    assert outbox.do(data.outbox.enqueue_new, []) == 0


def test_a_planner_that_finds_all_enqueued_writes_nothing(outbox: Outbox) -> None:
    assert outbox.do(data.outbox.enqueue_new, [draft("a"), draft("b")]) == 2
    with outbox.database.reading() as session:  # where a write would be refused
        assert data.outbox.enqueue_new(session, [draft("a"), draft("b")]) == 0
    assert outbox.do(data.outbox.enqueue_new, [draft("a"), draft("c")]) == 1


def test_a_notice_that_is_enqueued_in_a_transaction_that_fails_is_not_there(outbox: Outbox) -> None:
    with pytest.raises(ZeroDivisionError), outbox.database.writing() as session:
        data.outbox.enqueue(session, [draft("a")])
        raise ZeroDivisionError
    assert outbox.states() == {}


def test_an_instant_without_a_zone_is_refused(outbox: Outbox) -> None:
    with pytest.raises(sqlalchemy.exc.StatementError):
        outbox.put(draft("a", due_at=datetime.datetime(2026, 3, 2, 9)))  # noqa: DTZ001  # what must be refused


# -- order and time


def test_a_lane_is_sent_in_order_and_lanes_beside_each_other(outbox: Outbox) -> None:
    outbox.put(draft("a1", "A"), draft("a2", "A"), draft("b1", "B"), draft("b2", "B"))
    assert outbox.due() == ["a1", "b1"]
    outbox.do(data.outbox.record_sent, outbox.take("a1"), NOW, "A", "1.1")
    assert outbox.due() == ["a2", "b1"]


def test_within_a_lane_what_is_due_earlier_goes_first_though_it_came_later(outbox: Outbox) -> None:
    outbox.put(draft("late", due_at=NOW - MINUTE), draft("early", due_at=NOW - 2 * MINUTE))
    assert outbox.due() == ["early"]


def test_what_is_due_longest_goes_first_and_no_more_than_asked_for(outbox: Outbox) -> None:
    outbox.put(draft("b", "B"), draft("a", "A", due_at=NOW - MINUTE), draft("c", "C"))
    assert outbox.due(limit=2) == ["a", "b"]


def test_a_notice_is_due_from_its_instant_on(outbox: Outbox) -> None:
    outbox.put(draft("a"))
    assert outbox.due(now=NOW - datetime.timedelta(microseconds=1)) == []
    assert outbox.due(now=NOW) == ["a"]


def test_what_is_not_due_yet_holds_nothing_back(outbox: Outbox) -> None:
    outbox.put(draft("tomorrow", due_at=NOW + 24 * 60 * MINUTE), draft("now"))
    assert outbox.due() == ["now"]


def test_what_is_on_its_way_holds_its_lane_back(outbox: Outbox) -> None:
    outbox.put(draft("a"), draft("b"))
    outbox.take("a")
    assert outbox.due() == []


def test_the_programmes_clock_says_what_is_due_and_the_machines_when_to_try_again(outbox: Outbox) -> None:
    outbox.put(draft("a"), draft("b"))
    outbox.do(data.outbox.record_retry, outbox.take("a"), REAL + 5 * SECOND, "http_500", True)
    assert outbox.due(now=NOW + 24 * 60 * MINUTE, real=REAL + 4 * SECOND) == []
    assert outbox.due(now=NOW, real=REAL + 5 * SECOND) == ["a"]


# -- quiet


def test_a_quiet_installation_sends_only_what_was_asked_for(outbox: Outbox) -> None:
    outbox.put(draft("handover"), draft("answer", "@UADA", unasked=False))
    assert outbox.due(live=False) == ["answer"]
    assert outbox.due(live=True) == ["handover", "answer"]


def test_what_quiet_holds_back_does_not_hold_back_an_answer(outbox: Outbox) -> None:
    outbox.put(draft("reminder", "@UADA"), draft("answer", "@UADA", unasked=False))
    assert outbox.due(live=False) == ["answer"]
    assert outbox.due(live=True) == ["reminder"]


# -- too late to be of use


def test_what_is_stale_is_dropped_and_nothing_else(outbox: Outbox) -> None:
    outbox.put(draft("old", stale_at=NOW), draft("fresh", stale_at=NOW + SECOND), draft("lasting"), draft("away", "C2"))
    assert outbox.do(data.outbox.has_stale, NOW)
    assert outbox.do(data.outbox.drop_stale, NOW) == 1
    assert not outbox.do(data.outbox.has_stale, NOW)
    assert (outbox.find("old").state, outbox.find("old").settled_at) == ("dropped", NOW)
    assert outbox.due() == ["fresh", "away"]


def test_what_is_moot_is_dropped_by_how_its_key_begins_unless_it_is_on_its_way(outbox: Outbox) -> None:
    outbox.put(draft("bug:1:ask:UA"), draft("bug:1:end:UA"), draft("bug:12:ask:UA"), draft("bug:1:ask:UB", "C2"))
    outbox.lease("bug:1:ask:UB")
    assert outbox.do(data.outbox.drop_pending, ["bug:1:ask:", "bug:_:"], NOW) == 1
    assert (outbox.find("bug:1:ask:UA").state, outbox.find("bug:1:ask:UA").settled_at) == ("dropped", NOW)
    assert outbox.states() == {"dropped": 1, "pending": 2, "sending": 1}
    assert outbox.do(data.outbox.drop_pending, [], NOW) == 0


def test_whether_the_newest_of_several_was_told_can_be_asked(outbox: Outbox) -> None:
    outbox.put(draft("bug:1:end:UA:1"))
    outbox.do(data.outbox.drop_pending, ["bug:1:end:"], NOW)
    assert not outbox.do(data.outbox.was_told, "C1", "bug:1:end:UA:")
    outbox.put(draft("bug:1:end:UA:2"))
    assert outbox.do(data.outbox.was_told, "C1", "bug:1:end:UA:")
    assert not outbox.do(data.outbox.was_told, "C1", "bug:1:end:UB:")
    assert not outbox.do(data.outbox.was_told, "C2", "bug:1:end:UA:")


def test_when_something_was_sent_is_known_of_the_first_and_what_was_let_go_of_is_left_out(outbox: Outbox) -> None:
    dropped, waiting, sent = NOW, NOW + MINUTE, NOW + 2 * MINUTE
    outbox.put(draft("late:pair:0:UA", due_at=dropped))
    outbox.do(data.outbox.drop_pending, ["late:"], NOW)
    outbox.put(draft("late:pair:1:UA", due_at=waiting), draft("late:pair:2:UA", due_at=sent, lane="@UA"))
    outbox.put(draft("late:pair:2:UB", due_at=sent, lane="@UB"), draft("late:else:2:UC", due_at=sent, lane="@UC"))
    for later, key in ((3, "late:pair:2:UB"), (4, "late:pair:2:UA")):
        outbox.do(data.outbox.record_sent, outbox.take(key), NOW + later * MINUTE, "D1", "1.1")
    instants = [dropped, waiting, sent]
    found = outbox.do(data.outbox.load_settled_at, "late:pair:", instants)
    assert found == {waiting: None, sent: NOW + 3 * MINUTE}


def test_what_was_missed_in_a_time_without_slack_is_dropped_if_it_is_of_no_use_any_more(outbox: Outbox) -> None:
    since, until = NOW, NOW + MINUTE
    kinds = data.models.NoticeKind
    outbox.put(
        draft("first", due_at=since, reason="one"),
        draft("last", due_at=until - SECOND, reason="two"),
        draft("stale", due_at=since - MINUTE, stale_at=until, reason="three"),
        draft("before", due_at=since - SECOND),
        draft("late", due_at=until),
        draft("asked", due_at=since, unasked=False),
        draft("topic", due_at=since, kind=kinds.TOPIC),
        draft("edit", due_at=since, kind=kinds.EDIT, card="card"),
    )
    assert sorted(outbox.do(data.outbox.drop_missed, since, until, until)) == ["one", "three", "two"]
    states = {key: outbox.find(key).state for key in ("first", "last", "stale")}
    assert set(states.values()) == {"dropped"}
    assert outbox.find("first").settled_at == until
    assert outbox.states() == {"dropped": 3, "pending": 5}
    assert outbox.do(data.outbox.drop_missed, since, until, until) == []


def test_what_is_on_its_way_is_not_dropped(outbox: Outbox) -> None:
    outbox.put(draft("old", stale_at=NOW))
    outbox.take("old")
    assert outbox.do(data.outbox.drop_stale, NOW + MINUTE) == 0


# -- leases


def test_a_lease_counts_an_attempt_and_says_until_when_it_holds(outbox: Outbox) -> None:
    outbox.put(draft("a"))
    taken = outbox.take("a")
    assert (taken.state, taken.attempts, taken.lease_until) == ("sending", 1, REAL + LEASE)
    assert (taken.first_attempt_at, taken.give_up_at) == (NOW, REAL + 10 * MINUTE)


def test_the_first_attempt_and_the_time_to_give_up_stay_those_of_the_first_lease(outbox: Outbox) -> None:
    outbox.put(draft("a"))
    outbox.do(data.outbox.record_retry, outbox.take("a"), REAL, "http_500", True)
    again = outbox.take("a", real=REAL + MINUTE, now=NOW + MINUTE)
    assert (again.attempts, again.first_attempt_at, again.give_up_at) == (2, NOW, REAL + 10 * MINUTE)


def test_a_notice_is_taken_by_one_of_two(outbox: Outbox) -> None:
    outbox.put(draft("a"), draft("b", "C2"))
    assert [notice.key for notice in outbox.lease("a")] == ["a"]
    assert [notice.key for notice in outbox.lease("a", "b")] == ["b"]


def test_each_notice_is_taken_once_by_many_at_the_same_time(outbox: Outbox) -> None:
    keys = [f"notice {number}" for number in range(20)]
    outbox.put(*(draft(key, key) for key in keys))
    taken: list[str] = []

    def take_all() -> None:
        with contextlib.closing(data.database.Database(outbox.database.url.render_as_string())) as database:
            for key in keys:
                taken.extend(notice.key for notice in Outbox(database).lease(key))

    threads = [threading.Thread(target=take_all) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == sorted(keys)


def test_a_lease_that_ran_out_is_listed_and_no_other(outbox: Outbox) -> None:
    outbox.put(draft("a"), draft("b", "C2"), draft("c", "C3"))
    outbox.take("a")
    outbox.take("b", real=REAL + SECOND)
    assert outbox.expired(REAL + LEASE - SECOND) == []
    assert outbox.expired(REAL + LEASE) == ["a"]
    assert outbox.expired(REAL + LEASE + SECOND) == ["a", "b"]


def test_a_lease_that_ran_out_is_renewed_by_one_of_two(outbox: Outbox) -> None:
    outbox.put(draft("a"))
    outbox.take("a")
    mine, theirs = outbox.find("a"), outbox.find("a")
    assert outbox.do(data.outbox.renew, mine, REAL + 2 * LEASE)
    assert not outbox.do(data.outbox.renew, theirs, REAL + 3 * LEASE)
    assert outbox.find("a").lease_until == REAL + 2 * LEASE


def test_who_renewed_a_lease_can_say_what_became_of_the_notice(outbox: Outbox) -> None:
    outbox.put(draft("a"))
    outbox.take("a")
    mine = outbox.find("a")
    outbox.do(data.outbox.renew, mine, REAL + 2 * LEASE)
    outbox.do(data.outbox.record_sent, mine, NOW, "C1", "1.1")
    assert outbox.find("a").state == "sent"


# -- what became of it

SETTLED: dict[str, collections.abc.Callable[[Outbox, data.models.Notice], object]] = {
    "sent": lambda outbox, notice: outbox.do(data.outbox.record_sent, notice, NOW, "C1", "9.9"),
    "again": lambda outbox, notice: outbox.do(data.outbox.record_retry, notice, REAL, "http_500", True),
    "refused": lambda outbox, notice: outbox.do(data.outbox.record_retry, notice, REAL, "ratelimited", False),
    "unknown": lambda outbox, notice: outbox.do(data.outbox.record_unknown, notice, REAL, "TimeoutError"),
    "failed": lambda outbox, notice: outbox.do(data.outbox.record_failed, notice, NOW, "is_archived"),
    "card lost": lambda outbox, notice: outbox.do(data.outbox.record_card_lost, notice, NOW),
}


@pytest.mark.parametrize("how", SETTLED)
def test_nothing_is_said_of_a_notice_whose_lease_another_holds(outbox: Outbox, how: str) -> None:
    outbox.put(draft("a", card="bug:1"))
    late = outbox.take("a")
    outbox.do(data.outbox.renew, outbox.find("a"), REAL + 2 * LEASE)
    held = columns(outbox.find("a"))
    SETTLED[how](outbox, late)
    assert columns(outbox.find("a")) == held
    assert outbox.states() == {"sending": 1}


@pytest.mark.parametrize("how", SETTLED)
def test_nothing_is_said_of_a_notice_that_is_under_its_next_lease(outbox: Outbox, how: str) -> None:
    """Also where the first lease was no attempt, so that the second has the same number."""
    outbox.put(draft("a", card="bug:1"))
    late = outbox.take("a")
    outbox.do(data.outbox.record_retry, outbox.find("a"), REAL, "ratelimited", False)
    outbox.take("a", real=REAL + SECOND)
    held = columns(outbox.find("a"))
    SETTLED[how](outbox, late)
    assert columns(outbox.find("a")) == held
    assert outbox.states() == {"sending": 1}


@pytest.mark.parametrize("how", SETTLED)
def test_nothing_is_said_of_a_notice_that_was_sent(outbox: Outbox, how: str) -> None:
    outbox.put(draft("a", card="bug:1"))
    taken = outbox.take("a")
    outbox.do(data.outbox.record_sent, taken, NOW, "C1", "1.1")
    SETTLED[how](outbox, taken)
    assert outbox.states() == {"sent": 1}
    assert outbox.find("a").ts == "1.1"
    assert outbox.do(data.outbox.find_card, "bug:1").ts == "1.1"


def test_what_was_sent_knows_where_it_stands_and_frees_its_lane(outbox: Outbox) -> None:
    outbox.put(draft("a"), draft("b"))
    outbox.do(data.outbox.record_sent, outbox.take("a"), NOW, "C1", "1.1")
    sent = outbox.find("a")
    assert (sent.state, sent.channel, sent.ts, sent.settled_at) == ("sent", "C1", "1.1", NOW)
    assert (sent.lease_until, sent.error) == (None, None)
    assert outbox.due() == ["b"]


@pytest.mark.parametrize(("counts", "attempts"), [(True, 1), (False, 0)])
def test_what_is_tried_again_keeps_its_place_and_counts_if_the_fault_was_its_own(
    outbox: Outbox, counts: bool, attempts: int
) -> None:
    outbox.put(draft("a"), draft("b"))
    outbox.do(data.outbox.record_retry, outbox.take("a"), REAL + SECOND, "because", counts)
    waiting = outbox.find("a")
    assert (waiting.state, waiting.attempts, waiting.error) == ("pending", attempts, "because")
    assert waiting.lease_until is None
    assert outbox.due(real=REAL) == []
    assert outbox.due(real=REAL + SECOND) == ["a"]


def test_what_was_no_fault_of_its_own_is_no_lost_time_either(outbox: Outbox) -> None:
    outbox.put(draft("a"), draft("b", "C2"))
    outbox.do(data.outbox.record_retry, outbox.take("a"), REAL, "ratelimited", False)
    outbox.do(data.outbox.record_retry, outbox.take("b"), REAL, "http_500", True)
    again, own = outbox.lease("a", "b", real=REAL + 60 * MINUTE)
    assert again.give_up_at == REAL + 70 * MINUTE
    assert own.give_up_at == REAL + 10 * MINUTE


def test_a_new_attempt_carries_no_error_of_the_last(outbox: Outbox) -> None:
    outbox.put(draft("a"))
    outbox.do(data.outbox.record_retry, outbox.take("a"), REAL, "http_500", True)
    assert outbox.take("a").error is None


def test_time_in_which_no_sender_ran_is_not_held_against_what_waits(outbox: Outbox) -> None:
    outbox.put(draft("a"), draft("b", "C2"), draft("c", "C3"))
    outbox.do(data.outbox.record_retry, outbox.take("a"), REAL, "http_500", True)
    outbox.take("b")
    outbox.do(data.outbox.record_failed, outbox.take("c"), NOW, "is_archived")
    outbox.do(data.outbox.restart_patience)
    assert (outbox.find("a").give_up_at, outbox.find("b").give_up_at) == (None, None)
    assert (outbox.find("a").attempts, outbox.find("b").state) == (1, "sending")
    assert outbox.find("c").give_up_at == REAL + 10 * MINUTE


def test_what_is_unknown_is_neither_sent_again_nor_overtaken_until_it_was_looked_for(outbox: Outbox) -> None:
    outbox.put(draft("a"), draft("b"))
    outbox.do(data.outbox.record_unknown, outbox.take("a"), REAL + 5 * SECOND, "TimeoutError")
    assert (outbox.find("a").state, outbox.find("a").error) == ("sending", "TimeoutError")
    assert outbox.due(real=REAL + 24 * 60 * MINUTE) == []
    assert outbox.expired(REAL + 4 * SECOND) == []
    assert outbox.expired(REAL + 5 * SECOND) == ["a"]


@pytest.mark.parametrize("state", [data.models.NoticeState.DEAD, data.models.NoticeState.UNCERTAIN])
def test_what_is_given_up_stays_with_its_error_and_frees_its_lane(
    outbox: Outbox, state: data.models.NoticeState
) -> None:
    outbox.put(draft("a"), draft("b"))
    outbox.do(data.outbox.record_failed, outbox.take("a"), NOW, "is_archived", state)
    given_up = outbox.find("a")
    assert (given_up.state, given_up.error, given_up.settled_at) == (state, "is_archived", NOW)
    assert given_up.payload == {"text": "a"}
    assert outbox.due() == ["b"]


def test_notices_are_counted_by_state(outbox: Outbox) -> None:
    outbox.put(*(draft(key, key) for key in "abcd"))
    outbox.do(data.outbox.record_sent, outbox.take("a"), NOW, "C1", "1.1")
    outbox.do(data.outbox.record_failed, outbox.take("b"), NOW, "is_archived")
    outbox.take("c")
    assert outbox.states() == {"sent": 1, "dead": 1, "sending": 1, "pending": 1}


def test_an_outbox_is_open_while_anything_waits_or_is_on_its_way(outbox: Outbox) -> None:
    assert not outbox.do(data.outbox.has_open)
    outbox.put(draft("a"))
    assert outbox.do(data.outbox.has_open)
    taken = outbox.take("a")
    assert outbox.do(data.outbox.has_open)
    outbox.do(data.outbox.record_sent, taken, NOW, "C1", "1.1")
    assert not outbox.do(data.outbox.has_open)


# -- forgetting


def test_what_was_said_is_forgotten_after_thirty_days_and_not_before(outbox: Outbox) -> None:
    outbox.put(*(draft(key, key) for key in ("sent", "dropped", "dead", "waiting")))
    outbox.do(data.outbox.record_sent, outbox.take("sent"), NOW, "C1", "1.1")
    outbox.do(data.outbox.record_failed, outbox.take("dropped"), NOW, "", data.models.NoticeState.DROPPED)
    outbox.do(data.outbox.record_failed, outbox.take("dead"), NOW, "is_archived")
    thirty = NOW + datetime.timedelta(days=30)
    assert outbox.do(data.outbox.empty_payloads, thirty) == 0
    assert outbox.do(data.outbox.empty_payloads, thirty + SECOND) == 2
    assert outbox.do(data.outbox.empty_payloads, thirty + SECOND) == 0
    said = {key: outbox.find(key).payload for key in ("sent", "dropped", "dead", "waiting")}
    assert said == {"sent": {}, "dropped": {}, "dead": {"text": "dead"}, "waiting": {"text": "waiting"}}
    assert outbox.put(draft("sent")) == 0


# -- direct messages


def test_the_id_of_somebodys_dm_is_kept(outbox: Outbox) -> None:
    assert outbox.do(data.outbox.find_direct_message, "UADA") is None
    outbox.do(data.outbox.record_direct_message, "UADA", "D1")
    outbox.do(data.outbox.record_direct_message, "UADA", "D2")
    assert outbox.do(data.outbox.find_direct_message, "UADA") == "D2"
