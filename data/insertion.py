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
