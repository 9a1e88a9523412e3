"""`/contract review`: what a decision on a contract is made on, for managers and for the person's adviser."""

import sqlmodel

import commands.checkin_rows
import commands.replies
import commands.request
import commands.rows
import data.contracts
import data.models
import data.people
import data.renewals
import jobs.renewals
import messages.renewals
import messages.text
import rules.errors

Contract = data.models.Contract
Person = data.models.Person
Reply = commands.replies.Reply

WHOM = commands.checkin_rows.Freelancer("person")

NO_SUCH = "There is no such contract that you can see. `/contract due` lists those that end."


def named(session: sqlmodel.Session, request: commands.request.Request) -> tuple[Contract, Person]:
    """The contract that a button or a form is about, and whose it is."""
    contract = data.contracts.find(session, request.ident or 0)
    if contract is None:
        raise rules.errors.ProgramError(NO_SUCH)
    return contract, data.people.load_by_id(session, [contract.person_id])[contract.person_id]


def line(request: commands.request.Request, one: jobs.renewals.Renewal) -> messages.renewals.Line:
    """A renewal as the reader may know it."""
    said = one.recommendation
    has_recommended = said is not None and said.adviser_id == request.person.id
    shown = one.course.shown_to(request.is_manager, has_recommended)
    hidden = not request.is_manager and shown.decision is None and shown.rung(request.today) is not None
    return messages.renewals.Line(shown, one.person, request.today, under_review=hidden)


def review(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """The brief of the contract that runs, or of the newest."""
    person = WHOM.of(request)
    contract = data.renewals.find_latest(session, person.id or 0)
    if contract is None:
        raise rules.errors.ProgramError(f"{messages.text.name(person.name)} has no contract.")
    return brief(session, request, contract, person)


def opened(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """The same from a list."""
    return brief(session, request, *named(session, request))


def brief(session: sqlmodel.Session, request: commands.request.Request, contract: Contract, person: Person) -> Reply:
    """What a decision on this contract is made on, and what can be decided."""
    (one,) = jobs.renewals.load(request.scene(session), [(contract, person)])
    return commands.replies.Say(messages.renewals.brief(line(request, one), []))


VERBS = (
    commands.rows.Verb(
        commands.rows.MANAGERS,
        review,
        root="contract",
        words="review",
        does="What a decision is made on, and the decision.",
        arguments=(WHOM,),
        example="/contract review @kenji",
    ),
)
BUTTONS = (
    commands.rows.Button(
        commands.rows.MANAGERS, opened, action=messages.renewals.REVIEW, does="Show what a decision is made on."
    ),
)
