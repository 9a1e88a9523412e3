"""What importing a roster file would do: name every fault, or say whom it adds and changes."""

import dataclasses
import datetime
import itertools
from collections.abc import Iterator, Mapping, Sequence

import rules.caseload
import rules.roster_entries
import rules.roster_faults
import rules.roster_member
import rules.sheet

COLUMNS = rules.roster_entries.COLUMNS


@dataclasses.dataclass(frozen=True)
class Plan:
    """Faults, and then nothing is to be done; or what to add and to change, and how many stay as they are."""

    faults: tuple[rules.sheet.Fault, ...] = ()
    changes: tuple[rules.roster_member.Change, ...] = ()
    unchanged: int = 0

    @property
    def added(self) -> int:
        """People who are not on the roster yet."""
        return sum(change.before is None for change in self.changes)

    @property
    def changed(self) -> int:
        """People on the roster of whom something changes."""
        return len(self.changes) - self.added


@dataclasses.dataclass(frozen=True)
class _Draft:
    """The rows about one person, and what they come to."""

    entries: Sequence[rules.roster_entries.Entry]
    before: rules.roster_member.Member | None
    after: rules.roster_member.Member

    @property
    def line(self) -> int:
        return self.entries[0].line


def plan(content: bytes, stored: Mapping[str, rules.roster_member.Member], today: datetime.date) -> Plan:
    """Hold a file against the stored roster (by Slack id). All faults are found, not just the first."""
    sheet = rules.sheet.read(content, COLUMNS, rules.roster_entries.REQUIRED)
    faults = list(sheet.faults)
    by_person: dict[str, list[rules.roster_entries.Entry]] = {}
    for row in sheet.rows:
        entry, cell_faults = rules.roster_entries.entry(row)
        faults += [*cell_faults, *_without_id(entry)]
        by_person.setdefault(entry.given.get("slack_id", ""), []).append(entry)
    by_person.pop("", None)
    drafts = [_draft(entries, stored.get(slack_id)) for slack_id, entries in by_person.items()]
    for draft in drafts:
        faults += rules.roster_faults.of_person(draft.entries, draft.before, draft.after, today)
    faults += _roster_faults(drafts, stored, today)
    if faults:
        return Plan(tuple(sorted(faults, key=_place)))
    changes = tuple(
        rules.roster_member.Change(draft.before, draft.after) for draft in drafts if draft.before != draft.after
    )
    return Plan((), changes, len(drafts) - len(changes))


def steps(changes: Sequence[rules.roster_member.Change]) -> list[rules.roster_member.Change]:
    """The changes in parts, in an order in which the store is sound after each.

    First people with the roles they gain, then contracts, then who advises whom, and last the roles that people lose.
    """
    stages = [_stages(change) for change in changes]
    parts = [part for same_stage in zip(*stages, strict=True) for part in same_stage]
    return [part for part in parts if part.before != part.after]


def _stages(change: rules.roster_member.Change) -> tuple[rules.roster_member.Change, ...]:
    before, after = change.before, change.after
    past = before or rules.roster_member.Member(after.slack_id)
    with_adviser = dataclasses.replace(after, roles=past.roles | after.roles)
    with_terms = dataclasses.replace(
        with_adviser,
        adviser=past.adviser,
        exception_reason=past.exception_reason,
        exception_until=past.exception_until,
    )
    personal = dataclasses.replace(with_terms, terms=past.terms)
    states = (before, personal, with_terms, with_adviser, after)
    return tuple(rules.roster_member.Change(one, other) for one, other in itertools.pairwise(states) if other)


def _without_id(entry: rules.roster_entries.Entry) -> list[rules.sheet.Fault]:
    return (
        [rules.sheet.Fault(entry.line, "slack_id", "is empty; people are known by it")]
        if entry.lacks("slack_id")
        else []
    )


def _draft(entries: Sequence[rules.roster_entries.Entry], before: rules.roster_member.Member | None) -> _Draft:
    return _Draft(entries, before, rules.roster_entries.member(entries, before))


def _place(fault: rules.sheet.Fault) -> tuple[int, int]:
    """By line, and there in the order of the columns; what concerns a whole row comes first."""
    return fault.line, COLUMNS.index(fault.column) if fault.column in COLUMNS else -1


def _roster_faults(
    drafts: Sequence[_Draft], stored: Mapping[str, rules.roster_member.Member], today: datetime.date
) -> Iterator[rules.sheet.Fault]:
    """What is wrong only when the file and the stored roster are seen together."""
    roster = dict(stored) | {draft.after.slack_id: draft.after for draft in drafts}
    unread = {draft.after.slack_id for draft in drafts if any("roles" in entry.faulty for entry in draft.entries)}
    for draft in drafts:
        if draft.after.adviser not in unread:
            yield from _adviser_faults(draft, roster)
    yield from _left_behind(drafts, roster)
    yield from _caseload_faults(drafts, roster, today)


def _adviser_faults(draft: _Draft, roster: Mapping[str, rules.roster_member.Member]) -> Iterator[rules.sheet.Fault]:
    adviser = draft.after.adviser
    row = next((entry for entry in draft.entries if entry.given.get("adviser") is not None), None)
    if adviser is None or row is None:
        return
    if adviser not in roster:
        yield rules.sheet.Fault(
            row.line, "adviser", f"{adviser} is not on the roster; add a row for them, anywhere in the file"
        )
    elif not roster[adviser].adviser_role:
        yield rules.sheet.Fault(
            row.line, "adviser", f"{adviser} is on the roster, but no adviser; add adviser to their roles"
        )


def _left_behind(
    drafts: Sequence[_Draft], roster: Mapping[str, rules.roster_member.Member]
) -> Iterator[rules.sheet.Fault]:
    """Freelancers whose adviser gives up that role."""
    resigning = {
        draft.after.slack_id: draft
        for draft in drafts
        if draft.before is not None and draft.before.adviser_role and not draft.after.adviser_role
    }
    theirs: dict[str, list[str]] = {}
    for member in roster.values():
        if member.adviser in resigning:
            theirs.setdefault(member.adviser, []).append(member.slack_id)
    for adviser, freelancers in theirs.items():
        reason = f"lose adviser, but {', '.join(sorted(freelancers)[:5])} still have them; name another adviser there"
        yield rules.sheet.Fault(resigning[adviser].line, "roles", reason)


def _caseload_faults(
    drafts: Sequence[_Draft], roster: Mapping[str, rules.roster_member.Member], today: datetime.date
) -> Iterator[rules.sheet.Fault]:
    """Those of the file who come after an adviser's fifth; who is with them already comes before who joins."""
    by_person = {draft.after.slack_id: draft for draft in drafts}
    for adviser, freelancers in _needing_room(roster, today).items():
        joining = sorted(freelancers, key=lambda member: _turn(member, by_person.get(member.slack_id), today))
        for member in joining[rules.caseload.CAP :]:
            if member.slack_id in by_person:
                yield _over_cap(by_person[member.slack_id], adviser, len(freelancers))


def _needing_room(
    roster: Mapping[str, rules.roster_member.Member], today: datetime.date
) -> dict[str, list[rules.roster_member.Member]]:
    """By adviser, those who count and have no exception that holds."""
    found: dict[str, list[rules.roster_member.Member]] = {}
    for member in roster.values():
        held = rules.caseload.excepted(member.exception_reason, member.exception_until, today)
        if member.adviser is not None and rules.roster_member.counts(member, today) and not held:
            found.setdefault(member.adviser, []).append(member)
    return found


def _turn(member: rules.roster_member.Member, draft: _Draft | None, today: datetime.date) -> tuple[bool, int]:
    if draft is None:
        return False, 0
    before = draft.before
    stays = before is not None and before.adviser == member.adviser and rules.roster_member.counts(before, today)
    return not stays, draft.line


def _over_cap(draft: _Draft, adviser: str, used: int) -> rules.sheet.Fault:
    line = next((entry.line for entry in draft.entries if "adviser" in entry.given), draft.line)
    cap = f"{adviser} would have {used} freelancers, and the cap is {rules.caseload.CAP}"
    return rules.sheet.Fault(
        line, "adviser", f"{cap}; name another, or give exception_reason and an exception_until to come"
    )
