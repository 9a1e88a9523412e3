"""Going live: the end of the quiet after set-up."""

import datetime

import sqlmodel

import commands.replies
import commands.request
import commands.rows
import data.audit
import data.morning
import data.outbox
import data.settings
import jobs.readiness
import messages.program


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


BUTTONS = (
    commands.rows.Button(
        commands.rows.MANAGERS, go_live, action="live:program", does="End the quiet after set-up.", writes=True
    ),
)
