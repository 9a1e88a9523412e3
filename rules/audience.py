"""Whom an update is for: filters of one kind are *or*, of different kinds *and*."""

import collections.abc
import dataclasses

import data.models

People = collections.abc.Iterable[data.models.Person]


@dataclasses.dataclass(frozen=True)
class Programme:
    """Who could get an update: the active people; who has a contract that runs, and whose adviser is who, by id.

    `reporters` are those of the report that the update tells the end of.
    """

    people: collections.abc.Sequence[data.models.Person]
    contracted: collections.abc.Container[int]
    adviser_of: collections.abc.Mapping[int, str]
    reporters: collections.abc.Collection[int] = frozenset()


def audience(update: data.models.Update, programme: Programme) -> list[data.models.Person]:
    """Freelancers whose contract runs, and advisers, whom the filters let through; the author gets none.

    The end of a report is for its reporters alone, whatever else is true of them.
    """
    return [
        person
        for person in programme.people
        if person.active
        and person.id != update.author_id
        and (update.report_id is not None or _takes_part(person, programme))
        and concerns(update, person, programme)
    ]


def _takes_part(person: data.models.Person, programme: Programme) -> bool:
    return person.adviser or (person.freelancer and person.id in programme.contracted)


def concerns(update: data.models.Update, person: data.models.Person, programme: Programme) -> bool:
    """Whether all kinds of filter let somebody through, or they reported what it tells the end of."""
    if update.report_id is not None:
        return person.id in programme.reporters
    return (
        _among(person.products, update.products)
        and _among(person.languages, update.languages)
        and (not update.caseloads or programme.adviser_of.get(person.id or 0) in update.caseloads)
    )


def _among(had: collections.abc.Iterable[str], wanted: collections.abc.Collection[str]) -> bool:
    return not wanted or any(word in wanted for word in had)
