"""Queries about contracts."""

import datetime

import sqlmodel

import data.contracts
import data.models
import data.people

NOW = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)


def freelancer(session: sqlmodel.Session, slack_id: str) -> int:
    person = data.people.add(session, data.models.Person(slack_id=slack_id, name=slack_id, joined_at=NOW))
    assert person.id is not None
    return person.id


def add(session: sqlmodel.Session, person_id: int, starts: str, ends: str) -> int:
    contract = data.models.Contract(
        person_id=person_id,
        starts=datetime.date.fromisoformat(starts),
        ends=datetime.date.fromisoformat(ends),
        weekly_hours=20.0,
    )
    stored = data.contracts.add(session, contract)
    assert stored.id is not None
    return stored.id


def test_a_contract_is_found_by_its_number(session: sqlmodel.Session) -> None:
    number = add(session, freelancer(session, "UFLOR"), "2026-02-01", "2026-06-01")
    found = data.contracts.find(session, number)
    assert found is not None
    assert found.last_day == datetime.date(2026, 5, 31)
    assert data.contracts.find(session, number + 1) is None


def test_contracts_are_listed_by_their_start(session: sqlmodel.Session) -> None:
    flor, gil = freelancer(session, "UFLOR"), freelancer(session, "UGIL")
    second = add(session, flor, "2026-06-01", "2026-08-01")
    other = add(session, gil, "2026-03-01", "2026-05-01")
    first = add(session, flor, "2026-02-01", "2026-06-01")
    assert [contract.id for contract in data.contracts.list_of(session, flor)] == [first, second]
    assert [contract.id for contract in data.contracts.list_of_people(session, [flor, gil])] == [first, other, second]
    assert [contract.id for contract in data.contracts.list_all(session)] == [first, other, second]


def test_running_and_coming_contracts_are_those_that_are_not_over(session: sqlmodel.Session) -> None:
    flor = freelancer(session, "UFLOR")
    add(session, flor, "2025-11-01", "2026-03-02")
    running = add(session, flor, "2026-03-02", "2026-06-01")
    coming = add(session, flor, "2026-06-01", "2026-08-01")
    found = data.contracts.list_running_or_coming(session, datetime.date(2026, 3, 2))
    assert [contract.id for contract in found] == [running, coming]
