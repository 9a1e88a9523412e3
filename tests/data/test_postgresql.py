"""A store on PostgreSQL: what it shares with SQLite by other means, and what only a server can do to it."""

import collections.abc
import contextlib
import datetime
import os
import pathlib
import random
import string
import subprocess
import sys
import threading
import time

import psycopg
import pytest
import sqlalchemy

import bot.store
import data.database
import data.migrations
import data.models
import data.people
import data.postgresql
import data.settings
import tests.stores

ROOT = pathlib.Path(__file__).parents[2]
NOW = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)

HOLD = """
import signal, sys, threading, bot.store
bot.store.LOOK = 0.05
stop = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: stop.set())
try:
    with bot.store.held_alone(bot.store.open_database(sys.argv[1])):
        print("held", flush=True)
        stop.wait()
except bot.store.RunningAlready as error:
    print(error)
"""


@pytest.fixture
def url(postgresql: tests.stores.Postgresql, tmp_path: pathlib.Path) -> collections.abc.Iterator[str]:
    url = postgresql.new(tmp_path)
    yield url
    postgresql.remove(url)


@pytest.fixture
def database(url: str) -> collections.abc.Iterator[data.database.Database]:
    with contextlib.closing(data.database.Database(url)) as database:
        yield database


@pytest.fixture
def beside(
    postgresql: tests.stores.Postgresql, url: str
) -> collections.abc.Iterator[collections.abc.Callable[[str], object]]:
    """What an administrator says to the database."""
    with contextlib.closing(postgresql.connect(url)) as connection:
        yield lambda statement: connection.execute(statement.encode())


Beside = collections.abc.Callable[[str], object]
CUT = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE application_name = 'muster' AND datname = current_database()"
)


def stored(database: data.database.Database) -> dict[str, str]:
    with database.reading() as session:
        return data.settings.load(session)


def write(database: data.database.Database, name: str, value: str = "1") -> None:
    with database.writing() as session:
        data.settings.record(session, name, value)


# -- its transactions


def test_each_way_of_writing_its_address_is_the_same_store(url: str) -> None:
    for scheme in data.postgresql.DRIVERS:
        with contextlib.closing(data.database.Database(url.replace("postgresql+psycopg", scheme))) as database:
            write(database, scheme)
            assert scheme in stored(database)


def test_a_reader_sees_one_state_from_its_first_look_on_and_may_change_nothing(
    database: data.database.Database,
) -> None:
    with database.reading() as session:
        said = session.connection().exec_driver_sql("SHOW transaction_isolation").scalar()
        assert (said, session.connection().exec_driver_sql("SHOW transaction_read_only").scalar()) == (
            "repeatable read",
            "on",
        )


def test_writers_of_three_processes_never_lose_each_others_change_though_the_server_would_let_them(
    database: data.database.Database, beside: Beside, url: str
) -> None:
    beside(f"ALTER DATABASE {database.url.database} SET default_transaction_isolation = 'repeatable read'")
    write(database, "count", "0")

    def add_one() -> None:
        with contextlib.closing(data.database.Database(url)) as other:
            for _ in range(20):
                with other.writing() as session:
                    data.settings.record(session, "count", str(int(data.settings.load(session)["count"]) + 1))

    threads = [threading.Thread(target=add_one) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert stored(database) == {"count": "60"}


def test_an_instant_comes_back_in_utc_whatever_the_servers_zone(
    database: data.database.Database, beside: Beside
) -> None:
    beside(f"ALTER DATABASE {database.url.database} SET TimeZone = 'Asia/Tokyo'")
    with database.writing() as session:
        session.add(data.models.Milestone(name="went live", at=NOW))
    with database.reading() as session:
        at = data.settings.find_milestone(session, "went live")
    assert at is not None
    assert (at, at.utcoffset()) == (NOW, datetime.timedelta(0))


def test_people_are_in_the_same_order_as_on_sqlite(database: data.database.Database) -> None:
    rng = random.Random(7)
    ids = {f"{rng.choice('UW')}{''.join(rng.choices(string.ascii_uppercase + string.digits, k=5))}" for _ in range(300)}
    with database.writing() as session:
        for slack_id in sorted(ids, key=hash):
            data.people.add(session, data.models.Person(slack_id=slack_id, name="Ada", joined_at=NOW))
    with database.reading() as session:
        assert [person.slack_id for person in data.people.list_everyone(session)] == sorted(ids)


def test_two_that_open_a_new_store_at_once_migrate_it_once(
    postgresql: tests.stores.Postgresql, tmp_path: pathlib.Path
) -> None:
    url = postgresql.new(tmp_path, blank=True)
    versions: list[str | None] = []

    def open_it() -> None:
        with contextlib.closing(bot.store.open_database(url)) as database:
            versions.append(database.schema_version())

    threads = [threading.Thread(target=open_it) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert versions == [data.migrations.HEAD] * 2
    postgresql.remove(url)


# -- its faults


def test_connections_that_were_cut_are_made_anew(database: data.database.Database, beside: Beside) -> None:
    write(database, "before")
    stored(database)
    beside(CUT)
    write(database, "after")
    assert stored(database) == {"before": "1", "after": "1"}


def test_a_write_whose_connection_is_cut_is_not_saved_and_says_so(
    database: data.database.Database, beside: Beside
) -> None:
    with pytest.raises(data.database.Unusable, match="terminating connection"), database.writing() as session:
        data.settings.record(session, "during", "1")
        beside(CUT)
    write(database, "after")
    assert stored(database) == {"after": "1"}


def test_a_database_that_takes_nothing_any_more_is_read_and_says_that_it_cannot_be_written(
    url: str, database: data.database.Database, beside: Beside
) -> None:
    write(database, "before")
    beside(f"ALTER DATABASE {database.url.database} SET default_transaction_read_only = on")
    with contextlib.closing(data.database.Database(url)) as later:
        with pytest.raises(data.database.Unusable, match="read-only transaction"):
            write(later, "after")
        assert stored(later) == {"before": "1"}


def test_a_server_that_is_not_there_is_a_sentence_without_the_password() -> None:
    away = contextlib.closing(data.database.Database("postgresql://ada:4711@127.0.0.1:1/muster"))
    refused = pytest.raises(data.database.Unusable, match=r"^The store can't be used: .*refused.*\.$")
    with away as database, refused as said:
        database.schema_version()
    assert "4711" not in str(said.value)
    assert "4711" not in database.name


def test_a_database_that_is_not_there_is_named(postgresql: tests.stores.Postgresql) -> None:
    nowhere = contextlib.closing(data.database.Database(postgresql.server.url("nowhere")))
    with nowhere as database, pytest.raises(data.database.Unusable, match='database "nowhere" does not exist'):
        database.schema_version()


class Fault(Exception):
    """A driver's fault, with the server's code."""

    def __init__(self, code: str | None) -> None:
        super().__init__("what the server said.\n")
        self.sqlstate = code


UNUSABLE = ["53100", "53300", "58030", "57P01", "57P03", "25006", "28P01", "3D000", "42501", "08006", "XX001"]


@pytest.mark.parametrize("code", [*UNUSABLE, None])
def test_what_a_person_has_to_mend_makes_the_store_unusable(code: str | None) -> None:
    assert data.postgresql.unusable(Fault(code)) == "what the server said"
    assert not data.postgresql.is_busy(Fault(code))


@pytest.mark.parametrize("code", ["55P03", "57014", "40001", "40P01"])
def test_what_passes_by_itself_is_busy(code: str) -> None:
    assert data.postgresql.is_busy(Fault(code))


@pytest.mark.parametrize("code", ["42601", "42P01", "22003"])
def test_what_the_programme_did_wrong_is_neither(code: str) -> None:
    assert not data.postgresql.is_busy(Fault(code))
    assert data.postgresql.unusable(Fault(code)) is None


def test_an_address_whose_password_would_show_as_its_host_is_refused_unseen() -> None:
    with pytest.raises(data.database.Unusable, match="%40") as said:
        data.database.Database("postgresql://ada:47@11@localhost/muster")
    assert "11" not in str(said.value)


# -- its driver


def ends(code: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_without_its_driver_a_sentence_says_what_to_do() -> None:
    code = """
import sys
sys.modules["psycopg"] = None
import data.database
try:
    data.database.Database("postgresql://localhost/muster")
except data.database.Unusable as error:
    print(error)
"""
    assert ends(code) == "A PostgreSQL store needs psycopg, which is not installed here: make postgres."


def test_a_file_needs_no_driver_of_a_server(tmp_path: pathlib.Path) -> None:
    code = """
import sys, bot.store
bot.store.open_database(sys.argv[1]).close()
print("psycopg" in sys.modules)
"""
    assert ends(code, f"sqlite:///{tmp_path}/muster.db") == "False"


# -- one `muster run` a store


@contextlib.contextmanager
def holder(url: str) -> collections.abc.Iterator[subprocess.Popen[str]]:
    """Another process that holds the store."""
    command = [sys.executable, "-c", HOLD, url]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "held\n"
        try:
            yield child
        finally:
            child.kill()


def test_a_second_one_is_told_so_and_the_store_is_free_when_the_first_is_killed(
    url: str, database: data.database.Database
) -> None:
    said = rf"^Another `muster run` works on {database.url.database} on this machine already\.$"
    with holder(url) as first:
        with pytest.raises(bot.store.RunningAlready, match=said), bot.store.held_alone(database):
            pass
        first.kill()
        first.wait(20)
        with bot.store.held_alone(database):
            write(database, "after")


def test_who_loses_its_connection_takes_the_store_again(
    database: data.database.Database, url: str, beside: Beside
) -> None:
    assert database.take_alone()
    beside(CUT)
    assert database.take_alone()
    with contextlib.closing(data.database.Database(url)) as other:
        assert not other.take_alone()


def test_who_lost_it_unnoticed_by_the_server_ends_its_own_last_connection(
    database: data.database.Database, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert database.take_alone()
    ghost = database._hold._connection  # type: ignore[attr-defined]  # what the network took, and the server still has
    monkeypatch.setattr(database._hold, "_connection", None)
    assert database.take_alone()
    with pytest.raises(sqlalchemy.exc.OperationalError):
        ghost.exec_driver_sql("SELECT 1")
    ghost.invalidate()
    ghost.close()


def test_who_lost_it_to_another_stops_and_says_so(url: str, postgresql: tests.stores.Postgresql) -> None:
    lock = [data.postgresql.KEY, data.postgresql.ALONE]
    with holder(url) as first, contextlib.closing(postgresql.connect(url)) as other:
        waiting = threading.Thread(target=other.execute, args=("SELECT pg_advisory_lock(%s, %s)", lock))
        waiting.start()
        with contextlib.closing(postgresql.connect(url)) as administrator:
            wait_for_lock(administrator)
            administrator.execute(CUT.encode())
        said, _ = first.communicate(timeout=20)
        waiting.join()
    database = sqlalchemy.make_url(url).database
    assert said == f"Another `muster run` took {database} on this machine while its server could not be reached.\n"


def wait_for_lock(administrator: psycopg.Connection[object]) -> None:
    """Until somebody stands behind the holder."""
    end = time.monotonic() + 20
    while not administrator.execute("SELECT 1 FROM pg_locks WHERE NOT granted").fetchall():
        assert time.monotonic() < end
        os.sched_yield()
