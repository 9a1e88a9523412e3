"""Who is in the updates channel: read page by page and once an hour, and kept as Slack tells of it."""

import asyncio
import collections.abc
import contextlib
import dataclasses
import datetime
import typing

import pytest

import bot.clock
import bot.members
import bot.store
import data.database
import data.faults
import data.settings
import data.updates
import tests.bot.small_slack
import tests.programme

NOW = tests.programme.NOW
CHANNEL, BOT = "C0UPDATES", "U0MUSTER"
FAULT = f"channel:{CHANNEL}"
Json = dict[str, typing.Any]


class Stopped(bot.clock.Clock):
    """A clock that a test sets."""

    at = NOW

    def now(self) -> datetime.datetime:
        return self.at


@dataclasses.dataclass
class Place:
    """A small Slack, and what reads its channel."""

    slack: tests.bot.small_slack.Slack
    clock: Stopped
    members: bot.members.Members
    store: bot.store.Store

    async def there(self) -> list[str]:
        """Who is known to be in the channel."""
        return sorted(await self.store.read(lambda session: data.updates.list_members(session, CHANNEL)))


@pytest.fixture
def programme(database: data.database.Database) -> data.database.Database:
    with database.writing() as session:
        data.settings.record(session, "updates_channel", CHANNEL)
    return database


def story(
    database: data.database.Database, act: collections.abc.Callable[[Place], collections.abc.Awaitable[None]]
) -> tuple[list[str], list[str]]:
    """Who is there after it, and what is not ready."""

    async def told() -> None:
        async with tests.bot.small_slack.running() as slack, tests.bot.small_slack.client(slack.address) as web:
            clock = Stopped()
            await act(Place(slack, clock, bot.members.Members(store, clock, web, BOT), store))

    with contextlib.closing(bot.store.Store(database)) as store:
        asyncio.run(told())
    with database.reading() as session:
        faults = [fault.sentence for fault in data.faults.list_all(session) if fault.name == FAULT]
        return sorted(data.updates.list_members(session, CHANNEL)), faults


def page(*members: str, cursor: str = "") -> Json:
    return {"ok": True, "members": list(members), "response_metadata": {"next_cursor": cursor}}


def test_all_pages_are_read_and_who_is_gone_is_forgotten(programme: data.database.Database) -> None:
    async def act(place: Place) -> None:
        place.slack.answer(bot.members.METHOD, page("UADA", BOT, cursor="more"), page("UBO"), page("UBO", BOT))
        await place.members.once()
        await place.members.once()
        assert [call.get("cursor") for call in place.slack.calls(bot.members.METHOD)] == [None, "more"]
        place.clock.at = NOW + bot.members.OFTEN
        await place.members.once()

    assert story(programme, act) == ([BOT, "UBO"], [])


def test_without_such_a_channel_slack_is_asked_nothing(database: data.database.Database) -> None:
    async def act(place: Place) -> None:
        await place.members.once()
        assert place.slack.said == []

    assert story(database, act) == ([], [])


def test_a_channel_that_muster_is_not_in_is_not_ready_with_the_line_that_invites_it(
    programme: data.database.Database,
) -> None:
    async def act(place: Place) -> None:
        place.slack.answer(bot.members.METHOD, page("UADA"))
        await place.members.once()

    sentence = f"Muster is not in the updates channel. Type `/invite @Muster` in <#{CHANNEL}>."
    assert story(programme, act) == (["UADA"], [sentence])


def test_a_channel_that_slack_does_not_show_is_not_ready_and_is_asked_for_again_in_an_hour(
    programme: data.database.Database,
) -> None:
    async def act(place: Place) -> None:
        place.slack.answer(bot.members.METHOD, {"ok": False, "error": "channel_not_found"}, page("UADA", BOT))
        await place.members.once()
        await place.members.once()
        assert len(place.slack.calls(bot.members.METHOD)) == 1

    there, (sentence,) = story(programme, act)
    assert there == []
    assert sentence.startswith(f"The updates channel {CHANNEL} can't be seen (channel_not_found).")


def test_what_slack_can_not_say_for_now_changes_nothing_and_is_asked_for_again(
    programme: data.database.Database,
) -> None:
    async def act(place: Place) -> None:
        place.slack.answer(bot.members.METHOD, page("UADA", BOT), {"ok": False, "error": "internal_error"}, page(BOT))
        await place.members.once()
        place.clock.at = NOW + bot.members.OFTEN
        await place.members.once()
        assert await place.there() == [BOT, "UADA"]
        await place.members.once()
        assert await place.there() == [BOT]

    assert story(programme, act) == ([BOT], [])


def test_an_event_is_a_write_only_of_that_channel_and_of_something_new(programme: data.database.Database) -> None:
    joined = {"type": "member_joined_channel", "user": "UADA", "channel": CHANNEL}
    left = joined | {"type": "member_left_channel"}
    with programme.writing() as session:

        def concerns(event: Json) -> bool:
            return bot.members.concerns(session, bot.members.told(event, BOT))

        assert concerns(joined)
        assert not concerns(left)
        assert not concerns(joined | {"channel": "C0OTHER"})
        bot.members.record(session, bot.members.told(joined, BOT), NOW)
        assert not concerns(joined)
        assert concerns(left)
        bot.members.record(session, bot.members.told(left, BOT), NOW)
        assert data.updates.list_members(session, CHANNEL) == set()


def test_muster_itself_comes_and_goes(programme: data.database.Database) -> None:
    joined = {"type": "member_joined_channel", "user": BOT, "channel": CHANNEL}
    with programme.writing() as session:
        bot.members.record(session, bot.members.told(joined | {"type": "member_left_channel"}, BOT), NOW)
        assert [fault.name for fault in data.faults.list_all(session)] == [FAULT]
        bot.members.record(session, bot.members.told(joined, BOT), NOW)
        assert data.faults.list_all(session) == []
