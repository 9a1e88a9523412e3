"""What happens when, what everybody should be told, and what people do: all that the oracle's rules write into."""

import collections
import collections.abc
import dataclasses
import datetime
import heapq
import itertools
import typing

import bench.quarter.script
import bench.quarter.world

Act = bench.quarter.script.Act

EFFECT, MORNING, DEED = range(3)
"""What comes first of what falls on one instant."""

SLACK = 3 * bench.quarter.world.MINUTE
"""The clock stops so long after what is due: it runs on while people act."""

UNDO = 2 * bench.quarter.world.MINUTE
"""What can be undone leaves so long after."""

AT_ONCE = datetime.timedelta()

GRACE = 2 * bench.quarter.world.HOUR
"""What is told in the morning of somebody on whom nothing else depends may come so much later."""

Happens = collections.abc.Callable[[], object]


class Fact(typing.NamedTuple):
    """On that day (the reader's own) somebody, or a channel, is told of a matter, about somebody or something."""

    day: datetime.date
    who: str
    matter: str
    about: str


class Diary:
    """Lives from one thing that happens to the next; `facts` is what should be told."""

    def __init__(self, programme: bench.quarter.world.Programme) -> None:
        self.programme = programme
        self.now = bench.quarter.script.BEGIN
        self.facts: list[Fact] = []
        self._heap: list[tuple[datetime.datetime, int, int, Happens]] = []
        self._stops: list[tuple[datetime.datetime, int]] = []
        self._over: set[int] = set()
        self._number = itertools.count()
        self._known: set[object] = set()
        self._waiting: dict[str, list[tuple[str, str]]] = collections.defaultdict(list)
        self._steps: list[Act] = []

    # -- time

    @property
    def next(self) -> datetime.datetime | None:
        """When the clock has to stop again, for something has happened by then."""
        while self._stops and self._stops[0][1] in self._over:
            heapq.heappop(self._stops)
        return self._stops[0][0] if self._stops else None

    def at(self, instant: datetime.datetime, kind: int, happens: Happens, grace: datetime.timedelta = AT_ONCE) -> None:
        """Let something happen then; so long after it the clock may stop, if it does not do so before."""
        number = next(self._number)
        heapq.heappush(self._heap, (instant, kind, number, happens))
        heapq.heappush(self._stops, (instant + grace, number))

    def live(self, until: datetime.datetime) -> list[Act]:
        """Let happen what does up to an instant, that included; what people do then."""
        self._steps = []
        while self._heap and self._heap[0][0] <= until:
            self.now, _, number, happens = heapq.heappop(self._heap)
            self._over.add(number)
            happens()
        return self._steps

    def step(self, act: Act, **changes: str) -> None:
        """What somebody does, in so far as the script leaves it open."""
        self._steps.append(dataclasses.replace(act, **changes))  # type: ignore[arg-type]  # names of its own fields

    def once(self, *key: object) -> bool:
        """Whether this is the first time."""
        is_new = key not in self._known
        self._known.add(key)
        return is_new

    def name(self, who: str) -> str:
        """What somebody is called."""
        return self.programme.people[who].name

    # -- what should be told

    def tell(self, day: datetime.date, who: str, matter: str, about: str = "") -> None:
        """Somebody is told on that day."""
        self.facts.append(Fact(day, who, matter, about))

    def tell_now(self, who: str, matter: str, about: str = "") -> None:
        """On the day that it is for them; for a channel, in the programme's zone."""
        zone = bench.quarter.world.BERLIN if who.startswith("#") else self.programme.people[who].zone
        self.tell(self.now.astimezone(zone).date(), who, matter, about)

    def tell_soon(self, who: str, matter: str, about: str = "") -> None:
        """At any time of day, but not before it can't be undone any more."""
        self.at(self.now + UNDO + SLACK, EFFECT, lambda: self.tell_now(who, matter, about))

    def tell_at_work(
        self, who: str, matter: str, about: str = "", after: datetime.timedelta = UNDO
    ) -> datetime.datetime:
        """Within their working hours, but not before it can't be undone any more; when that is."""
        instant = self.programme.at_work(who, self.now + after)
        self.at(instant + SLACK, EFFECT, lambda: None)
        self.tell(self.programme.people[who].day(instant), who, matter, about)
        return instant

    def tell_later(self, who: str, matter: str, about: str = "") -> None:
        """With their next morning message."""
        self._waiting[who].append((matter, about))

    def tell_waiting(self, who: str, day: datetime.date) -> None:
        """What waits for that morning."""
        for matter, about in self._waiting.pop(who, []):
            self.tell(day, who, matter, about)
