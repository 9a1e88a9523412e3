"""Tiers, and one message a second per channel."""

from __future__ import annotations

import sandbox.limits


def test_a_tier_lets_its_number_through_and_then_says_when_to_come_back() -> None:
    limits = sandbox.limits.Limits()
    answers = [limits.call("conversations.setTopic", 2) for _ in range(21)]
    assert answers[:20] == [None] * 20
    assert answers[20] == 3  # one of twenty a minute


def test_methods_have_buckets_of_their_own() -> None:
    limits = sandbox.limits.Limits()
    for _ in range(20):
        limits.call("conversations.setTopic", 2)
    assert limits.call("usergroups.list", 2) is None


def test_a_channel_takes_a_short_burst_and_then_one_a_second() -> None:
    limits = sandbox.limits.Limits()
    burst = [limits.post("C1") for _ in range(sandbox.limits.CHANNEL_BURST + 1)]
    assert burst == [None] * sandbox.limits.CHANNEL_BURST + [1]
    assert limits.post("C2") is None


def test_the_workspace_has_a_cap_over_all_channels() -> None:
    limits = sandbox.limits.Limits()
    answers = [limits.post(f"C{n}") for n in range(sandbox.limits.WORKSPACE_BURST + 1)]
    assert answers[-1] == 1
    assert None in answers
    assert set(answers[:-1]) == {None}


def test_refilling_forgets_what_was_taken() -> None:
    limits = sandbox.limits.Limits()
    for _ in range(sandbox.limits.CHANNEL_BURST + 1):
        limits.post("C1")
    limits.refill()
    assert limits.post("C1") is None


def test_a_bucket_fills_with_time() -> None:
    bucket = sandbox.limits.Bucket(1, 1.0, now=100.0)
    bucket.left = 0
    assert bucket.wait(100.25) == 0.75
    assert bucket.wait(101.0) == 0


def test_limits_can_be_lifted_for_a_campaign() -> None:
    limits = sandbox.limits.Limits()
    limits.enforced = False
    assert {limits.post("C1") for _ in range(1000)} == {None}
