"""`/kudos`: thanks for a freelancer's work, to them alone or in a channel."""

import dataclasses
import re

import sqlmodel

import commands.arguments
import commands.replies
import commands.request
import commands.rows
import data.kudos
import data.models
import data.people
import jobs.kudos
import messages.checkin_forms
import messages.faults
import messages.kudos
import rules.errors
import rules.guard
import rules.undo

Person = data.models.Person
Reply = commands.replies.Reply
Request = commands.request.Request


@dataclasses.dataclass(frozen=True)
class Channel(commands.arguments.Argument[str]):
    """A channel's id, as Slack tells one that was picked from its list."""

    @property
    def usage(self) -> str:
        """`[#channel]`."""
        return f"[#{self.name}]"

    def takes(self, word: str) -> bool:
        """What looks like a channel: free words follow."""
        return word.startswith(("<#", "#"))

    def read(self, words: commands.arguments.Words, _context: commands.arguments.Context, /) -> str:
        """`<#C123|name>`; a bare name could be several."""
        word = words.popleft()
        match = re.fullmatch(r"<#([CG][A-Z0-9]+)(\|[^>]*)?>", word)
        if not match:
            raise rules.errors.ProgramError(messages.kudos.no_channel(word))
        return match[1]


CHANNEL = Channel("channel", optional=True)


@dataclasses.dataclass(frozen=True)
class Whom(commands.arguments.Person):
    """Whom one thanks, in front of the channel."""

    def read(self, words: commands.arguments.Words, context: commands.arguments.Context, /) -> Person:
        """As everywhere; a channel in their place is no name to be looked for."""
        if CHANNEL.takes(words[0]):
            raise rules.errors.ProgramError(messages.kudos.person_first())
        return super().read(words, context)


WHOM = Whom("freelancer", optional=True)
WORDS = commands.arguments.Typed("text", optional=True, most=messages.kudos.WORDS_LIMIT)

PERSON = commands.arguments.Person("person")
TYPED = commands.arguments.Typed("words", most=messages.kudos.WORDS_LIMIT)
"""Typed, for the giver is told what was hidden in them."""


def form(_session: sqlmodel.Session, _request: Request) -> Reply:
    """The form, empty."""
    return commands.replies.Open(messages.kudos.form(None, None), again=messages.kudos.OPEN)


def kudos(session: sqlmodel.Session, request: Request) -> Reply:
    """With words to the person, or first shown as a channel would read them; without words, by the form."""
    person, channel, typed = WHOM.of(request), CHANNEL.find(request), WORDS.find(request)
    if wrong := _wrong(request, person):
        raise rules.errors.ProgramError(wrong)
    if not typed:
        return commands.replies.Open(messages.kudos.form(person, None), again=messages.kudos.OPEN, asks=True)
    if channel is None:
        return commands.replies.Say(_give(session, request, person, typed, None))
    safe = rules.guard.hide(typed)
    hidden = messages.checkin_forms.hidden({"your words": safe.found})
    return commands.replies.Say(messages.kudos.preview(request.person, person, channel, safe.text, hidden))


def given(session: sqlmodel.Session, request: Request) -> Reply:
    """By the form."""
    person = PERSON.of(request)
    if wrong := _wrong(request, person):
        return commands.replies.Fields({PERSON.name: wrong})
    return commands.replies.Next(messages.faults.small_modal(_give(session, request, person, TYPED.of(request), None)))


def send(session: sqlmodel.Session, request: Request) -> Reply:
    """Post what was previewed."""
    person, channel, words = _previewed(session, request)
    return commands.replies.Say(_give(session, request, person, words, channel))


def tell(session: sqlmodel.Session, request: Request) -> Reply:
    """Say what was previewed to the person alone."""
    person, _, words = _previewed(session, request)
    return commands.replies.Say(_give(session, request, person, words, None))


def _previewed(session: sqlmodel.Session, request: Request) -> tuple[Person, str, str]:
    """What the preview's buttons carry."""
    slack_id, _, rest = request.subject.partition(" ")
    channel, _, words = rest.partition(" ")
    if not words:
        raise rules.errors.ProgramError("There is nothing to send here. `/kudos` begins anew.")
    person = data.people.find(session, slack_id)
    if person is None or not person.active:
        raise rules.errors.ProgramError("They have left since: nothing was sent.")
    if wrong := _wrong(request, person):
        raise rules.errors.ProgramError(wrong)
    return person, channel, words


def _wrong(request: Request, person: Person) -> str:
    if person.id == request.person.id:
        return messages.kudos.not_yourself()
    return "" if person.freelancer else messages.kudos.no_freelancer(person)


def _give(
    session: sqlmodel.Session, request: Request, person: Person, typed: str, channel: str | None
) -> messages.text.Payload:
    safe = rules.guard.hide(typed)
    since = request.now - rules.undo.UNDO
    if data.kudos.has_since(session, request.person.id or 0, person.id or 0, safe.text, since):
        raise rules.errors.ProgramError(messages.kudos.said_already(person))
    row = jobs.kudos.give(request.scene(session), request.person, person, safe.text, channel)
    hidden = messages.checkin_forms.hidden({"your words": safe.found})
    return messages.kudos.sent(row, person, rules.undo.UNDO.seconds // 60, hidden)


def undo(session: sqlmodel.Session, request: Request) -> Reply:
    """Take it back, for its giver, before anybody reads it."""
    row = data.kudos.find(session, request.ident or 0)
    if row is None or row.giver_id != request.person.id:
        raise rules.errors.ProgramError(messages.kudos.too_late())
    person = data.people.load_by_id(session, [row.person_id])[row.person_id]
    if not jobs.kudos.undo(request.scene(session), row):
        raise rules.errors.ProgramError(messages.kudos.too_late())
    return commands.replies.Say(messages.kudos.undone(person))


VERBS = (
    commands.rows.Verb(
        commands.rows.ADVISERS,
        kudos,
        root="kudos",
        words="",
        does="Thank a freelancer for their work, in a direct message or in a channel. Bare: a form.",
        arguments=(WHOM, CHANNEL, WORDS),
        example="/kudos @kenji Thank you for the calm answers on Friday",
        bare=form,
        writes=True,
    ),
)
BUTTONS = (
    commands.rows.Button(
        commands.rows.ADVISERS, form, action=messages.kudos.OPEN, does="Open the form by which a freelancer is thanked."
    ),
    commands.rows.Button(
        commands.rows.ADVISERS,
        send,
        action=messages.kudos.SEND,
        does="Post the thanks that were previewed in that channel.",
        writes=True,
    ),
    commands.rows.Button(
        commands.rows.ADVISERS,
        tell,
        action=messages.kudos.TELL,
        does="Send the thanks that were previewed to the person alone.",
        writes=True,
    ),
    commands.rows.Button(
        commands.rows.ADVISERS,
        undo,
        action=messages.kudos.UNDO,
        does="Take thanks back before anybody reads them.",
        writes=True,
    ),
)
FORMS = (
    commands.rows.Form(
        commands.rows.ADVISERS,
        given,
        callback=messages.kudos.FORM,
        does="Thank a freelancer in a direct message.",
        arguments=(PERSON, TYPED),
        writes=True,
    ),
)
