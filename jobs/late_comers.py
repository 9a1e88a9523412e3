"""Late comers: who begins to take part gets the updates that concern them and are of use, in one message.

Each update is told to each person once, for the copy is recorded with it. The message shows how they read by now.
"""

import collections
import collections.abc
import dataclasses
import datetime

import sqlmodel

import data.contracts
import data.duty
import data.late_comers
import data.models
import data.outbox
import data.updates
import jobs.scene
import jobs.updates
import messages.late_comers
import messages.outgoing
import messages.text
import rules.audience
import rules.late_comers
import rules.local_time
import rules.pool
import rules.updates
import rules.working_hours

Update = data.models.Update
Copy = data.models.Copy
Person = data.models.Person

DAY = datetime.timedelta(days=1)

REASON = "updates that were sent before they took part concern their work"

LOOK_AGAIN = datetime.timedelta(hours=1)
"""After so long all is looked at though nothing is known to have changed: a contract may have begun."""


def tick(session: sqlmodel.Session, now: datetime.datetime) -> None:
    """Tell whoever came late, and let what they were told show what is so by now."""
    glance = data.late_comers.WATCH.glance(session, now)
    if glance.live_at is None or glance.is_in_vain(now):
        return
    scene = jobs.scene.load(session, now)
    again_at = glance.again_at
    if again_at is None or now >= again_at or not data.late_comers.differs_by_receipts(glance.seen, glance.holds):
        again_at = now + LOOK_AGAIN
        for person, updates in found(scene, glance.live_at):
            _tell(scene, person, updates)
    redraw(scene)
    data.late_comers.WATCH.record(session, now, again_at)


def found(scene: jobs.scene.Scene, live_at: datetime.datetime) -> list[tuple[Person, list[Update]]]:
    """Who takes part and did not when something was sent that concerns them, and what.

    What fell due before Muster went live is never sent.
    """
    today = scene.day
    running = data.late_comers.list_running(scene.session, scene.now, today)
    if not running:
        return []
    had = data.late_comers.list_had(scene.session, [update.id or 0 for update in running])
    programme = jobs.updates.programme(scene)
    new = [
        (update, person)
        for update in running
        for person in rules.audience.audience(update, programme)
        if (update.id or 0, person.id or 0) not in had
    ]
    contracts = _contracts(scene, {person.id or 0 for _, person in new})
    late: dict[int, tuple[Person, list[Update]]] = {}
    for update, person in new:
        if not _took_part(scene, person, contracts, max(update.sent_at or scene.now, live_at)):
            late.setdefault(person.id or 0, (person, []))[1].append(update)
    return list(late.values())


Contracts = collections.abc.Mapping[int, list[data.models.Contract]]


def _contracts(scene: jobs.scene.Scene, person_ids: collections.abc.Collection[int]) -> Contracts:
    contracts = collections.defaultdict(list)
    for contract in data.contracts.list_of_people(scene.session, list(person_ids)):
        contracts[contract.person_id].append(contract)
    return contracts


def _took_part(scene: jobs.scene.Scene, person: Person, contracts: Contracts, at: datetime.datetime) -> bool:
    day = at.astimezone(rules.pool.zone_of(person, scene.programme.time_zone)).date()
    return rules.late_comers.took_part(person, contracts.get(person.id or 0, ()), at, day)


def upcoming(
    scene: jobs.scene.Scene, live_at: datetime.datetime, until: datetime.datetime
) -> list[messages.outgoing.Planned]:
    """What those will be told whose contracts begin by then."""
    zone = scene.programme.time_zone
    days = {one.starts for one in data.contracts.list_running_or_coming(scene.session, scene.now.date())}
    begins = sorted(rules.local_time.instant(day, datetime.time(), zone) for day in days)
    planned: dict[str, messages.outgoing.Planned] = {}
    for at in (at for at in begins if scene.now < at <= until):
        then = dataclasses.replace(scene, now=at)
        for person, updates in found(then, live_at):
            due_at, _ = _due(then, person, updates)
            one = messages.outgoing.Planned(due_at, f"@{person.slack_id}", "updates for who comes late", REASON, person)
            planned.setdefault(person.slack_id, one)
    return [one for one in planned.values() if one.at <= until]


def _due(
    scene: jobs.scene.Scene, person: Person, updates: list[Update]
) -> tuple[datetime.datetime, rules.working_hours.Workdays]:
    """When they are told these, and the working days that it goes by."""
    absences = data.duty.list_absences(scene.session, since=scene.now.date() - DAY, person_id=person.id)
    workdays = rules.working_hours.person_workdays(person, absences, scene.programme)
    urgent = any(update.urgent for update in updates)
    return scene.now if urgent else rules.working_hours.next_start(workdays, scene.now), workdays


def _tell(scene: jobs.scene.Scene, person: Person, updates: list[Update]) -> None:
    """Record their copies, which are due when they next work; if any of it is urgent, at once."""
    due_at, workdays = _due(scene, person, updates)
    useful = [update for update in updates if due_at < rules.updates.ends_at(update, workdays.zone)]
    if not useful:
        return
    key = f"update:late:{person.slack_id}:{useful[0].id}"
    copies = [Copy(update_id=update.id or 0, person_id=person.id or 0, due_at=due_at, card=key) for update in useful]
    data.updates.add_copies(scene.session, copies)
    for update in useful:
        jobs.updates.watch(scene, update)
    ends_at = max(rules.updates.ends_at(update, workdays.zone) for update in useful)
    draft = _draft(scene, key, person, list(zip(useful, copies, strict=True)))
    data.outbox.enqueue(scene.session, [dataclasses.replace(draft, due_at=due_at, stale_at=ends_at)])


def _draft(scene: jobs.scene.Scene, card: str, person: Person, rows: list[tuple[Update, Copy]]) -> data.outbox.Draft:
    reader = messages.text.reader(person, scene.programme.time_zone)
    return data.outbox.Draft(
        key=card,
        lane=f"@{person.slack_id}",
        payload=messages.late_comers.message(rows, reader),
        reason=REASON,
        due_at=scene.now,
        card=card,
    )


def redraw(scene: jobs.scene.Scene) -> None:
    """Let each message show how its updates stand by now; what was cancelled in time is told no more."""
    today = scene.day
    for card, rows in data.late_comers.list_told(scene.session, today).items():
        current = [(update, copy) for update, copy, _ in rows if not rules.late_comers.was_spared(update, copy)]
        if current:
            draft = _draft(scene, card, rows[0][2], current)
            data.outbox.show(scene.session, dataclasses.replace(draft, key=f"{card}/{scene.now.isoformat()}"))
        else:
            data.outbox.drop_pending(scene.session, [card], scene.now)
