"""What Slack tells of people's accounts: by an event, by the daily look, or by an address that was awaited."""

import datetime
import hashlib

import sqlmodel

import commands.roster
import data.audit
import data.awaited
import data.contracts
import data.models
import data.outbox
import data.people
import data.reports
import data.settings
import jobs.absences
import jobs.rebalance
import jobs.rotation
import jobs.scene
import messages.people
import messages.text
import rules.accounts
import rules.settings

ACTOR = "slack"


def concerns(session: sqlmodel.Session, account: rules.accounts.Account) -> bool:
    """Whether anything here would change by it: Slack tells of everybody in the workspace."""
    person = data.people.find(session, account.slack_id)
    awaited = account.email is not None and data.awaited.find(session, account.email) is not None
    return awaited or (person is not None and _is_kept(person) and bool(rules.accounts.changes(person, account)))


def told(session: sqlmodel.Session, account: rules.accounts.Account, now: datetime.datetime) -> None:
    """Take over what an event says. Events come late and in any order, so the account is soon looked at once more."""
    _take_over(session, account, now, seen_at=None)


def seen(session: sqlmodel.Session, account: rules.accounts.Account, now: datetime.datetime) -> None:
    """Take over what a look at the account has shown."""
    _take_over(session, account, now, seen_at=now)


def looked_in_vain(session: sqlmodel.Session, email: str, now: datetime.datetime) -> None:
    """Nobody has this address in Slack yet."""
    awaited = data.awaited.find(session, email)
    if awaited is not None:
        awaited.looked_at = now
        session.add(awaited)


def _take_over(
    session: sqlmodel.Session,
    account: rules.accounts.Account,
    now: datetime.datetime,
    seen_at: datetime.datetime | None,
) -> None:
    awaited = data.awaited.find(session, account.email) if account.email else None
    if awaited is not None and account.active:
        _link(session, awaited, account.slack_id, now)
    person = data.people.find(session, account.slack_id)
    if person is None or not _is_kept(person):
        return
    changes = rules.accounts.changes(person, account)
    person.seen_at = seen_at
    session.add(person)
    _apply(session, person, changes, now)


def _is_kept(person: data.models.Person) -> bool:
    """Slack still knows the name of somebody who is forgotten here."""
    return person.forgotten_at is None


def _apply(
    session: sqlmodel.Session, person: data.models.Person, changes: dict[str, object], now: datetime.datetime
) -> None:
    before = {column: getattr(person, column) for column in changes}
    for column, value in changes.items():
        setattr(person, column, value)
    session.flush()
    known = {column: value for column, value in changes.items() if column != "active"}
    if known:
        past = {column: before[column] for column in known}
        data.audit.record(session, now, ACTOR, "person.change", person.slack_id, past, known)
    if changes.get("active") is False:
        _deactivated(session, person, now)
    elif changes.get("active"):
        data.audit.record(session, now, ACTOR, "person.reactivated", person.slack_id)


def _deactivated(session: sqlmodel.Session, person: data.models.Person, now: datetime.datetime) -> None:
    """From now on they get nothing; who sits with them, and the managers, read once what that leaves open."""
    data.audit.record(session, now, ACTOR, "person.deactivated", person.slack_id)
    data.outbox.drop_for(session, person.slack_id, now)
    programme = rules.settings.read(data.settings.load(session))
    known = jobs.rotation.load(session, programme, now)
    jobs.absences.tell_gone(session, known, person)
    left = _held(session, known, person)
    drafts = [
        data.outbox.Draft(
            key=f"left:{person.slack_id}:{now.isoformat()}:{manager.slack_id}",
            lane=f"@{manager.slack_id}",
            payload=messages.people.left(left, messages.text.reader(manager, programme.time_zone)),
            reason="you manage the programme, and somebody on its roster was deactivated in Slack",
            due_at=now,
        )
        for manager in data.people.list_managers(session)
    ]
    data.outbox.enqueue(session, drafts)


def _held(session: sqlmodel.Session, known: jobs.rotation.Rotation, person: data.models.Person) -> messages.people.Left:
    person_id, now = person.id or 0, known.now
    spans = known.dates.get(person_id, ())
    running = data.people.find_running_assignment(session, person_id)
    advisers = data.people.load_by_id(session, [running.adviser_id]) if running else {}
    spell = jobs.absences.left_open_by(known, person)
    contracts = [one for one in data.contracts.list_of(session, person_id) if one.ends > now.date()]
    return messages.people.Left(
        person=person,
        on_duty_until=next((ends for starts, ends in spans if starts <= now < ends), None),
        turns=[(starts, ends) for starts, ends in spans if starts > now],
        proposals=_proposals(session, known, person_id),
        adviser=advisers[running.adviser_id] if running else None,
        last_day=max((one.last_day for one in contracts), default=None),
        managers_left=len(data.people.list_managers(session)),
        free=jobs.absences.free_in(known, spell) if spell else [],
        reports=data.reports.list_held_by(session, [person_id]),
    )


def _proposals(
    session: sqlmodel.Session, known: jobs.rotation.Rotation, adviser_id: int
) -> list[messages.people.Proposal]:
    """What a rebalance would do for each of their freelancers."""
    freelancers = data.people.list_freelancers_of(session, adviser_id)
    if not freelancers:
        return []
    preview = jobs.rebalance.load(jobs.scene.Scene(session, known.programme, known.now))
    moves = {move.freelancer.id: move for move in preview.moves}
    return [messages.people.Proposal(one, moves.get(one.id)) for one in freelancers]


def _link(session: sqlmodel.Session, awaited: data.models.Awaited, slack_id: str, now: datetime.datetime) -> None:
    """Put who was awaited on the roster; where their row does not fit any more, the managers read why, once."""
    plan = commands.roster.link(session, awaited, slack_id, now, ACTOR)
    if not plan.faults:
        return
    awaited.looked_at = now
    session.add(awaited)
    reasons = [f"{fault.column}: {fault.reason}" for fault in plan.faults]
    mark = hashlib.sha256(" ".join([awaited.email, *reasons]).encode()).hexdigest()[:16]
    drafts = [
        data.outbox.Draft(
            key=f"awaited:{mark}:{manager.slack_id}",
            lane=f"@{manager.slack_id}",
            payload=messages.people.does_not_fit(slack_id, awaited.email, reasons),
            reason="you manage the programme, and somebody whom the roster awaits can't be put on it",
            due_at=now,
        )
        for manager in data.people.list_managers(session)
    ]
    data.outbox.enqueue(session, drafts)
