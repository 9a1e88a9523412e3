"""What whoever steers an update reads: the forms of a correction and a retraction, and what was done."""

import data.models
import messages.forms
import messages.text
import messages.update_forms
import messages.updates

Update = data.models.Update
Progress = messages.updates.Progress

CORRECTED, RETRACTED = "corrected:update", "retracted:update"
"""The forms' callbacks."""

WHY_LIMIT = 500


def correcting(update: Update, progress: Progress, subject: str) -> messages.text.Payload:
    """The form with the text as it reads now."""
    forms, most = messages.forms, messages.update_forms.TEXT_LIMIT
    blocks = [
        messages.text.section(f"*{messages.updates.headline(update)}*\n{_reach(progress)}"),
        forms.text("text", "Text", update.correction or update.text, lines=True, most=most),
        messages.text.small(
            "It is marked as corrected, and replaces the text everywhere. Slack notifies nobody of it."
        ),
    ]
    return forms.modal(CORRECTED, "Correct", "Correct", blocks, subject)


def retracting(update: Update, progress: Progress, subject: str) -> messages.text.Payload:
    """The form that confirms it, with a line why for who wants to give one."""
    forms = messages.forms
    blocks = [
        messages.text.section(f"*{messages.updates.headline(update)}*\n{_reach(progress)} This can't be undone."),
        forms.text("why", "Why, in a line that they read", optional=True, most=WHY_LIMIT),
        messages.text.small("In place of its text everybody reads that this update was taken back, and why."),
    ]
    return forms.modal(RETRACTED, "Retract", "Retract", blocks, subject)


def _reach(progress: Progress) -> str:
    waits = f", {progress.waiting:,} more when it comes to them" if progress.waiting else ""
    return f"{people(progress.sent)} will see it at once{waits}."


def people(number: int) -> str:
    """`1 person`, `1,200 people`."""
    return "1 person" if number == 1 else f"{number:,} people"


def cancelled(update: Update, progress: Progress) -> messages.text.Payload:
    """How many have it, and how many get it no more."""
    coming = f" {people(progress.waiting).capitalize()} may still get it this moment." if progress.waiting else ""
    return messages.text.message(
        f"*{messages.updates.headline(update)}* is cancelled. {people(progress.sent).capitalize()} already "
        f"{'has' if progress.sent == 1 else 'have'} it, and {people(progress.dropped)} won't get it.{coming} "
        f"`/broadcast retract {messages.updates.number(update)}` takes it back from who has it."
    )


def changed(update: Update, progress: Progress, what: str) -> messages.text.Payload:
    """What was done, and how far it reaches."""
    return messages.text.message(f"*{messages.updates.headline(update)}* is {what}. {_reach(progress)}")


def retried(update: Update, number: int) -> messages.text.Payload:
    """How much is tried anew."""
    again = f"{number:,} failed message{'' if number == 1 else 's'} of it"
    said = f"{again} {'is' if number == 1 else 'are'} sent anew." if number else "nothing of it has failed for certain."
    return messages.text.message(f"*{messages.updates.headline(update)}*: {said}")


def over(update: Update) -> str:
    """Why nothing more can be done to it."""
    state = data.models.UpdateState
    ended = {state.CANCELLED: "is cancelled already", state.RETRACTED: "is retracted already"}
    how = ended.get(state(update.state), "was not sent yet: send it first, by `/broadcast`")
    return f"{messages.updates.number(update)} {how}."
