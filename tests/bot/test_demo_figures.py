"""The demo's status shows what became of the ratio, up to the week before this one."""

import datetime

import sqlmodel

import bot.demo_figures
import data.models
import rules.settings

SUNDAY = datetime.datetime(2026, 3, 8, 23, tzinfo=datetime.UTC)


def test_the_eleven_weeks_before_this_one_have_a_ratio_by_the_programmes_day(session: sqlmodel.Session) -> None:
    """Late on a Sunday it is Monday in Berlin already, and another week."""
    programme = rules.settings.read({"time_zone": "Europe/Berlin"})
    bot.demo_figures.fill_in(session, programme, SUNDAY + datetime.timedelta(minutes=5))
    figures = session.exec(sqlmodel.select(data.models.WeekFigure)).all()
    for name in ("ratio_output", "satisfaction", "first_reply", "queue"):
        weeks = sorted(row.week for row in figures if row.name == name)
        assert (len(weeks), weeks[0], weeks[-1]) == (11, datetime.date(2025, 12, 22), datetime.date(2026, 3, 2))
