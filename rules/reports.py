"""What may become of a report: who may do what to it when, and what that changes."""

import dataclasses
import datetime
import enum
import re

import data.models

State = data.models.ReportState

OPEN = frozenset({State.NEW, State.CLAIMED, State.NEEDS_INFO, State.ESCALATED})

REOPENED_WITHIN = datetime.timedelta(days=14)
"""How long after its end a reporter may reopen a report."""


def ident(word: str) -> int | None:
    """The number in `BUG-142`, `bug-142` or `142`; None for anything else."""
    match = re.fullmatch(r"(?:bug-|#)?([0-9]{1,9})", word.lower())
    return int(match[1]) if match else None


class Act(enum.StrEnum):
    """What somebody does to a report, as its history has it."""

    FILE = "file"
    JOIN = "join"
    CLAIM = "claim"
    ASK = "ask"
    ESCALATE = "escalate"
    DUPLICATE = "duplicate"
    DISMISS = "dismiss"
    RESOLVE = "resolve"
    REOPEN = "reopen"
    HAND_BACK = "hand_back"
    PASS = "pass"  # noqa: S105  # no secret
    EDIT = "edit"
    KNOWN = "known"
    UNKNOWN = "unknown"
    ANSWER = "answer"
    REPLY = "reply"
    REMIND = "remind"
    REDACT = "redact"
    WITHDRAW = "withdraw"


_LEADS_TO = {
    Act.CLAIM: State.CLAIMED,
    Act.ASK: State.NEEDS_INFO,
    Act.ESCALATE: State.ESCALATED,
    Act.DUPLICATE: State.DUPLICATE,
    Act.DISMISS: State.NOT_A_BUG,
    Act.RESOLVE: State.RESOLVED,
    Act.REOPEN: State.NEW,
    Act.HAND_BACK: State.NEW,
    Act.WITHDRAW: State.WITHDRAWN,
}
"""The state after an act; the others leave it."""

_TAKES = frozenset({Act.CLAIM, Act.ASK, Act.ESCALATE, Act.DISMISS, Act.RESOLVE, Act.DUPLICATE})
"""What somebody can only do who then holds the report, if nobody did."""

_WORDS = _TAKES | {Act.ANSWER}
"""What a reporter sees as the first response."""

_BY_REPORTERS = frozenset({Act.FILE, Act.JOIN, Act.REPLY, Act.WITHDRAW})
_AT_ANY_TIME = frozenset({Act.EDIT, Act.REDACT, Act.ANSWER, Act.REPLY, Act.JOIN, Act.UNKNOWN})


class Obstacle(enum.Enum):
    """Why an act can't be done."""

    OVER = "over"
    """It is closed already."""

    OPEN = "open"
    """It is open, and can't be opened again."""

    HELD = "held"
    """Somebody else holds it."""

    YOURS = "yours"
    """They hold it already."""

    LOOKED_AT = "looked at"
    """Somebody looks after it already, and it can't be taken back."""

    TOO_LATE = "too late"
    """A reporter may reopen it for a while after its end only."""

    ITSELF = "itself"
    """It would be a duplicate of itself."""


@dataclasses.dataclass(frozen=True)
class Deed:
    """One act of one person. `words` are for those who read it; `person_id` is whom a report is passed to."""

    act: Act
    at: datetime.datetime
    actor_id: int | None
    words: str | None = None
    link: str | None = None
    person_id: int | None = None
    original_id: int | None = None


def is_open(report: data.models.Report) -> bool:
    """Whether it still waits for somebody."""
    return report.state in OPEN


def obstacle(report: data.models.Report, deed: Deed) -> Obstacle | None:
    """Why this can't be done to the report as it stands; None if it can."""
    if deed.act == Act.REOPEN:
        return Obstacle.OPEN if is_open(report) else None
    if deed.act not in _AT_ANY_TIME and not is_open(report):
        return Obstacle.OVER
    if deed.act == Act.CLAIM and report.holder_id is not None and report.holder_id != deed.actor_id:
        return Obstacle.HELD
    if deed.act == Act.CLAIM and report.holder_id == deed.actor_id and report.state == State.CLAIMED:
        return Obstacle.YOURS
    if deed.act == Act.WITHDRAW and report.state != State.NEW:
        return Obstacle.LOOKED_AT
    if deed.act == Act.DUPLICATE and deed.original_id == report.id:
        return Obstacle.ITSELF
    return None


def reopening_by_reporter(report: data.models.Report, now: datetime.datetime) -> Obstacle | None:
    """Why a reporter can't reopen it; within 14 days of its end it is their right."""
    late = report.closed_at is not None and now >= report.closed_at + REOPENED_WITHIN
    return Obstacle.TOO_LATE if late else None


def after(report: data.models.Report, deed: Deed) -> dict[str, object]:
    """The columns that the act changes, with their new values."""
    state = _LEADS_TO.get(deed.act, report.state)
    changed: dict[str, object] = {"state": state}
    if state != report.state:
        changed["changed_at"] = deed.at
        changed["closed_at"] = None if state in OPEN else deed.at
    if deed.act in _TAKES and report.holder_id is None:
        changed["holder_id"] = deed.actor_id
    if deed.act in _WORDS and report.responded_at is None:
        changed["responded_at"] = deed.at
    changed["answered_at" if deed.act in _BY_REPORTERS else "spoken_at"] = deed.at
    return changed | _of_its_own(report, deed)


def _of_its_own(report: data.models.Report, deed: Deed) -> dict[str, object]:
    """What one act alone changes."""
    match deed.act:
        case Act.RESOLVE | Act.DISMISS:
            return {"closing": deed.words, "known_issue": None}
        case Act.DUPLICATE:
            return {"original_id": deed.original_id, "known_issue": None}
        case Act.REOPEN:
            return {"closing": None, "original_id": None, "holder_id": None}
        case Act.HAND_BACK:
            return {"holder_id": None}
        case Act.PASS:
            taken = {"state": State.CLAIMED, "changed_at": deed.at} if report.state == State.NEW else {}
            return {"holder_id": deed.person_id, **taken}
        case Act.ESCALATE:
            return {"escalation": deed.words, "escalation_link": deed.link}
        case Act.KNOWN | Act.UNKNOWN:
            return {"known_issue": deed.words}
    return {}
