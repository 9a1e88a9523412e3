"""What follows a contract: decided by managers, private until the person is told, and taken back until then."""

import collections.abc
import datetime
import typing

import sqlmodel

import commands.arguments
import commands.contract
import commands.contract_review
import commands.replies
import commands.request
import commands.rows
import data.models
import data.renewals
import jobs.renewals
import messages.contracts
import messages.renewal_forms
import messages.renewal_telling
import messages.renewals
import messages.text
import rules.contracts
import rules.errors
import rules.renewals

Choice = data.models.Choice
Contract = data.models.Contract
Decision = data.models.Decision
Person = data.models.Person
Renewal = jobs.renewals.Renewal
Reply = commands.replies.Reply

DAY = rules.renewals.DAY

LAST_DAY = commands.arguments.Date("last_day")
UNTIL = commands.arguments.Date("until")
WORDS = commands.arguments.Text("words", most=messages.renewal_forms.WORDS_LIMIT)
SPOKE = commands.arguments.Choice("spoke", among=tuple(messages.renewal_forms.SPOKE))


# -- what is decided on


def _open(session: sqlmodel.Session, request: commands.request.Request) -> Renewal:
    """What a button or form is about, while it may be decided."""
    return _checked(session, request, *commands.contract_review.named(session, request))


def _checked(
    session: sqlmodel.Session, request: commands.request.Request, contract: Contract, person: Person
) -> Renewal:
    (one,) = jobs.renewals.load(request.scene(session), [(contract, person)])
    check_not_own(request, person)
    _check_open(request, one)
    return one


def check_not_own(request: commands.request.Request, person: Person) -> None:
    """Raise ProgramError for a manager's own contract."""
    if person.id == request.person.id:
        raise rules.errors.ProgramError("This is your own contract: another manager decides on it.")


def _check_open(request: commands.request.Request, one: Renewal) -> None:
    name = messages.text.name(one.person.name)
    if one.contract.last_day < request.today:
        raise rules.errors.ProgramError(f"This contract is over. `/contract add @{name}` begins a new one.")
    if one.contract.agreed_ends is not None:
        raise rules.errors.ProgramError(f"This contract ends early. `/contract add @{name}` begins a new one.")
    if one.course.is_on_its_way:
        raise rules.errors.ProgramError(
            f"This is on its way to {name}: press *Undo* first, which `/contract review @{name}` shows."
        )


def _form(
    request: commands.request.Request,
    one: Renewal,
    draw: collections.abc.Callable[[messages.renewals.Line], messages.text.Payload],
    again: str,
) -> Reply:
    view = draw(commands.contract_review.line(request, one))
    return commands.replies.Open(view, again=again, subject=str(one.contract.id))


def _decide(
    session: sqlmodel.Session,
    request: commands.request.Request,
    one: Renewal,
    choice: Choice,
    last_day: datetime.date | None = None,
    hours: float | None = None,
    until: datetime.date | None = None,
) -> Reply:
    """Keep it, unless another manager decided since the form was opened, which is shown instead."""
    if request.subject != f"{one.contract.id}:{one.version}":
        return commands.contract_review.brief(
            session, request, one.contract, one.person, messages.renewal_telling.MEANWHILE
        )
    decision = Decision(
        contract_id=one.contract.id or 0,
        actor_id=request.person.id or 0,
        at=request.now,
        choice=choice,
        until=until,
        last_day=last_day,
        weekly_hours=hours,
    )
    jobs.renewals.decide(request.scene(session), request.person, decision)
    return commands.contract_review.brief(session, request, one.contract, one.person)


# -- deciding


def renew_form(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """The form of the next term."""
    return _renewing(request, _open(session, request))


def renewing(session: sqlmodel.Session, request: commands.request.Request, contract: Contract, person: Person) -> Reply:
    """The same, for a contract that was found by its person."""
    return _renewing(request, _checked(session, request, contract, person))


def _renewing(request: commands.request.Request, one: Renewal) -> Reply:
    proposed = rules.renewals.next_last_day(one.course)
    return _form(request, one, lambda line: messages.renewal_forms.renew(line, proposed), messages.renewals.RENEW)


def renewed(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """Keep that it is renewed."""
    one, last_day = _open(session, request), LAST_DAY.of(request)
    if wrong := _wrong_term(session, one.contract, last_day):
        return commands.replies.Fields({LAST_DAY.name: wrong})
    hours = commands.contract.WEEKLY_HOURS.of(request)
    return _decide(session, request, one, Choice.RENEW, last_day, hours)


def _wrong_term(session: sqlmodel.Session, contract: Contract, last_day: datetime.date) -> str | None:
    """What keeps the next term from lasting until then."""
    starts = contract.ends
    term = Contract(person_id=contract.person_id, starts=starts, ends=last_day + DAY, weekly_hours=0)
    if not rules.contracts.term_is_regular(term):
        first, last = rules.contracts.shortest_last_day(starts), rules.contracts.longest_last_day(starts)
        return f"A term lasts 1 to 6 months: from {messages.text.day(first)} to {messages.text.day(last)}."
    known = jobs.renewals.in_the_way(session, contract, term)
    if known is not None:
        number = messages.renewals.numbered(known.id or 0)
        return f"{number} has days in common with it: {messages.contracts.term(known)}."
    return None


def end_form(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """The form of an end."""
    return _form(request, _open(session, request), messages.renewal_forms.end, messages.renewals.END)


def ended(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """Keep that it ends."""
    return _decide(session, request, _open(session, request), Choice.END)


def convert_form(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """The form of becoming an employee."""
    return _form(request, _open(session, request), messages.renewal_forms.convert, messages.renewals.CONVERT)


def converted(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """Keep that they become an employee."""
    return _decide(session, request, _open(session, request), Choice.CONVERT)


def _untold(session: sqlmodel.Session, request: commands.request.Request) -> Renewal:
    """What may still be left open, for nobody was told anything else."""
    one = _open(session, request)
    if one.course.is_told:
        name = messages.text.name(one.person.name)
        raise rules.errors.ProgramError(f"{name} has been told already. *Renew*, *End* and *Convert* decide anew.")
    return one


def not_yet_form(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """The form of a later date."""
    one = _untold(session, request)
    proposed = min(request.today + 7 * DAY, one.contract.last_day)
    return _form(request, one, lambda line: messages.renewal_forms.not_yet(line, proposed), messages.renewals.NOT_YET)


def not_yet(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """Keep when to ask again."""
    one, until = _untold(session, request), UNTIL.of(request)
    if not request.today < until <= one.contract.last_day:
        wrong = f"Choose a day after today, and not after the last one, {messages.text.day(one.contract.last_day)}."
        return commands.replies.Fields({UNTIL.name: wrong})
    return _decide(session, request, one, Choice.NOT_YET, until=until)


def retracted(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """Let it be open again, as if nothing had been decided; where somebody decided since, that is shown."""
    return _decide(session, request, _open(session, request), Choice.OPEN)


# -- telling


def _held(session: sqlmodel.Session, request: commands.request.Request) -> tuple[Decision, Renewal]:
    """The decision that a button or form is about, if it holds."""
    decision = data.renewals.find_decision(session, request.ident or 0)
    if decision is None:
        raise rules.errors.ProgramError(commands.contract_review.NO_SUCH)
    contract, person = commands.contract_review.numbered(session, decision.contract_id)
    if person.id == request.person.id:  # they read no more of it than that there is none
        raise rules.errors.ProgramError(commands.contract_review.NO_SUCH)
    (one,) = jobs.renewals.load(request.scene(session), [(contract, person)])
    if decision.id != one.version or not one.course.is_decided:
        name = messages.text.name(person.name)
        raise rules.errors.ProgramError(f"Something else was decided since: `/contract review @{name}` shows it.")
    return decision, one


def _to_tell(session: sqlmodel.Session, request: commands.request.Request) -> tuple[Decision, Renewal]:
    """The same, if nobody was told of it."""
    decision, one = _held(session, request)
    if decision.tell_at is not None:
        raise rules.errors.ProgramError("This was told already, or is on its way.")
    if decision.choice != Choice.END:
        _check_reachable(one)
    if decision.choice == Choice.RENEW:
        _check_open(request, one)
    return decision, one


def tell_form(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """The words in which the person reads it, to be changed first; of an end, who spoke with them."""
    decision, one = _to_tell(session, request)
    if decision.choice == Choice.END:
        view = messages.renewal_forms.spoken(decision, commands.contract_review.line(request, one))
    else:
        view = messages.renewal_forms.tell(
            decision, one.person, messages.renewal_telling.proposed(one.contract, one.person.name, decision)
        )
    return commands.replies.Open(view, again=messages.renewals.TELL, subject=str(decision.id))


def told(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """Send them the words, in their working hours."""
    decision, one = _to_tell(session, request)
    if decision.choice == Choice.END:
        raise rules.errors.ProgramError("An end is spoken first, and written after that.")
    at = jobs.renewals.tell(request.scene(session), request.person, decision, one.person, WORDS.of(request))
    return commands.replies.Say(
        messages.renewal_telling.on_its_way(one.contract, one.person, decision, at, request.reader)
    )


def spoken(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """Keep that somebody has spoken with them; the written words may follow."""
    decision, one = _to_tell(session, request)
    if decision.choice != Choice.END:
        raise rules.errors.ProgramError("They read it in a message of Muster's: press *Tell them*.")
    at = jobs.renewals.spoken(request.scene(session), request.person, decision, SPOKE.of(request))
    return commands.replies.Say(messages.renewal_telling.was_spoken(one.person, decision, at, request.reader))


def _to_write(session: sqlmodel.Session, request: commands.request.Request) -> tuple[Decision, Renewal]:
    """An end that was told by somebody, and of which nothing was written yet."""
    decision, one = _held(session, request)
    if decision.choice != Choice.END or decision.tell_at is None:
        raise rules.errors.ProgramError("An end is spoken first: press *I have told them* once somebody has.")
    if decision.words is not None:
        raise rules.errors.ProgramError("The written words are on their way, or were sent.")
    _check_reachable(one)
    return decision, one


def _check_reachable(one: Renewal) -> None:
    if not one.person.active:
        raise rules.errors.ProgramError(f"{messages.text.name(one.person.name)} reads nothing here any more.")


def write_form(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """What is written to somebody after they were told that their contract ends, to be changed first."""
    decision, one = _to_write(session, request)
    words = messages.renewal_telling.proposed(one.contract, one.person.name, decision)
    view = messages.renewal_forms.write(decision, one.person, words)
    return commands.replies.Open(view, again=messages.renewals.WRITE, subject=str(decision.id))


def written(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """Send it, in their working hours."""
    decision, one = _to_write(session, request)
    at = jobs.renewals.write(request.scene(session), request.person, decision, one.person, WORDS.of(request))
    return commands.replies.Say(
        messages.renewal_telling.on_its_way(one.contract, one.person, decision, at, request.reader)
    )


def undo(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """Let it not be told, or nothing be written, while that has not left."""
    decision, _ = _held(session, request)
    if not jobs.renewals.take_back(request.scene(session), request.person, decision):
        raise rules.errors.ProgramError("It is too late: they know, or it was taken back before.")
    return commands.replies.Say(messages.renewal_telling.taken_back(decision))


def _button(action: str, run: commands.rows.Run, does: str, writes: bool = False) -> commands.rows.Button:
    return commands.rows.Button(commands.rows.MANAGERS, run, action=action, does=does, writes=writes)


BUTTONS = (
    _button(messages.renewals.RENEW, renew_form, "Open the form of the next term."),
    _button(messages.renewals.END, end_form, "Open the form of an end."),
    _button(messages.renewals.CONVERT, convert_form, "Open the form for who becomes an employee."),
    _button(messages.renewals.NOT_YET, not_yet_form, "Open the form of a later date for a decision."),
    _button(messages.renewals.RETRACT, retracted, "Let a contract be undecided again.", writes=True),
    _button(messages.renewals.TELL, tell_form, "Open the form in which somebody is told what was decided."),
    _button(messages.renewals.WRITE, write_form, "Open what is written to somebody who was told of an end."),
    _button(messages.renewals.UNDO, undo, "Let a decision not be told that has not left.", writes=True),
)


def _saves(
    callback: str, run: commands.rows.Run, does: str, *arguments: commands.arguments.Argument[typing.Any]
) -> commands.rows.Form:
    return commands.rows.Form(
        commands.rows.MANAGERS, run, callback=callback, does=does, arguments=arguments, writes=True
    )


FORMS = (
    _saves(
        messages.renewal_forms.RENEW,
        renewed,
        "Keep that a contract is renewed.",
        LAST_DAY,
        commands.contract.WEEKLY_HOURS,
    ),
    _saves(messages.renewal_forms.END, ended, "Keep that a contract ends."),
    _saves(messages.renewal_forms.CONVERT, converted, "Keep that somebody becomes an employee."),
    _saves(messages.renewal_forms.NOT_YET, not_yet, "Keep when to ask again for a decision.", UNTIL),
    _saves(messages.renewal_forms.TELL, told, "Send somebody the words that say what was decided.", WORDS),
    _saves(
        messages.renewal_forms.SPOKEN, spoken, "Keep that somebody was told in person that their contract ends.", SPOKE
    ),
    _saves(
        messages.renewal_forms.WRITE,
        written,
        "Write to somebody who was told in person that their contract ends.",
        WORDS,
    ),
)
