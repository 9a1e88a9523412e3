"""The service that customers get: figures of whole weeks, and what the freelancers' measured output comes to.

Source: such a programme is judged by customers' satisfaction, first reply time and queue, and its ratio by what
freelancers put out, measured by what an in-house full-timer solves on average.
"""

import collections.abc
import dataclasses
import datetime
import decimal
import enum
import re

import data.models
import rules.ratio

WEEK = datetime.timedelta(weeks=1)


class Figure(enum.StrEnum):
    """One of them. All but `solved` are the whole team's; that one is each person's."""

    SATISFACTION = "satisfaction"
    FIRST_REPLY = "first_reply"
    QUEUE = "queue"
    SOLVED = "solved"


TEAM = (Figure.SATISFACTION, Figure.FIRST_REPLY, Figure.QUEUE)


@dataclasses.dataclass(frozen=True)
class Measure:
    """How a figure is written: up to `high`, with tenths or whole; `rises`: more of it is better."""

    unit: str
    high: int
    whole: bool
    rises: bool


MEASURES = {
    Figure.SATISFACTION: Measure("%", 100, whole=False, rises=True),
    Figure.FIRST_REPLY: Measure("h", 999, whole=False, rises=False),
    Figure.QUEUE: Measure("", 999_999, whole=True, rises=False),
    Figure.SOLVED: Measure("", 9_999, whole=True, rises=True),
}

EXAMPLES = {Figure.SATISFACTION: "94.5", Figure.FIRST_REPLY: "1.5", Figure.QUEUE: "120", Figure.SOLVED: "38"}

_WHOLE = re.compile(r"([0-9]{1,6}|[0-9]{1,3},[0-9]{3})(\.0+)?")
"""Also as it is shown here and in spreadsheets: `1,200`, `38.0`."""

_TENTHS = re.compile(r"[0-9]{1,3}([.,][0-9])?")

MOST_HOURS = 60
"""Hours that somebody in-house can have worked in a week."""

Targets = collections.abc.Mapping[Figure, float]
"""What the programme wants of a figure; of some perhaps nothing."""


def read(figure: Figure, text: str) -> float:
    """A figure as people write it, with its unit or without; ValueError says what would do."""
    measure = MEASURES[figure]
    bare = text.strip().removesuffix(measure.unit).strip()
    form, comma = (_WHOLE, "") if measure.whole else (_TENTHS, ".")
    number = float(bare.replace(",", comma)) if form.fullmatch(bare) else -1
    if not 0 <= number <= measure.high:
        kind, most = ("whole number", "") if measure.whole else ("number", ", with one decimal at most")
        raise ValueError(f"is no {kind} from 0 to {measure.high:,}{most}; it looks like {EXAMPLES[figure]}")
    return number


def read_hours(text: str) -> float:
    """Hours that somebody worked in a week, with an `h` or without; ValueError says what would do."""
    bare = text.strip().lower().removesuffix("h").strip()
    hours = float(bare.replace(",", ".")) if _TENTHS.fullmatch(bare) else 0
    if not 0 < hours <= MOST_HOURS:
        raise ValueError(f"is no number of hours above 0 and up to {MOST_HOURS}; it looks like 32")
    return hours


def is_over(week: datetime.date, today: datetime.date) -> bool:
    """Whether the week of that Monday is whole: the figures of one that runs would be compared with whole ones."""
    return week + WEEK <= today


def is_met(figure: Figure, value: float, target: float) -> bool:
    """Whether it is what the programme wants, or better."""
    return value >= target if MEASURES[figure].rises else value <= target


# -- output


def is_in_house(person: data.models.Person, has_contract: bool) -> bool:
    """On which side somebody's work of a week counts: a contract that runs in it says more than today's roles."""
    return not has_contract and bool(person.roles & {data.models.Role.ADVISER, data.models.Role.MANAGER})


NEWEST = 4
"""So many weeks back the ratio goes by measured output; what is older says nothing of today."""

MISSING = decimal.Decimal("0.1")
"""So large a part of the freelancers may lack a number: leave and illness. With more, the output would look too low."""


@dataclasses.dataclass(frozen=True)
class Output:
    """What was solved in a week, on either side.

    `measured` are freelancers with a number; of the `contracted`, whose contract ran in that week, `missing` have none.
    Of people in-house those count whose hours are known, all `hours` together; `without_hours` are the others.
    """

    week: datetime.date
    freelancers: int = 0
    measured: int = 0
    contracted: int = 0
    missing: int = 0
    in_house: int = 0
    in_house_measured: int = 0
    hours: float = 0
    without_hours: int = 0

    @property
    def each(self) -> decimal.Decimal | None:
        """Solved by one freelancer, on average, to one decimal."""
        return rules.ratio.tenth(decimal.Decimal(self.freelancers) / self.measured) if self.measured else None

    @property
    def to_full_time(self) -> decimal.Decimal | None:
        """Solved by one in-house full-time equivalent, on average, to one decimal."""
        if not self.hours:
            return None
        return rules.ratio.tenth(self.in_house * rules.ratio.FULL_TIME / decimal.Decimal(str(self.hours)))

    @property
    def yielded(self) -> float | None:
        """In-house hours that would have solved what the freelancers did; None where nothing says so."""
        return self.freelancers * self.hours / self.in_house if self.in_house and self.hours else None

    @property
    def is_measured(self) -> bool:
        """Whether the ratio can go by it: enough freelancers have a number, and somebody in-house to measure by."""
        return bool(self.measured) and self.yielded is not None and self.missing <= self.contracted * MISSING
