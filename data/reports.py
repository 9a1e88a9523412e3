"""Bug reports: who reported what, where each stands, and what happened to it."""

import collections
import collections.abc
import datetime
import typing

import sqlalchemy
import sqlmodel

import data.models

Report = data.models.Report
Reporter = data.models.Reporter
Event = data.models.ReportEvent

OPEN = ("new", "claimed", "needs_info", "escalated")


def find(session: sqlmodel.Session, report_id: int) -> Report | None:
    """The report of that number."""
    return session.get(Report, report_id)


def find_seen_by(session: sqlmodel.Session, report_id: int, person: data.models.Person) -> Report | None:
    """The report of that number, if the person may see it: theirs, or any for those who look after reports."""
    if person.looks_after_reports:
        return find(session, report_id)
    return find(session, report_id) if is_reporter(session, report_id, person.id or 0) else None


def add(session: sqlmodel.Session, report: Report, person_id: int) -> Report:
    """File it; it has its number afterwards, and this person as its first reporter."""
    session.add(report)
    session.flush()
    add_reporter(session, Reporter(report_id=report.id or 0, person_id=person_id, joined_at=report.filed_at))
    return report


def add_reporter(session: sqlmodel.Session, reporter: Reporter) -> bool:
    """One more person who sees it; False if they were known to."""
    if session.get(Reporter, (reporter.report_id, reporter.person_id)) is not None:
        return False
    session.add(reporter)
    session.flush()
    return True


def add_words(session: sqlmodel.Session, report: Report, person_id: int, words: str) -> None:
    """What a reporter wrote once more, unless it is what they wrote before."""
    reporter = session.get_one(Reporter, (report.id, person_id))
    said = "\n".join(filter(None, [reporter.words, report.title, report.happened]))
    if words not in said:
        reporter.words = "\n".join(filter(None, [reporter.words, words]))
        session.add(reporter)


def remove_reporter(session: sqlmodel.Session, report_id: int, person_id: int) -> None:
    """They no longer say that they see it."""
    reporter = session.get(Reporter, (report_id, person_id))
    if reporter is not None:
        session.delete(reporter)
        session.flush()


def change(
    session: sqlmodel.Session, report: Report, values: collections.abc.Mapping[str, object], event: Event
) -> None:
    """Write down what became of a report, and who did it."""
    for name, value in values.items():
        setattr(report, name, value)
    session.add(report)
    session.add(event)
    session.flush()


def record_word(session: sqlmodel.Session, report: Report, now: datetime.datetime) -> None:
    """Those who look after it spoke of it, wherever and whatever that was."""
    report.spoken_at = now
    session.add(report)
    session.flush()


def forget_words(session: sqlmodel.Session, report_id: int) -> None:
    """Let go of what people said beside the report itself: in its history, and when they saw it too."""
    for table in (Event, Reporter):
        theirs = sqlalchemy.update(table).where(sqlmodel.col(table.report_id) == report_id)
        session.execute(theirs.values(words=None))


def list_reporters(session: sqlmodel.Session, report_ids: collections.abc.Collection[int]) -> dict[int, list[Reporter]]:
    """Who reported each of these, the first one first."""
    theirs = sqlmodel.select(Reporter).where(sqlmodel.col(Reporter.report_id).in_(report_ids))
    found = collections.defaultdict(list)
    for reporter in session.exec(theirs.order_by(sqlmodel.col(Reporter.joined_at), sqlmodel.col(Reporter.person_id))):
        found[reporter.report_id].append(reporter)
    return found


def is_reporter(session: sqlmodel.Session, report_id: int, person_id: int) -> bool:
    """Whether somebody reported it, or saw it too."""
    return session.get(Reporter, (report_id, person_id)) is not None


def list_duplicates(session: sqlmodel.Session, head_ids: collections.abc.Collection[int]) -> list[Report]:
    """The reports that are duplicates of these, the oldest first."""
    theirs = sqlmodel.select(Report).where(sqlmodel.col(Report.original_id).in_(head_ids))
    return list(session.exec(theirs.order_by(sqlmodel.col(Report.id))))


def list_events(session: sqlmodel.Session, report_id: int) -> list[Event]:
    """All that happened to a report, the oldest first."""
    theirs = sqlmodel.select(Event).where(Event.report_id == report_id)
    return list(session.exec(theirs.order_by(sqlmodel.col(Event.id))))


def find_last_event(
    session: sqlmodel.Session, report_ids: collections.abc.Collection[int], acts: collections.abc.Collection[str]
) -> Event | None:
    """The last of these acts that somebody did to any of these reports."""
    theirs = sqlmodel.select(Event).where(
        sqlmodel.col(Event.report_id).in_(report_ids), sqlmodel.col(Event.act).in_(acts)
    )
    return session.exec(theirs.order_by(sqlmodel.col(Event.id).desc())).first()


def list_open(session: sqlmodel.Session) -> list[Report]:
    """All that wait for somebody, the oldest first."""
    waiting = sqlmodel.select(Report).where(sqlmodel.col(Report.state).in_(OPEN))
    return list(session.exec(waiting.order_by(sqlmodel.col(Report.filed_at), sqlmodel.col(Report.id))))


def list_known(session: sqlmodel.Session) -> list[Report]:
    """The open reports that everybody reads of, the newest first."""
    known = sqlmodel.select(Report).where(sqlmodel.col(Report.known_issue).is_not(None))
    opened = known.where(sqlmodel.col(Report.state).in_(OPEN))
    return list(session.exec(opened.order_by(sqlmodel.col(Report.id).desc())))


def list_held_by(session: sqlmodel.Session, person_ids: collections.abc.Collection[int]) -> list[Report]:
    """The open reports that any of these people hold, the oldest first."""
    held = sqlmodel.select(Report).where(sqlmodel.col(Report.holder_id).in_(person_ids))
    return list(session.exec(held.where(sqlmodel.col(Report.state).in_(OPEN)).order_by(sqlmodel.col(Report.id))))


def list_reported_by(session: sqlmodel.Session, person_id: int) -> list[Report]:
    """What somebody reported or saw too, the newest first."""
    theirs = sqlmodel.select(Report).join(Reporter, sqlmodel.col(Reporter.report_id) == sqlmodel.col(Report.id))
    newest = sqlmodel.col(Report.id).desc()
    return list(session.exec(theirs.where(Reporter.person_id == person_id).order_by(newest)))


Selection = typing.Any
"""A question for reports, for `list_page` and `count`."""


def select(
    *,
    states: collections.abc.Collection[str] | None = None,
    reporter_id: int | None = None,
    holder_id: int | None = None,
    unheld: bool = False,
    newest: bool = False,
) -> Selection:
    """Reports in these states, that somebody reported or holds (either, if both are given), or that nobody holds.

    The oldest first; or the open ones, the newest of them first, and then those that are closed.
    """
    report = sqlmodel.col(Report.id)
    ours: list[sqlalchemy.ColumnElement[bool]] = []
    if reporter_id is not None:
        theirs = sqlmodel.select(Reporter.report_id).where(Reporter.person_id == reporter_id)
        ours.append(report.in_(theirs))
    if holder_id is not None:
        ours.append(sqlmodel.col(Report.holder_id) == holder_id)
    found = sqlmodel.select(Report)
    if ours:
        found = found.where(sqlmodel.or_(*ours))
    if states is not None:
        found = found.where(sqlmodel.col(Report.state).in_(states))
    if unheld:
        found = found.where(sqlmodel.col(Report.holder_id).is_(None))
    closed = sqlmodel.col(Report.closed_at).is_not(None)
    return found.order_by(closed, report.desc()) if newest else found.order_by(report)


def list_page(session: sqlmodel.Session, selection: Selection, limit: int, offset: int) -> list[Report]:
    """So many of them, from one on."""
    return list(session.exec(selection.limit(limit).offset(offset)))


def count(session: sqlmodel.Session, selection: Selection) -> int:
    """How many there are."""
    number = sqlalchemy.select(sqlalchemy.func.count()).select_from(selection.order_by(None).subquery())
    return int(session.execute(number).scalar_one())


def list_filed(session: sqlmodel.Session, since: datetime.datetime) -> list[Report]:
    """What was filed from then on, the oldest first."""
    filed = sqlmodel.select(Report).where(Report.filed_at >= since)
    return list(session.exec(filed.order_by(sqlmodel.col(Report.filed_at), sqlmodel.col(Report.id))))


def load(session: sqlmodel.Session, report_ids: collections.abc.Collection[int]) -> dict[int, Report]:
    """These reports by their number."""
    found = session.exec(sqlmodel.select(Report).where(sqlmodel.col(Report.id).in_(report_ids)))
    return {report.id: report for report in found if report.id is not None}
