"""What those who look after reports do to one of them: by a button of its card, by a form, or in words."""

import collections.abc
import dataclasses
import typing

import sqlmodel

import commands.arguments
import commands.replies
import commands.reports
import commands.request
import commands.rows
import data.models
import data.people
import jobs.reports
import jobs.triage
import messages.reports
import messages.text
import messages.triage_card
import messages.triage_forms
import rules.errors
import rules.reports

Act = rules.reports.Act
Report = data.models.Report
Reply = commands.replies.Reply
DrawForm = collections.abc.Callable[[messages.reports.Shown, str], messages.text.Payload]

LIMIT = messages.triage_forms.LINE_LIMIT
LINE = commands.arguments.Text("line", most=LIMIT)
QUESTION = commands.arguments.Text("question", most=LIMIT)
REASON = commands.arguments.Text("reason", most=LIMIT)
LINK = commands.arguments.Text("link", optional=True, most=LIMIT)
WHOM = commands.arguments.Choice(
    "whom", optional=True, among=(messages.triage_forms.EVERYBODY, messages.triage_forms.FIRST)
)
KIND = commands.arguments.Choice("kind", among=tuple(data.models.ReportKind))
TITLE = commands.arguments.Text("title", most=messages.triage_forms.TITLE_LIMIT)
PRODUCT = commands.arguments.Text("product", optional=True)
AREA = commands.arguments.Text("area", optional=True)
LANGUAGE = commands.arguments.Text("language", optional=True)
SEVERITY = commands.arguments.Choice("severity", optional=True, among=tuple(data.models.Severity))


# -- how each of them goes


def open_form(
    session: sqlmodel.Session, request: commands.request.Request, act: Act, draw: DrawForm, again: str
) -> Reply:
    """The form of an act, if that can be done; it knows how the report stood when it was opened."""
    report = commands.reports.of(session, request)
    why = rules.reports.obstacle(report, deed(request, act))
    if why is not None:
        raise commands.reports.refused(session, request, report, why)
    scene = request.scene(session)
    subject = f"{report.id}:{jobs.reports.load_moved(scene, report, rules.reports.rivals(act)).ident}"
    return commands.replies.Open(draw(jobs.reports.load(scene, report), subject), again=again, subject=str(report.id))


def do(
    session: sqlmodel.Session, request: commands.request.Request, report: Report, deed: rules.reports.Deed
) -> messages.reports.Shown:
    """Do it, unless somebody else was first: also while the form of it was open."""
    check_form(session, request, report, deed.act)
    return commands.reports.do(session, request, report, deed)


def check_form(session: sqlmodel.Session, request: commands.request.Request, report: Report, act: Act) -> None:
    """Raises ProgramError if the form of this act was open while somebody else did something to its report."""
    scene = request.scene(session)
    last = jobs.reports.load_moved(scene, report, rules.reports.rivals(act))
    if request.subject.startswith(f"{report.id}:") and request.subject != f"{report.id}:{last.ident}":
        shown = jobs.reports.load(scene, report)
        raise rules.errors.ProgramError(messages.reports.overtaken(shown, last, request.reader))


def deed(request: commands.request.Request, act: Act, words: str | None = None) -> rules.reports.Deed:
    """What whoever asks does now."""
    return rules.reports.Deed(act, request.now, request.person.id, words)


def answered(request: commands.request.Request, shown: messages.reports.Shown) -> Reply:
    """The card shows what was done; who did it in words, or from a sweep, may not see the card."""
    apart = request.in_private or commands.reports.REPORT.find(request) is not None
    return commands.replies.Say(messages.triage_card.done(shown)) if apart else commands.replies.Done()


# -- the acts


def claim(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """Take it on."""
    return answered(request, do(session, request, commands.reports.of(session, request), deed(request, Act.CLAIM)))


def hand_back(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """Let somebody else take it on; who held it is told, if it was not them."""
    report = commands.reports.of(session, request)
    held_by = report.holder_id
    shown = do(session, request, report, deed(request, Act.HAND_BACK))
    jobs.triage.tell_taken(request.scene(session), shown, request.person, held_by)
    return answered(request, shown)


def reopen(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """It is not over after all: its last holder and its reporters are told."""
    report = commands.reports.of(session, request)
    held_by = report.holder_id
    shown = do(session, request, report, deed(request, Act.REOPEN))
    jobs.triage.tell_reopened(request.scene(session), shown, request.person, held_by)
    return answered(request, shown)


def ask(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """Ask its reporters, or the first of them; without a question, the form for it."""
    question = QUESTION.find(request)
    if question is None:
        return open_form(session, request, Act.ASK, messages.triage_forms.asking, messages.triage_card.ASK)
    report = commands.reports.of(session, request)
    scene = request.scene(session)
    readers = jobs.reports.load(scene, report).readers
    first = readers[0].id if readers and WHOM.find(request) == messages.triage_forms.FIRST else None
    shown = do(session, request, report, dataclasses.replace(deed(request, Act.ASK, question), person_id=first))
    jobs.triage.tell_asked(scene, shown, request.person, first)
    return answered(request, shown)


def escalate(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """Pass it on to people outside; without a reason, the form for it."""
    reason = REASON.find(request)
    if reason is None:
        return open_form(
            session, request, Act.ESCALATE, messages.triage_forms.escalating, messages.triage_card.ESCALATE
        )
    report = commands.reports.of(session, request)
    escalated = dataclasses.replace(deed(request, Act.ESCALATE, reason), link=LINK.find(request))
    return answered(request, do(session, request, report, escalated))


def resolve(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """It is solved, and its reporters read how; without that line, the form for it."""
    if LINE.find(request) is None:
        return open_form(session, request, Act.RESOLVE, messages.triage_forms.resolving, messages.triage_card.RESOLVE)
    return _end(session, request, Act.RESOLVE)


def close(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """Its reporters have not answered for long: the form that resolves it, with what they may read of that."""
    return open_form(session, request, Act.RESOLVE, messages.triage_forms.closing, messages.triage_card.RESOLVE)


def dismiss(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """It is not a bug, and its reporters read why; without that line, the form for it."""
    if LINE.find(request) is None:
        return open_form(session, request, Act.DISMISS, messages.triage_forms.dismissing, messages.triage_card.DISMISS)
    return _end(session, request, Act.DISMISS)


def _end(session: sqlmodel.Session, request: commands.request.Request, act: Act) -> Reply:
    report = commands.reports.of(session, request)
    shown = do(session, request, report, deed(request, act, LINE.of(request)))
    jobs.triage.tell_ended(request.scene(session), shown, request.person)
    return answered(request, shown)


# -- what a report says


def edit_form(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """The form of what it is filed under."""
    products, languages = data.people.list_words(session)

    def draw(shown: messages.reports.Shown, subject: str) -> messages.text.Payload:
        return messages.triage_forms.editing(shown, subject, products, languages)

    return open_form(session, request, Act.EDIT, draw, messages.triage_card.EDIT)


def edit(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """File it under what it belongs to."""
    report = commands.reports.of(session, request)
    inputs = (KIND, TITLE, PRODUCT, AREA, LANGUAGE, SEVERITY)
    values = {one.name: one.find(request) for one in inputs}
    edits = {name: value for name, value in values.items() if value != getattr(report, name)}
    if edits:
        do(session, request, report, dataclasses.replace(deed(request, Act.EDIT, ", ".join(edits)), edits=edits))
    return commands.replies.Done()


def known_form(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """The form of what everybody reads."""
    return open_form(session, request, Act.KNOWN, messages.triage_forms.known, messages.triage_card.KNOWN)


def known(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """Let everybody read of it until it is resolved."""
    do(session, request, commands.reports.of(session, request), deed(request, Act.KNOWN, TITLE.of(request)))
    return commands.replies.Done()


def unknown(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """Let nobody read of it any more but those whom it concerns."""
    return answered(request, do(session, request, commands.reports.of(session, request), deed(request, Act.UNKNOWN)))


# -- the rows


def optional(argument: commands.arguments.Typed) -> commands.arguments.Typed:
    """The same, where a form asks for what was not typed."""
    return dataclasses.replace(argument, optional=True)


def verb(
    words: str,
    run: commands.rows.Run,
    does: str,
    example: str = "",
    *arguments: commands.arguments.Argument[typing.Any],
    aliases: tuple[str, ...] = (),
) -> commands.rows.Verb:
    """`/bug words BUG-n …`."""
    return commands.rows.Verb(
        commands.rows.ADVISERS,
        run,
        root="bug",
        words=words,
        does=does,
        arguments=(commands.reports.REPORT, *arguments),
        example=f"/bug {words} BUG-142 {example}".strip(),
        aliases=aliases,
        writes=True,
    )


def button(action: str, run: commands.rows.Run, does: str, *, writes: bool = False) -> commands.rows.Button:
    """A button of the triage card."""
    return commands.rows.Button(commands.rows.ADVISERS, run, action=action, does=does, writes=writes)


def form(
    callback: str, run: commands.rows.Run, does: str, *arguments: commands.arguments.Argument[typing.Any]
) -> commands.rows.Form:
    """A form that a button of the triage card opens."""
    return commands.rows.Form(
        commands.rows.ADVISERS, run, callback=callback, does=does, arguments=arguments, writes=True
    )


_CARD, _FORMS = messages.triage_card, messages.triage_forms

VERBS = (
    verb("claim", claim, "Take a report on.", aliases=("take",)),
    verb("ask", ask, "Ask a report's reporters.", "Which browser is it?", optional(QUESTION)),
    verb("escalate", escalate, "Pass a report on to people outside.", "needs the payments team", optional(REASON)),
    verb(
        "resolve",
        resolve,
        "Resolve a report; its reporters read the line.",
        "Reload the page.",
        optional(LINE),
        aliases=("close",),
    ),
    verb(
        "not a bug",
        dismiss,
        "Close a report that is no bug; its reporters read the line.",
        "It works as the guide says.",
        optional(LINE),
        aliases=("dismiss",),
    ),
    verb("hand back", hand_back, "Let somebody else take a report on."),
    verb("reopen", reopen, "Open a report again; a duplicate is then one no more."),
)
BUTTONS = (
    button(_CARD.CLAIM, claim, "Take a report on.", writes=True),
    button(_CARD.ASK, ask, "Open the form that asks a report's reporters."),
    button(_CARD.RESOLVE, resolve, "Open the form that resolves a report."),
    button(_CARD.ESCALATE, escalate, "Open the form that escalates a report."),
    button(_CARD.DISMISS, dismiss, "Open the form that closes what is not a bug."),
    button(_CARD.HAND_BACK, hand_back, "Let somebody else take a report on.", writes=True),
    button(_CARD.REOPEN, reopen, "Open a report again.", writes=True),
    button(_CARD.EDIT, edit_form, "Open the form of what a report is filed under."),
    button(_CARD.KNOWN, known_form, "Open the form that makes a report a known issue."),
    button(_CARD.UNKNOWN, unknown, "Make a report no known issue any more.", writes=True),
)
FORMS = (
    form(_FORMS.ASK_FORM, ask, "Ask a report's reporters, or the first of them.", QUESTION, WHOM),
    form(_FORMS.RESOLVE_FORM, resolve, "Resolve a report, with the line that its reporters read.", LINE),
    form(_FORMS.ESCALATE_FORM, escalate, "Pass a report on to people outside, with the reason.", REASON, LINK),
    form(_FORMS.DISMISS_FORM, dismiss, "Close what is not a bug, with the line that its reporters read.", LINE),
    form(
        _FORMS.EDIT_FORM,
        edit,
        "Change what a report is filed under.",
        *(KIND, TITLE, PRODUCT, AREA, LANGUAGE, SEVERITY),
    ),
    form(_FORMS.KNOWN_FORM, known, "Make a report a known issue, with the title that everybody reads.", TITLE),
)
