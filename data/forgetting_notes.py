"""What was noted about somebody or by them, recommended, asked and thanked: words to be forgotten with them."""

import collections.abc
import dataclasses
import typing

import sqlalchemy
import sqlmodel

import data.checkin_logs
import data.models

Json = typing.Any

_TABLES = sqlmodel.SQLModel.metadata.tables
_CHECKINS, _LOGS, _REQUESTS, _KUDOS = (_TABLES[name] for name in ("checkin", "checkin_log", "checkin_request", "kudos"))
_CONTRACTS, _DECISIONS, _RECOMMENDATIONS = (_TABLES[name] for name in ("contract", "decision", "recommendation"))

_LEAST = 8
"""Characters of a quotation below which it may be anybody's."""

_TOLD = frozenset({"follow_up", "topic", "why"})
"""The columns of which others may be told."""

_QUOTED = 299
"""Characters with which a quotation of a longer text begins: a list cuts it behind them."""

_TELLING = {
    "outbox": (("card", ("morning:", "time:", "kudos:")), ("key", "answer:")),
    "morning_part": (("key", ("checkins:", "assignment:")),),
    "request_key": (("key", ""),),
}
"""Of each table with messages: which columns say by their beginnings that it may quote a note; an answer always may."""


@dataclasses.dataclass(frozen=True)
class Noted:
    """Rows by table, key and new values, and how others may have been told of them."""

    rows: tuple[tuple[str, int, dict[str, Json]], ...]
    quotes: tuple[str, ...]


def find(session: sqlmodel.Session, person: data.models.Person, stands: str) -> Noted:
    """All of it; `stands` is what is to stand where there have to be words."""
    rows = [
        *_filled(session, _LOGS, data.checkin_logs.WORDS, _is_noted(person)),
        *_filled(session, _REQUESTS, ("topic",), _REQUESTS.c.freelancer_id == person.id),
        *_filled(session, _RECOMMENDATIONS, ("why",), _is_recommended(person)),
        *_filled(session, _DECISIONS, ("words",), _is_decided(person)),
    ]
    said = [text for _, _, values in rows for column, text in values.items() if column in _TOLD]
    emptied = [(name, key, dict.fromkeys(values)) for name, key, values in rows]
    theirs = sqlalchemy.or_(_KUDOS.c.person_id == person.id, _KUDOS.c.giver_id == person.id)
    thanks = list(_filled(session, _KUDOS, ("words",), theirs, stands))
    said += [line.strip() for _, _, values in thanks for line in values["words"].splitlines()]
    quotes = {_escaped(text if len(text) <= _QUOTED + 1 else text[:_QUOTED]) for text in said if len(text) >= _LEAST}
    former = [(name, key, {"words": stands}) for name, key, _ in thanks]
    return Noted((*emptied, *former), tuple(sorted(quotes, key=len, reverse=True)))


def may_quote(table: str, row: collections.abc.Mapping[typing.Any, Json]) -> bool:
    """Whether a message is of those that quote what was noted."""
    return any(str(row.get(column) or "").startswith(starts) for column, starts in _TELLING.get(table, ()))


def _is_noted(person: data.models.Person) -> sqlalchemy.ColumnElement[bool]:
    """In a check-in with them, or by them in anybody's."""
    theirs = sqlalchemy.select(_CHECKINS.c.id).where(_CHECKINS.c.freelancer_id == person.id)
    return sqlalchemy.or_(_LOGS.c.writer_id == person.id, _LOGS.c.checkin_id.in_(theirs))


def _is_recommended(person: data.models.Person) -> sqlalchemy.ColumnElement[bool]:
    """About a contract of theirs, or by them about anybody's."""
    about = _RECOMMENDATIONS.c.contract_id.in_(_contracts_of(person))
    return sqlalchemy.or_(_RECOMMENDATIONS.c.adviser_id == person.id, about)


def _is_decided(person: data.models.Person) -> sqlalchemy.ColumnElement[bool]:
    """On a contract of theirs, or by them on anybody's."""
    return sqlalchemy.or_(_DECISIONS.c.actor_id == person.id, _DECISIONS.c.contract_id.in_(_contracts_of(person)))


def _contracts_of(person: data.models.Person) -> sqlalchemy.Select[typing.Any]:
    return sqlalchemy.select(_CONTRACTS.c.id).where(_CONTRACTS.c.person_id == person.id)


def _filled(
    session: sqlmodel.Session,
    table: sqlalchemy.Table,
    columns: collections.abc.Iterable[str],
    where: sqlalchemy.ColumnElement[bool],
    besides: str = "",
) -> collections.abc.Iterator[tuple[str, int, dict[str, str]]]:
    """Rows with the columns of theirs in which words stand."""
    wanted = [table.c[column] for column in columns]
    for row in session.execute(sqlalchemy.select(table.c.id, *wanted).where(where).order_by(table.c.id)):
        values = {column.name: row._mapping[column] for column in wanted if row._mapping[column] not in (None, besides)}
        if values:
            yield table.name, row.id, values


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
