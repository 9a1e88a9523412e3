"""Adding rows whose key is new, and leaving those that are there as they are: each store has its own words for it."""

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


def add_new(session: sqlmodel.Session, table: sqlalchemy.Table, rows: collections.abc.Sequence[Row]) -> int:
    """Add those of the rows whose `key` the table does not have; how many were new."""
    insert = _INSERT[session.get_bind().dialect.name](table).on_conflict_do_nothing(index_elements=["key"])
    result: typing.Any = session.execute(insert.execution_options(preserve_rowcount=True), rows)
    return int(result.rowcount)
