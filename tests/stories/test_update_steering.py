"""What becomes of a product update that was sent: cancelled half-way, corrected, retracted, tried anew."""

from __future__ import annotations

import tests.stories.cast
import tests.stories.programme

Programme = tests.stories.programme.Programme
Someone = tests.stories.programme.Someone

TRIAGE = tests.stories.cast.TRIAGE
UPDATE = {"Text": "Prices are rounded now.", "How": ["Ask for “Got it”"]}


def sends(author: Someone) -> None:
    """Compose it, look at the preview, and send it."""
    author.types("/broadcast New checkout")
    author.submits(UPDATE)
    author.submits({})


def card(programme: Programme) -> str:
    """How far it has come, as the triage channel reads it a moment later."""
    programme.settles()
    programme.passes("PT1M")
    programme.settles()
    (text,) = [text for text in programme.triage() if "UPD-1" in text]
    return text


def copies(who: Someone) -> list[str]:
    """The updates that somebody has, as they read by now."""
    return [text for text in who.reads() if text.startswith("*New checkout*")]


def test_an_author_off_duty_corrects_it_for_those_who_have_it_and_those_who_wait(programme: Programme) -> None:
    advisers = (programme.ada, programme.bola, programme.dev, programme.elena)
    author = next(one for one in advisers if one.id in programme.topic)
    other = next(one for one in advisers if one.id not in programme.topic)
    sends(author)
    programme.passes("PT3M")
    programme.amara.presses("Got it", in_="dm", wait=0)
    programme.maren.types(f"/duty override <@{other.id}> for <@{author.id}> from today to fri")
    assert "on duty, and by managers" in author.types("/broadcast Another").text
    author.types("/broadcast correct UPD-1")
    author.submits({"Text": "Prices are rounded up."})
    programme.settles()
    assert copies(programme.kenji) == []  # it is night where he is
    programme.passes("PT12H", step="PT12H")
    for reader in (programme.amara, programme.kenji):
        (copy,) = copies(reader)
        assert copy.startswith("*New checkout*\n_Corrected:_\nPrices are rounded up.")
    assert "*You have got it.* Thank you." in str(programme.slack.channel("dm", programme.amara.id))
    assert "*Corrected* · by" in card(programme)
    assert "Got it: 1" in card(programme)
    assert programme.rows("SELECT actor FROM audit WHERE action = 'update.correct'") == [(author.id,)]


def test_cancelled_half_way_who_waits_gets_none_and_who_has_it_can_read_that_it_was_taken_back(
    programme: Programme,
) -> None:
    sends(programme.maren)
    programme.passes("PT3M")
    has_it = len(programme.rows("SELECT id FROM outbox WHERE card LIKE 'update:1:%' AND state = 'sent'"))
    said = programme.maren.presses("Cancel what waits", in_=TRIAGE).text
    assert f"{has_it} people already have it, and {7 - has_it} people won't get it." in said
    programme.passes("PT12H", step="PT12H")
    assert copies(programme.kenji) == []
    assert "*Cancelled:* who had not got it gets it no more" in card(programme)
    programme.maren.presses("Retract", in_=TRIAGE)
    programme.maren.submits({"Why, in a line that they read": "It comes next week."})
    assert f"Sent {has_it} · waiting 0 · failed 0" in card(programme)
    (copy,) = copies(programme.amara)
    assert copy.startswith("*New checkout*\nThis update was taken back. It comes next week.")
    assert programme.slack.channel("dm", programme.amara.id)[-1]["blocks"][1]["type"] == "context"  # no button any more
    assert copies(programme.kenji) == []


def test_who_leaves_in_between_gets_none_and_the_card_says_so(programme: Programme) -> None:
    sends(programme.maren)
    programme.slack.change_member(programme.kenji.id, deleted=True)
    programme.passes("P1D", step="P1D")
    assert programme.slack.channel("dm", programme.kenji.id) == []
    assert "Sent 6 · waiting 0 · failed 0" in card(programme)
    assert "• 1 had left before it came, and got none" in card(programme)


def test_its_number_shows_how_far_it_is_to_who_looks_after_it_and_the_text_to_who_has_it(programme: Programme) -> None:
    sends(programme.maren)
    assert "There is no UPD-1 that you can see." in programme.amara.types("/broadcast UPD-1").text
    programme.passes("PT3M")
    asked = programme.maren.types("/broadcast upd-1")
    assert "waiting" in asked.text
    assert asked.labels == ["Cancel what waits", "Correct", "Retract"]
    assert "Prices are rounded now." in programme.amara.types("/broadcast UPD-1").text
    assert "Only its author and managers can do that." in programme.ada.types("/broadcast retract UPD-1").text
