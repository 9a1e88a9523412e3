"""Who takes turns: the pool as the rotation sees it."""

import collections
import collections.abc
import datetime
import zoneinfo

import data.models
import rules.days_off
import rules.duty
import rules.working_time


def members(
    pool: collections.abc.Iterable[tuple[data.models.PoolMembership, data.models.Person]],
    absences: collections.abc.Iterable[data.models.Absence],
    zone: zoneinfo.ZoneInfo,
    off: rules.days_off.DaysOff = rules.days_off.NONE,
) -> list[rules.duty.Member]:
    """The members with their days away and off; `zone` stands in for those whose own is not known."""
    away = collections.defaultdict(list)
    for absence in absences:
        away[absence.person_id].append((absence.starts, absence.ends))
    return [
        rules.duty.Member(
            person=membership.person_id,
            slack_id=person.slack_id,
            zone=zone_of(person, zone),
            joined=membership.starts,
            left=membership.ends,
            away=tuple(away[membership.person_id]),
            working_days=working_days(person, off),
        )
        for membership, person in pool
    ]


def zone_of(person: data.models.Person, default: zoneinfo.ZoneInfo) -> zoneinfo.ZoneInfo:
    """Where somebody is, by the roster; `default` stands in where that is not known."""
    return zoneinfo.ZoneInfo(person.zone) if person.zone else default


def working_time(person: data.models.Person) -> rules.working_time.WorkingTime:
    """When somebody works, by the roster or as most people do."""
    return rules.working_time.parse(person.working_hours) if person.working_hours else rules.working_time.DEFAULT


def working_days(person: data.models.Person, off: rules.days_off.DaysOff) -> rules.days_off.WorkingDays:
    """On which days somebody works, but for the programme's days off."""
    return rules.days_off.WorkingDays(working_time(person).days, off)


Turns = collections.abc.Collection[rules.duty.Turn]


def handover(
    turns: Turns, calendar: rules.duty.Calendar, now: datetime.datetime, day: datetime.date | None = None
) -> datetime.datetime:
    """The next handover, or the first on that day of the programme's zone or later: then people join or leave."""
    coming = _handovers(turns, calendar, now)
    return next(at for at in coming if day is None or at.astimezone(calendar.zone).date() >= day)


def dealt_from(
    turns: Turns, calendar: rules.duty.Calendar, now: datetime.datetime, joins: datetime.datetime
) -> datetime.datetime:
    """The start of the first shift in which somebody who joins then can be dealt a seat: published ones stay."""
    published = max((turn.ends for turn in turns), default=joins)
    return next(at for at in _handovers(turns, calendar, now) if at >= max(joins, published))


def _handovers(
    turns: Turns, calendar: rules.duty.Calendar, now: datetime.datetime
) -> collections.abc.Iterator[datetime.datetime]:
    """Those after now, without end: as published, and from there on by the calendar."""
    yield from sorted(turn.starts for turn in turns if turn.starts > now)
    starts = max((turn.ends for turn in turns), default=rules.duty.last_handover(calendar, now))
    while True:
        if starts > now:
            yield starts
        starts = rules.duty.next_handover(calendar, starts)
