"""`/program rebalance`: a preview that changes nothing, one confirm, and what is struck out of it."""

import datetime
import typing

import pytest
import sqlmodel

import commands.replies
import data.models
import data.people
import data.settings
import messages.rebalance
import sandbox.blocks
import tests.commands.asking
import tests.programme

NOW = tests.programme.NOW
DAY = datetime.timedelta(days=1)

Asking = tests.commands.asking.Asking
Payload = dict[str, typing.Any]
said = tests.commands.asking.said


@pytest.fixture
def programme(session: sqlmodel.Session) -> sqlmodel.Session:
    """A manager; Ada, who left, had Kenji and Lin; Bo speaks Japanese and has nobody, Cy has one of his cap of two."""
    data.settings.record(session, "caseload_cap", "2")
    data.settings.record(session, "time_zone", "Europe/Berlin")
    tests.programme.add(session, "UMAREN", "manager")
    ada = tests.programme.add(session, "UADA", "adviser", active=False)
    tests.programme.add(session, "UBO", "adviser", languages=["ja", "en"], zone="Africa/Nairobi")
    cy = tests.programme.add(session, "UCY", "adviser", languages=["en"])
    tests.programme.add_freelancer(session, "UKENJI", ada, languages=["ja", "en"])
    tests.programme.add_freelancer(session, "ULIN", ada, languages=["en"])
    tests.programme.add_freelancer(session, "UMAX", cy, languages=["ja"])
    return session


def maren(session: sqlmodel.Session) -> Asking:
    return Asking(session, "UMAREN")


def opened(session: sqlmodel.Session) -> Payload:
    reply = maren(session).command("/program rebalance")
    assert isinstance(reply, commands.replies.Open)
    return reply.view


def boxes(view: Payload) -> dict[str, tuple[str, str]]:
    """What stands beside each box, by its value; all of them are ticked."""
    elements = [block["element"] for block in view["blocks"] if block["type"] == "input"]
    options = [option for element in elements for option in element["options"]]
    assert options == [option for element in elements for option in element["initial_options"]]
    return {one["value"]: (one["text"]["text"], one["description"]["text"]) for one in options}


def confirm(session: sqlmodel.Session, view: Payload, *ticked: str, key: str = "") -> commands.replies.Reply:
    """Press *Confirm* with these boxes ticked."""
    inputs = {"first": "\n".join(ticked)}
    return maren(session).submit(messages.rebalance.CONFIRM, key=key, subject=view["private_metadata"], **inputs)


def advisers(session: sqlmodel.Session) -> dict[str, str]:
    """The adviser of each freelancer."""
    whose = data.people.load_adviser_slack_ids(session)
    return {one.slack_id: whose[one.id or 0] for one in data.people.list_everyone(session) if one.id in whose}


def parts(session: sqlmodel.Session) -> list[str]:
    """Whom their next morning message tells of it."""
    told = session.exec(sqlmodel.select(data.models.MorningPart, data.models.Person).join(data.models.Person)).all()
    return sorted(person.slack_id for part, person in told if part.kind == "assignment")


def test_the_preview_says_why_each_moves_and_why_there_and_changes_nothing(programme: sqlmodel.Session) -> None:
    before = advisers(programme)
    view = opened(programme)
    assert boxes(view) == {
        "UKENJI": ("Kenji → Bo", "has no adviser · both speak Japanese, English · share 30 h a week"),
        "ULIN": ("Lin → Cy", "has no adviser · both speak English · share 40 h a week"),
    }
    assert view["blocks"][0]["text"]["text"].startswith("*2 moves*, the fewest that help.")
    assert (advisers(programme), parts(programme)) == (before, [])


def test_confirmed_each_goes_where_it_said_and_each_person_is_told_once(programme: sqlmodel.Session) -> None:
    text = said(confirm(programme, opened(programme), "UKENJI", "ULIN"))
    assert text.splitlines() == [
        "*Done: 2 moves.* Each person concerned reads it once, in their next morning message.",
        "• Kenji → Bo",
        "• Lin → Cy",
        "To change one of them: `/program assign @freelancer @adviser`.",
    ]
    assert advisers(programme) == {"UKENJI": "UBO", "ULIN": "UCY", "UMAX": "UCY"}
    assert parts(programme) == ["UBO", "UCY", "UKENJI", "ULIN"]
    rows = programme.exec(sqlmodel.select(data.models.Audit)).all()
    assert [(row.actor, row.subject, row.before, row.after) for row in rows if row.action == "caseload.assign"] == [
        ("UMAREN", "UKENJI", {"adviser": "UADA"}, {"adviser": "UBO"}),
        ("UMAREN", "ULIN", {"adviser": "UADA"}, {"adviser": "UCY"}),
    ]
    assert said(maren(programme).command("/program rebalance")).startswith("*Nothing to move.* Everybody whose ")


def test_what_is_struck_out_stays_as_it_is(programme: sqlmodel.Session) -> None:
    text = said(confirm(programme, opened(programme), "ULIN"))
    assert text.splitlines()[1:3] == ["• Lin → Cy", "1 move left out."]
    assert advisers(programme)["UKENJI"] == "UADA"
    assert parts(programme) == ["UCY", "ULIN"]


def test_with_nothing_ticked_it_asks_what_is_meant(programme: sqlmodel.Session) -> None:
    reply = confirm(programme, opened(programme))
    assert reply == commands.replies.Fields({"first": messages.rebalance.NOTHING_TICKED})


def test_nobody_else_can_be_slipped_in(programme: sqlmodel.Session) -> None:
    confirm(programme, opened(programme), "ULIN", "UMAX", "UMAREN", "no such")
    assert advisers(programme) == {"UKENJI": "UADA", "ULIN": "UCY", "UMAX": "UCY"}


def test_when_things_have_moved_on_it_says_so_and_shows_the_new_preview(programme: sqlmodel.Session) -> None:
    view = opened(programme)
    tests.programme.add_freelancer(programme, "UNIA")
    reply = confirm(programme, view, "UKENJI", "ULIN")
    assert isinstance(reply, commands.replies.Next)
    assert "*Things have moved on since you looked, and nothing was changed.*" in str(reply.view["blocks"])
    assert (sorted(boxes(reply.view)), parts(programme)) == (["UKENJI", "ULIN", "UNIA"], [])
    confirm(programme, reply.view, "UNIA", "UKENJI", "ULIN")
    assert len(parts(programme)) == 5


def test_confirmed_twice_it_is_done_once(programme: sqlmodel.Session) -> None:
    view = opened(programme)
    first = confirm(programme, view, "UKENJI", key="once")
    assert confirm(programme, view, "UKENJI", key="once") == first
    assert isinstance(confirm(programme, view, "UKENJI"), commands.replies.Next)
    assert parts(programme) == ["UBO", "UKENJI"]


def test_if_all_is_well_by_the_time_it_is_confirmed_it_says_that(programme: sqlmodel.Session) -> None:
    view = opened(programme)
    confirm(programme, view, "UKENJI", "ULIN")
    assert said(confirm(programme, view, "UKENJI", "ULIN")).startswith("*Nothing to move.*")


def test_who_is_over_the_cap_is_said_with_the_number_and_an_exception_that_holds_stays(
    programme: sqlmodel.Session,
) -> None:
    confirm(programme, opened(programme), "UKENJI", "ULIN")
    cy = data.people.find(programme, "UCY")
    until = (NOW + 5 * DAY).date()
    tests.programme.add_freelancer(programme, "UNIA", cy, reason="holiday cover", until=until, languages=["ja"])
    assert said(maren(programme).command("/program rebalance")).startswith("*Nothing to move.*")
    later = Asking(programme, "UMAREN", NOW + 6 * DAY).command("/program rebalance")
    assert isinstance(later, commands.replies.Open)
    assert boxes(later.view) == {"UNIA": ("Nia → Bo", "Cy has 3 (cap 2) · both speak Japanese · share 30 h a week")}


def test_where_seats_do_not_suffice_it_says_who_stays_without_and_what_would_help(programme: sqlmodel.Session) -> None:
    for slack_id in ("UNIA", "UOLA"):
        tests.programme.add_freelancer(programme, slack_id, name=f"{slack_id[1:].title()} <!channel>")
    view = opened(programme)
    assert len(boxes(view)) == 3
    text = str(view["blocks"][-2]["text"]["text"])
    assert text.startswith("*1 place is missing.* Without an adviser: Ola &lt;!channel&gt;.\nWhat would help: another ")
    confirm(programme, view, *boxes(view))
    text = said(maren(programme).command("/program rebalance"))
    assert text.startswith("*Nobody can move: no place is free.*\n*1 place is missing.* Without an adviser: Ola ")


def test_who_is_away_for_long_gets_nobody(programme: sqlmodel.Session) -> None:
    maren(programme).command("/program away 2026-03-02 2026-04-30 <@UBO>")
    assert boxes(opened(programme)) == {
        "UKENJI": ("Kenji → Cy", "has no adviser · both speak English · share 40 h a week")
    }


def test_who_is_a_freelancer_too_gets_nobody(programme: sqlmodel.Session) -> None:
    bo, cy = data.people.find(programme, "UBO"), data.people.find(programme, "UCY")
    assert bo is not None
    bo.freelancer = True
    tests.programme.add_contract(programme, bo, -30, 60)
    assignment = data.models.Assignment(freelancer_id=bo.id or 0, adviser_id=(cy.id if cy else 0) or 0, starts=NOW)
    data.people.record_assignment(programme, NOW, None, assignment)
    text = said(maren(programme).command("/program rebalance"))
    assert text.startswith(
        "*Nobody can move: no place is free.*\n*2 places are missing.* Without an adviser: Kenji and Lin."
    )


def test_it_is_for_managers_alone(programme: sqlmodel.Session) -> None:
    for slack_id in ("UBO", "UKENJI"):
        assert Asking(programme, slack_id).refusal("/program rebalance").startswith("This is for programme managers.")


def test_thirty_moves_with_long_names_fit_what_slack_takes_and_the_rest_follows(session: sqlmodel.Session) -> None:
    tests.programme.add(session, "UMAREN", "manager")
    for number in range(7):
        tests.programme.add(session, f"UA{number}", "adviser", name=f"<@U{number}> {'W' * 200}", languages=["x" * 90])
    for number in range(40):
        tests.programme.add_freelancer(session, f"UF{number:02}", name=f"& {'M' * 200}", languages=["x" * 90])
    view = opened(session)
    assert sandbox.blocks.check_view(view, sandbox.blocks.MODAL) == []
    assert len(boxes(view)) == 30
    assert "5 more moves can follow: confirm these, and then `/program rebalance` again." in str(view["blocks"])
    assert "*5 places are missing.* What would help" in str(view["blocks"])
    people = [f"UF{number:02}" for number in range(30)]
    ticked = {name: "\n".join(people[10 * n : 10 * n + 10]) for n, name in enumerate(messages.rebalance.TICKED)}
    reply = maren(session).submit(messages.rebalance.CONFIRM, subject=view["private_metadata"], **ticked)
    assert said(reply).startswith("*Done: 30 moves.*")
    assert isinstance(reply, commands.replies.Say)
    assert sandbox.blocks.check(reply.message["blocks"], sandbox.blocks.MESSAGE) == []
    assert "<@" not in reply.message["text"]
    assert len(boxes(opened(session))) == 5
