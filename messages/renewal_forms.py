"""The forms of a decision on a contract, and of the words in which the person reads it."""

import datetime

import data.models
import messages.forms
import messages.renewals
import messages.text
import rules.contracts

RENEW, END, CONVERT, NOT_YET = "renewed:contract", "ended:contract", "converted:contract", "rests:contract"
TELL, SPOKEN, WRITE = "tell:decision", "spoken:decision", "written:decision"

WORDS_LIMIT = 2000

SPOKE = {"me": "I have", "adviser": "Their adviser has", "other": "Somebody else of us has"}
"""Who spoke with somebody whose contract ends."""

PRIVATE = "Managers and the adviser who recommended see this; nobody else does until {name} has been told."

Decision = data.models.Decision
Line = messages.renewals.Line
Person = data.models.Person


def _form(callback: str, title: str, one: Line, *blocks: messages.text.Block) -> messages.text.Payload:
    """What stands now comes first; the form comes back with it, so that another manager's decision is not lost."""
    private = messages.text.small(PRIVATE.format(name=messages.text.name(one.person.name)))
    drawn = [messages.text.section(messages.renewals.line(one)), *blocks, private]
    return messages.forms.modal(callback, title, "Save", drawn, f"{one.contract.id}:{one.version}")


def renew(one: Line, proposed: datetime.date) -> messages.text.Payload:
    """Until when, and for how many hours."""
    starts = one.contract.ends
    first, last = rules.contracts.shortest_last_day(starts), rules.contracts.longest_last_day(starts)
    decided = one.course.decision.weekly_hours if one.course.decision else None
    span = (
        f"It begins on {messages.text.day(starts)}. "
        f"Its last day can be from {messages.text.day(first)} to {messages.text.day(last)}."
    )
    return _form(
        RENEW,
        "Renew",
        one,
        messages.forms.day("last_day", "Last day of the next term", proposed, hint=span),
        messages.forms.text("weekly_hours", "Hours a week", f"{decided or one.contract.weekly_hours:g}", most=5),
    )


def end(one: Line) -> messages.text.Payload:
    """It ends on its last day: a person speaks first."""
    text = (
        f"It ends on {messages.text.day(one.contract.last_day)}. Please speak with them yourself, or let their adviser "
        "do it; then press *I have told them*. The written words come after that. Muster tells nobody before."
    )
    return _form(END, "End", one, messages.text.section(text))


def convert(one: Line) -> messages.text.Payload:
    """They become an employee."""
    text = f"They become an employee when this contract is over, after {messages.text.day(one.contract.last_day)}."
    return _form(CONVERT, "Convert", one, messages.text.section(text))


def not_yet(one: Line, proposed: datetime.date) -> messages.text.Payload:
    """When to ask again."""
    hint = f"Not later than the contract's last day, {messages.text.day(one.contract.last_day)}."
    return _form(NOT_YET, "Not yet", one, messages.forms.day("until", "Ask me again on", proposed, hint=hint))


def tell(decision: Decision, person: Person, words: str) -> messages.text.Payload:
    """The words that the person reads, to be changed first."""
    return _words(TELL, "Tell them", decision, person, words)


def spoken(decision: Decision, one: Line) -> messages.text.Payload:
    """Of an end: who has spoken with them."""
    name = messages.text.name(one.person.name)
    text = (
        f"Please press *Told* only once somebody has spoken with {name}, and they know that their contract ends on "
        f"{messages.text.day(one.contract.last_day)}. From two minutes later on their adviser may know it too."
    )
    asked = messages.forms.radio("spoke", f"Who has spoken with {one.person.name}?", SPOKE)
    blocks = [messages.text.section(text), asked, messages.text.small("You can write to them after that.")]
    return messages.forms.modal(SPOKEN, "I have told them", "Told", blocks, str(decision.id))


def write(decision: Decision, person: Person, words: str) -> messages.text.Payload:
    """What they read after somebody has spoken with them, to be changed first."""
    return _words(WRITE, "Write to them", decision, person, words)


def _words(callback: str, title: str, decision: Decision, person: Person, words: str) -> messages.text.Payload:
    name = messages.text.name(person.name)
    blocks = [
        messages.forms.text("words", f"What {person.name} reads", words, lines=True, most=WORDS_LIMIT),
        messages.text.small(
            f"It is sent in {name}'s working hours, and not before two minutes are over: *Undo* till then."
        ),
    ]
    return messages.forms.modal(callback, title, "Send", blocks, str(decision.id))
