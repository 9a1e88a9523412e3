"""Who could look after a freelancer, the best first, and by when an exception of the cap has to end."""

import collections.abc
import dataclasses
import datetime

import data.models
import rules.caseload
import rules.languages


@dataclasses.dataclass(frozen=True)
class Candidate:
    """An adviser with places free, the languages in common, and the hours of a week in which both work."""

    adviser: data.models.Person
    free: int
    languages: tuple[str, ...] = ()
    hours: float = 0


def nearest(
    freelancer: data.models.Person, candidates: collections.abc.Iterable[Candidate], most: int
) -> list[Candidate]:
    """Those who have a place, with the languages in common: at most so many, by these and then by the most room."""
    able = [
        dataclasses.replace(one, languages=rules.languages.in_common(freelancer.languages, one.adviser.languages))
        for one in candidates
        if one.free > 0
    ]
    return sorted(able, key=lambda one: (-len(one.languages), -one.free, one.adviser.slack_id))[:most]


def best_first(candidates: collections.abc.Iterable[Candidate]) -> list[Candidate]:
    """Languages in common come first, then hours in common, then the most room."""
    return sorted(candidates, key=lambda one: (-len(one.languages), -one.hours, -one.free, one.adviser.slack_id))


def exception_fits(until: datetime.date, today: datetime.date) -> bool:
    """Whether an exception may have that last day: not past, and within six months."""
    return today <= until <= today + rules.caseload.LONGEST_EXCEPTION
