"""What a digest counts: sums of a span, by few queries of the store."""

import datetime
import functools
import typing

import sqlalchemy
import sqlmodel

import data.models
import data.settings
import data.updates

_TABLES = sqlmodel.SQLModel.metadata.tables
_CONTRACTS, _PEOPLE, _DECISIONS = _TABLES["contract"], _TABLES["person"], _TABLES["decision"]
_REPORTS, _COPIES, _UPDATES, _NOTICES = (
    _TABLES[name] for name in ("report", "update_copy", "product_update", "outbox")
)
_KUDOS, _CHECKINS, _MILESTONES = _TABLES["kudos"], _TABLES["checkin"], _TABLES["milestone"]
_OTHERS = _CONTRACTS.alias("other")

Column = sqlalchemy.ColumnElement[typing.Any]
Condition = sqlalchemy.ColumnElement[bool]
Row = tuple[typing.Any, ...]

Instants = tuple[datetime.datetime, datetime.datetime]
"""When a span begins and when it is over, half-open."""

Days = tuple[datetime.date, datetime.date]
"""The first day of a span and the day after its last."""


def _within(column: Column, span: tuple[typing.Any, typing.Any]) -> Condition:
    return sqlalchemy.and_(column >= span[0], column < span[1])


def _ends_within(span: Days) -> Condition:
    """Whether a contract's last day is one of these; `ends` is the day after it."""
    return sqlalchemy.and_(_CONTRACTS.c.ends > span[0], _CONTRACTS.c.ends <= span[1])


def _number(condition: Condition) -> Column:
    """Of how many rows this is so."""
    return sqlalchemy.func.coalesce(sqlalchemy.func.sum(sqlalchemy.case((condition, 1), else_=0)), 0)


def _count(*conditions: Condition) -> Column:
    """Of how many rows all this is so, as a part of a question."""
    return sqlalchemy.select(sqlalchemy.func.count()).where(*conditions).scalar_subquery()


# -- reports


class Reports(typing.NamedTuple):
    """How many were filed and closed in a span, and were open when it was over."""

    filed: int
    closed: int
    open: int


_NOT_TAKEN_BACK = _REPORTS.c.state != data.models.ReportState.WITHDRAWN


def count_reports(session: sqlmodel.Session, span: Instants) -> Reports:
    """Of those that were not taken back. What was closed and is open again was never closed."""
    report, over = _REPORTS.c, span[1]
    was_open = sqlalchemy.or_(report.closed_at.is_(None), report.closed_at >= over)
    columns = (_within(report.filed_at, span), _within(report.closed_at, span), was_open)
    counted = sqlalchemy.select(*map(_number, columns)).where(_NOT_TAKEN_BACK, report.filed_at < over)
    return Reports(*session.execute(counted).one())


def list_first_responses(
    session: sqlmodel.Session, span: Instants
) -> list[tuple[datetime.datetime, datetime.datetime]]:
    """When reports of the span were filed and got their first response, of those that got one."""
    report = _REPORTS.c
    answered = sqlalchemy.select(report.filed_at, report.responded_at).where(
        _within(report.filed_at, span), report.responded_at.is_not(None), _NOT_TAKEN_BACK
    )
    return [(filed, responded) for filed, responded in session.execute(answered)]


# -- all that is counted by itself


class Counts(typing.NamedTuple):
    """What a span had: contracts that run on when it is over or are followed, updates that went out, and so on.

    Receipts are given in it, and missing when it is over; thanks were given; notices did not arrive.
    """

    running: int
    sent: int
    given: int
    missing: int
    kudos: int
    lost: int


def count(session: sqlmodel.Session, span: Instants, over: datetime.date, reader_id: int) -> Counts:
    """By one question; `over` is the day after the span's last one."""
    values = {"since": span[0], "until": span[1], "over": over, "reader": reader_id}
    return Counts(*session.execute(_counts(), values).one())


@functools.cache
def _counts() -> sqlalchemy.Select[typing.Any]:
    """The question, which is put together once: that takes longer than to answer it."""
    update, notice = _UPDATES.c, _NOTICES.c
    since, until = (sqlalchemy.bindparam(name, type_=notice.due_at.type) for name in ("since", "until"))
    over = sqlalchemy.bindparam("over", type_=sqlalchemy.Date())
    gone = (data.models.UpdateState.SENT, data.models.UpdateState.RETRACTED)
    lost = (data.models.NoticeState.DEAD, data.models.NoticeState.UNCERTAIN)
    return sqlalchemy.select(
        _running(over),
        _count(_within(update.leaves_at, (since, until)), update.state.in_(gone)),
        _count(_within(_COPIES.c.acknowledged_at, (since, until))),
        _missing(until, over),
        _count(_within(_KUDOS.c.at, (since, until))),
        _count(_within(notice.due_at, (since, until)), notice.state.in_(lost)),
    )


def _missing(at: typing.Any, day: typing.Any) -> Column:
    """Receipts that were missing at that instant, when that day began, of updates that were of use then."""
    copy, update, person = _COPIES.c, _UPDATES.c, _PEOPLE.c
    return _count(
        *(copy.update_id == update.id, data.updates.running(at, day), update.wants_receipt),
        *(copy.person_id == person.id, person.active, copy.due_at < at),
        sqlalchemy.or_(copy.acknowledged_at.is_(None), copy.acknowledged_at >= at),
    )


def _running(day: typing.Any) -> Column:
    """Contracts that began before that day and, when it begins, run on or are followed."""
    contract = _CONTRACTS.c
    goes_on = sqlalchemy.or_(contract.ends > day, _other(_OTHERS.c.starts == day))
    return _count(contract.starts < day, contract.ends >= day, goes_on, _of_others(sqlalchemy.bindparam("reader")))


# -- contracts


def _of_others(reader_id: typing.Any) -> Condition:
    """What is decided on somebody's own contract is told to them by others."""
    others: Condition = _CONTRACTS.c.person_id != reader_id
    return others


def _other(*conditions: Condition) -> Condition:
    """Whether the same person has another contract of which all this is so."""
    same = _OTHERS.c.person_id == _CONTRACTS.c.person_id
    return sqlalchemy.select(_OTHERS.c.id).where(same, *conditions).correlate(_CONTRACTS).exists()


def list_began(session: sqlmodel.Session, span: Days, reader_id: int) -> list[Row]:
    """Contracts whose first day is in the span: name, and whether each follows another at once."""
    contract = _CONTRACTS.c
    began = (
        sqlalchemy.select(_PEOPLE.c.name, _other(_OTHERS.c.ends == contract.starts))
        .where(contract.person_id == _PEOPLE.c.id, _within(contract.starts, span), contract.starts < contract.ends)
        .where(_of_others(reader_id))
        .order_by(_PEOPLE.c.name, contract.id)
    )
    return [tuple(row) for row in session.execute(began)]


def list_ended(session: sqlmodel.Session, span: Days, reader_id: int) -> list[Row]:
    """Contracts whose last day is in the span and that no other follows at once.

    Name, how each ended early, and what was decided last.
    """
    contract, decision = _CONTRACTS.c, _DECISIONS.c
    choice = sqlalchemy.select(decision.choice).where(decision.contract_id == contract.id)
    newest = choice.order_by(decision.id.desc()).limit(1).correlate(_CONTRACTS).scalar_subquery()
    ended = (
        sqlalchemy.select(_PEOPLE.c.name, contract.ended_as, newest)
        .where(contract.person_id == _PEOPLE.c.id, _ends_within(span), contract.starts < contract.ends)
        .where(~_other(_OTHERS.c.starts == contract.ends), _of_others(reader_id))
        .order_by(_PEOPLE.c.name, contract.id)
    )
    return [tuple(row) for row in session.execute(ended)]


def count_ending(session: sqlmodel.Session, span: Days, reader_id: int) -> tuple[int, int]:
    """Contracts whose last day is in the span, and how many of them nothing follows."""
    unfollowed = _number(~_other(_OTHERS.c.starts >= _CONTRACTS.c.ends))
    ending = sqlalchemy.select(sqlalchemy.func.count(), unfollowed).where(_ends_within(span), _of_others(reader_id))
    number, without = session.execute(ending).one()
    return number, without


def count_told(session: sqlmodel.Session, span: Instants, reader_id: int) -> dict[str, int]:
    """Decisions of which a person was told in the span, by what was decided."""
    decision = _DECISIONS.c
    told = sqlalchemy.and_(decision.contract_id == _CONTRACTS.c.id, _within(decision.told_at, span))
    counted = sqlalchemy.select(decision.choice, sqlalchemy.func.count()).where(told, _of_others(reader_id))
    return {row[0]: row[1] for row in session.execute(counted.group_by(decision.choice))}


# -- since when there is anything to count


def load_firsts(session: sqlmodel.Session) -> list[datetime.datetime | datetime.date]:
    """When the first of each matter was, and when Muster went live.

    Contracts and figures of the service are left out, for they are imported from long before.
    """
    columns = (_REPORTS.c.filed_at, _KUDOS.c.at, _UPDATES.c.sent_at, _CHECKINS.c.week)
    earliest = [sqlalchemy.select(sqlalchemy.func.min(column, type_=column.type)) for column in columns]
    live = sqlalchemy.select(_MILESTONES.c.at).where(_MILESTONES.c.name == data.settings.WENT_LIVE)
    firsts = [one.scalar_subquery() for one in (*earliest, live)]
    return [first for first in session.execute(sqlalchemy.select(*firsts)).one() if first is not None]
