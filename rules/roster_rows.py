"""The roster as the rows of a file: what an import of them would make again."""

import csv
import datetime
import io
from collections.abc import Iterable, Mapping, Sequence

import rules.cells
import rules.contracts
import rules.roster_accounts
import rules.roster_entries
import rules.roster_member

Cells = dict[str, str]


def sheet(rows: Iterable[Mapping[str, str]]) -> str:
    """These rows as a CSV file that `muster import` reads, and that a spreadsheet takes for text alone."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(rules.roster_entries.COLUMNS)
    writer.writerows([row.get(column, "") for column in rules.roster_entries.COLUMNS] for row in rows)
    return text.getvalue()


def rows(member: rules.roster_member.Member) -> list[Cells]:
    """One row for somebody, and one more for each contract that does not fit into it."""
    person = _person(member)
    contracts = [_contract(member, term) for term in member.terms] if member.freelancer else []
    if contracts and "weekly_hours" not in person and "exception_reason" not in contracts[0]:
        return [contracts[0] | person, *contracts[1:]]
    return [person, *contracts]


def _person(member: rules.roster_member.Member) -> Cells:
    contracts_hours = member.freelancer and len(member.roles) == 1
    cells = {
        **_known_by(member),
        "name": member.name,
        "email": member.email,
        "roles": "|".join(sorted(member.roles)),
        "time_zone": member.time_zone,
        "working_hours": member.working_hours,
        "languages": "|".join(member.languages),
        "products": "|".join(member.products),
        "adviser": member.adviser,
        "weekly_hours": None if contracts_hours else _hours(member.weekly_hours),
        "exception_reason": member.exception_reason,
        "exception_until": _day(member.exception_until),
    }
    return _filled(cells)


def _contract(member: rules.roster_member.Member, term: rules.roster_member.Term) -> Cells:
    cells = {
        **_known_by(member),
        "weekly_hours": _hours(term.weekly_hours),
        "contract_starts": _day(term.starts),
        "contract_ends": _day(rules.contracts.last_day(term)),
        "exception_reason": term.exception_reason,
        "exception_until": _day(term.exception_until),
    }
    return _filled(cells)


def _known_by(member: rules.roster_member.Member) -> dict[str, str | None]:
    """Who waits for an account has an address in place of a Slack id."""
    waiting = rules.roster_accounts.waits(member.slack_id)
    return {"slack_id": "" if waiting else member.slack_id, "email": member.email or member.slack_id if waiting else ""}


def _hours(hours: float | None) -> str | None:
    return None if hours is None else f"{hours:g}"


def _day(day: datetime.date | None) -> str | None:
    return day.isoformat() if day else None


def _filled(cells: Mapping[str, str | None]) -> Cells:
    return {column: rules.cells.guarded(cell) for column, cell in cells.items() if cell}


def waiting_member(rows: Sequence[Mapping[str, str]]) -> rules.roster_member.Member | None:
    """Who waits, from their rows as they were kept; None if none of them says who it is."""
    entries = [rules.roster_entries.entry_of(row) for row in rows]
    known_by = next((entry.given["email"].lower() for entry in entries if entry.given.get("email")), None)
    if known_by is None:
        return None
    return rules.roster_entries.member(entries, rules.roster_member.Member(known_by))
