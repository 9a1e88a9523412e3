"""How many freelancers an adviser looks after, and how many they may."""

import dataclasses
import datetime
from collections.abc import Collection, Iterable

import data.models
import rules.contracts

CAP = 5
"""Freelancers an adviser looks after at most: with an hour a week for each there is no time for more."""


@dataclasses.dataclass(frozen=True)
class Caseload:
    """The assignments that count for one adviser on one day."""

    adviser: data.models.Person
    assignments: tuple[data.models.Assignment, ...]
    exceptions: tuple[data.models.Assignment, ...]

    @property
    def used(self) -> int:
        """Freelancers they look after."""
        return len(self.assignments)

    @property
    def free(self) -> int:
        """Freelancers they could take within the cap."""
        return max(0, CAP - self.used)

    @property
    def over(self) -> int:
        """Freelancers above the cap, with an exception or without."""
        return max(0, self.used - CAP)


def counting(
    assignments: Iterable[data.models.Assignment], contracts: Iterable[data.models.Contract], day: datetime.date
) -> list[data.models.Assignment]:
    """The running assignments of those freelancers who have a running or coming contract."""
    contracted = {contract.person_id for contract in contracts if rules.contracts.running_or_coming(contract, day)}
    return [one for one in assignments if one.ends is None and one.freelancer_id in contracted]


def caseloads(
    advisers: Iterable[data.models.Person],
    assignments: Iterable[data.models.Assignment],
    contracts: Iterable[data.models.Contract],
    day: datetime.date,
) -> list[Caseload]:
    """One for each adviser, in the order given, also for those with nobody."""
    by_adviser: dict[int, list[data.models.Assignment]] = {}
    for assignment in counting(assignments, contracts, day):
        by_adviser.setdefault(assignment.adviser_id, []).append(assignment)
    return [_caseload(adviser, by_adviser.get(adviser.id or 0, []), day) for adviser in advisers]


def _caseload(
    adviser: data.models.Person, assignments: Collection[data.models.Assignment], day: datetime.date
) -> Caseload:
    """Exceptions matter only where there are more freelancers than the cap allows."""
    over = len(assignments) > CAP
    exceptions = [one for one in assignments if over and excepted(one.exception_reason, one.exception_until, day)]
    return Caseload(adviser, tuple(assignments), tuple(exceptions))


def excepted(reason: str | None, until: datetime.date | None, day: datetime.date) -> bool:
    """Whether an exception holds on that day: it has a reason, and a last day that is not past."""
    return bool(reason) and until is not None and day <= until
