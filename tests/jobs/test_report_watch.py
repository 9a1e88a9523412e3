"""What happens to reports by themselves, on a store."""

import datetime
import json
import random

import pytest
import sqlalchemy
import sqlmodel

import data.duty
import data.looks
import data.models
import data.people
import data.reports
import data.settings
import jobs
import jobs.report_handover
import jobs.report_plans
import jobs.report_watch
import jobs.reports
import jobs.scene
import rules.reports
import rules.settings
import tests.programme
import tests.stores

Act = rules.reports.Act
Report = data.models.Report
Session = sqlmodel.Session

NOW = tests.programme.NOW
SECOND, MINUTE, HOUR, DAY = (datetime.timedelta(**{unit: 1}) for unit in ("seconds", "minutes", "hours", "days"))


@pytest.fixture
def programme(session: Session) -> Session:
    """A manager, four advisers, and Kenji who reports; live since yesterday. Cy and Dov hand over to Ada and Ben."""
    for name, value in {"triage_channel": "C0TRIAGE", "time_zone": "UTC", "duty_group": ""}.items():
        data.settings.record(session, name, value)
    tests.programme.add(session, "UMAREN", "manager", zone="UTC")
    people = [tests.programme.add(session, slack_id, "adviser", zone="UTC") for slack_id in ("UADA", "UBEN", "UCY")]
    people.append(tests.programme.add(session, "UDOV", "adviser", zone="UTC"))
    tests.programme.add(session, "UKENJI", "freelancer", zone="UTC")
    starts = NOW - 13 * DAY + HOUR
    for pair in (people[2:], people[:2], people[2:]):
        seats = [(person.id or 0, 0) for person in pair]
        data.duty.add_shift(session, starts, starts + 14 * DAY, seats, NOW - 14 * DAY)
        starts += 14 * DAY
    data.settings.record_milestone(session, data.settings.WENT_LIVE, NOW - DAY)
    return session


ON_DUTY = NOW + DAY + HOUR
"""From then on Ada and Ben are on duty; before, Cy and Dov are."""


def person(session: Session, slack_id: str) -> data.models.Person:
    found = data.people.find(session, slack_id)
    assert found is not None
    return found


def filed(session: Session, now: datetime.datetime, expected: datetime.timedelta = 4 * HOUR) -> Report:
    """A report of Kenji's, filed now."""
    report = Report(
        kind=data.models.ReportKind.BROKEN,
        title="Checkout fails",
        happened="Nothing happens.",
        filed_at=now,
        changed_at=now,
        expected_by=now + expected,
    )
    return jobs.reports.file(jobs.scene.load(session, now), report, person(session, "UKENJI"))


def does(session: Session, who: str | None, act: Act, report: Report, now: datetime.datetime, **more: object) -> None:
    actor = person(session, who).id if who else None
    deed = rules.reports.Deed(act, now, actor, **more)  # type: ignore[arg-type]  # a deed's columns
    assert jobs.reports.do(jobs.scene.load(session, now), report, deed) is None


def ticks(session: Session, *at: datetime.datetime, sends: bool = True) -> None:
    """The job at these instants; what is due by each is sent."""
    for now in at:
        jobs.report_watch.tick(session, now)
        session.flush()
        if sends:
            settle_due(session, now, data.models.NoticeState.SENT)


def settle_due(session: Session, now: datetime.datetime, state: data.models.NoticeState) -> None:
    outbox = sqlmodel.SQLModel.metadata.tables["outbox"]
    due = sqlalchemy.update(outbox).where(outbox.c.state == data.models.NoticeState.PENDING, outbox.c.due_at <= now)
    session.execute(due.values(state=state, settled_at=now))
    session.expire_all()


def sent(session: Session, kind: str) -> list[tuple[str, str]]:
    """To whom, and the first line, of the notices of a kind."""
    notices = session.exec(sqlmodel.select(data.models.Notice).order_by(sqlmodel.col(data.models.Notice.id)))
    found = [one for one in notices if one.key.partition(":")[0] == kind]
    return [(one.lane, str(one.payload["text"]).partition("\n")[0]) for one in found]


# -- targets


PAST = "*Past the target for a first response: 1*"
TWICE = "*Past twice the target for a first response: 1*"


def test_the_pair_hears_of_a_late_report_and_the_managers_after_them(programme: Session) -> None:
    filed(programme, NOW)
    ticks(programme, NOW + 4 * HOUR)
    assert sent(programme, "late") == []
    ticks(programme, NOW + 4 * HOUR + SECOND)
    assert sent(programme, "late") == [("@UCY", PAST), ("@UDOV", PAST)]
    ticks(programme, NOW + 8 * HOUR)
    assert len(sent(programme, "late")) == 2
    ticks(programme, NOW + 8 * HOUR + 15 * MINUTE)
    assert sent(programme, "late")[2:] == [("@UMAREN", TWICE)]
    ticks(programme, *(NOW + n * 6 * HOUR for n in range(2, 12)))
    assert len(sent(programme, "late")) == 3


def test_late_reports_are_told_together_at_most_once_in_half_a_day(programme: Session) -> None:
    filed(programme, NOW, HOUR)
    filed(programme, NOW, 2 * HOUR)
    ticks(programme, *(NOW + n * 10 * MINUTE for n in range(1, 48)))
    assert sent(programme, "late") == [("@UCY", PAST), ("@UDOV", PAST)]
    ticks(programme, *(NOW + n * HOUR for n in range(8, 25)))
    both = "*Past the target for a first response: 2*"
    assert [one for one in sent(programme, "late") if one[0] == "@UCY"] == [("@UCY", PAST), ("@UCY", both)]


def test_who_answered_in_time_is_told_nothing(programme: Session) -> None:
    does(programme, "UCY", Act.CLAIM, filed(programme, NOW), NOW + HOUR)
    ticks(programme, NOW + 5 * HOUR, NOW + 3 * DAY)
    assert sent(programme, "late") == []


def test_where_nobody_is_on_duty_the_managers_hear_in_their_place(programme: Session) -> None:
    for slack_id in ("UCY", "UDOV"):
        data.duty.add_absence(programme, person(programme, slack_id).id or 0, NOW.date(), NOW.date() + DAY, NOW)
    filed(programme, NOW)
    ticks(programme, NOW + 5 * HOUR)
    assert sent(programme, "late") == [("@UMAREN", PAST)]


def test_after_a_time_off_the_pair_still_hears_an_hour_before_the_managers(programme: Session) -> None:
    filed(programme, NOW)
    later = NOW + 10 * DAY
    ticks(programme, later)
    assert sent(programme, "late") == [("@UADA", PAST), ("@UBEN", PAST)]
    ticks(programme, later + 59 * MINUTE)
    assert len(sent(programme, "late")) == 2
    ticks(programme, later + 70 * MINUTE)
    assert sent(programme, "late")[2:] == [("@UMAREN", TWICE)]


def test_a_pair_that_was_sent_nothing_is_told_anew_before_the_managers(programme: Session) -> None:
    filed(programme, NOW)
    ticks(programme, NOW + 5 * HOUR, NOW + 12 * HOUR, sends=False)
    assert len(sent(programme, "late")) == 2
    settle_due(programme, NOW + 17 * HOUR, data.models.NoticeState.DROPPED)  # it grew stale under a pause
    ticks(programme, NOW + 18 * HOUR, NOW + 24 * HOUR)
    assert sent(programme, "late")[2:] == [("@UCY", PAST), ("@UDOV", PAST)]
    ticks(programme, NOW + 25 * HOUR)
    assert sent(programme, "late")[4:] == [("@UMAREN", TWICE)]


@pytest.mark.parametrize("seed", tests.stores.first_everywhere(range(5)))
def test_no_report_is_before_a_manager_that_was_not_before_the_pair(programme: Session, seed: int) -> None:
    """Reports at any time, ticks at any time: nobody is reported on unseen."""
    dice = random.Random(seed)
    now = NOW
    for _ in range(60):
        now += dice.choice([MINUTE, HOUR, 5 * HOUR, DAY])
        if dice.random() < 0.3:
            filed(programme, now, dice.choice([HOUR, 4 * HOUR]))
        pair_before, managers_before = told(programme, "pair"), told(programme, "managers")
        ticks(programme, now)
        assert told(programme, "managers") - managers_before <= pair_before
    assert told(programme, "managers")


def told(session: Session, who: str) -> set[str]:
    look = data.looks.find(session, f"late:{who}")
    return set(json.loads(look.seen)) if look else set()


def test_nothing_goes_out_in_the_quiet_nor_what_fell_due_in_it(programme: Session) -> None:
    data.settings.forget_milestone(programme, data.settings.WENT_LIVE)
    report = filed(programme, NOW)
    does(programme, "UCY", Act.ASK, filed(programme, NOW), NOW, words="Which browser?")
    ticks(programme, NOW + 5 * HOUR, NOW + 5 * DAY)
    data.settings.record_milestone(programme, data.settings.WENT_LIVE, NOW + 6 * DAY)
    ticks(programme, NOW + 6 * DAY, NOW + 8 * DAY)
    assert [sent(programme, kind) for kind in ("late", "reminder", "held")] == [[], [], []]
    late = filed(programme, NOW + 8 * DAY)
    ticks(programme, NOW + 9 * DAY)
    assert sent(programme, "late")[0] == ("@UADA", "*Past the target for a first response: 2*")
    assert {report.id, late.id} == {1, 3}


# -- a question that was not answered


def test_a_reporter_is_asked_once_more_after_three_working_days_and_no_third_time(programme: Session) -> None:
    report = filed(programme, NOW)
    does(programme, "UCY", Act.ASK, report, NOW + HOUR, words="Which browser?")
    ticks(programme, NOW + 2 * DAY)
    assert sent(programme, "reminder") == []
    ticks(programme, *(NOW + 3 * DAY + n * HOUR for n in (1, 2, 30, 300)))
    ((lane, line),) = sent(programme, "reminder")
    assert (lane, line.partition(":")[0]) == ("@UKENJI", "*BUG-1 · Checkout fails*")
    reminded = [one for one in data.reports.list_events(programme, report.id or 0) if one.act == Act.REMIND]
    assert [one.actor_id for one in reminded] == [None]
    assert report.spoken_at == NOW + HOUR  # it is no word of those who look after it


def test_the_line_stands_under_their_card_and_comes_within_their_working_hours(programme: Session) -> None:
    person(programme, "UKENJI").zone = "Asia/Tokyo"
    does(programme, "UCY", Act.ASK, filed(programme, NOW), NOW + HOUR, words="Which browser?")
    ticks(programme, NOW + 3 * DAY + HOUR)  # 19:00 in Tokyo
    (line,) = [one for one in programme.exec(sqlmodel.select(data.models.Notice)) if one.key.startswith("reminder")]
    assert (line.thread, line.due_at) == ("bug:1:UKENJI", datetime.datetime(2026, 3, 6, 0, tzinfo=datetime.UTC))


def test_who_is_away_on_what_is_yesterday_in_utc_reads_the_line_when_they_are_back(programme: Session) -> None:
    """In Los Angeles it is still Thursday, 18:00, of which they are away; they work until 20:00."""
    kenji, now = person(programme, "UKENJI"), datetime.datetime(2026, 3, 6, 2, tzinfo=datetime.UTC)
    kenji.zone, kenji.working_hours = "America/Los_Angeles", "mon-fri 12:00-20:00"
    data.duty.add_absence(programme, kenji.id or 0, datetime.date(2026, 3, 5), datetime.date(2026, 3, 6), NOW)
    does(programme, "UCY", Act.ASK, filed(programme, NOW), NOW + HOUR, words="Which browser?")
    ticks(programme, now)
    (line,) = [one for one in programme.exec(sqlmodel.select(data.models.Notice)) if one.key.startswith("reminder")]
    assert line.due_at == datetime.datetime(2026, 3, 6, 20, tzinfo=datetime.UTC)


def test_who_answered_is_not_asked_again(programme: Session) -> None:
    report = filed(programme, NOW)
    does(programme, "UCY", Act.ASK, report, NOW + HOUR, words="Which browser?")
    does(programme, "UKENJI", Act.REPLY, report, NOW + 2 * HOUR)
    ticks(programme, NOW + 4 * DAY)
    assert sent(programme, "reminder") == []


# -- cards


def cards(session: Session) -> list[str]:
    return [
        one.lane
        for one in session.exec(sqlmodel.select(data.models.Notice))
        if one.card == "bug:1" and one.kind == "post"
    ]


def test_a_report_from_before_there_was_a_channel_gets_its_card_once_there_is_one(programme: Session) -> None:
    data.settings.record(programme, "triage_channel", None)
    assert filed(programme, NOW).mentions == []  # the channel's many cards notify nobody, when they come
    ticks(programme, NOW)
    assert cards(programme) == []
    data.settings.record(programme, "triage_channel", "C0OTHER")
    ticks(programme, NOW + HOUR, NOW + 2 * HOUR)
    assert cards(programme) == ["C0OTHER"]


def test_a_card_that_could_not_be_posted_is_tried_again_a_day_later_or_in_another_channel(programme: Session) -> None:
    filed(programme, NOW, 9 * DAY)

    def dies(now: datetime.datetime) -> None:
        outbox = sqlmodel.SQLModel.metadata.tables["outbox"]
        lost = sqlalchemy.update(outbox).where(outbox.c.card == "bug:1")
        programme.execute(lost.values(state=data.models.NoticeState.DEAD, settled_at=now))
        programme.expire_all()

    dies(NOW)
    ticks(programme, NOW + MINUTE, NOW + 23 * HOUR)
    assert cards(programme) == ["C0TRIAGE"]
    ticks(programme, NOW + 25 * HOUR)
    assert cards(programme) == ["C0TRIAGE", "C0TRIAGE"]
    dies(NOW + 26 * HOUR)
    data.settings.record(programme, "triage_channel", "C0OTHER")
    ticks(programme, NOW + 27 * HOUR)
    assert cards(programme) == ["C0TRIAGE", "C0TRIAGE", "C0OTHER"]


def test_a_closed_report_gets_no_card(programme: Session) -> None:
    data.settings.record(programme, "triage_channel", None)
    does(programme, "UCY", Act.RESOLVE, filed(programme, NOW), NOW, words="Done.")
    data.settings.record(programme, "triage_channel", "C0OTHER")
    ticks(programme, NOW + 10 * MINUTE)
    assert cards(programme) == []


# -- the end of duty

HELD = "*Your time on duty is over, and you hold 2 open reports.*"


def holding(session: Session) -> list[Report]:
    """Cy holds two reports when duty is handed over, and Dov none."""
    reports = [filed(session, NOW), filed(session, NOW)]
    for report in reports:
        does(session, "UCY", Act.CLAIM, report, NOW + HOUR)
    return reports


def test_who_goes_off_duty_is_asked_once_for_all_that_they_hold(programme: Session) -> None:
    holding(programme)
    ticks(programme, ON_DUTY - SECOND)
    assert sent(programme, "held") == []
    ticks(programme, *(ON_DUTY + n * 11 * MINUTE for n in range(10)))
    assert sent(programme, "held") == [("@UCY", HELD)]


def test_who_holds_nothing_or_stays_on_duty_is_not_asked(programme: Session) -> None:
    does(programme, "UADA", Act.CLAIM, filed(programme, NOW), NOW)
    does(programme, "UCY", Act.CLAIM, filed(programme, NOW), ON_DUTY + MINUTE)
    ticks(programme, ON_DUTY + HOUR)
    assert sent(programme, "held") == []


def test_what_is_passed_on_is_unclaimed_and_what_is_kept_stays(programme: Session) -> None:
    reports = holding(programme)
    ticks(programme, ON_DUTY)
    with programme.begin_nested() as attempt:
        settle(programme, kept=False)
        assert [(report.state, report.holder_id) for report in reports] == [("new", None)] * 2
        assert [one.act for one in data.reports.list_events(programme, 1)][-1] == Act.HAND_BACK
        attempt.rollback()
    programme.expire_all()
    settle(programme, kept=True)
    cy = person(programme, "UCY").id
    assert [(report.state, report.holder_id) for report in reports] == [("claimed", cy)] * 2
    assert settle(programme, kept=False) == []  # one press settles all of them


def settle(session: Session, kept: bool) -> list[Report]:
    now = ON_DUTY + HOUR
    return list(jobs.report_handover.settle(jobs.scene.load(session, now), person(session, "UCY"), ON_DUTY, kept))


# -- the pair's morning


def morning(session: Session, day: int, *, hour: int = 9) -> dict[str, list[str]]:
    """The lines of that morning's parts by who reads them; the first day is a Monday."""
    jobs.morning.tick(session, datetime.datetime(2026, 3, 2, hour, tzinfo=datetime.UTC) + day * DAY)
    session.flush()
    parts = session.exec(sqlmodel.select(data.models.MorningPart).where(data.models.MorningPart.kind == "sweep"))
    today = [part for part in parts if part.day == datetime.date(2026, 3, 2) + day * DAY]
    people = data.people.load_by_id(session, {part.person_id for part in today})
    return {people[part.person_id].slack_id: str(part.payload["text"]).splitlines()[1:] for part in today}


def test_the_pair_reads_in_the_morning_what_waits(programme: Session) -> None:
    claimed, _, asked = (filed(programme, NOW) for _ in range(3))
    does(programme, "UADA", Act.CLAIM, claimed, NOW + HOUR)
    does(programme, "UADA", Act.ASK, asked, NOW + HOUR, words="Which browser?")
    does(programme, "UKENJI", Act.REPLY, asked, NOW + 2 * HOUR)
    lines = [
        "• BUG-2 · Checkout fails: nobody has claimed it, since Mon 2 March, 09:00",
        "• BUG-3 · Checkout fails: the reporter answered on Mon 2 March, 11:00",
    ]
    assert morning(programme, 2) == {"UADA": lines, "UBEN": lines}
    lines.insert(2, "• BUG-1 · Checkout fails: claimed by Ada, and no word since Mon 2 March, 10:00")
    assert morning(programme, 3)["UBEN"] == lines


def test_who_takes_duty_over_that_day_reads_it_and_who_hands_it_over_does_not(programme: Session) -> None:
    filed(programme, NOW - HOUR)
    assert set(morning(programme, 1)) == {"UADA", "UBEN"}  # duty is handed over on that day at 10:00


def test_a_holder_who_is_off_duty_away_or_gone_is_named_and_nothing_is_taken_from_them(programme: Session) -> None:
    cy, dov, ada = (person(programme, slack_id) for slack_id in ("UCY", "UDOV", "UADA"))
    reports = [filed(programme, NOW) for _ in range(3)]
    for who, report in zip((cy, dov, ada), reports, strict=True):
        does(programme, who.slack_id, Act.CLAIM, report, NOW)
        does(programme, who.slack_id, Act.ESCALATE, report, ON_DUTY, words="The bank.")
    dov.active = False
    data.duty.add_absence(programme, ada.id or 0, datetime.date(2026, 3, 5), datetime.date(2026, 3, 6), NOW)
    assert morning(programme, 2) == {
        name: ["• BUG-2 · Checkout fails: Dov holds it, who is gone"] for name in ("UADA", "UBEN")
    }
    assert morning(programme, 3) == {
        "UBEN": [
            "• BUG-2 · Checkout fails: Dov holds it, who is gone",
            "• BUG-3 · Checkout fails: Ada holds it, who is away",
            "• BUG-1 · Checkout fails: Cy holds it, who is off duty",
        ]
    }
    assert [report.holder_id for report in reports] == [cy.id, dov.id, ada.id]


def test_who_was_away_at_the_handover_has_as_long_to_answer_as_anybody(programme: Session) -> None:
    cy = person(programme, "UCY").id or 0
    data.duty.add_absence(programme, cy, datetime.date(2026, 3, 3), datetime.date(2026, 3, 6), NOW)
    report = filed(programme, NOW)
    does(programme, "UCY", Act.CLAIM, report, NOW)
    does(programme, "UADA", Act.ESCALATE, report, ON_DUTY + 5 * DAY, words="The bank.")
    line = "• BUG-1 · Checkout fails: Cy holds it, who is off duty"
    ticks(programme, NOW + 4 * DAY)  # a Friday; Cy has until Monday evening
    assert len(sent(programme, "held")) == 1
    assert morning(programme, 7) == {}
    assert morning(programme, 8)["UADA"] == [line]


def test_the_list_is_short_and_is_edited_through_the_day(programme: Session) -> None:
    reports = [filed(programme, NOW + n * SECOND) for n in range(13)]
    before = morning(programme, 2)["UADA"]
    assert (len(before), before[-1]) == (11, "• and 3 more: `/bug sweep`")
    does(programme, "UADA", Act.RESOLVE, reports[0], NOW + 2 * DAY + HOUR, words="Done.")
    after = morning(programme, 2, hour=11)["UADA"]
    assert after[0] == f"• ~{before[0].removeprefix('• ')}~ done"
    assert after[1:] == before[1:]


def test_what_is_urgent_is_named_first_however_long_the_list_is(programme: Session) -> None:
    reports = [filed(programme, NOW + n * SECOND) for n in range(13)]
    reports[-1].severity = data.models.Severity.URGENT
    named = morning(programme, 2)["UADA"]
    assert named[0].startswith("• BUG-13 · Checkout fails · *urgent*: nobody has claimed it")
    assert named[1].startswith("• BUG-1 · ")


def test_nothing_to_say_no_message(programme: Session) -> None:
    does(programme, "UADA", Act.RESOLVE, filed(programme, NOW), NOW, words="Done.")
    assert morning(programme, 2) == {}


# -- what it costs


def test_a_tick_with_nothing_due_asks_one_question_however_many_reports_are_closed(programme: Session) -> None:
    for n in range(30):
        does(programme, "UCY", Act.RESOLVE, filed(programme, NOW + n * SECOND), NOW + n * SECOND, words="Done.")
    ticks(programme, NOW + HOUR)
    asked: list[str] = []
    connection = programme.connection()
    sqlalchemy.event.listen(connection, "before_cursor_execute", lambda *told: asked.append(told[2]))
    jobs.report_watch.tick(programme, NOW + HOUR + SECOND)
    assert len(asked) == 1


# -- what is foreseen


def test_what_reports_will_bring_is_foreseen(programme: Session) -> None:
    report = filed(programme, NOW)
    asked = filed(programme, NOW)
    jobs.reports.join(jobs.scene.load(programme, NOW), asked, person(programme, "UBEN"), "")
    does(programme, "UCY", Act.CLAIM, asked, NOW)
    kenji = person(programme, "UKENJI").id
    does(programme, "UCY", Act.ASK, asked, NOW, words="Which browser?", person_id=kenji)
    settings = rules.settings.read(data.settings.load(programme))
    planned = jobs.report_plans.upcoming(programme, settings, NOW, NOW + 7 * DAY)
    assert [(one.lane, one.kind, one.at) for one in planned] == [
        ("@UCY", "late", report.expected_by),
        ("@UDOV", "late", report.expected_by),
        ("@UMAREN", "late", NOW + 8 * HOUR),
        ("@UKENJI", "reminder", NOW + 3 * DAY),
        ("@UCY", "held", ON_DUTY),
    ]
    assert jobs.report_plans.upcoming(programme, settings, NOW, NOW + HOUR) == []
