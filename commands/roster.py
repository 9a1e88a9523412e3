"""The roster import: load what is stored, ask the rule, write what it says in short transactions."""

import dataclasses
import datetime
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import sqlmodel

import data.audit
import data.contracts
import data.database
import data.models
import data.people
import rules.roster
import rules.roster_member

ACTOR = "muster import"

STEPS = 200
"""Writes of one transaction: well under the 200 ms that a command of the running bot may have to wait."""

Progress = Callable[[int, int], None]
"""Told after each transaction how many steps of how many are done."""


class MovedOnError(Exception):
    """Somebody else changed the roster during the import."""


@dataclasses.dataclass(frozen=True)
class _Step:
    """One write about one person. Any first part of the steps leaves a sound store."""

    write: Callable[[sqlmodel.Session, "_People", rules.roster_member.Change, datetime.datetime], None]
    change: rules.roster_member.Change


@dataclasses.dataclass(frozen=True)
class _People:
    """The rows that one transaction is about."""

    by_slack_id: dict[str, data.models.Person]
    contracts: dict[tuple[int, datetime.date], data.models.Contract]
    running: dict[int, data.models.Assignment]


def load(session: sqlmodel.Session) -> dict[str, rules.roster_member.Member]:
    """The stored roster by Slack id, in three queries."""
    people = data.people.list_everyone(session)
    contracts = data.contracts.list_all(session)
    return _members(people, contracts, data.people.list_running_assignments(session), people)


def import_people(
    database: data.database.Database,
    content: bytes,
    now: datetime.datetime,
    today: datetime.date,
    dry_run: bool = False,
    progress: Progress = lambda _done, _steps: None,
) -> rules.roster.Plan:
    """Bring the stored roster to what the file says, unless the plan has faults; `dry_run` only plans.

    Raises `data.database.Busy` and `MovedOnError`; what was written until then is sound, and the same import
    goes on from there.
    """
    with database.reading() as session:
        stored = load(session)
    plan = rules.roster.plan(content, stored, today)
    steps = [] if dry_run else list(_steps(plan.changes))
    for first in range(0, len(steps), STEPS):
        with database.writing() as session:
            _write(session, steps[first : first + STEPS], now)
        progress(min(first + STEPS, len(steps)), len(steps))
    return plan


def _steps(changes: Sequence[rules.roster_member.Change]) -> Iterator[_Step]:
    """People with the roles they gain, then who advises whom, and last the roles that people lose."""
    for change in changes:
        if _without_assignment(change.before) != _without_assignment(change.after):
            yield _Step(_write_person, change)
    for change in changes:
        if _assignment(change.before) != _assignment(change.after):
            yield _Step(_write_assignment, change)
    for change in changes:
        if change.before is not None and change.before.roles - change.after.roles:
            yield _Step(_write_lost_roles, change)


def _write(session: sqlmodel.Session, steps: Sequence[_Step], now: datetime.datetime) -> None:
    people = _load_people(session, [step.change for step in steps])
    for write, group in itertools.groupby(steps, key=lambda step: step.write):
        for step in group:
            write(session, people, step.change, now)
        session.flush()
