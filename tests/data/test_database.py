"""The store's connections and its one transaction: what is saved, what is not, and how it says that it can't."""

import collections.abc
import contextlib
import datetime
import pathlib
import threading
import time

import pytest
import sqlalchemy
import sqlalchemy.exc
import sqlmodel

import data.database
import data.migrations
import data.migrations.upgrade
import data.models
import data.outbox
import data.settings
import tests.stores

Locked = collections.abc.Callable[[], contextlib.AbstractContextManager[tests.stores.Release]]

NOW = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)


def stored(database: data.database.Database) -> dict[str, str]:
    with database.reading() as session:
        return data.settings.load(session)


def write(database: data.database.Database, name: str, value: str) -> None:
    with database.writing() as session:
        data.settings.record(session, name, value)


@pytest.fixture
def locked(stores: tests.stores.Stores, database: data.database.Database) -> Locked:
    """Another process writes to the store."""
    return lambda: stores.locked(database.url.render_as_string())


def pragma(session: sqlmodel.Session, name: str) -> object:
    return session.connection().execute(sqlalchemy.text(f"PRAGMA {name}")).scalar()


# -- reading


def test_what_was_written_is_read(database: data.database.Database) -> None:
    write(database, "duty_time", "10:00")
    assert stored(database) == {"duty_time": "10:00"}


def test_reading_can_change_nothing(database: data.database.Database) -> None:
    with pytest.raises(data.database.Unusable), database.reading() as session:
        session.add(data.models.Setting(name="duty_time", value="10:00"))
        session.flush()
    assert stored(database) == {}


def test_what_reading_leaves_unflushed_is_forgotten(database: data.database.Database) -> None:
    with database.reading() as session:
        session.add(data.models.Setting(name="duty_time", value="10:00"))
    assert stored(database) == {}


def test_reading_sees_one_state_though_it_is_written_meanwhile(database: data.database.Database) -> None:
    write(database, "duty_time", "10:00")
    with database.reading() as session:
        assert data.settings.load(session) == {"duty_time": "10:00"}
        write(database, "duty_weekday", "friday")
        assert data.settings.load(session) == {"duty_time": "10:00"}
    assert stored(database) == {"duty_time": "10:00", "duty_weekday": "friday"}


def test_reading_does_not_wait_for_a_write(database: data.database.Database, locked: Locked) -> None:
    write(database, "duty_time", "10:00")
    with locked():
        began = time.monotonic()
        assert stored(database) == {"duty_time": "10:00"}
        assert time.monotonic() - began < data.database.PATIENCE


def test_four_read_at_once(database: data.database.Database) -> None:
    write(database, "duty_time", "10:00")
    together = threading.Barrier(data.database.READERS + 1, timeout=20)

    def read() -> None:
        with database.reading() as session:
            data.settings.load(session)
            together.wait()

    threads = [threading.Thread(target=read) for _ in range(data.database.READERS)]
    for thread in threads:
        thread.start()
    together.wait()
    for thread in threads:
        thread.join()


# -- writing


class Mishap(Exception):
    """Anything that goes wrong in a request."""


def test_writing_saves_nothing_when_its_block_raises(database: data.database.Database) -> None:
    with pytest.raises(Mishap), database.writing() as session:
        data.settings.record(session, "duty_time", "10:00")
        session.flush()
        raise Mishap
    assert stored(database) == {}


def test_writing_saves_nothing_when_a_constraint_is_broken_and_the_error_passes_as_it_is(
    database: data.database.Database,
) -> None:
    write(database, "duty_time", "10:00")
    with pytest.raises(sqlalchemy.exc.IntegrityError), database.writing() as session:
        data.settings.record(session, "duty_weekday", "friday")
        session.flush()
        session.add(data.models.Setting(name="duty_time", value="11:00"))
        session.flush()
    assert stored(database) == {"duty_time": "10:00"}


def test_a_writer_that_failed_leaves_the_next_free(database: data.database.Database) -> None:
    with pytest.raises(Mishap), database.writing() as session:
        data.settings.record(session, "duty_time", "10:00")
        raise Mishap
    write(database, "duty_time", "11:00")
    assert stored(database) == {"duty_time": "11:00"}


def test_writing_holds_the_lock_from_its_first_look_so_that_what_it_read_still_stands(
    database: data.database.Database,
) -> None:
    beside = contextlib.closing(data.database.Database(database.url.render_as_string()))
    with beside as other, database.writing() as session:
        data.settings.load(session)
        with pytest.raises(data.database.Busy), other.writing(wait=0) as another:
            data.settings.record(another, "duty_time", "12:00")


def test_two_writers_never_lose_each_others_change(database: data.database.Database) -> None:
    write(database, "count", "0")

    def add_one() -> None:
        other = data.database.Database(database.url.render_as_string())
        for _ in range(20):
            with other.writing() as session:
                data.settings.record(session, "count", str(int(data.settings.load(session)["count"]) + 1))
        other.close()

    threads = [threading.Thread(target=add_one) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert stored(database) == {"count": "60"}


@pytest.mark.parametrize("wait", [0.0, 0.2])
def test_writing_says_busy_once_it_has_waited_as_long_as_it_was_told(
    database: data.database.Database, locked: Locked, wait: float
) -> None:
    with locked():
        began = time.monotonic()
        with pytest.raises(data.database.Busy, match="Another process"), database.writing(wait) as session:
            data.settings.record(session, "duty_time", "10:00")
        assert wait <= time.monotonic() - began < data.database.PATIENCE
    assert stored(database) == {}


def test_writing_waits_for_another_process_to_end_its_write(database: data.database.Database, locked: Locked) -> None:
    with locked() as release:
        ending = threading.Timer(0.1, release)
        ending.start()
        write(database, "duty_time", "10:00")
        ending.join()
    assert stored(database) == {"duty_time": "10:00"}


def test_rows_can_be_used_after_their_transaction(database: data.database.Database) -> None:
    with database.writing() as session:
        row = data.models.Setting(name="duty_time", value="10:00")
        session.add(row)
    assert row.value == "10:00"


# -- how SQLite is set


@pytest.mark.sqlite("its PRAGMAs")
@pytest.mark.parametrize(
    ("name", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("query_only", 0)]
)
def test_a_writers_connection_is_durable_and_keeps_references(
    database: data.database.Database, name: str, value: object
) -> None:
    with database.writing() as session:
        assert pragma(session, name) == value


@pytest.mark.sqlite("its PRAGMAs")
def test_a_readers_connection_is_for_queries_only(database: data.database.Database) -> None:
    with database.reading() as session:
        assert pragma(session, "query_only") == 1


def test_a_row_that_refers_to_nobody_is_refused(database: data.database.Database) -> None:
    with pytest.raises(sqlalchemy.exc.IntegrityError), database.writing() as session:
        session.add(data.models.PoolMembership(person_id=404, starts=NOW))


# -- instants


def test_an_instant_comes_back_aware_and_in_utc(database: data.database.Database) -> None:
    lagos = datetime.timezone(datetime.timedelta(hours=1))
    with database.writing() as session:
        session.add(data.models.Milestone(name="went live", at=NOW.astimezone(lagos)))
    with database.reading() as session:
        at = data.settings.find_milestone(session, "went live")
    assert at is not None
    assert (at, at.utcoffset()) == (NOW, datetime.timedelta(0))


def test_an_instant_without_a_zone_is_refused(database: data.database.Database) -> None:
    naive = datetime.datetime(2026, 3, 2, 9)  # noqa: DTZ001  # what must be refused
    with pytest.raises(sqlalchemy.exc.StatementError, match="naive"), database.writing() as session:
        session.add(data.models.Milestone(name="went live", at=naive))


# -- a store that can't be had


def test_a_missing_folder_is_made(tmp_path: pathlib.Path) -> None:
    database = data.database.Database(f"sqlite:///{tmp_path}/not/yet/muster.db")
    assert database.schema_version() is None
    database.close()
    assert (tmp_path / "not/yet/muster.db").exists()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: pathlib.Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(data.database.Unusable, match="can't be made"):
        data.database.Database(f"sqlite:///{tmp_path}/file/muster.db")


def test_a_folder_in_the_stores_place_is_said_to_be_unusable(tmp_path: pathlib.Path) -> None:
    (tmp_path / "muster.db").mkdir()
    database = data.database.Database(f"sqlite:///{tmp_path}/muster.db")
    with pytest.raises(data.database.Unusable, match="SQLITE_CANTOPEN"):
        database.schema_version()
    database.close()


def test_a_file_that_is_no_store_is_said_to_be_unusable(tmp_path: pathlib.Path) -> None:
    (tmp_path / "muster.db").write_bytes(b"this is a letter, and no store at all. " * 100)
    database = data.database.Database(f"sqlite:///{tmp_path}/muster.db")
    with pytest.raises(data.database.Unusable, match="SQLITE_NOTADB"):
        database.schema_version()
    database.close()


@pytest.mark.sqlite("a file that may not be written")
def test_a_read_only_store_is_read_and_says_that_it_cannot_be_written(database: data.database.Database) -> None:
    write(database, "duty_time", "10:00")
    read_only = data.database.Database(f"sqlite:///file:{database.url.database}?mode=ro&uri=true")
    assert stored(read_only) == {"duty_time": "10:00"}
    with pytest.raises(data.database.Unusable, match="SQLITE_READONLY"), read_only.writing() as session:
        data.settings.record(session, "duty_time", "11:00")
    assert stored(read_only) == {"duty_time": "10:00"}
    read_only.close()


@pytest.mark.sqlite("a file that may not grow")
def test_a_full_disk_saves_nothing_and_says_so(database: data.database.Database) -> None:
    with database.writing() as session:
        pages = pragma(session, "page_count")
    with pytest.raises(data.database.Unusable, match="SQLITE_FULL"), database.writing() as session:
        pragma(session, f"max_page_count={pages}")
        data.settings.record(session, "duty_time", "10" * 100_000)
    assert stored(database) == {}


def test_a_store_of_another_kind_is_refused_in_a_sentence() -> None:
    with pytest.raises(data.database.Unusable, match="starts with sqlite:/// or postgresql://, not with mysql"):
        data.database.Database("mysql://localhost/muster")


def test_a_new_store_stands_at_no_version_and_a_migrated_one_at_the_newest(tmp_path: pathlib.Path) -> None:
    database = data.database.Database(f"sqlite:///{tmp_path}/muster.db")
    assert database.schema_version() is None
    data.migrations.upgrade.run(database)
    assert database.schema_version() == data.migrations.HEAD
    database.close()


# -- a rehearsal


def test_what_is_rehearsed_is_undone_whether_it_was_a_row_or_a_statement(session: sqlmodel.Session) -> None:
    data.settings.record(session, "duty_time", "10:00")
    row = session.get_one(data.models.Setting, "duty_time")
    with data.database.rehearsal(session):
        row.value = "11:00"
        session.add(data.models.Setting(name="duty_weekday", value="tue"))
        session.flush()
        assert data.settings.load(session) == {"duty_time": "11:00", "duty_weekday": "tue"}
        session.execute(sqlalchemy.update(data.models.Setting.__table__).values(value="12:00"))  # type: ignore[attr-defined]  # SQLModel's own
    assert row.value == "10:00"
    assert data.settings.load(session) == {"duty_time": "10:00"}


def test_a_rehearsal_that_fails_is_undone_too_and_the_transaction_goes_on(session: sqlmodel.Session) -> None:
    with pytest.raises(ZeroDivisionError), data.database.rehearsal(session):
        data.settings.record(session, "duty_time", "10:00")
        session.flush()
        raise ZeroDivisionError
    data.settings.record(session, "duty_weekday", "tue")
    assert data.settings.load(session) == {"duty_weekday": "tue"}


def test_nobody_is_woken_for_what_was_only_rehearsed(session: sqlmodel.Session) -> None:
    draft = data.outbox.Draft("a key", "@UADA", {"text": "Hello"}, "a test", NOW)
    with data.database.rehearsal(session):
        data.outbox.enqueue(session, [draft])
    assert data.outbox.ENQUEUED not in session.info
    data.outbox.enqueue(session, [draft])
    with data.database.rehearsal(session):
        pass
    assert data.outbox.ENQUEUED in session.info


def test_an_error_of_the_store_does_not_quote_what_was_to_be_written(database: data.database.Database) -> None:
    twice = [data.models.Setting(name="days_off", value="jane@mail.example") for _ in range(2)]
    with pytest.raises(sqlalchemy.exc.IntegrityError) as refused, database.writing() as session:
        session.add_all(twice)
        session.flush()
    assert "INSERT" in str(refused.value)
    assert "jane" not in str(refused.value)
