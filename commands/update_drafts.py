"""Updates that begin with what is known already: somebody's message, or how a report ended."""

import typing

import sqlmodel

import commands.broadcast
import commands.replies
import commands.reports
import commands.request
import commands.rows
import commands.threads
import data.models
import data.outbox
import jobs.updates
import messages.triage_card
import messages.update_forms
import rules.errors

Reply = commands.replies.Reply


def from_message(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """The form of a new update with somebody's words in it."""
    commands.broadcast.check_may_send(session, request)
    message = typing.cast("commands.request.Message", request.message)
    if data.outbox.find_card_at(session, message.channel, message.ts) is not None:
        raise rules.errors.ProgramError(
            "This is a message of mine, and may be for some people alone: I can't send it to everybody. "
            "`/broadcast` opens an empty form."
        )
    text = commands.threads.draft(session, message)
    title = next(iter(text.strip().splitlines()), "")
    return commands.broadcast.compose(session, request, commands.broadcast.new(request, title, text))


def from_report(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """The form of an update that tells who reported something how it ended."""
    commands.broadcast.check_may_send(session, request)
    report = commands.reports.of(session, request)
    if report.state != data.models.ReportState.RESOLVED:
        raise rules.errors.ProgramError("This report is not resolved: resolve it first, or write with `/broadcast`.")
    draft = commands.broadcast.new(request, f"Solved: {' '.join(report.title.split())}", report.closing or "")
    draft.product, draft.report_id = report.product, report.id
    if not jobs.updates.audience(request.scene(session), draft):
        raise rules.errors.ProgramError("Nobody else who reported this is in the workspace: nobody would read it.")
    return commands.broadcast.compose(session, request, draft)


BUTTONS = (
    commands.rows.Button(
        commands.rows.ADVISERS,
        from_report,
        action=messages.triage_card.UPDATE,
        does="Open the form of an update to who reported what is resolved.",
    ),
)
SHORTCUTS = (
    commands.rows.Shortcut(
        commands.rows.ADVISERS,
        from_message,
        callback=messages.update_forms.FROM_MESSAGE,
        label="Broadcast this",
        does="Begin an update with the message's words, if you are on duty or a manager.",
    ),
)
