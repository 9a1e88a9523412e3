"""The local Slack as a whole: one workspace, and all that lives around it while the server runs."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import sandbox.clock
import sandbox.faults
import sandbox.http_delivery
import sandbox.journal
import sandbox.limits
import sandbox.pulse
import sandbox.sockets
import sandbox.tokens
import sandbox.triggers
import sandbox.workspace

Json = dict[str, Any]


class Slack:
    def __init__(self, file: object, may_kill: int | None = None) -> None:
        self._file = file
        self.address = ""  # http://127.0.0.1:PORT, known when the server listens
        self.clock = sandbox.clock.Clock()
        self.moving = asyncio.Lock()
        self.journal = sandbox.journal.Journal(self.clock)
        self.limits = sandbox.limits.Limits()
        self.faults = sandbox.faults.Faults(may_kill)
        self.tokens = sandbox.tokens.Tokens()
        self.triggers = sandbox.triggers.Triggers()
        self.sockets = sandbox.sockets.Sockets(self.journal)
        self.transport: sandbox.sockets.Transport = self.sockets
        self.acts: list[sandbox.triggers.Act] = []
        self.stopped = sandbox.pulse.Pulse()
        self._tasks: set[asyncio.Task[None]] = set()
        self.on_stop: Callable[[], None] = self.stop  # the server's own way, when there is one
        self.workspace = sandbox.workspace.read(file)
        self._begin()

    def reset(self, file: object | None) -> None:
        """Replace the workspace by another, or by the one of the start; sockets and journal numbers live on."""
        self.workspace = sandbox.workspace.read(self._file if file is None else file)
        for task in self._tasks:
            task.cancel()
        self.faults.clear()
        self.limits.refill()
        self.tokens.revoked.clear()
        self.triggers = sandbox.triggers.Triggers()
        self.journal.clear()
        self._begin()
        self.journal.add("reset", now=sandbox.clock.iso(self.clock.now()), step=self.clock.step)

    def _begin(self) -> None:
        self.limits.enforced = self.workspace.limited
        self.clock.restart(self.workspace.now)
        app = self.workspace.app
        self.transport = sandbox.http_delivery.Http(self.journal, app) if app.request_url else self.sockets

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Let something go on beside; a reset or the stop ends it."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def stop(self) -> None:
        """Wake whoever waits, so that the server can end."""
        for task in self._tasks:
            task.cancel()
        for pulse in (self.clock.moved, self.clock.lived, self.journal.grown, self.stopped):
            pulse.close()

    def show(self, user: str, view: Json) -> None:
        """Tell the acts of a person that are under way that a view came for them."""
        for act in self.acts:
            if act.user == user:
                act.show(view)
