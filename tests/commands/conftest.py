"""A session in a store of the test's own."""

import collections.abc
import contextlib
import pathlib

import pytest
import sqlmodel

import tests.stores


@pytest.fixture
def session(tmp_path: pathlib.Path) -> collections.abc.Iterator[sqlmodel.Session]:
    with contextlib.closing(tests.stores.new(tmp_path)) as database, database.writing() as session:
        yield session
