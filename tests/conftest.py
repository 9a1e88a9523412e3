"""What every test stands on: nothing of the caller's, and no network but this machine's own."""

import collections.abc
import os
import sys

import pytest

# What the product, its libraries or a child process would read; HOME is an empty folder of the run's own.
CALLERS = ("SLACK_", "MUSTER_", "LOG_", "XDG_")
CALLERS_NAMES = {"DATABASE_URL", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "FORCE_COLOR", "GITHUB_ACTIONS"}

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


@pytest.fixture(autouse=True, scope="session")
def nothing_of_the_callers(tmp_path_factory: pytest.TempPathFactory) -> collections.abc.Iterator[None]:
    """Take the caller's settings, proxies and home folder away, for the children of tests as well."""
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.upper().startswith(CALLERS) or name.upper() in CALLERS_NAMES:
                patch.delenv(name)
        patch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
        yield
