"""How often a method may be called: Slack's tiers, and one message a second per channel."""

from __future__ import annotations

import math
import time

PER_MINUTE = {1: 1, 2: 20, 3: 50, 4: 100}
CHANNEL_BURST, CHANNEL_RATE = 5, 1.0  # "1 message per second per channel, short bursts tolerated"
WORKSPACE_BURST, WORKSPACE_RATE = 100, 10.0  # the workspace-wide cap is unpublished: this one is ours


class Bucket:
    def __init__(self, capacity: float, per_second: float, now: float) -> None:
        self.capacity = capacity
        self.per_second = per_second
        self.left = float(capacity)
        self.filled = now

    def wait(self, now: float) -> float:
        """Seconds until one may be taken; 0 means now."""
        self.left = min(self.capacity, self.left + (now - self.filled) * self.per_second)
        self.filled = now
        return 0.0 if self.left >= 1 else (1 - self.left) / self.per_second


class Limits:
    def __init__(self) -> None:
        self.enforced = True
        self._buckets: dict[str, Bucket] = {}

    def refill(self) -> None:
        self._buckets.clear()

    def call(self, method: str, tier: int | None) -> int | None:
        """Take one call of a tiered method; the answer is `Retry-After` in whole seconds, or None if it may go on."""
        if tier is None:
            return None
        return self._take({method: (PER_MINUTE[tier], PER_MINUTE[tier] / 60)})

    def post(self, channel: str) -> int | None:
        """Take one message for a channel and for the workspace: both or none."""
        wanted: dict[str, tuple[float, float]] = {
            f"#{channel}": (CHANNEL_BURST, CHANNEL_RATE),
            "*": (WORKSPACE_BURST, WORKSPACE_RATE),
        }
        return self._take(wanted)

    def _take(self, wanted: dict[str, tuple[float, float]]) -> int | None:
        if not self.enforced:
            return None
        now = time.monotonic()
        buckets = [self._buckets.setdefault(key, Bucket(*shape, now)) for key, shape in wanted.items()]
        wait = max(bucket.wait(now) for bucket in buckets)
        if wait:
            return math.ceil(wait)
        for bucket in buckets:
            bucket.left -= 1
        return None
