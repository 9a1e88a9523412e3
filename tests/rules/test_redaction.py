"""Words are found as people see them, and go as a whole."""

import hypothesis
import hypothesis.strategies
import pytest

import messages.text
import rules.redaction


@pytest.mark.parametrize(
    ("text", "words", "left"),
    [
        ("Ann Smith can't log in", "ann smith", "[removed] can't log in"),
        ("ANN\n  SMITH, and Ann Smith", "Ann Smith", "[removed], and [removed]"),
        (">Ask Ann\n>Smith about it", "Ann Smith", ">Ask [removed] about it"),
        ("Shop &lt;Ann &amp; Co&gt; fails", "Ann & Co", "Shop &lt;[removed]&gt; fails"),
        ("a &gt; b", "a > b", "[removed]"),
        ("田中さんから", "田中", "[removed]さんから"),
        ("die STRASSE 4", "straße 4", "die [removed]"),
        ("planned", "ann", "pl[removed]ed"),
        ("He said that Ann Smi…", "Ann Smith", "He said that [removed]…"),
        ("An… and Ann…", "Ann Smith", "An… and [removed]…"),
        ("Ann Smyth", "Ann Smith", "Ann Smyth"),
        ("Ann", "Ann Smith", "Ann"),
        ("", "Ann", ""),
    ],
)
def test_words_go_as_people_see_them(text: str, words: str, left: str) -> None:
    assert rules.redaction.without(text, words) == left


def test_what_is_cut_off_is_not_the_words_themselves() -> None:
    assert rules.redaction.holds("see Ann Smith", " ann  smith ")
    assert not rules.redaction.holds("see Ann Smi…", "Ann Smith")
    assert rules.redaction.is_same("Ann\nSmith ", "ann smith")
    assert not rules.redaction.is_same("Ann Smith Jr", "Ann Smith")


@pytest.mark.parametrize(
    ("words", "enough"), [("ab", True), ("a", False), ("> >", False), (" \n", False), ("田中", True)]
)
def test_a_single_character_is_not_enough(words: str, enough: bool) -> None:
    assert rules.redaction.is_enough(words) is enough


TYPED = hypothesis.strategies.text(alphabet="aB &<>\n\xadé…ß田", min_size=1, max_size=12)


@hypothesis.given(TYPED, TYPED, TYPED)
def test_nothing_is_left_of_them_however_slack_wants_them_written(before: str, words: str, after: str) -> None:
    hypothesis.assume(rules.redaction.is_enough(words))
    for text in (f"{before}{words}{after}", messages.text.escape(f"{before} {words} {after}")):
        left = rules.redaction.without(text, words)
        assert rules.redaction.REMOVED in left
        assert not rules.redaction.holds(left.replace(rules.redaction.REMOVED, "|"), words)
