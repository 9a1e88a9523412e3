"""`/bug`: filing a report."""

import sqlmodel

import commands.arguments
import commands.replies
import commands.reports
import commands.request
import commands.rows
import data.models
import data.people
import jobs.remarks
import jobs.reports
import messages.report_forms
import messages.reporter_card
import messages.text
import rules.guard
import rules.targets
import rules.working_hours

TITLE = commands.arguments.Typed("title", optional=True)

Kind = data.models.ReportKind


def form(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """The form of a new report, with the title filled in."""
    view = filled(session, request, {"title": rules.guard.hide(TITLE.find(request) or "").text})
    return commands.replies.Open(view, again=messages.reporter_card.FILE)


def filled(
    session: sqlmodel.Session,
    request: commands.request.Request,
    draft: dict[str, str],
    subject: str = "",
) -> messages.text.Payload:
    """The form with what is known of a report, in which nothing is private; `subject` is what it is made of."""
    person = request.person
    known = {"product": person.products[0]} if person.products else {}
    known |= {"language": person.languages[0]} if person.languages else {}
    products, languages = data.people.list_words(session)
    view = messages.report_forms.filing(known | draft, products, languages, "The two people on duty read it.")
    return view | {"private_metadata": subject}


KIND = commands.arguments.Choice("kind", among=tuple(Kind))
HEAD = commands.arguments.Typed("title", most=messages.report_forms.TITLE_LIMIT)
HAPPENED = commands.arguments.Typed("happened")
PRODUCT = commands.arguments.Typed("product", optional=True)
LANGUAGE = commands.arguments.Typed("language", optional=True)
SEVERITY = commands.arguments.Choice("severity", optional=True, among=tuple(data.models.Severity))
EXPECTED = commands.arguments.Typed("expected", optional=True)
STEPS = commands.arguments.Typed("steps", optional=True)
AREA = commands.arguments.Typed("area", optional=True)
LINK = commands.arguments.Typed("link", optional=True)


def file(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """File what the form says; what is private in it is hidden first."""
    severity = SEVERITY.find(request)
    days = rules.working_hours.programme_workdays(request.programme)
    report = data.models.Report(
        kind=Kind(KIND.of(request)),
        title=_hidden(HEAD, request) or "",
        happened=_hidden(HAPPENED, request) or "",
        expected=_hidden(EXPECTED, request),
        steps=_hidden(STEPS, request),
        area=_hidden(AREA, request),
        link=_hidden(LINK, request),
        product=_hidden(PRODUCT, request),
        language=_hidden(LANGUAGE, request),
        severity=data.models.Severity(severity) if severity else None,
        filed_at=request.now,
        changed_at=request.now,
        expected_by=rules.targets.expected_by(days, request.now, request.programme.first_response_hours),
    )
    scene = commands.reports.scene(session, request)
    jobs.reports.file(scene, report, request.person)
    jobs.remarks.filed(scene, request.subject, report)
    return commands.replies.Done()


def _hidden(argument: commands.arguments.Typed, request: commands.request.Request) -> str | None:
    text = argument.find(request)
    return rules.guard.hide(text).text if text else None


VERBS = (
    commands.rows.Verb(
        commands.rows.ALL,
        form,
        root="bug",
        words="",
        does="Report a problem.",
        arguments=(TITLE,),
        example="/bug Checkout fails for EUR",
    ),
)
BUTTONS = (
    commands.rows.Button(
        commands.rows.ALL, form, action=messages.reporter_card.FILE, does="Open the form of a report."
    ),
)
FORMS = (
    commands.rows.Form(
        commands.rows.ALL,
        file,
        callback=messages.report_forms.FILE_FORM,
        does="File a report.",
        arguments=(KIND, HEAD, HAPPENED, PRODUCT, LANGUAGE, SEVERITY, EXPECTED, STEPS, AREA, LINK),
        writes=True,
    ),
)
SHORTCUTS: tuple[commands.rows.Shortcut, ...] = ()
