"""Who really sits: the dealt seats with the overrides over them, and who of those is away just now."""

import collections
import collections.abc
import dataclasses
import datetime
import itertools
import zoneinfo

import data.models
import rules.duty

Span = tuple[datetime.datetime, datetime.datetime]
"""A half-open span of time in which somebody sits."""

Overrides = collections.abc.Iterable[data.models.Override]
"""Those that are not cancelled, in the order in which they were recorded."""


@dataclasses.dataclass(frozen=True)
class Sitter:
    """Who sits in a seat at an instant, whose dealt seat it is, and the absence if they are away at that instant."""

    person: int
    dealt_to: int
    away: data.models.Absence | None = None


def sitters(
    turn: rules.duty.Turn,
    overrides: Overrides,
    absences: collections.abc.Iterable[data.models.Absence],
    zones: collections.abc.Mapping[int, zoneinfo.ZoneInfo],
    at: datetime.datetime,
) -> tuple[Sitter, ...]:
    """Who sits at that instant, in order of seats; a day away is a day of the person's own zone."""
    known, away = list(overrides), list(absences)
    people = [(occupant(seat.person, known, at), seat.person) for seat in turn.seats]
    return tuple(Sitter(person, dealt_to, _absence(person, away, zones, at)) for person, dealt_to in people)


def occupant(person: int, overrides: Overrides, at: datetime.datetime) -> int:
    """Who sits at that instant in the seat that was dealt to this person: each override moves it on."""
    for override in overrides:
        if override.starts <= at < override.ends and override.out_id == person:
            person = override.in_id
    return person


def _absence(
    person: int,
    absences: list[data.models.Absence],
    zones: collections.abc.Mapping[int, zoneinfo.ZoneInfo],
    at: datetime.datetime,
) -> data.models.Absence | None:
    return next((one for one in absences if one.person_id == person and is_on(one, zones[person], at)), None)


def is_on(absence: data.models.Absence, zone: zoneinfo.ZoneInfo, at: datetime.datetime) -> bool:
    """Whether the absence holds the day that it is at that instant in the person's zone."""
    return absence.cancelled_at is None and absence.starts <= at.astimezone(zone).date() < absence.ends


@dataclasses.dataclass(frozen=True)
class Spell:
    """Somebody sits without a break in the seat that was dealt to `dealt_to`; [starts, ends) lies within one shift."""

    person: int
    dealt_to: int
    starts: datetime.datetime
    ends: datetime.datetime


def spells(turn: rules.duty.Turn, overrides: Overrides) -> list[Spell]:
    """Who sits when in a shift, seat by seat; absences change nothing of it."""
    known = list(overrides)
    return [spell for seat in turn.seats for spell in _spells_of_seat(turn, seat.person, known)]


def _spells_of_seat(turn: rules.duty.Turn, dealt_to: int, overrides: list[data.models.Override]) -> list[Spell]:
    found: list[Spell] = []
    for starts, ends in _pieces(turn, overrides):
        person = occupant(dealt_to, overrides, starts)
        if found and found[-1].person == person:
            starts = found.pop().starts
        found.append(Spell(person, dealt_to, starts, ends))
    return found


def dates(turns: collections.abc.Iterable[rules.duty.Turn], overrides: Overrides) -> dict[int, tuple[Span, ...]]:
    """When each person sits, by start, after overrides; absences change nothing of it. No span holds two shifts."""
    known = list(overrides)
    found: dict[int, list[Span]] = collections.defaultdict(list)
    for turn in turns:
        of_turn: dict[int, list[Span]] = collections.defaultdict(list)
        for spell in sorted(spells(turn, known), key=lambda spell: spell.starts):
            own = of_turn[spell.person]
            starts = own.pop()[0] if own and own[-1][1] == spell.starts else spell.starts  # from one seat to the other
            own.append((starts, spell.ends))
        for person, spans in of_turn.items():
            found[person] += spans
    return {person: tuple(sorted(spans)) for person, spans in found.items()}


def _pieces(turn: rules.duty.Turn, overrides: list[data.models.Override]) -> collections.abc.Iterator[Span]:
    """The turn, cut wherever an override begins or ends."""
    edges = {edge for override in overrides for edge in (override.starts, override.ends)}
    inner = sorted(edge for edge in edges if turn.starts < edge < turn.ends)
    return itertools.pairwise([turn.starts, *inner, turn.ends])


Moves = dict[int, tuple[tuple[Span, ...], tuple[Span, ...]]]
"""By person, the spans that were theirs and no longer are, and the spans that are theirs and were not."""


def moves(
    before: collections.abc.Mapping[int, tuple[Span, ...]], after: collections.abc.Mapping[int, tuple[Span, ...]]
) -> Moves:
    """Whose own dates changed, and how; who sits as before is not in it."""
    people = sorted({*before, *after})
    found = {person: move(before.get(person, ()), after.get(person, ())) for person in people}
    return {person: (lost, gained) for person, (lost, gained) in found.items() if lost or gained}


def move(before: tuple[Span, ...], after: tuple[Span, ...]) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """What was somebody's and no longer is, and what is and was not."""
    return tuple(span for span in before if span not in after), tuple(span for span in after if span not in before)
