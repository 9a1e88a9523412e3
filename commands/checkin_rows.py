"""The check-in that a command, a button or a form is about, and who may do something with it or read of it."""

import dataclasses
import datetime
import re

import sqlmodel

import commands.arguments
import commands.replies
import commands.request
import commands.rows
import data.checkin_logs
import data.checkins
import data.models
import data.people
import messages.checkin_forms
import messages.faults
import messages.text
import rules.checkin_notes
import rules.checkins
import rules.contracts
import rules.errors

Checkin = data.models.Checkin
Person = data.models.Person
Request = commands.request.Request
Standing = rules.checkin_notes.Standing

NOT_YOURS = "Only who holds this check-in, the person's adviser and managers can do that."
NO_SUCH_WEEK = (
    "There is no such check-in: it is of a week in which no contract of theirs ran, that is to come, or that is longer "
    "ago than 90 days. `/checkin history @freelancer` shows those that there are."
)


@dataclasses.dataclass(frozen=True)
class Freelancer(commands.arguments.Person):
    """A freelancer by @mention, for those who advise or manage: to others it does not say who there is.

    Also one whose account is deactivated by now: their last check-ins can be logged and read.
    """

    gone: bool = True

    def takes(self, word: str) -> bool:
        """All but a word that could be a verb which there is not."""
        return word.startswith(("<@", "@"))

    def read(self, words: commands.arguments.Words, context: commands.arguments.Context, /) -> Person:
        """Whoever may not know is refused before anybody is looked for."""
        if context.person is not None and not context.person.roles & commands.rows.ADVISERS:
            raise rules.errors.ProgramError(messages.checkin_forms.with_nobody(is_staff=False))
        person = super().read(words, context)
        if person.forgotten_at is not None:
            raise rules.errors.ProgramError(f"{messages.text.mention(person.slack_id)} is forgotten here.")
        return person


def standing(session: sqlmodel.Session, request: Request, freelancer_id: int) -> Standing:
    """How whoever asks stands to a freelancer."""
    person_id = request.person.id or 0
    running = data.people.find_running_assignment(session, freelancer_id)
    return Standing(
        person_id,
        manages=request.is_manager,
        advises=running is not None and running.adviser_id == person_id,
        covers=data.checkin_logs.is_covered_by(session, freelancer_id, person_id, request.today),
        is_themselves=freelancer_id == person_id,
    )


def held(session: sqlmodel.Session, request: Request) -> tuple[Checkin, Person]:
    """The check-in that a button or form is about, and with whom, if the reader may say what became of it."""
    row = _named(session, request)
    if row is None or not may_log(session, request, row):
        raise rules.errors.ProgramError(NOT_YOURS)
    if rules.checkin_notes.is_too_long_ago(row.week, request.today):
        raise rules.errors.ProgramError(
            "This check-in is longer ago than 90 days: nothing in it can be changed any more."
        )
    return row, data.people.load_by_id(session, [row.freelancer_id])[row.freelancer_id]


def open_one(session: sqlmodel.Session, request: Request) -> tuple[Checkin, Person]:
    """The same where it is not done: what was logged can be corrected, and nothing else becomes of it."""
    row, freelancer = held(session, request)
    if row.state == data.models.CheckinState.DONE:
        raise rules.errors.ProgramError(
            "This check-in is done already. *Correct* in your list, or in `/checkin history`, changes what was logged."
        )
    return row, freelancer


def may_log(session: sqlmodel.Session, request: Request, row: Checkin) -> bool:
    """The adviser of the day, managers, and who holds it as long as nobody else has logged it."""
    who = standing(session, request, row.freelancer_id)
    if row.id is None:  # of a week for which nobody was asked, nobody holds it either
        return who.reads_all
    return rules.checkin_notes.may_log(row, data.checkin_logs.find_newest(session, row.id), who)


def wrong_day_to_book(day: datetime.date, today: datetime.date) -> str:
    """What is wrong with a day for which somebody books a check-in; nothing if it will do."""
    if day < today:
        return "This day is past: press *Done* if you have met."
    most = rules.checkins.BOOKED_WITHIN
    return f"This is more than {most.days} days from now: pick an earlier day." if day - today > most else ""


# -- how a button or form names it


def value(row: Checkin) -> str:
    """A row by its id, or, of a week that has none yet, by that week."""
    return str(row.id) if row.id else f"{row.freelancer_id}@{row.week}"


def _named(session: sqlmodel.Session, request: Request) -> Checkin | None:
    named = request.subject.partition(":")[0]
    if (ident := commands.request.ident(named)) is not None:
        return data.checkins.find(session, ident)
    match = re.fullmatch(r"([0-9]{1,18})@(20[0-9]{2}-[0-9]{2}-[0-9]{2})", named)
    people = data.people.load_by_id(session, [int(match[1])]) if match else {}
    if match is None or not people:
        return None
    return of_week(session, request, people[int(match[1])], datetime.date.fromisoformat(match[2]))


def of_week(session: sqlmodel.Session, request: Request, freelancer: Person, day: datetime.date) -> Checkin | None:
    """The check-in of a day's week that is to be logged next; one to be, where a contract ran and none was asked for.

    What is not logged comes first, and what is excused before what is done.
    """
    week = rules.checkins.week_of(day)
    if not rules.checkin_notes.is_open_to_logs(week, request.today):
        return None
    order = ("open", "booked", "excused", "done")
    rows = data.checkin_logs.list_of_week(session, freelancer.id or 0, week)
    if rows:
        return min(rows, key=lambda row: (order.index(row.state), row.place))
    terms = [term for _, term in data.checkins.list_terms(session, [freelancer.id or 0])]
    days = [week + n * rules.checkins.DAY for n in range(7)]
    if not any(rules.contracts.running(term, one) for term in terms for one in days):
        return None
    running = data.people.find_running_assignment(session, freelancer.id or 0)
    return Checkin(
        freelancer_id=freelancer.id or 0,
        adviser_id=running.adviser_id if running else request.person.id or 0,
        week=week,
        planned=round(request.programme.checkin_hours * 60),
    )


# -- what is answered once it is saved

PRIVATE = "private"
"""Behind what a form is about: it was opened where nothing is edited, so that it says in words what it saved."""


def subject(request: Request, row: Checkin, *besides: object) -> str:
    """What a form is about, and what it has to know once it is sent."""
    return ":".join([value(row), PRIVATE if request.in_private else "", *map(str, besides)])


def besides(request: Request) -> list[str]:
    """What `subject` put behind it."""
    return request.subject.split(":")[2:]


def kept(
    request: Request, row: Checkin, freelancer: Person, edited: bool, said: list[str] | None = None
) -> commands.replies.Reply:
    """Nothing, where the list from which they came says it by now and there is nothing to add; else words."""
    if is_seen(request, row, edited) and not said:
        return commands.replies.Close()
    drawn = messages.checkin_forms.kept(row, freelancer, said or [])
    return commands.replies.Next(messages.faults.small_modal(drawn))


def is_seen(request: Request, row: Checkin, edited: bool) -> bool:
    """Whether the list from which they came, and which they see, says it by now."""
    return edited and row.adviser_id == request.person.id and request.subject.split(":")[1:2] != [PRIVATE]
