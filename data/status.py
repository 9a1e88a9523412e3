"""What `/program status` is made of: few queries, columns only, for a programme of thousands."""

import collections.abc
import datetime
import functools
import json
import typing

import sqlalchemy
import sqlmodel

import data.models
import data.reports
import data.updates

_PEOPLE = sqlmodel.SQLModel.metadata.tables["person"]
_CONTRACTS = sqlmodel.SQLModel.metadata.tables["contract"]
_ASSIGNMENTS = sqlmodel.SQLModel.metadata.tables["assignment"]
_ADVISERS = _PEOPLE.alias("adviser")
_LATER = _CONTRACTS.alias("later")
_DECISIONS = sqlmodel.SQLModel.metadata.tables["decision"]
_RECOMMENDATIONS = sqlmodel.SQLModel.metadata.tables["recommendation"]


Row = tuple[typing.Any, ...]


def list_freelancers(session: sqlmodel.Session) -> list[Row]:
    """Every active freelancer: id, Slack id, name, zone, their adviser's id, and that exception's reason and end.

    An adviser whose account is deactivated looks after nobody.
    """
    person, assignment = _PEOPLE.c, _ASSIGNMENTS.c
    gone = sqlalchemy.select(_ADVISERS.c.id).where(~_ADVISERS.c.active)
    running = sqlalchemy.and_(
        assignment.freelancer_id == person.id, assignment.ends.is_(None), assignment.adviser_id.not_in(gone)
    )
    columns = (person.id, person.slack_id, person.name, person.zone)
    advised = (assignment.adviser_id, assignment.exception_reason, assignment.exception_until)
    statement = (
        sqlalchemy.select(*columns, *advised)
        .select_from(_PEOPLE.join(_ASSIGNMENTS, running, isouter=True))
        .where(person.freelancer, person.active)
        .order_by(person.name, person.id)
    )
    return [tuple(row) for row in session.execute(statement)]


def list_terms(session: sqlmodel.Session, since: datetime.date) -> list[Row]:
    """Contracts that end after `since`, of whomever: person's id, start, end, weekly hours."""
    contract = _CONTRACTS.c
    columns = (contract.person_id, contract.starts, contract.ends, contract.weekly_hours)
    return [tuple(row) for row in session.execute(sqlalchemy.select(*columns).where(contract.ends > since))]


def list_without_zone(session: sqlmodel.Session) -> collections.abc.Sequence[str]:
    """The names of active people whose zone is not known."""
    person = data.models.Person
    unknown = sqlmodel.select(person.name).where(sqlmodel.col(person.zone).is_(None), sqlmodel.col(person.active))
    return session.exec(unknown.order_by(person.name)).all()


def list_outsiders(session: sqlmodel.Session) -> list[Row]:
    """Active freelancers and guests who are neither adviser nor manager: Slack id, and whether a freelancer."""
    person = _PEOPLE.c
    colleague = sqlalchemy.or_(person.adviser, person.manager, person.manager_by_environment)
    outside = sqlalchemy.select(person.slack_id, person.freelancer).where(
        person.active, ~colleague, sqlalchemy.or_(person.freelancer, person.guest)
    )
    return [tuple(row) for row in session.execute(outside)]


def list_slack_ids(session: sqlmodel.Session) -> set[str]:
    """Of everybody who is on the roster or was."""
    return set(session.scalars(sqlalchemy.select(_PEOPLE.c.slack_id)))


# -- reports and updates


def count_reports(session: sqlmodel.Session) -> tuple[int, int, datetime.datetime | None]:
    """How many are open, how many of them nobody holds, and since when the oldest is."""
    report = data.models.Report
    filed_at, holder_id = sqlmodel.col(report.filed_at), sqlmodel.col(report.holder_id)
    unclaimed = sqlalchemy.func.sum(sqlalchemy.case((holder_id.is_(None), 1), else_=0))
    columns = (sqlalchemy.func.count(), sqlalchemy.func.coalesce(unclaimed, 0), sqlalchemy.func.min(filed_at))
    found = sqlalchemy.select(*columns).where(sqlmodel.col(report.state).in_(data.reports.OPEN))
    number, free, oldest = session.execute(found).one()
    return number, free, oldest


def list_first_responses(
    session: sqlmodel.Session, since: datetime.datetime
) -> list[tuple[datetime.datetime, datetime.datetime]]:
    """When reports were filed since then, and when each got its first response, for those that did."""
    report = data.models.Report
    filed_at, responded_at = sqlmodel.col(report.filed_at), sqlmodel.col(report.responded_at)
    answered = sqlalchemy.select(filed_at, responded_at).where(
        filed_at >= since, responded_at.is_not(None), sqlmodel.col(report.state) != data.models.ReportState.WITHDRAWN
    )
    return [(filed, responded) for filed, responded in session.execute(answered)]


def count_unread(session: sqlmodel.Session, now: datetime.datetime, today: datetime.date) -> tuple[int, int]:
    """Of the updates that are of use, how many wait for a receipt, and for how many receipts."""
    update, copy, person = data.models.Update, data.models.Copy, data.models.Person
    update_id = sqlmodel.col(copy.update_id)
    waiting = sqlalchemy.select(sqlalchemy.func.count(update_id.distinct()), sqlalchemy.func.count()).where(
        *(update_id == update.id, data.updates.running(now, today), sqlmodel.col(update.wants_receipt)),
        *(sqlmodel.col(copy.person_id) == person.id, sqlmodel.col(person.active)),
        *(sqlmodel.col(copy.acknowledged_at).is_(None), sqlmodel.col(copy.due_at) <= now),
    )
    updates, receipts = session.execute(waiting).one()
    return updates, receipts


# -- notices


Notice = data.models.Notice
NoticeState = data.models.NoticeState
LOST = (NoticeState.DEAD, NoticeState.UNCERTAIN)


def list_unsettled(session: sqlmodel.Session, limit: int, besides: str) -> list[Notice]:
    """What was not delivered or is uncertain, the newest first, and behind it what waits, the next first.

    What waits in one lane, the reader's own, is left out: they read it when it comes.
    """
    state, due_at = sqlmodel.col(Notice.state), sqlmodel.col(Notice.due_at)
    ident, waiting = sqlmodel.col(Notice.id), (NoticeState.PENDING, NoticeState.SENDING)
    lost = sqlmodel.select(Notice).where(state.in_(LOST)).order_by(due_at.desc(), ident.desc())
    waits = sqlmodel.select(Notice).where(state.in_(waiting), Notice.lane != besides).order_by(due_at, ident)
    return [*session.exec(lost.limit(limit)), *session.exec(waits.limit(limit))]


# -- contracts, and what they are for


def _newest(table: sqlalchemy.Table) -> sqlalchemy.ColumnElement[bool]:
    """The last word on a contract."""
    other = table.alias()
    last = sqlalchemy.select(sqlalchemy.func.max(other.c.id)).where(other.c.contract_id == _CONTRACTS.c.id)
    return sqlalchemy.and_(
        table.c.contract_id == _CONTRACTS.c.id, table.c.id == last.correlate(_CONTRACTS).scalar_subquery()
    )


def count_undecided(session: sqlmodel.Session, until: datetime.date, besides: int | None) -> list[Row]:
    """Freelancers' contracts that are over by that day and that nothing follows, by days and the decision that holds.

    First day, the day after the last, choice, until when a *Not yet* rests, whether they were told or what tells them
    was sent off, and how many. Who has ended early is left out, for that is decided; so is one person, who reads
    nothing of what is decided about themselves.
    """
    contract, decision = _CONTRACTS.c, _DECISIONS.c
    is_sent = sqlalchemy.func.coalesce(decision.tell_at, decision.told_at).is_not(None)
    columns = (contract.starts, contract.ends, decision.choice, decision.until, is_sent)
    followed = sqlalchemy.select(_LATER.c.id).where(
        _LATER.c.person_id == contract.person_id, _LATER.c.starts >= contract.ends
    )
    statement = (
        sqlalchemy.select(*columns, sqlalchemy.func.count())
        .select_from(
            _CONTRACTS.join(_PEOPLE, _PEOPLE.c.id == contract.person_id).join(
                _DECISIONS, _newest(_DECISIONS), isouter=True
            )
        )
        .where(_PEOPLE.c.freelancer, _PEOPLE.c.active, contract.ends <= until, contract.ended_as.is_(None))
        .where(~followed.exists(), contract.person_id != (besides or 0))
        .group_by(*columns)
    )
    return [tuple(row) for row in session.execute(statement)]


def list_said(session: sqlmodel.Session, since: datetime.date) -> list[Row]:
    """Freelancers' contracts that end after `since`, with what was last decided and recommended on each.

    Person's id, first day, the day after the last, weekly hours; choice, last day and hours of the next term;
    what is recommended.
    """
    contract, decision = _CONTRACTS.c, _DECISIONS.c
    statement = (
        sqlalchemy.select(
            *(contract.person_id, contract.starts, contract.ends, contract.weekly_hours),
            *(decision.choice, decision.last_day, decision.weekly_hours, _RECOMMENDATIONS.c.recommended),
        )
        .select_from(
            _CONTRACTS.join(_PEOPLE, _PEOPLE.c.id == contract.person_id)
            .join(_DECISIONS, _newest(_DECISIONS), isouter=True)
            .join(_RECOMMENDATIONS, _newest(_RECOMMENDATIONS), isouter=True)
        )
        .where(_PEOPLE.c.freelancer, _PEOPLE.c.active, contract.ends > since)
    )
    return [tuple(row) for row in session.execute(statement)]


def _text(column: sqlalchemy.ColumnElement[typing.Any]) -> sqlalchemy.ColumnElement[str]:
    """A list as it stands in the store: thousands are compared, and few of them are different."""
    return sqlalchemy.cast(column, sqlalchemy.String)


@functools.cache
def _words(text: str | None) -> tuple[str, ...]:
    return tuple(json.loads(text or "[]"))


def count_skills(session: sqlmodel.Session, day: datetime.date) -> list[Row]:
    """Active freelancers by what they have and what the contract that runs on that day is for.

    Languages and products of the people, the same of the contracts, and for how many one runs.
    """
    running = sqlalchemy.and_(
        _CONTRACTS.c.person_id == _PEOPLE.c.id, _CONTRACTS.c.starts <= day, _CONTRACTS.c.ends > day
    )
    skills = [_text(table.c[name]) for table in (_PEOPLE, _CONTRACTS) for name in ("languages", "products")]
    statement = (
        sqlalchemy.select(*skills, sqlalchemy.func.count(_CONTRACTS.c.id))
        .select_from(_PEOPLE.join(_CONTRACTS, running, isouter=True))
        .where(_PEOPLE.c.freelancer, _PEOPLE.c.active)
        .group_by(*skills)
    )
    return [(*map(_words, texts), number) for *texts, number in session.execute(statement)]


def list_skills(session: sqlmodel.Session) -> dict[int, Row]:
    """Each active freelancer's languages and products, and the same of their last contract."""
    contract = _CONTRACTS.c
    last = sqlalchemy.select(sqlalchemy.func.max(_LATER.c.starts)).where(_LATER.c.person_id == _PEOPLE.c.id)
    newest = sqlalchemy.and_(
        contract.person_id == _PEOPLE.c.id, contract.starts == last.correlate(_PEOPLE).scalar_subquery()
    )
    skills = [_text(table.c[name]) for table in (_PEOPLE, _CONTRACTS) for name in ("languages", "products")]
    statement = (
        sqlalchemy.select(_PEOPLE.c.id, *skills)
        .select_from(_PEOPLE.join(_CONTRACTS, newest, isouter=True))
        .where(_PEOPLE.c.freelancer, _PEOPLE.c.active)
    )
    return {person_id: tuple(map(_words, texts)) for person_id, *texts in session.execute(statement)}
