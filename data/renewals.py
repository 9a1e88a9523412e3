"""What is decided on contracts, and what adviser and freelancer said before."""

import collections.abc
import datetime
import typing

import sqlalchemy
import sqlmodel

import data.looks
import data.models

Contract = data.models.Contract
Decision = data.models.Decision
Person = data.models.Person
Recommendation = data.models.Recommendation
Wish = data.models.Wish

WORDS = {"decision": ("words",), "recommendation": ("why",)}
"""Tables and their columns in which somebody's words stand about somebody's contract."""

_TABLES = sqlmodel.SQLModel.metadata.tables
_DECISIONS, _CONTRACTS = _TABLES["decision"], _TABLES["contract"]

WATCH = data.looks.Watch(
    "renewals",
    data.looks.newest("decision"),
    data.looks.number("decision", _DECISIONS.c.told_at.is_not(None), _DECISIONS.c.done_at.is_(None)),
    data.looks.number("decision", _DECISIONS.c.tell_at.is_not(None), _DECISIONS.c.told_at.is_(None)),
)
"""What differs once a decision was made, is on its way, or was told."""


def list_ending(session: sqlmodel.Session, since: datetime.date, until: datetime.date) -> list[tuple[Contract, Person]]:
    """Active people's contracts whose last day is in [since, until) and that nothing follows, the next first."""
    later = sqlalchemy.orm.aliased(Contract)
    followed = sqlmodel.select(later.id).where(later.person_id == Contract.person_id, later.starts >= Contract.ends)
    ending = sqlmodel.select(Contract, Person).where(
        Contract.person_id == Person.id,
        Person.active,
        Contract.ends > since,
        Contract.ends <= until,
        ~followed.exists(),
    )
    return list(session.exec(ending.order_by(sqlmodel.col(Contract.ends), Person.name, sqlmodel.col(Contract.id))))


def find_latest(session: sqlmodel.Session, person_id: int) -> Contract | None:
    """Somebody's last contract."""
    theirs = sqlmodel.select(Contract).where(Contract.person_id == person_id)
    return session.exec(theirs.order_by(sqlmodel.col(Contract.ends).desc())).first()


Row = typing.TypeVar("Row", Decision, Recommendation, Wish)


def _load_newest(
    session: sqlmodel.Session, table: type[Row], contract_ids: collections.abc.Collection[int]
) -> dict[int, Row]:
    rows = sqlmodel.select(table).where(sqlmodel.col(table.contract_id).in_(contract_ids))
    return {row.contract_id: row for row in session.exec(rows.order_by(sqlmodel.col(table.id)))}


def load_decisions(session: sqlmodel.Session, contract_ids: collections.abc.Collection[int]) -> dict[int, Decision]:
    """What holds for each of these contracts: the newest."""
    return _load_newest(session, Decision, contract_ids)


def load_told(
    session: sqlmodel.Session, contract_ids: collections.abc.Collection[int], now: datetime.datetime
) -> dict[int, Decision]:
    """What was told last of each of these contracts: all that anybody may know of it but the managers."""
    told = sqlmodel.select(Decision).where(
        sqlmodel.col(Decision.contract_id).in_(contract_ids), sqlmodel.col(Decision.told_at) <= now
    )
    return {row.contract_id: row for row in session.exec(told.order_by(sqlmodel.col(Decision.id)))}


def list_decisions(session: sqlmodel.Session, contract_id: int) -> list[Decision]:
    """All that was ever decided on a contract, the newest first."""
    theirs = sqlmodel.select(Decision).where(Decision.contract_id == contract_id)
    return list(session.exec(theirs.order_by(sqlmodel.col(Decision.id).desc())))


def load_recommendations(
    session: sqlmodel.Session, contract_ids: collections.abc.Collection[int]
) -> dict[int, Recommendation]:
    """What was last recommended for each of these contracts."""
    return _load_newest(session, Recommendation, contract_ids)


def load_wishes(session: sqlmodel.Session, contract_ids: collections.abc.Collection[int]) -> dict[int, Wish]:
    """What was last wished for each of these contracts."""
    return _load_newest(session, Wish, contract_ids)


def find_decision(session: sqlmodel.Session, decision_id: int) -> Decision | None:
    """One decision, whether it holds or not."""
    return session.get(Decision, decision_id)


def list_on_their_way(session: sqlmodel.Session, now: datetime.datetime) -> list[Decision]:
    """Decisions that were to be told by now, and of which it is not known yet whether they were."""
    on_their_way = sqlmodel.select(Decision).where(
        sqlmodel.col(Decision.tell_at) <= now, sqlmodel.col(Decision.told_at).is_(None)
    )
    return list(session.exec(on_their_way.order_by(sqlmodel.col(Decision.id))))


def list_told(session: sqlmodel.Session, now: datetime.datetime) -> list[Decision]:
    """Decisions that were told by now and have not taken effect."""
    told = sqlmodel.select(Decision).where(
        sqlmodel.col(Decision.told_at) <= now, sqlmodel.col(Decision.done_at).is_(None)
    )
    return list(session.exec(told.order_by(sqlmodel.col(Decision.id))))


def find_next_telling(session: sqlmodel.Session, now: datetime.datetime) -> datetime.datetime | None:
    """When the next decision is to be told; now, where one is on its way."""
    tell_at = sqlmodel.col(Decision.tell_at)
    untold = sqlmodel.select(tell_at).where(tell_at.is_not(None), sqlmodel.col(Decision.told_at).is_(None))
    following = session.exec(untold.order_by(tell_at).limit(1)).first()
    return following and max(following, now)


def forget_words(session: sqlmodel.Session, before: datetime.date) -> None:
    """Empty what was written to and about those whose last contract ended before that day."""
    later = _CONTRACTS.alias("later")
    kept = sqlalchemy.exists().where(later.c.person_id == _CONTRACTS.c.person_id, later.c.ends >= before)
    for name, columns in WORDS.items():
        table = _TABLES[name]
        said = sqlalchemy.or_(*(table.c[column].is_not(None) for column in columns))
        over = sqlalchemy.exists().where(_CONTRACTS.c.id == table.c.contract_id, ~kept)
        session.execute(sqlalchemy.update(table).where(said, over).values(dict.fromkeys(columns)))
