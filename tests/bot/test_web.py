"""The HTTP server and Slack's signature: what is not Slack's own and fresh is turned away without a word."""

import asyncio
import collections.abc
import contextlib
import datetime
import hmac
import json
import logging
import socket
import typing

import aiohttp
import hypothesis
import hypothesis.strategies
import pytest
import slack_sdk.signature

import bot.clock
import bot.entrances
import bot.http
import bot.manifest
import bot.settings
import bot.signature
import bot.slack
import bot.store
import bot.web
import data.database
import tests.bot.small_slack

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
IDENTITY = bot.slack.Identity("T1", "B0MUSTER", "U0MUSTER", tests.bot.small_slack.TOKEN)
NOW = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
STAMP = str(int(NOW.timestamp()))
FORM = "application/x-www-form-urlencoded"
BODY = b"command=%2Fduty&text=&user_id=UADA&team_id=T1&trigger_id=1.1"


class StillClock(bot.clock.Clock):
    def real(self) -> datetime.datetime:
        return NOW


class Gateway(bot.slack.Gateway):
    """Answers every command with a word, and calls Slack later, once it may."""

    def __init__(self, *parts: typing.Any) -> None:
        super().__init__(*parts)
        self.may_follow = asyncio.Event()

    async def _command(self, body: typing.Any, ack: typing.Any, respond: typing.Any) -> None:
        if body["command"] == "/nobodys":
            await super()._command(body, ack, respond)
            return
        await ack("noted")
        self._later(self._follow())

    async def _follow(self) -> None:
        await self.may_follow.wait()
        await self._client.api_call("views.open", json={})


class Site:
    """A server with Slack's path, and a Slack behind it."""

    def __init__(self, url: str, gateway: Gateway, slack: tests.bot.small_slack.Slack) -> None:
        self.url = url
        self.gateway = gateway
        self.tally = gateway.tally
        self.slack = slack

    async def send(self, body: bytes = BODY, **headers: str) -> tuple[int, str]:
        """What it answers to a body that is signed, but for the headers given."""
        right = {"Content-Type": FORM, bot.signature.TIMESTAMP: STAMP}
        right[bot.signature.SIGNATURE] = bot.signature.sign(SECRET, STAMP, body)
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        async with (
            aiohttp.ClientSession() as session,
            session.post(self.url, data=body, headers=right | given) as response,
        ):
            return response.status, await response.text()


Story = collections.abc.Callable[[Site], collections.abc.Awaitable[None]]
Tell = collections.abc.Callable[[Story], None]


@pytest.fixture
def tell(database: data.database.Database) -> Tell:
    async def told(story: Story) -> None:
        small = tests.bot.small_slack
        with (
            contextlib.closing(bot.store.Store(database)) as store,
            contextlib.closing(bot.web.bound("127.0.0.1", 0)) as bound,
        ):
            async with (
                small.running() as slack,
                small.client(slack.address) as web,
                small.client(slack.address, None) as anonymous,
            ):
                gateway = Gateway(store, StillClock(), web, IDENTITY, lambda: None)
                by_http = bot.http.Http(gateway.app(anonymous, by_http=True), gateway, StillClock(), SECRET)
                served = bot.web.Web(bound, typing.cast("bot.health.Health", None), by_http)
                await served.connect()
                try:
                    url = f"http://127.0.0.1:{bound.getsockname()[1]}{bot.manifest.PATH}"
                    await asyncio.wait_for(story(Site(url, gateway, slack)), 15)
                finally:
                    await served.close()
                    await by_http.close()

    return lambda story: asyncio.run(told(story))


# -- the signature


def test_a_signature_is_slacks() -> None:
    known = slack_sdk.signature.SignatureVerifier(SECRET).generate_signature(timestamp="1531420618", body=BODY)
    assert bot.signature.sign(SECRET, "1531420618", BODY) == known


@hypothesis.given(body=hypothesis.strategies.binary(), other=hypothesis.strategies.text())
def test_only_the_one_signature_of_a_body_is_genuine(body: bytes, other: str) -> None:
    right = bot.signature.sign(SECRET, STAMP, body)
    assert bot.signature.is_genuine(SECRET, STAMP, body, right)
    assert not bot.signature.is_genuine(SECRET, STAMP, body + b"x", right)
    assert not bot.signature.is_genuine(SECRET, f"{STAMP}1", body, right)
    assert not bot.signature.is_genuine(f"{SECRET}x", STAMP, body, right)
    assert bot.signature.is_genuine(SECRET, STAMP, body, other) == (other == right)


@pytest.mark.parametrize(
    ("timestamp", "fault"),
    [
        ("1000", None),
        ("700", None),
        ("1300", None),
        ("699", "its timestamp is too old or too new"),
        ("1301", "its timestamp is too old or too new"),
        ("", "it is not signed"),
        ("1e3", "its timestamp is no number"),
        ("-1000", "its timestamp is no number"),
        ("١٠٠٠", "its timestamp is no number"),
        ("9" * 5000, "its timestamp is no number"),
    ],
)
def test_a_request_is_fresh_for_five_minutes_either_way(timestamp: str, fault: str | None) -> None:
    assert bot.signature.fault_of_time(timestamp, "v0=0", 1000.0) == fault


def test_signatures_are_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[bytes] = []

    def compare(right: bytes, given: bytes) -> bool:
        compared.append(given)
        return right == given

    monkeypatch.setattr(hmac, "compare_digest", compare)
    assert not bot.signature.is_genuine(SECRET, STAMP, BODY, "v0=0")
    assert compared == [b"v0=0"]


# -- what comes in


def test_a_signed_request_is_answered_and_what_follows_comes_after(tell: Tell) -> None:
    async def story(site: Site) -> None:
        status, text = await site.send()
        assert (status, json.loads(text)["text"] if text.startswith("{") else text) == (200, "noted")
        site.gateway.may_follow.set()  # before it the answer would never have come, had it waited for what follows
        await site.slack.wait_for("views.open")
        assert sum(site.tally.acknowledged) == 1

    tell(story)


@pytest.mark.parametrize(("body", "status"), [(b"command=%2Fnobodys&team_id=T1", 404), (b"\xff", 500)])
def test_an_answer_that_acknowledges_nothing_is_not_counted_as_if_it_did(tell: Tell, body: bytes, status: int) -> None:
    async def story(site: Site) -> None:
        assert (await site.send(body))[0] == status
        assert sum(site.tally.acknowledged) == 0

    tell(story)


@pytest.mark.parametrize(
    ("headers", "status", "reason"),
    [
        ({"x_slack_signature": "v0=0"}, 401, "its signature is wrong"),
        ({"x_slack_signature": ""}, 401, "it is not signed"),
        ({"x_slack_request_timestamp": "1"}, 401, "its timestamp is too old or too new"),
    ],
)
def test_what_is_not_slacks_gets_a_status_alone_and_is_counted_by_its_reason(
    tell: Tell, headers: dict[str, str], status: int, reason: str
) -> None:
    async def story(site: Site) -> None:
        assert await site.send(BODY, **headers) == (status, "")
        assert dict(site.tally.turned_away) == {reason: 1}
        assert site.slack.said == []

    tell(story)


def test_a_flood_of_forged_requests_leaves_one_line_a_minute(tell: Tell, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)

    async def story(site: Site) -> None:
        for _ in range(20):
            await site.send(x_slack_signature="v0=0")
        await site.send(x_slack_signature="")

    tell(story)
    assert caplog.text.count("its signature is wrong") == 1
    assert caplog.text.count("it is not signed") == 1


def test_nothing_is_hashed_before_it_is_measured(tell: Tell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.http, "MOST_BYTES", len(BODY))
    signed: list[bytes] = []

    def taken(_secret: str, _timestamp: str, body: bytes, _signature: str) -> bool:
        signed.append(body)
        return True

    monkeypatch.setattr(bot.signature, "is_genuine", taken)

    async def story(site: Site) -> None:
        assert (await site.send(BODY + b"x"))[0] == 413
        assert signed == []
        assert (await site.send())[0] == 200
        assert signed == [BODY]

    tell(story)


def test_a_body_that_does_not_come_is_not_waited_for(tell: Tell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.http, "READING", 0.05)

    async def story(site: Site) -> None:
        async def slowly() -> collections.abc.AsyncIterator[bytes]:
            yield b"text="
            await asyncio.sleep(0.3)
            yield b"late"

        headers = {bot.signature.TIMESTAMP: STAMP, bot.signature.SIGNATURE: "v0=0"}
        async with (
            aiohttp.ClientSession() as session,
            session.post(site.url, data=slowly(), headers=headers) as response,
        ):
            assert response.status == 408

    tell(story)


# -- the port


def test_a_port_that_is_taken_is_said_with_what_to_do() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(bot.web.PortTaken, match=f"Port {port} of 127.0.0.1 can't be had: .* Set MUSTER_PORT to"):
            bot.web.bound("127.0.0.1", port)


def test_an_address_of_another_machine_is_said_too() -> None:
    with pytest.raises(bot.web.PortTaken, match="MUSTER_HOST to an address of this machine"):
        bot.web.bound("192.0.2.1", 0)


def test_a_port_is_had_where_one_is_wanted_alone() -> None:
    with bot.entrances.reserved(bot.settings.Settings()) as bound:
        assert bound is None
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with bot.entrances.reserved(bot.settings.Settings(muster_port=port)) as bound:
        assert bound is not None
        assert bound.getsockname() == ("127.0.0.1", port)


def test_by_http_a_port_is_served_where_none_is_set() -> None:
    assert bot.settings.Settings().port == 0
    assert bot.settings.Settings(muster_transport="http").port == 3000
    assert bot.settings.Settings(muster_transport="http", muster_port=8080).port == 8080
