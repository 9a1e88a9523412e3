"""`python -m bench.guard`: what the guard of bug reports hides, and what it takes for private though it is not."""

import collections.abc
import sys

import bench.table
import rules.guard
import tests.rules.guard_corpus

RECALL, FALSE_ALARMS = 0.98, 0.02
"""At least, of the sentences with private data, and at most, of those without."""

STRUCTURED = tuple(kind for kind in rules.guard.Kind if kind is not rules.guard.Kind.ADDRESS)
"""Kinds that have a form; a postal address has as many as there are countries, and is hidden where it can be told."""


def sentences(kinds: collections.abc.Iterable[rules.guard.Kind]) -> int:
    """How many sentences of the corpus hold something of these kinds."""
    return sum(len(tests.rules.guard_corpus.WITH[kind]) for kind in kinds)


def missed(kinds: collections.abc.Iterable[rules.guard.Kind]) -> list[str]:
    """Those that do not come out as they should: something is still there, too much is hidden, or by a wrong name."""
    return [
        tests.rules.guard_corpus.sentence(written)
        for kind in kinds
        for written in tests.rules.guard_corpus.WITH[kind]
        if rules.guard.hide(tests.rules.guard_corpus.sentence(written)).text
        != tests.rules.guard_corpus.hidden(written, kind)
    ]


def false_alarms() -> list[str]:
    """The sentences without anything private in which something was hidden."""
    return [sentence for sentence in tests.rules.guard_corpus.WITHOUT if rules.guard.hide(sentence).found]


def recall() -> float:
    """The share of the sentences with structured private data that come out as they should."""
    return 1 - len(missed(STRUCTURED)) / sentences(STRUCTURED)


def alarm_rate() -> float:
    """The share of the sentences without private data in which something was hidden."""
    return len(false_alarms()) / len(tests.rules.guard_corpus.WITHOUT)


def main() -> int:
    """0 if enough is seen, and little else."""
    rows = [(kind, str(sentences([kind])), bench.table.counted(missed([kind]))) for kind in rules.guard.Kind]
    bench.table.show("Sentences with private data", ("what", "sentences", "not as they should be"), rows)
    nothing = len(tests.rules.guard_corpus.WITHOUT)
    alarms = ("nothing private", str(nothing), bench.table.counted(false_alarms()))
    bench.table.show("Sentences without", ("what", "sentences", "false alarms"), [alarms])
    figures = [
        ("recall, postal addresses aside", f"{recall():.1%}", f"at least {RECALL:.0%}"),
        ("false alarms", f"{alarm_rate():.1%}", f"at most {FALSE_ALARMS:.0%}"),
    ]
    bench.table.show("In all", ("what", "share", "to reach"), figures)
    return 0 if recall() >= RECALL and alarm_rate() <= FALSE_ALARMS else 1


if __name__ == "__main__":
    sys.exit(main())
