"""What open reports wait for, who is shown which, and when somebody hears of it, as tables."""

import datetime
import zoneinfo

import hypothesis
import hypothesis.strategies
import pytest

import data.models
import rules.settings
import rules.sweep
import rules.working_hours

Wait = rules.sweep.Wait
State = data.models.ReportState

DAYS = rules.working_hours.programme_workdays(rules.settings.read({}))
HOURS = 4.0
ADA, BEN = 1, 2


def at(text: str) -> datetime.datetime:
    """`2 09:00`, a day of March 2026 and a time; the 2nd is a Monday."""
    day, _, time = text.partition(" ")
    return datetime.datetime.fromisoformat(f"2026-03-{int(day):02} {time}:00+00:00")


def a_report(state: str = "new", holder: int | None = None, **known: object) -> data.models.Report:
    filed = {"filed_at": at("2 09:00"), "changed_at": at("2 09:00"), "expected_by": at("2 13:00")}
    row = {"id": 4, "kind": "broken", "title": "It fails", "happened": "…", "state": State(state), "holder_id": holder}
    return data.models.Report(**(row | filed | known))  # type: ignore[arg-type]  # columns


def events(*told: tuple[str, str, int | None]) -> rules.sweep.Course:
    """Of acts with their time and actor; whom it was passed to stands in place of the actor."""
    return rules.sweep.course(
        [
            data.models.ReportEvent(
                report_id=4,
                act=act,
                at=at(when),
                state=State.NEW,
                actor_id=actor,
                person_id=actor if act == "pass" else None,
            )
            for act, when, actor in told
        ]
    )


ASKED = events(("claim", "2 10:00", ADA), ("ask", "2 11:00", ADA))
ANSWERED = events(("claim", "2 10:00", ADA), ("ask", "2 11:00", ADA), ("reply", "2 15:00", 9))
WRITTEN_SINCE = events(("ask", "2 11:00", ADA), ("reply", "2 15:00", 9), ("answer", "2 16:00", ADA))
WRITTEN_BEFORE = events(("ask", "2 11:00", ADA), ("answer", "2 16:00", ADA))


@pytest.mark.parametrize(
    ("report", "course", "now", "expected"),
    [
        (a_report(), events(), "2 09:01", {Wait.UNCLAIMED: "2 09:00"}),
        (a_report("claimed", ADA, changed_at=at("2 10:00")), events(), "4 09:59", {}),
        (a_report("claimed", ADA, changed_at=at("2 10:00")), events(), "4 10:00", {Wait.SILENT: "2 10:00"}),
        (a_report("claimed", ADA, spoken_at=at("3 16:00")), events(), "4 10:00", {}),
        (a_report("claimed", ADA, spoken_at=at("6 16:00")), events(), "9 16:00", {}),
        (a_report("claimed", ADA, spoken_at=at("6 16:00")), events(), "10 16:00", {Wait.SILENT: "6 16:00"}),
        (a_report("needs_info", ADA), ASKED, "5 10:59", {}),
        (a_report("needs_info", ADA), ASKED, "5 11:00", {Wait.UNANSWERED: "2 11:00"}),
        (a_report("needs_info", ADA), ASKED, "16 10:59", {Wait.UNANSWERED: "2 11:00"}),
        (a_report("needs_info", ADA), ASKED, "16 11:00", {Wait.CLOSE: "2 11:00"}),
        (a_report("needs_info", ADA), ANSWERED, "2 15:00", {Wait.ANSWERED: "2 15:00"}),
        (a_report("needs_info", ADA), ANSWERED, "30 09:00", {Wait.ANSWERED: "2 15:00"}),
        (a_report("needs_info", ADA), WRITTEN_SINCE, "30 09:00", {Wait.ANSWERED: "2 15:00"}),
        (a_report("needs_info", ADA), WRITTEN_BEFORE, "5 16:00", {Wait.UNANSWERED: "2 16:00"}),
        (a_report("escalated", ADA, spoken_at=at("2 12:00")), events(), "9 11:59", {}),
        (a_report("escalated", ADA, spoken_at=at("2 12:00")), events(), "9 12:00", {Wait.STUCK: "2 12:00"}),
    ],
)
def test_what_a_report_waits_for(
    report: data.models.Report, course: rules.sweep.Course, now: str, expected: dict[Wait, str]
) -> None:
    found = rules.sweep.waits(report, course, None, DAYS, at(now))
    assert found == {wait: at(since) for wait, since in expected.items()}


def test_a_report_may_wait_for_two_things_and_who_holds_it_comes_last() -> None:
    course = events(("claim", "2 10:00", ADA))
    report = a_report("claimed", ADA, spoken_at=at("2 10:00"))
    found = rules.sweep.waits(report, course, Wait.AWAY, DAYS, at("5 10:00"))
    assert list(found) == [Wait.SILENT, Wait.AWAY]


def test_holidays_of_the_programme_are_no_days_of_silence() -> None:
    off = rules.working_hours.programme_workdays(rules.settings.read({"days_off": "2026-03-03"}))
    report = a_report("claimed", ADA, spoken_at=at("2 10:00"))
    assert rules.sweep.waits(report, events(), None, off, at("4 10:00")) == {}
    assert rules.sweep.waits(report, events(), None, off, at("5 10:00")) == {Wait.SILENT: at("2 10:00")}


@pytest.mark.parametrize(
    ("told", "holder", "since", "kept"),
    [
        ([("claim", "2 10:00", ADA)], ADA, "2 10:00", None),
        ([("ask", "2 10:00", ADA)], ADA, "2 10:00", None),
        ([("claim", "2 10:00", ADA), ("ask", "3 10:00", BEN)], ADA, "2 10:00", None),
        ([("claim", "2 10:00", ADA), ("pass", "3 10:00", BEN)], BEN, "3 10:00", None),
        ([("claim", "2 10:00", ADA), ("keep", "3 10:00", ADA)], ADA, "2 10:00", "3 10:00"),
        ([("claim", "2 10:00", ADA), ("keep", "3 10:00", ADA), ("pass", "4 10:00", BEN)], BEN, "4 10:00", None),
        ([("claim", "2 10:00", ADA), ("hand_back", "3 10:00", ADA)], None, None, None),
        ([("claim", "2 10:00", ADA), ("reopen", "3 10:00", BEN), ("claim", "4 10:00", BEN)], BEN, "4 10:00", None),
    ],
)
def test_who_holds_a_report_since_when(
    told: list[tuple[str, str, int | None]], holder: int | None, since: str | None, kept: str | None
) -> None:
    course = events(*told)
    assert (course.holder_id, course.held_since, course.kept_at) == (
        holder,
        at(since) if since else None,
        at(kept) if kept else None,
    )


# -- asking once more


REMINDED = events(("ask", "2 11:00", ADA), ("remind", "5 11:00", None))
ASKED_AGAIN = events(("ask", "2 11:00", ADA), ("remind", "5 11:00", None), ("ask", "6 11:00", ADA))


@pytest.mark.parametrize(
    ("state", "course", "expected"),
    [
        ("needs_info", ASKED, "5 11:00"),
        ("needs_info", ANSWERED, None),
        ("needs_info", WRITTEN_SINCE, None),
        ("needs_info", REMINDED, None),
        ("needs_info", ASKED_AGAIN, "11 11:00"),
        ("needs_info", events(), None),
        ("claimed", ASKED, None),
    ],
)
def test_a_reporter_is_asked_once_more_for_each_question(
    state: str, course: rules.sweep.Course, expected: str | None
) -> None:
    found = rules.sweep.remind_at(a_report(state, ADA), course, DAYS)
    assert found == (at(expected) if expected else None)


# -- who holds it


def a_person(**known: object) -> data.models.Person:
    row = {"slack_id": "UADA", "name": "Ada", "adviser": True, "joined_at": at("1 00:00")}
    return data.models.Person(**(row | known))  # type: ignore[arg-type]  # columns


AWAY = rules.working_hours.Workdays(
    zoneinfo.ZoneInfo("UTC"), DAYS.time, ((datetime.date(2026, 3, 2), datetime.date(2026, 3, 4)),)
)


@pytest.mark.parametrize(
    ("person", "workdays", "stays", "expected"),
    [
        (a_person(), DAYS, True, None),
        (a_person(), DAYS, False, Wait.OFF_DUTY),
        (a_person(), AWAY, True, Wait.AWAY),
        (a_person(active=False), AWAY, True, Wait.GONE),
        (a_person(adviser=False), DAYS, True, Wait.GONE),
        (a_person(adviser=False, manager=True), DAYS, True, None),
    ],
)
def test_what_is_amiss_with_a_holder(
    person: data.models.Person, workdays: rules.working_hours.Workdays, stays: bool, expected: Wait | None
) -> None:
    assert rules.sweep.presence(person, workdays, stays, at("3 10:00")) is expected


HANDOVER = at("16 10:00")
HELD = ("claim", "12 10:00", ADA)


@pytest.mark.parametrize(
    ("told", "handover", "now", "expected"),
    [
        ([HELD], HANDOVER, "16 10:01", True),  # there is time to answer
        ([HELD], HANDOVER, "17 16:59", True),
        ([HELD], HANDOVER, "17 17:00", False),
        ([HELD, ("keep", "16 11:00", ADA)], HANDOVER, "25 10:00", True),
        ([HELD, ("keep", "13 11:00", ADA)], HANDOVER, "25 10:00", False),  # of an earlier handover
        ([("claim", "16 12:00", ADA)], HANDOVER, "16 12:01", False),
        ([HELD], None, "16 10:01", False),
        ([HELD, ("keep", "13 11:00", ADA)], None, "25 10:00", True),
    ],
)
def test_what_somebody_off_duty_holds_is_theirs_while_they_may_answer_or_said_that_they_keep_it(
    told: list[tuple[str, str, int | None]], handover: datetime.datetime | None, now: str, expected: bool
) -> None:
    assert rules.sweep.is_kept(events(*told), handover, DAYS, at(now)) is expected


def test_who_sleeps_at_the_handover_is_asked_in_their_morning_and_has_the_next_day_to_answer() -> None:
    lima = rules.working_hours.Workdays(zoneinfo.ZoneInfo("America/Lima"), DAYS.time)
    assert rules.sweep.ask_at(lima, HANDOVER) == at("16 14:00")
    assert rules.sweep.answer_by(lima, HANDOVER) == at("17 22:00")


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ([HELD], True),
        ([("claim", "16 12:00", ADA)], False),
        ([HELD, ("keep", "16 11:00", ADA)], False),
        ([HELD, ("keep", "13 11:00", ADA)], True),
        ([HELD, ("hand_back", "16 11:00", ADA)], False),
    ],
)
def test_the_question_is_about_what_was_held_at_the_handover_and_not_answered_for(
    told: list[tuple[str, str, int | None]], expected: bool
) -> None:
    assert rules.sweep.is_asked_about(events(*told), HANDOVER) is expected


# -- who is late


@pytest.mark.parametrize(
    ("report", "late", "twice"),
    [
        (a_report(), "2 13:00", "2 17:00"),
        (a_report(expected_by=at("3 10:00")), "3 10:00", "3 10:00"),  # it was promised by a longer target
        (a_report(responded_at=at("2 18:00")), None, None),
        (a_report("withdrawn"), None, None),
        (a_report("resolved"), None, None),
    ],
)
def test_from_when_on_a_report_is_late(report: data.models.Report, late: str | None, twice: str | None) -> None:
    assert rules.sweep.late_at(report) == (at(late) if late else None)
    assert rules.sweep.twice_late_at(report, DAYS, HOURS) == (at(twice) if twice else None)


@pytest.mark.parametrize(
    ("due", "last", "now", "expected"),
    [
        ([], None, "2 13:00", False),
        (["2 13:00"], None, "2 13:00", True),
        (["2 14:00"], "2 13:00", "2 14:00", False),
        (["2 14:00"], "2 13:00", "3 01:00", False),  # half a day is over, in the night
        (["2 14:00"], "2 13:00", "3 09:00", True),
        (["6 14:00"], "6 13:00", "8 12:00", False),  # a Sunday
        (["6 14:00"], "6 13:00", "9 09:00", True),
        (["4 17:00"], "2 13:00", "4 17:00", True),
    ],
)
def test_the_same_people_hear_at_most_once_in_half_a_day(
    due: list[str], last: str | None, now: str, expected: bool
) -> None:
    assert rules.sweep.may_tell([at(one) for one in due], at(last) if last else None, DAYS, at(now)) is expected


@pytest.mark.parametrize(
    ("told", "now", "expected"),
    [
        (None, "2 17:00", False),
        ("2 13:00", "2 13:59", False),
        ("2 13:00", "2 14:00", True),
        ("2 16:30", "3 09:29", False),
        ("2 16:30", "3 09:30", True),
        ("7 12:00", "9 09:59", False),
    ],
)
def test_those_on_duty_have_had_an_hour_of_work_before_the_managers_hear(
    told: str | None, now: str, expected: bool
) -> None:
    assert rules.sweep.heard(at(told) if told else None, DAYS, at(now)) is expected


# -- the sweep


def a_step(report: int, person: int, when: str, over: bool = False) -> data.models.SweepStep:
    return data.models.SweepStep(report_id=report, person_id=person, at=at(when), over=over)


REPORTS = [a_report(id=1), a_report(id=2), a_report(id=3)]


@pytest.mark.parametrize(
    ("steps", "shown", "left", "with_others"),
    [
        ([], 1, 2, 0),
        ([a_step(1, ADA, "2 11:00")], 2, 1, 0),
        ([a_step(1, BEN, "2 11:51")], 2, 1, 1),
        ([a_step(1, BEN, "2 11:50")], 1, 2, 0),  # ten minutes ago
        ([a_step(1, BEN, "2 11:59", over=True)], 2, 1, 1),  # their sweep is over, and yet it was just shown
        ([a_step(1, ADA, "2 11:59", over=True)], 1, 2, 0),
        ([a_step(1, ADA, "2 04:00")], 1, 2, 0),  # a sweep left in the middle, long ago
        ([a_step(n, ADA, "2 11:00") for n in (1, 2, 3)], None, 0, 0),
        ([a_step(1, ADA, "2 11:00"), a_step(2, BEN, "2 11:59"), a_step(3, BEN, "2 11:59")], None, 0, 2),
    ],
)
def test_who_is_shown_which(steps: list[data.models.SweepStep], shown: int | None, left: int, with_others: int) -> None:
    found = rules.sweep.shown_next(REPORTS, steps, ADA, at("2 12:00"))
    assert (found.report.id if found.report else None, found.left, found.with_others) == (shown, left, with_others)


@hypothesis.given(hypothesis.strategies.lists(hypothesis.strategies.sampled_from([ADA, BEN]), max_size=12))
def test_two_who_sweep_at_once_are_never_shown_the_same(turns: list[int]) -> None:
    steps: list[data.models.SweepStep] = []
    for person in turns:
        found = rules.sweep.shown_next(REPORTS, steps, person, at("2 12:00")).report
        if found is not None:
            steps.append(a_step(found.id or 0, person, "2 12:00"))
    seen = [one.report_id for one in steps]
    assert seen == sorted(set(seen)) == [1, 2, 3][: len(turns)]
