"""A small programme in a store, for tests of commands and jobs."""

import datetime

import sqlmodel

import data.contracts
import data.models
import data.people
import data.settings

NOW = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
"""A Monday, 10:00 in Berlin."""

TODAY = NOW.date()


def march(text: str) -> datetime.datetime:
    """`2 10:00`, a day of March 2026 and a time in London, where it is UTC; without one, 09:01. The 2nd is a Monday."""
    day, _, time = text.partition(" ")
    return datetime.datetime.fromisoformat(f"2026-03-{int(day):02} {time or '09:01'}:00+00:00")


def on(text: str) -> datetime.datetime:
    """`04-20 10:00`, a day of 2026 and a time in UTC; without one, 08:01, which is 09:01 in London's summer."""
    day, _, time = text.partition(" ")
    return datetime.datetime.fromisoformat(f"2026-{day}T{time or '08:01'}:00+00:00")


def live_in_london(session: sqlmodel.Session, since: datetime.datetime) -> None:
    """Its zone and its triage channel are set, and Muster is live since then."""
    for name, value in {"time_zone": "Europe/London", "triage_channel": "C0TRIAGE"}.items():
        data.settings.record(session, name, value)
    data.settings.record_milestone(session, data.settings.WENT_LIVE, since)


def found(session: sqlmodel.Session, slack_id: str) -> data.models.Person:
    """Somebody on the roster."""
    person = data.people.find(session, slack_id)
    assert person is not None
    return person


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
