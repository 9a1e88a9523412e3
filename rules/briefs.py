"""What a decision on a contract is made on: check-ins, notes, reports, thanks, terms, and who would be missed."""

import collections.abc
import dataclasses
import datetime
import decimal
import enum
import itertools
import typing

import data.models
import rules.checkins
import rules.ratio

Checkin = data.models.Checkin
Contract = data.models.Contract
Kind = data.models.ReportKind
Report = data.models.Report
State = data.models.CheckinState

FEW = 2
"""Fewer people than so many are few for a language or a product: one who is ill leaves nobody."""

MONTH = decimal.Decimal("30.4375")
"""Days of a month on average."""


class Fact(enum.StrEnum):
    """What a brief speaks of. Reading of product updates is not in it: who reads late may have had no time to."""

    WISH = "wish"
    RECOMMENDATION = "recommendation"
    CHECKINS = "checkins"
    NOTES = "notes"
    REPORTS = "reports"
    KUDOS = "kudos"
    TERMS = "terms"
    NEED = "need"
    OVERLAP = "overlap"
    SUPPLIER = "supplier"


MANAGERS_OWN = frozenset({Fact.NEED, Fact.OVERLAP, Fact.SUPPLIER})
"""What the person's adviser does not read: they speak for the person, the managers weigh them against the need."""


# -- check-ins


@dataclasses.dataclass(frozen=True)
class Held:
    """A term's check-ins: how many were held, how many were not, and how many of these were excused.

    `planned` are the minutes of those that were not excused, `logged` those of the ones that were held.
    """

    done: int = 0
    missed: int = 0
    excused: int = 0
    planned: int = 0
    logged: int = 0

    @property
    def all(self) -> int:
        """Of how many there are so many held."""
        return self.done + self.missed


def held(rows: collections.abc.Iterable[Checkin], today: datetime.date) -> Held:
    """Of these check-ins, those of weeks that are over; what is done counts as soon as it is."""
    this_week = rules.checkins.week_of(today)
    counted = [row for row in rows if row.week < this_week or row.state == State.DONE]
    done = [row for row in counted if row.state == State.DONE]
    excused = sum(row.state == State.EXCUSED for row in counted)
    return Held(
        done=len(done),
        missed=len(counted) - len(done),
        excused=excused,
        planned=sum(row.planned for row in counted if row.state != State.EXCUSED),
        logged=sum(row.minutes or 0 for row in done),
    )


# -- reports


def is_confirmed(report: Report) -> bool:
    """Whether a report counts for who filed it: something broken or wrong in a guide, and it was resolved.

    A question and a request for access say nothing of one's work. What is open may turn out to be anything. What was
    no bug, was taken back, or was known already, which makes it a duplicate, was not confirmed, and is held against
    nobody.
    """
    return report.kind in (Kind.BROKEN, Kind.GUIDE) and report.state == data.models.ReportState.RESOLVED


# -- terms


@dataclasses.dataclass(frozen=True)
class Terms:
    """Somebody's terms up to one of them, the oldest first: how many of them followed another without a gap."""

    terms: tuple[Contract, ...]
    renewals: int
    months: decimal.Decimal


def terms(contracts: collections.abc.Iterable[Contract], newest: Contract) -> Terms:
    """Those that began before the end of the one that is decided on."""
    begun = sorted((one for one in contracts if one.starts < newest.ends), key=lambda one: one.starts)
    days = sum((one.ends - one.starts).days for one in begun)
    renewals = sum(one.ends == following.starts for one, following in itertools.pairwise(begun))
    return Terms(tuple(begun), renewals, rules.ratio.tenth(days / MONTH))


# -- who would be missed

Words = collections.abc.Collection[str]
Times = tuple[str | None, str | None]
"""A zone and working hours, as the roster has them."""


class Colleague(typing.NamedTuple):
    """Another freelancer whose contract runs, with the languages and products that they work in, in lower case."""

    id: int
    name: str
    times: Times
    languages: frozenset[str]
    products: frozenset[str]


@dataclasses.dataclass(frozen=True)
class Need:
    """What is left without somebody: by language and product that would have few people, how many these are.

    `hours` a week go with them; the ratios are the planned ones, with them and without.
    """

    languages: collections.abc.Mapping[str, int]
    products: collections.abc.Mapping[str, int]
    hours: float
    ratio_with: decimal.Decimal | None
    ratio_without: decimal.Decimal | None


def few(words: Words, others: collections.abc.Mapping[frozenset[str], int]) -> dict[str, int]:
    """Of these words, as they are written, those that fewer than two others have, and how many do.

    `others`: how many people have each set of words, in lower case.
    """
    numbers = {word: sum(number for had, number in others.items() if word.lower() in had) for word in words}
    return {word: number for word, number in numbers.items() if number < FEW}


class Match(typing.NamedTuple):
    """A colleague with what they have in common with somebody, as that one's is written, and hours a week."""

    colleague: Colleague
    languages: tuple[str, ...]
    products: tuple[str, ...]
    hours: float


def common(words: Words, others: collections.abc.Container[str]) -> tuple[str, ...]:
    """Those of somebody's words, as they are written, that others have; theirs are in lower case."""
    return tuple(word for word in words if word.lower() in others)


def overlap(
    languages: Words,
    products: Words,
    others: collections.abc.Iterable[Colleague],
    hours: collections.abc.Mapping[Times, float],
) -> list[Match]:
    """Who works in the same at the same time, who has most in common first; `hours` are those in common."""
    found = [
        Match(one, common(languages, one.languages), common(products, one.products), hours.get(one.times, 0))
        for one in others
    ]
    return sorted(
        (one for one in found if one.hours > 0),
        key=lambda one: (-len(one.languages) - len(one.products), -one.hours, one.colleague.name, one.colleague.id),
    )
