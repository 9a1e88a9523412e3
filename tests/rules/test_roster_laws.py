"""What holds for every roster file, whatever stands in it."""

import csv
import dataclasses
import datetime
import io

import hypothesis
import hypothesis.strategies

import data.models
import rules.contracts
import rules.roster
import rules.roster_accounts
import rules.roster_member
import rules.roster_rows

TODAY = datetime.date(2026, 3, 2)

LAW = hypothesis.settings(deadline=None, max_examples=30)

CELLS = {
    "slack_id": ["UADA", "UBO", "UCY", "UDEE", "UEVE", "UFLO", "UGIL", "", "bo"],
    "name": ["Ada", "'=Bo", "", "-"],
    "email": ["", "", "a@b.example", "C@d.example", "-", "nobody"],
    "roles": ["adviser", "freelancer", "freelancer", "adviser|freelancer", "manager", "", "captain"],
    "time_zone": ["", "Europe/Berlin", "-", "Mars"],
    "working_hours": ["", "mon-fri 09:00-17:00", "-", "late"],
    "languages": ["", "en|de", "-", ";", "=2+5|'-"],
    "products": ["", "Lantern", "-"],
    "adviser": ["", "UADA", "UADA", "UBO", "-", "UNOBODY", "A@b.example"],
    "weekly_hours": ["", "20", "24", "-", "99"],
    "contract_starts": ["", "2026-02-01", "2026-02-01", "2026-05-01", "2025-06-01", "-", "soon"],
    "contract_ends": ["", "2026-04-30", "2026-07-31", "2025-09-30", "2027-01-31", "-"],
    "exception_reason": ["", "", "Because", "-", "@all, “because”"],
    "exception_until": ["", "", "2026-03-02", "2026-02-02", "-"],
}

# Only what one cell may hold by itself; such files often have no fault at all.
GOOD = {column: [cell for cell in cells if cell not in {"bo", "captain", "Mars", "late", ";", "99", "soon", "nobody"}]
        for column, cells in CELLS.items()}  # fmt: skip

Roster = dict[str, rules.roster_member.Member]


def rows(cells: dict[str, list[str]], most: int = 8) -> hypothesis.strategies.SearchStrategy[list[dict[str, str]]]:
    row = hypothesis.strategies.fixed_dictionaries(
        {column: hypothesis.strategies.sampled_from(choice) for column, choice in cells.items()}
    )
    return hypothesis.strategies.lists(row, max_size=most)


def content(people: list[dict[str, str]]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, rules.roster.COLUMNS)
    writer.writeheader()
    writer.writerows(people)
    return text.getvalue().encode()


def imported(stored: Roster, plan: rules.roster.Plan) -> Roster:
    """The roster after an import: who waited and joined is there by their Slack id alone."""
    rest = {known_by: member for known_by, member in stored.items() if known_by not in plan.linked}
    return rest | {change.after.slack_id: change.after for change in (*plan.changes, *plan.waiting)}


def grown(files: list[list[dict[str, str]]]) -> Roster:
    """A roster that came about by importing, one row at a time, whatever could be imported."""
    stored: Roster = {}
    for row in (row for file in files for row in file):
        stored = imported(stored, rules.roster.plan(content([row]), stored, TODAY))
    return stored


def importable(people: list[dict[str, str]], stored: Roster, found: dict[str, str]) -> bytes:
    """A file of those of these rows that can be imported together."""
    kept: list[dict[str, str]] = []
    for row in people:
        if not rules.roster.plan(content([*kept, row]), stored, TODAY, found).faults:
            kept.append(row)
    return content(kept)


@LAW
@hypothesis.given(hypothesis.strategies.binary(max_size=400))
def test_no_bytes_are_a_traceback(raw: bytes) -> None:
    assert rules.roster.plan(raw, {}, TODAY).added == 0


@LAW
@hypothesis.given(
    hypothesis.strategies.lists(
        hypothesis.strategies.lists(hypothesis.strategies.text(max_size=12), min_size=3, max_size=14), max_size=5
    )
)
def test_no_cells_are_a_traceback(cells: list[list[str]]) -> None:
    text = io.StringIO()
    csv.writer(text).writerows([rules.roster.COLUMNS, *cells])
    plan = rules.roster.plan(text.getvalue().encode("utf-8", "replace"), {}, TODAY)
    assert all(fault.line >= 1 and fault.reason and "\n" not in str(fault) for fault in plan.faults)


@LAW
@hypothesis.given(rows(CELLS), rows(CELLS))
def test_a_faulty_file_changes_nobody(first: list[dict[str, str]], second: list[dict[str, str]]) -> None:
    plan = rules.roster.plan(content(second), grown([first]), TODAY)
    assert not plan.faults or (plan.changes, plan.unchanged) == ((), 0)


@LAW
@hypothesis.given(rows(GOOD, 14), rows(GOOD, 5))
def test_importing_a_file_again_changes_nobody(first: list[dict[str, str]], second: list[dict[str, str]]) -> None:
    stored = grown([first])
    file = importable(second, stored, {})
    plan = rules.roster.plan(file, stored, TODAY)
    again = rules.roster.plan(file, imported(stored, plan), TODAY)
    assert ([str(fault) for fault in again.faults], again.changes) == ([], ())
    assert again.unchanged == plan.added + plan.changed + plan.unchanged
    assert all(change.before == change.after for change in again.waiting)


@LAW
@hypothesis.given(rows(GOOD, 20))
def test_what_was_imported_keeps_every_rule(people: list[dict[str, str]]) -> None:
    for member in grown([people]).values():
        assert member.name
        assert member.roles
        assert member.freelancer or not member.adviser
        assert member.adviser != member.slack_id
        for term in member.terms:
            excepted = term.exception_reason is not None and term.exception_until is not None
            assert rules.contracts.term_is_regular(term) or excepted
        for one, other in zip(member.terms, member.terms[1:], strict=False):
            assert not rules.contracts.overlap(one, other)


@LAW
@hypothesis.given(rows(GOOD, 20))
def test_every_adviser_is_one(people: list[dict[str, str]]) -> None:
    stored = grown([people])
    assert all(stored[member.adviser].adviser_role for member in stored.values() if member.adviser)


@LAW
@hypothesis.given(rows(GOOD, 14), rows(GOOD, 5))
def test_the_steps_lead_to_the_plan(first: list[dict[str, str]], second: list[dict[str, str]]) -> None:
    stored = grown([first])
    plan = rules.roster.plan(content(second), stored, TODAY)
    written = dict(stored)
    for step in rules.roster.steps(plan.changes):
        assert written.get(step.after.slack_id) == step.before
        written[step.after.slack_id] = step.after
        assert all(written[one.adviser].adviser_role for one in written.values() if one.adviser)
    assert written == imported(stored, plan)


@LAW
@hypothesis.given(rows(GOOD, 24))
def test_an_export_imported_again_changes_nobody(people: list[dict[str, str]]) -> None:
    stored = grown([people])
    exported = rules.roster_rows.sheet(row for member in stored.values() for row in rules.roster_rows.rows(member))
    plan = rules.roster.plan(exported.encode(), stored, TODAY)
    assert ([str(fault) for fault in plan.faults], plan.changes) == ([], ())
    assert all(change.before == change.after for change in plan.waiting)
    assert plan.unchanged + len(plan.waiting) == len(stored)


@LAW
@hypothesis.given(rows(GOOD, 24))
def test_an_export_makes_the_same_roster_anew(people: list[dict[str, str]]) -> None:
    """But for what only the past explains: contracts and hours under roles that somebody has given up."""
    stored = grown([people])
    exported = rules.roster_rows.sheet(row for member in stored.values() for row in rules.roster_rows.rows(member))
    plan = rules.roster.plan(exported.encode(), {}, TODAY)
    assert [str(fault) for fault in plan.faults] == []
    assert imported({}, plan) == {known_by: told(member) for known_by, member in stored.items()}


def told(member: rules.roster_member.Member) -> rules.roster_member.Member:
    hours = None if member.roles == {data.models.Role.FREELANCER} else member.weekly_hours
    return dataclasses.replace(member, weekly_hours=hours, terms=member.terms if member.freelancer else ())


@LAW
@hypothesis.given(rows(GOOD, 24))
def test_who_waits_is_kept_as_rows_and_read_as_the_same(people: list[dict[str, str]]) -> None:
    for member in grown([people]).values():
        if rules.roster_accounts.waits(member.slack_id):
            assert rules.roster_rows.waiting_member(rules.roster_rows.rows(member)) == told(member)


@LAW
@hypothesis.given(rows(GOOD, 24), rows(GOOD, 6))
def test_who_has_joined_waits_no_more_and_nobody_with_an_account_has_an_adviser_without(
    first: list[dict[str, str]], second: list[dict[str, str]]
) -> None:
    stored, found = grown([first]), {"a@b.example": "UJOINED"}
    plan = rules.roster.plan(importable(second, stored, found), stored, TODAY, found)
    assert not plan.faults
    roster = imported(stored, plan)
    assert "a@b.example" not in roster
    for member in roster.values():
        if not rules.roster_accounts.waits(member.slack_id):
            assert not rules.roster_accounts.waits(member.adviser or "")
