"""What somebody wrote in and about reports, to be forgotten: their own words go, and everybody else's stay."""

import collections.abc
import dataclasses
import re
import typing

import sqlalchemy
import sqlmodel

import data.models
import data.redaction

Json = typing.Any
Event = data.models.ReportEvent
Remark = data.models.Remark
Report = data.models.Report
Reporter = data.models.Reporter
State = data.models.NoticeState

_TABLES = sqlmodel.SQLModel.metadata.tables

_LEAST = 4
"""Characters of a line below which it may be anybody's."""

_SETTLED = (State.SENT, State.DROPPED, State.DEAD, State.UNCERTAIN)


@dataclasses.dataclass(frozen=True)
class Written:
    """Rows by table, key and new values; the `lines` that others may have been told; and of which reports."""

    rows: tuple[tuple[str, int | tuple[int, int], dict[str, Json]], ...]
    lines: tuple[str, ...]
    report_ids: frozenset[int]
    remark_ids: frozenset[int]

    def is_card(self, card: str | None) -> bool:
        """Whether a message is drawn from what they wrote."""
        return (
            re.fullmatch(rf"bug:{_any(self.report_ids)}(:.*)?|remark:{_any(self.remark_ids)}:.*", card or "")
            is not None
        )

    def names(self, payload: Json) -> bool:
        """Whether it may quote a report of theirs."""
        return re.search(rf"BUG-{_any(self.report_ids)}(?!\d)", str(payload)) is not None


def _any(ids: collections.abc.Iterable[int]) -> str:
    return f"({'|'.join(map(str, sorted(ids))) or '-'})"


def find(session: sqlmodel.Session, person: data.models.Person, stands: str) -> Written:
    """All that they wrote; `stands` is what is to stand there."""
    found = [
        *_reports(session, person),
        *_joined(session, person),
        *_events(session, person),
        *_remarks(session, person),
    ]
    rows = [(name, key, {column: text for column, text in values.items() if text}) for name, key, values in found]
    said = [text for _, _, values in rows for text in values.values() if isinstance(text, str) and text != stands]
    lines = {line.strip() for text in said for line in text.splitlines() if len(line.strip()) >= _LEAST}
    reports = {
        int(key[0] if isinstance(key, tuple) else key) for name, key, _ in found if name in ("report", "reporter")
    }
    remarks = {int(str(key)) for name, key, _ in found if name == "remark"}
    replaced = [(name, key, _replaced(values, stands)) for name, key, values in rows]
    changed = [one for one, (_, _, before) in zip(replaced, rows, strict=True) if one[2] != before]
    return Written(tuple(changed), tuple(sorted(lines, key=len, reverse=True)), frozenset(reports), frozenset(remarks))


def _replaced(values: dict[str, Json], stands: str) -> dict[str, Json]:
    return {column: stands if isinstance(value, str) else {} for column, value in values.items()}


Found = collections.abc.Iterator[tuple[str, int | tuple[int, int], dict[str, Json]]]


def _reports(session: sqlmodel.Session, person: data.models.Person) -> Found:
    """Reports that they filed, but for what others changed in them, and what they wrote in those of others."""
    acted = sqlmodel.select(Event.report_id).where(Event.actor_id == person.id)
    theirs = sqlmodel.select(Report).where(sqlmodel.col(Report.id).in_(acted))
    for report in session.exec(theirs.order_by(sqlmodel.col(Report.id))):
        events = list(
            session.exec(sqlmodel.select(Event).where(Event.report_id == report.id).order_by(sqlmodel.col(Event.id)))
        )
        columns = [column for column in data.redaction.FILED if _last(events, ("file",), column) == person.id]
        columns += [column for column, acts in data.redaction.SAID.items() if _last(events, acts, column) == person.id]
        yield "report", report.id or 0, {column: getattr(report, column) for column in columns}


def _last(events: list[Event], acts: collections.abc.Container[str], column: str) -> int | None:
    """Who wrote it last: by such an act, or by an edit of it."""
    wrote = [
        one for one in events if one.act in acts or (one.act == "edit" and column in (one.words or "").split(", "))
    ]
    return wrote[-1].actor_id if wrote else None


def _joined(session: sqlmodel.Session, person: data.models.Person) -> Found:
    theirs = sqlmodel.select(Reporter).where(Reporter.person_id == person.id).order_by(sqlmodel.col(Reporter.report_id))
    for one in session.exec(theirs):
        yield "reporter", (one.report_id, one.person_id), {"words": one.words}


def _events(session: sqlmodel.Session, person: data.models.Person) -> Found:
    theirs = sqlmodel.select(Event).where(
        Event.actor_id == person.id, sqlmodel.col(Event.act).not_in(data.redaction.CODED)
    )
    for event in session.exec(theirs.order_by(sqlmodel.col(Event.id))):
        yield "report_event", event.id or 0, {"words": event.words}


def _remarks(session: sqlmodel.Session, person: data.models.Person) -> Found:
    theirs = sqlmodel.select(Remark).where(Remark.author_id == person.id).order_by(sqlmodel.col(Remark.id))
    for remark in session.exec(theirs):
        yield "remark", remark.id or 0, {"words": remark.words, "files": remark.files}


def without(written: Written, told: collections.abc.Mapping[typing.Any, Json], column: str, stands: str) -> Json:
    """What others were told, without their words; what only records that a card of theirs was sent, goes as a whole."""
    payload = told[column]
    if written.is_card(told.get("card")) and told["state"] in _SETTLED:
        return {}
    return (
        _cut(payload, written.lines, stands) if written.is_card(told.get("card")) or written.names(payload) else payload
    )


def _cut(value: Json, lines: collections.abc.Iterable[str], stands: str) -> Json:
    if isinstance(value, dict):
        return {
            name: part if name in data.redaction.NO_TEXT else _cut(part, lines, stands) for name, part in value.items()
        }
    if isinstance(value, list):
        return [_cut(part, lines, stands) for part in value]
    if isinstance(value, str):
        for line in lines:
            value = value.replace(line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"), stands)
    return value


def quoting(written: Written, table: sqlalchemy.Table, column: str) -> list[sqlalchemy.ColumnElement[bool]]:
    """Conditions for rows in which they may be quoted; each row is looked at again."""
    stored = sqlalchemy.cast(table.c[column], sqlalchemy.String)
    found = [stored.contains(f"BUG-{ident}", autoescape=True) for ident in sorted(written.report_ids)]
    if "card" in table.c:
        starts = [f"bug:{ident}" for ident in sorted(written.report_ids)]
        starts += [f"remark:{ident}:" for ident in sorted(written.remark_ids)]
        found += [table.c.card.startswith(start, autoescape=True) for start in starts]
    return found
