"""Who could go to another adviser: by hand, and by laws that a slow search through all possibilities judges."""

import collections
import datetime
import itertools
import random
import zoneinfo

import hypothesis
import hypothesis.strategies
import pytest

import rules.rebalance
import rules.shared_hours
import rules.working_hours
import rules.working_time

Adviser = rules.rebalance.Adviser
Freelancer = rules.rebalance.Freelancer
Proposal = rules.rebalance.Proposal
Advisers = list[Adviser]
Freelancers = list[Freelancer]

WEEK = datetime.date(2026, 3, 9)
BERLIN, NAIROBI, TOKYO = "Europe/Berlin", "Africa/Nairobi", "Asia/Tokyo"


def days(zone: str = BERLIN, away: tuple[rules.working_hours.Days, ...] = ()) -> rules.working_hours.Workdays:
    return rules.working_hours.Workdays(zoneinfo.ZoneInfo(zone), rules.working_time.DEFAULT, away)


def adviser(ident: int, *languages: str, zone: str = BERLIN, takes_new: bool = True) -> Adviser:
    return Adviser(ident, languages, days(zone), takes_new)


def freelancer(
    ident: int, adviser_id: int | None, *languages: str, zone: str = BERLIN, excepted: bool = False
) -> Freelancer:
    return Freelancer(ident, languages, days(zone), adviser_id, excepted)


def proposal(advisers: Advisers, freelancers: Freelancers, cap: int = 5, at_once: int = 30) -> Proposal:
    return rules.rebalance.proposal(advisers, freelancers, cap, WEEK, at_once)


def moved(found: Proposal) -> dict[int, tuple[int | None, int]]:
    """From whom to whom, by freelancer."""
    return {move.freelancer_id: (move.old_id, move.new_id) for move in found.moves}


# -- by hand


def test_where_everybody_has_an_adviser_within_the_cap_nobody_moves() -> None:
    better = [freelancer(11, 1, "ja"), freelancer(12, 2, "de")]
    assert proposal([adviser(1, "de"), adviser(2, "ja")], better, cap=1) == Proposal()


def test_who_has_no_adviser_gets_one_who_speaks_their_language_and_it_is_said_what_they_share() -> None:
    found = proposal([adviser(1, "en"), adviser(2, "EN", "JA", zone=NAIROBI)], [freelancer(11, None, "ja", "en")])
    assert found == Proposal((rules.rebalance.Move(11, None, 2, ("ja", "en"), 30),))


def test_whose_adviser_is_not_known_any_more_has_none() -> None:
    assert moved(proposal([adviser(1)], [freelancer(11, 99)])) == {11: (None, 1)}


def test_languages_in_common_come_before_hours_and_hours_before_even_places() -> None:
    far, near, also_near = adviser(1, "ja", zone=TOKYO), adviser(2, "en"), adviser(3, "en")
    assert moved(proposal([far, near], [freelancer(11, None, "ja")])) == {11: (None, 1)}
    hers = freelancer(12, 2)
    assert moved(proposal([far, near], [hers, freelancer(11, None)])) == {11: (None, 2)}
    assert moved(proposal([near, also_near], [hers, freelancer(11, None)])) == {11: (None, 3)}


def test_who_came_first_gives_way_where_that_is_better_for_all() -> None:
    advisers = [adviser(1, "ja", "fr"), adviser(2, "ja")]
    found = proposal(advisers, [freelancer(11, None, "ja"), freelancer(12, None, "fr")], cap=1)
    assert moved(found) == {11: (None, 2), 12: (None, 1)}


def test_of_an_adviser_over_the_cap_as_many_move_as_are_too_many_and_whoever_fits_best_elsewhere() -> None:
    theirs = [freelancer(11, 1, "en"), freelancer(12, 1, "ja"), freelancer(13, 1, "en")]
    assert moved(proposal([adviser(1, "en"), adviser(2, "en", "ja")], theirs, cap=2)) == {12: (1, 2)}


def test_an_exception_that_holds_lets_an_adviser_have_one_more_and_whom_it_is_for_stays() -> None:
    advisers = [adviser(1), adviser(2, "ja")]
    theirs = [freelancer(11, 1), freelancer(12, 1, "ja", excepted=True)]
    assert proposal(advisers, theirs, cap=1) == Proposal()
    assert moved(proposal(advisers, [*theirs, freelancer(13, 1, "ja")], cap=1)) == {13: (1, 2)}
    assert set(moved(proposal(advisers, [*theirs, freelancer(13, 1)], cap=1))) <= {11, 13}


def test_where_seats_do_not_suffice_it_says_who_stays_without_and_how_many_are_missing() -> None:
    lost = [freelancer(11, None, "en"), freelancer(12, None, "ja")]
    crowd = [freelancer(number, 1) for number in (13, 14)]
    found = proposal([adviser(1), adviser(2, "ja")], [*lost, *crowd], cap=1)
    assert moved(found) == {12: (None, 2)}
    assert (found.without, found.over, found.more, found.missing) == ((11,), {1: 1}, 0, 2)


def test_without_advisers_everybody_is_without_one() -> None:
    found = proposal([], [freelancer(11, 1), freelancer(12, None)])
    assert found == Proposal(without=(11, 12), missing=2)


def test_who_is_away_for_long_gets_nobody_new_and_keeps_whom_they_have() -> None:
    advisers = [adviser(1, "ja", takes_new=False), adviser(2)]
    assert moved(proposal(advisers, [freelancer(11, None, "ja"), freelancer(12, 1, "ja")])) == {11: (None, 2)}


def test_nobody_who_is_a_freelancer_too_gets_somebody_new() -> None:
    both = freelancer(1, None)
    assert proposal([adviser(1)], [both]) == Proposal(without=(1,), missing=1)


def test_more_than_can_be_judged_at_once_comes_the_next_time_those_without_an_adviser_first() -> None:
    people = [freelancer(10, 1), freelancer(11, 1), freelancer(12, None), freelancer(13, None), freelancer(14, None)]
    found = proposal([adviser(1), adviser(2), adviser(3, "x"), adviser(4)], people, cap=1, at_once=2)
    assert sorted(moved(found)) == [12, 13]
    assert (found.without, found.over, found.more, found.missing) == ((14,), {1: 1}, 1, 1)


@pytest.mark.parametrize(("back_on", "there"), [("2026-03-13", True), ("2026-03-14", False), ("2026-03-16", False)])
def test_who_works_on_no_day_of_two_weeks_is_away_for_long(back_on: str, there: bool) -> None:
    today = datetime.date(2026, 3, 2)
    away = days(away=((today, datetime.date.fromisoformat(back_on)),))
    assert rules.rebalance.is_there(away, today) is there


# -- laws


@hypothesis.strategies.composite
def programmes(draw: hypothesis.strategies.DrawFn) -> tuple[Advisers, Freelancers, int]:
    """Up to 3 advisers and 4 freelancers, with a cap of 1 or 2; languages and zones of which a few are the same."""
    pick = hypothesis.strategies.sampled_from
    languages = hypothesis.strategies.lists(pick(["en", "ja", "de"]), max_size=2, unique=True)
    zones, truth = pick([BERLIN, NAIROBI, TOKYO]), hypothesis.strategies.booleans()
    ids = range(1, draw(hypothesis.strategies.integers(0, 3)) + 1)
    advisers = [
        adviser(ident, *draw(languages), zone=draw(zones), takes_new=draw(pick([True, True, False]))) for ident in ids
    ]
    freelancers = [
        freelancer(ident, draw(pick([None, *ids])), *draw(languages), zone=draw(zones), excepted=draw(truth))
        for ident in range(11, 11 + draw(hypothesis.strategies.integers(0, 4)))
    ]
    return advisers, freelancers, draw(hypothesis.strategies.integers(1, 2))


LAW = hypothesis.settings(deadline=None, max_examples=60)

Whose = dict[int, int | None]
"""Each freelancer's adviser."""


def loads(whose: Whose) -> collections.Counter[int | None]:
    return collections.Counter(whose.values())


def too_many(advisers: Advisers, freelancers: Freelancers, whose: Whose, cap: int) -> dict[int, int]:
    held = collections.Counter(
        one.adviser_id for one in freelancers if one.excepted and whose[one.id] == one.adviser_id
    )
    over = {one.id: loads(whose)[one.id] - cap - held[one.id] for one in advisers}
    return {ident: number for ident, number in over.items() if number > 0}


def judged(advisers: Advisers, freelancers: Freelancers, whose: Whose, cap: int) -> tuple[float, ...] | None:
    """How good it is if these are the freelancers' advisers, less being better; None if it can't be."""
    before = loads({one.id: one.adviser_id for one in freelancers})
    gained = [one for one in advisers if loads(whose)[one.id] > before[one.id]]
    movers = [one for one in freelancers if whose[one.id] != one.adviser_id]
    new = {whose[one.id] for one in movers}
    if any(one.id in new and not one.takes_new for one in advisers):
        return None
    if any(loads(whose)[ident] > cap for ident in new):
        return None
    by_id = {one.id: one for one in advisers}
    pairs = [(one, by_id[ident]) for one in freelancers if (ident := whose[one.id]) is not None]
    return (
        sum(ident is None for ident in whose.values()),
        sum(too_many(advisers, freelancers, whose, cap).values()),
        len(movers),
        -sum(len(set(one.languages) & set(with_.languages)) for one, with_ in pairs),
        -sum(rules.shared_hours.hours_a_week(one.days, with_.days, WEEK) for one, with_ in pairs),
        sum(loads(whose)[one.id] ** 2 - before[one.id] ** 2 - loads(whose)[one.id] + before[one.id] for one in gained),
    )


@LAW
@hypothesis.given(programmes())
def test_no_other_proposal_is_better(programme: tuple[Advisers, Freelancers, int]) -> None:
    advisers, freelancers, cap = programme
    found = proposal(advisers, freelancers, cap)
    before: Whose = {one.id: one.adviser_id for one in freelancers}
    after = before | {ident: new for ident, (_, new) in moved(found).items()}
    choices = [[None, *(one.id for one in advisers)] for _ in freelancers]
    every = (dict(zip(before, choice, strict=True)) for choice in itertools.product(*choices))
    possible = [one for whose in every if (one := judged(advisers, freelancers, whose, cap)) is not None]
    assert judged(advisers, freelancers, after, cap) == min(possible)
    assert found.without == tuple(ident for ident, now in after.items() if now is None)
    assert found.over == too_many(advisers, freelancers, after, cap)
    assert found.missing == len(found.without) + sum(found.over.values())


@LAW
@hypothesis.given(programmes(), hypothesis.strategies.randoms(use_true_random=False))
def test_it_does_not_matter_in_which_order_people_are_given(
    programme: tuple[Advisers, Freelancers, int], chance: random.Random
) -> None:
    advisers, freelancers, cap = programme
    found = proposal(advisers, freelancers, cap)
    shuffled = (chance.sample(advisers, len(advisers)), chance.sample(freelancers, len(freelancers)))
    assert proposal(*shuffled, cap) == found


@LAW
@hypothesis.given(programmes(), hypothesis.strategies.integers(1, 3))
def test_a_few_at_once_come_to_the_same_end(programme: tuple[Advisers, Freelancers, int], at_once: int) -> None:
    advisers, freelancers, cap = programme
    at_end = proposal(advisers, freelancers, cap)
    found = proposal(advisers, freelancers, cap, at_once)
    made = 0
    while found.moves:
        assert len(found.moves) + found.more == len(at_end.moves) - made
        assert found.missing == at_end.missing
        made += len(found.moves)
        whose = {move.freelancer_id: move.new_id for move in found.moves}
        freelancers = [
            Freelancer(one.id, one.languages, one.days, whose[one.id]) if one.id in whose else one
            for one in freelancers
        ]
        found = proposal(advisers, freelancers, cap, at_once)
    assert made == len(at_end.moves)
