"""The ratio week by week: seen once a day, kept as it was seen last, and never guessed for a week that was missed."""

import datetime

import pytest
import sqlmodel

import data.figures
import data.models
import data.settings
import jobs.week_figures
import tests.programme

NOW = tests.programme.NOW
DAY = datetime.timedelta(days=1)
MONDAY = tests.programme.TODAY


@pytest.fixture
def programme(session: sqlmodel.Session) -> sqlmodel.Session:
    """400 h of a freelancer, and 40 of a manager."""
    tests.programme.add(session, "UMAREN", "manager", weekly_hours=40)
    tests.programme.add_freelancer(session, "UFLOR", hours=400, last_day=300)
    data.settings.record_milestone(session, data.settings.WENT_LIVE, NOW)
    return session


def seen(session: sqlmodel.Session) -> dict[datetime.date, float]:
    rows = session.exec(sqlmodel.select(data.models.WeekFigure)).all()
    assert {row.name for row in rows} <= {"ratio_contracted"}
    return {row.week: row.value for row in rows}


def gives(session: sqlmodel.Session, hours: float) -> None:
    (contract,) = session.exec(sqlmodel.select(data.models.Contract))
    contract.weekly_hours = hours
    session.flush()


def test_the_week_keeps_what_was_seen_last_in_it(programme: sqlmodel.Session) -> None:
    jobs.week_figures.tick(programme, NOW)
    gives(programme, 480)
    jobs.week_figures.tick(programme, NOW + datetime.timedelta(hours=3))
    assert seen(programme) == {MONDAY: 10.0}  # it looks once a day
    jobs.week_figures.tick(programme, NOW + 6 * DAY)
    assert seen(programme) == {MONDAY: 12.0}
    gives(programme, 200)
    jobs.week_figures.tick(programme, NOW + 7 * DAY)
    assert seen(programme) == {MONDAY: 12.0, MONDAY + 7 * DAY: 5.0}


def test_a_week_in_which_muster_was_off_is_not_made_up(programme: sqlmodel.Session) -> None:
    jobs.week_figures.tick(programme, NOW)
    jobs.week_figures.tick(programme, NOW + 30 * DAY)
    assert list(seen(programme)) == [MONDAY, MONDAY + 28 * DAY]


def test_twice_is_once(programme: sqlmodel.Session) -> None:
    for _ in range(3):
        jobs.week_figures.tick(programme, NOW)
    assert seen(programme) == {MONDAY: 10.0}


def test_before_it_is_live_nothing_is_kept_for_the_roster_is_still_being_made(session: sqlmodel.Session) -> None:
    tests.programme.add(session, "UMAREN", "manager", weekly_hours=40)
    jobs.week_figures.tick(session, NOW)
    assert seen(session) == {}


def test_without_in_house_hours_there_is_no_figure(session: sqlmodel.Session) -> None:
    data.settings.record_milestone(session, data.settings.WENT_LIVE, NOW)
    jobs.week_figures.tick(session, NOW)
    assert seen(session) == {}


def test_a_figure_is_loaded_by_name_and_week(session: sqlmodel.Session) -> None:
    data.figures.record(session, MONDAY, "ratio_contracted", 10)
    data.figures.record(session, MONDAY, "ratio_output", 9)
    data.figures.record(session, MONDAY - 7 * DAY, "ratio_contracted", 8)
    data.figures.record(session, MONDAY, "ratio_contracted", 11)
    assert data.figures.load(session, "ratio_contracted", [MONDAY]) == {MONDAY: 11}
