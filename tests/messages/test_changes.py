"""What people read when their own dates change, as literals."""

import datetime
import zoneinfo

import hypothesis
import hypothesis.strategies
import pytest

import data.models
import messages.changes
import messages.text
import rules.sitting
import sandbox.blocks

BERLIN = messages.text.Reader(zoneinfo.ZoneInfo("Europe/Berlin"))
FIRST = datetime.datetime(2026, 3, 16, 9, tzinfo=datetime.UTC)
DAYS = 14 * datetime.timedelta(days=1)
OLD, NEW = (FIRST, FIRST + DAYS), (FIRST + 2 * DAYS, FIRST + 3 * DAYS)
OLD_SAID = "Mon 16 March 2026, 10:00 to Mon 30 March 2026, 11:00 (Europe/Berlin)"
NEW_SAID = "Mon 13 April 2026, 11:00 to Mon 27 April 2026, 11:00 (Europe/Berlin)"


@pytest.mark.parametrize(
    ("lost", "gained", "said"),
    [
        ([OLD], [NEW], f"Before: {OLD_SAID} → now: {NEW_SAID}"),
        ([OLD], [], f"Not yours any more: {OLD_SAID}"),
        ([], [OLD], f"New: {OLD_SAID}"),
        ([], [OLD, NEW], f"New: {OLD_SAID}, and {NEW_SAID}"),
    ],
)
def test_old_and_new_are_said_in_the_readers_zone(
    lost: list[rules.sitting.Span], gained: list[rules.sitting.Span], said: str
) -> None:
    payload = messages.changes.dates(lost, gained, BERLIN)
    head, change, *rest = payload["text"].splitlines()
    assert (head, change) == ("*Your dates on duty have changed.*", said)
    assert rest[-1] == ("Why do I get this? These are your own dates; `/duty next 6` shows all that is published.")
    assert ("`/duty away`" in payload["text"]) == bool(gained)


def person(name: str) -> data.models.Person:
    return data.models.Person(slack_id="UADA", name=name, joined_at=FIRST)


def test_a_preview_has_a_line_for_each_by_name_without_a_mention() -> None:
    moves = [messages.changes.Move(person("Ada & <Co>"), [OLD], []), messages.changes.Move(person("Ben"), [], [OLD])]
    assert messages.changes.listed(moves, BERLIN) == (
        f"• Ada &amp; &lt;Co&gt;: Not yours any more: {OLD_SAID}\n• Ben: New: {OLD_SAID}"
    )
    assert messages.changes.listed([], BERLIN) == "Nobody's dates change."


@hypothesis.given(hypothesis.strategies.integers(0, 40), hypothesis.strategies.integers(0, 40))
def test_however_many_dates_change_slack_takes_it(lost: int, gained: int) -> None:
    payload = messages.changes.dates([OLD] * lost, [NEW] * gained, BERLIN)
    assert sandbox.blocks.check(payload["blocks"], sandbox.blocks.MESSAGE) == []
