"""A time in which Slack does not take the token: it is remembered, and its end drops what came too late and says so."""

import datetime
import typing

import pytest

import bot.authorisation
import bot.joining
import data.database
import data.models
import data.outbox
import data.people
import data.settings

NOW = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)


class Desk:
    """A store with two managers, one transaction for each thing done."""

    def __init__(self, database: data.database.Database) -> None:
        self.database = database
        with database.writing() as session:
            for slack_id in ("UMAGDA", "UMILO"):
                person = data.models.Person(slack_id=slack_id, name="M", manager=True, joined_at=NOW, zone="Asia/Tokyo")
                data.people.add(session, person)

    def put(self, key: str, due_at: datetime.datetime, reason: str = "a test", **more: typing.Any) -> None:
        draft = data.outbox.Draft(key=key, lane="C1", payload={}, reason=reason, due_at=due_at, **more)
        with self.database.writing() as session:
            data.outbox.enqueue(session, [draft])

    def refused(self, at: datetime.datetime) -> None:
        with self.database.writing() as session:
            bot.authorisation.record_refused(session, at)

    def taken(self, at: datetime.datetime) -> list[str]:
        """What the managers read of it."""
        with self.database.writing() as session:
            bot.authorisation.record_taken(session, at)
        return [text for key, text in self.waiting().items() if key.startswith("authorisation:")]

    def waiting(self) -> dict[str, str]:
        with self.database.reading() as session:
            due = data.outbox.list_due(session, NOW + 365 * DAY, NOW, 100)
            return {notice.key: str(notice.payload.get("text")) for notice in due}

    def is_refused(self) -> bool:
        with self.database.reading() as session:
            return bot.authorisation.is_refused(session)


@pytest.fixture
def desk(database: data.database.Database) -> Desk:
    return Desk(database)


def test_it_is_known_from_the_first_time_on_until_the_token_is_taken(desk: Desk) -> None:
    assert not desk.is_refused()
    desk.refused(NOW)
    desk.refused(NOW + HOUR)
    assert desk.is_refused()
    assert "Mon 2 March 2026, 18:00 (Asia/Tokyo)" in desk.taken(NOW + HOUR)[0]
    assert not desk.is_refused()


def test_each_manager_reads_once_what_is_not_sent_and_for_what_it_was(desk: Desk) -> None:
    desk.refused(NOW)
    desk.put("a", NOW + HOUR, reason="duty was handed over")
    desk.put("b", NOW + HOUR, reason="duty was handed over")
    desk.put("c", NOW + 2 * HOUR, reason="a <b> came")
    first, second = desk.taken(NOW + 3 * DAY)
    assert first == second
    assert first.splitlines()[1:] == [
        "3 messages came too late and are not sent:",
        "• 1, because a &lt;b&gt; came",
        "• 2, because duty was handed over",
    ]
    assert desk.taken(NOW + 4 * DAY) == [first, second]


def test_what_fell_due_within_the_last_day_goes_out(desk: Desk) -> None:
    desk.refused(NOW)
    desk.put("yesterday", NOW + 2 * DAY)
    told = desk.taken(NOW + 3 * DAY)
    assert told[0].endswith("Nothing came too late: what fell due goes out now.")
    assert "yesterday" in desk.waiting()


def test_what_goes_stale_is_dropped_however_short_the_time(desk: Desk) -> None:
    desk.refused(NOW)
    desk.put("stale", NOW, stale_at=NOW + datetime.timedelta(minutes=1))
    [told, _] = desk.taken(NOW + datetime.timedelta(minutes=2))
    assert "1 message came too late and is not sent:" in told


def test_a_short_time_in_which_nothing_was_lost_is_not_told(desk: Desk) -> None:
    desk.refused(NOW)
    assert desk.taken(NOW + bot.authorisation.UNTOLD - datetime.timedelta(seconds=1)) == []


def test_a_token_that_was_never_refused_is_no_news(desk: Desk) -> None:
    desk.put("old", NOW - 30 * DAY)
    assert desk.taken(NOW) == []
    assert "old" in desk.waiting()


def test_two_such_times_are_told_of_each(desk: Desk) -> None:
    for day in (0, 7):
        desk.refused(NOW + day * DAY)
        desk.taken(NOW + day * DAY + HOUR)
    assert len([key for key in desk.waiting() if key.startswith("authorisation:")]) == 2  # the heads of two lanes
    with desk.database.reading() as session:
        assert data.outbox.count_by_state(session) == {"pending": 4}


# -- which workspace the store belongs to


def test_a_store_belongs_to_the_workspace_that_it_first_joined(database: data.database.Database) -> None:
    for _ in range(2):
        with database.writing() as session:
            bot.joining.belong(session, "T0OURS", NOW)
    refused = pytest.raises(bot.joining.NotJoined, match="of the workspace T0OTHER, and the store belongs to T0OURS")
    with refused, database.writing() as session:
        bot.joining.belong(session, "T0OTHER", NOW)
    with database.reading() as session:
        assert data.settings.find_team(session) == "T0OURS"


def test_where_the_workspace_is_follows_what_slack_said_last(database: data.database.Database) -> None:
    found = []
    for url in ("", "https://old.slack.com/", "https://new.slack.com/", ""):
        with database.writing() as session:
            bot.joining.belong(session, "T0OURS", NOW, url)
            found.append(data.settings.find_workspace(session))
    assert found == ["https://slack.com/", "https://old.slack.com/", "https://new.slack.com/", "https://new.slack.com/"]


def test_a_milestone_that_is_forgotten_can_be_reached_anew(database: data.database.Database) -> None:
    with database.writing() as session:
        data.settings.record_milestone(session, "seen", NOW)
        assert data.settings.forget_milestone(session, "seen") == NOW
        assert data.settings.forget_milestone(session, "seen") is None
        assert data.settings.record_milestone(session, "seen", NOW + HOUR)
