"""Who covers for advisers who are away: the freelancers whom it is about, and what was chosen for them."""

import collections.abc
import datetime

import sqlmodel

import data.looks
import data.models

Assignment = data.models.Assignment
Cover = data.models.CheckinCover
Part = data.models.MorningPart
Person = data.models.Person

WATCH = data.looks.Watch(
    "cover",
    data.looks.newest("audit"),
    data.looks.newest("checkin_cover"),
    data.looks.newest("checkin_cover", "cancelled_at"),
)
"""What differs once a cover may have to end, or somebody may have to be found."""


def list_freelancers(
    session: sqlmodel.Session, adviser_ids: collections.abc.Collection[int]
) -> list[tuple[int, Person]]:
    """The active freelancers of these advisers, each with their adviser's id before them, by name."""
    theirs = (
        sqlmodel.select(Assignment.adviser_id, Person)
        .join(Person, sqlmodel.col(Assignment.freelancer_id) == sqlmodel.col(Person.id))
        .where(sqlmodel.col(Assignment.ends).is_(None), sqlmodel.col(Assignment.adviser_id).in_(adviser_ids))
        .where(Person.active, Person.freelancer)
    )
    return list(session.exec(theirs.order_by(Person.name, Person.slack_id)))


def load_cancelled(
    session: sqlmodel.Session, freelancer_ids: collections.abc.Collection[int]
) -> dict[int, list[Cover]]:
    """The covers of these people that were taken back, by the freelancer's id."""
    cancelled = sqlmodel.select(Cover).where(
        sqlmodel.col(Cover.freelancer_id).in_(freelancer_ids), sqlmodel.col(Cover.cancelled_at).is_not(None)
    )
    found: dict[int, list[Cover]] = {}
    for cover in session.exec(cancelled):
        found.setdefault(cover.freelancer_id, []).append(cover)
    return found


def add(session: sqlmodel.Session, cover: Cover) -> Cover:
    """Keep what was chosen; it has its id afterwards."""
    session.add(cover)
    session.flush()
    return cover


def change(session: sqlmodel.Session, cover: Cover, starts: datetime.date, ends: datetime.date) -> None:
    """Let a cover be for these days."""
    cover.starts, cover.ends = starts, ends
    session.add(cover)
    session.flush()


def cancel(session: sqlmodel.Session, cover: Cover, now: datetime.datetime) -> None:
    """Take a cover back as a whole."""
    cover.cancelled_at = now
    session.add(cover)
    session.flush()


def list_told(session: sqlmodel.Session, since: datetime.date, kind: str) -> list[Part]:
    """The parts of a kind that mornings have told on that day or later and that still hold what they said."""
    told = sqlmodel.select(Part).where(Part.kind == kind, sqlmodel.col(Part.day) >= since)
    return [part for part in session.exec(told.order_by(sqlmodel.col(Part.id))) if part.payload]
