"""What importing a roster file would do: name every fault, or say whom it adds and changes."""

import dataclasses
import datetime
import itertools
import types
from collections.abc import Iterator, Mapping, Sequence

import rules.caseload
import rules.roster_accounts
import rules.roster_entries
import rules.roster_faults
import rules.roster_member
import rules.sheet

COLUMNS = rules.roster_entries.COLUMNS


@dataclasses.dataclass(frozen=True)
class Plan:
    """Faults, and then nothing is to be done; or what to add and to change, and how many stay as they are.

    `waiting` are those of the file who have no Slack account yet, with those who stay as they are; `linked` are the
    addresses of people who waited and have an account now.
    """

    faults: tuple[rules.sheet.Fault, ...] = ()
    changes: tuple[rules.roster_member.Change, ...] = ()
    unchanged: int = 0
    waiting: tuple[rules.roster_member.Change, ...] = ()
    linked: tuple[str, ...] = ()

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
    """The rows about one person, and what they come to; who waited until now has no `before` in the store."""

    entries: Sequence[rules.roster_entries.Entry]
    before: rules.roster_member.Member | None
    after: rules.roster_member.Member
    stored: bool = True

    @property
    def change(self) -> rules.roster_member.Change:
        return rules.roster_member.Change(self.before if self.stored else None, self.after)

    @property
    def waits(self) -> bool:
        return rules.roster_accounts.waits(self.after.slack_id)

    @property
    def line(self) -> int:
        return self.entries[0].line


def plan(
    content: bytes,
    stored: Mapping[str, rules.roster_member.Member],
    today: datetime.date,
    found: Mapping[str, str] = types.MappingProxyType({}),
    cap: int = 5,
) -> Plan:
    """Hold a file against the stored roster, which is by Slack id, or by address for those who have no account yet.

    `found` are the Slack ids of addresses, as Slack says; `cap` is that of an adviser's caseload.
    All faults are found, not just the first.
    """
    entries, faults = _entries(content)
    addresses = rules.roster_accounts.known(stored, entries, found)
    by_person: dict[str, list[rules.roster_entries.Entry]] = {}
    for entry in entries:
        entry, unsettled = rules.roster_accounts.settled(entry, addresses)
        faults += unsettled
        by_person.setdefault(entry.given.get("slack_id", ""), []).append(entry)
    by_person.pop("", None)
    roster, joined = rules.roster_accounts.joined(stored, addresses)
    drafts = [_draft(rows, roster.get(known_by), joined.get(known_by)) for known_by, rows in by_person.items()]
    for draft in drafts:
        faults += rules.roster_faults.of_person(draft.entries, draft.before, draft.after, today)
    faults += _roster_faults(drafts, roster, today, cap)
    if faults:
        return Plan(tuple(sorted(faults, key=_place)))
    linked = tuple(address for address in stored if address not in roster)
    return _faultless(drafts, linked)


def unknown(content: bytes, stored: Mapping[str, rules.roster_member.Member]) -> list[str]:
    """The addresses in a file of which Slack has to be asked whose they are."""
    entries, _ = _entries(content)
    return rules.roster_accounts.unknown(entries, rules.roster_accounts.known(stored, entries, {}))


def _entries(content: bytes) -> tuple[list[rules.roster_entries.Entry], list[rules.sheet.Fault]]:
    sheet = rules.sheet.read(content, COLUMNS, rules.roster_entries.REQUIRED)
    faults = list(sheet.faults)
    if sheet.rows and not set(rules.roster_entries.KNOWN_BY) & set(sheet.rows[0].cells):
        return [], [*faults, rules.sheet.Fault(1, "slack_id", "is missing; every roster needs this column, or email")]
    read = [rules.roster_entries.entry(row) for row in sheet.rows]
    return [entry for entry, _ in read], faults + [fault for _, of_row in read for fault in of_row]


def _faultless(drafts: Sequence[_Draft], linked: tuple[str, ...]) -> Plan:
    here = [draft.change for draft in drafts if not draft.waits]
    changes = tuple(change for change in here if change.before != change.after)
    waiting = tuple(draft.change for draft in drafts if draft.waits)
    return Plan((), changes, len(here) - len(changes), waiting, linked)


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


def _draft(
    entries: Sequence[rules.roster_entries.Entry],
    stored: rules.roster_member.Member | None,
    waited: rules.roster_member.Member | None,
) -> _Draft:
    before = stored or waited
    return _Draft(entries, before, rules.roster_entries.member(entries, before), stored is not None)


def _place(fault: rules.sheet.Fault) -> tuple[int, int]:
    """By line, and there in the order of the columns; what concerns a whole row comes first."""
    return fault.line, COLUMNS.index(fault.column) if fault.column in COLUMNS else -1


def _roster_faults(
    drafts: Sequence[_Draft], stored: Mapping[str, rules.roster_member.Member], today: datetime.date, cap: int
) -> Iterator[rules.sheet.Fault]:
    """What is wrong only when the file and the stored roster are seen together."""
    roster = dict(stored) | {draft.after.slack_id: draft.after for draft in drafts}
    unread = {draft.after.slack_id for draft in drafts if any("roles" in entry.faulty for entry in draft.entries)}
    for draft in drafts:
        if draft.after.adviser not in unread:
            yield from _adviser_faults(draft, roster)
    yield from _left_behind(drafts, roster)
    yield from _caseload_faults(drafts, roster, today, cap)


def _adviser_faults(draft: _Draft, roster: Mapping[str, rules.roster_member.Member]) -> Iterator[rules.sheet.Fault]:
    adviser = draft.after.adviser
    row = next((entry for entry in draft.entries if entry.given.get("adviser") is not None), None)
    if adviser is None:
        return
    if rules.roster_accounts.waits(adviser) and adviser in roster and not draft.waits:
        line = row.line if row else draft.line
        reason = f"{adviser} has no Slack account yet; name another, or leave it empty until they have joined"
        yield rules.sheet.Fault(line, "adviser", reason)
    elif row is None:
        return
    elif adviser not in roster:
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
    drafts: Sequence[_Draft], roster: Mapping[str, rules.roster_member.Member], today: datetime.date, cap: int
) -> Iterator[rules.sheet.Fault]:
    """Those of the file who come after an adviser's last place; who is with them already comes before who joins."""
    by_person = {draft.after.slack_id: draft for draft in drafts}
    for adviser, freelancers in _needing_room(roster, today).items():
        joining = sorted(freelancers, key=lambda member: _turn(member, by_person.get(member.slack_id), today))
        for member in joining[cap:]:
            if member.slack_id in by_person:
                yield _over_cap(by_person[member.slack_id], adviser, len(freelancers), cap)


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


def _over_cap(draft: _Draft, adviser: str, used: int, cap: int) -> rules.sheet.Fault:
    line = next((entry.line for entry in draft.entries if "adviser" in entry.given), draft.line)
    over = f"{adviser} would have {used} freelancers, and the cap is {cap}"
    return rules.sheet.Fault(
        line, "adviser", f"{over}; name another, or give exception_reason and an exception_until to come"
    )
