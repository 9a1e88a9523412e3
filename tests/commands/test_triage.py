"""What those who look after reports do to one, on a store: each act by button, form and word, and who reads of it."""

import pytest
import sqlmodel

import commands.replies
import data.models
import data.reports
import rules.errors
import tests.commands.asking
import tests.commands.triage_desk
import tests.programme

Desk = tests.commands.triage_desk.Desk
Report = data.models.Report


@pytest.fixture
def desk(session: sqlmodel.Session) -> Desk:
    return Desk(session)


def subject(reply: commands.replies.Reply) -> str:
    """What a form knows of the report that it is about."""
    assert isinstance(reply, commands.replies.Open)
    return str(reply.view["private_metadata"])


def labels(reply: commands.replies.Reply) -> dict[str, str]:
    """A form's fields, each with its hint."""
    assert isinstance(reply, commands.replies.Open)
    fields = [block for block in reply.view["blocks"] if block["type"] == "input"]
    return {block["label"]["text"]: block.get("hint", {}).get("text", "") for block in fields}


# -- claim, hand back, reopen


def test_a_report_is_claimed_by_a_press_and_by_words(desk: Desk) -> None:
    one, other = desk.files(), desk.files("Search is slow")
    assert desk.ada.press("claim:bug", subject="1") == commands.replies.Done()
    assert desk.ada.says("/bug claim BUG-2") == "*BUG-2 · Search is slow*\n*Claimed* · Ada"
    assert [desk.state(each) for each in (one, other)] == [("claimed", "UADA")] * 2


def test_who_presses_in_an_answer_of_their_own_which_nothing_edits_reads_where_it_stands_now(desk: Desk) -> None:
    desk.files()
    reply = desk.ada.press("claim:bug", subject="1", in_private=True)
    assert tests.commands.asking.said(reply) == "*BUG-1 · Checkout fails*\n*Claimed* · Ada"
    assert desk.ada.press("more:bug", subject="1:hand_back") == commands.replies.Done()


def test_the_second_who_claims_reads_who_was_first_and_when(desk: Desk) -> None:
    report = desk.files()
    desk.ada.press("claim:bug", subject="1")
    assert desk.bola.refusal("/bug claim BUG-1") == (
        "Ada holds BUG-1: Ada claimed it on Mon 2 March 2026, 10:00 (Europe/Berlin). "
        "*Pass to* gives it to somebody else."
    )
    assert desk.ada.refusal("/bug take bug-1").startswith("You hold BUG-1 already: Ada claimed it on Mon 2 March")
    assert desk.state(report) == ("claimed", "UADA")


def test_whoever_claims_what_was_escalated_reads_that_it_was(desk: Desk) -> None:
    desk.files()
    desk.ada.press("claim:bug", subject="1")
    desk.later(hours=1)
    desk.ada.command("/bug escalate BUG-1 the bank has to look")
    assert desk.bola.refusal("/bug claim BUG-1").startswith(
        "Ada holds BUG-1: Ada escalated it on Mon 2 March 2026, 11:00 (Europe/Berlin)."
    )


def test_what_was_claimed_can_be_handed_back_once(desk: Desk) -> None:
    report = desk.files()
    desk.ada.press("claim:bug", subject="1")
    desk.bola.press("hand_back:bug", subject="1")
    assert desk.state(report) == ("new", None)
    assert desk.ada.refusal("/bug hand back BUG-1").startswith("Nobody holds BUG-1: Bola handed it back on Mon")


def test_reopening_tells_its_last_holder_and_its_reporters(desk: Desk) -> None:
    report = desk.files()
    desk.ada.command("/bug resolve BUG-1 Reload the page.")
    desk.sends()
    desk.later(hours=1)
    assert desk.bola.says("/bug reopen BUG-1").endswith("*New:* nobody has claimed it.")
    assert desk.state(report) == ("new", None)
    (told,) = desk.lines("UADA", "reopened")
    assert told.startswith("Bola reopened *BUG-1 · Checkout fails*, which you held. Nobody holds it now.\n")
    assert "Why do I get this? You held this report last; `/bug claim BUG-1` takes it on again." in told
    assert desk.lines("UBOLA", "reopened") == []
    (line,) = desk.lines("UKENJI", "reopened")
    assert line.startswith("*BUG-1 · Checkout fails* is open again")
    assert desk.ada.refusal("/bug reopen BUG-1").startswith("BUG-1 is open: Bola reopened it on Mon")


def test_who_no_longer_looks_after_reports_is_not_told_of_them(desk: Desk) -> None:
    desk.files()
    desk.ada.command("/bug resolve BUG-1 Reload the page.")
    desk.people["UADA"].adviser = False
    desk.bola.command("/bug reopen BUG-1")
    assert desk.lines("UADA", "reopened") == []


def test_whoever_reopens_what_they_held_is_not_told(desk: Desk) -> None:
    desk.files()
    desk.ada.command("/bug close BUG-1 Reload the page.")
    desk.ada.press("reopen:bug", subject="1")
    assert desk.lines("UADA", "reopened") == []


# -- ask, escalate, resolve, not a bug


def test_a_question_goes_to_every_reporter_and_waits_on_the_card(desk: Desk) -> None:
    report = desk.files()
    desk.joins(report, "UAMARA")
    form = desk.ada.press("ask:bug", subject="1")
    assert labels(form) == {
        "What do you ask?": "All 2 reporters read it. The report waits for an answer.",
        "Who gets it?": "",
    }
    desk.ada.submit("ask:report", subject=subject(form), question="Which browser?", whom="all")
    assert desk.state(report) == ("needs_info", "UADA")
    assert "*Needs info* · Ada\n>Which browser?" in desk.card(report)
    for reporter in ("UKENJI", "UAMARA"):
        (line,) = desk.lines(reporter, "ask")
        assert line.startswith("*BUG-1 · Checkout fails*: we have a question.\n>Which browser?")


def test_a_question_may_be_for_the_first_reporter_alone(desk: Desk) -> None:
    report = desk.files()
    desk.joins(report, "UAMARA")
    desk.ada.submit("ask:report", subject="1", question="Which browser?", whom="first")
    assert [len(desk.lines(reporter, "ask")) for reporter in ("UKENJI", "UAMARA")] == [1, 0]
    (asked,) = [one for one in data.reports.list_events(desk.session, 1) if one.act == "ask"]
    assert (asked.actor_id, asked.person_id) == (desk.people["UADA"].id, desk.people["UKENJI"].id)


def test_who_has_left_is_not_asked(desk: Desk) -> None:
    report = desk.files()
    desk.joins(report, "UAMARA")
    desk.people["UKENJI"].active = False
    assert labels(desk.ada.command("/bug ask BUG-1")) == {
        "What do you ask?": "Its reporter reads it. The report waits for an answer."
    }
    desk.ada.submit("ask:report", subject="1", question="Which browser?", whom="first")
    assert [len(desk.lines(reporter, "ask")) for reporter in ("UKENJI", "UAMARA")] == [0, 1]
    desk.people["UAMARA"].active = False
    form = desk.ada.command("/bug resolve BUG-1")
    assert labels(form) == {"What do you tell them?": "Nobody reads it: who reported this has left."}


def test_a_question_of_one_reporter_is_asked_without_a_choice(desk: Desk) -> None:
    desk.files()
    form = desk.ada.command("/bug ask BUG-1")
    assert labels(form) == {"What do you ask?": "Its reporter reads it. The report waits for an answer."}


def test_what_is_escalated_has_its_reason_and_link_on_the_card_alone(desk: Desk) -> None:
    report = desk.files()
    desk.ada.submit("escalate:report", subject="1", reason="<!channel> needs the bank", link="https://bank.test/7?a&b")
    assert desk.state(report) == ("escalated", "UADA")
    assert (
        "*Escalated* · Ada\n>&lt;!channel&gt; needs the bank\n"
        "<https://bank.test/7?a&amp;b|https://bank.test/7?a&amp;b>" in desk.card(report)
    )
    assert desk.lines("UKENJI", "escalate") == []


@pytest.mark.parametrize(("words", "state"), [("resolve", "resolved"), ("not a bug", "not_a_bug")])
def test_its_end_has_one_line_that_every_reporter_reads(desk: Desk, words: str, state: str) -> None:
    report = desk.files()
    desk.joins(report, "UAMARA")
    form = desk.ada.command(f"/bug {words} BUG-1")
    assert labels(form) == {"What do you tell them?": "All 2 reporters read it."}
    desk.ada.command(f"/bug {words} BUG-1 Reload the page.")
    assert desk.state(report) == (state, "UADA")
    assert all(">Reload the page." in line for who in ("UKENJI", "UAMARA") for line in desk.lines(who, "end"))
    assert [len(desk.lines(who, "end")) for who in ("UKENJI", "UAMARA")] == [1, 1]


def test_who_reported_it_too_is_told_nothing_of_what_they_do_themselves(desk: Desk) -> None:
    report = desk.files()
    desk.joins(report, "UADA")
    desk.ada.command("/bug ask BUG-1 Which browser?")
    desk.ada.command("/bug resolve BUG-1 Reload the page.")
    assert [len(desk.lines("UKENJI", what)) for what in ("ask", "end")] == [1, 1]
    assert [desk.lines("UADA", what) for what in ("ask", "end")] == [[], []]


def test_resolving_a_new_one_claims_it_too(desk: Desk) -> None:
    report = desk.files()
    desk.bola.command("/bug close BUG-1 Done.")
    assert (desk.state(report), report.responded_at) == (("resolved", "UBOLA"), desk.now)


def test_what_is_private_in_what_is_typed_is_hidden(desk: Desk) -> None:
    report = desk.files()
    desk.ada.command("/bug resolve BUG-1 Write to kenji@example.com")
    assert report.closing == "Write to [e-mail hidden]"


def test_a_form_is_not_opened_for_what_is_over(desk: Desk) -> None:
    desk.files()
    desk.ada.command("/bug resolve BUG-1 Done.")
    for act in ("ask", "resolve", "escalate", "dismiss", "pass", "duplicate", "known"):
        with pytest.raises(rules.errors.ProgramError, match=r"BUG-1 is closed: Ada resolved it on Mon .*\*Reopen\*"):
            desk.bola.press(f"{act}:bug", subject="1")


def test_a_form_that_was_open_while_another_acted_changes_nothing(desk: Desk) -> None:
    report = desk.files()
    form = desk.bola.press("escalate:bug", subject="1")
    desk.later(minutes=5)
    desk.ada.command("/bug claim BUG-1")
    with pytest.raises(rules.errors.ProgramError) as refused:
        desk.bola.submit("escalate:report", subject=subject(form), reason="The bank has to look")
    assert str(refused.value) == (
        "Ada claimed BUG-1 on Mon 2 March 2026, 10:05 (Europe/Berlin), while this form was open. "
        "Nothing was changed: close the form and look at the card."
    )
    assert desk.state(report) == ("claimed", "UADA")


# -- pass


def test_it_is_passed_to_somebody_who_is_told(desk: Desk) -> None:
    report = desk.files()
    desk.ada.submit("pass:report", subject="1", person="<@UBOLA>")
    assert desk.state(report) == ("claimed", "UBOLA")
    (line,) = desk.lines("UBOLA", "passed")
    assert line.startswith("Ada passed *BUG-1 · Checkout fails* to you: you hold it now.\n>Nothing happens.\nWhy do I")
    assert desk.ada.refusal("/bug pass BUG-1 <@UBOLA>").startswith(
        "Bola holds BUG-1 already: Ada passed it to somebody else on Mon"
    )


def test_whoever_takes_it_themselves_is_not_told(desk: Desk) -> None:
    report = desk.files()
    desk.ada.command("/bug claim BUG-1")
    desk.bola.command("/bug pass BUG-1 <@UBOLA>")
    assert desk.state(report) == ("claimed", "UBOLA")
    assert desk.lines("UBOLA", "passed") == []


def test_whoever_held_it_reads_who_took_it_from_them_and_who_has_it(desk: Desk) -> None:
    desk.files()
    desk.ada.command("/bug claim BUG-1")
    desk.bola.command("/bug pass BUG-1 <@UBOLA>")
    desk.ada.command("/bug hand back BUG-1")
    desk.later(minutes=1)
    desk.ada.command("/bug pass BUG-1 <@UBOLA>")
    desk.ada.command("/bug pass BUG-1 <@UMAREN>")
    desk.asks("UMAREN").command("/bug hand back BUG-1")
    told = {
        name: [line.partition("\n")[0] for line in desk.lines(name, "taken")] for name in ("UADA", "UBOLA", "UMAREN")
    }
    assert told == {
        "UADA": ["Bola took *BUG-1 · Checkout fails* over, which you held."],
        "UBOLA": [
            "Ada handed *BUG-1 · Checkout fails* back, which you held. Nobody holds it now.",
            "Ada passed *BUG-1 · Checkout fails*, which you held, to Maren.",
        ],
        "UMAREN": [],
    }


def test_it_is_passed_to_nobody_who_is_away_or_does_not_look_after_reports(desk: Desk) -> None:
    report = desk.files()
    desk.bola.command("/duty away today")
    assert desk.ada.refusal("/bug pass BUG-1 <@UBOLA>") == "Bola is away today. Who could hold it: Ada."
    assert desk.ada.refusal("/bug pass BUG-1 <@UKENJI>") == (
        "Kenji is no adviser and no manager. Who could hold it: Ada."
    )
    desk.people["UBOLA"].active = False
    assert desk.ada.refusal("/bug pass BUG-1 <@UBOLA>") == "Bola's Slack account is deactivated."
    assert desk.state(report) == ("new", None)


# -- what it says


def test_an_edit_changes_what_a_report_is_filed_under_and_its_history_says_what(desk: Desk) -> None:
    report = desk.files(product="Shop", language="French")
    form = desk.ada.press("edit:bug", subject="1")
    desk.ada.submit(
        "edit:report", subject=subject(form), kind="guide", title="Guide to EUR", product="Shop", severity="urgent"
    )
    assert (report.kind, report.title, report.product, report.language) == ("guide", "Guide to EUR", "Shop", None)
    (edited,) = [one for one in data.reports.list_events(desk.session, 1) if one.act == "edit"]
    assert (edited.words, edited.state) == ("kind, title, language, severity", "new")


def test_two_who_edit_at_once_do_not_undo_each_other_and_who_claims_is_in_nobodys_way(desk: Desk) -> None:
    report = desk.files()
    edit, known = desk.bola.press("edit:bug", subject="1"), desk.bola.press("known:bug", subject="1")
    desk.ada.command("/bug claim BUG-1")
    desk.ada.submit("edit:report", subject="1", kind="guide", title="Guide to EUR")
    with pytest.raises(rules.errors.ProgramError, match=r"Ada edited BUG-1 on Mon .* while this form was open"):
        desk.bola.submit("edit:report", subject=subject(edit), kind="broken", title="Checkout fails", severity="minor")
    desk.bola.submit("known:report", subject=subject(known), title="We are on it")
    assert (report.title, report.severity, report.known_issue) == ("Guide to EUR", None, "We are on it")


def test_a_form_brings_nothing_back_that_was_redacted_by_way_of_a_duplicate(desk: Desk) -> None:
    report = desk.files("Checkout fails for Ann Smith")
    desk.files("Paying fails for Ann Smith", by="UAMARA")
    desk.ada.command("/bug duplicate BUG-2 of BUG-1")
    form = desk.ada.press("edit:bug", subject="1")
    desk.bola.command("/bug redact BUG-2 Ann Smith")
    assert report.title == "Checkout fails for [removed]"
    with pytest.raises(rules.errors.ProgramError, match=r"Bola redacted BUG-1 on Mon .* while this form was open"):
        desk.ada.submit("edit:report", subject=subject(form), kind="broken", title="Checkout fails for Ann Smith")
    assert report.title == "Checkout fails for [removed]"


def test_an_edit_that_changes_nothing_leaves_nothing(desk: Desk) -> None:
    desk.files()
    desk.ada.submit("edit:report", subject="1", kind="broken", title="Checkout fails")
    assert desk.acts(desk.session.get_one(Report, 1)) == ["file"]


def test_a_known_issue_is_one_until_it_is_taken_off_or_ends(desk: Desk) -> None:
    one, other = desk.files(), desk.files("Search is slow")
    for report in (one, other):
        desk.ada.submit("known:report", subject=f"{report.id}", title="We are on it")
        assert report.known_issue == "We are on it"
        assert "*Known issue,* shown to everybody: We are on it" in desk.card(report)
    desk.ada.press("unknown:bug", subject=f"{one.id}")
    desk.ada.command(f"/bug resolve BUG-{other.id} Done.")
    assert (one.known_issue, other.known_issue) == (None, None)


# -- behind the three dots


def test_what_is_chosen_behind_the_three_dots_does_what_its_button_would(desk: Desk) -> None:
    report = desk.files()
    desk.ada.press("claim:bug", subject="1")
    assert desk.bola.press("more:bug", subject="1:hand_back") == commands.replies.Done()
    assert desk.state(report) == ("new", None)
    form = desk.bola.press("more:bug", subject="1:dismiss")
    assert isinstance(form, commands.replies.Open)
    assert (form.view["callback_id"], form.again, form.subject) == ("dismiss:report", "dismiss:bug", "1")


@pytest.mark.parametrize("value", ["", "1", "1:fire", "1:more", "x:claim", "999:claim"])
def test_nothing_else_can_be_chosen_there(desk: Desk, value: str) -> None:
    report = desk.files()
    with pytest.raises(rules.errors.ProgramError):
        desk.ada.press("more:bug", subject=value)
    assert desk.state(report) == ("new", None)


def test_every_act_has_its_actor_and_its_time(desk: Desk) -> None:
    report = desk.files()
    for line in ("claim BUG-1", "ask BUG-1 Where?", "escalate BUG-1 hard", "hand back BUG-1", "resolve BUG-1 Done."):
        desk.later(minutes=1)
        desk.ada.command(f"/bug {line}")
    events = data.reports.list_events(desk.session, report.id or 0)
    assert [one.act for one in events] == ["file", "claim", "ask", "escalate", "hand_back", "resolve"]
    assert [(one.at - tests.programme.NOW).seconds // 60 for one in events] == [0, 1, 2, 3, 4, 5]
    assert {one.actor_id for one in events[1:]} == {desk.people["UADA"].id}
