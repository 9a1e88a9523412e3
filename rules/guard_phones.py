"""Phone numbers: `phonenumbers` knows each country's; what stands around a number says whether it is one at all."""

import collections.abc
import itertools
import re

import phonenumbers

import rules.guard_sight
import rules.guard_words

Spans = collections.abc.Iterator[rules.guard_sight.Span]

_LINK = re.compile(r"<tel:[^<>\s|]{3,40}(?:\|[^<>]{0,60})?>")
"""As Slack writes a phone number in a message."""

TRUNK = (
    *("DE", "GB", "FR", "IT", "NL", "AT", "CH", "BE", "SE", "FI", "IE", "UA", "RO", "TR", "JP", "KR", "CN", "TW", "TH"),
    *("IN", "ID", "PH", "VN", "PK", "AU", "NZ", "ZA", "NG", "KE", "EG", "IL", "AR"),
)
"""Regions whose numbers are written with a 0 before them at home."""

GROUPED = {
    (3, 3, 4): ("US", "UA", "RU"),
    (1, 3, 3, 4): ("US",),
    (1, 3, 3, 2, 2): ("RU",),
    (3, 3, 3): ("ES", "PL", "PT", "CZ"),
    (3, 2, 2, 2): ("ES",),
    (3, 3, 2, 2): ("UA", "RU"),
    (2, 3, 2, 2): ("PL",),
    (2, 4, 4): ("BR", "MX"),
    (2, 5, 4): ("BR",),
    (5, 5): ("IN",),
}
"""How numbers without a 0 before them are written, and where."""

_RUN = re.compile(r"(?<![+\w])[+(]{0,2}\d+(?:[ \t.()/·-]{1,3}\d+)*", re.ASCII)
_GROUP = re.compile(r"[+(]{0,2}\d+\)?")
_LEAST, _MOST, _MOST_GROUPS = 6, 17, 8
_LEAST_FOR_ABROAD, _LEAST_AT_HOME, _MOST_AT_HOME = 8, 9, 13

_OTHER = re.compile(
    r"(?<![\d.])\d{1,2}([./-])\d{1,2}\1(?:\d{4}|\d{2})(?![\d]|[./-]\d)"
    r"|(?<![\d.])\d{4}([./-])\d{1,2}\2\d{1,2}(?!\d|[./-]\d)"
    r"|(?<![\d.,-])(?:[01]\d|2[0-4])[0-5]\d\s?-\s?(?:[01]\d|2[0-4])[0-5]\d(?![\d-])"
    r"|(?<![\d.])0?[.,]\d{2,}(?![\d.])"
)
"""Dates, hours from to, and fractions."""

_FILLER = rf"(?:[\s.:;,(=/#*_\"-]|(?:{'|'.join(rules.guard_words.FILLERS)})(?![A-Za-z]))"
_CALLED = re.compile(rf"{rules.guard_words.any_of(*rules.guard_words.PHONES)}{_FILLER}{{0,12}}$", re.IGNORECASE)
_NUMBER = rf"(?:id|{'|'.join(rules.guard_words.NUMBER)})"
_REFERRED = re.compile(
    rf"(?:{rules.guard_words.any_of(*rules.guard_words.REFERENCES)}|[#№])(?:[\s.:=#№-]{{1,4}}{_NUMBER}){{0,2}}[\s.:=#№-]{{0,4}}$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(rf"{rules.guard_words.any_of(*rules.guard_words.NUMBER)}[\s.:=]{{0,4}}$", re.IGNORECASE)
"""A number of what, nobody says: then it is one of a phone only if it is written in groups."""

_GLUED = re.compile(r"(?:[A-Za-z0-9_=/:@#$€£.,+*-]|[$€£]\s)$")
_MEASURED = re.compile(
    r"\s?(?:[€$£¥%°]|(?:EUR|USD|GBP|PLN|CHF|ms|px|[kMGT]?B|bytes|rows|users|x)\b)|[\w@]|[-/:=]\w", re.ASCII
)
_BEFORE = 40


def phones(text: str) -> Spans:
    """With a country's code anywhere; without, as people write them at home, or behind a word such as *tel.*"""
    yield from (match.span() for match in _LINK.finditer(text))
    readable = _OTHER.sub(lambda match: "x" * len(match[0]), text)
    for run in _RUN.finditer(readable):
        if len(run[0]) >= _LEAST:
            yield from _in_run(readable, run.span())


def _in_run(text: str, run: rules.guard_sight.Span) -> Spans:
    """The numbers in a run of groups: from the left, the longest that is in use, else the longest that could be."""
    groups = [match.span() for match in _GROUP.finditer(text, *run)]
    before = text[max(0, run[0] - _BEFORE) : run[0]]
    called = _CALLED.search(before) is not None
    if not called and "+" not in text[slice(*groups[0])] and _is_another_number(before, groups):
        return
    first = 0
    while first < len(groups):
        last = _end_of_number(text, groups, first, called=called and not first)
        if last is not None:
            starts, ends = groups[first][0], groups[last][1]
            yield starts + _is_opened_alone(text[starts:ends]), ends
        first = (first if last is None else last) + 1


def _is_another_number(before: str, groups: collections.abc.Sequence[rules.guard_sight.Span]) -> bool:
    """Whether the words before say that these groups number an order, an article, or who knows what."""
    return bool(_REFERRED.search(before) or (len(groups) == 1 and _NUMBERED.search(before)))


def _end_of_number(
    text: str, groups: collections.abc.Sequence[rules.guard_sight.Span], first: int, *, called: bool
) -> int | None:
    """The last group of the number that begins with this one."""
    starts = groups[first][0]
    if not called and _GLUED.search(text[max(0, starts - 2) : starts]):
        return None
    windows = list(_windows(text, groups, first, called=called))[::-1]
    in_use = (last for last, number in windows if _is_in_use(number, called=called))
    possible = (last for last, number in windows if _is_possible(number, called=called))
    return next(itertools.chain(in_use, possible), None)


def _windows(
    text: str, groups: collections.abc.Sequence[rules.guard_sight.Span], first: int, *, called: bool
) -> collections.abc.Iterator[tuple[int, str]]:
    """From this group on: as many digits as a phone number has, and no unit behind; each with its last group."""
    least = _LEAST if called else _LEAST_FOR_ABROAD
    for last in range(first, min(first + _MOST_GROUPS, len(groups))):
        number = text[groups[first][0] : groups[last][1]]
        digits = sum(map(str.isdecimal, number))
        if least <= digits <= _MOST and (called or not _MEASURED.match(text, groups[last][1])):
            yield last, number


def _is_opened_alone(number: str) -> bool:
    """Whether its first sign is a bracket that ends behind it: of *(+49 30 23125 123 at work)* the bracket stays."""
    return number.startswith("(") and ")" not in number


def _is_in_use(number: str, *, called: bool) -> bool:
    """Whether it lies in a range that is given out: in the country that it names, or in one of those where we look."""
    digits = "".join(filter(str.isdecimal, number))
    if "+" in number[:2]:
        return _valid(f"+{digits}")
    if digits.startswith("00"):
        return _valid(f"+{digits[2:]}")
    if digits.startswith("0") or called:
        return _LEAST_AT_HOME <= len(digits) <= _MOST_AT_HOME and any(_valid(digits, region) for region in TRUNK)
    lengths = tuple(sum(map(str.isdecimal, group)) for group in _GROUP.findall(number))
    return ("." not in number or lengths == (3, 3, 4)) and any(
        _valid(digits, region) for region in GROUPED.get(lengths, ())
    )


def _is_possible(number: str, *, called: bool) -> bool:
    """Whether it may be one, though its range is not given out: with its country's code, or where a word says so."""
    digits = "".join(filter(str.isdecimal, number))
    if "+" in number[:2]:
        return len(digits) >= _LEAST_FOR_ABROAD and _has_right_length(digits)
    return called and len(digits) <= _MOST_AT_HOME


def _has_right_length(digits: str) -> bool:
    try:
        parsed = phonenumbers.parse(f"+{digits}")
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_possible_number_with_reason(parsed) == phonenumbers.ValidationResult.IS_POSSIBLE


def _valid(digits: str, region: str | None = None) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(digits, region))
    except phonenumbers.NumberParseException:
        return False
