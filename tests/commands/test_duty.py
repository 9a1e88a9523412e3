"""`/duty`: who is on duty, and who is next."""

import datetime

import pytest
import sqlmodel

import data.models
import jobs.duty
import tests.commands.asking
import tests.programme

NOW = tests.programme.NOW


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
