"""App Home by role: what stands on it, when it is drawn, and when it is drawn anew."""

import datetime

import pytest
import sqlmodel

import commands.dispatch
import commands.home
import data.duty
import data.models
import data.settings
import jobs.checkins
import jobs.home
import jobs.reports
import jobs.scene
import jobs.updates
import rules.reports
import rules.settings
import sandbox.blocks
import tests.programme
import tests.stories.programme

NOW = tests.programme.NOW
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
PROGRAMME = rules.settings.read({"triage_channel": "C0TRIAGE"})


@pytest.fixture
def people(session: sqlmodel.Session) -> sqlmodel.Session:
    tests.programme.add(session, "UMAREN", "manager", weekly_hours=20)
    ada = tests.programme.add(session, "UADA", "adviser")
    tests.programme.add_freelancer(session, "UFLOR", ada, products=["Shop"])
    return session


def person(session: sqlmodel.Session, slack_id: str) -> data.models.Person:
    return session.exec(sqlmodel.select(data.models.Person).where(data.models.Person.slack_id == slack_id)).one()


def opens(session: sqlmodel.Session, slack_id: str, key: str = "E1", now: datetime.datetime = NOW) -> str:
    """Open it; every text on it as it was drawn last."""
    commands.home.opened(session, commands.dispatch.Incoming(key, slack_id, now))
    return drawn(session, slack_id)[-1]


def drawn(session: sqlmodel.Session, slack_id: str) -> list[str]:
    """Every page that was drawn for somebody, as its words."""
    notice = data.models.Notice
    pages = session.exec(
        sqlmodel.select(notice).where(notice.lane == f"home:{slack_id}").order_by(sqlmodel.col(notice.id))
    ).all()
    assert all(sandbox.blocks.check_view(page.payload, sandbox.blocks.HOME) == [] for page in pages)
    assert not any(page.unasked for page in pages)
    return ["\n".join(tests.stories.programme.words(_blocks(page))) for page in pages]


def _blocks(page: data.models.Notice) -> list[tests.stories.programme.Json]:
    blocks = page.payload["blocks"]
    assert isinstance(blocks, list)
    return blocks


def files(
    session: sqlmodel.Session, slack_id: str, now: datetime.datetime = NOW, **known: object
) -> data.models.Report:
    row = {"kind": "broken", "title": "Checkout fails", "happened": "Nothing", "expected_by": NOW + HOUR} | known
    report = data.models.Report(filed_at=NOW, changed_at=NOW, **row)  # type: ignore[arg-type]  # columns
    scene = jobs.scene.Scene(session, PROGRAMME, NOW)
    return jobs.reports.file(scene, report, person(session, slack_id))


def does(session: sqlmodel.Session, report: data.models.Report, act: str, slack_id: str, words: str = "") -> None:
    scene = jobs.scene.Scene(session, PROGRAMME, NOW)
    deed = rules.reports.Deed(rules.reports.Act(act), NOW, person(session, slack_id).id, words=words)
    assert jobs.reports.do(scene, report, deed) is None


def test_a_freelancer_finds_their_adviser_and_a_way_to_ask_for_time(people: sqlmodel.Session) -> None:
    person(people, "UADA").zone = "Asia/Tokyo"
    page = opens(people, "UFLOR")
    assert "*Your adviser:* <@UADA> (Ada), where it is 18:00" in page
    assert "Ask for time" in page
    assert "Your adviser" not in opens(people, "UADA")
    person(people, "UADA").active = False
    assert "*Your adviser:* none at this time." in opens(people, "UFLOR", key="E2")


@pytest.mark.parametrize("slack_id", ["UFLOR", "UADA", "UMAREN"])
def test_everybody_finds_who_is_on_duty_and_the_two_buttons(people: sqlmodel.Session, slack_id: str) -> None:
    words = opens(people, slack_id)
    assert words.startswith("Report a problem\nWhat I can do here")
    assert "Nobody is on duty" in words


def test_who_is_not_on_the_roster_reads_whom_to_ask_and_nothing_else(people: sqlmodel.Session) -> None:
    assert opens(people, "USTRANGER").startswith("You are not on this programme's roster")
    assert "\n" not in opens(people, "USTRANGER")


def test_the_same_event_draws_it_once(people: sqlmodel.Session) -> None:
    opens(people, "UADA")
    opens(people, "UADA")
    assert len(drawn(people, "UADA")) == 1
    opens(people, "UADA", key="E2")
    assert len(drawn(people, "UADA")) == 2


def test_a_reporter_finds_their_reports_with_where_they_stand(people: sqlmodel.Session) -> None:
    report = files(people, "UFLOR")
    assert "*Your reports*\n• *BUG-1 · Checkout fails*\n   Received." in opens(people, "UFLOR")
    does(people, report, "claim", "UADA")
    assert "   Ada is looking at it." in opens(people, "UFLOR", key="E2")
    assert "Your reports" not in opens(people, "UADA")


def test_what_ended_more_than_14_days_ago_is_gone_from_it(people: sqlmodel.Session) -> None:
    does(people, files(people, "UFLOR"), "resolve", "UADA", "Reload.")
    assert "*Solved.*" in opens(people, "UFLOR", now=NOW + 14 * DAY)
    assert "BUG-1" not in opens(people, "UFLOR", key="E2", now=NOW + 14 * DAY + HOUR)


def test_a_duplicate_stays_on_it_as_long_as_its_original_is_open(people: sqlmodel.Session) -> None:
    original, duplicate = files(people, "UADA"), files(people, "UFLOR")
    scene = jobs.scene.Scene(people, PROGRAMME, NOW)
    deed = rules.reports.Deed(rules.reports.Act.DUPLICATE, NOW, person(people, "UADA").id, original_id=original.id)
    assert jobs.reports.do(scene, duplicate, deed) is None
    later = NOW + 14 * DAY + HOUR
    assert "BUG-2" in opens(people, "UFLOR", now=later)
    does(people, original, "resolve", "UADA", "Reload.")
    assert "BUG-2" not in opens(people, "UFLOR", key="E2", now=later)


def test_known_problems_of_ones_products_stand_on_it_until_they_are_solved(people: sqlmodel.Session) -> None:
    tests.programme.add(people, "UKENJI", "freelancer", products=["Bank"])
    report = files(people, "UFLOR", product="Shop")
    does(people, report, "known", "UADA", "EUR <!channel> is down")
    words = opens(people, "UFLOR")
    assert "BUG-1 · EUR &lt;!channel&gt; is down (Shop)" in words
    assert "Known problems" not in opens(people, "UKENJI")
    does(people, report, "resolve", "UADA", "Up again.")
    assert "Known problems" not in opens(people, "UFLOR", key="E2")


def test_an_adviser_finds_when_they_are_on_duty_and_what_they_hold(people: sqlmodel.Session) -> None:
    assert "You have no turn on duty yet." in opens(people, "UADA")
    ada = person(people, "UADA").id or 0
    data.duty.add_shift(people, NOW + DAY, NOW + 15 * DAY, [(ada, 1)], NOW)
    does(people, files(people, "UFLOR"), "claim", "UADA")
    words = opens(people, "UADA", key="E2")
    assert "*Your next turn on duty:* Tue 3 March 2026, 09:00 to Tue 17 March 2026, 09:00 (UTC)" in words
    assert "*Reports that you hold*\n• BUG-1 · Checkout fails" in words
    assert "*You are on duty* until Tue 17 March 2026" in opens(people, "UADA", key="E3", now=NOW + 2 * DAY)


def test_a_manager_finds_how_the_programme_stands(people: sqlmodel.Session) -> None:
    files(people, "UFLOR")
    does(people, files(people, "UFLOR"), "claim", "UADA")
    words = opens(people, "UMAREN")
    assert "Ratio 1:" in words
    assert "Reports: 2 open, 1 of them unclaimed" in words
    assert "*Muster is quiet.*" in words
    data.settings.record_milestone(people, data.settings.WENT_LIVE, NOW)
    assert "quiet" not in opens(people, "UMAREN", key="E2")
    assert "Ratio" not in opens(people, "UFLOR")


def test_fifty_reports_and_known_problems_stay_within_slacks_limits(people: sqlmodel.Session) -> None:
    for _ in range(50):
        report = files(people, "UFLOR", title="<!channel> " * 500, product="Shop")
        does(people, report, "known", "UADA", "<!here> " * 600)
    words = opens(people, "UFLOR")
    assert words.count("and 40 more: `/bug list`") == 2
    assert "<!" not in words


# -- drawn anew


def ticks(session: sqlmodel.Session, now: datetime.datetime = NOW) -> int:
    """How many pages a tick draws anew."""
    ids = ("UFLOR", "UADA", "UMAREN")
    before = sum(len(drawn(session, one)) for one in ids)
    jobs.home.tick(session, now)
    for notice in session.exec(sqlmodel.select(data.models.Notice)):
        notice.state = data.models.NoticeState.SENT
    session.flush()
    return sum(len(drawn(session, one)) for one in ids) - before


def test_a_page_is_drawn_anew_when_something_on_it_changes_and_no_other(people: sqlmodel.Session) -> None:
    opens(people, "UFLOR")
    opens(people, "UADA")
    assert ticks(people) == 0
    report = files(people, "UFLOR")
    does(people, report, "known", "UADA", "EUR is down")
    does(people, report, "unknown", "UADA")
    assert ticks(people) == 1
    assert "BUG-1" in drawn(people, "UFLOR")[-1]
    assert ticks(people) == 0


def test_who_has_not_opened_it_for_a_day_gets_no_new_one_until_they_do(people: sqlmodel.Session) -> None:
    opens(people, "UFLOR")
    files(people, "UFLOR")
    assert ticks(people, NOW + DAY + HOUR) == 0
    assert "BUG-1" in opens(people, "UFLOR", key="E2", now=NOW + DAY + HOUR)


def test_of_changes_that_no_sender_has_brought_yet_only_the_newest_waits(people: sqlmodel.Session) -> None:
    opens(people, "UFLOR")
    files(people, "UFLOR")
    jobs.home.tick(people, NOW)
    assert len(drawn(people, "UFLOR")) == 1
    assert "BUG-1" in drawn(people, "UFLOR")[0]


def test_an_update_that_wants_a_receipt_stands_on_it_once_it_leaves_and_until_it_is_given(
    people: sqlmodel.Session,
) -> None:
    minute = datetime.timedelta(minutes=1)
    opens(people, "UFLOR")
    update = data.models.Update(
        author_id=person(people, "UMAREN").id or 0,
        title="New <checkout>",
        text="Look.",
        wants_receipt=True,
        valid_until=NOW.date() + 30 * DAY,
        drafted_at=NOW,
    )
    scene = jobs.scene.Scene(people, PROGRAMME, NOW)
    jobs.updates.send(scene, update)
    jobs.home.tick(people, NOW + minute)
    assert "New" not in drawn(people, "UFLOR")[-1]
    jobs.home.tick(people, NOW + 2 * minute)
    assert "*Updates you have not acknowledged*\n• UPD-1 · New &lt;checkout&gt;" in drawn(people, "UFLOR")[-1]
    assert jobs.updates.acknowledge(scene, update, person(people, "UFLOR"))
    jobs.home.tick(people, NOW + 3 * minute)
    assert "New" not in drawn(people, "UFLOR")[-1]


def test_an_adviser_finds_the_weeks_check_ins_and_one_that_changes_is_drawn_at_once(people: sqlmodel.Session) -> None:
    scene = jobs.scene.load(people, NOW)
    jobs.checkins.plan(scene)
    assert "*Your check-ins this week*\n*Flor* · open\n`/checkin`" in opens(people, "UADA")
    assert "check-ins" not in opens(people, "UFLOR")
    row = people.exec(sqlmodel.select(data.models.Checkin)).one()
    jobs.checkins.book(scene, row, NOW.date() + DAY)
    assert "*Flor* · booked for Tue 3 March 2026" in drawn(people, "UADA")[-1]
    jobs.checkins.excuse(jobs.scene.load(people, NOW + 2 * DAY), row, data.models.Excuse.EXCUSED)
    assert "booked" in drawn(people, "UADA")[-1]  # they have not looked at it for more than a day
