"""`/program rebalance`: who would go to which adviser, so that nobody is without one and nobody is over the cap."""

import hashlib

import sqlmodel

import commands.arguments
import commands.replies
import commands.request
import commands.rows
import jobs.rebalance
import messages.rebalance

Reply = commands.replies.Reply

TICKED = tuple(commands.arguments.Choices(name, optional=True) for name in messages.rebalance.TICKED)


def preview(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """The moves with their boxes, or that there are none."""
    found = jobs.rebalance.load(request.scene(session))
    if not found.moves:
        return commands.replies.Say(messages.rebalance.nothing(found))
    return commands.replies.Open(
        messages.rebalance.form(found, _version(found), moved_on=False), again=messages.rebalance.OPEN
    )


def _version(found: messages.rebalance.Preview) -> str:
    """A name for what a preview showed, which is another one once anything of it has changed."""
    moves = [[one.slack_id if one else None for one in (move.freelancer, move.old, move.new)] for move in found.moves]
    left = [one.slack_id for one in found.without], [(one.slack_id, number) for one, number in found.over]
    return hashlib.sha256(repr((moves, left, found.more, found.missing)).encode()).hexdigest()[:16]


def confirmed(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """Carry out what is ticked; if the preview is not true any more, show it again."""
    found = jobs.rebalance.load(request.scene(session))
    if not found.moves:
        return commands.replies.Say(messages.rebalance.nothing(found))
    if request.subject != _version(found):
        again = messages.rebalance.form(found, _version(found), moved_on=True)
        return commands.replies.Next(again, asks=True)
    ticked = {ident for argument in TICKED for ident in argument.find(request) or ()}
    moves = [move for move in found.moves if move.freelancer.slack_id in ticked]
    if not moves:
        return commands.replies.Fields({messages.rebalance.TICKED[0]: messages.rebalance.NOTHING_TICKED})
    jobs.rebalance.carry_out(request.scene(session), request.person, moves)
    return commands.replies.Say(messages.rebalance.done(moves, len(found.moves) - len(moves)))


VERBS = (
    commands.rows.Verb(
        commands.rows.MANAGERS,
        preview,
        root="program",
        words="rebalance",
        does="Who would go to which adviser, so that nobody is without one or over the cap; then *Confirm*.",
    ),
)
BUTTONS = (
    commands.rows.Button(
        commands.rows.MANAGERS,
        preview,
        action=messages.rebalance.OPEN,
        does="Open the preview of who would go to which adviser.",
    ),
)
FORMS = (
    commands.rows.Form(
        commands.rows.MANAGERS,
        confirmed,
        callback=messages.rebalance.CONFIRM,
        does="Let the previewed moves be so that are ticked.",
        arguments=TICKED,
        writes=True,
    ),
)
