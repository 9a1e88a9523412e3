"""Empty stores in a file: for queries without the product's own connections, and with them."""

import collections.abc
import contextlib
import pathlib

import pytest
import sqlmodel

import data.database
import tests.stores


@pytest.fixture
def session(tmp_path: pathlib.Path) -> collections.abc.Iterator[sqlmodel.Session]:
    engine = sqlmodel.create_engine(f"sqlite:///{tmp_path / 'muster.db'}")
    sqlmodel.SQLModel.metadata.create_all(engine)
    with sqlmodel.Session(engine, expire_on_commit=False) as session:
        yield session
    engine.dispose()


@pytest.fixture
def database(tmp_path: pathlib.Path) -> collections.abc.Iterator[data.database.Database]:
    """A store with the product's own connections, for what several transactions tell."""
    with contextlib.closing(tests.stores.new(tmp_path)) as database:
        yield database
