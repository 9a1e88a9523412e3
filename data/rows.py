"""Rows of any table: a new or changed one is kept."""

import sqlmodel


def save(session: sqlmodel.Session, row: sqlmodel.SQLModel) -> None:
    """Keep a new or changed row; it has its id afterwards."""
    session.add(row)
    session.flush()
