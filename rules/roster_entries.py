"""From a roster's rows to people: cells read, the rows of one person put together, empty cells left as stored."""

import dataclasses
import datetime
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import data.models
import rules.cells
import rules.contracts
import rules.roster_member
import rules.sheet

READERS: Mapping[str, Callable[[str], object]] = {
    "slack_id": rules.cells.slack_id,
    "name": rules.cells.text,
    "email": rules.cells.email,
    "roles": rules.cells.roles,
    "time_zone": rules.cells.zone,
    "working_hours": rules.cells.working_hours,
    "languages": rules.cells.names,
    "products": rules.cells.names,
    "adviser": rules.cells.account,
    "weekly_hours": rules.cells.weekly_hours,
    "contract_starts": rules.cells.date,
    "contract_ends": rules.cells.day_after,
    "exception_reason": rules.cells.text,
    "exception_until": rules.cells.date,
}
COLUMNS = tuple(READERS)
REQUIRED = ("name", "roles")
KNOWN_BY = ("slack_id", "email")
"""The columns of which one at least says whom a row is about."""

PERSONAL = ("name", "email", "roles", "time_zone", "working_hours", "languages", "products", "adviser")

EXCEPTION = ("exception_reason", "exception_until")

CLEAR = "-"
_CLEARED: Mapping[str, object] = {
    "email": None,
    "time_zone": None,
    "working_hours": None,
    "languages": (),
    "products": (),
    "adviser": None,
    "weekly_hours": None,
    "exception_reason": None,
    "exception_until": None,
}


@dataclasses.dataclass(frozen=True)
class Entry:
    """A row with its cells read: the columns that it gives, and those whose cells have a fault."""

    line: int
    given: Mapping[str, Any]
    faulty: frozenset[str]

    def lacks(self, column: str) -> bool:
        """Whether the cell was empty; one with a fault has been named already."""
        return column not in self.given and column not in self.faulty

    @property
    def starts(self) -> datetime.date | None:
        """The start of the row's contract."""
        return self.given.get("contract_starts")


def entry(row: rules.sheet.Row) -> tuple[Entry, list[rules.sheet.Fault]]:
    """Read one row's cells; empty ones are left out."""
    given: dict[str, Any] = {}
    faults = []
    for column in COLUMNS:
        cell = row.cells.get(column, "")
        try:
            if cell:
                given[column] = _value(column, cell)
        except ValueError as error:
            faults.append(rules.sheet.Fault(row.line, column, str(error)))
    return Entry(row.line, given, frozenset(fault.column for fault in faults)), faults


def entry_of(cells: Mapping[str, str]) -> Entry:
    """An entry of cells that were read before, and had no fault then."""
    return entry(rules.sheet.Row(1, cells))[0]


def _value(column: str, cell: str) -> object:
    if cell != CLEAR:
        return READERS[column](rules.cells.unguarded(cell))
    if column not in _CLEARED:
        raise ValueError("can't be cleared; an import changes and adds, it removes nothing")
    return _CLEARED[column]


def member(entries: Sequence[Entry], stored: rules.roster_member.Member | None) -> rules.roster_member.Member:
    """What a person would be after the import; where rows disagree the first counts."""
    before = stored or rules.roster_member.Member(entries[0].given["slack_id"])
    after = dataclasses.replace(before, **_personal(entries))
    if not after.freelancer:
        after = dataclasses.replace(after, adviser=None)
    after = dataclasses.replace(after, weekly_hours=_personal_hours(entries, after), terms=_terms(entries, before))
    reason, until = _exception(entries, before, after)
    return dataclasses.replace(after, exception_reason=reason, exception_until=until)


def _personal(entries: Sequence[Entry]) -> dict[str, Any]:
    first_last = reversed(entries)
    return {column: row.given[column] for row in first_last for column in PERSONAL if column in row.given}


def hours_are_personal(row: Entry, roles: frozenset[data.models.Role]) -> bool:
    """A freelancer's hours are their contract's; a row without one can give the hours of another role."""
    return row.starts is None and roles != {data.models.Role.FREELANCER}


def _personal_hours(entries: Sequence[Entry], after: rules.roster_member.Member) -> float | None:
    for row in entries:
        if "weekly_hours" in row.given and hours_are_personal(row, after.roles):
            hours: float | None = row.given["weekly_hours"]
            return hours
    return after.weekly_hours


def _exception(
    entries: Sequence[Entry], before: rules.roster_member.Member, after: rules.roster_member.Member
) -> tuple[str | None, datetime.date | None]:
    """The reason and end of the caseload's exception; a stored one ends with the adviser it was made for."""
    if after.adviser is None:
        return None, None
    same = after.adviser == before.adviser
    stored = (before.exception_reason, before.exception_until) if same else (None, None)
    giving = [row for row in entries if row.given.keys() & EXCEPTION and not _excepts_its_contract(row, after)]
    if not giving:
        return stored
    row = next((row for row in giving if row.given.get("exception_reason")), giving[0])
    return _halves(row, *stored)


def _excepts_its_contract(row: Entry, after: rules.roster_member.Member) -> bool:
    """Whether a row's exception is its unusual contract's alone: it names no adviser."""
    unusual = {term.starts for term in after.terms if not rules.contracts.term_is_regular(term)}
    return row.starts in unusual and "adviser" not in row.given


def _halves(row: Entry, reason: str | None, until: datetime.date | None) -> tuple[str | None, datetime.date | None]:
    """An exception's two halves, given or stored; to clear one is to clear both."""
    given = {column: row.given[column] for column in EXCEPTION if column in row.given}
    if given and not any(given.values()):
        return None, None
    return given.get("exception_reason", reason), given.get("exception_until", until)


def _terms(entries: Sequence[Entry], before: rules.roster_member.Member) -> tuple[rules.roster_member.Term, ...]:
    terms = {term.starts: term for term in before.terms}
    for row in entries:
        term = _term(row, terms.get(row.starts)) if row.starts else None
        if term is not None:
            terms[term.starts] = term
    return tuple(terms[starts] for starts in sorted(terms))


def _term(row: Entry, stored: rules.roster_member.Term | None) -> rules.roster_member.Term | None:
    """The row's contract, or None if the row does not say enough; a regular term needs no exception."""
    known = dataclasses.asdict(stored) if stored else {}
    ends = row.given.get("contract_ends", known.get("ends"))
    hours = row.given.get("weekly_hours", known.get("weekly_hours"))
    if row.starts is None or ends is None or hours is None:
        return None
    term = rules.roster_member.Term(row.starts, ends, hours)
    if rules.contracts.term_is_regular(term):
        return term
    reason, until = _halves(row, known.get("exception_reason"), known.get("exception_until"))
    return dataclasses.replace(term, exception_reason=reason, exception_until=until)
