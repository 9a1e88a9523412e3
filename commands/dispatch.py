"""From what Slack brought to a reply: the role first, then the words, then the row's function."""

import collections
import collections.abc
import dataclasses
import datetime
import difflib

import sqlmodel

import commands.arguments
import commands.replies
import commands.request
import commands.rows
import data.models
import data.people
import data.requests
import data.settings
import messages.access
import rules.errors
import rules.pool
import rules.settings

WORDS_LIMIT = 3
"""A verb has at most so many words before its arguments."""


@dataclasses.dataclass(frozen=True)
class Incoming:
    """What Slack brought: who, what, and the key by which the same request is known again.

    `words` are a command's words behind its verb, `inputs` a form's values by block id, `subject` a button's value,
    `message` what a shortcut was chosen on; `on_home` says that the button stands on Muster's home page, `in_private`
    that it stands in an answer that only the presser sees. `channel` is where it came from, where it came from one, and
    `members` who is there, if that was asked.
    """

    key: str
    slack_id: str
    now: datetime.datetime
    words: tuple[str, ...] = ()
    inputs: collections.abc.Mapping[str, str] = dataclasses.field(default_factory=dict)
    subject: str = ""
    message: commands.request.Message | None = None
    on_home: bool = False
    in_private: bool = False
    channel: str = ""
    members: commands.request.Members | None = None


def find_verb(
    verbs: collections.abc.Iterable[commands.rows.Verb], root: str, text: str
) -> tuple[commands.rows.Verb, tuple[str, ...]]:
    """The verb that a command's text begins with, and the words behind it.

    Where no verb fits, it is the root's bare one, which then finds words that it has no argument for.
    """
    words = tuple(text.split())
    named = {name: verb for verb in verbs if verb.root == root for name in (verb.words, *verb.aliases)}
    for length in range(min(WORDS_LIMIT, len(words)), 0, -1):
        verb = named.get(" ".join(words[:length]).lower())
        if verb is not None and _could_be(verb, words[length:]):
            return _or_bare(verb, words[length:]), words[length:]
    return _or_bare(named[""], words), words


def _could_be(verb: commands.rows.Verb, words: tuple[str, ...]) -> bool:
    """Whether these words can be the verb's: `/bug close button is gone` names no report, and is a title."""
    first = verb.arguments[0] if verb.arguments else None
    if not words or first is None or first.optional or not isinstance(first, commands.arguments.Report):
        return True
    return (
        words[0].startswith(("#", "<@")) or words[0].isdigit() or any(word.lower().startswith("bug") for word in words)
    )


def _or_bare(verb: commands.rows.Verb, words: tuple[str, ...]) -> commands.rows.Verb:
    """The verb, or what it does instead where it was given no words, which changes nothing."""
    if verb.bare is None or words:
        return verb
    return dataclasses.replace(verb, run=verb.bare, bare=None, arguments=(), writes=False)


def answer(
    session: sqlmodel.Session,
    row: commands.rows.Row,
    incoming: Incoming,
    menu: collections.abc.Sequence[commands.rows.Verb],
) -> commands.replies.Reply:
    """Do what was asked, in this session's transaction. Raises ProgramError for what the person can mend."""
    person = authorise(session, row.who, incoming.slack_id)
    if row.writes and (stored := data.requests.find(session, incoming.key)) is not None:
        return commands.replies.load(stored)
    request = request_of(session, person, incoming)
    reply = _run(session, row, incoming, request, menu)
    if row.writes and not _asks(reply):
        data.requests.record(session, incoming.key, commands.replies.dump(reply), incoming.now)
    return reply


def _asks(reply: commands.replies.Reply) -> bool:
    """Whether nothing was done yet: what is wrong in a form quotes what somebody typed, and is kept nowhere."""
    if isinstance(reply, commands.replies.Next | commands.replies.Open):
        return reply.asks
    return isinstance(reply, commands.replies.Fields)


def authorise(session: sqlmodel.Session, who: commands.rows.Roles, slack_id: str) -> data.models.Person:
    """The person, if they are on the roster, active, and have one of these roles; NotAllowed if not."""
    person = data.people.find(session, slack_id)
    if person is not None and person.active and person.roles & who:
        return person
    managers = [manager.slack_id for manager in data.people.list_managers(session)]
    if person is not None and person.active and person.roles:
        raise rules.errors.NotAllowed(messages.access.not_your_role(who, managers))
    raise rules.errors.NotAllowed(messages.access.no_role(managers))


def request_of(session: sqlmodel.Session, person: data.models.Person, incoming: Incoming) -> commands.request.Request:
    """What the row's function will see, but for the values."""
    programme = rules.settings.read(data.settings.load(session))
    zone = rules.pool.zone_of(person, programme.time_zone)
    return commands.request.Request(
        key=incoming.key,
        now=incoming.now,
        person=person,
        programme=programme,
        zone=zone,
        subject=incoming.subject,
        message=incoming.message,
        in_private=incoming.in_private,
        channel=incoming.channel,
        members=incoming.members,
    )


def _run(
    session: sqlmodel.Session,
    row: commands.rows.Row,
    incoming: Incoming,
    request: commands.request.Request,
    menu: collections.abc.Sequence[commands.rows.Verb],
) -> commands.replies.Reply:
    context = commands.arguments.Context(session, request.today, request.person)
    if isinstance(row, commands.rows.Form):
        values, errors = _read_inputs(row, incoming.inputs, context)
        return (
            commands.replies.Fields(errors) if errors else row.run(session, dataclasses.replace(request, values=values))
        )
    if isinstance(row, commands.rows.Verb):
        values = _read_words(row, incoming.words, context, request.person, menu)
        return row.run(session, dataclasses.replace(request, values=values))
    if isinstance(row, commands.rows.Button):
        values, _ = _read_inputs(row, incoming.inputs, context)  # what is wrong in a form is said when that is sent
        return row.run(session, dataclasses.replace(request, values=values))
    return row.run(session, request)


def _read_words(
    verb: commands.rows.Verb,
    words: tuple[str, ...],
    context: commands.arguments.Context,
    person: data.models.Person,
    menu: collections.abc.Sequence[commands.rows.Verb],
) -> dict[str, object]:
    """The verb's arguments by name. Raises ProgramError, with the usage and an example, for a word too few or many."""
    if not verb.words and _is_slip(verb.root, words, person, menu):
        raise rules.errors.ProgramError(_unknown(verb.root, words[0], person, menu))
    left = collections.deque(words)
    values: dict[str, object] = {}
    for argument in verb.arguments:
        if left and (not argument.optional or argument.takes(left[0])):
            values[argument.name] = argument.read(left, context)
        elif not argument.optional:
            raise rules.errors.ProgramError(messages.access.words_missing(argument.usage, verb.usage, verb.example))
    if left and not verb.words:
        raise rules.errors.ProgramError(_unknown(verb.root, left[0], person, menu))
    if left:
        raise rules.errors.ProgramError(messages.access.words_too_many(left[0], verb.usage, verb.example))
    return values


def _is_slip(
    root: str,
    words: tuple[str, ...],
    person: data.models.Person,
    menu: collections.abc.Sequence[commands.rows.Verb],
) -> bool:
    """Whether a mistyped verb, alone as `lits` or with its report as `clam BUG-3`, would be taken for free words."""
    if len(words) > 1 and not _REPORT.takes(words[1]):
        return False
    return bool(words) and _nearest(root, words[0], person, menu) is not None


_REPORT = commands.arguments.Report("report")


def _unknown(
    root: str, word: str, person: data.models.Person, menu: collections.abc.Sequence[commands.rows.Verb]
) -> str:
    return messages.access.unknown_verb(root, word, _nearest(root, word, person, menu))


def _nearest(
    root: str, word: str, person: data.models.Person, menu: collections.abc.Sequence[commands.rows.Verb]
) -> str | None:
    known = {verb.words for verb in menu if verb.root == root and verb.words and verb.who & person.roles}
    return next(iter(difflib.get_close_matches(word.lower()[:40], sorted(known), n=1)), None)


def _read_inputs(
    form: commands.rows.Form | commands.rows.Button,
    inputs: collections.abc.Mapping[str, str],
    context: commands.arguments.Context,
) -> tuple[dict[str, object], dict[str, str]]:
    """The form's arguments by name, and what is wrong with them by name."""
    values: dict[str, object] = {}
    errors: dict[str, str] = {}
    for argument in form.arguments:
        text = inputs.get(argument.name, "")
        try:
            if text.strip():
                values[argument.name] = argument.read_input(text, context)
            elif not argument.optional:
                errors[argument.name] = messages.access.input_missing()
        except rules.errors.ProgramError as error:
            errors[argument.name] = str(error)
    return values, errors
