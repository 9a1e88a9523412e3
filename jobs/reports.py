"""What follows from an act on a report: it is written down, its cards are redrawn, and its reporters are told."""

import collections.abc
import datetime

import sqlmodel

import data.duty
import data.models
import data.outbox
import data.people
import data.reports
import jobs.scene
import jobs.triage_line
import messages.reporter_card
import messages.reports
import messages.text
import messages.triage_card
import rules.reporter_lines
import rules.reports
import rules.working_hours

Line = rules.reporter_lines.Line
Report = data.models.Report
Scene = jobs.scene.Scene

DAY = datetime.timedelta(days=1)


def file(scene: Scene, report: Report, person: data.models.Person) -> Report:
    """A new report: its card comes into the triage channel, and its reporter gets one of their own."""
    report.mentions = jobs.triage_line.mentions(scene.session, scene.programme, report, scene.now)
    data.reports.add(scene.session, report, person.id or 0)
    do(scene, report, rules.reports.Deed(rules.reports.Act.FILE, scene.now, person.id))
    jobs.triage_line.show(scene.session, scene.programme, report, scene.now)
    return report


def join(scene: Scene, report: Report, person: data.models.Person, words: str) -> bool:
    """Somebody sees it too, and gets a card of their own; what they wrote is kept. False if they had reported it."""
    reporter = data.models.Reporter(
        report_id=report.id or 0, person_id=person.id or 0, joined_at=scene.now, words=words or None
    )
    if not data.reports.add_reporter(scene.session, reporter):
        data.reports.add_words(scene.session, report, person.id or 0, words)
        return False
    do(scene, report, rules.reports.Deed(rules.reports.Act.JOIN, scene.now, person.id))
    return True


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
    _drop_moot(scene, [report, *duplicates], report, deed.act)
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
        asked_first=_asked_first(session, head or report),
    )


def _asked_first(session: sqlmodel.Session, report: Report) -> bool:
    if report.state != data.models.ReportState.NEEDS_INFO:
        return False
    asked = data.reports.find_last_event(session, [report.id or 0], {rules.reports.Act.ASK})
    return asked is not None and asked.person_id is not None


def load_moved(
    scene: Scene, report: Report, acts: frozenset[rules.reports.Act] = rules.reports.MOVES
) -> messages.reports.Moved:
    """Who moved the report last, and how; or did another of these acts."""
    event = data.reports.find_last_event(scene.session, [report.id or 0], acts)
    if rules.reports.Act.REDACT in acts:
        event = max(filter(None, [event, _redacted(scene, report)]), key=lambda one: one.id or 0, default=None)
    if event is None:
        return messages.reports.Moved(0, rules.reports.Act.FILE, report.filed_at, None)
    actor_id = event.actor_id or 0
    actor = data.people.load_by_id(scene.session, [actor_id]).get(actor_id)
    return messages.reports.Moved(event.id or 0, rules.reports.Act(event.act), event.at, actor)


def _redacted(scene: Scene, report: Report) -> data.models.ReportEvent | None:
    """The last time that words were removed from the report: with any that is the same."""
    head_id = report.original_id or report.id or 0
    duplicates = data.reports.list_duplicates(scene.session, [head_id])
    same = [head_id, *(one.id or 0 for one in duplicates)]
    return data.reports.find_last_event(scene.session, same, {rules.reports.Act.REDACT})


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
        draw(scene, card(report), channel, messages.triage_card.card(shown, reader), reason)
    for person in _own_reporters(scene, shown):
        reader = messages.text.reader(person, scene.programme.time_zone)
        payload = messages.reporter_card.card(shown, reader, scene.now)
        draw(scene, card(report, person), f"@{person.slack_id}", payload, "you reported it")


def _own_reporters(scene: Scene, shown: messages.reports.Shown) -> list[data.models.Person]:
    """Who reported this one, and not a duplicate of it; who has left has no card."""
    theirs = data.reports.list_reporters(scene.session, [shown.report.id or 0])[shown.report.id or 0]
    ids = {one.person_id for one in theirs}
    people = data.people.load_by_id(scene.session, ids)
    return [person for person in people.values() if person.active]


def card(report: Report, person: data.models.Person | None = None) -> str:
    """The key of a report's card: in the triage channel, or in a reporter's direct messages."""
    return f"bug:{report.id}:{person.slack_id}" if person else f"bug:{report.id}"


def draw(scene: Scene, key: str, lane: str, payload: messages.text.Payload, reason: str) -> None:
    """Let a card look like this."""
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


# -- what its reporters are told


def head_of(session: sqlmodel.Session, report: Report) -> Report:
    """What stands for a duplicate: its original."""
    return (data.reports.find(session, report.original_id) if report.original_id else None) or report


def tell_reporters(
    scene: Scene,
    report: Report,
    line: Line,
    payload_for: collections.abc.Callable[[messages.reporter_card.Told], messages.text.Payload],
    only: collections.abc.Container[int | None] | None = None,
) -> None:
    """One new line under one card of each reporter, of the duplicates too; to these people `only`, or to all."""
    shown = load(scene, head_of(scene.session, report))
    count = len(shown.reporters)
    first = shown.reporters[0].id if count > 1 else None
    absences = data.duty.list_absences(scene.session, since=scene.now.date() - DAY)
    drafts = []
    for person, own in reporters(scene, shown.report).values():
        if (only is None or person.id in only) and _is_news(scene, own, person, line):
            told = messages.reporter_card.Told(own, shown, count if person.id == first else 0)
            due_at = _due_at(scene, own, rules.working_hours.person_workdays(person, absences, scene.programme))
            drafts.append(_line(scene, own, person, line, payload_for(told), due_at))
    data.outbox.enqueue(scene.session, drafts)


def _due_at(scene: Scene, own: Report, workdays: rules.working_hours.Workdays) -> datetime.datetime:
    """Within their working hours, but at once where they can't go on without."""
    if own.severity == data.models.Severity.URGENT:
        return scene.now
    return rules.working_hours.next_start(workdays, scene.now)


def reporters(scene: Scene, head: Report) -> dict[int, tuple[data.models.Person, Report]]:
    """Who is told of a report, by the row's id, each with the one of it and its duplicates whose card they have.

    Who reported several of them is told under the original's; who has left is not.
    """
    family = [head, *data.reports.list_duplicates(scene.session, [head.id or 0])]
    theirs = data.reports.list_reporters(scene.session, [one.id or 0 for one in family])
    people = data.people.load_by_id(scene.session, {one.person_id for each in theirs.values() for one in each})
    found: dict[int, tuple[data.models.Person, Report]] = {}
    for own in family:
        for reporter in theirs.get(own.id or 0, ()):
            if people[reporter.person_id].active:
                found.setdefault(reporter.person_id, (people[reporter.person_id], own))
    return found


def _is_news(scene: Scene, own: Report, person: data.models.Person, line: Line) -> bool:
    """That it is open again is none for who has not been told of its end."""
    return line != Line.REOPENED or data.outbox.was_told(
        scene.session, f"@{person.slack_id}", f"{_key(own, Line.END, person.slack_id)}:"
    )


def _key(own: Report, line: Line, slack_id: str = "") -> str:
    """What the keys of such lines under a report's cards begin with: of all reporters, or of one."""
    return f"bug:{own.id}:{line}:{slack_id}"


def _line(
    scene: Scene,
    own: Report,
    person: data.models.Person,
    line: Line,
    payload: messages.text.Payload,
    due_at: datetime.datetime,
) -> data.outbox.Draft:
    key = f"{_key(own, line, person.slack_id)}:{scene.now.isoformat()}"
    return data.outbox.Draft(
        key=key,
        lane=f"@{person.slack_id}",
        payload=payload | {"reply_broadcast": True},
        reason="you reported it",
        due_at=due_at,
        card=key,
        thread=card(own, person),
        unasked=False,
    )


def _drop_moot(scene: Scene, family: collections.abc.Iterable[Report], report: Report, act: rules.reports.Act) -> None:
    """Let go of the lines that came to nothing before they were sent; a duplicate's are about its original."""
    stands = report if act == rules.reports.Act.DUPLICATE else head_of(scene.session, report)
    lines = rules.reporter_lines.moot(stands, act)
    keys = [_key(one, line) for one in family for line in lines]
    keys += [f"reminder:bug:{one.id}:" for one in family if Line.ASK in lines]
    data.outbox.drop_pending(scene.session, keys, scene.now)
