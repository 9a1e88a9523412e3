"""Stores of a test's own, at the newest schema."""

import functools
import pathlib
import tempfile

import data.database
import data.migrations.upgrade


@functools.cache
def _empty() -> bytes:
    """An empty store's file, migrated once for each run of the tests."""
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "muster.db"
        database = data.database.Database(f"sqlite:///{file}")
        data.migrations.upgrade.run(database)
        database.close()
        return file.read_bytes()


def new(folder: pathlib.Path) -> data.database.Database:
    """An empty store in a file of that folder; whoever asked closes it."""
    file = folder / "muster.db"
    file.write_bytes(_empty())
    return data.database.Database(f"sqlite:///{file}")
