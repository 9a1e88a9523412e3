"""What people see of a vacant seat: the question to the next in line, and the managers' view of who was asked."""

import collections.abc

import sqlmodel

import data.models
import data.outbox
import data.people
import data.vacancies
import jobs.rotation
import messages.text
import messages.vacancies
import rules.duty
import rules.pool

CHOICES = 3
"""How many of the next in line the managers may choose from by one press."""


def show(
    session: sqlmodel.Session,
    known: jobs.rotation.Rotation,
    vacancy: data.models.Vacancy,
    others: collections.abc.Sequence[rules.duty.Member],
) -> None:
    """Bring every message about a vacant seat up to date; `others` are whom the managers may choose instead."""
    questions = data.vacancies.list_questions(session, [vacancy.id or 0])
    vacant = seat(session, known, vacancy)
    for question in questions:
        if known.now in (question.asked_at, question.answered_at):
            asked = known.people[question.person_id]
            payload = messages.vacancies.question(vacant, question, _reader(asked, known))
            _card(session, known, asked, f"question:{question.id}", payload, "you are next in line for a seat on duty")
    if not questions and vacancy.settled_at is not None:
        return  # dealt at once, and nobody had to be asked
    asked_people = [(one, known.people[one.person_id]) for one in questions]
    choices = [known.people[one.person] for one in others[:CHOICES]] if vacancy.settled_at is None else []
    for manager in data.people.list_managers(session):
        payload = messages.vacancies.view(vacant, asked_people, choices, _reader(manager, known))
        _card(session, known, manager, f"vacancy:{vacancy.id}:{manager.slack_id}", payload, "a seat on duty is vacant")


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


def _reader(person: data.models.Person, known: jobs.rotation.Rotation) -> messages.text.Reader:
    return messages.text.Reader(rules.pool.zone_of(person, known.programme.time_zone))


def _card(
    session: sqlmodel.Session,
    known: jobs.rotation.Rotation,
    person: data.models.Person,
    card: str,
    payload: messages.text.Payload,
    reason: str,
) -> None:
    """The message of that card in somebody's DM, as it is to look from now on."""
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
            ),
        )
