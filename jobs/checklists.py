"""Checklists: items are made, follow their contract and template, and are ticked."""

import collections
import collections.abc
import datetime
import itertools

import sqlmodel

import data.audit
import data.checklists
import data.contracts
import data.models
import data.morning
import data.people
import data.renewals
import data.rows
import jobs.checklist_parts
import jobs.morning
import jobs.scene
import messages.checklists
import messages.text
import rules.checklists
import rules.local_time
import rules.renewals

Contract = data.models.Contract
Item = data.models.ChecklistItem
Person = data.models.Person
TemplateItem = data.models.TemplateItem

DAY = datetime.timedelta(days=1)

LOOK_AGAIN = datetime.timedelta(hours=1)
"""After so long all is looked at though nothing is known to have changed, while Muster is quiet."""

UNREAD_AGAIN = datetime.timedelta(minutes=5)
"""The same while somebody has yet to read that their contract ends early."""

CHANGED_AT_ONCE = 50
"""Contracts whose items one tick makes or changes: where a template changes, all do."""


# -- what happens by itself


def tick(session: sqlmodel.Session, now: datetime.datetime) -> None:
    """Let every contract have the items that it should have by now."""
    glance = data.checklists.WATCH.glance(session, now)
    if glance.is_in_vain(now):
        return
    if not data.checklists.has_templates(session):
        _make_templates(session)
    again_at = now + LOOK_AGAIN
    if glance.live_at is not None:
        scene = jobs.scene.load(session, now)
        again_at = _plan(scene, glance.live_at)
    data.checklists.WATCH.record(session, now, again_at)


def _make_templates(session: sqlmodel.Session) -> None:
    for template in rules.checklists.usual():
        data.rows.save(session, template)


def _plan(scene: jobs.scene.Scene, live_at: datetime.datetime) -> datetime.datetime:
    """Make, change and remove items; when to look again."""
    session, zone = scene.session, scene.programme.time_zone
    today, live_on = scene.now.astimezone(zone).date(), live_at.astimezone(zone).date()
    late, ahead = rules.checklists.LATE * DAY, rules.checklists.AHEAD * DAY
    found = data.checklists.list_concerned(session, live_on, today - late, today, today + ahead)
    cases = _cases(scene, found)
    templates = data.checklists.list_templates(session)
    items = data.checklists.load_items(session, [contract.id or 0 for contract, _ in found])
    differing: dict[int, rules.checklists.Changes] = {}
    for case in cases:
        wanted = rules.checklists.wanted(case, templates, live_on, today)
        changes = rules.checklists.changes(wanted, items[case.contract.id or 0])
        if changes != rules.checklists.NO_CHANGES:
            differing[case.contract.id or 0] = changes
    _apply(scene, dict(itertools.islice(differing.items(), CHANGED_AT_ONCE)))
    if len(differing) > CHANGED_AT_ONCE:  # the next tick goes on
        return scene.now
    unread = any(case.contract.ended_as is not None and not case.has_read for case in cases)
    return scene.now + UNREAD_AGAIN if unread else rules.local_time.instant(today + DAY, datetime.time(), zone)


def _cases(
    scene: jobs.scene.Scene, found: collections.abc.Sequence[tuple[Contract, Person]]
) -> list[rules.checklists.Case]:
    session = scene.session
    people = [person.id or 0 for _, person in found]
    told = data.renewals.load_told(session, [contract.id or 0 for contract, _ in found], scene.now)
    managers = data.people.list_managers(session)
    running = data.people.list_running_assignments_of(session, people)
    advisers = data.people.load_by_id(session, {one.adviser_id for one in running})
    adviser_of = {one.freelancer_id: advisers[one.adviser_id] for one in running if advisers[one.adviser_id].active}
    terms: dict[int, list[Contract]] = {}
    for term in data.contracts.list_of_people(session, people):
        terms.setdefault(term.person_id, []).append(term)
    return [
        rules.checklists.Case(
            contract=contract,
            person=person,
            owners=rules.checklists.owners(
                rules.renewals.owner(contract, managers) or next(iter(managers), None),  # who manages alone has it all
                adviser_of.get(contract.person_id),
                person,
            ),
            before=rules.checklists.before(contract, terms[contract.person_id]),
            is_followed=rules.checklists.is_followed(contract, terms[contract.person_id]),
            told=told.get(contract.id or 0),
            has_read=_has_read(session, contract, person),
        )
        for contract, person in found
    ]


def _has_read(session: sqlmodel.Session, contract: Contract, person: Person) -> bool:
    """Whether an early end is known to the person; whose account is deactivated reads nothing any more."""
    if contract.ended_as is None:
        return False
    return not person.active or data.checklists.has_read_of_end(session, contract, person)


def _apply(scene: jobs.scene.Scene, changes: collections.abc.Mapping[int, rules.checklists.Changes]) -> None:
    """Make, change and remove the items of contracts; the mornings that told of them say so."""
    new = [{"contract_id": ident, **vars(one)} for ident, each in changes.items() for one in each.new]
    gone = [item for each in changes.values() for item in each.gone]
    changed = [entry for each in changes.values() for entry in each.changed]
    touched: dict[int, set[str]] = collections.defaultdict(set)
    for item in (*gone, *(item for item, _ in changed)):
        touched[item.owner_id].add(str(item.id))
    for item, one in changed:
        item.words, item.link, item.owner_id, item.due = one.words, one.link, one.owner_id, one.due
    data.checklists.add(scene.session, new)
    data.checklists.remove(scene.session, gone)
    for owner_id, about in touched.items():
        _redraw(scene, owner_id, about)


def _redraw(scene: jobs.scene.Scene, owner_id: int, about: collections.abc.Set[str]) -> None:
    """Let the mornings that told somebody of any of these items say what is so by now."""
    told = data.morning.list_told_of(scene.session, owner_id, f"{jobs.checklist_parts.KIND}:")
    parts = [part for part in told if not about.isdisjoint(jobs.checklist_parts.items_of(part))]
    owner = data.people.load_by_id(scene.session, [owner_id])[owner_id]
    jobs.morning.rewrite(scene.session, owner, [(part, _drawn(scene, part)) for part in parts], scene.now)


def _drawn(scene: jobs.scene.Scene, part: data.models.MorningPart) -> messages.text.Payload:
    found = data.checklists.list_by_id(scene.session, [int(about) for about in jobs.checklist_parts.items_of(part)])
    lines = [jobs.checklist_parts.line(one, part.person_id) for one in found if one[0].owner_id == part.person_id]
    return messages.checklists.redrawn(part.payload, {one.about: one for one in lines})


# -- what people do


def mark(scene: jobs.scene.Scene, actor: Person, item: Item, person: Person, is_done: bool) -> None:
    """Tick an item, or take its tick back."""
    if (item.ticked_at is not None) == is_done:
        return
    item.ticked_at, item.ticked_by_id = (scene.now, actor.id) if is_done else (None, None)
    data.rows.save(scene.session, item)
    after = {"item": item.id, "checklist": str(item.checklist)}
    action = "checklist.tick" if is_done else "checklist.untick"
    data.audit.record(scene.session, scene.now, actor.slack_id, action, person.slack_id, after=after)
    _redraw(scene, item.owner_id, {str(item.id)})


def want_back(scene: jobs.scene.Scene, actor: Person, contract: Contract, person: Person, answer: str) -> None:
    """Keep whether somebody is wanted back; the record of changes does not say what was answered."""
    contract.rejoin = data.models.Rejoin(answer)
    data.contracts.add(scene.session, contract)
    after = {"contract": contract.id}
    data.audit.record(scene.session, scene.now, actor.slack_id, "contract.rejoin", person.slack_id, after=after)


def keep_template(scene: jobs.scene.Scene, actor: Person, template: TemplateItem) -> None:
    """Keep a new or changed item of a template, or that one is removed."""
    data.rows.save(scene.session, template)
    subject, after = f"template {template.id}", {"removed": template.removed_at is not None}
    data.audit.record(scene.session, scene.now, actor.slack_id, "template.change", subject, after=after)
