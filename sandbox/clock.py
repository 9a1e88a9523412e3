"""The workspace's clock: it runs at real speed with an offset, goes forward only, and waits for those who follow it."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import sandbox.errors
import sandbox.pulse

POLL_SECONDS = 25.0
FOLLOWER_SECONDS = 30.0
PATIENCE_SECONDS = 10.0
MOST_STEPS = 200_000
DURATION = re.compile(
    r"P(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?=\d)(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+(?:\.\d+)?)S)?)?"
)


def duration(text: object) -> timedelta:
    """An ISO 8601 duration of weeks, days, hours, minutes, seconds: `P14D`, `PT15M`; longer than nothing."""
    found = DURATION.fullmatch(text) if isinstance(text, str) else None
    parts = {unit: float(number) for unit, number in found.groupdict().items() if number} if found else {}
    if not parts or not any(parts.values()):
        raise sandbox.errors.WrongError(f'{text!r} is no duration: send one like "P14D", "PT15M" or "P1DT2H".')
    try:
        return timedelta(**parts)
    except OverflowError:
        raise sandbox.errors.WrongError(f"{text!r} is too long a duration.") from None


def instant(text: object) -> datetime:
    """An ISO 8601 instant with its zone, in UTC."""
    try:
        value = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        value = None
    if value is None or value.tzinfo is None:
        raise sandbox.errors.WrongError(f'{text!r} is no instant: send one like "2026-03-02T08:00:00Z".')
    return value.astimezone(UTC)


def iso(moment: float) -> str:
    """Unix seconds as people and scripts read them: `2026-03-02T08:00:00.123Z`."""
    return datetime.fromtimestamp(moment, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass(slots=True)
class Follower:
    polled: float  # monotonic seconds
    lived: int


@dataclass(frozen=True, slots=True)
class Walk:
    steps: int
    lagging: list[str]


class Clock:
    def __init__(self) -> None:
        self.offset = 0.0  # seconds
        self.step = 0
        self.moved = sandbox.pulse.Pulse()
        self.lived = sandbox.pulse.Pulse()
        self.followers: dict[str, Follower] = {}
        self._last_stamp = 0

    def now(self) -> float:
        """Unix seconds of the workspace."""
        return time.time() + self.offset

    def stamp(self) -> str:
        """A `ts` for a message: unique in the workspace, and later than all before."""
        self._last_stamp = max(self._last_stamp + 1, int(self.now() * 1_000_000))
        seconds, rest = divmod(self._last_stamp, 1_000_000)
        return f"{seconds}.{rest:06d}"

    def restart(self, now: str | None) -> None:
        """Begin a workspace's time anew, which a reset may do backwards too."""
        self.offset = instant(now).timestamp() - time.time() if now else 0.0
        self._last_stamp = 0
        self.next_step()

    def next_step(self) -> None:
        self.step += 1
        self.moved.fire()

    # -- moving

    def target(self, advance: object, to: object) -> float:
        """The instant, in Unix seconds, that was asked for by a span or by name."""
        if (advance is None) == (to is None):
            raise sandbox.errors.WrongError('Send either {"advance": "P14D"} or {"to": "2026-03-02T08:00:00Z"}.')
        if to is None:
            return self.now() + duration(advance).total_seconds()
        wanted = instant(to).timestamp()
        if wanted < self.now():
            raise sandbox.errors.WrongError(f"The clock goes forward only: it is {iso(self.now())} already.")
        return wanted

    def forward(self, seconds: float) -> None:
        self.offset += seconds
        self.next_step()

    # -- following

    def follow(self, name: str, lived: int | None) -> float:
        """Somebody polls: they follow from now on, from the step at which they came; answers when that was."""
        follower = self.followers.setdefault(name, Follower(0.0, self.step))
        follower.polled = time.monotonic()
        if lived is not None and lived > follower.lived:
            follower.lived = lived
            self.lived.fire()
        return follower.polled

    def forget(self, name: str, polled: float) -> None:
        """A follower hung up in the midst of its poll, and has not polled again since."""
        if name in self.followers and self.followers[name].polled == polled:
            del self.followers[name]
            self.lived.fire()

    def behind(self) -> set[str]:
        """Followers that polled lately and have not lived through the present step."""
        since = time.monotonic() - FOLLOWER_SECONDS
        self.followers = {name: one for name, one in self.followers.items() if one.polled >= since}
        return {name for name, one in self.followers.items() if one.lived < self.step}

    async def lived_through(self, excused: set[str], seconds: float = PATIENCE_SECONDS) -> set[str]:
        """Wait until the followers, but for the excused, lived through this step; answers who did not."""
        end = time.monotonic() + seconds
        while late := self.behind() - excused:
            left = end - time.monotonic()
            if left <= 0 or not await self.lived.wait(left):
                return self.behind() - excused
        return late

    async def moved_beyond(self, step: int, seconds: float = POLL_SECONDS) -> None:
        """Wait until the step's number is greater, or the real seconds are over."""
        end = time.monotonic() + seconds
        while self.step <= step and await self.moved.wait(end - time.monotonic()):
            pass

    async def sleep_until(self, moment: float) -> None:
        """Wait for an instant of the workspace, in Unix seconds: by time going by, or by the clock being moved."""
        while (left := moment - self.now()) > 0 and not self.moved.closed:
            await self.moved.wait(left)
