"""What managers read about the user group: who would leave it, and why Slack refuses it."""

import datetime
import json
import typing
import zoneinfo

import pytest

import messages.group
import messages.text
import rules.group

BERLIN = messages.text.Reader(zoneinfo.ZoneInfo("Europe/Berlin"))
HANDOVER = datetime.datetime(2026, 3, 30, 8, tzinfo=datetime.UTC)
HANDLE = "adviser-on-duty"


def refused(refusal: str, *members: str) -> dict[str, typing.Any]:
    return messages.group.refused(HANDLE, refusal, members or ("UADA",), HANDOVER, BERLIN)


def test_the_question_says_what_becomes_of_the_group_and_who_would_leave_it() -> None:
    text = messages.group.question(HANDLE, ["UGUS", "UHAL", "UIDA"])["text"]
    assert text.splitlines() == [
        "*There is a user group `@adviser-on-duty` with other people in it.* Muster wants it to hold who is on duty, "
        "and nobody else. It would lose <@UGUS>, <@UHAL> and <@UIDA>.",
        "Until you decide it stays as it is, and the triage channel's topic alone names who is on duty.",
        "Why do I get this? You manage the programme, and this needs your word. Another group: "
        "`muster settings duty_group HANDLE`; none: `muster settings duty_group ''`.",
    ]


def test_a_question_that_is_asked_anew_says_so() -> None:
    text = messages.group.question(HANDLE, ["UGUS"], asked_before=True)["text"]
    assert text.startswith("*The group has changed since you were asked. There is a user group")


def test_of_a_crowd_the_first_are_named_and_the_others_counted() -> None:
    crowd = [f"U{number:010}" for number in range(500)]
    question = messages.group.question(HANDLE, crowd)
    assert question["text"].count("<@U") == messages.group.NAMED == 20
    assert "<@U0000000019> and 480 more." in question["text"]
    (section, *_) = question["blocks"]
    assert len(section["text"]["text"]) < messages.text.SECTION_LIMIT
    assert "and 1 more" in messages.group.question(HANDLE, crowd[:21])["text"]
    assert "more" not in messages.group.question(HANDLE, crowd[:20])["text"]


@pytest.mark.parametrize("refusal", sorted(rules.group.LASTING))
def test_what_lasts_has_a_sentence_of_its_own_and_a_day_on_which_it_is_tried_again(refusal: str) -> None:
    text = refused(refusal)["text"]
    assert "Slack said" not in text
    assert f"`{refusal}`" in text
    assert "Muster tries the group again at the next handover, Mon 30 March 2026, 10:00 (Europe/Berlin)." in text


def test_what_may_pass_is_told_in_slacks_word_and_is_tried_every_hour() -> None:
    text = refused("http_503")["text"]
    assert "Slack said: `http_503`." in text
    assert "Muster tries the group again every hour." in text


def test_a_refused_list_names_who_is_in_it() -> None:
    assert "whether somebody of <@UADA> and <@UBEN> was deactivated" in refused("invalid_users", "UADA", "UBEN")["text"]


def test_slacks_own_word_is_shown_as_it_is() -> None:
    assert "<!channel>" not in json.dumps(refused("<!channel>"))


@pytest.mark.parametrize("number", [1, 2])
def test_who_took_it_over_reads_how_many_leave_it(number: int) -> None:
    text = messages.group.taken(HANDLE, number)["text"]
    assert ("1 person leaves it" in text) == (number == 1)
    assert ("2 people leave it" in text) == (number == 2)


@pytest.mark.parametrize("unasked", [messages.group.question(HANDLE, ["UGUS"]), refused("permission_denied")])
def test_what_nobody_asked_for_ends_with_its_reason(unasked: dict[str, typing.Any]) -> None:
    assert unasked["text"].splitlines()[-1].startswith("Why do I get this? You manage the programme")
    assert unasked["blocks"][-1]["elements"][0]["text"] == unasked["text"].splitlines()[-1]
