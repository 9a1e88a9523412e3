"""A programme of any size, put into a store."""

import datetime
import zoneinfo

import sqlalchemy
import sqlmodel

import bench.site
import data.database
import data.models
import data.settings
import jobs

ZONES = ("Europe/Berlin", "America/New_York", "Africa/Lagos", "Asia/Tokyo", "America/Sao_Paulo", "Asia/Kolkata")
CASELOAD = 5
MEASURED = 4
"""Weeks from this one on, and the one before it, of which it is known what each person solved."""

ZONE = zoneinfo.ZoneInfo("Europe/Berlin")


def adviser(number: int) -> str:
    """The Slack id of an adviser."""
    return f"U0ADVISER{number:05}"


def fill(session: sqlmodel.Session, freelancers: int, advisers: int, now: datetime.datetime) -> None:
    """Advisers, freelancers with an adviser and a contract each, and one manager; live, with a triage channel."""
    people = [_person(number, now, adviser(number), adviser=True) for number in range(advisers)]
    people += [_person(advisers + number, now, f"U0FREE{number:06}", freelancer=True) for number in range(freelancers)]
    people.append(_person(advisers + freelancers, now, bench.site.MANAGER, manager=True))
    _insert(session, data.models.Person, people)
    _insert(session, data.models.Assignment, [_assignment(advisers, one, now) for one in range(freelancers)])
    _insert(session, data.models.Contract, [_contract(advisers, one, now.date()) for one in range(freelancers)])
    monday = now.date() - datetime.timedelta(days=now.weekday())
    weeks = [monday + number * datetime.timedelta(weeks=1) for number in range(-1, MEASURED)]
    solved = [_solved(one, week, advisers) for week in weeks for one in range(advisers + freelancers)]
    _insert(session, data.models.Solved, solved)
    data.settings.record(session, "triage_channel", bench.site.CHANNELS[0])
    data.settings.record_milestone(session, data.settings.WENT_LIVE, now)


def _insert(session: sqlmodel.Session, model: type[sqlmodel.SQLModel], rows: list[dict[str, object]]) -> None:
    if rows:
        session.execute(sqlalchemy.insert(model), rows)


def _person(number: int, now: datetime.datetime, slack_id: str, **role: bool) -> dict[str, object]:
    roles = {"manager": False, "manager_by_environment": False, "adviser": False, "freelancer": False, **role}
    return {
        "id": number + 1,
        "slack_id": slack_id,
        "name": f"Person {number}",
        "zone": ZONES[number % len(ZONES)],
        "languages": [],
        "products": [],
        "active": True,
        "guest": False,
        "joined_at": now,
        **roles,
    }


def _assignment(advisers: int, number: int, now: datetime.datetime) -> dict[str, object]:
    return {"freelancer_id": advisers + number + 1, "adviser_id": number // CASELOAD % advisers + 1, "starts": now}


def _contract(advisers: int, number: int, today: datetime.date) -> dict[str, object]:
    """Terms of which a few end within a month."""
    ends = today + datetime.timedelta(days=10 + number * 7 % 150)
    starts = ends - datetime.timedelta(days=160)
    return {"person_id": advisers + number + 1, "starts": starts, "ends": ends, "weekly_hours": 20.0}


def _solved(number: int, week: datetime.date, advisers: int) -> dict[str, object]:
    in_house = number < advisers
    hours = 20.0 if in_house else None
    return {"week": week, "person_id": number + 1, "number": 30, "in_house": in_house, "hours": hours}


def repeat_week(database: data.database.Database, times: int) -> None:
    """The check-ins of the week that was planned, again in so many weeks after it; three of four of them were held."""
    with database.writing() as session:
        rows = session.exec(sqlmodel.select(data.models.Checkin).where(data.models.Checkin.place == 0)).all()
        _insert(session, data.models.Checkin, [_checkin(row, week) for row in rows for week in range(1, times + 1)])


def _checkin(row: data.models.Checkin, weeks: int) -> dict[str, object]:
    held = (row.freelancer_id + weeks) % 4
    return {
        "freelancer_id": row.freelancer_id,
        "adviser_id": row.adviser_id,
        "week": row.week + weeks * datetime.timedelta(days=7),
        "place": 0,
        "planned": row.planned,
        "state": data.models.CheckinState.DONE if held else data.models.CheckinState.OPEN,
        "minutes": row.planned if held else None,
    }


def settle(database: data.database.Database, now: datetime.datetime) -> None:
    """Let every job do what is due, so that nothing is any more."""
    for job in jobs.JOBS:
        tick(database, job, now)


def tick(database: data.database.Database, job: jobs.Job, now: datetime.datetime) -> None:
    """One tick in its transaction."""
    with database.writing() as session:
        job.tick(session, now)
