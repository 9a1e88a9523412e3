"""`/broadcast`: product updates are composed, previewed, sent, and undone for a while."""

import datetime

import sqlmodel

import commands.arguments
import commands.latest
import commands.replies
import commands.request
import commands.rows
import data.audit
import data.copies
import data.models
import data.people
import data.reports
import data.updates
import jobs.rotation
import jobs.updates
import messages.receipts
import messages.text
import messages.update_forms
import messages.updates
import rules.errors
import rules.local_time
import rules.updates

Update = data.models.Update
State = data.models.UpdateState
Reply = commands.replies.Reply

UPDATE = commands.arguments.Update("update", optional=True, drafts=True)
NAMED = commands.arguments.Text("title", optional=True)

TITLE = commands.arguments.Text("title", most=messages.update_forms.TITLE_LIMIT)
TEXT = commands.arguments.Text("text", most=messages.update_forms.TEXT_LIMIT)
PRODUCT = commands.arguments.Text("product", optional=True)
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


def may_send(session: sqlmodel.Session, request: commands.request.Request) -> bool:
    """Whether they are on duty, or a manager."""
    if request.is_manager:
        return True
    shift = jobs.rotation.on_duty(session, request.programme, request.now)
    return shift is not None and request.person.id in {person.id for person in shift.pair}


def check_may_send(session: sqlmodel.Session, request: commands.request.Request) -> None:
    """Who is on duty, and managers."""
    if not may_send(session, request):
        raise rules.errors.ProgramError(messages.receipts.WHO_SENDS)


def form(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """The form of a new update; or one update, if it is named. Who may send none reads what they have not read."""
    if named := UPDATE.find(request):
        return one(session, request, named)
    title = NAMED.find(request)
    if title is None and not may_send(session, request):
        return commands.latest.instead(session, request)
    check_may_send(session, request)
    return compose(session, request, new(request, title or "", ""))


def one(session: sqlmodel.Session, request: commands.request.Request, update: Update) -> Reply:
    """How far it has come, for those who look after it; its text for who has it; the form of one's own draft."""
    here, may_steer = request.scene(session), rules.updates.may_steer(update, request.person)
    if update.state == State.DRAFT and update.author_id == request.person.id and may_send(session, request):
        return compose(session, request, update)
    if may_steer or may_send(session, request):
        return commands.replies.Say(jobs.updates.draw(here, update, buttons=may_steer))
    copy = data.copies.find_arrived(session, update.id or 0, request.person.id or 0) or _coming(
        session, request, update
    )
    if copy is None:
        number = messages.updates.number(update)
        raise rules.errors.ProgramError(
            f"There is no {number} that you can see. `/broadcast list` shows those that you can."
        )
    return commands.replies.Say(messages.updates.copy(update, acknowledged=copy.acknowledged_at is not None))


def _coming(session: sqlmodel.Session, request: commands.request.Request, update: Update) -> data.models.Copy | None:
    """A copy that waits for its reader's hours: who asks before may read it, as in `/broadcast latest`."""
    has_left = update.leaves_at is not None and update.leaves_at <= request.now
    if update.state != State.SENT or not has_left:
        return None
    return data.updates.find_copy(session, update.id or 0, request.person.id or 0)


def new(request: commands.request.Request, title: str, text: str) -> Update:
    """A draft by whoever asks, as far as a form takes it."""
    return Update(
        author_id=request.person.id or 0,
        title=messages.text.cut(title, messages.update_forms.TITLE_LIMIT),
        text=messages.text.cut(text, messages.update_forms.TEXT_LIMIT),
        valid_until=request.today + rules.updates.VALID,
        drafted_at=request.now,
    )


def compose(session: sqlmodel.Session, request: commands.request.Request, draft: Update) -> Reply:
    """The form of a draft; a new one is known by the report that it tells the end of, if there is one."""
    products, languages = data.people.list_words(session)
    ident = f"{draft.id or ''}:{draft.report_id or ''}"
    view = messages.update_forms.composing(draft, products, languages, request.reader, ident)
    return commands.replies.Open(view, again=messages.updates.EDIT if draft.id else "", subject=str(draft.id or ""))


def composed(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """Keep the draft, and show it as a recipient will see it."""
    check_may_send(session, request)
    draft = _draft(session, request)
    wrong = _wrong(request, draft)
    if wrong:
        return commands.replies.Fields(wrong)
    number = len(jobs.updates.audience(request.scene(session), draft))
    if not number:
        return commands.replies.Fields({TITLE.name: messages.update_forms.nobody(draft)})
    data.updates.save(session, draft)
    shown = messages.update_forms.preview(draft, number, request.reader, changed=False)
    return commands.replies.Next(shown, push=True)  # the form stays below, for who sees a mistake


def _draft(session: sqlmodel.Session, request: commands.request.Request) -> Update:
    """The draft that the form is of, or a new one, with what the form says."""
    draft = _own_draft(session, request)
    if draft is None:
        draft = new(request, "", "")
        draft.report_id = _report_id(session, request)
    adviser = CASELOAD.find(request)
    draft.drafted_at = request.now
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


def _own_draft(session: sqlmodel.Session, request: commands.request.Request) -> Update | None:
    """The draft that a button or form is about, if it is theirs and still one."""
    draft = data.updates.find(session, request.ident or 0)
    theirs = draft is not None and draft.state == State.DRAFT and draft.author_id == request.person.id
    return draft if theirs else None


def _report_id(session: sqlmodel.Session, request: commands.request.Request) -> int | None:
    """The report whose end the form tells; where it can't be seen nothing goes on, for everybody would get this."""
    named = request.subject.partition(":")[2]
    if not named:
        return None
    report = data.reports.find_seen_by(session, commands.request.ident(named) or 0, request.person)
    if report is None:
        raise rules.errors.ProgramError("There is no such report. `/broadcast` opens an empty form.")
    return report.id


def _wrong(request: commands.request.Request, draft: Update) -> dict[str, str]:
    """What can't be sent so, by input."""
    if draft.starts is not None and draft.starts < request.now:
        return {DAY.name: "This is past: leave day and time empty to send it now."}
    if draft.valid_until <= request.today:
        return {UNTIL.name: "This day is past."}
    return {}


def send(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """Send what was previewed, unless it reads otherwise by now or reaches others than the author saw."""
    check_may_send(session, request)
    draft = _own_draft(session, request)
    if draft is None:
        return commands.replies.Say(messages.text.message("This update was sent already; nothing was changed."))
    here = request.scene(session)
    number = len(jobs.updates.audience(here, draft))
    if not number:
        raise rules.errors.ProgramError(messages.update_forms.nobody(draft))
    changed = request.subject != messages.update_forms.version(draft, number)
    if changed or (draft.urgent and not URGENT.find(request)):
        return commands.replies.Next(messages.update_forms.preview(draft, number, request.reader, changed))
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
    if not jobs.updates.undo(request.scene(session), update):
        raise rules.errors.ProgramError("It is too late to undo it: *Cancel*, *Correct* or *Retract* it instead.")
    data.audit.record(session, request.now, request.person.slack_id, "update.undo", messages.updates.number(update))
    return compose(session, request, update)


def edit(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """The form of a draft that was brought back, for its author."""
    check_may_send(session, request)
    draft = _own_draft(session, request)
    if draft is None:
        raise rules.errors.ProgramError("This is no draft of yours. `/broadcast` opens an empty form.")
    return compose(session, request, draft)


def steered(session: sqlmodel.Session, request: commands.request.Request) -> Update:
    """The update that a command names, or a button or form is about, if the reader may say what becomes of it."""
    update = UPDATE.find(request) or data.updates.find(session, request.ident or 0)
    if update is None:
        raise rules.errors.ProgramError("There is no such update. `/broadcast list` shows those that there are.")
    if not rules.updates.may_steer(update, request.person):
        raise rules.errors.ProgramError("Only its author and managers can do that.")
    return update


VERBS = (
    commands.rows.Verb(
        commands.rows.ALL,
        form,
        root="broadcast",
        words="",
        does="Send a product update, if you are on duty or a manager; for others what they have not read. "
        "With a number, that update.",
        arguments=(UPDATE, NAMED),
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
        commands.rows.ADVISERS,
        edit,
        action=messages.updates.EDIT,
        does="Open the form of a draft of one's own that was brought back.",
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
