"""Seats that somebody had to give up, and who was asked to take them."""

import collections.abc
import datetime

import sqlalchemy
import sqlmodel

import data.models


def add(
    session: sqlmodel.Session, seat: data.models.Seat, absence_id: int | None, now: datetime.datetime
) -> data.models.Vacancy:
    """Somebody gives up this seat; it has its id afterwards."""
    vacancy = data.models.Vacancy(
        shift_id=seat.shift_id,
        place=seat.place,
        round=seat.round,
        person_id=seat.person_id,
        absence_id=absence_id,
        opened_at=now,
    )
    session.add(vacancy)
    session.flush()
    return vacancy


def find(session: sqlmodel.Session, vacancy_id: int) -> data.models.Vacancy | None:
    """A vacancy by its id, settled or not."""
    return session.get(data.models.Vacancy, vacancy_id)


def list_open(session: sqlmodel.Session) -> list[data.models.Vacancy]:
    """Seats for which somebody is looked for, the oldest first."""
    vacancy = data.models.Vacancy
    waiting = sqlmodel.select(vacancy).where(sqlmodel.col(vacancy.settled_at).is_(None))
    return list(session.exec(waiting.order_by(sqlmodel.col(vacancy.id))))


_NOW = sqlalchemy.bindparam("now", type_=sqlmodel.SQLModel.metadata.tables["question"].c.asked_at.type)
_HAS_TIME = sqlalchemy.exists().where(
    sqlmodel.col(data.models.Question.vacancy_id) == data.models.Vacancy.id,
    sqlmodel.col(data.models.Question.answer).is_(None),
    sqlmodel.col(data.models.Question.ask_next_at) > _NOW,
)
_DUE = (
    sqlmodel.select(data.models.Vacancy.id)
    .join(data.models.Shift, sqlmodel.col(data.models.Shift.id) == data.models.Vacancy.shift_id)
    .where(
        sqlmodel.col(data.models.Vacancy.settled_at).is_(None),
        sqlmodel.or_(sqlmodel.col(data.models.Shift.starts) <= _NOW, ~_HAS_TIME),
    )
    .limit(1)
)


def has_due(session: sqlmodel.Session, now: datetime.datetime) -> bool:
    """Whether somebody is looked for, and nobody has the question to themselves just now, or the shift has begun."""
    return session.exec(_DUE, params={"now": now}).first() is not None


def list_of_absence(session: sqlmodel.Session, absence_id: int) -> list[data.models.Vacancy]:
    """The seats given up for an absence, the newest first."""
    vacancy = data.models.Vacancy
    found = sqlmodel.select(vacancy).where(vacancy.absence_id == absence_id)
    return list(session.exec(found.order_by(sqlmodel.col(vacancy.id).desc())))


def list_of_seat(session: sqlmodel.Session, shift_id: int, place: int) -> list[data.models.Vacancy]:
    """How often a seat was given up, the first time first."""
    vacancy = data.models.Vacancy
    found = sqlmodel.select(vacancy).where(vacancy.shift_id == shift_id, vacancy.place == place)
    return list(session.exec(found.order_by(sqlmodel.col(vacancy.id))))


def record_absence(session: sqlmodel.Session, vacancy: data.models.Vacancy, absence_id: int) -> None:
    """It is another absence of the same person for which they can't sit."""
    vacancy.absence_id = absence_id
    session.add(vacancy)
    session.flush()


def settle(
    session: sqlmodel.Session, vacancy: data.models.Vacancy, taken_by_id: int | None, now: datetime.datetime
) -> None:
    """Somebody took the seat, or nobody could; whoever has not answered need not any more."""
    vacancy.taken_by_id = taken_by_id
    vacancy.settled_at = now
    session.add(vacancy)
    for question in list_questions(session, [vacancy.id or 0]):
        if question.answer is None:
            record_answer(session, question, data.models.Answer.VOID, now)
    session.flush()


def ask(
    session: sqlmodel.Session, vacancy_id: int, person_id: int, now: datetime.datetime, ask_next_at: datetime.datetime
) -> data.models.Question:
    """Record that somebody is asked; it has its id afterwards."""
    question = data.models.Question(vacancy_id=vacancy_id, person_id=person_id, asked_at=now, ask_next_at=ask_next_at)
    session.add(question)
    session.flush()
    return question


_QUESTION = sqlmodel.SQLModel.metadata.tables["question"]
_ASKED = (
    sqlalchemy.select(_QUESTION.c.id)
    .where(_QUESTION.c.person_id == sqlalchemy.bindparam("person_id"), _QUESTION.c.answer.is_(None))
    .limit(1)
)


def is_asked(session: sqlmodel.Session, person_id: int) -> bool:
    """Whether somebody has a question to answer."""
    return session.execute(_ASKED, {"person_id": person_id}).first() is not None


def find_question(session: sqlmodel.Session, question_id: int) -> data.models.Question | None:
    """A question by its id, answered or not."""
    return session.get(data.models.Question, question_id)


def list_questions(
    session: sqlmodel.Session, vacancy_ids: collections.abc.Collection[int]
) -> list[data.models.Question]:
    """Who was asked about these seats, the first one first."""
    question = data.models.Question
    found = sqlmodel.select(question).where(sqlmodel.col(question.vacancy_id).in_(vacancy_ids))
    return list(session.exec(found.order_by(sqlmodel.col(question.id))))


def list_questions_of_shift(session: sqlmodel.Session, shift_id: int) -> list[data.models.Question]:
    """Who was asked about any seat of a shift, the first one first."""
    question, vacancy = data.models.Question, data.models.Vacancy
    found = sqlmodel.select(question).join(vacancy).where(vacancy.shift_id == shift_id)
    return list(session.exec(found.order_by(sqlmodel.col(question.id))))


def record_answer(
    session: sqlmodel.Session, question: data.models.Question, answer: data.models.Answer, now: datetime.datetime
) -> None:
    """What became of a question."""
    question.answer = answer
    question.answered_at = now
    session.add(question)
    session.flush()
