"""The ways in: how Slack's requests come, and the HTTP server, which is loaded where a port is wanted."""

import collections.abc
import contextlib
import socket
import typing

import slack_bolt.async_app
import slack_sdk.web.async_client

import bot.clock
import bot.health
import bot.settings
import bot.slack
import bot.socket


class Entrance(typing.Protocol):
    """Something by which requests come in."""

    async def connect(self) -> None:
        """Open it. Raises `bot.errors.Refusal` for what whoever runs Muster can mend."""

    async def keep(self) -> None:
        """Keep it open; until cancelled."""

    async def close(self) -> None:
        """Take nothing more in, and let the answers on their way be sent, with what follows each."""


class Connection(Entrance, bot.health.Connection, typing.Protocol):
    """The entrance of Slack's own requests."""


@contextlib.contextmanager
def reserved(settings: bot.settings.Settings) -> collections.abc.Iterator[socket.socket | None]:
    """The port that the settings want, if any: had before Slack is spoken to, and listened at once we have joined."""
    if not settings.port:
        yield None
        return
    import bot.web

    with contextlib.closing(bot.web.bound(settings.muster_host, settings.port)) as bound:
        yield bound


def connection(
    settings: bot.settings.Settings,
    app: slack_bolt.async_app.AsyncApp,
    gateway: bot.slack.Gateway,
    web: slack_sdk.web.async_client.AsyncWebClient,
    clock: bot.clock.Clock,
) -> Connection:
    """A socket that we open to Slack, or requests that Slack sends us."""
    if settings.muster_transport == "socket":
        return bot.socket.Socket(app, gateway, web, settings.slack_app_token.get_secret_value())
    return _by_http(app, gateway, clock, settings.slack_signing_secret.get_secret_value())


def _by_http(
    app: slack_bolt.async_app.AsyncApp, gateway: bot.slack.Gateway, clock: bot.clock.Clock, secret: str
) -> Connection:
    import bot.http

    return bot.http.Http(app, gateway, clock, secret)


def beside(slack: Connection, listening: socket.socket | None, health: bot.health.Health) -> list[Entrance]:
    """All entrances, in the order in which they are opened."""
    if listening is None:
        return [slack]
    import bot.http
    import bot.web

    return [slack, bot.web.Web(listening, health, slack if isinstance(slack, bot.http.Http) else None)]
