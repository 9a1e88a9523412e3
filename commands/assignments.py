"""`/program assign`: who advises whom from now on, within the cap or by an exception."""

import dataclasses
import datetime

import sqlmodel

import commands.arguments
import commands.replies
import commands.request
import commands.rows
import data.models
import data.people
import jobs.assignments
import jobs.caseload
import messages.assigning
import rules.assignments
import rules.caseload
import rules.errors

Person = data.models.Person
Reply = commands.replies.Reply

Excepted = tuple[str, datetime.date]
"""Why somebody may have more than the cap, and the last day of it."""

TILL = "until"


@dataclasses.dataclass(frozen=True)
class Exceptional(commands.arguments.Argument[Excepted]):
    """`because` a reason `until` a last day."""

    hint = commands.arguments.DATES

    @property
    def usage(self) -> str:
        """As help shows it."""
        return "[because reason until date]"

    def takes(self, word: str) -> bool:
        """What begins as it does."""
        return word.lower() in ("because", TILL)

    def read(self, words: commands.arguments.Words, context: commands.arguments.Context, /) -> Excepted:
        """The reason, without what is private, and the last day, behind the last `until` that there is."""
        spoken = list(words)
        ends = [place for place, word in enumerate(spoken) if word.lower() == TILL]
        reason = " ".join(spoken[1 : ends[-1]]) if ends else ""
        if not reason:
            raise rules.errors.ProgramError(messages.assigning.half_an_exception())
        for _ in range(ends[-1]):
            words.popleft()
        return REASON.read_input(reason, context), UNTIL.read(words, context)


FREELANCER = commands.arguments.Person("freelancer", optional=True)
ADVISER = commands.arguments.Person("adviser", optional=True)
EXCEPTION = Exceptional("because", optional=True)
REASON = commands.arguments.Text("reason", optional=True, most=messages.assigning.LONGEST_REASON)
UNTIL = commands.arguments.Date(TILL, optional=True)


def form(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """The form, with who could look after the freelancer where one is named."""
    freelancer = FREELANCER.find(request) or data.people.find(session, request.subject)
    if freelancer is not None:
        _check_freelancer(freelancer)
    candidates = jobs.caseload.candidates(request.scene(session), freelancer) if freelancer else []
    view = messages.assigning.form(freelancer, candidates, request.programme.caseload_cap)
    subject = freelancer.slack_id if freelancer else ""
    return commands.replies.Open(view, again=messages.assigning.OPEN, subject=subject)


def assign(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """At once if both are named, else by the form."""
    if ADVISER.find(request) is None:
        return form(session, request)
    return _assigned(session, request, EXCEPTION.find(request))


def submitted(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """What the form says; both halves of an exception, or neither."""
    reason, until = REASON.find(request), UNTIL.find(request)
    if (reason is None) != (until is None):
        missing = REASON if reason is None else UNTIL
        return commands.replies.Fields({missing.name: "An exception needs both a reason and its last day."})
    if reason is None and (full := _full(session, request)):
        return commands.replies.Fields({ADVISER.name: full})
    return _assigned(session, request, (reason, until) if reason and until else None)


def _full(session: sqlmodel.Session, request: commands.request.Request) -> str:
    """What the form says at the adviser who has no place; nothing if there is one."""
    adviser, cap = ADVISER.of(request), request.programme.caseload_cap
    seats = jobs.caseload.seats(request.scene(session), FREELANCER.of(request), adviser, request.today)
    return (
        "" if seats.is_theirs or _has_place(seats, cap) else messages.assigning.full_in_form(adviser, seats.used, cap)
    )


def _has_place(seats: jobs.caseload.Seats, cap: int) -> bool:
    """Who has no contract needs none."""
    return not seats.counts or seats.held < cap


def _assigned(session: sqlmodel.Session, request: commands.request.Request, exception: Excepted | None) -> Reply:
    freelancer, new = FREELANCER.of(request), ADVISER.of(request)
    _check_roles(freelancer, new)
    scene = request.scene(session)
    seats = jobs.caseload.seats(scene, freelancer, new, request.today)
    kept = _needed(request, freelancer, new, seats, exception)
    if seats.is_theirs and kept is None:
        return commands.replies.Say(messages.assigning.nothing_to_change(freelancer, new))
    old = jobs.caseload.adviser_of(session, freelancer)
    jobs.assignments.assign(
        scene, request.person, [jobs.assignments.Move(freelancer, old, new, *(kept or (None, None)))]
    )
    if seats.is_theirs and kept is not None:
        return commands.replies.Say(messages.assigning.prolonged(freelancer, new, *kept))
    running = data.people.find_running_assignment(session, freelancer.id or 0)
    places = f"That is {seats.used + seats.counts} (cap {request.programme.caseload_cap})."
    notes = [places, *_notes(freelancer, seats, exception, kept)]
    undo_id = str(running.id) if running else ""
    return commands.replies.Say(messages.assigning.assigned(freelancer, old, new, notes, undo_id))


def _notes(
    freelancer: Person,
    seats: jobs.caseload.Seats,
    given: Excepted | None,
    kept: Excepted | None,
) -> list[str]:
    """What else to know of it."""
    notes = [] if seats.counts else [messages.assigning.without_contract(freelancer)]
    if kept is not None:
        return [*notes, messages.assigning.exception(*kept)]
    return [*notes, messages.assigning.NOT_NEEDED] if given is not None else notes


def _check_roles(freelancer: Person, adviser: Person) -> None:
    """Who is deactivated is refused where they are read."""
    _check_freelancer(freelancer)
    if not adviser.adviser:
        raise rules.errors.ProgramError(messages.assigning.no_adviser(adviser))
    if freelancer.id == adviser.id:
        raise rules.errors.ProgramError(messages.assigning.themselves())


def _check_freelancer(person: Person) -> None:
    if not person.freelancer:
        raise rules.errors.ProgramError(messages.assigning.no_freelancer(person))


def _needed(
    request: commands.request.Request,
    freelancer: Person,
    adviser: Person,
    seats: jobs.caseload.Seats,
    exception: Excepted | None,
) -> Excepted | None:
    """The exception as far as it is needed; ProgramError if there is no place and none was given."""
    cap, today = request.programme.caseload_cap, request.today
    if exception is not None and not rules.assignments.exception_fits(exception[1], today):
        raise rules.errors.ProgramError(messages.assigning.bad_end(exception[1], today))
    if _has_place(seats, cap):
        return None
    if exception is None and not seats.is_theirs:
        raise rules.errors.ProgramError(messages.assigning.full(freelancer, adviser, seats.used, cap, today))
    return exception


def undo(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """Take a move back that was made within the hour; the cap holds for who would have them again too."""
    scene = request.scene(session)
    back = jobs.assignments.way_back(scene, request.ident or 0)
    if back is None:
        raise rules.errors.ProgramError(messages.assigning.too_late())
    if back.new is not None and not rules.caseload.excepted(back.reason, back.until, request.today):
        seats = jobs.caseload.seats(scene, back.freelancer, back.new, request.today)
        _needed(request, back.freelancer, back.new, seats, None)
    jobs.assignments.assign(scene, request.person, [back])
    return commands.replies.Say(messages.assigning.undone(back.freelancer, back.new))


VERBS = (
    commands.rows.Verb(
        commands.rows.MANAGERS,
        assign,
        root="program",
        words="assign",
        does="Give a freelancer an adviser from now on, within the cap or by an exception. Bare: a form.",
        arguments=(FREELANCER, ADVISER, EXCEPTION),
        example="/program assign @freelancer @adviser because holiday cover until 4w",
        bare=form,
        writes=True,
    ),
)
BUTTONS = (
    commands.rows.Button(
        commands.rows.MANAGERS, form, action=messages.assigning.OPEN, does="Open the form of who advises whom."
    ),
    commands.rows.Button(
        commands.rows.MANAGERS,
        undo,
        action=messages.assigning.UNDO,
        does="Take back who advises whom, for an hour.",
        writes=True,
    ),
)
FORMS = (
    commands.rows.Form(
        commands.rows.MANAGERS,
        submitted,
        callback=messages.assigning.FORM,
        does="Give a freelancer an adviser.",
        arguments=(
            commands.arguments.Person("freelancer"),
            commands.arguments.Person("adviser"),
            REASON,
            UNTIL,
        ),
        writes=True,
    ),
)
