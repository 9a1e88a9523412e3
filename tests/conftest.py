"""What every test stands on: nothing of the caller's, and no network but this machine's own."""

import collections.abc
import gc
import os
import pathlib
import shutil
import sys

import pytest
import sqlmodel

import data.database
import tests.postgresql
import tests.stores

# What the product, its libraries or a child process would read; HOME is an empty folder of the run's own.
CALLERS = ("SLACK_", "MUSTER_", "LOG_", "XDG_")
CALLERS_NAMES = {"DATABASE_URL", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "FORCE_COLOR", "GITHUB_ACTIONS"}

# Files that several processors begin with, lest one of them still works on such a file when all the others are done.
LONGEST = {"test_demo", "test_rotation_laws", "test_planners", "test_page", "test_duty_laws", "test_bad_day"}
LONGEST |= {"test_privacy_laws", "test_manners", "test_process"}

HERE = {None, "", "localhost", "127.0.0.1", "::1"}


def guard(event: str, arguments: tuple[object, ...]) -> None:
    """Refuse a look-up or a connection that leaves this machine, however it was begun: asyncio's pass here too."""
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event in {"socket.connect", "socket.sendto", "socket.sendmsg"} and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    else:
        return
    if isinstance(host, bytes):
        host = host.decode()
    if host not in HERE:
        pytest.fail(f"a test may speak to this machine alone, and {event} was asked for {host!r}")


sys.addaudithook(guard)

MEMORY = pathlib.Path("/dev/shm")  # where Linux keeps files in memory
ROOM = 1 << 30
"""Bytes that must be free there: a few for each test, and a store for each that failed."""

# A store waits for the disk at each commit, thousands of times a run; what tests make need not outlive the machine.
if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
    os.environ["PYTEST_DEBUG_TEMPROOT"] = str(MEMORY)
gc.disable()  # until all is loaded: to load it is to make a million objects, none of which goes


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--store", choices=("sqlite", "postgresql"), default="sqlite", help="where the tests store")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "sqlite(reason): on SQLite alone; left out with --store postgresql")


def pytest_report_header(config: pytest.Config) -> str | None:
    if config.getoption("--store") == "sqlite":
        return None
    return "store: postgresql; tests marked `sqlite` are left out, each for the reason that stands with its mark"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with what takes longest, and leave out what is for SQLite alone where the store is another."""
    items.sort(key=lambda item: item.path.stem not in LONGEST)
    if config.getoption("--store") == "sqlite":
        return
    left_out = [item for item in items if item.get_closest_marker("sqlite")]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if not item.get_closest_marker("sqlite")]


def pytest_collection_finish() -> None:
    """What is loaded now stays for good, and need not be looked through again and again."""
    gc.freeze()
    gc.enable()


@pytest.fixture(autouse=True, scope="session")
def statements_compiled_once() -> collections.abc.Iterator[None]:
    with tests.stores.sharing_statements():
        yield


@pytest.fixture(scope="session")
def postgresql(request: pytest.FixtureRequest) -> collections.abc.Iterator[tests.stores.Postgresql]:
    """Stores on PostgreSQL, whichever the run's own are. Where there is no server: skipped, but in CI it must be."""
    programs = tests.postgresql.programs()
    if programs is None:
        needed = os.environ.get("CI") or request.config.getoption("--store") == "postgresql"
        (pytest.fail if needed else pytest.skip)("there is no PostgreSQL server here (apt install postgresql)")
    with tests.postgresql.running(programs) as server:
        yield tests.stores.Postgresql(server)


@pytest.fixture(scope="session")
def stores(request: pytest.FixtureRequest) -> tests.stores.Stores:
    """The stores of this run, as `--store` says."""
    if request.config.getoption("--store") == "sqlite":
        return tests.stores.Sqlite()
    made: tests.stores.Postgresql = request.getfixturevalue("postgresql")
    return made


@pytest.fixture
def database(stores: tests.stores.Stores, tmp_path: pathlib.Path) -> collections.abc.Iterator[data.database.Database]:
    """A store of the test's own, for what several transactions tell."""
    with tests.stores.opened(stores, tmp_path) as database:
        yield database


@pytest.fixture(scope="session")
def empty(
    stores: tests.stores.Stores, tmp_path_factory: pytest.TempPathFactory
) -> collections.abc.Iterator[data.database.Database]:
    """An empty store that stays so, for all tests whose work is taken back."""
    with tests.stores.opened(stores, tmp_path_factory.mktemp("empty")) as database:
        yield database


@pytest.fixture
def session(request: pytest.FixtureRequest) -> collections.abc.Iterator[sqlmodel.Session]:
    """For what happens within one transaction, which is saved only where the test has a store of its own."""
    if "database" in request.fixturenames:
        with request.getfixturevalue("database").writing() as session:
            yield session
    else:
        with request.getfixturevalue("empty").writing() as session:
            tests.stores.restart_ids(session)
            yield session
            session.flush()  # what can't be saved is said
            session.rollback()


@pytest.fixture(autouse=True, scope="session")
def nothing_of_the_callers(tmp_path_factory: pytest.TempPathFactory) -> collections.abc.Iterator[None]:
    """Take the caller's settings, proxies and home folder away, for the children of tests as well."""
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.upper().startswith(CALLERS) or name.upper() in CALLERS_NAMES:
                patch.delenv(name)
        patch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
        yield
