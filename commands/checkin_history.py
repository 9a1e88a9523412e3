"""`/checkin history` and `/checkin gaps`: what became of somebody's check-ins, and what nobody logged."""

import collections

import sqlmodel

import commands.checkin_rows
import commands.replies
import commands.request
import commands.rows
import data.checkin_logs
import data.checkins
import data.models
import data.people
import jobs.checkin_notes
import messages.checkin_forms
import messages.checkin_history
import messages.checkins
import messages.faults
import messages.pages
import messages.text
import rules.checkin_notes
import rules.checkins
import rules.errors

Checkin = data.models.Checkin
Log = data.models.CheckinLog
Page = messages.pages.Page
Person = data.models.Person
Reply = commands.replies.Reply
Request = commands.request.Request
Standing = rules.checkin_notes.Standing

WHOM = commands.checkin_rows.Freelancer("freelancer")


# -- one person's


def history(session: sqlmodel.Session, request: Request) -> Reply:
    """The newest weeks."""
    return commands.replies.Say(_history(session, request, WHOM.of(request), 0))


def turned(session: sqlmodel.Session, request: Request) -> Reply:
    """Another page."""
    people = data.people.load_by_id(session, [request.ident] if request.ident else [])
    freelancer = next(iter(people.values()), None)
    if freelancer is None:
        raise rules.errors.ProgramError(commands.checkin_rows.NOT_YOURS)
    number = commands.request.ident(request.subject.partition(":")[2]) or 0
    return commands.replies.Say(_history(session, request, freelancer, number))


def _history(session: sqlmodel.Session, request: Request, freelancer: Person, number: int) -> messages.text.Payload:
    """For who looks after them all weeks; for others those that they logged; where there are none, a refusal."""
    standing = commands.checkin_rows.standing(session, request, freelancer.id or 0)
    own = not (standing.reads_all or standing.covers)
    past = data.checkin_logs.of_freelancer(freelancer.id or 0, writer_id=standing.person_id if own else None)
    page = messages.pages.page(number, data.checkin_logs.count(session, past), messages.checkin_history.PER_PAGE)
    if standing.is_themselves or (own and not page.total):
        raise rules.errors.ProgramError(messages.checkin_forms.not_theirs(freelancer))
    rows = data.checkin_logs.list_page(session, past, page.per_page, page.start)
    return messages.checkin_history.history(
        freelancer, page, _entries(session, request, rows, standing), request.reader
    )


def _entries(
    session: sqlmodel.Session, request: Request, rows: list[Checkin], standing: Standing
) -> list[messages.checkin_history.Entry]:
    logs: collections.defaultdict[int, list[Log]] = collections.defaultdict(list)
    for log in data.checkins.list_logs(session, [row.id or 0 for row in rows]):
        logs[log.checkin_id].append(log)
    writers = data.people.load_by_id(session, {log.writer_id for each in logs.values() for log in each})
    return [_entry(request, row, logs[row.id or 0], writers, standing) for row in rows]


def _entry(
    request: Request, row: Checkin, logs: list[Log], writers: dict[int, Person], standing: Standing
) -> messages.checkin_history.Entry:
    own = not (standing.reads_all or standing.covers)
    shown = [log for log in logs if not own or log.writer_id == standing.person_id]
    versions = [
        messages.checkin_history.Version(
            log, messages.text.name(writers[log.writer_id].name), rules.checkin_notes.readable(log, standing)
        )
        for log in shown
    ]
    can = set()
    open_week = rules.checkin_notes.is_open_to_logs(row.week, request.today)
    if open_week and rules.checkin_notes.may_log(row, logs[-1] if logs else None, standing):
        can.add(messages.checkins.DONE)
    mine = [log for log in logs if standing.manages or log.writer_id == standing.person_id]
    if any(any(rules.checkin_notes.readable(log, standing)) for log in mine):
        can.add(messages.checkin_history.REMOVE)
    is_over = row.week < rules.checkins.week_of(request.today)
    return messages.checkin_history.Entry(row, versions, can, own, is_over)


# -- removing notes


def remove_form(session: sqlmodel.Session, request: Request) -> Reply:
    """Ask before."""
    row, freelancer = _removable(session, request)
    view = messages.checkin_history.remove(row, freelancer, own=not request.is_manager)
    return commands.replies.Open(view, again=messages.checkin_history.REMOVE, subject=str(row.id))


def removed(session: sqlmodel.Session, request: Request) -> Reply:
    """Managers remove all, others what they wrote."""
    row, _ = _removable(session, request)
    writer = None if request.is_manager else request.person.id
    number = jobs.checkin_notes.remove(request.scene(session), row, writer)
    return commands.replies.Next(messages.faults.small_modal(messages.checkin_history.removed(number)))


def _removable(session: sqlmodel.Session, request: Request) -> tuple[Checkin, Person]:
    row = data.checkins.find(session, request.ident or 0)
    logs = data.checkins.list_logs(session, [row.id or 0]) if row else []
    wrote = any(log.writer_id == request.person.id for log in logs)
    if row is None or row.freelancer_id == request.person.id or not (request.is_manager or wrote):
        raise rules.errors.ProgramError("Only who wrote these notes, and managers, can remove them.")
    return row, data.people.load_by_id(session, [row.freelancer_id])[row.freelancer_id]


# -- what nobody logged


def not_logged(session: sqlmodel.Session, request: Request) -> Reply:
    """The first page."""
    return commands.replies.Say(_not_logged(session, request, 0))


def turned_not_logged(session: sqlmodel.Session, request: Request) -> Reply:
    """Another page."""
    return commands.replies.Say(_not_logged(session, request, request.ident or 0))


def _not_logged(session: sqlmodel.Session, request: Request, number: int) -> messages.text.Payload:
    """Of weeks that are over: for managers everybody's, for an adviser theirs."""
    this_week = rules.checkins.week_of(request.today)
    since = rules.checkins.week_of(request.today - rules.checkins.LATEST)
    adviser_id = None if request.is_manager else request.person.id
    past = data.checkin_logs.not_logged(since, this_week, adviser_id)
    page = messages.pages.page(number, data.checkin_logs.count(session, past), messages.checkin_history.GAPS_PER_PAGE)
    rows = data.checkin_logs.list_page(session, past, page.per_page, page.start)
    people = data.people.load_by_id(session, {ident for row in rows for ident in (row.freelancer_id, row.adviser_id)})
    lines = [
        messages.checkin_history.NotLogged(
            row, people[row.freelancer_id], people[row.adviser_id] if row.adviser_id != request.person.id else None
        )
        for row in rows
    ]
    return messages.checkin_history.not_logged(page, lines, everybody=request.is_manager)


VERBS = (
    commands.rows.Verb(
        commands.rows.ADVISERS,
        history,
        root="checkin",
        words="history",
        does="Somebody's check-ins week by week, with what you may read of the notes.",
        arguments=(WHOM,),
        example="/checkin history @kenji",
    ),
    commands.rows.Verb(
        commands.rows.ADVISERS,
        not_logged,
        root="checkin",
        words="gaps",
        does="Check-ins of the last 90 days that are not logged: yours, for managers everybody's.",
    ),
)
BUTTONS = (
    commands.rows.Button(
        commands.rows.ADVISERS,
        turned,
        action=messages.checkin_history.HISTORY,
        does="Turn the page of somebody's check-ins.",
        choices=True,
    ),
    commands.rows.Button(
        commands.rows.ADVISERS,
        turned_not_logged,
        action=messages.checkin_history.NOT_LOGGED,
        does="Turn the page of the check-ins that are not logged.",
        choices=True,
    ),
    commands.rows.Button(
        commands.rows.ADVISERS,
        remove_form,
        action=messages.checkin_history.REMOVE,
        does="Ask before the notes of a check-in are removed.",
    ),
)
FORMS = (
    commands.rows.Form(
        commands.rows.ADVISERS,
        removed,
        callback=messages.checkin_history.REMOVED,
        does="Remove the notes of a check-in: managers all, others what they wrote.",
        writes=True,
    ),
)
