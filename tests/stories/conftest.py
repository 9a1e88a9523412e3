"""A local Slack for the stories, and for each of them a programme as new."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator

import pytest

import bot.pace
import tests.stores
import tests.stories.cast
import tests.stories.programme
import tests.workspace


@pytest.fixture(autouse=True)
def brisk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let one message follow another in a channel at once, as Slack takes a few of them; pace has tests of its own."""
    monkeypatch.setattr(bot.pace, "LANE_SECONDS", 0.05)


@pytest.fixture(scope="session")
def slack() -> Iterator[tests.workspace.Workspace]:
    """A local Slack for all stories of a process; each story begins with a workspace as new."""
    with tests.workspace.Workspace(tests.stories.cast.workspace()) as workspace:
        yield workspace


@pytest.fixture
def prepared(
    slack: tests.workspace.Workspace, stores: tests.stores.Stores, tmp_path: pathlib.Path
) -> Iterator[tests.stories.programme.Programme]:
    """A live programme on which Muster is not running yet."""
    programme = tests.stories.programme.Programme(slack, stores, tmp_path)
    try:
        programme.prepare()
        yield programme
        assert not programme.unpausable()
    finally:
        programme.stop()
        programme.remove()


@pytest.fixture
def programme(prepared: tests.stories.programme.Programme) -> tests.stories.programme.Programme:
    """A live programme with Muster at work in it."""
    prepared.start()
    return prepared


@pytest.fixture
def ending(prepared: tests.stories.programme.Programme) -> tests.stories.programme.Programme:
    """The same, but a contract ends soon: Amara's, on 20 March."""
    prepared.prepare(tests.stories.cast.ENDING)
    prepared.start()
    return prepared
