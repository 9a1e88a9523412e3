"""What follows from an act on a report: it is written down, its cards are redrawn, and its reporters are told."""

import collections.abc
import dataclasses
import datetime

import sqlmodel

import data.models
import data.outbox
import data.people
import data.reports
import jobs.triage_line
import messages.reporter_card
import messages.reports
import messages.text
import messages.triage_card
import rules.reports
import rules.settings

Report = data.models.Report


@dataclasses.dataclass(frozen=True)
class Scene:
    """What every act on a report needs: the store, the settings, and the clock."""

    session: sqlmodel.Session
    programme: rules.settings.Programme
    now: datetime.datetime


def file(scene: Scene, report: Report, person: data.models.Person) -> Report:
    """A new report: its card comes into the triage channel, and its reporter gets one of their own."""
    report.mentions = jobs.triage_line.mentions(scene.session, scene.programme, report, scene.now)
    data.reports.add(scene.session, report, person.id or 0)
    do(scene, report, rules.reports.Deed(rules.reports.Act.FILE, scene.now, person.id))
    jobs.triage_line.show(scene.session, scene.programme, report, scene.now)
    return report


def do(scene: Scene, report: Report, deed: rules.reports.Deed) -> rules.reports.Obstacle | None:
    """Do it to the report, if it can be done; why not, if it can't."""
    before = report.original_id
    original = data.reports.find(scene.session, deed.original_id) if deed.original_id else None
    duplicates = data.reports.list_duplicates(scene.session, [report.id or 0])
    why = rules.reports.obstacle(report, deed, original, bool(duplicates))
    if why is not None:
        return why
    for change in rules.reports.changes(report, deed, original, duplicates):
        _record(scene, change)
    show(scene, report, before)
    return None


def _record(scene: Scene, change: rules.reports.Change) -> None:
    deed = change.deed
    event = data.models.ReportEvent(
        report_id=change.report.id or 0,
        at=deed.at,
        actor_id=deed.actor_id,
        act=deed.act,
        state=data.models.ReportState(str(change.values["state"])),
        person_id=deed.person_id,
        words=deed.words,
        remark_id=deed.remark_id,
    )
    data.reports.change(scene.session, change.report, change.values, event)


# -- what is shown


def load(scene: Scene, report: Report) -> messages.reports.Shown:
    """A report with its people."""
    session = scene.session
    head = data.reports.find(session, report.original_id) if report.original_id else None
    duplicates = data.reports.list_duplicates(session, [report.id or 0])
    theirs = data.reports.list_reporters(session, [report.id or 0, *(one.id or 0 for one in duplicates)])
    joined = sorted((one for each in theirs.values() for one in each), key=lambda one: (one.joined_at, one.person_id))
    ids = list(dict.fromkeys(one.person_id for one in joined))
    holder_id = (head or report).holder_id
    people = data.people.load_by_id(session, {*ids, *([holder_id] if holder_id else [])})
    return messages.reports.Shown(
        report=report,
        reporters=[people[ident] for ident in ids],
        holder=people.get(holder_id or 0),
        head=head,
        duplicates=len(duplicates),
    )


def load_moved(scene: Scene, report: Report) -> messages.reports.Moved:
    """Who moved the report last, and how."""
    event = data.reports.find_last_event(scene.session, report.id or 0, rules.reports.MOVES)
    if event is None:
        return messages.reports.Moved(0, rules.reports.Act.FILE, report.filed_at, None)
    actor_id = event.actor_id or 0
    actor = data.people.load_by_id(scene.session, [actor_id]).get(actor_id)
    return messages.reports.Moved(event.id or 0, rules.reports.Act(event.act), event.at, actor)


def show(scene: Scene, report: Report, before: int | None = None) -> None:
    """Draw every card of the report, of its original, of the one that it had `before`, and of all their duplicates."""
    heads = {report.original_id or report.id or 0, *filter(None, [before])}
    originals = data.reports.load(scene.session, heads).values()
    for one in [*originals, *data.reports.list_duplicates(scene.session, heads)]:
        _show(scene, one)


def _show(scene: Scene, report: Report) -> None:
    shown = load(scene, report)
    channel = scene.programme.triage_channel
    reason = f"{messages.reports.number(report)} changed"
    if channel:
        reader = messages.text.Reader(scene.programme.time_zone)
        _draw(scene, card(report), channel, messages.triage_card.card(shown, reader), reason)
    for person in _own_reporters(scene, shown):
        reader = messages.text.reader(person, scene.programme.time_zone)
        payload = messages.reporter_card.card(shown, reader)
        _draw(scene, card(report, person), f"@{person.slack_id}", payload, "you reported it")


def _own_reporters(scene: Scene, shown: messages.reports.Shown) -> list[data.models.Person]:
    """Who reported this one, and not a duplicate of it; who has left has no card."""
    theirs = data.reports.list_reporters(scene.session, [shown.report.id or 0])[shown.report.id or 0]
    ids = {one.person_id for one in theirs}
    people = data.people.load_by_id(scene.session, ids)
    return [person for person in people.values() if person.active]


def card(report: Report, person: data.models.Person | None = None) -> str:
    """The key of a report's card: in the triage channel, or in a reporter's direct messages."""
    return f"bug:{report.id}:{person.slack_id}" if person else f"bug:{report.id}"


def _draw(scene: Scene, key: str, lane: str, payload: messages.text.Payload, reason: str) -> None:
    draft = data.outbox.Draft(
        key=f"{key}:{scene.now.isoformat()}",
        lane=lane,
        payload=payload,
        reason=reason,
        due_at=scene.now,
        card=key,
        unasked=False,  # it follows from what somebody did
    )
    data.outbox.show(scene.session, draft)


def tell_reporters(
    scene: Scene,
    report: Report,
    what: str,
    payload_for: collections.abc.Callable[[data.models.Person], messages.text.Payload],
) -> None:
    """One new line under each reporter's card; of the duplicates too."""
    head_id = report.original_id or report.id or 0
    ids = [head_id, *(one.id or 0 for one in data.reports.list_duplicates(scene.session, [head_id]))]
    for report_id, reporters in data.reports.list_reporters(scene.session, ids).items():
        people = data.people.load_by_id(scene.session, {one.person_id for one in reporters})
        data.outbox.enqueue(
            scene.session,
            [
                _line(scene, f"bug:{report_id}:{person.slack_id}", what, person, payload_for(person))
                for person in people.values()
                if person.active
            ],
        )


def _line(
    scene: Scene, thread: str, what: str, person: data.models.Person, payload: messages.text.Payload
) -> data.outbox.Draft:
    key = f"{thread}:{what}:{scene.now.isoformat()}"
    return data.outbox.Draft(
        key=key,
        lane=f"@{person.slack_id}",
        payload=payload | {"reply_broadcast": True},
        reason="you reported it",
        due_at=scene.now,
        card=key,
        thread=thread,
        unasked=False,
    )
