"""What reports of a span have in common: how many of what, what came again and again, and how long answers took."""

import collections
import collections.abc
import dataclasses
import datetime
import statistics

import data.models
import rules.working_hours

Report = data.models.Report
State = data.models.ReportState

REPEATED = 5
"""So many of the reports that most people saw are named."""


@dataclasses.dataclass(frozen=True)
class Trends:
    """Counts of what was filed, the commonest first; times are medians in working hours of the programme, if known.

    `weeks` has for each Monday how many of each kind were filed. `repeated` has reports with how many people saw them.
    """

    filed: int
    states: dict[str, int]
    kinds: dict[str, int]
    products: dict[str, int]
    areas: dict[str, int]
    languages: dict[str, int]
    weeks: dict[datetime.date, dict[str, int]]
    repeated: list[tuple[Report, int]]
    first_response: float | None
    resolution: float | None


def trends(
    reports: collections.abc.Sequence[Report],
    reporters: collections.abc.Mapping[int, int],
    workdays: rules.working_hours.Workdays,
) -> Trends:
    """Of these reports, those that were taken back left out; `reporters` counts those of each and of its duplicates."""
    counted = [one for one in reports if one.state != State.WITHDRAWN]
    return Trends(
        filed=len(counted),
        states=_counts(one.state for one in counted),
        kinds=_counts(one.kind for one in counted),
        products=_counts(one.product for one in counted),
        areas=_counts(one.area for one in counted),
        languages=_counts(one.language for one in counted),
        weeks=_weeks(counted, workdays),
        repeated=_repeated(counted, reporters),
        first_response=_median(workdays, [(one.filed_at, one.responded_at) for one in counted]),
        resolution=_median(workdays, [(one.filed_at, one.closed_at) for one in counted if one.state == State.RESOLVED]),
    )


def _counts(values: collections.abc.Iterable[str | None]) -> dict[str, int]:
    counts = collections.Counter(str(value) for value in values if value)
    return dict(sorted(counts.items(), key=lambda each: (-each[1], each[0])))


def _weeks(
    reports: collections.abc.Iterable[Report], workdays: rules.working_hours.Workdays
) -> dict[datetime.date, dict[str, int]]:
    """From the first week to the last, those without any too."""
    days = [(one.filed_at.astimezone(workdays.zone).date(), str(one.kind)) for one in reports]
    counts = collections.Counter((day - datetime.timedelta(days=day.weekday()), kind) for day, kind in days)
    if not counts:
        return {}
    first, last = min(counts)[0], max(counts)[0]
    mondays = [first + datetime.timedelta(weeks=n) for n in range((last - first).days // 7 + 1)]
    return {
        monday: {kind: number for (week, kind), number in sorted(counts.items()) if week == monday}
        for monday in mondays
    }


def _repeated(
    reports: collections.abc.Iterable[Report], reporters: collections.abc.Mapping[int, int]
) -> list[tuple[Report, int]]:
    """The originals that two people or more saw, by how many."""
    seen = [(one, reporters.get(one.id or 0, 0)) for one in reports if one.original_id is None]
    often = sorted((each for each in seen if each[1] > 1), key=lambda each: (-each[1], each[0].id))
    return often[:REPEATED]


def _median(
    workdays: rules.working_hours.Workdays,
    spans: collections.abc.Iterable[tuple[datetime.datetime, datetime.datetime | None]],
) -> float | None:
    hours = [rules.working_hours.between(workdays, since, until) for since, until in spans if until is not None]
    return statistics.median(hours) if hours else None
