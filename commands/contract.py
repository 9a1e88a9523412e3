"""`/contract`: one's dates and what needs a decision."""

import dataclasses

import sqlmodel

import commands.arguments
import commands.contract_review
import commands.contract_voices
import commands.replies
import commands.request
import commands.rows
import data.contracts
import data.models
import jobs.known_terms
import jobs.renewals
import messages.renewals
import messages.text
import rules.errors

Person = data.models.Person
Reply = commands.replies.Reply

CONTRACT = commands.arguments.Contract("contract", optional=True)
DAYS = commands.arguments.Days("days", optional=True, default=30, high=184)


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
    """One contract; or what is commonest for a role: my own dates, what needs a decision, or my freelancers' dates."""
    number = CONTRACT.find(request)
    if number is not None:
        return _one(session, request, number)
    own = commands.contract_voices.own(session, request) if request.person.freelancer else None
    if not request.person.looks_after_reports:
        return commands.replies.Say(own or messages.renewals.none_of_yours())
    others = _due(session, request, DAYS.default)
    return commands.replies.Say(messages.renewals.together(own, others) if own else others)


def _one(session: sqlmodel.Session, request: commands.request.Request, number: int) -> Reply:
    """Its brief; one's own as freelancers read it."""
    contract = data.contracts.find(session, number)
    if contract is not None and contract.person_id == request.person.id:
        return commands.replies.Say(commands.contract_voices.shown(session, request, contract))
    if not request.person.looks_after_reports:
        raise rules.errors.ProgramError("There is no such contract of yours. `/contract` shows your dates.")
    return commands.contract_review.brief(session, request, *commands.contract_review.numbered(session, number))


def due(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """What ends soon and nothing follows."""
    return commands.replies.Say(_due(session, request, DAYS.days(request)))


def _due(session: sqlmodel.Session, request: commands.request.Request, days: int) -> messages.text.Payload:
    found = jobs.renewals.list_due(request.scene(session), days)
    theirs = [
        commands.contract_review.known(session, request, one)
        for one in found
        if _advises(one, request.person) or (request.is_manager and one.person.id != request.person.id)
    ]
    listed = [one for one in theirs if one.course.days_left(request.today) <= days]
    if not request.is_manager:
        listed = [one for one in listed if not _goes_on(session, request, one)]
    listed.sort(key=lambda one: one.contract.ends)
    return messages.renewals.due([commands.contract_review.line(request, one) for one in listed], days)


def _goes_on(session: sqlmodel.Session, request: commands.request.Request, one: jobs.renewals.Renewal) -> bool:
    """Whether a term follows, as its person knows it: one that an early end left out may still be theirs."""
    terms = jobs.known_terms.list_of(request.scene(session), one.person)
    return any(term.starts >= one.contract.ends for term in terms)


def _advises(one: jobs.renewals.Renewal, person: Person) -> bool:
    return one.adviser is not None and one.adviser.id == person.id


VERBS = (
    commands.rows.Verb(
        commands.rows.ALL,
        bare,
        root="contract",
        words="",
        does="What needs a decision, and for freelancers their own dates; or one contract.",
        arguments=(CONTRACT,),
        example="/contract CON-31",
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
