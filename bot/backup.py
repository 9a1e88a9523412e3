"""`muster backup`: a copy of an SQLite store, whole, taken beside a running bot."""

import contextlib
import pathlib
import sqlite3
import tempfile

import typer

import bot.errors
import data.database


class BackupError(bot.errors.Refusal):
    """There is no copy, and nothing was left behind."""


def run(url: str, file: pathlib.Path) -> None:
    """Copy the store at `url` to a file that is not there yet, and that its owner alone may read."""
    with contextlib.closing(data.database.Database(url)) as database:
        if database.url.get_backend_name() != "sqlite":
            raise BackupError(f"{database.name} is a PostgreSQL store, which has a tool of its own: {_dump(database)}")
        version = _version(database)
        store = pathlib.Path(database.name)
    _write(store, file)
    typer.echo(f"Wrote {file}: {file.stat().st_size:,} bytes, schema {version}, checked.")
    typer.echo(
        f"To restore it: stop Muster, remove {store}, {store}-wal and {store}-shm, and copy {file} to {store}."
        " What was sent since is sent again: read docs/store.md first, and let `muster pause` hold it back."
    )


def _dump(database: data.database.Database) -> str:
    parts = {"-h": database.url.host, "-p": database.url.port, "-U": database.url.username}
    given = "".join(f" {option} {value}" for option, value in parts.items() if value)
    return f"pg_dump -Fc{given} -f FILE {database.url.database}"


def _version(database: data.database.Database) -> str:
    """The store's schema; asked of a file that is there, for asking would make one."""
    version = database.schema_version() if pathlib.Path(database.name).exists() else None
    if version is None:
        raise BackupError(f"{database.name} is no store yet: there is nothing to copy.")
    return version


def _write(store: pathlib.Path, file: pathlib.Path) -> None:
    """First under another name, so that what bears this name is whole."""
    if file.exists():
        raise BackupError(f"{file} is there already, and nothing is overwritten. Name another file.")
    try:
        with tempfile.TemporaryDirectory(dir=file.parent, prefix=".muster-backup-") as folder:
            copy = pathlib.Path(folder) / file.name
            copy.touch(mode=0o600)
            _copy(store, copy)
            copy.rename(file)
    except (OSError, sqlite3.Error) as error:
        raise BackupError(f"There is no copy of {store} in {file}: {error}.") from error


def _copy(store: pathlib.Path, copy: pathlib.Path) -> None:
    """In one step, which sees one committed state and holds up no writer; a copy in parts begins anew at each write."""
    source = sqlite3.connect(f"{store.absolute().as_uri()}?mode=ro", uri=True)
    with contextlib.closing(source), contextlib.closing(sqlite3.connect(copy)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")  # one file, without companions
        (found,) = target.execute("PRAGMA integrity_check(1)").fetchone()
        if found != "ok":
            raise sqlite3.DatabaseError(f"the copy is not whole ({found})")
