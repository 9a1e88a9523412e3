"""A forecast: which contracts are over by then, what is said on them, and the terms that would follow."""

import datetime

import hypothesis
import hypothesis.strategies
import pytest

import data.models
import rules.forecast

Choice = data.models.Choice
Recommended = data.models.Recommended
Scenario = rules.forecast.Scenario
Term = rules.forecast.Term

TODAY = datetime.date(2026, 3, 2)
THEN = datetime.date(2026, 4, 1)


def days(number: int) -> datetime.date:
    return TODAY + datetime.timedelta(days=number)


def term(ends: int, person: int = 1, starts: int = -30, **said: object) -> Term:
    return Term(person, days(starts), days(ends), 20, **said)  # type: ignore[arg-type]  # what is said of it


def test_what_is_over_by_then_and_nothing_follows_ends() -> None:
    over, followed, follows, runs = term(30), term(10, 2), term(90, 2, starts=10), term(31, 3)
    assert rules.forecast.ending([over, followed, follows, runs], THEN) == [over]


@pytest.mark.parametrize(
    ("choice", "recommended", "renews"),
    [
        (None, None, None),
        (None, Recommended.RENEW, True),
        (None, Recommended.END, False),
        (None, Recommended.UNSURE, None),
        (Choice.RENEW, Recommended.END, True),
        (Choice.END, Recommended.RENEW, False),
        (Choice.CONVERT, None, False),
        (Choice.NOT_YET, None, None),
        (Choice.OPEN, Recommended.RENEW, True),
    ],
)
def test_a_decision_goes_before_a_recommendation(
    choice: Choice | None, recommended: Recommended | None, renews: bool | None
) -> None:
    assert rules.forecast.renews(term(5, choice=choice, recommended=recommended)) is renews


def test_what_is_said_is_counted() -> None:
    said = [term(5, choice=Choice.RENEW), term(5, recommended=Recommended.END), term(5), term(5)]
    assert rules.forecast.counts(said) == rules.forecast.Counts(renewed=1, ended=1, open=2)
    assert rules.forecast.counts(said).all == 4


def test_who_renews_goes_on_from_the_day_after_the_last_and_runs_on_that_day() -> None:
    assert rules.forecast.following([term(5)], Scenario.ALL, THEN) == [Term(1, days(5), days(31), 20)]
    assert rules.forecast.following([term(5)], Scenario.NOBODY, THEN) == []
    assert rules.forecast.following([term(5)], Scenario.SAID, THEN) == []


def test_a_decision_says_until_when_and_for_how_many_hours() -> None:
    """A short one is over again before that day."""
    decided = term(5, choice=Choice.RENEW, next_last_day=days(19), next_hours=30)
    assert rules.forecast.following([decided], Scenario.SAID, THEN) == [Term(1, days(5), days(20), 30)]


TERMS = hypothesis.strategies.builds(
    term,
    hypothesis.strategies.integers(1, 120),
    hypothesis.strategies.integers(1, 6),
    choice=hypothesis.strategies.sampled_from([None, *Choice]),
    recommended=hypothesis.strategies.sampled_from([None, *Recommended]),
)


@hypothesis.given(hypothesis.strategies.lists(TERMS))
def test_what_is_said_never_keeps_more_people_than_if_all_renew_nor_fewer_than_if_nobody_does(
    terms: list[Term],
) -> None:
    over = rules.forecast.ending(terms, THEN)
    people = {
        scenario: {one.person_id for one in rules.forecast.following(over, scenario, THEN)} for scenario in Scenario
    }
    assert people[Scenario.NOBODY] <= people[Scenario.SAID] <= people[Scenario.ALL]
    assert len(people[Scenario.ALL]) == len(over) == rules.forecast.counts(over).all
