"""How the programme stands, loaded for who asks and for the managers' home pages."""

import collections.abc
import datetime

import sqlmodel

import data.outbox
import data.pauses
import data.people
import data.settings
import data.status
import jobs.checkin_minutes
import jobs.readiness
import jobs.rotation
import jobs.scene
import messages.status
import rules.caseload
import rules.settings
import rules.status

EASTERNMOST = datetime.timedelta(days=2)
"""No zone's day is further than this behind another's."""


def load(
    session: sqlmodel.Session, programme: rules.settings.Programme, now: datetime.datetime, today: datetime.date
) -> messages.status.Status:
    """All of it; `today` is the reader's."""
    everyone = freelancers(session)
    theirs = contracts(session, programme, now, everyone)
    duty = jobs.rotation.on_duty(session, programme, now)
    managers, advisers = data.people.list_managers(session), data.people.list_advisers(session)
    advised = {freelancer.id for freelancer in everyone if freelancer.adviser_id}
    seats = len(duty.pair) if duty else 0
    minutes = jobs.checkin_minutes.load(jobs.scene.Scene(session, programme, now), today)
    return messages.status.Status(
        hours=rules.status.hours(theirs.running, advised, seats, managers, programme),
        assumed_managers=sum(manager.weekly_hours is None for manager in managers),
        duty=duty,
        headcount=messages.status.Headcount(len(everyone), len(theirs.running), len(advisers), len(managers)),
        caseloads=rules.caseload.caseloads(advisers, theirs.contracted, today, programme.caseload_cap),
        ending=theirs.ending,
        warnings=_warnings(session, programme, now, theirs),
        delivery=_delivery(session, now),
        checkins=minutes.this_week,
        short=minutes.short,
    )


def _warnings(
    session: sqlmodel.Session,
    programme: rules.settings.Programme,
    now: datetime.datetime,
    theirs: rules.status.Contracts,
) -> messages.status.Warnings:
    return messages.status.Warnings(
        no_adviser=[one.name for one in theirs.contracted if one.adviser_id is None],
        no_contract=[one.name for one in theirs.without],
        no_zone=data.status.list_without_zone(session),
        not_ready=[fault.sentence for fault in jobs.readiness.lasting(session, programme, now)],
        gaps=jobs.rotation.gaps(session, programme, now),
    )


def _delivery(session: sqlmodel.Session, now: datetime.datetime) -> messages.status.Delivery:
    notices = data.outbox.count_by_state(session)
    return messages.status.Delivery(
        waiting=notices.get("pending", 0) + notices.get("sending", 0),
        uncertain=notices.get("uncertain", 0),
        dead=notices.get("dead", 0),
        quiet=data.settings.find_milestone(session, data.settings.WENT_LIVE) is None,
        pauses=data.pauses.list_running(session, now),
    )


def freelancers(session: sqlmodel.Session) -> list[rules.caseload.Freelancer]:
    """Every active one, with their adviser."""
    return [rules.caseload.Freelancer(*row) for row in data.status.list_freelancers(session)]


def contracts(
    session: sqlmodel.Session,
    programme: rules.settings.Programme,
    now: datetime.datetime,
    theirs: collections.abc.Sequence[rules.caseload.Freelancer],
) -> rules.status.Contracts:
    """Which of these freelancers have a contract, and whose ends soon."""
    rows = data.status.list_terms(session, since=now.date() - EASTERNMOST)
    return rules.status.contracts(theirs, [rules.status.Term(*row) for row in rows], now, programme.time_zone)
