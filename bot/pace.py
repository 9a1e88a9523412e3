"""How fast Slack is called: each lane a message a second, each method as fast as Slack has put up with so far."""

import collections
import dataclasses

LANE_SECONDS = 1.0
"""Slack takes about one message a second in a channel."""

FASTEST, SLOWEST, FIRST = 50.0, 0.5, 10.0
"""Calls a second of one method: bounds, and where it begins."""

CLIMB = 0.5
"""By how many calls a second it climbs with each that Slack took; a refusal halves it."""


@dataclasses.dataclass
class _Method:
    rate: float = FIRST
    free_at: float = 0.0
    stopped_until: float = 0.0


class Pace:
    """When the next call may go. All times are the machine's monotonic clock, in seconds."""

    def __init__(self) -> None:
        self._lanes: dict[str, float] = {}
        self._methods: dict[str, _Method] = collections.defaultdict(_Method)

    def free_at(self, lane: str, methods: tuple[str, ...]) -> float:
        """The earliest instant at which these methods may be called for this lane."""
        return max(self._lanes.get(lane, 0.0), *(self._methods[method].free_at for method in methods))

    def is_stopped(self, methods: tuple[str, ...], at: float) -> bool:
        """Whether Slack's word not to call one of these methods still holds."""
        return any(self._methods[method].stopped_until > at for method in methods)

    def take(self, lane: str, methods: tuple[str, ...], at: float) -> None:
        """Count calls that go now."""
        self._forget_free_lanes(at)
        self._lanes[lane] = at + LANE_SECONDS
        for name in methods:
            method = self._methods[name]
            method.free_at = max(method.free_at, at) + 1 / method.rate

    def went_well(self, method: str) -> None:
        """Slack took a call: climb."""
        self._methods[method].rate = min(FASTEST, self._methods[method].rate + CLIMB)

    def refused(self, name: str, at: float, until: float) -> None:
        """Slack said 429: no call of this method before `until`, and half as fast from then on.

        Several calls on their way that are refused together halve it once.
        """
        method = self._methods[name]
        if at >= method.stopped_until:
            method.rate = max(SLOWEST, method.rate / 2)
        method.stopped_until = max(method.stopped_until, until)
        method.free_at = max(method.free_at, until)

    def _forget_free_lanes(self, at: float) -> None:
        if len(self._lanes) > 1000:
            self._lanes = {lane: free for lane, free in self._lanes.items() if free > at}
