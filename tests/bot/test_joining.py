"""Joining a workspace: who we are there, waiting for a Slack that is away, and stopping at a token that is refused."""

import asyncio
import collections.abc
import typing

import aiohttp
import pytest

import bot.joining
import bot.settings
import bot.slack
import tests.bot.small_slack

TOKEN, APP_TOKEN = tests.bot.small_slack.TOKEN, tests.bot.small_slack.APP_TOKEN
KNOWN = {"ok": True, "team_id": "T1", "bot_id": "B1", "user_id": "U1"}
LOST: list[typing.Any] = [
    tests.bot.small_slack.reset,
    tests.bot.small_slack.plain(500, "{}"),
    tests.bot.small_slack.plain(200, "<html>", "text/html"),
    {"ok": False, "error": "internal_error"},
]
T = typing.TypeVar("T")


@pytest.fixture
def waited(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """For how many seconds it would have waited."""
    seconds: list[float] = []
    sleep = asyncio.sleep

    async def remember(wait: float) -> None:
        if wait >= 0.5:
            seconds.append(wait)
        await sleep(0)

    monkeypatch.setattr(asyncio, "sleep", remember)
    return seconds


def ask(
    what: collections.abc.Callable[..., collections.abc.Awaitable[T]], argument: str, method: str, *answers: typing.Any
) -> tuple[T, list[tests.bot.small_slack.Said]]:
    async def run() -> tuple[T, list[tests.bot.small_slack.Said]]:
        async with tests.bot.small_slack.running() as slack, tests.bot.small_slack.client(slack.address) as web:
            slack.answer(method, *answers)
            return await what(web, argument), slack.said

    return asyncio.run(run())


def test_the_token_says_who_we_are(waited: list[float]) -> None:
    identity, _ = ask(bot.joining.identify, TOKEN, "auth.test", KNOWN)
    assert identity == bot.slack.Identity("T1", "B1", "U1", TOKEN)
    assert waited == []


def test_a_slack_that_is_away_is_waited_for_longer_and_longer(waited: list[float]) -> None:
    identity, said = ask(bot.joining.identify, TOKEN, "auth.test", *LOST, *LOST, KNOWN)
    assert identity.team_id == "T1"
    assert waited == [1, 2, 4, 8, 16, 30, 30, 30]
    assert len(said) == 9


@pytest.mark.parametrize("error", ["invalid_auth", "token_revoked", "account_inactive", "not_authed", "missing_scope"])
def test_a_token_that_slack_does_not_take_is_said_in_a_sentence_without_it(error: str, waited: list[float]) -> None:
    refusal = {"ok": False, "error": error}
    for what, argument, method, name in (
        (bot.joining.identify, TOKEN, "auth.test", "SLACK_BOT_TOKEN"),
        (bot.joining.socket_address, APP_TOKEN, "apps.connections.open", "SLACK_APP_TOKEN"),
    ):
        with pytest.raises(bot.joining.NotJoined) as raised:
            ask(typing.cast("typing.Any", what), argument, method, refusal)
        assert str(raised.value).startswith(f"Slack does not take {name} ({error}). ")
        assert "secret" not in str(raised.value)
    assert waited == []


def test_a_socket_is_asked_for_with_the_apps_token_and_given_once_slack_is_there(waited: list[float]) -> None:
    given = {"ok": True, "url": "wss://x/?ticket=1"}
    address, said = ask(bot.joining.socket_address, APP_TOKEN, "apps.connections.open", LOST[0], LOST[1], given)
    assert address == "wss://x/?ticket=1"
    assert waited == [1, 2]
    assert len(said) == 3


def test_when_slack_names_a_time_for_the_next_socket_it_is_kept(waited: list[float]) -> None:
    busy = tests.bot.small_slack.plain(429, "{}", headers={"Retry-After": "7"})
    ask(bot.joining.socket_address, APP_TOKEN, "apps.connections.open", busy, {"ok": True, "url": "wss://x/"})
    assert waited == [7.0]


@pytest.mark.parametrize(("address", "proxied"), [("http://127.0.0.1:1/api/", False), ("https://slack.com/api/", True)])
def test_a_proxy_is_for_slack_itself_and_never_for_this_machine(
    monkeypatch: pytest.MonkeyPatch, address: str, proxied: bool
) -> None:
    for name in ("HTTPS_PROXY", "HTTP_PROXY", "https_proxy", "http_proxy"):
        monkeypatch.setenv(name, "http://proxy.example:3128")

    async def made() -> typing.Any:
        async with aiohttp.ClientSession() as session:
            return bot.joining.client(bot.settings.Settings(slack_api_url=address), session, TOKEN)

    client = asyncio.run(made())
    assert (client.proxy is not None) is proxied
    assert client.base_url == address
    assert client.retry_handlers == []
