"""What was logged of check-ins, what was not, and the words that are forgotten."""

import collections.abc
import datetime
import typing

import sqlalchemy
import sqlmodel

import data.models

Checkin = data.models.Checkin
Cover = data.models.CheckinCover
Log = data.models.CheckinLog
Request = data.models.CheckinRequest
State = data.models.CheckinState

WORDS = ("went_well", "coach_on", "follow_up", "concern")
"""The columns of a log in which somebody's words stand."""

_TABLES = sqlmodel.SQLModel.metadata.tables
_CHECKINS, _LOGS, _REQUESTS, _CONTRACTS = (
    _TABLES[name] for name in ("checkin", "checkin_log", "checkin_request", "contract")
)


def list_of_week(session: sqlmodel.Session, freelancer_id: int, week: datetime.date) -> list[Checkin]:
    """Somebody's check-ins of one week."""
    rows = sqlmodel.select(Checkin).where(Checkin.freelancer_id == freelancer_id, Checkin.week == week)
    return list(session.exec(rows.order_by(sqlmodel.col(Checkin.place))))


def find_newest(session: sqlmodel.Session, checkin_id: int | None) -> Log | None:
    """The log of a check-in that holds."""
    logs = sqlmodel.select(Log).where(Log.checkin_id == checkin_id)
    return session.exec(logs.order_by(sqlmodel.col(Log.id).desc()).limit(1)).first()


def find(session: sqlmodel.Session, log_id: int) -> Log | None:
    """One log, whether it holds or not."""
    return session.get(Log, log_id)


def remove(session: sqlmodel.Session, log: Log) -> None:
    """What was logged by mistake was never said."""
    session.delete(log)
    session.flush()


def is_covered_by(session: sqlmodel.Session, freelancer_id: int, adviser_id: int, day: datetime.date) -> bool:
    """Whether somebody covers for a freelancer's adviser on that day."""
    covers = sqlmodel.select(Cover.id).where(
        Cover.freelancer_id == freelancer_id,
        Cover.adviser_id == adviser_id,
        Cover.starts <= day,
        Cover.ends > day,
        sqlmodel.col(Cover.cancelled_at).is_(None),
    )
    return session.exec(covers.limit(1)).first() is not None


def find_request(session: sqlmodel.Session, request_id: int) -> Request | None:
    """One request for time."""
    return session.get(Request, request_id)


def list_open_requests(session: sqlmodel.Session) -> list[Request]:
    """All that wait for an answer, the oldest first."""
    waiting = sqlmodel.select(Request).where(sqlmodel.col(Request.answered_at).is_(None))
    return list(session.exec(waiting.order_by(sqlmodel.col(Request.id))))


def find_newest_request(session: sqlmodel.Session, freelancer_id: int) -> Request | None:
    """What somebody asked last."""
    theirs = sqlmodel.select(Request).where(Request.freelancer_id == freelancer_id)
    return session.exec(theirs.order_by(sqlmodel.col(Request.id).desc()).limit(1)).first()


# -- pages


class Past(typing.NamedTuple):
    """A question for check-ins, a page of which is shown at a time."""

    rows: typing.Any
    order: tuple[typing.Any, ...]


def of_freelancer(freelancer_id: int, writer_id: int | None = None) -> Past:
    """Somebody's check-ins, the newest first; those alone of which this writer logged something."""
    rows = sqlmodel.select(Checkin).where(Checkin.freelancer_id == freelancer_id)
    if writer_id is not None:
        written = sqlmodel.select(Log.checkin_id).where(Log.writer_id == writer_id)
        rows = rows.where(sqlmodel.col(Checkin.id).in_(written))
    return Past(rows, (sqlmodel.col(Checkin.week).desc(), sqlmodel.col(Checkin.place)))


def not_logged(since: datetime.date, before: datetime.date, adviser_id: int | None = None) -> Past:
    """Those of weeks that are over which were neither done nor excused, by who holds them.

    Of one adviser those that they hold, and those of the freelancers whom they advise by now.
    """
    rows = sqlmodel.select(Checkin).where(
        sqlmodel.col(Checkin.state).in_((State.OPEN, State.BOOKED)), Checkin.week >= since, Checkin.week < before
    )
    if adviser_id is not None:
        assignment = data.models.Assignment
        advised = sqlmodel.select(assignment.freelancer_id).where(
            assignment.adviser_id == adviser_id, sqlmodel.col(assignment.ends).is_(None)
        )
        mine = (Checkin.adviser_id == adviser_id, sqlmodel.col(Checkin.freelancer_id).in_(advised))
        rows = rows.where(sqlmodel.or_(*mine))
    columns = (Checkin.adviser_id, Checkin.week, Checkin.freelancer_id, Checkin.place)
    return Past(rows, tuple(sqlmodel.col(column) for column in columns))


def count(session: sqlmodel.Session, past: Past) -> int:
    """How many there are."""
    return session.exec(sqlmodel.select(sqlmodel.func.count()).select_from(past.rows.subquery())).one()


def list_page(session: sqlmodel.Session, past: Past, limit: int, start: int) -> list[Checkin]:
    """Some of them in their order."""
    return list(session.exec(past.rows.order_by(*past.order).limit(limit).offset(start)))


# -- forgetting


def list_with_words(session: sqlmodel.Session, checkin_id: int, writer_id: int | None = None) -> list[Log]:
    """The logs of a check-in in which something is noted, of one writer or of all."""
    said = sqlmodel.or_(*(getattr(Log, column).is_not(None) for column in WORDS))
    logs = sqlmodel.select(Log).where(Log.checkin_id == checkin_id, said)
    if writer_id is not None:
        logs = logs.where(Log.writer_id == writer_id)
    return list(session.exec(logs.order_by(sqlmodel.col(Log.id))))


def list_lists(session: sqlmodel.Session, person_id: int, since: datetime.date) -> list[tuple[int, datetime.date]]:
    """By adviser and week, from that week on: the lists with somebody in them, or with whom they noted something."""
    row, log = _CHECKINS.c, _LOGS.c
    noted = sqlalchemy.select(row.freelancer_id).join(_LOGS, log.checkin_id == row.id).where(log.writer_id == person_id)
    about = sqlalchemy.or_(row.freelancer_id == person_id, row.freelancer_id.in_(noted))
    lists = sqlalchemy.select(row.adviser_id, row.week).where(about, row.week >= since).distinct()
    return [(one.adviser_id, one.week) for one in session.execute(lists.order_by(row.adviser_id, row.week))]


def take_words(session: sqlmodel.Session, logs: collections.abc.Iterable[Log]) -> None:
    """These logs hold no words any more; days and minutes stay."""
    for log in logs:
        for column in WORDS:
            setattr(log, column, None)
        session.add(log)
    session.flush()


def forget_words(session: sqlmodel.Session, before: datetime.date) -> None:
    """Empty what was noted, and what was asked for, about those whose last contract ended before that day."""
    runs = _CONTRACTS.c.ends >= before
    kept = sqlalchemy.exists().where(_CONTRACTS.c.person_id == _CHECKINS.c.freelancer_id, runs)
    over = sqlalchemy.exists().where(_CHECKINS.c.id == _LOGS.c.checkin_id, ~kept)
    said = sqlalchemy.or_(*(_LOGS.c[column].is_not(None) for column in WORDS))
    logs = sqlalchemy.update(_LOGS).where(_LOGS.c.held_on < before, said, over)
    session.execute(logs.values(dict.fromkeys(WORDS)))
    kept = sqlalchemy.exists().where(_CONTRACTS.c.person_id == _REQUESTS.c.freelancer_id, runs)
    asked = sqlalchemy.update(_REQUESTS).where(_REQUESTS.c.topic.is_not(None), ~kept)
    midnight = datetime.datetime.combine(before, datetime.time(), datetime.UTC)
    session.execute(asked.where(_REQUESTS.c.at < midnight).values(topic=None))
