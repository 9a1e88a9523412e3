"""All that a process prints at its most talkative, tracebacks too: no token, password, ticket or URL to post by."""

from __future__ import annotations

import contextlib
import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import bot.manifest
import tests.stories.cast
import tests.stories.programme
import tests.stories.test_http
import tests.stories.test_process
import tests.workspace

Json = dict[str, Any]
Programme = tests.stories.programme.Programme

PASSWORD = "p4ssw0rd-of-the-store"


@contextlib.contextmanager
def talkative(programme: Programme, folder: Path, form: str, **changes: str) -> Iterator[Path]:
    """`muster run` at DEBUG; the file holds all that it prints."""
    printed = folder / "printed.log"
    talk = {"LOG_LEVEL": "DEBUG", "LOG_FORMAT": form, **changes}
    with printed.open("w") as file:
        child = subprocess.Popen(
            [sys.executable, "-m", "bot", "run", "--no-env-file", "--stop-with-stdin"],
            cwd=tests.workspace.ROOT,
            env=tests.stories.test_process.environment(programme, **talk),
            stdin=subprocess.PIPE,
            stdout=file,
            stderr=subprocess.STDOUT,
        )
        try:
            yield printed
            child.send_signal(signal.SIGTERM)
            child.wait(tests.stories.test_process.ENDS)
        finally:
            child.kill()
            child.communicate()


def reads(programme: Programme, printed: Path, words: str) -> None:
    """Wait until it has printed this."""
    end = time.monotonic() + tests.stories.programme.LONG
    while words not in printed.read_text():
        assert time.monotonic() < end, f"no {words!r} in:\n{printed.read_text()[-2000:]}"
        programme.slack.journal(programme.slack.last, wait=0.05)


def live_through_all(programme: Programme, printed: Path) -> None:
    """Commands, a form, a button, the home page; then Slack, the token and the store fail."""
    programme.ada.types("/duty away 2026-08-03")
    programme.ada.types("/duty away")
    programme.ada.presses("Add days away")
    programme.ada.submits({"First day away": "2026-09-07"})
    programme.maren.opens_home()
    programme.penny.types("/program status")
    for kind in ("500", "garbage", "reset", "429"):
        programme.slack.faults(method="chat.postMessage", kind=kind, count=1, seconds=1)
    programme.slack.faults(method="response_url", kind="500", count=1)
    programme.ada.types("/duty away")
    programme.ada.presses("Add days away")
    programme.slack.tokens(revoke="bot")
    programme.becomes("2026-03-16T09:00:00Z", step="P14D")
    reads(programme, printed, "does not take the token")
    programme.slack.tokens(restore="bot")
    with programme.writing() as session:
        session.connection().exec_driver_sql("ALTER TABLE audit RENAME TO gone")
    assert "Something went wrong on our side" in programme.ada.types("/duty away 2026-10-05").text
    reads(programme, printed, "Traceback")


def planted(programme: Programme) -> set[str]:
    """The secrets that this installation was given, and those that Slack gave it on the way."""
    journal = json.dumps(programme.slack.journal(programme.began))
    tickets = set(re.findall(r"ticket=([0-9a-f]{32})", journal))
    addresses = set(re.findall(r"/response/[^\"\\ ]+", journal))
    assert addresses
    own = {tests.stories.cast.BOT_TOKEN, tests.stories.cast.APP_TOKEN, tests.stories.test_http.SECRET}
    return own | tickets | addresses


@pytest.mark.parametrize("form", ["text", "json"])
def test_over_a_socket_no_secret_is_printed(prepared: Programme, tmp_path: Path, form: str) -> None:
    with talkative(prepared, tmp_path, form) as printed:
        prepared.sees("socket", did="connected")
        live_through_all(prepared, printed)
        before = prepared.slack.last
        prepared.slack.sockets("drop")
        prepared.sees("socket", after=before, did="connected")
    text, secrets = printed.read_text(), planted(prepared)
    assert any(re.fullmatch("[0-9a-f]{32}", secret) for secret in secrets)
    assert "DEBUG" in text
    assert [secret for secret in secrets if secret in text] == []


def test_by_http_no_secret_is_printed(prepared: Programme, tmp_path: Path) -> None:
    port = tests.stories.test_http.free_port()
    app = tests.stories.cast.workspace()["app"] | {"request_url": f"http://127.0.0.1:{port}{bot.manifest.PATH}"}
    prepared.prepare(app=app | {"manifest": bot.manifest.build("https://muster.test")})
    http = {
        "MUSTER_TRANSPORT": "http",
        "MUSTER_PORT": str(port),
        "SLACK_SIGNING_SECRET": tests.stories.test_http.SECRET,
    }
    with talkative(prepared, tmp_path, "text", SLACK_APP_TOKEN="", **http) as printed:
        reads(prepared, printed, "Muster has joined.")
        prepared.proves()
        live_through_all(prepared, printed)
    text = printed.read_text()
    assert "DEBUG" in text
    assert [secret for secret in planted(prepared) if secret in text] == []


def test_a_stores_password_is_not_printed_where_it_can_not_be_opened(prepared: Programme, tmp_path: Path) -> None:
    url = f"postgresql://muster:{PASSWORD}@127.0.0.1:1/muster"
    with talkative(prepared, tmp_path, "text", DATABASE_URL=url) as printed:
        reads(prepared, printed, "127.0.0.1")
    assert PASSWORD not in printed.read_text()
