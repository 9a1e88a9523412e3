"""`/checkin`: my people this week, and what became of each check-in; for a freelancer, the way to ask for time."""

import sqlmodel

import commands.arguments
import commands.checkin_log
import commands.checkin_overview
import commands.checkin_requests
import commands.checkin_rows
import commands.replies
import commands.request
import commands.rows
import data.checkins
import data.models
import jobs.checkin_list
import jobs.checkin_requests
import jobs.checkins
import messages.checkin_forms
import messages.checkin_minutes
import messages.checkins
import rules.checkins

Excuse = data.models.Excuse
Reply = commands.replies.Reply

DAY = commands.arguments.Date("day")
EXCUSE = commands.arguments.Choice("excuse", among=(messages.checkin_forms.NEXT_WEEK, messages.checkin_forms.EXCUSED))


def bare(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """The list of the week, or for a freelancer the form that asks for time."""
    if request.person.roles & commands.rows.ADVISERS:
        return mine(session, request)
    return commands.checkin_requests.ask_form(session, request)


def mine(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """What this week asks of whoever asks."""
    week = rules.checkins.week_of(request.today)
    rows = data.checkins.list_of_adviser(session, request.person.id or 0, week)
    lines = jobs.checkin_list.lines(request.scene(session), request.person, rows, request.now)
    own = messages.checkins.this_week(lines, week, request.now, request.reader)
    if not request.is_manager:
        return commands.replies.Say(own)
    everybody = commands.checkin_overview.table(session, request)
    return commands.replies.Say(messages.checkin_minutes.below(own, everybody) if rows else everybody)


def book_form(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """The form of the day."""
    row, freelancer = commands.checkin_rows.open_one(session, request)
    asked = jobs.checkin_requests.find_open(session, row.freelancer_id) is not None
    subject = commands.checkin_rows.subject(request, row)
    view = messages.checkin_forms.book(row, freelancer, request.today, subject, asked)
    return commands.replies.Open(view, again=messages.checkins.BOOK, subject=str(row.id))


def booked(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """Keep the day."""
    row, freelancer = commands.checkin_rows.open_one(session, request)
    day = DAY.of(request)
    if wrong := commands.checkin_rows.wrong_day_to_book(day, request.today):
        return commands.replies.Fields({DAY.name: wrong})
    scene = request.scene(session)
    jobs.checkin_requests.booked(scene, row.freelancer_id, request.person, day)
    edited = jobs.checkins.book(scene, row, day)
    return commands.checkin_rows.kept(request, row, freelancer, edited)


def missed_form(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """The form without a why."""
    row, freelancer = commands.checkin_rows.open_one(session, request)
    view = messages.checkin_forms.missed(row, freelancer, commands.checkin_rows.subject(request, row))
    return commands.replies.Open(view, again=messages.checkins.MISSED, subject=str(row.id))


def missed(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """Excuse it."""
    row, freelancer = commands.checkin_rows.open_one(session, request)
    edited = jobs.checkins.excuse(request.scene(session), row, data.models.Excuse(EXCUSE.of(request)))
    return commands.checkin_rows.kept(request, row, freelancer, edited)


def reopen(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """Ask for it after all."""
    row, freelancer = commands.checkin_rows.open_one(session, request)
    if row.excuse in (Excuse.NEXT_WEEK, Excuse.EXCUSED):
        jobs.checkins.reopen(request.scene(session), row)
    if not request.in_private:
        return commands.replies.Done()
    return commands.replies.Say(messages.checkin_forms.kept(row, freelancer))


VERBS = (
    commands.rows.Verb(
        commands.rows.ALL,
        commands.checkin_log.log,
        root="checkin",
        words="",
        does="Your freelancers this week, or log a check-in with one of them; freelancers ask for time.",
        arguments=commands.checkin_log.ARGUMENTS,
        example="/checkin @kenji 30m try the new checkout",
        bare=bare,
        to_freelancers="Ask your adviser for time, by a form.",
        writes=True,
    ),
)
BUTTONS = (
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
