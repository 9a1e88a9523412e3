"""What stands behind the three dots of a report's card: each does what its button would."""

import collections.abc
import dataclasses
import functools

import sqlmodel

import commands.replies
import commands.request
import commands.rows
import messages.triage_card
import rules.errors

Buttons = collections.abc.Iterable[commands.rows.Button]


def button(buttons: Buttons) -> commands.rows.Button:
    """The one for all that is chosen there, made from the buttons."""
    return commands.rows.Button(
        commands.rows.ADVISERS,
        functools.partial(_chosen, {one.action: one for one in buttons}),
        action=messages.triage_card.MORE,
        does="Do what was chosen behind the three dots of a report's card.",
        writes=True,
    )


def _chosen(
    buttons: collections.abc.Mapping[str, commands.rows.Button],
    session: sqlmodel.Session,
    request: commands.request.Request,
) -> commands.replies.Reply:
    """The value is `<report>:<verb>`, and the verb's own button knows who may."""
    subject, _, verb = request.subject.partition(":")
    chosen = buttons.get(f"{verb}:bug")
    if chosen is None or not chosen.who & request.person.roles:
        raise rules.errors.ProgramError("This can't be done here any more. `/bug help` shows what you can do.")
    return chosen.run(session, dataclasses.replace(request, subject=subject))
