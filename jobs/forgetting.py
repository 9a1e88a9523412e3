"""What somebody wrote, and their name in updates, is forgotten in Slack too, where Muster's cards and copies say it."""

import datetime

import sqlmodel

import data.checkin_logs
import data.copies
import data.forgetting
import data.kudos
import data.models
import data.outbox
import data.remarks
import data.reports
import data.updates
import jobs.checkin_requests
import jobs.checkins
import jobs.kudos
import jobs.remarks
import jobs.reports
import jobs.scene
import jobs.updates
import messages.updates
import rules.checkins
import rules.settings

_REPLACED = (
    data.models.Report,
    data.models.Reporter,
    data.models.ReportEvent,
    data.models.Remark,
    data.models.Update,
    data.models.Notice,
    data.models.MorningPart,
    data.models.CheckinLog,
    data.models.CheckinRequest,
    data.models.Kudos,
    data.models.Recommendation,
    data.models.Decision,
)


def redraw(
    session: sqlmodel.Session,
    programme: rules.settings.Programme,
    forgetting: data.forgetting.Forgetting,
    now: datetime.datetime,
) -> None:
    """Draw the cards of their reports and the copies of what they wrote, as the store has them by now."""
    session.flush()
    for row in [one for one in session.identity_map.values() if isinstance(one, _REPLACED)]:
        session.expire(row)  # it was replaced past what was loaded of it
    scene = jobs.scene.Scene(session, programme, now)
    person_id = forgetting.person.id or 0
    reports = {report.id or 0: report for report in data.reports.list_reported_by(session, person_id)}
    reports |= data.reports.load(session, _keys(forgetting, "report"))
    for report in reports.values():
        jobs.reports.show(scene, report)
    for remark_id in _keys(forgetting, "remark"):
        remark = data.remarks.find(session, remark_id)
        if remark is not None:
            jobs.remarks.redraw(scene, remark)
    _redraw_updates(scene, forgetting)
    _redraw_checkins(scene, person_id)
    for kudos_id in _keys(forgetting, "kudos"):
        jobs.kudos.show(scene, data.kudos.load(session, kudos_id))
    data.outbox.drop_for(session, forgetting.person.slack_id, now)


def _redraw_updates(scene: jobs.scene.Scene, forgetting: data.forgetting.Forgetting) -> None:
    """The copies of updates in which somebody named them, and the cards of these and of those that they sent."""
    naming = data.updates.list_by_id(scene.session, _keys(forgetting, "product_update"))
    for update in naming:
        reason = f"{messages.updates.number(update)} concerns your work"
        data.copies.show(scene.session, update.id or 0, jobs.updates.text(update), reason, scene.now)
    theirs = data.updates.list_by(scene.session, forgetting.person.id or 0)
    for update in {one.id: one for one in [*naming, *theirs] if one.sent_at is not None}.values():
        jobs.updates.show(scene, update)


def _redraw_checkins(scene: jobs.scene.Scene, person_id: int) -> None:
    """The lists that quote a check-in with them or what they noted, and the card of what they asked."""
    since = (scene.now - data.outbox.PAYLOADS_KEPT).date() - rules.checkins.WEEK
    for adviser_id, week in data.checkin_logs.list_lists(scene.session, person_id, since):
        jobs.checkins.refresh(scene, adviser_id, week)
    asked = data.checkin_logs.find_newest_request(scene.session, person_id)
    if asked is not None:
        jobs.checkin_requests.show(scene, asked)


def _keys(forgetting: data.forgetting.Forgetting, table: str) -> list[int]:
    return [int(str(one.key)) for one in forgetting.replacements if one.table == table]
