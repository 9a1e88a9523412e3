"""Some days after a contract that nothing follows a role ends: managers hear of it before, and a new term undoes it."""

import datetime

import pytest
import sqlmodel

import data.audit
import data.contracts
import data.models
import data.morning
import data.people
import data.settings
import jobs.contracts
import jobs.leaving
import jobs.morning
import jobs.scene
import tests.commands.asking
import tests.programme

at = tests.programme.on
found = tests.programme.found
Contract = data.models.Contract
Session = sqlmodel.Session

DAY = datetime.timedelta(days=1)


@pytest.fixture
def programme(session: Session) -> Session:
    """Kenji, with Ada, lives in Auckland and has a contract until Thursday 30 April; Maren manages."""
    tests.programme.live_in_london(session, at("03-01"))
    tests.programme.add(session, "UMAREN", "manager", zone="Europe/London")
    ada = tests.programme.add(session, "UADA", "adviser", zone="Europe/London")
    kenji = tests.programme.add_freelancer(
        session, "UKENJI", ada, last_day=None, zone="Pacific/Auckland", name="Kenji <!here>"
    )
    has_term(session, kenji, "03-01", "04-30")
    return session


def has_term(session: Session, person: data.models.Person, starts: str, last_day: str) -> Contract:
    first, ends = at(starts).date(), at(last_day).date() + DAY
    return data.contracts.add(session, Contract(person_id=person.id or 0, starts=first, ends=ends, weekly_hours=20))


def roles(session: Session, *instants: str) -> set[str]:
    """Kenji's, after a look at each of these."""
    for text in instants:
        jobs.leaving.tick(session, at(text))
    return set(found(session, "UKENJI").roles)


def test_they_keep_their_commands_for_two_weeks_by_their_own_days(programme: Session) -> None:
    """In Auckland Friday 15 May begins at noon in UTC on the 14th."""
    assert roles(programme, "05-01", "05-14 11:59") == {"freelancer"}
    assert roles(programme, "05-14 12:00") == set()
    assert data.people.find_running_assignment(programme, found(programme, "UKENJI").id or 0) is None


def test_it_is_recorded_once(programme: Session) -> None:
    roles(programme, "05-15", "05-15", "06-15")
    rows = data.audit.list_about(programme, "UKENJI")
    assert [(row.actor, row.action, row.before, row.after) for row in rows] == [
        ("muster", "caseload.assign", {"adviser": "UADA"}, None),
        ("muster", "person.change", {"freelancer": True}, {"freelancer": False}),
    ]
    assert [row.action for row in data.audit.list_about(programme, "CON-1")] == ["contract.left"]


def test_who_has_other_roles_keeps_them(programme: Session) -> None:
    found(programme, "UKENJI").adviser = True
    assert roles(programme, "05-15") == {"adviser"}


def test_who_has_no_role_left_reads_whom_to_ask(programme: Session) -> None:
    roles(programme, "05-15")
    programme.flush()
    answer = tests.commands.asking.Asking(programme, "UKENJI", at("05-16")).refusal("/contract")
    assert answer == "You are not on this programme's roster, so I can't help you yet. Please ask <@UMAREN>."


def test_a_term_that_comes_keeps_the_role(programme: Session) -> None:
    has_term(programme, found(programme, "UKENJI"), "07-01", "09-30")
    assert roles(programme, "05-15", "06-30") == {"freelancer"}


@pytest.mark.parametrize("ended_as", list(data.models.EndedAs))
def test_the_same_after_an_early_end(programme: Session, ended_as: data.models.EndedAs) -> None:
    (contract,) = data.contracts.list_all(programme)
    contract.ends, contract.ended_as, contract.agreed_ends = at("04-11").date(), ended_as, contract.ends
    assert roles(programme, "04-24") == {"freelancer"}
    assert roles(programme, "04-25") == set()


def test_a_new_term_brings_them_back_and_its_end_ends_the_role_again(programme: Session) -> None:
    roles(programme, "05-15")
    scene = jobs.scene.load(programme, at("06-01"))
    kenji = found(programme, "UKENJI")
    following = Contract(person_id=kenji.id or 0, starts=at("06-01").date(), ends=at("08-01").date(), weekly_hours=20)
    jobs.contracts.add(scene, found(programme, "UMAREN"), kenji, following)
    assert roles(programme, "06-01", "07-31") == {"freelancer"}
    assert roles(programme, "08-16") == set()


def test_who_gets_the_role_back_by_hand_keeps_it(programme: Session) -> None:
    roles(programme, "05-15")
    found(programme, "UKENJI").freelancer = True
    assert roles(programme, "05-16", "06-16") == {"freelancer"}


def test_the_days_are_a_setting(programme: Session) -> None:
    data.settings.record(programme, "days_kept_after_end", "0")
    assert roles(programme, "04-30 11:59") == {"freelancer"}
    assert roles(programme, "04-30 12:00") == set()


def test_who_never_had_a_contract_keeps_the_role_and_so_does_who_left_slack(programme: Session) -> None:
    zoe = tests.programme.add(programme, "UZOE", "freelancer")
    found(programme, "UKENJI").active = False
    assert roles(programme, "06-15") == {"freelancer"}
    assert zoe.freelancer


def test_nothing_happens_in_the_quiet_and_what_was_over_by_then_stays(programme: Session) -> None:
    data.settings.forget_milestone(programme, data.settings.WENT_LIVE)
    assert roles(programme, "05-20") == {"freelancer"}
    data.settings.record_milestone(programme, data.settings.WENT_LIVE, at("05-20"))
    assert roles(programme, "05-20", "06-20") == {"freelancer"}


def told(session: Session) -> list[tuple[str, str]]:
    parts = data.morning.list_told(session, datetime.date(2026, 1, 1), found(session, "UMAREN").id, kinds=["leaving"])
    return [(f"{part.day:%m-%d}", str(part.payload["text"])) for part in parts]


def test_managers_read_it_on_the_monday_before(programme: Session) -> None:
    for n in range(20):
        jobs.morning.tick(programme, at("05-01") + n * DAY)
        programme.flush()
    assert told(programme) == [
        (
            "05-11",
            "• *Kenji &lt;!here&gt;*: the contract ended on Thu 30 April 2026, and nothing follows. From "
            "Fri 15 May 2026 on they are no freelancer here: they have no commands any more, and no adviser. "
            "`/contract add @Kenji &lt;!here&gt;` begins another term.",
        )
    ]


def test_or_later_that_week_where_muster_was_off_and_not_once_they_have_left(programme: Session) -> None:
    for day in ("05-08", "05-13"):
        jobs.morning.tick(programme, at(day))
        programme.flush()
    assert [day for day, _ in told(programme)] == ["05-13"]


def test_not_of_whom_another_term_follows(programme: Session) -> None:
    has_term(programme, found(programme, "UKENJI"), "05-20", "06-30")
    for day in ("05-08", "05-11", "05-12"):
        jobs.morning.tick(programme, at(day))
        programme.flush()
    assert told(programme) == []
