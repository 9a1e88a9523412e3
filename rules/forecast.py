"""How the programme would stand some days from now, by what becomes of the contracts that end until then."""

import collections.abc
import dataclasses
import datetime
import enum
import typing

import data.models
import rules.renewals

Choice = data.models.Choice
Recommended = data.models.Recommended

HORIZONS = (30, 60, 90)
"""Days ahead."""

DAY = datetime.timedelta(days=1)


class Scenario(enum.StrEnum):
    """What becomes of those who end and whom nothing follows. `said`: as decided, or else as recommended so far."""

    NOBODY = "nobody"
    ALL = "all"
    SAID = "said"


class Term(typing.NamedTuple):
    """A contract as the forecast needs it: its days, and what was last decided and recommended on what follows it."""

    person_id: int
    starts: datetime.date
    ends: datetime.date
    weekly_hours: float
    choice: Choice | None = None
    next_last_day: datetime.date | None = None
    next_hours: float | None = None
    recommended: Recommended | None = None


@dataclasses.dataclass(frozen=True)
class Counts:
    """What was said on the contracts that end by then and that nothing follows; who is `open` has no word yet."""

    renewed: int = 0
    ended: int = 0
    open: int = 0

    @property
    def all(self) -> int:
        """How many there are."""
        return self.renewed + self.ended + self.open


def ending(terms: collections.abc.Iterable[Term], until: datetime.date) -> list[Term]:
    """The last terms of those whose last day is before that day, which are then over."""
    last: dict[int, Term] = {}
    for term in terms:
        if term.person_id not in last or term.ends > last[term.person_id].ends:
            last[term.person_id] = term
    return [term for term in last.values() if term.ends <= until]


def counts(ending: collections.abc.Iterable[Term]) -> Counts:
    """How many are to go on, how many are not, and of how many nothing is said."""
    said = [renews(term) for term in ending]
    return Counts(said.count(True), said.count(False), said.count(None))


def renews(term: Term) -> bool | None:
    """Whether it is renewed as decided, or else as recommended; None where neither says so."""
    if term.choice in rules.renewals.DECIDED:
        return term.choice == Choice.RENEW
    if term.recommended in (Recommended.RENEW, Recommended.END):
        return term.recommended == Recommended.RENEW
    return None


def following(ending: collections.abc.Iterable[Term], scenario: Scenario, until: datetime.date) -> list[Term]:
    """The terms that would follow: as decided, or from one day to the next so long that they run on that day."""
    if scenario == Scenario.NOBODY:
        return []
    if scenario == Scenario.ALL:
        return [_next(term, until) for term in ending]
    return [_decided(term, until) for term in ending if renews(term)]


def _next(term: Term, until: datetime.date) -> Term:
    return Term(term.person_id, term.ends, until + DAY, term.weekly_hours)


def _decided(term: Term, until: datetime.date) -> Term:
    """As decided, which may be over by then again."""
    if term.choice != Choice.RENEW or term.next_last_day is None:
        return _next(term, until)
    return Term(term.person_id, term.ends, term.next_last_day + DAY, term.next_hours or term.weekly_hours)
