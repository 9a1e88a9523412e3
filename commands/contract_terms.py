"""`/contract add`, `extend` and `end`: a new term, the next one, and one that ends early."""

import collections
import datetime

import sqlmodel

import commands.arguments
import commands.contract
import commands.contract_decisions
import commands.replies
import commands.request
import commands.rows
import data.contracts
import data.models
import data.people
import data.renewals
import jobs.contracts
import messages.checklists
import messages.contracts
import messages.renewals
import messages.text
import rules.contracts
import rules.errors

Contract = data.models.Contract
EndedAs = data.models.EndedAs
Person = data.models.Person
Reply = commands.replies.Reply

DAY = jobs.contracts.DAY
MONTHS = 3
"""How long a term is that nobody has said the length of."""

WHOM = commands.arguments.Person("person")
STARTS = commands.arguments.Date("starts")
LAST_DAY = commands.arguments.Date("last_day")
PRODUCTS = commands.arguments.Choices("products", optional=True)
LANGUAGES = commands.arguments.Choices("languages", optional=True)
SUPPLIER = commands.arguments.Text("supplier", optional=True, most=100)
LINK = commands.arguments.Typed("link", optional=True, most=500)
REASON = commands.arguments.Text("reason", optional=True, most=200)
UNTIL = commands.arguments.Date("until", optional=True)
ENDED_AS = commands.arguments.Choice("ended_as", among=tuple(EndedAs))
DAY_OF_END = commands.arguments.Date("date", optional=True)
HOW = commands.arguments.Choice("how", optional=True, among=tuple(EndedAs))


# -- a new term


def add_form(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """The form of a new term, from the day on which nothing runs any more."""
    person = WHOM.of(request)
    latest = data.renewals.find_latest(session, person.id or 0)
    starts = max(latest.ends, request.today) if latest else request.today
    last_day = rules.contracts.months_later(starts, MONTHS) - DAY
    hours = latest.weekly_hours if latest else None
    said = messages.checklists.coming_back(latest) if latest and latest.rejoin else ""
    return commands.replies.Open(
        messages.contracts.adding(person, starts, last_day, hours, person.products, person.languages, said)
    )


def added(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """Keep a new term."""
    person = data.people.find(session, request.subject)
    if person is None or not person.active:
        raise rules.errors.ProgramError("They are not on the roster any more.")
    contract = Contract(
        person_id=person.id or 0,
        starts=STARTS.of(request),
        ends=LAST_DAY.of(request) + DAY,
        weekly_hours=commands.contract.WEEKLY_HOURS.of(request),
        exception_reason=REASON.find(request),
        exception_until=UNTIL.find(request),
        products=list(PRODUCTS.find(request) or ()),
        languages=list(LANGUAGES.find(request) or ()),
        supplier=SUPPLIER.find(request),
        link=LINK.find(request),
        added_by_id=request.person.id,
    )
    wrong = _wrong(session, request, contract)
    if wrong:
        return commands.replies.Fields(wrong)
    jobs.contracts.add(request.scene(session), request.person, person, contract)
    assignment = data.people.find_running_assignment(session, person.id or 0)
    advisers = data.people.load_by_id(session, [assignment.adviser_id] if assignment else [])
    adviser = next(iter(advisers.values()), None)
    return commands.replies.Say(messages.contracts.added(contract, person, adviser))


def _wrong(session: sqlmodel.Session, request: commands.request.Request, contract: Contract) -> dict[str, str]:
    """What keeps a term from being added, by input."""
    if contract.last_day < contract.starts:
        return {LAST_DAY.name: "This is before the first day."}
    if (contract.exception_reason is None) != (contract.exception_until is None):
        missing = REASON.name if contract.exception_reason is None else UNTIL.name
        return {missing: "An exception has both, a reason and the day on which it ends."}
    if contract.exception_reason is None and not rules.contracts.term_is_regular(contract):
        first = rules.contracts.shortest_last_day(contract.starts)
        last = rules.contracts.longest_last_day(contract.starts)
        span = f"from {messages.text.day(first)} to {messages.text.day(last)}"
        return {
            LAST_DAY.name: f"A term lasts 1 to 6 months: {span}. For another length give a reason and an end to it."
        }
    known = jobs.contracts.overlapping(request.scene(session), contract)
    if known is not None:
        number = messages.renewals.numbered(known.id or 0)
        return {STARTS.name: f"{number} has days in common with it: {messages.contracts.term(known)}."}
    return {}


def extend(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """The next term of somebody, which is the decision to renew."""
    contract = _latest(session, WHOM.of(request))
    return commands.contract_decisions.renewing(session, request, contract, WHOM.of(request))


def _latest(session: sqlmodel.Session, person: Person) -> Contract:
    contract = data.renewals.find_latest(session, person.id or 0)
    if contract is None:
        name = messages.text.name(person.name)
        raise rules.errors.ProgramError(f"{name} has no contract yet. `/contract add @{name}` begins one.")
    return contract


# -- an early end


def end(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """The form of an early end; with a day and a word, what follows from it."""
    person = WHOM.of(request)
    contract = _running(session, request, person)
    last_day, how = DAY_OF_END.find(request), HOW.find(request)
    if last_day is None or how is None:
        return commands.replies.Open(messages.contracts.ending(contract, person, request.today))
    if wrong := _wrong_end(contract, last_day):
        raise rules.errors.ProgramError(wrong)
    return commands.replies.Say(_preview(session, request, contract, person, last_day, EndedAs(how)))


def _running(session: sqlmodel.Session, request: commands.request.Request, person: Person) -> Contract:
    """The term that runs, or the first that comes."""
    theirs = data.contracts.list_of(session, person.id or 0)
    open_ones = [one for one in theirs if rules.contracts.running_or_coming(one, request.today)]
    if not open_ones:
        raise rules.errors.ProgramError(f"{messages.text.name(person.name)} has no contract that runs or comes.")
    return open_ones[0]


def _wrong_end(contract: Contract, last_day: datetime.date) -> str | None:
    if contract.starts <= last_day < contract.last_day:
        return None
    days = f"{messages.text.day(contract.starts)} to {messages.text.day(contract.last_day - DAY)}"
    return f"To end early, its last day lies from {days}."


def end_named(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """From the form: what follows."""
    contract = data.contracts.find(session, request.ident or 0)
    if contract is None:
        raise rules.errors.ProgramError("There is no such contract any more. `/contract due` lists those that end.")
    if wrong := _wrong_end(contract, LAST_DAY.of(request)):
        return commands.replies.Fields({LAST_DAY.name: wrong})
    person = data.people.load_by_id(session, [contract.person_id])[contract.person_id]
    ended = EndedAs(ENDED_AS.of(request))
    return commands.replies.Say(_preview(session, request, contract, person, LAST_DAY.of(request), ended))


def _preview(
    session: sqlmodel.Session,
    request: commands.request.Request,
    contract: Contract,
    person: Person,
    last_day: datetime.date,
    ended: EndedAs,
) -> messages.text.Payload:
    later = jobs.contracts.coming_after(request.scene(session), contract)
    follows = [
        "No check-in is asked for after that day, and the place in their adviser's caseload is free again.",
        *(
            f"{messages.renewals.numbered(one.id or 0)}, {messages.contracts.term(one)}, does not begin."
            for one in later
        ),
        "They read it in their working hours, their adviser in the next morning message.",
    ]
    return messages.contracts.end_preview(contract, person, last_day, ended, follows)


def end_confirmed(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """End it as shown, unless its dates are others by now."""
    parts = collections.deque(request.subject.split(":"))
    contract = data.contracts.find(session, request.ident or 0)
    if contract is None or len(parts) != 4 or contract.ends.isoformat() != parts[1]:
        raise rules.errors.ProgramError(
            "The dates of this contract have changed since: please begin anew, `/contract end`."
        )
    last_day, ended = datetime.date.fromisoformat(parts[2]), EndedAs(parts[3])
    person = data.people.load_by_id(session, [contract.person_id])[contract.person_id]
    at = jobs.contracts.end_early(request.scene(session), request.person, contract, person, last_day, ended)
    return commands.replies.Say(messages.contracts.ended(contract, person, at, request.reader))


def restore(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """Let it end as it was agreed."""
    contract = data.contracts.find(session, request.ident or 0)
    people = data.people.load_by_id(session, [contract.person_id] if contract else [])
    if contract is None or not jobs.contracts.restore(
        request.scene(session), request.person, contract, people[contract.person_id]
    ):
        raise rules.errors.ProgramError(
            "It is too late to undo it: they have read it. `/contract add` begins a new term."
        )
    return commands.replies.Say(
        messages.text.message(f"Taken back: it runs until {messages.text.day(contract.last_day)}.")
    )


VERBS = (
    commands.rows.Verb(
        commands.rows.MANAGERS,
        add_form,
        root="contract",
        words="add",
        does="Add a contract for somebody on the roster.",
        arguments=(WHOM,),
        example="/contract add @kenji",
    ),
    commands.rows.Verb(
        commands.rows.MANAGERS,
        extend,
        root="contract",
        words="extend",
        does="Decide on somebody's next term.",
        arguments=(WHOM,),
        example="/contract extend @kenji",
    ),
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
        added,
        callback=messages.contracts.ADD,
        does="Keep a new contract.",
        arguments=(
            *(STARTS, LAST_DAY, commands.contract.WEEKLY_HOURS, PRODUCTS, LANGUAGES),
            *(SUPPLIER, LINK, REASON, UNTIL),
        ),
        writes=True,
    ),
    commands.rows.Form(
        commands.rows.MANAGERS,
        end_named,
        callback=messages.contracts.END,
        does="Show what follows from an early end.",
        arguments=(LAST_DAY, ENDED_AS),
    ),
)
