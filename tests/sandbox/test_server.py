"""The program itself: starting, stopping, the page's defences, resets, the journal, and the killer."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from typing import Any

import aiohttp
import pytest

import tests.sandbox.joined_app
import tests.sandbox.small_workspace
import tests.workspace

Json = dict[str, Any]
Workspace = tests.workspace.Workspace

TRIAGE = "C0TRIAGE"


def get(workspace: Workspace, path: str, **headers: str) -> tuple[int, http.client.HTTPMessage, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", workspace.port, timeout=5)
    with contextlib.closing(connection):
        connection.putrequest("GET", path, skip_host="Host" in headers)
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        response = connection.getresponse()
        return response.status, response.headers, response.read()


# -- starting and stopping


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"members": [{"id": "U0ADA"}]}, "lacks ['name']"),
        ({"members": [{"id": "U0ADA", "name": "ada", "tz": "Mars/Base"}]}, "Mars/Base"),
        ({"channels": [{"id": "C0X", "name": "x", "members": ["U0NOBODY"]}]}, "U0NOBODY"),
        ({"app": {}}, "lacks"),
        ({"now": "yesterday"}, "no instant"),
    ],
)
def test_a_wrong_workspace_is_one_sentence(change: Json, told: str) -> None:
    with pytest.raises(tests.workspace.WorkspaceError) as refused:
        Workspace(tests.sandbox.small_workspace.workspace(**change))
    assert refused.value.status == 2
    assert told in refused.value.sentence
    assert "\n" not in refused.value.sentence


def test_a_port_in_use_is_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        with pytest.raises(tests.workspace.WorkspaceError, match="can't start") as refused:
            Workspace(tests.sandbox.small_workspace.workspace(), "--port", port)
    assert refused.value.status == 2


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, None])
def test_it_stops_within_2_s_with_polls_pages_and_sockets_open(how: signal.Signals | None) -> None:
    async def story(workspace: Workspace) -> float:
        async with aiohttp.ClientSession() as session:
            client = tests.sandbox.joined_app.web(workspace)
            opened = await client.apps_connections_open(app_token=tests.sandbox.small_workspace.APP_TOKEN)
            app = await session.ws_connect(str(opened["url"]))
            page = await session.ws_connect(f"{workspace.address}/_sandbox/live?after=0")
            await app.receive_json()
            await page.receive_json()
            step = (await asyncio.to_thread(workspace.state))["clock"]["step"]
            polls = [
                asyncio.ensure_future(session.get(f"{workspace.address}/_sandbox/{path}"))
                for path in (f"clock?after={step}", "journal?after=999999&wait=60")
            ]
            await asyncio.sleep(0.1)  # let the polls arrive; nothing tells
            began = time.monotonic()
            if how is None:
                await asyncio.to_thread(workspace.stop)  # closes its standard input
            else:
                workspace.process.send_signal(how)
                await asyncio.to_thread(workspace.process.wait, 10)
            took = time.monotonic() - began
            await asyncio.gather(*polls, return_exceptions=True)
            return took

    with Workspace(tests.sandbox.small_workspace.workspace()) as workspace:
        assert asyncio.run(story(workspace)) < 10  # far less than the polls would last
        assert workspace.process.returncode == 0


# -- the page


def test_the_page_is_served_with_a_policy_that_lets_nothing_else_in(local_slack: Workspace) -> None:
    status, headers, body = get(local_slack, "/")
    assert status == 200
    assert b"<html" in body.lower()
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", ["/page/../server.py", "/page/%2e%2e/server.py", "/page//etc/passwd", "/page/", "/x"])
def test_nothing_outside_the_pages_folder_is_served(local_slack: Workspace, path: str) -> None:
    assert get(local_slack, path)[0] == 404


@pytest.mark.parametrize(
    "headers", [{"Host": "evil.test"}, {"Host": "127.0.0.1"}, {"Origin": "http://evil.test"}, {"Origin": "null"}]
)
@pytest.mark.parametrize("path", ["/", "/_sandbox/state"])
def test_another_host_or_origin_is_refused(local_slack: Workspace, path: str, headers: dict[str, str]) -> None:
    status, _, body = get(local_slack, path, **headers)
    assert (status, json.loads(body)["ok"]) == (403, False)


def test_a_page_of_its_own_origin_is_let_in(local_slack: Workspace) -> None:
    assert get(local_slack, "/_sandbox/state", Origin=local_slack.address)[0] == 200
    localhost = f"localhost:{local_slack.port}"
    assert get(local_slack, "/_sandbox/state", Host=localhost, Origin=f"http://{localhost}")[0] == 200


def test_the_live_stream_of_a_strange_origin_is_refused_and_our_own_resumes(local_slack: Workspace) -> None:
    async def story() -> list[Json]:
        url = f"{local_slack.address}/_sandbox/live?after={local_slack.last}"
        async with aiohttp.ClientSession() as session:
            with pytest.raises(aiohttp.WSServerHandshakeError):
                await session.ws_connect(url, origin="http://evil.test")
            local_slack.message("U0ADA", TRIAGE, "one")
            async with session.ws_connect(url, origin=local_slack.address) as page:
                first = await page.receive_json()
                second = await page.receive_json()
                await asyncio.to_thread(local_slack.message, "U0ADA", TRIAGE, "two")
                return [first, second, await page.receive_json()]

    entries = asyncio.run(story())
    assert [one["kind"] for one in entries] == ["refused", "event", "event"]
    assert [one["n"] for one in entries] == sorted(one["n"] for one in entries)


def test_the_guide_is_handed_on_as_it_was_given(local_slack: Workspace) -> None:
    assert local_slack.look("guide")["guide"] == {"title": "Try this"}


# -- the control


def test_a_wrong_body_is_answered_with_a_sentence(local_slack: Workspace) -> None:
    for method, path, body in (
        ("POST", "nothing", {}),
        ("POST", "message", {"user": "U0ADA", "channel": TRIAGE}),
        ("POST", "sockets", {"kind": "burn"}),
        ("POST", "tokens", {"revoke": "all"}),
        ("POST", "members", {"id": "U0ADA"}),
        ("POST", "members", {"id": "U0NEW", "name": "New", "tz": 3}),
        ("POST", "usergroups", {"id": "S0DUTY", "users": [[]]}),
        ("POST", "plan", {"plan": ["free"]}),
        ("POST", "command", {"user": "U0ADA", "channel": TRIAGE, "command": "/duty", "wait": "long"}),
        ("GET", "channel/C0TRIAGE", None),
        ("GET", "journal?after=x", None),
    ):
        with pytest.raises(tests.workspace.WorkspaceError) as refused:
            local_slack.ask(method, path, body)
        assert refused.value.status == 400
        assert refused.value.sentence.endswith(".")


def test_a_private_channel_is_seen_by_its_members_alone(local_slack: Workspace) -> None:
    def seen(user: str) -> set[str]:
        return {one["id"] for one in local_slack.state(user)["channels"]}

    assert seen("U0ADA") == {TRIAGE, "C0ELSE", "G0SECRET", "D0ADA"}
    assert seen("U0BOB") == {TRIAGE, "C0ELSE", "D0BOB"}
    with pytest.raises(tests.workspace.WorkspaceError, match="private"):
        local_slack.channel("G0SECRET", "U0BOB")


def test_a_reset_empties_the_workspace_and_goes_on_counting(local_slack: Workspace) -> None:
    local_slack.message("U0ADA", TRIAGE, "gone soon")
    before = local_slack.state()
    local_slack.reset()
    after = local_slack.state()
    assert local_slack.channel(TRIAGE, "U0ADA") == []
    assert after["n"] > before["n"]
    assert after["clock"]["step"] > before["clock"]["step"]
    assert [one["kind"] for one in local_slack.journal()] == ["reset"]


def test_a_reset_can_bring_another_workspace_and_a_wrong_one_changes_nothing(local_slack: Workspace) -> None:
    local_slack.reset(tests.sandbox.small_workspace.workspace(now="2030-01-01T00:00:00Z", channels=[]))
    assert local_slack.state()["clock"]["now"].startswith("2030-01-01")
    with pytest.raises(tests.workspace.WorkspaceError):
        local_slack.reset({"team": {}})
    assert local_slack.state()["clock"]["now"].startswith("2030-01-01")


def test_the_journal_waits_for_what_is_asked_for(local_slack: Workspace) -> None:
    found: list[Json] = []
    last = local_slack.last
    waiting = threading.Thread(target=lambda: found.extend(local_slack.journal(last, 10, "event")))
    waiting.start()
    local_slack.faults()
    local_slack.message("U0ADA", TRIAGE, "now")
    waiting.join(5)
    assert [one["kind"] for one in found] == ["event"]
    assert local_slack.journal(after=local_slack.last, wait=0.05) == []


def test_people_change_join_and_leave(local_slack: Workspace) -> None:
    local_slack.change_member("U0BOB", deleted=True)
    local_slack.change_channel(TRIAGE, join=["U0GUS"], leave=["U0ADA"])
    state = local_slack.state()
    assert [one["deleted"] for one in state["members"] if one["id"] == "U0BOB"] == [True]
    assert state["channels"][0]["members"] == ["U0BOB", "U0BOT", "U0GUS"]


def test_somebody_joins_the_workspace(local_slack: Workspace) -> None:
    before = local_slack.last
    local_slack.change_member("U0NEW", name="new", real_name="Nora New", email="nora@small.test", tz="Europe/Oslo")
    (entry,) = [one for one in local_slack.journal(before, 5, "event") if one["type"] == "team_join"]
    assert (entry["event"]["user"]["id"], entry["event"]["user"]["tz"]) == ("U0NEW", "Europe/Oslo")
    assert "U0NEW" in [one["id"] for one in local_slack.state()["members"]]


def test_a_reaction_comes_and_goes(local_slack: Workspace) -> None:
    ts = local_slack.message("U0ADA", TRIAGE, "look")["ts"]
    local_slack.react("U0BOB", TRIAGE, ts, "eyes")
    assert local_slack.channel(TRIAGE, "U0ADA")[0]["reactions"] == {"eyes": ["U0BOB"]}
    local_slack.react("U0BOB", TRIAGE, ts, ":eyes:")
    assert local_slack.channel(TRIAGE, "U0ADA")[0]["reactions"] == {}


# -- the killer

POSTER = """
import http.client, sys
connection = http.client.HTTPConnection("127.0.0.1", int(sys.argv[1]))
body = '{"channel": "C0TRIAGE", "text": "from the killed"}'
headers = {"Authorization": "Bearer xoxb-sandbox-bot", "Content-Type": "application/json"}
sys.stdin.read(1)
connection.request("POST", "/api/chat.postMessage", body, headers)
connection.getresponse().read()
"""


@pytest.mark.parametrize(("when", "stored"), [("before_storing", 0), ("after_storing", 1), ("before_answering", 1)])
def test_a_sender_is_killed_on_seeing_its_request(local_slack: Workspace, when: str, stored: int) -> None:
    command = [sys.executable, "-c", POSTER, str(local_slack.port)]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as sender:
        assert sender.stdin is not None
        local_slack.faults(method="chat.postMessage", kind="kill", when=when, pid=sender.pid)
        sender.stdin.write(b"\n")
        sender.stdin.flush()
        assert sender.wait(10) == -signal.SIGKILL
    assert len(local_slack.channel(TRIAGE, "U0ADA")) == stored
    assert local_slack.journal(kind="fault", method="chat.postMessage")[-1]["found"]


@pytest.mark.parametrize("pid", [0, 1, -1, True, "7", None])
def test_the_killer_refuses_what_it_must_not_kill(local_slack: Workspace, pid: object) -> None:
    with pytest.raises(tests.workspace.WorkspaceError, match="pid"):
        local_slack.do("faults", method="*", kind="kill", pid=pid)


def test_the_killer_refuses_the_sandbox_itself(local_slack: Workspace) -> None:
    with pytest.raises(tests.workspace.WorkspaceError, match="pid"):
        local_slack.faults(method="*", kind="kill", pid=local_slack.process.pid)
    assert os.getpid() > 1
