"""A local Slack for each module of stories, and for each story a programme as new."""

from __future__ import annotations

import contextlib
import pathlib
from collections.abc import Iterator

import pytest

import bot.pace
import bot.store
import tests.stories.cast
import tests.stories.programme
import tests.workspace


@pytest.fixture(autouse=True)
def brisk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let one message follow another in a channel at once, as Slack takes a few of them; pace has tests of its own."""
    monkeypatch.setattr(bot.pace, "LANE_SECONDS", 0.05)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """An empty store at the newest schema, to be copied."""
    file = tmp_path_factory.mktemp("template") / "muster.db"
    with contextlib.closing(bot.store.open_database(f"sqlite:///{file}")):
        return file


@pytest.fixture(scope="module")
def slack() -> Iterator[tests.workspace.Workspace]:
    with tests.workspace.Workspace(tests.stories.cast.workspace()) as workspace:
        yield workspace


@pytest.fixture
def prepared(
    slack: tests.workspace.Workspace, template: pathlib.Path, tmp_path: pathlib.Path
) -> Iterator[tests.stories.programme.Programme]:
    """A live programme on which Muster is not running yet."""
    programme = tests.stories.programme.Programme(slack, template, tmp_path)
    programme.prepare()
    try:
        yield programme
    finally:
        programme.stop()


@pytest.fixture
def programme(prepared: tests.stories.programme.Programme) -> tests.stories.programme.Programme:
    """A live programme with Muster at work in it."""
    prepared.start()
    return prepared
