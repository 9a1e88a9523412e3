"""What the programme's figures are each week, seen once a day: a week that is over keeps what was seen last."""

import datetime

import sqlmodel

import data.figures
import data.people
import jobs.scene
import jobs.status
import rules.local_time
import rules.ratio
import rules.week_figures

DAY = datetime.timedelta(days=1)


def tick(session: sqlmodel.Session, now: datetime.datetime) -> None:
    """Keep the present week's; one in which Muster was off all the time has none, for nobody can say it later."""
    look = data.figures.WATCH.glance(session, now)
    if look.live_at is None or look.is_in_vain(now):
        return
    scene = jobs.scene.load(session, now)
    planned = jobs.status.hours(scene, data.people.list_managers(session))
    value = rules.ratio.ratio(planned)
    if value is not None:
        week = scene.week
        data.figures.record(session, week, rules.week_figures.RATIO[planned.mode], float(value))
    zone = scene.programme.time_zone
    tomorrow = rules.local_time.instant(now.astimezone(zone).date() + DAY, datetime.time(0), zone)
    data.figures.WATCH.record(session, now, tomorrow)
