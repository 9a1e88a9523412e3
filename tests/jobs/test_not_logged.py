"""Two weeks of which nothing is logged: the adviser's morning says it first, and the managers' a week later."""

import datetime

import pytest
import sqlmodel

import data.checkins
import data.duty
import data.models
import data.morning
import data.people
import data.rows
import data.settings
import jobs.checkins
import jobs.morning
import jobs.outgoing
import jobs.scene
import tests.programme

found = tests.programme.found
Session = sqlmodel.Session
Checkin = data.models.Checkin

KENJI = 3
"""The third on the roster."""

WARNING = f"checkins:2026-W11:UADA:not-logged:{KENJI}"
REPORT = "checkins-not-logged:2026-W13:UMAREN"
GAP = "With Kenji &lt;!here&gt; no check-in is logged for the weeks from Mon 2 March and Mon 9 March."
REPORTED = "Ada: no check-in is logged with Kenji &lt;!here&gt; for the weeks from Mon 2 March and Mon 9 March."


def at(day: int, time: str = "09:01") -> datetime.datetime:
    """A day of March 2026 in London, where it is UTC; the 2nd, the 9th, the 16th and the 23rd are Mondays."""
    return datetime.datetime.fromisoformat(f"2026-03-{day:02}T{time}:00+00:00")


@pytest.fixture
def programme(session: Session) -> Session:
    """Ada advises Kenji, live since Monday the 2nd."""
    tests.programme.live_in_london(session, at(2, "08:00"))
    tests.programme.add(session, "UMAREN", "manager", zone="Europe/London")
    ada = tests.programme.add(session, "UADA", "adviser", zone="Europe/London")
    tests.programme.add_freelancer(session, "UKENJI", ada, zone="Europe/London", name="Kenji <!here>")
    data.duty.add_to_pool(session, ada.id or 0, at(1))
    return session


def lives(session: Session, *days: int) -> None:
    """The mornings of these days."""
    for day in days:
        jobs.checkins.tick(session, at(day, "08:59"))
        jobs.morning.tick(session, at(day))
        session.flush()


def told(session: Session, who: str) -> dict[str, int]:
    """What somebody's mornings have said of what is not logged, with the day of March."""
    parts = data.morning.list_told(session, datetime.date(2026, 3, 1), found(session, who).id)
    return {part.key: part.day.day for part in parts if "not-logged" in part.kind and part.day}


def text(session: Session, who: str) -> str:
    session.expire_all()
    parts = data.morning.list_told(session, datetime.date(2026, 3, 1), found(session, who).id)
    return next(str(part.payload["text"]) for part in reversed(parts) if "not-logged" in part.kind)


def row(session: Session, monday: int, who: str = "UKENJI") -> Checkin:
    freelancer_id = found(session, who).id or 0
    rows = data.checkins.list_of_freelancer(session, freelancer_id, datetime.date(2026, 3, monday))
    return next(one for one in rows if one.week.day == monday)


def logs(session: Session, monday: int, now: datetime.datetime, who: str = "UKENJI") -> None:
    one, ada = row(session, monday, who), found(session, "UADA")
    said = data.models.CheckinLog(checkin_id=one.id or 0, writer_id=ada.id or 0, at=now, held_on=one.week, minutes=60)
    jobs.checkins.log(jobs.scene.load(session, now), one, said)


def excuses(session: Session, monday: int, now: datetime.datetime) -> None:
    jobs.checkins.excuse(jobs.scene.load(session, now), row(session, monday), data.models.Excuse.EXCUSED)


def test_the_adviser_reads_it_first_and_the_managers_a_week_later(programme: Session) -> None:
    lives(programme, 2, 3, 9, 10)
    assert told(programme, "UADA") == told(programme, "UMAREN") == {}
    lives(programme, 16)
    assert told(programme, "UADA") == {WARNING: 16}
    assert text(programme, "UADA") == (
        f"*{GAP}*\nThe managers will see this on Mon 23 March 2026, unless something is logged or excused before."
    )
    lives(programme, 17, 20)
    assert told(programme, "UADA") == {WARNING: 16}
    assert told(programme, "UMAREN") == {}
    lives(programme, 23)
    assert told(programme, "UMAREN") == {REPORT: 23}
    assert text(programme, "UMAREN") == f"*Check-ins that are not logged*\n• {REPORTED}"
    lives(programme, 24, 27)
    assert told(programme, "UMAREN") == {REPORT: 23}


def test_the_warning_has_buttons_for_each_of_its_weeks(programme: Session) -> None:
    lives(programme, 2, 9, 16)
    (part,) = [
        one
        for one in data.morning.list_told(programme, at(16).date(), found(programme, "UADA").id)
        if one.kind == "not-logged"
    ]
    blocks = part.payload["blocks"]
    assert isinstance(blocks, list)
    drawn = [button for block in blocks if block["type"] == "actions" for button in block["elements"]]
    assert [(button["text"]["text"], button["action_id"], button["value"]) for button in drawn] == [
        ("Done, 2 March", "done:checkin", str(row(programme, 2).id)),
        ("Could not meet, 2 March", "miss:checkin", str(row(programme, 2).id)),
        ("Done, 9 March", "done:checkin", str(row(programme, 9).id)),
        ("Could not meet, 9 March", "miss:checkin", str(row(programme, 9).id)),
    ]


@pytest.mark.parametrize("monday", [2, 9, 16])
def test_who_logs_one_of_these_weeks_or_the_one_after_them_is_not_reported(programme: Session, monday: int) -> None:
    lives(programme, 2, 9, 16)
    logs(programme, monday, at(18))
    lives(programme, 23, 24, 27)
    assert told(programme, "UMAREN") == {}


@pytest.mark.parametrize("monday", [2, 9])
def test_nor_who_excuses_one_of_them(programme: Session, monday: int) -> None:
    lives(programme, 2, 9, 16)
    excuses(programme, monday, at(20))
    lives(programme, 23, 24, 27)
    assert told(programme, "UMAREN") == {}


def test_the_warning_itself_says_when_it_is_mended(programme: Session) -> None:
    lives(programme, 2, 9, 16)
    logs(programme, 2, at(17))
    assert text(programme, "UADA") == (
        f"~{GAP}~ mended\n• week from Mon 2 March: done on Mon 2 March 2026, 60 minutes\n• week from Mon 9 March: open"
    )


@pytest.mark.parametrize("mend", [logs, excuses])
def test_the_managers_line_is_struck_through_once_it_is_mended(programme: Session, mend: object) -> None:
    lives(programme, 2, 9, 16, 23)
    mend(programme, 9, at(23, "11:00"))  # type: ignore[operator]  # one of the two above
    assert text(programme, "UMAREN") == f"*Check-ins that are not logged*\n• ~{REPORTED}~ mended"


def test_and_stands_again_where_it_is_asked_for_after_all(programme: Session) -> None:
    lives(programme, 2, 9, 16, 23)
    excuses(programme, 9, at(23, "11:00"))
    jobs.checkins.reopen(jobs.scene.load(programme, at(23, "11:05")), row(programme, 9))
    assert text(programme, "UMAREN").endswith(f"\n• {REPORTED}")


def test_managers_hear_nothing_of_what_no_morning_has_told_the_adviser(programme: Session) -> None:
    """Ada is away in the week in which she would have read it."""
    ada = found(programme, "UADA")
    data.duty.add_absence(programme, ada.id or 0, datetime.date(2026, 3, 16), datetime.date(2026, 3, 23), at(13))
    lives(programme, 2, 9, 16, 23, 24, 27)
    assert WARNING not in told(programme, "UADA")
    assert told(programme, "UMAREN") == {}


def test_who_reads_it_on_a_friday_has_a_working_day_before_managers_do(programme: Session) -> None:
    """At nine on Monday Ada has had one since Friday at nine; if she is away that Monday too, she has had none."""
    ada = found(programme, "UADA")
    data.duty.add_absence(programme, ada.id or 0, datetime.date(2026, 3, 16), datetime.date(2026, 3, 20), at(13))
    lives(programme, 2, 9, 16, 20)
    assert told(programme, "UADA") == {WARNING: 20}
    data.duty.add_absence(programme, ada.id or 0, datetime.date(2026, 3, 23), datetime.date(2026, 3, 24), at(20))
    lives(programme, 23, 24, 27)
    assert REPORT not in told(programme, "UMAREN")


def test_weeks_before_going_live_do_not_count(programme: Session) -> None:
    data.settings.forget_milestone(programme, data.settings.WENT_LIVE)
    data.settings.record_milestone(programme, data.settings.WENT_LIVE, at(3))
    lives(programme, 4, 9, 16, 17, 20)
    assert told(programme, "UADA") == {}
    lives(programme, 23)
    assert told(programme, "UADA") == {f"checkins:2026-W12:UADA:not-logged:{KENJI}": 23}
    assert told(programme, "UMAREN") == {}


def test_nor_do_weeks_of_the_adviser_before(programme: Session) -> None:
    lives(programme, 2, 9)
    bo = tests.programme.add(programme, "UBO", "adviser", zone="Europe/London")
    kenji = found(programme, "UKENJI")
    (running,) = data.people.list_running_assignments_of(programme, [kenji.id or 0])
    following = data.models.Assignment(freelancer_id=kenji.id or 0, adviser_id=bo.id or 0, starts=at(11))
    data.people.record_assignment(programme, at(11), running, following)
    lives(programme, 12, 9, 16, 23, 24, 27)
    assert told(programme, "UADA") == told(programme, "UBO") == told(programme, "UMAREN") == {}


def covers(session: Session, until: int) -> None:
    """Ada is away from the 2nd until that Monday, and Bo covers for her."""
    bo = tests.programme.add(session, "UBO", "adviser", zone="Europe/London")
    first, after = datetime.date(2026, 3, 2), datetime.date(2026, 3, until)
    data.duty.add_absence(session, found(session, "UADA").id or 0, first, after, at(1))
    kenji = found(session, "UKENJI").id or 0
    cover = data.models.CheckinCover(freelancer_id=kenji, adviser_id=bo.id, starts=first, ends=after, chosen_at=at(1))
    data.rows.save(session, cover)


def test_who_covers_and_logs_nothing_reads_it_first_and_then_the_managers_do_by_their_name(programme: Session) -> None:
    covers(programme, until=16)
    lives(programme, 2, 9, 16)
    assert told(programme, "UADA") == told(programme, "UMAREN") == {}
    assert text(programme, "UBO").startswith(f"*{GAP}*\nThe managers will see this on Mon 23 March 2026")
    lives(programme, 23)
    said = REPORTED.replace("Ada", "Bo").replace("&gt;", "&gt; (covered)")
    assert text(programme, "UMAREN") == f"*Check-ins that are not logged*\n• {said}"
    logs(programme, 9, at(23, "11:00"))
    assert text(programme, "UMAREN") == f"*Check-ins that are not logged*\n• ~{said}~ mended"


def test_who_covered_for_one_week_alone_is_not_reported(programme: Session) -> None:
    covers(programme, until=9)
    lives(programme, 2, 9, 16, 23)
    assert told(programme, "UBO") == told(programme, "UMAREN") == {}


def test_what_lasts_is_told_again_each_monday_to_both(programme: Session) -> None:
    lives(programme, 2, 9, 16, 17, 23, 24, 30)
    assert told(programme, "UADA") == {
        WARNING: 16,
        f"checkins:2026-W12:UADA:not-logged:{KENJI}": 23,
        f"checkins:2026-W13:UADA:not-logged:{KENJI}": 30,
    }
    assert told(programme, "UMAREN") == {REPORT: 23, "checkins-not-logged:2026-W14:UMAREN": 30}


def test_a_manager_has_one_list_and_a_line_for_each_adviser(programme: Session) -> None:
    bo = tests.programme.add(programme, "UBO", "adviser", zone="Europe/London", name="Abo")
    for slack_id in ("UZOE", "UFLOR"):
        tests.programme.add_freelancer(programme, slack_id, bo, zone="Europe/London")
    lives(programme, 2, 9, 16, 23)
    assert told(programme, "UMAREN") == {REPORT: 23}
    lines = text(programme, "UMAREN").splitlines()[1:]
    weeks = "for the weeks from Mon 2 March and Mon 9 March."
    assert lines == [f"• Abo: no check-in is logged with Flor and Zoe {weeks}", f"• {REPORTED}"]


def test_of_an_advisers_line_each_freelancer_is_mended_alone(programme: Session) -> None:
    tests.programme.add_freelancer(programme, "UZOE", found(programme, "UADA"), zone="Europe/London")
    lives(programme, 2, 9, 16, 23)
    both = "Kenji &lt;!here&gt; and Zoe"
    assert f"logged with {both} for" in text(programme, "UMAREN")
    logs(programme, 9, at(23, "11:00"))
    weeks = "for the weeks from Mon 2 March and Mon 9 March."
    mended = f"• Ada: no check-in is logged with Zoe {weeks} ~Kenji &lt;!here&gt;~ mended"
    assert text(programme, "UMAREN").splitlines()[1:] == [mended]
    logs(programme, 9, at(23, "11:05"), "UZOE")
    assert text(programme, "UMAREN").splitlines()[1:] == [f"• ~Ada: no check-in is logged with {both} {weeks}~ mended"]


def test_a_morning_warns_of_five_and_the_next_one_of_the_rest(programme: Session) -> None:
    ada = found(programme, "UADA")
    for number in range(6):
        tests.programme.add_freelancer(programme, f"UF{number}", ada, zone="Europe/London")
    lives(programme, 2, 9, 16)
    assert len(told(programme, "UADA")) == 5
    lives(programme, 17)
    assert len(told(programme, "UADA")) == 7


def test_a_long_list_counts_whom_it_does_not_name(programme: Session) -> None:
    ada = found(programme, "UADA")
    for number in range(13):
        tests.programme.add_freelancer(programme, f"UF{number:02}", ada, zone="Europe/London")
    lives(programme, 2, 9, 16, 17, 18, 23)
    lines = text(programme, "UMAREN").splitlines()[1:]
    assert lines[0].count("F") == 12
    assert lines[-1] == "• and 2 more: `/checkin gaps`"


def test_what_will_be_sent_lists_it_as_things_stand(programme: Session) -> None:
    lives(programme, 2, 9, 16)
    planned = jobs.outgoing.upcoming(programme, at(22, "20:00"), at(23, "20:00"))
    kinds = {one.kind for one in planned}
    assert "morning message, check-ins that are not logged" in kinds
    assert "morning message, check-ins that are not logged, to their adviser" in kinds
