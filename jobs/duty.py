"""Duty by itself: the pool's joiners, seats of people who can't sit, the shifts ahead, the handover and the topic."""

import datetime

import sqlmodel

import data.duty
import data.settings
import jobs.changes
import jobs.handover
import jobs.rotation
import jobs.seats
import rules.duty
import rules.settings


def tick(session: sqlmodel.Session, now: datetime.datetime) -> None:
    """Take joiners in, deal seats again that somebody can't take, publish what is missing, announce what has begun."""
    programme = rules.settings.read(data.settings.load(session))
    live = jobs.rotation.is_live(session)
    if programme.duty_pool == "advisers" and _take_in(session, now) and not live:
        data.duty.remove_shifts(session, since=now)  # nobody was told, and the first to be imported must not sit in all
    if data.duty.count_coming(session, now) < rules.duty.AHEAD:
        jobs.rotation.publish(session, programme, now)
    if jobs.seats.has_work(session, programme, now):
        before = jobs.changes.dates(session, programme, now)
        jobs.changes.follow_up(session, programme, before, now, key=now.isoformat())
    elif live:
        jobs.handover.announce(session, programme, now)


def _take_in(session: sqlmodel.Session, now: datetime.datetime) -> bool:
    """Let new advisers join the pool; whether there were any."""
    joiners = data.duty.list_advisers_never_in_pool(session)
    for adviser in joiners:
        data.duty.add_to_pool(session, adviser.id or 0, now)
    return bool(joiners)
