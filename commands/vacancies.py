"""A vacant seat on duty: yes or no by who was asked, and the managers' own decision."""

import sqlmodel

import commands.changes
import commands.replies
import commands.request
import commands.rows
import data.audit
import data.models
import data.people
import data.vacancies
import jobs.seats
import jobs.vacancies
import messages.vacancies
import rules.errors


def accept(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """Take the seat that one was asked about; the first who says yes has it."""
    question, vacancy = _asked(session, request)
    if not _take(session, request, vacancy, request.person, question):
        return commands.replies.Say(messages.vacancies.given_already(_taken_by(session, vacancy)))
    seat = jobs.vacancies.seat(session, commands.changes.rotation(session, request), vacancy)
    return commands.replies.Say(messages.vacancies.accepted(seat, request.reader))


def decline(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """Say no; the next in line is asked in the same moment."""
    question, vacancy = _asked(session, request)
    if vacancy.settled_at is not None:
        return commands.replies.Say(messages.vacancies.given_already(_taken_by(session, vacancy)))
    data.vacancies.record_answer(session, question, data.models.Answer.NO, request.now)
    me = request.person.slack_id
    data.audit.record(session, request.now, me, "seat.decline", me, after={"shift": vacancy.shift_id})
    jobs.seats.look_for(session, request.programme, vacancy, request.now)
    return commands.replies.Say(messages.vacancies.declined())


def give(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """Decide who sits, in place of asking on."""
    vacancy = data.vacancies.find(session, request.ident) if request.ident is not None else None
    person = data.people.find(session, request.subject.partition(":")[2])
    if vacancy is None or person is None:
        raise rules.errors.ProgramError("This seat is not known any more. `/duty next 6` shows who sits when.")
    if not _take(session, request, vacancy, person):
        return commands.replies.Say(messages.vacancies.given_already(_taken_by(session, vacancy)))
    seat = jobs.vacancies.seat(session, commands.changes.rotation(session, request), vacancy)
    return commands.replies.Say(messages.vacancies.given(seat, request.reader))


def _asked(
    session: sqlmodel.Session, request: commands.request.Request
) -> tuple[data.models.Question, data.models.Vacancy]:
    """The question that the button belongs to, which was theirs."""
    question = data.vacancies.find_question(session, request.ident) if request.ident is not None else None
    vacancy = data.vacancies.find(session, question.vacancy_id) if question else None
    if question is None or vacancy is None or question.person_id != request.person.id:
        raise rules.errors.ProgramError("This question was somebody else's. `/duty next 6` shows who sits when.")
    return question, vacancy


def _take(
    session: sqlmodel.Session,
    request: commands.request.Request,
    vacancy: data.models.Vacancy,
    person: data.models.Person,
    question: data.models.Question | None = None,
) -> bool:
    """Let somebody sit, and tell whom it concerns; False if it is too late for that."""
    known = commands.changes.rotation(session, request)
    if not jobs.seats.is_open(known, vacancy, person.id or 0):
        return False
    if question is not None:
        data.vacancies.record_answer(session, question, data.models.Answer.YES, request.now)
    jobs.seats.take(session, known, vacancy, person.id or 0)
    after = {"shift": vacancy.shift_id, "place": vacancy.place}
    data.audit.record(session, request.now, request.person.slack_id, "seat.take", person.slack_id, after=after)
    commands.changes.follow_up(session, request, known.dates)
    return True


def _taken_by(session: sqlmodel.Session, vacancy: data.models.Vacancy) -> data.models.Person | None:
    taken_by = vacancy.taken_by_id
    return data.people.load_by_id(session, [taken_by])[taken_by] if taken_by else None


BUTTONS = (
    commands.rows.Button(
        commands.rows.ADVISERS,
        accept,
        action=messages.vacancies.YES,
        does="Take the seat that one was asked about.",
        writes=True,
    ),
    commands.rows.Button(
        commands.rows.ADVISERS,
        decline,
        action=messages.vacancies.NO,
        does="Leave the seat to the next in line.",
        writes=True,
    ),
    commands.rows.Button(
        commands.rows.MANAGERS,
        give,
        action=messages.vacancies.GIVE,
        does="Decide who takes a vacant seat.",
        choices=True,
        writes=True,
    ),
)
