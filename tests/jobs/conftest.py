"""A session in a store of the test's own."""

import collections.abc
import pathlib

import pytest
import sqlmodel

import data.database
import tests.stores


@pytest.fixture
def database(stores: tests.stores.Stores, tmp_path: pathlib.Path) -> collections.abc.Iterator[data.database.Database]:
    with tests.stores.opened(stores, tmp_path) as database:
        yield database


@pytest.fixture
def session(database: data.database.Database) -> collections.abc.Iterator[sqlmodel.Session]:
    with database.writing() as session:
        yield session
