"""What its author and managers do to an update that was sent: cancel, correct, retract it, and retry what failed."""

import sqlmodel

import commands.arguments
import commands.broadcast
import commands.replies
import commands.request
import commands.rows
import data.audit
import data.models
import jobs.update_steering
import jobs.updates
import messages.update_forms
import messages.update_steering
import messages.updates
import rules.errors
import rules.updates

Update = data.models.Update
Reply = commands.replies.Reply

UPDATE = commands.arguments.Update("update")
TEXT = commands.arguments.Text("text", most=messages.update_forms.TEXT_LIMIT)
WHY = commands.arguments.Text("why", optional=True, most=messages.update_steering.WHY_LIMIT)


def cancel(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """Drop what waits, and say how many have it."""
    update = commands.broadcast.steered(session, request)
    if not rules.updates.may_be_cancelled(update):
        raise _over(update)
    here = request.scene(session)
    jobs.update_steering.cancel(here, update)
    progress = jobs.updates.progress(here, update)
    _record(session, request, "update.cancel", update, {"sent": progress.sent, "dropped": progress.dropped})
    return commands.replies.Say(messages.update_steering.cancelled(update, progress))


def correct(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """The form with the text as it reads now."""
    update = _changeable(session, request)
    progress = jobs.updates.progress(request.scene(session), update)
    view = messages.update_steering.correcting(update, progress, _subject(update))
    return commands.replies.Open(view, again=messages.updates.CORRECT, subject=str(update.id))


def corrected(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """Every copy reads so from now on, unless somebody else changed it while the form was open."""
    update, text = _changeable(session, request), TEXT.of(request)
    present = update.correction or update.text
    if request.subject != _subject(update):
        return commands.replies.Fields(
            {TEXT.name: "Somebody else has corrected it meanwhile: please copy your text, and open the form anew."}
        )
    if text == present:
        return commands.replies.Fields({TEXT.name: "This is how it reads already."})
    here = request.scene(session)
    jobs.update_steering.correct(here, update, text)
    _record(session, request, "update.correct", update)
    progress = jobs.updates.progress(here, update)
    return commands.replies.Say(messages.update_steering.changed(update, progress, "corrected"))


def retract(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """The form that says how wide it reaches."""
    update = _retractable(session, request)
    progress = jobs.updates.progress(request.scene(session), update)
    view = messages.update_steering.retracting(update, progress, str(update.id))
    return commands.replies.Open(view, again=messages.updates.RETRACT, subject=str(update.id))


def retracted(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """Every copy says that it was taken back."""
    update, why = _retractable(session, request), WHY.find(request)
    here = request.scene(session)
    jobs.update_steering.retract(here, update, why)
    _record(session, request, "update.retract", update)
    progress = jobs.updates.progress(here, update)
    return commands.replies.Say(messages.update_steering.changed(update, progress, "retracted"))


def retry(session: sqlmodel.Session, request: commands.request.Request) -> Reply:
    """Send anew what failed for certain."""
    update = commands.broadcast.steered(session, request)
    if not rules.updates.may_be_retried(update):
        raise _over(update)
    number = jobs.update_steering.retry(request.scene(session), update)
    if number:
        _record(session, request, "update.retry", update, {"failed": number})
    return commands.replies.Say(messages.update_steering.retried(update, number))


def _changeable(session: sqlmodel.Session, request: commands.request.Request) -> Update:
    update = commands.broadcast.steered(session, request)
    if not rules.updates.may_be_changed(update):
        raise _over(update)
    return update


def _retractable(session: sqlmodel.Session, request: commands.request.Request) -> Update:
    """What nobody has got is not taken back from people who never saw it."""
    update = _changeable(session, request)
    if rules.updates.may_be_undone(update, request.now):
        number = messages.updates.number(update)
        raise rules.errors.ProgramError(
            f"Nobody has got it yet: *Undo* it on its card, or write `/broadcast cancel {number}`."
        )
    return update


def _over(update: Update) -> rules.errors.ProgramError:
    return rules.errors.ProgramError(messages.update_steering.over(update))


def _subject(update: Update) -> str:
    """Its number, and since when it reads as it does."""
    return f"{update.id}:{update.corrected_at.isoformat() if update.corrected_at else ''}"


def _record(
    session: sqlmodel.Session,
    request: commands.request.Request,
    action: str,
    update: Update,
    after: dict[str, object] | None = None,
) -> None:
    """Who did what; texts are kept by the update alone, so that what is taken out of them is gone."""
    number = messages.updates.number(update)
    data.audit.record(session, request.now, request.person.slack_id, action, number, after=after)


ADVISERS = commands.rows.ADVISERS

VERBS = (
    commands.rows.Verb(
        ADVISERS,
        cancel,
        root="broadcast",
        words="cancel",
        does="Let nobody get an update any more who has not got it; for its author and managers.",
        arguments=(UPDATE,),
        example="/broadcast cancel UPD-9",
        writes=True,
    ),
    commands.rows.Verb(
        ADVISERS,
        correct,
        root="broadcast",
        words="correct",
        does="Change its text, for those too who have it; for its author and managers.",
        arguments=(UPDATE,),
        example="/broadcast correct UPD-9",
    ),
    commands.rows.Verb(
        ADVISERS,
        retract,
        root="broadcast",
        words="retract",
        does="Take it back from everybody, with a line why; for its author and managers.",
        arguments=(UPDATE,),
        example="/broadcast retract UPD-9",
    ),
)
BUTTONS = (
    commands.rows.Button(
        ADVISERS,
        cancel,
        action=messages.updates.CANCEL,
        does="Let nobody get an update any more who has not got it.",
        writes=True,
    ),
    commands.rows.Button(
        ADVISERS, correct, action=messages.updates.CORRECT, does="Open the form of an update's correction."
    ),
    commands.rows.Button(
        ADVISERS, retract, action=messages.updates.RETRACT, does="Open the form that takes an update back."
    ),
    commands.rows.Button(
        ADVISERS,
        retry,
        action=messages.updates.RETRY,
        does="Send an update anew to those for whom it failed.",
        writes=True,
    ),
)
FORMS = (
    commands.rows.Form(
        ADVISERS,
        corrected,
        callback=messages.update_steering.CORRECTED,
        does="Change an update's text, for those too who have it.",
        arguments=(TEXT,),
        writes=True,
    ),
    commands.rows.Form(
        ADVISERS,
        retracted,
        callback=messages.update_steering.RETRACTED,
        does="Take an update back from everybody.",
        arguments=(WHY,),
        writes=True,
    ),
)
