"""What must be in Slack against what its journal says was stored there: apart from the product, and simple."""

import collections
import collections.abc
import dataclasses
import typing

Call = collections.abc.Mapping[str, typing.Any]
Calls = collections.abc.Sequence[Call]

ON_THE_WAY = 0.25
"""Seconds after a 429 in which a call made before it was heard of may still arrive."""


@dataclasses.dataclass(frozen=True)
class Expected:
    """A message that must be in Slack once, and in its lane after those that were expected there before."""

    key: str
    lane: str


@dataclasses.dataclass(frozen=True)
class Verdict:
    """What is wrong, each a list of keys or lanes; all empty is as it must be."""

    lost: list[str]
    doubled: list[str]
    disordered: list[str]
    outdated: list[str]

    @property
    def is_clean(self) -> bool:
        """Whether nothing is wrong."""
        return not (self.lost or self.doubled or self.disordered or self.outdated)


def judge(
    expected: collections.abc.Sequence[Expected], cards: collections.abc.Mapping[str, str], calls: Calls
) -> Verdict:
    """`cards` holds the newest text of each card by the key of its post; `calls` are the journal's, oldest first."""
    stored = [key(call) for call in calls if is_post(call)]
    times = collections.Counter(stored)
    wanted = {one.key for one in expected} | set(cards)
    return Verdict(
        lost=sorted(wanted - set(times)),
        doubled=sorted(one for one, number in times.items() if number > 1),
        disordered=_disordered(expected, stored),
        outdated=sorted(one for one, text in _texts(calls).items() if one in cards and cards[one] != text),
    )


def is_post(call: Call) -> bool:
    """Whether a message came into being by this call."""
    return bool(call["method"] == "chat.postMessage" and call["stored"])


def key(call: Call) -> str:
    """What the bot's post says it is."""
    return str(call["args"]["metadata"]["event_payload"]["key"])


def _disordered(expected: collections.abc.Sequence[Expected], stored: collections.abc.Iterable[str]) -> list[str]:
    """The lanes in which messages came first in another order than they were expected."""
    lanes = {one.key: one.lane for one in expected}
    came: dict[str, list[str]] = collections.defaultdict(list)
    for one in dict.fromkeys(stored):
        if one in lanes:
            came[lanes[one]].append(one)
    wrong = []
    for lane, keys in came.items():
        if keys != [one.key for one in expected if one.lane == lane and one.key in set(keys)]:
            wrong.append(lane)
    return sorted(wrong)


def _texts(calls: Calls) -> dict[str, str]:
    """What each posted message says in the end, by its key."""
    keys: dict[tuple[str, str], str] = {}
    texts: dict[str, str] = {}
    for call in calls:
        if is_post(call):
            keys[call["answer"]["channel"], call["answer"]["ts"]] = key(call)
            texts[key(call)] = call["args"]["text"]
        elif call["method"] == "chat.update" and call["stored"]:
            texts[keys[call["answer"]["channel"], call["answer"]["ts"]]] = call["args"]["text"]
    return texts


def calls_during_stops(calls: Calls, method: str) -> int:
    """How many calls of a method came while a 429 had forbidden them."""
    theirs = [call for call in calls if call["method"] == method]
    stops = [(call["real"], call["real"] + call["retry_after"]) for call in theirs if call["status"] == 429]
    return sum(any(stop + ON_THE_WAY < call["real"] < end for stop, end in stops) for call in theirs)
