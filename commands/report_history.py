"""`/bug BUG-n`: one report, with all that was said of it and what happened to it."""

import sqlmodel

import commands.replies
import commands.request
import data.models
import data.people
import data.remarks
import data.reports
import jobs.reports
import messages.report_history
import rules.reports

Act = rules.reports.Act
Event = data.models.ReportEvent
Report = data.models.Report


def show(session: sqlmodel.Session, request: commands.request.Request, report: Report) -> commands.replies.Reply:
    """The report as the reader may see it."""
    history = _load(session, request, report)
    return commands.replies.Say(messages.report_history.report(history, request.reader, request.now))


def _load(
    session: sqlmodel.Session, request: commands.request.Request, report: Report
) -> messages.report_history.History:
    shown = jobs.reports.load(request.scene(session), report)
    events = _events(session, report, request.person)
    reporters = data.reports.list_reporters(session, [report.id or 0])[report.id or 0]
    named = {one for event in events for one in (event.actor_id, event.person_id) if one is not None}
    people = data.people.load_by_id(session, named | {one.person_id for one in reporters})
    remarks = data.remarks.load(session, {event.remark_id for event in events if event.remark_id is not None})
    filed_by = next((event.actor_id for event in events if event.act == Act.FILE), None)
    return messages.report_history.History(
        shown=shown,
        entries=[
            messages.report_history.Entry(
                event,
                Act(event.act),
                people.get(event.actor_id or 0),
                people.get(event.person_id or 0),
                remarks.get(event.remark_id or 0),
            )
            for event in events
        ],
        viewer=request.person,
        filed_by=filed_by,
        words=[(people[one.person_id], one.words) for one in reporters if one.words],
        duplicates=data.reports.list_duplicates(session, [report.id or 0]),
    )


def _events(session: sqlmodel.Session, report: Report, viewer: data.models.Person) -> list[Event]:
    """What happened to it; its reporters, who can't see its original, read what happened to that since."""
    own = data.reports.list_events(session, report.id or 0)
    if report.original_id is None or viewer.looks_after_reports:
        return own
    since = max((event.id or 0 for event in own if event.act == Act.DUPLICATE), default=0)
    return [*own, *(one for one in data.reports.list_events(session, report.original_id) if (one.id or 0) > since)]
