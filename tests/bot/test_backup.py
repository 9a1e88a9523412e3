"""A backup beside a running bot is whole, replaces nothing, and what is restored from it works."""

import collections.abc
import contextlib
import pathlib
import shutil
import sqlite3
import stat
import threading

import pytest
import typer.testing

import bot.__main__
import bot.backup
import bot.store
import data.database
import data.migrations
import data.settings


def backup(database: data.database.Database, file: pathlib.Path) -> None:
    bot.backup.run(str(database.url), file)


def write(database: data.database.Database, name: str, value: str = "1") -> None:
    with database.writing() as session:
        data.settings.record(session, name, value)


def stored(file: pathlib.Path) -> dict[str, str]:
    with contextlib.closing(bot.store.open_database(f"sqlite:///{file}")) as database, database.reading() as session:
        return data.settings.load(session)


@contextlib.contextmanager
def busy_writer(database: data.database.Database) -> collections.abc.Iterator[list[str]]:
    """Somebody who writes all the time; the list holds what is committed."""
    committed: list[str] = []
    end = threading.Event()

    def work() -> None:
        while not end.is_set():
            write(database, f"s{len(committed)}", "x" * 1000)
            committed.append(f"s{len(committed)}")

    writer = threading.Thread(target=work)
    writer.start()
    try:
        yield committed
    finally:
        end.set()
        writer.join()


def test_a_copy_taken_while_somebody_writes_holds_all_that_was_committed_before(
    database: data.database.Database, tmp_path: pathlib.Path
) -> None:
    with busy_writer(database) as committed:
        for number in range(5):
            before = list(committed)
            backup(database, tmp_path / f"copy{number}.db")
            held = stored(tmp_path / f"copy{number}.db")
            assert set(before) <= set(held)
            assert set(held) == {f"s{number}" for number in range(len(held))}


def test_a_write_under_way_is_not_waited_for_and_not_in_the_copy(
    database: data.database.Database, tmp_path: pathlib.Path
) -> None:
    write(database, "before")
    with database.writing() as session:
        data.settings.record(session, "during", "1")
        backup(database, tmp_path / "copy.db")
    assert stored(tmp_path / "copy.db") == {"before": "1"}


def test_a_copy_is_one_file_that_its_owner_alone_may_read(
    database: data.database.Database, tmp_path: pathlib.Path
) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    backup(database, folder / "copy.db")
    assert list(folder.iterdir()) == [folder / "copy.db"]
    assert stat.S_IMODE((folder / "copy.db").stat().st_mode) == 0o600


def test_it_says_what_it_wrote_and_how_it_is_restored(
    database: data.database.Database, tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]
) -> None:
    backup(database, tmp_path / "copy.db")
    wrote, restore = capsys.readouterr().out.splitlines()
    size = (tmp_path / "copy.db").stat().st_size
    assert wrote == f"Wrote {tmp_path}/copy.db: {size:,} bytes, schema {data.migrations.HEAD}, checked."
    store = f"{tmp_path}/muster.db"
    assert f"remove {store}, {store}-wal and {store}-shm, and copy {tmp_path}/copy.db to {store}." in restore


def test_muster_works_on_what_was_restored_as_it_was_told(
    database: data.database.Database, tmp_path: pathlib.Path
) -> None:
    write(database, "kept")
    backup(database, tmp_path / "copy.db")
    write(database, "lost")
    database.close()
    for companion in tmp_path.glob("muster.db*"):
        companion.unlink()
    shutil.copy(tmp_path / "copy.db", tmp_path / "muster.db")
    with contextlib.closing(bot.store.open_database(str(database.url))) as restored:
        with bot.store.held_alone(restored):
            write(restored, "after")
        assert stored(tmp_path / "muster.db") == {"kept": "1", "after": "1"}


def test_nothing_is_overwritten(database: data.database.Database, tmp_path: pathlib.Path) -> None:
    (tmp_path / "copy.db").write_text("precious")
    with pytest.raises(bot.backup.BackupError, match=r"copy\.db is there already, and nothing is overwritten\."):
        backup(database, tmp_path / "copy.db")
    assert (tmp_path / "copy.db").read_text() == "precious"


def test_a_folder_that_is_not_there_is_named(database: data.database.Database, tmp_path: pathlib.Path) -> None:
    with pytest.raises(bot.backup.BackupError, match="nowhere"):
        backup(database, tmp_path / "nowhere/copy.db")


def test_a_store_that_is_not_there_is_not_made(tmp_path: pathlib.Path) -> None:
    with pytest.raises(bot.backup.BackupError, match="there is nothing to copy"):
        bot.backup.run(f"sqlite:///{tmp_path}/none.db", tmp_path / "copy.db")
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_store_leaves_no_copy(database: data.database.Database, tmp_path: pathlib.Path) -> None:
    for number in range(50):
        write(database, f"s{number}", "x" * 1000)
    database.close()
    with contextlib.closing(sqlite3.connect(tmp_path / "muster.db")) as store:
        (root,) = store.execute("SELECT rootpage FROM sqlite_master WHERE name = 'setting'").fetchone()
        (page,) = store.execute("PRAGMA page_size").fetchone()
    with (tmp_path / "muster.db").open("r+b") as file:
        file.seek((root - 1) * page)
        file.write(b"\xff" * page)
    with pytest.raises(bot.backup.BackupError, match=r"There is no copy of .*: "):
        bot.backup.run(f"sqlite:///{tmp_path}/muster.db", tmp_path / "copies.db")
    assert not list(tmp_path.glob("*copies*")) + list(tmp_path.glob(".muster-backup*"))


def test_on_postgresql_it_names_the_tool_and_shows_no_password(tmp_path: pathlib.Path) -> None:
    url = "postgresql://ada:4711@db.example.com:6432/muster"
    arguments = ["backup", str(tmp_path / "copy.db"), "--store", url]
    ended = typer.testing.CliRunner().invoke(bot.__main__.app, arguments)
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert ended.stderr == (
        "muster on db.example.com is a PostgreSQL store, which has a tool of its own:"
        " pg_dump -Fc -h db.example.com -p 6432 -U ada -f FILE muster\n"
    )
