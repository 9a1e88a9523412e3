"""What is not ready at start: found, kept until it is mended, and not forgotten because Slack could not say."""

import asyncio
import contextlib
import typing

import pytest

import bot.readiness
import bot.store
import data.database
import data.faults
import data.settings
import tests.bot.small_slack
import tests.programme

NOW = tests.programme.NOW
MEMBER: dict[str, typing.Any] = {"ok": True, "channel": {"is_member": True}}
NO_MEMBER: dict[str, typing.Any] = {"ok": True, "channel": {"is_member": False}}


@pytest.fixture
def programme(database: data.database.Database) -> data.database.Database:
    """A programme whose triage channel lasts as a fault, and that of before as well."""
    with database.writing() as session:
        data.settings.record(session, "triage_channel", "C0000TRI")
        for name in ("channel:C0000OLD", "channel:C0000TRI"):
            data.faults.record(session, name, "Invite Muster.", NOW)
    return database


def known_after(database: data.database.Database, answer: tests.bot.small_slack.Json) -> list[str]:
    async def checked() -> None:
        async with tests.bot.small_slack.running() as slack, tests.bot.small_slack.client(slack.address) as web:
            slack.answer("conversations.info", answer)
            await bot.readiness.check(store, web, NOW)

    with contextlib.closing(bot.store.Store(database)) as store:
        asyncio.run(checked())
    with database.reading() as session:
        return [fault.name for fault in data.faults.list_all(session) if fault.name.startswith("channel:")]


def test_a_channel_that_muster_is_in_is_mended_and_one_of_before_no_matter(programme: data.database.Database) -> None:
    assert known_after(programme, MEMBER) == []


@pytest.mark.parametrize("answer", [NO_MEMBER, {"ok": False, "error": "channel_not_found"}])
def test_a_channel_in_which_muster_can_not_write_lasts(
    programme: data.database.Database, answer: tests.bot.small_slack.Json
) -> None:
    assert known_after(programme, answer) == ["channel:C0000TRI"]


@pytest.mark.parametrize("error", ["internal_error", "ratelimited", "token_revoked"])
def test_where_slack_can_not_say_what_was_known_stays_known(programme: data.database.Database, error: str) -> None:
    assert known_after(programme, {"ok": False, "error": error}) == ["channel:C0000OLD", "channel:C0000TRI"]
