"""Whom new reports disturb: the pair on duty is notified of urgent ones at once, and of others now and then."""

import collections.abc
import dataclasses
import datetime

import data.models
import rules.likeness

Report = data.models.Report
Reports = collections.abc.Sequence[Report]

QUIET = datetime.timedelta(minutes=30)
"""How long after one that notified somebody others come in silence."""


@dataclasses.dataclass(frozen=True)
class Crowd:
    """Reports that came since one that notified somebody, that one among them; of them, so many look like `like`."""

    first: Report
    number: int
    like: Report | None
    alike: int


def notifies(report: Report, recent: Reports, now: datetime.datetime) -> bool:
    """Whether the card of a new report mentions who is on duty."""
    if report.severity == data.models.Severity.URGENT:
        return True
    return not any(one.mentions and one.filed_at > now - QUIET for one in recent)


def crowd(recent: Reports) -> Crowd | None:
    """What came since the last that notified somebody, the oldest first; None if none of these did."""
    last = max((number for number, one in enumerate(recent) if one.mentions), default=None)
    if last is None:
        return None
    since = recent[last:]
    like, alike = _most_alike(since)
    return Crowd(since[0], len(since), like, alike)


def _most_alike(reports: Reports) -> tuple[Report | None, int]:
    """The one that most of the others look like, the oldest of several, and how many do; none if no two are alike."""
    now = reports[-1].filed_at
    found = {
        number: len(rules.likeness.near(report, reports, now, most=len(reports)))
        for number, report in enumerate(reports)
    }
    number, alike = max(found.items(), key=lambda each: (each[1], -each[0]))
    return (reports[number], alike) if alike else (None, 0)
