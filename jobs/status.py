"""How the programme stands, loaded for who asks and for the managers' home pages."""

import collections.abc
import dataclasses
import datetime
import decimal

import sqlmodel

import data.figures
import data.models
import data.outbox
import data.pauses
import data.people
import data.settings
import data.status
import jobs.checkin_minutes
import jobs.known_terms
import jobs.readiness
import jobs.rotation
import jobs.scene
import jobs.service
import messages.duty
import messages.status
import messages.status_lines
import rules.caseload
import rules.coverage
import rules.ratio
import rules.settings
import rules.status
import rules.week_figures
import rules.working_hours

EASTERNMOST = datetime.timedelta(days=2)
"""No zone's day is further than this behind another's."""

Freelancers = collections.abc.Sequence[rules.caseload.Freelancer]
Managers = collections.abc.Sequence[data.models.Person]


def load(scene: jobs.scene.Scene, today: datetime.date, reader: data.models.Person) -> messages.status.Status:
    """All of it; `today` is the reader's, and decisions on their own contract are left out."""
    session, programme, now = scene.session, scene.programme, scene.now
    everyone = freelancers(session)
    theirs = contracts(session, programme, now, everyone, reader)
    duty = jobs.rotation.on_duty(session, programme, now)
    managers, advisers = data.people.list_managers(session), data.people.list_advisers(session)
    minutes = jobs.checkin_minutes.load(scene, today)
    planned = _hours(scene, everyone, theirs, duty, managers)
    return messages.status.Status(
        ratio=_ratio(scene, planned, managers, minutes.short),
        duty=duty,
        headcount=messages.status_lines.Headcount(len(everyone), len(theirs.running), len(advisers), len(managers)),
        reports=_reports(scene),
        checkins=minutes.this_week,
        renewals=_renewals(scene, reader),
        ending=theirs.ending,
        caseloads=rules.caseload.caseloads(advisers, theirs.contracted, today, programme.caseload_cap),
        unread=messages.status_lines.Unread(*data.status.count_unread(session, now, today)),
        coverage=coverage(scene),
        warnings=_warnings(session, programme, now, theirs, managers),
        delivery=delivery(session, now),
    )


# -- the ratio


def load_ratio(scene: jobs.scene.Scene, minutes: jobs.checkin_minutes.Minutes) -> messages.status_lines.Ratio:
    """The ratio alone, with what its reader has of check-ins."""
    managers = data.people.list_managers(scene.session)
    return _ratio(scene, hours(scene, managers), managers, minutes.short)


def hours(scene: jobs.scene.Scene, managers: Managers) -> rules.ratio.Hours:
    """Planned hours a week."""
    everyone = freelancers(scene.session)
    theirs = contracts(scene.session, scene.programme, scene.now, everyone)
    duty = jobs.rotation.on_duty(scene.session, scene.programme, scene.now)
    return _hours(scene, everyone, theirs, duty, managers)


def _hours(
    scene: jobs.scene.Scene,
    everyone: Freelancers,
    theirs: rules.status.Contracts,
    duty: messages.duty.Shift | None,
    managers: Managers,
) -> rules.ratio.Hours:
    """Where the freelancers' output was measured of late, with that."""
    seats = len(duty.pair) if duty else 0
    planned = rules.status.hours(theirs.running, advised(everyone), seats, managers, scene.programme)
    measured = jobs.service.newest_output(scene)
    if measured is None:
        return planned
    return dataclasses.replace(planned, output=measured.yielded, measured=measured.week)


def advised(everyone: Freelancers) -> set[int]:
    """Who has an adviser, by their row's id."""
    return {freelancer.id for freelancer in everyone if freelancer.adviser_id}


def _ratio(
    scene: jobs.scene.Scene, planned: rules.ratio.Hours, managers: Managers, short: decimal.Decimal | None
) -> messages.status_lines.Ratio:
    week = scene.week
    weeks = rules.week_figures.looked_back_on(week)
    before = data.figures.load(scene.session, rules.week_figures.RATIO[planned.mode], weeks)
    known = {monday: rules.ratio.tenth(decimal.Decimal(str(value))) for monday, value in before.items()}
    return messages.status_lines.Ratio(
        hours=planned,
        assumed_managers=sum(manager.weekly_hours is None for manager in managers),
        course=rules.week_figures.Course(week, rules.ratio.ratio(planned), known),
        short=short,
    )


# -- the other lines


def _reports(scene: jobs.scene.Scene) -> rules.status.Reports:
    spans = data.status.list_first_responses(scene.session, scene.now - rules.status.FIRST_RESPONSES)
    workdays = rules.working_hours.programme_workdays(scene.programme)
    counted = data.status.count_reports(scene.session)
    return rules.status.Reports(*counted, rules.status.median_hours(workdays, spans))


def _renewals(scene: jobs.scene.Scene, reader: data.models.Person) -> rules.status.Renewals:
    ladders, zone = scene.programme.ladders, scene.programme.time_zone
    until = scene.day + datetime.timedelta(days=ladders.first + 1)
    rows = data.status.count_undecided(scene.session, until, besides=reader.id)
    return rules.status.renewals([rules.status.Undecided(*row) for row in rows], ladders, scene.now, zone)


def coverage(scene: jobs.scene.Scene) -> rules.coverage.Coverage:
    """How many freelancers there are for each language and product, by the programme's day."""
    day = scene.day
    return rules.coverage.coverage(
        rules.coverage.Group(rules.coverage.Skills(*words[:2]), rules.coverage.Skills(*words[2:]), number)
        for *words, number in data.status.count_skills(scene.session, day)
    )


def _warnings(
    session: sqlmodel.Session,
    programme: rules.settings.Programme,
    now: datetime.datetime,
    theirs: rules.status.Contracts,
    managers: Managers,
) -> messages.status_lines.Warnings:
    alone = managers[0].id if len(managers) == 1 else None
    return messages.status_lines.Warnings(
        no_adviser=[one.name for one in theirs.contracted if one.adviser_id is None],
        no_contract=[one.name for one in theirs.without],
        no_zone=data.status.list_without_zone(session),
        undecidable=[one.name for one in theirs.contracted if one.id == alone],
        not_ready=[fault.sentence for fault in jobs.readiness.lasting(session, programme, now)],
        gaps=jobs.rotation.gaps(session, programme, now),
    )


def delivery(session: sqlmodel.Session, now: datetime.datetime) -> messages.status_lines.Delivery:
    """What waits, what did not arrive, and what is paused."""
    notices = data.outbox.count_by_state(session)
    return messages.status_lines.Delivery(
        waiting=notices.get("pending", 0) + notices.get("sending", 0),
        uncertain=notices.get("uncertain", 0),
        dead=notices.get("dead", 0),
        quiet=data.settings.find_milestone(session, data.settings.WENT_LIVE) is None,
        pauses=data.pauses.list_running(session, now),
    )


# -- what others need of it


def freelancers(session: sqlmodel.Session) -> list[rules.caseload.Freelancer]:
    """Every active one, with their adviser."""
    return [rules.caseload.Freelancer(*row) for row in data.status.list_freelancers(session)]


def contracts(
    session: sqlmodel.Session,
    programme: rules.settings.Programme,
    now: datetime.datetime,
    theirs: Freelancers,
    reader: data.models.Person | None = None,
) -> rules.status.Contracts:
    """Which of these freelancers have a contract, and whose ends soon; the reader's own are as they know them."""
    terms = [rules.status.Term(*row) for row in data.status.list_terms(session, since=now.date() - EASTERNMOST)]
    if reader is not None and reader.freelancer:
        known = _known(jobs.scene.Scene(session, programme, now), [reader])
        terms = [*(one for one in terms if one.person_id != reader.id), *known]
    return rules.status.contracts(theirs, terms, now, programme.time_zone)


def known_contracts(scene: jobs.scene.Scene, theirs: Freelancers) -> rules.status.Contracts:
    """The same as these freelancers and their adviser know it: an early end that was not read has changed nothing."""
    people = data.people.load_by_id(scene.session, {one.id for one in theirs}).values()
    return rules.status.contracts(theirs, _known(scene, people), scene.now, scene.programme.time_zone)


def _known(scene: jobs.scene.Scene, people: collections.abc.Iterable[data.models.Person]) -> list[rules.status.Term]:
    return [
        rules.status.Term(person.id or 0, one.starts, one.ends, one.weekly_hours)
        for person in people
        for one in jobs.known_terms.list_of(scene, person)
    ]
