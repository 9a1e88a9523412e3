"""`/duty`: who is on duty, and who is next."""

import sqlmodel

import commands.arguments
import commands.changes
import commands.replies
import commands.request
import commands.rows
import jobs.home
import jobs.rotation
import messages.duty
import messages.text
import rules.duty

NEXT = 3
"""How many pairs `/duty next` shows unless told otherwise."""

N = commands.arguments.Number("n", optional=True, low=1, high=rules.duty.AHEAD)


def current(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """Who is on duty now."""
    shift = jobs.rotation.on_duty(session, request.programme, request.now)
    message = messages.duty.current(shift, request.now, request.reader)
    cant = jobs.home.cant_today(session, request.person, request.today)
    if not cant:
        return commands.replies.Say(message)
    blocks = message.get("blocks") or [messages.text.section(message["text"])]
    return commands.replies.Say(message | {"blocks": [*blocks, *cant]})


def upcoming(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """The next pairs."""
    known = commands.changes.published(session, request)
    turns = rules.duty.upcoming(known.turns, request.now, N.find(request) or NEXT)
    return commands.replies.Say(messages.duty.upcoming([known.view(turn) for turn in turns], request.reader))


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
