"""What follows a decision on a contract by itself, once the person has been told."""

import datetime

import sqlmodel

import data.audit
import data.contracts
import data.models
import data.outbox
import data.people
import data.renewals
import data.rows
import jobs.morning
import jobs.renewals
import jobs.scene
import messages.renewal_telling
import messages.renewals
import messages.text

Choice = data.models.Choice
Contract = data.models.Contract
Decision = data.models.Decision
EndedAs = data.models.EndedAs
Person = data.models.Person
State = data.models.NoticeState

DAY = jobs.renewals.DAY

LOOK_AGAIN = datetime.timedelta(hours=6)

_ON_ITS_WAY = (State.PENDING, State.SENDING)


def tick(session: sqlmodel.Session, now: datetime.datetime) -> None:
    """See who has been told by now, and let what was decided take effect."""
    if data.renewals.WATCH.glance(session, now).is_in_vain(now):
        return
    scene = jobs.scene.load(session, now)
    for decision in data.renewals.list_on_their_way(session, now):
        _see_if_told(scene, decision)
    for decision in data.renewals.list_told(session, now):
        _take_effect(scene, decision)
    following = data.renewals.find_next_telling(session, now)
    data.renewals.WATCH.record(session, now, min(filter(None, (following, now + LOOK_AGAIN))))


def _see_if_told(scene: jobs.scene.Scene, decision: Decision) -> None:
    """An end is told by people; all else, when the message that tells it has left."""
    if decision.choice == Choice.END:
        decision.told_at = decision.tell_at
        data.rows.save(scene.session, decision)
        return
    notice = data.outbox.find_last(scene.session, jobs.renewals.key(decision))
    if notice is not None and notice.state == State.SENT:
        decision.told_at = notice.settled_at
    elif notice is None or notice.state not in _ON_ITS_WAY:
        _lose(scene, decision)
    data.rows.save(scene.session, decision)


def _lose(scene: jobs.scene.Scene, decision: Decision) -> None:
    """What was to tell them has not arrived: they are not told, and a manager hears that."""
    decision.tell_at, decision.lost_at = None, scene.now
    contract, person = _whose(scene, decision)
    key = f"not-told:{decision.id}:{scene.now.isoformat()}"
    _tell_manager(scene, decision, key, messages.renewal_telling.lost(contract, person))


def _whose(scene: jobs.scene.Scene, decision: Decision) -> tuple[Contract, Person]:
    contract = scene.session.get_one(Contract, decision.contract_id)
    return contract, data.people.load_by_id(scene.session, [contract.person_id])[contract.person_id]


def _tell_manager(scene: jobs.scene.Scene, decision: Decision, key: str, payload: messages.text.Payload) -> None:
    """Who decided it, or if they are no manager any more, the first."""
    managers = data.people.list_managers(scene.session)
    found = [one for one in managers if one.id == decision.actor_id] or managers
    for manager in found[:1]:
        reason = f"you decided on {messages.renewals.numbered(decision.contract_id)}, or manage the programme"
        jobs.morning.tell(
            scene.session, manager, f"{key}:{manager.slack_id}", "contract", payload, reason, scene.now, at_once=True
        )


# -- what takes effect


def _take_effect(scene: jobs.scene.Scene, decision: Decision) -> None:
    contract, person = _whose(scene, decision)
    if decision.choice == Choice.RENEW:
        _renew(scene, contract, person, decision)
    else:
        _let_nothing_follow(scene, contract, decision)
    if contract.agreed_ends is None:  # how an early end came about is not forgotten
        contract.ended_as = EndedAs.CONVERTED if decision.choice == Choice.CONVERT else None
    _tell_adviser(scene, contract, person, decision)
    decision.done_at = scene.now
    data.rows.save(scene.session, contract)
    data.rows.save(scene.session, decision)


def _renew(scene: jobs.scene.Scene, contract: Contract, person: Person, decision: Decision) -> None:
    """The next term begins where this one ends, for the same work; one that is there is as they were told."""
    following = _following(contract, decision)
    reason = _reason_against(scene, contract, following)
    if reason is not None:
        payload = messages.renewal_telling.not_followed(contract, person, reason)
        _tell_manager(scene, decision, f"not-followed:{decision.id}", payload)
        return
    known, before = _next_term(scene, contract), None
    if known is not None:
        before = _days(known)
        known.ends, known.weekly_hours = following.ends, following.weekly_hours
        following = known
    data.contracts.add(scene.session, following)
    _record(scene, decision, "contract.renew", following, before, _days(following))


def _following(contract: Contract, decision: Decision) -> Contract:
    return Contract(
        person_id=contract.person_id,
        starts=contract.ends,
        ends=(decision.last_day or contract.last_day) + DAY,
        weekly_hours=decision.weekly_hours or contract.weekly_hours,
        products=list(contract.products),
        languages=list(contract.languages),
        supplier=contract.supplier,
        link=contract.link,
        added_by_id=decision.actor_id,
    )


def _reason_against(scene: jobs.scene.Scene, contract: Contract, following: Contract) -> str | None:
    """What has happened since the decision that keeps the next term from being added."""
    if contract.agreed_ends is not None:
        return f"the contract ended early, on {messages.text.day(contract.last_day)}."
    if following.ends <= following.starts:
        return f"it would be over before this one, which runs until {messages.text.day(contract.last_day)}."
    known = jobs.renewals.in_the_way(scene.session, contract, following)
    if known is None:
        return None
    return f"{messages.renewals.numbered(known.id or 0)} has days in common with it."


def _next_term(scene: jobs.scene.Scene, contract: Contract) -> Contract | None:
    theirs = data.contracts.list_of(scene.session, contract.person_id)
    return next((one for one in theirs if one.starts == contract.ends), None)


def _let_nothing_follow(scene: jobs.scene.Scene, contract: Contract, decision: Decision) -> None:
    """A term that an earlier decision to renew has made does not begin."""
    earlier = data.renewals.list_decisions(scene.session, contract.id or 0)
    was_renewed = any(one.choice == Choice.RENEW and one.done_at is not None for one in earlier)
    following = _next_term(scene, contract) if was_renewed else None
    if following is not None:
        _record(scene, decision, "contract.remove", following, _days(following), None)
        data.contracts.remove(scene.session, following)


def _days(contract: Contract) -> dict[str, object]:
    return {
        "starts": contract.starts.isoformat(),
        "ends": contract.ends.isoformat(),
        "weekly_hours": contract.weekly_hours,
    }


def _record(
    scene: jobs.scene.Scene,
    decision: Decision,
    action: str,
    contract: Contract,
    before: dict[str, object] | None,
    after: dict[str, object] | None,
) -> None:
    actor = data.people.load_by_id(scene.session, [decision.actor_id])[decision.actor_id]
    subject = messages.renewals.numbered(contract.id or 0)
    data.audit.record(scene.session, scene.now, actor.slack_id, action, subject, before, after)


def _tell_adviser(scene: jobs.scene.Scene, contract: Contract, person: Person, decision: Decision) -> None:
    """In their next morning; who decided it themselves knows."""
    assignment = data.people.find_running_assignment(scene.session, person.id or 0)
    if assignment is None or assignment.adviser_id == decision.actor_id:
        return
    adviser = data.people.load_by_id(scene.session, [assignment.adviser_id])[assignment.adviser_id]
    jobs.morning.tell(
        scene.session,
        adviser,
        key=f"decided:{decision.id}:{adviser.slack_id}",
        kind="contract",
        payload=messages.renewal_telling.for_adviser(contract, person, decision),
        reason="what follows the contract of one of your freelancers is decided, and they know it",
        now=scene.now,
        at_once=False,
    )
