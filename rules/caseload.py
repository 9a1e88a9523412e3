"""How many freelancers an adviser looks after, and how many they may."""

import collections
import collections.abc
import dataclasses
import datetime
import typing

import data.models

LONGEST_EXCEPTION = datetime.timedelta(days=184)
"""An exception ends within six months, as a contract does."""

REMINDED = datetime.timedelta(days=7)
"""So long before an exception ends it is spoken of."""


class Freelancer(typing.NamedTuple):
    """An active freelancer with their running assignment, if they have one."""

    id: int
    slack_id: str
    name: str
    zone: str | None = None
    adviser_id: int | None = None
    exception_reason: str | None = None
    exception_until: datetime.date | None = None


@dataclasses.dataclass(frozen=True)
class Caseload:
    """One adviser's freelancers, as a number.

    `exceptions` are the last days of those that allow more than the cap, `reasons` why, in the same order.
    """

    adviser: data.models.Person
    used: int
    exceptions: tuple[datetime.date, ...]
    cap: int
    reasons: tuple[str, ...] = ()

    @property
    def free(self) -> int:
        """Places within the cap."""
        return max(0, self.cap - self.used)

    @property
    def over(self) -> int:
        """Freelancers beyond the cap, with an exception or without."""
        return max(0, self.used - self.cap)


def caseloads(
    advisers: collections.abc.Iterable[data.models.Person],
    contracted: collections.abc.Iterable[Freelancer],
    today: datetime.date,
    cap: int,
) -> list[Caseload]:
    """One for each adviser, in the order given; `contracted` are those whose contract runs or comes.

    The cap is a setting, 5 by default: with an hour a week for each freelancer there is no time for more.
    """
    theirs = collections.defaultdict(list)
    for freelancer in contracted:
        theirs[freelancer.adviser_id].append(freelancer)
    return [_caseload(adviser, theirs[adviser.id], today, cap) for adviser in advisers]


def _caseload(
    adviser: data.models.Person, theirs: collections.abc.Sequence[Freelancer], today: datetime.date, cap: int
) -> Caseload:
    """Exceptions matter only where there are more freelancers than the cap allows."""
    given = sorted(
        (one.exception_until, one.exception_reason or "")
        for one in theirs
        if one.exception_until and excepted(one.exception_reason, one.exception_until, today)
    )
    needed = given if len(theirs) > cap else []
    until, reasons = tuple(day for day, _ in needed), tuple(reason for _, reason in needed)
    return Caseload(adviser, len(theirs), until, cap, reasons)


def needing_room(theirs: collections.abc.Iterable[Freelancer], day: datetime.date) -> int:
    """How many of them need a place within the cap: those without an exception that holds on that day."""
    return sum(not excepted(one.exception_reason, one.exception_until, day) for one in theirs)


def excepted(reason: str | None, until: datetime.date | None, day: datetime.date) -> bool:
    """Whether an exception holds on that day: it has a reason, and a last day that is not past."""
    return bool(reason) and until is not None and day <= until
