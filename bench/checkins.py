"""What check-ins cost at 1,000 advisers and 5,000 freelancers: with nothing due, on Monday, and by what is due."""

import collections.abc
import contextlib
import datetime
import functools
import pathlib

import sqlalchemy
import sqlmodel

import bench.figures
import bench.programme
import bench.site
import bot.store
import data.audit
import data.checkins
import data.database
import data.looks
import data.models
import data.morning
import data.settings
import jobs
import jobs.checkins
import jobs.morning
import jobs.scene

SATURDAY = datetime.datetime(2026, 3, 7, 12, tzinfo=datetime.UTC)
WEEK_BEGINS = datetime.datetime(2026, 3, 8, 10, 0, 10, tzinfo=datetime.UTC)
"""Monday on Kiritimati."""

MONDAY, NIGHT = (datetime.datetime(2026, 3, 9, hour, 0, 10, tzinfo=datetime.UTC) for hour in (8, 21))
"""Monday 09:00 in Berlin and in Lagos, where a third of the advisers work, and an hour when nobody's morning begins."""

Tick = collections.abc.Callable[[sqlmodel.Session, datetime.datetime], None]

CHECKINS = next(job for job in jobs.JOBS if job.name == "checkins")

LATER = NIGHT + datetime.timedelta(hours=1)
TICK, DAY = datetime.timedelta(seconds=20), datetime.timedelta(days=1)
NOTHING_DUE, A_TICK = 10.0, 200.0
"""Milliseconds at most: a tick with nothing due, and any tick, which all others wait for."""

MOST = 2.5
"""How many times what the lists of a zone take where nobody else is there."""


def figures(folder: pathlib.Path, quick: bool) -> list[bench.figures.Figure]:
    """All of them. Of the advisers a third, of two zones, begin on Monday at 08:00 UTC: among the others, and alone."""
    advisers = 300 if quick else 1_000
    size = f"{advisers:,} advisers, {advisers * bench.programme.CASELOAD:,} freelancers"
    with _filled(folder, "checkins", advisers) as database:
        planned = _timed(database, jobs.checkins.tick, WEEK_BEGINS)
        again = _timed(database, _plan, WEEK_BEGINS)
        before = _mornings(database, MONDAY - TICK)
        among = _mornings(database, MONDAY)
        looks = [*before, *among, *_mornings(database, NIGHT)]
        bench.programme.settle(database, LATER)
        ticks = [functools.partial(bench.programme.tick, database, job, LATER) for job in jobs.JOBS]
        idle = max(bench.figures.timed(tick, 9) for tick in ticks)
        week_off = _week_off(database, LATER)
    with _filled(folder, "alone", advisers // 3) as database:
        _gather(database)
        _mornings(database, MONDAY - TICK)
        alone = _mornings(database, MONDAY)
    lists = f"Monday's lists of a third of {advisers:,} advisers"
    return [
        bench.figures.within(f"a tick with nothing due, {size}", idle, NOTHING_DUE),
        bench.figures.within(f"a week planned, {size}", planned, A_TICK),
        bench.figures.within("the same again, nothing new", again, A_TICK),
        bench.figures.within(f"a week of holidays, the longest of {len(week_off)} ticks", max(week_off), A_TICK),
        bench.figures.within(f"Monday's mornings, the longest of {len(looks)} looks", max(looks), A_TICK),
        bench.figures.times(
            f"{lists}, against theirs where nobody else is",
            sum(among),
            sum(alone),
            MOST,
            bench.figures.milliseconds(sum(among)),
        ),
    ]


@contextlib.contextmanager
def _filled(folder: pathlib.Path, name: str, advisers: int) -> collections.abc.Iterator[data.database.Database]:
    with contextlib.closing(bot.store.open_database(f"sqlite:///{folder / f'{name}.db'}")) as database:
        with database.writing() as session:
            bench.programme.fill(session, advisers * bench.programme.CASELOAD, advisers, SATURDAY)
        bench.programme.settle(database, SATURDAY)
        yield database


def _gather(database: data.database.Database) -> None:
    """All of them work in Berlin."""
    with database.writing() as session:
        session.execute(sqlalchemy.update(data.models.Person).values(zone=bench.programme.ZONE.key))


def _timed(database: data.database.Database, tick: Tick, now: datetime.datetime) -> float:
    """The seconds for which it holds the store."""

    def work() -> None:
        with database.writing() as session:
            tick(session, now)

    return bench.figures.timed(work)


def _plan(session: sqlmodel.Session, now: datetime.datetime) -> None:
    jobs.checkins.plan(jobs.scene.load(session, now))


def _mornings(database: data.database.Database, now: datetime.datetime) -> list[float]:
    """How long each look takes from then on, until all whose mornings have begun by then are told."""
    bench.programme.tick(database, CHECKINS, now)
    found: list[float] = []
    while _is_due(database, now):
        found.append(_timed(database, jobs.morning.tick, now))
    return found


def _week_off(database: data.database.Database, now: datetime.datetime) -> list[float]:
    """How long each tick takes until all check-ins of the week are excused, and the lists that told of them say so."""
    with database.writing() as session:
        data.settings.record(session, "days_off", ", ".join(str((MONDAY + n * DAY).date()) for n in range(5)))
        data.audit.record(session, now, bench.site.MANAGER, "setting.set", "days_off")
    found: list[float] = []
    while _is_due(database, now, data.checkins.WATCH):
        found.append(_timed(database, jobs.checkins.tick, now))
    return found


def _is_due(
    database: data.database.Database, now: datetime.datetime, watch: data.looks.Watch = data.morning.WATCH
) -> bool:
    with database.reading() as session:
        return not watch.glance(session, now).is_in_vain(now)
