"""A small programme in a store, for tests of commands and jobs."""

import datetime

import sqlmodel

import data.contracts
import data.models
import data.people

NOW = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
"""A Monday, 10:00 in Berlin."""

TODAY = NOW.date()


def add(session: sqlmodel.Session, slack_id: str, *roles: str, **known: object) -> data.models.Person:
    """Somebody on the roster, named like their Slack id (`UADA` is Ada)."""
    row = {"name": slack_id[1:].title(), "joined_at": NOW} | dict.fromkeys(roles, True) | known
    return data.people.add(session, data.models.Person(slack_id=slack_id, **row))  # type: ignore[arg-type]  # columns


def add_freelancer(
    session: sqlmodel.Session,
    slack_id: str,
    adviser: data.models.Person | None = None,
    *,
    starts: int = -30,
    last_day: int | None = 60,
    hours: float = 20,
    reason: str | None = None,
    until: datetime.date | None = None,
    **known: object,
) -> data.models.Person:
    """A freelancer, with an adviser and a contract by days from today; without a last day, without a contract."""
    person = add(session, slack_id, "freelancer", **known)
    if adviser is not None:
        row = data.models.Assignment(
            freelancer_id=person.id or 0,
            adviser_id=adviser.id or 0,
            starts=NOW,
            exception_reason=reason,
            exception_until=until,
        )
        data.people.record_assignment(session, NOW, None, row)
    if last_day is not None:
        add_contract(session, person, starts, last_day, hours)
    return person


def add_contract(
    session: sqlmodel.Session, person: data.models.Person, starts: int, last_day: int, hours: float = 20
) -> None:
    """A contract by days from today, both included."""
    first, after = TODAY + datetime.timedelta(days=starts), TODAY + datetime.timedelta(days=last_day + 1)
    contract = data.models.Contract(person_id=person.id or 0, starts=first, ends=after, weekly_hours=hours)
    data.contracts.add(session, contract)
