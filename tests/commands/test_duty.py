"""`/duty`: who is on duty, who is next, and being away."""

import datetime

import pytest
import sqlmodel

import commands.replies
import data.audit
import data.duty
import data.models
import jobs.duty
import sandbox.blocks
import tests.commands.asking
import tests.programme

NOW = tests.programme.NOW
TODAY = tests.programme.TODAY


@pytest.fixture
def programme(session: sqlmodel.Session) -> sqlmodel.Session:
    """Four advisers, a manager and a freelancer in Berlin and elsewhere; shifts are published, Monday 10:00 Berlin."""
    session.add(data.models.Setting(name="time_zone", value="Europe/Berlin"))
    tests.programme.add(session, "UMAREN", "manager", zone="Europe/Berlin")
    tests.programme.add(session, "UADA", "adviser", zone="Europe/Berlin")
    tests.programme.add(session, "UBEN", "adviser", zone="Asia/Manila")
    tests.programme.add(session, "UCY", "adviser", zone="America/Lima")
    tests.programme.add(session, "UDOV", "adviser")
    tests.programme.add(session, "UFLOR", "freelancer", zone="Pacific/Kiritimati")
    jobs.duty.tick(session, NOW)
    session.flush()
    return session


def asking(session: sqlmodel.Session, slack_id: str, now: datetime.datetime = NOW) -> tests.commands.asking.Asking:
    return tests.commands.asking.Asking(session, slack_id, now)


def absences(session: sqlmodel.Session) -> list[tuple[str, str]]:
    found = data.duty.list_absences(session, since=datetime.date(2020, 1, 1))
    return [(one.starts.isoformat(), one.last_day.isoformat()) for one in found]


def test_who_is_on_duty_until_when_in_the_readers_zone_with_local_times(programme: sqlmodel.Session) -> None:
    assert asking(programme, "UMAREN").says("/duty") == (
        "*On duty until Mon 16 March 2026, 10:00 (Europe/Berlin)*\n"
        "• <@UBEN> (Ben), where it is 17:00\n"
        "• <@UCY> (Cy), where it is 04:00"
    )


def test_the_freelancer_far_east_reads_their_own_day_and_the_weekday_where_it_differs(
    programme: sqlmodel.Session,
) -> None:
    late = NOW + datetime.timedelta(hours=3)
    assert asking(programme, "UFLOR", late).says("/duty") == (
        "*On duty until Mon 16 March 2026, 23:00 (Pacific/Kiritimati)*\n"
        "• <@UBEN> (Ben), where it is Mon 20:00\n"
        "• <@UCY> (Cy), where it is Mon 07:00"
    )


def test_before_any_publication_nobody_is_on_duty_and_it_says_why(session: sqlmodel.Session) -> None:
    tests.programme.add(session, "UFLOR", "freelancer")
    assert asking(session, "UFLOR").says("/duty").startswith("Nobody is on duty: no shift has been published.")
    assert asking(session, "UFLOR").says("/duty next") == "No further shift is published: the pool is empty."


@pytest.mark.parametrize(("text", "shown"), [("/duty next", 3), ("/duty next 1", 1), ("/duty NEXT 6", 6)])
def test_the_next_pairs(programme: sqlmodel.Session, text: str, shown: int) -> None:
    lines = asking(programme, "UADA").says(text).splitlines()
    assert lines[:2] == [
        "*Next on duty*",
        "• Mon 16 March 2026, 10:00 – Mon 30 March 2026, 10:00: <@UADA> and <@UDOV>",
    ]
    assert len(lines) == shown + 2
    assert lines[-1] == "Each shift begins and ends at the handover, shown in your zone (Europe/Berlin)."


@pytest.mark.parametrize("n", ["0", "7", "many"])
def test_more_pairs_than_are_published_are_refused(programme: sqlmodel.Session, n: str) -> None:
    refusal = asking(programme, "UADA").refusal(f"/duty next {n}")
    assert refusal == f"“{n}” won't do for n: write a whole number from 1 to 6."


def test_one_records_ones_own_absence_and_reads_what_was_understood(programme: sqlmodel.Session) -> None:
    assert asking(programme, "UBEN").says("/duty away 2026-07-06 to fri") == (
        "You are away from Mon 6 July 2026 to Fri 10 July 2026, both included (Asia/Manila). "
        "Duty planned from now on respects it."
    )
    assert absences(programme) == [("2026-07-06", "2026-07-10")]
    (audited,) = data.audit.list_about(programme, "UBEN")
    assert (audited.actor, audited.action) == ("UBEN", "absence.add")
    assert audited.after == {"starts": "2026-07-06", "ends": "2026-07-11"}


def test_one_day_away(programme: sqlmodel.Session) -> None:
    assert asking(programme, "UADA").says("/duty away 2026-07-06").startswith("You are away on Mon 6 July 2026 (")


def test_a_manager_records_anyones_absence_in_that_persons_zone(programme: sqlmodel.Session) -> None:
    said = asking(programme, "UMAREN").says("/duty away 2026-07-06 2026-07-10 <@UBEN|ben>")
    assert said.startswith("Ben is away from Mon 6 July 2026 to Fri 10 July 2026, both included (Asia/Manila).")
    (audited,) = data.audit.list_about(programme, "UBEN")
    assert audited.actor == "UMAREN"


def test_an_adviser_records_nobody_elses_absence(programme: sqlmodel.Session) -> None:
    assert asking(programme, "UADA").refusal("/duty away 2026-07-06 2026-07-10 <@UBEN>") == (
        "You can record your own days away; a manager can record anyone's. For example `/duty away mon to fri`."
    )
    assert absences(programme) == []


def test_an_adviser_may_name_themselves(programme: sqlmodel.Session) -> None:
    assert asking(programme, "UADA").says("/duty away 2026-07-06 <@UADA>").startswith("You are away on")


def test_a_freelancer_can_not(programme: sqlmodel.Session) -> None:
    refusal = asking(programme, "UFLOR").refusal("/duty away mon")
    assert refusal.startswith("This is for programme managers and advisers.")


@pytest.mark.parametrize("text", ["2026-03-01", "2026-02-23 2026-03-01"])
def test_days_that_are_past_are_refused(programme: sqlmodel.Session, text: str) -> None:
    refusal = asking(programme, "UADA").refusal(f"/duty away {text}")
    assert refusal == "These days are past. Write days from today on: `/duty away mon to fri`."


def test_past_is_past_where_the_person_is(programme: sqlmodel.Session) -> None:
    """At 17:00 UTC it is Tuesday in Manila."""
    evening = NOW + datetime.timedelta(hours=8)
    assert "are past" in asking(programme, "UBEN", evening).refusal("/duty away 2026-03-02")
    assert asking(programme, "UCY", evening).says("/duty away 2026-03-02").startswith("You are away on Mon 2 March")


def test_days_that_began_already_are_taken(programme: sqlmodel.Session) -> None:
    assert asking(programme, "UADA").says("/duty away 2026-02-23 2026-03-02").startswith("You are away from Mon 23 Feb")


@pytest.mark.parametrize(("last", "taken"), [("2027-07-06", True), ("2027-07-07", False)])
def test_at_most_a_year(programme: sqlmodel.Session, last: str, taken: bool) -> None:
    text = f"/duty away 2026-07-06 {last}"
    if taken:
        assert asking(programme, "UADA").says(text).startswith("You are away")
    else:
        assert asking(programme, "UADA").refusal(text) == "That is longer than a year: please check the dates."


def test_days_that_are_known_already_change_nothing(programme: sqlmodel.Session) -> None:
    asking(programme, "UADA").says("/duty away 2026-07-06 2026-07-10")
    for again in ("2026-07-06 2026-07-10", "2026-07-07 2026-07-08"):
        assert asking(programme, "UADA").says(f"/duty away {again}") == (
            "You are already recorded as away from Mon 6 July 2026 to Fri 10 July 2026, both included; "
            "nothing was changed."
        )
    assert len(absences(programme)) == 1
    asking(programme, "UADA").says("/duty away 2026-07-10 2026-07-13")
    assert len(absences(programme)) == 2


def test_published_shifts_that_it_touches_are_named_and_stay(programme: sqlmodel.Session) -> None:
    said = asking(programme, "UADA").says("/duty away 2026-03-25 2026-04-14")
    head, *rest = said.splitlines()
    assert head.startswith("You are away from Wed 25 March 2026 to Tue 14 April 2026, both included (Europe/Berlin).")
    assert "Mon 16 March 2026, 10:00 – Mon 30 March 2026, 10:00" in said
    assert rest[0] == "These duty shifts are published already, and stay as they are:"
    assert rest[-1] == "Please tell your programme manager."
    assert "<@UADA> and <@UDOV>" in asking(programme, "UADA").says("/duty next")


def test_the_same_request_again_has_one_effect(programme: sqlmodel.Session) -> None:
    first = asking(programme, "UADA").says("/duty away 2026-07-06", key="T1")
    assert asking(programme, "UADA").says("/duty away 2026-07-06", key="T1") == first
    assert len(absences(programme)) == 1


def test_without_dates_a_form_opens_and_offers_itself_again(programme: sqlmodel.Session) -> None:
    reply = asking(programme, "UADA").command("/duty away")
    assert isinstance(reply, commands.replies.Open)
    assert reply.again == "open:away"
    assert sandbox.blocks.check_view(reply.view, sandbox.blocks.MODAL) == []
    assert [block["block_id"] for block in reply.view["blocks"] if block["type"] == "input"] == ["from", "to"]
    assert isinstance(asking(programme, "UADA").press("open:away"), commands.replies.Open)


def test_the_form_begins_with_today_where_the_person_is(programme: sqlmodel.Session) -> None:
    evening = NOW + datetime.timedelta(hours=8)
    reply = asking(programme, "UBEN", evening).command("/duty away")
    assert isinstance(reply, commands.replies.Open)
    assert reply.view["blocks"][0]["element"]["initial_date"] == "2026-03-03"


def test_the_form_records_what_the_command_would(programme: sqlmodel.Session) -> None:
    form = asking(programme, "UADA").submit("record:away", from_="2026-07-06", to="2026-07-10")
    assert tests.commands.asking.said(form).startswith("You are away from Mon 6 July 2026 to Fri 10 July 2026")
    one_day = asking(programme, "UADA").submit("record:away", from_="2026-08-03")
    assert tests.commands.asking.said(one_day).startswith("You are away on Mon 3 August 2026")
    assert absences(programme) == [("2026-07-06", "2026-07-10"), ("2026-08-03", "2026-08-03")]


@pytest.mark.parametrize(
    ("first", "last", "errors"),
    [
        ("2026-07-06", "2026-07-05", {"to": "This is before the first day away."}),
        (
            "2026-02-02",
            "2026-02-06",
            {"to": "These days are past. Write days from today on: `/duty away mon to fri`."},
        ),
        ("2026-07-06", "2028-07-06", {"to": "That is longer than a year: please check the dates."}),
        ("", "", {"from": "Please fill this in."}),
    ],
)
def test_what_is_wrong_in_the_form_stands_at_its_field(
    programme: sqlmodel.Session, first: str, last: str, errors: dict[str, str]
) -> None:
    reply = asking(programme, "UADA").submit("record:away", from_=first, to=last)
    assert reply == commands.replies.Fields(errors)
    assert absences(programme) == []
