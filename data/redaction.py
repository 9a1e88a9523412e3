"""Where the words of reports stand in the store: in the reports, in what was posted of them, and in answers."""

import collections.abc

import sqlalchemy
import sqlmodel

import data.models

Event = data.models.ReportEvent
MorningPart = data.models.MorningPart
Notice = data.models.Notice
Remark = data.models.Remark
Reporter = data.models.Reporter
RequestKey = data.models.RequestKey
Update = data.models.Update

FILED = ("title", "happened", "expected", "steps", "area", "link")
"""What whoever files a report writes."""

SAID = {
    "question": ("ask",),
    "closing": ("resolve", "dismiss"),
    "escalation": ("escalate",),
    "escalation_link": ("escalate",),
    "known_issue": ("known",),
}
"""What those who look after it write, by the acts of which the last one's writer wrote it."""

TEXTS = (*FILED, *SAID)
"""The columns of a report in which somebody's words stand."""

TEXTS_OF_UPDATE = ("title", "text", "correction", "ending")
"""Those of an update."""

NO_TEXT = frozenset(
    {"type", "kind", "action_id", "block_id", "callback_id", "private_metadata", "value", "style", "url", "image_url"}
)
"""What of a message or form nobody reads."""

CODED = frozenset({"edit", "duplicate"})
"""Acts in whose events stand names of columns and numbers of reports, and nobody's words."""

Ids = collections.abc.Collection[int]
Row = data.models.Report | Reporter | Event | Remark | Update | Notice | MorningPart | RequestKey


def list_reporters(session: sqlmodel.Session, report_ids: Ids) -> list[Reporter]:
    """What those typed who saw it too."""
    theirs = sqlmodel.select(Reporter).where(sqlmodel.col(Reporter.report_id).in_(report_ids))
    return list(session.exec(theirs.where(sqlmodel.col(Reporter.words).is_not(None))))


def list_events(session: sqlmodel.Session, report_ids: Ids) -> list[Event]:
    """What happened to them, as far as something was said."""
    theirs = sqlmodel.select(Event).where(sqlmodel.col(Event.report_id).in_(report_ids))
    said = theirs.where(sqlmodel.col(Event.words).is_not(None), sqlmodel.col(Event.act).not_in(CODED))
    return list(session.exec(said.order_by(sqlmodel.col(Event.id))))


def list_updates(session: sqlmodel.Session, report_ids: Ids) -> list[Update]:
    """What tells, or is to tell, their end."""
    theirs = sqlmodel.select(Update).where(sqlmodel.col(Update.report_id).in_(report_ids))
    return list(session.exec(theirs.order_by(sqlmodel.col(Update.id))))


def list_remarks(session: sqlmodel.Session, report_ids: Ids, update_ids: Ids) -> list[Remark]:
    """What was written about them, and about what tells their end."""
    about = (sqlmodel.col(Remark.report_id).in_(report_ids), sqlmodel.col(Remark.update_id).in_(update_ids))
    theirs = sqlmodel.select(Remark).where(sqlmodel.or_(*about))
    return list(session.exec(theirs.order_by(sqlmodel.col(Remark.id))))


def list_notices(session: sqlmodel.Session, report_ids: Ids, remark_ids: Ids) -> list[Notice]:
    """What was posted or waits to be, as far as it belongs to them or may name one of them, the oldest first."""
    card, thread = sqlmodel.col(Notice.card), sqlmodel.col(Notice.thread)
    starts = [*(f"bug:{ident}:" for ident in report_ids), *(f"remark:{ident}:" for ident in remark_ids)]
    cards = [f"bug:{ident}" for ident in report_ids]
    belongs = [card.in_(cards), thread.in_(cards), *(card.startswith(start, autoescape=True) for start in starts)]
    names = _naming(sqlmodel.col(Notice.payload), report_ids)
    found = sqlmodel.select(Notice).where(sqlmodel.or_(*belongs, *names))
    fresh = found.order_by(sqlmodel.col(Notice.id)).execution_options(populate_existing=True)
    return list(session.exec(fresh))


def list_parts(session: sqlmodel.Session, report_ids: Ids) -> list[MorningPart]:
    """Parts of morning messages that may name one of them."""
    names = _naming(sqlmodel.col(MorningPart.payload), report_ids)
    return list(session.exec(sqlmodel.select(MorningPart).where(sqlmodel.or_(*names))))


def list_answers(session: sqlmodel.Session) -> list[RequestKey]:
    """All answers that are kept for a request that may come again: there are those of one day."""
    return list(session.exec(sqlmodel.select(RequestKey)))


def _naming(column: object, report_ids: Ids) -> list[sqlalchemy.ColumnElement[bool]]:
    """`BUG-1` stands in `BUG-12` too: whoever asks looks again."""
    stored = sqlalchemy.cast(column, sqlalchemy.String)
    return [stored.contains(f"BUG-{ident}", autoescape=True) for ident in report_ids]


def change(session: sqlmodel.Session, row: Row, values: collections.abc.Mapping[str, object]) -> None:
    """Let a row say this."""
    for name, value in values.items():
        setattr(row, name, value)
    session.add(row)
    session.flush()


def give_card(session: sqlmodel.Session, notice: Notice, key: str) -> None:
    """Let a message that was posted be edited from now on."""
    change(session, notice, {"card": key})
    session.merge(data.models.Card(key=key, channel=notice.channel or "", ts=notice.ts or ""))
    session.flush()
