"""What reporters do with their own report, on a store: take it back, say that it is still there, look at it."""

import pytest
import sqlmodel

import commands.replies
import data.models
import jobs.remarks
import jobs.scene
import rules.errors
import rules.settings
import tests.commands.triage_desk

Desk = tests.commands.triage_desk.Desk
Report = data.models.Report


@pytest.fixture
def desk(session: sqlmodel.Session) -> Desk:
    return Desk(session)


def shown(desk: Desk, who: str, number: int = 1) -> str:
    """Somebody's card of a report as it will be, or is."""
    notice = data.models.Notice
    theirs = sqlmodel.select(notice).where(notice.card == f"bug:{number}:{who}").order_by(sqlmodel.col(notice.id))
    return str(list(desk.session.exec(theirs))[-1].payload["text"])


def refusal(desk: Desk, who: str, action: str) -> str:
    with pytest.raises(rules.errors.ProgramError) as refused:
        desk.asks(who).press(action, subject="1")
    return str(refused.value)


def resolve(desk: Desk, line: str = "Reload the page.") -> None:
    desk.ada.command(f"/bug resolve BUG-1 {line}")
    desk.sends()


def everything(desk: Desk) -> str:
    """All that the store holds of reports, and of what is posted of them."""
    session = desk.session
    tables = (Report, data.models.Reporter, data.models.ReportEvent, data.models.Remark, data.models.Notice)
    return str([row for table in tables for row in session.exec(sqlmodel.select(table))])


# -- taking it back


def test_a_report_is_taken_back_and_nothing_is_left_of_its_words(desk: Desk) -> None:
    report = desk.files("My card 4111", expected="secret one", steps="secret two", link="secret three")
    scene = jobs.scene.Scene(desk.session, rules.settings.read({"triage_channel": "C0TRIAGE"}), desk.now)
    remark = data.models.Remark(author_id=desk.people["UKENJI"].id or 0, words="secret four", at=desk.now)
    desk.session.add(remark)
    desk.session.flush()
    jobs.remarks.reply(scene, remark, report)
    desk.sends()
    desk.later(minutes=1)
    assert desk.kenji.press("withdraw:bug", subject="1") == commands.replies.Done()
    assert report.state == "withdrawn"
    assert desk.acts(report) == ["file", "reply", "withdraw"]
    assert [word for word in ("4111", "secret") if word in everything(desk)] == []
    assert desk.card(report) == "*BUG-1 · Taken back*\n*Withdrawn*"
    assert shown(desk, "UKENJI") == "*BUG-1 · Taken back*\nYou took it back."


@pytest.mark.parametrize("words", ["claim BUG-1", "ask BUG-1 Which browser?", "resolve BUG-1 Reload."])
def test_it_can_t_be_taken_back_once_somebody_looks_at_it(desk: Desk, words: str) -> None:
    report = desk.files()
    desk.ada.command(f"/bug {words}")
    assert refusal(desk, "UKENJI", "withdraw:bug").endswith("can't be taken back any more.")
    assert report.state != "withdrawn"


def test_what_was_handed_back_was_looked_at(desk: Desk) -> None:
    desk.files()
    desk.ada.command("/bug claim BUG-1")
    desk.ada.command("/bug hand back BUG-1")
    assert refusal(desk, "UKENJI", "withdraw:bug") == "BUG-1 is being looked at, and can't be taken back any more."


def test_who_takes_back_what_others_see_too_leaves_it_to_them(desk: Desk) -> None:
    report = desk.files()
    desk.joins(report, "UAMARA")
    desk.kenji.press("withdraw:bug", subject="1")
    assert report.state == "new"
    assert desk.acts(report) == ["file", "leave"]
    assert "You took it back. Others see it too" in shown(desk, "UKENJI")
    assert "Amara" in desk.card(report)
    assert "Kenji" not in desk.card(report)
    resolve(desk)
    assert desk.lines("UKENJI", "end") == []
    assert len(desk.lines("UAMARA", "end")) == 1
    assert desk.kenji.refusal("/bug BUG-1").startswith("There is no BUG-1 that you can see.")


def test_the_last_who_leaves_takes_it_back(desk: Desk) -> None:
    report = desk.files()
    desk.joins(report, "UAMARA")
    desk.kenji.press("withdraw:bug", subject="1")
    desk.asks("UAMARA").press("withdraw:bug", subject="1")
    assert report.state == "withdrawn"


def test_nothing_can_be_done_to_what_was_taken_back(desk: Desk) -> None:
    desk.files()
    desk.kenji.press("withdraw:bug", subject="1")
    for words in ("claim BUG-1", "reopen BUG-1", "resolve BUG-1 Done."):
        assert desk.ada.refusal(f"/bug {words}").startswith("BUG-1 was taken back by its reporter")


@pytest.mark.parametrize("action", ["withdraw:bug", "still_there:bug"])
def test_what_they_took_back_is_over_for_its_reporter_too(desk: Desk, action: str) -> None:
    desk.files()
    desk.kenji.press("withdraw:bug", subject="1")
    assert refusal(desk, "UKENJI", action).startswith("BUG-1 was taken back. If the problem is still there")


@pytest.mark.parametrize("action", ["withdraw:bug", "still_there:bug"])
@pytest.mark.parametrize("who", ["UAMARA", "UADA", "UMAREN"])
def test_only_who_reported_it_may(desk: Desk, who: str, action: str) -> None:
    desk.files()
    assert refusal(desk, who, action).startswith("You did not report this")


# -- still there


def says(desk: Desk, who: str = "UKENJI", seen: str = "", number: int = 1) -> commands.replies.Reply:
    """The form that says that it is still there."""
    return desk.asks(who).submit("still_there:report", subject=str(number), seen=seen)


def test_what_is_still_there_is_new_again_with_the_line_in_its_thread(desk: Desk) -> None:
    report = desk.files()
    resolve(desk)
    desk.later(days=2)
    form = desk.kenji.press("still_there:bug", subject="1")
    assert isinstance(form, commands.replies.Open)
    says(desk, seen="Write to kenji@example.com")
    assert desk.state(report) == ("new", None)
    notices = desk.session.exec(sqlmodel.select(data.models.Notice).where(data.models.Notice.thread == "bug:1"))
    (line,) = [str(one.payload["text"]) for one in notices if one.lane == "C0TRIAGE"]
    assert line.startswith("*Kenji*:\n>Write to ")
    assert "kenji@example.com" not in line
    assert "Kenji reopened *BUG-1" in desk.lines("UADA", "reopened")[0]
    assert desk.lines("UKENJI", "reopened") == []
    assert "It is open. Somebody on duty will look at it." in shown(desk, "UKENJI")


def test_it_can_be_said_without_a_word(desk: Desk) -> None:
    report = desk.files()
    resolve(desk)
    says(desk)
    assert desk.acts(report)[-1] == "reopen"


def test_it_is_their_right_for_14_days(desk: Desk) -> None:
    report = desk.files()
    resolve(desk)
    desk.later(days=13, hours=23)
    assert isinstance(desk.kenji.press("still_there:bug", subject="1"), commands.replies.Open)
    desk.later(hours=1)
    assert "ended more than 14 days ago" in refusal(desk, "UKENJI", "still_there:bug")
    with pytest.raises(rules.errors.ProgramError, match="please file it anew"):
        says(desk)
    assert report.state == "resolved"


def test_what_is_open_can_t_be_opened(desk: Desk) -> None:
    desk.files()
    assert refusal(desk, "UKENJI", "still_there:bug").startswith("BUG-1 is open")


def test_the_second_who_says_so_reads_no_name_of_the_first(desk: Desk) -> None:
    report = desk.files()
    desk.joins(report, "UAMARA")
    resolve(desk)
    says(desk)
    said = refusal(desk, "UAMARA", "still_there:bug")
    assert said == "BUG-1 is open already, and nothing was changed. Somebody on duty will look at it."


def test_a_duplicates_reporter_reopens_its_original_and_all_that_is_the_same(desk: Desk) -> None:
    head, same = desk.files(), desk.files("Checkout is broken", by="UAMARA")
    desk.ada.command("/bug duplicate BUG-2 of BUG-1")
    resolve(desk)
    desk.later(hours=1)
    says(desk, "UAMARA", "Still", number=2)
    assert (head.state, same.state) == ("new", "duplicate")
    assert "*BUG-1 · Checkout fails* is open again" in desk.lines("UKENJI", "reopened")[0]
    assert "It is open." in shown(desk, "UAMARA", 2)


# -- looking at it


def test_a_freelancer_reads_their_own_report_and_nobody_elses(desk: Desk) -> None:
    desk.files()
    desk.ada.command("/bug claim BUG-1")
    said = desk.kenji.says("/bug bug-1")
    assert "Ada is looking at it." in said
    assert said.splitlines()[-3:-1] == [
        "Mon 2 March 2026, 10:00 · You reported it",
        "Mon 2 March 2026, 10:00 · Ada claimed it",
    ]
    assert desk.asks("UAMARA").refusal("/bug BUG-1").startswith("There is no BUG-1 that you can see.")


def test_a_duplicates_reporter_reads_what_happens_to_its_original_since(desk: Desk) -> None:
    desk.files("The first one's words")
    desk.ada.command("/bug ask BUG-1 Are you Kenji?")
    desk.files("Mine", by="UAMARA")
    desk.ada.command("/bug duplicate BUG-2 of BUG-1")
    desk.later(hours=1)
    resolve(desk)
    said = desk.asks("UAMARA").says("/bug BUG-2")
    assert "Ada found that it is the same as another one" in said
    assert "Ada resolved it:\n>Reload the page." in said
    assert [word for word in ("first one", "Kenji", "BUG-1") if word in said] == []
    assert "Reload" not in desk.ada.says("/bug BUG-2").partition("*History*")[2]


def test_words_behind_a_number_are_the_title_of_a_new_report(desk: Desk) -> None:
    desk.files()
    form = desk.kenji.command("/bug BUG-1 is back")
    assert isinstance(form, commands.replies.Open)
    assert "BUG-1 is back" in str(form.view)


def test_whatever_is_done_no_reporter_is_sent_the_name_or_the_words_of_another(desk: Desk) -> None:
    report = desk.files("Kenji's title")
    desk.files("Amara's title", by="UAMARA")
    desk.ada.command("/bug duplicate BUG-2 of BUG-1")
    for words in (
        "ask BUG-1 Which browser?",
        "pass BUG-1 <@UBOLA>",
        "escalate BUG-1 It is Kenji's bank",
        "resolve BUG-1 Reload.",
        "reopen BUG-1",
        "not a bug BUG-1 It is meant so.",
    ):
        desk.later(hours=2)
        desk.ada.command(f"/bug {words}")
        desk.sends()
    desk.later(hours=1)
    says(desk, "UAMARA", "Amara sees it", number=2)
    assert report.state == "new"
    notices = desk.session.exec(sqlmodel.select(data.models.Notice)).all()
    sent = {who: str([one.payload for one in notices if one.lane == f"@{who}"]) for who in ("UKENJI", "UAMARA")}
    assert all("It is meant so." in payloads for payloads in sent.values())
    assert "Amara" not in sent["UKENJI"]
    assert "Kenji" not in sent["UAMARA"]
    assert "Amara" not in desk.kenji.says("/bug BUG-1")
    assert "Kenji" not in desk.asks("UAMARA").says("/bug BUG-2")
