"""Which freelancers could go to another adviser, so that nobody is without one and nobody is over the cap."""

import collections
import collections.abc
import dataclasses
import datetime
import functools
import heapq
import typing

import rules.languages
import rules.matching
import rules.shared_hours
import rules.working_hours

Workdays = rules.working_hours.Workdays

AT_ONCE = 30
"""So many moves are proposed at most, which somebody can read and judge. The rest comes the next time."""

LONG = 14
"""Who is away on all of so many coming days gets nobody new."""

MINUTES = 7 * 24 * 60 + 1
"""More than two people can share in a week, and than there are languages or places."""


@dataclasses.dataclass(frozen=True)
class _Somebody:
    """What decides how well two people fit each other."""

    id: int
    languages: tuple[str, ...]
    days: Workdays

    @functools.cached_property
    def kind(self) -> str:
        """The same for all who speak the same and work at the same hours."""
        return f"{self.languages} {self.days.zone.key} {self.days.time}"

    @functools.cached_property
    def usual_days(self) -> Workdays:
        """When they work in a week in which nobody is away."""
        return Workdays(self.days.zone, self.days.time)


@dataclasses.dataclass(frozen=True)
class Adviser(_Somebody):
    """Somebody who looks after freelancers; `takes_new` says whether somebody new could go to them.

    `others` are freelancers of theirs who are not looked at: of an adviser within the cap nobody goes.
    """

    takes_new: bool = True
    others: int = 0


@dataclasses.dataclass(frozen=True)
class Freelancer(_Somebody):
    """Somebody whose contract runs or comes. `excepted`: an exception holds by which their adviser may be over."""

    adviser_id: int | None = None
    excepted: bool = False


@dataclasses.dataclass(frozen=True)
class Move:
    """A freelancer goes to another adviser: what both speak, and the hours of a week in which both work.

    `old_id` is None for who has nobody to look after them.
    """

    freelancer_id: int
    old_id: int | None
    new_id: int
    languages: tuple[str, ...]
    hours: float


@dataclasses.dataclass(frozen=True)
class Proposal:
    """Moves, and what they leave as it is: who has no adviser, and which advisers are over the cap by how many.

    Of that, `more` can be mended by moves that come the next time; for `missing` there is no free place.
    """

    moves: tuple[Move, ...] = ()
    without: tuple[int, ...] = ()
    over: collections.abc.Mapping[int, int] = dataclasses.field(default_factory=dict)
    more: int = 0
    missing: int = 0


def is_there(days: Workdays, today: datetime.date) -> bool:
    """Whether an adviser works on any of the coming days, and so could begin with somebody new."""
    return any(days.holds(today + datetime.timedelta(days=n)) for n in range(LONG))


def proposal(
    advisers: collections.abc.Iterable[Adviser],
    freelancers: collections.abc.Iterable[Freelancer],
    cap: int,
    week: datetime.date,
    at_once: int = AT_ONCE,
) -> Proposal:
    """The best that `at_once` moves can do; `week` is the Monday of the week whose working hours count.

    What is best is decided in this order:

    1. As few as possible are without an adviser.
    2. As few as possible are over the cap without an exception that holds.
    3. As few as possible move: nobody whose adviser is within the cap, and of the others no more than are too many.
    4. Those who move, and those who were chosen from, speak as many languages as possible with their advisers.
    5. They share as many working hours as possible with them.
    6. The places that stay free are spread as evenly as possible.

    Nothing that could be proposed is better in this order, and the order in which people are given does not matter.
    Where there is more to mend than `at_once` moves can, those without an adviser come first, then the advisers over
    the cap, both by id; the best is then that for these alone.
    """
    known = {one.id: one for one in sorted(advisers, key=lambda one: one.id)}
    theirs: collections.defaultdict[int | None, list[Freelancer]] = collections.defaultdict(list)
    for one in sorted(freelancers, key=lambda one: one.id):
        theirs[one.adviser_id if one.adviser_id in known else None].append(one)
    groups = [_Group(None, theirs[None], len(theirs[None]))]
    groups += [_Group(one, theirs[one.id], _over(theirs[one.id], cap)) for one in known.values()]
    places = list(_places(known.values(), theirs, cap))
    moves = _moves(list(_first(groups, at_once)), places, week)
    needed = sum(group.amiss for group in groups)
    more = min(needed, len(places)) - len(moves)
    gone, left = {move.freelancer_id for move in moves}, collections.Counter(move.old_id for move in moves)
    return Proposal(
        moves=tuple(moves),
        without=tuple(one.id for one in theirs[None] if one.id not in gone),
        over={one.adviser.id: rest for one in groups if one.adviser and (rest := one.amiss - left[one.adviser.id])},
        more=more,
        missing=needed - len(moves) - more,
    )


@dataclasses.dataclass(frozen=True)
class _Group:
    """The freelancers of an adviser, or those of none, and how many of them are to go to another."""

    adviser: Adviser | None
    freelancers: collections.abc.Sequence[Freelancer]
    amiss: int


def _over(theirs: collections.abc.Sequence[Freelancer], cap: int) -> int:
    """How many an adviser has beyond the cap, but for the exceptions that hold."""
    return max(0, len(theirs) - cap - sum(one.excepted for one in theirs))


def _first(groups: collections.abc.Iterable[_Group], at_once: int) -> collections.abc.Iterator[_Group]:
    """The groups of which up to so many are to go, with those who could: whom an exception is for stays."""
    for group in groups:
        number = min(group.amiss, at_once)
        at_once -= number
        could = [one for one in group.freelancers if not one.excepted] if group.adviser else group.freelancers[:number]
        if number:
            yield _Group(group.adviser, could, number)


# -- who goes where


class _Place(typing.NamedTuple):
    """A free place of an adviser, before which so many others are used."""

    adviser: Adviser
    used: int


class _Stay(typing.NamedTuple):
    """A place with the adviser whom somebody has, or with none; `amiss` if one more is there than there should be."""

    adviser: Adviser | None
    amiss: bool


def _places(
    advisers: collections.abc.Iterable[Adviser],
    theirs: collections.abc.Mapping[int | None, collections.abc.Sequence[Freelancer]],
    cap: int,
) -> collections.abc.Iterator[_Place]:
    """Every free one, but for those of advisers who are freelancers themselves."""
    freelancers = {one.id for each in theirs.values() for one in each}
    for adviser in advisers:
        if adviser.takes_new and adviser.id not in freelancers:
            yield from (_Place(adviser, used) for used in range(adviser.others + len(theirs[adviser.id]), cap))


def _moves(
    groups: collections.abc.Sequence[_Group], places: collections.abc.Sequence[_Place], week: datetime.date
) -> list[Move]:
    """The best moves that mend these groups, by freelancer."""
    rows = [(one, group.adviser) for group in groups for one in group.freelancers]
    kinds = {one.kind: one for one, _ in rows}
    cost = _Cost(week, len(rows))
    needed = _needed(kinds.values(), places, cost, sum(group.amiss for group in groups))
    place_costs = {kind: [cost.place(one, place) for place in needed] for kind, one in kinds.items()}
    stays = [_Stay(group.adviser, n < group.amiss) for group in groups for n in range(len(group.freelancers))]
    table = [[*(cost.stay(one, now, stay) for stay in stays), *place_costs[one.kind]] for one, now in rows]
    columns = rules.matching.cheapest(table)
    return [
        _move(one, now, needed[column - len(stays)].adviser, week)
        for (one, now), column in zip(rows, columns, strict=True)
        if column >= len(stays)
    ]


def _move(one: Freelancer, now: Adviser | None, new: Adviser, week: datetime.date) -> Move:
    hours = _minutes(one.usual_days, new.usual_days, week) / 60
    return Move(one.id, now.id if now else None, new.id, rules.languages.in_common(one.languages, new.languages), hours)


def _needed(
    people: collections.abc.Iterable[Freelancer], places: collections.abc.Sequence[_Place], cost: "_Cost", number: int
) -> list[_Place]:
    """The places that so many moves can need: whatever the others take, one of somebody's best is left for them."""
    by_adviser: collections.defaultdict[int, list[_Place]] = collections.defaultdict(list)
    for place in places:
        by_adviser[place.adviser.id].append(place)
    found = set()
    for one in people:
        costs = functools.partial(cost.place, one)
        best = heapq.nsmallest(number, (own[0] for own in by_adviser.values()), costs)
        own = [place for first in best for place in by_adviser[first.adviser.id]]
        found |= {(place.adviser.id, place.used) for place in heapq.nsmallest(number, own, costs)}
    return [place for place in places if (place.adviser.id, place.used) in found]


class _Cost:
    """What is to be kept low, as one number with a digit for each thing, so that none outweighs those before it."""

    def __init__(self, week: datetime.date, rows: int) -> None:
        self._week = week
        self._base = 2 * MINUTES * rows + 1
        self._fits: dict[tuple[str, str], int] = {}

    def place(self, one: Freelancer, place: _Place) -> int:
        """Of a move."""
        return self._number(0, 0, 1, 0, 0, place.used) + self._fit(one, place.adviser)

    def stay(self, one: Freelancer, now: Adviser | None, stay: _Stay) -> int:
        """Of staying with the adviser they have; it can be with no other."""
        if stay.adviser is not now:
            return self._number(self._base, 0, 0, 0, 0, 0)
        if now is None:
            return self._number(stay.amiss, 0, 0, 0, 0, 0)
        return self._number(0, stay.amiss, 0, 0, 0, 0) + self._fit(one, now)

    def _fit(self, one: Freelancer, adviser: Adviser) -> int:
        """The less the better they fit; looked up once for each two kinds of people."""
        kinds = one.kind, adviser.kind
        if kinds not in self._fits:
            languages = len(rules.languages.in_common(one.languages, adviser.languages))
            minutes = _minutes(one.usual_days, adviser.usual_days, self._week)
            self._fits[kinds] = self._number(0, 0, 0, -languages, -minutes, 0)
        return self._fits[kinds]

    def _number(self, *digits: int) -> int:
        return functools.reduce(lambda number, digit: number * self._base + digit, digits)


@functools.lru_cache(maxsize=10_000)
def _minutes(mine: Workdays, theirs: Workdays, week: datetime.date) -> int:
    """How long both work in a week. Most people work at the same few hours as others."""
    return round(60 * rules.shared_hours.hours_a_week(mine, theirs, week))
