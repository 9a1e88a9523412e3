"""What follows from a change of the rotation: seats are dealt again, and those whose own dates changed are told."""

import collections.abc
import datetime

import sqlmodel

import data.models
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

Dates = collections.abc.Mapping[int, tuple[rules.sitting.Span, ...]]


def dates(session: sqlmodel.Session, programme: rules.settings.Programme, now: datetime.datetime) -> Dates:
    """When each person sits in what runs or comes: to be asked before a change, and given to `follow_up`."""
    return jobs.rotation.load(session, programme, now, since=now).dates


def follow_up(
    session: sqlmodel.Session,
    programme: rules.settings.Programme,
    before: Dates,
    now: datetime.datetime,
    key: str,
    actor_id: int | None = None,
) -> rules.sitting.Moves:
    """Do what follows from what was just recorded, and tell each whose own dates changed, once per `key`.

    Whoever changed it (`actor_id`) reads it in their answer. Of a quiet installation nobody knows any dates yet: what
    was published is dealt again, and nobody is told.
    """
    if not jobs.rotation.is_live(session):
        if jobs.seats.has_work(session, programme, now):
            jobs.rotation.deal_again(session, programme, now)
        jobs.rotation.end_clashes(session, programme, now)
        return rules.sitting.moves(before, dates(session, programme, now))
    jobs.seats.settle(session, programme, now)
    moves = rules.sitting.moves(before, dates(session, programme, now))
    _tell(session, programme, moves, now, key, actor_id)
    jobs.handover.announce(session, programme, now)
    return moves


def _tell(
    session: sqlmodel.Session,
    programme: rules.settings.Programme,
    moves: rules.sitting.Moves,
    now: datetime.datetime,
    key: str,
    actor_id: int | None,
) -> None:
    people = data.people.load_by_id(session, moves)
    for person_id, (lost, gained) in moves.items():
        person = people[person_id]
        if person_id == actor_id:
            continue
        reader = messages.text.reader(person, programme.time_zone)
        jobs.morning.tell(
            session,
            person,
            key=f"dates:{key}:{person.slack_id}",
            kind="dates",
            payload=messages.changes.dates(lost, gained, reader),
            reason="your own dates on duty changed",
            now=now,
            at_once=any(rules.morning.is_urgent(*span, now) for span in lost + gained),
            until=max(ends for _, ends in lost + gained),
        )


def names(session: sqlmodel.Session, moves: rules.sitting.Moves) -> list[messages.changes.Move]:
    """Whose dates changed and how, for an answer or a preview, by name."""
    people: dict[int, data.models.Person] = data.people.load_by_id(session, moves)
    found = [messages.changes.Move(people[person], *spans) for person, spans in moves.items()]
    return sorted(found, key=lambda move: move.person.name)
