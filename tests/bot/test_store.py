"""The store as the event loop uses it: in order, within its deadline, and never refused and saved."""

import asyncio
import collections.abc
import contextlib
import pathlib
import sqlite3
import subprocess
import sys
import threading
import time

import pytest
import sqlmodel

import bot.store
import data.database
import data.migrations
import data.settings

ROOT = pathlib.Path(__file__).parents[2]

Work = collections.abc.Callable[[sqlmodel.Session], object]


@pytest.fixture
def store(database: data.database.Database) -> collections.abc.Iterator[bot.store.Store]:
    with contextlib.closing(bot.store.Store(database)) as store:
        yield store


def setting(name: str, value: str = "10:00") -> collections.abc.Callable[[sqlmodel.Session], str]:
    def write(session: sqlmodel.Session) -> str:
        data.settings.record(session, name, value)
        return name

    return write


def stored(store: bot.store.Store) -> dict[str, str]:
    with store.database.reading() as session:
        return data.settings.load(session)


@contextlib.contextmanager
def locked(database: data.database.Database) -> collections.abc.Iterator[sqlite3.Connection]:
    """Another process writes."""
    other = sqlite3.connect(str(database.url.database), isolation_level=None, check_same_thread=False)
    with contextlib.closing(other) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield connection


# -- writes and reads


def test_a_write_answers_once_it_is_saved(store: bot.store.Store) -> None:
    async def story() -> dict[str, str]:
        assert await store.write(setting("a")) == "a"
        return await store.read(data.settings.load)

    assert asyncio.run(story()) == {"a": "10:00"}


def test_writes_are_done_in_the_order_they_came(store: bot.store.Store) -> None:
    done: list[int] = []

    def does(number: int) -> Work:
        return lambda _session: done.append(number)

    async def story() -> None:
        await asyncio.gather(*(store.write(does(number)) for number in range(50)))

    asyncio.run(story())
    assert done == list(range(50))


def test_a_write_that_raises_saves_nothing_and_the_next_goes_on(store: bot.store.Store) -> None:
    def fails(session: sqlmodel.Session) -> None:
        setting("a")(session)
        raise ZeroDivisionError

    async def story() -> None:
        with pytest.raises(ZeroDivisionError):
            await store.write(fails)
        await store.write(setting("b"))

    asyncio.run(story())
    assert stored(store) == {"b": "10:00"}


def test_reads_go_on_while_a_write_is_at_work(store: bot.store.Store) -> None:
    async def story() -> None:
        begun, end = threading.Event(), threading.Event()

        def long_write(_session: sqlmodel.Session) -> None:
            begun.set()
            end.wait(30)

        writing = asyncio.ensure_future(store.write(long_write))
        await asyncio.to_thread(begun.wait)
        assert await asyncio.wait_for(store.read(data.settings.load), 10) == {}
        assert not writing.done()
        end.set()
        await writing

    asyncio.run(story())


def test_the_loop_is_never_held_up_by_the_store(store: bot.store.Store) -> None:
    async def story() -> int:
        with locked(store.database):
            writing = asyncio.ensure_future(store.write(setting("a"), seconds=0.3))
            rounds = 0
            while not writing.done():
                await asyncio.sleep(0.001)
                rounds += 1
            with pytest.raises(data.database.Busy):
                await writing
            return rounds

    assert asyncio.run(story()) > 5


# -- deadlines


def test_a_read_that_takes_too_long_is_not_waited_for_nor_what_waits_behind_it(store: bot.store.Store) -> None:
    async def story() -> None:
        end = threading.Event()
        begun: list[object] = []

        def hangs(session: sqlmodel.Session) -> None:
            begun.append(session)
            end.wait(30)

        reads = [store.read(hangs, seconds=0.2) for _ in range(data.database.READERS + 1)]
        outcomes = await asyncio.gather(*reads, return_exceptions=True)
        assert {type(outcome) for outcome in outcomes} == {bot.store.TooLate}
        end.set()
        assert await store.read(data.settings.load, seconds=5) == {}
        assert len(begun) == data.database.READERS  # the last one is never begun

    asyncio.run(story())


def test_work_that_has_not_begun_by_its_deadline_is_dropped_and_never_done(store: bot.store.Store) -> None:
    async def story() -> None:
        begun, end = threading.Event(), threading.Event()

        def first_in_turn(_session: sqlmodel.Session) -> None:
            begun.set()
            end.wait(30)

        first = asyncio.ensure_future(store.write(first_in_turn))
        await asyncio.to_thread(begun.wait)
        with pytest.raises(bot.store.TooLate):
            await store.write(setting("late"), seconds=0.1)
        end.set()
        await first
        await store.write(setting("next"))

    asyncio.run(story())
    assert stored(store) == {"next": "10:00"}


def test_work_that_has_begun_by_its_deadline_is_waited_for_and_saved(store: bot.store.Store) -> None:
    def slow(session: sqlmodel.Session) -> str:
        time.sleep(0.3)
        return setting("slow")(session)

    assert asyncio.run(store.write(slow, seconds=0.1)) == "slow"
    assert stored(store) == {"slow": "10:00"}


def test_another_processs_lock_is_waited_for_until_the_deadline_and_no_longer(store: bot.store.Store) -> None:
    async def story() -> float:
        with locked(store.database):
            began = time.monotonic()
            with pytest.raises(data.database.Busy):
                await store.write(setting("a"), seconds=0.3)
            return time.monotonic() - began

    assert 0.25 < asyncio.run(story()) < data.database.PATIENCE
    assert stored(store) == {}


def test_a_lock_that_ends_before_the_deadline_is_no_refusal(store: bot.store.Store) -> None:
    async def story() -> None:
        with locked(store.database) as other:
            ending = threading.Timer(0.1, other.execute, ["COMMIT"])
            ending.start()
            assert await store.write(setting("a"), seconds=2) == "a"
            ending.join()

    asyncio.run(story())
    assert stored(store) == {"a": "10:00"}


def test_fifty_that_wait_for_a_locked_store_are_all_answered_in_time_and_none_is_saved_later(
    store: bot.store.Store,
) -> None:
    async def story() -> float:
        with locked(store.database):
            began = time.monotonic()
            writes = (store.write(setting(f"s{number}"), seconds=2.0) for number in range(50))
            reads = (store.read(data.settings.load) for _ in range(50))
            answers, _ = await asyncio.gather(
                asyncio.gather(*writes, return_exceptions=True), asyncio.wait_for(asyncio.gather(*reads), 2.0)
            )
            took = time.monotonic() - began
        assert all(isinstance(answer, data.database.Busy) for answer in answers), answers
        return took

    assert asyncio.run(story()) < data.database.PATIENCE  # and not one after the other
    store.close()
    assert stored(store) == {}


def test_of_fifty_on_a_store_that_is_soon_free_each_is_saved_or_refused_and_never_both(store: bot.store.Store) -> None:
    async def story() -> list[str | BaseException]:
        with locked(store.database) as other:
            ending = threading.Timer(0.25, other.execute, ["COMMIT"])
            ending.start()
            writes = (store.write(setting(f"s{number}"), seconds=0.28) for number in range(50))
            answers = await asyncio.gather(*writes, return_exceptions=True)
            ending.join()
        return answers

    answers = asyncio.run(story())
    store.close()
    assert all(isinstance(answer, str | data.database.Busy) for answer in answers)
    assert sorted(stored(store)) == sorted(answer for answer in answers if isinstance(answer, str))


def test_closing_finishes_what_was_begun(store: bot.store.Store) -> None:
    async def story() -> None:
        writing = asyncio.ensure_future(store.write(setting("a")))
        await asyncio.sleep(0)
        await asyncio.to_thread(store.close)
        await writing

    asyncio.run(story())
    assert stored(store) == {"a": "10:00"}


# -- opening


def test_a_new_store_is_opened_at_the_newest_schema_and_an_old_one_keeps_what_it_holds(tmp_path: pathlib.Path) -> None:
    url = f"sqlite:///{tmp_path}/var/muster.db"
    for _ in range(2):
        with contextlib.closing(bot.store.open_database(url)) as database:
            assert database.schema_version() == data.migrations.HEAD
            with database.writing() as session:
                data.settings.record(session, "a", str(len(data.settings.load(session))))
            with database.reading() as session:
                assert set(data.settings.load(session)) == {"a"}


def test_a_store_at_the_newest_schema_is_opened_without_alembic(database: data.database.Database) -> None:
    opening = f"""
import sys, bot.store
bot.store.open_database({str(database.url)!r}).close()
sys.exit("alembic" in sys.modules)
"""
    assert subprocess.run([sys.executable, "-c", opening], cwd=ROOT, check=False).returncode == 0


def test_a_store_that_cannot_be_had_is_said_in_a_sentence(tmp_path: pathlib.Path) -> None:
    (tmp_path / "muster.db").write_bytes(b"no store at all" * 100)
    with pytest.raises(data.database.Unusable, match=r"^The store can't be used: .*\.$"):
        bot.store.open_database(f"sqlite:///{tmp_path}/muster.db")


# -- one `muster run` a store

HOLD = """
import sys, bot.store
with bot.store.held_alone(bot.store.open_database(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_one_process_holds_a_store_and_a_second_is_told_so(database: data.database.Database) -> None:
    said = r"^Another `muster run` works on .*muster\.db already\.$"
    with contextlib.closing(data.database.Database(str(database.url))) as other:
        with (
            bot.store.held_alone(database),
            pytest.raises(bot.store.RunningAlready, match=said),
            bot.store.held_alone(other),
        ):
            pass
        with bot.store.held_alone(other):
            pass


def test_the_store_is_free_again_when_its_holder_is_killed(database: data.database.Database) -> None:
    command = [sys.executable, "-c", HOLD, str(database.url)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(bot.store.RunningAlready), bot.store.held_alone(database):
            pass
        holder.kill()
        holder.wait(20)
        with bot.store.held_alone(database):
            pass


def test_who_holds_a_store_lets_others_work_on_it(database: data.database.Database) -> None:
    beside = contextlib.closing(bot.store.open_database(str(database.url)))
    with bot.store.held_alone(database), beside as other, other.writing() as session:
        data.settings.record(session, "a", "1")
