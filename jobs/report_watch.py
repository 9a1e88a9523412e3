"""What happens to reports by themselves: missing cards, unanswered questions, late responses, the end of duty."""

import collections.abc
import datetime

import sqlmodel

import data.looks
import data.models
import data.outbox
import data.settings
import data.sweep
import jobs.remarks
import jobs.report_handover
import jobs.reports
import jobs.scene
import jobs.sending
import jobs.sweep
import jobs.targets
import messages.sweep
import rules.reports
import rules.settings
import rules.sweep

LOOK_AGAIN = datetime.timedelta(hours=1)
"""After so long all open reports are looked at though nothing is known to have changed."""

LOOK_SOON = datetime.timedelta(minutes=10)
"""The same while somebody has yet to hear of a report that is late."""

LOOK_IN_VAIN = datetime.timedelta(hours=6)
"""The same where none is open: what opens one is seen at once."""

POST_AGAIN = datetime.timedelta(days=1)
"""After so long the triage channel is tried again that took no card."""

Report = data.models.Report


def tick(session: sqlmodel.Session, now: datetime.datetime) -> None:
    """Look if anything has changed, or has become due, since the last look."""
    glance = data.sweep.WATCH.glance(session, now)
    if glance.is_in_vain(now):
        return
    programme = rules.settings.read(data.settings.load(session))
    scene = jobs.scene.Scene(session, programme, now)
    _post_missing_cards(scene)
    known = jobs.sweep.load(session, programme, now)
    _show_late(scene, known.reports)
    soon = False
    if glance.live_at is not None and known.reports:
        _remind(scene, known, glance.live_at)
        soon = jobs.targets.tell(session, known, now, glance.live_at)
        jobs.report_handover.ask(session, known, now, glance.live_at)
    after = LOOK_SOON if soon else LOOK_AGAIN if known.reports else LOOK_IN_VAIN
    data.sweep.WATCH.record(session, now, min([now + after, *_instants(known, now)]))


def _instants(known: jobs.sweep.Open, now: datetime.datetime) -> list[datetime.datetime]:
    """When a report becomes late, a reporter is asked once more, duty is handed over, or who held it is asked."""
    late = [at + rules.sweep.MOMENT for report in known.reports if (at := rules.sweep.late_at(report)) and at >= now]
    asked = [at for report in known.reports if (at := known.reminds_at(report)) and at > now]
    handover = [known.holders.ends] if known.holders.ends else []
    held = [at for at in jobs.report_handover.asked_at(known) if at > now]
    return [*late, *asked, *handover, *held]


def _post_missing_cards(scene: jobs.scene.Scene) -> None:
    """Of open reports that were filed before there was a channel, or that it did not take, with what was written."""
    channel = scene.programme.triage_channel
    if channel:
        for report in data.sweep.list_without_card(scene.session, channel, scene.now - POST_AGAIN):
            jobs.reports.show(scene, report)
            jobs.remarks.catch_up(scene, report)


def _show_late(scene: jobs.scene.Scene, reports: collections.abc.Iterable[Report]) -> None:
    """Let the cards say so of those that have waited longer than was said, since the last look."""
    look = data.looks.find(scene.session, data.sweep.WATCH.job)
    for report in reports:
        if rules.reports.is_overdue(report, scene.now) and (look is None or report.expected_by >= look.at):
            jobs.reports.show(scene, report)


# -- questions that were not answered


def _remind(scene: jobs.scene.Scene, known: jobs.sweep.Open, live_at: datetime.datetime) -> None:
    """Ask once more who was asked three working days ago."""
    for report in known.reports:
        at = known.reminds_at(report)
        if at is not None and live_at < at <= scene.now:  # what fell due before Muster went live is never sent
            jobs.reports.do(scene, report, rules.reports.Deed(rules.reports.Act.REMIND, scene.now, None))
            data.outbox.enqueue(scene.session, _reminders(scene, report, known.course(report).asked_id))


def _reminders(scene: jobs.scene.Scene, report: Report, only: int | None) -> list[data.outbox.Draft]:
    """One line under one card of each who reported it or a duplicate of it; or of the one who alone was asked."""
    theirs = jobs.reports.reporters(scene, report)
    return [_reminder(scene, own, person) for person, own in theirs.values() if only in (None, person.id)]


def _reminder(scene: jobs.scene.Scene, own: Report, person: data.models.Person) -> data.outbox.Draft:
    """Under their own card, within their working hours."""
    thread = jobs.reports.card(own, person)
    key = f"reminder:{thread}:{scene.now.isoformat()}"
    return data.outbox.Draft(
        key=key,
        lane=f"@{person.slack_id}",
        payload=messages.sweep.reminder(own) | {"reply_broadcast": True},
        reason="you reported it, and were asked something that waits for your answer",
        due_at=jobs.sending.at_work(scene, person, scene.now),
        card=key,
        thread=thread,
    )
