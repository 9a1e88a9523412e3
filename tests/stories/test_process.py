"""`muster run` as whoever runs it meets it: a process with signals, exit codes and sentences."""

from __future__ import annotations

import contextlib
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

import tests.stories.cast
import tests.stories.programme
import tests.workspace

Programme = tests.stories.programme.Programme
Child = subprocess.Popen[str]

ENDS = 60.0
"""Seconds within which a child that was told to stop, or can't start, has ended."""


def environment(programme: Programme, **changes: str) -> dict[str, str]:
    """What `.env` would say, for a child."""
    return {
        "SLACK_BOT_TOKEN": tests.stories.cast.BOT_TOKEN,
        "SLACK_APP_TOKEN": tests.stories.cast.APP_TOKEN,
        "SLACK_API_URL": programme.slack.api_url,
        "MUSTER_CLOCK_URL": programme.slack.clock_url,
        "MUSTER_TIME_ZONE": "Europe/Berlin",
        "MUSTER_TRIAGE_CHANNEL": tests.stories.cast.TRIAGE,
        "DATABASE_URL": programme.url,
        **changes,
    }


@contextlib.contextmanager
def muster(programme: Programme, *options: str, **changes: str) -> Iterator[Child]:
    """`muster run` in a process of its own, which is gone afterwards."""
    command = [sys.executable, "-m", "bot", "run", "--no-env-file", *options]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command,
        cwd=tests.workspace.ROOT,
        env=environment(programme, **changes),
        stdin=pipe,
        stdout=pipe,
        stderr=pipe,
        text=True,
    ) as child:
        try:
            yield child
        finally:
            child.kill()


def joins(child: Child) -> None:
    """Wait until it says that it has joined."""
    assert child.stdout
    assert child.stdout.readline() == "Muster has joined.\n"


def refusal(child: Child) -> str:
    """The sentence with which a child that can't start ends."""
    said, complaint = child.communicate(timeout=ENDS)
    assert (child.returncode, said) == (2, "")
    return complaint


def test_a_clean_stop_loses_nothing(prepared: Programme) -> None:
    with muster(prepared) as child:
        joins(child)
        prepared.ada.adds_days_away()
        assert prepared.ada.submits({"First day away": "2026-08-03"}).acked
        assert prepared.bola.types("/duty away 2026-08-03").first_line.startswith("You are away")
        child.send_signal(signal.SIGTERM)
        _, log = child.communicate(timeout=ENDS)
    assert child.returncode == 0
    assert "Traceback" not in log
    assert len(prepared.rows("SELECT 1 FROM absence")) == 2
    prepared.start()
    prepared.settles()
    assert len(prepared.ada.reads()) == 1
    assert len(prepared.triage()) == 1


def test_it_stops_when_its_standard_input_closes_if_it_was_told_to(prepared: Programme) -> None:
    with muster(prepared, "--stop-with-stdin") as child:
        joins(child)
        child.communicate(timeout=ENDS)
    assert child.returncode == 0


def test_a_second_one_on_the_same_store_is_refused_and_the_first_goes_on(prepared: Programme) -> None:
    with muster(prepared) as first:
        joins(first)
        with muster(prepared) as second:
            assert refusal(second) == f"Another `muster run` works on {prepared.store} already.\n"
        assert prepared.maren.types("/duty").first_line.startswith("*On duty until")
        first.kill()
        first.communicate(timeout=ENDS)
        with muster(prepared) as third:
            joins(third)


@pytest.mark.parametrize(
    ("name", "token"), [("SLACK_BOT_TOKEN", "xoxb-wrong-4711"), ("SLACK_APP_TOKEN", "xapp-wrong-4711")]
)
def test_a_token_that_slack_does_not_take_is_a_sentence_that_does_not_show_it(
    prepared: Programme, name: str, token: str
) -> None:
    with muster(prepared, **{name: token}) as child:
        *log, sentence = refusal(child).splitlines()
    assert sentence.startswith(f"Slack does not take {name} (invalid_auth). ")
    assert not [line for line in [*log, sentence] if token in line or "Traceback" in line]


def test_every_fault_of_the_settings_is_named_at_once(prepared: Programme) -> None:
    faults = {"SLACK_BOT_TOKEN": "4711", "SLACK_APP_TOKEN": ""}
    with muster(prepared, **faults) as child:
        first, second = refusal(child).splitlines()
    assert first.startswith("SLACK_BOT_TOKEN: is missing or does not begin with xoxb-.")
    assert second.startswith("SLACK_APP_TOKEN: is missing or does not begin with xapp-.")
    assert "4711" not in first


def test_settings_that_can_not_be_read_are_named_with_what_would_do(prepared: Programme) -> None:
    with muster(prepared, MUSTER_TIME_ZONE="Mars/Olympus", MUSTER_MANAGERS="maren") as child:
        managers, zone = refusal(child).splitlines()
    assert managers.startswith("MUSTER_MANAGERS: ")
    assert managers.endswith("is no Slack id. Write ids such as U0123ABCD, comma between.")
    assert zone == "MUSTER_TIME_ZONE: 'Mars/Olympus' is no time zone. Write one such as Europe/Berlin."


def test_the_log_holds_no_secret_at_its_most_talkative(prepared: Programme) -> None:
    with muster(prepared, LOG_LEVEL="DEBUG") as child:
        joins(child)
        prepared.ada.types("/duty away")
        prepared.ada.types("/program status")
        child.send_signal(signal.SIGTERM)
        _, log = child.communicate(timeout=ENDS)
    assert " DEBUG " in log
    assert "/duty" not in log, "what people type is nobody's to log"
    assert tests.stories.cast.BOT_TOKEN not in log
    assert tests.stories.cast.APP_TOKEN not in log
    assert "ticket=…" in log or "ticket=" not in log
