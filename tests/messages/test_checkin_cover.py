"""What managers read of cover: as much as a message takes, and menus as Slack takes them."""

import dataclasses
import datetime
import zoneinfo

import pytest

import data.models
import messages.checkin_cover
import messages.text
import sandbox.blocks

Away = messages.checkin_cover.Away
Choice = messages.checkin_cover.Choice
Line = messages.checkin_cover.Line

W1, W2 = datetime.date(2026, 3, 9), datetime.date(2026, 3, 16)
NOW = datetime.datetime(2026, 3, 2, tzinfo=datetime.UTC)
READER = messages.text.Reader(zoneinfo.ZoneInfo("Europe/Berlin"))


def person(ident: int, name: str = "Somebody <!here> with a name that is quite long") -> data.models.Person:
    return data.models.Person(id=ident, slack_id=f"U{ident}", name=name, joined_at=NOW)


def line(ident: int, choices: int = 4) -> Line:
    could = [Choice(person(n), W1, W2, ["a language of which nobody has heard before"] * 3) for n in range(choices)]
    return Line(person(ident), open=W1, first=W1, choices=could)


def away(*lines: Line) -> Away:
    return Away(person(99, "Ada"), W1, W2, lines, until=NOW)


def test_a_large_caseload_fits_into_a_message_with_a_menu_for_each_that_is_shown() -> None:
    payload = messages.checkin_cover.asked(away(*map(line, range(40))), READER)
    assert sandbox.blocks.check(payload["blocks"], sandbox.blocks.MESSAGE) == []
    assert len([block for block in payload["blocks"] if "accessory" in block]) == messages.checkin_cover.SHOWN
    assert "… and 25 more." in payload["text"]


def test_a_long_list_says_how_many_more_there_are() -> None:
    payload = messages.checkin_cover.listed([away(*map(line, range(10)))] * 9, READER)
    assert sandbox.blocks.check(payload["blocks"], sandbox.blocks.MESSAGE) == []
    assert payload["text"].endswith("… and 6 more, later.")


def test_where_nobody_can_it_says_why_and_nobody_is_the_one_choice() -> None:
    payload = messages.checkin_cover.asked(away(line(1, choices=0)), READER)
    assert "nobody can: all others are away then, or cover for 2 freelancers of others already" in payload["text"]
    (menu,) = [block["accessory"] for block in payload["blocks"] if "accessory" in block]
    assert [option["value"] for option in menu["options"]] == ["1:2026-03-09:0"]
    assert "Take all" not in str(payload)


def test_without_a_common_language_or_hour_a_proposal_says_so() -> None:
    far = Choice(person(2, "Bola"), W1, W2, extra=1)
    text = messages.checkin_cover.asked(away(Line(person(1, "Kenji"), open=W1, first=W1, choices=[far])), READER)[
        "text"
    ]
    assert "Bola is proposed until Fri 13 March 2026 (no language in common on the roster, no working hours" in text
    assert "would then cover for 2)" in text


@pytest.mark.parametrize(
    ("until", "by"),
    [
        ("2026-03-11T00:00+01:00", "by the end of Tue 10 March 2026 (Europe/Berlin): the week"),
        ("2026-03-11T00:00+00:00", "by Wed 11 March 2026, 01:00 (Europe/Berlin): the week"),
    ],
)
def test_midnight_is_the_end_of_the_day_before(until: str, by: str) -> None:
    open_one = dataclasses.replace(away(line(1)), until=datetime.datetime.fromisoformat(until))
    assert f"Nobody chosen {by}" in messages.checkin_cover.asked(open_one, READER)["text"]


def test_every_message_that_nobody_asked_for_says_why_it_comes() -> None:
    ada, bola, kenji = person(1, "Ada"), person(2, "Bola"), person(3, "Kenji")
    change = messages.checkin_cover.Change(kenji, ada, bola, W1, W2, W2, again=False)
    told = [
        messages.checkin_cover.asked(away(line(1)), READER),
        messages.checkin_cover.over(ada),
        messages.checkin_cover.there_for_you(ada, bola, W1, W2),
        messages.checkin_cover.no_check_in(ada, (W1, W2), W2, []),
        messages.checkin_cover.changed_for_you(change),
        messages.checkin_cover.you_cover(ada, kenji, W1, W2, messages.checkin_cover.Meeting("Lagos")),
        messages.checkin_cover.changed_cover(change),
        messages.checkin_cover.yours([away(line(1))]),
    ]
    last = [payload["blocks"][-1] for payload in told]
    assert all(block["elements"][0]["text"].startswith("Why do I get this? ") for block in last)
