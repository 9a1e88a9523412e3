"""Decisions on contracts: each is made, told to the person, and taken back until it has left."""

import collections.abc
import dataclasses
import datetime

import sqlmodel

import data.audit
import data.contracts
import data.models
import data.outbox
import data.people
import data.renewals
import data.rows
import jobs.scene
import jobs.sending
import messages.renewal_telling
import messages.renewals
import rules.contracts
import rules.renewals
import rules.undo

Choice = data.models.Choice
Contract = data.models.Contract
Decision = data.models.Decision
Person = data.models.Person

DAY = rules.renewals.DAY


@dataclasses.dataclass(frozen=True)
class Renewal:
    """A contract that ends, with all that is known about what follows.

    `version` is the number of the newest decision, 0 before the first: another one says that somebody decided since.
    """

    course: rules.renewals.Course
    person: Person
    adviser: Person | None
    recommendation: data.models.Recommendation | None = None
    wish: data.models.Wish | None = None
    version: int = 0

    @property
    def contract(self) -> Contract:
        """The term that ends."""
        return self.course.contract


def load(scene: jobs.scene.Scene, found: collections.abc.Sequence[tuple[Contract, Person]]) -> list[Renewal]:
    """The same contracts with what was said about each."""
    session, ladders = scene.session, scene.programme.ladders
    ids = [contract.id or 0 for contract, _ in found]
    decisions, wishes = data.renewals.load_decisions(session, ids), data.renewals.load_wishes(session, ids)
    told = data.renewals.load_told(session, ids, scene.now)
    recommendations = data.renewals.load_recommendations(session, ids)
    running = data.people.list_running_assignments_of(session, [contract.person_id for contract, _ in found])
    advisers = data.people.load_by_id(session, {one.adviser_id for one in running})
    of = {one.freelancer_id: advisers[one.adviser_id] for one in running}
    return [
        Renewal(
            rules.renewals.course(
                contract, ladders.of(contract), decisions.get(contract.id or 0), told.get(contract.id or 0)
            ),
            person,
            of.get(contract.person_id),
            recommendations.get(contract.id or 0),
            wishes.get(contract.id or 0),
            (decisions[contract.id or 0].id or 0) if contract.id in decisions else 0,
        )
        for contract, person in found
    ]


def list_ending(scene: jobs.scene.Scene, days: int, back: int = 0) -> list[Renewal]:
    """What ends within so many days of the programme's today, or ended up to `back` days ago, and nothing follows."""
    today = scene.day
    return load(scene, data.renewals.list_ending(scene.session, today - back * DAY, today + (days + 1) * DAY))


def list_due(scene: jobs.scene.Scene, days: int) -> list[Renewal]:
    """The same with what lapsed a few days ago, while its person keeps their commands."""
    today = scene.day
    found = list_ending(scene, days, back=scene.programme.days_kept_after_end)
    lapsed = rules.renewals.Standing.LAPSED
    return [one for one in found if one.course.days_left(today) >= 0 or one.course.standing(today) == lapsed]


# -- what managers do


def decide(scene: jobs.scene.Scene, actor: Person, decision: Decision) -> None:
    """Keep a decision; nobody but managers and who recommended knows of it until it is told."""
    data.rows.save(scene.session, decision)
    after = {"choice": str(decision.choice)} | ({"until": decision.until.isoformat()} if decision.until else {})
    subject = messages.renewals.numbered(decision.contract_id)
    data.audit.record(scene.session, scene.now, actor.slack_id, "contract.decide", subject, after=after)


def tell(scene: jobs.scene.Scene, actor: Person, decision: Decision, person: Person, words: str) -> datetime.datetime:
    """Send the person the words, in their working hours and not before two minutes are over; when that will be.

    They count as told when it is known that the words have left, and not before.
    """
    _drop_earlier(scene, decision)
    at = _send(scene, decision, person, words)
    decision.tell_at, decision.lost_at = at, None
    data.rows.save(scene.session, decision)
    _record(scene, actor, "contract.tell", decision)
    return at


def spoken(scene: jobs.scene.Scene, actor: Person, decision: Decision, by: str) -> datetime.datetime:
    """Somebody has told the person; from when on others may know, which is when two minutes are over."""
    _drop_earlier(scene, decision)
    decision.tell_at = scene.now + rules.undo.UNDO
    data.rows.save(scene.session, decision)
    _record(scene, actor, "contract.tell", decision, spoke=by)
    return decision.tell_at


def write(scene: jobs.scene.Scene, actor: Person, decision: Decision, person: Person, words: str) -> datetime.datetime:
    """After somebody has spoken with the person, send them the words too; when that will be."""
    at = _send(scene, decision, person, words)
    _record(scene, actor, "contract.write", decision)
    return at


def _drop_earlier(scene: jobs.scene.Scene, decision: Decision) -> None:
    """What was still to be written about an earlier decision is not so any more."""
    decisions = data.renewals.list_decisions(scene.session, decision.contract_id)
    data.outbox.drop_pending(scene.session, [key(one) for one in decisions if one.id != decision.id], scene.now)


def _send(scene: jobs.scene.Scene, decision: Decision, person: Person, words: str) -> datetime.datetime:
    at = jobs.sending.leaves_at(scene, person, not_before=decision.tell_at)
    before = data.outbox.find_last(scene.session, key(decision))
    draft = data.outbox.Draft(
        key=f"{key(decision)}{before.id if before else 0}",  # after an undo it is another message
        lane=f"@{person.slack_id}",
        payload=messages.renewal_telling.told(words),
        reason="a manager told them what follows their contract",
        due_at=at,
        unasked=False,
    )
    data.outbox.enqueue(scene.session, [draft])
    decision.words = words
    data.rows.save(scene.session, decision)
    return at


def key(decision: Decision) -> str:
    """How the keys of all begin that tells a person what was decided."""
    return f"decision:{decision.id}:"


def take_back(scene: jobs.scene.Scene, actor: Person, decision: Decision) -> bool:
    """Let what was to be told not be told, or not be written; False if it is on its way already."""
    dropped = data.outbox.drop_pending(scene.session, [key(decision)], scene.now)
    is_early = decision.tell_at is not None and decision.told_at is None and scene.now < decision.tell_at
    if not dropped and not (decision.choice == Choice.END and is_early):
        return False
    decision.words = None
    if decision.told_at is None:
        decision.tell_at = None
    data.rows.save(scene.session, decision)
    _record(scene, actor, "contract.untell", decision)
    return True


def _record(scene: jobs.scene.Scene, actor: Person, action: str, decision: Decision, **after: object) -> None:
    subject = messages.renewals.numbered(decision.contract_id)
    data.audit.record(scene.session, scene.now, actor.slack_id, action, subject, after=after or None)


def in_the_way(session: sqlmodel.Session, contract: Contract, following: Contract) -> Contract | None:
    """Another contract of the same person that has a day in common with the next term, but for one it takes over."""
    theirs = data.contracts.list_of(session, contract.person_id)
    others = (one for one in theirs if one.id != contract.id and one.starts != following.starts)
    return next((one for one in others if rules.contracts.overlap(one, following)), None)
