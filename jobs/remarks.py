"""What follows from what people write: it goes to those it is for, once, and every copy says what the writer says."""

import collections.abc
import datetime
import re

import sqlmodel

import data.models
import data.outbox
import data.people
import data.remarks
import data.reports
import data.updates
import jobs.reports
import jobs.rotation
import jobs.scene
import jobs.updates
import messages.remarks
import messages.text
import rules.reports

Act = rules.reports.Act
Person = data.models.Person
Remark = data.models.Remark
Report = data.models.Report
Update = data.models.Update

KEPT = datetime.timedelta(days=30)
"""For how long the words are kept of which their writer has not said who shall read them."""

OFFERED = 3
"""Of so many reports somebody is asked at once whether their words are about them."""

TRIAGE, SENT, CHOICE, ADVISER, UPDATE = "triage", "sent", "choice", "adviser", "update"
"""What a copy is, by the end of its card's key.

A reporter's ends as the key of the card under which it is, and that of an update's reader is this key.
"""

REASON = "somebody wrote about a report or an update, or to Muster"

CHANNEL = "channel"
"""Whose the copy is that stands in the updates channel."""

_CARD = re.compile(r"bug:([0-9]+)(?::([^:]+))?")
_COPY = re.compile(r"update:(?:([0-9]+)|late):([^:]+)(?::[0-9]+)?")


def under(session: sqlmodel.Session, channel: str, thread: str) -> tuple[int, str | None] | None:
    """The number of the report whose card stands there, and the Slack id of the reporter whose card it is."""
    card = data.outbox.find_card_at(session, channel, thread)
    match = _CARD.fullmatch(card.key) if card else None
    return (int(match[1]), match[2]) if match else None


def under_copy(session: sqlmodel.Session, channel: str, thread: str) -> tuple[str, str] | None:
    """The key of the copy of an update that stands there, and the Slack id of its reader, or `CHANNEL`."""
    card = data.outbox.find_card_at(session, channel, thread)
    match = _COPY.fullmatch(card.key) if card else None
    return (match[0], match[2]) if match else None


def update_of(session: sqlmodel.Session, copy: str, reader: Person) -> Update | None:
    """The update that somebody got by this copy; of several in one message, the newest."""
    match = _COPY.fullmatch(copy)
    if match is None:
        return None
    update_id = int(match[1]) if match[1] else data.updates.find_newest_told(session, copy, reader.id or 0)
    if update_id is None or data.updates.find_copy(session, update_id, reader.id or 0) is None:
        return None
    return data.updates.find(session, update_id)


def reply_to_update(scene: jobs.scene.Scene, remark: Remark, update: Update) -> None:
    """A recipient's words, for those who look after updates, under its card."""
    data.remarks.change(scene.session, remark, update_id=update.id)
    jobs.updates.watch(scene, update)
    _draw(scene, remark, UPDATE, scene.programme.triage_channel)


def answer_about_update(scene: jobs.scene.Scene, remark: Remark, update: Update, reader: Person) -> None:
    """Somebody's words, for one recipient of an update alone, under their copy."""
    copy = data.updates.find_copy(scene.session, update.id or 0, reader.id or 0)
    _draw(scene, remark, (copy.card if copy else None) or jobs.updates.card(update, reader), f"@{reader.slack_id}")
    _draw(scene, remark, SENT, scene.programme.triage_channel)


def point_to_channel(scene: jobs.scene.Scene, update: Update) -> None:
    """Say under its card, once a day, that people write under its post: what they write, everybody there reads."""
    if not scene.programme.triage_channel:
        return
    thread = jobs.updates.card(update)
    day = scene.day
    line = data.outbox.Draft(
        key=f"{thread}/thread:{day}",
        lane=scene.programme.triage_channel,
        payload=messages.remarks.in_channel(update, scene.programme.updates_channel),
        reason=REASON,
        due_at=scene.now,
        thread=thread,
        unasked=False,
    )
    data.outbox.enqueue(scene.session, [line])


def reply(scene: jobs.scene.Scene, remark: Remark, report: Report) -> None:
    """A reporter's words, for those who look after the report."""
    data.remarks.change(scene.session, remark, report_id=report.id)
    head = jobs.reports.head_of(scene.session, report)
    deed = rules.reports.Deed(Act.REPLY, scene.now, remark.author_id, remark_id=remark.id)
    jobs.reports.do(scene, head, deed)
    _draw(scene, remark, TRIAGE, scene.programme.triage_channel)
    if not rules.reports.is_open(head):
        _say_over(scene, report, head, remark)


def catch_up(scene: jobs.scene.Scene, report: Report) -> None:
    """Under a card that comes late: what its reporters wrote before it."""
    replies = [event for event in data.reports.list_events(scene.session, report.id or 0) if event.act == Act.REPLY]
    remarks = data.remarks.load(scene.session, [event.remark_id for event in replies if event.remark_id])
    for _, remark in sorted(remarks.items()):
        _draw(scene, remark, TRIAGE, scene.programme.triage_channel)


def _say_over(scene: jobs.scene.Scene, report: Report, head: Report, remark: Remark) -> None:
    """Under their card, once for each time it was closed, what they can do."""
    author = data.people.load_by_id(scene.session, [remark.author_id])[remark.author_id]
    thread = jobs.reports.card(report, author)
    key = f"{thread}:over:{head.closed_at.isoformat() if head.closed_at else ''}"
    line = data.outbox.Draft(
        key=key,
        lane=f"@{author.slack_id}",
        payload=messages.remarks.over(report, rules.reports.may_be_reopened_by_reporter(head, scene.now)),
        reason="you wrote under it",
        due_at=scene.now,
        card=key,
        thread=thread,
        unasked=False,
    )
    data.outbox.enqueue(scene.session, [line])


def answer(
    scene: jobs.scene.Scene, remark: Remark, report: Report, readers: collections.abc.Sequence[Person], one: bool
) -> rules.reports.Obstacle | None:
    """Somebody's words, for these of the report's reporters, or why they can't go to them.

    `one` says that they go to one of them alone. Of a duplicate, its original was spoken of.
    """
    to = readers[0].id if one else None
    deed = rules.reports.Deed(Act.ANSWER, scene.now, remark.author_id, remark.words, person_id=to, remark_id=remark.id)
    why = jobs.reports.do(scene, report, deed)
    if why is not None:
        return why
    data.reports.record_word(scene.session, jobs.reports.head_of(scene.session, report), scene.now)
    cards = jobs.reports.reporters(scene, report)
    for reader in readers:
        thread = jobs.reports.card(cards[reader.id or 0][1], reader)
        _draw(scene, remark, thread.removeprefix("bug:"), f"@{reader.slack_id}")
    _draw(scene, remark, SENT, scene.programme.triage_channel)
    return None


def ask_adviser(scene: jobs.scene.Scene, remark: Remark, adviser: Person) -> None:
    """A freelancer's words, for their adviser alone."""
    data.remarks.change(scene.session, remark, adviser_id=adviser.id)
    _draw(scene, remark, ADVISER, f"@{adviser.slack_id}")


def filed(scene: jobs.scene.Scene, subject: str, report: Report, person: Person) -> None:
    """What the form says that it was made of: their free words are read under this report from now on."""
    match = re.fullmatch(r"remark:([0-9]{1,18})", subject)
    remark = data.remarks.find(scene.session, int(match[1])) if match else None
    if remark is None or remark.author_id != person.id or remark.withdrawn_at is not None:
        return
    if not _has_reader(remark):
        data.remarks.change(scene.session, remark, report_id=report.id)
        redraw(scene, remark)


def _has_reader(remark: Remark) -> bool:
    return any((remark.report_id, remark.adviser_id, remark.update_id))


def gone_to(session: sqlmodel.Session, remark: Remark) -> str:
    """Who reads free words by now; nothing as long as nobody was chosen."""
    if not _has_reader(remark):
        return ""
    report = data.reports.find(session, remark.report_id) if remark.report_id else None
    people = data.people.load_by_id(session, [remark.adviser_id] if remark.adviser_id else [])
    return messages.remarks.gone_to(report, people.get(remark.adviser_id or 0))


def offer(scene: jobs.scene.Scene, remark: Remark, author: Person) -> None:
    """Ask the writer who shall read it, or say who does."""
    _draw(scene, remark, CHOICE, f"@{author.slack_id}")


def redraw(scene: jobs.scene.Scene, remark: Remark) -> None:
    """Let every copy say what its writer says by now."""
    start = f"remark:{remark.id}:"
    for card, lane in data.outbox.list_cards(scene.session, start):
        _draw(scene, remark, card.removeprefix(start), lane)


def open_reports(session: sqlmodel.Session, person: Person) -> list[Report]:
    """Those of somebody's reports that wait for somebody, the newest first; a duplicate while its original does."""
    theirs = data.reports.list_reported_by(session, person.id or 0)
    return [report for report in theirs if rules.reports.is_open(jobs.reports.head_of(session, report))][:OFFERED]


def adviser_of(session: sqlmodel.Session, person: Person) -> Person | None:
    """Who advises somebody now, if they are there to be asked."""
    running = data.people.find_running_assignment(session, person.id or 0)
    adviser = data.people.load_by_id(session, [running.adviser_id])[running.adviser_id] if running else None
    return adviser if adviser is not None and adviser.active else None


def _draw(scene: jobs.scene.Scene, remark: Remark, what: str, lane: str | None) -> None:
    if not lane:  # there is no triage channel yet
        return
    card = f"remark:{remark.id}:{what}"
    draft = data.outbox.Draft(
        key=f"{card}:{scene.now.isoformat()}",
        lane=lane,
        payload=_payload(scene, remark, what),
        reason=REASON,
        due_at=scene.now,
        card=card,
        thread=_thread(scene.session, remark, what),
        unasked=False,  # it follows from what somebody did
    )
    data.outbox.show(scene.session, draft)


def _thread(session: sqlmodel.Session, remark: Remark, what: str) -> str | None:
    """The card under which a copy is."""
    if remark.update_id is not None:
        return f"update:{remark.update_id}" if what in (UPDATE, SENT) else what
    report = data.reports.find(session, remark.report_id) if remark.report_id else None
    if report is None or what in (CHOICE, ADVISER):
        return None
    if what in (TRIAGE, SENT):
        return jobs.reports.card(jobs.reports.head_of(session, report) if what == TRIAGE else report)
    return f"bug:{what}"


def _payload(scene: jobs.scene.Scene, remark: Remark, what: str) -> messages.text.Payload:
    """What a copy says."""
    session = scene.session
    people = data.people.load_by_id(session, [remark.author_id, *filter(None, [remark.adviser_id])])
    author, adviser = people[remark.author_id], people.get(remark.adviser_id or 0)
    report = data.reports.find(session, remark.report_id) if remark.report_id else None
    if what == CHOICE:
        return _choice(scene, remark, author, report, adviser)
    if what == ADVISER:
        reader = messages.text.reader(author, scene.programme.time_zone)
        return messages.remarks.asked(remark, author, reader, remark.at)
    if what == SENT:
        return messages.remarks.sent(remark, author, _readers(session, remark))
    update = data.updates.find(session, remark.update_id) if remark.update_id else None
    if update is not None:
        return _about_update(remark, author, update, what)
    if report is None:
        raise ValueError("this copy is of a remark about a report")
    if what == TRIAGE:
        return messages.remarks.relayed(remark, author, report, jobs.reports.head_of(session, report))
    own = data.reports.find(session, int(what.partition(":")[0])) or report  # a duplicate's reporter knows its title
    return messages.remarks.answer(remark, author, own) | {"reply_broadcast": True}


def _about_update(remark: Remark, author: Person, update: Update, what: str) -> messages.text.Payload:
    if what == UPDATE:
        return messages.remarks.relayed_to_sender(remark, author)
    return messages.remarks.answer_about_update(remark, author, update) | {"reply_broadcast": True}


def _choice(
    scene: jobs.scene.Scene, remark: Remark, author: Person, report: Report | None, adviser: Person | None
) -> messages.text.Payload:
    if report is not None or adviser is not None or remark.withdrawn_at is not None:
        return messages.remarks.told_on(remark, report, adviser)
    shift = jobs.rotation.on_duty(scene.session, scene.programme, scene.now)
    own = adviser_of(scene.session, author)
    readers = messages.remarks.Readers(
        open_reports(scene.session, author), [own] if own else [], shift.pair if shift else []
    )
    return messages.remarks.choice(remark, readers)


def _readers(session: sqlmodel.Session, remark: Remark) -> list[Person]:
    """The reporters who got it."""
    lanes = [lane for _, lane in data.outbox.list_cards(session, f"remark:{remark.id}:")]
    return data.people.list_named(session, [lane[1:] for lane in lanes if lane.startswith("@")])


def forget(session: sqlmodel.Session, now: datetime.datetime) -> None:
    """Forget the words for which nobody was chosen, and those an adviser was asked by, once they were kept for long."""
    old = data.remarks.list_unread(session, now - KEPT)
    if not old:
        return
    scene = jobs.scene.load(session, now)
    people = data.people.load_by_id(session, {remark.author_id for remark in old})
    for remark in old:
        author = people[remark.author_id]
        if author.active and remark.adviser_id is None and remark.withdrawn_at is None:
            _forget_choice(scene, remark, author)
    data.remarks.remove(session, old)


def _forget_choice(scene: jobs.scene.Scene, remark: Remark, author: Person) -> None:
    card = f"remark:{remark.id}:{CHOICE}"
    draft = data.outbox.Draft(
        key=f"{card}:forgotten",
        lane=f"@{author.slack_id}",
        payload=messages.remarks.forgotten(),
        reason="you wrote to Muster",
        due_at=scene.now,
        card=card,
        unasked=False,
    )
    data.outbox.show(scene.session, draft)
