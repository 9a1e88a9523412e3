"""Empty stores, with the product's own connections."""

import collections.abc
import pathlib

import pytest
import sqlmodel

import data.database
import tests.stores


@pytest.fixture
def database(stores: tests.stores.Stores, tmp_path: pathlib.Path) -> collections.abc.Iterator[data.database.Database]:
    """For what several transactions tell."""
    with tests.stores.opened(stores, tmp_path) as database:
        yield database


@pytest.fixture
def session(database: data.database.Database) -> collections.abc.Iterator[sqlmodel.Session]:
    """For queries, within one transaction."""
    with database.writing() as session:
        yield session
