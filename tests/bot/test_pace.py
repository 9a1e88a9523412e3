"""How fast Slack is called, in the numbers of a clock that only a test moves."""

import bot.pace

POST, OPEN = ("chat.postMessage",), ("conversations.open", "chat.postMessage")


def rate(pace: bot.pace.Pace, methods: tuple[str, ...], at: float) -> float:
    """Calls a second that the pace allows from `at` on, each in a lane of its own."""
    pace.take(f"lane at {at}", methods, at)
    return 1 / (pace.free_at(f"another lane at {at}", methods) - at)


def test_nothing_waits_at_first() -> None:
    assert bot.pace.Pace().free_at("C1", POST) <= 100.0


def test_a_lane_takes_one_message_a_second() -> None:
    pace = bot.pace.Pace()
    pace.take("C1", POST, 100.0)
    assert pace.free_at("C1", POST) == 101.0


def test_another_lane_waits_only_for_the_method() -> None:
    pace = bot.pace.Pace()
    pace.take("C1", POST, 100.0)
    assert pace.free_at("C2", POST) == 100.1
    assert pace.free_at("C2", ("chat.update",)) <= 100.0


def test_a_call_of_two_methods_waits_for_both() -> None:
    pace = bot.pace.Pace()
    pace.refused("conversations.open", 100.0, 130.0)
    assert pace.free_at("@UADA", OPEN) == 130.0
    assert pace.free_at("C1", POST) <= 100.0


def test_calls_that_go_late_do_not_catch_up() -> None:
    pace = bot.pace.Pace()
    pace.take("C1", POST, 100.0)
    pace.take("C2", POST, 200.0)
    assert pace.free_at("C3", POST) == 200.1


def test_a_method_begins_at_ten_a_second_and_climbs_with_each_call_that_went_well_to_fifty() -> None:
    pace = bot.pace.Pace()
    assert round(rate(pace, POST, 100.0), 6) == 10.0
    pace.went_well("chat.postMessage")
    assert round(rate(pace, POST, 200.0), 6) == 10.5
    for _ in range(1000):
        pace.went_well("chat.postMessage")
    assert round(rate(pace, POST, 300.0), 6) == 50.0
    assert round(rate(pace, ("chat.update",), 300.0), 6) == 10.0


def test_a_refusal_halves_the_pace_down_to_one_call_in_two_seconds() -> None:
    pace = bot.pace.Pace()
    pace.refused("chat.postMessage", 99.0, 100.0)
    assert round(rate(pace, POST, 100.0), 6) == 5.0
    for second in range(101, 121):
        pace.refused("chat.postMessage", second, second)
    assert round(rate(pace, POST, 200.0), 6) == 0.5


def test_calls_that_are_refused_together_halve_the_pace_once() -> None:
    pace = bot.pace.Pace()
    for late in range(16):
        pace.refused("chat.postMessage", 100.0 + late / 100, 130.0 + late / 100)
    assert round(rate(pace, POST, 200.0), 6) == 5.0


def test_a_refusal_stops_its_method_for_every_lane_until_slack_said() -> None:
    pace = bot.pace.Pace()
    pace.refused("chat.postMessage", 99.0, 130.0)
    assert pace.free_at("C1", POST) == 130.0
    assert pace.free_at("@UADA", OPEN) == 130.0
    assert pace.free_at("C1", ("chat.update",)) <= 100.0


def test_a_shorter_refusal_does_not_end_a_longer_one() -> None:
    pace = bot.pace.Pace()
    pace.refused("chat.postMessage", 99.0, 130.0)
    pace.refused("chat.postMessage", 100.0, 105.0)
    assert pace.free_at("C1", POST) == 130.0


def test_thousands_of_lanes_are_not_kept_for_ever_and_busy_ones_are_not_forgotten() -> None:
    pace = bot.pace.Pace()
    for number in range(5000):
        pace.take(f"@U{number}", ("views.publish",), float(number))
    assert len(pace._lanes) <= 1002
    pace.take("C1", POST, 9000.0)
    for number in range(1500):
        pace.take(f"@V{number}", ("views.publish",), 9000.5)
    assert pace.free_at("C1", POST) == 9001.0
