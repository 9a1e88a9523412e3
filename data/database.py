"""The store: its connections, its readers, its one transaction, and the only BEGIN and COMMIT."""

import collections.abc
import contextlib
import pathlib
import sqlite3

import sqlalchemy
import sqlalchemy.exc
import sqlmodel

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


class Database:
    """One store, by its address. Writes are serial; readers see the last committed state and never wait for a write."""

    def __init__(self, url: str) -> None:
        self.url = _read(url)
        _make_folder(self.url)
        self._writers = _engine(self.url, begin="BEGIN IMMEDIATE", pool_size=1)
        self._readers = _engine(self.url, begin="BEGIN", pool_size=READERS, pragmas=("query_only=ON",))

    @contextlib.contextmanager
    def reading(self) -> collections.abc.Iterator[sqlmodel.Session]:
        """A session that sees one consistent state and can change nothing."""
        with _faults_named(), sqlmodel.Session(self._readers, expire_on_commit=False) as session:
            yield session

    @contextlib.contextmanager
    def writing(self, wait: float = PATIENCE) -> collections.abc.Iterator[sqlmodel.Session]:
        """The transaction: commits when the block ends, saves nothing when it raises.

        `wait` is how many seconds of the machine's clock another process's write is waited for (`Busy` after that).
        """
        with _faults_named(), self._writers.connect() as connection:
            _wait_for_lock(connection, wait)
            with sqlmodel.Session(connection, expire_on_commit=False) as session, session.begin():
                yield session

    @contextlib.contextmanager
    def migrating(self) -> collections.abc.Iterator[sqlalchemy.Connection]:
        """A connection in one transaction that may change the schema."""
        with _faults_named(), self._writers.begin() as connection:
            yield connection

    def schema_version(self) -> str | None:
        """The migration that the store stands at, None for a new one."""
        with self.reading() as session:
            if not sqlalchemy.inspect(session.connection()).has_table("alembic_version"):
                return None
            return session.connection().execute(sqlalchemy.text("SELECT version_num FROM alembic_version")).scalar()

    def close(self) -> None:
        """Let go of every connection."""
        self._writers.dispose()
        self._readers.dispose()


def _read(url: str) -> sqlalchemy.URL:
    try:
        return sqlalchemy.make_url(url)
    except sqlalchemy.exc.ArgumentError:
        raise Unusable(f"{url!r} is no store's address. Write one such as sqlite:///var/muster.db.") from None


def _make_folder(url: sqlalchemy.URL) -> None:
    if url.get_backend_name() == "sqlite" and url.database and not url.database.startswith(("file:", ":")):
        try:
            pathlib.Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Unusable(f"The folder of {url.database} can't be made: {error.strerror}.") from error


def _engine(url: sqlalchemy.URL, begin: str, pool_size: int, pragmas: tuple[str, ...] = ()) -> sqlalchemy.Engine:
    """An engine for a store; on SQLite with our own BEGIN, for the driver's would take the lock too late."""
    if url.drivername not in ("sqlite", "sqlite+pysqlite"):
        raise Unusable(f"DATABASE_URL starts with {url.drivername!r}: this version stores in SQLite (sqlite:///FILE).")
    arguments = {"check_same_thread": False, "isolation_level": None}
    engine = sqlalchemy.create_engine(url, connect_args=arguments, pool_size=pool_size, max_overflow=0)

    @sqlalchemy.event.listens_for(engine, "connect")
    def configure(connection: sqlite3.Connection, _record: object) -> None:
        for pragma in ("busy_timeout=5000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", *pragmas):
            connection.execute(f"PRAGMA {pragma}")

    @sqlalchemy.event.listens_for(engine, "begin")
    def start(connection: sqlalchemy.Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _wait_for_lock(connection: sqlalchemy.Connection, seconds: float) -> None:
    driver = connection.connection.driver_connection
    if driver is not None:
        driver.execute(f"PRAGMA busy_timeout={max(0, int(seconds * 1000))}")


@contextlib.contextmanager
def _faults_named() -> collections.abc.Iterator[None]:
    """Turn the driver's faults into ours. What the programme did wrong (a broken constraint) passes as it is."""
    try:
        yield
    except sqlalchemy.exc.TimeoutError as error:
        raise Busy("All connections to the store are in use.") from error
    except sqlalchemy.exc.IntegrityError:
        raise
    except sqlalchemy.exc.DatabaseError as error:
        name = getattr(error.orig, "sqlite_errorname", "")
        if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            raise Busy("Another process is writing to the store.") from error
        if name.startswith(_UNUSABLE):
            raise Unusable(f"The store can't be used: {error.orig} ({name}).") from error
        raise


_UNUSABLE = ("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_NOTADB", "SQLITE_CORRUPT")
