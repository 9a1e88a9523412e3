"""`/checkin request`: a freelancer asks for time, and whoever is asked books it or says that they met."""

import dataclasses
import datetime

import sqlmodel

import commands.arguments
import commands.checkin_log
import commands.checkin_rows
import commands.replies
import commands.request
import commands.rows
import data.checkin_logs
import data.models
import data.people
import jobs.checkin_requests
import jobs.checkins
import messages.checkin_forms
import messages.checkin_requests
import messages.faults
import messages.text
import rules.checkins
import rules.errors
import rules.guard

Asked = data.models.CheckinRequest
Person = data.models.Person
Reply = commands.replies.Reply
Request = commands.request.Request
State = data.models.CheckinState

TOPIC = commands.arguments.Typed("topic", optional=True, most=messages.checkin_requests.TOPIC_LIMIT)
DAY = commands.arguments.Date("day")


def ask_form(session: sqlmodel.Session, request: Request) -> commands.replies.Open:
    """The form of a freelancer; it says who reads it."""
    adviser = jobs.checkin_requests.asked_of(request.scene(session), request.person)
    asked = jobs.checkin_requests.find_open(session, request.person.id or 0)
    return commands.replies.Open(messages.checkin_requests.form(adviser, asked), again=messages.checkin_requests.ASK)


def ask(session: sqlmodel.Session, request: Request) -> Reply:
    """By a command; without words, what was asked before is shown in the form and not lost."""
    if TOPIC.find(request) is None and jobs.checkin_requests.find_open(session, request.person.id or 0) is not None:
        return dataclasses.replace(ask_form(session, request), asks=True)
    return commands.replies.Say(_ask(session, request))


def asked(session: sqlmodel.Session, request: Request) -> Reply:
    """By the form."""
    return commands.replies.Next(messages.faults.small_modal(_ask(session, request)))


def _ask(session: sqlmodel.Session, request: Request) -> messages.text.Payload:
    typed = rules.guard.hide(TOPIC.find(request) or "")
    again = jobs.checkin_requests.find_open(session, request.person.id or 0) is not None
    scene = request.scene(session)
    adviser = jobs.checkin_requests.ask(scene, request.person, typed.text or None)
    if adviser is not None:
        week = rules.checkins.week_of(request.now.astimezone(request.reader_for(adviser).zone).date())
        jobs.checkins.refresh(scene, adviser.id or 0, week)
    hidden = messages.checkin_forms.hidden({"your words": typed.found})
    return messages.checkin_requests.sent(adviser, again, hidden)


# -- whoever is asked


def _of(session: sqlmodel.Session, request: Request) -> tuple[Asked, Person]:
    """The request of a card, if it is the reader's to answer."""
    asked = data.checkin_logs.find_request(session, request.ident or 0)
    standing = commands.checkin_rows.standing(session, request, asked.freelancer_id) if asked else None
    if asked is None or standing is None or not (standing.reads_all or asked.adviser_id == request.person.id):
        raise rules.errors.ProgramError("Only who was asked, the person's adviser and managers can do that.")
    if asked.answered_at is not None:
        raise rules.errors.ProgramError("This is answered already.")
    return asked, data.people.load_by_id(session, [asked.freelancer_id])[asked.freelancer_id]


def book_form(session: sqlmodel.Session, request: Request) -> Reply:
    """The form of the day."""
    asked, freelancer = _of(session, request)
    view = messages.checkin_requests.book(asked, freelancer, request.today)
    return commands.replies.Open(view, again=messages.checkin_requests.BOOK, subject=str(asked.id))


def booked(session: sqlmodel.Session, request: Request) -> Reply:
    """The freelancer reads the day; the check-in of its week is booked for it, unless that was held already."""
    asked, _ = _of(session, request)
    day = DAY.of(request)
    if wrong := commands.checkin_rows.wrong_day_to_book(day, request.today):
        return commands.replies.Fields({DAY.name: wrong})
    scene = request.scene(session)
    jobs.checkin_requests.booked(scene, asked.freelancer_id, request.person, day)
    row = _open_row(session, asked, rules.checkins.week_of(day))
    if row is not None:
        jobs.checkins.book(scene, row, day)
    return commands.replies.Close()


def done(session: sqlmodel.Session, request: Request) -> Reply:
    """Log the check-in of this week; where there is none to log, they have had time beside it."""
    asked, freelancer = _of(session, request)
    row = _open_row(session, asked, rules.checkins.week_of(request.today))
    if row is not None and commands.checkin_rows.may_log(session, request, row):
        return commands.checkin_log.open_form(session, request, row, freelancer)
    jobs.checkin_requests.answer(request.scene(session), asked)
    return commands.replies.Done()


def _open_row(session: sqlmodel.Session, asked: Asked, week: datetime.date) -> data.models.Checkin | None:
    rows = data.checkin_logs.list_of_week(session, asked.freelancer_id, week)
    return next((row for row in rows if row.state in (State.OPEN, State.BOOKED)), None)


VERBS = (
    commands.rows.Verb(
        commands.rows.FREELANCERS,
        ask,
        root="checkin",
        words="request",
        does="Ask your adviser for time, and say what it is about if you like.",
        arguments=(TOPIC,),
        example="/checkin request my hours next month",
        writes=True,
    ),
)
BUTTONS = (
    commands.rows.Button(
        commands.rows.FREELANCERS,
        ask_form,
        action=messages.checkin_requests.ASK,
        does="Open the form by which a freelancer asks for time.",
    ),
    commands.rows.Button(
        commands.rows.ADVISERS,
        book_form,
        action=messages.checkin_requests.BOOK,
        does="Open the form of the day that is booked for who asked for time.",
    ),
    commands.rows.Button(
        commands.rows.ADVISERS,
        done,
        action=messages.checkin_requests.DONE,
        does="Say that who asked for time has had it, and log the check-in.",
        writes=True,
    ),
)
FORMS = (
    commands.rows.Form(
        commands.rows.FREELANCERS,
        asked,
        callback=messages.checkin_requests.FORM,
        does="Ask for time.",
        arguments=(TOPIC,),
        writes=True,
    ),
    commands.rows.Form(
        commands.rows.ADVISERS,
        booked,
        callback=messages.checkin_requests.BOOKED,
        does="Keep the day that is booked for who asked for time, and tell them.",
        arguments=(DAY,),
        writes=True,
    ),
)
