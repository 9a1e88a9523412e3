"""`muster import duty.csv` from the outside: what it adds, what is dealt after it, and that twice is once."""

import collections.abc
import contextlib
import datetime
import io
import pathlib

import pytest
import sqlmodel

import bot.imports
import bot.store
import data.duty
import data.models
import data.people
import data.settings
import jobs.duty

NOW = datetime.datetime(2026, 3, 4, 12, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)
PEOPLE = b"""\
slack_id,email,name,roles
UADA,ada@example.com,Ada,adviser
UBEN,,Ben,adviser
UCY,,Cy,adviser
UDOV,,Dov,adviser
UEVA,,Eva,adviser
UOLD,,Old,adviser
"""
HISTORY = b"""\
starts,seat_1,seat_2
2026-01-19,UADA,UOLD
2026-02-02,UBEN,UCY
2026-02-16,UDOV,ada@example.com
2026-03-02,UCY,UBEN
"""


class Shell:
    """A store with a roster in it, and the command."""

    def __init__(self, folder: pathlib.Path) -> None:
        self.url = f"sqlite:///{folder / 'muster.db'}"
        self.out, self.err = io.StringIO(), io.StringIO()
        assert self.imports(PEOPLE) == bot.imports.DONE, self.err.getvalue()
        with self.writing() as session:
            data.settings.record(session, "time_zone", "Europe/Berlin")
            data.settings.record(session, "duty_first_handover", "2026-03-02")
            old = data.people.find(session, "UOLD")
            assert old is not None
            old.active = False

    def imports(self, content: bytes, dry_run: bool = False) -> int:
        self.out, self.err = io.StringIO(), io.StringIO()
        file = pathlib.Path("duty.csv")
        file.write_bytes(content)
        return bot.imports.run(file, dry_run, self.url, NOW, self.out, self.err)

    @contextlib.contextmanager
    def writing(self) -> collections.abc.Iterator[sqlmodel.Session]:
        with contextlib.closing(bot.store.open_database(self.url)) as database, database.writing() as session:
            yield session

    def shifts(self) -> list[tuple[str, list[str], list[int]]]:
        """Every shift by the day it begins, who sits in it, and for which rounds."""
        with self.writing() as session:
            names = {person.id: person.slack_id for person in data.people.list_everyone(session)}
            return [
                (f"{shift.starts:%m-%d}", [names[seat.person_id] for seat in seats], [seat.round for seat in seats])
                for shift, seats in data.duty.list_shifts(session)
            ]

    def pool(self) -> dict[str, str]:
        with self.writing() as session:
            return {one.slack_id: f"{member.starts:%m-%d}" for member, one in data.duty.list_pool(session, NOW)}

    def tick(self, now: datetime.datetime = NOW) -> None:
        with self.writing() as session:
            jobs.duty.tick(session, now)

    def goes_live(self) -> None:
        with self.writing() as session:
            data.settings.record_milestone(session, data.settings.WENT_LIVE, NOW)


@pytest.fixture
def shell(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.chdir(tmp_path)
    return Shell(tmp_path)


IMPORTED = [
    ("01-19", ["UADA", "UOLD"], [1, 1]),
    ("02-02", ["UBEN", "UCY"], [1, 1]),
    ("02-16", ["UDOV", "UADA"], [1, 2]),
    ("03-02", ["UCY", "UBEN"], [2, 2]),
]


def test_past_shifts_are_added_and_what_comes_is_dealt_after_them(shell: Shell) -> None:
    shell.tick()
    assert shell.imports(HISTORY) == 0
    assert (shell.out.getvalue(), shell.err.getvalue()) == ("added 3, changed 1, unchanged 0\n", "")
    assert shell.shifts()[:4] == IMPORTED
    assert len(shell.shifts()) == 10
    assert set(shell.shifts()[4][1]) == {"UDOV", "UEVA"}, "who has sat least lately"


def test_who_sat_before_is_no_newcomer_and_who_left_does_not_come_back(shell: Shell) -> None:
    shell.imports(HISTORY)
    assert shell.pool() == {"UADA": "01-19", "UBEN": "02-02", "UCY": "02-02", "UDOV": "02-16"}
    shell.tick()
    assert shell.pool()["UEVA"] == "03-04"
    assert shell.shifts()[:4] == IMPORTED


def test_who_is_in_the_pool_already_is_so_since_their_first_shift_but_who_was_taken_out_stays_out(shell: Shell) -> None:
    shell.tick()
    with shell.writing() as session:
        ada = data.people.find(session, "UADA")
        assert ada is not None
        membership = data.duty.find_membership(session, ada.id or 0, NOW)
        assert membership is not None
        data.duty.end_membership(session, membership, NOW, NOW)
    shell.imports(HISTORY)
    assert shell.pool() == {"UBEN": "02-02", "UCY": "02-02", "UDOV": "02-16", "UEVA": "03-04"}


def test_the_same_file_again_changes_nothing_now_or_later(shell: Shell) -> None:
    shell.imports(HISTORY)
    shell.tick()
    before, pool = shell.shifts(), shell.pool()
    assert shell.imports(HISTORY) == 0
    assert shell.out.getvalue() == "added 0, changed 0, unchanged 4\n"
    shell.goes_live()
    shell.tick(NOW + 30 * DAY)
    assert shell.imports(HISTORY) == 0
    assert shell.out.getvalue() == "added 0, changed 0, unchanged 4\n"
    assert shell.shifts()[: len(before)] == before
    assert shell.pool() == pool


def test_a_dry_run_says_what_would_be_and_writes_nothing(shell: Shell) -> None:
    shell.tick()
    before = shell.shifts()
    assert shell.imports(HISTORY, dry_run=True) == 0
    assert shell.out.getvalue().splitlines() == [
        "would add the shift from 2026-01-19: Ada, Old",
        "would add the shift from 2026-02-02: Ben, Cy",
        "would add the shift from 2026-02-16: Dov, Ada",
        "would add the shift from 2026-03-02: Cy, Ben",
        "added 3, changed 1, unchanged 0",
    ]
    assert shell.shifts() == before


def test_with_any_fault_nothing_is_written(shell: Shell) -> None:
    assert shell.imports(HISTORY + b"2026-03-16,UZOE,UADA\n") == 1
    assert shell.out.getvalue() == ""
    assert shell.err.getvalue().splitlines() == [
        "duty.csv:6: seat_1: “UZOE” is not on the roster; import them first, also if they have left",
        "duty.csv:6: starts: is still to come; leave it out, for coming shifts are dealt",
    ]
    assert shell.shifts() == []


def test_once_live_the_running_pair_stays_and_older_shifts_move_rounds_alone(shell: Shell) -> None:
    shell.tick()
    shell.goes_live()
    before = [(day, pair) for day, pair, _ in shell.shifts()]
    assert shell.imports(HISTORY) == 1
    assert "which people were told of" in shell.err.getvalue()
    assert shell.imports(HISTORY.rpartition(b"2026-03-02")[0]) == 0
    assert shell.out.getvalue() == "added 3, changed 0, unchanged 0\n"
    assert [(day, pair) for day, pair, _ in shell.shifts()[3:]] == before
    rounds = [min(numbers) for _, _, numbers in shell.shifts() if numbers]
    assert rounds == sorted(rounds)
    shell.tick(NOW + 14 * DAY)
    assert len(shell.shifts()) == 3 + len(before) + 1


def test_what_was_imported_is_on_record(shell: Shell) -> None:
    shell.imports(HISTORY)
    with shell.writing() as session:
        rows = session.exec(sqlmodel.select(data.models.Audit)).all()
    imported = [row.after for row in rows if row.action == "shift.import"]
    assert imported[0] == {"starts": "2026-01-19T09:00:00+00:00", "seats": ["UADA", "UOLD"]}
    assert len(imported) == 4
