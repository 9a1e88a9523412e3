"""`/bug`: the form of a report, from a command, a button, or somebody's message."""

import typing

import sqlmodel

import commands.arguments
import commands.filing
import commands.replies
import commands.report_history
import commands.request
import commands.rows
import data.outbox
import data.reports
import jobs.rotation
import messages.filing_form
import messages.reporter_card
import messages.reports
import messages.text
import rules.errors
import rules.guard
import rules.reports

NAMED = commands.arguments.Report("report", optional=True)
TITLE = commands.arguments.Typed("title", optional=True, most=40_000)


def form(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """The form of a new report, with the title filled in; or the report that is named."""
    named, typed = NAMED.find(request), TITLE.find(request)
    if named is not None and typed is None:
        return commands.report_history.show(session, request, named)
    words = " ".join(filter(None, [messages.reports.number(named) if named else None, typed]))
    title = rules.guard.hide(messages.text.plain(words, {})).text
    return _open(filled(session, request, messages.filing_form.titled(title)))


def from_message(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """The form of a new report with somebody's words in it."""
    message = typing.cast("commands.request.Message", request.message)
    if data.outbox.find_card_at(session, message.channel, message.ts) is not None:
        raise rules.errors.ProgramError(
            "This is a message of mine about a report, so I can't file it as a new one. If something else is wrong, "
            "say so with `/bug`."
        )
    words = rules.guard.hide(messages.text.plain(message.text, {})).text
    text = "\n".join([words, *(f"{name}: {link}" for name, link in message.safe_files.items())])
    draft = messages.filing_form.from_message(text, message.link)
    return _open(filled(session, request, draft))


def _open(view: messages.text.Payload) -> commands.replies.Reply:
    return commands.replies.Open(view, again=messages.reporter_card.FILE)


def filled(
    session: sqlmodel.Session, request: commands.request.Request, draft: dict[str, str], subject: str = ""
) -> messages.text.Payload:
    """The form with what is known of a report, in which nothing is private; `subject` is what it is made of."""
    person = request.person
    product, language = next(iter(person.products), ""), next(iter(person.languages), "")
    on_duty = jobs.rotation.on_duty(session, request.programme, request.now)
    known = [one for one in data.reports.list_known(session) if rules.reports.concerns(one, person)]
    return messages.filing_form.form(
        {"product": product, "language": language} | draft,
        commands.filing.menus(session),
        on_duty.pair if on_duty else [],
        known,
        subject,
    )


VERBS = (
    commands.rows.Verb(
        commands.rows.ALL,
        form,
        root="bug",
        words="",
        does="Report a problem; or one report, with all that happened to it.",
        arguments=(NAMED, TITLE),
        example="/bug Checkout fails for EUR",
    ),
)
BUTTONS = (
    commands.rows.Button(
        commands.rows.ALL, form, action=messages.reporter_card.FILE, does="Open the form of a report."
    ),
    *commands.filing.BUTTONS,
)
FORMS = commands.filing.FORMS
SHORTCUTS = (
    commands.rows.Shortcut(
        commands.rows.ALL,
        from_message,
        callback="file:message",
        label="File as bug",
        does="Report a problem, with the message's words in the form.",
    ),
)
