"""A product update, from its author to who is to read it, and what they say to it."""

from __future__ import annotations

import tests.stories.cast
import tests.stories.programme

Programme = tests.stories.programme.Programme
Someone = tests.stories.programme.Someone

TRIAGE = tests.stories.cast.TRIAGE
UPDATE = {"Title": "New checkout", "Text": "Prices are *rounded* now: https://help.test/prices <!channel>"}
RECEIPT = {"How": ["Ask for “Got it”"]}


def sends(author: Someone, **inputs: object) -> None:
    """Compose it, look at the preview, and send it."""
    author.types("/broadcast")
    author.submits(UPDATE | inputs)
    author.submits({})


def test_an_update_waits_two_minutes_then_reaches_everybody_but_its_author_who_sees_how_far_it_is(
    programme: Programme,
) -> None:
    sends(programme.maren, **RECEIPT)
    programme.settles()
    (card,) = [text for text in programme.triage() if "UPD-1" in text]
    assert "nothing leaves before" in card
    assert "by Maren Mooring · to everyone" in card
    assert "Sent 0 · waiting 7 · failed 0" in card
    assert programme.amara.reads() == []
    programme.passes("PT3M")
    (copy,) = programme.amara.reads()
    assert copy.startswith("*New checkout*\nPrices are *rounded* now: <https://help.test/prices|")
    assert "&lt;!channel&gt;" in copy
    assert not any("New checkout" in text for text in programme.maren.reads())
    programme.amara.presses("Got it", in_="dm", wait=0)
    programme.settles()
    assert "*You have got it.* Thank you." in str(programme.slack.channel("dm", programme.amara.id)[-1]["blocks"])
    assert programme.rows("SELECT count(*) FROM update_copy WHERE acknowledged_at IS NOT NULL") == [(1,)]


def test_undone_within_two_minutes_it_is_a_draft_again_and_nobody_gets_it(programme: Programme) -> None:
    sends(programme.maren)
    programme.settles()
    undone = programme.maren.presses("Undo", in_=TRIAGE)
    assert undone.view is not None
    assert undone.view["title"]["text"] == "Product update"
    programme.passes("PT1H")
    assert programme.amara.reads() == []
    assert programme.rows("SELECT state FROM product_update") == [("draft",)]
    programme.maren.submits({"Title": "New checkout, again"})
    programme.maren.submits({})
    programme.passes("PT3M")
    assert programme.amara.reads()[0].startswith("*New checkout, again*")


def test_who_is_neither_on_duty_nor_a_manager_is_told_who_may(programme: Programme) -> None:
    off_duty = next(one for one in (programme.ada, programme.dev) if one.id not in programme.topic)
    assert "Updates are sent by who is on duty, and by managers." in off_duty.types("/broadcast").text
