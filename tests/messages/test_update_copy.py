"""An update's text as its recipients read it: all of it, within Slack's limits, and nothing in it notifies anybody."""

import datetime
import html
import re
import zoneinfo

import hypothesis
import hypothesis.strategies
import pytest

import data.models
import messages.late_comers
import messages.pages
import messages.receipts
import messages.text
import messages.updates
import sandbox.blocks

NOW = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
COPY = data.models.Copy(update_id=9, person_id=1, due_at=NOW)
READER = messages.text.Reader(zoneinfo.ZoneInfo("UTC"))
PINGS = re.compile(r"<[@!#]")


def update(text: str, **columns: object) -> data.models.Update:
    known = {"id": 9, "author_id": 1, "title": "New", "valid_until": NOW.date(), "drafted_at": NOW} | columns
    return data.models.Update(text=text, **known)  # type: ignore[arg-type]  # columns


def read(payload: messages.text.Payload) -> str:
    """What the sections show, links as their addresses."""
    shown = " ".join(block["text"]["text"] for block in payload["blocks"] if block["type"] == "section")
    return html.unescape(re.sub(r"<(https://[^|>]+)\|[^>]*>", r"\1", shown))


LINKS = " ".join(f"see https://help.example/some/long/address/{number} and read." for number in range(45))
WORDS = ("<!channel>", "<@U0ADA>", "<!subteam^S1>", "&&&&", "https://a.example/<!here>|x", "*bold*", "long " * 90, "\n")


@pytest.mark.parametrize("text", [f"{LINKS} The end", f"{'& ' * 1400} The end", f"{'<' * 2800} The end"])
@pytest.mark.parametrize("correction", [False, True])
def test_what_is_longer_once_drawn_is_read_to_its_end(text: str, correction: bool) -> None:
    one = update("Old", correction=text) if correction else update(text)
    payload = messages.updates.copy(one)
    assert sandbox.blocks.check(payload["blocks"], sandbox.blocks.MESSAGE) == []
    assert read(payload).endswith("The end")
    assert "…" not in read(payload)


def test_a_long_address_is_shown_short_and_leads_there_in_full() -> None:
    address = f"https://help.example/{'a' * 300}"
    assert f"<{address}|https://help.example/aaa" in messages.updates.body(address)
    assert "aaa…>" in messages.updates.body(address)


def test_a_list_shows_the_beginning_and_says_where_all_of_it_is() -> None:
    shown = str(messages.late_comers.message([(update(LINKS), COPY)], READER))
    assert "address/44" not in shown
    assert "… `/broadcast UPD-9` shows all of it." in shown
    assert "shows all of it" not in str(messages.late_comers.message([(update("Short"), COPY)], READER))


@hypothesis.settings(deadline=None)
@hypothesis.given(words=hypothesis.strategies.lists(hypothesis.strategies.sampled_from(WORDS), max_size=20))
def test_whatever_is_typed_no_text_breaks_a_limit_or_notifies_anybody(words: list[str]) -> None:
    typed = " ".join(words)[:2900].strip() or "-"
    one = update(typed, title=typed[:150], product=typed[:40], wants_receipt=True)
    page = messages.pages.page(0, 1, 5)
    for payload in (
        messages.updates.copy(one),
        messages.late_comers.message([(one, COPY)], READER),
        messages.receipts.latest([(one, COPY)], page, "", READER),
    ):
        assert sandbox.blocks.check(payload["blocks"], sandbox.blocks.MESSAGE) == []
        assert not PINGS.search(str(payload))


def test_the_small_line_of_a_copy_says_why_it_comes_and_who_reads_answers() -> None:
    assert str(messages.updates.copy(update("Prices are rounded."))["text"]).split("\n")[-1] == (
        "Why do I get this? UPD-9 concerns your work; `/broadcast latest` lists such updates. "
        "Answer in this message's thread: who is on duty reads it."
    )
