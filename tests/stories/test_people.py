"""People change: Slack says who left, who came and what they are called now; and what each reads about themselves."""

from __future__ import annotations

import datetime
import time

import pytest

import bot.people
import data.outbox
import data.people
import tests.stories.cast
import tests.stories.door
import tests.stories.programme

Programme = tests.stories.programme.Programme


@pytest.fixture(autouse=True)
def quick_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let one look at an account follow the other: their pace has tests of its own."""
    monkeypatch.setattr(bot.people, "APART", 0.01)


def becomes_true(programme: Programme, question: str) -> None:
    """Wait until a query of the store finds something; each change comes with an entry in the journal or soon after."""
    end = time.monotonic() + tests.stories.programme.LONG
    while not programme.rows(question):
        assert time.monotonic() < end, f"nothing is found by {question}"
        programme.slack.journal(programme.slack.last, wait=0.05)


def told(programme: Programme, action: str, subject: str) -> None:
    becomes_true(programme, f"SELECT 1 FROM audit WHERE action = '{action}' AND subject = '{subject}'")  # noqa: S608  # our own words


def test_the_managers_read_once_what_somebody_who_left_holds(programme: Programme) -> None:
    for _ in range(2):
        programme.slack.change_member(tests.stories.cast.ADA, deleted=True)
        told(programme, "person.deactivated", tests.stories.cast.ADA)
    programme.passes("PT1M")
    programme.settles()
    (text,) = [one for one in programme.maren.reads() if "was deactivated" in one]
    assert text.startswith("*Ada Harbour's Slack account was deactivated.*")
    assert "They were to sit in these shifts" in text
    assert "Kenji Paperfold → Dev Anchor" in text


def test_from_that_moment_they_get_nothing_and_may_do_nothing(programme: Programme) -> None:
    waiting = data.outbox.Draft(
        key="left:tomorrow",
        lane="@U0ADA",
        payload={"text": "Hello"},
        reason="a test",
        due_at=programme.now + datetime.timedelta(days=1),
    )
    with programme.writing() as session:
        data.outbox.enqueue(session, [waiting])
    programme.slack.change_member(tests.stories.cast.ADA, deleted=True)
    told(programme, "person.deactivated", tests.stories.cast.ADA)
    assert programme.rows("SELECT state FROM outbox WHERE key = 'left:tomorrow'") == [("dropped",)]
    programme.passes("P2D", step="PT12H")
    assert not any(post["channel"] == "D0ADA" for post in programme.posts())


def test_who_comes_back_is_there_again(programme: Programme) -> None:
    programme.slack.change_member(tests.stories.cast.KENJI, deleted=True)
    told(programme, "person.deactivated", tests.stories.cast.KENJI)
    programme.slack.change_member(tests.stories.cast.KENJI, deleted=False)
    told(programme, "person.reactivated", tests.stories.cast.KENJI)
    assert programme.kenji.types("/program me").text.startswith("*Name:* Kenji Paperfold")


def test_a_deactivation_that_nobody_told_is_seen_by_the_daily_look(prepared: Programme) -> None:
    workspace = tests.stories.cast.workspace()
    for member in workspace["members"]:
        if member["id"] == tests.stories.cast.AMARA:
            member |= {"deleted": True, "real_name": "Amara  Meadow"}
    prepared.slack.reset(workspace)
    prepared.began = prepared.slack.last
    prepared.start()
    told(prepared, "person.deactivated", tests.stories.cast.AMARA)
    assert prepared.rows("SELECT active, name FROM person WHERE slack_id = 'U0AMARA'") == [(0, "Amara Meadow")]


def test_each_account_is_looked_at_once_a_day(programme: Programme) -> None:
    everybody = "SELECT count(*) FROM person HAVING count(seen_at) = count(*)"
    becomes_true(programme, everybody)
    first = len(programme.calls("users.info"))
    programme.passes("PT6H")
    programme.passes("PT1H")
    assert len(programme.calls("users.info")) == first == len(programme.rows("SELECT 1 FROM person"))
    programme.passes("P1D", step="P1D")
    becomes_true(programme, f"{everybody} AND min(seen_at) > '2026-03-03 12:00'")
    assert len(programme.calls("users.info")) == 2 * first


def test_a_name_follows_slack_and_a_zone_only_where_nobody_gave_one(programme: Programme) -> None:
    programme.slack.change_member(tests.stories.cast.ADA, real_name="Ada <!channel> Haven", tz="Asia/Tokyo")
    told(programme, "person.change", tests.stories.cast.ADA)
    text = programme.ada.types("/program me").text
    assert "*Name:* Ada &lt;!channel&gt; Haven" in text
    assert "*Time zone:* Europe/Berlin" in text
    programme.ada.types("/program me")
    opened = programme.ada.presses("Change")
    assert opened.view
    assert programme.ada.submits({"Time zone": ""}).errors == {}
    becomes_true(programme, "SELECT 1 FROM person WHERE slack_id = 'U0ADA' AND zone IS NULL")
    programme.slack.change_member(tests.stories.cast.ADA, tz="Asia/Seoul")
    becomes_true(programme, "SELECT 1 FROM person WHERE slack_id = 'U0ADA' AND zone = 'Asia/Seoul' AND zone_from_slack")
    assert "Asia/Seoul, where it is 21:0" in programme.ada.types("/program me").text


# -- who has no account yet

LINE = ",Nora Nightboat,freelancer,,{adviser},20,2026-02-01,2026-04-30,nora@muster.test\n"


def awaiting(programme: Programme, adviser: str = "U0BOLA") -> None:
    header, *rest = tests.stories.cast.ROSTER.splitlines()
    roster = "\n".join([f"{header},email", *(f"{line}," for line in rest)]) + "\n"
    programme.imports(roster + LINE.format(adviser=adviser))


def test_who_is_awaited_is_linked_when_they_join(programme: Programme) -> None:
    awaiting(programme)
    assert "Nora Nightboat (nora@muster.test), no Slack account" in programme.maren.types("/program people").text
    programme.slack.change_member(
        "U0NORA", name="nora", real_name="Nora N. Nightboat", email="Nora@muster.test", tz="Europe/Oslo"
    )
    told(programme, "roster.add", "U0NORA")
    becomes_true(programme, "SELECT 1 FROM person WHERE slack_id = 'U0NORA' AND zone = 'Europe/Oslo'")
    assert programme.rows("SELECT * FROM awaited") == []
    (row,) = programme.rows(
        "SELECT adviser.slack_id, contract.ends FROM person JOIN assignment ON freelancer_id = person.id "
        "JOIN person adviser ON adviser.id = adviser_id JOIN contract ON person_id = person.id "
        "WHERE person.slack_id = 'U0NORA'"
    )
    assert row == ("U0BOLA", "2026-05-01")


def test_who_joined_while_nobody_listened_is_found_by_their_address(prepared: Programme) -> None:
    workspace = tests.stories.cast.workspace()
    workspace["members"].append({"id": "U0NORA", "name": "nora", "real_name": "Nora N.", "email": "nora@muster.test"})
    awaiting(prepared)
    prepared.slack.reset(workspace)
    prepared.began = prepared.slack.last
    prepared.start()
    told(prepared, "roster.add", "U0NORA")


@pytest.mark.parametrize(("team", "linked"), [(tests.stories.cast.TEAM, 1), ("T0OTHER", 0)])
def test_only_somebody_of_this_workspace_is_taken_for_who_is_awaited(
    prepared: Programme, team: str, linked: int
) -> None:
    awaiting(prepared)
    user = {"id": "U0NORA", "team_id": team, "real_name": "N.", "profile": {"email": "nora@muster.test"}}
    tests.stories.door.brings(prepared, [tests.stories.door.event("team_join", user=user)])
    assert len(prepared.rows("SELECT 1 FROM person WHERE slack_id = 'U0NORA'")) == linked
    assert len(prepared.rows("SELECT 1 FROM awaited")) == 1 - linked


def test_a_row_that_does_not_fit_any_more_is_told_to_the_managers_once(programme: Programme) -> None:
    awaiting(programme)
    with programme.writing() as session:
        bola = data.people.find(session, tests.stories.cast.BOLA)
        assert bola is not None
        bola.adviser = False
        session.add(bola)
    for name in ("Nora", "Nora N."):
        programme.slack.change_member("U0NORA", name="nora", real_name=name, email="nora@muster.test", tz="Europe/Oslo")
        becomes_true(programme, "SELECT 1 FROM outbox WHERE key LIKE 'awaited:%'")
    programme.settles()
    (text,) = [one for one in programme.maren.reads() if "whom the roster awaits" in one]
    assert "adviser: U0BOLA is on the roster, but no adviser" in text
    assert len(programme.rows("SELECT * FROM awaited")) == 1


# -- me, and being forgotten


def test_everybody_reads_what_is_kept_about_them_and_nobody_anothers(programme: Programme) -> None:
    kenji = programme.kenji.types("/program me").text
    assert "*Adviser:* <@U0ADA>" in kenji
    assert "*Contract:* Sun 1 February 2026 to Thu 30 April 2026" in kenji
    assert "turns on duty" not in kenji
    assert "turns on duty" in programme.ada.types("/program me").text
    assert programme.maren.types("/program me @Kenji Paperfold").text.startswith("I don't know what to do with")


def test_what_is_wrong_in_the_form_is_said_at_its_field(programme: Programme) -> None:
    programme.kenji.types("/program me")
    programme.kenji.presses("Change")
    errors = programme.kenji.submits({"Time zone": "Mars", "Working hours": "late"}).errors
    assert set(errors) == {"Time zone", "Working hours"}
    assert "Europe/Berlin" in errors["Time zone"]
    assert programme.kenji.submits({"Time zone": "asia/seoul", "Working hours": "mon-thu 9:00-15:00"}).errors == {}
    programme.settles()
    assert programme.kenji.reads()[-1].splitlines() == [
        "Saved. From now on:",
        "• Time zone: Asia/Tokyo → Asia/Seoul",
        "• Working hours: none → mon-thu 09:00-15:00",
    ]


def test_a_manager_forgets_somebody_after_a_preview(programme: Programme) -> None:
    refused = programme.maren.types("/program people forget @Kenji Paperfold").text
    assert refused.startswith("Kenji Paperfold has a contract until Thu 30 April 2026: end it first")
    preview = programme.maren.types("/program people forget @Rowan Farewell")
    assert "by “former member”" in preview.text
    assert programme.rows("SELECT name FROM person WHERE slack_id = 'U0ROWAN'") == [("Rowan Farewell",)]
    programme.maren.presses("Forget")
    assert programme.rows("SELECT name, active FROM person WHERE slack_id = 'U0ROWAN'") == [("former member", 0)]
    assert programme.rows("SELECT count(*) FROM audit WHERE CAST(after AS TEXT) LIKE '%Farewell%'") == [(0,)]
    told(programme, "person.forget", tests.stories.cast.ROWAN)
    programme.slack.change_member(tests.stories.cast.ROWAN, real_name="Rowan Farewell", deleted=False)
    programme.passes("P2D", step="P1D")
    assert programme.rows("SELECT name, active FROM person WHERE slack_id = 'U0ROWAN'") == [("former member", 0)]
