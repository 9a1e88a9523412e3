"""Decisions on contracts: what each does, when it is told, and what follows then."""

import collections.abc
import dataclasses
import datetime

import sqlmodel

import data.audit
import data.contracts
import data.duty
import data.models
import data.outbox
import data.people
import data.renewals
import jobs.scene
import messages.renewals
import messages.text
import rules.renewals
import rules.working_hours

Choice = data.models.Choice
Contract = data.models.Contract
Decision = data.models.Decision
Person = data.models.Person

DAY = rules.renewals.DAY

UNDO = datetime.timedelta(minutes=2)
"""How long nothing is sent, for who sees a mistake just after."""

LOOK_AGAIN = datetime.timedelta(hours=6)


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
    today = scene.now.astimezone(scene.programme.time_zone).date()
    return load(scene, data.renewals.list_ending(scene.session, today - back * DAY, today + (days + 1) * DAY))


# -- what managers do


def decide(scene: jobs.scene.Scene, actor: Person, decision: Decision) -> None:
    """Keep a decision; nobody but managers and who recommended knows of it until it is told."""
    data.renewals.save(scene.session, decision)
    after = {"choice": decision.choice.value} | ({"until": decision.until.isoformat()} if decision.until else {})
    subject = messages.renewals.numbered(decision.contract_id)
    data.audit.record(scene.session, scene.now, actor.slack_id, "contract.decide", subject, after=after)


def tell(scene: jobs.scene.Scene, actor: Person, decision: Decision, person: Person, words: str) -> datetime.datetime:
    """Send the person the words, in their working hours and not before two minutes are over; when that will be."""
    absences = data.duty.list_absences(scene.session, since=scene.now.date() - DAY, person_id=person.id)
    workdays = rules.working_hours.person_workdays(person, absences, scene.programme)
    decision.words = words
    decision.told_at = rules.working_hours.next_start(workdays, scene.now + UNDO)
    data.renewals.save(scene.session, decision)
    data.outbox.enqueue(
        scene.session,
        [
            data.outbox.Draft(
                key=f"decision:{decision.id}:{scene.now.isoformat()}",
                lane=f"@{person.slack_id}",
                payload=messages.renewals.told(words),
                reason="a manager told them what follows their contract",
                due_at=decision.told_at,
                unasked=False,
            )
        ],
    )
    subject = messages.renewals.numbered(decision.contract_id)
    data.audit.record(scene.session, scene.now, actor.slack_id, "contract.tell", subject)
    return decision.told_at


def take_back(scene: jobs.scene.Scene, actor: Person, decision: Decision) -> bool:
    """Let what was to be told not be told; False if it is on its way already."""
    if decision.told_at is None or decision.told_at <= scene.now:
        return False
    dropped = data.outbox.drop_pending(scene.session, [f"decision:{decision.id}:"], scene.now)
    if not dropped:
        return False
    decision.told_at = None
    data.renewals.save(scene.session, decision)
    subject = messages.renewals.numbered(decision.contract_id)
    data.audit.record(scene.session, scene.now, actor.slack_id, "contract.untell", subject)
    return True


# -- what follows by itself


def tick(session: sqlmodel.Session, now: datetime.datetime) -> None:
    """Let decisions take effect that have been told."""
    if data.renewals.WATCH.glance(session, now).is_in_vain(now):
        return
    scene = jobs.scene.load(session, now)
    for decision in data.renewals.list_told(session, now):
        _take_effect(scene, decision)
    following = data.renewals.find_next_telling(session, now)
    data.renewals.WATCH.record(session, now, min(filter(None, (following, now + LOOK_AGAIN))))


def _take_effect(scene: jobs.scene.Scene, decision: Decision) -> None:
    contract = data.contracts.find(scene.session, decision.contract_id)
    if contract is not None and decision.choice == Choice.RENEW and decision.last_day is not None:
        _add_next_term(scene, contract, decision)
    decision.done_at = scene.now
    data.renewals.save(scene.session, decision)


def _add_next_term(scene: jobs.scene.Scene, contract: Contract, decision: Decision) -> None:
    """The next term begins where this one ends, for the same work."""
    following = Contract(
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
    data.contracts.add(scene.session, following)
    actor = data.people.load_by_id(scene.session, [decision.actor_id])[decision.actor_id]
    days = {"starts": following.starts.isoformat(), "ends": following.ends.isoformat()}
    subject = messages.renewals.numbered(following.id or 0)
    data.audit.record(scene.session, scene.now, actor.slack_id, "contract.renew", subject, after=days)
