"""`python -m bench.rosters --rosters N`: the rotation's laws over random rosters, each lived through for a year.

People join and leave, are away at short notice, say no when they are asked, and swap. What the jobs do in the store is
done here in plain lists, with the rules that they ask; `bench.rotation_laws` judges.
"""

import argparse
import collections
import dataclasses
import datetime
import random
import sys
import time
import zoneinfo

import bench.rotation_laws
import bench.table
import data.models
import rules.days_off
import rules.duty
import rules.override
import rules.sitting

ZONE = zoneinfo.ZoneInfo("Europe/Berlin")
ZONES = ("Europe/Berlin", "Asia/Manila", "America/Lima", "Australia/Lord_Howe", "Africa/Lagos")
DAY = datetime.timedelta(days=1)
START = datetime.datetime(2026, 1, 5, 9, tzinfo=datetime.UTC)
CALENDAR = rules.duty.Calendar(ZONE, 0, datetime.time(10), datetime.date(2026, 1, 5))
STEP = datetime.timedelta(days=7, hours=1)
"""Between two looks; not a divisor of a shift, so that they come at any time in it."""

A_YEAR = 52
MOST = 14
"""People on a roster at most: enough for two rounds a year, few enough for seats to be hard to fill."""

SAYS_NO, SWAPS = 0.2, 0.2
"""How often somebody who is asked for a seat says no, and how often two people swap in a step."""

FAIR_OVER = 60
"""Shifts after which turns are counted where many are away again and again."""


@dataclasses.dataclass(frozen=True)
class Leave:
    """Days away, and the step at which they are told."""

    told: int
    first: datetime.date
    end: datetime.date


@dataclasses.dataclass(frozen=True)
class Adviser:
    """Somebody's time in the pool, by steps, and their days away. `member` is who they are to the rule."""

    member: rules.duty.Member
    comes: int = 0
    goes: int | None = None
    leave: tuple[Leave, ...] = ()

    def at(self, step: int) -> rules.duty.Member | None:
        """Who they are at a step, None if they are not in the pool; that they leave is known a step before."""
        if step < self.comes or (self.goes is not None and step >= self.goes):
            return None
        left = START + self.goes * STEP if self.goes == step + 1 else None
        away = tuple((one.first, one.end) for one in self.leave if one.told <= step)
        return dataclasses.replace(self.member, left=left, away=away)

    def stays_through(self, turns: bench.rotation_laws.Turns) -> bool:
        """Whether they were there from first to last, and away in none of these turns."""
        known = dataclasses.replace(self.member, away=tuple((one.first, one.end) for one in self.leave))
        there = self.comes == 0 and self.goes is None
        return there and not any(bench.rotation_laws.misses_work(known, turn, ZONE) for turn in turns)


def roster(chance: random.Random) -> list[Adviser]:
    """Advisers at random: half with leave, some who join or leave on the way, some with days of their own."""
    ids = chance.sample(range(1000), chance.randint(0, MOST))
    return [_adviser(chance, number, slack_id) for number, slack_id in enumerate(ids)]


def _adviser(chance: random.Random, number: int, slack_id: int) -> Adviser:
    comes = chance.choice([0, 0, 0, chance.randrange(A_YEAR)])
    goes = chance.choice([None, None, None, comes + 1 + chance.randrange(A_YEAR)])
    member = rules.duty.Member(
        number,
        f"U{slack_id:03}",
        zoneinfo.ZoneInfo(chance.choice(ZONES)),
        joined=START + comes * STEP - DAY,
        working_days=rules.days_off.WorkingDays(frozenset(chance.choice([range(5), range(5), range(3, 7), range(1)]))),
    )
    leave = tuple(_leave(chance, A_YEAR) for _ in range(chance.choice([0, 0, 1, 3])))
    return Adviser(member, comes, goes, leave)


def _leave(chance: random.Random, steps: int) -> Leave:
    """Told up to four months before, or on the day."""
    told = chance.randrange(steps)
    first = (START + told * STEP).date() + chance.choice([0, chance.randrange(20), chance.randrange(120)]) * DAY
    return Leave(told, first, first + chance.randint(1, 30) * DAY)


class Life:
    """What becomes of a roster, step by step. `exchanged` are those who gave up a seat, or took one that was."""

    def __init__(self, advisers: list[Adviser], chance: random.Random) -> None:
        self._advisers = advisers
        self._chance = chance
        self._said_no: collections.defaultdict[datetime.datetime, set[int]] = collections.defaultdict(set)
        self._vacant: collections.Counter[datetime.datetime] = collections.Counter()
        self.turns: list[rules.duty.Turn] = []
        self.overrides: list[data.models.Override] = []
        self.choices: list[bench.rotation_laws.Choice] = []
        self.exchanged: set[int] = set()
        self.last_was_taken = False

    def live(self, steps: int) -> None:
        """Look once at each step, as the job of duty does."""
        for step in range(steps):
            now = START + step * STEP
            pool = [member for one in self._advisers if (member := one.at(step)) is not None]
            self._publish(pool, now)
            self._end_overrides(pool, now)
            for number, turn in enumerate(self.turns):
                if turn.starts > now:
                    self._give_up(number, pool)
                    self._fill(number, pool, now)
            self._end_clashes(now)
            if self._chance.random() < SWAPS:
                self._swap(pool, now)

    def _publish(self, pool: list[rules.duty.Member], now: datetime.datetime) -> None:
        added = rules.duty.publication(self.turns, pool, CALENDAR, now)
        self.turns += added
        self.choices += [bench.rotation_laws.Choice(turn, pool, now) for turn in added]

    def _end_overrides(self, pool: list[rules.duty.Member], now: datetime.datetime) -> None:
        """Coming overrides by somebody who can't sit then are over."""
        self.overrides = [
            one for one in self.overrides if one.starts <= now or _can_sit(pool, one.in_id, one.starts, one.ends)
        ]

    def _give_up(self, number: int, pool: list[rules.duty.Member]) -> None:
        """Who has to sit in their own seat and can't leaves it."""
        turn = self.turns[number]
        own = [one for one in rules.sitting.spells(turn, self.overrides) if one.person == one.dealt_to]
        unable = {one.person for one in own if not _can_sit(pool, one.person, one.starts, one.ends)}
        self.turns[number] = dataclasses.replace(
            turn, seats=tuple(seat for seat in turn.seats if seat.person not in unable)
        )
        self._vacant[turn.starts] += len(unable)
        self._said_no[turn.starts] |= unable
        self.exchanged |= unable

    def _fill(self, number: int, pool: list[rules.duty.Member], now: datetime.datetime) -> None:
        """Ask one after the other for each seat that was given up, until somebody takes it."""
        before, vacant = self.turns[number], self._vacant[self.turns[number].starts]
        if not vacant:
            return
        sitting = {one.person for one in rules.sitting.spells(before, self.overrides)}
        while self._vacant[before.starts] and self._ask(number, pool, sitting):
            self._vacant[before.starts] -= 1
        besides = frozenset(self._said_no[before.starts] | sitting | rules.duty.seated([before]))
        seats = len(before.seats) + vacant
        self.choices.append(bench.rotation_laws.Choice(self.turns[number], pool, now, seats, besides))

    def _ask(self, number: int, pool: list[rules.duty.Member], sitting: set[int]) -> bool:
        """Whether anybody of those in line takes a seat."""
        turn = self.turns[number]
        for member, seating in rules.duty.next_in_line(self.turns, pool, CALENDAR, turn):
            if member.person in self._said_no[turn.starts] | sitting:
                continue
            if self._chance.random() >= SAYS_NO:
                self.turns[number] = dataclasses.replace(turn, seats=(*turn.seats, seating))
                self.last_was_taken |= number == len(self.turns) - 1
                self.exchanged.add(member.person)
                return True
            self._said_no[turn.starts].add(member.person)
        return False

    def _end_clashes(self, now: datetime.datetime) -> None:
        """Overrides by which somebody would sit in both seats, for one was dealt to them since, are over."""
        while (clash := rules.override.clashing(self.turns, self.overrides, now)) is not None:
            self.overrides.remove(clash)

    def _swap(self, pool: list[rules.duty.Member], now: datetime.datetime) -> None:
        """Two people take each other's coming shift, or what is left of it from its fourth day on."""
        coming = [turn for turn in self.turns if turn.starts > now and turn.seats]
        if len(coming) < 2:
            return
        two = self._chance.sample(coming, 2)
        one, other = (self._chance.choice(turn.seats).person for turn in two)
        made = [
            data.models.Override(
                in_id=comes,
                out_id=goes,
                starts=turn.starts + self._chance.choice([0, 0, 3]) * DAY,
                ends=turn.ends,
                recorded_at=now,
            )
            for turn, comes, goes in zip(two, (other, one), (one, other), strict=True)
        ]
        if all(self._may_be(override, turn, pool) for override, turn in zip(made, two, strict=True)):
            self.overrides += made

    def _may_be(self, override: data.models.Override, turn: rules.duty.Turn, pool: list[rules.duty.Member]) -> bool:
        """Who goes must sit there all the time, and who comes at no time and be there."""
        spells = [one for one in rules.sitting.spells(turn, self.overrides) if one.ends > override.starts]
        goes = any(one.person == override.out_id and one.starts <= override.starts for one in spells)
        comes = all(one.person != override.in_id for one in spells)
        return goes and comes and _can_sit(pool, override.in_id, override.starts, override.ends)


def _can_sit(pool: list[rules.duty.Member], person: int, starts: datetime.datetime, ends: datetime.datetime) -> bool:
    return any(member.person == person and rules.duty.can_sit(member, starts, ends, ZONE) for member in pool)


def broken(advisers: list[Adviser], life: Life) -> dict[str, bool]:
    """The laws, and whether a life broke them.

    A spread of 1 is possible among those who were there all along and neither gave up a seat nor took one. It is not
    where the very last published seat was taken by somebody for a later round: who deals on can't know that from the
    end of a round, and whoever still waited in it misses one turn.
    """
    return {
        "one person twice in a pair": bool(bench.rotation_laws.doubled(life.turns, life.overrides)),
        "a seat for somebody who could not sit": bool(bench.rotation_laws.wrongly_seated(life.choices, ZONE)),
        "an empty seat that somebody could take": bool(bench.rotation_laws.empty_without_need(life.choices, ZONE)),
        "a spread of 2 among the steady": spread(advisers, life) > 1 and not life.last_was_taken,
    }


def spread(advisers: list[Adviser], life: Life) -> int:
    """The widest there ever was among those who were there all along and exchanged nothing."""
    steady = {one.member.person for one in advisers if one.stays_through(life.turns)}
    return bench.rotation_laws.widest_spread(life.turns, steady - life.exchanged)


def lived(seed: int) -> tuple[list[Adviser], Life]:
    """A random roster and a year of its life."""
    chance = random.Random(seed)
    advisers = roster(chance)
    life = Life(advisers, chance)
    life.live(A_YEAR)
    return advisers, life


def campaign(rosters: int) -> bool:
    """Whether no law was broken over so many rosters, with a table that says so."""
    began = time.monotonic()
    counts: collections.Counter[str] = collections.Counter()
    found: dict[str, list[str]] = collections.defaultdict(list)
    for seed in range(rosters):
        advisers, life = lived(seed)
        counts["people"] += len(advisers)
        counts["shifts"] += len(life.turns)
        counts["overrides by swaps"] += len(life.overrides)
        counts["times that somebody was looked for"] += sum(bool(choice.besides) for choice in life.choices)
        counts["seats that nobody could take"] += sum(rules.duty.SEATS - len(turn.seats) for turn in life.turns)
        counts["spread of 2, the last seat having been taken"] += spread(advisers, life) > 1 and life.last_was_taken
        for law, is_broken in broken(advisers, life).items():
            found[law] += [f"seed {seed}"] if is_broken else []
    rows = [(what, f"{number:,}") for what, number in counts.items()]
    rows += [(law, bench.table.counted(seeds)) for law, seeds in found.items()]
    rows.append(("seconds", f"{time.monotonic() - began:.0f}"))
    bench.table.show(f"{rosters:,} random rosters, a year of each", ("what", "number"), rows)
    return not any(found.values())


def absentees(size: int, absences: int, seed: int) -> tuple[list[Adviser], set[int]]:
    """A pool without joiners and leavers, half of which is away again and again, and who of it never is."""
    chance = random.Random(seed)
    ids = chance.sample(range(1000), size)
    people = [
        Adviser(rules.duty.Member(number, f"U{slack_id:03}", ZONE, joined=START - DAY))
        for number, slack_id in enumerate(ids)
    ]
    for _ in range(absences):
        number = chance.randrange(size // 2)
        leave = (*people[number].leave, _leave(chance, 2 * FAIR_OVER))
        people[number] = dataclasses.replace(people[number], leave=leave)
    return people, set(range(size // 2, size))


def spread_after(size: int, absences: int, seed: int) -> int:
    """By how much the numbers of turns of those who are never away differ after 60 shifts."""
    people, never_away = absentees(size, absences, seed)
    life = Life(people, random.Random(seed))
    life.live(2 * FAIR_OVER)
    sat = bench.rotation_laws.turns_of(life.turns[:FAIR_OVER])
    counts = [sat[person] for person in never_away]
    return max(counts) - min(counts)


def fairness(pools: int) -> bool:
    """Whether those who step in for others stay about even, with a table that says so."""
    heads = ("people", "absences", "spread 0", "1", "2", "3 or more")
    rows, fair = [], True
    for size in (6, 10, 14):
        for absences in (5, 15, 30, 60):
            spreads = collections.Counter(min(3, spread_after(size, absences, seed)) for seed in range(pools))
            rows.append((str(size), str(absences), *(str(spreads[spread]) for spread in range(4))))
            fair &= not spreads[3]
    bench.table.show(f"Turns after {FAIR_OVER} shifts among those never away, {pools} pools each", heads, rows)
    return fair


def main() -> int:
    """0 if no law was broken."""
    parser = argparse.ArgumentParser(prog="python -m bench.rosters", description=__doc__)
    parser.add_argument("--rosters", type=int, default=300, help="how many random rosters")
    rosters: int = parser.parse_args().rosters
    return 0 if all([campaign(rosters), fairness(max(1, rosters // 100))]) else 1


if __name__ == "__main__":
    sys.exit(main())
