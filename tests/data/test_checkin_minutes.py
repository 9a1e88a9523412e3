"""Sums of check-ins and minutes, made by the store."""

import datetime
import random

import sqlmodel

import data.checkin_minutes
import data.models
import tests.programme

Checkin = data.models.Checkin
State = data.models.CheckinState

WEEKS = [datetime.date(2026, 3, day) for day in (2, 9, 16)]


def add(session: sqlmodel.Session, freelancer_id: int, adviser_id: int, week: datetime.date, state: State) -> Checkin:
    minutes = 45 if state == State.DONE else None
    row = Checkin(
        freelancer_id=freelancer_id, adviser_id=adviser_id, week=week, planned=60, state=state, minutes=minutes
    )
    session.add(row)
    return row


def test_a_week_is_summed_by_state_and_what_is_excused_is_in_no_plan(session: sqlmodel.Session) -> None:
    ada = tests.programme.add(session, "UADA", "adviser").id or 0
    for number, state in enumerate((State.DONE, State.DONE, State.BOOKED, State.OPEN, State.EXCUSED)):
        freelancer = tests.programme.add(session, f"UF{number}", "freelancer")
        add(session, freelancer.id or 0, ada, WEEKS[0], state)
    session.flush()
    sums = data.checkin_minutes.Sums(done=2, booked=1, open=1, excused=1, planned=240, logged=90)
    assert data.checkin_minutes.load_by_week(session, WEEKS) == {WEEKS[0]: sums}
    assert data.checkin_minutes.load_by_week(session, WEEKS, ada + 1) == {}
    assert data.checkin_minutes.load_by_week(session, WEEKS[1:]) == {}


def test_advisers_sums_come_to_the_weeks(session: sqlmodel.Session) -> None:
    chance = random.Random(6)
    advisers = [tests.programme.add(session, f"UA{n}", "adviser").id or 0 for n in range(3)]
    for number in range(20):
        freelancer = tests.programme.add(session, f"UF{number}", "freelancer")
        for week in WEEKS:
            add(session, freelancer.id or 0, chance.choice(advisers), week, chance.choice(list(State)))
    session.flush()
    everybody = data.checkin_minutes.load_by_week(session, WEEKS)
    each = data.checkin_minutes.list_by_adviser(session, WEEKS)
    for week in WEEKS:
        theirs = [one.sums for one in each if one.week == week]
        assert everybody[week] == tuple(map(sum, zip(*theirs, strict=True)))
        for one in (one for one in each if one.week == week):
            assert data.checkin_minutes.load_by_week(session, [week], one.adviser_id) == {week: one.sums}
    assert {(one.name, one.slack_id) for one in each} == {("A0", "UA0"), ("A1", "UA1"), ("A2", "UA2")}
