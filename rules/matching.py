"""Which column each row takes so that together they cost the least."""

import collections.abc
import dataclasses

Line = collections.abc.Sequence[int]
Costs = collections.abc.Sequence[Line]


def cheapest(costs: Costs) -> list[int]:
    """The column of each row, no two the same; there are at least as many columns as rows.

    The Hungarian method: rows are placed one after the other, each by the cheapest chain of changes, in which a row
    takes a column, the row that had it takes another, until one is free. That takes rows² × columns steps at most.
    """
    taken: dict[int, int] = {}
    prices = [0] * len(costs[0]) if costs else []
    for row in range(len(costs)):
        _take(row, _chain(row, costs, taken, prices), taken)
    columns = {row: column for column, row in taken.items()}
    return [columns[row] for row in range(len(costs))]


@dataclasses.dataclass
class _Search:
    """What each column costs to reach, and through which other; those passed on the way to the free one at the end."""

    reach: list[int]
    via: list[int | None]
    passed: list[int]
    end: int = 0


def _chain(row: int, costs: Costs, taken: dict[int, int], prices: list[int]) -> _Search:
    """The cheapest chain that places a row: the column that is the cheapest to reach comes next, as with Dijkstra.

    `prices` then change so that no other chain through what is placed is cheaper, which the next search rests on.
    """
    search = _Search([cost - price for cost, price in zip(costs[row], prices, strict=True)], [None] * len(prices), [])
    left = list(range(len(prices)))
    while (column := min(left, key=search.reach.__getitem__)) in taken:
        left.remove(column)
        search.passed.append(column)
        _reach(column, costs[taken[column]], left, prices, search)
    for passed in search.passed:
        prices[passed] += search.reach[passed] - search.reach[column]
    search.end = column
    return search


def _reach(column: int, line: Line, left: list[int], prices: list[int], search: _Search) -> None:
    """What the row that has this column could take instead."""
    reach, via = search.reach, search.via
    spent = reach[column] - line[column] + prices[column]
    for other in left:
        cost = spent + line[other] - prices[other]
        if cost < reach[other]:
            reach[other], via[other] = cost, column


def _take(row: int, search: _Search, taken: dict[int, int]) -> None:
    """Let each row of a chain have the column after its own, from the end on."""
    column = search.end
    while (before := search.via[column]) is not None:
        taken[column] = taken[before]
        column = before
    taken[column] = row
