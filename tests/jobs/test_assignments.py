"""A freelancer moves from one adviser to another: what is recorded, and what each of those concerned reads, once."""

import datetime
import itertools

import pytest
import sqlmodel

import data.audit
import data.models
import data.morning
import data.people
import data.rows
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


def assign(session: Session, actor: Person, *moves: Move, hours: int = 0) -> None:
    jobs.assignments.assign(jobs.scene.load(session, NOW + datetime.timedelta(hours=hours)), actor, moves)


def waiting(session: Session, person: Person) -> list[str]:
    """What somebody's next morning tells, each part as its text."""
    return [str(part.payload["text"]) for part in data.morning.list_waiting(session) if part.person_id == person.id]


def reads(session: Session, person: Person) -> data.models.MorningPart:
    """Their morning tells what waits for it."""
    (part,) = [one for one in data.morning.list_waiting(session) if one.person_id == person.id]
    data.morning.record_told(session, part, datetime.date(2026, 3, 5))
    return part


def logged(session: Session, freelancer: Person, adviser: Person, follow_up: str | None) -> None:
    row = data.models.Checkin(
        freelancer_id=freelancer.id or 0, adviser_id=adviser.id or 0, week=datetime.date(2026, 3, 2), planned=60
    )
    data.rows.save(session, row)
    log = data.models.CheckinLog(
        checkin_id=row.id or 0,
        writer_id=adviser.id or 0,
        at=NOW,
        held_on=datetime.date(2026, 3, 3),
        minutes=60,
        follow_up=follow_up,
    )
    data.rows.save(session, log)


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
        "• Bola speaks English and Yoruba; you both speak English.\n"
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


def goes_on(session: Session, people: dict[str, Person], *path: str) -> dict[str, list[str]]:
    """Kenji goes from one adviser to the next within hours; the first lines of what each of them has waiting."""
    for hours, (old, new) in enumerate(itertools.pairwise(path)):
        assign(session, people["maren"], Move(people["kenji"], people[old], people[new]), hours=hours)
    return {name: [text.splitlines()[0] for text in waiting(session, people[name])] for name in ("kenji", *path)}


def test_who_moves_on_before_anybody_has_read_of_it_is_read_of_once_as_it_is_by_then(
    session: Session, people: dict[str, Person]
) -> None:
    for name in ("carl", "dora"):
        people[name] = tests.programme.add(session, f"U{name.upper()}", "adviser", zone="Europe/London")
    assert goes_on(session, people, "ada", "bola", "carl", "dora") == {
        "kenji": ["*From Wed 4 March 2026 on, Dora is your adviser.*"],
        "ada": ["*From Wed 4 March 2026 on, Dora (<@UDORA>) is Kenji's adviser.* Thank you for the time you gave."],
        "bola": [],
        "carl": [],
        "dora": ["*From Wed 4 March 2026 on, you are Kenji's adviser*, until now with Ada."],
    }
    assert "• Until now it was Ada.\n" in waiting(session, people["kenji"])[0]


def test_who_moves_back_before_anybody_has_read_of_it_is_nobodys_news(
    session: Session, people: dict[str, Person]
) -> None:
    assert goes_on(session, people, "ada", "bola", "ada") == {"kenji": [], "ada": [], "bola": []}


def test_who_has_read_of_a_move_reads_of_the_next_and_who_has_not_of_what_both_come_to(
    session: Session, people: dict[str, Person]
) -> None:
    assign(session, people["maren"], Move(people["kenji"], people["ada"], people["bola"]))
    reads(session, people["bola"])
    assign(session, people["maren"], Move(people["kenji"], people["bola"], people["ada"]), hours=20)
    assert [waiting(session, people[name]) for name in ("kenji", "ada")] == [[], []]
    (text,) = waiting(session, people["bola"])
    assert text.startswith("*From Thu 5 March 2026 on, Ada (<@UADA>) is Kenji's adviser.*")


def test_who_has_read_that_somebody_goes_reads_that_they_are_back(session: Session, people: dict[str, Person]) -> None:
    assign(session, people["maren"], Move(people["kenji"], people["ada"], people["bola"]))
    reads(session, people["ada"])
    assign(session, people["maren"], Move(people["kenji"], people["bola"], people["ada"]), hours=20)
    assert [waiting(session, people[name]) for name in ("kenji", "bola")] == [[], []]
    (text,) = waiting(session, people["ada"])
    assert text.startswith("*From Thu 5 March 2026 on, you are Kenji's adviser*, until now with Bola.")


def test_who_waits_to_read_of_several_reads_of_one_who_comes_back_too(
    session: Session, people: dict[str, Person]
) -> None:
    ada, bola = people["ada"], people["bola"]
    assign(session, people["maren"], Move(people["kenji"], ada, bola), Move(people["flor"], ada, bola))
    assign(session, people["maren"], Move(people["kenji"], bola, ada), hours=2)
    assert waiting(session, people["kenji"]) == []
    assert [text.splitlines()[0] for text in waiting(session, ada)] == [
        "*From Wed 4 March 2026 on, Bola (<@UBOLA>) is Kenji's adviser.* Thank you for the time you gave.",
        "*From Wed 4 March 2026 on, you are Kenji's adviser*, until now with Bola.",
    ]


def test_notes_that_are_removed_are_taken_out_of_what_was_told_and_of_what_waits(
    session: Session, people: dict[str, Person]
) -> None:
    logged(session, people["kenji"], people["ada"], "Finish <the> glossary")
    assign(session, people["maren"], Move(people["kenji"], people["ada"], people["bola"]))
    part = reads(session, people["bola"])
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
