"""The roster import: load what is stored, ask the rule, write what it says in short transactions."""

import dataclasses
import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence

import sqlmodel

import data.audit
import data.awaited
import data.contracts
import data.database
import data.models
import data.people
import data.settings
import jobs.assignments
import jobs.rotation
import jobs.scene
import rules.roster
import rules.roster_member
import rules.roster_rows
import rules.settings

ACTOR = "muster import"

STEPS = 100
"""Steps of one transaction: well under the 200 ms that a command of the running bot may have to wait."""

Progress = Callable[[int, int], None]
"""Told after each transaction how many steps of how many are done."""

LookUp = Callable[[Sequence[str]], Mapping[str, str]]
"""Asks Slack whose these addresses are; who has no account is left out."""


class MovedOnError(Exception):
    """Somebody else changed the roster during the import."""


@dataclasses.dataclass(frozen=True)
class _Rows:
    """The stored rows of some people: by Slack id, by person and start, by freelancer."""

    people: dict[str, data.models.Person]
    contracts: dict[int, dict[datetime.date, data.models.Contract]]
    running: dict[int, data.models.Assignment]
    slack_ids: dict[int, str]


def import_people(
    database: data.database.Database,
    content: bytes,
    now: datetime.datetime,
    today: datetime.date,
    dry_run: bool = False,
    progress: Progress = lambda _done, _steps: None,
    look_up: LookUp = lambda _addresses: {},
) -> rules.roster.Plan:
    """Bring the stored roster to what the file says, unless the plan has faults; `dry_run` only plans.

    Whoever has no Slack account is awaited. Raises `data.database.StoreError` and `MovedOnError`: what is written until
    then is sound, and importing the same file again goes on from there.
    """
    with database.reading() as session:
        stored, cap = load(session), _cap(session)
    addresses = rules.roster.unknown(content, stored)
    plan = rules.roster.plan(content, stored, today, look_up(addresses) if addresses else {}, cap)
    steps = [] if dry_run else rules.roster.steps(plan.changes)
    for first in range(0, len(steps), STEPS):
        with database.writing() as session:
            _write(session, steps[first : first + STEPS], now)
        progress(min(first + STEPS, len(steps)), len(steps))
    if not dry_run:
        _await_all(database, plan, now)
    return plan


def _await_all(database: data.database.Database, plan: rules.roster.Plan, now: datetime.datetime) -> None:
    """Who waits waits in the store, and who has joined does not any more."""
    new = [change for change in plan.waiting if change.before != change.after]
    for first in range(0, len(new), STEPS):
        with database.writing() as session:
            for change in new[first : first + STEPS]:
                _await(session, change, now)
    if plan.linked:
        with database.writing() as session:
            data.awaited.remove(session, plan.linked)


def _await(session: sqlmodel.Session, change: rules.roster_member.Change, now: datetime.datetime) -> None:
    data.awaited.record(session, change.after.slack_id, rules.roster_rows.rows(change.after), now)
    _record(session, change, now, ACTOR, "roster.await")


def link(
    session: sqlmodel.Session, awaited: data.models.Awaited, slack_id: str, now: datetime.datetime, actor: str
) -> rules.roster.Plan:
    """Put somebody who was awaited on the roster, for they have this account now; a plan with faults changes nothing.

    It is the import of their rows, in this session's transaction.
    """
    stored = load(session)
    rows = [row | {"slack_id": slack_id} for row in data.awaited.rows_of(awaited)]
    content = rules.roster_rows.sheet(rows).encode()
    plan = rules.roster.plan(content, stored, now.date(), {awaited.email: slack_id}, _cap(session))
    if not plan.faults:
        for step in rules.roster.steps(plan.changes):
            _write(session, [step], now, actor)
        data.awaited.remove(session, plan.linked)
    return plan


def _cap(session: sqlmodel.Session) -> int:
    return rules.settings.read(data.settings.load(session)).caseload_cap


def load(session: sqlmodel.Session) -> dict[str, rules.roster_member.Member]:
    """The stored roster by Slack id, and those who are awaited by their address, in four queries."""
    people = data.people.list_everyone(session)
    rows = _rows(people, data.contracts.list_all(session), data.people.list_running_assignments(session))
    roster = {slack_id: _member(rows, person) for slack_id, person in rows.people.items()}
    waiting = [rules.roster_rows.waiting_member(data.awaited.rows_of(one)) for one in data.awaited.list_all(session)]
    return roster | {member.slack_id: member for member in waiting if member is not None}


def _load_named(session: sqlmodel.Session, steps: Sequence[rules.roster_member.Change]) -> _Rows:
    """The rows of the people whom the steps are about, and of their advisers, in three queries."""
    named = {step.after.slack_id for step in steps} | {step.after.adviser for step in steps}
    named |= {step.before.adviser for step in steps if step.before is not None}
    people = data.people.list_named(session, {slack_id for slack_id in named if slack_id})
    ids = [person.id for person in people if person.id is not None]
    contracts = data.contracts.list_of_people(session, ids)
    return _rows(people, contracts, data.people.list_running_assignments_of(session, ids))


def _rows(
    people: Iterable[data.models.Person],
    contracts: Iterable[data.models.Contract],
    running: Iterable[data.models.Assignment],
) -> _Rows:
    rows = _Rows({}, {}, {one.freelancer_id: one for one in running}, {})
    for person in people:
        rows.people[person.slack_id] = person
        rows.slack_ids[_id(person)] = person.slack_id
    for contract in contracts:
        rows.contracts.setdefault(contract.person_id, {})[contract.starts] = contract
    return rows


def _member(rows: _Rows, person: data.models.Person) -> rules.roster_member.Member:
    running = rows.running.get(_id(person))
    contracts = rows.contracts.get(_id(person), {})
    return rules.roster_member.Member(
        slack_id=person.slack_id,
        name=person.name,
        email=person.email,
        roles=_roles(person),
        time_zone=None if person.zone_from_slack else person.zone,
        working_hours=person.working_hours,
        languages=tuple(person.languages),
        products=tuple(person.products),
        weekly_hours=person.weekly_hours,
        adviser=rows.slack_ids.get(running.adviser_id, "somebody else") if running else None,
        exception_reason=running.exception_reason if running else None,
        exception_until=running.exception_until if running else None,
        terms=tuple(_term(contracts[starts]) for starts in sorted(contracts)),
    )


def _roles(person: data.models.Person) -> frozenset[data.models.Role]:
    """Without what the environment says: that is no roster's to change."""
    held = {
        data.models.Role.MANAGER: person.manager,
        data.models.Role.ADVISER: person.adviser,
        data.models.Role.FREELANCER: person.freelancer,
    }
    return frozenset(role for role, holds in held.items() if holds)


def _term(contract: data.models.Contract) -> rules.roster_member.Term:
    return rules.roster_member.Term(
        starts=contract.starts,
        ends=contract.ends,
        weekly_hours=contract.weekly_hours,
        exception_reason=contract.exception_reason,
        exception_until=contract.exception_until,
    )


def _write(
    session: sqlmodel.Session, steps: Sequence[rules.roster_member.Change], now: datetime.datetime, actor: str = ACTOR
) -> None:
    rows = _load_named(session, steps)
    _add(session, rows, [step.after for step in steps if step.before is None], now)
    moves = []
    for step in steps:
        person = rows.people.get(step.after.slack_id)
        if person is None or (step.before is not None and _member(rows, person) != step.before):
            raise MovedOnError(MovedOnError.__doc__)
        _set_columns(person, step.after)
        _write_terms(session, rows, step.after)
        moves += _write_assignment(session, rows, step.after, now)
        _record(session, step, now, actor)
    if moves and jobs.rotation.is_live(session):
        session.flush()
        jobs.assignments.tell(jobs.scene.load(session, now), moves)


def _add(
    session: sqlmodel.Session, rows: _Rows, members: Sequence[rules.roster_member.Member], now: datetime.datetime
) -> None:
    """New people first and all at once, for the others' rows need their ids."""
    if any(member.slack_id in rows.people for member in members):
        raise MovedOnError(MovedOnError.__doc__)
    people = [data.models.Person(slack_id=member.slack_id, name=member.name, joined_at=now) for member in members]
    session.add_all(people)
    session.flush()
    for person in people:
        rows.people[person.slack_id] = person
        rows.slack_ids[_id(person)] = person.slack_id


def _set_columns(person: data.models.Person, after: rules.roster_member.Member) -> None:
    person.name = after.name
    person.email = after.email
    person.manager = data.models.Role.MANAGER in after.roles
    person.adviser = data.models.Role.ADVISER in after.roles
    person.freelancer = data.models.Role.FREELANCER in after.roles
    if after.time_zone or not person.zone_from_slack:
        person.zone, person.zone_from_slack = after.time_zone, False
    person.working_hours = after.working_hours
    person.languages = list(after.languages)
    person.products = list(after.products)
    person.weekly_hours = after.weekly_hours
    if person.forgotten_at is not None:  # they are back
        person.forgotten_at, person.active, person.seen_at = None, True, None


def _write_terms(session: sqlmodel.Session, rows: _Rows, after: rules.roster_member.Member) -> None:
    """What a file says nothing of stays as it is; nobody of the roster has added what a file did."""
    person_id = _id(rows.people[after.slack_id])
    contracts = rows.contracts.setdefault(person_id, {})
    for term in after.terms:
        contract = contracts.get(term.starts)
        if contract is None:
            contract = data.models.Contract(person_id=person_id, **dataclasses.asdict(term))
            contracts[term.starts] = contract
            session.add(contract)
        if contract.ends != term.ends:  # the file's word holds, and how it ended before that is no more true
            contract.agreed_ends, contract.ended_as = None, None
        contract.ends = term.ends
        contract.weekly_hours = term.weekly_hours
        contract.exception_reason = term.exception_reason
        contract.exception_until = term.exception_until


def _write_assignment(
    session: sqlmodel.Session, rows: _Rows, after: rules.roster_member.Member, now: datetime.datetime
) -> list[jobs.assignments.Move]:
    """Another adviser is another assignment, and a move; another exception is the same one's."""
    freelancer_id = _id(rows.people[after.slack_id])
    adviser_id = _id(rows.people[after.adviser]) if after.adviser else None
    current = rows.running.get(freelancer_id)
    moves = []
    if (current.adviser_id if current else None) != adviser_id:
        moves.append(_move(rows, after, current))
        following = _following(freelancer_id, adviser_id, now)
        data.people.record_assignment(session, now, current, following)
        current = following
    if current is not None:
        rows.running[freelancer_id] = current
        current.exception_reason = after.exception_reason
        current.exception_until = after.exception_until
    else:
        rows.running.pop(freelancer_id, None)
    return moves


def _move(
    rows: _Rows, after: rules.roster_member.Member, running: data.models.Assignment | None
) -> jobs.assignments.Move:
    return jobs.assignments.Move(
        freelancer=rows.people[after.slack_id],
        old=rows.people[rows.slack_ids[running.adviser_id]] if running else None,
        new=rows.people[after.adviser] if after.adviser else None,
        reason=after.exception_reason,
        until=after.exception_until,
    )


def _following(freelancer_id: int, adviser_id: int | None, now: datetime.datetime) -> data.models.Assignment | None:
    if adviser_id is None:
        return None
    return data.models.Assignment(freelancer_id=freelancer_id, adviser_id=adviser_id, starts=now)


def _record(
    session: sqlmodel.Session,
    step: rules.roster_member.Change,
    now: datetime.datetime,
    actor: str,
    action: str = "",
) -> None:
    after = _plain(step.after)
    before = _plain(step.before) if step.before else {}
    changed = [column for column in after if after[column] != before.get(column)]
    data.audit.record(
        session,
        now,
        actor,
        action or ("roster.change" if step.before else "roster.add"),
        step.after.slack_id,
        {column: before[column] for column in changed} if step.before else None,
        {column: after[column] for column in changed},
    )


def _plain(member: rules.roster_member.Member) -> dict[str, object]:
    """The columns as JSON can hold them."""
    return {field.name: _plain_value(getattr(member, field.name)) for field in dataclasses.fields(member)}


def _plain_value(value: object) -> object:
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [_plain_value(part) for part in value]
    if isinstance(value, rules.roster_member.Term):
        return {name: _plain_value(part) for name, part in dataclasses.asdict(value).items()}
    return value


def _id(person: data.models.Person) -> int:
    """A stored person's; they have it since the flush."""
    if person.id is None:
        raise ValueError(f"{person.slack_id} is not stored yet")
    return person.id
