"""What somebody chooses for words that they wrote to Muster: who shall read them."""

import sqlmodel

import commands.bug
import commands.replies
import commands.request
import commands.rows
import data.models
import data.remarks
import data.reports
import jobs.remarks
import messages.filing_form
import messages.remarks
import rules.errors

Remark = data.models.Remark
Kind = data.models.ReportKind


def about(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """Pass them on under a report of theirs."""
    remark = _own(session, request)
    number = commands.request.ident(request.subject.partition(":")[2]) or 0
    if not data.reports.is_reporter(session, number, request.person.id or 0):
        raise rules.errors.ProgramError("This is no report of yours. `/bug` reports a problem.")
    report = data.reports.find(session, number)
    if report is not None:
        jobs.remarks.reply(request.scene(session), remark, report)
    jobs.remarks.redraw(request.scene(session), remark)
    return commands.replies.Done()


def ask_adviser(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """Pass them on to their adviser alone."""
    remark = _own(session, request)
    adviser = jobs.remarks.adviser_of(session, request.person)
    if adviser is None:
        raise rules.errors.ProgramError("You have no adviser now. *Ask the pair on duty* reaches the people on duty.")
    scene = request.scene(session)
    jobs.remarks.ask_adviser(scene, remark, adviser)
    jobs.remarks.redraw(scene, remark)
    return commands.replies.Done()


def report_problem(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """The form of a new report, filled in with them."""
    return _form(session, request, Kind.BROKEN, messages.remarks.PROBLEM)


def ask_pair(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """The same form, as a question."""
    return _form(session, request, Kind.QUESTION, messages.remarks.DUTY)


def _own(session: sqlmodel.Session, request: commands.request.Request) -> Remark:
    """The words that the button is about, if they are the presser's own, and nobody reads them yet."""
    remark = data.remarks.find(session, request.ident or 0)
    if remark is None or remark.author_id != request.person.id:
        raise rules.errors.ProgramError("These words are no longer kept: please write them again.")
    if remark.withdrawn_at is not None:
        raise rules.errors.ProgramError("You deleted this message: please write a new one.")
    if gone := jobs.remarks.gone_to(session, remark):
        raise rules.errors.ProgramError(f"You chose already, and nothing was sent again. {gone}")
    return remark


def _form(
    session: sqlmodel.Session, request: commands.request.Request, kind: Kind, again: str
) -> commands.replies.Reply:
    remark = _own(session, request)
    text = "\n".join([remark.words, *(f"{name}: {link}" for name, link in remark.files.items())])
    draft = messages.filing_form.from_message(text, "") | {"kind": str(kind)}
    view = commands.bug.filled(session, request, draft, f"remark:{remark.id}")
    return commands.replies.Open(view, again=again, subject=str(remark.id))


BUTTONS = (
    commands.rows.Button(
        commands.rows.ALL,
        about,
        action=messages.remarks.ABOUT,
        does="Pass on what one wrote to Muster, under a report of one's own.",
        writes=True,
        choices=True,
    ),
    commands.rows.Button(
        commands.rows.ALL,
        report_problem,
        action=messages.remarks.PROBLEM,
        does="Open the form of a report, filled in with what one wrote to Muster.",
    ),
    commands.rows.Button(
        commands.rows.ALL,
        ask_adviser,
        action=messages.remarks.ADVISER,
        does="Pass on what one wrote to Muster, to one's adviser.",
        writes=True,
    ),
    commands.rows.Button(
        commands.rows.ALL,
        ask_pair,
        action=messages.remarks.DUTY,
        does="Open the form of a question, filled in with what one wrote to Muster.",
    ),
)
