"""What is said before a decision: an adviser's recommendation, and a freelancer's wish."""

import collections.abc

import sqlmodel

import commands.arguments
import commands.contract_review
import commands.replies
import commands.request
import commands.rows
import data.contracts
import data.models
import data.people
import jobs.known_terms
import jobs.renewal_voices
import jobs.renewals
import messages.renewal_voices
import messages.text
import rules.contracts
import rules.errors

Contract = data.models.Contract
Renewal = jobs.renewals.Renewal
Reply = commands.replies.Reply

RECOMMENDED = commands.arguments.Choice("recommended", among=tuple(data.models.Recommended))
WHY = commands.arguments.Text("why", most=1000)


# -- my own


def own(session: sqlmodel.Session, request: commands.request.Request) -> messages.text.Payload | None:
    """The term that runs, or the first that comes, or the last one; and from the first rung on one's wish."""
    theirs = jobs.known_terms.list_of(request.scene(session), request.person)
    if not theirs:
        return None
    open_ones = [one for one in theirs if rules.contracts.running_or_coming(one, request.today)]
    return shown(session, request, open_ones[0] if open_ones else theirs[-1], open_ones[1:])


def shown(
    session: sqlmodel.Session,
    request: commands.request.Request,
    contract: Contract,
    following: collections.abc.Sequence[Contract] = (),
) -> messages.text.Payload:
    """One term of the reader's own, and those that follow."""
    scene = request.scene(session)
    contract = jobs.known_terms.of(scene, request.person, contract)
    (one,) = jobs.renewals.load(scene, [(contract, request.person)])
    asked = one.course.rung(request.today) is not None and not one.course.is_told and contract.agreed_ends is None
    return messages.renewal_voices.own(contract, request.today, one.wish, asked=asked, following=following)


# -- what is recommended


def _advised(session: sqlmodel.Session, request: commands.request.Request) -> Renewal:
    """A contract of one of the reader's own freelancers, until it is over or the person has been told."""
    one = _find(session, request)
    if one is None or one.adviser is None or one.adviser.id != request.person.id:
        raise rules.errors.ProgramError("Only their adviser recommends what follows a contract.")
    _check_open(request, one)
    return one


def _find(session: sqlmodel.Session, request: commands.request.Request) -> Renewal | None:
    """What a button or form is about, as the reader may know it."""
    contract = data.contracts.find(session, request.ident or 0)
    people = data.people.load_by_id(session, [contract.person_id]) if contract else {}
    found = [(contract, people[contract.person_id])] if contract else []
    theirs = jobs.renewals.load(request.scene(session), found)
    return next((commands.contract_review.known(session, request, one) for one in theirs), None)


def _check_open(request: commands.request.Request, one: Renewal) -> None:
    if one.contract.last_day < request.today:
        raise rules.errors.ProgramError(f"This contract ended on {messages.text.day(one.contract.last_day)}.")
    if one.contract.agreed_ends is not None:
        raise rules.errors.ProgramError("This contract ends early. Nothing more is asked.")
    if one.course.is_told:
        raise rules.errors.ProgramError("What follows this contract is decided, and was told. Nothing more is asked.")


def recommend_form(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """The form of a recommendation, with one's own last one."""
    one = _advised(session, request)
    known = one.recommendation
    own = known if known is not None and known.adviser_id == request.person.id else None
    view = messages.renewal_voices.recommending(one.contract, one.person, own, request.today)
    return commands.replies.Open(view, again=messages.renewal_voices.RECOMMEND, subject=str(one.contract.id))


def recommended(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """Keep a recommendation."""
    one = _advised(session, request)
    said = data.models.Recommendation(
        contract_id=one.contract.id or 0,
        adviser_id=request.person.id or 0,
        at=request.now,
        recommended=data.models.Recommended(RECOMMENDED.of(request)),
        why=WHY.of(request),
    )
    jobs.renewal_voices.recommend(request.scene(session), one.contract, one.person, request.person, said)
    return commands.replies.Close()


# -- what is wished


def wish(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """Keep what somebody would like; they may say otherwise until the contract is over, or they have been told."""
    one = _find(session, request)
    word = request.subject.partition(":")[2]
    if one is None or one.person.id != request.person.id or word not in tuple(data.models.Wished):
        raise rules.errors.ProgramError("This is about somebody else's contract. `/contract` shows yours.")
    _check_open(request, one)
    wished = data.models.Wished(word)
    reader = jobs.renewal_voices.wish(request.scene(session), one, wished)
    return commands.replies.Say(messages.renewal_voices.kept(wished, reader))


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
