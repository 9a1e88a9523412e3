"""`muster import figures.csv` from the outside: what it keeps, what it refuses, and that twice is once."""

from __future__ import annotations

import contextlib
import datetime
import io
import pathlib
import typing

import pytest
import sqlmodel

import bot.imports
import bot.store
import commands.service_import
import data.models

NOW = datetime.datetime(2026, 3, 4, 12, tzinfo=datetime.UTC)
WEEK = datetime.date(2026, 2, 23)
PEOPLE = b"""\
slack_id,email,name,roles,weekly_hours,contract_starts,contract_ends
UADA,ada@example.com,Ada Harbour,adviser,20,,
UKENJI,,Kenji Quay,freelancer,24,2026-01-01,2026-04-30
UFLOR,,Flor Ferry,freelancer,24,2026-01-01,2026-04-30
"""
FIGURES = b"""\
week,person,satisfaction,first_reply,queue,solved,hours
2026-02-23,,94.5,1.5,120,,
2026-02-23,Kenji Quay,,,,38,
2026-02-23,UFLOR,,,,40,
2026-02-23,ada@example.com,,,,52,32
"""


class Shell:
    """A store with a roster in it, and the command."""

    def __init__(self, folder: pathlib.Path) -> None:
        self.folder = folder
        self.url = f"sqlite:///{folder / 'muster.db'}"
        assert self.imports(PEOPLE) == bot.imports.DONE, self.err.getvalue()

    def imports(self, content: bytes, dry_run: bool = False) -> int:
        self.out, self.err = io.StringIO(), io.StringIO()
        file = self.folder / "figures.csv"
        file.write_bytes(content)
        return bot.imports.run(file, dry_run, self.url, NOW, self.out, self.err)

    def said(self, content: bytes, dry_run: bool = False) -> str:
        assert self.imports(content, dry_run) == bot.imports.DONE, self.err.getvalue()
        return self.out.getvalue()

    def rows(self, model: type[sqlmodel.SQLModel]) -> list[typing.Any]:
        with contextlib.closing(bot.store.open_database(self.url)) as database, database.reading() as session:
            return list(session.exec(sqlmodel.select(model)))


@pytest.fixture
def shell(tmp_path: pathlib.Path) -> Shell:
    return Shell(tmp_path)


def test_the_teams_figures_and_what_each_solved_are_kept(shell: Shell) -> None:
    assert shell.said(FIGURES) == "added 6, changed 0, unchanged 0\n"
    assert {(one.name, one.value) for one in shell.rows(data.models.WeekFigure)} == {
        ("satisfaction", 94.5),
        ("first_reply", 1.5),
        ("queue", 120),
    }
    assert [(one.week, one.number, one.in_house, one.hours) for one in shell.rows(data.models.Solved)] == [
        (WEEK, 52, True, 32),
        (WEEK, 38, False, None),
        (WEEK, 40, False, None),
    ]


def test_the_same_file_again_changes_nothing_and_a_changed_one_what_differs(shell: Shell) -> None:
    shell.said(FIGURES)
    assert shell.said(FIGURES) == "added 0, changed 0, unchanged 6\n"
    assert shell.said(FIGURES.replace(b",38,", b",39,").replace(b"94.5", b"-")) == "added 0, changed 2, unchanged 4\n"
    assert [one.number for one in shell.rows(data.models.Solved)] == [52, 39, 40]


def test_a_dry_run_says_the_same_and_keeps_nothing(shell: Shell) -> None:
    assert shell.said(FIGURES, dry_run=True) == "added 6, changed 0, unchanged 0\n"
    assert shell.rows(data.models.Solved) == shell.rows(data.models.WeekFigure) == []


def test_with_a_fault_nothing_is_kept_and_each_is_named_by_line(shell: Shell) -> None:
    assert shell.imports(FIGURES.replace(b"UFLOR", b"UNOBODY").replace(b"120", b"some")) == bot.imports.FAULTS
    assert [line.partition("figures.csv:")[2] for line in shell.err.getvalue().splitlines()] == [
        "2: queue: “some” is no whole number from 0 to 999,999; it looks like 120",
        "4: person: “UNOBODY” is nobody on the roster, or more than one; write their e-mail or Slack id",
    ]
    assert shell.rows(data.models.Solved) == []


def test_hours_in_house_are_those_that_were_given_and_no_others(shell: Shell) -> None:
    shell.said(FIGURES.replace(b",52,32", b",52,"))
    (ada,) = [one for one in shell.rows(data.models.Solved) if one.in_house]
    assert ada.hours is None


def test_a_large_file_is_written_in_short_transactions(tmp_path: pathlib.Path) -> None:
    """600 numbers: the team's figures and two pieces, each told as it is done."""
    people = [f"UN{number},Nemo {number},freelancer" for number in range(600)]
    shell = Shell(tmp_path)
    assert shell.imports("\n".join(["slack_id,name,roles", *people]).encode()) == bot.imports.DONE
    figures = "\n".join(["week,person,solved", *(f"2026-02-23,UN{number},{number}" for number in range(600))]).encode()
    told = []
    with contextlib.closing(bot.store.open_database(shell.url)) as database:
        plan = commands.service_import.import_figures(
            database, figures, NOW, progress=lambda done, steps: told.append((done, steps))
        )
    assert (plan.added, plan.changed, plan.unchanged) == (600, 0, 0)
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert sum(one.subject == "service" for one in shell.rows(data.models.Audit)) == 2
