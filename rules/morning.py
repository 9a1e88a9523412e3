"""When somebody's morning is, and what is told in it: heads-ups before duty, and what lasts from week to week."""

import collections.abc
import dataclasses
import datetime

import data.models
import rules.duty
import rules.local_time
import rules.sitting
import rules.working_hours

DAY = datetime.timedelta(days=1)
WEEK = datetime.timedelta(days=7)

URGENT = datetime.timedelta(days=2)
"""What concerns duty that begins sooner, or runs, is told at once and not in the morning."""

GRACE = datetime.timedelta(minutes=1)
"""Once somebody's time to answer is over, the next in line is asked within it: until then nobody reads of a gap."""

FARTHEST = 400
"""Days that are looked through for somebody's next morning: nobody is away for longer than a year."""


@dataclasses.dataclass(frozen=True)
class Morning:
    """The start of a working day, and the end of that day, after which its message is of no use."""

    day: datetime.date
    at: datetime.datetime
    ends: datetime.datetime


def morning(workdays: rules.working_hours.Workdays, day: datetime.date) -> Morning | None:
    """The morning of that day, None on a day off. The day ends at midnight, or later with hours that do."""
    if not workdays.holds(day):
        return None
    last = workdays.time.ends if workdays.time.past_midnight else datetime.time()
    at = rules.local_time.instant(day, workdays.time.starts, workdays.zone)
    return Morning(day, at, rules.local_time.instant(day + DAY, last, workdays.zone))


def current(workdays: rules.working_hours.Workdays, now: datetime.datetime) -> Morning | None:
    """The last morning, if its day is not over."""
    today = now.astimezone(workdays.zone).date()
    for day in (today, today - DAY):  # hours past midnight belong to the day on which they began
        found = morning(workdays, day)
        if found is not None and found.at <= now < found.ends:
            return found
    return None


def following(workdays: rules.working_hours.Workdays, now: datetime.datetime) -> Morning | None:
    """The first morning after `now`."""
    today = now.astimezone(workdays.zone).date()
    for ahead in range(FARTHEST):
        found = morning(workdays, today + ahead * DAY)
        if found is not None and found.at > now:
            return found
    return None


def week(day: datetime.date) -> str:
    """`2026-W10`, the week by ISO 8601."""
    return f"{day:%G-W%V}"


def first_of_week(workdays: rules.working_hours.Workdays, day: datetime.date) -> Morning | None:
    """The first morning of the ISO week of that day: Monday's, or what comes after it if Monday is a day off."""
    monday = day - day.weekday() * DAY
    mornings = (morning(workdays, monday + n * DAY) for n in range(7))
    return next((found for found in mornings if found is not None), None)


def heads_up(starts: datetime.datetime, workdays: rules.working_hours.Workdays, morning: Morning) -> str | None:
    """Which heads-up of a spell of duty that begins at `starts` is due that morning: `eve`, `week`, or none.

    `eve` from the last working day before it on, `week` from 7 days before it on; of two only the nearer. After it
    has begun, none.
    """
    if starts <= morning.at:
        return None
    first = starts.astimezone(workdays.zone).date()
    if not any(workdays.holds(morning.day + n * DAY) for n in range(1, (first - morning.day).days)):
        return "eve"
    return "week" if morning.day >= first - WEEK else None


def turns_of(
    spans: collections.abc.Iterable[rules.sitting.Span], turns: collections.abc.Sequence[rules.duty.Turn]
) -> list[rules.sitting.Span]:
    """Of the spans in which somebody sits, the first in each shift: to resume after a relief is no new turn."""
    firsts: dict[datetime.datetime, rules.sitting.Span] = {}
    for span in sorted(spans):
        shift = next(turn for turn in turns if turn.starts <= span[0] < turn.ends)
        firsts.setdefault(shift.starts, span)
    return list(firsts.values())


@dataclasses.dataclass(frozen=True)
class Gap:
    """A published shift with an empty seat, since an instant. `asked`: somebody has time left to say yes to it."""

    turn: rules.duty.Turn
    since: datetime.datetime
    asked: bool


def gaps(
    shifts: collections.abc.Iterable[tuple[data.models.Shift, collections.abc.Sequence[data.models.Seat]]],
    vacancies: collections.abc.Sequence[data.models.Vacancy],
    questions: collections.abc.Sequence[data.models.Question],
    now: datetime.datetime,
) -> list[Gap]:
    """The shifts in which fewer sit than there are seats; of vacancies, those that nobody has taken."""
    found = []
    for shift, seats in shifts:
        if len(seats) < rules.duty.SEATS:
            own = [vacancy for vacancy in vacancies if vacancy.shift_id == shift.id]
            waits = {vacancy.id: _waits_until(vacancy, questions) for vacancy in own}
            since = [waits[vacancy.id] or vacancy.settled_at or vacancy.opened_at for vacancy in own]
            asked = any(
                vacancy.settled_at is None and (waits[vacancy.id] is None or now < instant + GRACE)
                for vacancy, instant in zip(own, since, strict=True)
            )
            found.append(Gap(rules.duty.turn(shift, seats), max([shift.published_at, *since]), asked))
    return found


def _waits_until(
    vacancy: data.models.Vacancy, questions: collections.abc.Iterable[data.models.Question]
) -> datetime.datetime | None:
    """Until when, at the latest, somebody who was asked had time to take a seat; None where nobody was asked."""
    theirs = [question for question in questions if question.vacancy_id == vacancy.id]
    return max((min(one.ask_next_at, one.answered_at or one.ask_next_at) for one in theirs), default=None)


def is_urgent(starts: datetime.datetime, ends: datetime.datetime, now: datetime.datetime) -> bool:
    """Whether people read of a change in [starts, ends) at once: it runs, or begins within two days."""
    return starts - URGENT <= now < ends
