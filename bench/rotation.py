"""How long a year of rotation takes to deal and write, and how fair it is."""

import collections
import contextlib
import datetime
import itertools
import pathlib
import statistics

import sqlmodel

import bench.figures
import bench.programme
import bot.store
import data.database
import data.duty
import rules.duty
import rules.pool

PEOPLE = 24
A_YEAR = 26
FAIR_OVER = 120
IN_PROPORTION = 1.2
NOW = datetime.datetime(2026, 3, 2, 12, tzinfo=datetime.UTC)
CALENDAR = rules.duty.Calendar(bench.programme.ZONE, 0, datetime.time(10))


def figures(folder: pathlib.Path, quick: bool) -> list[bench.figures.Figure]:
    """Dealt and written in one transaction, each time to a new store."""
    rounds = 5 if quick else 15
    year = statistics.median(_written(folder / f"{one}.db", A_YEAR) for one in range(rounds))
    ten_years = statistics.median(_written(folder / f"{one}-long.db", 10 * A_YEAR) for one in range(rounds // 2))
    shown = bench.figures.milliseconds(ten_years)
    proportion = "ten years of it, against ten times one"
    with contextlib.closing(_store(folder / "fair.db")) as store, store.reading() as session:
        turns = rules.duty.publication([], _members(session), CALENDAR, NOW, ahead=FAIR_OVER - 1)
    return [
        bench.figures.within(f"a year of rotation, {PEOPLE} people, written", year, 10),
        bench.figures.times(proportion, ten_years, 10 * year, IN_PROPORTION, shown),
        *_fairness(turns),
    ]


def _store(file: pathlib.Path) -> data.database.Database:
    """A store with a pool in it."""
    database = bot.store.open_database(f"sqlite:///{file}")
    with database.writing() as session:
        bench.programme.fill(session, 0, PEOPLE, NOW)
        for person in range(PEOPLE):
            data.duty.add_to_pool(session, person + 1, NOW)
    return database


def _written(file: pathlib.Path, turns: int) -> float:
    """The seconds that it takes."""
    with contextlib.closing(_store(file)) as database:
        return bench.figures.timed(lambda: _publish(database, turns))


def _publish(database: data.database.Database, turns: int) -> None:
    with database.writing() as session:
        added = rules.duty.publication([], _members(session), CALENDAR, NOW, ahead=turns - 1)
        for one in added:
            seats = [(seat.person, seat.round) for seat in one.seats]
            data.duty.add_shift(session, one.starts, one.ends, seats, NOW)


def _members(session: sqlmodel.Session) -> list[rules.duty.Member]:
    return rules.pool.members(data.duty.list_pool(session, NOW), [], bench.programme.ZONE)


def _fairness(turns: tuple[rules.duty.Turn, ...]) -> list[bench.figures.Figure]:
    """How often people sit, how soon again, and how often with the same other one."""
    sat = collections.defaultdict(list)
    for number, turn in enumerate(turns):
        for seat in turn.seats:
            sat[seat.person].append(number)
    counts = [len(numbers) for numbers in sat.values()]
    rests = [later - earlier for numbers in sat.values() for earlier, later in itertools.pairwise(numbers)]
    pairs = collections.Counter(frozenset(seat.person for seat in turn.seats) for turn in turns)
    least = PEOPLE // rules.duty.SEATS - 1
    return [
        bench.figures.at_most(f"{len(turns)} shifts: most turns less fewest", max(counts) - min(counts), 1),
        bench.figures.at_least("shortest rest, shifts from start to start", min(rests), least),
        bench.figures.at_most("the same pair, times", max(pairs.values()), rules.duty.TOGETHER_AT_MOST),
    ]
