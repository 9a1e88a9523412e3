"""The roster import as a rule: what a file would add and change, and every fault in it."""

import dataclasses
import datetime
from collections.abc import Mapping

import pytest

import data.models
import rules.roster
import rules.roster_member

TODAY = datetime.date(2026, 3, 2)
MANAGER, ADVISER, FREELANCER = data.models.Role
NOBODY: Mapping[str, rules.roster_member.Member] = {}
NOBODY_FOUND: Mapping[str, str] = {}


def csv(header: str, *rows: str) -> bytes:
    return "\n".join([header, *rows]).encode()


def term(starts: str, last_day: str, hours: float = 20.0) -> rules.roster_member.Term:
    ends = datetime.date.fromisoformat(last_day) + datetime.timedelta(days=1)
    return rules.roster_member.Term(datetime.date.fromisoformat(starts), ends, hours)


ADA = rules.roster_member.Member("UADA", "Ada", roles=frozenset({ADVISER}))
FLOR = rules.roster_member.Member(
    "UFLOR",
    "Flor",
    email="flor@example.com",
    roles=frozenset({FREELANCER}),
    time_zone="America/Bogota",
    languages=("es", "en"),
    adviser="UADA",
    terms=(term("2026-02-01", "2026-05-31"),),
)
STORED = {"UADA": ADA, "UFLOR": FLOR}


def faults(content: bytes, stored: Mapping[str, rules.roster_member.Member] = NOBODY) -> list[str]:
    plan = rules.roster.plan(content, stored, TODAY)
    assert not plan.faults or plan.changes == ()
    return [str(fault) for fault in plan.faults]


def after(
    content: bytes, stored: Mapping[str, rules.roster_member.Member], slack_id: str
) -> rules.roster_member.Member:
    plan = rules.roster.plan(content, stored, TODAY)
    assert [str(fault) for fault in plan.faults] == []
    changed = {change.after.slack_id: change.after for change in plan.changes}
    return changed.get(slack_id) or stored[slack_id]


def counts(content: bytes, stored: Mapping[str, rules.roster_member.Member]) -> tuple[int, int, int]:
    plan = rules.roster.plan(content, stored, TODAY)
    assert plan.faults == ()
    return plan.added, plan.changed, plan.unchanged


FULL = (
    "slack_id,name,email,roles,time_zone,working_hours,languages,products,adviser,"
    "weekly_hours,contract_starts,contract_ends,exception_reason,exception_until"
)


def test_every_column_is_taken_over() -> None:
    content = csv(
        FULL,
        "UFLOR,Flor Ferry,flor@example.com,freelancer,America/Bogota,mon-thu 14:00-22:00,es|en,Lantern|Harbour,UADA,"
        "24,2026-02-01,2026-05-31,,",
        "UADA,Ada,,adviser,Europe/Berlin,,,,,,,,,",
    )
    assert after(content, {}, "UFLOR") == rules.roster_member.Member(
        slack_id="UFLOR",
        name="Flor Ferry",
        email="flor@example.com",
        roles=frozenset({FREELANCER}),
        time_zone="America/Bogota",
        working_hours="mon-thu 14:00-22:00",
        languages=("es", "en"),
        products=("Lantern", "Harbour"),
        adviser="UADA",
        terms=(term("2026-02-01", "2026-05-31", 24.0),),
    )
    assert counts(content, {}) == (2, 0, 0)


def test_who_is_not_in_the_file_stays_as_they_are() -> None:
    content = csv("slack_id,name,roles", "UNEW,New,manager")
    plan = rules.roster.plan(content, STORED, TODAY)
    assert [change.after.slack_id for change in plan.changes] == ["UNEW"]


def test_the_same_file_again_changes_nothing() -> None:
    content = csv("slack_id,name,roles,languages", "UFLOR,Flor,freelancer,es|en", "UADA,Ada,adviser,-")
    assert counts(content, STORED) == (0, 0, 2)


def test_an_empty_cell_leaves_what_is_stored() -> None:
    content = csv(
        "slack_id,name,roles,email,languages,adviser,contract_starts,contract_ends,weekly_hours", "UFLOR,,,,,,,,"
    )
    assert counts(content, STORED) == (0, 0, 1)


@pytest.mark.parametrize(
    ("column", "cleared"),
    [("email", None), ("time_zone", None), ("languages", ()), ("adviser", None)],
)
def test_a_dash_clears_what_is_stored(column: str, cleared: object) -> None:
    flor = after(csv(f"slack_id,name,roles,{column}", "UFLOR,,,-"), STORED, "UFLOR")
    assert flor == dataclasses.replace(FLOR, **{column: cleared})  # type: ignore[arg-type]  # the column is a parameter


@pytest.mark.parametrize("column", ["name", "roles", "contract_starts", "contract_ends"])
def test_some_columns_cant_be_cleared(column: str) -> None:
    header = ["slack_id", "name", "roles", "contract_starts", "contract_ends"]
    row = ["UFLOR", *("-" if name == column else "" for name in header[1:])]
    expected = f"2: {column}: can't be cleared; an import changes and adds, it removes nothing"
    assert expected in faults(csv(",".join(header), ",".join(row)), STORED)


def test_somebody_new_needs_a_name_and_roles() -> None:
    assert faults(csv("slack_id,name,roles", "UNEW,,")) == [
        "2: name: is empty; somebody new needs it",
        "2: roles: is empty; somebody new needs it",
    ]


def test_a_row_needs_a_slack_id_or_an_address() -> None:
    missing = "2: slack_id: is empty; people are known by it, or by email"
    assert faults(csv("slack_id,name,roles", ",New,adviser")) == [missing]
    assert faults(csv("slack_id,name,roles,email", ",New,adviser,")) == [missing]
    assert faults(csv("email,name,roles", "new@example.com,New,adviser")) == []


def test_a_file_without_either_column_is_one_fault() -> None:
    assert faults(csv("name,roles", "New,adviser", "Newer,adviser")) == [
        "1: slack_id: is missing; every roster needs this column, or email"
    ]


def test_all_faults_are_found_and_stand_in_the_order_of_the_file() -> None:
    content = csv(
        "roles,name,slack_id,time_zone,email",
        "adviser,Ada,UADA,Mars/Olympus,ada",
        "captain,Bo,bo,,",
        "freelancer,Cy,UCY,Europe/Berlin,cy@example.com",
    )
    assert [fault.split(": ")[:2] for fault in faults(content)] == [
        ["2", "email"],
        ["2", "time_zone"],
        ["3", "slack_id"],
        ["3", "roles"],
    ]


def test_what_is_found_last_still_stands_at_its_line() -> None:
    content = csv("slack_id,name,roles,adviser", "UCY,Cy,freelancer,UNOBODY", "UBO,Bo,captain,")
    assert [fault[:2] for fault in faults(content)] == ["2:", "3:"]


# Rows of one person.


def test_several_contracts_of_a_person_are_several_rows() -> None:
    content = csv(
        "slack_id,name,roles,weekly_hours,contract_starts,contract_ends",
        "UCY,Cy,freelancer,24,2026-06-01,2026-08-31",
        "UCY,Cy,freelancer,20,2026-02-01,2026-05-31",
    )
    assert after(content, {}, "UCY").terms == (
        term("2026-02-01", "2026-05-31", 20.0),
        term("2026-06-01", "2026-08-31", 24.0),
    )
    assert counts(content, {}) == (1, 0, 0)


def test_rows_of_a_person_agree_elsewhere() -> None:
    content = csv(
        "slack_id,name,roles,languages,weekly_hours,contract_starts,contract_ends",
        "UCY,Cy,freelancer,en,24,2026-06-01,2026-08-31",
        "UCY,Cyrus,freelancer,,20,2026-02-01,2026-05-31",
    )
    assert faults(content) == ["3: name: differs from line 2, which is about the same person"]


def test_a_contract_stands_in_one_row() -> None:
    content = csv(
        "slack_id,name,roles,weekly_hours,contract_starts,contract_ends",
        "UCY,Cy,freelancer,24,2026-02-01,2026-05-31",
        "UCY,Cy,freelancer,24,2026-02-01,2026-05-31",
    )
    assert faults(content) == ["3: contract_starts: is the contract of line 2"]


def test_a_person_without_a_contract_stands_in_one_row() -> None:
    content = csv("slack_id,name,roles", "UADA,Ada,adviser", "UADA,Ada,adviser")
    assert faults(content) == ["3: slack_id: is the person of line 2; several rows are for several contracts"]


# Contracts.

CONTRACT = "slack_id,name,roles,weekly_hours,contract_starts,contract_ends,exception_reason,exception_until"


def test_a_contract_is_known_by_its_start_and_changed_in_place() -> None:
    flor = after(csv(CONTRACT, "UFLOR,,,,2026-02-01,2026-06-30,,"), STORED, "UFLOR")
    assert flor.terms == (term("2026-02-01", "2026-06-30"),)


def test_a_contract_with_another_start_is_added() -> None:
    flor = after(csv(CONTRACT, "UFLOR,,,30,2026-06-01,2026-08-31,,"), STORED, "UFLOR")
    assert flor.terms == (*FLOR.terms, term("2026-06-01", "2026-08-31", 30.0))


def test_a_contract_that_overlaps_a_stored_one_is_refused() -> None:
    assert faults(csv(CONTRACT, "UFLOR,,,30,2026-05-31,2026-08-31,,"), STORED) == [
        "2: contract_starts: overlaps the same person's contract of 2026-02-01 to 2026-05-31"
    ]


def test_a_contract_that_overlaps_one_of_the_file_is_refused_at_the_later_one() -> None:
    content = csv(
        CONTRACT,
        "UCY,Cy,freelancer,20,2026-06-01,2026-08-31,,",
        "UCY,Cy,freelancer,20,2026-02-01,2026-06-01,,",
    )
    assert faults(content) == ["2: contract_starts: overlaps the same person's contract of 2026-02-01 to 2026-06-01"]


def test_a_stored_contract_made_longer_into_the_next_is_refused() -> None:
    flor = dataclasses.replace(FLOR, terms=(*FLOR.terms, term("2026-06-01", "2026-08-31")))
    assert faults(csv(CONTRACT, "UFLOR,,,,2026-02-01,2026-06-01,,"), {"UADA": ADA, "UFLOR": flor}) == [
        "2: contract_starts: overlaps the same person's contract of 2026-06-01 to 2026-08-31"
    ]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (
            "UCY,Cy,freelancer,20,2026-02-01,,,",
            ["2: contract_ends: is empty; a new contract needs it"],
        ),
        (
            "UCY,Cy,freelancer,,2026-02-01,2026-05-31,,",
            ["2: weekly_hours: is empty; a new contract needs it"],
        ),
        (
            "UCY,Cy,freelancer,-,2026-02-01,2026-05-31,,",
            ["2: weekly_hours: can't be cleared; every contract has its hours"],
        ),
        (
            "UCY,Cy,freelancer,20,,2026-05-31,,",
            ["2: contract_starts: is empty, but contract_ends is not; a contract is known by its start"],
        ),
        (
            "UCY,Cy,freelancer,20,,,,",
            ["2: weekly_hours: are a contract's; give contract_starts and contract_ends too"],
        ),
        (
            "UCY,Cy,freelancer,20,2026-02-01,2026-01-31,,",
            ["2: contract_ends: 2026-01-31 is before contract_starts, 2026-02-01"],
        ),
        (
            "UCY,Cy,manager,20,2026-02-01,2026-05-31,,",
            [
                "2: contract_starts: is for freelancers; add freelancer to the roles, or leave it empty",
                "2: contract_ends: is for freelancers; add freelancer to the roles, or leave it empty",
            ],
        ),
        ("UCY,Cy,freelancer,61,2026-02-01,2026-05-31,,", ["2: weekly_hours: “61” is no number of hours a week;"]),
        ("UCY,Cy,freelancer,20,2026-02-30,2026-05-31,,", ["2: contract_starts: “2026-02-30” is no date;"]),
        ("UCY,Cy,freelancer,20,2026-02-01,soon,,", ["2: contract_ends: “soon” is no date;"]),
    ],
)
def test_a_contract_that_can_t_be_is_refused_once(row: str, expected: list[str]) -> None:
    found = faults(csv(CONTRACT, row))
    assert len(found) == len(expected)
    assert all(one.startswith(start) for one, start in zip(found, expected, strict=True))


def test_a_term_outside_one_to_six_months_is_refused() -> None:
    assert faults(csv(CONTRACT, "UCY,Cy,freelancer,20,2026-02-01,2026-02-27,,")) == [
        "2: contract_ends: 2026-02-27 makes no contract of 1 to 6 months: its last day would lie from 2026-02-28 to "
        "2026-08-01; or give exception_reason and exception_until"
    ]


def test_a_term_outside_one_to_six_months_passes_with_a_reason_and_an_end() -> None:
    cy = after(csv(CONTRACT, "UCY,Cy,freelancer,20,2026-02-01,2026-12-31,Long project,2026-12-31"), {}, "UCY")
    assert [(one.exception_reason, one.exception_until) for one in cy.terms] == [
        ("Long project", datetime.date(2026, 12, 31))
    ]


@pytest.mark.parametrize(
    ("reason", "until", "missing"),
    [("Long project", "", "exception_until"), ("", "2026-12-31", "exception_reason")],
)
def test_half_an_exception_is_none(reason: str, until: str, missing: str) -> None:
    assert faults(csv(CONTRACT, f"UCY,Cy,freelancer,20,2026-02-01,2026-12-31,{reason},{until}")) == [
        f"2: {missing}: is empty; an exception needs both a reason and its last day"
    ]


def test_an_exception_needs_something_to_except() -> None:
    assert faults(csv(CONTRACT, "UCY,Cy,freelancer,20,2026-02-01,2026-05-31,Because,2026-05-31")) == [
        "2: exception_reason: has nothing to except: neither an unusual contract nor an adviser"
    ]


def test_a_stored_exception_goes_on_for_the_same_contract() -> None:
    long = rules.roster_member.Term(
        datetime.date(2026, 2, 1), datetime.date(2027, 1, 1), 20.0, "Long project", datetime.date(2026, 12, 31)
    )
    flor = dataclasses.replace(FLOR, terms=(long,))
    changed = after(csv(CONTRACT, "UFLOR,,,25,2026-02-01,,,"), {"UADA": ADA, "UFLOR": flor}, "UFLOR")
    assert changed.terms == (dataclasses.replace(long, weekly_hours=25.0),)


@pytest.mark.parametrize("halves", ["-,", ",-", "-,-"])
def test_an_irregular_contract_can_t_lose_its_exception(halves: str) -> None:
    long = rules.roster_member.Term(
        datetime.date(2026, 2, 1), datetime.date(2027, 1, 1), 20.0, "Long project", datetime.date(2026, 12, 31)
    )
    stored = {"UADA": ADA, "UFLOR": dataclasses.replace(FLOR, terms=(long,))}
    assert [fault[:17] for fault in faults(csv(CONTRACT, f"UFLOR,,,,2026-02-01,,{halves}"), stored)] == [
        "2: contract_ends:"
    ]


@pytest.mark.parametrize("halves", ["-,", ",-", "-,-"])
def test_to_clear_one_half_of_an_exception_is_to_clear_it(halves: str) -> None:
    excepted = dataclasses.replace(FLOR, exception_reason="Until May", exception_until=datetime.date(2026, 4, 30))
    assert after(csv(CONTRACT, f"UFLOR,,,,,,{halves}"), {"UADA": ADA, "UFLOR": excepted}, "UFLOR") == FLOR


# Hours and roles.


def test_hours_are_the_person_s_where_there_is_no_contract_to_have_them() -> None:
    content = csv("slack_id,name,roles,weekly_hours", "UMA,Ma,manager,20", "UTAM,Tam,adviser|freelancer,10")
    assert after(content, {}, "UMA").weekly_hours == 20.0
    assert after(content, {}, "UTAM").weekly_hours == 10.0


def test_hours_are_the_contract_s_for_a_freelancer_with_another_role() -> None:
    tam = after(csv(CONTRACT, "UTAM,Tam,adviser|freelancer,10,2026-02-01,2026-05-31,,"), {}, "UTAM")
    assert (tam.weekly_hours, tam.terms[0].weekly_hours) == (None, 10.0)


def test_a_freelancer_with_a_contract_ahead_stays_one() -> None:
    content = csv("slack_id,name,roles", "UFLOR,Flor,manager")
    assert faults(content, STORED) == ["2: roles: lose freelancer, but there is a contract until 2026-05-31"]


def test_who_stops_being_a_freelancer_has_no_adviser() -> None:
    past = dataclasses.replace(FLOR, terms=(term("2025-10-01", "2026-03-01"),))
    flor = after(csv("slack_id,name,roles", "UFLOR,,manager"), {"UADA": ADA, "UFLOR": past}, "UFLOR")
    assert (flor.adviser, flor.terms) == (None, past.terms)


# Advisers.

ADVISED = "slack_id,name,roles,adviser,weekly_hours,contract_starts,contract_ends,exception_reason,exception_until"


def advised(slack_id: str, adviser: str = "UADA", reason: str = "", until: str = "") -> str:
    return f"{slack_id},Name,freelancer,{adviser},20,2026-02-01,2026-05-31,{reason},{until}"


def stored_freelancers(count: int) -> dict[str, rules.roster_member.Member]:
    names = [f"UOLD{number}" for number in range(count)]
    return {"UADA": ADA} | {name: dataclasses.replace(FLOR, slack_id=name) for name in names}


def test_an_adviser_may_stand_below() -> None:
    assert faults(csv(ADVISED, advised("UCY", "UBO"), "UBO,Bo,adviser,,,,,,")) == []


def test_an_adviser_who_is_none_is_refused() -> None:
    content = csv(
        ADVISED, advised("UCY", "UDEE"), advised("UEVE", "UFLOR"), advised("UGIL", "UHAL"), "UHAL,Hal,manager,,,,,,"
    )
    assert faults(content, STORED) == [
        "2: adviser: UDEE is not on the roster; add a row for them, anywhere in the file",
        "3: adviser: UFLOR is on the roster, but no adviser; add adviser to their roles",
        "4: adviser: UHAL is on the roster, but no adviser; add adviser to their roles",
    ]


def test_an_adviser_whose_roles_can_t_be_read_is_one_fault_only() -> None:
    found = faults(csv(ADVISED, advised("UCY", "UBO"), "UBO,Bo,advisor,,,,,,"))
    assert [fault.split(": ")[:2] for fault in found] == [["3", "roles"]]


def test_nobody_is_their_own_adviser() -> None:
    content = csv("slack_id,name,roles,adviser", "UTAM,Tam,adviser|freelancer,UTAM")
    assert faults(content) == ["2: adviser: is the freelancer's own id; nobody is their own adviser"]


def test_only_a_freelancer_has_an_adviser() -> None:
    content = csv("slack_id,name,roles,adviser", "UMA,Ma,manager,UADA")
    assert faults(content, STORED) == ["2: adviser: is for freelancers; add freelancer to the roles, or leave it empty"]


def test_an_adviser_with_freelancers_stays_one() -> None:
    assert faults(csv("slack_id,name,roles", "UADA,Ada,manager"), STORED) == [
        "2: roles: lose adviser, but UFLOR still have them; name another adviser there"
    ]


def test_an_adviser_can_hand_over_and_leave_the_role_in_one_file() -> None:
    content = csv("slack_id,name,roles,adviser", "UADA,Ada,manager,", "UFLOR,,,UBO", "UBO,Bo,adviser,")
    assert after(content, STORED, "UFLOR").adviser == "UBO"


def test_a_sixth_freelancer_is_refused() -> None:
    content = csv(ADVISED, *(advised(f"UNEW{number}") for number in range(6)))
    assert faults(content, {"UADA": ADA}) == [
        "7: adviser: UADA would have 6 freelancers, and the cap is 5; name another, or give exception_reason and an "
        "exception_until to come"
    ]


def test_stored_freelancers_count_and_who_is_there_already_comes_first() -> None:
    content = csv(ADVISED, advised("UNEW"), advised("UOLD0"))
    assert [fault[:11] for fault in faults(content, stored_freelancers(5))] == ["2: adviser:"]
    assert faults(content, stored_freelancers(4)) == []


def test_who_leaves_an_adviser_makes_room() -> None:
    content = csv(ADVISED, advised("UNEW"), "UOLD0,,,-,,,,,")
    assert faults(content, stored_freelancers(5)) == []


def test_coming_contracts_count_and_past_ones_do_not() -> None:
    coming = "UNEW,New,freelancer,UADA,20,2026-04-01,2026-05-31,,"
    past = "UNEW,New,freelancer,UADA,20,2025-10-01,2026-03-01,,"
    none = "UNEW,New,freelancer,UADA,,,,,"
    assert len(faults(csv(ADVISED, coming), stored_freelancers(5))) == 1
    assert faults(csv(ADVISED, past), stored_freelancers(5)) == []
    assert faults(csv(ADVISED, none), stored_freelancers(5)) == []


def test_a_sixth_freelancer_passes_with_a_reason_and_an_end() -> None:
    content = csv(ADVISED, advised("UNEW", reason="Until May", until="2026-04-30"))
    new = after(content, stored_freelancers(5), "UNEW")
    assert (new.exception_reason, new.exception_until) == ("Until May", datetime.date(2026, 4, 30))
    assert new.terms == (term("2026-02-01", "2026-05-31"),)


@pytest.mark.parametrize(("until", "refused"), [("2026-03-01", True), ("2026-03-02", False)])
def test_an_exception_for_a_caseload_holds_through_its_last_day(until: str, refused: bool) -> None:
    content = csv(ADVISED, advised("UNEW", reason="Until then", until=until))
    assert bool(faults(content, stored_freelancers(5))) is refused


def test_a_stored_exception_goes_on_with_the_same_adviser_and_ends_with_another() -> None:
    until = datetime.date(2026, 4, 30)
    flor = dataclasses.replace(FLOR, exception_reason="Until May", exception_until=until)
    bo = dataclasses.replace(ADA, slack_id="UBO")
    stored = {"UADA": ADA, "UBO": bo, "UFLOR": flor}
    same = after(csv(ADVISED, "UFLOR,Floria,,UADA,,,,,"), stored, "UFLOR")
    other = after(csv(ADVISED, "UFLOR,Floria,,UBO,,,,,"), stored, "UFLOR")
    assert (same.exception_reason, same.exception_until) == ("Until May", until)
    assert (other.exception_reason, other.exception_until) == (None, None)


# The order of writing.


def test_people_come_before_contracts_and_contracts_before_advisers() -> None:
    change = rules.roster_member.Change(None, FLOR)
    parts = rules.roster.steps([change, rules.roster_member.Change(None, ADA)])
    assert [(part.after.slack_id, len(part.after.terms), part.after.adviser) for part in parts] == [
        ("UFLOR", 0, None),
        ("UADA", 0, None),
        ("UFLOR", 1, None),
        ("UFLOR", 1, "UADA"),
    ]


def test_roles_are_gained_first_and_lost_last() -> None:
    manager = dataclasses.replace(ADA, roles=frozenset({MANAGER}))
    moved = dataclasses.replace(FLOR, adviser="UBO")
    bo = dataclasses.replace(ADA, slack_id="UBO")
    changes = [
        rules.roster_member.Change(ADA, manager),
        rules.roster_member.Change(FLOR, moved),
        rules.roster_member.Change(None, bo),
    ]
    parts = rules.roster.steps(changes)
    assert [(part.after.slack_id, sorted(part.after.roles), part.after.adviser) for part in parts] == [
        ("UADA", ["adviser", "manager"], None),
        ("UBO", ["adviser"], None),
        ("UFLOR", ["freelancer"], "UBO"),
        ("UADA", ["manager"], None),
    ]


def test_the_parts_of_a_change_lead_from_its_before_to_its_after() -> None:
    moved = dataclasses.replace(
        FLOR, name="Floria", adviser=None, terms=(*FLOR.terms, term("2026-06-01", "2026-08-31"))
    )
    parts = rules.roster.steps([rules.roster_member.Change(FLOR, moved)])
    assert parts[0].before == FLOR
    assert [part.after for part in parts[:-1]] == [part.before for part in parts[1:]]
    assert parts[-1].after == moved


# -- who has no Slack account yet

BY_ADDRESS = "slack_id,email,name,roles,adviser"


def waiting(
    content: bytes, stored: Mapping[str, rules.roster_member.Member], found: Mapping[str, str] = NOBODY_FOUND
) -> rules.roster.Plan:
    plan = rules.roster.plan(content, stored, TODAY, found)
    assert [str(fault) for fault in plan.faults] == []
    return plan


def test_an_address_alone_is_somebody_who_waits() -> None:
    plan = waiting(csv(BY_ADDRESS, ",Nora@x.test,Nora,freelancer,UADA"), STORED)
    (change,) = plan.waiting
    assert (plan.added, change.before) == (0, None)
    assert (change.after.slack_id, change.after.email) == ("nora@x.test", "Nora@x.test")
    assert rules.roster.unknown(csv(BY_ADDRESS, ",Nora@x.test,Nora,freelancer,UADA"), STORED) == ["nora@x.test"]


def test_an_address_that_the_roster_or_slack_knows_is_that_person() -> None:
    by_roster = csv(BY_ADDRESS, ",FLOR@example.com,Floria,,")
    assert rules.roster.unknown(by_roster, STORED) == []
    assert [change.after.slack_id for change in waiting(by_roster, STORED).changes] == ["UFLOR"]
    by_slack = waiting(csv(BY_ADDRESS, ",nora@x.test,Nora,freelancer,"), STORED, {"nora@x.test": "UNORA"})
    assert [change.after.slack_id for change in by_slack.changes] == ["UNORA"]


def test_who_waited_keeps_what_is_known_of_them_when_they_join() -> None:
    (change,) = waiting(csv(BY_ADDRESS, ",nora@x.test,Nora,freelancer,UADA"), STORED).waiting
    stored = {**STORED, "nora@x.test": change.after}
    plan = waiting(csv(BY_ADDRESS, "UNORA,nora@x.test,,,"), stored)
    assert plan.linked == ("nora@x.test",)
    (joined,) = plan.changes
    assert (joined.before, joined.after.name, joined.after.adviser) == (None, "Nora", "UADA")


def test_an_adviser_can_be_named_by_address() -> None:
    ada = dataclasses.replace(ADA, email="Ada@x.test")
    plan = waiting(csv(BY_ADDRESS, "UNEW,,New,freelancer,ada@X.test"), {"UADA": ada})
    assert plan.changes[0].after.adviser == "UADA"


def test_who_waits_for_an_account_can_have_an_adviser_who_does_but_nobody_else_can() -> None:
    rows = (",bo@x.test,Bo,adviser,", ",nora@x.test,Nora,freelancer,bo@x.test")
    assert len(waiting(csv(BY_ADDRESS, *rows), NOBODY).waiting) == 2
    assert faults(csv(BY_ADDRESS, *rows, "UNEW,,New,freelancer,bo@x.test")) == [
        "4: adviser: bo@x.test has no Slack account yet; name another, or leave it empty until they have joined"
    ]


def test_an_address_of_two_people_is_refused() -> None:
    bo = rules.roster_member.Member("UBO", "Bo", email="A@x.test")
    two = {"UADA": dataclasses.replace(ADA, email="a@x.test"), "UBO": bo}
    assert faults(csv(BY_ADDRESS, ",a@x.test,Ada,,"), two) == ["2: email: is that of UADA and UBO; give the Slack id"]


def test_who_waits_takes_a_place_under_the_cap() -> None:
    header = "slack_id,email,name,roles,adviser,weekly_hours,contract_starts,contract_ends"
    rows = [f",f{number}@x.test,F,freelancer,UADA,20,2026-03-01,2026-05-31" for number in range(6)]
    assert faults(csv(header, *rows[:5]), {"UADA": ADA}) == []
    assert "7: adviser: UADA would have 6 freelancers" in faults(csv(header, *rows), {"UADA": ADA})[0]
