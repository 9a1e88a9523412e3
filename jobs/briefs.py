"""The brief of a contract, loaded for one reader: for managers all of it, for the person's adviser what is theirs."""

import collections
import collections.abc
import datetime
import decimal
import functools
import json
import zoneinfo

import data.briefs
import data.contracts
import data.kudos
import data.models
import data.people
import jobs.renewals
import jobs.rotation
import jobs.scene
import messages.briefs
import messages.renewals
import rules.briefs
import rules.checkins
import rules.pool
import rules.ratio
import rules.shared_hours
import rules.status
import rules.working_hours
import rules.working_time

Contract = data.models.Contract
Person = data.models.Person
Renewal = jobs.renewals.Renewal

WEEK = rules.checkins.WEEK

NOTED = 3
"""So many of the last follow-ups and concerns; the check-ins' own pages have them all."""

COMPARED = 60
"""Of so many kinds of working time the hours in common are looked at: those that most people have."""


def load(scene: jobs.scene.Scene, one: Renewal, line: messages.renewals.Line, reader: Person) -> messages.briefs.Brief:
    """As of the reader's day. `line` is what they may know of the decision."""
    contract, person_id = one.contract, one.person.id or 0
    manages = data.models.Role.MANAGER in reader.roles
    said = one.recommendation
    if said is not None and not manages and said.adviser_id != reader.id:
        said = None  # what a former adviser wrote is the managers' to read
    newest = next(iter(data.kudos.list_of(scene.session, person_id, limit=1)), None)
    people = data.people.load_by_id(
        scene.session, {*([said.adviser_id] if said else []), *([newest.giver_id] if newest else [])}
    )
    zone = rules.pool.zone_of(one.person, scene.programme.time_zone)
    begins = datetime.datetime.combine(contract.starts, datetime.time(), zone).astimezone(datetime.UTC)
    confirmed = [
        report for report in data.briefs.list_filed_by(scene.session, person_id) if rules.briefs.is_confirmed(report)
    ]
    need, overlap = _missed(scene, one, line.today) if manages else (None, None)
    return messages.briefs.Brief(
        line=line,
        adviser=one.adviser,
        wish=one.wish,
        recommendation=said,
        recommended_by=people[said.adviser_id] if said else None,
        held=rules.briefs.held(_checkins(scene, contract), line.today),
        notes=data.briefs.list_noted(scene.session, person_id, NOTED),
        confirmed=confirmed,
        confirmed_in_term=sum(report.filed_at >= begins for report in confirmed),
        kudos=data.kudos.count(scene.session, person_id),
        kudos_in_term=data.kudos.count(scene.session, person_id, begins),
        newest_kudos=newest,
        kudos_by=people.get(newest.giver_id) if newest else None,
        terms=rules.briefs.terms(data.contracts.list_of(scene.session, person_id), contract),
        need=need,
        overlap=overlap,
        manages=manages,
    )


def _checkins(scene: jobs.scene.Scene, contract: Contract) -> list[data.models.Checkin]:
    """Those of all weeks that have a day in the term: a week between two terms is in both."""
    since = rules.checkins.week_of(contract.starts)
    return data.briefs.list_checkins(scene.session, contract.person_id, since, contract.ends)


# -- who would be missed


def _missed(
    scene: jobs.scene.Scene, one: Renewal, today: datetime.date
) -> tuple[rules.briefs.Need, list[rules.briefs.Match]]:
    """What would be left without the person, and who works in the same at the same time."""
    contract, person = one.contract, one.person
    languages, products = contract.languages or person.languages, contract.products or person.products
    read = functools.cache(_skills)  # many have the same words, stored in the same way
    others = [
        rules.briefs.Colleague(*row[:5], row.adviser_id is not None, read(row.languages, row.products, *row[-2:]))
        for row in data.briefs.list_running(scene.session, today)
        if row.id != person.id
    ]
    ratio_with, ratio_without = _ratios(scene, one, others)
    need = rules.briefs.Need(
        languages=rules.briefs.few(languages, [other.skills.languages for other in others]),
        products=rules.briefs.few(products, [other.skills.products for other in others]),
        hours=contract.weekly_hours,
        ratio_with=ratio_with,
        ratio_without=ratio_without,
    )
    found = rules.briefs.matches(languages, products, others)
    return need, rules.briefs.overlap(found, _shared(scene, person, found, today))


def _skills(languages: str, products: str, contract_languages: str, contract_products: str) -> rules.briefs.Skills:
    """What a contract is for, or all that the person has."""
    return rules.briefs.skills(
        json.loads(contract_languages or "[]") or json.loads(languages or "[]"),
        json.loads(contract_products or "[]") or json.loads(products or "[]"),
    )


def _ratios(
    scene: jobs.scene.Scene, one: Renewal, others: collections.abc.Sequence[rules.briefs.Colleague]
) -> tuple[decimal.Decimal | None, decimal.Decimal | None]:
    """The planned ratio by contracted hours, with the person's contract and without it."""
    duty = jobs.rotation.on_duty(scene.session, scene.programme, scene.now)
    seats, managers = len(duty.pair) if duty else 0, data.people.list_managers(scene.session)
    running = {other.id: other.weekly_hours for other in others}
    advised = {other.id for other in others if other.advised}
    with_them = running | {one.person.id or 0: one.contract.weekly_hours}
    advised_with = advised | ({one.person.id or 0} if one.adviser is not None and one.adviser.active else set())
    hours = functools.partial(rules.status.hours, seats=seats, managers=managers, programme=scene.programme)
    return (
        rules.ratio.ratio(hours(with_them, advised_with)),
        rules.ratio.ratio(hours(running, advised)),
    )


Times = tuple[str | None, str | None]
"""A zone and working hours, as the roster has them."""


def _shared(
    scene: jobs.scene.Scene,
    person: Person,
    found: collections.abc.Iterable[rules.briefs.Match],
    today: datetime.date,
) -> dict[Times, float]:
    """The hours of a usual week that the person and each kind of working time among these have in common."""
    kinds = collections.Counter((one.colleague.zone, one.colleague.working_hours) for one in found)
    week = rules.checkins.week_of(today)
    mine = _workdays(scene, (person.zone, person.working_hours))
    return {
        times: rules.shared_hours.hours_a_week(mine, _workdays(scene, times), week)
        for times, _ in kinds.most_common(COMPARED)
    }


def _workdays(scene: jobs.scene.Scene, times: Times) -> rules.working_hours.Workdays:
    """Without days away or off: what is asked is whether they can stand in for each other at all."""
    zone, hours = times
    working = rules.working_time.parse(hours) if hours else rules.working_time.DEFAULT
    return rules.working_hours.Workdays(zoneinfo.ZoneInfo(zone) if zone else scene.programme.time_zone, working)
