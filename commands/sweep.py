"""`/bug sweep`: what is open, the oldest first and one at a time; and what becomes of it when duty ends."""

import datetime

import sqlmodel

import commands.replies
import commands.request
import commands.rows
import commands.triage
import data.models
import data.reports
import data.sweep
import jobs.report_handover
import jobs.reports
import messages.sweep
import messages.triage_card
import rules.errors
import rules.sweep


def sweep(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """The next report that nobody else is looking at, or how many were looked at."""
    data.sweep.forget_steps(session, request.now - rules.sweep.SWEEP)
    person_id = request.person.id or 0
    steps = data.sweep.list_steps(session)
    chosen = rules.sweep.shown_next(data.reports.list_open(session), steps, person_id, request.now)
    if chosen.report is None:
        own = [one for one in steps if one.person_id == person_id and not one.over]
        data.sweep.end_sweep(session, own)
        return commands.replies.Say(messages.sweep.over(len(own), chosen.with_others))
    data.sweep.record_step(session, chosen.report.id or 0, person_id, request.now)
    return commands.replies.Say(_step(session, request, chosen.report, chosen.left))


def _step(
    session: sqlmodel.Session, request: commands.request.Request, report: data.models.Report, left: int
) -> dict[str, object]:
    shown = jobs.reports.load(request.scene(session), report)
    return messages.sweep.step(messages.triage_card.card(shown, request.reader, in_channel=False), report, left)


def keep(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """All that they held at the handover stays theirs."""
    return _settle(session, request, kept=True)


def pass_on(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """All that they held at the handover is for those on duty now, unclaimed."""
    return _settle(session, request, kept=False)


def _settle(session: sqlmodel.Session, request: commands.request.Request, kept: bool) -> commands.replies.Reply:
    scene = request.scene(session)
    if not jobs.report_handover.settle(scene, request.person, _handover(request), kept):
        return commands.replies.Say(messages.sweep.settled_already())
    return commands.replies.Done()


def _handover(request: commands.request.Request) -> datetime.datetime:
    try:
        handover = datetime.datetime.fromisoformat(request.subject)
    except ValueError:
        handover = None
    if handover is None or handover.tzinfo is None:
        raise rules.errors.ProgramError("This button is not one of Muster's any more. `/bug sweep` shows what is open.")
    return handover


VERBS = (
    commands.rows.Verb(
        commands.rows.ADVISERS,
        sweep,
        root="bug",
        words="sweep",
        does="Go through what is open, the oldest first, one at a time.",
        writes=True,
    ),
)
BUTTONS = (
    commands.rows.Button(
        commands.rows.ADVISERS,
        sweep,
        action=messages.sweep.NEXT,
        does="Show the next report of the sweep.",
        writes=True,
    ),
    commands.rows.Button(
        commands.rows.ADVISERS,
        commands.triage.close,
        action=messages.sweep.CLOSE,
        does="Open the form that ends a report whose reporter has not answered for long.",
        choices=True,
    ),
    commands.rows.Button(
        commands.rows.ADVISERS,
        keep,
        action=messages.sweep.KEEP,
        does="Keep what one held when duty ended.",
        writes=True,
    ),
    commands.rows.Button(
        commands.rows.ADVISERS,
        pass_on,
        action=messages.sweep.PASS_ON,
        does="Pass on what one held when duty ended, to those on duty now.",
        writes=True,
    ),
)
