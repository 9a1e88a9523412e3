"""One weekly notice a person and week over changes of the clocks; `python -m bench.clocks` takes all zones."""

import datetime
import zoneinfo

import pytest

import bench.clocks
import rules.local_time

ZONES = [
    "Europe/Berlin",
    "America/St_Johns",  # half-hour offsets
    "Australia/Lord_Howe",  # moved by half an hour
    "Africa/Cairo",  # at midnight, and only since 2023
    "America/Nuuk",  # changed its mind
    "Antarctica/Troll",  # moved by two hours
    "Africa/Casablanca",  # in every Ramadan
]


@pytest.mark.parametrize("name", ZONES)
def test_everybody_has_one_notice_a_week_when_their_clock_says_so(name: str) -> None:
    zone = zoneinfo.ZoneInfo(name)
    found = bench.clocks.changes(zone, 2020, 2024)
    assert len(found) >= 4
    assert [fault for change in found for fault in bench.clocks.faults(change, zone)] == []


def test_the_judge_sees_an_hour_that_is_taken_the_second_time(monkeypatch: pytest.MonkeyPatch) -> None:
    def second(day: datetime.date, time: datetime.time, zone: zoneinfo.ZoneInfo) -> datetime.datetime:
        return datetime.datetime.combine(day, time, zone).replace(fold=1).astimezone(datetime.UTC)

    monkeypatch.setattr(rules.local_time, "instant", second)
    zone = zoneinfo.ZoneInfo("Europe/Berlin")
    (_, autumn) = bench.clocks.changes(zone, 2026, 2026)
    assert bench.clocks.faults(autumn, zone) == ["Europe/Berlin 2026-10-25 sun 02:30-10:30"]
