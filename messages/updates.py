"""A product update as its recipients read it, and as those who look after it see how far it has come."""

import collections.abc
import dataclasses
import re

import data.models
import messages.text
import rules.updates

Update = data.models.Update
State = data.models.UpdateState

GOT_IT = "got:update"
UNDO, EDIT, CANCEL, CORRECT, RETRACT, RETRY = (
    "undo:update",
    "edit:update",
    "cancel:update",
    "correct:update",
    "retract:update",
    "retry:update",
)
"""The buttons' actions."""

_SHOWN = 80
"""So much of an address is shown; the link holds all of it."""

_WORD = re.compile(r"\s*\S{1,500}|\s+")
"""A word with the space before it; of what is no word so much as fits, escaped, into a section."""

_ADDRESS = re.compile(r"https?://[^\s<>|]+[^\s<>|.,;:!?)\]}'\"]")


@dataclasses.dataclass(frozen=True)
class Progress:
    """How many have it, wait for it, and did not get it and why; how many said *Got it*.

    `failed` counts by Slack's reason; `uncertain` may have it or not; `left` were gone before it came to them, and
    `dropped` were let go of. Of those in Slack `changing` will show how it reads now, and `unchanged` can't be made to.
    """

    sent: int = 0
    waiting: int = 0
    failed: collections.abc.Mapping[str, int] = dataclasses.field(default_factory=dict)
    uncertain: int = 0
    left: int = 0
    dropped: int = 0
    changing: int = 0
    unchanged: int = 0
    acknowledged: int = 0

    @property
    def is_moving(self) -> bool:
        """Whether there will be more to show by itself."""
        return bool(self.waiting or self.changing)

    @property
    def is_retriable(self) -> bool:
        """Whether something failed for certain, and may be tried anew."""
        return bool(self.failed or self.unchanged)


def number(update: Update) -> str:
    """`UPD-9`."""
    return f"UPD-{update.id}"


def headline(update: Update, most: int = 150) -> str:
    """`UPD-9 · New checkout`."""
    return f"{number(update)} · {messages.text.escape(messages.text.cut(' '.join(update.title.split()), most))}"


def body(text: str) -> str:
    """What an author typed: Slack's formatting holds, addresses are links, and nothing in it notifies anybody."""
    parts, last = [], 0
    for found in _ADDRESS.finditer(text):
        shown = messages.text.cut(found[0], _SHOWN)
        parts += [messages.text.escape(text[last : found.start()]), messages.text.link(found[0], shown)]
        last = found.end()
    return "".join([*parts, messages.text.escape(text[last:])])


def pieces(text: str, most: int = messages.text.SECTION_LIMIT, before: str = "") -> list[str]:
    """The same in as many pieces as it takes: drawn, it is longer than it was typed, and Slack cuts no word of it.

    The first begins with what comes `before`.
    """
    drawn = [before]
    for word in map(body, _WORD.findall(text)):
        if len(drawn[-1]) + len(word) > most:
            drawn.append("")
        drawn[-1] += word
    return [piece.strip() for piece in drawn]


def beginning(update: Update, most: int) -> str:
    """How it reads by now, for a list: of what is too long for it the first piece, and where all of it is."""
    first, *more = pieces(update.correction or update.text, most)
    return f"{first}… `/broadcast {number(update)}` shows all of it." if more else first


def copy(update: Update, acknowledged: bool = False) -> messages.text.Payload:
    """One recipient's copy, or the post in the updates channel."""
    if update.state == State.RETRACTED:
        return _retracted(update)
    urgent = "*Urgent* · " if update.urgent else ""
    corrected = "_Corrected:_\n" if update.correction else ""
    product = [messages.text.escape(update.product)] if update.product else []
    head = f"{urgent}*{messages.text.escape(messages.text.cut(update.title, 150))}*"
    text = pieces(update.correction or update.text, before=corrected)
    paragraphs = ["\n".join([head, *product]), *text]
    small = _why(update)
    return messages.text.message(
        "\n".join([*paragraphs, small]),
        *map(messages.text.section, paragraphs),
        *_receipt(update, acknowledged),
        messages.text.small(small),
    )


def _receipt(update: Update, acknowledged: bool) -> list[messages.text.Block]:
    if not update.wants_receipt:
        return []
    if acknowledged:
        return [messages.text.section("*You have got it.* Thank you.")]
    return [messages.text.buttons(messages.text.button("Got it", GOT_IT, str(update.id), style="primary"))]


def _retracted(update: Update) -> messages.text.Payload:
    why = f" {body(update.ending)}" if update.ending else ""
    text = f"*{messages.text.escape(messages.text.cut(update.title, 150))}*\nThis update was taken back.{why}"
    small = _why(update)
    return messages.text.message(f"{text}\n{small}", messages.text.section(text), messages.text.small(small))


def _why(update: Update) -> str:
    answers = "Answer in this message's thread: who is on duty reads it"
    reason = "concerns your work"
    if update.report_id is not None:
        reason = f"is about BUG-{update.report_id}, which you reported or saw too"
    return messages.text.why(f"{number(update)} {reason}", f"`/broadcast latest` lists such updates. {answers}")


# -- for those who look after it


def card(
    update: Update,
    author: data.models.Person,
    progress: Progress,
    reader: messages.text.Reader,
    undoable: bool,
    steered: bool = True,
) -> messages.text.Payload:
    """How far it has come, with what can be done about it, in the triage channel."""
    standing = _leaving(update, reader) if undoable else _standing(update)
    lines = [
        f"*{headline(update)}*",
        f"{standing} · by {messages.text.name(author.name)} · {audience(update)}",
        *_progress(update, progress),
    ]
    text = "\n".join(lines)
    buttons = _buttons(update, progress, undoable) if steered else []
    return messages.text.message(
        text, messages.text.section(text), *([messages.text.buttons(*buttons)] if buttons else [])
    )


def _leaving(update: Update, reader: messages.text.Reader) -> str:
    standing = "*Urgent, not sent yet:*" if update.urgent else "*Not sent yet:*"
    at = update.leaves_at or update.drafted_at
    return f"{standing} nothing leaves before {messages.text.shown_in_readers_zone(at, reader)}"


def _standing(update: Update) -> str:
    if update.state == State.SENT and update.corrected_at is not None:
        return "*Corrected*"
    return {
        State.DRAFT: "*Draft*",
        State.SENT: "*Urgent*" if update.urgent else "*Sent*",
        State.CANCELLED: "*Cancelled:* who had not got it gets it no more",
        State.RETRACTED: "*Retracted*",
    }[State(update.state)]


def audience(update: Update, named: bool = False) -> str:
    """Whom it is for, in words; an adviser is `named` by a mention where that notifies nobody."""
    if update.report_id is not None:
        return f"to who reported BUG-{update.report_id}"
    filters = {
        "product": [messages.text.escape(word) for word in update.products],
        "language": [messages.text.language(word) for word in update.languages],
        "adviser": [messages.text.mention(adviser) if named else "as chosen" for adviser in update.caseloads],
    }
    said = [f"{name} {messages.text.either(words)}" for name, words in filters.items() if words]
    return f"to those with {', '.join(said)}" if said else "to everyone"


def _progress(update: Update, progress: Progress) -> list[str]:
    if update.state == State.DRAFT:
        return []
    got = f" · Got it: {progress.acknowledged}" if update.wants_receipt else ""
    failed = sum(progress.failed.values())
    none = "cancelled before it left" if update.state == State.CANCELLED else "let go of, too late to be of use"
    what = "that it was taken back" if update.state == State.RETRACTED else "the correction"
    told = {
        "may have it or not, for Slack gave no answer: it is not sent twice, so please ask them": progress.uncertain,
        "had left before it came, and got none": progress.left,
        none: progress.dropped,
        f"will show {what} in a moment": progress.changing,
        f"can't be made to show {what}": progress.unchanged,
    }
    return [
        f"Sent {progress.sent} · waiting {progress.waiting} · failed {failed}{got}",
        *(f"• {count} failed: {reason(why)}" for why, count in sorted(progress.failed.items())),
        *(f"• {count} {said}" for said, count in told.items() if count),
    ]


_ACCOUNT = "their Slack account is deactivated or unknown"
_CHANNEL = "Slack does not let Muster write in the channel any more"
_REASONS = {
    **dict.fromkeys(("user_disabled", "user_not_found", "users_not_found", "is_inactive"), _ACCOUNT),
    **dict.fromkeys(("is_archived", "channel_not_found", "restricted_action"), _CHANNEL),
    "restricted_action_read_only_channel": _CHANNEL,
    "user_not_visible": "Slack does not let Muster see this guest",
    "cannot_dm_bot": "it is no person but an app",
    "messages_tab_disabled": "Muster's messages tab is off in Slack",
    "invalid_blocks": "Slack did not take the text as it is",
    "msg_blocks_too_long": "the text is too long for Slack",
}


def reason(error: str) -> str:
    """Why a message failed, in plain words, with Slack's own for who wants to look it up."""
    words = _REASONS.get(error, "Slack would not take it, however often it was tried")
    return f"{words} (`{messages.text.escape(error)}`)"


def _buttons(update: Update, progress: Progress, undoable: bool) -> list[messages.text.Block]:
    subject, button = str(update.id), messages.text.button
    if undoable:
        return [button("Undo", UNDO, subject)]
    if update.state == State.DRAFT:
        return [button("Edit", EDIT, subject)]
    stop = [button("Cancel what waits", CANCEL, subject)] if update.state == State.SENT and progress.waiting else []
    retry = (
        [button("Retry failed", RETRY, subject)]
        if rules.updates.may_be_retried(update) and progress.is_retriable
        else []
    )
    change = [button("Correct", CORRECT, subject), button("Retract", RETRACT, subject)]
    return [*stop, *retry, *(change if rules.updates.may_be_changed(update) else [])]
