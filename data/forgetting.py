"""Forgetting somebody: what the store holds of their name, address and words, and what stands there instead.

Slack ids, dates and counts stay, so that the programme's history still adds up. Everything is found first and replaced
after, so that a preview and the act can't differ.
"""

import collections
import collections.abc
import dataclasses
import datetime
import hashlib
import json
import re
import typing

import sqlalchemy
import sqlmodel

import data.audit
import data.awaited
import data.checkin_logs
import data.forgetting_notes
import data.forgetting_words
import data.models
import data.outbox
import data.redaction

FORMER = "former member"
"""What stands where somebody's name, address or words stood."""

ACTION = "person.forget"

Json = typing.Any

_TABLES = sqlmodel.SQLModel.metadata.tables
_HARMLESS = re.compile(r"[UWCDGTBS][A-Z0-9]{2,}|\d{4}-\d\d-\d\d([T ][\d:.+Z-]*)?")
"""A Slack id, a day or an instant."""

_REASONS = ("assignment", "contract")
"""Tables whose `exception_reason` somebody wrote about a person."""

_QUOTING = (("outbox", "payload"), ("morning_part", "payload"), ("request_key", "reply"), ("awaited", "row"))
"""Tables and their columns in which a person may be quoted by name, or with what they wrote."""

_TYPED = {
    "report": data.redaction.TEXTS,
    "reporter": ("words",),
    "report_event": ("words",),
    "remark": ("words",),
    "product_update": data.redaction.TEXTS_OF_UPDATE,
    "checkin_log": data.checkin_logs.WORDS,
    "checkin_request": ("topic",),
    "kudos": ("words",),
    "recommendation": ("why",),
    "decision": ("words",),
    "checklist_template": ("words",),
    "checklist_item": ("words",),
}
"""Tables and their columns in which others may have typed somebody's name."""


@dataclasses.dataclass(frozen=True)
class Replacement:
    """One row, by its table and key, and the values that it is to have."""

    table: str
    key: int | str | tuple[int, int]
    values: collections.abc.Mapping[str, Json]


@dataclasses.dataclass(frozen=True)
class Forgetting:
    """All that is to be replaced to forget somebody."""

    person: data.models.Person
    replacements: tuple[Replacement, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many rows of which table."""
        return dict(collections.Counter(one.table for one in self.replacements))

    @property
    def version(self) -> str:
        """The same as long as the same is to be replaced."""
        said = json.dumps([dataclasses.astuple(one) for one in self.replacements], default=str, sort_keys=True)
        return hashlib.sha256(f"{self.person.slack_id} {said}".encode()).hexdigest()[:12]


def plan(session: sqlmodel.Session, person: data.models.Person) -> Forgetting:
    """What is to be replaced; nothing is changed by asking."""
    audited = list(_audited(session, person))
    texts = _texts(person, [values for row in audited for values in (row.before, row.after)])
    written = data.forgetting_words.find(session, person, FORMER)
    noted = data.forgetting_notes.find(session, person, FORMER)
    words = [Replacement(*row) for row in (*written.rows, *noted.rows)]
    found = [
        *_reasons(session, person),
        *(one for row in audited if (one := _redacted(row, person))),
        *_mentions(session, texts, {row.id for row in audited}),
        *_quotations(session, person, texts, written, noted.quotes),
        *words,
        *_typed(session, texts, words),
        *_own(session, person),
    ]
    return Forgetting(person, tuple(found))


def forget(session: sqlmodel.Session, forgetting: Forgetting, now: datetime.datetime, actor: str) -> None:
    """Replace it all, let go of what waits for them, and record that it happened."""
    person = forgetting.person
    data.outbox.drop_for(session, person.slack_id, now)
    for one in forgetting.replacements:
        _replace(session, one)
    person.name, person.email, person.zone, person.working_hours = FORMER, None, None, None
    person.languages, person.products, person.zone_from_slack = [], [], False
    person.active, person.forgotten_at = False, now
    session.add(person)
    rows = sum(forgetting.counts.values())
    data.audit.record(session, now, actor, ACTION, person.slack_id, after={"rows": rows})


def _replace(session: sqlmodel.Session, one: Replacement) -> None:
    """A row for which no values are left is removed."""
    if one.table == "audit":
        data.audit.redact(session, int(str(one.key)), **one.values)
        return
    table = _TABLES[one.table]
    change = sqlalchemy.update(table).values(**one.values) if one.values else sqlalchemy.delete(table)
    keys = one.key if isinstance(one.key, tuple) else (one.key,)
    session.execute(change.where(*(column == key for column, key in zip(table.primary_key, keys, strict=True))))


def _key(table: sqlalchemy.Table) -> sqlalchemy.Column[typing.Any]:
    (key,) = table.primary_key.columns
    return key


# -- what is about them


def _reasons(session: sqlmodel.Session, person: data.models.Person) -> collections.abc.Iterator[Replacement]:
    """Reasons that were written for an exception of theirs, as a freelancer or as an adviser."""
    for name in _REASONS:
        columns = _TABLES[name].c
        theirs = [columns[one] == person.id for one in ("person_id", "freelancer_id", "adviser_id") if one in columns]
        written = sqlalchemy.select(columns.id).where(
            sqlalchemy.or_(*theirs), columns.exception_reason.is_not(None), columns.exception_reason != FORMER
        )
        for row in session.execute(written.order_by(columns.id)):
            yield Replacement(name, row.id, {"exception_reason": FORMER})


def _audited(session: sqlmodel.Session, person: data.models.Person) -> collections.abc.Iterator[data.models.Audit]:
    """Rows about them, under their Slack id, or under the address by which they were awaited."""
    yield from data.audit.list_about(session, person.slack_id)
    if person.email:
        yield from data.audit.list_about(session, person.email.lower())


def _redacted(row: data.models.Audit, person: data.models.Person) -> Replacement | None:
    """A row about them without a word that anybody chose: what is no id, date, number or role is replaced."""
    values = {"subject": person.slack_id, "before": _wordless(row.before), "after": _wordless(row.after)}
    if values == {"subject": row.subject, "before": row.before, "after": row.after}:
        return None
    return Replacement("audit", row.id or 0, values)


def _wordless(value: Json) -> Json:
    if isinstance(value, dict):
        return {name: FORMER if part and name in _WORDS else _wordless(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_wordless(part) for part in value]
    kept = not isinstance(value, str) or value in _ROLES or value == FORMER or _HARMLESS.fullmatch(value)
    return value if kept else FORMER


_ROLES = frozenset(map(str, data.models.Role))
_WORDS = frozenset({"name", "email", "exception_reason"})
"""Values that are words whatever they look like: a name can be shaped like an id."""


# -- where they are quoted


def _texts(person: data.models.Person, audited: collections.abc.Iterable[Json]) -> list[str]:
    """How they may be quoted elsewhere: by each name and address they ever had here, as typed and as Slack shows it.

    A name of one word is not looked for: it may be a month, or somebody else.
    """
    names = {person.name, *_told(audited, "name")}
    addresses = {person.email, *_told(audited, "email")}
    texts = {name for name in names if name and " " in name and name != FORMER}
    texts |= {address for address in addresses if address and address != FORMER}
    texts |= {text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for text in texts}
    return sorted(texts, key=lambda text: (-len(text), text))


def _told(audited: collections.abc.Iterable[Json], column: str) -> set[str]:
    return {str(values[column]) for values in audited if values and values.get(column)}


def _mentions(
    session: sqlmodel.Session, texts: collections.abc.Sequence[str], besides: collections.abc.Set[int | None]
) -> collections.abc.Iterator[Replacement]:
    """Rows of the audit about others that quote them."""
    columns = _TABLES["audit"].c
    quoting = sqlalchemy.or_(*_holding(columns.before, texts), *_holding(columns.after, texts), sqlalchemy.false())
    for row in session.execute(sqlalchemy.select(_TABLES["audit"]).where(quoting).order_by(columns.id)):
        values = {"subject": row.subject, "before": _without(row.before, texts), "after": _without(row.after, texts)}
        if row.id not in besides:
            yield Replacement("audit", row.id, values)


def _quotations(
    session: sqlmodel.Session,
    person: data.models.Person,
    texts: collections.abc.Sequence[str],
    written: data.forgetting_words.Written,
    quotes: collections.abc.Sequence[str],
) -> collections.abc.Iterator[Replacement]:
    """What others were or will be told, with their name or words in it; what they were told goes as a whole."""
    for name, column in _QUOTING:
        table = _TABLES[name]
        key = _key(table)
        holding = _holding(table.c[column], [*texts, *quotes])
        holding += data.forgetting_words.quoting(written, table, column)
        quoting = sqlalchemy.or_(*holding, sqlalchemy.false())
        for row in session.execute(sqlalchemy.select(table).where(quoting, ~_own_rows(table, person)).order_by(key)):
            told = row._mapping
            gone = [*quotes, *texts] if data.forgetting_notes.may_quote(name, told) else texts
            left = _without(data.forgetting_words.without(written, told, column, FORMER), gone)
            if left != told[column] and not (name == "awaited" and told[key] == (person.email or "").lower()):
                yield Replacement(name, told[key], {column: left})


def _typed(
    session: sqlmodel.Session, texts: collections.abc.Sequence[str], besides: collections.abc.Iterable[Replacement]
) -> collections.abc.Iterator[Replacement]:
    """What others wrote in and about reports, with their name in it."""
    replaced = {(one.table, one.key, column) for one in besides for column in one.values}
    for name, columns in _TYPED.items():
        table = _TABLES[name]
        keys = list(table.primary_key)
        naming = [table.c[column].contains(text, autoescape=True) for column in columns for text in texts]
        for row in session.execute(
            sqlalchemy.select(table).where(sqlalchemy.or_(*naming, sqlalchemy.false())).order_by(*keys)
        ):
            told = row._mapping
            key = tuple(told[one] for one in keys) if len(keys) > 1 else told[keys[0]]
            values = {
                column: _without(told[column], texts) for column in columns if (name, key, column) not in replaced
            }
            changed = {column: value for column, value in values.items() if value != told[column]}
            if changed:
                yield Replacement(name, key, changed)


def _own(session: sqlmodel.Session, person: data.models.Person) -> collections.abc.Iterator[Replacement]:
    """What they were told, the id of their DM, whether they are wanted back, and the row by which they were awaited."""
    for name, column in (("outbox", "payload"), ("morning_part", "payload")):
        table = _TABLES[name]
        said = sqlalchemy.cast(table.c[column], sqlalchemy.String) != "{}"
        for row in session.execute(sqlalchemy.select(_key(table)).where(_own_rows(table, person), said)):
            yield Replacement(name, row[0], {column: {}})
    contracts = _TABLES["contract"].c
    answered = sqlalchemy.select(contracts.id).where(contracts.person_id == person.id, contracts.rejoin.is_not(None))
    for row in session.execute(answered.order_by(contracts.id)):
        yield Replacement("contract", row.id, {"rejoin": None})
    if data.outbox.find_direct_message(session, person.slack_id) is not None:
        yield Replacement("direct_message", person.slack_id, {})
    if person.email and data.awaited.find(session, person.email) is not None:
        yield Replacement("awaited", person.email.lower(), {})


def _own_rows(table: sqlalchemy.Table, person: data.models.Person) -> sqlalchemy.ColumnElement[bool]:
    if "lane" in table.c:
        return table.c.lane.in_(data.outbox.lanes_of(person.slack_id))
    return table.c.person_id == person.id if "person_id" in table.c else sqlalchemy.false()


def _holding(
    column: sqlalchemy.Column[typing.Any], texts: collections.abc.Sequence[str]
) -> list[sqlalchemy.ColumnElement[bool]]:
    """JSON is stored as ASCII text, in which other letters are escaped."""
    stored = sqlalchemy.cast(column, sqlalchemy.String)
    return [stored.contains(json.dumps(text)[1:-1], autoescape=True) for text in texts]


def _without(value: Json, texts: collections.abc.Sequence[str]) -> Json:
    if isinstance(value, dict):
        return {name: _without(part, texts) for name, part in value.items()}
    if isinstance(value, list):
        return [_without(part, texts) for part in value]
    if isinstance(value, str):
        for text in texts:
            value = value.replace(text, FORMER)
    return value
