"""Who could look after the freelancers of an adviser who has left."""

import collections.abc
import dataclasses

import data.models
import rules.caseload


@dataclasses.dataclass(frozen=True)
class Proposal:
    """A freelancer, and the adviser proposed for them: None where nobody has room under the cap."""

    freelancer: data.models.Person
    adviser: data.models.Person | None
    languages: tuple[str, ...] = ()
    """Those that the two have in common."""


def proposals(
    freelancers: collections.abc.Sequence[data.models.Person],
    caseloads: collections.abc.Sequence[rules.caseload.Caseload],
) -> list[Proposal]:
    """One for each freelancer, in the order given: languages in common come first, then the most room.

    A place that was proposed counts as taken for those who come after.
    """
    free = {caseload.adviser.slack_id: caseload.free for caseload in caseloads}
    advisers = [caseload.adviser for caseload in caseloads]
    found = []
    for freelancer in freelancers:
        best = _best(freelancer, [adviser for adviser in advisers if free[adviser.slack_id] > 0], free)
        if best is not None:
            free[best.slack_id] -= 1
        found.append(Proposal(freelancer, best, _common(freelancer, best) if best else ()))
    return found


def _best(
    freelancer: data.models.Person,
    able: collections.abc.Sequence[data.models.Person],
    free: collections.abc.Mapping[str, int],
) -> data.models.Person | None:
    ranked = [(-len(_common(freelancer, one)), -free[one.slack_id], one.slack_id) for one in able]
    return able[ranked.index(min(ranked))] if ranked else None


def _common(freelancer: data.models.Person, adviser: data.models.Person) -> tuple[str, ...]:
    spoken = {language.lower() for language in adviser.languages}
    return tuple(language for language in freelancer.languages if language.lower() in spoken)
