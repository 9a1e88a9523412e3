"""What of a text is somebody's private data, and the text without it."""

import collections.abc
import dataclasses
import enum
import functools
import re

import rules.guard_keys
import rules.guard_network
import rules.guard_numbers
import rules.guard_phones
import rules.guard_places
import rules.guard_sight


class Kind(enum.StrEnum):
    """What is hidden, in the words that stand in its place."""

    KEY = "key or password"
    CARD = "card number"
    ACCOUNT = "account number"
    EMAIL = "e-mail"
    IP = "IP address"
    PHONE = "phone number"
    ADDRESS = "postal address"

    @property
    def shown(self) -> str:
        """`[e-mail hidden]`."""
        return f"[{self} hidden]"


KEEPABLE = frozenset(Kind) - {Kind.KEY, Kind.CARD, Kind.ACCOUNT}
"""What a person may call not private, and keep."""

_RECOGNISED = {
    Kind.KEY: rules.guard_keys.keys,
    Kind.ACCOUNT: rules.guard_numbers.accounts,
    Kind.CARD: rules.guard_numbers.cards,
    Kind.EMAIL: rules.guard_network.emails,
    Kind.IP: rules.guard_network.addresses,
    Kind.PHONE: rules.guard_phones.phones,
    Kind.ADDRESS: rules.guard_places.places,
}
"""In the order in which they look: what is surest comes first, so that a card's number is not a phone's."""

_SHOWN = re.compile("(" + "|".join(re.escape(kind.shown) for kind in Kind) + ")")


@dataclasses.dataclass(frozen=True)
class Hidden:
    """A text that may be stored and shown, and the kinds of what was hidden in it, one for each, in their order."""

    text: str
    found: tuple[Kind, ...]


@dataclasses.dataclass(frozen=True)
class _Part:
    """A part of a text: hidden (then it has its kind), to be left as it is (settled), or still to be looked at."""

    text: str
    hidden: Kind | None = None
    is_settled: bool = False

    @functools.cached_property
    def sight(self) -> rules.guard_sight.Sight:
        """The part as the guard reads it."""
        return rules.guard_sight.look(self.text)


def hide(text: str, keep: collections.abc.Collection[Kind] = ()) -> Hidden:
    """The text without what is private; `keep` names kinds that stay, but for those that never may.

    What is hidden may show something else beside it, so it looks until there is nothing more: what comes out is what
    would come out again.
    """
    parts = [_Part(part, is_settled=number % 2 == 1) for number, part in enumerate(_SHOWN.split(text))]
    kept = KEEPABLE.intersection(keep)
    while (looked := _looked_through(parts, kept)) != parts:
        parts = looked
    found = tuple(part.hidden for part in parts if part.hidden)
    return Hidden("".join(part.hidden.shown if part.hidden else part.text for part in parts), found)


def _looked_through(parts: list[_Part], kept: collections.abc.Set[Kind]) -> list[_Part]:
    """Each kind is looked for in what the kinds before it have left."""
    for kind in _RECOGNISED:
        parts = [piece for part in parts for piece in _taken_apart(part, kind, kept)]
    return parts


def _taken_apart(part: _Part, kind: Kind, kept: collections.abc.Set[Kind]) -> collections.abc.Iterator[_Part]:
    """What is of that kind, and what is around it."""
    spans = [] if part.is_settled else _found(part.sight, kind)
    if not spans:
        yield part
        return
    at = 0
    for starts, ends in spans:
        yield _Part(part.text[at:starts])
        yield _Part(part.text[starts:ends], None if kind in kept else kind, is_settled=True)
        at = ends
    yield _Part(part.text[at:])


def _found(sight: rules.guard_sight.Sight, kind: Kind) -> list[rules.guard_sight.Span]:
    """Where things of that kind stand: of two that overlap the first, of two that begin together the longer."""
    apart: list[rules.guard_sight.Span] = []
    spans = map(sight.original, _RECOGNISED[kind](sight.text))
    for starts, ends in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not apart or starts >= apart[-1][1]:
            apart.append((starts, ends))
    return apart
