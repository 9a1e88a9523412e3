"""By when a report is to be answered, and who is past that."""

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


FILED = "2026-03-06 16:00"  # a Friday: 4 hours on it is Monday 12:00, 8 hours on it is 16:00


@pytest.mark.parametrize(
    ("responded", "now", "standing"),
    [
        pytest.param(None, "2026-03-06 16:00", "on time", id="just filed"),
        pytest.param(None, "2026-03-09 12:00", "on time", id="due this minute"),
        pytest.param(None, "2026-03-09 12:01", "past the target", id="late"),
        pytest.param(None, "2026-03-09 16:00", "past the target", id="twice the target this minute"),
        pytest.param(None, "2026-03-09 16:01", "past twice the target", id="very late"),
        pytest.param("2026-03-09 11:00", "2026-04-01 10:00", "on time", id="answered in time, long ago"),
        pytest.param("2026-03-09 15:00", "2026-04-01 10:00", "past the target", id="answered late, long ago"),
        pytest.param("2026-03-10 09:00", "2026-04-01 10:00", "past twice the target", id="answered very late"),
    ],
)
def test_a_report_is_in_time_past_its_target_or_past_twice_that(responded: str | None, now: str, standing: str) -> None:
    found = rules.targets.standing(PROGRAMME, at(FILED), at(responded) if responded else None, 4, at(now))
    assert found.value == standing
