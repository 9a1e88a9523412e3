"""Words as people see them, wherever they stand in a text: in any case, across lines, and as Slack writes them."""

import re

REMOVED = "[removed]"
"""What stands where words stood."""

LEAST = 2
"""Fewer characters would stand nearly everywhere."""

_LEAST_CUT = 3
"""Of words that are cut off at the end of a text, so many characters tell that it is they."""

_UNIT = re.compile(r"(?P<gap>(?:\s|>|&gt;)+)|&(?:amp|lt);|.", re.DOTALL)
"""What counts as one character: a gap, which may be a new line of a quotation; one that is escaped; any other."""

_ESCAPED = {"&amp;": "&", "&lt;": "<"}

Span = tuple[int, int]


def is_enough(words: str) -> bool:
    """Whether there is enough to look for."""
    return len(_wanted(words)) >= LEAST


def holds(text: str, words: str) -> bool:
    """Whether the words stand in the text as a whole."""
    return bool(_found(text, _wanted(words)))


def is_same(text: str, words: str) -> bool:
    """Whether the text says these words and nothing else."""
    return _wanted(text) == _wanted(words)


def without(text: str, words: str) -> str:
    """The text with a mark in place of the words, also where it ends within them and says so by `…`."""
    wanted = _wanted(words)
    whole = _replaced(text, _found(text, wanted))
    return _replaced(whole, _cut_off(whole, wanted)) if "…" in whole else whole


def _replaced(text: str, spans: list[Span]) -> str:
    for starts, ends in reversed(spans):
        text = f"{text[:starts]}{REMOVED}{text[ends:]}"
    return text


def _wanted(words: str) -> str:
    return _read(words)[0].strip()


def _read(text: str) -> tuple[str, list[Span]]:
    """The text as it is compared, and where each of its characters stands in the original."""
    said: list[str] = []
    spans: list[Span] = []
    for unit in _UNIT.finditer(text):
        shown = " " if unit["gap"] else _ESCAPED.get(unit[0], unit[0]).casefold()
        said.append(shown)
        spans.extend([unit.span()] * len(shown))
    return "".join(said), spans


def _found(text: str, wanted: str) -> list[Span]:
    """Where the words stand; most texts are told apart from them by a look at single words."""
    seen = text.replace("&lt;", "<").replace("&amp;", "&").casefold()
    if not wanted or not all(word in seen for word in wanted.split()):
        return []
    said, spans = _read(text)
    found = []
    at = said.find(wanted)
    while at >= 0:
        found.append((spans[at][0], spans[at + len(wanted) - 1][1]))
        at = said.find(wanted, at + len(wanted))
    return found


def _cut_off(text: str, wanted: str) -> list[Span]:
    """Where a beginning of the words stands before a `…`."""
    said, spans = _read(text)
    found = []
    for mark in (place for place, letter in enumerate(said) if letter == "…"):
        for length in range(min(len(wanted) - 1, mark), _LEAST_CUT - 1, -1):
            if said[mark - length : mark] == wanted[:length]:
                found.append((spans[mark - length][0], spans[mark - 1][1]))
                break
    return found
