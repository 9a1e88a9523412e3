"""Who takes turns: the pool as the rotation sees it."""

import collections
import collections.abc
import zoneinfo

import data.models
import rules.duty
import rules.working_time


def members(
    pool: collections.abc.Iterable[tuple[data.models.PoolMembership, data.models.Person]],
    absences: collections.abc.Iterable[data.models.Absence],
    zone: zoneinfo.ZoneInfo,
) -> list[rules.duty.Member]:
    """The members with their days away; `zone` stands in for those whose own is not known."""
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
            working_days=working_time(person).days,
        )
        for membership, person in pool
    ]


def zone_of(person: data.models.Person, default: zoneinfo.ZoneInfo) -> zoneinfo.ZoneInfo:
    """Where somebody is, by the roster; `default` stands in where that is not known."""
    return zoneinfo.ZoneInfo(person.zone) if person.zone else default


def working_time(person: data.models.Person) -> rules.working_time.WorkingTime:
    """When somebody works, by the roster or as most people do."""
    return rules.working_time.parse(person.working_hours) if person.working_hours else rules.working_time.DEFAULT
