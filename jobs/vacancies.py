"""What people see of a vacant seat: the question to the next in line, and the managers' view of who was asked."""

import collections.abc
import datetime

import sqlmodel

import data.models
import data.outbox
import data.people
import data.vacancies
import jobs.morning
import jobs.rotation
import messages.text
import messages.vacancies
import rules.duty

CHOICES = 3
"""How many of the next in line the managers may choose from by one press."""


def show(
    session: sqlmodel.Session,
    known: jobs.rotation.Rotation,
    vacancy: data.models.Vacancy,
    line: collections.abc.Sequence[rules.duty.Member] = (),
) -> None:
    """Bring every message about a vacant seat up to date; of those in `line` the managers may choose one."""
    questions = data.vacancies.list_questions(session, [vacancy.id or 0])
    people = data.people.load_by_id(session, {question.person_id for question in questions})
    asked = [(question, people[question.person_id]) for question in questions]
    vacant = seat(session, known, vacancy)
    for question, person in asked:
        payload = messages.vacancies.question(vacant, question, known.reader(person))
        reason = "you are next in line for a seat on duty"
        _card(session, known, person, f"question:{question.id}", payload, reason, vacant.ends)
    card = f"vacancy:{vacancy.id}:"
    if vacancy.settled_at is not None and not data.outbox.list_cards(session, card):
        return  # dealt at once, and nobody had to be asked
    choices = [known.people[one.person] for one in line[:CHOICES]]
    for manager in data.people.list_managers(session):
        payload = messages.vacancies.view(vacant, asked, choices, known.now, known.reader(manager))
        _card(session, known, manager, f"{card}{manager.slack_id}", payload, "a seat on duty is vacant", vacant.ends)


def tell_nobody_could(session: sqlmodel.Session, known: jobs.rotation.Rotation, vacancy: data.models.Vacancy) -> None:
    """The managers read, with their next morning message, that nobody can take a seat of a shift that is far ahead."""
    vacant = seat(session, known, vacancy)
    for manager in data.people.list_managers(session):
        jobs.morning.tell(
            session,
            manager,
            key=f"vacancy:{vacancy.id}:nobody:{manager.slack_id}",
            kind="vacancy",
            payload=messages.vacancies.view(vacant, [], [], known.now, known.reader(manager)),
            reason="a seat on duty is vacant, and nobody could take it",
            now=known.now,
            at_once=False,
        )


def seat(
    session: sqlmodel.Session, known: jobs.rotation.Rotation, vacancy: data.models.Vacancy
) -> messages.vacancies.Seat:
    """The vacant seat as messages speak of it."""
    shift, seats = next((shift, seats) for shift, seats in known.shifts if shift.id == vacancy.shift_id)
    ids = {vacancy.person_id, vacancy.taken_by_id or vacancy.person_id, *(seat.person_id for seat in seats)}
    people = data.people.load_by_id(session, ids)
    return messages.vacancies.Seat(
        vacancy,
        shift.starts,
        shift.ends,
        given_up_by=people[vacancy.person_id],
        partners=[people[seat.person_id] for seat in seats if seat.place != vacancy.place],
        taken_by=people[vacancy.taken_by_id] if vacancy.taken_by_id else None,
    )


def _card(
    session: sqlmodel.Session,
    known: jobs.rotation.Rotation,
    person: data.models.Person,
    card: str,
    payload: messages.text.Payload,
    reason: str,
    stale_at: datetime.datetime,
) -> None:
    """The message of that card in somebody's DM, as it is to look from now on, if it can be sent by `stale_at`."""
    if person.active:
        data.outbox.show(
            session,
            data.outbox.Draft(
                key=f"{card}:{known.now.isoformat()}",
                lane=f"@{person.slack_id}",
                payload=payload,
                reason=reason,
                due_at=known.now,
                card=card,
                stale_at=stale_at,
            ),
        )
