"""Queries about people, and about who advises whom."""

import datetime

import sqlmodel

import data.models
import data.people

NOW = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
LATER = NOW + datetime.timedelta(days=14)


def add(session: sqlmodel.Session, slack_id: str, *roles: str, active: bool = True) -> int:
    person = data.models.Person(slack_id=slack_id, name=slack_id.lower(), joined_at=NOW, active=active)
    for role in roles:
        setattr(person, role, True)
    stored = data.people.add(session, person)
    assert stored.id is not None
    return stored.id


def slack_ids(people: list[data.models.Person]) -> list[str]:
    return [person.slack_id for person in people]


def assign(session: sqlmodel.Session, freelancer: int, adviser: int, at: datetime.datetime) -> None:
    running = data.people.find_running_assignment(session, freelancer)
    following = data.models.Assignment(freelancer_id=freelancer, adviser_id=adviser, starts=at)
    data.people.record_assignment(session, at, running, following)


def test_a_person_is_found_by_slack_id_active_or_not(session: sqlmodel.Session) -> None:
    add(session, "UADA", "adviser", active=False)
    found = data.people.find(session, "UADA")
    assert found is not None
    assert (found.name, found.joined_at) == ("uada", NOW)
    assert data.people.find(session, "UBO") is None


def test_people_are_listed_by_role_in_the_order_of_their_ids_without_the_deactivated(
    session: sqlmodel.Session,
) -> None:
    add(session, "UZOE", "adviser", "freelancer")
    add(session, "UADA", "adviser")
    add(session, "UBO", "freelancer")
    add(session, "UMA", "manager")
    add(session, "UENV", "manager_by_environment")
    add(session, "UGONE", "manager", "adviser", "freelancer", active=False)
    assert slack_ids(data.people.list_advisers(session)) == ["UADA", "UZOE"]
    assert slack_ids(data.people.list_managers(session)) == ["UENV", "UMA"]
    assert slack_ids(data.people.list_everyone(session)) == ["UADA", "UBO", "UENV", "UGONE", "UMA", "UZOE"]


def test_several_people_are_found_at_once(session: sqlmodel.Session) -> None:
    for slack_id in ("UADA", "UBO", "UCY"):
        add(session, slack_id)
    assert sorted(slack_ids(data.people.list_named(session, ["UADA", "UCY", "UNOBODY"]))) == ["UADA", "UCY"]


def assignments(session: sqlmodel.Session) -> list[data.models.Assignment]:
    return list(session.exec(sqlmodel.select(data.models.Assignment).order_by(sqlmodel.col(data.models.Assignment.id))))


def test_another_adviser_closes_the_running_assignment_and_keeps_it(session: sqlmodel.Session) -> None:
    flor, ada, bo = add(session, "UFLOR"), add(session, "UADA"), add(session, "UBO")
    assign(session, flor, ada, NOW)
    assign(session, flor, bo, LATER)
    history = assignments(session)
    assert [(one.adviser_id, one.starts, one.ends) for one in history] == [(ada, NOW, LATER), (bo, LATER, None)]
    running = data.people.find_running_assignment(session, flor)
    assert running is not None
    assert running.adviser_id == bo


def test_an_assignment_can_end_without_another(session: sqlmodel.Session) -> None:
    flor, ada = add(session, "UFLOR"), add(session, "UADA")
    assign(session, flor, ada, NOW)
    data.people.record_assignment(session, LATER, data.people.find_running_assignment(session, flor), None)
    assert data.people.find_running_assignment(session, flor) is None
    assert [one.ends for one in assignments(session)] == [LATER]


def test_the_running_assignments_are_listed_for_all_or_for_some(session: sqlmodel.Session) -> None:
    flor, gil, hal, ada = (add(session, slack_id) for slack_id in ("UFLOR", "UGIL", "UHAL", "UADA"))
    for freelancer in (flor, gil, hal):
        assign(session, freelancer, ada, NOW)
    data.people.record_assignment(session, LATER, data.people.find_running_assignment(session, hal), None)
    everyone = data.people.list_running_assignments(session)
    some = data.people.list_running_assignments_of(session, [gil, hal])
    assert sorted(one.freelancer_id for one in everyone) == [flor, gil]
    assert [one.freelancer_id for one in some] == [gil]
