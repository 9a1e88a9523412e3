"""Whom an update reaches, when and how; and who hears that somebody has not acknowledged it."""

from __future__ import annotations

import time
from typing import Any

import data.people
import tests.stories.cast
import tests.stories.programme

Programme = tests.stories.programme.Programme
Someone = tests.stories.programme.Someone

GENERAL = tests.stories.cast.GENERAL
UPDATE = {"Title": "New checkout", "Text": "Prices are rounded now."}
RECEIPT = {"How": ["Ask for “Got it”"]}


def sends(author: Someone, **inputs: object) -> None:
    """Compose it, look at the preview, and send it."""
    author.types("/broadcast")
    author.submits(UPDATE | inputs)
    author.submits({})


def until(programme: Programme, sql: str, expected: list[tuple[Any, ...]]) -> None:
    """Wait until a query says that."""
    end = time.monotonic() + tests.stories.programme.LONG
    while (found := programme.rows(sql)) != expected:
        assert time.monotonic() < end, found
        programme.slack.journal(programme.slack.last, wait=0.05)


THERE = "SELECT count(*) > 0 FROM channel_member WHERE channel = 'C0GENERAL'"


def test_a_guest_in_manila_at_night_gets_it_in_the_morning(programme: Programme) -> None:
    with programme.writing() as session:
        amara = data.people.find(session, programme.amara.id)
        assert amara is not None
        amara.zone = "Asia/Manila"  # where it is 20:00
    sends(programme.maren)
    programme.passes("PT3M")
    assert programme.amara.reads() == []
    programme.becomes("2026-03-03T01:01:00Z", step="P1D")
    (copy,) = programme.amara.reads()
    assert copy.startswith("*New checkout*\nPrices are rounded now.")


def test_who_is_in_the_updates_channel_reads_it_there_and_gets_no_copy(prepared: Programme) -> None:
    prepared.slack.change_channel(GENERAL, join=[tests.stories.cast.BOT])
    prepared.start(muster_updates_channel=GENERAL)
    until(prepared, THERE, [(1,)])
    sends(prepared.maren)
    prepared.passes("PT3M")
    (post,) = prepared.kenji.reads(GENERAL)
    assert post.startswith("*New checkout*")
    assert "<@" not in post
    assert "<!" not in post
    assert prepared.kenji.reads() == []
    assert len(prepared.amara.reads()) == 1  # a guest, who is not in it


def test_who_joins_and_leaves_the_channel_is_known_at_once(prepared: Programme) -> None:
    prepared.start(muster_updates_channel=GENERAL)
    until(prepared, THERE, [(1,)])
    warned = "SELECT sentence FROM fault WHERE name = 'channel:C0GENERAL'"
    until(prepared, warned, [("Muster is not in the updates channel. Type `/invite @Muster` in <#C0GENERAL>.",)])
    prepared.slack.change_channel(GENERAL, join=[tests.stories.cast.BOT, prepared.amara.id])
    there = "SELECT count(*) FROM channel_member WHERE slack_id = 'U0AMARA'"
    until(prepared, there, [(1,)])
    until(prepared, warned, [])
    prepared.slack.change_channel(GENERAL, leave=[prepared.amara.id])
    until(prepared, there, [(0,)])


def test_who_comes_late_gets_what_concerns_them_in_one_message_and_may_say_got_it_there(programme: Programme) -> None:
    for title in ("New checkout", "New prices"):
        sends(programme.maren, Title=title, **RECEIPT)
    programme.passes("PT3M")
    late = "U0PENNY,Penny Ledger,freelancer,Europe/London,U0ADA,20,2026-03-01,2026-05-31\n"
    programme.imports(tests.stories.cast.ROSTER + late)
    programme.passes("PT2M")
    (message,) = programme.penny.reads()
    assert message.startswith("*Welcome.* These updates were sent before you came, and concern your work.\n*UPD-2")
    assert "UPD-1 · New checkout" in message
    programme.penny.presses("Got it", in_="dm", wait=0)
    programme.passes("PT1M")
    blocks = str(programme.slack.channel("dm", programme.penny.id)[-1]["blocks"])
    assert blocks.count("*You have got it.* Thank you.") == 1
    programme.passes("PT2H", step="PT1H")
    assert len(programme.penny.reads()) == 1


def test_who_has_not_acknowledged_it_is_reminded_and_a_working_day_later_their_adviser_hears(
    programme: Programme,
) -> None:
    sends(programme.maren, **RECEIPT)
    programme.passes("PT3M")
    line = "*UPD-1 · New checkout*"
    programme.becomes("2026-03-05T23:00:00Z", step="P1D")
    assert not any(line in text for one in (programme.kenji, programme.ada) for text in one.reads()[1:])
    programme.becomes("2026-03-06T01:00:00Z", step="PT1H")  # Friday in Tokyo: Tuesday, Wednesday and Thursday are over
    assert f"{line}, of Tue 3 March 2026, waits for your *Got it*." in programme.kenji.reads()[-1]
    assert not any("the *Got it* of" in text for text in programme.ada.reads())
    programme.becomes("2026-03-09T09:00:00Z", step="P2D")
    told = [text for text in programme.ada.reads() if "waits for the *Got it* of Kenji Paperfold" in text]
    assert len(told) == 1


def test_unread_lists_them_by_adviser_and_nudge_asks_them_once_a_day(programme: Programme) -> None:
    sends(programme.maren, **RECEIPT)
    programme.passes("PT3M")
    programme.ada.presses("Got it", in_="dm", wait=0)
    unread = programme.maren.types("/broadcast unread upd-1").text
    assert "• Adviser Bola Compass: Amara Field" in unread
    assert "• Without an adviser: Bola Compass and Chiara Lantern" in unread  # the others' copies wait for their hours
    assert programme.maren.types("/broadcast nudge UPD-1").text.startswith(
        "3 people are asked"
    )  # it is night for the others
    programme.settles()
    assert "waits for your *Got it*: please read it" in programme.amara.reads()[-1]
    assert "less than a day ago" in programme.maren.types("/broadcast nudge UPD-1").text


def test_what_waits_for_a_receipt_stands_in_latest_and_on_the_home_page_until_it_is_given(programme: Programme) -> None:
    sends(programme.maren, **RECEIPT)
    programme.passes("PT3M")
    latest = programme.kenji.types("/broadcast")
    assert latest.first_line == "*Updates for you:* 1 to 1 of 1"
    assert "Updates are sent by who is on duty, and by managers." in latest.text
    assert "Updates you have not acknowledged" in programme.kenji.opens_home()
    programme.kenji.presses("Got it", in_="home")
    programme.settles()
    assert "Updates you have not acknowledged" not in programme.kenji.sees_home()
    assert "New checkout" in programme.kenji.types("/broadcast list CHECKOUT").text
    assert "none" in programme.kenji.types("/broadcast list basket").text
