"""What holds for every roster: laws of the rotation, judged by plain code that shares nothing with the rule."""

import collections
import dataclasses
import datetime
import itertools
import random
import zoneinfo

import hypothesis
import hypothesis.strategies
import pytest

import bench.rosters
import bench.rotation_laws
import data.models
import rules.days_off
import rules.duty

BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")
ZONES = ["Europe/Berlin", "Asia/Manila", "America/Lima", "Australia/Lord_Howe", "Africa/Lagos"]
START = datetime.datetime(2026, 1, 5, 9, tzinfo=datetime.UTC)
CALENDAR = rules.duty.Calendar(BERLIN, 0, datetime.time(10), datetime.date(2026, 1, 5))
DAY = datetime.timedelta(days=1)
STEP = datetime.timedelta(days=14, hours=3)

Choice = bench.rotation_laws.Choice
Pool = list[rules.duty.Member]
Turns = tuple[rules.duty.Turn, ...]


@dataclasses.dataclass(frozen=True)
class Story:
    """Somebody's time in the pool: the steps at which they come and go."""

    member: rules.duty.Member
    comes: int
    goes: int


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
        days = rules.days_off.WorkingDays(frozenset(working))
        member = dataclasses.replace(person, joined=joined, away=tuple(away), working_days=days)
        found.append(Story(member, comes, draw(hypothesis.strategies.sampled_from([99, 99, comes + draw(steps)]))))
    return found


def _lived(people: list[Story], steps: int = 24) -> list[Choice]:
    """Every turn that is dealt while the people come and go, one publication a step."""
    dealt: list[Choice] = []
    for step in range(steps):
        pool = [story.member for story in people if story.comes <= step < story.goes]
        now = START + step * STEP
        added = rules.duty.publication([each.turn for each in dealt], pool, CALENDAR, now)
        dealt += [Choice(turn, pool, now) for turn in added]
    return dealt


def _publish(pool: Pool, shifts: int, turns: Turns = ()) -> Turns:
    return rules.duty.publication(turns, pool, CALENDAR, START, ahead=len(turns) + shifts - 1)


@hypothesis.settings(deadline=None, max_examples=40)
@hypothesis.given(stories())
def test_seats_are_filled_by_different_people_who_are_there_and_none_is_empty_without_need(people: list[Story]) -> None:
    for each in _lived(people):
        assert len(each.seated) == len(each.turn.seats)
        assert each.seated <= each.available(BERLIN)
        assert len(each.seated) == min(2, len(each.available(BERLIN)))


@hypothesis.settings(deadline=None, max_examples=40)
@hypothesis.given(stories())
def test_nobody_sits_again_before_everyone_available_has_sat_in_the_round(people: list[Story]) -> None:
    running, sat = 1, set[int]()
    for each in _lived(people):
        again = {seat.person for seat in each.turn.seats if seat.round > running}
        if again:
            assert each.available(BERLIN) - each.seated <= sat, "somebody was waiting in the round that ended"
            running, sat = running + 1, set()
        assert all(seat.round in (running, running - 1) for seat in each.turn.seats)
        assert not sat & {seat.person for seat in each.turn.seats if seat.round == running}
        sat |= {seat.person for seat in each.turn.seats if seat.round == running}


@hypothesis.settings(deadline=None, max_examples=40)
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


@hypothesis.settings(deadline=None, max_examples=25)
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


@hypothesis.settings(deadline=None, max_examples=50)
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


@hypothesis.settings(deadline=None, max_examples=40)
@hypothesis.given(stories(), hypothesis.strategies.lists(hypothesis.strategies.integers(1, 9), max_size=8))
def test_publishing_step_by_step_is_publishing_at_once(people: list[Story], steps: list[int]) -> None:
    pool = [dataclasses.replace(story.member, joined=START - DAY) for story in people]
    turns: Turns = ()
    for shifts in steps:
        turns += _publish(pool, shifts, turns)
    assert turns == _publish(pool, sum(steps))[: len(turns)]


@hypothesis.settings(deadline=None, max_examples=20)
@hypothesis.given(hypothesis.strategies.integers())
def test_no_pair_of_24_people_sits_together_more_than_three_times_in_120_shifts(seed: int) -> None:
    turns = _publish(_steady(24, seed), 120)
    together = collections.Counter(frozenset(seat.person for seat in turn.seats) for turn in turns)
    assert max(together.values()) <= 3


# -- what happens to a published seat


@hypothesis.settings(deadline=None, max_examples=20)
@hypothesis.given(hypothesis.strategies.integers(0, 2**32))
def test_over_a_year_of_leave_swaps_joiners_and_leavers_no_law_is_broken(seed: int) -> None:
    advisers, life = bench.rosters.lived(seed)
    assert [law for law, is_broken in bench.rosters.broken(advisers, life).items() if is_broken] == []


@pytest.mark.parametrize("size", [6, 10, 14])
def test_who_is_never_away_sits_as_often_as_the_others_though_many_give_up_seats(size: int) -> None:
    assert bench.rosters.spread_after(size, absences=30, seed=1) <= 1


# -- the judge, on what is wrong

ADA, BEN, CY = _steady(3, seed=1)
TURN = rules.duty.Turn(START, START + 14 * DAY, (rules.duty.Seating(0, 1), rules.duty.Seating(1, 1)))
ALONE = dataclasses.replace(TURN, seats=TURN.seats[:1])


def test_one_person_in_both_seats_for_a_day_is_seen() -> None:
    for comes, day, wrong in ((1, 3, True), (2, 3, False), (1, 14, False)):
        one = data.models.Override(
            in_id=comes, out_id=0, starts=START + day * DAY, ends=START + (day + 1) * DAY, recorded_at=START
        )
        assert bool(bench.rotation_laws.doubled([TURN], [one])) == wrong


def test_a_seat_left_empty_or_given_to_somebody_who_is_away_is_seen() -> None:
    away = dataclasses.replace(ADA, away=((START.date(), START.date() + DAY),))
    empty = bench.rotation_laws.empty_without_need
    assert empty([Choice(ALONE, [ADA, BEN], START)], BERLIN)
    assert not empty([Choice(ALONE, [ADA], START)], BERLIN)
    assert not empty([Choice(ALONE, [ADA, BEN], START, besides=frozenset({1}))], BERLIN)
    assert bench.rotation_laws.wrongly_seated([Choice(TURN, [away, BEN], START)], BERLIN)
    assert not bench.rotation_laws.wrongly_seated([Choice(TURN, [ADA, BEN], START)], BERLIN)


def test_a_spread_is_the_widest_there_ever_was() -> None:
    other = dataclasses.replace(TURN, seats=(rules.duty.Seating(2, 1),))
    assert bench.rotation_laws.widest_spread([TURN, TURN, other, other], {0, 1, 2}) == 2
    assert bench.rotation_laws.widest_spread([TURN, other], {0, 1, 2}) == 1
