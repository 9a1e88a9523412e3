"""Updates that begin with what is known, and what their recipients answer: who gets it, and who does not."""

import datetime
import typing

import pytest
import sqlmodel

import commands.replies
import commands.request
import commands.threads
import data.models
import data.receipts
import data.remarks
import data.settings
import data.updates
import jobs.housekeeping
import jobs.remarks
import rules.errors
import tests.commands.test_threads
import tests.programme

Place = tests.commands.test_threads.Place
TRIAGE = tests.commands.test_threads.TRIAGE
WRITTEN, EDITED, DELETED = commands.threads.Change
place = tests.commands.test_threads.place

UNTIL = (tests.programme.NOW + datetime.timedelta(days=30)).date().isoformat()


def sends(
    place: Place, subject: str = "", who: str = "UMAREN", arrives: bool = True, **inputs: str
) -> data.models.Update:
    """Compose an update, look at it, and send it; it is in Slack afterwards, or waits still."""
    asking = place.asking(who)
    composed = asking.submit(
        "compose:update", subject=subject, **({"title": "New checkout", "text": "Prices.", "until": UNTIL} | inputs)
    )
    assert isinstance(composed, commands.replies.Next), composed
    shown = composed.view["private_metadata"]
    assert isinstance(shown, str)
    asking.submit("send:update", subject=shown)
    if arrives:
        place.arrives()
    update = data.updates.find(place.session, int(shown.partition(":")[0]))
    assert update is not None
    return update


def form(reply: commands.replies.Reply) -> dict[str, object]:
    """What is filled in, by input."""
    assert isinstance(reply, commands.replies.Open)
    inputs = typing.cast("list[dict[str, typing.Any]]", reply.view["blocks"])
    return {one["block_id"]: one["element"].get("initial_value") for one in inputs if one["type"] == "input"}


def subject(reply: commands.replies.Reply) -> str:
    assert isinstance(reply, commands.replies.Open)
    return str(reply.view["private_metadata"])


@pytest.fixture
def sent(place: Place) -> Place:
    """UPD-1 by Maren has reached everybody else."""
    sends(place)
    return place


# -- from a recipient to those who look after it


def test_a_reply_under_a_copy_goes_to_the_thread_of_the_updates_card_with_the_name_and_nowhere_else(
    sent: Place,
) -> None:
    sent.tell("UFLOR", "From which day? jo@example.com asks.", under="update:1:UFLOR", a_png="https://files.test/a")
    assert sent.read() == {
        "remark:1:update": "*Flor*:\n>From which day? [e-mail hidden] asks.\n><https://files.test/a|a.png>"
    }
    assert sent.lanes()["remark:1:update"] == (TRIAGE, "update:1")


def test_an_adviser_who_got_it_is_heard_as_well(sent: Place) -> None:
    sent.tell("UBEN", "My people ask why.", under="update:1:UBEN")
    assert sent.read() == {"remark:1:update": "*Ben*:\n>My people ask why."}


def test_told_again_it_has_one_effect_edited_and_deleted_the_copy_follows(sent: Place) -> None:
    ts = sent.tell("UFLOR", "From wich day?", under="update:1:UFLOR")
    sent.tell("UFLOR", "From wich day?", under="update:1:UFLOR", ts=ts)
    sent.tell("UFLOR", "From which day?", under="update:1:UFLOR", ts=ts, change=EDITED)
    assert sent.read() == {"remark:1:update": "*Flor*:\n>From which day?"}
    sent.tell("UFLOR", "", under="update:1:UFLOR", ts=ts, change=DELETED)
    assert sent.read() == {"remark:1:update": "*Flor*:\n_Withdrawn by its writer._"}


def test_of_several_updates_in_one_message_the_newest_is_meant(sent: Place) -> None:
    sends(sent, title="Another")
    late = "update:late:UFLOR:1"
    for number in (1, 2):
        copy = data.updates.find_copy(sent.session, number, sent.person("UFLOR").id or 0)
        assert copy is not None
        copy.card = late
    sent.session.add(data.models.Card(key=late, channel="DUFLOR", ts="77.1"))
    sent.session.flush()
    sent.tell("UFLOR", "Both?", under=late)
    assert sent.lanes()["remark:1:update"] == (TRIAGE, "update:2")
    answers(sent, "1", "Both.")
    assert sent.lanes()[f"remark:2:{late}"] == ("@UFLOR", late)


def test_who_wrote_under_anothers_copy_or_got_none_is_asked_as_for_all_free_words(sent: Place) -> None:
    sent.session.add(data.models.Card(key="update:1:UNEW", channel="DUNEW", ts="78.1"))
    tests.programme.add_freelancer(sent.session, "UNEW")
    sent.session.flush()
    sent.tell("UNEW", "Hello?", under="update:1:UNEW")
    sent.tell("UGIL", "Hello?", under="update:1:UFLOR", channel="DUGIL")
    assert list(sent.read()) == ["remark:1:choice", "remark:2:choice"]


def test_what_was_written_about_an_update_is_kept_and_can_be_given_to_nobody_else(sent: Place) -> None:
    sent.tell("UFLOR", "From which day?", under="update:1:UFLOR")
    with pytest.raises(rules.errors.ProgramError, match="You chose already"):
        sent.presses("UFLOR", "adviser:remark", "1")
    jobs.housekeeping.tick(sent.session, sent.now + 2 * jobs.remarks.KEPT)
    assert data.remarks.find(sent.session, 1) is not None


# -- under the post in the updates channel


@pytest.fixture
def posted(place: Place) -> Place:
    """UPD-1 is a post in the updates channel."""
    data.settings.record(place.session, "updates_channel", "C0NEWS")
    for who in ("UFLOR", "UGIL"):
        place.session.add(data.models.ChannelMember(channel="C0NEWS", slack_id=who))
    place.session.flush()
    sends(place)
    return place


def pointers(place: Place) -> list[str]:
    notices = place.session.exec(sqlmodel.select(data.models.Notice))
    return [str(one.payload["text"]) for one in notices if one.key.startswith("update:1/thread:")]


def test_what_is_said_there_is_repeated_nowhere_and_kept_nowhere_but_pointed_to_once_a_day(posted: Place) -> None:
    for text in ("From which day?", "Monday, I think."):
        posted.tell("UFLOR", text, under="update:1:channel")
    assert posted.read() == {}
    assert pointers(posted) == [
        "People write in the thread of UPD-1 in <#C0NEWS>. Everybody there reads it, so it is not repeated here: "
        "please answer there."
    ]
    posted.now += datetime.timedelta(days=1)
    posted.tell("UGIL", "Is it there?", under="update:1:channel")
    assert len(pointers(posted)) == 2


def test_who_is_not_on_the_roster_is_not_heard_there(posted: Place) -> None:
    posted.tell("UPENNY", "Hello?", under="update:1:channel")
    assert (posted.read(), pointers(posted)) == ({}, [])


# -- back to that person


def answers(place: Place, number: str, text: str, who: str = "UADA") -> None:
    place.asking(who).submit("answer:update", subject=number, text=text)
    place.arrives()


def test_an_answer_goes_to_that_person_alone_under_their_copy_and_its_record_under_the_card(sent: Place) -> None:
    sent.tell("UFLOR", "From which day?", under="update:1:UFLOR")
    opened = sent.presses("UADA", "answer:remark", "1")
    assert subject(opened) == "1"
    answers(sent, "1", "Monday; else call +49 151 23456789.")
    assert sent.read() == {
        "remark:1:update": "*Flor*:\n>From which day?",
        "remark:2:update:1:UFLOR": "*Ada* about *UPD-1 · New checkout*:\n>Monday; else call [phone number hidden].\n"
        "You alone get this, because you wrote about it. Write in this thread to answer.",
        "remark:2:sent": "*Ada* wrote to Flor:\n>Monday; else call [phone number hidden].",
    }
    assert sent.lanes()["remark:2:update:1:UFLOR"] == ("@UFLOR", "update:1:UFLOR")
    assert sent.lanes()["remark:2:sent"] == (TRIAGE, "update:1")


def test_who_has_left_and_words_that_are_not_kept_can_not_be_answered(sent: Place) -> None:
    sent.tell("UFLOR", "From which day?", under="update:1:UFLOR")
    sent.person("UFLOR").active = False
    with pytest.raises(rules.errors.ProgramError, match="nobody would read the answer"):
        answers(sent, "1", "Monday.")
    with pytest.raises(rules.errors.ProgramError, match="no longer kept"):
        answers(sent, "9", "Monday.")


def test_what_was_written_about_a_report_is_no_word_about_an_update(sent: Place) -> None:
    sent.tell("UFLOR", "It says error 500.", under="bug:1:UFLOR")
    with pytest.raises(rules.errors.ProgramError, match="no longer kept"):
        answers(sent, "1", "Monday.")


# -- Broadcast this


def message(text: str, ts: str = "9.9") -> commands.request.Message:
    return commands.request.Message("C0GENERAL", ts, "UPENNY", text, files={"plan.pdf": "https://files.test/plan"})


def test_broadcast_this_opens_the_form_with_the_words_as_they_were_read(place: Place) -> None:
    told = message("New &amp; *better* checkout\n<@UFLOR>: see <https://x.test|the plan> or jo@example.com")
    filled = form(place.asking("UMAREN").choose("broadcast:message", told))
    assert filled["title"] == "New & *better* checkout"
    assert filled["text"] == (
        "New & *better* checkout\n@Flor: see the plan (https://x.test) or [e-mail hidden]\n"
        "plan.pdf: https://files.test/plan"
    )


def test_a_long_message_is_cut_to_what_the_form_takes(place: Place) -> None:
    filled = form(place.asking("UMAREN").choose("broadcast:message", message("long " * 1000)))
    assert len(str(filled["title"])) <= 150
    assert len(str(filled["text"])) <= 2900


def test_what_muster_wrote_is_not_sent_on_and_who_may_not_send_updates_gets_no_form(sent: Place) -> None:
    card = sent.card("update:1:UFLOR")
    mine = commands.request.Message(card.channel, card.ts, "UMUSTER", "New checkout")
    with pytest.raises(rules.errors.ProgramError, match="This is a message of mine"):
        sent.asking("UMAREN").choose("broadcast:message", mine)
    tests.programme.add(sent.session, "UOFF", "adviser")
    with pytest.raises(rules.errors.ProgramError, match="who is on duty, and by managers"):
        sent.asking("UOFF").choose("broadcast:message", message("News"))


# -- the end of a report


def resolve(place: Place) -> None:
    place.asking("UADA").command("/bug resolve BUG-1 Reload the page.")
    place.arrives()


def test_a_resolved_report_can_be_told_to_its_reporters_and_those_of_its_duplicates_alone(place: Place) -> None:
    place.file("UBEN", "Checkout is broken")
    place.asking("UADA").command("/bug duplicate BUG-2 BUG-1")
    place.person("UFLOR").products = ["Atlas"]
    resolve(place)
    opened = place.presses("UMAREN", "update:bug", "1")
    filled = form(opened)
    assert (filled["title"], filled["text"]) == ("Solved: Checkout fails", "Reload the page.")
    assert "caseload" not in filled
    update = sends(place, subject(opened), title="Solved", text="Reload the page.")
    assert update.report_id == 1
    got = [person.slack_id for _, person in data.receipts.list_unread(place.session, 1)]
    assert got == ["UBEN", "UFLOR", "UGIL"]
    assert "to who reported BUG-1" in place.newest("update:1")
    assert "which you reported or saw too" in place.newest("update:1:UGIL")


def test_it_is_no_post_in_the_updates_channel_though_they_are_in_it(place: Place) -> None:
    data.settings.record(place.session, "updates_channel", "C0NEWS")
    place.session.add(data.models.ChannelMember(channel="C0NEWS", slack_id="UFLOR"))
    resolve(place)
    sends(place, subject(place.presses("UMAREN", "update:bug", "1")))
    assert place.lanes()["update:1:UFLOR"] == ("@UFLOR", None)
    assert "update:1:channel" not in place.lanes()


def test_undone_it_is_a_draft_for_the_same_people(place: Place) -> None:
    resolve(place)
    update = sends(place, subject(place.presses("UMAREN", "update:bug", "1")), arrives=False)
    undone = place.presses("UMAREN", "undo:update", "1")
    assert subject(undone) == "1:1"
    assert "caseload" not in form(undone)
    assert update.report_id == 1


def test_what_is_not_resolved_and_what_only_the_author_reported_is_refused(place: Place) -> None:
    with pytest.raises(rules.errors.ProgramError, match="not resolved"):
        place.presses("UMAREN", "update:bug", "1")
    place.file("UMAREN", "Mine")
    place.asking("UADA").command("/bug resolve BUG-2 Done.")
    with pytest.raises(rules.errors.ProgramError, match="nobody would read it"):
        place.presses("UMAREN", "update:bug", "2")


def test_a_form_about_a_report_that_is_not_there_never_goes_to_everybody(place: Place) -> None:
    for about in (":99", ":x", "7:99"):
        with pytest.raises(rules.errors.ProgramError, match="no such report"):
            sends(place, about)
