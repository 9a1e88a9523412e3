"""A freelancer's contracts: which runs, which comes, and how long one may be."""

import calendar
import datetime
import re
from typing import Protocol

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
