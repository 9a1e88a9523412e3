"""When two people both work on a day of one of them: what a meeting can be in."""

import datetime

import rules.working_hours

DAY = datetime.timedelta(days=1)
HOUR = datetime.timedelta(hours=1)


def shared(
    mine: rules.working_hours.Workdays, theirs: rules.working_hours.Workdays, day: datetime.date
) -> list[rules.working_hours.Span]:
    """The spans in which both work, on that day of the first; none if either does not work then."""
    if not mine.holds(day):
        return []
    starts, ends = mine.hours(day)
    days = (day + n * DAY for n in (-2, -1, 0, 1))  # theirs may be a day ahead, or behind with hours past midnight
    spans = [theirs.hours(one) for one in days if theirs.holds(one)]
    both = [(max(starts, first), min(ends, last)) for first, last in spans]
    return [(first, last) for first, last in both if first < last]


def hours_a_week(
    mine: rules.working_hours.Workdays, theirs: rules.working_hours.Workdays, week: datetime.date
) -> float:
    """How many hours of the week that begins on that Monday both work."""
    spans = [span for n in range(7) for span in shared(mine, theirs, week + n * DAY)]
    return sum((last - first for first, last in spans), datetime.timedelta()) / HOUR
