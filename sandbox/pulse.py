"""A wake-up call for whoever waits for something to change."""

from __future__ import annotations

import asyncio


class Pulse:
    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()
        self.closed = False

    def close(self) -> None:
        """Wake everybody, and let nobody wait again: the server stops."""
        self.closed = True
        self.fire()

    def fire(self) -> None:
        if not self._waiting:
            return
        waiting, self._waiting = self._waiting, set()
        for one in waiting:
            if not one.done():
                one.set_result(None)

    async def wait(self, seconds: float | None) -> bool:
        """True if it fired within the real seconds. Between your look at the matter and this, await nothing."""
        if self.closed:
            return False
        beat: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(beat)
        try:
            async with asyncio.timeout(seconds):  # not wait_for: that of Python 3.11 can swallow a cancellation
                await beat
        except TimeoutError:
            return False
        finally:
            self._waiting.discard(beat)
        return True
