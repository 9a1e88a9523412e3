"""Slack's requests by HTTP: all that goes by a socket goes so too, and whoever is not Slack gets nothing."""

from __future__ import annotations

import http.client
import json
import signal
import socket
import time
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

import bot.http
import bot.manifest
import bot.signature
import tests.stories.cast
import tests.stories.door
import tests.stories.programme
import tests.stories.test_process

Json = dict[str, Any]
Programme = tests.stories.programme.Programme

SECRET = "stories-secret"
FORM = "application/x-www-form-urlencoded"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture
def programme(prepared: Programme, port: int) -> Iterator[Programme]:
    """A live programme with Muster in it, to which Slack comes by HTTP."""
    app = tests.stories.cast.workspace()["app"] | {"request_url": f"http://127.0.0.1:{port}{bot.manifest.PATH}"}
    prepared.prepare(app=app | {"manifest": bot.manifest.build("https://muster.test")})
    prepared.start(muster_transport="http", slack_signing_secret=SECRET, slack_app_token="", muster_port=port)
    yield prepared


def signed(body: bytes, secret: str = SECRET, ago: int = 0, kind: str = FORM) -> dict[str, str]:
    timestamp = str(int(time.time()) - ago)
    return {
        "Content-Type": kind,
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": bot.signature.sign(secret, timestamp, body),
    }


def asked(port: int, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Json:
    """What Muster answers: its status, headers and words."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request(method, path, body or None, dict(headers or {}))
        answer = connection.getresponse()
        return {"status": answer.status, "headers": dict(answer.getheaders()), "text": answer.read().decode()}
    finally:
        connection.close()


def sent(port: int, body: bytes, headers: Mapping[str, str]) -> Json:
    return asked(port, "POST", bot.manifest.PATH, body, headers)


def away(key: str = "1.1") -> bytes:
    """A command that writes, as Slack would send it."""
    fields = tests.stories.door.command(tests.stories.cast.ADA, "/duty away 2026-08-03", key=key)
    return tests.stories.door.form(fields)


def absences(programme: Programme) -> int:
    return len(programme.rows("SELECT 1 FROM absence"))


# -- all that people do


def test_a_command_is_answered_by_its_acknowledgement(programme: Programme) -> None:
    answer = programme.maren.types("/duty")
    assert answer.acked
    assert answer.first_line.startswith("*On duty until Mon 16 March 2026, 10:00")


def test_no_socket_is_opened(programme: Programme) -> None:
    programme.maren.types("/duty")
    assert programme.calls("apps.connections.open") == []
    assert programme.slack.state()["sockets"] == 0


def test_a_form_opens_shows_what_is_wrong_and_is_saved_once_it_is_right(programme: Programme) -> None:
    programme.ada.types("/duty away")
    assert programme.ada.presses("Add days away").view
    wrong = programme.ada.submits({"First day away": "2026-08-03", "Last day away": "2026-08-01"})
    assert list(wrong.errors) == ["Last day away"]
    assert programme.slack.views(tests.stories.cast.ADA)["stack"]
    assert programme.ada.submits({"First day away": "2026-08-03", "Last day away": "2026-08-04"}).acked
    assert programme.ada.form is None
    assert absences(programme) == 1


def test_a_button_and_the_home_page_work(programme: Programme) -> None:
    assert "What I can do here" in programme.maren.opens_home()
    programme.ada.types("/duty away")
    programme.slack.faults(method="views.open", kind="500", count=1)
    assert programme.ada.presses("Add days away").labels == ["Open the form"]
    assert programme.ada.presses("Open the form").view


def test_a_handover_is_announced(programme: Programme) -> None:
    programme.becomes("2026-03-16T09:00:00Z", step="P14D")
    assert any("hand over. Thank you!" in text for text in programme.triage())


def test_an_event_that_can_not_be_saved_is_told_again_until_it_is(programme: Programme) -> None:
    before = programme.slack.last
    with programme.locked():
        programme.slack.home(tests.stories.cast.MAREN, wait=0)
        refused = programme.sees("refused", after=before, what="envelope")
    assert refused["error"] == "http_500"
    programme.sees("call", after=before, method="views.publish")
    again = [entry["retry_reason"] for entry in programme.slack.journal(before, kind="envelope")[1:]]
    assert again[:1] == ["http_error"]


# -- who asks


@pytest.mark.parametrize(
    ("headers", "why"),
    [
        (signed(away(), secret="another"), "its signature is wrong"),
        (signed(away("2.2")), "its signature is wrong"),
        (signed(away(), ago=bot.signature.WINDOW + 5), "its timestamp is too old or too new"),
        (signed(away(), ago=-bot.signature.WINDOW - 3600), "its timestamp is too old or too new"),
        (signed(away()) | {"X-Slack-Request-Timestamp": "soon"}, "its timestamp is no number"),
        ({"Content-Type": FORM}, "it is not signed"),
        ({**signed(away()), "X-Slack-Signature": ""}, "it is not signed"),
        ({**signed(away()), "X-Slack-Signature": "v0=\xff"}, "its signature is wrong"),
    ],
    ids=["secret", "body", "old", "new", "time", "bare", "half", "bytes"],
)
def test_a_forged_request_is_refused_without_a_word(
    programme: Programme, port: int, headers: dict[str, str], why: str, caplog: pytest.LogCaptureFixture
) -> None:
    if "timestamp" not in why and "X-Slack-Request-Timestamp" in headers:
        headers = headers | {"X-Slack-Request-Timestamp": str(int(time.time()))}
    answer = sent(port, away(), headers)
    assert (answer["status"], answer["text"]) == (401, "")
    assert "server" not in {name.lower() for name in answer["headers"]}
    assert absences(programme) == 0
    assert why in caplog.text


def test_what_is_too_large_is_refused_before_it_is_read(programme: Programme, port: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.putrequest("POST", bot.manifest.PATH)
    for name, value in (signed(b"") | {"Content-Length": str(bot.http.MOST_BYTES + 1)}).items():
        connection.putheader(name, value)
    connection.endheaders()  # and nothing of the body
    assert connection.getresponse().status == 413
    connection.close()


def test_what_hides_its_size_is_refused_when_it_has_grown_too_large(programme: Programme, port: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    parts = iter([b"a" * bot.http.MOST_BYTES, b"a"])
    connection.request("POST", bot.manifest.PATH, parts, signed(b""), encode_chunked=True)
    assert connection.getresponse().status == 413
    connection.close()


def test_the_same_body_again_gets_the_same_answer_and_has_one_effect(programme: Programme, port: int) -> None:
    body = away()
    answers = [sent(port, body, signed(body))["text"] for _ in range(3)]
    assert json.loads(answers[0])["text"].startswith("You are away on Mon 3 August 2026")
    assert len(set(answers)) == 1
    assert absences(programme) == 1
    assert len(programme.rows("SELECT 1 FROM audit WHERE action = 'absence.add'")) <= 1


def test_a_request_of_another_workspace_gets_nothing(programme: Programme, port: int) -> None:
    fields = tests.stories.door.command(tests.stories.cast.ADA, "/duty away 2026-08-03", team="T0OTHER")
    body = tests.stories.door.form(fields)
    sent(port, body, signed(body))
    assert absences(programme) == 0


def test_the_challenge_is_answered_only_if_it_is_signed(programme: Programme, port: int) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "4711", "token": "x"}).encode()
    kind = "application/json"
    assert json.loads(sent(port, body, signed(body, kind=kind))["text"]) == {"challenge": "4711"}
    assert sent(port, body, signed(body, secret="another", kind=kind))["status"] == 401


def test_slacks_look_at_the_certificate_is_answered(programme: Programme, port: int) -> None:
    body = b"ssl_check=1&token=x"
    assert sent(port, body, signed(body))["status"] == 200
    looked = asked(port, "GET", f"{bot.manifest.PATH}?ssl_check=1")
    assert (looked["status"], looked["text"]) == (200, "")


def test_what_slack_signed_but_nobody_can_read_is_no_crash(programme: Programme, port: int) -> None:
    for body in (b"payload={", b"\xff\xfe", b""):
        assert sent(port, body, signed(body))["text"].partition(" ")[0] in ("", ":warning:")
    assert programme.maren.types("/duty").acked


def test_there_is_no_other_page(programme: Programme, port: int) -> None:
    assert asked(port, "GET", "/")["status"] == 404
    assert asked(port, "PUT", bot.manifest.PATH)["status"] == 405


def test_a_size_that_is_no_size_is_refused_too(programme: Programme, port: int) -> None:
    for size in ("9" * 5000, "-1", "1e3"):
        with socket.create_connection(("127.0.0.1", port), timeout=10) as raw:
            raw.sendall(f"POST {bot.manifest.PATH} HTTP/1.1\r\nHost: muster\r\nContent-Length: {size}\r\n\r\n".encode())
            assert raw.recv(12) in (b"HTTP/1.1 400", b"HTTP/1.1 413")
    assert programme.maren.types("/duty").acked


# -- how it begins and ends


def test_the_log_holds_no_secret_at_its_most_talkative(prepared: Programme, port: int) -> None:
    app = tests.stories.cast.workspace()["app"] | {"request_url": f"http://127.0.0.1:{port}{bot.manifest.PATH}"}
    prepared.prepare(app=app)
    environment = {"MUSTER_TRANSPORT": "http", "SLACK_SIGNING_SECRET": SECRET, "MUSTER_PORT": str(port)}
    with tests.stories.test_process.muster(prepared, SLACK_APP_TOKEN="", LOG_LEVEL="DEBUG", **environment) as child:
        tests.stories.test_process.joins(child)
        assert prepared.ada.types("/duty away").acked
        sent(port, away(), signed(away(), secret="another"))
        child.send_signal(signal.SIGTERM)
        _, log = child.communicate(timeout=tests.stories.test_process.ENDS)
    assert child.returncode == 0
    assert "its signature is wrong" in log
    assert SECRET not in log
    assert tests.stories.cast.BOT_TOKEN not in log


def test_a_stop_lets_the_answer_on_its_way_be_sent(programme: Programme, port: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    body = away()
    with programme.locked():
        connection.request("POST", bot.manifest.PATH, body, signed(body))
        programme.process.stops()
    assert json.loads(connection.getresponse().read())["text"].startswith("You are away")
    connection.close()
    programme.stop()
    assert absences(programme) == 1
    with pytest.raises(ConnectionRefusedError):
        asked(port, "GET", "/healthz")
