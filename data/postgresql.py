"""What is PostgreSQL's own about a store: its connections, its locks, its faults.

The server outlives its clients and the network between them: a client that is gone without a word is noticed after
about half a minute, on either side, and what it held is free again.
"""

import typing

import sqlalchemy
import sqlalchemy.exc

DRIVERS: tuple[str, ...] = ("postgresql", "postgres", "postgresql+psycopg")

BEGIN_READING: tuple[str, ...] = ()
"""The driver begins by itself, as the session's settings say."""

KEY = 0x6D757374
"""What sets our advisory locks in a database apart from other programs'."""

TURN = 1
"""The lock that each write takes first and holds until its end, so that writes are serial as they are on SQLite."""

ALONE = 2
"""The lock of the one `muster run` on a store."""

PATIENCE = 1.0
"""Seconds that the lock of a process that has just ended is waited for."""

_REACHED_AT_ONCE = {
    "application_name": "muster",
    "connect_timeout": 2,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 25_000,
}
"""Of the driver, where the address does not say otherwise."""

_SESSION = (
    "TimeZone=UTC",
    "default_transaction_isolation=read\\ committed",
    "tcp_keepalives_idle=10",
    "tcp_keepalives_interval=5",
    "tcp_keepalives_count=3",
)
_READING = ("default_transaction_isolation=repeatable\\ read", "default_transaction_read_only=on")

_BUSY = ("55P03", "57014", "40001", "40P01")
"""Lock not had in time, statement cancelled, not serializable, deadlock."""

_UNUSABLE = ("08", "25006", "28", "3D", "42501", "53", "57P", "58", "XX")
"""Connection lost, read-only, not let in, no such database, no right, no room, shut down, disk faults, corrupt."""


def begin_writing(wait: float) -> tuple[str, ...]:
    """Each statement after the lock sees all that was committed before it, as only READ COMMITTED does."""
    return (f"SET LOCAL lock_timeout = {max(1, int(wait * 1000))}", f"SELECT pg_advisory_xact_lock({KEY}, {TURN})")


def readers(url: sqlalchemy.URL, size: int) -> sqlalchemy.Engine:
    """Connections that can change nothing, each transaction seeing one state."""
    return _engine(url, pool_size=size, max_overflow=0, pool_pre_ping=True, connect_args=_arguments(url, *_READING))


def writers(url: sqlalchemy.URL, size: int) -> sqlalchemy.Engine:
    """Connections for `begin_writing`."""
    return _engine(url, pool_size=size, max_overflow=0, pool_pre_ping=True, connect_args=_arguments(url))


def _engine(url: sqlalchemy.URL, **options: typing.Any) -> sqlalchemy.Engine:
    address = url.set(drivername="postgresql+psycopg")
    return sqlalchemy.create_engine(address, hide_parameters=True, **options)  # what people typed is in no log


def _arguments(url: sqlalchemy.URL, *settings: str) -> dict[str, object]:
    given = url.query.get("options", "")
    options = [given if isinstance(given, str) else " ".join(given), *(f"-c {each}" for each in (*_SESSION, *settings))]
    ours = {name: value for name, value in _REACHED_AT_ONCE.items() if name not in url.query}
    return {**ours, "options": " ".join(options)}


def name(url: sqlalchemy.URL) -> str:
    """What people call the store by; an address would show the password."""
    return f"{url.database} on {url.host or 'this machine'}"


def is_busy(fault: object) -> bool:
    """Whether another process's write was in the way."""
    return _code(fault).startswith(_BUSY)


def unusable(fault: object) -> str | None:
    """Why the store can't be used, None if the fault lies elsewhere; without a code, the server was not reached."""
    if _code(fault) and not _code(fault).startswith(_UNUSABLE):
        return None
    return " ".join(str(fault).split()).removesuffix(".")


def _code(fault: object) -> str:
    return str(getattr(fault, "sqlstate", None) or "")


_END_OUR_LAST = sqlalchemy.text(
    "SELECT pg_terminate_backend(pid) FROM pg_locks"
    " WHERE locktype = 'advisory' AND classid = :key AND objid = :lock AND pid = :pid"
)
"""The server may not have noticed yet that a connection of ours is gone."""


class Hold:
    """A store held by one process, by a connection of its own. The server lets go when that connection ends."""

    def __init__(self, url: sqlalchemy.URL) -> None:
        self._engine = _engine(
            url, poolclass=sqlalchemy.NullPool, isolation_level="AUTOCOMMIT", connect_args=_arguments(url)
        )
        self._connection: sqlalchemy.Connection | None = None
        self._was = 0

    def take(self) -> bool:
        """Whether the store is ours, or ours again: the connection may have been lost meanwhile."""
        if self._connection is not None:
            try:
                self._connection.exec_driver_sql("SELECT 1")
            except sqlalchemy.exc.DBAPIError:
                self.let_go()
        if self._connection is None:
            self._connection = self._taken(self._engine.connect())
        return self._connection is not None

    def _taken(self, connection: sqlalchemy.Connection) -> sqlalchemy.Connection | None:
        connection.exec_driver_sql(f"SET lock_timeout = {int(PATIENCE * 1000)}")
        connection.execute(_END_OUR_LAST, {"key": KEY, "lock": ALONE, "pid": self._was})
        try:
            connection.exec_driver_sql(f"SELECT pg_advisory_lock({KEY}, {ALONE})")
        except sqlalchemy.exc.OperationalError as error:
            connection.close()
            if is_busy(error.orig):
                return None
            raise
        self._was = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
        return connection

    def let_go(self) -> None:
        """Leave the store to others."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def hold(url: sqlalchemy.URL) -> Hold:
    """What one process takes alone."""
    return Hold(url)
