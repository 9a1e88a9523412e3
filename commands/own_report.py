"""What reporters do with their own report: they take it back, or say that it is still there."""

import sqlmodel

import commands.arguments
import commands.replies
import commands.request
import commands.rows
import data.models
import data.reports
import jobs.own_reports
import jobs.reports
import messages.own_report_forms
import messages.reporter_card
import rules.errors
import rules.reports

SEEN = commands.arguments.Text("seen", optional=True, most=messages.own_report_forms.MOST)


def of(session: sqlmodel.Session, request: commands.request.Request) -> data.models.Report:
    """The report that a button or form is about, if the reader reported it: looking after all of them is no right."""
    report = data.reports.find(session, request.ident or 0)
    if report is None or not data.reports.is_reporter(session, report.id or 0, request.person.id or 0):
        raise rules.errors.ProgramError(
            "You did not report this, or took it back. `/bug list mine` shows what is yours."
        )
    return report


def withdraw(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """Take it back; where others see it too, it stays theirs."""
    report, scene = of(session, request), request.scene(session)
    alone = len(data.reports.list_reporters(session, [report.id or 0])[report.id or 0]) == 1
    take_back = jobs.own_reports.withdraw if alone else jobs.own_reports.leave
    why = take_back(scene, report, request.person)
    if why is not None:
        raise rules.errors.ProgramError(messages.reporter_card.refusal(report, why))
    return commands.replies.Done()


def still_there_form(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """Ask what they see, as long as they may say so."""
    report = of(session, request)
    head = jobs.reports.head_of(session, report)
    deed = rules.reports.Deed(rules.reports.Act.REOPEN, request.now, request.person.id)
    why = rules.reports.obstacle(head, deed) or rules.reports.reopening_by_reporter(head, request.now)
    if why is not None:
        raise rules.errors.ProgramError(messages.reporter_card.refusal(report, why))
    return commands.replies.Open(
        messages.own_report_forms.still_there(report), again=messages.reporter_card.STILL_THERE, subject=str(report.id)
    )


def still_there(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """Reopen it."""
    report = of(session, request)
    why = jobs.own_reports.reopen(request.scene(session), report, request.person, SEEN.find(request))
    if why is not None:
        raise rules.errors.ProgramError(messages.reporter_card.refusal(report, why))
    return commands.replies.Done()


BUTTONS = (
    commands.rows.Button(
        commands.rows.ALL,
        withdraw,
        action=messages.reporter_card.WITHDRAW,
        does="Take one's own report back, until somebody looks at it.",
        writes=True,
    ),
    commands.rows.Button(
        commands.rows.ALL,
        still_there_form,
        action=messages.reporter_card.STILL_THERE,
        does="Open the form that reopens one's own report, within 14 days of its end.",
    ),
)
FORMS = (
    commands.rows.Form(
        commands.rows.ALL,
        still_there,
        callback=messages.own_report_forms.STILL_THERE_FORM,
        does="Reopen one's own report, with a line of what is still there.",
        arguments=(SEEN,),
        writes=True,
    ),
)
