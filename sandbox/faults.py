"""Faults on demand: what Slack, the network or a killer does to the calls of a method."""

from __future__ import annotations

import os
import random
import signal
from dataclasses import dataclass, field
from typing import Any

import sandbox.errors

Json = dict[str, Any]

KINDS = ("429", "500", "timeout_before", "timeout_after", "reset", "garbage", "delay", "lag", "kill")
WHEN = ("before_storing", "after_storing", "before_answering")
ANSWERS = ("at_once", "late", "never")
SECONDS = {"timeout_before": 30.0, "timeout_after": 30.0, "delay": 1.0, "lag": 5.0, "429": 1.0}
POSSIBLE = {"method", "kind", "count", "share", "seconds", "seed", "when", "pid", "answer"}


@dataclass(slots=True)
class Fault:
    method: str
    kind: str
    seconds: float
    when: str
    answer: str
    share: float
    left: int | None  # strikes left; None is without end
    pid: int | None
    dice: random.Random = field(default_factory=random.Random)

    def strikes(self, method: str) -> bool:
        """Whether this call is hit; counts it if so."""
        if self.method not in ("*", method) or self.left == 0:
            return False
        if self.share < 1 and self.dice.random() >= self.share:
            return False
        if self.left is not None:
            self.left -= 1
        return True


def _number(body: Json, name: str, least: float, most: float) -> float | None:
    value = body.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not least <= value <= most:
        raise sandbox.errors.WrongError(f"{name!r} is a number from {least:g} to {most:g}, not {value!r}.")
    return float(value)


def _word(body: Json, name: str, words: tuple[str, ...], default: str | None = None) -> str:
    value = str(body.get(name, default))
    if value not in words:
        raise sandbox.errors.WrongError(f"{name!r} is one of {', '.join(words)}, not {body.get(name)!r}.")
    return value


def killable(pid: object) -> int:
    """A process that may be killed: a real one, and not this."""
    if isinstance(pid, bool) or not isinstance(pid, int) or pid <= 1 or pid == os.getpid():
        raise sandbox.errors.WrongError(
            f"'pid' is the process to kill, above 1 and not the sandbox's own, not {pid!r}."
        )
    return pid


class Faults:
    def __init__(self, may_kill: int | None = None) -> None:
        self._may_kill = may_kill
        self._faults: list[Fault] = []

    def clear(self) -> None:
        self._faults.clear()

    def add(self, body: Json) -> Fault:
        """One more fault, from the control's body."""
        unknown = sorted(set(body) - POSSIBLE)
        if unknown or not isinstance(body.get("method", "*"), str):
            raise sandbox.errors.WrongError(f"Unknown {unknown}: a fault has {', '.join(sorted(POSSIBLE))}.")
        kind = _word(body, "kind", KINDS)
        count, share = _number(body, "count", 1, 1e9), _number(body, "share", 0, 1)
        seconds = _number(body, "seconds", 0, 3600)
        one_kill = kind == "kill" and count is None and share is None
        fault = Fault(
            method=body.get("method", "*"),
            kind=kind,
            seconds=SECONDS.get(kind, 0.0) if seconds is None else seconds,
            when=_word(body, "when", WHEN, "before_storing"),
            answer=_word(body, "answer", ANSWERS, "at_once"),
            share=1.0 if share is None else share,
            left=1 if one_kill else int(count) if count is not None else None,
            pid=killable(body.get("pid", self._may_kill)) if kind == "kill" else None,
            dice=random.Random(body.get("seed")),  # noqa: S311 — reproducible faults, not secrets
        )
        self._faults.append(fault)
        return fault

    def plan(self, method: str) -> tuple[Fault | None, Fault | None]:
        """What happens to one call: at most one outcome, and at most one kill."""
        outcome: Fault | None = None
        kill: Fault | None = None
        for fault in self._faults:
            if fault.kind == "kill":
                kill = kill or (fault if fault.strikes(method) else None)
            elif fault.kind != "lag":
                outcome = outcome or (fault if fault.strikes(method) else None)
        return outcome, kill

    def lag(self, method: str) -> float:
        """For how many real seconds a new message does not show in this reading of history."""
        return max((one.seconds for one in self._faults if one.kind == "lag" and one.strikes(method)), default=0.0)


def kill(fault: Fault) -> bool:
    """End the process at once; False if it was gone already."""
    try:
        os.kill(killable(fault.pid), signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True
