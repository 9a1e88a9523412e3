"""Text as the guard reads it: what is only written differently looks alike, and each place is known in the original."""

import dataclasses
import html
import re
import unicodedata

Span = tuple[int, int]
"""Where something begins, and where it ends, the end not included."""

_ESCAPED = re.compile(r"%(?:25)*([2-7][0-9A-Fa-f])|&(?:#\d{1,6}|#[xX][0-9A-Fa-f]{1,5}|amp|lt|gt|quot|nbsp);")
"""One character as an address in the web holds it (`%40`, encoded once or more) or as a page does (`&#64;`, `&lt;`)."""

_DASHES = "\u2043\u2212"
"""A bullet and a minus; the other dashes are known by their category."""


@dataclasses.dataclass(frozen=True)
class Sight:
    """What is read, and where each of its characters stands in the original: `places` has the two ends of each."""

    text: str
    places: tuple[Span, ...]

    def original(self, span: Span) -> Span:
        """The same span in the text as it was typed."""
        starts, ends = span
        return self.places[starts][0], self.places[ends - 1][1]


def look(typed: str) -> Sight:
    """Full-width and other digits become ASCII, all dashes and spaces one; what can't be seen is left out."""
    seen: list[tuple[str, Span]] = []
    at = 0
    for match in _ESCAPED.finditer(typed):
        seen += _each(typed, at, match.start())
        character = chr(int(match[1], 16)) if match[1] else html.unescape(match[0])
        seen.append((_plain(character) or " ", match.span()))
        at = match.end()
    seen += _each(typed, at, len(typed))
    return Sight("".join(plain for plain, _ in seen), tuple(place for _, place in seen))


def _each(typed: str, starts: int, ends: int) -> list[tuple[str, Span]]:
    read = ((_plain(typed[at]), (at, at + 1)) for at in range(starts, ends))
    return [(plain, place) for plain, place in read if plain]


def _plain(character: str) -> str:
    """The same in ASCII, where there is such a thing; nothing, for what can't be seen."""
    if character.isascii():
        return character
    match unicodedata.category(character):
        case "Nd":
            return str(unicodedata.decimal(character))
        case "Pd":
            return "-"
        case "Zs":
            return " "
        case "Cf":
            return ""
    if character in _DASHES:
        return "-"
    alike = unicodedata.normalize("NFKC", character)
    return alike if len(alike) == 1 else character
