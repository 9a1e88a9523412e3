"""A freelancer moves from one adviser to another: what is recorded, and what each of those concerned reads, once."""

import datetime

import pytest
import sqlmodel

import data.audit
import data.checkins
import data.models
import data.morning
import data.people
import data.settings
import jobs.assignments
import jobs.checkin_notes
import jobs.scene
import tests.programme

Session = sqlmodel.Session
Move = jobs.assignments.Move
Person = data.models.Person

NOW = datetime.datetime(2026, 3, 4, 12, tzinfo=datetime.UTC)
"""A Wednesday."""


@pytest.fixture
def people(session: Session) -> dict[str, Person]:
    """Ada in London has Flor in Tokyo and Kenji in Lagos; Bola in Lagos has Mina."""
    data.settings.record(session, "time_zone", "Europe/London")
    maren = tests.programme.add(session, "UMAREN", "manager")
    ada = tests.programme.add(session, "UADA", "adviser", zone="Europe/London", languages=["en", "ja"])
    bola = tests.programme.add(session, "UBOLA", "adviser", zone="Africa/Lagos", languages=["en", "yo"])
    flor = tests.programme.add_freelancer(
        session, "UFLOR", ada, zone="Asia/Tokyo", name="Flor <!here>", languages=["ja", "EN"]
    )
    kenji = tests.programme.add_freelancer(session, "UKENJI", ada, zone="Africa/Lagos")
    mina = tests.programme.add_freelancer(session, "UMINA", bola)
    session.flush()
    return {"maren": maren, "ada": ada, "bola": bola, "flor": flor, "kenji": kenji, "mina": mina}


def assign(session: Session, actor: Person, *moves: Move) -> None:
    jobs.assignments.assign(jobs.scene.load(session, NOW), actor, moves)


def waiting(session: Session, person: Person) -> list[str]:
    """What somebody's next morning tells, each part as its text."""
    return [str(part.payload["text"]) for part in data.morning.list_waiting(session) if part.person_id == person.id]


def logged(session: Session, freelancer: Person, adviser: Person, follow_up: str | None) -> None:
    row = data.models.Checkin(
        freelancer_id=freelancer.id or 0, adviser_id=adviser.id or 0, week=datetime.date(2026, 3, 2), planned=60
    )
    data.checkins.save(session, row)
    log = data.models.CheckinLog(
        checkin_id=row.id or 0,
        writer_id=adviser.id or 0,
        at=NOW,
        held_on=datetime.date(2026, 3, 3),
        minutes=60,
        follow_up=follow_up,
    )
    data.checkins.save(session, log)


def test_the_running_assignment_ends_and_the_next_begins_at_once(session: Session, people: dict[str, Person]) -> None:
    flor, ada, bola = people["flor"], people["ada"], people["bola"]
    assign(session, people["maren"], Move(flor, ada, bola))
    rows = session.exec(
        sqlmodel.select(data.models.Assignment).where(data.models.Assignment.freelancer_id == flor.id)
    ).all()
    assert [(row.adviser_id, row.starts, row.ends) for row in rows] == [
        (ada.id, tests.programme.NOW, NOW),
        (bola.id, NOW, None),
    ]
    (row,) = data.audit.list_about(session, "UFLOR")
    assert (row.actor, row.action) == ("UMAREN", "caseload.assign")
    assert (row.before, row.after) == ({"adviser": "UADA"}, {"adviser": "UBOLA"})


def test_the_freelancer_reads_who_it_is_from_when_and_how_to_reach_them(
    session: Session, people: dict[str, Person]
) -> None:
    assign(session, people["maren"], Move(people["flor"], people["ada"], people["bola"]))
    assert waiting(session, people["flor"]) == [
        "*From Wed 4 March 2026 on, Bola is your adviser.*\n"
        "• Until now it was Ada.\n"
        "• Bola speaks en and yo; you both speak EN.\n"
        "• Bola works 17:00 to 01:00 your time.\n"
        "• You have no working hours in common: agree on a time that suits both.\n"
        "• You can write to Bola at any time: <@UBOLA>.\n"
        "• `/checkin request` asks them for time. Your weekly check-ins go on."
    ]


def test_the_new_adviser_reads_who_comes_and_what_was_agreed_last(session: Session, people: dict[str, Person]) -> None:
    logged(session, people["kenji"], people["ada"], "Try <@UADA> & rest")
    assign(session, people["maren"], Move(people["kenji"], people["ada"], people["bola"]))
    assert waiting(session, people["bola"]) == [
        "*From Wed 4 March 2026 on, you are Kenji's adviser*, until now with Ada.\n"
        "• They are in Lagos.\n"
        "• Kenji works 09:00 to 17:00 your time.\n"
        "• You both work 09:00 to 17:00 your time.\n"
        "• To take over: last agreed, on Tue 3 March 2026: Try &lt;@UADA&gt; &amp; rest\n"
        "• Write to them: <@UKENJI>"
    ]


def test_the_adviser_until_now_reads_who_goes_to_whom_and_what_is_handed_over(
    session: Session, people: dict[str, Person]
) -> None:
    logged(session, people["flor"], people["ada"], "Finish the glossary")
    assign(session, people["maren"], Move(people["flor"], people["ada"], people["bola"]))
    assert waiting(session, people["ada"]) == [
        "*From Wed 4 March 2026 on, Bola (<@UBOLA>) is Flor &lt;!here&gt;'s adviser.* "
        "Thank you for the time you gave.\n"
        "• They take over: last agreed, on Tue 3 March 2026: Finish the glossary"
    ]


def test_however_many_moves_concern_somebody_they_read_one_message(session: Session, people: dict[str, Person]) -> None:
    ada, bola = people["ada"], people["bola"]
    moves = [Move(people["flor"], ada, bola), Move(people["kenji"], ada, bola), Move(people["mina"], bola, ada)]
    assign(session, people["maren"], *moves)
    assert [len(waiting(session, person)) for person in people.values()] == [0, 1, 1, 1, 1, 1]
    (text,) = waiting(session, ada)
    assert [line for line in text.splitlines() if line.startswith("*")] == [
        "*From Wed 4 March 2026 on, Bola (<@UBOLA>) is Flor &lt;!here&gt;'s adviser.* Thank you for the time you gave.",
        "*From Wed 4 March 2026 on, Bola (<@UBOLA>) is Kenji's adviser.* Thank you for the time you gave.",
        "*From Wed 4 March 2026 on, you are Mina's adviser*, until now with Bola.",
    ]


def test_notes_that_are_removed_are_taken_out_of_what_was_told_and_of_what_waits(
    session: Session, people: dict[str, Person]
) -> None:
    logged(session, people["kenji"], people["ada"], "Finish <the> glossary")
    assign(session, people["maren"], Move(people["kenji"], people["ada"], people["bola"]))
    (part,) = [one for one in data.morning.list_waiting(session) if one.person_id == people["bola"].id]
    data.morning.record_told(session, part, datetime.date(2026, 3, 5))
    row = session.get_one(data.models.Checkin, 1)
    jobs.checkin_notes.remove(jobs.scene.load(session, NOW + datetime.timedelta(days=2)), row, None)
    session.expire_all()
    (old,) = waiting(session, people["ada"])
    assert old.endswith("• They take over: last agreed, on Tue 3 March 2026, and removed since")
    assert "• To take over: last agreed, on Tue 3 March 2026, and removed since\n" in str(part.payload["text"])
    assert "glossary" not in str(part.payload)


def test_who_has_left_the_workspace_is_told_nothing(session: Session, people: dict[str, Person]) -> None:
    people["ada"].active = False
    assign(session, people["maren"], Move(people["flor"], people["ada"], people["bola"]))
    assert waiting(session, people["ada"]) == []
    assert len(waiting(session, people["bola"])) == 1


def test_an_exception_alone_opens_no_assignment_and_concerns_their_adviser_alone(
    session: Session, people: dict[str, Person]
) -> None:
    until = datetime.date(2026, 4, 3)
    assign(session, people["maren"], Move(people["flor"], people["ada"], people["ada"], "holiday <cover>", until))
    running = data.people.find_running_assignment(session, people["flor"].id or 0)
    assert running is not None
    assert (running.starts, running.exception_reason, running.exception_until) == (
        tests.programme.NOW,
        "holiday <cover>",
        until,
    )
    assert waiting(session, people["flor"]) == []
    assert waiting(session, people["ada"]) == [
        "• With Flor &lt;!here&gt; you may have more than 5 freelancers until Fri 3 April 2026: holiday &lt;cover&gt;"
    ]
