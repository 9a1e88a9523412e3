"""By when a report is to be answered."""

import datetime

import pytest

import rules.settings
import rules.targets
import rules.working_hours

PROGRAMME = rules.working_hours.programme_workdays(
    rules.settings.read({"time_zone": "Europe/Berlin", "holidays": "DE", "days_off": "2026-04-07"})
)


def at(wall: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(wall).replace(tzinfo=PROGRAMME.zone).astimezone(datetime.UTC)


@pytest.mark.parametrize(
    ("filed", "hours", "expected"),
    [
        pytest.param("2026-03-02 10:00", 4, "2026-03-02 14:00", id="the same day"),
        pytest.param("2026-03-06 16:00", 4, "2026-03-09 12:00", id="late on a Friday"),
        pytest.param("2026-03-07 23:00", 1, "2026-03-09 10:00", id="on a Saturday"),
        pytest.param("2026-04-02 16:30", 4, "2026-04-08 12:30", id="before Easter and a day of our own"),
    ],
)
def test_an_answer_is_expected_within_working_hours_of_the_programme(filed: str, hours: int, expected: str) -> None:
    assert rules.targets.expected_by(PROGRAMME, at(filed), hours) == at(expected)
