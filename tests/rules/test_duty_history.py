"""Shifts from before Muster: every fault of the file by line and column, and rounds that let fairness go on."""

import collections
import dataclasses
import datetime
import zoneinfo

import hypothesis
import hypothesis.strategies
import pytest

import rules.duty
import rules.duty_history

UTC = datetime.UTC
DAY = datetime.timedelta(days=1)
BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")
CALENDAR = rules.duty.Calendar(BERLIN, 0, datetime.time(10), datetime.date(2026, 3, 2))
NOW = datetime.datetime(2026, 3, 4, 12, tzinfo=UTC)
ADA, BEN, CY, DOV = 1, 2, 3, 4
PEOPLE = {"UADA": ADA, "UBEN": BEN, "UCY": CY, "UDOV": DOV, "ada@example.com": ADA, "ben@example.com": BEN}

Turns = tuple[rules.duty.Turn, ...]


def at(day: str) -> datetime.datetime:
    """10:00 in Berlin of that day."""
    return datetime.datetime.fromisoformat(f"{day} 10:00").replace(tzinfo=BERLIN).astimezone(UTC)


def turn(starts: str, ends: str, *seats: tuple[int, int]) -> rules.duty.Turn:
    return rules.duty.Turn(at(starts), at(ends), tuple(rules.duty.Seating(person, number) for person, number in seats))


def plan(*lines: str, stored: Turns = (), live: bool = False, now: datetime.datetime = NOW) -> rules.duty_history.Plan:
    content = "\n".join(["starts,seat_1,seat_2", *lines, ""]).encode()
    return rules.duty_history.plan(content, rules.duty_history.Known(PEOPLE, stored, live, CALENDAR, now))


def faults(*lines: str, stored: Turns = (), live: bool = False) -> list[str]:
    found = plan(*lines, stored=stored, live=live)
    assert (found.new, found.replaced) == ((), None) or not found.faults
    return [str(fault) for fault in found.faults]


# -- what a file says


def test_past_shifts_and_the_running_one_are_taken_in_any_order_by_id_or_address() -> None:
    found = plan("2026-03-02,UCY,UADA", "2026-02-02,UADA,Ben@Example.com", "2026-02-16,UCY,UDOV")
    assert found.faults == ()
    assert found.new == (
        turn("2026-02-02", "2026-02-16", (ADA, 1), (BEN, 1)),
        turn("2026-02-16", "2026-03-02", (CY, 1), (DOV, 1)),
        turn("2026-03-02", "2026-03-16", (CY, 2), (ADA, 2)),
    )
    assert (found.added, found.changed, found.unchanged) == (3, 0, 0)
    assert found.since == {ADA: at("2026-02-02"), BEN: at("2026-02-02"), CY: at("2026-02-16"), DOV: at("2026-02-16")}


def test_one_may_have_sat_alone_and_a_gap_may_lie_between() -> None:
    assert plan("2025-12-01,UADA,", "2026-02-16,UBEN").new == (
        turn("2025-12-01", "2025-12-15", (ADA, 1)),
        turn("2026-02-16", "2026-03-02", (BEN, 1)),
    )


def test_a_shift_ends_where_the_next_begins_if_that_is_a_week_to_twenty_days_later() -> None:
    assert [(each.starts, each.ends) for each in plan("2026-01-12,UADA", "2026-01-20,UBEN", "2026-02-09,UCY").new] == [
        (at("2026-01-12"), at("2026-01-20")),
        (at("2026-01-20"), at("2026-02-09")),
        (at("2026-02-09"), at("2026-02-23")),
    ]


def test_an_instant_may_be_given_in_place_of_a_day() -> None:
    (each,) = plan("2026-02-16T15:30:00+01:00,UADA,UBEN").new
    assert each.starts == datetime.datetime(2026, 2, 16, 14, 30, tzinfo=UTC)
    assert plan("2026-02-16T14:30Z,UADA,UBEN").new == (each,)


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["2026-13-02,UADA,UBEN"], ["2: starts: “2026-13-02” is no date; write it as 2026-03-02"]),
        (["2026-02-16T10:00,UADA"], ["2: starts: “2026-02-16T10:00” is no date; write it as 2026-03-02"]),
        (["2026-03-16,UADA,UBEN"], ["2: starts: is still to come; leave it out, for coming shifts are dealt"]),
        (["2026-02-16,UADA,UADA"], ["2: seat_2: is the same person as seat_1"]),
        (["2026-02-16,UADA,ada@example.com"], ["2: seat_2: is the same person as seat_1"]),
        (["2026-02-16,,UADA"], ["2: seat_1: is empty; leave only seat_2 empty, where one sat alone"]),
        (
            ["2026-02-02,UADA,UBEN", "2026-02-16,UZOE,gus@example.com"],
            [
                "3: seat_1: “UZOE” is not on the roster; import them first, also if they have left",
                "3: seat_2: “gus@example.com” is not on the roster; import them first, also if they have left",
            ],
        ),
        (
            ["2026-02-16,UADA,UBEN", "2026-02-18,UCY,UDOV", "2026-02-18,UCY,UDOV"],
            [
                "3: starts: is less than a week after the start in line 2",
                "4: starts: is less than a week after the start in line 3",
            ],
        ),
    ],
)
def test_each_fault_is_named_by_line_and_column(lines: list[str], told: list[str]) -> None:
    assert faults(*lines) == told


def test_a_header_that_will_not_do_is_a_fault_of_a_duty_history() -> None:
    known = rules.duty_history.Known(PEOPLE, (), False, CALENDAR, NOW)
    found = rules.duty_history.plan(b"seat_1,seat_3\nUADA,UBEN\n", known)
    assert [str(fault) for fault in found.faults] == [
        "1: seat_3: is no column of a duty history; these are: starts, seat_1, seat_2",
        "1: starts: is missing; every duty history needs this column",
    ]


def test_its_header_tells_it_from_a_roster() -> None:
    assert rules.duty_history.is_one(b"\xef\xbb\xbfStarts;Seat_1;Seat_2\n")
    assert not rules.duty_history.is_one(b"slack_id,name,roles\nseat_1,x,adviser\n")
    assert not rules.duty_history.is_one(b"")


# -- beside what is stored


PAST = turn("2026-02-16", "2026-03-02", (ADA, 1), (BEN, 1))
RUNNING = turn("2026-03-02", "2026-03-16", (CY, 1), (DOV, 1))
COMING = turn("2026-03-16", "2026-03-30", (ADA, 2), (CY, 2))


def test_what_is_stored_alike_stays_as_it_is() -> None:
    found = plan("2026-02-16,UBEN,UADA", "2026-03-02,UCY,UDOV", stored=(PAST, RUNNING, COMING), live=True)
    assert (found.faults, found.new, found.rounds, found.unchanged) == ((), (), {}, 2)


def test_a_quiet_installation_takes_another_pair_for_the_shift_that_runs() -> None:
    found = plan("2026-03-02,UADA,UBEN", stored=(RUNNING, COMING))
    assert (found.replaced, found.added, found.changed) == (RUNNING, 0, 1)
    assert found.new == (turn("2026-03-02", "2026-03-16", (ADA, 1), (BEN, 1)),)


def test_a_live_one_does_not_and_says_why() -> None:
    assert faults("2026-03-02,UADA,UBEN", stored=(RUNNING, COMING), live=True) == [
        "2: starts: overlaps the shift from 2026-03-02 that Muster has dealt, which people were told of; "
        "only a quiet installation takes another in its place"
    ]


@pytest.mark.parametrize("live", [True, False])
def test_a_past_shift_of_musters_own_stays(live: bool) -> None:
    assert faults("2026-02-16,UCY,UDOV", "2026-02-26,UADA", stored=(PAST, RUNNING), live=live) == [
        "2: starts: overlaps the shift from 2026-02-16 that Muster has dealt",
        "3: starts: overlaps the shift from 2026-02-16 that Muster has dealt",
    ]


def test_in_front_of_published_shifts_history_ends_with_the_first_and_their_rounds_go_on_from_it() -> None:
    found = plan("2026-02-02,UADA,UBEN", "2026-02-18,UCY,UADA", stored=(RUNNING, COMING), live=True)
    assert found.new == (
        turn("2026-02-02", "2026-02-18", (ADA, 1), (BEN, 1)),
        turn("2026-02-18", "2026-03-02", (CY, 1), (ADA, 2)),
    )
    assert found.rounds == {RUNNING.starts: (2, 2), COMING.starts: (3, 3)}


# -- the rounds


def stripped(turns: Turns) -> list[rules.duty.Turn]:
    return [
        dataclasses.replace(each, seats=tuple(dataclasses.replace(seat, round=0) for seat in each.seats))
        for each in turns
    ]


def pool(size: int) -> list[rules.duty.Member]:
    return [rules.duty.Member(n, f"U{n:02}", BERLIN, joined=at("2020-01-06")) for n in range(size)]


def test_a_new_round_begins_when_somebody_sits_a_second_time() -> None:
    pairs = [(ADA, BEN), (CY, ADA), (DOV, CY), (BEN, DOV), (BEN,)]
    turns = [rules.duty.Turn(NOW, NOW, tuple(rules.duty.Seating(one, 0) for one in pair)) for pair in pairs]
    rounds = [[seat.round for seat in each.seats] for each in rules.duty_history.numbered(turns)]
    assert rounds == [[1, 1], [1, 2], [2, 2], [2, 3], [3]]


@hypothesis.settings(deadline=None, max_examples=30)
@hypothesis.given(hypothesis.strategies.integers(2, 15), hypothesis.strategies.integers(1, 40))
def test_the_rounds_of_shifts_that_muster_dealt_are_found_again(size: int, shifts: int) -> None:
    dealt = rules.duty.publication((), pool(size), CALENDAR, NOW, ahead=shifts)
    assert rules.duty_history.numbered(stripped(dealt)) == list(dealt)


PAIRS = hypothesis.strategies.lists(
    hypothesis.strategies.lists(hypothesis.strategies.integers(0, 9), min_size=1, max_size=2, unique=True), max_size=30
)


@hypothesis.settings(deadline=None, max_examples=30)
@hypothesis.given(PAIRS)
def test_after_any_history_everybody_who_was_in_all_along_sits_as_often_as_the_others(pairs: list[list[int]]) -> None:
    """Counted from the round that runs when Muster takes over: in it, too, nobody sits twice before all have sat."""
    first = at("2026-03-02") - 14 * len(pairs) * DAY
    days = [(first + 14 * n * DAY).date() for n in range(len(pairs))]
    lines = [f"{day},{','.join(f'U{one:02}' for one in pair)}" for day, pair in zip(days, pairs, strict=True)]
    people = {f"U{n:02}": n for n in range(10)}
    content = "\n".join(["starts,seat_1,seat_2", *lines]).encode()
    found = rules.duty_history.plan(content, rules.duty_history.Known(people, (), False, CALENDAR, NOW))
    assert found.faults == ()
    imported = list(found.new)
    assert [sorted(seat.person for seat in each.seats) for each in imported] == [sorted(pair) for pair in pairs]
    dealt = rules.duty.publication(imported, pool(10), CALENDAR, NOW, ahead=30)
    running = max((seat.round for each in imported for seat in each.seats), default=1)
    seats = [seat for each in [*imported, *dealt] for seat in each.seats if seat.round >= running]
    sat = collections.Counter(seat.person for seat in seats)
    assert len(dealt) == 31
    assert max(sat.values()) - min(sat[person] for person in range(10)) <= 1


@hypothesis.settings(deadline=None, max_examples=40)
@hypothesis.given(hypothesis.strategies.integers(4, 15), hypothesis.strategies.integers(1, 30))
def test_a_fair_history_goes_on_as_if_muster_had_dealt_it(size: int, shifts: int) -> None:
    whole = rules.duty.publication((), pool(size), CALENDAR, NOW - 14 * shifts * DAY, ahead=shifts + 12)
    past = [each for each in whole if each.starts <= NOW]
    imported = rules.duty_history.numbered(stripped(tuple(past)))
    assert (*past, *rules.duty.publication(imported, pool(size), CALENDAR, NOW, ahead=len(whole) - len(past))) == whole
