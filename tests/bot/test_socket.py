"""The socket to Slack: what comes in is answered, a socket that dies is replaced, and a stop loses no answer."""

import asyncio
import collections.abc
import contextlib
import typing

import aiohttp.web
import pytest
import slack_bolt.async_app

import bot.clock
import bot.joining
import bot.slack
import bot.socket
import bot.store
import data.database
import tests.bot.small_slack

Slack = tests.bot.small_slack.Slack
Json = dict[str, typing.Any]
IDENTITY = bot.slack.Identity("T1", "B0MUSTER", "U0MUSTER", tests.bot.small_slack.TOKEN)
PAYLOAD: Json = {"command": "/duty", "text": "", "user_id": "UADA", "team_id": "T1", "trigger_id": "1.1"}


class Gateway(bot.slack.Gateway):
    """Answers every command with a word, after a while, and calls Slack later."""

    def __init__(self, store: bot.store.Store, web: typing.Any) -> None:
        super().__init__(store, bot.clock.Clock(), web, IDENTITY, lambda: None)
        self.takes = 0.0
        self.begun = 0

    async def _command(self, body: Json, ack: typing.Any, respond: typing.Any) -> None:  # noqa: ARG002  # Bolt's names
        self.begun += 1
        await asyncio.sleep(self.takes)
        await ack("noted")
        self._later(self._client.api_call("views.open", json={}))


Story = collections.abc.Callable[[Slack, bot.socket.Socket, Gateway], collections.abc.Awaitable[None]]


@pytest.fixture
def tell(database: data.database.Database, monkeypatch: pytest.MonkeyPatch) -> collections.abc.Callable[[Story], None]:
    monkeypatch.setattr(bot.socket, "WATCH", 0.02)
    monkeypatch.setattr(bot.socket, "REFUSED_WAIT", 0.05)

    async def told(story: Story) -> None:
        small = tests.bot.small_slack
        with contextlib.closing(bot.store.Store(database)) as store:
            serving, web_of = small.running(), small.client
            async with serving as slack, web_of(slack.address) as web, web_of(slack.address, None) as anonymous:
                gateway = Gateway(store, web)
                app: slack_bolt.async_app.AsyncApp = gateway.app(anonymous)
                socket = bot.socket.Socket(app, gateway, web, small.APP_TOKEN)
                await asyncio.wait_for(story(slack, socket, gateway), 15)
                await socket.close()

    return lambda story: asyncio.run(told(story))


Tell = collections.abc.Callable[[Story], None]


@contextlib.asynccontextmanager
async def kept(socket: bot.socket.Socket) -> collections.abc.AsyncIterator[None]:
    await socket.connect()
    keeping = asyncio.ensure_future(socket.keep())
    yield
    keeping.cancel()
    await asyncio.gather(keeping, return_exceptions=True)


async def begun(gateway: Gateway, number: int) -> None:
    """Wait until so many commands are being answered."""
    while gateway.begun < number:  # noqa: ASYNC110  # the gateway has no event for each of them
        await asyncio.sleep(0.01)


async def sockets(slack: Slack, number: int) -> None:
    while len(slack.sockets) < number:  # noqa: ASYNC110  # the fake has no event for each of them
        await asyncio.sleep(0.01)


def closed(slack: Slack) -> list[bool]:
    return [socket.closed for socket in slack.sockets]


def answered(slack: Slack) -> list[object]:
    return [ack["envelope_id"] for ack in slack.calls("ack")]


def test_what_comes_in_is_acknowledged_under_its_own_number_and_the_rest_comes_after(tell: Tell) -> None:
    async def story(slack: Slack, socket: bot.socket.Socket, _gateway: Gateway) -> None:
        await socket.connect()
        await slack.send("slash_commands", PAYLOAD, 7)
        await slack.wait_for("views.open")
        assert [said.what for said in slack.said] == ["apps.connections.open", "ack", "views.open"]
        assert slack.said[1].body == {"envelope_id": "e7", "payload": {"text": "noted"}}

    tell(story)


def test_a_slow_answer_holds_up_no_other(tell: Tell) -> None:
    async def story(slack: Slack, socket: bot.socket.Socket, gateway: Gateway) -> None:
        await socket.connect()
        gateway.takes = 0.3
        await slack.send("slash_commands", PAYLOAD, 1)
        await begun(gateway, 1)
        gateway.takes = 0.0
        await slack.send("slash_commands", PAYLOAD, 2)
        await slack.wait_for("ack", 2)
        assert answered(slack) == ["e2", "e1"]

    tell(story)


def test_a_socket_that_breaks_is_replaced_by_a_fresh_one(tell: Tell) -> None:
    async def story(slack: Slack, socket: bot.socket.Socket, _gateway: Gateway) -> None:
        async with kept(socket):
            await sockets(slack, 1)
            await slack.sockets[0].close()
            await sockets(slack, 2)
            await slack.send("slash_commands", PAYLOAD, 1)
            await slack.wait_for("ack")
        assert len(slack.calls("apps.connections.open")) == 2

    tell(story)


def test_a_socket_that_falls_silent_is_replaced_though_nobody_closed_it(
    tell: Tell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.socket, "PING", 0.05)
    monkeypatch.setattr(bot.socket, "OLDEST_FRAME", 0.3)

    async def story(slack: Slack, socket: bot.socket.Socket, gateway: Gateway) -> None:
        slack.silent = True
        async with kept(socket):
            await sockets(slack, 1)
            slack.silent = False
            assert socket.dead_seconds == 0
            await sockets(slack, 2)
            await slack.send("slash_commands", PAYLOAD, 1)
            await slack.wait_for("ack")
            assert socket.dead_seconds == 0
            assert gateway.tally.reconnects == 1
            assert socket.facts()["transport"] == "socket"

    tell(story)


def test_a_stop_does_not_wait_for_a_slack_that_has_fallen_silent(tell: Tell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.socket, "CLOSING", 0.1)

    async def story(slack: Slack, socket: bot.socket.Socket, _gateway: Gateway) -> None:
        slack.hears.clear()
        await socket.connect()
        await slack.connected.wait()
        await asyncio.wait_for(socket.close(), 5)  # the SDK alone would wait for 10 s
        slack.hears.set()

    tell(story)


@pytest.mark.parametrize("reason", ["refresh_requested", "warning"])
def test_a_socket_that_slack_will_close_is_replaced_before_it_is_let_go(
    tell: Tell, monkeypatch: pytest.MonkeyPatch, reason: str
) -> None:
    monkeypatch.setattr(bot.socket, "OVERLAP", 1.0)

    async def story(slack: Slack, socket: bot.socket.Socket, _gateway: Gateway) -> None:
        async with kept(socket):
            await sockets(slack, 1)
            await slack.sockets[0].send_json({"type": "disconnect", "reason": reason})
            await sockets(slack, 2)
            assert closed(slack) == [False, False]
            envelope = {"type": "slash_commands", "envelope_id": "late", "payload": PAYLOAD}
            await slack.sockets[0].send_json(envelope | {"accepts_response_payload": True})
            await slack.wait_for("ack")
            assert answered(slack) == ["late"]
            while not slack.sockets[0].closed:  # noqa: ASYNC110  # nor for its end
                await asyncio.sleep(0.01)
            assert closed(slack) == [True, False]

    tell(story)


def test_a_socket_stays_where_its_replacement_does_not_open(tell: Tell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.socket, "CONNECTING", 0.2)
    monkeypatch.setattr(bot.socket, "OVERLAP", 0.1)

    async def story(slack: Slack, socket: bot.socket.Socket, _gateway: Gateway) -> None:
        async with kept(socket):
            await sockets(slack, 1)
            spent: Json = {"ok": True, "url": f"{slack.address.replace('http', 'ws')}/nowhere"}
            slack.answer("apps.connections.open", spent, spent, spent)
            await slack.sockets[0].send_json({"type": "disconnect", "reason": "warning"})
            await asyncio.sleep(bot.socket.WATCH + 0.5)
            assert closed(slack) == [False]
            await sockets(slack, 2)

    tell(story)


def test_an_address_that_leads_nowhere_is_used_once(tell: Tell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.socket, "CONNECTING", 0.2)

    async def story(slack: Slack, socket: bot.socket.Socket, _gateway: Gateway) -> None:
        spent: Json = {"ok": True, "url": f"{slack.address.replace('http', 'ws')}/nowhere"}
        slack.answer("apps.connections.open", spent, spent)
        await socket.connect()
        assert len(slack.calls("apps.connections.open")) == 3
        assert len(slack.sockets) == 1

    tell(story)


def test_a_token_that_is_refused_at_start_is_said_and_later_is_tried_again(
    tell: Tell, caplog: pytest.LogCaptureFixture
) -> None:
    refusal: Json = {"ok": False, "error": "invalid_auth"}

    async def story(slack: Slack, socket: bot.socket.Socket, _gateway: Gateway) -> None:
        slack.answer("apps.connections.open", refusal)
        with pytest.raises(bot.joining.NotJoined):
            await socket.connect()
        async with kept(socket):
            await sockets(slack, 1)
            slack.answer("apps.connections.open", refusal, refusal)
            await slack.sockets[0].close()
            await sockets(slack, 2)
        assert len(slack.calls("apps.connections.open")) == 5

    tell(story)
    assert caplog.text.count("Muster goes on trying.") == 2


def test_a_stop_takes_nothing_more_in_and_lets_an_answer_be_sent_with_all_that_follows_it(tell: Tell) -> None:
    async def story(slack: Slack, socket: bot.socket.Socket, gateway: Gateway) -> None:
        answered_slowly = asyncio.Event()

        async def slowly(request: aiohttp.web.Request) -> aiohttp.web.StreamResponse:
            await asyncio.sleep(0.1)
            answered_slowly.set()
            return await tests.bot.small_slack.plain(200, '{"ok": true}')(request)

        await socket.connect()
        gateway.takes = 0.2
        slack.answer("views.open", slowly)
        await slack.send("slash_commands", PAYLOAD, 1)
        await begun(gateway, 1)
        closing = asyncio.ensure_future(socket.close())
        await asyncio.sleep(0)
        await slack.send("slash_commands", PAYLOAD, 2)
        await closing
        assert answered(slack) == ["e1"]
        assert answered_slowly.is_set()
        assert closed(slack) == [True]

    tell(story)


def test_a_stop_does_not_wait_for_ever(tell: Tell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.socket, "LINGER", 0.1)

    async def story(slack: Slack, socket: bot.socket.Socket, gateway: Gateway) -> None:
        await socket.connect()
        gateway.takes = 60.0
        await slack.send("slash_commands", PAYLOAD, 1)
        await begun(gateway, 1)
        await asyncio.wait_for(socket.close(), 10)
        assert answered(slack) == []

    tell(story)
