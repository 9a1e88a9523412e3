"""What a decision on a contract is made on, as the store has it: one person's past, and who works now."""

import datetime
import typing

import sqlalchemy
import sqlmodel

import data.models

Checkin = data.models.Checkin
Log = data.models.CheckinLog
Report = data.models.Report
Event = data.models.ReportEvent

_TABLES = sqlmodel.SQLModel.metadata.tables
_PEOPLE, _CONTRACTS, _ASSIGNMENTS = (_TABLES[name] for name in ("person", "contract", "assignment"))
_ADVISERS = _PEOPLE.alias("adviser")


def list_checkins(
    session: sqlmodel.Session, freelancer_id: int, since: datetime.date, before: datetime.date
) -> list[Checkin]:
    """Somebody's check-ins of the weeks from one Monday up to a day."""
    rows = sqlmodel.select(Checkin).where(Checkin.freelancer_id == freelancer_id)
    return list(session.exec(rows.where(Checkin.week >= since, Checkin.week < before)))


def list_noted(session: sqlmodel.Session, freelancer_id: int, limit: int) -> list[Log]:
    """The logs that hold of somebody's check-ins in which a follow-up or a concern is noted, the newest day first."""
    theirs = sqlmodel.select(Checkin.id).where(Checkin.freelancer_id == freelancer_id)
    holds = sqlmodel.select(sqlmodel.func.max(Log.id)).where(sqlmodel.col(Log.checkin_id).in_(theirs))
    noted = sqlmodel.or_(sqlmodel.col(Log.follow_up).is_not(None), sqlmodel.col(Log.concern).is_not(None))
    logs = sqlmodel.select(Log).where(sqlmodel.col(Log.id).in_(holds.group_by(sqlmodel.col(Log.checkin_id))), noted)
    newest = (sqlmodel.col(Log.held_on).desc(), sqlmodel.col(Log.id).desc())
    return list(session.exec(logs.order_by(*newest).limit(limit)))


def list_filed_by(session: sqlmodel.Session, person_id: int) -> list[Report]:
    """What somebody filed themselves, not what they saw too; the newest first."""
    filed = sqlmodel.select(Event.report_id).where(Event.actor_id == person_id, Event.act == "file")
    reports = sqlmodel.select(Report).where(sqlmodel.col(Report.id).in_(filed))
    return list(session.exec(reports.order_by(sqlmodel.col(Report.id).desc())))


class Running(typing.NamedTuple):
    """A freelancer whose contract runs. Lists of words are JSON as it is stored: many have the same, read once."""

    id: int
    name: str
    zone: str | None
    working_hours: str | None
    weekly_hours: float
    adviser_id: int | None
    languages: str
    products: str
    contract_languages: str
    contract_products: str


def list_running(session: sqlmodel.Session, day: datetime.date) -> list[Running]:
    """Active freelancers whose contract runs on that day, with their adviser, if that one is active."""
    person, contract, assignment, adviser = _PEOPLE.c, _CONTRACTS.c, _ASSIGNMENTS.c, _ADVISERS.c
    words = (person.languages, person.products, contract.languages, contract.products)
    running = sqlalchemy.and_(assignment.freelancer_id == person.id, assignment.ends.is_(None))
    statement = (
        sqlalchemy.select(person.id, person.name, person.zone, person.working_hours, contract.weekly_hours, adviser.id)
        .add_columns(*(sqlalchemy.cast(column, sqlalchemy.Text) for column in words))
        .select_from(_CONTRACTS)
        .join(_PEOPLE, person.id == contract.person_id)
        .join(_ASSIGNMENTS, running, isouter=True)
        .join(_ADVISERS, sqlalchemy.and_(adviser.id == assignment.adviser_id, adviser.active), isouter=True)
        .where(contract.starts <= day, contract.ends > day, person.active, person.freelancer)
    )
    return [Running(*row) for row in session.execute(statement)]
