"""The import of shifts from before Muster: load what is stored, ask the rule, write what it says in one transaction."""

import datetime

import sqlmodel

import data.audit
import data.database
import data.duty
import data.models
import data.people
import data.settings
import jobs.rotation
import rules.duty
import rules.duty_history
import rules.settings

ACTOR = "muster import"


def import_shifts(
    database: data.database.Database, content: bytes, now: datetime.datetime, dry_run: bool = False
) -> tuple[rules.duty_history.Plan, list[str]]:
    """Add the file's shifts unless the plan has faults, and say of each what it is; `dry_run` only plans."""
    opened = database.reading() if dry_run else database.writing()
    with opened as session:
        people = {person.id or 0: person for person in data.people.list_everyone(session)}
        programme = rules.settings.read(data.settings.load(session))
        plan = rules.duty_history.plan(content, _known(session, programme, people, now))
        if not plan.faults and not dry_run:
            _write(session, programme, people, plan, now)
    return plan, [_line(turn, people, programme) for turn in plan.new]


def _line(turn: rules.duty.Turn, people: dict[int, data.models.Person], programme: rules.settings.Programme) -> str:
    day = turn.starts.astimezone(programme.time_zone).date()
    return f"add the shift from {day}: {', '.join(people[seat.person].name for seat in turn.seats)}"


def _known(
    session: sqlmodel.Session,
    programme: rules.settings.Programme,
    people: dict[int, data.models.Person],
    now: datetime.datetime,
) -> rules.duty_history.Known:
    addresses = {person.email.lower(): key for key, person in people.items() if person.email}
    return rules.duty_history.Known(
        people=addresses | {person.slack_id: key for key, person in people.items()},
        turns=[rules.duty.turn(shift, seats) for shift, seats in data.duty.list_shifts(session)],
        live=jobs.rotation.is_live(session),
        calendar=programme.calendar,
        now=now,
    )


def _write(
    session: sqlmodel.Session,
    programme: rules.settings.Programme,
    people: dict[int, data.models.Person],
    plan: rules.duty_history.Plan,
    now: datetime.datetime,
) -> None:
    """A shift counts as published when it began. Of a quiet installation, what comes is dealt again after it."""
    for person_id, since in plan.since.items():
        if people[person_id].active and people[person_id].adviser:
            data.duty.record_in_pool_since(session, person_id, since, now)
    if plan.replaced is not None:
        data.duty.remove_shift(session, plan.replaced.starts)
    for starts, rounds in plan.rounds.items():
        data.duty.renumber(session, starts, rounds)
    for turn in plan.new:
        seats = [(seat.person, seat.round) for seat in turn.seats]
        data.duty.add_shift(session, turn.starts, turn.ends, seats, turn.starts)
        sat = {"starts": turn.starts.isoformat(), "seats": [people[person].slack_id for person, _ in seats]}
        data.audit.record(session, now, ACTOR, "shift.import", "duty", after=sat)
    if plan.new and not jobs.rotation.is_live(session):
        jobs.rotation.deal_again(session, programme, now)
