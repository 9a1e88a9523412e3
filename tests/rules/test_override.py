"""One sits for another: the spans that are really covered, what speaks against it, and which overrides can't stand."""

import datetime
import zoneinfo

import hypothesis
import hypothesis.strategies
import pytest

import data.models
import rules.duty
import rules.override
import rules.sitting

UTC = datetime.UTC
DAY = datetime.timedelta(days=1)
BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")
ADA, BEN, CY, DOV, EVA = 1, 2, 3, 4, 5
Why = rules.override.Why


def at(text: str) -> datetime.datetime:
    """`03-16 10:00` of 2026 as clocks in Berlin show it."""
    return datetime.datetime.fromisoformat(f"2026-{text}").replace(tzinfo=BERLIN).astimezone(UTC)


def turn(starts: str, ends: str, *people: int) -> rules.duty.Turn:
    return rules.duty.Turn(at(starts), at(ends), tuple(rules.duty.Seating(person, 1) for person in people))


FIRST = turn("03-02 10:00", "03-16 10:00", ADA, BEN)
SECOND = turn("03-16 10:00", "03-30 10:00", CY, DOV)
THIRD = turn("03-30 10:00", "04-13 10:00", ADA, DOV)
TURNS = [FIRST, SECOND, THIRD]
NOW = at("03-04 12:00")


def member(person: int, **known: object) -> rules.duty.Member:
    told = {"joined": at("01-01 00:00")} | known
    return rules.duty.Member(person, f"U{person}", BERLIN, **told)  # type: ignore[arg-type]  # its own fields


POOL = [member(person) for person in (ADA, BEN, CY, DOV, EVA)]


def override(in_: int, out: int, starts: datetime.datetime, ends: datetime.datetime) -> data.models.Override:
    return data.models.Override(in_id=in_, out_id=out, starts=starts, ends=ends, recorded_at=NOW)


def plan(
    in_: int,
    out: int,
    first: str,
    last: str,
    *overrides: data.models.Override,
    pool: list[rules.duty.Member] = POOL,
    now: datetime.datetime = NOW,
) -> list[tuple[datetime.datetime, datetime.datetime]] | rules.override.Obstacle:
    days = [datetime.date.fromisoformat(f"2026-{day}") for day in (first, last)]
    wish = rules.override.Wish(in_, out, days[0], days[1] + DAY)
    planned = rules.override.plan(wish, TURNS, overrides, pool, BERLIN, now)
    if isinstance(planned, rules.override.Obstacle):
        return planned
    assert {spell.person for spell in planned} == {out}
    return [(spell.starts, spell.ends) for spell in planned]


# -- what is covered


def test_days_within_a_shift_are_covered_from_midnight_to_midnight_of_the_programmes_zone() -> None:
    assert plan(EVA, CY, "03-18", "03-19") == [(at("03-18 00:00"), at("03-20 00:00"))]


def test_a_day_of_handover_begins_or_ends_with_the_handover() -> None:
    assert plan(EVA, CY, "03-16", "03-30") == [(at("03-16 10:00"), at("03-30 10:00"))]
    assert plan(EVA, CY, "03-16", "03-16") == [(at("03-16 10:00"), at("03-17 00:00"))]


def test_a_wider_span_is_cut_to_where_they_sit() -> None:
    assert plan(EVA, CY, "03-10", "04-05") == [(at("03-16 10:00"), at("03-30 10:00"))]


def test_a_span_over_two_of_their_shifts_is_one_spell_for_each() -> None:
    assert plan(EVA, ADA, "03-10", "04-05") == [
        (at("03-10 00:00"), at("03-16 10:00")),
        (at("03-30 10:00"), at("04-06 00:00")),
    ]
    assert plan(EVA, DOV, "03-28", "04-01") == [
        (at("03-28 00:00"), at("03-30 10:00")),
        (at("03-30 10:00"), at("04-02 00:00")),
    ]


def test_what_has_begun_is_cut_to_now() -> None:
    assert plan(EVA, ADA, "03-02", "03-06") == [(NOW, at("03-07 00:00"))]


def test_who_sits_for_another_can_be_relieved_in_turn() -> None:
    before = override(EVA, CY, at("03-18 00:00"), at("03-21 00:00"))
    assert plan(ADA, EVA, "03-16", "03-22", before) == [(at("03-18 00:00"), at("03-21 00:00"))]
    assert plan(ADA, CY, "03-16", "03-22", before) == [
        (at("03-16 10:00"), at("03-18 00:00")),
        (at("03-21 00:00"), at("03-23 00:00")),
    ]


# -- what speaks against it


def test_nobody_sits_for_themselves() -> None:
    assert plan(ADA, ADA, "03-10", "03-11") == rules.override.Obstacle(Why.SAME)


def test_past_days_are_past_and_today_is_not() -> None:
    assert plan(EVA, ADA, "03-02", "03-03") == rules.override.Obstacle(Why.PAST)
    assert plan(EVA, ADA, "03-02", "03-04") == [(NOW, at("03-05 00:00"))]


def test_who_does_not_sit_then_is_named_with_their_next_time() -> None:
    sits_next = at("03-16 10:00"), at("03-30 10:00")
    assert plan(EVA, CY, "03-05", "03-06") == rules.override.Obstacle(Why.NOT_SITTING, sits_next)
    assert plan(ADA, EVA, "03-05", "03-06") == rules.override.Obstacle(Why.NOT_SITTING)


def test_who_was_relieved_already_does_not_sit_then() -> None:
    before = override(EVA, CY, at("03-16 10:00"), at("03-30 10:00"))
    assert plan(ADA, CY, "03-17", "03-18", before) == rules.override.Obstacle(Why.NOT_SITTING, instead=(EVA,))


def test_of_who_was_relieved_for_these_days_alone_only_what_comes_after_them_is_named() -> None:
    before = (
        override(EVA, CY, at("03-20 00:00"), at("03-21 00:00")),
        override(ADA, CY, at("03-21 00:00"), at("03-22 00:00")),
    )
    after = at("03-22 00:00"), at("03-30 10:00")
    assert plan(BEN, CY, "03-20", "03-21", *before) == rules.override.Obstacle(Why.NOT_SITTING, after, (EVA, ADA))
    assert plan(BEN, CY, "04-01", "04-01", *before) == rules.override.Obstacle(Why.NOT_SITTING)


@pytest.mark.parametrize(
    "pool",
    [
        [],
        [member(EVA, joined=at("03-30 10:00"))],
        [member(EVA, left=at("03-16 10:00"))],
    ],
    ids=["never", "not yet", "no more"],
)
def test_who_is_not_in_the_pool_by_then_can_not_sit(pool: list[rules.duty.Member]) -> None:
    when = at("03-18 00:00"), at("03-20 00:00")
    assert plan(EVA, CY, "03-18", "03-19", pool=pool) == rules.override.Obstacle(Why.NOT_IN_POOL, when)


def test_who_sits_already_can_not_sit_for_the_other() -> None:
    when = at("03-18 00:00"), at("03-20 00:00")
    assert plan(DOV, CY, "03-18", "03-19") == rules.override.Obstacle(Why.SITS, when)
    before = override(EVA, DOV, at("03-19 00:00"), at("03-30 10:00"))
    when = at("03-19 00:00"), at("03-20 00:00")
    assert plan(EVA, CY, "03-18", "03-19", before) == rules.override.Obstacle(Why.SITS, when)
    assert plan(DOV, CY, "03-19", "03-19", before) == [when]


def test_who_is_away_on_a_working_day_of_it_can_not_sit() -> None:
    friday, saturday = datetime.date(2026, 3, 20), datetime.date(2026, 3, 21)
    pool = [member(EVA, away=((friday, saturday),))]
    when = at("03-19 00:00"), at("03-21 00:00")
    assert plan(EVA, CY, "03-19", "03-20", pool=pool) == rules.override.Obstacle(Why.AWAY, when)
    assert plan(EVA, CY, "03-18", "03-19", pool=pool) == [(at("03-18 00:00"), at("03-20 00:00"))]
    weekend = [member(EVA, away=((saturday, saturday + 2 * DAY),))]
    assert plan(EVA, CY, "03-19", "03-22", pool=weekend) == [(at("03-19 00:00"), at("03-23 00:00"))]


# -- overrides that can't stand


def clash(*overrides: data.models.Override, now: datetime.datetime = NOW) -> data.models.Override | None:
    return rules.override.clashing(TURNS, overrides, now)


def test_overrides_by_different_people_stand() -> None:
    assert clash(override(EVA, CY, SECOND.starts, SECOND.ends), override(ADA, DOV, SECOND.starts, SECOND.ends)) is None


def test_who_would_sit_in_both_seats_loses_what_was_recorded_last() -> None:
    first = override(EVA, CY, at("03-18 00:00"), at("03-20 00:00"))
    second = override(EVA, DOV, at("03-19 00:00"), at("03-21 00:00"))
    assert clash(first, second) is second
    assert clash(override(CY, DOV, SECOND.starts, SECOND.ends)) is not None
    assert clash(first, override(EVA, DOV, at("03-20 00:00"), at("03-21 00:00"))) is None


def test_what_is_over_is_no_clash_any_more() -> None:
    past = override(BEN, ADA, FIRST.starts, at("03-03 00:00"))
    assert clash(past) is None
    assert clash(past, now=at("03-02 12:00")) is past


PEOPLE = hypothesis.strategies.integers(ADA, EVA)
DAYS = hypothesis.strategies.integers(0, 45)


@hypothesis.given(hypothesis.strategies.lists(hypothesis.strategies.tuples(PEOPLE, PEOPLE, DAYS, DAYS), max_size=12))
def test_what_is_planned_seats_nobody_twice_and_taking_any_back_leaves_only_clashes_that_are_found(
    wishes: list[tuple[int, int, int, int]],
) -> None:
    standing: list[data.models.Override] = []
    for in_, out, first, length in wishes:
        day = NOW.date() + first * DAY
        wish = rules.override.Wish(in_, out, day, day + (length % 9 + 1) * DAY)
        planned = rules.override.plan(wish, TURNS, standing, POOL, BERLIN, NOW)
        if not isinstance(planned, rules.override.Obstacle):
            standing += [override(in_, out, spell.starts, spell.ends) for spell in planned]
    assert not seats_anybody_twice(standing)
    for gone in standing:
        left = [one for one in standing if one is not gone]
        while (found := clash(*left)) is not None:
            left = [one for one in left if one is not found]
        assert not seats_anybody_twice(left)


def seats_anybody_twice(overrides: list[data.models.Override]) -> bool:
    """Looked at hour by hour, from now on."""
    for each in TURNS:
        instant = max(each.starts, NOW)
        while instant < each.ends:
            people = [rules.sitting.occupant(seat.person, overrides, instant) for seat in each.seats]
            if len(set(people)) < len(people):
                return True
            instant += datetime.timedelta(hours=7)
    return False
