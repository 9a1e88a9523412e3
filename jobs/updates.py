"""What follows from sending an update: who gets it and when, and how far it has come."""

import collections
import collections.abc
import dataclasses
import datetime

import data.contracts
import data.copies
import data.duty
import data.models
import data.outbox
import data.people
import data.reports
import data.updates
import jobs.reports
import jobs.scene
import messages.text
import messages.updates
import rules.audience
import rules.pool
import rules.updates
import rules.working_hours

Update = data.models.Update
Copy = data.models.Copy
Scene = jobs.scene.Scene
State = data.models.NoticeState


@dataclasses.dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who would get an update, by the post in the channel or by a copy of their own, and when."""

    person: data.models.Person
    in_channel: bool
    due_at: datetime.datetime


def programme(scene: Scene) -> rules.audience.Programme:
    """Who could get an update now."""
    today = scene.day
    return rules.audience.Programme(
        people=data.people.list_everyone(scene.session),
        contracted=data.contracts.list_running_ids(scene.session, today),
        adviser_of=data.people.load_adviser_slack_ids(scene.session),
    )


def _programme_of(scene: Scene, update: Update) -> rules.audience.Programme:
    """The same, with who reported what it tells the end of."""
    report = data.reports.find(scene.session, update.report_id) if update.report_id else None
    if report is None:
        return programme(scene)
    return dataclasses.replace(programme(scene), reporters=frozenset(jobs.reports.reporters(scene, report)))


def audience(scene: Scene, update: Update) -> list[data.models.Person]:
    """Who would get it if it were sent now."""
    return [one.person for one in recipients(scene, update)]


def recipients(scene: Scene, update: Update) -> list[Recipient]:
    """The same with what each would get. Whom their working hours would let have it too late to be of use gets none."""
    leaves_at = rules.updates.leaves_at(update, scene.now)
    channel = scene.programme.updates_channel
    members = data.updates.list_members(scene.session, channel) if channel else set()
    concerned = rules.audience.audience(update, _programme_of(scene, update))
    absences = data.duty.list_absences(scene.session, since=leaves_at.date() - datetime.timedelta(days=1))
    all_workdays = rules.working_hours.people_workdays(concerned, absences, scene.programme)
    known: dict[rules.working_hours.Workdays, datetime.datetime] = {}  # many have the same
    found = []
    for person in concerned:
        workdays = all_workdays[person.id or 0]
        own = rules.updates.by_direct_message(update, person, members, channel)
        if workdays not in known:
            known[workdays] = rules.updates.due_at(update, leaves_at, workdays)
        due_at = known[workdays] if own else leaves_at
        if due_at < rules.updates.ends_at(update, workdays.zone):
            found.append(Recipient(person, not own, due_at))
    return found


def send(scene: Scene, update: Update) -> int:
    """Fix its recipients and what they get, which waits for two minutes at least; how many they are."""
    data.updates.save(scene.session, update)
    fixed = recipients(scene, update)
    update.state, update.sent_at = data.models.UpdateState.SENT, scene.now
    update.leaves_at = rules.updates.leaves_at(update, scene.now)
    rows = [(one.person.id, one.in_channel, one.due_at) for one in fixed]
    data.updates.add_recipients(scene.session, update.id or 0, rows)
    payload = messages.updates.copy(update)
    drafts = [draft(scene, update, one, one.person, payload) for one in fixed]
    data.outbox.enqueue(scene.session, {draft.key: draft for draft in drafts}.values())
    show(scene, update)
    return len(fixed)


def draft(
    scene: Scene, update: Update, copy: Copy | Recipient, person: data.models.Person, payload: messages.text.Payload
) -> data.outbox.Draft:
    """The message by which somebody gets it: all who read it in the channel get the same."""
    key = data.copies.channel(update.id or 0) if copy.in_channel else card(update, person)
    own = rules.pool.zone_of(person, scene.programme.time_zone)
    zone = scene.programme.time_zone if copy.in_channel else own
    return data.outbox.Draft(
        key=key,
        lane=scene.programme.updates_channel if copy.in_channel else f"@{person.slack_id}",
        payload=payload,
        reason=f"{messages.updates.number(update)} concerns {'some there' if copy.in_channel else 'your work'}",
        due_at=copy.due_at,
        card=key,
        stale_at=rules.updates.ends_at(update, zone),
    )


def undo(scene: Scene, update: Update) -> bool:
    """Make a draft of it again, of which nobody got anything; False if it is too late.

    The sender may have taken a copy since the press: then it is too late, whatever the clock said.
    """
    if not rules.updates.may_be_undone(update, scene.now) or not data.updates.take_back(scene.session, update.id or 0):
        return False
    update.state, update.sent_at, update.leaves_at = data.models.UpdateState.DRAFT, None, None
    update.text, update.correction, update.corrected_at = update.correction or update.text, None, None
    update.nudged_at = None
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
    data.outbox.drop_pending(scene.session, [f"{nudge_key(update, person)}:"], scene.now)
    if _is_drawn(scene, copy, update):
        shown = draft(scene, update, copy, person, messages.updates.copy(update, acknowledged=True))
        key = f"{shown.key}:{scene.now.isoformat()}"
        data.outbox.show(scene.session, dataclasses.replace(shown, key=key, due_at=scene.now, stale_at=None))
    watch(scene, update)
    return True


def _is_drawn(scene: Scene, copy: Copy, update: Update) -> bool:
    """Whether a copy shows its receipt by itself: what told several at once is drawn anew by the late comers' job.

    What was cancelled or retracted before it came is not brought by its receipt.
    """
    if copy.card is not None or copy.in_channel:
        return False
    arrived = data.copies.find_arrived(scene.session, copy.update_id, copy.person_id)
    return update.state == data.models.UpdateState.SENT or arrived is not None


def nudge_key(update: Update, person: data.models.Person | None = None) -> str:
    """How the keys begin of what asks for an update's receipts, or for somebody's."""
    return f"nudge:{update.id}:{person.slack_id}" if person else f"nudge:{update.id}"


def card(update: Update, person: data.models.Person | None = None) -> str:
    """The key of an update's card: in the triage channel, or somebody's copy."""
    return f"update:{update.id}:{person.slack_id}" if person else f"update:{update.id}"


def text(update: Update) -> data.copies.Text:
    """What its copies show by now."""
    return data.copies.Text(messages.updates.copy(update, acknowledged=True), messages.updates.copy(update))


def progress(scene: Scene, update: Update) -> messages.updates.Progress:
    """How far it has come, person by person: who is in the channel has it when the post is there."""
    counts: collections.Counter[str] = collections.Counter()
    failed: collections.Counter[str] = collections.Counter()
    for number in data.copies.count(scene.session, update.id or 0):
        if number.state == State.DEAD and not number.left:
            failed[number.error or number.state] += number.people
        elif number.left and number.state in (State.DEAD, State.DROPPED):
            counts["left"] += number.people
        else:
            counts[number.state] += number.people
    changing, unchanged = data.copies.count_edits(scene.session, update.id or 0) if _was_changed(update) else (0, 0)
    return messages.updates.Progress(
        sent=counts[State.SENT],
        waiting=counts[State.PENDING] + counts[State.SENDING],
        failed=dict(failed),
        uncertain=counts[State.UNCERTAIN],
        left=counts["left"],
        dropped=counts[State.DROPPED],
        changing=changing,
        unchanged=unchanged,
        acknowledged=data.copies.count_acknowledged(scene.session, update.id or 0),
    )


def _was_changed(update: Update) -> bool:
    return update.corrected_at is not None or update.state == data.models.UpdateState.RETRACTED


def watch(scene: Scene, update: Update) -> None:
    """Its card is drawn anew in a moment: however many press *Got it* by then, once."""
    update.watched = True
    data.updates.save(scene.session, update)


def show(scene: Scene, update: Update) -> None:
    """Draw its card in the triage channel, and again for as long as there will be more to show."""
    far = progress(scene, update)
    update.watched = far.is_moving or rules.updates.may_be_undone(update, scene.now)
    data.updates.save(scene.session, update)
    channel, key = scene.programme.triage_channel, card(update)
    if not channel:
        return
    shown = data.outbox.Draft(
        key=f"{key}/{scene.now.isoformat()}",
        lane=channel,
        payload=draw(scene, update, far),
        reason=f"how far {messages.updates.number(update)} has come",
        due_at=scene.now,
        card=key,
        unasked=False,
    )
    data.outbox.show(scene.session, shown)


def draw(
    scene: Scene, update: Update, far: messages.updates.Progress | None = None, buttons: bool = True
) -> messages.text.Payload:
    """Its card, with what can be done about it for who may."""
    author = data.people.load_by_id(scene.session, [update.author_id])[update.author_id]
    undoable = rules.updates.may_be_undone(update, scene.now)
    reader = messages.text.Reader(scene.programme.time_zone)
    return messages.updates.card(update, author, far or progress(scene, update), reader, undoable, buttons)
