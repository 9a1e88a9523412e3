"""Going through open reports: what each waits for, who is shown which, and when somebody hears of it."""

import collections.abc
import dataclasses
import datetime
import enum
import typing

import data.models
import rules.reports
import rules.targets
import rules.working_hours

State = data.models.ReportState
Act = rules.reports.Act
Workdays = rules.working_hours.Workdays

LENT = datetime.timedelta(minutes=10)
"""For so long a report that somebody was shown is left out of everybody else's sweep."""

SWEEP = datetime.timedelta(hours=8)
"""A sweep that was left in the middle goes on where it was for so long."""

CLAIMED_DAYS, ASKED_DAYS, CLOSE_DAYS, ESCALATED_DAYS = 2, 3, 10, 5
"""Working days of the programme after which a silence is too long."""

HALF_A_DAY = datetime.timedelta(hours=12)
"""The same people hear of late reports at most so often."""

FIRST_HEARD = 1
"""Working hours by which those on duty have heard of a late report before the managers do."""

MOMENT = datetime.timedelta(seconds=1)
"""What is due once an instant has passed, is due this long after it."""


# -- what a report waits for


@dataclasses.dataclass(frozen=True)
class Course:
    """What of a report's history counts here: who holds it, and since when; what its reporters were asked last.

    `asked_id` is who was asked, where not all of them were.
    """

    holder_id: int | None = None
    held_since: datetime.datetime | None = None
    kept_at: datetime.datetime | None = None
    asked_at: datetime.datetime | None = None
    asked_id: int | None = None
    answered_at: datetime.datetime | None = None
    reminded_at: datetime.datetime | None = None


COUNTS = frozenset(
    {
        *(Act.CLAIM, Act.ASK, Act.ESCALATE, Act.PASS, Act.HAND_BACK, Act.REOPEN),
        *(Act.KEEP, Act.ANSWER, Act.REPLY, Act.REMIND),
    }
)
"""The acts that a course is made of."""


def course(events: collections.abc.Iterable[data.models.ReportEvent]) -> Course:
    """Of what happened to one report, the oldest first."""
    found = Course()
    for event in events:
        found = dataclasses.replace(found, **_asked(event, found), **_held(event, found))
    return found


def _asked(event: data.models.ReportEvent, before: Course) -> dict[str, typing.Any]:
    """What was written to a reporter after their answer asks them nothing: a second question does."""
    match event.act:
        case Act.ANSWER if before.answered_at is not None:
            return {}
        case Act.ASK | Act.ANSWER:
            return {"asked_at": event.at, "asked_id": event.person_id, "answered_at": None, "reminded_at": None}
        case Act.REPLY:
            return {"answered_at": event.at}
        case Act.REMIND:
            return {"reminded_at": event.at}
    return {}


def _held(event: data.models.ReportEvent, before: Course) -> dict[str, typing.Any]:
    match event.act:
        case Act.CLAIM | Act.ASK | Act.ESCALATE if before.holder_id is None:
            return {"holder_id": event.actor_id, "held_since": event.at, "kept_at": None}
        case Act.PASS:
            return {"holder_id": event.person_id, "held_since": event.at, "kept_at": None}
        case Act.HAND_BACK | Act.REOPEN:
            return {"holder_id": None, "held_since": None, "kept_at": None}
        case Act.KEEP:
            return {"kept_at": event.at}
    return {}


class Wait(enum.Enum):
    """What an open report waits for, in the order in which they are listed."""

    UNCLAIMED = "nobody has claimed it"
    ANSWERED = "its reporter answered"
    SILENT = "claimed, and no word since"
    STUCK = "escalated, and no word since"
    UNANSWERED = "its reporter does not answer"
    CLOSE = "its reporter has not answered for long"
    GONE = "its holder is gone"
    AWAY = "its holder is away"
    OFF_DUTY = "its holder is not on duty"


Waits = dict[Wait, datetime.datetime]
"""What a report waits for, each since when."""


def waits(
    report: data.models.Report, known: Course, holder: Wait | None, workdays: Workdays, now: datetime.datetime
) -> Waits:
    """Of an open report; `holder` is what is amiss with who holds it, the workdays are the programme's."""
    if report.holder_id is None:
        return {Wait.UNCLAIMED: report.changed_at}
    found = _silence(report, known, workdays, now)
    return found | ({holder: known.held_since or report.changed_at} if holder else {})


def _silence(report: data.models.Report, known: Course, workdays: Workdays, now: datetime.datetime) -> Waits:
    spoken = max(report.spoken_at or report.changed_at, report.changed_at)
    if report.state == State.NEEDS_INFO:
        return _of_reporter(report, known, workdays, now)
    days, wait = (CLAIMED_DAYS, Wait.SILENT) if report.state == State.CLAIMED else (ESCALATED_DAYS, Wait.STUCK)
    return {wait: spoken} if now >= rules.working_hours.add_days(workdays, spoken, days) else {}


def _of_reporter(report: data.models.Report, known: Course, workdays: Workdays, now: datetime.datetime) -> Waits:
    asked = known.asked_at or report.changed_at
    if known.answered_at is not None:
        return {Wait.ANSWERED: known.answered_at}
    if now >= rules.working_hours.add_days(workdays, asked, CLOSE_DAYS):
        return {Wait.CLOSE: asked}
    silent = now >= rules.working_hours.add_days(workdays, asked, ASKED_DAYS)
    return {Wait.UNANSWERED: asked} if silent else {}


def remind_at(report: data.models.Report, known: Course, workdays: Workdays) -> datetime.datetime | None:
    """When its reporters are asked once more; None if nothing waits for their answer, or they were."""
    if report.state != State.NEEDS_INFO or known.answered_at or known.reminded_at or known.asked_at is None:
        return None
    return rules.working_hours.add_days(workdays, known.asked_at, ASKED_DAYS)


# -- who holds it


def presence(holder: data.models.Person, workdays: Workdays, stays: bool, now: datetime.datetime) -> Wait | None:
    """What is amiss with a holder, by their own workdays; `stays`: they are on duty, or it is theirs all the same."""
    if not holder.active or not holder.looks_after_reports:
        return Wait.GONE
    if workdays.is_away(now.astimezone(workdays.zone).date()):
        return Wait.AWAY
    return None if stays else Wait.OFF_DUTY


def is_kept(known: Course, handover: datetime.datetime | None, workdays: Workdays, now: datetime.datetime) -> bool:
    """Whether somebody off duty said that they keep it, or has time left to; `handover` is when their duty ended."""
    if handover is None or known.held_since is None or known.held_since >= handover:
        return known.kept_at is not None
    return now < answer_by(workdays, handover) or (known.kept_at is not None and known.kept_at >= handover)


def ask_at(workdays: Workdays, handover: datetime.datetime) -> datetime.datetime:
    """When somebody whose duty ended is asked what to do with what they hold: within their working hours."""
    return rules.working_hours.next_start(workdays, handover)


def answer_by(workdays: Workdays, handover: datetime.datetime) -> datetime.datetime:
    """The end of their next working day after that of the question."""
    asked = ask_at(workdays, handover)
    return next(ends for starts, ends in rules.working_hours.spans(workdays, asked) if starts > asked)


def is_asked_about(known: Course, handover: datetime.datetime) -> bool:
    """Whether who holds it did at that handover, and has not said since that they keep it."""
    held = known.held_since is not None and known.held_since < handover
    return held and (known.kept_at is None or known.kept_at < handover)


# -- who is late


def late_at(report: data.models.Report) -> datetime.datetime | None:
    """From when on those on duty hear of it: when its reporter was to have an answer; None if they had one."""
    return report.expected_by if report.responded_at is None and rules.reports.is_open(report) else None


def twice_late_at(report: data.models.Report, workdays: Workdays, hours: float) -> datetime.datetime | None:
    """From when on the managers hear of it: past twice the target, and never before those on duty did."""
    late = late_at(report)
    return max(late, rules.targets.expected_by(workdays, report.filed_at, 2 * hours)) if late else None


def may_tell(
    due: collections.abc.Sequence[datetime.datetime],
    last: datetime.datetime | None,
    workdays: Workdays,
    now: datetime.datetime,
) -> bool:
    """Whether people hear now of what they were not told yet, each due since an instant; they last heard at `last`.

    What had to wait for half a day after that is told within working hours.
    """
    if not due or last is None:
        return bool(due)
    free = last + HALF_A_DAY
    held_back = min(due) < free
    return now >= (rules.working_hours.next_start(workdays, free) if held_back else min(due))


def heard(sent_at: datetime.datetime | None, workdays: Workdays, now: datetime.datetime) -> bool:
    """Whether those on duty were sent it, long enough ago for the managers to read of it too."""
    return sent_at is not None and rules.working_hours.between(workdays, sent_at, now) >= FIRST_HEARD


# -- the sweep


@dataclasses.dataclass(frozen=True)
class Choice:
    """The report that somebody is shown, how many are left after it, and how many somebody else is looking at."""

    report: data.models.Report | None
    left: int
    with_others: int


def shown_next(
    reports: collections.abc.Iterable[data.models.Report],
    steps: collections.abc.Sequence[data.models.SweepStep],
    person_id: int,
    now: datetime.datetime,
) -> Choice:
    """The first that this person was not shown in this sweep, and nobody else was just now."""
    shown = {one.report_id for one in steps if one.person_id == person_id and is_of_sweep(one, now)}
    lent = {one.report_id for one in steps if one.person_id != person_id and one.at > now - LENT}
    waiting = [report for report in reports if report.id not in shown]
    free = [report for report in waiting if report.id not in lent]
    with_others = len(waiting) - len(free)
    return Choice(free[0], len(free) - 1, with_others) if free else Choice(None, 0, with_others)


def is_of_sweep(step: data.models.SweepStep, now: datetime.datetime) -> bool:
    """Whether it belongs to the sweep that the person is in."""
    return not step.over and step.at > now - SWEEP
