"""Who is on the roster, and who advises whom."""

import datetime
from collections.abc import Collection

import sqlalchemy
import sqlmodel

import data.models

_FIND = sqlmodel.select(data.models.Person).where(data.models.Person.slack_id == sqlalchemy.bindparam("slack_id"))


def find(session: sqlmodel.Session, slack_id: str) -> data.models.Person | None:
    """The person with that Slack id, active or not."""
    return session.exec(_FIND, params={"slack_id": slack_id}).first()


def add(session: sqlmodel.Session, person: data.models.Person) -> data.models.Person:
    """Put somebody on the roster; they have their id afterwards."""
    session.add(person)
    session.flush()
    return person


def list_everyone(session: sqlmodel.Session) -> list[data.models.Person]:
    """The whole roster by Slack id, the deactivated too."""
    person = data.models.Person
    return list(session.exec(sqlmodel.select(person).order_by(person.slack_id)))


def list_named(session: sqlmodel.Session, slack_ids: Collection[str]) -> list[data.models.Person]:
    """Those of the given Slack ids who are on the roster, active or not."""
    person = data.models.Person
    return list(session.exec(sqlmodel.select(person).where(sqlmodel.col(person.slack_id).in_(slack_ids))))


_BY_ID = sqlmodel.select(data.models.Person).where(
    sqlmodel.col(data.models.Person.id).in_(sqlalchemy.bindparam("ids", expanding=True))
)


def load_by_id(session: sqlmodel.Session, ids: Collection[int]) -> dict[int, data.models.Person]:
    """These people by their row's id, active or not."""
    if not ids:
        return {}
    found = session.exec(_BY_ID, params={"ids": list(ids)})
    return {row.id: row for row in found if row.id is not None}


def find_unseen(
    session: sqlmodel.Session, before: datetime.datetime, besides: Collection[str] = ()
) -> data.models.Person | None:
    """Whose account was looked at longest ago, if that was before this instant, or never. Who is forgotten rests."""
    person = data.models.Person
    seen_at = sqlmodel.col(person.seen_at)
    due = sqlmodel.or_(seen_at.is_(None), seen_at <= before)
    kept = sqlmodel.col(person.forgotten_at).is_(None)
    wanted = sqlmodel.select(person).where(due, kept, sqlmodel.col(person.slack_id).not_in(besides))
    return session.exec(wanted.order_by(seen_at.is_not(None), seen_at, person.slack_id).limit(1)).first()


def list_managers(session: sqlmodel.Session) -> list[data.models.Person]:
    """The active managers by Slack id, by roster or by environment."""
    person = data.models.Person
    held = sqlmodel.or_(sqlmodel.col(person.manager), sqlmodel.col(person.manager_by_environment))
    return list(session.exec(sqlmodel.select(person).where(person.active, held).order_by(person.slack_id)))


def list_advisers(session: sqlmodel.Session) -> list[data.models.Person]:
    """The active advisers by Slack id."""
    person = data.models.Person
    return list(session.exec(sqlmodel.select(person).where(person.active, person.adviser).order_by(person.slack_id)))


def load_adviser_slack_ids(session: sqlmodel.Session) -> dict[int, str]:
    """The Slack id of each freelancer's adviser, by the freelancer's row."""
    assignment, adviser = data.models.Assignment, data.models.Person
    running = sqlmodel.select(assignment.freelancer_id, adviser.slack_id).where(
        sqlmodel.col(assignment.ends).is_(None), assignment.adviser_id == adviser.id
    )
    return dict(session.exec(running).all())


def list_running_assignments(session: sqlmodel.Session) -> list[data.models.Assignment]:
    """At most one for each freelancer."""
    assignment = data.models.Assignment
    return list(session.exec(sqlmodel.select(assignment).where(sqlmodel.col(assignment.ends).is_(None))))


def list_running_assignments_of(
    session: sqlmodel.Session, freelancer_ids: Collection[int]
) -> list[data.models.Assignment]:
    """At most one for each of these freelancers."""
    assignment = data.models.Assignment
    running = sqlmodel.col(assignment.ends).is_(None)
    theirs = sqlmodel.col(assignment.freelancer_id).in_(freelancer_ids)
    return list(session.exec(sqlmodel.select(assignment).where(running, theirs)))


def list_freelancers_of(session: sqlmodel.Session, adviser_id: int) -> list[data.models.Person]:
    """The active freelancers who have this adviser now, by name, with a contract or without."""
    person, assignment = data.models.Person, data.models.Assignment
    theirs = (
        sqlmodel.select(person)
        .join(assignment, sqlmodel.col(assignment.freelancer_id) == sqlmodel.col(person.id))
        .where(assignment.adviser_id == adviser_id, sqlmodel.col(assignment.ends).is_(None), person.active)
    )
    return list(session.exec(theirs.order_by(person.name, person.slack_id)))


def find_running_assignment(session: sqlmodel.Session, freelancer_id: int) -> data.models.Assignment | None:
    """Whom somebody has as their adviser now."""
    return next(iter(list_running_assignments_of(session, [freelancer_id])), None)


def list_assignments_of(session: sqlmodel.Session, freelancer_id: int) -> list[data.models.Assignment]:
    """All that somebody has or had, the newest last."""
    assignment = data.models.Assignment
    theirs = sqlmodel.select(assignment).where(assignment.freelancer_id == freelancer_id)
    return list(session.exec(theirs.order_by(sqlmodel.col(assignment.id))))


def find_assignment(session: sqlmodel.Session, assignment_id: int) -> data.models.Assignment | None:
    """One that runs or ran."""
    return session.get(data.models.Assignment, assignment_id)


def record_assignment(
    session: sqlmodel.Session,
    now: datetime.datetime,
    running: data.models.Assignment | None,
    following: data.models.Assignment | None,
) -> None:
    """Close the running assignment at `now` and open the following one; the history is kept."""
    if running is not None:
        running.ends = now
        session.add(running)
    if following is not None:
        session.add(following)


def set_managers_by_environment(session: sqlmodel.Session, slack_ids: Collection[str]) -> None:
    """Make exactly these people managers by the environment, among those on the roster."""
    for person in list_everyone(session):
        if person.manager_by_environment != (person.slack_id in slack_ids):
            person.manager_by_environment = not person.manager_by_environment
            session.add(person)


def list_words(session: sqlmodel.Session) -> tuple[list[str], list[str]]:
    """The products and the languages that anybody active on the roster has, each sorted."""
    person = data.models.Person
    had = session.exec(sqlmodel.select(person.products, person.languages).where(person.active)).all()
    products, languages = ({word for row in had for word in row[column]} for column in (0, 1))
    return sorted(products), sorted(languages)
