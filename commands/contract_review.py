"""`/contract review`: what a decision on a contract is made on, for managers and for the person's adviser."""

import dataclasses

import sqlmodel

import commands.checkin_rows
import commands.replies
import commands.request
import commands.rows
import data.contracts
import data.models
import data.people
import data.renewals
import jobs.briefs
import jobs.known_terms
import jobs.renewals
import messages.briefs
import messages.renewal_telling
import messages.renewal_voices
import messages.renewals
import messages.text
import rules.errors

Contract = data.models.Contract
Person = data.models.Person
Renewal = jobs.renewals.Renewal
Reply = commands.replies.Reply

WHOM = commands.checkin_rows.Freelancer("person")

NO_SUCH = "There is no such contract that you can see. `/contract due` lists those that end."
NOT_YOUR_OWN = "Nobody reads the brief about themselves. `/program me` says what is in it; another manager can decide."


def named(session: sqlmodel.Session, request: commands.request.Request) -> tuple[Contract, Person]:
    """The contract that a button or a form is about, and whose it is."""
    return numbered(session, request.ident or 0)


def numbered(session: sqlmodel.Session, contract_id: int) -> tuple[Contract, Person]:
    """The contract of that number, and whose it is; whether the reader may see it is still to be looked at."""
    contract = data.contracts.find(session, contract_id)
    if contract is None:
        raise rules.errors.ProgramError(NO_SUCH)
    return contract, data.people.load_by_id(session, [contract.person_id])[contract.person_id]


def line(request: commands.request.Request, one: Renewal) -> messages.renewals.Line:
    """A renewal as the reader may know it: an adviser reads no other adviser's recommendation."""
    said = one.recommendation
    has_recommended = said is not None and said.adviser_id == request.person.id
    reads_all = _reads_all(request, one.person)
    shown = one.course.shown_to(reads_all, has_recommended)
    is_open = shown.decision is None and shown.contract.agreed_ends is None
    hidden = not reads_all and is_open and shown.rung(request.today) is not None
    voices = messages.renewal_voices.short(one.wish, said if reads_all or has_recommended else None)
    return messages.renewals.Line(
        shown, one.person, request.today, under_review=hidden, version=one.version, said=voices
    )


def _reads_all(request: commands.request.Request, person: Person) -> bool:
    """Managers do, but not of what others say and decide about themselves."""
    return request.is_manager and person.id != request.person.id


def known(session: sqlmodel.Session, request: commands.request.Request, one: Renewal) -> Renewal:
    """The same as the reader may know it: of an early end that the person has not read, managers know alone."""
    if _reads_all(request, one.person) or one.contract.agreed_ends is None:
        return one
    contract = jobs.known_terms.of(request.scene(session), one.person, one.contract)
    rungs = request.programme.ladders.of(contract)
    return dataclasses.replace(one, course=dataclasses.replace(one.course, contract=contract, rungs=rungs))


def review(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """The brief of the contract that runs, or else of the newest."""
    person = WHOM.of(request)
    _check_reader(session, request, person)
    contract = data.contracts.find_running(session, person.id or 0, request.today)
    contract = contract or data.renewals.find_latest(session, person.id or 0)
    if contract is None:
        raise rules.errors.ProgramError(
            f"{messages.text.name(person.name)} has no contract. A manager can add one: `/contract add @freelancer`."
        )
    return brief(session, request, contract, person)


def opened(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """The same from a list."""
    return brief(session, request, *named(session, request))


def brief(
    session: sqlmodel.Session, request: commands.request.Request, contract: Contract, person: Person, lead: str = ""
) -> Reply:
    """What a decision on this contract is made on, and what can be decided; `lead` says why it is shown."""
    _check_reader(session, request, person)
    scene = request.scene(session)
    one = known(session, request, *jobs.renewals.load(scene, [(contract, person)]))
    found = jobs.briefs.load(scene, one, line(request, one), request.person)
    return commands.replies.Say(messages.briefs.brief(found, lead, _decided(session, request, contract)))


def _decided(session: sqlmodel.Session, request: commands.request.Request, contract: Contract) -> str:
    """Who decided what when, for managers."""
    if not request.is_manager:
        return ""
    decisions = data.renewals.list_decisions(session, contract.id or 0)
    people = data.people.load_by_id(session, {one.actor_id for one in decisions})
    return messages.renewal_telling.history([(one, people[one.actor_id]) for one in decisions], request.reader)


def _check_reader(session: sqlmodel.Session, request: commands.request.Request, person: Person) -> None:
    """Managers and the adviser of the day; nobody reads what is noted about themselves."""
    if person.id == request.person.id:
        raise rules.errors.ProgramError(NOT_YOUR_OWN)
    if request.is_manager:
        return
    assignment = data.people.find_running_assignment(session, person.id or 0)
    if assignment is None or assignment.adviser_id != request.person.id:
        raise rules.errors.ProgramError(NO_SUCH)


VERBS = (
    commands.rows.Verb(
        commands.rows.ADVISERS,
        review,
        root="contract",
        words="review",
        does="What a decision is made on, and the decision; advisers read what is theirs, of their own freelancers.",
        arguments=(WHOM,),
        example="/contract review @kenji",
    ),
)
BUTTONS = (
    commands.rows.Button(
        commands.rows.ADVISERS, opened, action=messages.renewals.REVIEW, does="Show what a decision is made on."
    ),
)
