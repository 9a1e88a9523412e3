"""A freelancer's contracts: which runs, which comes, and how long one may be."""

import calendar
import collections.abc
import dataclasses
import datetime
import enum
import re
from typing import Protocol

import data.models

Contract = data.models.Contract

SHORTEST_MONTHS = 1
LONGEST_MONTHS = 6


def ident(word: str) -> int | None:
    """The number in `CON-31`, `con-31` or `31`; None for anything else."""
    match = re.fullmatch(r"(?:con-|#)?([0-9]{1,9})", word.lower())
    return int(match[1]) if match else None


class Term(Protocol):
    """A span of days, `ends` being the day after the last."""

    @property
    def starts(self) -> datetime.date: ...

    @property
    def ends(self) -> datetime.date: ...


class State(enum.StrEnum):
    """How a contract stands to a day, by its dates alone."""

    UPCOMING = "upcoming"
    ACTIVE = "active"
    OVER = "over"


def state(contract: Term, day: datetime.date) -> State:
    """Whether it comes, runs or is over on that day."""
    if upcoming(contract, day):
        return State.UPCOMING
    return State.ACTIVE if running(contract, day) else State.OVER


def running(contract: Term, day: datetime.date) -> bool:
    """Whether that day is one of the contract's."""
    return contract.starts <= day < contract.ends


def upcoming(contract: Term, day: datetime.date) -> bool:
    """Whether the contract begins after that day."""
    return day < contract.starts


def running_or_coming(contract: Term, day: datetime.date) -> bool:
    """Whether the contract is not over on that day."""
    return day < contract.ends


def overlap(one: Term, other: Term) -> bool:
    """Whether a day belongs to both; one that starts where the other ends does not overlap it."""
    return one.starts < other.ends and other.starts < one.ends


def last_day(contract: Term) -> datetime.date:
    """The day people name when they say when a contract ends."""
    return contract.ends - datetime.timedelta(days=1)


def shortest_last_day(starts: datetime.date) -> datetime.date:
    """The last day of the shortest regular contract: one month less a day after its start."""
    return months_later(starts, SHORTEST_MONTHS) - datetime.timedelta(days=1)


def longest_last_day(starts: datetime.date) -> datetime.date:
    """The last day of the longest regular contract: six months after its start."""
    return months_later(starts, LONGEST_MONTHS)


def term_is_regular(contract: Term) -> bool:
    """Whether the contract lasts 1 to 6 months: start + 1 month − 1 day ≤ last day ≤ start + 6 months.

    Source: contracts of such a programme last 1 to 6 months, and need and performance are weighed anew before
    a renewal (docs: the facts of the programme).
    """
    return shortest_last_day(contract.starts) <= last_day(contract) <= longest_last_day(contract.starts)


def months_later(day: datetime.date, months: int) -> datetime.date:
    """The same day of a later month, or that month's last day if it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return day.replace(year=year, month=month, day=min(day.day, calendar.monthrange(year, month)[1]))


# -- an early end


@dataclasses.dataclass(frozen=True)
class Ending:
    """What a last day means for somebody's terms: `first` is the earliest that it changes, `later` are the others."""

    last_day: datetime.date
    first: Contract
    later: tuple[Contract, ...]

    @property
    def terms(self) -> tuple[Contract, ...]:
        """All that it changes, the earliest first."""
        return (self.first, *self.later)

    @property
    def last(self) -> Contract | None:
        """The term that ends on that day, if one has begun by then."""
        return self.first if self.first.starts <= self.last_day else None

    @property
    def left_out(self) -> tuple[Contract, ...]:
        """The terms that do not begin."""
        return self.terms if self.last is None else self.later


def ending(terms: collections.abc.Sequence[Contract], last_day: datetime.date) -> Ending:
    """What that last day means for terms that run or come, the earliest first, of which there is one at least."""
    begun = sum(one.starts <= last_day for one in terms)
    first, *later = terms[max(begun - 1, 0) :]
    return Ending(last_day, first, tuple(later))


def agreed_last_day(contract: Contract) -> datetime.date:
    """The last day as it was agreed, whether it ends early or not."""
    return (contract.agreed_ends or contract.ends) - datetime.timedelta(days=1)
