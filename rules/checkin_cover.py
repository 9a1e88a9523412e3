"""Who is there for a freelancer while their adviser is away for whole weeks: what has to be found, and who could."""

import collections
import collections.abc
import dataclasses
import datetime
import functools
import itertools
import zoneinfo

import rules.checkins
import rules.languages
import rules.local_time
import rules.shared_hours
import rules.working_hours

WEEK = rules.checkins.WEEK

MOST_EXTRA = 2
"""For so many freelancers of others somebody covers at most at a time: their own have an hour a week each."""

OFFERED = 4
"""From how many the managers choose by one press: who is proposed, and three others."""

AHEAD = datetime.timedelta(days=7)
"""So long before the first week the managers are asked who covers."""

UNCOVERED_AFTER = datetime.timedelta(days=2)
"""From Wednesday on a week for which nobody was found who covers is excused."""

FRIDAY = datetime.timedelta(days=3)
"""Of the last week, counted back from the Monday on which cover ends: the day that people name."""

Weeks = tuple[datetime.date, ...]
"""Mondays, in order."""


def given_up_at(week: datetime.date, zone: zoneinfo.ZoneInfo) -> datetime.datetime:
    """When a week is excused in which an adviser is away and nobody covers."""
    return rules.local_time.instant(week + UNCOVERED_AFTER, datetime.time(), zone)


def last_day(ends: datetime.date) -> datetime.date:
    """The Friday before the Monday on which it ends."""
    return ends - FRIDAY


def spells(workdays: rules.working_hours.Workdays, since: datetime.date) -> list[Weeks]:
    """The weeks in a row in which somebody who has days away works on no day, if they are not over on that Monday."""
    if not workdays.away:
        return []
    first = rules.checkins.week_of(min(starts for starts, _ in workdays.away))
    last = max(ends for _, ends in workdays.away)
    weeks = [first + n * WEEK for n in range((last - first).days // WEEK.days + 1)]
    runs = itertools.groupby(weeks, lambda week: rules.checkins.is_away_all_week(workdays, week))
    return [found for is_away, run in runs if is_away and (found := tuple(run))[-1] >= since]


def to_be_found(
    asked: collections.abc.Sequence[datetime.date],
    covered: collections.abc.Collection[datetime.date],
    since: datetime.date,
) -> Weeks:
    """Of the weeks that ask for a check-in, the first from `since` on that nobody covers, up to one that somebody does.

    A week that asks for none in between is no end: somebody is there all the same.
    """
    first = next((week for week in asked if week >= since and week not in covered), None)
    if first is None:
        return ()
    end = min((week for week in covered if week > first), default=datetime.date.max)
    return tuple(week for week in asked if first <= week < end)


def open_since(
    asked: collections.abc.Iterable[datetime.date],
    covered: collections.abc.Iterable[datetime.date],
    first: datetime.date,
) -> datetime.date:
    """The week from which on nobody covers, of those before `first`, the given up ones too: by it a matter is known."""
    after = max((week for week in covered if week < first), default=datetime.date.min)
    return min((week for week in asked if after < week <= first), default=first)


@dataclasses.dataclass(frozen=True)
class Need:
    """A freelancer for whom somebody has to be there in these weeks: not `adviser`, who is away, nor they themselves.

    `before` is who covers up to the first of them.
    """

    freelancer: int
    adviser: int
    weeks: Weeks
    languages: tuple[str, ...]
    workdays: rules.working_hours.Workdays
    before: int | None = None


@dataclasses.dataclass(frozen=True)
class Candidate:
    """An adviser who could cover, the weeks in which they are away, and for how many others they cover, by week."""

    person: int
    languages: tuple[str, ...]
    workdays: rules.working_hours.Workdays
    away: frozenset[datetime.date] = frozenset()
    extra: collections.abc.Mapping[datetime.date, int] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True)
class Offer:
    """Somebody who could cover in these weeks, and why: common languages, hours a week in common, extra freelancers."""

    person: int
    weeks: Weeks
    languages: tuple[str, ...]
    hours: float
    extra: int


Candidates = collections.abc.Collection[Candidate]
Taken = collections.abc.Mapping[tuple[int, datetime.date], int]
"""For how many somebody is proposed in a week already."""


def offers(needs: collections.abc.Iterable[Need], candidates: Candidates) -> list[list[Offer]]:
    """For each need who could cover, the best first, who is proposed: nobody of these for more than they may.

    Where nobody is there for all the weeks, it is those who are for the most of them, from the first on.
    """
    taken: collections.Counter[tuple[int, datetime.date]] = collections.Counter()
    found = []
    for need in needs:
        found.append(_ranked(need, candidates, taken)[:OFFERED])
        for best in found[-1][:1]:
            taken.update((best.person, week) for week in best.weeks)
    return found


def _can_cover(need: Need, candidate: Candidate, taken: Taken) -> Weeks:
    """The weeks, from the first on, in which somebody is there and covers for fewer than they may."""
    if candidate.person in (need.freelancer, need.adviser):
        return ()
    return tuple(itertools.takewhile(lambda week: _has_room(candidate, week, taken), need.weeks))


def _has_room(candidate: Candidate, week: datetime.date, taken: Taken) -> bool:
    return week not in candidate.away and _extra(candidate, week, taken) < MOST_EXTRA


def _extra(candidate: Candidate, week: datetime.date, taken: Taken) -> int:
    return candidate.extra.get(week, 0) + taken.get((candidate.person, week), 0)


def _ranked(need: Need, candidates: Candidates, taken: Taken) -> list[Offer]:
    able = [(one, weeks) for one in candidates if (weeks := _can_cover(need, one, taken))]
    longest = max((len(weeks) for _, weeks in able), default=0)
    able = [(one, weeks) for one, weeks in able if len(weeks) == longest]
    first = [
        (one, weeks) for one, weeks in able if one.person == need.before or _in_common(need.languages, one.languages)
    ]
    enough = first if len(first) >= OFFERED else able  # they come before all others, of whom there may be a thousand
    return sorted((_offer(need, one, weeks, taken) for one, weeks in enough), key=lambda offer: _rank(need, offer))


def _rank(need: Need, offer: Offer) -> tuple[bool, bool, float, int, int]:
    """Who is there already, a common language, the most hours in common, the fewest extra; then by their rows."""
    return offer.person != need.before, not offer.languages, -offer.hours, offer.extra, offer.person


def _offer(need: Need, candidate: Candidate, weeks: Weeks, taken: Taken) -> Offer:
    return Offer(
        person=candidate.person,
        weeks=weeks,
        languages=_in_common(need.languages, candidate.languages),
        hours=_hours(candidate.workdays, need.workdays, weeks[0]),
        extra=max(_extra(candidate, week, taken) for week in weeks),
    )


_hours = functools.lru_cache(maxsize=4096)(rules.shared_hours.hours_a_week)  # many work at the same hours
_in_common = functools.lru_cache(maxsize=4096)(rules.languages.in_common)  # and speak the same languages


@dataclasses.dataclass(frozen=True)
class Kept:
    """What is left of a cover: its days, or none of them."""

    starts: datetime.date
    ends: datetime.date

    @property
    def is_over(self) -> bool:
        """Whether nothing is left."""
        return self.starts >= self.ends


def kept(
    starts: datetime.date,
    ends: datetime.date,
    needed: collections.abc.Container[datetime.date],
    since: datetime.date,
) -> Kept:
    """What stays of a cover if only these weeks need it and can have it, `since` being the first not over by then.

    Weeks that are over stay; it ends before the first week that goes, and begins with the first that does not.
    """
    weeks = [starts + n * WEEK for n in range((ends - starts).days // WEEK.days)]
    if starts >= since:
        weeks = list(itertools.dropwhile(lambda week: week not in needed, weeks))
    stays = list(itertools.takewhile(lambda week: week < since or week in needed, weeks))
    return Kept(stays[0], stays[-1] + WEEK) if stays else Kept(starts, starts)
