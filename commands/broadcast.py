"""`/broadcast`: product updates are composed, previewed, sent, and undone for a while."""

import datetime

import sqlmodel

import commands.arguments
import commands.replies
import commands.request
import commands.rows
import data.audit
import data.models
import data.people
import data.updates
import jobs.rotation
import jobs.updates
import messages.text
import messages.update_forms
import messages.updates
import rules.errors
import rules.local_time
import rules.updates

Update = data.models.Update
State = data.models.UpdateState
Reply = commands.replies.Reply

NAMED = commands.arguments.Text("title", optional=True)

TITLE = commands.arguments.Text("title", most=messages.update_forms.TITLE_LIMIT)
TEXT = commands.arguments.Text("text", most=messages.update_forms.TEXT_LIMIT)
PRODUCT = commands.arguments.Typed("product", optional=True)
MANNER = commands.arguments.Choices("manner", optional=True)
DAY = commands.arguments.Date("day", optional=True)
TIME = commands.arguments.Time("time", optional=True)
UNTIL = commands.arguments.Date("until")
PRODUCTS = commands.arguments.Choices("products", optional=True)
LANGUAGES = commands.arguments.Choices("languages", optional=True)
CASELOAD = commands.arguments.Person("caseload", optional=True)
URGENT = commands.arguments.Choices("urgent", optional=True)

MORNING = datetime.time(9)
"""When an update goes out whose author named a day alone."""


def scene(session: sqlmodel.Session, request: commands.request.Request) -> jobs.updates.Scene:
    """What every act on an update needs."""
    return jobs.updates.Scene(session, request.programme, request.now)


def check_may_send(session: sqlmodel.Session, request: commands.request.Request) -> None:
    """Who is on duty, and managers."""
    if request.is_manager:
        return
    shift = jobs.rotation.on_duty(session, request.programme, request.now)
    if shift is None or request.person.id not in {person.id for person in shift.pair}:
        raise rules.errors.ProgramError(
            "Updates are sent by who is on duty, and by managers. `/duty` says who that is: please ask them."
        )


def form(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """The form of a new update."""
    check_may_send(session, request)
    today = request.today
    draft = Update(
        author_id=request.person.id or 0,
        title=NAMED.find(request) or "",
        text="",
        valid_until=today + rules.updates.VALID,
        drafted_at=request.now,
    )
    return _compose(session, request, draft)


def _compose(session: sqlmodel.Session, request: commands.request.Request, draft: Update) -> Reply:
    products, languages = data.people.list_words(session)
    ident = str(draft.id or "")
    view = messages.update_forms.composing(draft, products, languages, request.reader, ident)
    return commands.replies.Open(view)


def composed(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """Keep the draft, and show it as a recipient will see it."""
    check_may_send(session, request)
    draft = _draft(session, request)
    wrong = _wrong(request, draft)
    if wrong:
        return commands.replies.Fields(wrong)
    number = len(jobs.updates.audience(scene(session, request), draft))
    if not number:
        return commands.replies.Fields({TITLE.name: "Nobody would get it: please take a filter away at the bottom."})
    data.updates.save(session, draft)
    return commands.replies.Next(messages.update_forms.preview(draft, number, request.reader, changed=False))


def _draft(session: sqlmodel.Session, request: commands.request.Request) -> Update:
    """The draft that the form is of, or a new one, with what the form says."""
    draft = data.updates.find(session, request.ident or 0)
    if draft is None or draft.state != State.DRAFT or draft.author_id != request.person.id:
        draft = Update(
            author_id=request.person.id or 0, title="", text="", valid_until=request.today, drafted_at=request.now
        )
    adviser = CASELOAD.find(request)
    draft.title, draft.text, draft.product = TITLE.of(request), TEXT.of(request), PRODUCT.find(request)
    manner = MANNER.find(request) or ()
    draft.urgent = messages.update_forms.URGENT in manner
    draft.wants_receipt = messages.update_forms.RECEIPT in manner
    draft.products, draft.languages = list(PRODUCTS.find(request) or ()), list(LANGUAGES.find(request) or ())
    draft.caseloads = [adviser.slack_id] if adviser else []
    draft.valid_until = UNTIL.of(request) + datetime.timedelta(days=1)
    day, time = DAY.find(request), TIME.find(request)
    day = day or (request.today if time else None)
    draft.starts = rules.local_time.instant(day, time or MORNING, request.zone) if day else None
    return draft


def _wrong(request: commands.request.Request, draft: Update) -> dict[str, str]:
    """What can't be sent so, by input."""
    if draft.starts is not None and draft.starts < request.now:
        return {DAY.name: "This is past: leave day and time empty to send it now."}
    if draft.valid_until <= request.today:
        return {UNTIL.name: "This day is past."}
    return {}


def send(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """Send what was previewed, unless others would get it by now than the author saw."""
    check_may_send(session, request)
    draft = data.updates.find(session, request.ident or 0)
    if draft is None or draft.state != State.DRAFT or draft.author_id != request.person.id:
        return commands.replies.Say(messages.text.message("This update was sent already; nothing was changed."))
    here, seen = scene(session, request), request.subject.partition(":")[2]
    number = len(jobs.updates.audience(here, draft))
    if str(number) != seen or (draft.urgent and not URGENT.find(request)):
        return commands.replies.Next(messages.update_forms.preview(draft, number, request.reader, changed=True))
    jobs.updates.send(here, draft)
    data.audit.record(
        session,
        request.now,
        request.person.slack_id,
        "update.send",
        messages.updates.number(draft),
        after={"to": number},
    )
    return commands.replies.Close()


def undo(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """Bring the draft back; nobody got anything."""
    update = steered(session, request)
    if not jobs.updates.undo(scene(session, request), update):
        raise rules.errors.ProgramError("It is too late to undo it: *Cancel*, *Correct* or *Retract* it instead.")
    data.audit.record(session, request.now, request.person.slack_id, "update.undo", messages.updates.number(update))
    return _compose(session, request, update)


def steered(session: sqlmodel.Session, request: commands.request.Request) -> Update:
    """The update that a button or form is about, if the reader may say what becomes of it."""
    update = data.updates.find(session, request.ident or 0)
    if update is None:
        raise rules.errors.ProgramError("There is no such update. `/broadcast list` shows those that there are.")
    if not rules.updates.may_steer(update, request.person):
        raise rules.errors.ProgramError("Only its author and managers can do that.")
    return update


def got_it(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """Somebody has read it; counted once."""
    update = data.updates.find(session, request.ident or 0)
    if update is not None:
        jobs.updates.acknowledge(scene(session, request), update, request.person)
    return commands.replies.Done()


VERBS = (
    commands.rows.Verb(
        commands.rows.ADVISERS,
        form,
        root="broadcast",
        words="",
        does="Send a product update, if you are on duty or a manager.",
        arguments=(NAMED,),
        example="/broadcast New checkout",
    ),
)
BUTTONS = (
    commands.rows.Button(
        commands.rows.ADVISERS,
        undo,
        action=messages.updates.UNDO,
        does="Bring an update back that has not left yet, as a draft.",
        writes=True,
    ),
    commands.rows.Button(
        commands.rows.ALL, got_it, action=messages.updates.GOT_IT, does="Say that you have got an update.", writes=True
    ),
)
FORMS = (
    commands.rows.Form(
        commands.rows.ADVISERS,
        composed,
        callback=messages.update_forms.COMPOSE,
        does="Keep an update as a draft, and preview it.",
        arguments=(
            *(TITLE, TEXT, PRODUCT, MANNER, DAY, TIME, UNTIL),
            *(PRODUCTS, LANGUAGES, CASELOAD),
        ),
        writes=True,
    ),
    commands.rows.Form(
        commands.rows.ADVISERS,
        send,
        callback=messages.update_forms.SEND,
        does="Send the update that was previewed.",
        arguments=(URGENT,),
        writes=True,
    ),
)
