"""Whom a new report's card notifies, and the one line that stands for the many in between."""

import datetime

import sqlmodel

import data.models
import data.outbox
import data.reports
import jobs.rotation
import messages.text
import messages.triage_line
import rules.settings
import rules.triage_line

Report = data.models.Report


def mentions(
    session: sqlmodel.Session, programme: rules.settings.Programme, report: Report, now: datetime.datetime
) -> list[str]:
    """The pair on duty for an urgent one, and for others if they were not notified within half an hour.

    Nobody while there is no channel: a card that is posted later, with others, is news to nobody.
    """
    if not programme.triage_channel:
        return []
    recent = data.reports.list_filed(session, since=now - rules.triage_line.QUIET)
    if not rules.triage_line.notifies(report, recent, now):
        return []
    shift = jobs.rotation.on_duty(session, programme, now)
    return [person.slack_id for person in shift.pair] if shift else []


def show(
    session: sqlmodel.Session, programme: rules.settings.Programme, report: Report, now: datetime.datetime
) -> None:
    """Under a report that notifies nobody, one line counts what came since the last that did."""
    if report.mentions or not programme.triage_channel:
        return
    recent = data.reports.list_filed(session, since=now - rules.triage_line.QUIET)
    crowd = rules.triage_line.crowd(recent)
    if crowd is None:
        return
    card = f"bugs:{crowd.first.id}"
    draft = data.outbox.Draft(
        key=f"{card}:{now.isoformat()}",
        lane=programme.triage_channel,
        payload=messages.triage_line.line(crowd, messages.text.Reader(programme.time_zone)),
        reason="several reports came in a short time",
        due_at=now,
        card=card,
        unasked=False,  # it stands for what people did
    )
    data.outbox.show(session, draft)
