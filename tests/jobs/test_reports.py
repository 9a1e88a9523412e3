"""What reporters are told of their reports, when, and under which of their cards."""

import datetime

import pytest
import sqlmodel

import data.models
import data.outbox
import jobs.report_watch
import jobs.reports
import jobs.scene
import messages.reporter_card
import rules.reports
import rules.settings
import tests.programme

Act = rules.reports.Act
Line = jobs.reports.Line
Notice = data.models.Notice

NOW = tests.programme.NOW
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
MANILA_MORNING = datetime.datetime(2026, 3, 3, 1, tzinfo=datetime.UTC)
"""09:00 there on the day after NOW, which is 17:00 there, when working hours are just over."""


class Stage:
    """Reports on a store, whose reporters are in Manila, where it is evening."""

    def __init__(self, session: sqlmodel.Session) -> None:
        self.session = session
        self.now = NOW
        self.programme = rules.settings.read({"triage_channel": "C0TRIAGE", "time_zone": "Europe/Berlin"})
        self.ada = tests.programme.add(session, "UADA", "adviser")

    @property
    def scene(self) -> jobs.scene.Scene:
        return jobs.scene.Scene(self.session, self.programme, self.now)

    def person(self, slack_id: str, **columns: object) -> data.models.Person:
        return tests.programme.add(self.session, slack_id, "freelancer", **{"zone": "Asia/Manila"} | columns)

    def files(self, *reporters: data.models.Person, **columns: object) -> data.models.Report:
        report = data.models.Report(
            kind=data.models.ReportKind.BROKEN,
            title="Checkout fails",
            happened="I press Pay.",
            filed_at=self.now,
            changed_at=self.now,
            expected_by=self.now + 4 * HOUR,
            **columns,  # type: ignore[arg-type]  # columns
        )
        jobs.reports.file(self.scene, report, reporters[0])
        for person in reporters[1:]:
            self.now += datetime.timedelta(seconds=1)
            jobs.reports.join(self.scene, report, person, "")
        return report

    def does(self, report: data.models.Report, act: Act, **more: object) -> None:
        self.now += datetime.timedelta(seconds=1)
        deed = rules.reports.Deed(act, self.now, self.ada.id, **more)  # type: ignore[arg-type]  # a deed's columns
        assert jobs.reports.do(self.scene, report, deed) is None

    def asks(self, report: data.models.Report, question: str = "Which browser?") -> None:
        self.does(report, Act.ASK, words=question)
        jobs.reports.tell_reporters(self.scene, report, Line.ASK, messages.reporter_card.question_line)

    def ends(self, report: data.models.Report) -> None:
        self.does(report, Act.RESOLVE, words="Reload the page.")
        jobs.reports.tell_reporters(self.scene, report, Line.END, messages.reporter_card.closed_line)

    def reopens(self, report: data.models.Report) -> None:
        self.does(report, Act.REOPEN)
        jobs.reports.tell_reporters(self.scene, report, Line.REOPENED, messages.reporter_card.reopened_line)

    def lines(self, state: str = "pending") -> list[Notice]:
        """What reporters are told under their cards."""
        told = sqlmodel.select(Notice).where(sqlmodel.col(Notice.thread).is_not(None), Notice.state == state)
        return list(self.session.exec(told.order_by(sqlmodel.col(Notice.id))))

    def told(self, state: str = "pending") -> list[tuple[str, str]]:
        """Under which card, and of what."""
        return [(str(one.thread), one.key.split(":")[2]) for one in self.lines(state)]

    def sends(self) -> None:
        for notice in self.session.exec(sqlmodel.select(Notice)):
            notice.state = data.models.NoticeState.SENT
        self.session.flush()


@pytest.fixture
def stage(session: sqlmodel.Session) -> Stage:
    return Stage(session)


# -- when


def test_a_question_and_the_end_come_when_the_reader_begins_to_work(stage: Stage) -> None:
    report = stage.files(stage.person("UA"))
    stage.asks(report)
    assert [line.due_at for line in stage.lines()] == [MANILA_MORNING]
    stage.ends(report)
    (line,) = stage.lines()
    assert line.due_at == MANILA_MORNING
    assert line.payload["reply_broadcast"] is True
    assert not line.unasked


def test_each_reader_has_their_own_hours_and_days_away(stage: Stage) -> None:
    early = stage.person("UEARLY", zone="Europe/Berlin")
    late = stage.person("ULATE", zone="Europe/Berlin", working_hours="mon-fri 14:00-22:00")
    away = stage.person("UAWAY", zone="Europe/Berlin")
    first = NOW.date()
    absence = data.models.Absence(person_id=away.id or 0, starts=first, ends=first + 2 * DAY, recorded_at=NOW)
    stage.session.add(absence)
    stage.ends(stage.files(early, late, away))
    due = {line.lane: line.due_at for line in stage.lines()}
    assert due == {"@UEARLY": stage.now, "@ULATE": NOW + 4 * HOUR, "@UAWAY": NOW - HOUR + 2 * DAY}


def test_what_holds_them_up_is_answered_at_once(stage: Stage) -> None:
    stage.ends(stage.files(stage.person("UA"), severity=data.models.Severity.URGENT))
    assert [line.due_at for line in stage.lines()] == [stage.now]


# -- who


def test_who_reported_the_original_and_a_duplicate_is_told_once_under_the_original(stage: Stage) -> None:
    twice, other = stage.person("UTWICE"), stage.person("UOTHER")
    head, same = stage.files(twice), stage.files(twice, other)
    stage.does(same, Act.DUPLICATE, original_id=head.id)
    stage.ends(head)
    assert stage.told() == [("bug:1:UTWICE", "end"), ("bug:2:UOTHER", "end")]


def test_the_first_of_several_reads_so_also_when_they_reported_a_duplicate(stage: Stage) -> None:
    first = stage.files(stage.person("UFIRST"))
    stage.now += HOUR
    head = stage.files(stage.person("USECOND"), stage.person("UTHIRD"))
    stage.does(first, Act.DUPLICATE, original_id=head.id)
    stage.ends(head)
    said = {line.lane: "You were the first of 3 to see this." in str(line.payload["text"]) for line in stage.lines()}
    assert said == {"@UFIRST": True, "@USECOND": False, "@UTHIRD": False}


def test_the_only_one_is_no_first(stage: Stage) -> None:
    stage.ends(stage.files(stage.person("UA")))
    assert "first" not in str(stage.lines()[0].payload["text"])


def test_who_has_left_is_told_nothing_and_gets_no_edit(stage: Stage) -> None:
    gone = stage.person("UGONE")
    report = stage.files(gone, stage.person("USTAYS"))
    stage.sends()
    gone.active = False
    stage.session.add(gone)
    stage.ends(report)
    waiting = stage.session.exec(sqlmodel.select(Notice).where(Notice.state == "pending"))
    assert "@UGONE" not in {one.lane for one in waiting}


# -- what came to nothing


@pytest.mark.parametrize("act", [Act.CLAIM, Act.HAND_BACK, Act.ESCALATE, Act.RESOLVE, Act.DISMISS, Act.REPLY])
def test_a_question_that_came_to_nothing_before_it_was_sent_is_not_sent(stage: Stage, act: Act) -> None:
    report = stage.files(stage.person("UA"))
    stage.asks(report)
    stage.does(report, act)
    assert stage.told() == []
    assert stage.told("dropped") == [("bug:1:UA", "ask")]


def test_a_question_about_the_original_stands_whatever_is_said_of_a_duplicate(stage: Stage) -> None:
    head, same = stage.files(stage.person("UA")), stage.files(stage.person("UB"))
    stage.does(same, Act.DUPLICATE, original_id=head.id)
    stage.asks(head)
    stage.does(same, Act.EDIT)
    assert stage.told() == [("bug:1:UA", "ask"), ("bug:2:UB", "ask")]
    stage.does(head, Act.CLAIM)
    assert stage.told() == []


def test_a_question_is_moot_once_it_is_the_same_as_another_report(stage: Stage) -> None:
    head, same = stage.files(stage.person("UA")), stage.files(stage.person("UB"))
    stage.asks(same)
    stage.does(same, Act.DUPLICATE, original_id=head.id)
    assert stage.told() == []


def test_the_second_question_takes_the_place_of_the_first(stage: Stage) -> None:
    report = stage.files(stage.person("UA"))
    stage.asks(report)
    stage.asks(report, "Which version?")
    (line,) = stage.lines()
    assert "Which version?" in str(line.payload["text"])


def test_an_end_that_was_none_is_not_told_and_neither_is_its_reopening(stage: Stage) -> None:
    report = stage.files(stage.person("UA"))
    stage.ends(report)
    stage.reopens(report)
    assert stage.told() == []
    stage.ends(report)
    assert stage.told() == [("bug:1:UA", "end")]


def test_an_end_that_was_told_is_told_to_be_none(stage: Stage) -> None:
    report = stage.files(stage.person("UA"))
    stage.ends(report)
    stage.sends()
    stage.reopens(report)
    assert stage.told() == [("bug:1:UA", "reopened")]


def test_what_was_reopened_and_ended_again_overnight_is_told_as_an_end_alone(stage: Stage) -> None:
    report = stage.files(stage.person("UA"))
    stage.ends(report)
    stage.sends()
    stage.reopens(report)
    stage.ends(report)
    assert stage.told() == [("bug:1:UA", "end")]


def test_a_duplicate_that_is_one_no_more_has_not_ended(stage: Stage) -> None:
    head, same = stage.files(stage.person("UA")), stage.files(stage.person("UB"))
    stage.does(same, Act.DUPLICATE, original_id=head.id)
    stage.ends(head)
    stage.reopens(same)
    assert stage.told() == [("bug:1:UA", "end")]


# -- what takes longer than was said


def card(stage: Stage) -> str:
    notice = stage.session.exec(sqlmodel.select(Notice).where(Notice.card == "bug:1:UA")).all()[-1]
    return str(notice.payload["text"])


def test_a_card_says_by_itself_that_the_answer_is_late(stage: Stage) -> None:
    stage.files(stage.person("UA"))
    stage.sends()
    jobs.report_watch.tick(stage.session, NOW + 4 * HOUR)
    assert "Expect an answer by Mon 2 March, 21:00 your time" in card(stage)
    stage.sends()
    jobs.report_watch.tick(stage.session, NOW + 5 * HOUR)
    assert "It takes longer than we said; somebody on duty will look at it." in card(stage)
    stage.sends()
    jobs.report_watch.tick(stage.session, NOW + 6 * HOUR)
    assert [one for one in data.outbox.list_cards(stage.session, "bug:1:") if one[1] != "@UA"] == []
    waiting = stage.session.exec(sqlmodel.select(Notice).where(Notice.lane == "@UA", Notice.state == "pending"))
    assert list(waiting) == []  # nothing is drawn twice
