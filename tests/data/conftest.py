"""A store for queries: empty, in a file, without the product's own connections."""

import collections.abc
import pathlib

import pytest
import sqlmodel


@pytest.fixture
def session(tmp_path: pathlib.Path) -> collections.abc.Iterator[sqlmodel.Session]:
    engine = sqlmodel.create_engine(f"sqlite:///{tmp_path / 'muster.db'}")
    sqlmodel.SQLModel.metadata.create_all(engine)
    with sqlmodel.Session(engine, expire_on_commit=False) as session:
        yield session
    engine.dispose()
