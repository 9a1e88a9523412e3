"""`/bug list` and `/bug trends`: reports by where they stand, and what those of a span have in common."""

import collections
import datetime

import sqlmodel

import commands.arguments
import commands.replies
import commands.request
import commands.rows
import data.models
import data.people
import data.reports
import messages.pages
import messages.report_lists
import messages.text
import rules.local_time
import rules.trends
import rules.working_hours

State = data.models.ReportState

MINE, OPEN, UNCLAIMED, RESOLVED = "mine", "open", "unclaimed", "resolved"
LISTS = (MINE, OPEN, UNCLAIMED, RESOLVED)

WHAT = commands.arguments.Choice("what", optional=True, among=LISTS)
DAYS = commands.arguments.Days("days", optional=True, default=30)


def listed(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """The first page; unless they say what, those who look after reports see the open ones, others their own."""
    what = WHAT.find(request) or (OPEN if _is_staff(request.person) else MINE)
    return commands.replies.Say(_page(session, request, what, 0))


def turned(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """Another page of a list."""
    what, _, number = request.subject.partition(":")
    wanted = what if what in LISTS else MINE
    return commands.replies.Say(_page(session, request, wanted, commands.request.ident(number) or 0))


def _is_staff(person: data.models.Person) -> bool:
    return bool(person.roles & commands.rows.ADVISERS)


def _page(
    session: sqlmodel.Session, request: commands.request.Request, what: str, number: int
) -> messages.text.Payload:
    """Freelancers see their own, whatever they ask for; *mine* are for others those that they hold too."""
    person = request.person
    staff = _is_staff(person)
    found = data.reports.select(
        states={OPEN: data.reports.OPEN, UNCLAIMED: data.reports.OPEN, RESOLVED: (State.RESOLVED,)}.get(what),
        reporter_id=person.id if what == MINE or not staff else None,
        holder_id=person.id if what == MINE and staff else None,
        unheld=what == UNCLAIMED,
        newest=what in (MINE, RESOLVED),
    )
    page = messages.pages.page(number, data.reports.count(session, found), messages.report_lists.PER_PAGE)
    reports = data.reports.list_page(session, found, page.per_page, page.start)
    holders = data.people.load_by_id(session, {one.holder_id for one in reports if one.holder_id})
    return messages.report_lists.listed(
        messages.report_lists.Listed(what, page, reports, holders, originals=staff), request.reader
    )


def trends(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """What the reports of the last days have in common."""
    days = DAYS.days(request)
    workdays = rules.working_hours.programme_workdays(request.programme)
    first = request.now.astimezone(workdays.zone).date() - datetime.timedelta(days=days)
    since = rules.local_time.instant(first, datetime.time(0), workdays.zone)
    reports = data.reports.list_filed(session, since)
    found = rules.trends.trends(reports, _reporters(session, reports), workdays)
    return commands.replies.Say(messages.report_lists.trends(found, first, days))


def _reporters(session: sqlmodel.Session, reports: list[data.models.Report]) -> dict[int, int]:
    """How many people saw each report or a duplicate of it."""
    heads = {one.id or 0: one.original_id or one.id or 0 for one in reports}
    people: collections.defaultdict[int, set[int]] = collections.defaultdict(set)
    for report_id, reporters in data.reports.list_reporters(session, list(heads)).items():
        people[heads[report_id]].update(one.person_id for one in reporters)
    return {report_id: len(ids) for report_id, ids in people.items()}


VERBS = (
    commands.rows.Verb(
        commands.rows.ALL,
        listed,
        root="bug",
        words="list",
        does="Reports: `mine`, `open`, `unclaimed` or `resolved`; freelancers see their own.",
        arguments=(WHAT,),
        example="/bug list unclaimed",
    ),
    commands.rows.Verb(
        commands.rows.ADVISERS,
        trends,
        root="bug",
        words="trends",
        does="What the reports of the last days have in common, and how long answers took.",
        arguments=(DAYS,),
        example="/bug trends 30d",
    ),
)
BUTTONS = (
    commands.rows.Button(
        commands.rows.ALL,
        turned,
        action=messages.report_lists.LIST,
        does="Turn the page of a list of reports.",
        choices=True,
    ),
)
