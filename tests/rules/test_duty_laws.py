"""What holds for every roster: laws of the rotation, judged by plain code that shares nothing with the rule."""

import collections
import dataclasses
import datetime
import itertools
import random
import zoneinfo

import hypothesis
import hypothesis.strategies

import rules.duty

BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")
ZONES = ["Europe/Berlin", "Asia/Manila", "America/Lima", "Australia/Lord_Howe", "Africa/Lagos"]
START = datetime.datetime(2026, 1, 5, 9, tzinfo=datetime.UTC)
CALENDAR = rules.duty.Calendar(BERLIN, 0, datetime.time(10), datetime.date(2026, 1, 5))
DAY = datetime.timedelta(days=1)
STEP = datetime.timedelta(days=14, hours=3)

Pool = list[rules.duty.Member]
Turns = tuple[rules.duty.Turn, ...]


@dataclasses.dataclass(frozen=True)
class Story:
    """Somebody's time in the pool: the steps at which they come and go."""

    member: rules.duty.Member
    comes: int
    goes: int


@dataclasses.dataclass(frozen=True)
class Dealt:
    """A turn, with the pool and the instant at which it was dealt."""

    turn: rules.duty.Turn
    pool: Pool
    now: datetime.datetime

    def could_sit(self, person: rules.duty.Member) -> bool:
        return person.joined <= max(self.turn.starts, self.now) and not _misses_work(person, self.turn)

    @property
    def available(self) -> set[int]:
        return {person.person for person in self.pool if self.could_sit(person)}

    @property
    def seated(self) -> set[int]:
        return {seat.person for seat in self.turn.seats}


def _misses_work(person: rules.duty.Member, turn: rules.duty.Turn) -> bool:
    day, end = (at.astimezone(BERLIN).date() for at in (turn.starts, turn.ends))
    while day < end:
        if day.weekday() in person.working_days and any(first <= day < last for first, last in person.away):
            return True
        day += DAY
    return False


def _steady(size: int, seed: int) -> Pool:
    """A pool in which nobody comes, goes or is away; zones and ids at random."""
    chance = random.Random(seed)
    ids = chance.sample(range(1000), size)
    zones = [zoneinfo.ZoneInfo(chance.choice(ZONES)) for _ in ids]
    return [
        rules.duty.Member(number, f"U{slack:03}", zone, START - 100 * DAY)
        for number, (slack, zone) in enumerate(zip(ids, zones, strict=True))
    ]


@hypothesis.strategies.composite
def stories(draw: hypothesis.strategies.DrawFn) -> list[Story]:
    """Up to 14 people with leave; some join, some leave, some have working days of their own."""
    steps = hypothesis.strategies.integers(0, 20)
    span = hypothesis.strategies.tuples(hypothesis.strategies.integers(0, 400), hypothesis.strategies.integers(1, 60))
    spans = hypothesis.strategies.lists(span, max_size=3)
    found = []
    for person in _steady(draw(hypothesis.strategies.integers(0, 14)), draw(steps)):
        comes = draw(hypothesis.strategies.sampled_from([0, 0, 0, draw(steps)]))
        away = [(START.date() + first * DAY, START.date() + (first + length) * DAY) for first, length in draw(spans)]
        working = draw(hypothesis.strategies.sampled_from([range(5), range(5), range(3, 7), range(1)]))
        joined = START + comes * STEP - DAY
        member = dataclasses.replace(person, joined=joined, away=tuple(away), working_days=frozenset(working))
        found.append(Story(member, comes, draw(hypothesis.strategies.sampled_from([99, 99, comes + draw(steps)]))))
    return found


def _lived(people: list[Story], steps: int = 24) -> list[Dealt]:
    """Every turn that is dealt while the people come and go, one publication a step."""
    dealt: list[Dealt] = []
    for step in range(steps):
        pool = [story.member for story in people if story.comes <= step < story.goes]
        now = START + step * STEP
        added = rules.duty.publication([each.turn for each in dealt], pool, CALENDAR, now)
        dealt += [Dealt(turn, pool, now) for turn in added]
    return dealt


def _publish(pool: Pool, shifts: int, turns: Turns = ()) -> Turns:
    return rules.duty.publication(turns, pool, CALENDAR, START, ahead=len(turns) + shifts - 1)


@hypothesis.settings(deadline=None, max_examples=150)
@hypothesis.given(stories())
def test_seats_are_filled_by_different_people_who_are_there_and_none_is_empty_without_need(people: list[Story]) -> None:
    for each in _lived(people):
        assert len(each.seated) == len(each.turn.seats)
        assert each.seated <= each.available
        assert len(each.seated) == min(2, len(each.available))


@hypothesis.settings(deadline=None, max_examples=150)
@hypothesis.given(stories())
def test_nobody_sits_again_before_everyone_available_has_sat_in_the_round(people: list[Story]) -> None:
    running, sat = 1, set[int]()
    for each in _lived(people):
        again = {seat.person for seat in each.turn.seats if seat.round > running}
        if again:
            assert each.available - each.seated <= sat, "somebody was waiting in the round that ended"
            running, sat = running + 1, set()
        assert all(seat.round in (running, running - 1) for seat in each.turn.seats)
        assert not sat & {seat.person for seat in each.turn.seats if seat.round == running}
        sat |= {seat.person for seat in each.turn.seats if seat.round == running}


@hypothesis.settings(deadline=None, max_examples=150)
@hypothesis.given(stories())
def test_shifts_follow_each_other_and_six_lie_ahead(people: list[Story]) -> None:
    dealt = _lived(people)
    for earlier, later in itertools.pairwise(dealt):
        assert earlier.turn.ends <= later.turn.starts
        wall = [at.astimezone(BERLIN).replace(tzinfo=None) for at in (later.turn.starts, later.turn.ends)]
        assert wall[1] - wall[0] == 14 * DAY
    if dealt and any(story.comes <= 23 < story.goes for story in people):
        now = START + 23 * STEP
        turns = [each.turn for each in dealt]
        assert rules.duty.on_duty(turns, now) is not None
        assert len(rules.duty.upcoming(turns, now, 99)) == 6


@hypothesis.settings(deadline=None, max_examples=100)
@hypothesis.given(stories(), hypothesis.strategies.randoms(use_true_random=False))
def test_the_order_of_members_and_turns_means_nothing(people: list[Story], chance: random.Random) -> None:
    shuffled = chance.sample(people, len(people))
    dealt = [each.turn for each in _lived(people, steps=12)]
    assert [each.turn for each in _lived(shuffled, steps=12)] == dealt
    pool = [story.member for story in people]
    now = START + 12 * STEP
    assert rules.duty.publication(chance.sample(dealt, len(dealt)), pool, CALENDAR, now) == rules.duty.publication(
        dealt, pool, CALENDAR, now
    )


@hypothesis.settings(deadline=None, max_examples=100)
@hypothesis.given(hypothesis.strategies.integers(1, 30), hypothesis.strategies.integers())
def test_in_a_steady_pool_duty_is_shared_evenly_and_rest_is_kept(size: int, seed: int) -> None:
    turns = _publish(_steady(size, seed), 60)
    sat_in: dict[int, list[int]] = collections.defaultdict(list)
    for number, turn in enumerate(turns):
        for seat in turn.seats:
            sat_in[seat.person].append(number)
        counts = [len(sat_in[person]) for person in range(size)]
        assert max(counts) - min(counts) <= 1
    for numbers in sat_in.values():
        assert all(later - earlier >= size // 2 - 1 for earlier, later in itertools.pairwise(numbers))


@hypothesis.settings(deadline=None, max_examples=60)
@hypothesis.given(stories(), hypothesis.strategies.lists(hypothesis.strategies.integers(1, 9), max_size=8))
def test_publishing_step_by_step_is_publishing_at_once(people: list[Story], steps: list[int]) -> None:
    pool = [dataclasses.replace(story.member, joined=START - DAY) for story in people]
    turns: Turns = ()
    for shifts in steps:
        turns += _publish(pool, shifts, turns)
    assert turns == _publish(pool, sum(steps))[: len(turns)]


@hypothesis.settings(deadline=None, max_examples=40)
@hypothesis.given(hypothesis.strategies.integers())
def test_no_pair_of_24_people_sits_together_more_than_three_times_in_120_shifts(seed: int) -> None:
    turns = _publish(_steady(24, seed), 120)
    together = collections.Counter(frozenset(seat.person for seat in turn.seats) for turn in turns)
    assert max(together.values()) <= 3
