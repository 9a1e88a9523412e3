"""Checklists: their templates, and the items of each contract."""

import collections.abc
import datetime

import sqlalchemy
import sqlmodel

import data.looks
import data.models

Contract = data.models.Contract
Item = data.models.ChecklistItem
Person = data.models.Person
TemplateItem = data.models.TemplateItem

_TABLES = sqlmodel.SQLModel.metadata.tables
_OUTBOX, _DECISIONS, _ITEMS = (_TABLES[name] for name in ("outbox", "decision", "checklist_item"))
_SENT = data.models.NoticeState.SENT

WATCH = data.looks.Watch(
    "checklists",
    *(data.looks.newest("audit"), data.looks.newest("contract"), data.looks.newest("decision")),
    data.looks.number("decision", _DECISIONS.c.told_at <= sqlalchemy.bindparam("now", type_=_DECISIONS.c.told_at.type)),
)
"""What differs once a contract, a template or an adviser has changed, or somebody was told what follows a contract."""


# -- templates


def list_templates(session: sqlmodel.Session) -> list[TemplateItem]:
    """Those that hold, in the order of their days, onboarding first."""
    template = sqlmodel.select(TemplateItem).where(sqlmodel.col(TemplateItem.removed_at).is_(None))
    by = sqlmodel.col(TemplateItem.day), sqlmodel.col(TemplateItem.place), sqlmodel.col(TemplateItem.id)
    return list(session.exec(template.order_by(sqlmodel.col(TemplateItem.checklist).desc(), *by)))


def has_templates(session: sqlmodel.Session) -> bool:
    """Whether there ever was one, removed or not."""
    return session.exec(sqlmodel.select(TemplateItem.id).limit(1)).first() is not None


def find_template(session: sqlmodel.Session, template_id: int) -> TemplateItem | None:
    """One that holds."""
    found = session.get(TemplateItem, template_id)
    return found if found is not None and found.removed_at is None else None


# -- items


def list_concerned(
    session: sqlmodel.Session, live_on: datetime.date, first: datetime.date, today: datetime.date, last: datetime.date
) -> list[tuple[Contract, Person]]:
    """The contracts that may have items to be made or changed, with whose they are.

    Those that begin in [first, last], but not before Muster went live, and don't go on at once with another; those that
    ended or end from `first` on, if it may have been told, or if they are over and nothing follows; and those with open
    items.
    """
    contract = _TABLES["contract"].c
    decided = sqlalchemy.select(_DECISIONS.c.contract_id).where(_DECISIONS.c.told_at.is_not(None))
    open_ones = sqlalchemy.select(_ITEMS.c.contract_id).where(_ITEMS.c.ticked_at.is_(None))
    before = _TABLES["contract"].alias("before")
    goes_on = sqlalchemy.exists().where(before.c.person_id == contract.person_id, before.c.ends == contract.starts)
    begins = sqlalchemy.and_(contract.starts.between(max(first, live_on), last), ~goes_on)
    later = _TABLES["contract"].alias("later")
    follows = sqlalchemy.exists().where(later.c.person_id == contract.person_id, later.c.starts >= contract.ends)
    lapsed = sqlalchemy.and_(contract.ends <= today, ~follows)
    may_end = sqlalchemy.or_(contract.ended_as.is_not(None), contract.id.in_(decided), lapsed)
    ends = sqlalchemy.and_(contract.ends > max(first, live_on), may_end)
    wanted = sqlmodel.select(Contract, Person).where(
        Contract.person_id == Person.id, sqlalchemy.or_(begins, ends, contract.id.in_(open_ones))
    )
    return list(session.exec(wanted.order_by(sqlmodel.col(Contract.id))))


def load_items(session: sqlmodel.Session, contract_ids: collections.abc.Collection[int]) -> dict[int, list[Item]]:
    """The items of these contracts, by contract, in the order in which they are due."""
    theirs = sqlmodel.select(Item).where(sqlmodel.col(Item.contract_id).in_(contract_ids))
    found: dict[int, list[Item]] = {contract_id: [] for contract_id in contract_ids}
    for item in session.exec(theirs.order_by(sqlmodel.col(Item.due), sqlmodel.col(Item.id))):
        found[item.contract_id].append(item)
    return found


Open = tuple[Item, Contract, Person]
"""An item with the contract that has it, and whose that is."""

_WITH = (
    sqlmodel.select(Item, Contract, Person)
    .where(Item.contract_id == Contract.id, Contract.person_id == Person.id)
    .order_by(sqlmodel.col(Item.due), sqlmodel.col(Item.id))
)


def list_due(session: sqlmodel.Session, until: datetime.date) -> list[Open]:
    """What is open and due by that day, the earliest first."""
    return list(session.exec(_WITH.where(sqlmodel.col(Item.ticked_at).is_(None), Item.due <= until)))


def list_by_id(session: sqlmodel.Session, item_ids: collections.abc.Collection[int]) -> list[Open]:
    """These of them that are there."""
    return list(session.exec(_WITH.where(sqlmodel.col(Item.id).in_(item_ids))))


def find(session: sqlmodel.Session, item_id: int) -> Open | None:
    """One item."""
    return next(iter(list_by_id(session, [item_id])), None)


def add(session: sqlmodel.Session, rows: collections.abc.Sequence[collections.abc.Mapping[str, object]]) -> None:
    """Make items, all at once."""
    if rows:
        session.execute(sqlalchemy.insert(_ITEMS), rows)


def remove(session: sqlmodel.Session, items: collections.abc.Iterable[Item]) -> None:
    """Take out items that are not needed any more, and keep what has changed in others."""
    for item in items:
        session.delete(item)
    session.flush()


def has_read_of_end(session: sqlmodel.Session, contract: Contract, person: Person) -> bool:
    """Whether somebody was sent that their contract ends early."""
    key, start = _OUTBOX.c.key, f"contract:{contract.id}:end:"
    sent = sqlalchemy.select(_OUTBOX.c.id).where(_OUTBOX.c.lane == f"@{person.slack_id}", _OUTBOX.c.state == _SENT)
    return session.execute(sent.where(key.startswith(start, autoescape=True)).limit(1)).first() is not None
