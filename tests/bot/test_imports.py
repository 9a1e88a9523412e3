"""`muster import` from the outside: files of every kind, a store of every kind, what is printed, the exit code."""

import collections.abc
import datetime
import io
import pathlib
import sqlite3
import sys

import pytest

import bot.imports
import commands.roster
import data.database

NOW = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)


class Terminal(io.StringIO):
    """Where a person looks on."""

    def isatty(self) -> bool:
        return True


class Shell:
    """A folder with a store, and the command."""

    def __init__(self, folder: pathlib.Path) -> None:
        self.folder = folder
        self.url = f"sqlite:///{folder / 'muster.db'}"
        self.out, self.err = io.StringIO(), io.StringIO()

    def run(self, content: bytes | None, dry_run: bool = False, name: str = "people.csv") -> int:
        """The exit code; `content` is the file's, None leaves the file away."""
        self.out, self.err = io.StringIO(), io.StringIO()
        if content is not None:
            pathlib.Path(name).write_bytes(content)
        return bot.imports.run(pathlib.Path(name), dry_run, self.url, NOW, self.out, self.err)


@pytest.fixture
def shell(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.chdir(tmp_path)
    return Shell(tmp_path)


PEOPLE = b"slack_id,name,roles\nUADA,Ada,adviser\nUMA,Ma,manager\n"


def test_an_import_says_what_it_did_and_the_same_again_does_nothing(shell: Shell) -> None:
    assert shell.run(PEOPLE) == 0
    assert (shell.out.getvalue(), shell.err.getvalue()) == ("added 2, changed 0, unchanged 0\n", "")
    assert shell.run(PEOPLE) == 0
    assert shell.out.getvalue() == "added 0, changed 0, unchanged 2\n"
    assert shell.run(PEOPLE.replace(b"Ada", b"Adele")) == 0
    assert shell.out.getvalue() == "added 0, changed 1, unchanged 1\n"


def test_a_dry_run_names_whom_it_would_change_says_the_same_and_writes_nothing(shell: Shell) -> None:
    assert shell.run(PEOPLE, dry_run=True) == 0
    assert shell.out.getvalue().splitlines() == [
        "would add UADA Ada",
        "would add UMA Ma",
        "added 2, changed 0, unchanged 0",
    ]
    assert shell.run(PEOPLE) == 0
    assert shell.out.getvalue() == "added 2, changed 0, unchanged 0\n"


def test_faults_stand_on_stderr_one_a_line_and_nothing_is_written(shell: Shell) -> None:
    assert shell.run(PEOPLE + b"bo,Bo,captain\n") == 1
    assert shell.out.getvalue() == ""
    assert shell.err.getvalue().splitlines() == [
        "people.csv:4: slack_id: “bo” is no Slack id; it looks like U024BE7LH (profile, ⋮, Copy member ID)",
        "people.csv:4: roles: “captain” is no role; the roles are manager, adviser, freelancer",
    ]
    assert shell.run(PEOPLE) == 0
    assert shell.out.getvalue() == "added 2, changed 0, unchanged 0\n"


def test_a_header_alone_changes_nobody(shell: Shell) -> None:
    assert shell.run(b"slack_id,name,roles\n") == 0
    assert shell.out.getvalue() == "added 0, changed 0, unchanged 0\n"


@pytest.mark.parametrize(
    ("content", "start"),
    [
        (b"", "people.csv:1: file: is empty"),
        (b"\xff\xfe\x00", "people.csv:1: file: is not UTF-8"),
        (b"slack_id,name,roles\nU\x00,Ada,adviser\n", "people.csv:2: file: holds a NUL byte"),
        (b"slack_id,name,roles\nUADA," + b"a" * 10_000 + b",adviser\n", "people.csv:2: name: has 10,000 characters"),
        (b"slack_id,name,roles\n" + b"UADA,Ada,adviser\n" * 1_200_000, "people.csv:1: file: is larger than 10 MB"),
        (b'slack_id,name,roles\n"UADA,Ada', "people.csv:2: row: can't be read"),
    ],
    ids=["empty", "UTF-16", "NUL", "long cell", "20 MB", "open quotation mark"],
)
def test_pathological_files_are_faults_with_a_sentence(shell: Shell, content: bytes, start: str) -> None:
    assert shell.run(content) == 1
    (line,) = shell.err.getvalue().splitlines()
    assert line.startswith(start)
    assert len(line) < 300


def test_a_missing_file_is_a_sentence(shell: Shell) -> None:
    assert shell.run(None) == 2
    assert shell.err.getvalue() == "people.csv can't be opened: No such file or directory.\n"


def test_a_folder_is_a_sentence(shell: Shell) -> None:
    assert shell.run(None, name=".") == 2
    assert shell.err.getvalue() == ". can't be opened: Is a directory.\n"


@pytest.mark.skipif(sys.platform != "linux", reason="macOS has no /dev/full")
def test_an_endless_file_is_a_fault(shell: Shell) -> None:
    assert shell.run(None, name="/dev/zero") == 1
    assert shell.err.getvalue() == "/dev/zero:1: file: is larger than 10 MB, so it is hardly a roster\n"


def test_a_store_that_is_no_store_is_a_sentence(shell: Shell) -> None:
    (shell.folder / "muster.db").write_bytes(b"no database at all" * 100)
    assert shell.run(PEOPLE) == 2
    (line,) = shell.err.getvalue().splitlines()
    assert line.startswith("The store can't be used: file is not a database")


def test_a_store_of_another_kind_is_a_sentence(shell: Shell) -> None:
    shell.url = "mysql://localhost/muster"
    assert shell.run(PEOPLE) == 2
    (line,) = shell.err.getvalue().splitlines()
    assert "mysql" in line


def test_a_store_that_another_process_holds_is_waited_for_and_then_a_sentence(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert shell.run(PEOPLE) == 0
    writing = data.database.Database.writing
    monkeypatch.setattr(data.database.Database, "writing", lambda self, wait=0.05: writing(self, wait))
    other = sqlite3.connect(shell.folder / "muster.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        assert shell.run(PEOPLE.replace(b"Ada", b"Adele")) == 2
        assert "Another process is writing to the store." in shell.err.getvalue()
        assert shell.run(PEOPLE) == 0
    finally:
        other.close()
    assert shell.run(PEOPLE.replace(b"Ada", b"Adele")) == 0
    assert shell.out.getvalue() == "added 0, changed 1, unchanged 1\n"


def test_a_write_waits_five_seconds_for_another_process() -> None:
    assert data.database.PATIENCE == 5.0


def test_a_roster_that_somebody_else_changes_meanwhile_is_a_sentence(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    def moved_on(*_arguments: object) -> None:
        raise commands.roster.MovedOnError(commands.roster.MovedOnError.__doc__)

    monkeypatch.setattr(commands.roster, "import_people", moved_on)
    assert shell.run(PEOPLE) == 2
    assert "Somebody else changed the roster during the import" in shell.err.getvalue()


def crowd(count: int) -> bytes:
    return b"slack_id,name,roles\n" + b"".join(b"UADA%05d,Ada,adviser\n" % number for number in range(count))


def test_long_work_shows_a_bar_where_somebody_looks_on(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.imports, "GIVE_WAY", 0)
    monkeypatch.setattr(bot.imports, "LONG_WORK", 300)
    monkeypatch.setenv("TERM", "xterm")
    shell.folder.joinpath("people.csv").write_bytes(crowd(300))
    terminal = Terminal()
    assert bot.imports.run(pathlib.Path("people.csv"), False, shell.url, NOW, shell.out, terminal) == 0
    assert "Importing" in terminal.getvalue()
    assert shell.out.getvalue() == "added 300, changed 0, unchanged 0\n"


def test_short_work_shows_no_bar_and_a_pipe_never_does(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.imports, "GIVE_WAY", 0)
    monkeypatch.setenv("TERM", "xterm")
    shell.folder.joinpath("people.csv").write_bytes(PEOPLE)
    terminal = Terminal()
    assert bot.imports.run(pathlib.Path("people.csv"), False, shell.url, NOW, shell.out, terminal) == 0
    assert "Importing" not in terminal.getvalue()
    assert shell.run(crowd(1_100)) == 0
    assert shell.err.getvalue() == ""


@pytest.mark.parametrize("today", ["2026-01-31", "2026-03-02", "2028-02-29", "2026-12-31"])
def test_the_template_can_be_imported_as_it_is(shell: Shell, today: str) -> None:
    template = bot.imports.template(datetime.date.fromisoformat(today))
    assert template.splitlines()[0] == (
        "slack_id,name,email,roles,time_zone,working_hours,languages,products,adviser,weekly_hours,"
        "contract_starts,contract_ends,exception_reason,exception_until"
    )
    assert shell.run(template.encode()) == 0
    assert shell.out.getvalue() == "added 3, changed 0, unchanged 0\n"


# -- rows with an address alone

NORA = b"email,name,roles\nNora@muster.test,Nora,adviser\nbo@muster.test,Bo,adviser\n"


def asked(shell: Shell, found: dict[str, str], dry_run: bool = False) -> tuple[int, list[str]]:
    """The exit code of an import that may ask Slack, and for whom it asked."""
    questions: list[str] = []

    def directory(addresses: collections.abc.Sequence[str], progress: commands.roster.Progress) -> dict[str, str]:
        questions.extend(addresses)
        progress(len(addresses), len(addresses))
        return found

    shell.out, shell.err = io.StringIO(), io.StringIO()
    pathlib.Path("people.csv").write_bytes(NORA)
    path = pathlib.Path("people.csv")
    return bot.imports.run(path, dry_run, shell.url, NOW, shell.out, shell.err, directory), questions


def test_a_row_with_an_address_alone_is_looked_up_and_waits_if_nobody_has_it(shell: Shell) -> None:
    assert asked(shell, {"bo@muster.test": "UBO"}, dry_run=True) == (0, ["nora@muster.test", "bo@muster.test"])
    assert shell.out.getvalue().splitlines() == [
        "would add UBO Bo",
        "would wait: Nora <nora@muster.test> has no Slack account yet",
        "added 1, changed 0, unchanged 0, not joined 1",
    ]
    assert shell.err.getvalue() == "Looking up 2 people in Slack by e-mail, at most 50 a minute.\n"
    asked(shell, {"bo@muster.test": "UBO"})
    assert shell.out.getvalue() == "added 1, changed 0, unchanged 0, not joined 1\n"


def test_whom_the_roster_knows_by_address_is_not_asked_for_again(shell: Shell) -> None:
    asked(shell, {"bo@muster.test": "UBO"})
    assert asked(shell, {"nora@muster.test": "UNORA"}) == (0, ["nora@muster.test"])
    assert shell.out.getvalue() == "added 1, changed 0, unchanged 1\n"


def test_without_a_token_they_wait_and_a_sentence_says_so(shell: Shell) -> None:
    assert shell.run(NORA) == 0
    assert shell.out.getvalue() == "added 0, changed 0, unchanged 0, not joined 2\n"
    assert shell.err.getvalue() == (
        "SLACK_BOT_TOKEN is not set, so nobody is looked up in Slack by e-mail: 2 people will wait.\n"
    )


def test_faults_of_who_waits_are_named_as_any_others(shell: Shell) -> None:
    assert shell.run(b"email,name,roles,adviser\nnora@muster.test,Nora,captain,bo@muster.test\n") == 1
    assert shell.err.getvalue().splitlines()[1:] == [
        "people.csv:2: roles: “captain” is no role; the roles are manager, adviser, freelancer",
    ]
