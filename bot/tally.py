"""What happened since the start, counted in plain numbers: counting costs next to nothing, and loads nothing."""

import bisect
import collections
import time

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)
"""Seconds by which acknowledgements are sorted; after the last Slack waits no longer."""

ACKNOWLEDGED = 200


class Tally:
    """One for each process; all of its parts count on the same event loop."""

    def __init__(self) -> None:
        self.began = time.monotonic()
        self.last_sent = self.began
        self.requests: collections.Counter[tuple[str, str]] = collections.Counter()
        self.turned_away: collections.Counter[str] = collections.Counter()
        self.acknowledged = [0] * (len(BUCKETS) + 1)
        self.acknowledging = 0.0
        self.calls: collections.Counter[tuple[str, str]] = collections.Counter()
        self.sent: collections.Counter[str] = collections.Counter()
        self.ticks: collections.Counter[tuple[str, str]] = collections.Counter()
        self.failing: collections.Counter[str] = collections.Counter()
        self.reconnects = 0

    def answer(self, status: int, seconds: float) -> None:
        """A request was answered, so long after it came; any other status than 200 acknowledges nothing."""
        if status != ACKNOWLEDGED:
            return
        self.acknowledged[bisect.bisect_left(BUCKETS, seconds)] += 1
        self.acknowledging += seconds

    def tick(self, job: str, done: bool) -> None:
        """A job ticked; how often it has failed since it last did its work is known."""
        self.ticks[job, "done" if done else "failed"] += 1
        self.failing[job] = 0 if done else self.failing[job] + 1

    def deliver(self, kind: str) -> None:
        """Slack took a notice of this kind."""
        self.sent[kind] += 1
        self.last_sent = time.monotonic()
