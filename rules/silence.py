"""Nobody learns of an end by silence: when who was not told reads that it is not decided, and managers before them."""

import datetime
import itertools

import rules.contracts
import rules.renewals
import rules.working_hours

DAY = rules.renewals.DAY

WANTED = 14
"""On the rung nearest to so many days before the last one it is said."""

WANTED_SHORT = 7
"""The same for a term of one month."""

WARNED = 2
"""Working days of theirs by which managers hear before."""

WARNED_WITHIN = 21
"""No manager hears of it more days before, however long they are away."""


def breaks_from(contract: rules.contracts.Term, rungs: rules.renewals.Rungs) -> datetime.date:
    """From which day on they read it, as soon as they work."""
    rung = _nearest(rungs, WANTED if rules.renewals.over(contract, 1) else WANTED_SHORT)
    return max(contract.starts, rules.contracts.last_day(contract) - rung * DAY)


def _nearest(rungs: rules.renewals.Rungs, wanted: int) -> int:
    return min(rungs, key=lambda one: (abs(one - wanted), one))


def windows(ladders: rules.renewals.Ladders) -> list[tuple[int, int]]:
    """At most how many days before the end it is said of a term that lasts at least so many days."""
    rungs = (ladders.short, ladders.middle, ladders.long)
    return [
        (max(_nearest(each, WANTED), _nearest(each, WANTED_SHORT)), length)
        for each, (_, length) in zip(rungs, ladders.windows, strict=True)
    ]


def breaks_on(course: rules.renewals.Course, workdays: rules.working_hours.Workdays) -> datetime.date | None:
    """On which day's morning they read it: on the first working day of theirs from then on, or else the last before."""
    contract = course.contract
    since = breaks_from(contract, course.rungs)
    after = (since + n * DAY for n in range((contract.ends - since).days))
    before = (since - n * DAY for n in range(1, (since - contract.starts).days + 1))
    return next((day for day in itertools.chain(after, before) if workdays.holds(day)), None)


def is_warned(workdays: rules.working_hours.Workdays, day: datetime.date, breaks: datetime.date) -> bool:
    """Whether a manager may hear that day of what is read on another: from their second working day before it on."""
    if not 0 < (breaks - day).days <= WARNED_WITHIN:
        return False
    between = (day + n * DAY for n in range(1, (breaks - day).days))
    return sum(map(workdays.holds, between)) < WARNED


def warned_until(workdays: rules.working_hours.Workdays, day: datetime.date) -> datetime.date:
    """The last day of whose silence a manager may hear that day."""
    days = (day + n * DAY for n in range(WARNED_WITHIN, 0, -1))
    return next((each for each in days if is_warned(workdays, day, each)), day)
