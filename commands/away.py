"""Days away: `/duty away` and `/program away`, *I can't today*, and who covers for somebody on duty."""

import collections.abc
import datetime

import sqlmodel

import commands.arguments
import commands.changes
import commands.replies
import commands.request
import commands.rows
import data.audit
import data.duty
import data.models
import data.morning
import data.people
import jobs.absences
import jobs.changes
import jobs.rotation
import jobs.seats
import messages.absences
import messages.text
import rules.errors
import rules.local_time
import rules.sitting

LONGEST = datetime.timedelta(days=366)
DAY = datetime.timedelta(days=1)
MIDNIGHT = datetime.time(0)

DAYS = commands.arguments.Span("days", optional=True)
WHO = commands.arguments.Person("person", optional=True)
FROM = commands.arguments.Date("from")
TO = commands.arguments.Date("to", optional=True)


def away(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """Record days away; of somebody else, with no days, list those that are recorded."""
    person = WHO.find(request) or request.person
    _check_may_speak_for(session, request, person)
    days = DAYS.find(request)
    if days is None:
        return commands.replies.Say(_listed(session, request, person))
    return _record(session, request, person, *days)


def mine(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """One's own days away, each with *Cancel*."""
    return commands.replies.Say(_listed(session, request, request.person))


def _check_may_speak_for(
    session: sqlmodel.Session, request: commands.request.Request, person: data.models.Person
) -> None:
    """Oneself; anyone for a manager; their freelancers for an adviser."""
    if person.id == request.person.id or request.is_manager:
        return
    assignment = data.people.find_running_assignment(session, person.id or 0)
    if assignment is None or assignment.adviser_id != request.person.id:
        raise rules.errors.ProgramError(
            "You can say when you or your own freelancers are away; a manager can for anyone. "
            "For example `/program away mon to fri`."
        )


def _listed(
    session: sqlmodel.Session, request: commands.request.Request, person: data.models.Person
) -> messages.text.Payload:
    reader, today = _where(request, person)
    absences = data.duty.list_absences(session, since=today - DAY, person_id=person.id)
    return messages.absences.listed([one for one in absences if one.ends > today], _other(request, person), reader)


def _where(request: commands.request.Request, person: data.models.Person) -> tuple[messages.text.Reader, datetime.date]:
    """The person's own zone, in which their days away are, and the day it is there."""
    reader = request.reader_for(person)
    return reader, request.now.astimezone(reader.zone).date()


def _other(request: commands.request.Request, person: data.models.Person) -> data.models.Person | None:
    return None if person.id == request.person.id else person


def form(_session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """The form for one's own days away."""
    return commands.replies.Open(messages.absences.form(request.today), again=messages.absences.OPEN)


def submitted(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """Record one's own days away from the form."""
    first = FROM.of(request)
    last = TO.find(request) or first
    if last < first:
        return commands.replies.Fields({TO.name: "This is before the first day away."})
    try:
        return _record(session, request, request.person, first, last + DAY)
    except rules.errors.ProgramError as error:
        return commands.replies.Fields({TO.name: str(error)})


def _record(
    session: sqlmodel.Session,
    request: commands.request.Request,
    person: data.models.Person,
    starts: datetime.date,
    ends: datetime.date,
) -> commands.replies.Reply:
    reader, today = _where(request, person)
    if ends <= today:
        raise rules.errors.ProgramError("These days are past. Write days from today on: `/duty away mon to fri`.")
    if ends - starts > LONGEST:
        raise rules.errors.ProgramError("That is longer than a year: please check the dates.")
    known = data.duty.find_absence_over(session, person.id or 0, starts, ends)
    if known is not None:
        return commands.replies.Say(messages.absences.known(known, _other(request, person)))
    absence, moves, on_duty_now = _add(session, request, person, starts, ends)
    _tell(session, request, person, absence, moves, messages.absences.recorded_by(request.person, absence, reader))
    named = jobs.changes.names(session, moves)
    return commands.replies.Say(
        messages.absences.recorded(absence, _other(request, person), reader, named, on_duty_now)
    )


def _add(
    session: sqlmodel.Session,
    request: commands.request.Request,
    person: data.models.Person,
    starts: datetime.date,
    ends: datetime.date,
) -> tuple[data.models.Absence, rules.sitting.Moves, bool]:
    """The absence, whose dates it changes, and whether it concerns the shift that runs."""
    absence = data.duty.add_absence(session, person.id or 0, starts, ends, request.now)
    days = {"starts": starts.isoformat(), "ends": ends.isoformat()}
    data.audit.record(session, request.now, request.person.slack_id, "absence.add", person.slack_id, after=days)
    if not jobs.absences.may_touch_duty(session, absence, request.now):
        return absence, {}, False
    before = commands.changes.dates(session, request)
    moves = commands.changes.follow_up(session, request, before)
    on_duty_now = False
    if jobs.rotation.is_live(session):
        on_duty_now = jobs.absences.tell(session, commands.changes.rotation(session, request), absence)
    return absence, moves, on_duty_now


def _tell(
    session: sqlmodel.Session,
    request: commands.request.Request,
    person: data.models.Person,
    absence: data.models.Absence,
    moves: rules.sitting.Moves,
    payload: messages.text.Payload,
) -> None:
    """Nobody is recorded as away, or back, unseen; whoever reads that their dates on duty changed reads just that."""
    if person.id not in moves:
        begins = rules.local_time.instant(absence.starts, MIDNIGHT, request.reader_for(person).zone)
        commands.changes.tell(
            session, request, person, "away", payload, "somebody else said when they are away", begins
        )


def today(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """Away for today, from one button; on the next working day Muster asks *Back?*."""
    first = request.today
    known = data.duty.find_absence_over(session, request.person.id or 0, first, first + DAY)
    if known is not None:
        return commands.replies.Say(messages.absences.known(known, None))
    absence, _, on_duty_now = _add(session, request, request.person, first, first + DAY)
    if jobs.rotation.is_live(session):
        _ask_back(session, request, absence)
    return commands.replies.Say(messages.absences.today_recorded(absence, on_duty_now))


def _ask_back(session: sqlmodel.Session, request: commands.request.Request, absence: data.models.Absence) -> None:
    data.morning.add(
        session,
        key=f"back:{absence.id}",
        person_id=absence.person_id,
        kind="back",
        payload=messages.absences.back(absence),
        reason="they pressed “I can't today”",
        due_at=rules.local_time.instant(absence.ends, MIDNIGHT, request.zone),
    )


def back(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """Somebody is there again: what was recorded since of today, in one absence or several, ends as by *Cancel*."""
    _own_absence(session, request)
    reader, today = _where(request, request.person)
    absences = data.duty.list_absences(session, since=today, person_id=request.person.id)
    of_today = [one for one in absences if one.starts <= today]
    moves = _end(session, request, request.person, of_today)
    named = jobs.changes.names(session, moves)
    return commands.replies.Say(messages.absences.good_to_have_you_back(of_today, reader, named))


def again(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """Somebody can't today either."""
    _own_absence(session, request)
    return today(session, request)


def _own_absence(session: sqlmodel.Session, request: commands.request.Request) -> data.models.Absence:
    absence = _absence(session, request)
    if absence.person_id != request.person.id:
        raise rules.errors.ProgramError("These are somebody else's days away.")
    return absence


def _absence(session: sqlmodel.Session, request: commands.request.Request) -> data.models.Absence:
    absence = data.duty.find_absence(session, request.ident) if request.ident is not None else None
    if absence is None:
        raise rules.errors.ProgramError("These days away are not recorded. `/duty away` lists yours.")
    return absence


def cancel(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """Take days away back, or end them today; seats given up for them and not begun return."""
    absence = _absence(session, request)
    person = data.people.load_by_id(session, [absence.person_id])[absence.person_id]
    _check_may_speak_for(session, request, person)
    reader, today = _where(request, person)
    if absence.cancelled_at is not None or absence.ends <= today:
        return commands.replies.Say(messages.absences.over_already(_other(request, person)))
    moves = _end(session, request, person, [absence])
    _tell(session, request, person, absence, moves, messages.absences.cancelled_by(request.person, absence))
    named = jobs.changes.names(session, moves)
    return commands.replies.Say(messages.absences.cancelled(absence, _other(request, person), reader, named))


def _end(
    session: sqlmodel.Session,
    request: commands.request.Request,
    person: data.models.Person,
    absences: collections.abc.Sequence[data.models.Absence],
) -> rules.sitting.Moves:
    """Take these back, or end them today, with all that hangs on them; whose dates that changes."""
    if not absences:
        return {}
    _, today = _where(request, person)
    before = commands.changes.dates(session, request)
    for absence in absences:
        days = {"starts": absence.starts.isoformat(), "ends": absence.ends.isoformat()}
        data.duty.end_absence(session, absence, today, request.now)
        data.audit.record(session, request.now, request.person.slack_id, "absence.cancel", person.slack_id, before=days)
        data.duty.cancel_overrides_for(session, absence.id or 0, request.now)
        data.morning.withdraw(session, f"back:{absence.id}")
    for absence in absences:
        jobs.seats.give_back(session, commands.changes.rotation(session, request), absence)
    moves = commands.changes.follow_up(session, request, before)
    for absence in absences:
        jobs.absences.returned(session, commands.changes.rotation(session, request), absence, request.person.id)
    return moves


def cover(session: sqlmodel.Session, request: commands.request.Request) -> commands.replies.Reply:
    """Let somebody cover for who is away while on duty; only as long as nobody does."""
    slack_id = request.subject.partition(":")[2]
    absence = _absence(session, request)
    known = commands.changes.rotation(session, request)
    spell = jobs.absences.sits_in(known, absence)
    chosen = next((one for one in jobs.absences.free(known, absence) if one.slack_id == slack_id), None)
    if spell is None or chosen is None:
        return commands.replies.Say(messages.absences.covered_already())
    starts, ends = jobs.absences.span(known, absence, spell)
    away = known.people[absence.person_id]
    commands.changes.relieve(session, request, chosen, away, (starts, ends), absence.id)
    commands.changes.follow_up(session, request, known.dates, commands.changes.reasons(chosen, away))
    jobs.absences.covered(session, known, absence, chosen, request.person.id)
    return commands.replies.Say(messages.absences.covers(chosen, away, request.reader, ends))


def _verb(root: str, who: commands.rows.Roles, does: str) -> commands.rows.Verb:
    return commands.rows.Verb(
        who,
        away,
        root=root,
        words="away",
        does=does,
        arguments=(DAYS, WHO),
        example=f"/{root} away mon to fri",
        bare=mine,
        writes=True,
    )


VERBS = (
    _verb("duty", commands.rows.ADVISERS, "When you are away; duty is planned around it. Bare: your days away."),
    _verb("program", commands.rows.ALL, "When you, or your freelancers, are away. Bare: your days away."),
)

BUTTONS = (
    commands.rows.Button(commands.rows.ALL, form, action=messages.absences.OPEN, does="Open the form for days away."),
    commands.rows.Button(
        commands.rows.ALL,
        cancel,
        action=messages.absences.CANCEL,
        does="Take days away back, or end them today.",
        writes=True,
    ),
    commands.rows.Button(
        commands.rows.ADVISERS, today, action=messages.absences.TODAY, does="Be away for today.", writes=True
    ),
    commands.rows.Button(
        commands.rows.ADVISERS, back, action=messages.absences.BACK, does="Say that one is there again.", writes=True
    ),
    commands.rows.Button(
        commands.rows.ADVISERS, again, action=messages.absences.AGAIN, does="Be away today too.", writes=True
    ),
    commands.rows.Button(
        commands.rows.MANAGERS,
        cover,
        action=messages.absences.COVER,
        does="Choose who covers for somebody who is away while on duty.",
        choices=True,
        writes=True,
    ),
)

FORMS = (
    commands.rows.Form(
        commands.rows.ALL,
        submitted,
        callback="record:away",
        does="Record days away.",
        arguments=(FROM, TO),
        writes=True,
    ),
)
