"""What may become of a report: who may do what to it when, and what that changes."""

import collections.abc
import dataclasses
import datetime
import enum
import re

import data.models

State = data.models.ReportState

_ENDED = frozenset({State.RESOLVED, State.NOT_A_BUG})
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
    KEEP = "keep"
    REDACT = "redact"
    WITHDRAW = "withdraw"
    LEAVE = "leave"


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

MOVES = frozenset({*_LEADS_TO, Act.FILE, Act.PASS})
"""What changes where a report stands, or who holds it."""

_RIVALS = {Act.EDIT: frozenset({Act.EDIT}), Act.KNOWN: frozenset({Act.KNOWN, Act.UNKNOWN})}

_TAKES = frozenset({Act.CLAIM, Act.ASK, Act.ESCALATE, Act.DISMISS, Act.RESOLVE, Act.DUPLICATE})
"""What somebody can only do who then holds the report, if nobody did."""

_WORDS = _TAKES | {Act.ANSWER, Act.PASS}
"""What a reporter sees as the first response."""

_NO_WORD = frozenset({Act.FILE, Act.JOIN, Act.REPLY, Act.WITHDRAW, Act.LEAVE, Act.REDACT, Act.KEEP, Act.REMIND})
"""What is no word of those who look after it."""

_AT_ANY_TIME = frozenset({Act.EDIT, Act.REDACT, Act.ANSWER, Act.REPLY, Act.JOIN, Act.UNKNOWN})


_NOTHING_LEFT: dict[str, object] = {"title": "Taken back", "happened": ""} | dict.fromkeys(
    ("expected", "steps", "area", "link", "known_issue")
)
"""What a report says that its reporter took back."""


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

    ORIGINAL = "original"
    """The other one is its duplicate already."""

    GONE = "gone"
    """The other one was taken back, and nobody looks at it any more."""

    TAKEN_BACK = "taken back"
    """Its reporter took it back, and nothing is left of it."""

    NOBODYS = "nobody's"
    """Nobody holds it who could hand it back."""

    THEIRS = "theirs"
    """It is passed to somebody who holds it already."""


@dataclasses.dataclass(frozen=True)
class Deed:
    """One act of one person. `words` are for those who read it; `person_id` is whom a report is passed to.

    `link` says where it was escalated to, by whatever took it there. `edits` are an edit's columns with their new
    values. `remark_id` is the remark that was answered or replied by it.
    """

    act: Act
    at: datetime.datetime
    actor_id: int | None
    words: str | None = None
    link: str | None = None
    person_id: int | None = None
    original_id: int | None = None
    remark_id: int | None = None
    edits: collections.abc.Mapping[str, object] = dataclasses.field(default_factory=dict)


def rivals(act: Act) -> frozenset[Act]:
    """What somebody else may have done meanwhile, so that this act would not be what was meant."""
    return _RIVALS.get(act, MOVES) | {Act.REDACT}


@dataclasses.dataclass(frozen=True)
class Change:
    """What an act changes of one report: its columns, with their new values; `deed` is what its history has of it."""

    report: data.models.Report
    deed: Deed
    values: dict[str, object]


def is_open(report: data.models.Report) -> bool:
    """Whether it still waits for somebody."""
    return report.state in OPEN


def concerns(report: data.models.Report, person: data.models.Person) -> bool:
    """Whether it is about a product of theirs, or may be, where either names none."""
    return report.product is None or not person.products or report.product in person.products


def is_overdue(report: data.models.Report, now: datetime.datetime) -> bool:
    """Whether its reporter still waits for the first response, and longer than was said."""
    return report.state == State.NEW and report.responded_at is None and now > report.expected_by


def is_answered(report: data.models.Report) -> bool:
    """Whether a reporter has written since they were asked."""
    written = report.answered_at
    return report.state == State.NEEDS_INFO and written is not None and written > report.changed_at


def obstacle(
    report: data.models.Report,
    deed: Deed,
    original: data.models.Report | None = None,
    has_duplicates: bool = False,
) -> Obstacle | None:
    """Why this can't be done to the report as it stands; None if it can.

    `original` is the one named as such, which may be a duplicate itself.
    """
    if not is_open(report) or deed.act == Act.REOPEN:
        return _over(report, deed)
    match deed.act:
        case Act.CLAIM:
            return _claiming(report, deed)
        case Act.HAND_BACK if report.holder_id is None:
            return Obstacle.NOBODYS
        case Act.PASS if report.holder_id == deed.person_id:
            return Obstacle.THEIRS
        case Act.WITHDRAW | Act.LEAVE if not may_withdraw(report, has_duplicates):
            return Obstacle.LOOKED_AT
        case Act.DUPLICATE if original is not None:
            return _following(report, original)
    return None


def _over(report: data.models.Report, deed: Deed) -> Obstacle | None:
    """What can't be done to one that is closed, and opening one that is not."""
    if report.state == State.WITHDRAWN and deed.act not in (Act.REDACT, Act.REPLY):
        return Obstacle.TAKEN_BACK
    if deed.act == Act.REOPEN:
        return Obstacle.OPEN if is_open(report) else None
    return None if deed.act in _AT_ANY_TIME else Obstacle.OVER


def _claiming(report: data.models.Report, deed: Deed) -> Obstacle | None:
    if report.holder_id is not None and report.holder_id != deed.actor_id:
        return Obstacle.HELD
    return Obstacle.YOURS if report.holder_id is not None and report.state == State.CLAIMED else None


def _following(report: data.models.Report, original: data.models.Report) -> Obstacle | None:
    """A duplicate of a duplicate is one of its head, so that nothing can run in a circle."""
    if original.id == report.id:
        return Obstacle.ITSELF
    if original.original_id == report.id:
        return Obstacle.ORIGINAL
    return Obstacle.GONE if original.state == State.WITHDRAWN else None


def may_withdraw(report: data.models.Report, has_duplicates: bool = False) -> bool:
    """Whether a reporter can take it back: nobody has looked at it yet."""
    return report.state == State.NEW and report.responded_at is None and not has_duplicates


def may_be_reopened_by_reporter(report: data.models.Report, now: datetime.datetime) -> bool:
    """Whether it is over, and not for so long that its reporters can say no more that it is still there."""
    return report.state in _ENDED and reopening_by_reporter(report, now) is None


def reopening_by_reporter(report: data.models.Report, now: datetime.datetime) -> Obstacle | None:
    """Why a reporter can't reopen it; within 14 days of its end it is their right."""
    late = report.closed_at is not None and now >= report.closed_at + REOPENED_WITHIN
    return Obstacle.TOO_LATE if late else None


def changes(
    report: data.models.Report,
    deed: Deed,
    original: data.models.Report | None = None,
    duplicates: collections.abc.Iterable[data.models.Report] = (),
) -> list[Change]:
    """What an act changes, of the report first; if it becomes a duplicate, its own duplicates follow the new head."""
    if deed.act != Act.DUPLICATE or original is None:
        return [Change(report, deed, after(report, deed))]
    head_id = original.original_id or original.id
    aimed = dataclasses.replace(deed, original_id=head_id, words=f"BUG-{head_id}")
    return [Change(one, aimed, after(one, aimed)) for one in (report, *duplicates)]


def after(report: data.models.Report, deed: Deed) -> dict[str, object]:
    """The columns that the act changes of the report itself, with their new values."""
    state = _LEADS_TO.get(deed.act, report.state)
    if deed.act == Act.PASS and report.state == State.NEW:
        state = State.CLAIMED
    changed: dict[str, object] = {"state": state}
    if state != report.state:
        changed["changed_at"] = deed.at
        changed["closed_at"] = None if state in OPEN else deed.at
    if deed.act in _TAKES and report.holder_id is None:
        changed["holder_id"] = deed.actor_id
    if deed.act in _WORDS and report.responded_at is None:
        changed["responded_at"] = deed.at
    if deed.act == Act.REPLY:
        changed["answered_at"] = deed.at
    elif deed.act not in _NO_WORD:
        changed["spoken_at"] = deed.at
    return changed | _of_its_own(deed)


def _of_its_own(deed: Deed) -> dict[str, object]:
    """What one act alone changes."""
    ended: dict[str, object] = {"closing": deed.words, "known_issue": None}
    own: dict[Act, dict[str, object]] = {
        Act.RESOLVE: ended,
        Act.DISMISS: ended,
        Act.WITHDRAW: _NOTHING_LEFT,
        Act.DUPLICATE: {"original_id": deed.original_id, "known_issue": None},
        Act.REOPEN: {"closing": None, "original_id": None, "holder_id": None},
        Act.HAND_BACK: {"holder_id": None},
        Act.PASS: {"holder_id": deed.person_id},
        Act.ASK: {"question": deed.words, "changed_at": deed.at},  # asked again, it waits anew
        Act.ESCALATE: {"escalation": deed.words, "escalation_link": deed.link},
        Act.EDIT: dict(deed.edits),
        Act.KNOWN: {"known_issue": deed.words},
        Act.UNKNOWN: {"known_issue": None},
    }
    return own.get(deed.act, {})
