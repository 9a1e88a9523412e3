"""Words of a report are removed: from the store, from the cards, and from all that was posted of it."""

import datetime
import json
import typing

import pytest
import sqlalchemy
import sqlmodel

import commands.replies
import data.models
import data.outbox
import data.remarks
import data.reports
import data.settings
import jobs.housekeeping
import jobs.remarks
import jobs.scene
import rules.errors
import tests.commands.triage_desk

Desk = tests.commands.triage_desk.Desk
Notice = data.models.Notice
Report = data.models.Report
State = data.models.NoticeState

NAME = "Ann Smith"


@pytest.fixture
def desk(session: sqlmodel.Session) -> Desk:
    return Desk(session)


def everything(session: sqlmodel.Session) -> str:
    """The whole store as text, in which line breaks of quotations are as good as spaces."""
    tables = sqlmodel.SQLModel.metadata.sorted_tables
    rows = [[str(value) for value in row] for table in tables for row in session.execute(sqlalchemy.select(table))]
    return json.dumps(rows, ensure_ascii=False).lower().replace("\\\\n>", " ").replace("\\\\n", " ")


def scene(desk: Desk) -> jobs.scene.Scene:
    return jobs.scene.load(desk.session, desk.now)


def post_all(desk: Desk) -> None:
    """The sender has done its work: all that waited stands in Slack."""
    real, numbers = desk.now, iter(range(1, 1000))
    while taken := data.outbox.list_due(desk.session, desk.now, real, 100):
        ids = [notice.id or 0 for notice in taken]
        until = real + datetime.timedelta(minutes=1)
        leased = data.outbox.lease(desk.session, ids, desk.now, until, until)
        desk.session.expire_all()  # they are read as the sender does, which has a session of its own
        for notice in leased:
            channel = notice.lane if notice.lane.startswith("C") else notice.lane.replace("@U", "D")
            where = (channel, f"{notice.id}.{next(numbers)}") if notice.kind == "post" else (channel, None)
            data.outbox.record_sent(desk.session, notice, desk.now, *where)


def waiting(desk: Desk) -> dict[str, Notice]:
    """What is to be sent, by its card."""
    desk.session.expire_all()
    found = desk.session.exec(sqlmodel.select(Notice).where(Notice.state == State.PENDING))
    return {notice.card or notice.key: notice for notice in found}


def writes(desk: Desk, report: Report, who: str, words: str, channel: str, ts: str) -> data.models.Remark:
    """Somebody writes under their card."""
    remark = data.models.Remark(author_id=desk.people[who].id or 0, words=words, at=desk.now, channel=channel, ts=ts)
    jobs.remarks.reply(scene(desk), data.remarks.add(desk.session, remark), report)
    return remark


def told(desk: Desk) -> Report:
    """A report in which a name stands wherever one can stand."""
    report = desk.files(f"{NAME} can't log in", expected=f"that {NAME}\n can", steps="1. ann smith logs in")
    post_all(desk)
    desk.joins(report, "UAMARA")
    data.reports.add_words(desk.session, report, desk.people["UAMARA"].id or 0, f"{NAME} here too")
    desk.later(hours=1)
    writes(desk, report, "UKENJI", f"it is <{NAME}> & co", channel="DKENJI", ts="17.0001")
    desk.ada.command(f"/bug ask BUG-1 Is {NAME} blocked?")
    desk.ada.submit("known:report", subject="1", title=f"{NAME} is known")
    desk.later(days=1)
    post_all(desk)
    desk.ada.command(f"/bug resolve BUG-1 We let {NAME} in.")
    desk.later(days=1)
    post_all(desk)
    return report


def says(reply: commands.replies.Reply) -> str:
    assert isinstance(reply, commands.replies.Say | commands.replies.Next)
    return json.dumps(reply.message if isinstance(reply, commands.replies.Say) else reply.view, ensure_ascii=False)


# -- words


def test_words_are_removed_from_everything(desk: Desk) -> None:
    told(desk)
    assert everything(desk.session).count("ann smith") > 10
    desk.ada.command("/bug redact BUG-1 ann SMITH")
    assert "ann smith" not in everything(desk.session)
    report = data.reports.find(desk.session, 1)
    assert report is not None
    assert (report.title, report.closing) == ("[removed] can't log in", "We let [removed] in.")
    assert (report.expected, report.steps) == ("that [removed]\n can", "1. [removed] logs in")


def test_every_message_that_says_them_is_edited(desk: Desk) -> None:
    told(desk)
    posts = [one for one in desk.session.exec(sqlmodel.select(Notice)) if "Ann Smith" in json.dumps(one.payload)]
    cards = {one.card for one in posts}
    assert {"bug:1", "bug:1:UKENJI"} < cards
    desk.later(hours=1)
    desk.ada.command(f"/bug redact BUG-1 {NAME}")
    edits = waiting(desk)
    assert set(edits) == cards
    assert {one.kind for one in edits.values()} == {"edit"}
    assert all("[removed]" in json.dumps(one.payload) for one in edits.values())
    assert {key for key in edits if key.startswith(("bug:1:ask:UKENJI", "bug:1:end:UKENJI"))} != set()
    post_all(desk)
    assert waiting(desk) == {}


def test_the_answer_says_what_was_done_and_names_with_a_link_what_only_its_writer_can_delete(desk: Desk) -> None:
    data.settings.record(desk.session, data.settings.WORKSPACE, "https://muster.slack.test/")
    told(desk)
    answer = desk.ada.says(f"/bug redact BUG-1 {NAME}")
    assert answer.splitlines()[0].startswith("Removed from BUG-1, and from 3 cards")
    assert "• <https://muster.slack.test/archives/DKENJI/p170001|this message> of Kenji" in answer
    assert "ann" not in answer.lower().replace("can't", "")


def test_the_message_that_was_filed_as_a_bug_is_named(desk: Desk) -> None:
    link = "https://muster.slack.test/archives/C0GENERAL/p170002"
    desk.files(f"{NAME} can't pay", link=link)
    desk.files("It is slow", link=link)
    assert f"• <{link}|this message>, which was filed as a bug" in desk.ada.says(f"/bug redact BUG-1 {NAME}")
    assert link not in says(desk.ada.submit("redact:report", subject="2", field="link"))


def test_names_of_columns_in_the_history_are_nobodys_words(desk: Desk) -> None:
    desk.files("the title is wrong")
    desk.ada.submit("edit:report", subject="1", kind="broken", title="this title is wrong")
    desk.ada.command("/bug redact BUG-1 title")
    assert [event.words for event in data.reports.list_events(desk.session, 1) if event.act == "edit"] == ["title"]


def test_a_reporter_is_told_of_their_own_messages_alone(desk: Desk) -> None:
    report = told(desk)
    writes(desk, report, "UAMARA", f"{NAME} again", channel="DAMARA", ts="18.0001")
    assert "DAMARA" not in says(desk.kenji.command(f"/bug redact BUG-1 {NAME}"))
    writes(desk, report, "UKENJI", f"{NAME} once more", channel="DKENJI", ts="19.0001")
    answer = says(desk.kenji.command(f"/bug redact BUG-1 {NAME}"))
    assert "archives/DKENJI/p190001|this message> of yours" in answer


def test_words_that_stand_nowhere_change_nothing_and_are_not_repeated(desk: Desk) -> None:
    told(desk)
    before = everything(desk.session)
    refused = desk.ada.refusal("/bug redact BUG-1 Zorro Unknown")
    assert refused.startswith("These words stand nowhere in BUG-1, and nothing was changed.")
    assert "zorro" not in refused.lower()
    assert everything(desk.session) == before
    assert "at least two characters" in desk.ada.refusal("/bug redact BUG-1 a")


def test_the_record_says_who_and_of_which_report_and_not_what(desk: Desk) -> None:
    told(desk)
    desk.ada.command(f"/bug redact BUG-1 {NAME}")
    (row,) = data.audit.list_about(desk.session, "BUG-1")
    assert (row.actor, row.action, row.before, row.after) == ("UADA", "report.redact", None, {"what": "words"})
    event = data.reports.list_events(desk.session, 1)[-1]
    assert (event.act, event.words, event.actor_id) == ("redact", None, desk.people["UADA"].id)


def test_the_same_request_again_has_no_second_effect_and_what_is_kept_of_it_has_no_words(desk: Desk) -> None:
    told(desk)
    first = desk.ada.command(f"/bug redact BUG-1 {NAME}", key="once")
    acts = desk.acts(desk.files("Another"))
    assert desk.ada.command(f"/bug redact BUG-1 {NAME}", key="once") == first
    assert desk.acts(desk.files("Another")) == acts
    assert "ann smith" not in everything(desk.session)


def test_other_reports_keep_their_words(desk: Desk) -> None:
    told(desk)
    other = desk.files(f"{NAME} again")
    desk.ada.command(f"/bug redact BUG-1 {NAME}")
    assert other.title == f"{NAME} again"
    assert NAME in desk.card(other)


def test_duplicates_are_of_one_matter_with_their_original(desk: Desk) -> None:
    head, same = desk.files("Checkout fails"), desk.files(f"Checkout fails for {NAME}", by="UAMARA")
    desk.ada.command("/bug duplicate BUG-2 of BUG-1")
    desk.ada.command(f"/bug redact BUG-1 {NAME}")
    assert (head.title, same.title) == ("Checkout fails", "Checkout fails for [removed]")
    assert "ann smith" not in everything(desk.session)


def test_a_message_that_is_no_card_can_be_edited_from_then_on(desk: Desk) -> None:
    desk.files(f"{NAME} can't log in")
    line = data.outbox.Draft("late:1", "@UMAREN", {"text": f"• BUG-1 · {NAME} can't log in"}, "a test", desk.now)
    other = data.outbox.Draft("late:2", "@UMAREN", {"text": f"• BUG-12 · {NAME} can't log in"}, "a test", desk.now)
    data.outbox.enqueue(desk.session, [line, other])
    data.settings.record_milestone(desk.session, data.settings.WENT_LIVE, desk.now)
    post_all(desk)
    desk.ada.command(f"/bug redact BUG-1 {NAME}")
    edits = [one for one in waiting(desk).values() if one.lane == "@UMAREN"]
    assert [(one.kind, one.payload) for one in edits] == [("edit", {"text": "• BUG-1 · [removed] can't log in"})]
    card = data.outbox.find_card(desk.session, edits[0].card or "")
    assert card is not None
    assert card.channel == "DMAREN"


def test_a_line_older_than_30_days_goes_as_a_whole(desk: Desk) -> None:
    told(desk)
    desk.later(days=40)
    jobs.housekeeping.tick(desk.session, desk.now)
    desk.ada.command(f"/bug redact BUG-1 {NAME}")
    edits = waiting(desk)
    (line,) = [one for key, one in edits.items() if key.startswith("bug:1:end:UKENJI")]
    assert line.payload["text"] == "*BUG-1:* words were removed from this report, and with them this old line."
    assert "[removed] can't log in" in json.dumps(edits["bug:1"].payload)


def test_what_the_store_of_answers_and_the_morning_quote_goes_too(desk: Desk) -> None:
    desk.files(f"{NAME} can't log in")
    part: dict[str, typing.Any] = {"kind": "sweep", "reason": "a test", "due_at": desk.now}
    payload: dict[str, object] = {"text": f"BUG-1 · {NAME}"}
    desk.session.add(
        data.models.MorningPart(key="part", person_id=desk.people["UADA"].id or 0, payload=payload, **part)
    )
    desk.ada.press("more:bug", subject="1:edit")
    assert everything(desk.session).count("ann smith") > 3
    desk.ada.command(f"/bug redact BUG-1 {NAME}")
    assert "ann smith" not in everything(desk.session)


def test_what_slack_needs_of_a_message_is_left_alone(desk: Desk) -> None:
    desk.files("the text of a button in a section")
    desk.ada.command("/bug redact BUG-1 section")
    desk.ada.command("/bug redact BUG-1 button")
    card = waiting(desk)["bug:1"].payload
    blocks = typing.cast("list[dict[str, typing.Any]]", card["blocks"])
    assert {block["type"] for block in blocks} == {"section", "actions"}
    assert "the text of a [removed] in a [removed]" in str(card["text"])


# -- a field


def test_the_form_offers_what_holds_something_and_shows_nothing_of_it(desk: Desk) -> None:
    desk.files("Checkout fails", steps="secret steps")
    opened = desk.ada.press("more:bug", subject="1:redact")
    assert isinstance(opened, commands.replies.Open)
    said = json.dumps(opened.view)
    options = [option["value"] for option in opened.view["blocks"][-1]["element"]["options"]]
    assert options == ["title", "happened", "steps"]
    assert "secret" not in said
    assert opened.view["private_metadata"] == "1"


def test_a_field_is_emptied_and_its_words_go_from_what_was_posted(desk: Desk) -> None:
    report = told(desk)
    desk.ada.submit("redact:report", subject="1", field="closing")
    assert (report.closing, report.title) == (None, f"{NAME} can't log in")
    assert "we let ann smith in." not in everything(desk.session)
    answer = says(desk.ada.submit("redact:report", subject="1", field="title"))
    assert report.title == "[removed]"
    assert "Removed from BUG-1" in answer
    lines = [one for key, one in waiting(desk).items() if key.startswith("bug:1:end:UKENJI")]
    assert "*BUG-1 · [removed]* is solved" in str(lines[0].payload)


def test_a_title_of_one_word_does_not_take_that_word_from_the_rest(desk: Desk) -> None:
    report = desk.files("Login")
    report.happened = "Login page is blank"
    desk.ada.submit("redact:report", subject="1", field="title")
    assert (report.title, report.happened) == ("[removed]", "Login page is blank")
    assert "Login page is blank" in desk.card(report)


def test_a_field_of_a_few_letters_is_emptied_and_looked_for_nowhere_else(desk: Desk) -> None:
    report = desk.files("Pay")
    line = {"text": "BUG-1 · Pay · somebody will pay attention"}
    data.outbox.enqueue(desk.session, [data.outbox.Draft("late:1", "@UMAREN", line, "a test", desk.now)])
    desk.ada.submit("redact:report", subject="1", field="title")
    assert report.title == "[removed]"
    assert waiting(desk)["late:1"].payload == line


def test_a_form_without_words_or_a_field_stays_open(desk: Desk) -> None:
    desk.files()
    assert desk.ada.submit("redact:report", subject="1") == commands.replies.Fields(
        {"words": "Type the words to remove, or choose a field below."}
    )


# -- who may


def test_a_freelancer_sees_no_report_of_others(desk: Desk) -> None:
    desk.files(f"{NAME} can't log in")
    assert desk.asks("UAMARA").refusal(f"/bug redact BUG-1 {NAME}").startswith("There is no BUG-1 that you can see.")


def test_who_saw_it_too_removes_their_own_words_alone_and_learns_nothing_of_the_others(desk: Desk) -> None:
    report = desk.files("Checkout fails for Zorro")
    desk.joins(report, "UAMARA")
    amara = desk.asks("UAMARA")
    assert amara.refusal("/bug redact BUG-1 Zorro") == amara.refusal("/bug redact BUG-1 Nobody")
    data.reports.add_words(desk.session, report, desk.people["UAMARA"].id or 0, "my Zorro too")
    amara.command("/bug redact BUG-1 zorro")
    assert report.title == "Checkout fails for [removed]"
    opened = amara.press("redact:bug", subject="1")
    assert isinstance(opened, commands.replies.Open)
    assert [block["block_id"] for block in opened.view["blocks"] if block["type"] == "input"] == ["words"]
    reply = amara.submit("redact:report", subject="1", field="title")
    assert isinstance(reply, commands.replies.Fields)


def test_its_reporter_empties_what_they_wrote_and_not_what_they_were_told(desk: Desk) -> None:
    report = told(desk)
    opened = desk.kenji.press("redact:bug", subject="1")
    assert isinstance(opened, commands.replies.Open)
    options = [option["value"] for option in opened.view["blocks"][-1]["element"]["options"]]
    assert options == ["title", "happened", "expected", "steps"]
    assert isinstance(desk.kenji.submit("redact:report", subject="1", field="closing"), commands.replies.Fields)
    assert report.closing == f"We let {NAME} in."
    desk.kenji.command(f"/bug redact BUG-1 {NAME}")
    assert report.closing == "We let [removed] in."


def test_redacting_is_no_word_about_the_report(desk: Desk) -> None:
    report = desk.files(f"{NAME} can't log in")
    spoken, answered = report.spoken_at, report.answered_at
    desk.later(hours=3)
    desk.ada.command(f"/bug redact BUG-1 {NAME}")
    assert (report.spoken_at, report.answered_at, report.responded_at) == (spoken, answered, None)


def test_nobody_redacts_what_is_not_there(desk: Desk) -> None:
    with pytest.raises(rules.errors.ProgramError, match="no report that you can see"):
        desk.ada.submit("redact:report", subject="99", words="ann smith")


@pytest.mark.parametrize("removal", [{"words": NAME}, {"field": "closing"}])
def test_what_an_update_told_its_reporters_of_the_end_goes_too(desk: Desk, removal: dict[str, str]) -> None:
    report = desk.files("Checkout fails")
    told = f"{NAME} reloads the page."
    desk.ada.command(f"/bug resolve BUG-1 {told}")
    opened = desk.asks("UMAREN").press("update:bug", subject="1")
    assert isinstance(opened, commands.replies.Open)
    drafted = {"subject": str(opened.view["private_metadata"]), "title": "Solved", "text": told, "until": "2030-01-01"}
    page = desk.asks("UMAREN").submit("compose:update", **drafted)
    assert isinstance(page, commands.replies.Next)
    desk.asks("UMAREN").submit("send:update", subject=str(page.view["private_metadata"]))
    desk.later(days=2)
    post_all(desk)
    desk.ada.submit("redact:report", subject=str(report.id), **removal)
    assert "ann smith" not in everything(desk.session)
    assert "update:1:UKENJI" in waiting(desk)
