"""The forms of a decision on a contract, and of the words in which the person reads it."""

import datetime

import data.models
import messages.forms
import messages.renewals
import messages.text

RENEW, END, CONVERT, NOT_YET = "renewed:contract", "ended:contract", "converted:contract", "rests:contract"
TELL = "tell:decision"

WORDS_LIMIT = 2000

PRIVATE = "Managers and the adviser who recommended see this; nobody else does until {name} has been told."

Contract = data.models.Contract
Person = data.models.Person


def _about(contract: Contract, person: Person, today: datetime.date) -> messages.text.Block:
    name = messages.text.name(person.name)
    number = messages.renewals.numbered(contract.id or 0)
    return messages.text.section(f"*{number} · {name}* {messages.renewals.ends(contract, today)}")


def _private(person: Person) -> messages.text.Block:
    return messages.text.small(PRIVATE.format(name=messages.text.name(person.name)))


def renew(contract: Contract, person: Person, proposed: datetime.date, today: datetime.date) -> messages.text.Payload:
    """Until when, and for how many hours."""
    blocks = [
        _about(contract, person, today),
        messages.forms.day("last_day", "Last day of the next term", proposed),
        messages.forms.text("weekly_hours", "Hours a week", f"{contract.weekly_hours:g}", most=5),
        _private(person),
    ]
    return messages.forms.modal(RENEW, "Renew", "Save", blocks, str(contract.id))


def end(contract: Contract, person: Person, today: datetime.date) -> messages.text.Payload:
    """It ends on its last day: a person speaks first."""
    text = (
        "Please speak with them yourself, or let their adviser do it; then press *Told*. The written words come after "
        "that. Muster tells nobody before."
    )
    blocks = [_about(contract, person, today), messages.text.section(text), _private(person)]
    return messages.forms.modal(END, "End", "Save", blocks, str(contract.id))


def convert(contract: Contract, person: Person, today: datetime.date) -> messages.text.Payload:
    """They become an employee."""
    text = "They become an employee when this contract is over."
    blocks = [_about(contract, person, today), messages.text.section(text), _private(person)]
    return messages.forms.modal(CONVERT, "Convert", "Save", blocks, str(contract.id))


def not_yet(contract: Contract, person: Person, proposed: datetime.date, today: datetime.date) -> messages.text.Payload:
    """When to ask again."""
    blocks = [
        _about(contract, person, today),
        messages.forms.day("until", "Ask me again on", proposed, hint="Not later than the contract's last day."),
        _private(person),
    ]
    return messages.forms.modal(NOT_YET, "Not yet", "Save", blocks, str(contract.id))


def tell(decision: data.models.Decision, person: Person, words: str) -> messages.text.Payload:
    """The words that the person reads, to be changed first."""
    name = messages.text.name(person.name)
    blocks = [
        messages.forms.text("words", f"What {person.name} reads", words, lines=True, most=WORDS_LIMIT),
        messages.text.small(
            f"It is sent in {name}'s working hours, and not before two minutes are over: *Undo* till then."
        ),
    ]
    return messages.forms.modal(TELL, "Told", "Send", blocks, str(decision.id))
