"""What Muster will send about reports by itself, as far as that can be known."""

import collections.abc
import datetime

import sqlmodel

import data.models
import data.people
import data.reports
import jobs.rotation
import jobs.sweep
import messages.outgoing
import rules.duty
import rules.settings
import rules.sweep

Planned = messages.outgoing.Planned
Person = data.models.Person


def upcoming(
    session: sqlmodel.Session, programme: rules.settings.Programme, now: datetime.datetime, until: datetime.datetime
) -> list[Planned]:
    """What falls due in (now, until] if nobody does anything to the reports that are open."""
    known = jobs.sweep.load(session, programme, now)
    if not known.reports:
        return []
    rotation = jobs.rotation.load_published(session, programme, now)
    planned = [*_late(session, known, rotation, now), *_reminders(session, known), *_held(known, rotation)]
    return [one for one in planned if now < one.at <= until]


def _late(
    session: sqlmodel.Session,
    known: jobs.sweep.Open,
    rotation: jobs.rotation.Rotation,
    now: datetime.datetime,
) -> list[Planned]:
    """The next time that those on duty hear of it, and the next that the managers do."""
    hours = known.programme.first_response_hours
    once = min((at for one in known.reports if (at := rules.sweep.late_at(one)) and at > now), default=None)
    twice = (rules.sweep.twice_late_at(one, known.workdays, hours) for one in known.reports)
    managers = data.people.list_managers(session)
    found = _to_all(_present(rotation, once) or managers, once, "a report will have had no first response in time")
    second = min((at for at in twice if at and at > now), default=None)
    return found + _to_all(managers, second, "a report will be past twice its target")


def _present(rotation: jobs.rotation.Rotation, at: datetime.datetime | None) -> list[Person]:
    turn = rules.duty.on_duty(rotation.turns, at) if at else None
    return rotation.present(turn, at) if turn and at else []


def _to_all(people: collections.abc.Iterable[Person], at: datetime.datetime | None, reason: str) -> list[Planned]:
    return [Planned(at, f"@{one.slack_id}", "late", reason, one) for one in people] if at else []


def _reminders(session: sqlmodel.Session, known: jobs.sweep.Open) -> list[Planned]:
    """To each reporter of it, or to the one who alone was asked."""
    waiting = {report.id or 0: (report, at) for report in known.reports if (at := known.reminds_at(report))}
    reporters = data.reports.list_reporters(session, waiting)
    people = data.people.load_by_id(session, {one.person_id for each in reporters.values() for one in each})
    found = []
    for ident, (report, at) in waiting.items():
        asked_id = known.course(report).asked_id
        asked = [people[one.person_id] for one in reporters[ident] if asked_id in (None, one.person_id)]
        found += [
            Planned(at, f"@{person.slack_id}", "reminder", "a question about a report waits for an answer", person)
            for person in asked
            if person.active
        ]
    return found


def _held(known: jobs.sweep.Open, rotation: jobs.rotation.Rotation) -> list[Planned]:
    """Who holds reports, and is on duty until the next handover and not after it."""
    after = next((turn for turn in rotation.turns if turn.starts > rotation.now), None)
    if after is None:
        return []
    next_ones = {one.person for one in rotation.sitters(after, after.starts)}
    of = known.holders
    return [
        Planned(
            rules.sweep.ask_at(of.workdays[ident], after.starts),
            f"@{person.slack_id}",
            "held",
            "duty will be handed over, and they hold reports",
            person,
        )
        for ident, person in of.people.items()
        if ident in of.on_duty and ident not in next_ones and person.active
    ]
