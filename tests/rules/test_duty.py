"""Who sits when: handovers by the wall clock, and the order of choice, each case with its literals."""

import collections
import dataclasses
import datetime
import itertools
import zoneinfo

import pytest

import rules.days_off
import rules.duty

BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")
UTC = zoneinfo.ZoneInfo("UTC")
MONDAY, SUNDAY = 0, 6
TEN = datetime.time(10)
LONG_AGO = datetime.datetime(2025, 1, 1, tzinfo=datetime.UTC)
EVERY_OTHER_MONDAY = rules.duty.Calendar(UTC, MONDAY, TEN, datetime.date(2026, 1, 5))
FORTNIGHT = datetime.timedelta(days=14)


def at(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(f"{text}+00:00")


def days(first: str, end: str) -> tuple[datetime.date, datetime.date]:
    return datetime.date.fromisoformat(first), datetime.date.fromisoformat(end)


def member(letter: str, zone: str = "UTC", joined: datetime.datetime = LONG_AGO, **more: object) -> rules.duty.Member:
    """A member whose person number is the letter's, so that tests can speak of A, B, C."""
    return rules.duty.Member(ord(letter), f"U{letter}", zoneinfo.ZoneInfo(zone), joined, **more)  # type: ignore[arg-type]  # fields


def pool(letters: str) -> list[rules.duty.Member]:
    return [member(letter) for letter in letters]


def pairs(turns: tuple[rules.duty.Turn, ...]) -> list[str]:
    """The people of each turn, in the order of the alphabet."""
    return ["".join(sorted(chr(seat.person) for seat in turn.seats)) for turn in turns]


def rounds(turns: tuple[rules.duty.Turn, ...]) -> list[dict[str, int]]:
    return [{chr(seat.person): seat.round for seat in turn.seats} for turn in turns]


def history(*seats: str) -> tuple[rules.duty.Turn, ...]:
    """Turns from 5 January 2026, each as letters with the round for which they sit: "A1B1"."""
    start = at("2026-01-05T10:00")
    return tuple(
        rules.duty.Turn(
            start + number * FORTNIGHT,
            start + (number + 1) * FORTNIGHT,
            tuple(rules.duty.Seating(ord(turn[n]), int(turn[n + 1])) for n in range(0, len(turn), 2)),
        )
        for number, turn in enumerate(seats)
    )


def publish(
    members: list[rules.duty.Member], shifts: int, turns: tuple[rules.duty.Turn, ...] = ()
) -> tuple[rules.duty.Turn, ...]:
    """What `shifts` publications add, one after the other, the first at the end of `turns` or on 5 January 2026."""
    now = turns[-1].ends if turns else at("2026-01-05T10:00")
    return rules.duty.publication(turns, members, EVERY_OTHER_MONDAY, now, ahead=shifts - 1)


# Handovers


@pytest.mark.parametrize(
    ("now", "first_handover", "handover"),
    [
        pytest.param("2026-01-14T12:00", None, "2026-01-12T09:00", id="any Monday counts without a first date"),
        pytest.param("2026-01-12T09:00", None, "2026-01-12T09:00", id="the instant itself has passed"),
        pytest.param("2026-01-12T08:59", None, "2026-01-05T09:00", id="a minute before it the last one holds"),
        pytest.param("2026-01-14T12:00", "2026-01-05", "2026-01-05T09:00", id="the first date says which Mondays"),
        pytest.param("2026-01-14T12:00", "2025-12-29", "2026-01-12T09:00", id="the other Mondays"),
        pytest.param("2026-01-14T12:00", "2026-01-06", "2026-01-12T09:00", id="a Tuesday means the next Monday"),
        pytest.param("2026-01-14T12:00", "2026-06-22", "2026-01-05T09:00", id="a later first date sets the phase too"),
        pytest.param("2026-07-08T12:00", "2026-01-05", "2026-07-06T08:00", id="summer"),
    ],
)
def test_the_last_handover(now: str, first_handover: str | None, handover: str) -> None:
    date = first_handover and datetime.date.fromisoformat(first_handover)
    calendar = rules.duty.Calendar(BERLIN, MONDAY, TEN, date or None)
    assert rules.duty.last_handover(calendar, at(now)) == at(handover)


@pytest.mark.parametrize(
    ("zone", "weekday", "time", "starts", "ends"),
    [
        pytest.param("Europe/Berlin", MONDAY, "10:00", "2026-03-23T09:00", "2026-04-06T08:00", id="spring, north"),
        pytest.param("Europe/Berlin", MONDAY, "10:00", "2026-10-19T08:00", "2026-11-02T09:00", id="autumn, north"),
        pytest.param("Australia/Sydney", MONDAY, "10:00", "2026-03-29T23:00", "2026-04-13T00:00", id="autumn, south"),
        pytest.param("Australia/Sydney", MONDAY, "10:00", "2026-09-28T00:00", "2026-10-11T23:00", id="spring, south"),
        pytest.param("Australia/Lord_Howe", SUNDAY, "02:30", "2026-03-28T15:30", "2026-04-11T16:00", id="half an hour"),
        pytest.param("Europe/Berlin", SUNDAY, "02:30", "2026-03-15T01:30", "2026-03-29T01:00", id="into a gap"),
        pytest.param("Europe/Berlin", SUNDAY, "02:30", "2026-03-29T01:00", "2026-04-12T00:30", id="out of a gap"),
        pytest.param("Europe/Berlin", SUNDAY, "02:30", "2026-10-11T00:30", "2026-10-25T00:30", id="into a fold"),
        pytest.param("Europe/Berlin", SUNDAY, "02:30", "2026-10-25T00:30", "2026-11-08T01:30", id="out of a fold"),
    ],
)
@pytest.mark.parametrize("fixed", [True, False], ids=["with a first date", "without"])
def test_a_shift_takes_two_weeks_by_the_wall_clock(
    zone: str, weekday: int, time: str, starts: str, ends: str, fixed: bool
) -> None:
    place = zoneinfo.ZoneInfo(zone)
    first = at(starts).astimezone(place).date() if fixed else None
    calendar = rules.duty.Calendar(place, weekday, datetime.time.fromisoformat(time), first)
    assert rules.duty.next_handover(calendar, at(starts)) == at(ends)


@pytest.mark.parametrize(
    ("weekday", "hour", "first_handover", "ends"),
    [
        pytest.param(0, 14, None, "2026-01-19T14:00", id="a new hour holds from the next handover"),
        pytest.param(2, 10, None, "2026-01-21T10:00", id="to Wednesday: the nearest, 16 days"),
        pytest.param(4, 10, None, "2026-01-16T10:00", id="to Friday: the nearest, 11 days"),
        pytest.param(0, 10, "2026-01-12", "2026-01-12T10:00", id="to the other Mondays: 7 days rather than 21"),
        pytest.param(2, 10, "2026-01-07", "2026-01-21T10:00", id="to Wednesdays of these weeks: 16 days"),
        pytest.param(6, 10, "2026-01-11", "2026-01-25T10:00", id="to Sundays of these weeks: 20 days"),
    ],
)
def test_a_changed_calendar_bends_one_shift_and_then_goes_on_by_two_weeks(
    weekday: int, hour: int, first_handover: str | None, ends: str
) -> None:
    date = first_handover and datetime.date.fromisoformat(first_handover)
    changed = rules.duty.Calendar(UTC, weekday, datetime.time(hour), date or None)
    end = rules.duty.next_handover(changed, at("2026-01-05T10:00"))
    assert end == at(ends)
    assert rules.duty.next_handover(changed, end) == end + FORTNIGHT


# On duty, upcoming


def test_on_duty_holds_from_the_handover_until_just_before_the_next() -> None:
    first, second = publish(pool("ABCD"), 2)
    assert rules.duty.on_duty((first, second), first.starts) == first
    assert rules.duty.on_duty((first, second), first.ends - datetime.timedelta(seconds=1)) == first
    assert rules.duty.on_duty((first, second), first.ends) == second
    assert rules.duty.on_duty((first, second), second.ends) is None
    assert rules.duty.on_duty((first, second), first.starts - datetime.timedelta(seconds=1)) is None


def test_upcoming_are_the_next_shifts_in_order_without_the_running_one() -> None:
    turns = publish(pool("ABCD"), 5)
    assert rules.duty.upcoming(reversed(turns), turns[0].starts, 3) == turns[1:4]
    assert rules.duty.upcoming(turns, turns[3].starts, 3) == turns[4:]


# Publication


def test_the_first_publication_is_the_running_shift_and_six_more_end_to_end() -> None:
    now = at("2026-01-07T15:00")
    turns = rules.duty.publication((), pool("ABCD"), EVERY_OTHER_MONDAY, now)
    assert [turn.starts for turn in turns] == [at("2026-01-05T10:00") + n * FORTNIGHT for n in range(7)]
    assert all(earlier.ends == later.starts for earlier, later in itertools.pairwise(turns))
    assert rules.duty.on_duty(turns, now) == turns[0]


def test_what_is_published_stays_and_each_handover_adds_one_shift() -> None:
    now = at("2026-01-07T15:00")
    turns = rules.duty.publication((), pool("ABCDEF"), EVERY_OTHER_MONDAY, now)
    assert rules.duty.publication(turns, pool("ABCDEF"), EVERY_OTHER_MONDAY, turns[0].ends - FORTNIGHT / 2) == ()
    assert rules.duty.publication(turns, pool("XYZ"), EVERY_OTHER_MONDAY, now) == ()
    (added,) = rules.duty.publication(turns, pool("ABCDEF"), EVERY_OTHER_MONDAY, turns[0].ends)
    assert (added.starts, added.ends) == (turns[-1].ends, turns[-1].ends + FORTNIGHT)


def test_who_is_in_the_pool_now_can_sit_in_the_shift_that_already_runs() -> None:
    now = at("2026-01-07T15:00")
    members = [member("A", joined=now), member("B", joined=now), member("C", joined=now + FORTNIGHT)]
    turns = rules.duty.publication((), members, EVERY_OTHER_MONDAY, now)
    assert pairs(turns)[:3] == ["AB", "AB", "AC"]


def test_an_empty_pool_has_no_shifts() -> None:
    assert rules.duty.publication((), [], EVERY_OTHER_MONDAY, at("2026-01-07T15:00")) == ()


def test_a_pool_that_was_empty_for_a_while_goes_on_with_the_running_shift() -> None:
    turns = publish(pool("ABCD"), 1)
    later = turns[0].starts + 3 * FORTNIGHT
    assert rules.duty.publication(turns, [], EVERY_OTHER_MONDAY, later) == ()
    assert rules.duty.publication(turns, pool("ABCD"), EVERY_OTHER_MONDAY, later)[0].starts == later


@pytest.mark.parametrize("first_handover", [datetime.date(2026, 1, 5), None])
def test_after_months_off_the_shifts_that_ran_unseen_are_left_out(first_handover: datetime.date | None) -> None:
    calendar = rules.duty.Calendar(UTC, MONDAY, TEN, first_handover)
    turns = rules.duty.publication((), pool("ABCDEF"), calendar, at("2026-01-05T10:00"))
    assert turns[-1].ends == at("2026-04-13T10:00")
    added = rules.duty.publication(turns, pool("ABCDEF"), calendar, at("2026-09-03T08:00"))
    assert [turn.starts for turn in added] == [at("2026-08-31T10:00") + n * FORTNIGHT for n in range(7)]
    assert pairs(turns[-1:] + added[:2]) == ["AD", "BC", "EF"], "the round that was running goes on"


def test_a_changed_handover_hour_leaves_no_hole_between_old_and_new_shifts() -> None:
    now = at("2026-01-05T10:00")
    turns = rules.duty.publication((), pool("ABCDEF"), EVERY_OTHER_MONDAY, now)
    changed = rules.duty.Calendar(UTC, 1, datetime.time(14), datetime.date(2026, 1, 6))
    (added,) = rules.duty.publication(turns, pool("ABCDEF"), changed, turns[1].starts)
    assert (added.starts, added.ends) == (at("2026-04-13T10:00"), at("2026-04-28T14:00"))


# Who sits


@pytest.mark.parametrize(
    ("letters", "expected"),
    [
        pytest.param("A", ["A", "A", "A"], id="one person sits alone, and the other seat is seen to be empty"),
        pytest.param("AB", ["AB", "AB", "AB"], id="two people"),
        pytest.param("ABC", ["AB", "AC", "BC", "AB", "AC", "BC"], id="three people take every pair in turn"),
        pytest.param("ABCD", ["AB", "CD", "AC", "BD", "AD", "BC", "AB", "CD"], id="four people too"),
    ],
)
def test_a_small_pool(letters: str, expected: list[str]) -> None:
    assert pairs(publish(pool(letters), len(expected))) == expected


def test_each_seat_says_for_which_round_it_is() -> None:
    assert rounds(publish(pool("ABC"), 3)) == [{"A": 1, "B": 1}, {"C": 1, "A": 2}, {"B": 2, "C": 2}]


def test_nobody_sits_again_before_everyone_has_sat_in_the_round() -> None:
    turns = publish(pool("ABCDEF"), 6)
    assert sorted("".join(pairs(turns[:3]))) == list("ABCDEF")
    assert sorted("".join(pairs(turns[3:]))) == list("ABCDEF")


def test_the_order_in_which_members_are_given_does_not_matter() -> None:
    assert publish(pool("FDBACE"), 20) == publish(pool("ABCDEF"), 20)


def test_first_pairs_are_those_whose_clocks_differ_most() -> None:
    members = [
        member("A", "Europe/Berlin"),
        member("B", "Europe/Paris"),
        member("C", "Asia/Manila"),
        member("D", "UTC"),
    ]
    assert pairs(publish(members, 2)) == ["CD", "AB"]


@pytest.mark.parametrize(("now", "first"), [("2026-01-05T10:00", "AB"), ("2026-07-06T10:00", "AC")])
def test_the_difference_is_that_of_the_handovers_season(now: str, first: str) -> None:
    """Lagos is an hour from London in winter and none in summer; Berlin always is one."""
    members = [member("A", "Europe/London"), member("B", "Africa/Lagos"), member("C", "Europe/Berlin")]
    assert pairs(rules.duty.publication((), members, EVERY_OTHER_MONDAY, at(now)))[0] == first


def test_a_pair_that_never_sat_goes_before_one_whose_clocks_differ_more() -> None:
    members = [member("A", "Asia/Tokyo"), member("B", "America/Lima"), member("C"), member("D")]
    assert pairs(publish(members, 6)) == ["AB", "CD", "AC", "BD", "AD", "BC"]


def test_a_pair_that_sat_together_longer_ago_goes_first() -> None:
    turns = history("A1B1", "C1D1", "A2C2", "B2D2", "B3C3", "A3D3")
    assert pairs(publish(pool("ABCD"), 2, turns)) == ["AB", "CD"]


def test_among_new_pairs_those_who_rested_longest_go_first_however_clocks_differ() -> None:
    turns = history("A1B1", "C1D1", "E1A2")
    assert pairs(publish([*pool("ABCD"), member("E", "Asia/Tokyo")], 1, turns)) == ["BC"]


def test_who_missed_a_round_goes_first_in_the_next_even_with_a_partner_of_before() -> None:
    """C was away in round 4 and comes back in round 5, in which A and B have never sat together but C has with all."""
    turns = history(
        *("A1C1", "B1E1", "D1F1", "B2C2", "A2E2", "D2F2", "C3F3", "A3E3", "B3D3"),
        *("A4E4", "B4F4", "D4E5"),
    )
    assert pairs(publish(pool("ABCDEF"), 1, turns)) == ["AC"]
    assert pairs(publish(pool("ABDEF"), 1, turns)) == ["AB"]


def test_a_pair_sits_no_fourth_time_in_120_shifts_if_others_can() -> None:
    """A and B sat together three times, and longer ago than any other pair."""
    turns = history("A1B1", "A2B2", "A3B3", "C3D3", "A4C4", "B4D4", "A5D5", "B5C5")
    assert pairs(publish(pool("ABCD"), 1, turns)) == ["AC"]


def test_nobody_is_left_behind_at_the_end_of_a_round_with_the_partner_of_three_times() -> None:
    """C and D sat together three times: A and B, together longer ago, would leave them as the round's last pair."""
    turns = history("C1D1", "C2D2", "C3D3", "A3B3", "A4C4", "B4D4", "A5D5", "B5C5")
    assert pairs(publish(pool("ABCD"), 2, turns)) == ["AC", "BD"]


def test_a_joiner_enters_at_the_end_of_the_running_round() -> None:
    first = publish(pool("ABCDEF"), 1)
    joiner = member("0", joined=first[0].starts + FORTNIGHT / 2)
    later = publish([joiner, *pool("ABCDEF")], 4, first)
    assert rounds(later)[:3] == [{"C": 1, "D": 1}, {"E": 1, "F": 1}, {"0": 1, "A": 2}]


def test_joiners_of_one_round_enter_in_the_order_in_which_they_came() -> None:
    first = publish(pool("ABCD"), 1)
    came = first[0].starts + FORTNIGHT / 2
    joiners = [member("X", joined=came + FORTNIGHT / 7), member("Y", joined=came), member("Z", joined=came)]
    assert pairs(publish([*joiners, *pool("ABCD")], 3, first)) == ["CD", "YZ", "AX"]


def test_a_joiner_whose_round_was_published_to_its_end_goes_first_in_the_next() -> None:
    turns = rules.duty.publication((), pool("ABCD"), EVERY_OTHER_MONDAY, at("2026-01-05T10:00"))
    joiner = member("Z", joined=at("2026-01-07T09:00"))
    (added,) = rules.duty.publication(turns, [joiner, *pool("ABCD")], EVERY_OTHER_MONDAY, turns[1].starts)
    assert rounds((turns[-1], added))[1]["Z"] == 4


def test_who_has_not_joined_yet_does_not_sit() -> None:
    joiner = member("0", joined=at("2026-02-02T10:00"))
    assert pairs(publish([joiner, *pool("AB")], 5)) == ["AB", "AB", "0A", "0B", "AB"]


def test_who_was_away_goes_first_in_the_next_round() -> None:
    away = member("C", away=(days("2026-01-05", "2026-02-14"),))
    turns = publish([away, *pool("ABDEFGH")], 8)
    assert "C" not in "".join(pairs(turns[:3]))
    assert rounds(turns)[3]["C"] == 1


def test_a_seat_taken_ahead_counts_for_who_took_it_and_ends_the_round_for_nobody() -> None:
    """D gave up the second shift, and A took it for round 3, while C had yet to sit in round 2."""
    turns = publish(pool("ABCD"), 4, history("A1B1", "C1A3", "B2D2"))
    assert rounds(turns)[0]["C"] == 2
    assert [sorted(one.values()) for one in rounds(turns)] == [[2, 3], [3, 3], [4, 4], [4, 4]]
    assert "A" not in pairs(turns)[0] + pairs(turns)[1]


def test_who_left_is_not_dealt_and_keeps_nobody_waiting() -> None:
    turns = publish(pool("ABCDEF"), 2)
    assert sorted("".join(pairs(publish(pool("ABCD"), 2, turns)))) == list("ABCD")


@pytest.mark.parametrize(
    ("first", "end", "working", "away"),
    [
        pytest.param("2026-01-05", "2026-01-06", {0, 1, 2, 3, 4}, True, id="the first day, a Monday"),
        pytest.param("2026-01-16", "2026-01-17", {0, 1, 2, 3, 4}, True, id="a Friday"),
        pytest.param("2026-01-17", "2026-01-19", {0, 1, 2, 3, 4}, False, id="a weekend touches no working day"),
        pytest.param("2026-01-17", "2026-01-19", {5}, True, id="unless they work on Saturdays"),
        pytest.param("2026-01-19", "2026-01-26", {0, 1, 2, 3, 4}, False, id="the day of the next handover"),
        pytest.param("2026-01-01", "2026-01-05", {0, 1, 2, 3, 4}, False, id="back on the day of the handover"),
        pytest.param("2025-06-01", "2026-06-01", {0, 1, 2, 3, 4}, True, id="all the time"),
    ],
)
def test_an_absence_counts_if_it_touches_a_working_day_of_the_shift(
    first: str, end: str, working: set[int], away: bool
) -> None:
    someone = member("A", away=(days(first, end),), working_days=rules.days_off.WorkingDays(frozenset(working)))
    (turn,) = publish([someone, *pool("BC")], 1)
    assert (pairs((turn,)) == ["BC"]) is away


def test_an_absence_on_a_day_off_of_the_programme_touches_no_working_day() -> None:
    """6 January, a Tuesday, is a holiday in the south of Germany."""
    someone = member("A", away=(days("2026-01-06", "2026-01-07"),))
    for region, seated in [("DE-BY", "AB"), ("DE-BE", "BC")]:
        working = rules.days_off.WorkingDays(frozenset(range(5)), rules.days_off.DaysOff(region))
        (turn,) = publish([dataclasses.replace(someone, working_days=working), *pool("BC")], 1)
        assert pairs((turn,)) == [seated]


def test_the_days_of_a_shift_are_those_of_the_programmes_zone() -> None:
    """A handover on Monday at 08:00 in Tokyo lies on Sunday in UTC; Monday belongs to the new shift all the same."""
    tokyo = rules.duty.Calendar(zoneinfo.ZoneInfo("Asia/Tokyo"), MONDAY, datetime.time(8), datetime.date(2026, 1, 5))
    someone = member("A", away=(days("2026-01-05", "2026-01-06"),))
    turns = rules.duty.publication((), [someone, *pool("BC")], tokyo, at("2026-01-04T23:00"))
    assert turns[0].starts == at("2026-01-04T23:00")
    assert pairs(turns)[0] == "BC"


def test_a_seat_that_nobody_can_take_stays_empty_and_is_seen() -> None:
    away = (days("2026-01-05", "2026-02-02"),)
    turns = publish([member("A", away=away), member("B", away=away)], 3)
    assert [len(turn.seats) for turn in turns] == [0, 0, 2]


def test_the_example_of_the_docs_is_true() -> None:
    """docs/rotation.md: Ada, Ben, Cleo, Dov, Eva, Finn, and Gus who joins."""
    zones = ["Europe/Berlin", "Europe/Berlin", "Asia/Manila", "Europe/Lisbon", "America/Lima", "Europe/Berlin"]
    members = [member(letter, zone) for letter, zone in zip("ABCDEF", zones, strict=True)]
    members[3] = member("D", "Europe/Lisbon", away=(days("2026-02-02", "2026-03-14"),))
    members.append(member("G", "Europe/Berlin", joined=at("2026-01-26T09:00")))
    calendar = rules.duty.Calendar(BERLIN, MONDAY, TEN, datetime.date(2026, 1, 5))
    turns = rules.duty.publication((), members, calendar, at("2026-01-05T09:00"))
    assert pairs(turns) == ["CE", "AD", "BF", "CG", "AE", "BD", "FG"]


# Figures


def test_24_people_over_120_shifts_meet_in_106_pairs() -> None:
    turns = publish(pool("ABCDEFGHIJKLMNOPQRSTUVWX"), 120)
    together = collections.Counter(pairs(turns))
    sat = collections.Counter("".join(pairs(turns)))
    assert len(together) == 106
    assert max(together.values()) == 3
    assert set(sat.values()) == {10}
    assert _shortest_rest(turns) == 11


@pytest.mark.parametrize("zones", [["UTC", "Asia/Manila"], ["Europe/Berlin", "America/Lima", "Asia/Tokyo"]])
def test_the_figures_hold_over_many_zones_too(zones: list[str]) -> None:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWX"
    turns = publish([member(letter, zone) for letter, zone in zip(letters, itertools.cycle(zones), strict=False)], 120)
    assert max(collections.Counter(pairs(turns)).values()) <= 3
    assert set(collections.Counter("".join(pairs(turns))).values()) == {10}
    assert _shortest_rest(turns) == 11


def _shortest_rest(turns: tuple[rules.duty.Turn, ...]) -> int:
    sat_in = collections.defaultdict(list)
    for number, turn in enumerate(turns):
        for seat in turn.seats:
            sat_in[seat.person].append(number)
    return min(later - earlier for numbers in sat_in.values() for earlier, later in itertools.pairwise(numbers))
