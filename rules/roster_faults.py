"""What is wrong with a roster file beyond its single cells."""

import datetime
from collections.abc import Iterator, Mapping, Sequence

import rules.contracts
import rules.roster_entries
import rules.roster_member
import rules.sheet


def of_person(
    entries: Sequence[rules.roster_entries.Entry],
    before: rules.roster_member.Member | None,
    after: rules.roster_member.Member,
    today: datetime.date,
) -> Iterator[rules.sheet.Fault]:
    """What is wrong with the rows of one person, seen by themselves."""
    if before is None:
        yield from _missing(entries)
    yield from _disagreements(entries)
    yield from _repeated(entries)
    yield from _role_faults(entries, before, after, today)
    stored = {term.starts: term for term in before.terms} if before else {}
    terms = {term.starts: term for term in after.terms}
    for row in entries:
        if after.freelancer and row.starts is not None:
            yield from _contract_faults(row, terms.get(row.starts), stored.get(row.starts))
        elif after.freelancer:
            yield from _faults_without_contract(row, after)
        yield from _exception_faults(row, terms.get(row.starts) if row.starts else None, after)
    yield from _overlaps(entries, after)


def _missing(entries: Sequence[rules.roster_entries.Entry]) -> Iterator[rules.sheet.Fault]:
    for column in ("name", "roles"):
        if all(row.lacks(column) for row in entries):
            yield rules.sheet.Fault(entries[0].line, column, "is empty; somebody new needs it")


def _disagreements(entries: Sequence[rules.roster_entries.Entry]) -> Iterator[rules.sheet.Fault]:
    for column in rules.roster_entries.PERSONAL:
        giving = [row for row in entries if column in row.given]
        for row in giving[1:]:
            if row.given[column] != giving[0].given[column]:
                yield rules.sheet.Fault(
                    row.line, column, f"differs from line {giving[0].line}, which is about the same person"
                )


def _repeated(entries: Sequence[rules.roster_entries.Entry]) -> Iterator[rules.sheet.Fault]:
    first: dict[datetime.date | None, int] = {}
    for row in entries:
        line = first.setdefault(row.starts, row.line)
        if "contract_starts" in row.faulty or line == row.line:
            continue
        if row.starts is None:
            yield rules.sheet.Fault(
                row.line, "slack_id", f"is the person of line {line}; several rows are for several contracts"
            )
        else:
            yield rules.sheet.Fault(row.line, "contract_starts", f"is the contract of line {line}")


def _role_faults(
    entries: Sequence[rules.roster_entries.Entry],
    before: rules.roster_member.Member | None,
    after: rules.roster_member.Member,
    today: datetime.date,
) -> Iterator[rules.sheet.Fault]:
    if any("roles" in row.faulty for row in entries):
        return
    for row in entries:
        yield from _freelancers_only(row, after) if not after.freelancer else _own_adviser(row, after)
    open_terms = [term for term in after.terms if rules.contracts.running_or_coming(term, today)]
    if before is not None and before.freelancer and not after.freelancer and open_terms:
        until = rules.contracts.last_day(open_terms[-1])
        yield rules.sheet.Fault(
            _line(entries, "roles"), "roles", f"lose freelancer, but there is a contract until {until}"
        )


def _freelancers_only(
    row: rules.roster_entries.Entry, after: rules.roster_member.Member
) -> Iterator[rules.sheet.Fault]:
    for column in ("adviser", "contract_starts", "contract_ends"):
        if row.given.get(column) is not None and after.roles:
            yield rules.sheet.Fault(
                row.line, column, "is for freelancers; add freelancer to the roles, or leave it empty"
            )


def _own_adviser(row: rules.roster_entries.Entry, after: rules.roster_member.Member) -> Iterator[rules.sheet.Fault]:
    if row.given.get("adviser") == after.slack_id:
        yield rules.sheet.Fault(row.line, "adviser", "is the freelancer's own id; nobody is their own adviser")


def _contract_faults(
    row: rules.roster_entries.Entry,
    term: rules.roster_member.Term | None,
    stored: rules.roster_member.Term | None,
) -> Iterator[rules.sheet.Fault]:
    """A stored term that the row leaves as it is may have ended early: its length is not looked at again."""
    if "weekly_hours" in row.given and row.given["weekly_hours"] is None:
        yield rules.sheet.Fault(row.line, "weekly_hours", "can't be cleared; every contract has its hours")
    for column in ("contract_ends", "weekly_hours"):
        if stored is None and row.lacks(column):
            yield rules.sheet.Fault(row.line, column, "is empty; a new contract needs it")
    if term is not None and term != stored and "contract_ends" not in row.faulty:
        yield from _term_faults(row, term)


def _faults_without_contract(
    row: rules.roster_entries.Entry, after: rules.roster_member.Member
) -> Iterator[rules.sheet.Fault]:
    if "contract_ends" in row.given and row.lacks("contract_starts"):
        yield rules.sheet.Fault(
            row.line, "contract_starts", "is empty, but contract_ends is not; a contract is known by its start"
        )
    elif (
        "weekly_hours" in row.given
        and row.lacks("contract_starts")
        and not rules.roster_entries.hours_are_personal(row, after.roles)
    ):
        yield rules.sheet.Fault(
            row.line, "weekly_hours", "are a contract's; give contract_starts and contract_ends too"
        )


def _term_faults(row: rules.roster_entries.Entry, term: rules.roster_member.Term) -> Iterator[rules.sheet.Fault]:
    last = rules.contracts.last_day(term)
    if last < term.starts:
        yield rules.sheet.Fault(row.line, "contract_ends", f"{last} is before contract_starts, {term.starts}")
    elif not rules.contracts.term_is_regular(term) and not _excused(row, term):
        first, longest = rules.contracts.shortest_last_day(term.starts), rules.contracts.longest_last_day(term.starts)
        reason = f"{last} makes no contract of 1 to 6 months: its last day would lie from {first} to {longest}"
        yield rules.sheet.Fault(row.line, "contract_ends", f"{reason}; or give exception_reason and exception_until")


def _excused(row: rules.roster_entries.Entry, term: rules.roster_member.Term) -> bool:
    """Whether the term has its exception; if the row gives a half or a faulty one, that is the fault to name."""
    complete = term.exception_reason is not None and term.exception_until is not None
    return complete or any(column in row.faulty or row.given.get(column) for column in rules.roster_entries.EXCEPTION)


def _exception_faults(
    row: rules.roster_entries.Entry, term: rules.roster_member.Term | None, after: rules.roster_member.Member
) -> Iterator[rules.sheet.Fault]:
    """A row that gives an exception gives both halves of it, and has something to except."""
    given = [column for column in rules.roster_entries.EXCEPTION if row.given.get(column) is not None]
    if not given or row.faulty:
        return
    if term is not None and not rules.contracts.term_is_regular(term):
        yield from _missing_half(row, term.exception_reason, term.exception_until)
    elif after.adviser is not None:
        yield from _missing_half(row, after.exception_reason, after.exception_until)
    else:
        yield rules.sheet.Fault(row.line, given[0], "has nothing to except: neither an unusual contract nor an adviser")


def _missing_half(
    row: rules.roster_entries.Entry, reason: str | None, until: datetime.date | None
) -> Iterator[rules.sheet.Fault]:
    for column, half in zip(rules.roster_entries.EXCEPTION, (reason, until), strict=True):
        if half is None:
            yield rules.sheet.Fault(row.line, column, "is empty; an exception needs both a reason and its last day")


def _overlaps(
    entries: Sequence[rules.roster_entries.Entry], after: rules.roster_member.Member
) -> Iterator[rules.sheet.Fault]:
    lines = {row.starts: row.line for row in entries if row.starts is not None}
    reaching: rules.roster_member.Term | None = None
    for term in after.terms:
        if reaching is not None and rules.contracts.overlap(reaching, term):
            yield from _overlap(lines, reaching, term)
        if reaching is None or term.ends > reaching.ends:
            reaching = term


def _overlap(
    lines: Mapping[datetime.date, int], one: rules.roster_member.Term, other: rules.roster_member.Term
) -> Iterator[rules.sheet.Fault]:
    """Named at the later contract if the file has it, else at the earlier; two stored ones are not the file's fault."""
    for term, seen in ((other, one), (one, other)):
        if term.starts in lines:
            span = f"{seen.starts} to {rules.contracts.last_day(seen)}"
            reason = f"overlaps the same person's contract of {span}"
            yield rules.sheet.Fault(lines[term.starts], "contract_starts", reason)
            return


def _line(entries: Sequence[rules.roster_entries.Entry], column: str) -> int:
    return next((row.line for row in entries if column in row.given), entries[0].line)
