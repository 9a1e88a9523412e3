"""The forms of updates: composing one, and the preview that is sent by a second press."""

import collections.abc
import datetime

import data.models
import messages.forms
import messages.text
import messages.updates
import rules.languages

COMPOSE, SEND, FROM_MESSAGE = "compose:update", "send:update", "broadcast:message"
"""The forms' callbacks, and that of the shortcut."""

URGENT, RECEIPT = "urgent", "receipt"

TITLE_LIMIT = 150
TEXT_LIMIT = 2900
"""With its mark *Corrected* it still fits into one section."""

Update = data.models.Update
Words = collections.abc.Sequence[str]


def composing(
    draft: Update, products: Words, languages: Words, reader: messages.text.Reader, ident: str = ""
) -> messages.text.Payload:
    """The form, filled in with what is known of the draft."""
    form = messages.forms
    known = {
        "products": _same(products),
        "languages": {word: rules.languages.called(word) for word in _same(languages)},
    }
    starts = draft.starts.astimezone(reader.zone) if draft.starts else None
    ticked = [name for name, is_so in ((URGENT, draft.urgent), (RECEIPT, draft.wants_receipt)) if is_so]
    manner = {URGENT: "Urgent: it goes out at once, at night too", RECEIPT: "Ask for “Got it”"}
    blocks = [
        form.text("title", "Title", draft.title, most=TITLE_LIMIT),
        form.text("text", "Text", draft.text, lines=True, most=TEXT_LIMIT, hint="*bold*, _italic_ and addresses work."),
        *([form.choice("product", "Product", known["products"], draft.product, optional=True)] if products else []),
        form.checkboxes("manner", "How", manner, ticked),
        form.day("day", "Not before this day", starts.date() if starts else None, optional=True),
        form.time("time", "and this time, where you are", starts.time() if starts else None),
        form.day("until", "Of use until, this day included", draft.valid_until - datetime.timedelta(days=1)),
        *(_filters(draft, known) if draft.report_id is None else _reporters(draft)),
    ]
    return messages.forms.modal(COMPOSE, "Product update", "Preview", blocks, ident)


def _filters(draft: Update, known: collections.abc.Mapping[str, dict[str, str]]) -> list[messages.text.Block]:
    form = messages.forms
    products, languages = known["products"], known["languages"]
    return [
        messages.text.section("*For whom?* Everybody, unless you say otherwise: of each of these, one must fit."),
        *([form.several("products", "Products", products, draft.products)] if products else []),
        *([form.several("languages", "Languages", languages, draft.languages)] if languages else []),
        form.person("caseload", "Freelancers of this adviser", next(iter(draft.caseloads), None), optional=True),
        messages.text.small(
            "Freelancers with a running contract and advisers get it; you don't. A preview comes next."
        ),
    ]


def _reporters(draft: Update) -> list[messages.text.Block]:
    return [
        messages.text.section(
            f"*For whom?* Who reported BUG-{draft.report_id} or a duplicate of it, or saw it too, and nobody else."
        ),
        messages.text.small("You don't get it. A preview comes next."),
    ]


def nobody(draft: Update) -> str:
    """Why it can't be sent, where it would reach nobody."""
    if draft.report_id is not None:
        return "Nobody would get it: who reported it has left, or is you."
    return "Nobody would get it: please take a filter away at the bottom."


def _same(words: Words) -> dict[str, str]:
    return {word: word for word in words[:100]}


def preview(update: Update, number: int, reader: messages.text.Reader, changed: bool) -> messages.text.Payload:
    """As a recipient will see it, with how many they are; what is urgent is confirmed as such."""
    people = "1 person" if number == 1 else f"{number:,} people"
    anew = [messages.text.section("*This has changed* since you looked, or not as many get it: please look again.")]
    when = messages.text.moment(update.starts, reader) if update.starts else "two minutes from Send on"
    manner = "at once, whatever time it is where they are" if update.urgent else "within their own working hours"
    shown = [block for block in messages.updates.copy(update)["blocks"] if block["type"] != "actions"]
    receipt = " They are asked for *Got it*." if update.wants_receipt else ""
    whom = messages.updates.audience(update, named=True).removeprefix("to ")
    said = f"*To {people}*: {whom}. Not before: {when}; then {manner}.{receipt}"
    drawn = messages.forms.modal(
        SEND,
        "Preview",
        "Send",
        [
            *(anew if changed else []),
            messages.text.section(said),
            {"type": "divider"},
            *shown,
            {"type": "divider"},
            *_confirmation(update, people),
            messages.text.small("*Undo* on its card brings the draft back for as long as nothing has left."),
        ],
        version(update, number),
    )
    return drawn | {"close": {"type": "plain_text", "text": "Back"}}


def version(update: Update, number: int) -> str:
    """What was previewed: the update, how many get it, and when its draft was last written."""
    return f"{update.id}:{number}:{update.drafted_at.isoformat()}"


def _confirmation(update: Update, people: str) -> list[messages.text.Block]:
    if not update.urgent:
        return []
    yes = {"yes": f"Yes: it reaches {people} at once, at night too"}
    return [messages.forms.checkboxes("urgent", "Is it urgent?", yes, optional=False)]
