"""How the programme stands, from what the store holds."""

import collections
import collections.abc
import dataclasses
import datetime
import typing
import zoneinfo

import data.models
import rules.caseload
import rules.contracts
import rules.ratio
import rules.settings

SOON = 30
"""A contract ends soon if its last day is at most so many days away."""


class Term(typing.NamedTuple):
    """A contract's days, `ends` being the day after the last, and its hours."""

    person_id: int
    starts: datetime.date
    ends: datetime.date
    weekly_hours: float


@dataclasses.dataclass(frozen=True)
class Ending:
    """Somebody's contract that ends soon; `continued` if their next one is known."""

    freelancer: rules.caseload.Freelancer
    last_day: datetime.date
    days_left: int
    continued: bool


@dataclasses.dataclass(frozen=True)
class Contracts:
    """The freelancers by how their contracts stand today, each in their own zone."""

    running: dict[int, float]
    contracted: list[rules.caseload.Freelancer]
    ending: list[Ending]
    without: list[rules.caseload.Freelancer]


def contracts(
    freelancers: collections.abc.Iterable[rules.caseload.Freelancer],
    terms: collections.abc.Iterable[Term],
    now: datetime.datetime,
    zone: zoneinfo.ZoneInfo,
) -> Contracts:
    """`running` gives hours a week by freelancer; `zone` stands in for those whose own is not known."""
    by_person = collections.defaultdict(list)
    for term in terms:
        by_person[term.person_id].append(term)
    today = _Today(now, zone)
    found: Contracts = Contracts({}, [], [], [])
    for freelancer in freelancers:
        day = today.of(freelancer.zone)
        open_terms = [term for term in by_person[freelancer.id] if rules.contracts.running_or_coming(term, day)]
        _sort_in(found, freelancer, open_terms, day)
    found.ending.sort(key=lambda ending: (ending.last_day, ending.freelancer.name))
    return found


def _sort_in(
    found: Contracts,
    freelancer: rules.caseload.Freelancer,
    open_terms: collections.abc.Sequence[Term],
    day: datetime.date,
) -> None:
    if not open_terms:
        found.without.append(freelancer)
        return
    found.contracted.append(freelancer)
    for term in open_terms:
        if rules.contracts.running(term, day):
            found.running[freelancer.id] = term.weekly_hours
    latest = max(term.ends for term in open_terms)
    for term in open_terms:
        last_day = rules.contracts.last_day(term)
        if (last_day - day).days <= SOON:
            found.ending.append(Ending(freelancer, last_day, (last_day - day).days, continued=term.ends < latest))


class _Today:
    """The day it is in each zone, each asked for once."""

    def __init__(self, now: datetime.datetime, zone: zoneinfo.ZoneInfo) -> None:
        self._now, self._default = now, zone
        self._days: dict[str | None, datetime.date] = {}

    def of(self, name: str | None) -> datetime.date:
        if name not in self._days:
            zone = zoneinfo.ZoneInfo(name) if name else self._default
            self._days[name] = self._now.astimezone(zone).date()
        return self._days[name]


def hours(
    running: collections.abc.Mapping[int, float],
    advised: collections.abc.Collection[int],
    seats: int,
    managers: collections.abc.Iterable[data.models.Person],
    programme: rules.settings.Programme,
) -> rules.ratio.Hours:
    """Planned hours a week. `advised` are the freelancers who have an adviser, `seats` the filled duty seats."""
    own = [manager.weekly_hours for manager in managers]
    return rules.ratio.Hours(
        freelancers=sum(running.values()),
        checkins=programme.checkin_hours * sum(person in advised for person in running),
        duty=programme.duty_hours * seats,
        managers=sum(programme.manager_hours if hours is None else hours for hours in own),
    )
