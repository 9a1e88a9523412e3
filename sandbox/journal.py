"""The journal: everything that went to or from the workspace, numbered: the tests' oracle."""

from __future__ import annotations

import time
from typing import Any

import sandbox.clock
import sandbox.pulse

Entry = dict[str, Any]

MOST_ENTRIES = 400_000  # the older half goes beyond that, so that a long demo does not eat the machine


class Journal:
    def __init__(self, clock: sandbox.clock.Clock) -> None:
        self._clock = clock
        self._entries: list[Entry] = []
        self.last = 0
        self.grown = sandbox.pulse.Pulse()

    def add(self, kind: str, **facts: Any) -> Entry:
        """Write one entry down; `at` is the workspace's time, `real` the machine's, in Unix seconds."""
        self.last += 1
        real = time.time()
        entry = {
            "n": self.last,
            "at": sandbox.clock.iso(real + self._clock.offset),
            "real": real,
            "kind": kind,
            **facts,
        }
        self._entries.append(entry)
        if len(self._entries) > MOST_ENTRIES:
            del self._entries[: MOST_ENTRIES // 2]
        self.grown.fire()
        return entry

    def clear(self) -> None:
        """Forget the entries; the numbers go on."""
        self._entries.clear()

    def since(self, after: int, kind: str | None = None, method: str | None = None) -> list[Entry]:
        first = self.last - len(self._entries) + 1
        found = self._entries[max(0, after - first + 1) :]
        if kind is not None:
            found = [entry for entry in found if entry["kind"] == kind]
        if method is not None:
            found = [entry for entry in found if entry.get("method") == method]
        return found

    async def wait(self, seconds: float, after: int, kind: str | None = None, method: str | None = None) -> list[Entry]:
        """What came after a number, waiting up to so many real seconds for the first of it."""
        end = time.monotonic() + seconds
        while not (found := self.since(after, kind, method)):
            after = max(after, self.last)
            left = end - time.monotonic()
            if left <= 0 or not await self.grown.wait(left):
                return []
        return found
