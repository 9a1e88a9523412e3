"""What is SQLite's own about a store: its file, its connections, its lock, its faults."""

import fcntl
import os
import pathlib
import sqlite3
import typing

import sqlalchemy

DRIVERS: tuple[str, ...] = ("sqlite", "sqlite+pysqlite")

BEGIN_READING: tuple[str, ...] = ("BEGIN",)

_UNUSABLE = ("SQLITE_READONLY", "SQLITE_CANTOPEN", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_NOTADB", "SQLITE_CORRUPT")


def begin_writing(wait: float) -> tuple[str, ...]:
    """With our own BEGIN, for the driver's would take the lock too late."""
    return (f"PRAGMA busy_timeout={max(0, int(wait * 1000))}", "BEGIN IMMEDIATE")


def readers(url: sqlalchemy.URL, size: int) -> sqlalchemy.Engine:
    """Connections that can change nothing."""
    return _engine(url, size, "query_only=ON")


def writers(url: sqlalchemy.URL, size: int) -> sqlalchemy.Engine:
    """Connections whose commits are on the disk."""
    return _engine(url, size)


def _engine(url: sqlalchemy.URL, size: int, *pragmas: str) -> sqlalchemy.Engine:
    if url.database and not url.database.startswith(("file:", ":")):
        pathlib.Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    arguments = {"check_same_thread": False, "isolation_level": None}
    engine = sqlalchemy.create_engine(
        url,
        connect_args=arguments,
        pool_size=size,
        max_overflow=0,
        hide_parameters=True,  # they are what people typed, and an error is logged with them
    )

    @sqlalchemy.event.listens_for(engine, "connect")
    def configure(connection: sqlite3.Connection, _record: object) -> None:
        for pragma in ("busy_timeout=5000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", *pragmas):
            connection.execute(f"PRAGMA {pragma}")

    return engine


def name(url: sqlalchemy.URL) -> str:
    """What people call the store by."""
    return str(url.database)


def is_busy(fault: object) -> bool:
    """Whether another process's write was in the way."""
    return _code(fault).startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


def unusable(fault: object) -> str | None:
    """Why the store can't be used, None if the fault lies elsewhere."""
    return f"{fault} ({_code(fault)})" if _code(fault).startswith(_UNUSABLE) else None


def _code(fault: object) -> str:
    return str(getattr(fault, "sqlite_errorname", ""))


class Hold:
    """A store held by one process. The kernel lets go when that ends, however it ends."""

    def __init__(self, url: sqlalchemy.URL) -> None:
        self._path = pathlib.Path(f"{url.database}.lock")
        self._file: typing.TextIO | None = None

    def take(self) -> bool:
        """Whether the store is ours; who has it keeps it."""
        if self._file is None:
            file = self._path.open("w")
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                file.close()
                return False
            file.write(f"{os.getpid()}\n")
            file.flush()
            self._file = file
        return True

    def let_go(self) -> None:
        """Leave the store to others."""
        if self._file is not None:
            self._file.close()
            self._file = None


def hold(url: sqlalchemy.URL) -> Hold:
    """What one process takes alone."""
    return Hold(url)
