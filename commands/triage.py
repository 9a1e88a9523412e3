"""What those who look after reports do: the buttons of the triage card, and the forms they open."""

import sqlmodel

import commands.arguments
import commands.replies
import commands.reports
import commands.request
import commands.rows
import data.models
import data.reports
import jobs.reports
import messages.report_forms
import messages.reporter_card
import messages.reports
import messages.triage_card
import rules.errors
import rules.reports

Act = rules.reports.Act
Report = data.models.Report

CLOSING = commands.arguments.Text("closing", most=500)


def claim(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """Take it on."""
    commands.reports.do(
        session,
        request,
        commands.reports.of(session, request),
        rules.reports.Deed(Act.CLAIM, request.now, request.person.id),
    )
    return commands.replies.Done()


def resolve_form(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """Ask for the line that its reporters read."""
    report = commands.reports.of(session, request)
    reporters = len(jobs.reports.load(commands.reports.scene(session, request), report).reporters)
    return commands.replies.Open(messages.report_forms.resolving(report, reporters), again=messages.triage_card.RESOLVE)


def resolve(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """It is solved, and its reporters read how."""
    report = commands.reports.of(session, request)
    deed = rules.reports.Deed(Act.RESOLVE, request.now, request.person.id, words=CLOSING.of(request))
    shown = commands.reports.do(session, request, report, deed)
    scene = commands.reports.scene(session, request)
    jobs.reports.tell_reporters(scene, report, "end", lambda _person: messages.reporter_card.closed_line(shown))
    return commands.replies.Done()


BUTTONS = (
    commands.rows.Button(
        commands.rows.ADVISERS, claim, action=messages.triage_card.CLAIM, does="Take a report on.", writes=True
    ),
    commands.rows.Button(
        commands.rows.ADVISERS,
        resolve_form,
        action=messages.triage_card.RESOLVE,
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
