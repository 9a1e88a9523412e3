"""`muster demo` from an empty folder: one address, a programme at work behind it, and a clean end."""

from __future__ import annotations

import contextlib
import fcntl
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest

import bot.demo_programme
import tests.workspace

PARTS = ("bot", "commands", "data", "jobs", "messages", "rules", "sandbox", "pyproject.toml")
CALLERS = {
    "SLACK_BOT_TOKEN": "xoxb-callers",
    "SLACK_APP_TOKEN": "xapp-callers",
    "SLACK_API_URL": "http://127.0.0.1:9/api/",
    "DATABASE_URL": "sqlite:////nowhere/callers.db",
    "MUSTER_TIME_ZONE": "Asia/Tokyo",
    "MUSTER_MANAGERS": "U0CALLERS",
    "HTTP_PROXY": "http://127.0.0.1:9",
    "HTTPS_PROXY": "http://127.0.0.1:9",
    "ALL_PROXY": "http://127.0.0.1:9",
}
MANAGER, GENERAL, TRIAGE = "UMAREN0001", "C0GENERAL1", bot.demo_programme.TRIAGE
STARTS = 60.0
ENDS = 60.0


class Visit(tests.workspace.Workspace):
    """The control of a sandbox that somebody else has started."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.port = int(address.rpartition(":")[2])


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """The product as a fresh clone has it, so that no demo that runs beside is touched."""
    root = tmp_path_factory.mktemp("checkout")
    leave = shutil.ignore_patterns("__pycache__")
    for part in PARTS:
        source = tests.workspace.ROOT / part
        if source.is_dir():
            shutil.copytree(source, root / part, ignore=leave)
        else:
            shutil.copy(source, root / part)
    return root


@pytest.fixture
def port() -> int:
    """A port that is free."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def demo(checkout: pathlib.Path, port: int | None) -> Iterator[subprocess.Popen[str]]:
    """`muster demo`, in an environment that is full of the caller's own settings."""
    command = [sys.executable, "-m", "bot", "demo", "--no-browser", *(["--port", str(port)] if port else [])]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=checkout, env=CALLERS, stdout=pipe, stderr=pipe, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def address_of(process: subprocess.Popen[str]) -> str:
    """The line that it prints last, once Muster has joined."""
    killer = threading.Timer(STARTS, process.kill)
    killer.start()
    assert process.stdout
    for line in process.stdout:
        if line.startswith("http"):
            killer.cancel()
            return line.rstrip("\n")
    raise AssertionError(process.communicate()[1])


@pytest.fixture(scope="module")
def running(checkout: pathlib.Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A demo and its address, for the tests that look at it; the last of them kills it."""
    with demo(checkout, None) as process:
        yield process, address_of(process)


def let_go(lock: pathlib.Path) -> None:
    """Wait until no process holds this lock."""
    with lock.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)


def hangs_up(line: socket.socket) -> None:
    """Wait until the process at the other end of this connection is gone."""
    line.settimeout(ENDS)
    with contextlib.suppress(ConnectionError):
        assert line.recv(1) == b""


def test_a_stranger_sees_the_programme_and_a_handover_and_ends_it(checkout: pathlib.Path, port: int) -> None:
    with demo(checkout, port) as process:
        visit = Visit(address_of(process))
        assert visit.address == f"http://127.0.0.1:{port}"
        status = visit.command(MANAGER, GENERAL, "/program", "status")["response"]["text"]
        assert status.splitlines()[0] == (
            "Ratio 1:12.0 (in the band 10–15, aim 12) · by measured output · ↑ 0.2 since last week"
        )
        assert "(Europe/Berlin)" in status
        assert visit.clock("P14D", step="P1D")["lagging"] == []
        texts = [message["text"] for message in visit.channel(TRIAGE, MANAGER) if message["bot"]]
        assert len([text for text in texts if "hand over. Thank you!" in text]) == 1
        process.send_signal(signal.SIGINT)
        said, complaint = process.communicate(timeout=ENDS)
    assert (process.returncode, said) == (0, "")
    assert "Traceback" not in complaint


def test_a_port_in_use_is_a_sentence(checkout: pathlib.Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = taken.getsockname()[1]
        with demo(checkout, number) as process:
            said, complaint = process.communicate(timeout=ENDS)
    assert (process.returncode, said) == (2, "")
    assert complaint == f"Port {number} is in use. Name another, or none: then the demo takes a free one.\n"


def test_a_second_demo_leaves_the_first_ones_store_alone(
    checkout: pathlib.Path, running: tuple[subprocess.Popen[str], str]
) -> None:
    store = (checkout / "var" / "demo" / "muster.db").stat().st_ino
    with demo(checkout, None) as second:
        _, complaint = second.communicate(timeout=ENDS)
    assert second.returncode == 2
    assert complaint == "A demo runs in this checkout already. End it first, with Ctrl-C where it runs.\n"
    assert (checkout / "var" / "demo" / "muster.db").stat().st_ino == store


@pytest.mark.skipif(sys.platform != "linux", reason="reads a process's environment from /proc")
def test_nothing_of_the_callers_environment_is_passed_on(
    checkout: pathlib.Path, running: tuple[subprocess.Popen[str], str]
) -> None:
    pid = (checkout / "var" / "demo" / "muster.db.lock").read_text().strip()
    seen = pathlib.Path(f"/proc/{pid}/environ").read_text()
    assert "SLACK_BOT_TOKEN=xoxb-demo" in seen
    assert not [value for value in CALLERS.values() if value in seen]


def test_both_children_end_when_the_demo_is_killed(
    checkout: pathlib.Path, running: tuple[subprocess.Popen[str], str]
) -> None:
    process, address = running
    with socket.create_connection(("127.0.0.1", int(address.rpartition(":")[2]))) as line:
        process.kill()
        hangs_up(line)
    let_go(checkout / "var" / "demo" / "muster.db.lock")
