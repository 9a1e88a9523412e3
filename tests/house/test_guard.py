"""The guards of the test run itself: no network, and nothing of the caller's."""

import asyncio
import os
import pathlib
import pwd
import socket
import subprocess
import sys

import pytest

ELSEWHERE = "192.0.2.1"  # a documentation address: nobody answers there (RFC 5737)
REFUSED = pytest.raises(pytest.fail.Exception, match="this machine alone")


def test_a_connection_to_elsewhere_is_refused() -> None:
    with REFUSED, socket.socket() as plain:
        plain.connect((ELSEWHERE, 80))
    with REFUSED, socket.socket() as plain:
        plain.connect_ex((ELSEWHERE, 80))


def test_a_name_is_not_looked_up() -> None:
    with REFUSED:
        socket.create_connection(("slack.test", 443))


def test_a_datagram_to_elsewhere_is_refused() -> None:
    with REFUSED, socket.socket(type=socket.SOCK_DGRAM) as plain:
        plain.sendto(b"hello", (ELSEWHERE, 53))


def test_asyncio_is_guarded_too() -> None:
    async def connect() -> None:
        with socket.socket() as plain:
            plain.setblocking(False)
            await asyncio.get_running_loop().sock_connect(plain, (ELSEWHERE, 80))

    with REFUSED:
        asyncio.run(connect())


def test_this_machine_answers() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        assert client.getpeername() == server.getsockname()


def test_a_unix_socket_is_no_network(tmp_path: pathlib.Path) -> None:
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as client:
        server.bind(str(tmp_path / "s"))
        server.listen()
        client.connect(str(tmp_path / "s"))


def test_nothing_of_the_callers_reaches_a_test_or_its_children() -> None:
    names = subprocess.run(
        [sys.executable, "-c", "import os; print(*os.environ, sep='\\n')"], check=True, capture_output=True, text=True
    ).stdout.split()
    assert [name for name in names if name.startswith(("SLACK_", "MUSTER_")) or name.lower().endswith("_proxy")] == []
    assert os.environ["HOME"] != pwd.getpwuid(os.getuid()).pw_dir
