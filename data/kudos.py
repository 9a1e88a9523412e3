"""Thanks for work well done: who thanked whom, when, and in which words."""

import datetime

import sqlmodel

import data.models

Kudos = data.models.Kudos


def add(session: sqlmodel.Session, kudos: Kudos) -> Kudos:
    """Keep a new or changed one; it has its id afterwards."""
    session.add(kudos)
    session.flush()
    return kudos


def find(session: sqlmodel.Session, kudos_id: int) -> Kudos | None:
    """One of them."""
    return session.get(Kudos, kudos_id)


def load(session: sqlmodel.Session, kudos_id: int) -> Kudos:
    """One that there is."""
    return session.get_one(Kudos, kudos_id)


def remove(session: sqlmodel.Session, kudos: Kudos) -> None:
    """It was never given."""
    session.delete(kudos)
    session.flush()


def has_since(session: sqlmodel.Session, giver_id: int, person_id: int, words: str, since: datetime.datetime) -> bool:
    """Whether somebody has thanked a person in the same words since then."""
    same = sqlmodel.select(Kudos.id).where(Kudos.giver_id == giver_id, Kudos.person_id == person_id)
    return session.exec(same.where(Kudos.words == words, Kudos.at >= since).limit(1)).first() is not None


def count(session: sqlmodel.Session, person_id: int, since: datetime.datetime | None = None) -> int:
    """How often somebody was thanked, since then or ever."""
    theirs = sqlmodel.select(sqlmodel.func.count()).select_from(Kudos).where(Kudos.person_id == person_id)
    return session.exec(theirs.where(Kudos.at >= since) if since else theirs).one()


def list_of(session: sqlmodel.Session, person_id: int, limit: int) -> list[Kudos]:
    """The thanks that somebody got, the newest first."""
    theirs = sqlmodel.select(Kudos).where(Kudos.person_id == person_id)
    newest = (sqlmodel.col(Kudos.at).desc(), sqlmodel.col(Kudos.id).desc())
    return list(session.exec(theirs.order_by(*newest).limit(limit)))
