"""Product updates and their copies: what was sent to whom, and who has got it."""

import collections.abc
import datetime

import sqlalchemy
import sqlmodel

import data.models

Update = data.models.Update
Copy = data.models.Copy

_TABLES = sqlmodel.SQLModel.metadata.tables
_OUTBOX = _TABLES["outbox"]
_COPIES = _TABLES["update_copy"]


def find(session: sqlmodel.Session, update_id: int) -> Update | None:
    """The update of that number."""
    return session.get(Update, update_id)


def list_by_id(session: sqlmodel.Session, ids: collections.abc.Collection[int]) -> list[Update]:
    """These updates, by number."""
    found = sqlmodel.select(Update).where(sqlmodel.col(Update.id).in_(ids))
    return list(session.exec(found.order_by(sqlmodel.col(Update.id))))


def list_by(session: sqlmodel.Session, author_id: int) -> list[Update]:
    """What somebody sent or drafted, the oldest first."""
    theirs = sqlmodel.select(Update).where(Update.author_id == author_id)
    return list(session.exec(theirs.order_by(sqlmodel.col(Update.id))))


def running(now: datetime.datetime, today: datetime.date) -> sqlalchemy.ColumnElement[bool]:
    """A condition: the update has begun to leave, and is of use."""
    sent = sqlmodel.col(Update.state) == data.models.UpdateState.SENT
    left, useful = sqlmodel.col(Update.leaves_at) <= now, sqlmodel.col(Update.valid_until) > today
    return sqlalchemy.and_(sent, left, useful)


def save(session: sqlmodel.Session, update: Update) -> Update:
    """Add it or keep what changed of it; it has its number afterwards."""
    session.add(update)
    session.flush()
    return update


def add_copies(session: sqlmodel.Session, copies: collections.abc.Sequence[Copy]) -> None:
    """Fix who gets it."""
    rows = [copy.model_dump() for copy in copies]
    if rows:
        session.execute(sqlalchemy.insert(_COPIES), rows)


def add_recipients(
    session: sqlmodel.Session,
    update_id: int,
    recipients: collections.abc.Iterable[tuple[int | None, bool, datetime.datetime]],
) -> None:
    """The same for many, by person, whether in the channel, and when: rows of the model take longer to make."""
    rows = [
        {"update_id": update_id, "person_id": person_id, "in_channel": in_channel, "due_at": due_at, "retries": 0}
        for person_id, in_channel, due_at in recipients
    ]
    if rows:
        session.execute(sqlalchemy.insert(_COPIES), rows)


def find_copy(session: sqlmodel.Session, update_id: int, person_id: int) -> Copy | None:
    """Somebody's copy of it."""
    return session.get(Copy, (update_id, person_id))


def find_newest_told(session: sqlmodel.Session, card: str, person_id: int) -> int | None:
    """The newest of the updates that one message told somebody who came late, by number."""
    theirs = sqlmodel.select(Copy.update_id).where(Copy.card == card, Copy.person_id == person_id)
    return session.exec(theirs.order_by(sqlmodel.col(Copy.update_id).desc())).first()


def list_members(session: sqlmodel.Session, channel: str) -> set[str]:
    """Who is in a channel, by Slack id, as Slack last told."""
    member = data.models.ChannelMember
    return set(session.exec(sqlmodel.select(member.slack_id).where(member.channel == channel)))


def take_back(session: sqlmodel.Session, update_id: int) -> bool:
    """Take back all that waits of an update; False, and nothing is done, if the sender has taken any of it."""
    theirs = _OUTBOX.c.key.startswith(f"update:{update_id}:", autoescape=True)
    waits = _OUTBOX.c.state.in_((data.models.NoticeState.PENDING, data.models.NoticeState.DROPPED))
    if session.execute(sqlalchemy.select(_OUTBOX.c.id).where(theirs, ~waits).limit(1)).first():
        return False
    session.execute(sqlalchemy.delete(_OUTBOX).where(theirs))
    session.execute(sqlalchemy.delete(_COPIES).where(_COPIES.c.update_id == update_id))
    return True
