"""When what follows a contract is to be decided, who hears of it, and who may know what was."""

import collections.abc
import dataclasses
import datetime
import enum

import data.models
import rules.contracts

Contract = data.models.Contract
Decision = data.models.Decision
Choice = data.models.Choice

DAY = datetime.timedelta(days=1)

LADDERS = ((4, (45, 30, 14, 7)), (2, (30, 14, 7)), (0, (14, 7, 3)))
"""Days before the last day, by how many months a term is longer than: the longer it is, the earlier it is decided."""

PRESSING = 7
"""What is to be decided within so many days is told at the next morning, not at the next Monday's."""

SILENCE = 14
"""Nobody learns of an end by silence: about so many days before it who has not been told reads that it is open."""

SILENCE_SHORT = 7
"""The same for a term of one month."""

WARNED = 2
"""Working days by which managers hear before that goes out."""

DECIDED = frozenset({Choice.RENEW, Choice.END, Choice.CONVERT})


class Standing(enum.StrEnum):
    """How the decision on a contract stands on a day."""

    NONE = "none"
    DUE = "due"
    NOT_YET = "not yet"
    RENEW = "renew"
    END = "end"
    CONVERT = "convert"
    LAPSED = "lapsed"


def ladder(contract: rules.contracts.Term) -> tuple[int, ...]:
    """The rungs of a term, in days before its last day, the farthest first."""
    return next(
        rungs
        for months, rungs in LADDERS
        if months == 0 or rules.contracts.last_day(contract) >= rules.contracts.months_later(contract.starts, months)
    )


def days_left(contract: rules.contracts.Term, day: datetime.date) -> int:
    """Days to the last one: 0 on it, negative after it."""
    return (rules.contracts.last_day(contract) - day).days


def rung(contract: rules.contracts.Term, day: datetime.date) -> int | None:
    """The nearest rung that has been reached on that day; None before the first, and after the end."""
    left = days_left(contract, day)
    return min((one for one in ladder(contract) if left <= one), default=None) if left >= 0 else None


def is_decided(decision: Decision | None) -> bool:
    """Whether it is said what follows, told or not."""
    return decision is not None and decision.choice in DECIDED


def is_told(decision: Decision | None, now: datetime.datetime) -> bool:
    """Whether the person has been told, so that others may know."""
    return decision is not None and decision.told_at is not None and decision.told_at <= now


def standing(contract: rules.contracts.Term, decision: Decision | None, day: datetime.date) -> Standing:
    """How the decision stands; what was decided stays so after the end."""
    if decision is not None and decision.choice in DECIDED:
        return Standing(decision.choice)
    if days_left(contract, day) < 0:
        return Standing.LAPSED
    if decision is not None and decision.choice == Choice.NOT_YET and decision.until and day < decision.until:
        return Standing.NOT_YET
    return Standing.DUE if rung(contract, day) is not None else Standing.NONE


@dataclasses.dataclass(frozen=True)
class Due:
    """A rung that is to be told, or the date until which somebody said *Not yet*; `since` is its day."""

    name: str
    since: datetime.date
    at_next_morning: bool


def due(contract: rules.contracts.Term, decision: Decision | None, day: datetime.date) -> Due | None:
    """What of the ladder is to be told on that day, if it was not told before: of several rungs the nearest alone."""
    reached = rung(contract, day)
    if reached is None or standing(contract, decision, day) != Standing.DUE:
        return None
    since = rules.contracts.last_day(contract) - reached * DAY
    name, pressing = str(reached), reached == ladder(contract)[-1] or days_left(contract, day) <= PRESSING
    if decision is not None and decision.choice == Choice.NOT_YET and decision.until and decision.until > since:
        return Due(f"not-yet:{decision.until}", decision.until, at_next_morning=True)
    return Due(name, since, pressing)


def shown_to(
    decision: Decision | None, is_manager: bool, has_recommended: bool, now: datetime.datetime
) -> Decision | None:
    """The decision as somebody may know it: until the person is told, managers and who recommended alone.

    All others see nothing of it, and read *under review* whatever was decided.
    """
    return decision if is_manager or has_recommended or is_told(decision, now) else None


def is_past_last_rung(contract: rules.contracts.Term, day: datetime.date) -> bool:
    """Whether all managers hear of it, and not only who owns the decision."""
    return days_left(contract, day) < ladder(contract)[-1]


def owner(contract: Contract, managers: collections.abc.Sequence[data.models.Person]) -> data.models.Person | None:
    """Which manager owns the decision: who added the contract, or else the first; `managers` are the active ones."""
    added = next((one for one in managers if one.id == contract.added_by_id), None)
    return added or (managers[0] if managers else None)


def silence_breaks_on(contract: rules.contracts.Term) -> datetime.date:
    """The day on which who has not been told what follows reads that it is not decided: the rung nearest to that."""
    short = rules.contracts.last_day(contract) < rules.contracts.months_later(contract.starts, 1)
    wanted = SILENCE_SHORT if short else SILENCE
    return rules.contracts.last_day(contract) - min(ladder(contract), key=lambda one: (abs(one - wanted), one)) * DAY
