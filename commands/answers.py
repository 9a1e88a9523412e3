"""What those who look after a report write to its reporters: one text to one of them, or to all."""

import hashlib

import sqlmodel

import commands.arguments
import commands.replies
import commands.reports
import commands.request
import commands.rows
import commands.threads
import data.models
import data.people
import data.remarks
import data.reports
import jobs.remarks
import jobs.reports
import messages.remarks
import messages.text
import messages.triage_card
import rules.errors

Person = data.models.Person
Remark = data.models.Remark
Report = data.models.Report

TO = commands.arguments.Typed("to", most=20)
TEXT = commands.arguments.Text("text", most=messages.remarks.ANSWER_LIMIT)

ELSEWHERE = (
    "*Send to reporters* works in the triage channel, on what an adviser or a manager wrote in the thread of a "
    "report's card. On the card itself, press *Answer reporters*."
)
NO_READERS = "Nobody who reported this is in the workspace any more: nobody would read it."


def form(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """The form of an answer, from the card."""
    report = commands.reports.of(session, request)
    return _open(session, request, report, str(report.id))


def send_form(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """The same, filled in with what was written in the card's thread."""
    message, report = request.message, _report_above(session, request)
    if message is None or report is None or not _is_of_staff(session, message.author):
        raise rules.errors.ProgramError(ELSEWHERE)
    draft = messages.text.cut(commands.threads.draft(session, message), messages.remarks.ANSWER_LIMIT)
    subject = f"{report.id}:{message.channel}:{message.ts}:{_digest(draft)}"
    return _open(session, request, report, subject, draft)


def _report_above(session: sqlmodel.Session, request: commands.request.Request) -> Report | None:
    """The report in the thread of whose triage card the message is."""
    message = request.message
    if message is None or message.thread is None or message.thread == message.ts:
        return None
    found = jobs.remarks.under(session, message.channel, message.thread)
    return data.reports.find(session, found[0]) if found and found[1] is None else None


def _is_of_staff(session: sqlmodel.Session, slack_id: str) -> bool:
    """What Muster wrote there may be a reporter's words: they go to nobody else."""
    person = data.people.find(session, slack_id)
    return person is not None and bool(person.roles & commands.rows.ADVISERS)


def _digest(text: str) -> str:
    """By which it is seen whether a text was changed in the form."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _open(
    session: sqlmodel.Session, request: commands.request.Request, report: Report, subject: str, draft: str = ""
) -> commands.replies.Reply:
    readers = [person for person, _ in jobs.reports.reporters(request.scene(session), report).values()]
    if not readers:
        raise rules.errors.ProgramError(NO_READERS)
    view = messages.remarks.answering(report, readers, subject, draft)
    return commands.replies.Open(view, again=messages.triage_card.ANSWER, subject=str(report.id))


def answer(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """Send it under the card of each whom it is for."""
    report = commands.reports.of(session, request)
    scene = request.scene(session)
    readers = jobs.reports.reporters(scene, report)
    if not readers:
        raise rules.errors.ProgramError(NO_READERS)
    chosen, everybody = commands.request.ident(TO.of(request)), TO.of(request) == messages.remarks.ALL
    if not everybody and chosen not in readers:
        raise rules.errors.ProgramError("This person is no reporter of it any more: choose somebody else.")
    to = [person for ident, (person, _) in readers.items() if everybody or ident == chosen]
    why = jobs.remarks.answer(scene, _remark(session, request, report), report, to, one=not everybody)
    if why is not None:
        raise commands.reports.refused(session, request, report, why)
    return commands.replies.Done()


def _remark(session: sqlmodel.Session, request: commands.request.Request, report: Report) -> Remark:
    """The text, with the message it is of, with which it will change; what was changed in the form stands alone."""
    text = TEXT.of(request)
    remark = Remark(report_id=report.id, author_id=request.person.id or 0, words=text, at=request.now)
    _, channel, ts, digest = [*request.subject.split(":"), "", "", ""][:4]
    if digest != _digest(text):
        return data.remarks.add(session, remark)
    known = data.remarks.find_at(session, channel, ts)
    if known is not None and known.words == text and known.report_id == report.id:
        return known
    remark.channel, remark.ts = (channel, ts) if known is None else (None, None)
    return data.remarks.add(session, remark)


BUTTONS = (
    commands.rows.Button(
        commands.rows.ADVISERS,
        form,
        action=messages.triage_card.ANSWER,
        does="Open the form that answers a report's reporters.",
    ),
)
FORMS = (
    commands.rows.Form(
        commands.rows.ADVISERS,
        answer,
        callback=messages.remarks.ANSWER_FORM,
        does="Answer one of a report's reporters, or all of them.",
        arguments=(TO, TEXT),
        writes=True,
    ),
)
SHORTCUTS = (
    commands.rows.Shortcut(
        commands.rows.ADVISERS,
        send_form,
        callback=messages.remarks.SEND,
        label="Send to reporters",
        does="Send what you wrote in a card's thread to the reporters.",
    ),
)
