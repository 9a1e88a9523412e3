"""Which open reports are likely about the same thing as another one: near title first, then what happened."""

import collections.abc
import datetime
import itertools
import re

import rapidfuzz.fuzz

import data.models
import rules.reports

Report = data.models.Report
_Words = dict[str, None]
"""Each word once, in their order."""

SPAN = datetime.timedelta(days=60)
"""How far back a report may have been filed."""

MOST = 3
"""So many are worth a look before one's own is sent."""

AGAIN = datetime.timedelta(minutes=2)
"""Within this, the same words of the same person are most likely sent twice: people repeat when an answer was late."""

NEAR, HALF_NEAR = 60, 40
"""Of 100, how much of two texts must be alike; tests/rules/test_likeness.py has the pairs by which these were set."""

SAME_WORD = 65
"""Of 100, how alike two words are that are forms of one: *opening* and *open*, *outdated* and *out of date*."""

WORDS_READ = 30
"""So many different words tell what a text is about."""

_COMMON = """
a all an and any are at be been by can can't cannot could customer customers did didn't do does doesn't error errors for
from i i'm in is isn't issue it its me missing my never no not of on problem s shows showing t the to was with won't
work working works wrong broken bug fail failed failing failure fails gone
"""
_TELLS_NOTHING = frozenset(_COMMON.split())
"""What titles of quite different reports share: most say that something does not work."""


def near(
    report: Report,
    among: collections.abc.Iterable[Report],
    now: datetime.datetime,
    own: collections.abc.Container[int | None] = (),
    most: int = MOST,
) -> list[Report]:
    """The open ones that are likely the same: the `own` first, then those of the same product, then the nearest."""
    title, happened = _words(report.title), _words(report.happened)
    found = [
        (one.id in own, report.product is not None and one.product == report.product, score, one)
        for one in among
        if one.id != report.id and rules.reports.is_open(one) and one.filed_at > now - SPAN
        if (score := _nearness(title, happened, one))
    ]
    found.sort(key=lambda each: each[:3], reverse=True)  # of equal ones, those in front stay there
    return [one for *_, one in found[:most]]


def is_repeated(report: Report, other: Report, now: datetime.datetime) -> bool:
    """Whether the other, of the same person, was just filed in the same words."""
    same = (report.title, report.happened) == (other.title, other.happened)
    return same and other.filed_at > now - AGAIN


def _nearness(title: _Words, happened: _Words, other: Report) -> float:
    """How alike the titles are, 0 if the two are hardly the same."""
    score = _alike(title, _words(other.title))
    if score >= NEAR or (score >= HALF_NEAR and _alike(happened, _words(other.happened)) >= NEAR):
        return score
    return 0


def _words(text: str) -> _Words:
    """The words that tell what it is about; all of them, where none does."""
    words = dict.fromkeys(re.findall(r"\w+(?:'\w+)?", text.casefold().replace("’", "'")) or text.split())
    telling = [word for word in words if word not in _TELLS_NOTHING] or words
    return dict.fromkeys(itertools.islice(telling, WORDS_READ))


def _alike(words: _Words, others: _Words) -> float:
    """How much of both is in the other too, in any order and in any form of a word, from 0 to 100."""
    if not words or not others:
        return 0
    return (_found(words, others) + _found(others, words)) / (len(words) + len(others))


def _found(words: _Words, others: _Words) -> float:
    return sum(100 if word in others else _nearest(word, others) for word in words)


def _nearest(word: str, others: _Words) -> float:
    return max(rapidfuzz.fuzz.ratio(word, other, score_cutoff=SAME_WORD) for other in others)
