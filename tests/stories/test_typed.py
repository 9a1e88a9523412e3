"""What people type, and what stands in the roster, is shown as it was typed: no ping, no link, no end."""

from __future__ import annotations

import html
import re

import pytest

import tests.stories.cast
import tests.stories.programme

Programme = tests.stories.programme.Programme

MARKUP = [
    "<!channel>",
    "<!here|here>",
    "<!everyone>",
    "<!subteam^S123>",
    "<https://example.com|click>",
    "<#C0TRIAGE>",
    "&lt;!channel&gt;",
    "Q&A",
]
NAMED = tests.stories.cast.ROSTER.replace("Dev Anchor", "Dev <!here> & <https://x.example|Sons>")


def pings(text: str) -> list[str]:
    """What Slack would make a ping or a link of, but for the people on duty."""
    found = re.findall(r"<[^>]*>", text)
    return [one for one in found if not re.fullmatch(r"<@U0[A-Z]+>|<!date\^[^>]*>", one)]


TAKERS = ["/duty", "/program", "/duty next", "/duty away", "/program away", "/program upcoming", "/program pause"]
TAKERS += [
    "/program sent",
    "/program people",
    "/program people forget",
    "/duty pool",
    "/duty pool add",
    "/duty override",
]


@pytest.mark.parametrize("command", TAKERS)
def test_markup_comes_back_as_typed_and_pings_nobody(programme: Programme, command: str) -> None:
    for typed in MARKUP:
        before = programme.slack.last
        text = programme.maren.types(f"{command} {typed}").text
        assert not pings(text)
        (quoted,) = re.findall("“(.*?)”", text)
        sent = programme.sees("envelope", after=before)["payload"]["text"]
        assert html.unescape(quoted) == sent.rpartition(" ")[2]


def test_a_mention_where_none_belongs_is_quoted_and_mentions_nobody(programme: Programme) -> None:
    for command in ("/duty", "/program", "/duty next"):
        assert "“&lt;@U0MAREN|maren&gt;”" in programme.ada.types(f"{command} @Maren Mooring").text
    text = programme.ada.types("/duty away mon fri <!channel>").text
    assert "“&lt;!channel&gt;” names nobody for certain" in text


def test_a_name_on_the_roster_pings_nobody_wherever_it_stands(prepared: Programme) -> None:
    prepared.prepare(NAMED)
    prepared.start()
    prepared.passes("P14D", step="P7D")
    seen = [prepared.maren.types(line).text for line in ("/duty", "/duty next 6", "/program status")]
    seen += [prepared.maren.types("/duty away mon fri <@U0DEV>").text, *prepared.triage(), prepared.topic]
    assert [pings(text) for text in seen] == [[]] * len(seen)
    shown = "Dev &lt;!here&gt; &amp; &lt;https://x.example|Sons&gt;"
    assert sum(shown in text for text in seen) >= 3


def test_ten_thousand_characters_get_a_short_answer(programme: Programme) -> None:
    for command in ("/duty", "/duty next", "/duty away", "/duty help", "/program", "/program status"):
        for filler in ("x", "é", "<", "x "):
            answer = programme.ada.types(f"{command} {filler * (10_000 // len(filler))}")
            assert answer.acked
            assert 0 < len(answer.text) < 600


def test_a_word_too_many_is_named_with_the_form_of_the_command(programme: Programme) -> None:
    for line in (
        "/duty next 2 3",
        "/duty help me",
        "/program status ratio please",
        "/duty away mon fri @Bola Compass x",
    ):
        text = programme.maren.types(line).text
        assert text.startswith("I don't know what to do with “")
        assert "The form is `/" in text


def test_words_are_taken_in_any_case_and_with_any_space(programme: Programme) -> None:
    assert programme.ada.types("/duty   NEXT    1").first_line == "*Next on duty*"
    assert programme.ada.types("/program STATUS").first_line.startswith("*Your caseload:*")
