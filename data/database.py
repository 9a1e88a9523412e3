"""The store: its connections, its readers, its one transaction, and the only BEGIN and COMMIT."""

import collections.abc
import contextlib
import typing

import sqlalchemy
import sqlalchemy.exc
import sqlmodel

import data.postgresql
import data.sqlite

READERS = 4
"""Connections that may read at once."""

PATIENCE = 5.0
"""Seconds that a write waits for another process's write unless told otherwise."""


class StoreError(Exception):
    """The store did not do what was asked, and nothing of it was saved."""


class Busy(StoreError):
    """Another write held the store for longer than the caller could wait."""


class Unusable(StoreError):
    """The store can't be opened, read or written; the message says why."""


class _Hold(typing.Protocol):
    """A store held by one process."""

    def take(self) -> bool: ...

    def let_go(self) -> None: ...


class _Dialect(typing.Protocol):
    """What `data.sqlite` and `data.postgresql` do each in their own way; all else is the same on both."""

    DRIVERS: tuple[str, ...]
    BEGIN_READING: tuple[str, ...]

    def begin_writing(self, wait: float) -> tuple[str, ...]: ...

    def readers(self, url: sqlalchemy.URL, size: int) -> sqlalchemy.Engine: ...

    def writers(self, url: sqlalchemy.URL, size: int) -> sqlalchemy.Engine: ...

    def name(self, url: sqlalchemy.URL) -> str: ...

    def is_busy(self, fault: object) -> bool: ...

    def unusable(self, fault: object) -> str | None: ...

    def hold(self, url: sqlalchemy.URL) -> _Hold: ...


_SQLITE: _Dialect = data.sqlite
_POSTGRESQL: _Dialect = data.postgresql


class Database:
    """One store, by its address. Writes are serial; readers see the last committed state and never wait for a write."""

    def __init__(self, url: str) -> None:
        self.url = _read(url)
        self._dialect = _dialect(self.url)
        with _made():
            self._writers = self._dialect.writers(self.url, 1)
            self._readers = self._dialect.readers(self.url, READERS)
            self._hold = self._dialect.hold(self.url)
        sqlalchemy.event.listen(self._writers, "begin", self._begin_writing)
        sqlalchemy.event.listen(self._readers, "begin", self._begin_reading)

    @property
    def name(self) -> str:
        """What people call the store by; it holds no password."""
        return self._dialect.name(self.url)

    @contextlib.contextmanager
    def reading(self) -> collections.abc.Iterator[sqlmodel.Session]:
        """A session that sees one consistent state and can change nothing."""
        with self._faults_named(), sqlmodel.Session(self._readers, expire_on_commit=False) as session:
            yield session

    @contextlib.contextmanager
    def writing(self, wait: float = PATIENCE) -> collections.abc.Iterator[sqlmodel.Session]:
        """The transaction: commits when the block ends, saves nothing when it raises.

        `wait` is how many seconds of the machine's clock another process's write is waited for (`Busy` after that).
        """
        with self._faults_named(), self._writers.connect() as connection:
            connection.execution_options(wait=wait)
            with sqlmodel.Session(connection, expire_on_commit=False) as session, session.begin():
                yield session

    @contextlib.contextmanager
    def migrating(self) -> collections.abc.Iterator[sqlalchemy.Connection]:
        """A connection in one transaction that may change the schema."""
        with self._faults_named(), self._writers.begin() as connection:
            yield connection

    def schema_version(self) -> str | None:
        """The migration that the store stands at, None for a new one."""
        with self.reading() as session:
            if not sqlalchemy.inspect(session.connection()).has_table("alembic_version"):
                return None
            return session.connection().execute(sqlalchemy.text("SELECT version_num FROM alembic_version")).scalar()

    def take_alone(self) -> bool:
        """Hold the store for this process; False if another does. Asked again, whether it is still so."""
        with self._faults_named(), _made():
            return self._hold.take()

    def let_go(self) -> None:
        """Leave the store to others."""
        self._hold.let_go()

    def close(self) -> None:
        """Let go of every connection."""
        self._hold.let_go()
        self._writers.dispose()
        self._readers.dispose()

    def _begin_writing(self, connection: sqlalchemy.Connection) -> None:
        for statement in self._dialect.begin_writing(connection.get_execution_options().get("wait", PATIENCE)):
            connection.exec_driver_sql(statement)

    def _begin_reading(self, connection: sqlalchemy.Connection) -> None:
        for statement in self._dialect.BEGIN_READING:
            connection.exec_driver_sql(statement)

    @contextlib.contextmanager
    def _faults_named(self) -> collections.abc.Iterator[None]:
        """Turn the driver's faults into ours. What the programme did wrong (a broken constraint) passes as it is."""
        try:
            yield
        except sqlalchemy.exc.TimeoutError as error:
            raise Busy("All connections to the store are in use.") from error
        except sqlalchemy.exc.IntegrityError:
            raise
        except sqlalchemy.exc.DatabaseError as error:
            if self._dialect.is_busy(error.orig):
                raise Busy("Another process is writing to the store.") from error
            reason = self._dialect.unusable(error.orig)
            if reason is None:
                raise
            raise Unusable(f"The store can't be used: {reason}.") from error


@contextlib.contextmanager
def rehearsal(session: sqlmodel.Session) -> collections.abc.Iterator[None]:
    """What is done in this block is undone at its end, so that a preview can show what would come of it.

    Rows that were loaded before read as they were.
    """
    info = dict(session.info)
    try:
        with session.begin_nested() as savepoint:
            yield
            savepoint.rollback()
    finally:
        session.expire_all()
        session.info.clear()
        session.info.update(info)


def _read(url: str) -> sqlalchemy.URL:
    """The address in its parts. What can't be read is not shown: it may hold a password."""
    try:
        read = sqlalchemy.make_url(url)
    except (sqlalchemy.exc.ArgumentError, ValueError):
        raise Unusable("That is no store's address. Write one such as sqlite:///var/muster.db.") from None
    if "@" in (read.host or ""):
        raise Unusable("In a store's address, an @ that belongs to the password is written %40.")
    return read


def _dialect(url: sqlalchemy.URL) -> _Dialect:
    for dialect in (_SQLITE, _POSTGRESQL):
        if url.drivername in dialect.DRIVERS:
            return dialect
    raise Unusable(
        f"A store's address starts with sqlite:/// or postgresql://, not with {url.drivername}:"
        " write one such as sqlite:///var/muster.db."
    )


@contextlib.contextmanager
def _made() -> collections.abc.Iterator[None]:
    """Name what of a store can't be had before it is asked anything: its folder, its lock's file, its driver."""
    try:
        yield
    except OSError as error:
        raise Unusable(f"{error.filename} can't be made or opened: {error.strerror}.") from error
    except ImportError as error:
        raise Unusable("A PostgreSQL store needs psycopg, which is not installed here: make postgres.") from error
