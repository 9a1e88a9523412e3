"""*Done* and `/checkin @freelancer`: what was said in a check-in is logged, late too, and corrected."""

import collections.abc
import dataclasses
import datetime

import sqlmodel

import commands.arguments
import commands.checkin_rows
import commands.replies
import commands.request
import commands.rows
import data.checkin_logs
import data.checkins
import data.models
import data.people
import data.rows
import jobs.checkin_requests
import jobs.checkins
import messages.checkin_forms
import messages.checkins
import messages.faults
import messages.text
import rules.checkin_notes
import rules.checkins
import rules.errors
import rules.guard
import rules.likeness

Checkin = data.models.Checkin
Log = data.models.CheckinLog
Person = data.models.Person
Reply = commands.replies.Reply
Request = commands.request.Request
Said = messages.checkin_forms.Said

HELD_ON = commands.arguments.Date("held_on")
LENGTH = commands.arguments.Minutes("minutes")
NOTES = tuple(commands.arguments.Typed(column, optional=True) for column in messages.checkin_forms.LABELS)
"""Typed, for their writer is told what was hidden in them before they are kept."""

WHOM = commands.checkin_rows.Freelancer("freelancer", optional=True)
DAY = commands.arguments.PastDay("day", optional=True)
MINUTES = commands.arguments.Minutes("minutes", optional=True)
NOTE = commands.arguments.Typed("note", optional=True)


# -- the form


def log_form(session: sqlmodel.Session, request: Request) -> Reply:
    """The form of what was said; of what is logged, filled in with that."""
    row, freelancer = commands.checkin_rows.held(session, request)
    return open_form(session, request, row, freelancer)


def open_form(
    session: sqlmodel.Session,
    request: Request,
    row: Checkin,
    freelancer: Person,
    held_on: datetime.date | None = None,
    minutes: int | None = None,
    note: str | None = None,
) -> commands.replies.Open:
    """The form with what was typed, for the rest with what is logged by now."""
    newest = data.checkin_logs.find_newest(session, row.id) if row.id else None
    said = Said(held_on or _day_of(row, request.today), minutes or row.planned)
    if newest is not None:
        standing = commands.checkin_rows.standing(session, request, row.freelancer_id)
        said = Said(
            held_on or newest.held_on,
            minutes or newest.minutes,
            rules.checkin_notes.readable(newest, standing),
            messages.checkin_forms.logged_before(_writer(session, request, newest), newest.held_on, newest.minutes),
        )
    if note:
        said = dataclasses.replace(said, notes=said.notes._replace(follow_up=note))
    subject = commands.checkin_rows.subject(request, row, newest.id if newest else 0)
    view = messages.checkin_forms.log(row, freelancer, said, subject)
    return commands.replies.Open(
        view, again=messages.checkins.DONE, subject=commands.checkin_rows.value(row), asks=True
    )


def _day_of(row: Checkin, today: datetime.date) -> datetime.date:
    """The day for which it was booked; else today, or the last day of a week that is over."""
    sunday = row.week + rules.checkins.WEEK - rules.checkins.DAY
    return min(row.booked_for or sunday, today)


def _writer(session: sqlmodel.Session, request: Request, log: Log) -> str:
    if log.writer_id == request.person.id:
        return "You"
    return messages.text.name(data.people.load_by_id(session, [log.writer_id])[log.writer_id].name)


def logged(session: sqlmodel.Session, request: Request) -> Reply:
    """Keep what the form says; what somebody else has logged since it was opened stays in the history."""
    row, freelancer = commands.checkin_rows.held(session, request)
    held_on = HELD_ON.of(request)
    if wrong := _wrong_day(held_on, request.today):
        return commands.replies.Fields({HELD_ON.name: wrong})
    newest = data.checkin_logs.find_newest(session, row.id) if row.id else None
    typed = {one.name: one.find(request) for one in NOTES}
    kept = _keep(session, request, row, held_on, LENGTH.of(request), typed)
    said = [kept.hidden] if kept.hidden else []
    if newest is not None and commands.checkin_rows.besides(request) != [str(newest.id)]:
        writer = _writer(session, request, newest)
        said.append(messages.checkin_forms.corrected(writer, newest.minutes, newest.held_on))
    if commands.checkin_rows.is_seen(request, row, kept.edited) and not said:
        return commands.replies.Close()
    drawn = messages.checkin_forms.logged_by_form(row, freelancer, said, kept.undo)
    return commands.replies.Next(messages.faults.small_modal(drawn))


def _wrong_day(day: datetime.date, today: datetime.date) -> str:
    if day > today:
        return "This day is to come: press *Booked* in the list instead."
    too_long_ago = today - day > rules.checkins.LATEST
    return "This is longer ago than 90 days, and can't be logged any more." if too_long_ago else ""


@dataclasses.dataclass(frozen=True)
class Kept:
    """Whether the list of who holds it says so, in words what was hidden, and what the button's value is to undo it."""

    edited: bool
    hidden: str
    undo: str


def _keep(
    session: sqlmodel.Session,
    request: Request,
    row: Checkin,
    held_on: datetime.date,
    minutes: int,
    typed: collections.abc.Mapping[str, str | None],
) -> Kept:
    """Log it."""
    was = jobs.checkins.NEW if row.id is None else row.excuse or ""
    hidden = {column: rules.guard.hide(text) for column, text in typed.items() if text}
    said = Log(
        checkin_id=_id(session, row),
        writer_id=request.person.id or 0,
        at=request.now,
        held_on=held_on,
        minutes=minutes,
    )
    for column, one in hidden.items():
        setattr(said, column, one.text)
    scene = request.scene(session)
    jobs.checkin_requests.held(scene, row.freelancer_id, held_on)
    edited = jobs.checkins.log(scene, row, said)
    labels = messages.checkin_forms.LABELS
    said_hidden = messages.checkin_forms.hidden({labels[column]: one.found for column, one in hidden.items()})
    return Kept(edited, said_hidden, undo=f"{said.id}:{was}:{said.at.isoformat()}")


def _id(session: sqlmodel.Session, row: Checkin) -> int:
    """Of a week that had none, the row is there from now on."""
    if row.id is None:
        data.rows.save(session, row)
    return row.id or 0


# -- by a command


def log(session: sqlmodel.Session, request: Request) -> Reply:
    """With a length or a note it is logged at once; with a person alone, or where it is logged already, by the form."""
    freelancer, minutes, note = WHOM.find(request), MINUTES.find(request), NOTE.find(request)
    if freelancer is None:
        is_staff = bool(request.person.roles & commands.rows.ADVISERS)
        raise rules.errors.ProgramError(messages.checkin_forms.with_nobody(is_staff))
    day = DAY.find(request)
    if day is not None and (wrong := _wrong_day(day, request.today)):
        raise rules.errors.ProgramError(wrong)
    if day is None and minutes is None and note is not None:
        _check_day(session, request, note)
    row = _row(session, request, freelancer, day or request.today)
    if row.state == data.models.CheckinState.DONE or (minutes is None and note is None):
        safe = rules.guard.hide(note).text if note else None
        return open_form(session, request, row, freelancer, day, minutes, safe)
    if _is_repeated(session, request, row, minutes or row.planned, note):
        raise rules.errors.ProgramError(messages.checkin_forms.logged_just_now(freelancer))
    typed = {"follow_up": note}
    kept = _keep(session, request, row, day or _day_of(row, request.today), minutes or row.planned, typed)
    became = _became(session, request, row) if note else messages.checkin_forms.NO_NOTE
    said = [became, *filter(None, [kept.hidden])]
    return commands.replies.Say(messages.checkin_forms.logged(row, freelancer, said, kept.undo))


def _became(session: sqlmodel.Session, request: Request, row: Checkin) -> str:
    """What becomes of a note: a later check-in has one of its own."""
    next_week = rules.checkins.week_of(request.today) + rules.checkins.WEEK
    newest = data.checkins.load_newest_logs(session, [row.freelancer_id], next_week).get(row.freelancer_id)
    is_shown = newest is None or newest.checkin_id == row.id
    return messages.checkin_forms.NOTE if is_shown else messages.checkin_forms.OLDER_NOTE


def _row(session: sqlmodel.Session, request: Request, freelancer: Person, day: datetime.date) -> Checkin:
    """Their check-in of that day's week. Who may not log it does not read whether there is one."""
    row = commands.checkin_rows.of_week(session, request, freelancer, day)
    standing = commands.checkin_rows.standing(session, request, freelancer.id or 0)
    if not (standing.reads_all or (row is not None and commands.checkin_rows.may_log(session, request, row))):
        raise rules.errors.ProgramError(messages.checkin_forms.not_theirs(freelancer))
    if row is None:
        raise rules.errors.ProgramError(commands.checkin_rows.NO_SUCH_WEEK)
    return row


def _check_day(session: sqlmodel.Session, request: Request, note: str) -> None:
    """`mon 30m …` was meant for a day, and is refused; as words it would be logged as held today."""
    first, length, *_ = [*note.split(), "", ""]
    if LENGTH.takes(length) and commands.arguments.is_date([first], request.today):
        DAY.read_input(first, commands.arguments.Context(session, request.today))


def _is_repeated(session: sqlmodel.Session, request: Request, row: Checkin, minutes: int, note: str | None) -> bool:
    """Whether the other check-in of the week, of who is new, was just logged in the same words."""
    rows = data.checkin_logs.list_of_week(session, row.freelancer_id, row.week)
    logs = [data.checkin_logs.find_newest(session, one.id) for one in rows]
    said = (request.person.id, minutes, rules.guard.hide(note).text if note else None)
    return any(
        (log.writer_id, log.minutes, log.follow_up) == said and log.at > request.now - rules.likeness.AGAIN
        for log in logs
        if log is not None
    )


# -- taking back


def undo(session: sqlmodel.Session, request: Request) -> Reply:
    """Take back what one has logged within the hour, as long as nothing newer holds."""
    _, was, at = [*request.subject.split(":", 2), "", ""][:3]
    said = data.checkin_logs.find(session, request.ident or 0)
    row = data.checkins.find(session, said.checkin_id) if said else None
    is_same = said is not None and said.at.isoformat() == at  # the number of one that was taken back may be another's
    if said is None or row is None or not (is_same and _may_undo(session, request, row, said)):
        raise rules.errors.ProgramError(messages.checkin_forms.TOO_LATE)
    freelancer = data.people.load_by_id(session, [row.freelancer_id])[row.freelancer_id]
    jobs.checkins.unlog(request.scene(session), row, said, was)
    return commands.replies.Say(messages.checkin_forms.taken_back(row, freelancer))


def _may_undo(session: sqlmodel.Session, request: Request, row: Checkin, said: Log) -> bool:
    newest = data.checkin_logs.find_newest(session, row.id)
    is_own = newest is not None and newest.id == said.id and said.writer_id == request.person.id
    is_new = request.now - said.at <= rules.checkin_notes.UNDONE_WITHIN
    return is_own and is_new and commands.checkin_rows.may_log(session, request, row)


ARGUMENTS = (WHOM, DAY, MINUTES, NOTE)
BUTTONS = (
    commands.rows.Button(
        commands.rows.ADVISERS, log_form, action=messages.checkins.DONE, does="Open the form of what was said."
    ),
    commands.rows.Button(
        commands.rows.ADVISERS,
        undo,
        action=messages.checkins.UNDO,
        does="Take back what one has logged of a check-in, for an hour.",
        writes=True,
    ),
)
FORMS = (
    commands.rows.Form(
        commands.rows.ADVISERS,
        logged,
        callback=messages.checkin_forms.LOG,
        does="Keep what was said in a check-in, or correct it.",
        arguments=(HELD_ON, LENGTH, *NOTES),
        writes=True,
    ),
)
