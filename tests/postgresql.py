"""A PostgreSQL server of the tests' own, which ends when they do, however they end."""

import collections.abc
import contextlib
import os
import pathlib
import shutil
import subprocess
import tempfile
import time
import typing

import psycopg

USER = "postgres"
"""The server's owner among its roles; and the system's user who runs it where the tests are root, whom it refuses."""

FOLDERS = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin")
"""Where systems put the server's programs without putting them on the path."""

STARTS = 30.0
"""Seconds within which a server has started."""

ROOM = 1_000_000_000

# Orders of people, not of bytes, where the server knows them: what must be ordered by bytes shows.
LOCALES = (("--locale-provider=icu", "--icu-locale=en-US", "--locale=C"), ("--locale=C",))

# Ends the server and its folder as soon as standard input closes, which it does however a parent ends.
SERVE = """
"$1/postgres" -D "$2/data" -k "$2" -c listen_addresses= -c fsync=off -c synchronous_commit=off \
  -c full_page_writes=off -c autovacuum=off -c log_timezone=UTC >"$2/log" 2>&1 &
server=$!
cat >/dev/null
kill -INT $server
wait $server
rm -rf "$2"
"""


def programs() -> pathlib.Path | None:
    """The folder with the server's programs, None where there is no server."""
    found = shutil.which("initdb")
    if found and pathlib.Path(found).with_name("postgres").exists():
        return pathlib.Path(found).parent
    folders = [folder for pattern in FOLDERS for folder in pathlib.Path("/").glob(pattern.removeprefix("/"))]
    return max((folder for folder in folders if (folder / "postgres").exists()), default=None)


class Server:
    """A running server, reached by a socket in its folder."""

    def __init__(self, folder: str) -> None:
        self._folder = folder

    def url(self, database: str, user: str = USER, password: str = "") -> str:
        """A database's address, as DATABASE_URL holds it."""
        secret = f":{password}" if password else ""
        return f"postgresql+psycopg://{user}{secret}@/{database}?host={self._folder}"

    def connect(self, database: str = USER) -> psycopg.Connection[typing.Any]:
        """A connection of the owner's, each of whose statements is a transaction."""
        return psycopg.connect(host=self._folder, user=USER, dbname=database, autocommit=True)

    def execute(self, statement: str) -> None:
        """A statement of the owner's, about databases and roles."""
        with contextlib.closing(self.connect()) as connection:
            connection.execute(statement.encode())

    def copies(self) -> str:
        """How a database is copied soonest: from PostgreSQL 15 on it logs every page unless it is told not to."""
        with contextlib.closing(self.connect()) as connection:
            return "STRATEGY FILE_COPY" if connection.info.server_version >= 150_000 else ""


@contextlib.contextmanager
def running(programs: pathlib.Path) -> collections.abc.Iterator[Server]:
    """A server with nothing in it."""
    folder = tempfile.mkdtemp(prefix="muster-pg-", dir=_room())
    runner: dict[str, typing.Any] = {"cwd": "/", "start_new_session": True}
    if os.geteuid() == 0:
        shutil.chown(folder, USER, USER)
        runner |= {"user": USER, "group": USER, "extra_groups": []}
    _initialise(programs, folder, runner)
    command = ["/bin/sh", "-c", SERVE, "sh", str(programs), folder]
    with subprocess.Popen(command, stdin=subprocess.PIPE, **runner) as child:
        server = Server(folder)
        try:
            _wait(server, pathlib.Path(folder) / "log")
            yield server
        finally:
            child.communicate()


def _room() -> str:
    """In memory where that is large, for each test makes some hundred files; a short path, for a socket's must be."""
    shared = pathlib.Path("/dev/shm")
    return str(shared) if shared.is_dir() and shutil.disk_usage(shared).free > ROOM else "/tmp"


def _initialise(programs: pathlib.Path, folder: str, runner: dict[str, typing.Any]) -> None:
    said = ""
    for locale in LOCALES:
        options = ["-D", f"{folder}/data", "-U", USER, "-E", "UTF8", "-A", "trust", "--no-sync", *locale]
        done = subprocess.run([programs / "initdb", *options], capture_output=True, text=True, check=False, **runner)
        if done.returncode == 0:
            return
        said += done.stderr
    raise RuntimeError(said)


def _wait(server: Server, log: pathlib.Path) -> None:
    end = time.monotonic() + STARTS
    while True:
        try:
            server.connect().close()
        except psycopg.OperationalError:
            if time.monotonic() > end:
                raise RuntimeError(log.read_text()) from None
            time.sleep(0.02)
        else:
            return
