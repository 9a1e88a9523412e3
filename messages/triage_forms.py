"""The forms of those who look after reports: what each act on a report asks for, and who reads it."""

import collections.abc

import data.models
import messages.forms
import messages.reports
import messages.text
import rules.languages

Report = data.models.Report
Words = collections.abc.Sequence[str]

ASK_FORM, ESCALATE_FORM, DUPLICATE_FORM = "ask:report", "escalate:report", "duplicate:report"
RESOLVE_FORM, DISMISS_FORM, PASS_FORM = "resolve:report", "dismiss:report", "pass:report"
EDIT_FORM, KNOWN_FORM = "edit:report", "known:report"
"""The forms' callbacks."""

LINE_LIMIT = 500
TITLE_LIMIT = 150
ALIKE_SHOWN = 10
"""Slack draws so many checkboxes at most."""

EVERYBODY, FIRST = "all", "first"
"""Whom a question may go to."""


def asking(shown: messages.reports.Shown, subject: str) -> messages.text.Payload:
    """One question, to every reporter or to the first one."""
    hint = f"{_readers(shown)} The report waits for an answer."
    question = messages.forms.text("question", "What do you ask?", lines=True, most=LINE_LIMIT, hint=hint)
    return _form(ASK_FORM, "Ask about", "Ask", shown.report, subject, [question, *_whom(shown.readers)])


def _whom(readers: collections.abc.Sequence[data.models.Person]) -> list[messages.text.Block]:
    if len(readers) < 2:
        return []
    whom = {EVERYBODY: f"All {len(readers)} reporters", FIRST: f"Only the first: {readers[0].name}"}
    return [messages.forms.radio("whom", "Who gets it?", whom, EVERYBODY)]


def escalating(shown: messages.reports.Shown, subject: str) -> messages.text.Payload:
    """Why it needs other people, and where they have it."""
    colleagues = "Advisers and managers read it; its reporters read that it was passed on."
    reason = messages.forms.text(
        "reason", "Why?", shown.report.escalation, lines=True, most=LINE_LIMIT, hint=colleagues
    )
    link = messages.forms.text(
        "link", "Link to where they have it", shown.report.escalation_link, optional=True, most=LINE_LIMIT
    )
    return _form(ESCALATE_FORM, "Escalate", "Escalate", shown.report, subject, [reason, link])


def resolving(shown: messages.reports.Shown, subject: str) -> messages.text.Payload:
    """One line that every reporter reads."""
    return _form(RESOLVE_FORM, "Resolve", "Resolve", shown.report, subject, [_line(shown)])


def dismissing(shown: messages.reports.Shown, subject: str) -> messages.text.Payload:
    """Why it is not a bug, for its reporters."""
    return _form(DISMISS_FORM, "Not a bug:", "Close it", shown.report, subject, [_line(shown)])


def closing(shown: messages.reports.Shown, subject: str) -> messages.text.Payload:
    """Its reporters have not answered for long, and nothing is solved: what they read of it can be changed."""
    line = "We had no answer, so we close this. Please press “It is still there” if you still see it."
    return _form(DISMISS_FORM, "Close", "Close it", shown.report, subject, [_line(shown, line)])


def _line(shown: messages.reports.Shown, initial: str | None = None) -> messages.text.Block:
    return messages.forms.text("line", "What do you tell them?", initial, most=LINE_LIMIT, hint=_readers(shown))


def _readers(shown: messages.reports.Shown) -> str:
    number = len(shown.readers)
    if not number:
        return "Nobody reads it: who reported this has left."
    return "Its reporter reads it." if number == 1 else f"All {number} reporters read it."


def passing(shown: messages.reports.Shown, subject: str) -> messages.text.Payload:
    """Who holds it from now on."""
    whom = messages.forms.person("person", "To whom?", hint="An adviser or a manager who is there. They are told.")
    return _form(PASS_FORM, "Pass on", "Pass", shown.report, subject, [whom])


def known(shown: messages.reports.Shown, subject: str) -> messages.text.Payload:
    """The title that everybody reads until it is resolved."""
    where = f"everybody who uses {shown.report.product}" if shown.report.product else "everybody"
    hint = f"On top of the form and of the home page, for {where}, until it is resolved. No names, please."
    title = messages.forms.text("title", "What do people read?", shown.report.title, most=TITLE_LIMIT, hint=hint)
    return _form(KNOWN_FORM, "Known issue:", "Show it", shown.report, subject, [title])


def duplicating(
    shown: messages.reports.Shown, subject: str, alike: collections.abc.Sequence[Report]
) -> messages.text.Payload:
    """What it is the same as: another one is the original, or those that look alike follow this one."""
    name = messages.reports.number(shown.report)
    original = messages.forms.text(
        "original", "The original", optional=True, most=20, hint=f"Such as BUG-142. Empty: {name} is the original."
    )
    options = {str(one.id): f"{messages.reports.number(one)} · {_plain_title(one)}" for one in alike[:ALIKE_SHOWN]}
    same = (
        messages.forms.checkboxes(
            "same", f"The same as {name}", options, options, hint="Those ticked become duplicates of the original."
        )
        if options
        else messages.text.small("No other open report looks like it.")
    )
    return _form(DUPLICATE_FORM, "Duplicate:", "Save", shown.report, subject, [original, same])


def _plain_title(report: Report) -> str:
    return " ".join(report.title.split())


def editing(shown: messages.reports.Shown, subject: str, products: Words, languages: Words) -> messages.text.Payload:
    """What a report is filed under; what its reporter wrote stays as it is."""
    report, form = shown.report, messages.forms
    kinds = {str(kind): words for kind, words in messages.reports.KINDS.items()}
    severities = {str(severity): words for severity, words in messages.reports.SEVERITIES.items()}
    blocks = [
        form.choice("kind", "What is it about?", kinds, report.kind),
        form.text("title", "What is wrong?", report.title, most=TITLE_LIMIT),
        *_among("product", "Product", products, report.product),
        form.text("area", "Where in the product?", report.area, optional=True, most=75),
        *_among("language", "Language", languages, report.language),
        form.choice("severity", "How urgent is it?", severities, report.severity, optional=True),
    ]
    return _form(EDIT_FORM, "Edit", "Save", report, subject, blocks)


def _among(name: str, label: str, known: Words, present: str | None) -> list[messages.text.Block]:
    """A menu of what the programme has of this, and of what the report has; nothing where there is none."""
    words = list(dict.fromkeys([*filter(None, [present]), *known]))[:100]
    called = rules.languages.called if name == "language" else str
    options = {word: called(word) for word in words}
    return [messages.forms.choice(name, label, options, present, optional=True)] if options else []


def _form(
    callback: str,
    title: str,
    submit: str,
    report: Report,
    subject: str,
    blocks: collections.abc.Sequence[messages.text.Block],
) -> messages.text.Payload:
    head = messages.text.section(f"*{messages.reports.headline(report)}*")
    name = f"{title} {messages.reports.number(report)}"
    return messages.forms.modal(callback, name, submit, [head, *blocks], subject)
