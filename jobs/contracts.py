"""Terms of contracts: adding and changing one, ending one early, and taking that back."""

import collections.abc
import dataclasses
import datetime

import data.audit
import data.checkins
import data.contracts
import data.models
import data.morning
import data.outbox
import data.people
import data.renewals
import data.reports
import jobs.morning
import jobs.renewals
import jobs.scene
import jobs.sending
import messages.contracts
import messages.text
import rules.contracts
import rules.undo

Audit = data.models.Audit
Contract = data.models.Contract
EndedAs = data.models.EndedAs
Ending = rules.contracts.Ending
Person = data.models.Person

DAY = datetime.timedelta(days=1)

CHANGED_BY_HAND = frozenset({"weekly_hours", "products", "languages", "supplier", "link"})
"""What of a term is changed as it is; its days are extended or ended."""


# -- a new term


def add(scene: jobs.scene.Scene, actor: Person, person: Person, contract: Contract) -> None:
    """A new term, of which the person reads in their morning; who comes back is a freelancer again, with their history.

    What is no exception has no reason for one.
    """
    if rules.contracts.term_is_regular(contract):
        contract.exception_reason, contract.exception_until = None, None
    data.contracts.add(scene.session, contract)
    after = {**_days(contract), "hours": contract.weekly_hours}
    data.audit.record(scene.session, scene.now, actor.slack_id, "contract.add", person.slack_id, after=after)
    if not person.freelancer:
        person.freelancer = True
        scene.session.add(person)
        before, roles = {"freelancer": False}, {"freelancer": True}
        data.audit.record(scene.session, scene.now, actor.slack_id, "person.change", person.slack_id, before, roles)
    _tell_in_the_morning(scene, person, contract, messages.contracts.begins(contract))


def _days(contract: Contract) -> dict[str, object]:
    return {"contract": contract.id, "starts": contract.starts.isoformat(), "ends": contract.ends.isoformat()}


def _tell_in_the_morning(
    scene: jobs.scene.Scene, person: Person, contract: Contract, payload: messages.text.Payload
) -> None:
    """Their days and hours as they are now, in place of what no morning has told them yet."""
    start = f"contract:{contract.id}:dates:"
    data.morning.withdraw_all(scene.session, start)
    if contract.ends <= scene.day:
        return
    jobs.morning.tell(
        scene.session,
        person,
        key=f"{start}{scene.now.isoformat()}",
        kind="contract",
        payload=payload,
        reason="a manager recorded a contract of theirs",
        now=scene.now,
        at_once=False,
    )


def overlapping(scene: jobs.scene.Scene, contract: Contract) -> Contract | None:
    """A contract of the same person that has a day in common with it."""
    theirs = data.contracts.list_of(scene.session, contract.person_id)
    return next((one for one in theirs if one.id != contract.id and rules.contracts.overlap(one, contract)), None)


def change(
    scene: jobs.scene.Scene,
    actor: Person,
    person: Person,
    contract: Contract,
    values: collections.abc.Mapping[str, object],
) -> bool:
    """Change what was typed wrong, but no days; whether it changes anything. The person reads of other hours."""
    before = {name: getattr(contract, name) for name in sorted(CHANGED_BY_HAND)}
    changed = {name: value for name, value in values.items() if before[name] != value}
    if not changed:
        return False
    for name, value in changed.items():
        setattr(contract, name, value)
    scene.session.add(contract)
    old = {"contract": contract.id} | {name: before[name] for name in changed}
    data.audit.record(
        scene.session, scene.now, actor.slack_id, "contract.change", person.slack_id, before=old, after=changed
    )
    if "weekly_hours" in changed:
        _tell_in_the_morning(scene, person, contract, messages.contracts.has_hours(contract))
    return True


# -- an early end


@dataclasses.dataclass(frozen=True)
class Ended:
    """An early end as it is recorded, and when the person reads it: None for who can read nothing."""

    recorded: Audit
    read_at: datetime.datetime | None


def open_terms(scene: jobs.scene.Scene, person: Person) -> list[Contract]:
    """What runs or comes, the earliest first."""
    theirs = data.contracts.list_of(scene.session, person.id or 0)
    return [one for one in theirs if rules.contracts.running_or_coming(one, scene.day)]


def follows(scene: jobs.scene.Scene, person: Person, ending: Ending) -> messages.contracts.Follows:
    """What an early end means, beyond the terms themselves."""
    session, person_id = scene.session, person.id or 0
    decisions = data.renewals.load_decisions(session, [one.id or 0 for one in ending.terms])
    assignment = data.people.find_running_assignment(session, person_id)
    advisers = data.people.load_by_id(session, [assignment.adviser_id] if assignment else [])
    checkins = data.checkins.list_of_freelancer(session, person_id, ending.last_day - 7 * DAY)
    reports = data.reports.list_reported_by(session, person_id)
    return messages.contracts.Follows(
        decision=next((decisions[one.id or 0] for one in ending.terms if one.id in decisions), None),
        adviser=next(iter(advisers.values()), None),
        checkins=sum(_is_booked_after(one, ending.last_day) for one in checkins),
        reports=sum(one.state in data.reports.OPEN for one in reports),
        days_kept=scene.programme.days_kept_after_end,
        is_over=ending.last_day < scene.day,
        is_told=person.active,
    )


def _is_booked_after(checkin: data.models.Checkin, last_day: datetime.date) -> bool:
    booked = checkin.state == data.models.CheckinState.BOOKED
    return booked and checkin.booked_for is not None and checkin.booked_for > last_day


def end_early(scene: jobs.scene.Scene, actor: Person, person: Person, ending: Ending, ended: EndedAs) -> Ended:
    """It ends on that day, and no later term begins.

    What was on its way to them about what follows is taken back, for it follows no more.
    """
    terms = [one.model_dump(mode="json", warnings=False) for one in ending.terms]  # enums come from the store as words
    before = {"terms": terms}
    key = f"{_end_of(ending)}{scene.now.isoformat()}"
    words = messages.contracts.ends_early(ending), messages.contracts.ends_early_for_adviser(ending, person)
    for decision in data.renewals.load_decisions(scene.session, [one.id or 0 for one in ending.terms]).values():
        jobs.renewals.take_back(scene, actor, decision)
    for later in ending.left_out:
        data.morning.withdraw_all(scene.session, f"contract:{later.id}:dates:")
        data.contracts.remove(scene.session, later)
    if ending.last is not None:
        ending.last.agreed_ends = ending.last.agreed_ends or ending.last.ends
        ending.last.ends, ending.last.ended_as = ending.last_day + DAY, ended
        scene.session.add(ending.last)
    after = {"last_day": ending.last_day.isoformat(), "as": ended.value, "key": key}
    data.audit.record(scene.session, scene.now, actor.slack_id, data.contracts.END, person.slack_id, before, after)
    at = _tell(scene, person, key, *words)
    return Ended(data.contracts.list_ends(scene.session, person.slack_id)[-1], at)


def _end_of(ending: Ending) -> str:
    """How the keys of all begin that tells of an early end."""
    return f"contract:{ending.first.id}:end:"


def _tell(
    scene: jobs.scene.Scene,
    person: Person,
    key: str,
    payload: messages.text.Payload,
    for_adviser: messages.text.Payload,
) -> datetime.datetime | None:
    """The person reads it in their working hours, and their adviser in a morning after that."""
    at = jobs.sending.leaves_at(scene, person) if person.active else None
    if at is not None:
        reason = "their contract ends earlier than it was agreed"
        lane = f"@{person.slack_id}"
        draft = data.outbox.Draft(key=key, lane=lane, payload=payload, reason=reason, due_at=at, unasked=False)
        data.outbox.enqueue(scene.session, [draft])
    _tell_adviser(scene, person, f"{key}:adviser", for_adviser, at or scene.now + rules.undo.UNDO)
    return at


def _tell_adviser(
    scene: jobs.scene.Scene, person: Person, key: str, payload: messages.text.Payload, at: datetime.datetime
) -> None:
    assignment = data.people.find_running_assignment(scene.session, person.id or 0)
    if assignment is None:
        return
    adviser = data.people.load_by_id(scene.session, [assignment.adviser_id])[assignment.adviser_id]
    reason = "the days of a contract of one of your freelancers changed"
    jobs.morning.tell(scene.session, adviser, key, "contract", payload, reason, now=at, at_once=False)


def find_on_its_way(scene: jobs.scene.Scene, person: Person) -> Ended | None:
    """The last early end of somebody's, while it waits to be read by them."""
    recorded = data.contracts.find_last_end(scene.session, person.slack_id)
    notice = data.outbox.find_last(scene.session, _key(recorded)) if recorded else None
    if recorded is None or notice is None or notice.state != data.models.NoticeState.PENDING:
        return None
    return Ended(recorded, notice.due_at)


def terms_of(recorded: Audit) -> list[tuple[Contract, EndedAs]]:
    """The terms that an early end changed, as they were before, and how it says they end; none of who is forgotten."""
    ended = str((recorded.after or {})["as"])
    if ended not in tuple(EndedAs):
        return []
    return [(one, EndedAs(ended)) for one in _terms(recorded)]


def _terms(recorded: Audit) -> list[Contract]:
    kept = (recorded.before or {})["terms"]
    return [Contract.model_validate(one) for one in kept]  # type: ignore[attr-defined]  # a list, as it was recorded


def _key(recorded: Audit) -> str:
    return str((recorded.after or {})["key"])


# -- taking it back


def restore(scene: jobs.scene.Scene, actor: Person, person: Person, recorded: Audit) -> list[Contract] | None:
    """Let all be as it was before an early end, while the person has not read of it; None if that can't be.

    It can't either where their terms have changed since.
    """
    newest = data.contracts.find_last_end(scene.session, person.slack_id)
    if newest is None or newest.id != recorded.id or person.forgotten_at is not None:
        return None
    present = {one.id: one for one in data.contracts.list_of(scene.session, person.id or 0)}
    if _has_moved_on(recorded, present.values()):
        return None
    notice = data.outbox.find_last(scene.session, _key(recorded))
    if notice is not None and not data.outbox.drop_pending(scene.session, [_key(recorded)], scene.now):
        return None
    terms = [_put_back(present.get(one.id), one) for one in _terms(recorded)]
    for term in terms:
        data.contracts.add(scene.session, term)
    _retell_adviser(scene, person, recorded, terms)
    after = {"terms": [_days(one) for one in terms]}
    action = data.contracts.RESTORE
    data.audit.record(scene.session, scene.now, actor.slack_id, action, person.slack_id, recorded.after, after)
    return terms


def _has_moved_on(recorded: Audit, present: collections.abc.Iterable[Contract]) -> bool:
    """Whether the terms as they were before an early end don't fit any more: others came, or it ends otherwise now."""
    before, after = _terms(recorded), recorded.after or {}
    touched, known = {one.id for one in before}, list(present)
    others = [one for one in known if one.id not in touched]
    if any(rules.contracts.overlap(one, other) for one in before for other in others):
        return True
    ends = {(one.last_day.isoformat(), one.ended_as) for one in known if one.id in touched}
    return bool(ends - {(after["last_day"], after["as"])})


def _put_back(present: Contract | None, before: Contract) -> Contract:
    """What was changed besides its end since stays."""
    if present is None:
        return before
    present.ends, present.agreed_ends, present.ended_as = before.ends, before.agreed_ends, before.ended_as
    return present


def _retell_adviser(
    scene: jobs.scene.Scene, person: Person, recorded: Audit, terms: collections.abc.Sequence[Contract]
) -> None:
    """An adviser whose morning has told them of the end reads that it is so no more."""
    key = f"{_key(recorded)}:adviser"
    told = data.morning.find_keys(scene.session, [key])
    data.morning.withdraw_all(scene.session, key)
    if told & data.morning.find_keys(scene.session, [key]):
        _tell_adviser(scene, person, f"{key}:restored", messages.contracts.runs_on(person, terms), scene.now)
