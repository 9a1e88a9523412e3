"""Stores for the shell's tests."""

import collections.abc
import contextlib
import pathlib

import pytest

import data.database
import tests.stores


@pytest.fixture
def database(tmp_path: pathlib.Path) -> collections.abc.Iterator[data.database.Database]:
    with contextlib.closing(tests.stores.new(tmp_path)) as database:
        yield database
