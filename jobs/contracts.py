"""Terms of contracts: adding one, ending one early, and taking that back."""

import datetime

import data.audit
import data.contracts
import data.duty
import data.models
import data.morning
import data.outbox
import data.people
import jobs.morning
import jobs.scene
import messages.contracts
import messages.renewals
import rules.contracts
import rules.working_hours

Contract = data.models.Contract
EndedAs = data.models.EndedAs
Person = data.models.Person

DAY = datetime.timedelta(days=1)

UNDO = datetime.timedelta(minutes=2)
"""How long nothing is sent, for who sees a mistake just after."""


def add(scene: jobs.scene.Scene, actor: Person, person: Person, contract: Contract) -> None:
    """A new term; who comes back is a freelancer again, with the history they had."""
    data.contracts.add(scene.session, contract)
    after = {**_days(contract), "hours": contract.weekly_hours}
    data.audit.record(scene.session, scene.now, actor.slack_id, "contract.add", person.slack_id, after=after)
    if not person.freelancer:
        person.freelancer = True
        scene.session.add(person)
        before, roles = {"freelancer": False}, {"freelancer": True}
        data.audit.record(scene.session, scene.now, actor.slack_id, "person.change", person.slack_id, before, roles)


def _days(contract: Contract) -> dict[str, object]:
    return {"contract": contract.id, "starts": contract.starts.isoformat(), "ends": contract.ends.isoformat()}


def overlapping(scene: jobs.scene.Scene, contract: Contract) -> Contract | None:
    """A contract of the same person that has a day in common with it."""
    theirs = data.contracts.list_of(scene.session, contract.person_id)
    return next((one for one in theirs if one.id != contract.id and rules.contracts.overlap(one, contract)), None)


def coming_after(scene: jobs.scene.Scene, contract: Contract) -> list[Contract]:
    """The same person's later terms, which do not begin if it ends early."""
    theirs = data.contracts.list_of(scene.session, contract.person_id)
    return [one for one in theirs if one.starts >= contract.ends]


def end_early(
    scene: jobs.scene.Scene, actor: Person, contract: Contract, person: Person, last_day: datetime.date, ended: EndedAs
) -> datetime.datetime:
    """Its last day is an earlier one, and no later term begins; when the person reads it, in their working hours."""
    before = _days(contract)
    for later in coming_after(scene, contract):
        gone = _days(later)
        data.audit.record(scene.session, scene.now, actor.slack_id, "contract.remove", person.slack_id, before=gone)
        data.contracts.remove(scene.session, later)
    contract.agreed_ends = contract.agreed_ends or contract.ends
    contract.ends, contract.ended_as = last_day + DAY, ended
    scene.session.add(contract)
    after = {**_days(contract), "as": ended.value}
    data.audit.record(scene.session, scene.now, actor.slack_id, "contract.end", person.slack_id, before, after)
    return _tell(scene, contract, person)


def _tell(scene: jobs.scene.Scene, contract: Contract, person: Person) -> datetime.datetime:
    """The person and their adviser read the new last day."""
    absences = data.duty.list_absences(scene.session, since=scene.now.date() - DAY, person_id=person.id)
    workdays = rules.working_hours.person_workdays(person, absences, scene.programme)
    at = rules.working_hours.next_start(workdays, scene.now + UNDO)
    draft = data.outbox.Draft(
        key=f"{_told(contract)}{scene.now.isoformat()}",
        lane=f"@{person.slack_id}",
        payload=messages.contracts.ends_early(contract),
        reason="their contract ends earlier than it was agreed",
        due_at=at,
        unasked=False,
    )
    data.outbox.enqueue(scene.session, [draft])
    assignment = data.people.find_running_assignment(scene.session, person.id or 0)
    if assignment is not None:
        adviser = data.people.load_by_id(scene.session, [assignment.adviser_id])[assignment.adviser_id]
        jobs.morning.tell(
            scene.session,
            adviser,
            key=f"{_told(contract)}{scene.now.isoformat()}:{adviser.slack_id}",
            kind="contract",
            payload=messages.contracts.ends_early_for_adviser(contract, person),
            reason="the contract of one of your freelancers ends earlier",
            now=scene.now,
            at_once=False,
        )
    return at


def _told(contract: Contract) -> str:
    """How the keys of all begin that tells of an early end."""
    return f"contract:{contract.id}:end:"


def restore(scene: jobs.scene.Scene, actor: Person, contract: Contract, person: Person) -> bool:
    """Let the end be as agreed again, while nobody has read of the other; terms that were to come stay gone."""
    if contract.agreed_ends is None or not data.outbox.drop_pending(scene.session, [_told(contract)], scene.now):
        return False
    data.morning.withdraw_all(scene.session, _told(contract))
    before = _days(contract)
    contract.ends, contract.agreed_ends, contract.ended_as = contract.agreed_ends, None, None
    scene.session.add(contract)
    after = _days(contract)
    data.audit.record(scene.session, scene.now, actor.slack_id, "contract.restore", person.slack_id, before, after)
    return True
