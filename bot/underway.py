"""What follows an acknowledgement: it goes on beside, and a stop waits for it."""

import asyncio
import collections.abc
import contextlib

import bot.boundary

Work = collections.abc.Coroutine[object, object, object]


class Underway:
    """Work that nobody waits for until the end; what goes wrong in it is logged."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[object]] = set()

    def spawn(self, work: Work) -> None:
        """Begin it now."""
        task: asyncio.Task[object] = asyncio.ensure_future(bot.boundary.guarded("answering", work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def finish(self, seconds: float) -> None:
        """Wait for all of it, and for what it began, but not longer than so many seconds."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self._tasks:
                    await asyncio.wait(self._tasks)
