"""The roster import on a store: what is written, in which transactions, and beside whom."""

import collections.abc
import datetime
import pathlib

import pytest
import sqlalchemy
import sqlmodel

import commands.roster
import data.audit
import data.contracts
import data.database
import data.models
import data.morning
import data.people
import data.settings
import rules.roster

NOW = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
LATER = NOW + datetime.timedelta(days=1)

HEADER = (
    "slack_id,name,roles,languages,adviser,weekly_hours,contract_starts,contract_ends,exception_reason,exception_until"
)
ADA = "UADA,Ada,adviser,de|en,,,,,,"
BO = "UBO,Bo,adviser,,,,,,,"
FLOR = "UFLOR,Flor,freelancer,es|en,UADA,24,2026-02-01,2026-05-31,,"


@pytest.fixture
def database(tmp_path: pathlib.Path) -> collections.abc.Iterator[data.database.Database]:
    database = data.database.Database(f"sqlite:///{tmp_path / 'muster.db'}")
    with database.migrating() as connection:
        sqlmodel.SQLModel.metadata.create_all(connection)
    yield database
    database.close()


def csv(*rows: str) -> bytes:
    return "\n".join([HEADER, *rows]).encode()


def imported(
    database: data.database.Database, *rows: str, now: datetime.datetime = NOW, dry_run: bool = False
) -> rules.roster.Plan:
    return commands.roster.import_people(database, csv(*rows), now, now.date(), dry_run)


def counts(plan: rules.roster.Plan) -> tuple[int, int, int]:
    return plan.added, plan.changed, plan.unchanged


def person(database: data.database.Database, slack_id: str) -> data.models.Person:
    with database.reading() as session:
        found = data.people.find(session, slack_id)
    assert found is not None
    return found


def assignments(database: data.database.Database, slack_id: str) -> list[data.models.Assignment]:
    theirs = data.models.Assignment.freelancer_id == person(database, slack_id).id
    with database.reading() as session:
        return list(session.exec(sqlmodel.select(data.models.Assignment).where(theirs).order_by("id")))


def contracts(database: data.database.Database, slack_id: str) -> list[data.models.Contract]:
    with database.reading() as session:
        return data.contracts.list_of(session, person(database, slack_id).id or 0)


def test_people_are_added_with_contract_and_adviser(database: data.database.Database) -> None:
    assert counts(imported(database, FLOR, ADA)) == (2, 0, 0)
    flor = person(database, "UFLOR")
    assert (flor.name, flor.roles, flor.languages, flor.joined_at) == (
        "Flor",
        frozenset({data.models.Role.FREELANCER}),
        ["es", "en"],
        NOW,
    )
    (contract,) = contracts(database, "UFLOR")
    assert (contract.starts, contract.last_day, contract.weekly_hours) == (
        datetime.date(2026, 2, 1),
        datetime.date(2026, 5, 31),
        24.0,
    )
    (assignment,) = assignments(database, "UFLOR")
    assert (assignment.adviser_id, assignment.starts, assignment.ends) == (person(database, "UADA").id, NOW, None)


def test_the_same_file_again_changes_nothing_and_records_nothing(database: data.database.Database) -> None:
    imported(database, FLOR, ADA)
    assert counts(imported(database, FLOR, ADA, now=LATER)) == (0, 0, 2)
    with database.reading() as session:
        assert {row.at for row in session.exec(sqlmodel.select(data.models.Audit))} == {NOW}


def test_a_dry_run_says_the_same_and_writes_nothing(database: data.database.Database) -> None:
    assert counts(imported(database, FLOR, ADA, dry_run=True)) == (2, 0, 0)
    with database.reading() as session:
        assert data.people.list_everyone(session) == []


def test_one_fault_and_nothing_is_written(database: data.database.Database) -> None:
    plan = imported(database, ADA, "UBO,Bo,captain,,,,,,,")
    assert [fault.column for fault in plan.faults] == ["roles"]
    with database.reading() as session:
        assert data.people.list_everyone(session) == []


def test_another_adviser_closes_the_running_assignment(database: data.database.Database) -> None:
    imported(database, FLOR, ADA, BO)
    assert counts(imported(database, "UFLOR,,,,UBO,,,,,", now=LATER)) == (0, 1, 0)
    ada, bo = person(database, "UADA").id, person(database, "UBO").id
    assert [(one.adviser_id, one.starts, one.ends) for one in assignments(database, "UFLOR")] == [
        (ada, NOW, LATER),
        (bo, LATER, None),
    ]


def told(database: data.database.Database) -> dict[str, str]:
    """Whose next morning tells what, as its first line."""
    with database.reading() as session:
        waiting = data.morning.list_waiting(session)
        people = data.people.load_by_id(session, {part.person_id for part in waiting})
    return {people[part.person_id].slack_id: str(part.payload["text"]).partition("\n")[0] for part in waiting}


def test_a_move_by_import_is_told_to_the_three_once_muster_is_live(database: data.database.Database) -> None:
    imported(database, FLOR, ADA, BO)
    assert told(database) == {}
    with database.writing() as session:
        data.settings.record_milestone(session, data.settings.WENT_LIVE, NOW)
    imported(database, "UFLOR,,,,UBO,,,,,", now=LATER)
    day = "Tue 3 March 2026"
    assert told(database) == {
        "UFLOR": f"*From {day} on, Bo is your adviser.*",
        "UBO": f"*From {day} on, you are Flor's adviser*, until now with Ada.",
        "UADA": f"*From {day} on, Bo (<@UBO>) is Flor's adviser.* Thank you for the time you gave.",
    }


def test_the_cap_of_an_import_is_the_settings(database: data.database.Database) -> None:
    with database.writing() as session:
        data.settings.record(session, "caseload_cap", "1")
    plan = imported(database, ADA, FLOR, FLOR.replace("UFLOR", "UGUS"))
    assert ["UADA would have 2 freelancers, and the cap is 1;" in fault.reason for fault in plan.faults] == [True]


def test_a_cleared_adviser_closes_the_running_assignment(database: data.database.Database) -> None:
    imported(database, FLOR, ADA)
    imported(database, "UFLOR,,,,-,,,,,", now=LATER)
    assert [one.ends for one in assignments(database, "UFLOR")] == [LATER]


def test_an_exception_of_the_same_adviser_is_written_in_place(database: data.database.Database) -> None:
    imported(database, FLOR, ADA)
    imported(database, "UFLOR,,,,,,,,Until May,2026-05-01", now=LATER)
    (one,) = assignments(database, "UFLOR")
    assert (one.starts, one.exception_reason, one.exception_until) == (NOW, "Until May", datetime.date(2026, 5, 1))


def test_contracts_are_changed_and_added(database: data.database.Database) -> None:
    imported(database, FLOR, ADA)
    imported(
        database,
        "UFLOR,,,,,20,2026-02-01,2026-04-30,,",
        "UFLOR,,,,,30,2026-05-01,2027-01-31,Long project,2027-01-31",
    )
    assert [
        (one.last_day.isoformat(), one.weekly_hours, one.exception_reason) for one in contracts(database, "UFLOR")
    ] == [
        ("2026-04-30", 20.0, None),
        ("2027-01-31", 30.0, "Long project"),
    ]


def test_people_change_and_keep_the_day_they_joined(database: data.database.Database) -> None:
    imported(database, ADA)
    imported(database, "UADA,Adele,adviser|manager,-,,20,,,,", now=LATER)
    ada = person(database, "UADA")
    assert (ada.name, ada.manager, ada.adviser, ada.languages, ada.weekly_hours) == ("Adele", True, True, [], 20.0)
    assert ada.joined_at == NOW


def test_who_is_manager_by_the_environment_stays_so(database: data.database.Database) -> None:
    with database.writing() as session:
        data.people.add(
            session, data.models.Person(slack_id="UADA", name="Ada", joined_at=NOW, manager_by_environment=True)
        )
    assert counts(imported(database, ADA)) == (0, 1, 0)
    assert person(database, "UADA").roles == {data.models.Role.MANAGER, data.models.Role.ADVISER}
    assert not person(database, "UADA").manager


def test_every_change_is_recorded_with_what_changed_before_and_after(database: data.database.Database) -> None:
    imported(database, FLOR, ADA, BO)
    imported(database, "UFLOR,Floria,,,UBO,,,,,", now=LATER)
    with database.reading() as session:
        rows = [row for row in data.audit.list_about(session, "UFLOR") if row.at == LATER]
    assert [(row.actor, row.action, row.before, row.after) for row in rows] == [
        ("muster import", "roster.change", {"name": "Flor"}, {"name": "Floria"}),
        ("muster import", "roster.change", {"adviser": "UADA"}, {"adviser": "UBO"}),
    ]


def test_a_new_person_s_contracts_are_in_the_record(database: data.database.Database) -> None:
    imported(database, FLOR, ADA)
    with database.reading() as session:
        first, second, third = data.audit.list_about(session, "UFLOR")
    assert (first.action, first.before) == ("roster.add", None)
    assert second.after == {
        "terms": [
            {
                "starts": "2026-02-01",
                "ends": "2026-06-01",
                "weekly_hours": 24.0,
                "exception_reason": None,
                "exception_until": None,
            }
        ]
    }
    assert third.after == {"adviser": "UADA"}


def crowd(count: int) -> list[str]:
    freelancers = [
        f"UF{number:04},F{number},freelancer,,UA{number // 5:04},24,2026-02-01,2026-05-31,," for number in range(count)
    ]
    advisers = [f"UA{number:04},A{number},adviser,,,,,,," for number in range(count // 5)]
    return freelancers + advisers


def test_a_large_roster_is_written_in_short_transactions_and_tells_how_far_it_is(
    database: data.database.Database,
) -> None:
    told: list[tuple[int, int]] = []
    commands.roster.import_people(
        database, csv(*crowd(100)), NOW, NOW.date(), progress=lambda done, steps: told.append((done, steps))
    )
    assert told == [(100, 320), (200, 320), (300, 320), (320, 320)]


def test_after_each_transaction_the_store_is_sound(database: data.database.Database) -> None:
    def look(_done: int, _steps: int) -> None:
        with database.reading() as session:
            advisers = {one.id for one in data.people.list_advisers(session)}
            freelancers = {one.id for one in data.people.list_everyone(session) if one.freelancer}
            assert {one.person_id for one in data.contracts.list_all(session)} <= freelancers
            assert {one.adviser_id for one in data.people.list_running_assignments(session)} <= advisers

    commands.roster.import_people(database, csv(*crowd(100)), NOW, NOW.date(), progress=look)
    swapped = [
        "UA0000,,manager,,,,,,,",
        *(f"UF{number:04},,,,UNEW,,,,," for number in range(5)),
        "UNEW,New,adviser,,,,,,,",
    ]
    commands.roster.import_people(database, csv(*swapped), LATER, LATER.date(), progress=look)
    assert not person(database, "UA0000").adviser


def test_queries_do_not_grow_with_the_roster(database: data.database.Database) -> None:
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    imported(database, *crowd(100))
    sqlalchemy.event.listen(sqlalchemy.Engine, "before_cursor_execute", note)
    try:
        assert counts(imported(database, *crowd(100))) == (0, 0, 120)
    finally:
        sqlalchemy.event.remove(sqlalchemy.Engine, "before_cursor_execute", note)
    assert sum(statement.startswith("SELECT") for statement in statements) == 5


def meanwhile(
    monkeypatch: pytest.MonkeyPatch,
    database: data.database.Database,
    act: collections.abc.Callable[[sqlmodel.Session], None],
) -> None:
    """Let somebody else write when the import has read the roster, and has written nothing yet."""
    load = commands.roster.load

    def load_and_be_late(session: sqlmodel.Session) -> object:
        stored = load(session)
        with database.writing() as other:
            act(other)
        return stored

    monkeypatch.setattr(commands.roster, "load", load_and_be_late)


def test_a_change_by_somebody_else_meanwhile_is_not_overwritten(
    database: data.database.Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rename(session: sqlmodel.Session) -> None:
        ada = data.people.find(session, "UADA")
        assert ada is not None
        ada.name = "Adele"

    imported(database, ADA)
    meanwhile(monkeypatch, database, rename)
    with pytest.raises(commands.roster.MovedOnError, match="Somebody else"):
        imported(database, "UADA,Ada the First,,,,,,,,", now=LATER)
    assert person(database, "UADA").name == "Adele"


def test_somebody_whom_another_added_meanwhile_is_not_added_again(
    database: data.database.Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def add(session: sqlmodel.Session) -> None:
        data.people.add(session, data.models.Person(slack_id="UBO", name="Bo", joined_at=NOW))

    meanwhile(monkeypatch, database, add)
    with pytest.raises(commands.roster.MovedOnError):
        imported(database, ADA, BO)
    with database.reading() as session:
        assert data.people.find(session, "UADA") is None


def test_an_import_that_was_cut_short_goes_on_from_there(
    database: data.database.Database,
) -> None:
    def cut(_done: int, _steps: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        commands.roster.import_people(database, csv(*crowd(100)), NOW, NOW.date(), progress=cut)
    assert counts(imported(database, *crowd(100))) == (20, 100, 0)
    assert counts(imported(database, *crowd(100))) == (0, 0, 120)


def terms(database: data.database.Database, slack_id: str) -> list[data.models.Contract]:
    with database.reading() as session:
        return data.contracts.list_of(session, person(database, slack_id).id or 0)


def changed(database: data.database.Database, **columns: object) -> None:
    """Flor's contract, as commands leave it."""
    with database.writing() as session:
        (term,) = data.contracts.list_of(session, person(database, "UFLOR").id or 0)
        term.sqlmodel_update(columns)
        session.add(term)


def test_what_a_file_says_nothing_of_stays_as_it_is(database: data.database.Database) -> None:
    imported(database, ADA, FLOR)
    changed(database, products=["Billing"], languages=["es"], supplier="Acme", link="https://x.example")
    imported(database, FLOR.replace(",24,", ",30,"), now=LATER)
    (term,) = terms(database, "UFLOR")
    kept = (term.weekly_hours, term.products, term.languages, term.supplier, term.link, term.added_by_id)
    assert kept == (30, ["Billing"], ["es"], "Acme", "https://x.example", None)


EARLY = {
    "ends": datetime.date(2026, 2, 11),
    "agreed_ends": datetime.date(2026, 6, 1),
    "ended_as": data.models.EndedAs.RESIGNED,
}


def test_a_contract_that_ended_early_may_stand_in_a_file_as_it_is(database: data.database.Database) -> None:
    """It is shorter than a month, and needs no exception for that."""
    imported(database, ADA, FLOR)
    changed(database, **EARLY)
    plan = imported(database, FLOR.replace("2026-05-31", "2026-02-10"), now=LATER)
    assert (plan.faults, counts(plan)) == ((), (0, 0, 1))
    assert [one.ended_as for one in terms(database, "UFLOR")] == ["resigned"]


def test_another_last_day_in_a_file_is_one_that_is_agreed(database: data.database.Database) -> None:
    imported(database, ADA, FLOR)
    changed(database, **EARLY)
    imported(database, FLOR, now=LATER)
    (term,) = terms(database, "UFLOR")
    assert (term.last_day, term.agreed_ends, term.ended_as) == (datetime.date(2026, 5, 31), None, None)
