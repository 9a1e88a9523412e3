"""The freelancers' contracts."""

import datetime
from collections.abc import Collection

import sqlmodel

import data.models


def find(session: sqlmodel.Session, contract_id: int) -> data.models.Contract | None:
    """The contract `CON-<id>`."""
    return session.get(data.models.Contract, contract_id)


def add(session: sqlmodel.Session, contract: data.models.Contract) -> data.models.Contract:
    """Put a contract into the store; it has its id afterwards."""
    session.add(contract)
    session.flush()
    return contract


def remove(session: sqlmodel.Session, contract: data.models.Contract) -> None:
    """Take a term out that has not begun, with all that was said about it."""
    tables = (data.models.Decision, data.models.Recommendation, data.models.Wish, data.models.ChecklistItem)
    for table in tables:
        session.execute(sqlmodel.delete(table).where(sqlmodel.col(table.contract_id) == contract.id))
    session.delete(contract)
    session.flush()


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
