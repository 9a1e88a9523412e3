"""What somebody reads when something failed on our side, and where an answer has no other place."""

import messages.forms
import messages.text


def our_side(reference: str) -> str:
    """For a fault of ours; the log has the same reference."""
    return f"Something went wrong on our side, and nothing was saved. ref {reference}"


def not_saved(busy: bool) -> str:
    """For a store that is locked, full or read-only."""
    if busy:
        return "Muster is busy right now, and nothing was saved. Please try again in a moment."
    return "Muster can't save anything right now, and nothing was saved. Please tell whoever runs it."


def members_unknown() -> str:
    """For a channel of which Slack did not say who is in it."""
    return "Slack did not say just now who is in this channel, so nothing was sent. Please press again in a moment."


def form_refused(action: str, subject: str = "") -> messages.text.Payload:
    """For a form that Slack did not open in time, with a button that tries again."""
    text = "Slack did not open the form in time."
    again = messages.text.button("Open the form", action, subject)
    return messages.text.message(text, messages.text.section(text), messages.text.buttons(again))


def small_modal(message: messages.text.Payload) -> messages.text.Payload:
    """An answer as a small modal, for a press on the home page or in a form, where Slack shows no other."""
    return messages.forms.page("Muster", message.get("blocks") or [messages.text.section(message["text"])])
