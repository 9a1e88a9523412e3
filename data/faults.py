"""What keeps Muster from its work, from when it was found until it is mended."""

import collections.abc
import datetime

import sqlalchemy
import sqlmodel

import data.models

_TABLE = sqlmodel.SQLModel.metadata.tables["fault"]


def list_all(session: sqlmodel.Session) -> list[data.models.Fault]:
    """Those that last, the oldest first."""
    fault = data.models.Fault
    return list(session.exec(sqlmodel.select(fault).order_by(sqlmodel.col(fault.found_at), sqlmodel.col(fault.name))))


def record(session: sqlmodel.Session, name: str, sentence: str, now: datetime.datetime) -> None:
    """A fault was found, or lasts; since when it is known stays."""
    known = session.get(data.models.Fault, name)
    if known is None:
        session.add(data.models.Fault(name=name, sentence=sentence, found_at=now))
    elif known.sentence != sentence:
        known.sentence = sentence
        session.add(known)
    session.flush()


def remove(session: sqlmodel.Session, names: collections.abc.Collection[str]) -> None:
    """These are mended."""
    session.execute(sqlalchemy.delete(_TABLE).where(_TABLE.c.name.in_(names)))
