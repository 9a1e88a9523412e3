"""What managers see of a bare `/checkin`, and the minutes in `/program status`: whom it needs, page by page, in all."""

import datetime

import pytest
import sqlmodel

import commands.replies
import data.models
import data.settings
import rules.errors
import sandbox.blocks
import tests.commands.asking
import tests.programme

Person = data.models.Person
State = data.models.CheckinState

NOW = tests.programme.NOW + datetime.timedelta(days=28)
"""Four weeks are over since Monday the 2nd, on which Muster went live; it is Monday, 30 March 2026."""

WEEK = datetime.timedelta(days=7)
MONDAYS = [tests.programme.TODAY + n * WEEK for n in range(5)]
LEGEND = {"x": State.DONE, "b": State.BOOKED, "-": State.OPEN, "e": State.EXCUSED}


@pytest.fixture
def live(session: sqlmodel.Session) -> sqlmodel.Session:
    """Maren manages, and went live four weeks ago."""
    tests.programme.add(session, "UMAREN", "manager", zone="UTC", weekly_hours=8)
    data.settings.record_milestone(session, data.settings.WENT_LIVE, tests.programme.NOW)
    return session


def adviser(session: sqlmodel.Session, slack_id: str, *weeks: str, minutes: int = 60) -> Person:
    """An adviser's weeks, the last of them this one: each sign is a check-in with another freelancer."""
    person = tests.programme.add(session, slack_id, "adviser", zone="UTC")
    number = max(map(len, weeks), default=0)
    people = [tests.programme.add_freelancer(session, f"{slack_id}{n}", person, zone="UTC") for n in range(number)]
    for week, signs in zip(reversed(MONDAYS), reversed(weeks), strict=False):
        for freelancer, sign in zip(people, signs, strict=False):
            holds(session, person, freelancer, week, LEGEND[sign], minutes)
    session.flush()
    return person


def holds(
    session: sqlmodel.Session, adviser: Person, freelancer: Person, week: datetime.date, state: State, minutes: int
) -> None:
    row = data.models.Checkin(
        freelancer_id=freelancer.id or 0,
        adviser_id=adviser.id or 0,
        week=week,
        planned=60,
        state=state,
        minutes=minutes if state == State.DONE else None,
    )
    session.add(row)


def asks(session: sqlmodel.Session, slack_id: str = "UMAREN") -> tests.commands.asking.Asking:
    return tests.commands.asking.Asking(session, slack_id, NOW)


def status(session: sqlmodel.Session, start: str, slack_id: str = "UMAREN") -> str:
    (line,) = [line for line in asks(session, slack_id).says("/program status").splitlines() if line.startswith(start)]
    return line


def test_a_manager_reads_every_adviser_in_a_line_who_needs_a_look_first_and_the_total(live: sqlmodel.Session) -> None:
    adviser(live, "UADA", "xxx", "xx-", minutes=50)
    adviser(live, "UBO", "x-b", "xbe")
    adviser(live, "UCY", "xx", "xx")
    assert asks(live).says("/checkin").splitlines() == [
        "*Check-ins of this week by adviser*",
        "• <@UBO>: done 1 of 2, 1 booked, 1 excused · 60 of 120 minutes · last week 2 not logged · "
        "last 4 weeks 60 of 180 minutes",
        "• <@UADA>: done 2 of 3 · 100 of 180 minutes · last 4 weeks 150 of 180 minutes",
        "• <@UCY>: done 2 of 2 · 120 of 120 minutes · last 4 weeks 120 of 120 minutes",
        "*All:* done 5 of 7, 1 booked, 1 excused · 280 of 420 minutes · last week 2 not logged · "
        "last 4 weeks 330 of 480 minutes",
    ]


def test_weeks_before_going_live_are_nobodys(session: sqlmodel.Session) -> None:
    tests.programme.add(session, "UMAREN", "manager", zone="UTC")
    data.settings.record_milestone(session, data.settings.WENT_LIVE, NOW - datetime.timedelta(days=3))
    adviser(session, "UADA", "--", "x-")
    assert asks(session).says("/checkin").splitlines()[1:] == [
        "• <@UADA>: done 1 of 2 · 60 of 120 minutes",
        "*All:* done 1 of 2 · 60 of 120 minutes",
    ]


def test_a_manager_who_advises_reads_their_own_list_first(live: sqlmodel.Session) -> None:
    adviser(live, "UADA", "x").manager = True
    adviser(live, "UBO", "-")
    live.flush()
    text = asks(live, "UADA").says("/checkin")
    assert text.startswith("*Your check-ins of the week from Mon 30 March 2026*\n*Ada0*")
    assert "\n\n*Check-ins of this week by adviser*\n• <@UBO>" in text


def test_an_adviser_reads_their_own_list_alone(live: sqlmodel.Session) -> None:
    adviser(live, "UADA", "x")
    assert "by adviser" not in asks(live, "UADA").says("/checkin")


def test_where_nothing_is_planned_it_says_so(live: sqlmodel.Session) -> None:
    assert asks(live).says("/checkin") == "No check-ins are planned for this week."


def test_many_advisers_come_page_by_page_within_slacks_limits(live: sqlmodel.Session) -> None:
    for number in range(14):
        adviser(live, f"UA{number:02}", "-" if number == 13 else "x", "x")
    busy = adviser(live, "UBUSY", "x" * 30, "-" * 30)
    busy.manager = True
    first = asks(live).command("/checkin")
    lines = tests.commands.asking.said(first).splitlines()
    assert lines[0] == "*Check-ins of this week by adviser: 1 to 12 of 15*"
    assert lines[1].startswith("• <@UA13>: done 1 of 1")
    second = tests.commands.asking.said(asks(live).press("minutes:checkin", subject="1")).splitlines()
    assert second[0] == "*Check-ins of this week by adviser: 13 to 15 of 15*"
    assert second[-1] == lines[-1]
    for reply in (first, asks(live, "UBUSY").command("/checkin")):
        assert isinstance(reply, commands.replies.Say)
        assert sandbox.blocks.check(reply.message["blocks"], sandbox.blocks.MESSAGE) == []
        assert len(reply.message["blocks"]) < 50


def test_nobody_else_turns_its_pages(live: sqlmodel.Session) -> None:
    adviser(live, "UADA", "x")
    with pytest.raises(rules.errors.ProgramError):
        asks(live, "UADA").press("minutes:checkin", subject="0")


def test_status_counts_what_is_done_of_what_is_asked_for_and_the_minutes_of_plan(live: sqlmodel.Session) -> None:
    adviser(live, "UADA", "xxb-e", minutes=45)
    adviser(live, "UBO", "x")
    assert status(live, "*Check-ins:*") == "*Check-ins:* done 3 of 5 this week, 150 of 300 minutes of plan"
    assert status(live, "*Your check", "UBO") == "*Your check-ins:* done 1 of 1 this week, 60 of 60 minutes of plan"


def test_status_says_so_where_there_is_nothing_to_hold(live: sqlmodel.Session) -> None:
    adviser(live, "UADA", "e")
    assert status(live, "*Check-ins:*") == "*Check-ins:* none to hold this week"


@pytest.mark.parametrize(
    ("weeks", "minutes", "logged"),
    [
        (("xx", "xx", "xx", "xx", "--"), 60, " · logged 1:4.0, as planned"),
        (("xx", "xe", "ee", "xx", "--"), 60, " · logged 1:4.0, as planned"),
        (("--", "xx", "--", "xx", "xx"), 60, " · logged 1:4.4, because 1 check-in hour is not logged"),
        (("--", "b-", "--", "--", "xx"), 60, " · logged 1:5.0, because 2 check-in hours are not logged"),
        (("xx", "xx", "xx", "xx", "xx"), 45, " · logged 1:4.2, because 0.5 check-in hours are not logged"),
        (("xx", "xx", "xx", "xx", "--"), 120, " · logged 1:3.3, because 2 check-in hours more than planned are logged"),
    ],
)
def test_beside_the_planned_ratio_stands_the_logged_one(
    live: sqlmodel.Session, weeks: tuple[str, ...], minutes: int, logged: str
) -> None:
    """Two freelancers at 20 hours, two hours of check-ins and eight of a manager; nobody is on duty."""
    adviser(live, "UADA", *weeks, minutes=minutes)
    assert (
        asks(live).says("/program status").splitlines()[0]
        == f"Ratio 1:4.0 (below the band 10–15, aim 12) · by contracted hours{logged}"
    )


def test_before_four_whole_weeks_are_over_it_stands_alone(session: sqlmodel.Session) -> None:
    tests.programme.add(session, "UMAREN", "manager", zone="UTC", weekly_hours=8)
    data.settings.record_milestone(session, data.settings.WENT_LIVE, tests.programme.NOW + datetime.timedelta(days=1))
    adviser(session, "UADA", "--", "--", "--", "--", "--")
    assert (
        asks(session).says("/program status").splitlines()[0]
        == "Ratio 1:4.0 (below the band 10–15, aim 12) · by contracted hours"
    )
