"""Whatever people record, take back, answer and decide, in any order: what holds of the seats after each of it."""

import datetime
import random

import pytest
import sqlmodel

import data.models
import data.people
import data.settings
import jobs.duty
import jobs.rotation
import jobs.seats
import rules.errors
import rules.settings
import rules.sitting
import tests.commands.asking
import tests.programme
import tests.stores

HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
ADVISERS = ("UADA", "UBEN", "UCY", "UDOV", "UEVA", "UFAY", "UGUS")
STEPS = 60
Session = sqlmodel.Session


def ids(session: Session, model: type[data.models.Absence | data.models.Question | data.models.Vacancy]) -> list[int]:
    return [int(ident or 0) for ident in session.exec(sqlmodel.select(model.id)).all()]


def act(session: Session, chance: random.Random, now: datetime.datetime) -> None:
    """Something that somebody does, whether it makes sense or not."""
    who = chance.choice(ADVISERS)
    asking = tests.commands.asking.Asking(session, who, now)
    manager = tests.commands.asking.Asking(session, "UMAREN", now)
    first = now.date() + chance.randrange(45) * DAY
    questions = ids(session, data.models.Question) or [1]
    kind = chance.choice(["away", "away", "today", "cancel", "accept", "decline", "give", "cover", "gone"])
    if kind == "away":
        asking.command(f"/duty away {first} {first + chance.randrange(12) * DAY}")
    elif kind == "today":
        asking.press("away:today")
    elif kind == "cancel":
        manager.press("cancel:absence", subject=str(chance.choice(ids(session, data.models.Absence) or [1])))
    elif kind in ("accept", "decline"):
        question = session.get(data.models.Question, chance.choice(questions[-3:]))
        person = data.people.load_by_id(session, [question.person_id])[question.person_id] if question else None
        asked = tests.commands.asking.Asking(session, person.slack_id if person else who, now)
        asked.press(f"{kind}:seat", subject=str(question.id if question else 1))
    elif kind == "give":
        manager.press("give:seat", subject=f"{chance.choice(ids(session, data.models.Vacancy) or [1])}:{who}")
    elif kind == "cover":
        manager.press("cover:absence", subject=f"{chance.choice(ids(session, data.models.Absence) or [1])}:{who}")
    elif chance.random() < 0.2:
        person = data.people.find(session, who)
        assert person is not None
        person.active = not person.active
        session.add(person)
        jobs.duty.tick(session, now)


def check(session: Session, now: datetime.datetime) -> None:
    programme = rules.settings.read(data.settings.load(session))
    known = jobs.rotation.load(session, programme, now)
    vacancies = session.exec(sqlmodel.select(data.models.Vacancy)).all()
    for turn, (shift, seats) in zip(known.turns, known.shifts, strict=True):
        for one in rules.sitting.spells(turn, known.overrides):
            together = [
                other
                for other in rules.sitting.spells(turn, known.overrides)
                if other.dealt_to != one.dealt_to and other.starts < one.ends and one.starts < other.ends
            ]
            assert one.person not in {other.person for other in together}, "nobody sits in both seats"
        if shift.starts > now:
            vacant = [one.place for one in vacancies if one.shift_id == shift.id and one.settled_at is None]
            assert len(vacant) == len(set(vacant)), "a seat is vacant once"
            assert not set(vacant) & {seat.place for seat in seats}, "nobody sits in a vacant seat"
            assert len(vacant) + len(seats) == 2, "no seat is silently empty"
    assert not jobs.seats._unable(known), "nobody keeps a coming seat who can't sit"  # what settle settles
    asked = session.exec(
        sqlmodel.select(data.models.Question).where(sqlmodel.col(data.models.Question.answer).is_(None))
    )
    shifts = {one.id: one.shift_id for one in vacancies}
    waiting = [(one.person_id, shifts[one.vacancy_id]) for one in asked]
    assert len(waiting) == len(set(waiting)), "nobody has two questions about one shift"


def rows(session: Session) -> tuple[int, ...]:
    kinds = (data.models.Notice, data.models.Vacancy, data.models.Question, data.models.MorningPart, data.models.Seat)
    return tuple(len(session.exec(sqlmodel.select(kind)).all()) for kind in kinds)


@pytest.mark.parametrize("seed", tests.stores.first_everywhere(range(3)))
def test_after_each_act_and_tick_the_seats_are_in_order_and_another_tick_adds_nothing(
    session: Session, seed: int
) -> None:
    chance = random.Random(seed)
    data.settings.record(session, "time_zone", "Europe/Berlin")
    data.settings.record(session, "triage_channel", "C0TRIAGE")
    data.settings.record_milestone(session, data.settings.WENT_LIVE, tests.programme.NOW - DAY)
    tests.programme.add(session, "UMAREN", "manager")
    for number, slack_id in enumerate(ADVISERS):
        zone = ("Europe/Berlin", "Asia/Manila", "America/Lima")[number % 3]
        tests.programme.add(session, slack_id, "adviser", zone=zone, manager=number == 0)
    now = tests.programme.NOW
    jobs.duty.tick(session, now)
    for _ in range(STEPS):
        now += chance.choice([0 * HOUR, HOUR, 5 * HOUR, DAY])
        try:
            act(session, chance, now)
        except rules.errors.ProgramError:
            continue  # refused, and nothing was done
        jobs.duty.tick(session, now)
        session.flush()
        check(session, now)
        before = rows(session)
        jobs.duty.tick(session, now)
        session.flush()
        assert rows(session) == before
