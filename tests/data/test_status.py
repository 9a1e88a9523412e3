"""What `/program status` is made of: freelancers with their advisers, terms, and who has no zone."""

import datetime

import sqlmodel

import data.models
import data.people
import data.status

NOW = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
TODAY = datetime.date(2026, 3, 2)


def add(session: sqlmodel.Session, slack_id: str, zone: str | None = "UTC", **facts: bool) -> int:
    person = data.models.Person(slack_id=slack_id, name=slack_id[1:].title(), zone=zone, joined_at=NOW)
    for name, holds in facts.items():
        setattr(person, name, holds)
    stored = data.people.add(session, person)
    assert stored.id is not None
    return stored.id


def test_every_active_freelancer_is_listed_once_by_name_with_the_adviser_of_now(session: sqlmodel.Session) -> None:
    ada, bo = add(session, "UADA", adviser=True), add(session, "UBO", adviser=True)
    zoe, flor = add(session, "UZOE", zone=None, freelancer=True), add(session, "UFLOR", freelancer=True)
    gone = add(session, "UGONE", freelancer=True, active=False)
    until = datetime.date(2026, 6, 1)
    for assignment in (
        data.models.Assignment(freelancer_id=flor, adviser_id=ada, starts=NOW - datetime.timedelta(days=9), ends=NOW),
        data.models.Assignment(
            freelancer_id=flor, adviser_id=bo, starts=NOW, exception_reason="launch", exception_until=until
        ),
        data.models.Assignment(freelancer_id=gone, adviser_id=bo, starts=NOW),
    ):
        session.add(assignment)
    session.flush()
    assert data.status.list_freelancers(session) == [
        (flor, "UFLOR", "Flor", "UTC", bo, "launch", until),
        (zoe, "UZOE", "Zoe", None, None, None, None),
    ]


def test_a_freelancer_whose_adviser_was_taken_away_has_none(session: sqlmodel.Session) -> None:
    ada, flor = add(session, "UADA", adviser=True), add(session, "UFLOR", freelancer=True)
    session.add(data.models.Assignment(freelancer_id=flor, adviser_id=ada, starts=NOW, ends=NOW))
    session.flush()
    assert data.status.list_freelancers(session) == [(flor, "UFLOR", "Flor", "UTC", None, None, None)]


def test_a_freelancer_whose_adviser_is_deactivated_has_none(session: sqlmodel.Session) -> None:
    ada, flor = add(session, "UADA", adviser=True, active=False), add(session, "UFLOR", freelancer=True)
    session.add(data.models.Assignment(freelancer_id=flor, adviser_id=ada, starts=NOW))
    session.flush()
    assert data.status.list_freelancers(session) == [(flor, "UFLOR", "Flor", "UTC", None, None, None)]


def test_terms_are_listed_that_end_after_a_day(session: sqlmodel.Session) -> None:
    flor = add(session, "UFLOR", freelancer=True)
    days = [TODAY + datetime.timedelta(days=number) for number in (-30, 0, 1, 30)]
    for starts, ends in ((days[0], days[1]), (days[1], days[2]), (days[2], days[3])):
        session.add(data.models.Contract(person_id=flor, starts=starts, ends=ends, weekly_hours=20))
    session.flush()
    assert sorted(data.status.list_terms(session, since=TODAY)) == [
        (flor, days[1], days[2], 20.0),
        (flor, days[2], days[3], 20.0),
    ]


def test_active_people_without_a_zone_are_named(session: sqlmodel.Session) -> None:
    add(session, "UZOE", zone=None)
    add(session, "UADA", zone=None)
    add(session, "UBO")
    add(session, "UGONE", zone=None, active=False)
    assert list(data.status.list_without_zone(session)) == ["Ada", "Zoe"]
