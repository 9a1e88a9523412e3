"""What every command about a report begins with: the report, whether the reader may see it, and what is done to it."""

import sqlmodel

import commands.arguments
import commands.request
import data.models
import data.reports
import jobs.reports
import messages.reports
import rules.errors
import rules.reports

Report = data.models.Report


REPORT = commands.arguments.Report("report")


def of(session: sqlmodel.Session, request: commands.request.Request) -> Report:
    """The report that a command names, or a button or form is about, if the reader may see it."""
    named = REPORT.find(request)
    if named is not None:
        return named
    report = data.reports.find_seen_by(session, request.ident or 0, request.person)
    if report is None:
        raise rules.errors.ProgramError("This is no report that you can see. `/bug list` shows those that you can.")
    return report


def do(
    session: sqlmodel.Session, request: commands.request.Request, report: Report, deed: rules.reports.Deed
) -> messages.reports.Shown:
    """Do it, or say who was there first."""
    why = jobs.reports.do(request.scene(session), report, deed)
    if why is not None:
        raise refused(session, request, report, why)
    return jobs.reports.load(request.scene(session), report)


def refused(
    session: sqlmodel.Session, request: commands.request.Request, report: Report, why: rules.reports.Obstacle
) -> rules.errors.ProgramError:
    """Why it can't be done, with who was there first."""
    shown = jobs.reports.load(request.scene(session), report)
    last = jobs.reports.load_moved(request.scene(session), report)
    return rules.errors.ProgramError(messages.reports.obstacle(shown, why, last, request.reader))
