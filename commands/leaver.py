"""Who sits for somebody who left the workspace while on duty."""

import sqlmodel

import commands.changes
import commands.replies
import commands.request
import commands.rows
import data.people
import jobs.absences
import messages.absences
import messages.changes
import messages.people


def cover(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """Let somebody sit for who left, until the handover; only as long as nobody does."""
    gone_id, _, chosen_id = request.subject.partition(":")
    known = commands.changes.rotation(session, request)
    gone = data.people.find(session, gone_id)
    spell = jobs.absences.left_open_by(known, gone) if gone and not gone.active else None
    free = jobs.absences.free_in(known, spell) if spell else []
    chosen = next((one for one in free if one.slack_id == chosen_id), None)
    if gone is None or spell is None or chosen is None:
        return commands.replies.Say(messages.absences.covered_already())
    commands.changes.relieve(session, request, chosen, gone, (spell.starts, spell.ends))
    why = {chosen.id or 0: messages.changes.sits_for(gone)}
    commands.changes.follow_up(session, request, known.dates, why)
    return commands.replies.Say(messages.absences.covers(chosen, gone, request.reader, spell.ends))


BUTTONS = (
    commands.rows.Button(
        commands.rows.MANAGERS,
        cover,
        action=messages.people.COVER,
        does="Choose who sits for somebody who left while on duty.",
        choices=True,
        writes=True,
    ),
)
