"""What follows from sending an update: who gets it and when, and how far it has come."""

import collections
import collections.abc
import dataclasses
import datetime

import sqlmodel

import data.contracts
import data.duty
import data.models
import data.outbox
import data.people
import data.updates
import messages.updates
import rules.audience
import rules.settings
import rules.updates
import rules.working_hours

Update = data.models.Update
Copy = data.models.Copy
State = data.models.NoticeState

FAILED = (State.DEAD, State.UNCERTAIN)


@dataclasses.dataclass(frozen=True)
class Scene:
    """What every act on an update needs: the store, the settings, and the clock."""

    session: sqlmodel.Session
    programme: rules.settings.Programme
    now: datetime.datetime


def programme(scene: Scene) -> rules.audience.Programme:
    """Who could get an update now."""
    people = data.people.list_everyone(scene.session)
    today = scene.now.astimezone(scene.programme.time_zone).date()
    running = data.contracts.list_running_or_coming(scene.session, today)
    slack_ids = {person.id: person.slack_id for person in people}
    assignments = data.people.list_running_assignments(scene.session)
    return rules.audience.Programme(
        people=people,
        contracted={contract.person_id for contract in running if contract.starts <= today},
        adviser_of={one.freelancer_id: slack_ids[one.adviser_id] for one in assignments},
    )


def audience(scene: Scene, update: Update) -> list[data.models.Person]:
    """Who would get it if it were sent now."""
    return rules.audience.audience(update, programme(scene))


def send(scene: Scene, update: Update) -> int:
    """Fix its recipients and what they get, which waits for two minutes at least; how many they are."""
    recipients = audience(scene, update)
    leaves_at = rules.updates.leaves_at(update, scene.now)
    update.state, update.sent_at, update.leaves_at = data.models.UpdateState.SENT, scene.now, leaves_at
    data.updates.save(scene.session, update)
    channel = scene.programme.updates_channel
    copies = _copies(scene, update, recipients, channel, leaves_at)
    data.updates.add_copies(scene.session, copies)
    people = {person.id: person for person in recipients}
    drafts = [_draft(update, copy, people[copy.person_id]) for copy in copies if not copy.in_channel]
    data.outbox.enqueue(scene.session, [*_post(update, copies, channel, leaves_at), *drafts])
    show(scene, update)
    return len(copies)


def _copies(
    scene: Scene,
    update: Update,
    recipients: collections.abc.Iterable[data.models.Person],
    channel: str,
    leaves_at: datetime.datetime,
) -> list[Copy]:
    absences = data.duty.list_absences(scene.session, since=leaves_at.date() - datetime.timedelta(days=1))
    members = data.updates.list_members(scene.session, channel) if channel else set()
    found = []
    for person in recipients:
        own = rules.updates.by_direct_message(update, person, members, channel)
        workdays = rules.working_hours.person_workdays(person, absences, scene.programme)
        due_at = rules.updates.due_at(update, leaves_at, workdays) if own else leaves_at
        found.append(Copy(update_id=update.id or 0, person_id=person.id or 0, in_channel=not own, due_at=due_at))
    return found


def _draft(update: Update, copy: Copy, person: data.models.Person) -> data.outbox.Draft:
    key = card(update, person)
    return data.outbox.Draft(
        key=key,
        lane=f"@{person.slack_id}",
        payload=messages.updates.copy(update),
        reason=f"{messages.updates.number(update)} concerns your work",
        due_at=copy.due_at,
        card=key,
    )


def _post(
    update: Update, copies: collections.abc.Iterable[Copy], channel: str, leaves_at: datetime.datetime
) -> list[data.outbox.Draft]:
    """The post in the updates channel, if it is for anybody there."""
    if not any(copy.in_channel for copy in copies):
        return []
    key = f"update:{update.id}:channel"
    payload = messages.updates.copy(update)
    reason = f"{messages.updates.number(update)} was sent"
    return [data.outbox.Draft(key=key, lane=channel, payload=payload, reason=reason, due_at=leaves_at, card=key)]


def undo(scene: Scene, update: Update) -> bool:
    """Make a draft of it again, of which nobody got anything; False if it is too late."""
    if not rules.updates.may_be_undone(update, scene.now):
        return False
    data.updates.drop_before_leaving(scene.session, update.id or 0)
    data.updates.remove_copies(scene.session, update.id or 0)
    update.state, update.sent_at, update.leaves_at = data.models.UpdateState.DRAFT, None, None
    data.updates.save(scene.session, update)
    show(scene, update)
    return True


def acknowledge(scene: Scene, update: Update, person: data.models.Person) -> bool:
    """Somebody has got it, which counts once; False if it was known, or they get no copy."""
    copy = data.updates.find_copy(scene.session, update.id or 0, person.id or 0)
    if copy is None or copy.acknowledged_at is not None:
        return False
    copy.acknowledged_at = scene.now
    scene.session.add(copy)
    draft = _draft(update, copy, person)
    payload = messages.updates.copy(update, acknowledged=True)
    key = f"{draft.key}:{scene.now.isoformat()}"
    data.outbox.show(scene.session, dataclasses.replace(draft, key=key, payload=payload, due_at=scene.now))
    show(scene, update)
    return True


def card(update: Update, person: data.models.Person | None = None) -> str:
    """The key of an update's card: in the triage channel, or somebody's copy."""
    return f"update:{update.id}:{person.slack_id}" if person else f"update:{update.id}"


def progress(scene: Scene, update: Update) -> messages.updates.Progress:
    """How far it has come, person by person: who is in the channel has it when the post is there."""
    in_channel, acknowledged = data.updates.count_copies(scene.session, update.id or 0)
    counts: collections.Counter[str] = collections.Counter()
    failed: collections.Counter[str] = collections.Counter()
    for state, error, posted, number in data.updates.count_states(scene.session, update.id or 0):
        people = in_channel if posted else number
        counts[state] += people
        if state in FAILED:
            failed[error or state] += people
    waiting = counts[State.PENDING] + counts[State.SENDING]
    return messages.updates.Progress(counts[State.SENT], waiting, dict(failed), acknowledged)


def show(scene: Scene, update: Update) -> None:
    """Draw its card in the triage channel."""
    channel = scene.programme.triage_channel
    author = data.people.load_by_id(scene.session, [update.author_id])[update.author_id]
    if not channel:
        return
    payload = messages.updates.card(
        update, author, progress(scene, update), rules.updates.may_be_undone(update, scene.now)
    )
    key = card(update)
    draft = data.outbox.Draft(
        key=f"{key}/{scene.now.isoformat()}",
        lane=channel,
        payload=payload,
        reason=f"how far {messages.updates.number(update)} has come",
        due_at=scene.now,
        card=key,
        unasked=False,
    )
    data.outbox.show(scene.session, draft)
