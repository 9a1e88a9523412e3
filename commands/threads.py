"""What people write under a card, or to Muster in their direct messages: told by Slack's events."""

import dataclasses
import datetime
import enum
import typing

import sqlmodel

import commands.dispatch
import commands.request
import commands.rows
import data.models
import data.outbox
import data.people
import data.remarks
import data.reports
import jobs.remarks
import jobs.reports
import jobs.scene
import messages.remarks
import messages.text
import rules.errors
import rules.guard
import rules.redaction

Message = commands.request.Message
Person = data.models.Person
Remark = data.models.Remark

LATE = datetime.timedelta(hours=1)
"""For so long Slack tells again of a message that we failed to save: what became of it since may be told first."""


class Change(enum.Enum):
    """What became of a message."""

    WRITTEN = "written"
    EDITED = "edited"
    DELETED = "deleted"


@dataclasses.dataclass(frozen=True)
class Told:
    """A message that somebody wrote, changed or deleted."""

    message: Message
    change: Change


def concerns(session: sqlmodel.Session, told: Told) -> bool:
    """Whether anything here follows from it: all that is written to Muster, replies under a card, and what is kept."""
    message = told.message
    if message.is_direct:
        return True
    if told.change is not Change.WRITTEN:
        return data.remarks.find_at(session, message.channel, message.ts) is not None
    if message.thread is None:
        return False
    place = session, message.channel, message.thread
    return jobs.remarks.under(*place) is not None or jobs.remarks.under_copy(*place) is not None


def told(session: sqlmodel.Session, incoming: commands.dispatch.Incoming, change: Change) -> None:
    """Do what follows. An event that is told again changes nothing, for a message is kept once."""
    if incoming.message is None:
        raise ValueError("such an event brings a message")
    event = _Event(session, incoming, incoming.message, change)
    remark = data.remarks.find_at(session, event.message.channel, event.message.ts)
    if remark is not None:
        _change(event, remark)
    elif event.message.is_direct:
        _take_direct(event)
    elif change is Change.WRITTEN:
        _take_word(event)
        _point_out(event)


@dataclasses.dataclass(frozen=True)
class _Event:
    """What is told, with the store."""

    session: sqlmodel.Session
    incoming: commands.dispatch.Incoming
    message: Message
    change: Change

    @property
    def scene(self) -> jobs.scene.Scene:
        """What the jobs need for what follows."""
        return jobs.scene.load(self.session, self.incoming.now)

    @property
    def is_late(self) -> bool:
        """Whether the message itself was surely told before."""
        written = datetime.datetime.fromtimestamp(float(self.message.ts), datetime.UTC)
        return self.change is not Change.WRITTEN and self.incoming.now - written > LATE

    def is_by(self, who: commands.rows.Roles) -> bool:
        """Whether its author has one of these roles."""
        person = data.people.find(self.session, self.incoming.slack_id)
        return person is not None and person.active and bool(person.roles & who)

    def say(self, key: str, payload: messages.text.Payload) -> None:
        """Answer in the direct messages, once for each key."""
        answer = data.outbox.Draft(
            key=key,
            lane=f"@{self.incoming.slack_id}",
            payload=payload,
            reason="you wrote to Muster",
            due_at=self.incoming.now,
            unasked=False,
        )
        data.outbox.enqueue(self.session, [answer])


def _change(event: _Event, remark: Remark) -> None:
    """Let the copies say what the message says by now; what was withdrawn stays so."""
    if event.change is Change.WRITTEN or remark.withdrawn_at is not None:
        return
    if event.change is Change.DELETED or _counts(event, remark):
        data.remarks.change(event.session, remark, **_kept(event))
        jobs.remarks.redraw(event.scene, remark)


def _counts(event: _Event, remark: Remark) -> bool:
    """Whether an edit does: no later one was told before, and it brings back nothing that was redacted."""
    is_older = float(event.message.edited or 0) < float(remark.edited_ts or 0)
    return event.is_by(commands.rows.ALL) and not is_older and rules.redaction.REMOVED not in remark.words


def _take_direct(event: _Event) -> None:
    """Words in the direct messages: a reply under a report's card, or free words."""
    if event.is_late:
        return
    try:
        person = commands.dispatch.authorise(event.session, commands.rows.ALL, event.incoming.slack_id)
    except rules.errors.NotAllowed as refusal:
        if event.change is Change.WRITTEN:  # what is left of a deleted message, Slack's own account has written
            day = event.incoming.now.date()
            event.say(f"refused:{event.incoming.slack_id}:{day}", messages.text.message(str(refusal)))
        return
    remark = Remark(
        author_id=person.id or 0,
        channel=event.message.channel,
        ts=event.message.ts,
        at=event.incoming.now,
        **_kept(event),
    )
    if remark.words or remark.files or remark.withdrawn_at:
        _take(event, person, remark)


def _kept(event: _Event) -> dict[str, typing.Any]:
    """What is kept of a message: its words without what is private, and the links of its files by name."""
    if event.change is Change.DELETED:  # so that the message itself, told after its end, goes nowhere
        return {"words": "", "files": {}, "withdrawn_at": event.incoming.now}
    words, files = _hidden(event.session, event.message)
    return {"words": words, "files": files, "edited_ts": event.message.edited}


def draft(session: sqlmodel.Session, message: Message) -> str:
    """A message as a text to begin with: what is private in it is hidden, and its files are lines of their own."""
    words, files = _hidden(session, message)
    return "\n".join([*filter(None, [words]), *(f"{name}: {link}" for name, link in files.items())])


def _hidden(session: sqlmodel.Session, message: Message) -> tuple[str, dict[str, str]]:
    """The words and files, with people's names for mentions, and without what is private."""
    mentioned = data.people.list_named(session, messages.text.mentioned(message.text))
    names = {person.slack_id: person.name for person in mentioned}
    words = rules.guard.hide(messages.text.plain(message.text, names)).text.strip()
    return words, message.safe_files


def _take(event: _Event, person: Person, remark: Remark) -> None:
    """Pass a reply on; ask of free words who shall read them; say to those on duty that nobody reads them here."""
    report, update = _report_under(event, person), _update_under(event, person)
    if report is None and update is None and not person.freelancer:
        event.say(f"words:{remark.channel}:{remark.ts}", messages.remarks.not_passed_on())
        return
    data.remarks.add(event.session, remark)
    if remark.withdrawn_at is not None:
        return
    if report is not None:
        jobs.remarks.reply(event.scene, remark, report)
    elif update is not None:
        jobs.remarks.reply_to_update(event.scene, remark, update)
    else:
        jobs.remarks.offer(event.scene, remark, person)


def _report_under(event: _Event, person: Person) -> data.models.Report | None:
    """The report under whose card in their own direct messages a reporter wrote."""
    message = event.message
    found = jobs.remarks.under(event.session, message.channel, message.thread) if message.thread else None
    if found is None or found[1] != person.slack_id:
        return None
    if not data.reports.is_reporter(event.session, found[0], person.id or 0):
        return None
    return data.reports.find(event.session, found[0])


def _update_under(event: _Event, person: Person) -> data.models.Update | None:
    """The update under whose copy in their own direct messages a recipient wrote."""
    message = event.message
    found = jobs.remarks.under_copy(event.session, message.channel, message.thread) if message.thread else None
    if found is None or found[1] != person.slack_id:
        return None
    return jobs.remarks.update_of(event.session, found[0], person)


def _take_word(event: _Event) -> None:
    """What is said in the thread of a triage card stays there, but it is a word of those who look after the report."""
    found = jobs.remarks.under(event.session, event.message.channel, event.message.thread or "")
    report = data.reports.find(event.session, found[0]) if found and found[1] is None else None
    if report is not None and event.is_by(commands.rows.ADVISERS):
        head = jobs.reports.head_of(event.session, report)
        data.reports.record_word(event.session, head, event.incoming.now)


def _point_out(event: _Event) -> None:
    """What a recipient says in the thread of an update's post stays there, but those who look after it hear of it."""
    copy = jobs.remarks.under_copy(event.session, event.message.channel, event.message.thread or "")
    if copy is None or copy[1] != jobs.remarks.CHANNEL:
        return
    writer = data.people.find(event.session, event.incoming.slack_id)
    update = jobs.remarks.update_of(event.session, copy[0], writer) if writer is not None else None
    if update is not None and event.is_by(commands.rows.ALL):
        jobs.remarks.point_to_channel(event.scene, update)
