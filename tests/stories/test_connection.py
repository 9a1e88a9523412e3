"""The connection and the token fail and come back: nothing is lost, nothing stale is sent, and health says so."""

from __future__ import annotations

import contextlib
import datetime
import http.client
import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest

import bot.health
import bot.sender
import bot.socket
import data.outbox
import tests.stories.cast
import tests.stories.programme
import tests.stories.test_process
import tests.workspace

Json = dict[str, Any]
Programme = tests.stories.programme.Programme

HANDOVER = "2026-03-16T09:00:00Z"


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what failed be tried again soon."""
    monkeypatch.setattr(bot.socket, "REFUSED_WAIT", 0.2)
    monkeypatch.setattr(bot.sender, "UNAUTHORISED", 0.2)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def asked(port: int, path: str) -> tuple[int, str]:
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


def health(port: int) -> Json:
    """The report, with its HTTP status."""
    status, text = asked(port, "/healthz")
    return {"status": status, **json.loads(text)}


def becomes(programme: Programme, port: int, status: int) -> Json:
    """The report, once it comes with this status."""
    end = time.monotonic() + tests.stories.programme.LONG
    while (report := health(port))["status"] != status:
        assert time.monotonic() < end, report
        programme.slack.journal(programme.slack.last, wait=0.05)
    return report


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def served(prepared: Programme, port: int) -> Iterator[Programme]:
    """A live programme in Socket Mode whose health can be asked."""
    prepared.start(muster_port=port)
    prepared.settles()
    yield prepared


# -- sockets


def test_after_the_link_was_disabled_and_enabled_commands_work_again(programme: Programme) -> None:
    before = programme.slack.last
    programme.slack.tokens(revoke="app")
    programme.slack.sockets("link_disabled")
    refused = programme.sees("call", after=before, method="apps.connections.open")
    assert refused["answer"]["error"] == "token_revoked"
    programme.sees("socket", after=before, did="closed")
    assert programme.maren.types("/duty").error == "dispatch_failed"
    programme.slack.tokens(restore="app")
    programme.sees("socket", after=before, did="connected")
    assert programme.maren.types("/duty").first_line.startswith("*On duty until")


def test_while_the_apps_token_is_refused_what_is_due_is_sent_all_the_same(programme: Programme) -> None:
    programme.slack.tokens(revoke="app")
    programme.slack.sockets("drop")
    programme.becomes(HANDOVER, step="P14D")
    assert any("hand over. Thank you!" in text for text in programme.triage())


def test_a_start_waits_for_a_slack_that_is_not_there_yet(prepared: Programme) -> None:
    port = free_port()
    settings = {"SLACK_API_URL": f"http://127.0.0.1:{port}/api/", "MUSTER_CLOCK_URL": "", "LOG_FORMAT": "json"}
    with tests.stories.test_process.muster(prepared, **settings) as child:
        assert child.stderr
        said = json.loads(child.stderr.readline())
        assert said["message"] == "Slack can't be reached; trying again"
        with tests.workspace.Workspace(tests.stories.cast.workspace(), "--port", str(port)) as slack:
            tests.stories.test_process.joins(child)
            assert slack.command(tests.stories.cast.MAREN, tests.stories.cast.GENERAL, "/duty")["acked"]
            child.send_signal(signal.SIGTERM)
            child.communicate(timeout=tests.stories.test_process.ENDS)
    assert child.returncode == 0


# -- the app is taken off and put back


def unasked(key: str, at: str, **more: Any) -> data.outbox.Draft:
    """A line for the manager that was planned for an instant."""
    lane, payload = f"@{tests.stories.cast.MAREN}", {"text": key.partition(":")[2]}
    due = datetime.datetime.fromisoformat(at)
    return data.outbox.Draft(key=key, lane=lane, payload=payload, reason="it is a story", due_at=due, **more)


def test_what_came_too_late_while_the_app_was_off_is_dropped_and_the_managers_read_it(programme: Programme) -> None:
    programme.settles()
    before = len(programme.maren.reads())
    programme.slack.app("uninstall")
    programme.becomes("2026-03-09T12:00:00Z", step="P3DT12H")
    with programme.writing() as session:
        drafts = [
            unasked("duty:of the first day", "2026-03-03T08:00:00+00:00"),
            unasked("duty:of an hour ago", "2026-03-09T11:00:00+00:00"),
            unasked("duty:of before", "2026-03-01T08:00:00+00:00"),
            unasked("duty:asked for", "2026-03-03T08:00:00+00:00", unasked=False),
        ]
        data.outbox.enqueue(session, drafts)
    stopped = programme.slack.last
    programme.sees("call", after=stopped, method="auth.test")
    assert programme.slack.journal(stopped, kind="call", method="chat.postMessage") == []
    programme.slack.app("install")
    programme.settles()
    *sent, told = programme.maren.reads()[before:]
    assert sorted(sent) == ["asked for", "of an hour ago", "of before"]
    assert told.splitlines() == [
        "*Muster can write to Slack again.* Slack did not take its token from Mon 2 March 2026, 13:00 (Europe/Berlin) "
        "to Mon 9 March 2026, 13:00 (Europe/Berlin), as after the app was removed or its token revoked, "
        "and nothing was sent in that time.",
        "1 message came too late and is not sent:",
        "• 1, because it is a story",
    ]
    assert programme.rows("SELECT key FROM outbox WHERE state = 'dropped'") == [("duty:of the first day",)]


def test_a_handover_missed_by_days_is_not_replayed_but_the_topic_is_right(programme: Programme) -> None:
    programme.settles()
    programme.slack.app("uninstall")
    programme.becomes("2026-03-19T09:00:00Z", step="P17D")
    programme.slack.app("install")
    programme.settles()
    assert not any("hand over. Thank you!" in text for text in programme.triage()[1:])
    assert programme.topic.startswith("On duty until Mon 30 Mar, 10:00: ")


def test_a_short_time_without_the_app_loses_nothing_and_tells_nobody(programme: Programme) -> None:
    programme.settles()
    before = len(programme.maren.reads())
    programme.slack.app("uninstall")
    programme.passes("PT5M")
    with programme.writing() as session:
        data.outbox.enqueue(session, [unasked("duty:a line", "2026-03-02T12:04:00+00:00")])
    programme.slack.app("install")
    programme.settles()
    assert programme.maren.reads()[before:] == ["a line"]


def test_a_restart_knows_since_when_the_app_was_off(programme: Programme) -> None:
    programme.settles()
    programme.slack.app("uninstall")
    programme.stop()
    programme.slack.app("install")
    programme.slack.clock("P7D", step="P7D")
    programme.start()
    programme.settles()
    assert any("Muster can write to Slack again." in text for text in programme.maren.reads())


def test_a_store_of_another_workspace_is_refused_with_a_sentence(programme: Programme) -> None:
    programme.stop()
    workspace = tests.stories.cast.workspace(team={"id": "T0OTHER", "name": "Other", "domain": "other"})
    programme.slack.reset(workspace)
    with tests.stories.test_process.muster(programme) as child:
        sentence = tests.stories.test_process.refusal(child).splitlines()[-1]
    assert sentence == (
        "SLACK_BOT_TOKEN is of the workspace T0OTHER, and the store belongs to T0STORY. "
        "Take the token of T0STORY, or name another store in DATABASE_URL."
    )


# -- health and figures


def test_health_says_how_every_part_is(served: Programme, port: int) -> None:
    report = health(port)
    assert (report["status"], report["faults"], report["mode"]) == (200, [], "live")
    assert report["connection"]["transport"] == "socket"
    assert report["connection"]["dead_seconds"] == 0
    assert report["sender"] == {"authorised": True, "oldest_due_seconds": 0}
    assert report["store"] == {"readable": True}
    assert set(report["process"]) == {"version", "uptime_seconds"}


def test_health_is_bad_while_slack_refuses_the_token_and_good_again_after(served: Programme, port: int) -> None:
    served.slack.app("uninstall")
    assert becomes(served, port, 503)["faults"] == ["Slack does not take the token."]
    served.slack.app("install")
    becomes(served, port, 200)


def test_health_is_bad_while_no_socket_comes_about(
    served: Programme, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.health, "DEAD_SECONDS", 0.1)
    served.slack.tokens(revoke="app")
    served.slack.sockets("drop")
    assert becomes(served, port, 503)["faults"] == ["The connection to Slack is dead."]
    served.slack.tokens(restore="app")
    becomes(served, port, 200)


def test_health_answers_while_the_store_is_written_by_another(served: Programme, port: int) -> None:
    with served.locked():
        assert health(port)["status"] == 200


def test_health_says_that_an_installation_is_quiet(prepared: Programme, port: int) -> None:
    prepared.prepare(live=False)
    prepared.start(muster_port=port)
    assert (health(port)["status"], health(port)["mode"]) == (200, "quiet")


def test_the_figures_say_what_happened(served: Programme, port: int) -> None:
    served.maren.types("/duty")
    served.maren.types("/nonsense")
    served.ada.types("/duty away 2026-01-01")
    before = served.slack.last
    served.slack.sockets("refresh")
    served.sees("socket", after=before, did="connected")
    status, text = asked(port, "/metrics")
    lines = text.splitlines()
    assert status == 200
    assert 'muster_requests_total{kind="verb",outcome="done"} 1.0' in lines
    assert 'muster_requests_total{kind="verb",outcome="refused"} 1.0' in lines
    acknowledged = dict(line.rsplit(" ", 1) for line in lines if line.startswith("muster_acknowledgement_seconds"))
    assert float(acknowledged["muster_acknowledgement_seconds_count"]) >= 2  # Muster hears of its own posts as well
    assert (
        acknowledged['muster_acknowledgement_seconds_bucket{le="3.0"}']
        == acknowledged["muster_acknowledgement_seconds_count"]
    )
    assert 'muster_notices{state="dead"} 0.0' in lines
    assert 'muster_mode{mode="live"} 1.0' in lines
    assert any(line.startswith('muster_notices_sent_total{kind="post"}') for line in lines)
    assert any(line.startswith('muster_slack_calls_total{method="chat.postMessage",outcome="done"}') for line in lines)
    assert any(line.startswith('muster_job_ticks_total{job="duty",outcome="done"}') for line in lines)
    assert any(line.startswith("process_resident_memory_bytes") for line in lines)


def test_a_port_in_use_is_a_sentence_before_anything_is_done(prepared: Programme) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with tests.stories.test_process.muster(prepared, MUSTER_PORT=str(port)) as child:
            assert tests.stories.test_process.refusal(child) == (
                f"Port {port} of 127.0.0.1 can't be had: Address already in use. "
                "Set MUSTER_PORT to a free port, and MUSTER_HOST to an address of this machine.\n"
            )


def test_without_a_port_no_server_is_loaded() -> None:
    code = "import bot.run, sys; print({'starlette', 'uvicorn', 'prometheus_client'} & set(sys.modules))"
    said = subprocess.run([sys.executable, "-c", code], cwd=tests.workspace.ROOT, capture_output=True, check=True)
    assert said.stdout == b"set()\n"
