"""`/duty`: who is on duty, and who is next."""

import datetime

import sqlmodel

import commands.arguments
import commands.changes
import commands.replies
import commands.request
import commands.rows
import data.duty
import data.models
import jobs.rotation
import messages.absences
import messages.duty
import messages.text
import rules.duty
import rules.settings

NEXT = 3
"""How many pairs `/duty next` shows unless told otherwise."""

N = commands.arguments.Number("n", optional=True, low=1, high=rules.duty.AHEAD)


def current(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """Who is on duty now."""
    shift = on_duty(session, request.programme, request.now)
    message = messages.duty.current(shift, request.now, request.reader)
    cant = cant_today(session, request)
    if not cant:
        return commands.replies.Say(message)
    blocks = message.get("blocks") or [messages.text.section(message["text"])]
    return commands.replies.Say(message | {"blocks": [*blocks, *cant]})


def cant_today(session: sqlmodel.Session, request: commands.request.Request) -> list[messages.text.Block]:
    """For advisers, a button for a bad morning, unless they are away already."""
    if data.models.Role.ADVISER not in request.person.roles:
        return []
    away = data.duty.list_absences(session, since=request.today, person_id=request.person.id)
    if any(one.starts <= request.today for one in away):
        return []
    return [messages.text.buttons(messages.text.button("I can't today", messages.absences.TODAY))]


def on_duty(
    session: sqlmodel.Session, programme: rules.settings.Programme, now: datetime.datetime
) -> messages.duty.Shift | None:
    """The running shift with its people."""
    known = jobs.rotation.load_begun(session, programme, now)
    return known.view(known.running) if known.running else None


def upcoming(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """The next pairs."""
    known = commands.changes.published(session, request)
    turns = rules.duty.upcoming(known.turns, request.now, N.find(request) or NEXT)
    return commands.replies.Say(messages.duty.upcoming([known.view(turn) for turn in turns], request.reader))


def gaps(session: sqlmodel.Session, request: commands.request.Request) -> list[messages.duty.Shift]:
    """The running and coming shifts in which not everybody is there who should be, the next one first."""
    known = commands.changes.published(session, request)
    return [view for view in map(known.view, known.turns) if len(view.pair) < rules.duty.SEATS]


VERBS = (
    commands.rows.Verb(commands.rows.ALL, current, root="duty", words="", does="Who is on duty now, and until when."),
    commands.rows.Verb(
        commands.rows.ALL,
        upcoming,
        root="duty",
        words="next",
        does="The next pairs.",
        arguments=(N,),
        example="/duty next 6",
    ),
)
