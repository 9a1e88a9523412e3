"""`/contract end`: an early end, from either side: shown first, and undone until they read it."""

import datetime

import sqlmodel

import commands.arguments
import commands.contract_decisions
import commands.replies
import commands.request
import commands.rows
import data.contracts
import data.models
import data.people
import data.renewals
import jobs.contracts
import messages.contracts
import messages.text
import rules.contracts
import rules.errors

Contract = data.models.Contract
EndedAs = data.models.EndedAs
Ending = rules.contracts.Ending
Person = data.models.Person
Reply = commands.replies.Reply

DAY = jobs.contracts.DAY

WHOM = commands.arguments.Person("person", gone=True)
DAY_OF_END = commands.arguments.Date("date", optional=True)
HOW = commands.arguments.Choice("how", optional=True, among=tuple(EndedAs))
LAST_DAY = commands.arguments.Date("last_day")
ENDED_AS = commands.arguments.Choice("ended_as", among=tuple(EndedAs))

TOO_LATE = (
    "It is too late to undo it: they have read it, or their contracts have changed since. "
    "`/contract add` begins a new term."
)
MOVED_ON = "This has changed since it was shown: please look again, `/contract end @person`."


def end(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """The form of an early end, or one that can still be undone; with a day and a word, what follows from it."""
    person, last_day, how = WHOM.of(request), DAY_OF_END.find(request), HOW.find(request)
    commands.contract_decisions.check_not_own(request, person)
    if last_day is not None and how is not None:
        terms = _open(session, request, person)
        if wrong := _wrong(terms, last_day, EndedAs(how), request.today):
            raise rules.errors.ProgramError(wrong)
        return _preview(session, request, person, rules.contracts.ending(terms, last_day), EndedAs(how))
    on_its_way = jobs.contracts.find_on_its_way(request.scene(session), person)
    if on_its_way is not None:
        return _done(request, person, on_its_way)
    return commands.replies.Open(messages.contracts.ending(_open(session, request, person)[0], person, request.today))


def _open(session: sqlmodel.Session, request: commands.request.Request, person: Person) -> list[Contract]:
    """What runs or comes; nobody ends their own, or reads there what is decided on it."""
    commands.contract_decisions.check_not_own(request, person)
    terms = jobs.contracts.open_terms(request.scene(session), person)
    if not terms:
        raise rules.errors.ProgramError(f"{messages.text.name(person.name)} has no contract that runs or comes.")
    return terms


def _wrong(terms: list[Contract], last_day: datetime.date, how: EndedAs, today: datetime.date) -> str | None:
    """What keeps that from being their last day."""
    ending = rules.contracts.ending(terms, last_day)
    if ending.last is None:
        begun = f"It began on {messages.text.day(ending.first.starts)}: its last day is that day or a later one."
        return begun if ending.first.starts <= today else None
    agreed = rules.contracts.agreed_last_day(ending.last)
    if last_day > agreed:
        return f"They have no contract on that day: one ends on {messages.text.day(agreed)}."
    if not ending.left_out and last_day == ending.last.last_day and ending.last.ended_as in (None, how):
        return f"It ends on {messages.text.day(last_day)} anyway. `/contract due` lists what is to be decided."
    return None


def end_named(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """From the form: what follows."""
    person = data.people.find(session, request.subject)
    if person is None:
        raise rules.errors.ProgramError("They are not on the roster any more.")
    terms, last_day, how = _open(session, request, person), LAST_DAY.of(request), EndedAs(ENDED_AS.of(request))
    if wrong := _wrong(terms, last_day, how, request.today):
        return commands.replies.Fields({LAST_DAY.name: wrong})
    return _preview(session, request, person, rules.contracts.ending(terms, last_day), how)


def _preview(
    session: sqlmodel.Session, request: commands.request.Request, person: Person, ending: Ending, how: EndedAs
) -> Reply:
    follows = jobs.contracts.follows(request.scene(session), person, ending)
    value = f"{person.id}:{ending.last_day}:{how.value}:{_version(session, request, person)}"
    return commands.replies.Say(messages.contracts.end_preview(person, ending, how, follows, value))


def _version(session: sqlmodel.Session, request: commands.request.Request, person: Person) -> str:
    """Another one once any of their terms or what is decided on them has changed."""
    terms = jobs.contracts.open_terms(request.scene(session), person)
    decisions = data.renewals.load_decisions(session, [one.id or 0 for one in terms])
    decided = (f"{one.id}.{one.tell_at is not None}.{one.told_at is not None}" for one in decisions.values())
    return ",".join([*decided, *(f"{one.id}.{one.starts}.{one.ends}.{one.ended_as or ''}" for one in terms)])


def end_confirmed(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """End it as shown, unless anything is otherwise by now."""
    person = session.get(Person, request.ident or 0)
    last_day, how, version = (*request.subject.split(":", 3)[1:], "", "", "")[:3]
    if person is None or version != _version(session, request, person):
        raise rules.errors.ProgramError(MOVED_ON)
    scene, day, ended = request.scene(session), datetime.date.fromisoformat(last_day), EndedAs(how)
    terms = _open(session, request, person)
    if _wrong(terms, day, ended, request.today):
        raise rules.errors.ProgramError(MOVED_ON)
    ending = rules.contracts.ending(terms, day)
    return _done(request, person, jobs.contracts.end_early(scene, request.person, person, ending, ended))


def _done(request: commands.request.Request, person: Person, done: jobs.contracts.Ended) -> Reply:
    last_day = datetime.date.fromisoformat(str((done.recorded.after or {})["last_day"]))
    return commands.replies.Say(
        messages.contracts.ended(person, last_day, done.read_at, done.recorded.id or 0, request.reader)
    )


def restore(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """Let all be as it was agreed."""
    recorded = session.get(data.models.Audit, request.ident or 0)
    is_end = recorded is not None and recorded.action == data.contracts.END
    person = data.people.find(session, recorded.subject) if recorded is not None and is_end else None
    if person is None or recorded is None:
        raise rules.errors.ProgramError(TOO_LATE)
    commands.contract_decisions.check_not_own(request, person)
    terms = jobs.contracts.restore(request.scene(session), request.person, person, recorded)
    if terms is None:
        raise rules.errors.ProgramError(TOO_LATE)
    return commands.replies.Say(messages.contracts.restored(person, terms))


VERBS = (
    commands.rows.Verb(
        commands.rows.MANAGERS,
        end,
        root="contract",
        words="end",
        does="End somebody's contract early; what follows from it is shown first.",
        arguments=(WHOM, DAY_OF_END, HOW),
        example="/contract end @kenji 2026-03-13 resigned",
    ),
)
BUTTONS = (
    commands.rows.Button(
        commands.rows.MANAGERS,
        end_confirmed,
        action=messages.contracts.ENDS,
        does="End a contract early as shown.",
        writes=True,
    ),
    commands.rows.Button(
        commands.rows.MANAGERS,
        restore,
        action=messages.contracts.RESTORE,
        does="Let a contract end as it was agreed.",
        writes=True,
    ),
)
FORMS = (
    commands.rows.Form(
        commands.rows.MANAGERS,
        end_named,
        callback=messages.contracts.END,
        does="Show what follows from an early end.",
        arguments=(LAST_DAY, ENDED_AS),
        writes=True,  # what a form says is a message, which is kept until it is sent
    ),
)
