"""`/contract add`, `edit`, `extend` and `list`: a new term, what is wrong in one, the next one, and all."""

import dataclasses
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
import jobs.known_terms
import messages.checklists
import messages.contracts
import messages.renewals
import messages.text
import rules.contracts
import rules.errors

Contract = data.models.Contract
EndedAs = data.models.EndedAs
Listed = messages.contracts.Listed
Person = data.models.Person
Reply = commands.replies.Reply

DAY = jobs.contracts.DAY
MONTHS = 3
"""How long a term is that nobody has said the length of."""


@dataclasses.dataclass(frozen=True)
class Link(commands.arguments.Typed):
    """A web address, which managers open."""

    def read_input(self, text: str, context: commands.arguments.Context, /) -> str:
        """It begins with https://, and is one word."""
        link = super().read_input(text, context)
        if not link.startswith("https://") or len(link.split()) != 1:
            raise rules.errors.ProgramError("Write a link that begins with https://, and nothing else.")
        return link


WHOM = commands.arguments.Person("person")
ANYBODY = commands.arguments.Person("person", optional=True, gone=True)
DAYS = commands.arguments.Span("days", optional=True)
HOURS = commands.contract.Hours("weekly_hours", optional=True)
NUMBER = commands.arguments.Contract("contract")
STARTS = commands.arguments.Date("starts")
LAST_DAY = commands.arguments.Date("last_day")
PRODUCTS = commands.arguments.Choices("products", optional=True)
LANGUAGES = commands.arguments.Choices("languages", optional=True)
SUPPLIER = commands.arguments.Text("supplier", optional=True, most=100)
LINK = Link("link", optional=True, most=500)
REASON = commands.arguments.Text("reason", optional=True, most=200)
UNTIL = commands.arguments.Date("until", optional=True)


# -- a new term


def add(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """The form of a new term; with its days, it is added at once, with the hours of the last unless others are said."""
    person, days = WHOM.of(request), DAYS.find(request)
    commands.contract_decisions.check_not_own(request, person)
    latest = data.renewals.find_latest(session, person.id or 0)
    if days is None:
        return _form(request, person, latest)
    hours = HOURS.find(request) or (latest.weekly_hours if latest else None)
    if hours is None:
        raise rules.errors.ProgramError(
            "How many hours a week? Write them behind the days: `/contract add @kenji 2026-03-02 to 2026-08-31 24`."
        )
    starts, ends = days
    contract = Contract(
        person_id=person.id or 0, starts=starts, ends=ends, weekly_hours=hours, added_by_id=request.person.id
    )
    if wrong := _wrong(session, request, contract):
        raise rules.errors.ProgramError(" ".join(wrong.values()))
    return _add(session, request, person, contract)


def _form(request: commands.request.Request, person: Person, latest: Contract | None) -> Reply:
    """From the day on which nothing runs any more."""
    starts = max(latest.ends, request.today) if latest else request.today
    last_day = rules.contracts.months_later(starts, MONTHS) - DAY
    hours = latest.weekly_hours if latest else None
    said = messages.checklists.coming_back(latest) if latest and latest.rejoin else ""
    view = messages.contracts.adding(person, starts, last_day, hours, person.products, person.languages, said)
    return commands.replies.Open(view, asks=True)


def added(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """Keep a new term."""
    person = data.people.find(session, request.subject)
    if person is None or not person.active:
        raise rules.errors.ProgramError("They are not on the roster any more.")
    commands.contract_decisions.check_not_own(request, person)
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
    if wrong := _wrong(session, request, contract):
        return commands.replies.Fields(wrong)
    return _add(session, request, person, contract)


def _add(session: sqlmodel.Session, request: commands.request.Request, person: Person, contract: Contract) -> Reply:
    scene, is_back = request.scene(session), not person.freelancer
    jobs.contracts.add(scene, request.person, person, contract)
    assignment = data.people.find_running_assignment(session, person.id or 0)
    advisers = data.people.load_by_id(session, [assignment.adviser_id] if assignment else [])
    adviser = next(iter(advisers.values()), None)
    is_told = contract.ends > scene.day
    return commands.replies.Say(messages.contracts.added(contract, person, adviser, is_back=is_back, is_told=is_told))


def _wrong(session: sqlmodel.Session, request: commands.request.Request, contract: Contract) -> dict[str, str]:
    """What keeps a term from being added, by input."""
    if contract.last_day < contract.starts:
        return {LAST_DAY.name: "This is before the first day."}
    if wrong := _wrong_length(contract):
        return wrong
    known = jobs.contracts.overlapping(request.scene(session), contract)
    if known is None:
        return {}
    number = messages.renewals.numbered(known.id or 0)
    return {STARTS.name: f"{number} has days in common with it: {messages.contracts.term(known)}."}


def _wrong_length(contract: Contract) -> dict[str, str]:
    if (contract.exception_reason is None) != (contract.exception_until is None):
        missing = REASON.name if contract.exception_reason is None else UNTIL.name
        return {missing: "An exception has both, a reason and the day on which it ends."}
    if contract.exception_until is not None and contract.exception_until < contract.starts:
        return {UNTIL.name: "The exception would be over before the contract begins."}
    if contract.exception_reason is not None or rules.contracts.term_is_regular(contract):
        return {}
    first = rules.contracts.shortest_last_day(contract.starts)
    last = rules.contracts.longest_last_day(contract.starts)
    span = f"its last day lies from {messages.text.day(first)} to {messages.text.day(last)}"
    return {
        LAST_DAY.name: f"A term lasts 1 to 6 months: {span}. "
        "For another length, `/contract add` with the person alone asks for a reason and an end to it."
    }


def extend(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """The next term of somebody, which is the decision to renew."""
    person = WHOM.of(request)
    contract = data.renewals.find_latest(session, person.id or 0)
    if contract is None:
        name = messages.text.name(person.name)
        raise rules.errors.ProgramError(f"{name} has no contract yet. `/contract add @{name}` begins one.")
    return commands.contract_decisions.renewing(session, request, contract, person)


# -- what was typed wrong


def edit(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """The form of a term, but for its days."""
    contract, person = _named(session, request, NUMBER.of(request))
    return commands.replies.Open(messages.contracts.editing(contract, person))


def _named(session: sqlmodel.Session, request: commands.request.Request, number: int) -> tuple[Contract, Person]:
    contract = data.contracts.find(session, number)
    if contract is None:
        raise rules.errors.ProgramError(
            f"There is no {messages.renewals.numbered(number)}. `/contract list` shows those that there are."
        )
    person = data.people.load_by_id(session, [contract.person_id])[contract.person_id]
    commands.contract_decisions.check_not_own(request, person)
    return contract, person


def edited(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """Keep what was changed."""
    contract, person = _named(session, request, request.ident or 0)
    values = {
        "weekly_hours": commands.contract.WEEKLY_HOURS.of(request),
        "products": list(PRODUCTS.find(request) or ()),
        "languages": list(LANGUAGES.find(request) or ()),
        "supplier": SUPPLIER.find(request),
        "link": LINK.find(request),
    }
    if not jobs.contracts.change(request.scene(session), request.person, person, contract, values):
        return commands.replies.Close()
    return commands.replies.Say(messages.contracts.changed(contract, person))


# -- all of them


def show(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """What runs or comes; of one person, all that there was. One's own are as one has read of them."""
    scene = request.scene(session)
    person, today = ANYBODY.find(request), scene.day
    own = jobs.known_terms.list_of(scene, request.person)
    if person is not None:
        terms = own if person.id == request.person.id else data.contracts.list_of(session, person.id or 0)
        return commands.replies.Say(messages.contracts.history(person, _history(session, person, terms, today)))
    others = [
        one for one in data.contracts.list_running_or_coming(session, today) if one.person_id != request.person.id
    ]
    terms = sorted([*others, *(one for one in own if one.ends > today)], key=lambda one: (one.ends, one.id))
    people = data.people.load_by_id(session, {one.person_id for one in terms})
    listed = [
        Listed(one.id or 0, one, people[one.person_id], str(rules.contracts.state(one, today)), _ended(one))
        for one in terms
    ]
    return commands.replies.Say(messages.contracts.running(listed))


def _history(session: sqlmodel.Session, person: Person, terms: list[Contract], today: datetime.date) -> list[Listed]:
    """Every term, and those that were taken out before they began; the newest first."""
    following = {one.starts: one for one in terms}
    listed = [
        Listed(
            *(one.id or 0, one, person, str(rules.contracts.state(one, today))),
            _ended(one) or _became(one, following.get(one.ends), today),
        )
        for one in terms
    ]
    left_out = _left_out(session, person, {one.id for one in terms})
    return sorted([*listed, *left_out], key=lambda one: (one.contract.starts, one.number), reverse=True)


def _ended(contract: Contract) -> str:
    """How it ended or ends early."""
    if contract.ended_as is None:
        return ""
    agreed = rules.contracts.agreed_last_day(contract)
    how = messages.contracts.HOW_IT_ENDED[EndedAs(contract.ended_as)]
    return how if agreed == contract.last_day else f"{how} before {messages.text.day(agreed)}"


def _became(contract: Contract, following: Contract | None, today: datetime.date) -> str:
    if following is not None:
        return f"then {messages.renewals.numbered(following.id or 0)}"
    return "nothing followed" if rules.contracts.state(contract, today) == rules.contracts.State.OVER else ""


def _left_out(session: sqlmodel.Session, person: Person, present: set[int | None]) -> list[Listed]:
    """Terms that an early end took out before they began, as the record of changes has them."""
    found: dict[int, Listed] = {}
    for recorded in data.contracts.list_ends(session, person.slack_id):
        for contract, how in jobs.contracts.terms_of(recorded):
            number = contract.id or 0
            if number not in present:
                found[number] = Listed(number, contract, person, "did not begin", messages.contracts.HOW_IT_ENDED[how])
    return list(found.values())


VERBS = (
    commands.rows.Verb(
        commands.rows.MANAGERS,
        add,
        root="contract",
        words="add",
        does="Add a contract for somebody on the roster; with its days and hours, at once.",
        arguments=(WHOM, DAYS, HOURS),
        example="/contract add @kenji 2026-03-02 to 2026-08-31 24",
        writes=True,
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
        edit,
        root="contract",
        words="edit",
        does="Change what was typed wrong in a contract, but for its days.",
        arguments=(NUMBER,),
        example="/contract edit CON-31",
    ),
    commands.rows.Verb(
        commands.rows.MANAGERS,
        show,
        root="contract",
        words="list",
        does="The contracts that run or come; of one person, all that there were, and how each ended.",
        arguments=(ANYBODY,),
        example="/contract list @kenji",
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
        edited,
        callback=messages.contracts.EDIT,
        does="Keep what was changed in a contract.",
        arguments=(commands.contract.WEEKLY_HOURS, PRODUCTS, LANGUAGES, SUPPLIER, LINK),
        writes=True,
    ),
)
