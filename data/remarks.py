"""What people wrote about reports and updates: the words, without what is private, and where their message stands."""

import collections.abc
import datetime

import sqlalchemy
import sqlmodel

import data.models

Remark = data.models.Remark
Event = data.models.ReportEvent


def find(session: sqlmodel.Session, remark_id: int) -> Remark | None:
    """The remark of that number."""
    return session.get(Remark, remark_id)


def find_at(session: sqlmodel.Session, channel: str, ts: str) -> Remark | None:
    """What became of the message that stands there."""
    return session.exec(sqlmodel.select(Remark).where(Remark.channel == channel, Remark.ts == ts)).first()


def add(session: sqlmodel.Session, remark: Remark) -> Remark:
    """Keep it; it has its number afterwards."""
    session.add(remark)
    session.flush()
    return remark


def change(session: sqlmodel.Session, remark: Remark, **values: object) -> None:
    """Change it, and what the history of its report quotes of it."""
    for name, value in values.items():
        setattr(remark, name, value)
    session.add(remark)
    session.flush()
    quoting = sqlalchemy.update(Event).where(
        sqlmodel.col(Event.remark_id) == remark.id, sqlmodel.col(Event.words).is_not(None)
    )
    session.execute(quoting.values(words=remark.words))


def load(session: sqlmodel.Session, ids: collections.abc.Collection[int]) -> dict[int, Remark]:
    """These remarks by their number."""
    found = session.exec(sqlmodel.select(Remark).where(sqlmodel.col(Remark.id).in_(ids)))
    return {remark.id: remark for remark in found if remark.id is not None}


def list_of(session: sqlmodel.Session, report_id: int) -> list[Remark]:
    """What was written about a report, the oldest first."""
    theirs = sqlmodel.select(Remark).where(Remark.report_id == report_id)
    return list(session.exec(theirs.order_by(sqlmodel.col(Remark.id))))


def list_unread(session: sqlmodel.Session, before: datetime.datetime) -> list[Remark]:
    """What was written before then and is about nothing: nobody reads it but an adviser who was asked by it."""
    about_nothing = (sqlmodel.col(Remark.report_id).is_(None), sqlmodel.col(Remark.update_id).is_(None))
    unread = sqlmodel.select(Remark).where(*about_nothing, Remark.at < before)
    return list(session.exec(unread.order_by(sqlmodel.col(Remark.id))))


def remove(session: sqlmodel.Session, remarks: collections.abc.Iterable[Remark]) -> None:
    """Forget them."""
    for remark in remarks:
        session.delete(remark)
    session.flush()
