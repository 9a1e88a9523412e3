"""What an update to 10,000 people costs: enqueued when it is sent, and corrected when all of them have it."""

import collections.abc
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
import data.outbox
import data.updates
import jobs.scene
import jobs.update_steering
import jobs.updates

NOW = datetime.datetime(2026, 3, 2, 12, tzinfo=datetime.UTC)
LATER = NOW + datetime.timedelta(days=3)
MOST = 2.5
"""How many times what the driver alone takes for as many rows, as for all notices."""

SENT_WITHIN = 3000
"""Milliseconds in which Slack wants its answer."""

Update = data.models.Update
Act = collections.abc.Callable[[jobs.scene.Scene, Update], object]


def figures(folder: pathlib.Path, quick: bool) -> list[bench.figures.Figure]:
    """Both, against the same rows by the driver alone."""
    people = 2_000 if quick else 10_000
    with contextlib.closing(bot.store.open_database(f"sqlite:///{folder / 'updates.db'}")) as database:
        with database.writing() as session:
            bench.programme.fill(session, people - 1, 1, NOW)
            data.updates.save(session, _update(people + 1))
        sent = bench.figures.timed(functools.partial(_does, database, NOW, jobs.updates.send))
        notices = _enqueued(database)
        enqueued = bench.figures.timed(functools.partial(_enqueue, database, _others(notices)))
        _arrive(database)
        corrected = bench.figures.timed(functools.partial(_does, database, LATER, _correct))
    with contextlib.closing(_raw(folder)) as connection:
        raw = bench.figures.timed(functools.partial(_insert, connection, notices))
    who = f"{len(notices):,} people"
    return [
        bench.figures.times(f"an update enqueued for {who}", enqueued, raw, MOST, bench.figures.milliseconds(enqueued)),
        bench.figures.within(f"an update sent to {who}, who they are and all", sent, SENT_WITHIN),
        bench.figures.times(
            f"an update of {who} corrected", corrected, raw, MOST, bench.figures.milliseconds(corrected)
        ),
    ]


def _update(author_id: int) -> Update:
    text = "Prices are rounded now: what is new this week, and what it means for you."
    until = NOW.date() + datetime.timedelta(days=30)
    return Update(
        author_id=author_id, title="New checkout", text=text, wants_receipt=True, valid_until=until, drafted_at=NOW
    )


def _does(database: data.database.Database, now: datetime.datetime, act: Act) -> None:
    with database.writing() as session:
        scene = jobs.scene.load(session, now)
        act(scene, session.exec(sqlmodel.select(Update)).one())


def _correct(scene: jobs.scene.Scene, update: Update) -> None:
    jobs.update_steering.correct(scene, update, "Prices are rounded up now.")


def _enqueued(database: data.database.Database) -> list[data.models.Notice]:
    notice = data.models.Notice
    with database.reading() as session:
        return list(session.exec(sqlmodel.select(notice).where(sqlmodel.col(notice.key).startswith("update:1:"))))


def _others(notices: list[data.models.Notice]) -> list[data.outbox.Draft]:
    """As many of the same, of another update, so that what is measured is the outbox alone."""
    return [
        data.outbox.Draft(
            key=notice.key.replace(":1:", ":2:", 1),
            lane=notice.lane,
            payload=notice.payload,
            reason=notice.reason,
            due_at=notice.due_at,
            card=notice.key.replace(":1:", ":2:", 1),
        )
        for notice in notices
    ]


def _enqueue(database: data.database.Database, drafts: list[data.outbox.Draft]) -> None:
    with database.writing() as session:
        data.outbox.enqueue(session, drafts)


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


def _insert(connection: sqlite3.Connection, notices: list[data.models.Notice]) -> None:
    rows = [(one.key, one.lane, json.dumps(one.payload), one.reason, str(one.due_at), one.card) for one in notices]
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(
        "INSERT INTO outbox (key, kind, lane, payload, unasked, reason, due_at, card, state, attempts) "
        "VALUES (?, 'post', ?, ?, 1, ?, ?, ?, 'pending', 0) ON CONFLICT (key) DO NOTHING",
        rows,
    )
    connection.execute("COMMIT")
