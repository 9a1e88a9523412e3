"""What is said before a decision: an adviser's recommendation, and a freelancer's wish."""

import sqlmodel

import commands.arguments
import commands.replies
import commands.request
import commands.rows
import data.contracts
import data.models
import data.people
import data.renewals
import jobs.renewal_voices
import messages.renewal_voices
import messages.text
import rules.errors

Contract = data.models.Contract
Person = data.models.Person
Reply = commands.replies.Reply

RECOMMENDED = commands.arguments.Choice("recommended", among=tuple(data.models.Recommended))
WHY = commands.arguments.Text("why", most=1000)


def _advised(session: sqlmodel.Session, request: commands.request.Request) -> tuple[Contract, Person]:
    """A contract of one of the reader's own freelancers, until it is over."""
    contract = data.contracts.find(session, request.ident or 0)
    assignment = data.people.find_running_assignment(session, contract.person_id) if contract else None
    if contract is None or assignment is None or assignment.adviser_id != request.person.id:
        raise rules.errors.ProgramError("Only their adviser recommends what follows a contract.")
    _check_runs(contract, request)
    return contract, data.people.load_by_id(session, [contract.person_id])[contract.person_id]


def _check_runs(contract: Contract, request: commands.request.Request) -> None:
    if contract.last_day < request.today:
        raise rules.errors.ProgramError(f"This contract ended on {messages.text.day(contract.last_day)}.")


def recommend_form(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """The form of a recommendation, with one's own last one."""
    contract, person = _advised(session, request)
    known = data.renewals.load_recommendations(session, [contract.id or 0]).get(contract.id or 0)
    own = known if known is not None and known.adviser_id == request.person.id else None
    view = messages.renewal_voices.recommending(contract, person, own, request.today)
    return commands.replies.Open(view, again=messages.renewal_voices.RECOMMEND, subject=str(contract.id))


def recommended(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """Keep a recommendation."""
    contract, person = _advised(session, request)
    said = data.models.Recommendation(
        contract_id=contract.id or 0,
        adviser_id=request.person.id or 0,
        at=request.now,
        recommended=data.models.Recommended(RECOMMENDED.of(request)),
        why=WHY.of(request),
    )
    jobs.renewal_voices.recommend(request.scene(session), contract, person, request.person, said)
    return commands.replies.Close()


def wish(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """Keep what somebody would like; they may say otherwise until the contract is over."""
    contract = data.contracts.find(session, request.ident or 0)
    wished = request.subject.partition(":")[2]
    if contract is None or contract.person_id != request.person.id or wished not in tuple(data.models.Wished):
        raise rules.errors.ProgramError("This is about somebody else's contract. `/contract` shows yours.")
    _check_runs(contract, request)
    said = data.models.Wish(contract_id=contract.id or 0, at=request.now, wished=data.models.Wished(wished))
    jobs.renewal_voices.wish(request.scene(session), contract, request.person, said)
    words = messages.renewal_voices.WISHES[wished]
    return commands.replies.Say(
        messages.text.message(f"Thank you. You said: “{words}”. {messages.renewal_voices.NO_PROMISE}")
    )


BUTTONS = (
    commands.rows.Button(
        commands.rows.ADVISERS,
        recommend_form,
        action=messages.renewal_voices.RECOMMEND,
        does="Open the form of a recommendation for one of one's freelancers.",
    ),
    commands.rows.Button(
        commands.rows.ALL,
        wish,
        action=messages.renewal_voices.WISH,
        does="Say what one would like after one's contract.",
        choices=True,
        writes=True,
    ),
)
FORMS = (
    commands.rows.Form(
        commands.rows.ADVISERS,
        recommended,
        callback=messages.renewal_voices.RECOMMENDED,
        does="Keep what an adviser recommends.",
        arguments=(RECOMMENDED, WHY),
        writes=True,
    ),
)
