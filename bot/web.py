"""The HTTP server of the process: health and figures on either transport, Slack's requests where they come by HTTP."""

import asyncio
import collections.abc
import contextlib
import socket

import starlette.applications
import starlette.requests
import starlette.responses
import starlette.routing
import uvicorn

import bot.errors
import bot.health
import bot.http
import bot.manifest
import bot.metrics

IDLE = 75
"""Seconds that an idle connection is kept: longer than a reverse proxy keeps it, which else uses one just closed."""

FINISHING = 2
"""Seconds that a stop waits for answers on their way."""


class PortTaken(bot.errors.Refusal):
    """The server can't listen where the settings say."""


def bound(host: str, port: int) -> socket.socket:
    """A socket that has the port, and does not listen yet. Raises `PortTaken`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio sends small answers at once only where the protocol is named
    made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host, port))
    except OSError as error:
        made.close()
        raise PortTaken(
            f"Port {port} of {host} can't be had: {error.strerror}. "
            "Set MUSTER_PORT to a free port, and MUSTER_HOST to an address of this machine."
        ) from None
    return made


class Server(uvicorn.Server):
    """Uvicorn's, but signals are ours, and it says when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listens = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listens.set()

    @contextlib.contextmanager
    def capture_signals(self) -> collections.abc.Iterator[None]:
        yield


class Web:
    """Serves until it is closed."""

    def __init__(self, listening: socket.socket, health: bot.health.Health, slack: bot.http.Http | None) -> None:
        self._listening = listening
        self._health = health
        self._metrics = bot.metrics.Metrics(health)
        self._server = Server(_configured(self._app(slack)))
        self._serving: asyncio.Task[None] | None = None

    async def connect(self) -> None:
        """Listen."""
        self._serving = asyncio.ensure_future(self._server.serve([self._listening]))
        await self._server.listens.wait()

    async def keep(self) -> None:
        """Until cancelled, which does not end the serving."""
        if self._serving is not None:
            await asyncio.shield(self._serving)

    async def close(self) -> None:
        """Take nothing more in, and let the answers on their way be sent."""
        self._server.should_exit = True
        if self._serving is not None:
            await self._serving

    def _app(self, slack: bot.http.Http | None) -> starlette.applications.Starlette:
        routes = [
            starlette.routing.Route("/healthz", self._healthz),
            starlette.routing.Route("/metrics", self._figures),
        ]
        if slack is not None:
            routes.append(starlette.routing.Route(bot.manifest.PATH, slack.answer, methods=["GET", "POST"]))
        return starlette.applications.Starlette(routes=routes)

    async def _healthz(self, _request: starlette.requests.Request) -> starlette.responses.Response:
        report = await self._health.report()
        return starlette.responses.JSONResponse(report, 503 if report["faults"] else 200)

    async def _figures(self, _request: starlette.requests.Request) -> starlette.responses.Response:
        return starlette.responses.Response(await self._metrics.text(), media_type=bot.metrics.MEDIA_TYPE)


def _configured(app: starlette.applications.Starlette) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=IDLE,
        timeout_graceful_shutdown=FINISHING,
    )
