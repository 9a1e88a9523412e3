"""Remove words or a field from a report, from its cards, and from all that was posted of it."""

import dataclasses

import sqlmodel

import commands.arguments
import commands.replies
import commands.reports
import commands.request
import commands.rows
import data.models
import jobs.redaction
import messages.faults
import messages.redaction
import messages.reporter_card
import rules.errors
import rules.redaction

WORDS = commands.arguments.Typed("words", most=messages.redaction.LIMIT)
"""As they stand there: nothing is hidden in them, and they are kept nowhere."""

FIELD = commands.arguments.Choice("field", optional=True, among=tuple(messages.redaction.FIELDS))
OPTIONAL_WORDS = dataclasses.replace(WORDS, optional=True)


def form(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """Ask for words, or for one of the fields that hold something."""
    report = commands.reports.of(session, request)
    fields = _fields(session, request, report)
    return commands.replies.Open(
        messages.redaction.form(report, fields), again=messages.reporter_card.REDACT, subject=str(report.id)
    )


def submitted(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """Do it, unless nothing was typed or chosen; the form then shows what was done."""
    words, field = OPTIONAL_WORDS.find(request), FIELD.find(request)
    if words is None and field is None:
        return commands.replies.Fields({"words": messages.redaction.nothing_chosen()})
    report = commands.reports.of(session, request)
    if words is None and field not in _fields(session, request, report):
        return commands.replies.Fields({"field": "This field holds nothing any more, or is not yours to empty."})
    removal = (
        jobs.redaction.Removal(words) if words else jobs.redaction.Removal(getattr(report, field or ""), field or "")
    )
    done = _redact(session, request, report, removal)
    return commands.replies.Next(messages.faults.small_modal(messages.redaction.removed(done)))


def redact(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """Remove words wherever they stand."""
    report = commands.reports.of(session, request)
    done = _redact(session, request, report, jobs.redaction.Removal(WORDS.of(request)))
    return commands.replies.Say(messages.redaction.removed(done))


def _redact(
    session: sqlmodel.Session,
    request: commands.request.Request,
    report: data.models.Report,
    removal: jobs.redaction.Removal,
) -> messages.redaction.Removed:
    scene = request.scene(session)
    if not removal.field and not rules.redaction.is_enough(removal.words):
        raise rules.errors.ProgramError(messages.redaction.too_short())
    own = _is_staff(request) or bool(removal.field)
    if not own and not jobs.redaction.is_own(scene, jobs.redaction.load(scene, report), removal.words, request.person):
        raise rules.errors.ProgramError(messages.redaction.not_found(report))
    done = jobs.redaction.redact(scene, report, request.person, removal)
    if done is None:
        raise rules.errors.ProgramError(messages.redaction.not_found(report))
    return done


def _fields(session: sqlmodel.Session, request: commands.request.Request, report: data.models.Report) -> dict[str, str]:
    """What holds something that the reader may empty: who looks after reports all of it, who filed it their own."""
    texts = {name: text for name, text in jobs.redaction.texts(report).items() if name in messages.redaction.FIELDS}
    if _is_staff(request):
        return texts
    if not jobs.redaction.is_first(request.scene(session), report, request.person):
        return {}
    return {name: text for name, text in texts.items() if name in messages.redaction.BY_REPORTER}


def _is_staff(request: commands.request.Request) -> bool:
    return bool(request.person.roles & commands.rows.ADVISERS)


VERBS = (
    commands.rows.Verb(
        commands.rows.ALL,
        redact,
        root="bug",
        words="redact",
        does="Remove words from a report, and from all that was posted of it.",
        arguments=(commands.reports.REPORT, WORDS),
        example="/bug redact BUG-142 Ann Smith",
        writes=True,
    ),
)
BUTTONS = (
    commands.rows.Button(
        commands.rows.ALL,
        form,
        action=messages.reporter_card.REDACT,
        does="Open the form that removes words or a field from a report.",
    ),
)
FORMS = (
    commands.rows.Form(
        commands.rows.ALL,
        submitted,
        callback=messages.redaction.FORM,
        does="Remove words or a field from a report, and from all that was posted of it.",
        arguments=(OPTIONAL_WORDS, FIELD),
        writes=True,
    ),
)
