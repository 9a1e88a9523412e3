"""`/program report`: what the last whole week or month came to, and any other one that is over."""

import sqlmodel

import commands.arguments
import commands.replies
import commands.request
import commands.rows
import jobs.digest
import messages.digest
import rules.digest
import rules.errors

Reply = commands.replies.Reply
Request = commands.request.Request
Span = rules.digest.Span

KIND = commands.arguments.Choice("week or month", optional=True, among=tuple(rules.digest.Kind))
DAY = commands.arguments.PastDay("day", optional=True)


def report(session: sqlmodel.Session, request: Request) -> Reply:
    """The last week, unless another kind of span or a day in it is named."""
    kind, day = rules.digest.Kind(KIND.find(request) or rules.digest.Kind.WEEK), DAY.find(request)
    last = rules.digest.last(kind, request.scene(session).day)
    return _shown(session, request, rules.digest.holding(kind, day) if day else last)


def pressed(session: sqlmodel.Session, request: Request) -> Reply:
    """The one that a button names."""
    span = rules.digest.read(request.subject)
    if span is None:
        raise rules.errors.ProgramError(f"Type `{messages.digest.COMMAND}` to see the last week.")
    return _shown(session, request, span)


def _shown(session: sqlmodel.Session, request: Request, span: Span) -> Reply:
    scene = request.scene(session)
    if span.ends > scene.day:
        raise rules.errors.ProgramError(messages.digest.not_over(span))
    if not jobs.digest.has_any(scene, span):
        raise rules.errors.ProgramError(messages.digest.nothing_known(span))
    found, service = jobs.digest.load(scene, span, request.person), jobs.digest.load_service(scene, span)
    return commands.replies.Say(messages.digest.digest(found, service))


VERBS = (
    commands.rows.Verb(
        commands.rows.MANAGERS,
        report,
        root="program",
        words="report",
        does="What the last whole week or month came to, beside the one before; or the one that holds a day.",
        arguments=(KIND, DAY),
        example="/program report month 2026-02-01",
    ),
)
BUTTONS = (
    commands.rows.Button(
        commands.rows.MANAGERS,
        pressed,
        action=messages.digest.SHOW,
        does="Show what a week or month of the programme came to.",
    ),
)
