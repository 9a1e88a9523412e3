"""Whether a rotation was fair, full and never double: plain code, apart from the rule that it judges."""

import collections
import collections.abc
import dataclasses
import datetime
import zoneinfo

import data.models
import rules.duty

DAY = datetime.timedelta(days=1)

Pool = collections.abc.Sequence[rules.duty.Member]
Turns = collections.abc.Sequence[rules.duty.Turn]
Overrides = collections.abc.Sequence[data.models.Override]


@dataclasses.dataclass(frozen=True)
class Choice:
    """People were looked for, so that so many sit in a turn: `turn` is what came of it, with these in the pool.

    `besides` could not be chosen: they sit there for somebody, gave the seat up, or said no.
    """

    turn: rules.duty.Turn
    pool: Pool
    now: datetime.datetime
    seats: int = 2
    besides: frozenset[int] = frozenset()

    def could_sit(self, person: rules.duty.Member, zone: zoneinfo.ZoneInfo) -> bool:
        """Whether somebody of the pool had joined, had not left, and is there on their working days."""
        joined = person.joined <= max(self.turn.starts, self.now)
        stays = person.left is None or person.left > self.turn.starts
        return joined and stays and not misses_work(person, self.turn, zone)

    def available(self, zone: zoneinfo.ZoneInfo) -> set[int]:
        """All who could sit."""
        return {person.person for person in self.pool if self.could_sit(person, zone)}

    @property
    def seated(self) -> set[int]:
        """Who was given a seat."""
        return {seat.person for seat in self.turn.seats}


def misses_work(person: rules.duty.Member, turn: rules.duty.Turn, zone: zoneinfo.ZoneInfo) -> bool:
    """Whether somebody is away on one of their working days of a turn, whose days are those of the zone."""
    day, end = (at.astimezone(zone).date() for at in (turn.starts, turn.ends))
    while day < end:
        if day in person.working_days and any(first <= day < last for first, last in person.away):
            return True
        day += DAY
    return False


def empty_without_need(choices: collections.abc.Iterable[Choice], zone: zoneinfo.ZoneInfo) -> list[Choice]:
    """Those that left a seat empty though somebody could have taken it."""
    return [
        choice
        for choice in choices
        if len(choice.seated) < choice.seats and choice.available(zone) - choice.seated - choice.besides
    ]


def wrongly_seated(choices: collections.abc.Iterable[Choice], zone: zoneinfo.ZoneInfo) -> list[Choice]:
    """Those that gave a seat to somebody who could not sit, or both to one person."""
    return [
        choice
        for choice in choices
        if len(choice.seated) < len(choice.turn.seats) or not choice.seated <= choice.available(zone) | choice.besides
    ]


def sitting(turn: rules.duty.Turn, overrides: Overrides, at: datetime.datetime) -> list[int]:
    """Who sits at an instant, seat by seat."""
    people = [seat.person for seat in turn.seats]
    for one in overrides:
        if one.starts <= at < one.ends:
            people = [one.in_id if person == one.out_id else person for person in people]
    return people


def instants(turn: rules.duty.Turn, overrides: Overrides) -> list[datetime.datetime]:
    """Every instant of a turn at which somebody else may begin to sit."""
    edges = {edge for one in overrides for edge in (one.starts, one.ends)}
    return [turn.starts, *(edge for edge in edges if turn.starts < edge < turn.ends)]


def doubled(turns: Turns, overrides: Overrides) -> list[rules.duty.Turn]:
    """Turns in which at some instant one person sits in both seats."""
    return [
        turn
        for turn in turns
        if any(
            len(set(people)) < len(people)
            for people in (sitting(turn, overrides, at) for at in instants(turn, overrides))
        )
    ]


def widest_spread(turns: Turns, people: collections.abc.Collection[int]) -> int:
    """The most by which two of these people's numbers of dealt seats ever differ, from the first turn to each."""
    counts = dict.fromkeys(people, 0)
    widest = 0
    for turn in turns:
        for seat in turn.seats:
            if seat.person in counts:
                counts[seat.person] += 1
        widest = max(widest, max(counts.values(), default=0) - min(counts.values(), default=0))
    return widest


def turns_of(turns: Turns) -> collections.Counter[int]:
    """How many seats each person was dealt or took."""
    return collections.Counter(seat.person for turn in turns for seat in turn.seats)
