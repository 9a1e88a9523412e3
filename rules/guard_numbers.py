"""Card and account numbers: groups of digits that a checksum or the words before them tell from other numbers."""

import collections.abc
import itertools
import re

import stdnum.ar.cbu
import stdnum.cz.bankaccount
import stdnum.es.ccc
import stdnum.iban
import stdnum.luhn
import stdnum.nz.bankaccount

import rules.guard_sight
import rules.guard_words

Spans = collections.abc.Iterator[rules.guard_sight.Span]

_GROUPED = re.compile(r"(?<!\d)0[.,]\d+|(?P<groups>\d+(?:[\s.\-/·•_]{1,3}\d+)*)")
"""A fraction, or groups of digits."""

_DIGITS = re.compile(r"\d+")
_CARD = re.compile(
    r"4(?:\d{15}|\d{18})"  # Visa
    r"|(?:5[1-5]\d{2}|222[1-9]|22[3-9]\d|2[3-6]\d{2}|27[01]\d|2720)\d{12}"  # Mastercard
    r"|3[47]\d{13}"  # American Express
    r"|3(?:0[0-5]|095|[689]\d)\d{11}"  # Diners
    r"|35(?:2[89]|[3-8]\d)\d{12}"  # JCB
    r"|(?:60|6[245]|8[12])\d{14,17}"  # Discover, UnionPay, RuPay
    r"|(?:5[06-8]|6[37])\d{14,17}"  # Maestro
    r"|(?:220[0-4]|9792)\d{12}"  # Mir, Troy
)
"""The issuers' beginnings and lengths: Luhn alone takes one number in ten for a card's."""

_LEAST, _MOST = 14, 19

_IBAN_BEGINS = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}[ .-]?\d{2}")
_IBAN = re.compile(rf"{_IBAN_BEGINS.pattern}(?:[ .\n-]{{0,2}}[A-Za-z0-9]){{11,30}}")
_LEAST_OF_IBAN = 15

_NATIONAL = (
    (re.compile(r"(?<![\d-])\d{2}-\d{4}-\d{7}-\d{2,3}(?![\d-])"), stdnum.nz.bankaccount.is_valid),
    (re.compile(r"(?<![\w/-])(?:\d{1,6}-)?\d{6,10}/\d{4}(?![\w/-])"), stdnum.cz.bankaccount.is_valid),
    (re.compile(r"(?<![\w-])\d{4}[ -]\d{4}[ -]\d{2}[ -]\d{10}(?![\w-])"), stdnum.es.ccc.is_valid),
    (re.compile(r"(?<!\w)\d{22}(?!\w)"), stdnum.ar.cbu.is_valid),
)
"""Account numbers with a form and a checksum of their own: New Zealand, Czechia, Spain, Argentina."""

_NAMED = re.compile(
    rf"{rules.guard_words.any_of(*rules.guard_words.ACCOUNTS)}"
    r"[\s.:#=]{0,4}(?:(?:is|ist|lautet|est|es|è|é|to)\s)?"
    r"(?P<account>[A-Za-z]{0,4}\d(?:[ ./-]?[A-Za-z]{0,4}\d){4,29})(?!\w)",
    re.IGNORECASE,
)
"""Digits that somebody calls an account's number, or a bank's."""


def cards(text: str) -> Spans:
    """Luhn, with the beginning and the length of one of the issuers; groups and line breaks do not matter."""
    for run in _GROUPED.finditer(text):
        if len(run["groups"] or "") >= _LEAST:
            yield from _cards_in(text, [match.span() for match in _DIGITS.finditer(text, *run.span())])


def _cards_in(text: str, groups: collections.abc.Sequence[rules.guard_sight.Span]) -> Spans:
    first = 0
    while first < len(groups):
        last = _card_from(text, groups, first)
        if last is not None:
            yield groups[first][0], groups[last][1]
        first = (first if last is None else last) + 1


def _card_from(text: str, groups: collections.abc.Sequence[rules.guard_sight.Span], first: int) -> int | None:
    """The last group of the longest card number that begins with this one."""
    totals = itertools.accumulate(ends - starts for starts, ends in groups[first : first + _MOST])
    lasts = [last for last, total in enumerate(totals, first) if _LEAST <= total <= _MOST]
    return next((last for last in reversed(lasts) if _is_card(_digits(text, groups[first : last + 1]))), None)


def _digits(text: str, groups: collections.abc.Iterable[rules.guard_sight.Span]) -> str:
    return "".join(text[starts:ends] for starts, ends in groups)


def _is_card(digits: str) -> bool:
    return _CARD.fullmatch(digits) is not None and stdnum.luhn.is_valid(digits)


def accounts(text: str) -> Spans:
    """IBANs, numbers with a national form and checksum, and what somebody calls an account's number."""
    for beginning in _IBAN_BEGINS.finditer(text):
        match = _IBAN.match(text, beginning.start())
        ends = match and _end_of_iban(text, match.span())
        if ends:
            yield beginning.start(), ends
    for form, is_valid in _NATIONAL:
        yield from (match.span() for match in form.finditer(text) if is_valid(match[0]))
    yield from (match.span("account") for match in _NAMED.finditer(text))


def _is_iban(text: str) -> bool:
    """By the checksum and the form of its country; the lists of each country's banks grow old."""
    return stdnum.iban.is_valid("".join(text.split()), check_country=False)


def _end_of_iban(text: str, span: rules.guard_sight.Span) -> int | None:
    """Where the longest IBAN ends that begins here: the words behind it may look like a part of it."""
    starts, ends = span
    for last in range(ends, starts + _LEAST_OF_IBAN - 1, -1):
        within_word = text[last - 1 : last + 1].isalnum() and last < len(text) and text[last].isascii()
        if text[last - 1].isalnum() and not within_word and _is_iban(text[starts:last]):
            return last
    return None
