"""`/program`: how the programme stands, a menu of what I may do, and going live."""

import datetime

import sqlmodel

import commands.replies
import commands.request
import commands.rows
import data.audit
import data.morning
import data.outbox
import data.settings
import jobs.checkin_minutes
import jobs.readiness
import jobs.rotation
import jobs.status
import messages.program
import messages.status
import messages.text
import rules.caseload


def status(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """How the programme stands: managers all, advisers their slice, freelancers what they can ask instead."""
    if request.is_manager:
        found = jobs.status.load(session, request.programme, request.now, request.today)
        return commands.replies.Say(messages.status.whole(found, request.programme, request.now, request.reader))
    if request.person.adviser:
        return commands.replies.Say(_slice(session, request))
    return commands.replies.Say(messages.status.for_freelancer())


def _slice(session: sqlmodel.Session, request: commands.request.Request) -> messages.text.Payload:
    theirs = [one for one in jobs.status.freelancers(session) if one.adviser_id == request.person.id]
    contracts = jobs.status.contracts(session, request.programme, request.now, theirs)
    cap = request.programme.caseload_cap
    (caseload,) = rules.caseload.caseloads([request.person], contracts.contracted, request.today, cap)
    duty = jobs.rotation.on_duty(session, request.programme, request.now)
    minutes = jobs.checkin_minutes.load(request.scene(session), request.today, request.person.id)
    return messages.status.slice_of(
        caseload, contracts.contracted, contracts.ending, minutes.this_week, duty, request.now, request.reader
    )


def go_live(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """End the quiet, from a button."""
    if not end_quiet(session, request.now, request.person.slack_id):
        return commands.replies.Say(messages.program.live_already())
    faults = jobs.readiness.lasting(session, request.programme, request.now)
    return commands.replies.Say(messages.program.live_now([fault.sentence for fault in faults]))


def end_quiet(session: sqlmodel.Session, now: datetime.datetime, actor: str) -> bool:
    """From now on Muster sends by itself, but nothing that fell due before; False if it has been live already."""
    if not data.settings.record_milestone(session, data.settings.WENT_LIVE, now):
        return False
    data.outbox.drop_unasked(session, now)
    data.morning.drop_waiting(session, now)
    data.audit.record(session, now, actor, "programme.live", "programme")
    return True


VERBS = (
    commands.rows.Verb(
        commands.rows.ALL,
        status,
        root="program",
        words="status",
        does="How the programme stands: ratio, duty, caseload, check-ins, contracts, what to mend.",
    ),
)

BUTTONS = (
    commands.rows.Button(
        commands.rows.MANAGERS, go_live, action="live:program", does="End the quiet after set-up.", writes=True
    ),
)
