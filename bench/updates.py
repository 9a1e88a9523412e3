"""What an update to 10,000 people costs: enqueued when it is sent, and corrected when all of them have it."""

import contextlib
import datetime
import functools
import json
import pathlib
import sqlite3

import sqlalchemy
import sqlmodel

import bench.figures
import bench.programme
import bot.store
import data.database
import data.models
import data.settings
import data.updates
import jobs.update_steering
import jobs.updates
import rules.settings

NOW = datetime.datetime(2026, 3, 2, 12, tzinfo=datetime.UTC)
LATER = NOW + datetime.timedelta(days=3)
SENT_AT_MOST, CORRECTED_AT_MOST = 2.5, 2.5
"""How many times what the driver alone takes for as many rows."""

Update = data.models.Update


def figures(folder: pathlib.Path, quick: bool) -> list[bench.figures.Figure]:
    """Both, against the same rows by the driver alone."""
    people = 2_000 if quick else 10_000
    with contextlib.closing(bot.store.open_database(f"sqlite:///{folder / 'updates.db'}")) as database:
        with database.writing() as session:
            bench.programme.fill(session, people, people // bench.programme.CASELOAD, NOW)
            data.updates.save(session, _update())
        sent = bench.figures.timed(functools.partial(_does, database, NOW, jobs.updates.send))
        rows = _rows(database)
        _arrive(database)
        correct = functools.partial(_does, database, LATER, jobs.update_steering.correct, "Prices are rounded up now.")
        corrected = bench.figures.timed(correct)
    raw = bench.figures.timed(functools.partial(_insert, _raw(folder), rows))
    return [
        bench.figures.times(
            f"an update, {what} for {len(rows):,} people", took, raw, most, bench.figures.milliseconds(took)
        )
        for what, took, most in (("sent", sent, SENT_AT_MOST), ("corrected", corrected, CORRECTED_AT_MOST))
    ]


def _update() -> Update:
    text = "Prices are rounded now: what is new this week, and what it means for you."
    valid_until = NOW.date() + datetime.timedelta(days=30)
    return Update(
        author_id=1, title="New checkout", text=text, wants_receipt=True, valid_until=valid_until, drafted_at=NOW
    )


def _does(database: data.database.Database, now: datetime.datetime, act: object, *rest: object) -> None:
    with database.writing() as session:
        scene = jobs.updates.Scene(session, rules.settings.read(data.settings.load(session)), now)
        act(scene, data.updates.find(session, 1), *rest)


def _rows(database: data.database.Database) -> list[tuple[str, str, str, str, str]]:
    """What it enqueued, as the driver takes it."""
    notice = data.models.Notice
    with database.reading() as session:
        found = session.exec(sqlmodel.select(notice).where(sqlmodel.col(notice.key).startswith("update:1:"))).all()
    return [(one.key, one.lane, json.dumps(one.payload), one.reason, str(one.due_at)) for one in found]


def _arrive(database: data.database.Database) -> None:
    """Every copy is in Slack."""
    with database.writing() as session:
        session.execute(sqlalchemy.text("UPDATE outbox SET state = 'sent'"))
        session.execute(sqlalchemy.text("INSERT INTO card SELECT card, lane, '1.' || id FROM outbox"))


def _raw(folder: pathlib.Path) -> sqlite3.Connection:
    file = folder / "raw-updates.db"
    bot.store.open_database(f"sqlite:///{file}").close()
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA synchronous=FULL")
    return connection


def _insert(connection: sqlite3.Connection, rows: list[tuple[str, str, str, str, str]]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(
        "INSERT INTO outbox (key, kind, lane, payload, unasked, reason, due_at, state, attempts) "
        "VALUES (?, 'post', ?, ?, 1, ?, ?, 'pending', 0) ON CONFLICT (key) DO NOTHING",
        rows,
    )
    connection.execute("COMMIT")
