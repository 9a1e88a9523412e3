"""`/duty pool`: who is in it, who joins and leaves when, and a preview that is only that."""

import datetime

import pytest
import sqlalchemy
import sqlmodel

import commands.replies
import data.duty
import data.models
import data.people
import data.settings
import jobs.duty
import jobs.rotation
import messages.pool
import rules.errors
import rules.settings
import tests.commands.asking
import tests.programme

NOW = tests.programme.NOW
DAY = datetime.timedelta(days=1)
FIRST = NOW + 14 * DAY
"""The next handover: Monday 16 March 2026, 10:00 in Berlin."""

ROSTER = ("UADA", "UBEN", "UCY", "UDOV", "UEVA", "UFAY")

Asking = tests.commands.asking.Asking


@pytest.fixture
def programme(session: sqlmodel.Session) -> sqlmodel.Session:
    """A manager and six advisers in Berlin, live; the running shift began on 2 March at 10:00, with Ada and Ben."""
    tests.programme.add(session, "UMAREN", "manager", zone="Europe/Berlin")
    for slack_id in ROSTER:
        tests.programme.add(session, slack_id, "adviser", zone="Europe/Berlin")
    data.settings.record(session, "time_zone", "Europe/Berlin")
    data.settings.record(session, "triage_channel", "C0TRIAGE")
    data.settings.record_milestone(session, data.settings.WENT_LIVE, NOW - DAY)
    jobs.duty.tick(session, NOW)
    data.settings.record(session, "duty_pool", "listed")
    session.flush()
    return session


def maren(session: sqlmodel.Session, now: datetime.datetime = NOW) -> Asking:
    return Asking(session, "UMAREN", now)


def dealt(session: sqlmodel.Session, now: datetime.datetime = NOW) -> list[list[str]]:
    """Who sits in the running shift and those after it."""
    known = jobs.rotation.load(session, rules.settings.read(data.settings.load(session)), now)
    return [[known.people[seat.person].slack_id for seat in turn.seats] for turn in known.turns]


def pool(session: sqlmodel.Session, now: datetime.datetime = NOW) -> dict[str, datetime.datetime | None]:
    """Until when each is in."""
    return {person.slack_id: membership.ends for membership, person in data.duty.list_pool(session, now)}


def everything(session: sqlmodel.Session) -> list[tuple[object, ...]]:
    """Every row of every table but the keys of requests."""
    tables = [table for table in sqlmodel.SQLModel.metadata.sorted_tables if table.name != "request_key"]
    return [(table.name, *row) for table in tables for row in session.execute(sqlalchemy.select(table))]


def confirm(reply: commands.replies.Reply) -> str:
    """The subject of the button under a preview."""
    assert isinstance(reply, commands.replies.Say)
    buttons = [one for block in reply.message["blocks"] for one in block.get("elements", []) if "action_id" in one]
    assert [(one["action_id"], one["text"]["text"]) for one in buttons] == [(messages.pool.REMOVE, "Confirm")]
    return str(buttons[0]["value"])


def parts(session: sqlmodel.Session, kind: str) -> list[int]:
    """Whom their next morning message tells so."""
    part = data.models.MorningPart
    return sorted(session.exec(sqlmodel.select(part.person_id).where(part.kind == kind)).all())


def audits(session: sqlmodel.Session) -> list[tuple[str, str, object, object]]:
    rows = session.exec(sqlmodel.select(data.models.Audit)).all()
    return [(row.action, row.subject, row.before, row.after) for row in rows if row.action.startswith("pool.")]


# -- who is in it


def test_the_pool_is_listed_by_name_with_what_a_planner_asks(programme: sqlmodel.Session) -> None:
    tests.programme.add(programme, "UGUS", "adviser")
    said = Asking(programme, "UADA").says("/duty pool").splitlines()
    assert said[0] == "*The duty pool* (Europe/Berlin): 6 advisers"
    assert [line.partition(":")[0] for line in said[1:7]] == [f"• {slack_id[1:].title()}" for slack_id in ROSTER]
    first = dealt(programme)[0][0][1:].title()
    third = dealt(programme)[1][0][1:].title()
    lines = {line[2:].partition(":")[0]: line for line in said[1:7]}
    assert lines[first].endswith("since Mon 2 March 2026, 1 shift so far, on duty until Mon 16 March 2026")
    assert lines[third].endswith("since Mon 2 March 2026, 0 shifts so far, next from Mon 16 March 2026")
    assert said[7].startswith("Not in the pool: Gus. Managers: ")


def test_freelancers_have_no_business_with_it_and_advisers_do_not_change_it(programme: sqlmodel.Session) -> None:
    tests.programme.add_freelancer(programme, "UKENJI")
    assert Asking(programme, "UKENJI").refusal("/duty pool").startswith("This is for programme managers and advisers.")
    for verb in ("add", "remove"):
        asked = Asking(programme, "UADA").refusal(f"/duty pool {verb} <@UADA>")
        assert asked.startswith("This is for programme managers.")
    assert pool(programme) == dict.fromkeys(ROSTER)


# -- joining


def test_who_is_added_joins_at_the_next_handover_and_nobodys_dates_move(programme: sqlmodel.Session) -> None:
    gus = tests.programme.add(programme, "UGUS", "adviser")
    before = dealt(programme)
    said = maren(programme).says("/duty pool add <@UGUS>").splitlines()
    assert said[0] == "Gus joins the duty pool on Mon 16 March 2026, 10:00 (Europe/Berlin)."
    assert said[1].startswith("The first shift in which they can be dealt a seat begins on Mon 8 June 2026, 10:00 ")
    assert said[2] == "Nobody's dates change."
    assert dealt(programme) == before
    assert parts(programme, "pool") == [gus.id]
    assert audits(programme) == [("pool.add", "UGUS", None, {"from": FIRST.isoformat()})]
    assert maren(programme).says("/duty pool").splitlines()[7].startswith("• Gus: from Mon 16 March 2026, 0 shifts")


def test_from_a_later_day_it_is_the_first_handover_after_it(programme: sqlmodel.Session) -> None:
    tests.programme.add(programme, "UGUS", "adviser")
    said = maren(programme).says("/duty pool add <@UGUS> from 2026-07-01").splitlines()
    assert said[0] == "Gus joins the duty pool on Mon 6 July 2026, 10:00 (Europe/Berlin)."
    assert said[1].startswith("The first shift in which they can be dealt a seat begins on Mon 6 July 2026, 10:00 ")


def test_who_can_not_be_added_is_told_why(programme: sqlmodel.Session) -> None:
    tests.programme.add_freelancer(programme, "UKENJI")
    tests.programme.add(programme, "UGUS", "adviser")
    ask = maren(programme).refusal
    assert ask("/duty pool add <@UKENJI>").startswith("Kenji is no adviser on the roster")
    assert ask("/duty pool add <@UADA>").startswith("Ada is in the duty pool already, from Mon 2 March 2026")
    assert ask("/duty pool add <@UGUS> 2026-03-01").startswith("Sun 1 March 2026 is past.")
    assert "UGUS" not in pool(programme)


def test_while_it_is_quiet_all_that_comes_is_dealt_again_with_who_joins(programme: sqlmodel.Session) -> None:
    programme.delete(programme.get_one(data.models.Milestone, data.settings.WENT_LIVE))
    tests.programme.add(programme, "UGUS", "adviser")
    assert (
        maren(programme)
        .says("/duty pool add <@UGUS>")
        .splitlines()[1]
        .startswith("The first shift in which they can be dealt a seat begins on Mon 16 March 2026, 10:00 ")
    )
    assert any("UGUS" in pair for pair in dealt(programme)[1:])
    assert parts(programme, "pool") == []


# -- leaving


def test_a_removal_shows_whose_dates_would_move_and_changes_nothing(programme: sqlmodel.Session) -> None:
    before, rows = dealt(programme), everything(programme)
    reply = maren(programme).command("/duty pool remove <@UCY>")
    said = tests.commands.asking.said(reply)
    assert said.startswith("*Cy would leave the duty pool on Mon 16 March 2026, 10:00 (Europe/Berlin).*")
    assert "\n• Cy: Not yours any more: " in said
    assert "\nNothing is changed until you confirm." in said
    assert (dealt(programme), everything(programme)) == (before, rows)


def test_confirmed_the_dates_move_as_shown_and_the_running_shift_stays(programme: sqlmodel.Session) -> None:
    before = dealt(programme)
    preview = maren(programme).command("/duty pool remove <@UADA>")
    reply = maren(programme).press(messages.pool.REMOVE, subject=confirm(preview))
    moved = [line for line in tests.commands.asking.said(reply).splitlines() if line.startswith("•")]
    assert moved == [line for line in tests.commands.asking.said(preview).splitlines() if line.startswith("•")]
    assert moved
    after = dealt(programme)
    assert after[0] == before[0]
    assert any("UADA" in pair for pair in before[1:])
    assert all("UADA" not in pair for pair in after[1:])
    assert pool(programme)["UADA"] == FIRST
    assert audits(programme) == [("pool.remove", "UADA", None, {"until": FIRST.isoformat()})]
    ada = data.people.find(programme, "UADA")
    assert ada is not None
    assert parts(programme, "pool") == [ada.id]


def test_a_later_day_leaves_the_shifts_before_it_as_they_are(programme: sqlmodel.Session) -> None:
    before = dealt(programme)
    subject = confirm(maren(programme).command("/duty pool remove <@UCY> 2026-04-20"))
    maren(programme).press(messages.pool.REMOVE, subject=subject)
    after = dealt(programme)
    known = jobs.rotation.load(programme, rules.settings.read(data.settings.load(programme)), NOW)
    early = sum(turn.starts.date() < datetime.date(2026, 4, 20) for turn in known.turns)
    assert after[:early] == before[:early]
    assert all("UCY" not in pair for pair in after[early:])


def test_when_things_have_moved_on_the_new_preview_is_shown_and_nothing_is_changed(
    programme: sqlmodel.Session,
) -> None:
    subject = confirm(maren(programme).command("/duty pool remove <@UCY>"))
    Asking(programme, "UDOV").command("/duty away 2026-03-10 2026-07-10")
    reply = maren(programme).press(messages.pool.REMOVE, subject=subject)
    assert tests.commands.asking.said(reply).startswith("*Things have moved on since you looked, and nothing was")
    assert pool(programme)["UCY"] is None
    maren(programme).press(messages.pool.REMOVE, subject=confirm(reply))
    assert pool(programme)["UCY"] == FIRST


def test_pressed_twice_it_is_done_once(programme: sqlmodel.Session) -> None:
    subject = confirm(maren(programme).command("/duty pool remove <@UCY>"))
    maren(programme).press(messages.pool.REMOVE, subject=subject)
    with pytest.raises(rules.errors.ProgramError, match=r"^Cy leaves the duty pool on Mon 16 March 2026"):
        maren(programme).press(messages.pool.REMOVE, subject=subject)
    assert len(audits(programme)) == 1


def test_who_is_not_in_can_not_be_removed(programme: sqlmodel.Session) -> None:
    tests.programme.add(programme, "UGUS", "adviser")
    assert maren(programme).refusal("/duty pool remove <@UGUS>").startswith("Gus is not in the duty pool.")


def test_adding_takes_a_removal_back(programme: sqlmodel.Session) -> None:
    subject = confirm(maren(programme).command("/duty pool remove <@UCY> 2026-04-20"))
    maren(programme).press(messages.pool.REMOVE, subject=subject)
    assert maren(programme).refusal("/duty pool add <@UCY> 2026-06-01").startswith("Cy leaves the duty pool on Mon ")
    assert maren(programme).says("/duty pool add <@UCY>").startswith("Cy stays in the duty pool: ")
    assert pool(programme) == dict.fromkeys(ROSTER)


def test_who_never_began_is_out_at_once_and_stays_out_where_all_advisers_join(programme: sqlmodel.Session) -> None:
    tests.programme.add(programme, "UGUS", "adviser")
    maren(programme).command("/duty pool add <@UGUS> 2026-06-01")
    maren(programme).press(messages.pool.REMOVE, subject=confirm(maren(programme).command("/duty pool remove <@UGUS>")))
    data.settings.record(programme, "duty_pool", "advisers")
    jobs.duty.tick(programme, NOW + DAY)
    assert "UGUS" not in pool(programme)
    assert maren(programme).says("/duty pool add <@UGUS>").startswith("Gus joins the duty pool on Mon 16 March")


def test_who_left_and_comes_back_has_a_membership_of_its_own(programme: sqlmodel.Session) -> None:
    maren(programme).press(messages.pool.REMOVE, subject=confirm(maren(programme).command("/duty pool remove <@UCY>")))
    later = FIRST + DAY
    assert "UCY" not in pool(programme, later)
    said = maren(programme, later).says("/duty pool add <@UCY>")
    assert said.startswith("Cy joins the duty pool on Mon 30 March 2026, 10:00 (Europe/Berlin).")
    assert pool(programme, later)["UCY"] is None


def test_a_manager_who_removes_themselves_reads_it_in_the_answer_alone(programme: sqlmodel.Session) -> None:
    cy = data.people.find(programme, "UCY")
    assert cy is not None
    cy.manager = True
    asking = Asking(programme, "UCY")
    asking.press(messages.pool.REMOVE, subject=confirm(asking.command("/duty pool remove <@UCY>")))
    assert parts(programme, "pool") == []
    assert cy.id not in parts(programme, "dates")


def test_a_pool_of_nobody_can_be_asked_for_too(session: sqlmodel.Session) -> None:
    tests.programme.add(session, "UMAREN", "manager")
    tests.programme.add(session, "UADA", "adviser")
    assert maren(session).says("/duty pool").splitlines()[0] == "*The duty pool* (UTC): no advisers"
    assert maren(session).says("/duty pool add <@UADA>").startswith("Ada joins the duty pool on Mon 9 March 2026")
