"""`/checkin`: my people this week, and what became of each check-in."""

import sqlmodel

import commands.arguments
import commands.replies
import commands.request
import commands.rows
import data.checkins
import data.models
import data.people
import jobs.checkin_list
import jobs.checkins
import messages.checkin_forms
import messages.checkins
import rules.checkins
import rules.errors

Checkin = data.models.Checkin
Reply = commands.replies.Reply

HELD_ON = commands.arguments.Date("held_on")
MINUTES = commands.arguments.Number("minutes", low=5, high=480)
WENT_WELL = commands.arguments.Text("went_well", optional=True)
COACH_ON = commands.arguments.Text("coach_on", optional=True)
FOLLOW_UP = commands.arguments.Text("follow_up", optional=True)
CONCERN = commands.arguments.Text("concern", optional=True)
DAY = commands.arguments.Date("day")
EXCUSE = commands.arguments.Choice("excuse", among=(messages.checkin_forms.NEXT_WEEK, messages.checkin_forms.EXCUSED))


def mine(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """What this week asks of whoever asks."""
    week = rules.checkins.week_of(request.today)
    rows = data.checkins.list_of_adviser(session, request.person.id or 0, week)
    lines = jobs.checkin_list.lines(request.scene(session), request.person, rows, request.now)
    return commands.replies.Say(messages.checkins.week(lines, week, request.now, request.reader))


def held(session: sqlmodel.Session, request: commands.request.Request) -> tuple[Checkin, data.models.Person]:
    """The check-in that a button or form is about, and with whom, if the reader may say what became of it."""
    row = data.checkins.find(session, request.ident or 0)
    if row is None or not may_log(session, request, row):
        raise rules.errors.ProgramError("Only who holds this check-in, the person's adviser and managers can do that.")
    return row, data.people.load_by_id(session, [row.freelancer_id])[row.freelancer_id]


def may_log(session: sqlmodel.Session, request: commands.request.Request, row: Checkin) -> bool:
    """Who holds it, the person's adviser of the day, and managers."""
    if request.is_manager or row.adviser_id == request.person.id:
        return True
    assignment = data.people.find_running_assignment(session, row.freelancer_id)
    return assignment is not None and assignment.adviser_id == request.person.id


def log_form(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """The form of what was said."""
    row, freelancer = held(session, request)
    logs = data.checkins.list_logs(session, [row.id or 0])
    view = messages.checkin_forms.log(row, freelancer, logs[-1] if logs else None, request.today)
    return commands.replies.Open(view, again=messages.checkins.DONE, subject=str(row.id))


def logged(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """Keep what was said."""
    row, _ = held(session, request)
    held_on = HELD_ON.of(request)
    if held_on > request.today:
        return commands.replies.Fields({HELD_ON.name: "This day is to come: press *Booked* in the list instead."})
    if request.today - held_on > rules.checkins.LATEST:
        return commands.replies.Fields({HELD_ON.name: "This is longer ago than 90 days, and can't be logged any more."})
    said = data.models.CheckinLog(
        checkin_id=row.id or 0,
        writer_id=request.person.id or 0,
        at=request.now,
        held_on=held_on,
        minutes=MINUTES.of(request),
        went_well=WENT_WELL.find(request),
        coach_on=COACH_ON.find(request),
        follow_up=FOLLOW_UP.find(request),
        concern=CONCERN.find(request),
    )
    jobs.checkins.log(request.scene(session), row, said)
    return commands.replies.Close()


def book_form(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """The form of the day."""
    row, freelancer = held(session, request)
    view = messages.checkin_forms.book(row, freelancer, request.today)
    return commands.replies.Open(view, again=messages.checkins.BOOK, subject=str(row.id))


def booked(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """Keep the day."""
    row, _ = held(session, request)
    day = DAY.of(request)
    if day < request.today:
        return commands.replies.Fields({DAY.name: "This day is past: press *Done* in the list if you have met."})
    jobs.checkins.book(request.scene(session), row, day)
    return commands.replies.Close()


def missed_form(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """The form without a why."""
    row, freelancer = held(session, request)
    view = messages.checkin_forms.missed(row, freelancer)
    return commands.replies.Open(view, again=messages.checkins.MISSED, subject=str(row.id))


def missed(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """Excuse it."""
    row, _ = held(session, request)
    jobs.checkins.excuse(request.scene(session), row, data.models.Excuse(EXCUSE.of(request)))
    return commands.replies.Close()


def reopen(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """Ask for it after all."""
    row, _ = held(session, request)
    jobs.checkins.reopen(request.scene(session), row)
    return commands.replies.Done()


VERBS = (
    commands.rows.Verb(
        commands.rows.ADVISERS,
        mine,
        root="checkin",
        words="",
        does="Your freelancers this week, and what became of each check-in.",
    ),
)
BUTTONS = (
    commands.rows.Button(
        commands.rows.ADVISERS, log_form, action=messages.checkins.DONE, does="Open the form of what was said."
    ),
    commands.rows.Button(
        commands.rows.ADVISERS, book_form, action=messages.checkins.BOOK, does="Open the form of the day of a check-in."
    ),
    commands.rows.Button(
        commands.rows.ADVISERS,
        missed_form,
        action=messages.checkins.MISSED,
        does="Open the form for a check-in that could not be held.",
    ),
    commands.rows.Button(
        commands.rows.ADVISERS,
        reopen,
        action=messages.checkins.REOPEN,
        does="Ask for a check-in after all that was excused.",
        writes=True,
    ),
)
FORMS = (
    commands.rows.Form(
        commands.rows.ADVISERS,
        logged,
        callback=messages.checkin_forms.LOG,
        does="Keep what was said in a check-in, or correct it.",
        arguments=(HELD_ON, MINUTES, WENT_WELL, COACH_ON, FOLLOW_UP, CONCERN),
        writes=True,
    ),
    commands.rows.Form(
        commands.rows.ADVISERS,
        booked,
        callback=messages.checkin_forms.BOOKED,
        does="Keep the day for which a check-in is booked.",
        arguments=(DAY,),
        writes=True,
    ),
    commands.rows.Form(
        commands.rows.ADVISERS,
        missed,
        callback=messages.checkin_forms.MISSED,
        does="Excuse a check-in that could not be held.",
        arguments=(EXCUSE,),
        writes=True,
    ),
)
