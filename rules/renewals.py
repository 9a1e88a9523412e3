"""When what follows a contract is to be decided, who hears of it, and who may know what was."""

import collections.abc
import dataclasses
import datetime
import enum
import typing

import data.models
import rules.contracts

Contract = data.models.Contract
Decision = data.models.Decision
Choice = data.models.Choice

DAY = datetime.timedelta(days=1)

LONG, MIDDLE = 4, 2
"""Months: a term that is longer than the first is decided on earliest, one that is not longer than the second last."""

SHORTEST_MONTH = 28
"""Days."""

PRESSING = 7
"""What is to be decided within so many days is told at the next morning, not at the next Monday's."""

DECIDED = frozenset({Choice.RENEW, Choice.END, Choice.CONVERT})

Rungs = tuple[int, ...]
"""Days before a last day, the farthest first."""


class Standing(enum.StrEnum):
    """How the decision on a contract stands on a day."""

    NONE = "none"
    DUE = "due"
    NOT_YET = "not yet"
    RENEW = "renew"
    END = "end"
    CONVERT = "convert"
    LAPSED = "lapsed"


@dataclasses.dataclass(frozen=True)
class Ladders:
    """The rungs of terms of over 4 months, of over 2, and of shorter ones."""

    long: Rungs
    middle: Rungs
    short: Rungs

    def of(self, contract: rules.contracts.Term) -> Rungs:
        """Those of a term: the longer it is, the earlier it is decided."""
        if over(contract, LONG):
            return self.long
        return self.middle if over(contract, MIDDLE) else self.short

    @property
    def first(self) -> int:
        """More days than this before its last one, nothing is due on any contract."""
        return max(self.long + self.middle + self.short)

    @property
    def windows(self) -> list[tuple[int, int]]:
        """How many days before the end the first rung of a term comes that lasts at least so many days."""
        return [(self.short[0], 0), (self.middle[0], MIDDLE * SHORTEST_MONTH), (self.long[0], LONG * SHORTEST_MONTH)]


def over(contract: rules.contracts.Term, months: int) -> bool:
    """Whether a term lasts longer than so many months."""
    return rules.contracts.last_day(contract) >= rules.contracts.months_later(contract.starts, months)


def nearest_rung(contract: rules.contracts.Term, rungs: Rungs, day: datetime.date) -> int | None:
    """The nearest rung that has been reached on that day; None before the first, and while it does not run."""
    left = (rules.contracts.last_day(contract) - day).days
    reached = (one for one in rungs if left <= one)
    return min(reached, default=None) if rules.contracts.running(contract, day) else None


def is_past_last_rung(contract: rules.contracts.Term, rungs: Rungs, day: datetime.date) -> bool:
    """Whether fewer days are left than at the last rung."""
    return (rules.contracts.last_day(contract) - day).days < rungs[-1]


@dataclasses.dataclass(frozen=True)
class Due:
    """What is to be told: a rung by its days, or the date until which somebody said *Not yet*; `since` is its day."""

    name: str
    since: datetime.date
    at_next_morning: bool


@dataclasses.dataclass(frozen=True)
class Course:
    """A contract on its way to its end: its rungs, and the decision that holds, as far as somebody may know it.

    `told` is the decision that the person was told last, which is another one while a newer is the managers' own.
    """

    contract: Contract
    rungs: Rungs
    decision: Decision | None = None
    told: Decision | None = None

    @property
    def is_decided(self) -> bool:
        """Whether it is said what follows, told or not."""
        return self.decision is not None and self.decision.choice in DECIDED

    @property
    def is_told(self) -> bool:
        """Whether the person has been told what follows, so that others may know that."""
        return self.told is not None

    @property
    def is_to_tell(self) -> bool:
        """Whether it is said what follows, and nothing was sent off or said that tells them."""
        return self.is_decided and self.decision is not None and not (self.decision.tell_at or self.decision.told_at)

    @property
    def is_on_its_way(self) -> bool:
        """Whether what tells them was sent off, and it is not known yet that they have it."""
        return self.decision is not None and self.decision.tell_at is not None and self.decision.told_at is None

    def is_told_by(self, instant: datetime.datetime) -> bool:
        """Whether they have been told, or what tells them is to go out by then."""
        on_its_way = self.decision.tell_at if self.decision is not None else None
        return self.is_told or (on_its_way is not None and on_its_way <= instant)

    def days_left(self, day: datetime.date) -> int:
        """Days to the last one: 0 on it, negative after it."""
        return (self.contract.last_day - day).days

    def rung(self, day: datetime.date) -> int | None:
        """The nearest rung that has been reached on that day; None before the first, and while it does not run."""
        return nearest_rung(self.contract, self.rungs, day)

    def standing(self, day: datetime.date) -> Standing:
        """How the decision stands; what was decided stays so after the end."""
        ends_early = self.contract.agreed_ends is not None  # which holds, whatever was decided before
        if self.decision is not None and self.decision.choice in DECIDED and not ends_early:
            return Standing(self.decision.choice)
        if self.contract.ended_as is not None:
            return Standing.CONVERT if self.contract.ended_as == data.models.EndedAs.CONVERTED else Standing.END
        if self.days_left(day) < 0:
            return Standing.LAPSED
        if self._rests_until is not None and day < self._rests_until:
            return Standing.NOT_YET
        return Standing.DUE if self.rung(day) is not None else Standing.NONE

    @property
    def _rests_until(self) -> datetime.date | None:
        """The date of a *Not yet*."""
        return self.decision.until if self.decision is not None and self.decision.choice == Choice.NOT_YET else None

    def due(self, day: datetime.date) -> Due | None:
        """What is to be told on that day unless it was told before: of several rungs the nearest alone."""
        reached = self.rung(day)
        if reached is None or self.standing(day) != Standing.DUE:
            return None
        since = max(self.contract.starts, self.contract.last_day - reached * DAY)
        if self._rests_until is not None and self._rests_until > since:
            return Due(f"not-yet:{self._rests_until}", self._rests_until, at_next_morning=True)
        return Due(str(reached), since, reached == self.rungs[-1] or self.days_left(day) <= PRESSING)

    def told_on(self, day: datetime.date, first: datetime.date) -> Due | None:
        """What that day's morning tells of it, `first` being the day of its reader's first morning in the same week.

        A rung waits for that first morning; if nothing could be told then, it is told later in the week. What presses
        does not wait.
        """
        due = self.due(day)
        return due if due is not None and (due.at_next_morning or due.since <= first) else None

    def is_past_last_rung(self, day: datetime.date) -> bool:
        """Whether all managers hear of it, and not only who owns the decision."""
        return is_past_last_rung(self.contract, self.rungs, day)

    def shown_to(self, is_manager: bool, has_recommended: bool) -> typing.Self:
        """The same as somebody may know it: until the person is told, managers and who recommended know alone.

        All others see nothing of the decision, and read *under review* whatever it is; of a decision that was changed
        after the person had been told, what they were told.
        """
        return self if is_manager or has_recommended else dataclasses.replace(self, decision=self.told)


def next_last_day(one: Course) -> datetime.date:
    """The last day that is proposed for the next term: what was decided, or else as long a term, if that is regular."""
    if one.decision is not None and one.decision.last_day is not None:
        return one.decision.last_day
    starts, as_long = one.contract.ends, one.contract.ends - one.contract.starts
    shortest, longest = rules.contracts.shortest_last_day(starts), rules.contracts.longest_last_day(starts)
    return min(max(one.contract.last_day + as_long, shortest), longest)


def course(contract: Contract, rungs: Rungs, newest: Decision | None, told: Decision | None) -> Course:
    """How a contract stands by the newest decision and the one told last; what was taken back holds no more."""
    taken_back = newest is not None and newest.choice == Choice.OPEN
    return Course(contract, rungs, told if taken_back else newest, told)


class Owned(typing.Protocol):
    """Whose contract it is, and who added it, if that is known."""

    @property
    def person_id(self) -> int: ...

    @property
    def added_by_id(self) -> int | None: ...


def owner(contract: Owned, managers: collections.abc.Iterable[data.models.Person]) -> data.models.Person | None:
    """Which of the active managers owns the decision: who added the contract, or else the first. It is nobody's own."""
    others = [one for one in managers if one.id != contract.person_id]
    added = next((one for one in others if one.id == contract.added_by_id), None)
    return added or next(iter(others), None)
