"""What people wrote, as others read it: as it was typed, within Slack's limits, and pinging nobody."""

import datetime
import zoneinfo

import hypothesis
import hypothesis.strategies
import pytest

import data.models
import messages.remarks
import messages.text
import sandbox.blocks

NOW = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
KENJI = data.models.Person(id=1, slack_id="UKENJI", name="Kenji <!channel>", joined_at=NOW)
ADA = data.models.Person(id=2, slack_id="UADA", name="Ada Harbour", adviser=True, joined_at=NOW)
TOKYO = messages.text.Reader(zoneinfo.ZoneInfo("Asia/Tokyo"))
REPORT = data.models.Report(
    id=7,
    kind=data.models.ReportKind.BROKEN,
    title="<!here> Checkout",
    happened="",
    filed_at=NOW,
    changed_at=NOW,
    expected_by=NOW,
)

UPDATE = data.models.Update(
    id=9, author_id=2, title="<!here> Checkout", text="", valid_until=NOW.date(), drafted_at=NOW
)


def remark(words: str, **known: object) -> data.models.Remark:
    return data.models.Remark(id=3, author_id=1, words=words, at=NOW, **known)  # type: ignore[arg-type]  # columns


def every_message(one: data.models.Remark) -> list[messages.text.Payload]:
    readers = messages.remarks.Readers([REPORT] * 3, [ADA], [ADA, ADA])
    return [
        messages.remarks.relayed(one, KENJI, REPORT, REPORT),
        messages.remarks.sent(one, ADA, [KENJI] * 5),
        messages.remarks.answer(one, ADA, REPORT),
        messages.remarks.choice(one, readers),
        messages.remarks.told_on(one, REPORT, None),
        messages.remarks.told_on(one, None, ADA),
        messages.remarks.asked(one, KENJI, TOKYO, NOW),
        messages.remarks.relayed_to_sender(one, KENJI),
        messages.remarks.answer_about_update(one, ADA, UPDATE),
    ]


@hypothesis.given(
    words=hypothesis.strategies.text(alphabet="a&<>!@*`\n |:/Uß", max_size=200),
    times=hypothesis.strategies.sampled_from([1, 90]),
)
@hypothesis.settings(max_examples=60, deadline=None)
def test_whatever_somebody_writes_breaks_no_limit_and_pings_nobody(words: str, times: int) -> None:
    files = {f"{words[:20]}.png": "https://files.example/a|b>.png", "b": "javascript:alert(1)"}
    for message in every_message(remark(words * times, files=files)):
        assert sandbox.blocks.check(message["blocks"], sandbox.blocks.MESSAGE) == []
        assert len(message["text"]) <= 40_000
        drawn = str(message)
        assert "<!" not in drawn
        assert "<javascript" not in drawn
        assert drawn.count("<@") == drawn.count("<@UKENJI>")
    form = messages.remarks.answering_about_update(remark(words * times, files=files), KENJI, UPDATE)
    assert sandbox.blocks.check_view(form, sandbox.blocks.MODAL) == []
    assert "<!" not in str(form)


def test_long_words_are_read_in_full_in_several_pieces() -> None:
    words = "".join(f"{number:04} " for number in range(1000))
    drawn = messages.remarks.relayed(remark(words), KENJI, REPORT, REPORT)["blocks"]
    assert len(drawn) == 4
    assert all(f"{number:04}"[:2] in str(drawn) for number in range(1000))
    assert "0999" in drawn[-1]["text"]["text"]


def test_many_readers_are_counted_and_few_are_named() -> None:
    assert messages.remarks.sent(remark("Hi"), ADA, [ADA])["text"].startswith("*Ada Harbour* wrote to Ada Harbour:")
    assert messages.remarks.sent(remark("Hi"), ADA, [ADA] * 4)["text"].startswith("*Ada Harbour* wrote to 4 reporters:")


@pytest.mark.parametrize("report", [REPORT, None])
def test_what_is_withdrawn_says_nothing_of_what_it_was(report: data.models.Report | None) -> None:
    gone = remark("", withdrawn_at=NOW)
    text = messages.remarks.told_on(gone, report, None)["text"]
    assert text.splitlines()[1] == "_Withdrawn by its writer._"


def test_what_was_withdrawn_can_be_answered_no_more() -> None:
    def offered(one: data.models.Remark) -> bool:
        return "Answer" in str(messages.remarks.relayed_to_sender(one, KENJI))

    assert offered(remark("Hi"))
    assert not offered(remark("", withdrawn_at=NOW))
