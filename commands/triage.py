"""What those who look after reports do: the buttons of the triage card, and the forms they open."""

import sqlmodel

import commands.arguments
import commands.bug
import commands.replies
import commands.request
import commands.rows
import data.models
import data.reports
import jobs.reports
import messages.report_forms
import messages.reports
import rules.errors
import rules.reports

Act = rules.reports.Act
Report = data.models.Report

CLOSING = commands.arguments.Text("closing", most=500)


def report_of(session: sqlmodel.Session, request: commands.request.Request) -> Report:
    """The report that a button or form is about."""
    report = data.reports.find(session, request.ident or 0)
    if report is None:
        raise rules.errors.ProgramError("This report is no longer there.")
    return report


def do(
    session: sqlmodel.Session, request: commands.request.Request, report: Report, deed: rules.reports.Deed
) -> messages.reports.Shown:
    """Do it, or say who was there first."""
    scene = commands.bug.scene(session, request)
    why = jobs.reports.do(scene, report, deed)
    shown = jobs.reports.load(scene, report)
    if why is not None:
        raise rules.errors.ProgramError(messages.reports.obstacle(shown, why, request.reader))
    return shown


def claim(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """Take it on."""
    do(session, request, report_of(session, request), rules.reports.Deed(Act.CLAIM, request.now, request.person.id))
    return commands.replies.Done()


def resolve_form(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """Ask for the line that its reporters read."""
    report = report_of(session, request)
    reporters = len(jobs.reports.load(commands.bug.scene(session, request), report).reporters)
    return commands.replies.Open(messages.report_forms.resolving(report, reporters), again=messages.reports.RESOLVE)


def resolve(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """It is solved, and its reporters read how."""
    report = report_of(session, request)
    deed = rules.reports.Deed(Act.RESOLVE, request.now, request.person.id, words=CLOSING.of(request))
    shown = do(session, request, report, deed)
    scene = commands.bug.scene(session, request)
    jobs.reports.tell_reporters(scene, report, "end", lambda _person: messages.reports.closed_line(shown))
    return commands.replies.Done()


BUTTONS = (
    commands.rows.Button(
        commands.rows.ADVISERS, claim, action=messages.reports.CLAIM, does="Take a report on.", writes=True
    ),
    commands.rows.Button(
        commands.rows.ADVISERS,
        resolve_form,
        action=messages.reports.RESOLVE,
        does="Open the form that resolves a report.",
    ),
)
FORMS = (
    commands.rows.Form(
        commands.rows.ADVISERS,
        resolve,
        callback=messages.report_forms.RESOLVE_FORM,
        does="Resolve a report, with the line that its reporters read.",
        arguments=(CLOSING,),
        writes=True,
    ),
)
