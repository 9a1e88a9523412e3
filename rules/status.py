"""How the programme stands, from what the store holds."""

import collections
import collections.abc
import dataclasses
import datetime
import statistics
import typing
import zoneinfo

import data.models
import rules.caseload
import rules.contracts
import rules.ratio
import rules.renewals
import rules.settings
import rules.working_hours

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


# -- reports


FIRST_RESPONSES = datetime.timedelta(days=30)
"""How far back first responses are looked at."""


@dataclasses.dataclass(frozen=True)
class Reports:
    """What is open, of it what nobody holds, and since when the oldest is; the first response is in working hours."""

    open: int
    unclaimed: int
    oldest: datetime.datetime | None
    first_response: float | None


def median_hours(
    workdays: rules.working_hours.Workdays,
    spans: collections.abc.Iterable[tuple[datetime.datetime, datetime.datetime]],
) -> float | None:
    """The median of the working hours of these spans; None of none."""
    hours = [rules.working_hours.between(workdays, since, until) for since, until in spans]
    return statistics.median(hours) if hours else None


# -- renewals


class Undecided(typing.NamedTuple):
    """So many contracts of these days that nothing follows, with what was decided last on each and whether it left."""

    starts: datetime.date
    ends: datetime.date
    choice: data.models.Choice | None
    until: datetime.date | None
    is_sent: bool
    number: int


@dataclasses.dataclass(frozen=True)
class Renewals:
    """How many contracts are to be decided on, how many are past the last rung, or over, and of how many is to tell."""

    to_decide: int = 0
    overdue: int = 0
    to_tell: int = 0


def renewals(
    contracts: collections.abc.Iterable[Undecided],
    ladders: rules.renewals.Ladders,
    now: datetime.datetime,
    zone: zoneinfo.ZoneInfo,
) -> Renewals:
    """Of contracts that end or have ended; the days are the programme's."""
    day, found = now.astimezone(zone).date(), collections.Counter[str]()
    for one in contracts:
        found[standing(_course(one, ladders, now), day)] += one.number
    return Renewals(found[TO_DECIDE], found[OVERDUE], found[TO_TELL])


TO_DECIDE, OVERDUE, TO_TELL, NONE = "to decide", "overdue", "to tell", ""


def standing(course: rules.renewals.Course, day: datetime.date) -> str:
    """Whether a decision is due on that day, or overdue: its last rung is past, or the contract is over; or is to tell.

    A renewal that nobody was told of in time has come to nothing.
    """
    stands = course.standing(day)
    if course.is_to_tell:
        is_in_vain = stands == rules.renewals.Standing.RENEW and course.days_left(day) < 0
        return OVERDUE if is_in_vain else TO_TELL
    if stands == rules.renewals.Standing.LAPSED:
        return OVERDUE
    if stands != rules.renewals.Standing.DUE:
        return NONE
    return OVERDUE if course.is_past_last_rung(day) else TO_DECIDE


def _course(one: Undecided, ladders: rules.renewals.Ladders, now: datetime.datetime) -> rules.renewals.Course:
    """A contract of these days, whosever it is."""
    contract = data.models.Contract(person_id=0, starts=one.starts, ends=one.ends, weekly_hours=0)
    if one.choice is None:
        return rules.renewals.Course(contract, ladders.of(contract))
    tell_at = now if one.is_sent else None
    decision = data.models.Decision(
        contract_id=0, actor_id=0, at=now, choice=one.choice, until=one.until, tell_at=tell_at
    )
    return rules.renewals.Course(contract, ladders.of(contract), decision)
