"""Who is asked first for an empty seat, and who covers: literals, and what holds for every past."""

import collections.abc
import dataclasses
import datetime
import zoneinfo

import hypothesis
import hypothesis.strategies
import pytest

import rules.duty

UTC = zoneinfo.ZoneInfo("UTC")
LONG_AGO = datetime.datetime(2025, 1, 1, tzinfo=datetime.UTC)
FIRST = datetime.datetime(2026, 1, 5, 10, tzinfo=datetime.UTC)
CALENDAR = rules.duty.Calendar(UTC, 0, datetime.time(10), datetime.date(2026, 1, 5))
DAY = datetime.timedelta(days=1)

Turns = tuple[rules.duty.Turn, ...]


def member(letter: str, **more: object) -> rules.duty.Member:
    return rules.duty.Member(ord(letter), f"U{letter}", UTC, **({"joined": LONG_AGO} | more))  # type: ignore[arg-type]  # fields


def turns(*seats: str) -> Turns:
    """Turns from 5 January 2026, each as letters with the round for which they sit: "A1B1"."""
    return tuple(
        rules.duty.Turn(
            FIRST + number * rules.duty.SHIFT,
            FIRST + (number + 1) * rules.duty.SHIFT,
            tuple(rules.duty.Seating(ord(turn[n]), int(turn[n + 1])) for n in range(0, len(turn), 2)),
        )
        for number, turn in enumerate(seats)
    )


def line(given: Turns, empty: int, members: collections.abc.Iterable[rules.duty.Member], but: str = "") -> str:
    found = rules.duty.next_in_line(given, members, CALENDAR, given[empty])
    assert [seating.person for _, seating in found] == [one.person for one, _ in found]
    return "".join(chr(one.person) for one, _ in found if chr(one.person) not in but)


POOL = [member(letter) for letter in "ABCDEF"]
PUBLISHED = turns("A1B1", "C1D1", "E1", "A2C2", "B2D2")


def test_who_has_not_sat_in_the_round_that_runs_comes_first_and_who_sits_there_is_not_in_line() -> None:
    first, *others = list(line(PUBLISHED, 2, POOL))
    assert first == "F"
    assert sorted(others) == ["A", "B", "C", "D"]


def test_of_equals_whoever_does_not_sit_right_before_or_after() -> None:
    given = turns("A1B1", "C1D1", "E1")
    assert set(line(given, 2, POOL[:5])[:2]) == {"A", "B"}
    assert set(line(given, 2, POOL[:5])[2:]) == {"C", "D"}


def test_then_whose_other_turns_are_furthest() -> None:
    given = turns("A1B1", "C1D1", "E1F1", "G1")
    order = line(given, 3, [member(letter) for letter in "ABCDEFG"])
    assert set(order[:2]) == {"A", "B"}
    assert set(order[2:4]) == {"C", "D"}


@pytest.mark.parametrize(
    ("unable", "why"),
    [
        (member("F", away=((datetime.date(2026, 2, 4), datetime.date(2026, 2, 5)),)), "away on a working day"),
        (member("F", left=FIRST + 28 * DAY), "left at its start"),
        (member("F", joined=FIRST + 29 * DAY), "joins after its start"),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_who_can_not_sit_is_not_in_line(unable: rules.duty.Member, why: str) -> None:
    assert why
    assert "F" not in line(PUBLISHED, 2, [*POOL[:5], unable])


@pytest.mark.parametrize(
    "able",
    [
        member("F", away=((datetime.date(2026, 2, 7), datetime.date(2026, 2, 9)),)),
        member("F", away=((datetime.date(2026, 2, 16), datetime.date(2026, 2, 20)),)),
        member("F", left=FIRST + 28 * DAY + datetime.timedelta(seconds=1)),
        member("F", joined=FIRST + 28 * DAY),
    ],
    ids=["away at the weekend", "away from the next handover", "leaves in it", "joins at its start"],
)
def test_who_just_can_is(able: rules.duty.Member) -> None:
    assert line(PUBLISHED, 2, [*POOL[:5], able])[0] == "F"


def test_an_empty_shift_takes_anybody_and_an_empty_pool_nobody() -> None:
    given = turns("A1B1", "")
    assert line(given, 1, POOL)[0] in "CDEF"
    assert line(given, 1, []) == ""


def test_whoever_takes_a_seat_has_it_for_the_round_in_which_their_time_came() -> None:
    given = turns("A1B1", "C1D1", "E1")
    found = {
        chr(one.person): seating.round for one, seating in rules.duty.next_in_line(given, POOL, CALENDAR, given[2])
    }
    assert found == {"F": 1, "A": 2, "B": 2, "C": 2, "D": 2}


# -- laws


@dataclasses.dataclass(frozen=True)
class Case:
    """A past as the rule deals it, a place in it that somebody gave up, and the pool with some who are away."""

    given: Turns
    empty: int
    members: tuple[rules.duty.Member, ...]
    left: int


@hypothesis.strategies.composite
def cases(draw: hypothesis.strategies.DrawFn) -> Case:
    size = draw(hypothesis.strategies.integers(2, 9))
    away = hypothesis.strategies.lists(hypothesis.strategies.integers(0, 150), max_size=2)
    members = tuple(
        member(
            letter,
            away=tuple((FIRST.date() + start * DAY, FIRST.date() + (start + 3) * DAY) for start in draw(away)),
        )
        for letter in "ABCDEFGHI"[:size]
    )
    dealt = rules.duty.publication((), members, CALENDAR, FIRST, ahead=draw(hypothesis.strategies.integers(2, 8)))
    filled = [number for number, turn in enumerate(dealt) if turn.seats]
    hypothesis.assume(filled)
    empty = draw(hypothesis.strategies.sampled_from(filled))
    gone, *rest = dealt[empty].seats
    given = (*dealt[:empty], dataclasses.replace(dealt[empty], seats=tuple(rest)), *dealt[empty + 1 :])
    return Case(given, empty, members, gone.person)


@hypothesis.given(cases())
@hypothesis.settings(deadline=None)
def test_everybody_who_can_sit_is_in_line_once_and_nobody_else(case: Case) -> None:
    turn = case.given[case.empty]
    found = [one for one, _ in rules.duty.next_in_line(case.given, case.members, CALENDAR, turn)]
    able = {
        one.person
        for one in case.members
        if rules.duty.can_sit(one, turn.starts, turn.ends, UTC) and one.person not in {s.person for s in turn.seats}
    }
    assert len(found) == len({one.person for one in found})
    assert {one.person for one in found} == able


@hypothesis.given(cases(), hypothesis.strategies.randoms())
@hypothesis.settings(deadline=None)
def test_the_order_in_which_people_and_turns_come_makes_no_difference(case: Case, chance: object) -> None:
    shuffled, mixed = list(case.given), list(case.members)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # a random.Random of hypothesis
    chance.shuffle(mixed)  # type: ignore[attr-defined]  # the same
    turn = case.given[case.empty]
    assert rules.duty.next_in_line(shuffled, mixed, CALENDAR, turn) == rules.duty.next_in_line(
        case.given, case.members, CALENDAR, turn
    )


@hypothesis.given(hypothesis.strategies.integers(4, 12), hypothesis.strategies.integers(0, 11))
@hypothesis.settings(deadline=None)
def test_the_first_is_one_of_those_who_would_be_dealt_the_next_unpublished_turn(size: int, ahead: int) -> None:
    """Where all are there always and the seat is of the last turn published, so that nobody sits after it."""
    members = [member(letter) for letter in "ABCDEFGHIJKL"[:size]]
    dealt = rules.duty.publication((), members, CALENDAR, FIRST, ahead=ahead)
    (following,) = rules.duty.publication(dealt, members, CALENDAR, dealt[-1].ends - DAY, ahead=1)
    first = rules.duty.next_in_line(dealt, members, CALENDAR, dealt[-1])[0][0].person
    adjacent = {seat.person for seat in dealt[-2].seats} if len(dealt) > 1 else set()
    hypothesis.assume(not adjacent & {seat.person for seat in following.seats})
    assert first in {seat.person for seat in following.seats}


@hypothesis.given(cases())
@hypothesis.settings(deadline=None)
def test_who_rested_longest_covers_first(case: Case) -> None:
    by = case.given[case.empty].starts
    found = rules.duty.rested_longest(case.given, case.members, by)
    assert {one.person for one in found} == {one.person for one in case.members}
    last = [
        max((n for n, turn in enumerate(case.given) if turn.starts <= by and one.person in _people(turn)), default=-1)
        for one in found
    ]
    assert last == sorted(last)


def _people(turn: rules.duty.Turn) -> set[int]:
    return {seat.person for seat in turn.seats}
