"""Vacancies and questions in the store: what is open, what is due, and what became of it."""

import datetime

import pytest
import sqlmodel

import data.duty
import data.models
import data.vacancies
import tests.programme

NOW = tests.programme.NOW
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
STARTS = NOW + 7 * DAY
Session = sqlmodel.Session
YES, NO, VOID = data.models.Answer.YES, data.models.Answer.NO, data.models.Answer.VOID


@pytest.fixture
def shift(session: Session) -> data.models.Shift:
    """A shift in a week with Ada in its first place and Ben in its second."""
    people = [tests.programme.add(session, slack_id, "adviser") for slack_id in ("UADA", "UBEN", "UCY")]
    data.duty.add_shift(session, STARTS, STARTS + 14 * DAY, [(people[0].id or 0, 1), (people[1].id or 0, 1)], NOW)
    ((found, _),) = data.duty.list_shifts(session)
    return found


def given_up(session: Session, place: int = 1, absence_id: int | None = None) -> data.models.Vacancy:
    ((_, seats),) = data.duty.list_shifts(session)
    return data.vacancies.add(session, seats[place - 1], absence_id, NOW)


def ask(session: Session, vacancy: data.models.Vacancy, person: int = 3, hours: int = 4) -> data.models.Question:
    return data.vacancies.ask(session, vacancy.id or 0, person, NOW, NOW + hours * HOUR)


def test_a_vacancy_keeps_the_seat_that_was_given_up(session: Session, shift: data.models.Shift) -> None:
    vacancy = given_up(session, place=2)
    assert data.vacancies.find(session, vacancy.id or 0) == vacancy
    assert (vacancy.shift_id, vacancy.place, vacancy.round, vacancy.person_id) == (shift.id, 2, 1, 2)
    assert data.vacancies.list_open(session) == [vacancy]
    assert data.vacancies.find(session, 99) is None


@pytest.mark.usefixtures("shift")
def test_one_that_nobody_was_asked_about_is_due_and_one_with_a_question_only_when_its_time_is_over(
    session: Session,
) -> None:
    assert not data.vacancies.has_due(session, NOW)
    vacancy = given_up(session)
    assert data.vacancies.has_due(session, NOW)
    ask(session, vacancy)
    assert not data.vacancies.has_due(session, NOW + 4 * HOUR - datetime.timedelta(microseconds=1))
    assert data.vacancies.has_due(session, NOW + 4 * HOUR)


@pytest.mark.usefixtures("shift")
@pytest.mark.parametrize("answer", [NO, VOID])
def test_with_a_question_that_is_answered_nobody_is_waited_for(session: Session, answer: data.models.Answer) -> None:
    vacancy = given_up(session)
    data.vacancies.record_answer(session, ask(session, vacancy), answer, NOW + HOUR)
    assert data.vacancies.has_due(session, NOW + 2 * HOUR)


@pytest.mark.usefixtures("shift")
def test_when_the_shift_has_begun_it_is_due_whoever_is_asked(session: Session) -> None:
    ask(session, given_up(session), hours=1000)
    assert not data.vacancies.has_due(session, STARTS - HOUR)
    assert data.vacancies.has_due(session, STARTS)


@pytest.mark.usefixtures("shift")
def test_a_settled_one_is_neither_open_nor_due(session: Session) -> None:
    vacancy = given_up(session)
    data.vacancies.settle(session, vacancy, 3, NOW + HOUR)
    assert (vacancy.taken_by_id, vacancy.settled_at) == (3, NOW + HOUR)
    assert data.vacancies.list_open(session) == []
    assert not data.vacancies.has_due(session, STARTS + DAY)


@pytest.mark.usefixtures("shift")
def test_when_it_is_settled_whoever_has_not_answered_need_not_any_more(session: Session) -> None:
    vacancy = given_up(session)
    said_no, said_yes, silent = (ask(session, vacancy) for _ in range(3))
    data.vacancies.record_answer(session, said_no, NO, NOW + HOUR)
    data.vacancies.record_answer(session, said_yes, YES, NOW + 2 * HOUR)
    data.vacancies.settle(session, vacancy, 3, NOW + 2 * HOUR)
    assert [one.answer for one in data.vacancies.list_questions(session, [vacancy.id or 0])] == [NO, YES, VOID]
    assert silent.answered_at == NOW + 2 * HOUR
    assert said_no.answered_at == NOW + HOUR


@pytest.mark.usefixtures("shift")
def test_what_was_given_up_is_found_by_absence_newest_first_and_by_seat_oldest_first(session: Session) -> None:
    absence = data.duty.add_absence(session, 1, STARTS.date(), STARTS.date() + DAY, NOW)
    other = data.duty.add_absence(session, 1, STARTS.date(), STARTS.date() + 2 * DAY, NOW)
    first, second, elsewhere = (given_up(session, place, absence.id) for place in (1, 1, 2))
    assert data.vacancies.list_of_absence(session, absence.id or 0) == [elsewhere, second, first]
    assert data.vacancies.list_of_seat(session, first.shift_id, 1) == [first, second]
    data.vacancies.record_absence(session, second, other.id or 0)
    assert data.vacancies.list_of_absence(session, absence.id or 0) == [elsewhere, first]
    assert data.vacancies.list_of_absence(session, other.id or 0) == [second]


@pytest.mark.usefixtures("shift")
def test_questions_are_found_by_vacancy_and_by_shift(session: Session) -> None:
    one, other = given_up(session), given_up(session, place=2)
    first, second = ask(session, one), ask(session, other, person=1)
    assert data.vacancies.list_questions(session, [one.id or 0]) == [first]
    assert data.vacancies.list_questions_of_shift(session, one.shift_id) == [first, second]
    assert data.vacancies.list_questions_of_shift(session, 99) == []
    assert data.vacancies.find_question(session, second.id or 0) == second
    assert data.vacancies.find_question(session, 99) is None


@pytest.mark.usefixtures("shift")
def test_somebody_is_asked_until_they_have_answered_or_need_not(session: Session) -> None:
    assert not data.vacancies.is_asked(session, 3)
    question = ask(session, given_up(session))
    assert data.vacancies.is_asked(session, 3)
    assert not data.vacancies.is_asked(session, 2)
    data.vacancies.record_answer(session, question, VOID, NOW)
    assert not data.vacancies.is_asked(session, 3)
