"""Stores of a test's own, at the newest schema, on SQLite or on PostgreSQL, and what is done to them from beside."""

import collections.abc
import contextlib
import datetime
import functools
import itertools
import json
import pathlib
import sqlite3
import tempfile
import typing

import psycopg
import pytest
import sqlalchemy
import sqlmodel

import data.database
import data.migrations.upgrade
import data.postgresql
import tests.postgresql

Rows = list[tuple[typing.Any, ...]]
Release = collections.abc.Callable[[], object]
Make = collections.abc.Callable[[str], object]


class Stores(typing.Protocol):
    """Where a test's stores come from."""

    def new(self, folder: pathlib.Path, blank: bool = False) -> str:
        """The address of an empty store, at the newest schema or without any tables."""

    def made(self, folder: pathlib.Path, key: collections.abc.Hashable, make: Make) -> str:
        """The address of a store as `make` leaves a new one; what has the same key is made once, then copied."""

    def remove(self, url: str) -> None:
        """Take it away again, whoever has it open."""

    def locked(self, url: str) -> contextlib.AbstractContextManager[Release]:
        """Another process writes; what comes of it ends its write, from any thread."""

    def rows(self, url: str, sql: str) -> Rows:
        """What a query says of the store, in the words of SQLite."""


class Sqlite:
    """Files in a test's own folder."""

    def __init__(self) -> None:
        self._made: dict[collections.abc.Hashable, bytes] = {}

    def new(self, folder: pathlib.Path, blank: bool = False) -> str:
        file = folder / "muster.db"
        for old in folder.glob("muster.db*"):
            old.unlink()
        if not blank:
            file.write_bytes(_empty())
        return f"sqlite:///{file}"

    def made(self, folder: pathlib.Path, key: collections.abc.Hashable, make: Make) -> str:
        url = self.new(folder)
        file = folder / "muster.db"
        if key in self._made:
            file.write_bytes(self._made[key])
            return url
        make(url)
        assert list(folder.glob("muster.db*")) == [file], "nobody has it open any more, so that the file is all of it"
        self._made[key] = file.read_bytes()
        return url

    def remove(self, url: str) -> None:
        """The folder goes with the test."""

    @contextlib.contextmanager
    def locked(self, url: str) -> collections.abc.Iterator[Release]:
        file = str(sqlalchemy.make_url(url).database)
        with contextlib.closing(sqlite3.connect(file, isolation_level=None, check_same_thread=False)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield functools.partial(other.execute, "COMMIT")

    def rows(self, url: str, sql: str) -> Rows:
        with contextlib.closing(sqlite3.connect(str(sqlalchemy.make_url(url).database))) as store:
            return list(store.execute(sql))


@functools.cache
def _empty() -> bytes:
    """An empty store's file, migrated once for each run of the tests."""
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "muster.db"
        _migrate(f"sqlite:///{file}")
        return file.read_bytes()


def _migrate(url: str) -> None:
    with contextlib.closing(data.database.Database(url)) as database:
        data.migrations.upgrade.run(database)


@contextlib.contextmanager
def sharing_statements() -> collections.abc.Iterator[None]:
    """All stores on SQLite of a run know the same compiled statements.

    An engine keeps its own, which suits a process with one store; with a new store for each test, two fifths of the
    time went into compiling the same statements again.
    """
    create = sqlalchemy.create_engine
    first = create("sqlite://", query_cache_size=5_000)
    first.connect().close()  # it asks now what its dialect has to know

    def created(url: str | sqlalchemy.URL, **options: typing.Any) -> sqlalchemy.Engine:
        engine = create(url, **options)
        if engine.dialect.name == first.dialect.name:
            engine.dialect, engine._compiled_cache = first.dialect, first._compiled_cache
        return engine

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlalchemy, "create_engine", created)
        yield
    first.dispose()


def first_everywhere(values: collections.abc.Iterable[object]) -> list[object]:
    """Parameters of which the first is tried on any store, and the others on SQLite: they vary the matter, not how it
    is stored.
    """
    first, *others = values
    varied = pytest.mark.sqlite("the first of these asks the store the same")
    return [first, *(pytest.param(other, marks=varied) for other in others)]


class Postgresql:
    """Databases on a server of the tests' own, copied from one that was migrated once."""

    TEMPLATE = "muster_template"

    def __init__(self, server: tests.postgresql.Server) -> None:
        self.server = server
        self._numbers = itertools.count(1)
        self._made: dict[collections.abc.Hashable, str] = {}
        self._way = server.copies()
        server.execute(f"CREATE DATABASE {self.TEMPLATE}")
        _migrate(server.url(self.TEMPLATE))

    def new(self, folder: pathlib.Path, blank: bool = False) -> str:  # noqa: ARG002  # the server has its own folder
        return self._copy("template1" if blank else self.TEMPLATE)

    def made(self, folder: pathlib.Path, key: collections.abc.Hashable, make: Make) -> str:
        if key not in self._made:
            url = self.new(folder)
            make(url)
            self._made[key] = str(sqlalchemy.make_url(url).database)
        return self._copy(self._made[key])

    def _copy(self, template: str) -> str:
        name = f"muster_{next(self._numbers)}"
        self.server.execute(f"CREATE DATABASE {name} TEMPLATE {template} {self._way}")
        return self.server.url(name)

    def remove(self, url: str) -> None:
        self.server.execute(f"DROP DATABASE {sqlalchemy.make_url(url).database} WITH (FORCE)")

    def connect(self, url: str) -> psycopg.Connection[typing.Any]:
        """A connection from beside, as an administrator has one."""
        return self.server.connect(str(sqlalchemy.make_url(url).database))

    @contextlib.contextmanager
    def locked(self, url: str) -> collections.abc.Iterator[Release]:
        with contextlib.closing(self.connect(url)) as other:
            lock = [data.postgresql.KEY, data.postgresql.TURN]
            other.execute("SELECT pg_advisory_lock(%s, %s)", lock)
            yield functools.partial(other.execute, "SELECT pg_advisory_unlock(%s, %s)", lock)

    def rows(self, url: str, sql: str) -> Rows:
        with contextlib.closing(self.connect(url)) as store:
            return [tuple(map(_as_sqlite, row)) for row in store.execute(sql.encode())]


def _as_sqlite(value: object) -> object:
    """A value as SQLite keeps it: instants, days and JSON are text there."""
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    if isinstance(value, datetime.date):
        return value.isoformat()
    return json.dumps(value) if isinstance(value, dict | list) else value


def restart_ids(session: sqlmodel.Session) -> None:
    """Number new rows after those that are there, as SQLite does: a PostgreSQL sequence takes no number back."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(_restart())


@functools.cache
def _restart() -> sqlalchemy.TextClause:
    """One statement for all tables: with one for each, a test of a command would begin later than it could end."""
    tables = [table.name for table in sqlmodel.SQLModel.metadata.tables.values() if "id" in table.columns]
    following = "coalesce((SELECT max(id) FROM {0}), 0) + 1"
    restart = f"setval(pg_get_serial_sequence('{{0}}', 'id'), {following}, false)"
    return sqlalchemy.text("SELECT " + ", ".join(restart.format(f'"{name}"') for name in tables))


@contextlib.contextmanager
def opened(
    stores: Stores, folder: pathlib.Path, blank: bool = False
) -> collections.abc.Iterator[data.database.Database]:
    """An empty store, which goes when the test is over."""
    url = stores.new(folder, blank)
    try:
        with contextlib.closing(data.database.Database(url)) as database:
            yield database
    finally:
        stores.remove(url)


def new(folder: pathlib.Path) -> data.database.Database:
    """An empty store in a file of that folder; whoever asked closes it."""
    return data.database.Database(Sqlite().new(folder))
