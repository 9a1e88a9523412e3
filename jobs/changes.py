"""What follows from a change of the rotation: seats are dealt again, and those whose own dates changed are told."""

import collections.abc
import datetime
import types
import typing

import sqlmodel

import data.models
import data.morning
import data.people
import jobs.handover
import jobs.morning
import jobs.rotation
import jobs.seats
import messages.changes
import messages.text
import rules.morning
import rules.settings
import rules.sitting

Spans = tuple[rules.sitting.Span, ...]
Dates = collections.abc.Mapping[int, Spans]

KIND = "dates"
BEFORE = "before"
"""Where a part that waits keeps the dates that the person knows of."""


def dates(session: sqlmodel.Session, programme: rules.settings.Programme, now: datetime.datetime) -> Dates:
    """When each person sits in what runs or comes: to be asked before a change, and given to `follow_up`."""
    return jobs.rotation.load_published(session, programme, now).dates


def follow_up(
    session: sqlmodel.Session,
    programme: rules.settings.Programme,
    before: Dates,
    now: datetime.datetime,
    key: str,
    actor_id: int | None = None,
    why: collections.abc.Mapping[int, str] = types.MappingProxyType({}),
) -> rules.sitting.Moves:
    """Do what follows from what was just recorded, and tell each whose own dates changed, once per `key`.

    Whoever changed it (`actor_id`) reads it in their answer; `why` is a sentence for somebody, by their id. Of a quiet
    installation nobody knows any dates yet: what was published is dealt again, and nobody is told.
    """
    if not jobs.rotation.is_live(session):
        if jobs.seats.has_work(session, programme, now):
            jobs.rotation.deal_again(session, programme, now)
        jobs.rotation.end_clashes(session, programme, now)
        return rules.sitting.moves(before, dates(session, programme, now))
    jobs.seats.settle(session, programme, now)
    after = dates(session, programme, now)
    moves = rules.sitting.moves(before, after)
    people = data.people.load_by_id(session, moves)
    for person_id in moves:
        change = before.get(person_id, ()), after.get(person_id, ())
        reads_it = person_id == actor_id
        _tell(session, programme, people[person_id], change, now, key, why.get(person_id, ""), reads_it)
    jobs.handover.announce(session, programme, now)
    return moves


def _tell(
    session: sqlmodel.Session,
    programme: rules.settings.Programme,
    person: data.models.Person,
    change: tuple[Spans, Spans],
    now: datetime.datetime,
    key: str,
    why: str,
    reads_it: bool,
) -> None:
    """Tell somebody how their dates changed. What of it waits for their morning already is told as one, old → new."""
    before, after = change
    waiting = data.morning.find_waiting(session, person.id or 0, KIND)
    if waiting is not None:
        before = _kept(waiting)
        data.morning.withdraw(session, waiting.key)
    lost, gained = rules.sitting.move(before, after)
    if (not lost and not gained) or (reads_it and waiting is None):
        return
    reader = messages.text.reader(person, programme.time_zone)
    jobs.morning.tell(
        session,
        person,
        key=f"dates:{key}:{person.slack_id}",
        kind=KIND,
        payload=messages.changes.dates(lost, gained, reader, why) | {BEFORE: _plain(before)},
        reason="their own dates on duty changed",
        now=now,
        at_once=any(rules.morning.is_urgent(*one, now) for one in lost + gained),
        until=max(ends for _, ends in lost + gained),
    )


def _plain(spans: Spans) -> list[list[str]]:
    """Spans as a part's payload keeps them."""
    return [[starts.isoformat(), ends.isoformat()] for starts, ends in spans]


def _kept(waiting: data.models.MorningPart) -> Spans:
    """The dates that somebody knew of before what waits for their morning."""
    plain: typing.Any = waiting.payload[BEFORE]
    parse = datetime.datetime.fromisoformat
    return tuple((parse(starts), parse(ends)) for starts, ends in plain)


def names(session: sqlmodel.Session, moves: rules.sitting.Moves) -> list[messages.changes.Move]:
    """Whose dates changed and how, for an answer or a preview, by name."""
    people: dict[int, data.models.Person] = data.people.load_by_id(session, moves)
    found = [messages.changes.Move(people[person], *spans) for person, spans in moves.items()]
    return sorted(found, key=lambda move: move.person.name)
