"""What reporters and those on duty write to each other, and freelancers to Muster: who reads it in Slack."""

from __future__ import annotations

import pytest

import tests.stories.cast
import tests.stories.programme
import tests.stories.test_reports

Json = tests.stories.programme.Json
Programme = tests.stories.programme.Programme
Someone = tests.stories.programme.Someone

TRIAGE = tests.stories.cast.TRIAGE


def messages(who: Someone, channel: str = "dm") -> list[Json]:
    """All that stands there for them, threads too, oldest first."""
    return who.slack.channel(channel, who.id)


def place_of(who: Someone, words: str, channel: str = "dm") -> str:
    """The ts of the first message with these words."""
    return str(next(one["ts"] for one in messages(who, channel) if words in one["text"]))


def thread(who: Someone, words: str, channel: str = "dm") -> list[str]:
    """What stands under the first message with these words, in the thread."""
    top = place_of(who, words, channel)
    return [one["text"] for one in who.slack.channel(channel, who.id, top) if one["ts"] != top]


def writes(who: Someone, text: str, under: str = "", channel: str = "dm", **rest: object) -> str:
    """Write, in the thread of the first message with these words if there are any; its ts."""
    top = place_of(who, under, channel) if under else None
    return str(who.slack.message(who.id, channel, text, top, **rest)["ts"])  # type: ignore[arg-type]  # files


@pytest.fixture
def reported(programme: Programme) -> Programme:
    """A report by Kenji that Amara saw too."""
    tests.stories.test_reports.files(programme.kenji)
    tests.stories.test_reports.files(programme.amara, **{"What is wrong?": "Checkout fails for EUR!"})
    if programme.amara.form is not None:
        programme.amara.submits({"Is it one of these?": "BUG-1 · Checkout fails for EUR: I see it too"})
    programme.settles()
    return programme


def test_a_reply_reaches_triage_alone_is_edited_and_withdrawn_with_its_original(programme: Programme) -> None:
    kenji, slack = programme.kenji, programme.slack
    tests.stories.test_reports.files(kenji)
    programme.settles()
    ts = writes(kenji, "Ask jo@example.com, it says eror 500.", "*BUG-1", files=[{"name": "screen.png"}])
    programme.settles()
    (line,) = thread(programme.ada, "*BUG-1", TRIAGE)
    assert line.startswith(
        "*Kenji Paperfold*:\n>Ask [e-mail hidden], it says eror 500.\n><https://stories.slack.com/files/"
    )
    assert line.endswith("|screen.png>")

    slack.edit(kenji.id, "dm", ts, "It says error 500.")
    programme.settles()
    assert thread(programme.ada, "*BUG-1", TRIAGE)[0].startswith("*Kenji Paperfold*:\n>It says error 500.\n")

    slack.delete(kenji.id, "dm", ts)
    programme.settles()
    assert thread(programme.ada, "*BUG-1", TRIAGE) == ["*Kenji Paperfold*:\n_Withdrawn by its writer._"]
    assert programme.rows("SELECT words FROM remark") == [("",)]


def test_a_card_that_somebody_deleted_stands_again_for_what_is_written_next(programme: Programme) -> None:
    tests.stories.test_reports.files(programme.kenji)
    programme.settles()
    programme.slack.delete(programme.ada.id, TRIAGE, place_of(programme.ada, "*BUG-1", TRIAGE))
    for words in ("It is back.", "It is worse."):
        writes(programme.kenji, words, "*BUG-1")
        programme.settles()
    assert thread(programme.ada, "*BUG-1", TRIAGE) == ["*Kenji Paperfold*:\n>It is worse."]


def test_answers_go_to_whom_they_are_for_and_follow_what_was_sent_on(reported: Programme) -> None:
    ada, bola, kenji, amara = reported.ada, reported.bola, reported.kenji, reported.amara
    ada.presses("Answer reporters", in_=TRIAGE)
    ada.submits({"Whom does it go to?": "Kenji Paperfold", "What do you write?": "Which card? Mail jo@example.com"})
    reported.settles()
    (line,) = thread(kenji, "*BUG-1")
    assert line.startswith("*Ada Harbour* about *BUG-1 · Checkout fails for EUR*:\n>Which card? Mail [e-mail hidden]")
    assert thread(amara, "*BUG-1") == []

    ts = writes(bola, "It is mended: please relaod.", "*BUG-1", TRIAGE)
    ada.slack.shortcut(ada.id, TRIAGE, ts, "Send to reporters", wait=tests.stories.programme.LONG)
    ada.submits({"Whom does it go to?": "All 2 reporters"})
    reported.settles()
    for reporter in (kenji, amara):
        assert "\n>It is mended: please relaod.\n" in thread(reporter, "*BUG-1")[-1]
    bola.slack.edit(bola.id, TRIAGE, ts, "It is mended: please reload.")
    reported.settles()
    for reporter in (kenji, amara):
        assert "\n>It is mended: please reload.\n" in thread(reporter, "*BUG-1")[-1]

    writes(kenji, "Thank you!", "*BUG-1")
    reported.settles()
    assert thread(ada, "*BUG-1", TRIAGE)[-1] == "*Kenji Paperfold*:\n>Thank you!"
    assert not any("Thank you" in one["text"] or "Which card" in one["text"] for one in messages(amara))


def test_send_to_reporters_says_elsewhere_where_it_works(programme: Programme) -> None:
    ts = writes(programme.ada, "Lunch?", channel=TRIAGE)
    said = programme.slack.shortcut(
        programme.ada.id, TRIAGE, ts, "Send to reporters", wait=tests.stories.programme.LONG
    )
    assert "works in the triage channel" in tests.stories.programme.answer(said).text


def test_free_words_go_to_whom_their_writer_chooses(programme: Programme) -> None:
    kenji, ada = programme.kenji, programme.ada
    tests.stories.test_reports.files(kenji)
    programme.settles()
    before = programme.triage(), ada.reads()
    for text in ("It is back.", "May I work on Sunday?", "How do I refund?", "Wrong window."):
        writes(kenji, text)
    programme.settles()
    assert (programme.triage(), ada.reads()) == before

    def presses(label: str, text: str, wait: float = 0) -> None:
        ts = next(one["ts"] for one in messages(kenji) if one["bot"] and f">{text}" in one["text"])
        kenji.slack.action(kenji.id, "dm", label, ts=ts, wait=wait)
        programme.settles()

    presses("It is about BUG-1", "It is back.")
    assert thread(ada, "*BUG-1", TRIAGE) == ["*Kenji Paperfold*:\n>It is back."]

    presses("Ask my adviser", "May I work on Sunday?")
    assert "*Kenji Paperfold* asks you:\n>May I work on Sunday?\nIt was 21:00 (Asia/Tokyo)" in ada.reads()[-1]

    presses("Ask the pair on duty", "How do I refund?", wait=tests.stories.programme.LONG)
    kenji.submits()
    programme.settles()
    assert any("*BUG-2 · How do I refund?*" in text for text in programme.triage())
    assert not any("Sunday" in text or "Wrong window" in text for text in programme.triage())

    open_ones = [one["text"] for one in messages(kenji) if "Nobody has read this yet" in one["text"]]
    assert [text.splitlines()[1] for text in open_ones] == [">Wrong window."]


def test_who_has_no_role_and_who_is_on_duty_read_that_nothing_is_passed_on(programme: Programme) -> None:
    writes(programme.penny, "Hello?")
    writes(programme.ada, "Hello?")
    programme.settles()
    assert programme.penny.reads() == [
        "You are not on this programme's roster, so I can't help you yet. Please ask <@U0MAREN>."
    ]
    assert programme.ada.reads()[-1].startswith("I pass nothing on that you write here.")
    assert programme.rows("SELECT count(*) FROM remark") == [(0,)]
