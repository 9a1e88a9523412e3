"""`/contract`: one's dates, what needs a decision, and the decision until it is told."""

import dataclasses
import datetime
import typing

import sqlmodel

import commands.arguments
import commands.contract_review
import commands.replies
import commands.request
import commands.rows
import data.contracts
import data.models
import data.people
import data.renewals
import jobs.renewals
import messages.renewal_forms
import messages.renewal_voices
import messages.renewals
import messages.text
import rules.contracts
import rules.errors
import rules.renewals

Choice = data.models.Choice
Contract = data.models.Contract
Decision = data.models.Decision
Person = data.models.Person
Reply = commands.replies.Reply

DAY = rules.renewals.DAY

DAYS = commands.arguments.Days("days", optional=True, default=30, high=184)
LAST_DAY = commands.arguments.Date("last_day")
UNTIL = commands.arguments.Date("until")
WORDS = commands.arguments.Text("words", most=messages.renewal_forms.WORDS_LIMIT)


@dataclasses.dataclass(frozen=True)
class Hours(commands.arguments.Argument[float]):
    """Hours a week, as `24` or `7.5`."""

    def read(self, words: commands.arguments.Words, _context: commands.arguments.Context, /) -> float:
        """A number from 1 to 60."""
        word = words.popleft()
        try:
            hours = float(word)
        except ValueError:
            hours = 0
        if not 1 <= hours <= 60:
            raise rules.errors.ProgramError(
                f"{messages.text.quoted(word)} won't do for hours a week: write a number from 1 to 60, such as 24."
            )
        return hours


WEEKLY_HOURS = Hours("weekly_hours")


# -- reading


def bare(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """What is commonest for a role: what needs a decision, my freelancers' dates, or my own."""
    if request.is_manager or request.person.adviser:
        return commands.replies.Say(_due(session, request, DAYS.default))
    return commands.replies.Say(_own(session, request))


def _own(session: sqlmodel.Session, request: commands.request.Request) -> messages.text.Payload:
    """A freelancer's dates, and from the first rung on their wish."""
    contract = data.renewals.find_latest(session, request.person.id or 0)
    if contract is None:
        return messages.text.message("No contract of yours is recorded. Your adviser or a manager can help.")
    (one,) = jobs.renewals.load(request.scene(session), [(contract, request.person)])
    asked = one.course.rung(request.today) is not None and not one.course.is_told
    return messages.renewal_voices.own(contract, request.today, one.wish, asked)


def due(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """What ends soon and nothing follows."""
    return commands.replies.Say(_due(session, request, DAYS.days(request)))


def _due(session: sqlmodel.Session, request: commands.request.Request, days: int) -> messages.text.Payload:
    found = jobs.renewals.list_ending(request.scene(session), days)
    theirs = [one for one in found if request.is_manager or _advises(one, request.person)]
    return messages.renewals.due([commands.contract_review.line(request, one) for one in theirs], days)


def _advises(one: jobs.renewals.Renewal, person: Person) -> bool:
    return one.adviser is not None and one.adviser.id == person.id


# -- deciding


def _open(session: sqlmodel.Session, request: commands.request.Request) -> tuple[Contract, Person]:
    contract, person = commands.contract_review.named(session, request)
    _check_open(session, request, contract)
    return contract, person


def _check_open(session: sqlmodel.Session, request: commands.request.Request, contract: Contract) -> None:
    if contract.last_day < request.today:
        raise rules.errors.ProgramError("This contract is over. `/contract add` begins a new one.")
    known = data.renewals.load_decisions(session, [contract.id or 0]).get(contract.id or 0)
    if known is not None and known.told_at is not None:
        raise rules.errors.ProgramError("This was told already, or is about to be: press *Undo* under it first.")


def renew_form(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """The form of the next term."""
    return renewing(session, request, *commands.contract_review.named(session, request))


def renewing(session: sqlmodel.Session, request: commands.request.Request, contract: Contract, person: Person) -> Reply:
    """The same, for a term that may still be decided on; it proposes one as long as this."""
    _check_open(session, request, contract)
    length = contract.ends - contract.starts
    view = messages.renewal_forms.renew(contract, person, contract.last_day + length, request.today)
    return commands.replies.Open(view, again=messages.renewals.RENEW, subject=str(contract.id))


def renewed(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """Keep that it is renewed."""
    contract, person = _open(session, request)
    last_day = LAST_DAY.of(request)
    term = Contract(person_id=contract.person_id, starts=contract.ends, ends=last_day + DAY, weekly_hours=0)
    if not rules.contracts.term_is_regular(term):
        first = rules.contracts.shortest_last_day(contract.ends)
        last = rules.contracts.longest_last_day(contract.ends)
        wrong = f"A term lasts 1 to 6 months: from {messages.text.day(first)} to {messages.text.day(last)}."
        return commands.replies.Fields({LAST_DAY.name: wrong})
    return _decide(session, request, contract, person, Choice.RENEW, last_day, WEEKLY_HOURS.of(request))


def end_form(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """The form of an end."""
    contract, person = _open(session, request)
    view = messages.renewal_forms.end(contract, person, request.today)
    return commands.replies.Open(view, again=messages.renewals.END, subject=str(contract.id))


def ended(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """Keep that it ends."""
    return _decide(session, request, *_open(session, request), Choice.END)


def convert_form(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """The form of becoming an employee."""
    contract, person = _open(session, request)
    view = messages.renewal_forms.convert(contract, person, request.today)
    return commands.replies.Open(view, again=messages.renewals.CONVERT, subject=str(contract.id))


def converted(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """Keep that they become an employee."""
    return _decide(session, request, *_open(session, request), Choice.CONVERT)


def not_yet_form(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """The form of a later date."""
    contract, person = _open(session, request)
    proposed = min(request.today + 7 * DAY, contract.last_day)
    view = messages.renewal_forms.not_yet(contract, person, proposed, request.today)
    return commands.replies.Open(view, again=messages.renewals.NOT_YET, subject=str(contract.id))


def not_yet(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """Keep when to ask again."""
    contract, person = _open(session, request)
    until = UNTIL.of(request)
    if not request.today < until <= contract.last_day:
        wrong = f"Choose a day after today, and not after the last one, {messages.text.day(contract.last_day)}."
        return commands.replies.Fields({UNTIL.name: wrong})
    return _decide(session, request, contract, person, Choice.NOT_YET, until=until)


def _decide(
    session: sqlmodel.Session,
    request: commands.request.Request,
    contract: Contract,
    person: Person,
    choice: Choice,
    last_day: datetime.date | None = None,
    hours: float | None = None,
    until: datetime.date | None = None,
) -> Reply:
    decision = Decision(
        contract_id=contract.id or 0,
        actor_id=request.person.id or 0,
        at=request.now,
        choice=choice,
        until=until,
        last_day=last_day,
        weekly_hours=hours,
    )
    jobs.renewals.decide(request.scene(session), request.person, decision)
    return commands.contract_review.brief(session, request, contract, person)


# -- telling


def _untold(session: sqlmodel.Session, request: commands.request.Request) -> tuple[Decision, Person]:
    decision = data.renewals.find_decision(session, request.ident or 0)
    holds = decision and data.renewals.load_decisions(session, [decision.contract_id]).get(decision.contract_id)
    if decision is None or holds is None or holds.id != decision.id or decision.told_at is not None:
        raise rules.errors.ProgramError("This is not what is decided any more, or was told already: `/contract due`.")
    contract = data.contracts.find(session, decision.contract_id)
    person_id = contract.person_id if contract else 0
    return decision, data.people.load_by_id(session, [person_id])[person_id]


def told_form(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """The words that the person reads, to be changed first."""
    decision, person = _untold(session, request)
    view = messages.renewal_forms.tell(decision, person, messages.renewals.proposed(person, decision))
    return commands.replies.Open(view, again=messages.renewals.TOLD, subject=str(decision.id))


def told(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """Send them, in the person's working hours."""
    decision, person = _untold(session, request)
    at = jobs.renewals.tell(request.scene(session), request.person, decision, person, WORDS.of(request))
    return commands.replies.Say(messages.renewals.on_its_way(person, decision, at, request.reader))


def undo(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """Let it not be told, while nothing has left."""
    decision = data.renewals.find_decision(session, request.ident or 0)
    if decision is None or not jobs.renewals.take_back(request.scene(session), request.person, decision):
        raise rules.errors.ProgramError("It is too late: the message has left, or was taken back before.")
    return commands.replies.Say(messages.text.message("Taken back: nothing was sent, and nobody was told."))


VERBS = (
    commands.rows.Verb(
        commands.rows.ALL,
        bare,
        root="contract",
        words="",
        does="What needs a decision, or for freelancers their own dates.",
    ),
    commands.rows.Verb(
        commands.rows.ADVISERS,
        due,
        root="contract",
        words="due",
        does="Contracts that end soon and that nothing follows; advisers see those of their own freelancers.",
        arguments=(DAYS,),
        example="/contract due 30d",
    ),
)


def _button(action: str, run: commands.rows.Run, does: str, writes: bool = False) -> commands.rows.Button:
    return commands.rows.Button(commands.rows.MANAGERS, run, action=action, does=does, writes=writes)


BUTTONS = (
    _button(messages.renewals.RENEW, renew_form, "Open the form of the next term."),
    _button(messages.renewals.END, end_form, "Open the form of an end."),
    _button(messages.renewals.CONVERT, convert_form, "Open the form for who becomes an employee."),
    _button(messages.renewals.NOT_YET, not_yet_form, "Open the form of a later date for a decision."),
    _button(messages.renewals.TOLD, told_form, "Open the words in which somebody reads what was decided."),
    _button(messages.renewals.UNDO, undo, "Let a decision not be told that has not left.", writes=True),
)


def _form(
    callback: str, run: commands.rows.Run, does: str, *arguments: commands.arguments.Argument[typing.Any]
) -> commands.rows.Form:
    return commands.rows.Form(
        commands.rows.MANAGERS, run, callback=callback, does=does, arguments=arguments, writes=True
    )


FORMS = (
    _form(messages.renewal_forms.RENEW, renewed, "Keep that a contract is renewed.", LAST_DAY, WEEKLY_HOURS),
    _form(messages.renewal_forms.END, ended, "Keep that a contract ends."),
    _form(messages.renewal_forms.CONVERT, converted, "Keep that somebody becomes an employee."),
    _form(messages.renewal_forms.NOT_YET, not_yet, "Keep when to ask again for a decision.", UNTIL),
    _form(messages.renewal_forms.TELL, told, "Send somebody the words that say what was decided.", WORDS),
)
