"""Reports past their target: those on duty hear of them, and the managers past twice the target, never before them."""

import collections.abc
import dataclasses
import datetime
import json

import sqlmodel

import data.looks
import data.models
import data.outbox
import data.people
import jobs.rotation
import jobs.sweep
import messages.sweep
import messages.text
import rules.sweep

Person = data.models.Person
Report = data.models.Report
Told = dict[int, datetime.datetime]

PAIR, MANAGERS = "late:pair", "late:managers"
"""What was told to whom, as looks."""

ONCE = "a report has had no first response in time"
TWICE = "a report is past twice its target, and whoever was on duty was told before"
NOBODY = "a report has had no first response in time, and nobody is on duty"


@dataclasses.dataclass(frozen=True)
class Audience:
    """Who hears of late reports, and in what words."""

    name: str
    people: collections.abc.Sequence[Person]
    words: messages.sweep.Words
    reason: str


def tell(session: sqlmodel.Session, known: jobs.sweep.Open, now: datetime.datetime, live_at: datetime.datetime) -> bool:
    """Tell who is to hear of what is late by now; what was late before Muster went live is no reason to.

    Whether anybody has yet to hear of any of it.
    """
    late = [(report, at) for report in known.reports if (at := rules.sweep.late_at(report)) and now > at]
    if not late:
        return False
    managers = data.people.list_managers(session)
    told = _tell(session, known, _pair(session, known, managers, now), late, now, live_at)
    sent_at = data.outbox.load_settled_at(session, f"{PAIR}:", set(told.values()))
    heard_at = {ident: sent_at.get(at) for ident, at in told.items()}
    hours = known.programme.first_response_hours
    twice = [
        (report, at)
        for report, _ in late
        if (at := rules.sweep.twice_late_at(report, known.workdays, hours)) and now > at
        if rules.sweep.heard(heard_at.get(report.id or 0), known.workdays, now)
    ]
    audience = Audience(MANAGERS, managers, messages.sweep.twice_late, TWICE)
    return len(_tell(session, known, audience, twice, now, live_at)) < len(late)


def _pair(
    session: sqlmodel.Session,
    known: jobs.sweep.Open,
    managers: collections.abc.Sequence[Person],
    now: datetime.datetime,
) -> Audience:
    """Those on duty who are there; where nobody is, the managers in their place."""
    rotation = jobs.rotation.load_begun(session, known.programme, now)
    pair = rotation.present(rotation.running, now) if rotation.running else []
    if pair:
        return Audience(PAIR, pair, messages.sweep.late, ONCE)
    return Audience(PAIR, managers, messages.sweep.late_with_nobody, NOBODY)


def _tell(
    session: sqlmodel.Session,
    known: jobs.sweep.Open,
    audience: Audience,
    late: collections.abc.Sequence[tuple[Report, datetime.datetime]],
    now: datetime.datetime,
    live_at: datetime.datetime,
) -> Told:
    """Tell them of all of these if any is new and they have not heard of others just now; what they were told, when."""
    look = data.looks.find(session, audience.name)
    before = _told(session, look)
    told = {report.id or 0: before[report.id or 0] for report, _ in late if report.id in before}
    new = [at for report, at in late if report.id not in told and at > live_at]
    if not audience.people or not rules.sweep.may_tell(new, look.at if look else None, known.workdays, now):
        return told
    reports = [report for report, _ in late]
    data.outbox.enqueue(session, [_draft(known, audience, person, reports, now) for person in audience.people])
    told = {report.id or 0: told.get(report.id or 0, now) for report in reports}
    seen = json.dumps({ident: at.isoformat() for ident, at in told.items()})
    look = data.models.Look(job=audience.name, at=now, seen=seen, again_at=now + rules.sweep.HALF_A_DAY)
    data.looks.keep(session, look)
    return told


def _told(session: sqlmodel.Session, look: data.models.Look | None) -> Told:
    """What they were told and since when, without what was let go of before it was sent: that is told anew."""
    if look is None:
        return {}
    told = {int(ident): datetime.datetime.fromisoformat(at) for ident, at in json.loads(look.seen).items()}
    went = data.outbox.load_settled_at(session, f"{look.job}:", set(told.values()))
    return {ident: at for ident, at in told.items() if at in went}


def _draft(
    known: jobs.sweep.Open,
    audience: Audience,
    person: Person,
    reports: collections.abc.Sequence[Report],
    now: datetime.datetime,
) -> data.outbox.Draft:
    key = f"{audience.name}:{now.isoformat()}:{person.slack_id}"
    return data.outbox.Draft(
        key=key,
        lane=f"@{person.slack_id}",
        payload=audience.words(reports, messages.text.reader(person, known.programme.time_zone)),
        reason=audience.reason,
        due_at=now,
        card=key,  # so that a title that is redacted can be edited
        stale_at=now + rules.sweep.HALF_A_DAY,
    )
