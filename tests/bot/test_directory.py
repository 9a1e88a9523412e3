"""Looking people up by their address for an import: what Slack answers, and what is said when it does not."""

import asyncio
import collections.abc

import pytest

import bot.directory
import tests.bot.small_slack

FOUND = {"ok": True, "user": {"id": "UADA"}}
SLOW = tests.bot.small_slack.plain(429, '{"ok": false, "error": "ratelimited"}', headers={"Retry-After": "0"})


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.directory, "PAUSE", 0.0)


def ask(*answers: tests.bot.small_slack.Json | tests.bot.small_slack.Answer) -> tuple[str | None, list[str]]:
    """Whose an address is when Slack answers so, and what it was asked."""

    async def run() -> tuple[str | None, list[str]]:
        async with tests.bot.small_slack.running() as slack, tests.bot.small_slack.client(slack.address) as web:
            slack.answer(bot.directory.METHOD, *answers)
            found = await bot.directory._ask(web, "ada@muster.test")
            return found, [call["email"] for call in slack.calls(bot.directory.METHOD)]

    return asyncio.run(run())


def refused(error: str) -> tests.bot.small_slack.Json:
    return {"ok": False, "error": error}


def test_an_address_is_somebodys_or_nobodys() -> None:
    assert ask(FOUND) == ("UADA", ["ada@muster.test"])
    assert ask(refused("users_not_found")) == (None, ["ada@muster.test"])


def test_slacks_pace_and_hiccups_are_waited_out() -> None:
    found, asked = ask(SLOW, SLOW, SLOW, refused("internal_error"), FOUND)
    assert (found, len(asked)) == ("UADA", 5)


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ([refused("missing_scope")], "the app lacks users:read.email"),
        ([refused("invalid_auth")], r"Slack does not take SLACK_BOT_TOKEN \(invalid_auth\)"),
        ([refused("internal_error")] * 3, r"Slack can't be reached \(internal_error\)"),
    ],
)
def test_a_slack_that_does_not_say_is_a_sentence(
    answers: collections.abc.Sequence[tests.bot.small_slack.Json], sentence: str
) -> None:
    with pytest.raises(bot.directory.NotAsked, match=sentence) as raised:
        ask(*answers)
    assert "Nothing was imported" in str(raised.value)
