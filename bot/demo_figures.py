"""The demo's ratio of the weeks before this one."""

import datetime

import sqlmodel

import data.figures
import jobs.scene
import jobs.status
import rules.ratio
import rules.settings
import rules.week_figures

RATIOS = (9.6, 9.9, 10.3, 10.2, 10.8, 11.2, 11.0, 11.3, 11.6, 11.6, 11.8)
"""The last one is last week's."""

NAME = rules.week_figures.RATIO[rules.ratio.Mode.CONTRACTED]


def fill_in(session: sqlmodel.Session, programme: rules.settings.Programme, now: datetime.datetime) -> None:
    """As if Muster had been there all the time."""
    week = jobs.status.week_of(jobs.scene.Scene(session, programme, now))
    for monday, value in zip(rules.week_figures.looked_back_on(week), RATIOS, strict=True):
        data.figures.record(session, monday, NAME, value)
