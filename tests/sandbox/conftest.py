"""One running sandbox for the folder's stories, fresh for each of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import tests.sandbox.small_workspace
import tests.workspace


@pytest.fixture(scope="session")
def running() -> Iterator[tests.workspace.Workspace]:
    with tests.workspace.Workspace(tests.sandbox.small_workspace.workspace()) as workspace:
        yield workspace


@pytest.fixture
def local_slack(running: tests.workspace.Workspace) -> tests.workspace.Workspace:
    running.reset()
    return running
