"""The one message that tells somebody who came late the updates that concern them."""

import collections.abc

import data.models
import messages.receipts
import messages.text
import messages.updates

Update = data.models.Update
Copy = data.models.Copy
State = data.models.UpdateState

TOLD = 10
"""So many stand in the message."""

_MOST = 2500
"""So much of each of them."""


def message(rows: collections.abc.Sequence[tuple[Update, Copy]], reader: messages.text.Reader) -> messages.text.Payload:
    """The newest first, each with its *Got it* where that is wanted."""
    title = "*Welcome.* These updates were sent before you came, and concern your work."
    shown = [(_update(update, reader), _below(update, copy)) for update, copy in rows[:TOLD]]
    more = len(rows) - TOLD
    rest = [f"and {more} more: `/broadcast latest`"] if more > 0 else []
    small = messages.text.why(
        "you take part since these were sent",
        "`/broadcast latest` lists such updates. Answer in this message's thread: who is on duty reads it",
    )
    return messages.text.message(
        "\n".join([title, *(text for text, _ in shown), *rest, small]),
        messages.text.section(title),
        *(block for text, below in shown for block in ({"type": "divider"}, messages.text.section(text), *below)),
        *map(messages.text.section, rest),
        messages.text.small(small),
    )


def _update(update: Update, reader: messages.text.Reader) -> str:
    head = f"*{messages.updates.headline(update)}* · {messages.receipts.sent(update, reader)}"
    if update.state == State.RETRACTED:
        why = f" {messages.updates.body(update.ending)}" if update.ending else ""
        return f"{head}\nThis update was taken back.{why}"
    urgent = "*Urgent* · " if update.urgent else ""
    corrected = "_Corrected:_\n" if update.correction else ""
    return f"{urgent}{head}\n{corrected}{messages.updates.beginning(update, _MOST)}"


def _below(update: Update, copy: Copy) -> list[messages.text.Block]:
    if not update.wants_receipt or update.state == State.RETRACTED:
        return []
    if copy.acknowledged_at is not None:
        return [messages.text.small("*You have got it.* Thank you.")]
    return [messages.text.buttons(messages.receipts.got_it(update, listed=False))]
