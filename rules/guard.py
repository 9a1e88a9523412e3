"""What of a text is somebody's private data, and the text without it."""

import collections.abc
import dataclasses
import enum
import functools
import itertools
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
    """A part of a text, and what it was found to be; `is_shown` says that it stands for something hidden before."""

    text: str
    kind: Kind | None = None
    is_shown: bool = False

    @functools.cached_property
    def sight(self) -> rules.guard_sight.Sight:
        """The part as the guard reads it."""
        return rules.guard_sight.look(self.text)


def hide(text: str, keep: collections.abc.Collection[Kind] = ()) -> Hidden:
    """The text without what is private; `keep` names kinds that stay, but for those that never may.

    What is hidden may show something else beside it, so it looks until there is nothing more: what comes out is what
    would come out again.
    """
    parts = [_Part(part, is_shown=number % 2 == 1) for number, part in enumerate(_SHOWN.split(text))]
    hidden = frozenset(Kind) - KEEPABLE.intersection(keep)
    while (looked := [piece for part in parts for piece in _looked_through(part, hidden)]) != parts:
        parts = looked
    found = tuple(part.kind for part in parts if part.kind)
    return Hidden("".join(part.kind.shown if part.kind else part.text for part in parts), found)


def _looked_through(part: _Part, hidden: collections.abc.Set[Kind]) -> list[_Part]:
    """What is to be hidden, and what is between: each kind is looked for in what the kinds before it have left."""
    pieces = [part]
    for kind in _RECOGNISED:
        pieces = [smaller for piece in pieces for smaller in _taken_apart(piece, kind)]
    if not any(piece.kind in hidden for piece in pieces):
        return [part]
    joined: list[_Part] = []
    for is_hidden, same in itertools.groupby(pieces, key=lambda piece: piece.kind in hidden):
        beside = list(same)
        joined += beside if is_hidden else [_Part("".join(piece.text for piece in beside))]
    return joined


def _taken_apart(part: _Part, kind: Kind) -> collections.abc.Iterator[_Part]:
    """What is of that kind, and what is around it."""
    spans = [] if part.kind or part.is_shown else _found(part.sight, kind)
    if not spans:
        yield part
        return
    at = 0
    for starts, ends in spans:
        yield _Part(part.text[at:starts])
        yield _Part(part.text[starts:ends], kind)
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
