"""A figure: what was measured, against what, and whether it is as good as it should be."""

import collections.abc
import dataclasses
import statistics
import time


@dataclasses.dataclass(frozen=True)
class Figure:
    """One row: each part as text, but for whether it was reached."""

    what: str
    measured: str
    ratio: str
    goal: str
    reached: bool

    @property
    def row(self) -> tuple[str, ...]:
        """As the table shows it."""
        return self.what, self.measured, self.ratio, self.goal, "yes" if self.reached else "NO"


def times(what: str, value: float, unit: float, most: float, shown: str, name: str = "×") -> Figure:
    """How many times the unit it may be at most."""
    return Figure(what, shown, f"{value / unit:.2f} {name}", f"≤ {most:g} {name}", value <= most * unit)


def within(what: str, seconds: float, most_ms: float) -> Figure:
    """How long it may take at most."""
    return Figure(what, milliseconds(seconds), "", f"≤ {most_ms:g} ms", seconds * 1000 <= most_ms)


def at_most(what: str, number: int, most: int) -> Figure:
    """What may be this much at most."""
    return Figure(what, str(number), "", f"≤ {most}", number <= most)


def at_least(what: str, number: float, least: float, unit: str = "") -> Figure:
    """What must be this much at least."""
    return Figure(what, f"{number:,.0f}{unit}", "", f"≥ {least:,g}{unit}", number >= least)


def milliseconds(seconds: float) -> str:
    """As the table shows a duration."""
    return f"{seconds * 1000:,.2f} ms"


def percentile(values: collections.abc.Sequence[float], percent: int) -> float:
    """The value that so many percent are not above."""
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def timed(work: collections.abc.Callable[[], object], times: int = 1) -> float:
    """The median of the seconds that the work takes."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)
