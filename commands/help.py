"""`help` on every root, and the menu: made from the rows."""

import collections.abc
import functools

import sqlmodel

import commands.replies
import commands.request
import commands.rows
import data.models
import data.settings
import messages.home
import messages.program

Verbs = collections.abc.Sequence[commands.rows.Verb]


def rows(verbs: Verbs) -> tuple[commands.rows.Verb, ...]:
    """`/program`, which is the menu, and `help` for each root."""
    menu = commands.rows.Verb(
        commands.rows.ALL,
        functools.partial(_menu, verbs),
        root="program",
        words="",
        does="This menu: what you can do here.",
    )
    helps = tuple(
        commands.rows.Verb(
            commands.rows.ALL,
            functools.partial(_help, (menu, *verbs), root),
            root=root,
            words="help",
            does="What you can do with this command.",
        )
        for root in dict.fromkeys(verb.root for verb in verbs)
    )
    return menu, *helps


def button(verbs: Verbs) -> commands.rows.Button:
    """The menu, from the home page."""
    run = functools.partial(_menu, verbs)
    return commands.rows.Button(commands.rows.ALL, run, action=messages.home.MENU, does="Show what you can do here.")


def allowed(verbs: Verbs, person: data.models.Person) -> list[commands.rows.Verb]:
    """Those that the person's roles reach, as they may use them."""
    return [verb.read_by(person.roles) for verb in verbs if verb.who & person.roles]


def may_go_live(session: sqlmodel.Session, person: data.models.Person) -> bool:
    """Whether the person can end the quiet, and it is quiet."""
    quiet = data.settings.find_milestone(session, data.settings.WENT_LIVE) is None
    return quiet and data.models.Role.MANAGER in person.roles


def _menu(verbs: Verbs, session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    live = may_go_live(session, request.person)
    return commands.replies.Say(messages.program.menu(allowed(verbs, request.person), live))


def _help(
    verbs: Verbs, root: str, _session: sqlmodel.Session, request: commands.request.Request
) -> commands.replies.Reply:
    mine = [verb for verb in allowed(verbs, request.person) if verb.root == root]
    hints = dict.fromkeys(argument.hint for verb in mine for argument in verb.arguments if argument.hint)
    return commands.replies.Say(messages.program.help_for(root, mine, list(hints)))
