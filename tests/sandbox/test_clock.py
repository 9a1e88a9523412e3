"""The workspace's clock: durations, order, and the followers who live through its steps."""

from __future__ import annotations

import asyncio
import http.client
import json
import threading
import time
from datetime import timedelta
from typing import Any

import pytest

import sandbox.clock
import sandbox.errors
import tests.workspace


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("P14D", timedelta(days=14)),
        ("P2W", timedelta(weeks=2)),
        ("PT15M", timedelta(minutes=15)),
        ("P1DT2H3M4.5S", timedelta(days=1, hours=2, minutes=3, seconds=4.5)),
    ],
)
def test_reads_a_duration(text: str, span: timedelta) -> None:
    assert sandbox.clock.duration(text) == span


@pytest.mark.parametrize("text", ["", "P", "PT", "14D", "P-1D", "PT0S", "P1M", "two weeks", None, 900])
def test_refuses_what_is_no_duration_with_a_sentence(text: object) -> None:
    with pytest.raises(sandbox.errors.WrongError, match=r"send one like"):
        sandbox.clock.duration(text)


@pytest.mark.parametrize("text", ["2026-03-02", "2026-03-02T08:00:00", "tomorrow", None])
def test_an_instant_needs_its_zone(text: object) -> None:
    with pytest.raises(sandbox.errors.WrongError, match="no instant"):
        sandbox.clock.instant(text)


def test_stamps_are_unique_and_increase_however_fast_they_are_asked_for() -> None:
    clock = sandbox.clock.Clock()
    stamps = [clock.stamp() for _ in range(10_000)]
    assert stamps == sorted(set(stamps))


def test_stamps_carry_the_workspace_time() -> None:
    clock = sandbox.clock.Clock()
    clock.restart("2026-03-02T08:00:00Z")
    clock.forward(3600)
    assert clock.stamp().startswith("17724420")  # 2026-03-02 09:00 UTC


def test_a_sleeper_wakes_when_the_clock_is_moved_past_its_time() -> None:
    async def story() -> None:
        clock = sandbox.clock.Clock()
        sleeper = asyncio.ensure_future(clock.sleep_until(clock.now() + 300))
        await asyncio.sleep(0)
        clock.forward(200)
        await asyncio.sleep(0)
        assert not sleeper.done()
        clock.forward(200)
        await asyncio.wait_for(sleeper, 20)

    asyncio.run(story())


def test_the_clock_starts_where_the_workspace_says(local_slack: tests.workspace.Workspace) -> None:
    assert local_slack.state()["clock"]["now"].startswith("2026-03-02T08:00:0")


def test_the_clock_goes_to_an_instant_and_never_back(local_slack: tests.workspace.Workspace) -> None:
    assert local_slack.clock(to="2026-03-03T09:00:00Z", step="PT1H")["now"].startswith("2026-03-03T09:00:00")
    with pytest.raises(tests.workspace.WorkspaceError, match="forward only") as refused:
        local_slack.clock(to="2026-03-03T08:00:00Z")
    assert refused.value.status == 400


@pytest.mark.parametrize("body", [{}, {"advance": "P1D", "to": "2026-03-03T09:00:00Z"}, {"advance": "soon"}])
def test_a_wrong_move_is_answered_with_a_sentence(local_slack: tests.workspace.Workspace, body: dict[str, Any]) -> None:
    with pytest.raises(tests.workspace.WorkspaceError, match=r"[Ss]end") as refused:
        local_slack.ask("POST", "clock", body)
    assert refused.value.status == 400


def follow(workspace: tests.workspace.Workspace, step: int, count: int, lived: list[int]) -> None:
    """Poll the clock as a bot does, on one connection, saying with each poll that the step before was lived through."""
    connection = http.client.HTTPConnection("127.0.0.1", workspace.port, timeout=30)
    for _ in range(count + 1):
        wait = f"&after={step}" if len(lived) < count else ""
        connection.request("GET", f"/_sandbox/clock?lived={step}{wait}")
        step = json.loads(connection.getresponse().read())["step"]
        lived.append(step)
    connection.close()


def test_two_quiet_weeks_take_at_most_15_s_with_a_follower_living_through_every_step(
    local_slack: tests.workspace.Workspace,
) -> None:
    start = local_slack.look("clock")["step"]
    lived: list[int] = []
    follower = threading.Thread(target=follow, args=(local_slack, start, 1344, lived))
    follower.start()
    began = time.monotonic()
    walked = local_slack.clock(advance="P14D")
    took = time.monotonic() - began
    follower.join(5)
    assert walked["steps"] == 1344
    assert walked["lagging"] == []
    assert took < 15
    assert lived[:1344] == list(range(start + 1, start + 1345))


def test_a_follower_says_by_post_that_it_lived_through_a_step(local_slack: tests.workspace.Workspace) -> None:
    step = local_slack.look("clock")["step"]
    mover = threading.Thread(target=local_slack.clock, kwargs={"advance": "PT15M"})
    mover.start()
    heard = local_slack.look("clock", after=step)
    assert heard["step"] == step + 1
    assert mover.is_alive()
    local_slack.do("clock/lived", step=step + 1)
    mover.join(5)
    assert not mover.is_alive()


def test_a_follower_that_hangs_up_is_waited_for_no_more(local_slack: tests.workspace.Workspace) -> None:
    step = local_slack.look("clock")["step"]
    connection = http.client.HTTPConnection("127.0.0.1", local_slack.port, timeout=30)
    connection.request("GET", f"/_sandbox/clock?after={step}")
    mover = threading.Thread(target=local_slack.clock, kwargs={"advance": "PT30M"})
    mover.start()
    connection.getresponse().read()
    connection.request("GET", f"/_sandbox/clock?lived={step + 1}&after={step + 1}")
    connection.getresponse().read()
    connection.request("GET", f"/_sandbox/clock?lived={step + 2}&after={step + 2}")
    mover.join(5)
    connection.close()
    began = time.monotonic()
    assert local_slack.clock(advance="PT1H")["lagging"] == []
    assert time.monotonic() - began < 5


def test_who_does_not_answer_is_named_and_is_waited_for_only_once() -> None:
    async def story() -> tuple[set[str], set[str]]:
        clock = sandbox.clock.Clock()
        clock.follow("dead", None)
        clock.forward(1)
        late = await clock.lived_through(set(), seconds=0.01)
        clock.forward(1)
        return late, await asyncio.wait_for(clock.lived_through(late, seconds=60), 10)

    assert asyncio.run(story()) == ({"dead"}, set())


def test_a_poll_with_nothing_new_ends_with_the_same_step() -> None:
    async def story() -> int:
        clock = sandbox.clock.Clock()
        await clock.moved_beyond(clock.step, seconds=0.01)
        return clock.step

    assert asyncio.run(story()) == 0
