"""The freelancers' contracts."""

import datetime
from collections.abc import Collection

import sqlalchemy
import sqlmodel

import data.models

END, RESTORE = "contract.end", "contract.restore"
"""Under which an early end, and what takes it back, are in the record of changes."""

_TABLES = sqlmodel.SQLModel.metadata.tables


def find(session: sqlmodel.Session, contract_id: int) -> data.models.Contract | None:
    """The contract `CON-<id>`."""
    return session.get(data.models.Contract, contract_id)


def add(session: sqlmodel.Session, contract: data.models.Contract) -> data.models.Contract:
    """Put a contract into the store; it has its id afterwards."""
    session.add(contract)
    session.flush()
    return contract


def remove(session: sqlmodel.Session, contract: data.models.Contract) -> None:
    """Take a term out that has not begun, with all that was said of it; who does so records what it was."""
    for table in _TABLES.values():
        for key in (one.parent for one in table.foreign_keys if one.references(_TABLES["contract"])):
            session.execute(sqlalchemy.delete(table).where(key == contract.id))
    session.delete(contract)
    session.flush()


def find_last_end(session: sqlmodel.Session, slack_id: str) -> data.models.Audit | None:
    """The last early end of somebody's, unless it was taken back."""
    audit = data.models.Audit
    theirs = sqlmodel.select(audit).where(audit.subject == slack_id, sqlmodel.col(audit.action).in_((END, RESTORE)))
    newest = session.exec(theirs.order_by(sqlmodel.col(audit.id).desc()).limit(1)).first()
    return newest if newest is not None and newest.action == END else None


def list_ends(session: sqlmodel.Session, slack_id: str) -> list[data.models.Audit]:
    """Every early end of somebody's, taken back or not, the oldest first."""
    audit = data.models.Audit
    theirs = sqlmodel.select(audit).where(audit.subject == slack_id, audit.action == END)
    return list(session.exec(theirs.order_by(sqlmodel.col(audit.id))))


def list_all(session: sqlmodel.Session) -> list[data.models.Contract]:
    """Every contract there is or was, by start."""
    contract = data.models.Contract
    return list(
        session.exec(
            sqlmodel.select(contract).order_by(sqlmodel.col(contract.starts), sqlmodel.col(contract.person_id))
        )
    )


def list_of(session: sqlmodel.Session, person_id: int) -> list[data.models.Contract]:
    """Somebody's contracts, the oldest first."""
    return list_of_people(session, [person_id])


def list_of_people(session: sqlmodel.Session, person_ids: Collection[int]) -> list[data.models.Contract]:
    """These people's contracts, the oldest first."""
    contract = data.models.Contract
    theirs = sqlmodel.select(contract).where(sqlmodel.col(contract.person_id).in_(person_ids))
    return list(session.exec(theirs.order_by(sqlmodel.col(contract.starts))))


def find_running(session: sqlmodel.Session, person_id: int, day: datetime.date) -> data.models.Contract | None:
    """Somebody's contract that runs on that day."""
    contract = data.models.Contract
    running = sqlmodel.select(contract).where(contract.starts <= day, contract.ends > day)
    return session.exec(running.where(contract.person_id == person_id)).first()


def list_running_ids(session: sqlmodel.Session, day: datetime.date) -> set[int]:
    """Whose contract runs on that day, by their row's id."""
    contract = data.models.Contract
    running = sqlmodel.select(contract.person_id).where(contract.starts <= day, contract.ends > day)
    return set(session.exec(running))


def list_running_or_coming(session: sqlmodel.Session, day: datetime.date) -> list[data.models.Contract]:
    """The contracts that are not over on that day, by start: what counts for caseload, and holds what runs."""
    contract = data.models.Contract
    open_ones = sqlmodel.select(contract).where(contract.ends > day)
    return list(session.exec(open_ones.order_by(sqlmodel.col(contract.starts), sqlmodel.col(contract.person_id))))
