"""Mornings in which managers read who has no adviser, and with the adviser, which exception of the cap ends."""

import datetime

import pytest
import sqlmodel

import commands.accounts
import data.models
import data.morning
import data.people
import jobs.assignments
import jobs.caseload
import jobs.morning
import jobs.scene
import rules.accounts
import tests.programme

at = tests.programme.march
found = tests.programme.found
Session = sqlmodel.Session

UNADVISED = "*Freelancers without an adviser*"


@pytest.fixture
def programme(session: Session) -> Session:
    """Ada advises Kenji; live from Sunday the 1st on."""
    tests.programme.live_in_london(session, at("1"))
    tests.programme.add(session, "UMAREN", "manager", zone="Europe/London", joined_at=at("1"))
    ada = tests.programme.add(session, "UADA", "adviser", zone="Europe/London", joined_at=at("1"))
    tests.programme.add(session, "UBOLA", "adviser", zone="Europe/London", joined_at=at("1"))
    tests.programme.add_freelancer(session, "UKENJI", ada, name="Kenji <b>", joined_at=at("1"), zone="Europe/London")
    return session


def lives(session: Session, *days: str) -> None:
    for day in days:
        jobs.morning.tick(session, at(day))
        session.flush()


def read(session: Session, slack_id: str, start: str) -> dict[int, str]:
    """What somebody's mornings told, of the parts whose keys begin so, by the day of March."""
    told = data.morning.list_told_of(session, found(session, slack_id).id or 0, start)
    return {part.day.day: str(part.payload["text"]) for part in told if part.day}


def moves(session: Session, freelancer: str, new: str | None, now: str) -> None:
    running = data.people.find_running_assignment(session, found(session, freelancer).id or 0)
    people = data.people.load_by_id(session, [running.adviser_id] if running else [])
    old = people[running.adviser_id] if running else None
    move = jobs.assignments.Move(found(session, freelancer), old, found(session, new) if new else None)
    jobs.assignments.assign(jobs.scene.load(session, at(now)), found(session, "UMAREN"), [move])


def test_when_an_adviser_leaves_the_managers_read_it_the_next_morning_and_each_monday_until_it_is_mended(
    programme: Session,
) -> None:
    lives(programme, "2", "3")
    gone = rules.accounts.Account("UADA", active=False, name="Ada")
    commands.accounts.told(programme, gone, at("3 15:00"))
    lives(programme, "4", "5", "6")
    line = "• Kenji &lt;b&gt;, since Tue 3 March 2026: `/program assign @Kenji &lt;b&gt; @adviser`"
    assert read(programme, "UMAREN", "unadvised:") == {4: f"{UNADVISED}\n{line}"}
    lives(programme, "9", "10", "16")
    assert sorted(read(programme, "UMAREN", "unadvised-week:")) == [9, 16]
    moves(programme, "UKENJI", "UBOLA", "16 12:00")
    lives(programme, "16 12:01", "23")
    struck = f"{UNADVISED}\n• ~{line.removeprefix('• ')}~ mended"
    assert read(programme, "UMAREN", "unadvised-week:")[16] == struck
    assert sorted(read(programme, "UMAREN", "unadvised-week:")) == [9, 16]


def test_only_who_has_a_contract_and_an_account_needs_an_adviser(programme: Session) -> None:
    tests.programme.add_freelancer(programme, "UFLOR", last_day=None)
    tests.programme.add_freelancer(programme, "UPAST", last_day=-2)
    tests.programme.add_freelancer(programme, "UGONE", active=False)
    tests.programme.add_freelancer(programme, "USOON", starts=20)
    watched = jobs.caseload.load(jobs.scene.load(programme, at("3")))
    assert [(one.slack_id, one.since) for one in watched.unadvised] == [("USOON", tests.programme.NOW)]


def test_those_who_have_nobody_since_the_same_instant_are_one_part(programme: Session) -> None:
    for name in ("UFLOR", "UMINA"):
        tests.programme.add_freelancer(programme, name)
    lives(programme, "3")
    (text,) = read(programme, "UMAREN", "unadvised:").values()
    assert [line.partition(",")[0] for line in text.splitlines()[1:]] == ["• Flor", "• Mina"]
    assert read(programme, "UADA", "unadvised") == {}


def test_of_who_lost_their_adviser_again_the_managers_read_again(programme: Session) -> None:
    moves(programme, "UKENJI", None, "3 12:00")
    lives(programme, "4")
    moves(programme, "UKENJI", "UADA", "4 12:00")
    moves(programme, "UKENJI", None, "4 13:00")
    lives(programme, "5")
    assert sorted(read(programme, "UMAREN", "unadvised:")) == [4, 5]


def crowd(session: Session, until: datetime.date) -> data.models.Person:
    """Ada has five besides Kenji: Mina is there by an exception."""
    ada = found(session, "UADA")
    for number in range(4):
        tests.programme.add_freelancer(session, f"UF{number}", ada)
    return tests.programme.add_freelancer(session, "UMINA", ada, reason="until <Bola> is back", until=until)


def test_an_exception_is_spoken_of_a_week_before_its_end_and_when_it_is_over(programme: Session) -> None:
    crowd(programme, datetime.date(2026, 3, 12))
    lives(programme, "3", "4")
    assert read(programme, "UMAREN", "exception:") == {}
    lives(programme, "5", "6", "12")
    assert read(programme, "UMAREN", "exception:") == {
        5: "*The exception for Mina ends on Thu 12 March 2026.* Ada has 6 freelancers (cap 5).\n"
        "• It was given because: until &lt;Bola&gt; is back\n"
        "• To give them another adviser: `/program assign @Mina @adviser`\n"
        "• To let it be longer: `/program assign @Mina @Ada because … until 4w`"
    }
    assert read(programme, "UADA", "exception:") == {
        5: "*The exception for Mina ends on Thu 12 March 2026.* You have 6 freelancers (cap 5).\n"
        "• It was given because: until &lt;Bola&gt; is back\n"
        "• Your managers read it too, and decide what follows."
    }
    lives(programme, "13", "16")
    assert sorted(read(programme, "UMAREN", "exception:")) == [5, 13]
    assert sorted(read(programme, "UADA", "exception:")) == [5, 13]
    assert "*The exception for Mina ended on Thu 12 March 2026.*" in read(programme, "UADA", "exception:")[13]


def test_an_exception_that_is_settled_is_struck_through_and_spoken_of_no_more(programme: Session) -> None:
    crowd(programme, datetime.date(2026, 3, 12))
    lives(programme, "5")
    moves(programme, "UKENJI", "UBOLA", "5 12:00")
    lives(programme, "5 12:01", "13")
    assert read(programme, "UADA", "exception:") == {
        5: "~*The exception for Mina ends on Thu 12 March 2026.* You have 6 freelancers (cap 5).~ settled"
    }
