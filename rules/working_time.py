"""When somebody works: days of the week and hours, in their own zone."""

import dataclasses
import datetime
import re

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_FULL_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHAPE = re.compile(r"(?P<days>[a-z,\s-]+?)\s+(?P<starts>[0-9]{1,2}:[0-9]{2})\s*-\s*(?P<ends>[0-9]{1,2}:[0-9]{2})")
_EXAMPLE = "write it as mon-fri 09:00-17:00 or mon,wed,fri 14:00-22:00"


@dataclasses.dataclass(frozen=True)
class WorkingTime:
    """Days as `date.weekday()` counts them; hours that end at or before their start end on the next day."""

    days: frozenset[int]
    starts: datetime.time
    ends: datetime.time

    def __str__(self) -> str:
        return f"{_days_text(self.days)} {self.starts:%H:%M}-{self.ends:%H:%M}"

    @property
    def past_midnight(self) -> bool:
        """Whether the hours that start on one day end on the next."""
        return self.ends <= self.starts


DEFAULT = WorkingTime(frozenset(range(5)), datetime.time(9), datetime.time(17))


def parse(text: str) -> WorkingTime:
    """Read `mon-fri 14:00-22:00`; ValueError with a sentence and an example for what is no working time."""
    found = _SHAPE.fullmatch(text.strip().lower().replace("–", "-"))
    if found is None:
        raise ValueError(f"these are no working hours; {_EXAMPLE}")
    starts, ends = _time(found["starts"]), _time(found["ends"])
    if starts == ends:
        raise ValueError(f"these hours end when they start; {_EXAMPLE}")
    return WorkingTime(_days(found["days"]), starts, ends)


def _days(text: str) -> frozenset[int]:
    return frozenset(day for part in text.split(",") for day in _span(part))


def _span(part: str) -> list[int]:
    """One day, or a range that may pass Sunday: `fri-mon` is four days."""
    first, _, last = part.partition("-")
    start = _day(first)
    length = (_day(last) - start) % 7 if last.strip() else 0
    return [(start + step) % 7 for step in range(length + 1)]


def _day(name: str) -> int:
    name = name.strip()
    for names in (DAYS, _FULL_NAMES):
        if name in names:
            return names.index(name)
    raise ValueError(f"“{name}” is no day of the week; {_EXAMPLE}")


def _time(text: str) -> datetime.time:
    """A time of day; 24:00 is the midnight that ends the day."""
    hour, minute = (int(part) for part in text.split(":"))
    if (hour, minute) == (24, 0):
        return datetime.time(0)
    if hour > 23 or minute > 59:
        raise ValueError(f"“{text}” is no time of day; {_EXAMPLE}")
    return datetime.time(hour, minute)


def _days_text(days: frozenset[int]) -> str:
    """A range if the days are three or more in a row, the days one by one if not."""
    firsts = [day for day in days if (day - 1) % 7 not in days]
    if len(days) == 7:
        return "mon-sun"
    if len(firsts) == 1 and len(days) >= 3:
        return f"{DAYS[firsts[0]]}-{DAYS[(firsts[0] + len(days) - 1) % 7]}"
    return ",".join(DAYS[day] for day in sorted(days))
