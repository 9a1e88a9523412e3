"""Adding rows whose key is new, and leaving or changing those that are there: each store has its own words for it."""

import collections.abc
import typing

import sqlalchemy
import sqlalchemy.dialects.postgresql
import sqlalchemy.dialects.sqlite
import sqlmodel

_INSERT: dict[str, typing.Any] = {
    "sqlite": sqlalchemy.dialects.sqlite.insert,
    "postgresql": sqlalchemy.dialects.postgresql.insert,
}

Row = collections.abc.Mapping[str, object]

KEYS_AT_ONCE = 1000
"""Keys looked up by one query; a store takes a limited number of values in one."""


def find_keys(session: sqlmodel.Session, table: sqlalchemy.Table, keys: collections.abc.Collection[str]) -> set[str]:
    """Which of these keys the table has."""
    wanted = list(keys)
    found: set[str] = set()
    for start in range(0, len(wanted), KEYS_AT_ONCE):
        known = sqlalchemy.select(table.c.key).where(table.c.key.in_(wanted[start : start + KEYS_AT_ONCE]))
        found.update(session.execute(known).scalars().all())
    return found


def add_new(session: sqlmodel.Session, table: sqlalchemy.Table, rows: collections.abc.Sequence[Row]) -> int:
    """Add those of the rows whose `key` the table does not have; how many were new."""
    insert = _INSERT[session.get_bind().dialect.name](table).on_conflict_do_nothing(index_elements=["key"])
    result: typing.Any = session.execute(insert.execution_options(preserve_rowcount=True), rows)
    return int(result.rowcount)


def put(session: sqlmodel.Session, table: sqlalchemy.Table, rows: collections.abc.Sequence[Row]) -> None:
    """Add the rows, or put them in the place of those with the same primary key; each has all columns."""
    if not rows:
        return
    insert = _INSERT[session.get_bind().dialect.name](table)
    rest = {one.name: insert.excluded[one.name] for one in table.columns if not one.primary_key}
    session.execute(insert.on_conflict_do_update(index_elements=list(table.primary_key), set_=rest), rows)
