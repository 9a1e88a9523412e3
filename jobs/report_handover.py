"""When duty ends: who held reports says once, for all of them, whether they keep them or pass them on."""

import collections.abc
import datetime

import sqlmodel

import data.models
import data.outbox
import jobs.reports
import jobs.scene
import jobs.sweep
import messages.sweep
import messages.text
import rules.reports
import rules.sweep

Person = data.models.Person
Report = data.models.Report


def ask(session: sqlmodel.Session, known: jobs.sweep.Open, now: datetime.datetime, live_at: datetime.datetime) -> None:
    """Ask each who is off duty since the last handover and holds reports from before it, within their working hours."""
    handover, of = known.holders.handover, known.holders
    if handover is None or handover <= live_at:
        return
    drafts = [
        _question(known, person, reports, handover, now)
        for ident, person in of.people.items()
        if ident in of.outgoing and person.active and now >= rules.sweep.ask_at(of.workdays[ident], handover)
        if (reports := asked_about(known, ident, handover))
    ]
    data.outbox.enqueue_new(session, drafts)


def asked_at(known: jobs.sweep.Open) -> list[datetime.datetime]:
    """When each of those who sat before and hold reports is asked."""
    of = known.holders
    if of.handover is None:
        return []
    return [rules.sweep.ask_at(of.workdays[ident], of.handover) for ident in of.people if ident in of.outgoing]


def asked_about(known: jobs.sweep.Open, person_id: int, handover: datetime.datetime) -> list[Report]:
    """What somebody held at that handover and has not answered for since."""
    held = known.held_by(person_id)
    return [report for report in held if rules.sweep.is_asked_about(known.course(report), handover)]


def card(person: Person, handover: datetime.datetime) -> str:
    """The key of the question's card."""
    return f"held:{handover.isoformat()}:{person.slack_id}"


def _question(
    known: jobs.sweep.Open,
    person: Person,
    reports: collections.abc.Sequence[Report],
    handover: datetime.datetime,
    now: datetime.datetime,
) -> data.outbox.Draft:
    by = rules.sweep.answer_by(known.holders.workdays[person.id or 0], handover)
    reader = messages.text.reader(person, known.programme.time_zone)
    key = card(person, handover)
    return data.outbox.Draft(
        key=key,
        lane=f"@{person.slack_id}",
        payload=messages.sweep.held(reports, handover, by, reader),
        reason="your duty ended, and you hold open reports",
        due_at=now,
        card=key,
        stale_at=by,
    )


def settle(
    scene: jobs.scene.Scene, person: Person, handover: datetime.datetime, kept: bool
) -> collections.abc.Sequence[Report]:
    """Keep or pass on all that somebody was asked about; what that was."""
    known = jobs.sweep.load(scene.session, scene.programme, scene.now)
    reports = asked_about(known, person.id or 0, handover)
    act = rules.reports.Act.KEEP if kept else rules.reports.Act.HAND_BACK
    for report in reports:
        jobs.reports.do(scene, report, rules.reports.Deed(act, scene.now, person.id))
    if reports:
        _show(scene, person, handover, messages.sweep.settled(reports, kept))
    return reports


def _show(scene: jobs.scene.Scene, person: Person, handover: datetime.datetime, payload: messages.text.Payload) -> None:
    key = card(person, handover)
    draft = data.outbox.Draft(
        key=f"{key}:{scene.now.isoformat()}",
        lane=f"@{person.slack_id}",
        payload=payload,
        reason="you answered what becomes of the reports that you held",
        due_at=scene.now,
        card=key,
        unasked=False,
    )
    data.outbox.show(scene.session, draft)
