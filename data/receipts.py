"""Who has acknowledged an update and who has not, and what somebody has received."""

import collections.abc
import dataclasses
import datetime
import typing

import sqlalchemy
import sqlmodel

import data.models
import data.updates

Update = data.models.Update
Copy = data.models.Copy
Person = data.models.Person
Assignment = data.models.Assignment
State = data.models.UpdateState

_ACKNOWLEDGED = sqlmodel.col(Copy.acknowledged_at)
_PARTS = sqlmodel.SQLModel.metadata.tables["morning_part"]

UNREAD, UNSEEN = "unread", "unseen"
"""Kinds of parts of morning messages: what reminds somebody, and what their adviser hears."""

EDITED = datetime.timedelta(days=2)
"""A morning's message is edited for no longer."""


@dataclasses.dataclass(frozen=True, slots=True)
class Awaited:
    """A receipt that is wanted and missing: since when, whose freelancer it concerns, and what mornings told of it."""

    update_id: int
    person_id: int
    due_at: datetime.datetime
    adviser_id: int | None
    reminded_on: datetime.date | None
    reported_on: datetime.date | None


def list_received(
    session: sqlmodel.Session, person_id: int, now: datetime.datetime, today: datetime.date
) -> list[tuple[Update, Copy]]:
    """What is of use of all that somebody gets: what waits for their receipt first, then the newest first."""
    waits = sqlalchemy.and_(sqlmodel.col(Update.wants_receipt), _ACKNOWLEDGED.is_(None))
    theirs = sqlmodel.select(Update, Copy).where(
        Copy.update_id == Update.id, Copy.person_id == person_id, data.updates.running(now, today)
    )
    newest = (sqlmodel.col(Update.sent_at).desc(), sqlmodel.col(Update.id).desc())
    return list(session.exec(theirs.order_by(sqlalchemy.case((waits, 0), else_=1), *newest)))


def list_unread(session: sqlmodel.Session, update_id: int) -> list[tuple[Copy, Person]]:
    """Who has not acknowledged it, by name; who was deactivated since is not waited for."""
    theirs = sqlmodel.select(Copy, Person).where(Copy.update_id == update_id, Copy.person_id == Person.id)
    waiting = theirs.where(_ACKNOWLEDGED.is_(None), Person.active)
    return list(session.exec(waiting.order_by(Person.name, Person.slack_id)))


def key(kind: str, update_id: int, slack_id: str) -> str:
    """The key of such a part about somebody's receipt."""
    return f"{kind}:{update_id}:{slack_id}"


def _told_on(kind: str) -> sqlalchemy.ColumnElement[datetime.date | None]:
    """On which day such a part about a person's copy was told."""
    update_id = sqlalchemy.cast(sqlmodel.col(Copy.update_id), sqlalchemy.String)
    named = sqlalchemy.literal(f"{kind}:") + update_id + ":" + sqlmodel.col(Person.slack_id)
    return sqlalchemy.select(_PARTS.c.day).where(_PARTS.c.key == named).scalar_subquery()


def _adviser_id() -> sqlalchemy.ColumnElement[int | None]:
    """Whose freelancer the person of a copy is now."""
    runs = sqlmodel.col(Assignment.ends).is_(None)
    theirs = sqlalchemy.select(sqlmodel.col(Assignment.adviser_id)).where(runs)
    return theirs.where(sqlmodel.col(Assignment.freelancer_id) == Copy.person_id).scalar_subquery()


def list_awaited(
    session: sqlmodel.Session, now: datetime.datetime, today: datetime.date, before: datetime.datetime
) -> list[Awaited]:
    """Every receipt that is wanted and missing, of copies due before an instant, of updates that are of use.

    Left out is what was told for the last time so long ago that nobody's message is edited for it any more.
    """
    update_id, person_id, due_at = (sqlmodel.col(one) for one in (Copy.update_id, Copy.person_id, Copy.due_at))
    adviser_id, reminded_on, reported_on = _adviser_id(), _told_on(UNREAD), _told_on(UNSEEN)
    last = sqlalchemy.case((adviser_id.is_(None), reminded_on), else_=reported_on)
    waiting = sqlalchemy.select(update_id, person_id, due_at, adviser_id, reminded_on, reported_on).where(
        *(update_id == Update.id, data.updates.running(now, today), sqlmodel.col(Update.wants_receipt)),
        *(person_id == Person.id, sqlmodel.col(Person.active), _ACKNOWLEDGED.is_(None), due_at <= before),
        sqlalchemy.or_(last.is_(None), last >= now.date() - EDITED),
    )
    return [Awaited(*row) for row in session.execute(waiting.order_by(update_id, sqlmodel.col(Person.slack_id)))]


# -- what was sent


def select_sent(words: collections.abc.Iterable[str]) -> typing.Any:
    """Everything that was sent, also what was cancelled or retracted since, in which each of these words stands."""
    sent = sqlmodel.select(Update).where(sqlmodel.col(Update.sent_at).is_not(None))
    for word in words:
        said = (sqlmodel.col(column).icontains(word, autoescape=True) for column in (Update.title, Update.text))
        sent = sent.where(sqlalchemy.or_(*said))
    return sent


def of_somebody(sent: typing.Any, person_id: int, now: datetime.datetime) -> typing.Any:
    """What of it has reached somebody, or was written by them; what was retracted only in the latter case."""
    ended, left = sqlmodel.col(Update.ended_at), sqlmodel.col(Update.leaves_at)
    before_its_end = sqlalchemy.or_(ended.is_(None), Copy.due_at < ended, _ACKNOWLEDGED.is_not(None))
    theirs = sqlmodel.select(Copy.update_id).where(Copy.person_id == person_id, Copy.update_id == Update.id)
    received = sqlalchemy.and_(left <= now, sqlmodel.col(Update.id).in_(theirs.where(before_its_end)))
    return sent.where(
        sqlalchemy.or_(
            Update.author_id == person_id,  # type: ignore[arg-type]  # a column
            sqlalchemy.and_(received, Update.state != State.RETRACTED),  # type: ignore[arg-type]  # a column
        )
    )


def count(session: sqlmodel.Session, sent: typing.Any) -> int:
    """How many updates that are."""
    return int(session.execute(sqlalchemy.select(sqlalchemy.func.count()).select_from(sent.subquery())).scalar_one())


def list_page(session: sqlmodel.Session, sent: typing.Any, most: int, start: int) -> list[Update]:
    """So many of them from a place on, the newest first."""
    newest = sent.order_by(sqlmodel.col(Update.sent_at).desc(), sqlmodel.col(Update.id).desc())
    return list(session.exec(newest.limit(most).offset(start)))
