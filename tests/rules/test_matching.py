"""The cheapest matching, beside the slow way of trying them all."""

import itertools

import hypothesis
import hypothesis.strategies

import rules.matching

Costs = list[list[int]]


@hypothesis.strategies.composite
def tables(draw: hypothesis.strategies.DrawFn) -> Costs:
    """Up to 4 rows and 6 columns; few different numbers, so that much is equal, and some beyond 64 bits."""
    rows = draw(hypothesis.strategies.integers(0, 4))
    columns = draw(hypothesis.strategies.integers(rows, 6))
    number = hypothesis.strategies.integers(-3, 3) | hypothesis.strategies.just(2**80)
    line = hypothesis.strategies.lists(number, min_size=columns, max_size=columns)
    return draw(hypothesis.strategies.lists(line, min_size=rows, max_size=rows))


def total(costs: Costs, columns: tuple[int, ...] | list[int]) -> int:
    return sum(line[column] for line, column in zip(costs, columns, strict=True))


@hypothesis.given(tables())
def test_no_other_choice_of_columns_costs_less(costs: Costs) -> None:
    found = rules.matching.cheapest(costs)
    choices = itertools.permutations(range(len(costs[0])), len(costs)) if costs else [()]
    assert len(set(found)) == len(costs)
    assert total(costs, found) == min(total(costs, choice) for choice in choices)


def test_the_first_gives_way_where_that_is_cheaper_for_all() -> None:
    assert rules.matching.cheapest([[1, 2, 9], [1, 9, 9]]) == [1, 0]


def test_a_chain_of_three_ends_where_somebody_finds_a_free_column() -> None:
    assert rules.matching.cheapest([[1, 2, 9, 9], [9, 1, 2, 9], [1, 9, 9, 50]]) == [1, 2, 0]


def test_a_place_that_was_given_up_before_can_be_the_best_again() -> None:
    assert rules.matching.cheapest([[0, 3, 1], [1, 3, 3], [1, 3, 1]]) == [0, 1, 2]


def test_nobody_takes_nothing() -> None:
    assert rules.matching.cheapest([]) == []
