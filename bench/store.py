"""What the store costs: notices by the hundred thousand, ticks with nothing due, and the one look."""

import contextlib
import datetime
import functools
import json
import pathlib
import sqlite3

import bench.figures
import bench.programme
import bench.site
import bot.slack
import bot.store
import commands
import commands.dispatch
import data.database
import data.models
import data.outbox
import jobs
import rules.checkin_minutes

NOW = datetime.datetime(2026, 3, 2, 12, tzinfo=datetime.UTC)
TICKS = ((60, 2.0), (600, 10.0), (1000, 10.0), (6000, 10.0))
READS = ((60, 15.0), (600, 30.0), (6000, 150.0))
"""How many freelancers, and how many milliseconds at most."""

READ = ("status", "metrics", "report")
"""What managers ask of the whole programme."""

MANAGERS, FORESEEN = 6, 1000
"""How many managers and freelancers there are where one asks what will be sent within a month."""

WEEKS = rules.checkin_minutes.WHOLE_WEEKS


def figures(folder: pathlib.Path, quick: bool) -> list[bench.figures.Figure]:
    """All of them, each on stores of its own."""
    notices, rounds = (20_000, 9) if quick else (100_000, 31)
    return [
        *_enqueued(folder, notices),
        *(_tick(folder, people, most, rounds) for people, most in TICKS),
        *(figure for people, most in READS for figure in _reads(folder, people, most, rounds)),
        _upcoming(folder, 3 if quick else 9),
    ]


def _enqueued(folder: pathlib.Path, number: int) -> list[bench.figures.Figure]:
    drafts = [_draft(one) for one in range(number)]
    with contextlib.closing(bot.store.open_database(f"sqlite:///{folder / 'outbox.db'}")) as database:
        ours = [
            bench.figures.timed(functools.partial(enqueue, database, drafts)) for enqueue in (_enqueue, _enqueue_again)
        ]
    raw = _raw(folder, drafts)
    names = (f"{number:,} notices enqueued, against raw executemany", "the same again, 0 new")
    return [
        bench.figures.times(what, took, unit, most, bench.figures.milliseconds(took))
        for what, took, unit, most in zip(names, ours, raw, (2.5, 2.0), strict=True)
    ]


def _draft(number: int) -> data.outbox.Draft:
    payload = {"text": f"Update {number}: what is new this week, and what it means for you."}
    lane = bench.programme.adviser(number % 1000)
    return data.outbox.Draft(key=f"update:9:{number}", lane=f"@{lane}", payload=payload, reason="a bench", due_at=NOW)


def _enqueue(database: data.database.Database, drafts: list[data.outbox.Draft]) -> None:
    with database.writing() as session:
        data.outbox.enqueue(session, drafts)


def _enqueue_again(database: data.database.Database, drafts: list[data.outbox.Draft]) -> None:
    """As planners do, who nearly always find that nothing is new."""
    with database.writing() as session:
        data.outbox.enqueue_new(session, drafts)


def _raw(folder: pathlib.Path, drafts: list[data.outbox.Draft]) -> list[float]:
    """The same rows by the driver alone, into the same table, new and again."""
    file = folder / "raw-outbox.db"
    bot.store.open_database(f"sqlite:///{file}").close()
    statement = (
        "INSERT INTO outbox (key, kind, lane, payload, unasked, reason, due_at, state, attempts) "
        "VALUES (?, 'post', ?, ?, 1, ?, ?, 'pending', 0) ON CONFLICT (key) DO NOTHING"
    )
    with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous=FULL")

        def insert() -> None:
            rows = [(one.key, one.lane, json.dumps(one.payload), one.reason, str(one.due_at)) for one in drafts]
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(statement, rows)
            connection.execute("COMMIT")

        return [bench.figures.timed(insert) for _ in ("new", "again")]


def _filled(folder: pathlib.Path, name: str, freelancers: int) -> data.database.Database:
    database = bot.store.open_database(f"sqlite:///{folder / f'{name}-{freelancers}.db'}")
    with database.writing() as session:
        bench.programme.fill(session, freelancers, max(2, freelancers // bench.programme.CASELOAD), NOW)
    bench.programme.settle(database, NOW)
    return database


def _tick(folder: pathlib.Path, people: int, most: float, rounds: int) -> bench.figures.Figure:
    """The slowest of the jobs."""
    later = NOW + datetime.timedelta(hours=1)
    with contextlib.closing(_filled(folder, "ticks", people)) as database:
        bench.programme.settle(database, later)
        ticks = [functools.partial(bench.programme.tick, database, job, later) for job in jobs.JOBS]
        seconds = max(bench.figures.timed(tick, rounds) for tick in ticks)
    return bench.figures.within(f"a tick with nothing due, {people:,} freelancers", seconds, most)


def _reads(folder: pathlib.Path, freelancers: int, most: float, rounds: int) -> list[bench.figures.Figure]:
    """What managers ask of the whole programme, after four weeks of check-ins and of what each person solved."""
    with contextlib.closing(_filled(folder, "status", freelancers)) as database:
        bench.programme.repeat_week(database, WEEKS)
        later = NOW + WEEKS * datetime.timedelta(days=7)
        took = {words: _read(database, words, later, rounds) for words in READ}
    return [
        bench.figures.within(f"/program {words}, {freelancers:,} freelancers", seconds, most)
        for words, seconds in took.items()
    ]


def _upcoming(folder: pathlib.Path, rounds: int) -> bench.figures.Figure:
    """A month of everybody's mornings, within the time that a read has."""
    with contextlib.closing(_filled(folder, "upcoming", FORESEEN)) as database:
        with database.writing() as session:
            for number in range(1, MANAGERS):
                person = data.models.Person(slack_id=f"U0MANAGER{number}", name=f"Manager {number}", joined_at=NOW)
                person.zone, person.manager = bench.programme.ZONE.key, True
                session.add(person)
        seconds = _read(database, "upcoming 30d", NOW + datetime.timedelta(hours=1), rounds)
    what = f"/program upcoming 30d, {MANAGERS} managers, {FORESEEN:,} freelancers"
    return bench.figures.within(what, seconds, bot.slack.DEADLINE * 1000)


def _read(database: data.database.Database, asked: str, now: datetime.datetime, rounds: int) -> float:
    verb, words = commands.dispatch.find_verb(commands.VERBS, "program", asked)
    incoming = commands.dispatch.Incoming(key="bench", slack_id=bench.site.MANAGER, now=now, words=words)

    def ask() -> None:
        with database.reading() as session:
            commands.dispatch.answer(session, verb, incoming, commands.VERBS)

    ask()
    return bench.figures.timed(ask, rounds)
