"""What becomes of an update that was sent, on a store: every copy shows the newest, whatever came in between."""

import collections
import collections.abc
import datetime
import random
import typing

import pytest
import sqlmodel

import data.database
import data.models
import data.outbox
import data.people
import data.receipts
import data.settings
import data.updates
import jobs.receipts
import jobs.scene
import jobs.update_steering
import jobs.update_watch
import jobs.updates
import messages.updates
import rules.settings
import tests.programme

Notice = data.models.Notice
State = data.models.NoticeState
Update = data.models.Update
T = typing.TypeVar("T")

NOW = tests.programme.NOW
MINUTE, DAY = datetime.timedelta(minutes=1), datetime.timedelta(days=1)
REAL = datetime.datetime(2026, 11, 21, 12, tzinfo=datetime.UTC)
LEASE = datetime.timedelta(seconds=15)
READERS = ("UAMARA", "UBEN", "UCY", "UDOV")


class Stage:
    """An update on a store, a sender that obeys the outbox and fails as told, and a Slack that shows its messages."""

    def __init__(self, database: data.database.Database, channel: str = "") -> None:
        self.database = database
        self.now = NOW
        self.real = REAL
        self.slack: dict[str, dict[str, object]] = {}
        self.posted: collections.Counter[str] = collections.Counter()
        self.on_their_way: list[Notice] = []
        self.settings = {"triage_channel": "C0TRIAGE", "time_zone": "UTC", "updates_channel": channel}
        with database.writing() as session:
            for name, value in self.settings.items():
                data.settings.record(session, name, value)
            tests.programme.add(session, "UADA", "adviser")
            for slack_id in READERS:
                tests.programme.add_freelancer(session, slack_id, zone="UTC")

    def sends(self, **columns: object) -> None:
        """Ada sends one, and the two minutes pass."""
        with self.database.writing() as session:
            ada = data.people.find(session, "UADA")
            assert ada is not None
            draft = {"title": "New checkout", "text": "Prices are rounded.", "wants_receipt": True} | columns
            update = Update(
                author_id=ada.id or 0,
                valid_until=NOW.date() + 30 * DAY,
                drafted_at=NOW,
                **draft,  # type: ignore[arg-type]  # columns
            )
            jobs.updates.send(self.scene(session), data.updates.save(session, update))
        self.drains()  # the card in the triage channel
        self.now += 3 * MINUTE

    def scene(self, session: sqlmodel.Session) -> jobs.scene.Scene:
        return jobs.scene.Scene(session, rules.settings.read(self.settings), self.now)

    def does(self, work: collections.abc.Callable[..., T], *rest: object) -> T:
        """One act on the update, in its own transaction."""
        self.now += datetime.timedelta(seconds=1)
        with self.database.writing() as session:
            update = data.updates.find(session, 1)
            return work(self.scene(session), update, *rest)

    def gets(self, slack_id: str) -> None:
        """*Got it*."""
        with self.database.writing() as session:
            update, person = data.updates.find(session, 1), data.people.find(session, slack_id)
            assert update is not None
            if person is None:
                return
            jobs.updates.acknowledge(self.scene(session), update, person)

    # -- the sender

    def takes(self, most: int = 1) -> None:
        """Claim what is due."""
        with self.database.reading() as session:
            ids = [notice.id or 0 for notice in data.outbox.list_due(session, self.now, self.real, most)]
        with self.database.writing() as session:
            self.on_their_way += data.outbox.lease(session, ids, self.now, self.real + LEASE, self.real + DAY)

    def settles(self, notice: Notice, outcome: str) -> None:
        """What came of one try: `sent`, `refused` for now, `dead`, or `uncertain`."""
        self.on_their_way.remove(notice)
        with self.database.writing() as session:
            if outcome == "sent":
                self.show(notice)
                data.outbox.record_sent(session, notice, self.now, notice.lane, f"{notice.card} 1.1")
            elif outcome == "refused":
                data.outbox.record_retry(session, notice, self.real, "ratelimited", counts=False)
            elif outcome == "dead" or notice.kind == data.models.NoticeKind.EDIT:
                data.outbox.record_failed(session, notice, self.now, "user_disabled")
            else:
                data.outbox.record_failed(session, notice, self.now, "TimeoutError", State.UNCERTAIN)

    def show(self, notice: Notice) -> None:
        if notice.kind == data.models.NoticeKind.POST:
            self.posted[str(notice.card)] += 1
        self.slack[str(notice.card)] = dict(notice.payload)

    def drains(self, outcome: str = "sent") -> None:
        """Let the sender have its way until nothing that is possible waits."""
        for _ in range(100):
            self.takes(10)
            if not self.on_their_way:
                return
            for notice in list(self.on_their_way):
                self.settles(notice, outcome)
        raise AssertionError("the outbox is never empty")

    # -- what is to be seen

    def copies(self) -> dict[str, str]:
        """What each reader's copy, or the channel, shows in Slack."""
        shown = {card.removeprefix("update:1:"): payload for card, payload in self.slack.items() if card != "update:1"}
        return {name: str(payload["text"]) for name, payload in shown.items()}

    def expected(self, slack_id: str) -> dict[str, object]:
        """What somebody's copy must show by now."""
        with self.database.reading() as session:
            update, person = data.updates.find(session, 1), data.people.find(session, slack_id)
            assert update is not None
            copy = data.updates.find_copy(session, 1, (person.id or 0) if person else 0)
            return messages.updates.copy(update, acknowledged=bool(copy and copy.acknowledged_at))

    def card(self) -> str:
        """The card in the triage channel, a tick later."""
        self.now += MINUTE
        with self.database.writing() as session:
            jobs.update_watch.tick(session, self.now)
        self.drains()
        return str(self.slack["update:1"]["text"])


@pytest.fixture
def stage(database: data.database.Database) -> Stage:
    return Stage(database)


CORRECT, RETRACT = jobs.update_steering.correct, jobs.update_steering.retract
CANCEL, RETRY = jobs.update_steering.cancel, jobs.update_steering.retry


def waiting(stage: Stage, card: str) -> list[tuple[str, str]]:
    """What waits for a card: its kind, and its text's last paragraph but the small line."""
    of_card = sqlmodel.select(Notice).where(Notice.card == card, Notice.state == State.PENDING)
    with stage.database.reading() as session:
        return [(one.kind, str(one.payload["text"]).split("\n")[-2]) for one in session.exec(of_card)]


# -- correcting and retracting


def test_those_who_have_it_are_edited_and_those_who_wait_get_the_new_text(stage: Stage) -> None:
    stage.sends()
    stage.takes(1)
    stage.settles(stage.on_their_way[0], "sent")
    (has_it,) = stage.copies()
    stage.does(CORRECT, "Prices are rounded up.")
    assert {name: waiting(stage, f"update:1:{name}") for name in READERS} == {
        name: [("edit" if name == has_it else "post", "Prices are rounded up.")] for name in READERS
    }
    stage.drains()
    assert {text.split("\n")[1] for text in stage.copies().values()} == {"_Corrected:_"}


def test_what_is_on_its_way_is_edited_when_it_has_arrived(stage: Stage) -> None:
    stage.sends()
    stage.takes(4)
    stage.does(CORRECT, "Prices are rounded up.")
    for notice in list(stage.on_their_way):
        stage.settles(notice, "sent")
    assert "Prices are rounded." in stage.copies()["UAMARA"]
    stage.drains()
    assert "Prices are rounded up." in stage.copies()["UAMARA"]
    assert stage.posted["update:1:UAMARA"] == 1


def test_corrected_twice_the_newest_edit_alone_waits(stage: Stage) -> None:
    stage.sends()
    stage.drains()
    stage.does(CORRECT, "Prices are rounded up.")
    stage.does(CORRECT, "Prices are rounded down.")
    assert waiting(stage, "update:1:UBEN") == [("edit", "Prices are rounded down.")]
    stage.does(RETRACT, None)
    assert waiting(stage, "update:1:UBEN") == [("edit", "This update was taken back.")]


def test_who_said_got_it_has_said_so_after_a_correction_too(stage: Stage) -> None:
    stage.sends()
    stage.drains()
    stage.gets("UBEN")
    stage.does(CORRECT, "Prices are rounded up.")
    stage.drains()
    assert "You have got it." in str(stage.slack["update:1:UBEN"])
    assert "You have got it." not in str(stage.slack["update:1:UCY"])


def test_the_post_in_the_channel_is_corrected_too(database: data.database.Database) -> None:
    stage = Stage(database, "C0UPDATES")
    with database.writing() as session:
        session.add(data.models.ChannelMember(channel="C0UPDATES", slack_id="UBEN"))
    stage.sends(wants_receipt=False)
    stage.drains()
    stage.does(CORRECT, "Prices are rounded up.")
    stage.drains()
    assert set(stage.copies()) == {"channel", "UAMARA", "UCY", "UDOV"}
    assert all("Prices are rounded up." in text for text in stage.copies().values())


def test_another_update_is_left_as_it_is(stage: Stage) -> None:
    stage.sends()
    stage.sends()
    stage.does(CORRECT, "Prices are rounded up.")
    assert waiting(stage, "update:2:UBEN") == [("post", "Prices are rounded.")]


# -- cancelling


def test_cancelled_nobody_more_gets_it_not_even_where_slack_asks_to_come_again(stage: Stage) -> None:
    stage.sends()
    stage.takes(2)
    stage.does(CANCEL)
    first, second = stage.on_their_way
    stage.settles(first, "sent")
    stage.settles(second, "refused")
    with stage.database.writing() as session:
        data.outbox.drop_stale(session, stage.now)  # as the sender does in each round
    stage.drains()
    assert list(stage.copies()) == [str(first.card).removeprefix("update:1:")]
    assert "Sent 1 · waiting 0 · failed 0" in stage.card()
    assert "• 3 cancelled before it left" in stage.card()


# -- retrying


def test_what_failed_is_sent_anew_as_it_reads_by_now_and_what_may_have_arrived_is_not(stage: Stage) -> None:
    stage.sends()
    stage.takes(4)
    for notice, outcome in zip(list(stage.on_their_way), ("sent", "dead", "uncertain", "dead"), strict=True):
        stage.settles(notice, outcome)
    text = stage.card()
    assert "Sent 1 · waiting 0 · failed 2" in text
    assert "• 2 failed: their Slack account is deactivated or unknown (`user_disabled`)" in text
    assert "• 1 may have it or not, for Slack gave no answer: it is not sent twice, so please ask them" in text
    stage.does(CORRECT, "Prices are rounded up.")
    assert stage.does(RETRY) == 2
    assert stage.does(RETRY) == 0
    stage.drains()
    assert len(stage.copies()) == 3
    assert all("Prices are rounded up." in one for one in stage.copies().values())
    assert "Sent 3 · waiting 0 · failed 0" in stage.card()


def test_a_copy_may_be_tried_anew_more_than_once(stage: Stage) -> None:
    stage.sends()
    stage.drains("dead")
    for _ in range(2):
        assert stage.does(RETRY) == 4
        stage.drains("dead")
    with stage.database.reading() as session:
        keys = session.exec(sqlmodel.select(Notice.key).where(Notice.card == "update:1:UBEN")).all()
        assert list(keys) == ["update:1:UBEN", "update:1:UBEN:again1", "update:1:UBEN:again2"]
        assert {copy.retries for copy, _ in data.receipts.list_unread(session, 1)} == {2}


def test_who_left_is_not_tried_anew_and_counts_as_gone(stage: Stage) -> None:
    stage.sends()
    stage.drains("dead")
    with stage.database.writing() as session:
        ben = data.people.find(session, "UBEN")
        assert ben is not None
        ben.active = False
        session.add(ben)
    assert stage.does(RETRY) == 3
    assert "• 1 had left before it came, and got none" in stage.card()


def test_a_correction_that_slack_would_not_take_can_be_tried_anew(stage: Stage) -> None:
    stage.sends()
    stage.drains()
    stage.does(CORRECT, "Prices are rounded up.")
    stage.drains("dead")
    assert "• 4 can't be made to show the correction" in stage.card()
    assert stage.does(RETRY) == 4
    stage.drains()
    assert all("Prices are rounded up." in one for one in stage.copies().values())


# -- the card


def test_the_card_is_drawn_while_there_is_more_to_say_and_then_no_more(stage: Stage) -> None:
    stage.sends()
    assert "Undo" not in stage.card()
    assert "Sent 4 · waiting 0 · failed 0 · Got it: 0" in stage.card()
    with stage.database.reading() as session:
        assert data.copies.list_watched(session) == []
    stage.gets("UBEN")
    stage.gets("UCY")
    assert "Got it: 2" in stage.card()
    with stage.database.reading() as session:
        assert data.copies.list_watched(session) == []


# -- the law


class Fate:
    """What happens to an update in some order, drawn by lot."""

    def __init__(self, stage: Stage, seed: int) -> None:
        self.stage = stage
        self.dice = random.Random(seed)
        self.over = False

    def happens(self) -> None:
        acts = [*(self.takes, self.settles) * 4, self.corrects, self.gets, self.retries]
        acts += [self.retracts, self.cancels] if self.dice.random() < 0.1 else []
        self.dice.choice(acts)()

    def takes(self) -> None:
        self.stage.takes(self.dice.randint(1, 3))

    def settles(self) -> None:
        if self.stage.on_their_way:
            outcomes = ("sent", "sent", "refused", "dead", "uncertain")
            self.stage.settles(self.dice.choice(self.stage.on_their_way), self.dice.choice(outcomes))

    def corrects(self) -> None:
        if not self.over:
            self.stage.does(CORRECT, f"Prices are rounded by {self.dice.random()}.")

    def gets(self) -> None:
        self.stage.gets(self.dice.choice(list({*READERS} & {*self.stage.copies()}) or ["UNOBODY"]))

    def retries(self) -> None:
        self.stage.does(RETRY)

    def retracts(self) -> None:
        self.over = True
        self.stage.does(RETRACT, None)

    def cancels(self) -> None:
        if not self.over:
            self.stage.does(CANCEL)


@pytest.mark.parametrize("seed", range(6))
def test_in_the_end_every_copy_in_slack_shows_the_newest_and_is_there_once(stage: Stage, seed: int) -> None:
    fate = Fate(stage, seed)
    stage.sends()
    for _ in range(60):
        fate.happens()
    stage.drains()
    stage.does(RETRY)
    stage.drains()
    shown = {card: payload for card, payload in stage.slack.items() if card != "update:1"}
    assert shown == {card: stage.expected(card.removeprefix("update:1:")) for card in shown}
    assert {card: number for card, number in stage.posted.items() if number > 1} == {}


# -- undoing


def undone(stage: Stage, at: datetime.datetime) -> bool:
    stage.now = at
    with stage.database.writing() as session:
        update = data.updates.find(session, 1)
        assert update is not None
        return jobs.updates.undo(stage.scene(session), update)


def test_once_the_sender_has_taken_a_copy_it_is_too_late_whatever_the_clock_said_at_the_press(stage: Stage) -> None:
    stage.sends()
    stage.takes(1)
    assert not undone(stage, NOW + 2 * MINUTE - datetime.timedelta(milliseconds=1))
    stage.now += MINUTE
    stage.drains()
    assert sorted(stage.copies()) == sorted(READERS)


def test_undone_after_a_correction_the_draft_is_the_corrected_text_and_nothing_overrides_what_is_sent_next(
    stage: Stage,
) -> None:
    stage.sends(starts=NOW + 7 * DAY)
    stage.does(CORRECT, "Prices are rounded up.")
    assert undone(stage, NOW + DAY)
    with stage.database.writing() as session:
        draft = data.updates.find(session, 1)
        assert draft is not None
        assert draft.text == "Prices are rounded up."
        draft.text = "Prices are rounded down."
        assert "Corrected" not in str(messages.updates.copy(draft))
        assert "Prices are rounded down." in str(messages.updates.copy(draft))


def test_undone_and_sent_again_it_reaches_them_once(stage: Stage) -> None:
    stage.sends()
    assert undone(stage, NOW + MINUTE)
    stage.does(jobs.updates.send)
    stage.now += 3 * MINUTE
    stage.drains()
    assert [stage.posted[f"update:1:{name}"] for name in READERS] == [1, 1, 1, 1]


# -- what never arrives


def test_retracted_what_slack_asked_to_send_again_does_not_arrive_as_the_old_text(stage: Stage) -> None:
    stage.sends()
    stage.takes(1)
    (notice,) = stage.on_their_way
    stage.does(RETRACT, None)
    stage.settles(notice, "refused")
    stage.takes(1)
    assert "This update was taken back." in str(stage.on_their_way[0].payload)


def test_got_it_said_in_a_list_sends_nobody_what_was_cancelled_before_it_came(stage: Stage) -> None:
    stage.sends()
    stage.does(CANCEL)
    stage.gets("UBEN")
    stage.drains()
    assert stage.copies() == {}


@pytest.mark.parametrize("ended", [CANCEL, lambda scene, update: RETRACT(scene, update, None)])
def test_who_was_to_be_asked_in_the_morning_is_not_asked_for_what_is_over(
    stage: Stage, ended: collections.abc.Callable[..., None]
) -> None:
    stage.sends()
    stage.drains()
    stage.now += datetime.timedelta(hours=14)
    assert stage.does(nudged) == 4
    stage.does(ended)
    assert nudges(stage) == 0


def test_who_says_got_it_before_they_are_asked_is_not_asked(stage: Stage) -> None:
    stage.sends()
    stage.drains()
    stage.now += datetime.timedelta(hours=14)
    stage.does(nudged)
    stage.gets("UBEN")
    assert nudges(stage) == 3


def nudged(scene: jobs.scene.Scene, update: Update) -> int:
    return jobs.receipts.nudge(scene.session, scene.programme, update, scene.now)


def nudges(stage: Stage) -> int:
    """How many wait to be asked."""
    asked = sqlmodel.select(Notice).where(sqlmodel.col(Notice.key).startswith("nudge:"), Notice.state == State.PENDING)
    with stage.database.reading() as session:
        return len(session.exec(asked).all())
