"""`/duty`: who is on duty, who is next, and being away."""

import collections.abc
import datetime

import sqlmodel

import commands.arguments
import commands.replies
import commands.request
import commands.rows
import data.audit
import data.duty
import data.models
import data.people
import messages.duty
import messages.text
import rules.duty
import rules.errors
import rules.pool

NEXT = 3
"""How many pairs `/duty next` shows unless told otherwise."""

OPEN_AWAY = "open:away"
LONGEST_AWAY = datetime.timedelta(days=366)

N = commands.arguments.Number("n", optional=True, low=1, high=rules.duty.AHEAD)
DAYS = commands.arguments.Span("days")
WHO = commands.arguments.Person("person", optional=True)
FROM = commands.arguments.Date("from")
TO = commands.arguments.Date("to", optional=True)


def current(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """Who is on duty now."""
    return commands.replies.Say(messages.duty.current(on_duty(session, request.now), request.now, request.reader))


def on_duty(session: sqlmodel.Session, now: datetime.datetime) -> messages.duty.Shift | None:
    """The running shift with its people."""
    running = rules.duty.on_duty(_turns(session, now), now)
    return _with_people(session, [running])[0] if running else None


def upcoming(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """The next pairs."""
    turns = rules.duty.upcoming(_turns(session, request.now), request.now, N.find(request) or NEXT)
    return commands.replies.Say(messages.duty.upcoming(_with_people(session, turns), request.reader))


def away(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """Record days away, one's own or, for a manager, anyone's."""
    person = WHO.find(request) or request.person
    if person.id != request.person.id and not request.is_manager:
        raise rules.errors.ProgramError(
            "You can record your own days away; a manager can record anyone's. For example `/duty away mon to fri`."
        )
    return _record_away(session, request, person, *DAYS.of(request))


def away_form(_session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """The form for one's own days away."""
    return commands.replies.Open(messages.duty.away_form(request.today), again=OPEN_AWAY)


def away_submitted(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """Record one's own days away from the form."""
    first = FROM.of(request)
    last = TO.find(request) or first
    if last < first:
        return commands.replies.Fields({TO.name: "This is before the first day away."})
    try:
        return _record_away(session, request, request.person, first, last + datetime.timedelta(days=1))
    except rules.errors.ProgramError as error:
        return commands.replies.Fields({TO.name: str(error)})


def _record_away(
    session: sqlmodel.Session,
    request: commands.request.Request,
    person: data.models.Person,
    starts: datetime.date,
    ends: datetime.date,
) -> commands.replies.Reply:
    zone = rules.pool.zone_of(person, request.programme.time_zone)
    today = request.now.astimezone(zone).date()
    if ends <= today:
        raise rules.errors.ProgramError("These days are past. Write days from today on: `/duty away mon to fri`.")
    if ends - starts > LONGEST_AWAY:
        raise rules.errors.ProgramError("That is longer than a year: please check the dates.")
    name = "You are" if person.id == request.person.id else f"{messages.text.name(person.name)} is"
    person_id = person.id or 0
    known = data.duty.find_absence_over(session, person_id, starts, ends)
    if known is not None:
        return commands.replies.Say(messages.duty.away_known(name, known))
    absence = data.duty.add_absence(session, person_id, starts, ends, request.now)
    days = {"starts": starts.isoformat(), "ends": ends.isoformat()}
    data.audit.record(session, request.now, request.person.slack_id, "absence.add", person.slack_id, after=days)
    touched = _touched(session, request, absence)
    return commands.replies.Say(messages.duty.away_recorded(name, absence, messages.text.Reader(zone), touched))


def _touched(
    session: sqlmodel.Session, request: commands.request.Request, absence: data.models.Absence
) -> list[data.models.Shift]:
    """Published shifts of this person on whose days they are away."""
    zone = request.programme.time_zone
    shifts = data.duty.list_shifts_of(session, absence.person_id, since=request.now)
    return [shift for shift in shifts if rules.duty.touches(absence, shift.starts, shift.ends, zone)]


def away_on_duty(session: sqlmodel.Session, request: commands.request.Request) -> list[messages.duty.Conflict]:
    """Who sits in a published shift and is away on a day of it, the next shift first."""
    zone, turns = request.programme.time_zone, _turns(session, request.now)
    absences = data.duty.list_absences(session, since=request.today)
    people = data.people.load_by_id(session, rules.duty.seated(turns))
    return [
        messages.duty.Conflict(people[seat.person].name, turn.starts, turn.ends, absence)
        for turn in turns
        for seat in turn.seats
        for absence in absences
        if absence.person_id == seat.person and rules.duty.touches(absence, turn.starts, turn.ends, zone)
    ]


def _turns(session: sqlmodel.Session, now: datetime.datetime) -> list[rules.duty.Turn]:
    return [rules.duty.turn(shift, seats) for shift, seats in data.duty.list_shifts(session, since=now)]


def _with_people(
    session: sqlmodel.Session, turns: collections.abc.Sequence[rules.duty.Turn]
) -> list[messages.duty.Shift]:
    return messages.duty.shifts(turns, data.people.load_by_id(session, rules.duty.seated(turns)))


VERBS = (
    commands.rows.Verb(commands.rows.ALL, current, root="duty", words="", does="Who is on duty now, and until when."),
    commands.rows.Verb(
        commands.rows.ALL,
        upcoming,
        root="duty",
        words="next",
        does="The next pairs.",
        arguments=(N,),
        example="/duty next 6",
    ),
    commands.rows.Verb(
        commands.rows.ADVISERS,
        away,
        root="duty",
        words="away",
        does="Tell when you are away; duty planned from then on respects it. Managers: anyone.",
        arguments=(DAYS, WHO),
        example="/duty away mon to fri",
        form=away_form,
        writes=True,
    ),
)

BUTTONS = (
    commands.rows.Button(commands.rows.ADVISERS, away_form, action=OPEN_AWAY, does="Open the form for days away."),
)

FORMS = (
    commands.rows.Form(
        commands.rows.ADVISERS,
        away_submitted,
        callback="record:away",
        does="Record days away.",
        arguments=(FROM, TO),
        writes=True,
    ),
)
