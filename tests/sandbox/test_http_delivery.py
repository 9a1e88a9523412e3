"""Signed HTTP: an app with an address gets there what others get by a socket, as the real SDK's verifier reads it."""

from __future__ import annotations

import concurrent.futures
import http.server
import json
import threading
import urllib.parse
from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk.signature import SignatureVerifier

import tests.sandbox.small_workspace
import tests.workspace

Json = dict[str, Any]
Workspace = tests.workspace.Workspace
SECRET = "sandbox-secret"
GATHER = 10.0
"""Seconds after which who is to come at the same time is not coming."""


class App(http.server.ThreadingHTTPServer):
    """An app of one page: keeps what came, and answers what it is told."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Page)
        self.came: list[tuple[dict[str, str], bytes]] = []
        self.answers: list[tuple[int, str, str]] = []
        self.silent = threading.Event()
        self.gathering = threading.Barrier(1)

    def answers_with(self, status: int, kind: str = "text/plain", body: str = "") -> None:
        """Once; anything else is answered with 200 and nothing."""
        self.answers.append((status, kind, body))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/slack/events"


class Page(http.server.BaseHTTPRequestHandler):
    server: App

    def do_POST(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(int(headers["content-length"]))
        self.server.came.append((headers, body))
        if self.server.silent.is_set():
            self.server.silent.clear()
            self.close_connection = True
            self.connection.settimeout(10)
            self.connection.recv(1)  # until the other side has had enough
            return
        self.server.gathering.wait(GATHER)
        status, kind, answer = self.server.answers.pop(0) if self.server.answers else (200, "text/plain", "")
        if kind == "challenge":
            kind, answer = "application/json", json.dumps({"challenge": json.loads(body)["challenge"]})
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(answer.encode())))
        self.end_headers()
        self.wfile.write(answer.encode())

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@pytest.fixture
def app(local_slack: Workspace) -> Iterator[App]:
    with App() as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
        workspace = tests.sandbox.small_workspace.workspace()
        workspace["app"]["request_url"] = server.url
        local_slack.reset(workspace)
        yield server
        server.shutdown()


def fields(body: bytes) -> dict[str, str]:
    return dict(urllib.parse.parse_qsl(body.decode(), keep_blank_values=True))


def kinds(slack: Workspace) -> list[str]:
    return [entry["kind"] for entry in slack.journal()]


def test_a_command_comes_as_a_form_that_slacks_own_verifier_takes(local_slack: Workspace, app: App) -> None:
    app.answers_with(200, "application/json", json.dumps({"text": "Nobody is on duty."}))
    said = local_slack.command("U0ADA", "C0TRIAGE", "/duty", "next 2 & more")
    [(headers, body)] = app.came
    assert SignatureVerifier(SECRET).is_valid_request(body, headers)
    assert not SignatureVerifier("another").is_valid_request(body, headers)
    assert fields(body) | {"command": "/duty", "text": "next 2 & more", "user_id": "U0ADA"} == fields(body)
    assert (said["acked"], said["error"], said["response"]["text"]) == (True, None, "Nobody is on duty.")
    assert kinds(local_slack) == ["reset", "envelope", "ack"]


def test_an_answer_of_plain_text_is_a_reply_too(local_slack: Workspace, app: App) -> None:
    app.answers_with(200, "text/plain", "Nobody.")
    assert local_slack.command("U0ADA", "C0TRIAGE", "/duty")["response"]["text"] == "Nobody."


def test_an_interaction_comes_as_json_in_one_field(local_slack: Workspace, app: App) -> None:
    local_slack.shortcut("U0ADA", "C0TRIAGE", "", "New report", wait=0)
    [(headers, body)] = app.came
    assert headers["content-type"] == "application/x-www-form-urlencoded"
    assert json.loads(fields(body)["payload"])["callback_id"] == "new:bug"


def test_an_event_comes_as_json(local_slack: Workspace, app: App) -> None:
    assert local_slack.home("U0ADA", wait=0)["acked"]
    [(headers, body)] = app.came
    assert headers["content-type"] == "application/json"
    assert "x-slack-retry-num" not in headers
    assert json.loads(body)["event"]["type"] == "app_home_opened"


def test_an_event_that_is_refused_is_told_again_with_its_number_and_reason(local_slack: Workspace, app: App) -> None:
    for status in (500, 404):
        app.answers_with(status)
    assert local_slack.home("U0ADA", wait=0)["error"] == "http_500"
    first = local_slack.journal(wait=5, kind="refused")[-1]["n"]
    local_slack.journal(first, wait=5, kind="refused")
    local_slack.clock("PT10M")
    assert len(local_slack.journal(wait=5, kind="ack")) == 1
    again = [(headers.get("x-slack-retry-num"), headers.get("x-slack-retry-reason")) for headers, _ in app.came]
    assert again == [(None, None), ("1", "http_error"), ("2", "http_error")]
    assert len({body for _, body in app.came}) == 1


def test_a_command_that_is_refused_is_not_told_again(local_slack: Workspace, app: App) -> None:
    app.answers_with(401)
    said = local_slack.command("U0ADA", "C0TRIAGE", "/duty")
    assert (said["acked"], said["error"]) == (False, "http_401")
    assert len(app.came) == 1


def test_who_does_not_answer_in_three_seconds_has_not_acknowledged(local_slack: Workspace, app: App) -> None:
    app.silent.set()
    said = local_slack.command("U0ADA", "C0TRIAGE", "/duty")
    assert (said["acked"], said["error"]) == (False, "operation_timeout")


def test_where_nobody_listens_the_command_fails(local_slack: Workspace, app: App) -> None:
    workspace = tests.sandbox.small_workspace.workspace()
    workspace["app"]["request_url"] = "http://127.0.0.1:9/slack/events"
    local_slack.reset(workspace)
    assert local_slack.command("U0ADA", "C0TRIAGE", "/duty")["error"] == "dispatch_failed"


def test_several_requests_are_under_way_at_once(local_slack: Workspace, app: App) -> None:
    app.gathering = threading.Barrier(2)  # none is answered before both are there
    with concurrent.futures.ThreadPoolExecutor(2) as people:
        both = people.map(lambda who: local_slack.command(who, "C0TRIAGE", "/duty", wait=0), ("U0ADA", "U0BOB"))
        assert [said["acked"] for said in both] == [True, True]


@pytest.mark.parametrize(("kind", "verified"), [("challenge", True), ("text/plain", False)])
def test_an_address_proves_itself_by_the_challenge(local_slack: Workspace, app: App, kind: str, verified: bool) -> None:
    app.answers_with(200, kind)
    assert local_slack.app("verify")["verified"] is verified


def test_only_an_address_on_this_machine_is_taken(local_slack: Workspace) -> None:
    workspace = tests.sandbox.small_workspace.workspace()
    for url in ("http://192.0.2.1/slack/events", "https://127.0.0.1/slack/events", "nonsense"):
        workspace["app"]["request_url"] = url
        with pytest.raises(tests.workspace.WorkspaceError, match="is not on this machine"):
            local_slack.reset(workspace)


def test_an_app_without_an_address_has_none_to_verify(local_slack: Workspace) -> None:
    with pytest.raises(tests.workspace.WorkspaceError, match="request_url"):
        local_slack.app("verify")


def test_an_app_that_is_taken_off_hears_of_it_and_its_token_no_longer_holds(local_slack: Workspace, app: App) -> None:
    workspace = tests.sandbox.small_workspace.workspace()
    workspace["app"]["request_url"] = app.url
    events = workspace["app"]["manifest"]["settings"]["event_subscriptions"]["bot_events"]
    events += ["app_uninstalled", "tokens_revoked"]
    local_slack.reset(workspace)
    assert local_slack.app("uninstall")["revoked"] == {"bot": "account_inactive"}
    told = [json.loads(body)["event"] for _, body in app.came]
    assert [event["type"] for event in told] == ["tokens_revoked", "app_uninstalled"]
    assert told[0]["tokens"]["bot"] == ["U0BOT"]
    assert local_slack.app("install")["revoked"] == {}
