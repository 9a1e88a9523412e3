"""What a person reads of a decision on their contract, and what the managers read who tell them."""

import collections.abc
import datetime

import data.models
import messages.renewals
import messages.text

Choice = data.models.Choice
Contract = data.models.Contract
Decision = data.models.Decision
Person = data.models.Person
Payload = messages.text.Payload

MEANWHILE = "*Nothing was saved.* Something was decided since this was shown; it stands as follows."

SHOWN = 10
"""So many decisions on one contract are listed, the newest."""


# -- to the person


def proposed(contract: Contract, name: str, decision: Decision) -> str:
    """What somebody of that name reads unless a manager writes it otherwise, as it stands in a form."""
    ends = messages.text.day(contract.last_day)
    if decision.choice == Choice.RENEW:
        return f"Hello {name}, your contract is renewed until {_next_term(decision)}. Thank you for your work."
    if decision.choice == Choice.CONVERT:
        return f"Hello {name}, you become an employee when your contract ends on {ends}. We are glad that you stay."
    heard = f"as you have heard from us, your contract ends on {ends}. It is not renewed."
    return f"Hello {name}, {heard} Thank you for your work."


def _next_term(decision: Decision) -> str:
    return messages.renewals.outcome(decision).removeprefix("renew until ")


def told(words: str) -> Payload:
    """What a manager wrote to the person, as they wrote it."""
    text = messages.text.escape(words)
    why = messages.text.why("a programme manager tells you what follows your contract", "`/contract` shows your dates")
    return messages.text.message(text, messages.text.section(text), messages.text.small(why))


# -- to the manager who tells them


def on_its_way(
    contract: Contract, person: Person, decision: Decision, at: datetime.datetime, reader: messages.text.Reader
) -> Payload:
    """When the words go out, and how to take them back."""
    name = messages.text.name(person.name)
    known = "What was decided is known already" if decision.choice == Choice.END else "Until then nobody else knows"
    text = f"{name} reads it on {messages.text.moment(at, reader)}. {known}; you can take the message back till then."
    if at.astimezone(reader.zone).date() > contract.last_day:
        text += f" *That is after the last day, {messages.text.day(contract.last_day)}*: please speak with them before."
    return messages.text.message(text, messages.text.section(text), _buttons(decision))


def was_spoken(person: Person, decision: Decision, at: datetime.datetime, reader: messages.text.Reader) -> Payload:
    """From when on others may know of an end, how to take that back, and the written words."""
    name = messages.text.name(person.name)
    text = (
        f"{name} has been told. From {messages.text.moment(at, reader)} on their adviser may know it too; *Undo* takes "
        "that back till then. You can also write to them."
    )
    return messages.text.message(text, messages.text.section(text), _buttons(decision, written=False))


def _buttons(decision: Decision, written: bool = True) -> messages.text.Block:
    value = str(decision.id)
    write = [] if written else [messages.text.button("Write to them", messages.renewals.WRITE, value)]
    return messages.text.buttons(*write, messages.text.button("Undo", messages.renewals.UNDO, value))


def taken_back(decision: Decision) -> Payload:
    """What is not sent, and whether they were told all the same."""
    if decision.told_at is not None:
        return messages.text.message("Taken back: nothing is written to them. They have been told all the same.")
    return messages.text.message("Taken back: nothing was sent, and nobody was told.")


def lost(contract: Contract, person: Person) -> Payload:
    """What was to tell them did not arrive: they have not been told."""
    text = (
        f"*{messages.renewals.numbered(contract.id or 0)}*: the message that tells {messages.text.name(person.name)} "
        "what follows did not arrive, as far as Muster can see. They count as not told, and nobody else knows."
    )
    return _with_review(contract, text, "somebody decided on this contract, and you manage the programme")


def not_followed(contract: Contract, person: Person, reason: str) -> Payload:
    """They have been told, but what was to follow could not be kept."""
    text = (
        f"*{messages.renewals.numbered(contract.id or 0)}*: {messages.text.name(person.name)} has read that the "
        f"contract is renewed, but the next term was not added: {reason} `/contract add` adds a term."
    )
    return _with_review(contract, text, "somebody decided on this contract, and you manage the programme")


def _with_review(contract: Contract, text: str, reason: str) -> Payload:
    review = messages.text.button("Review", messages.renewals.REVIEW, str(contract.id))
    why = messages.text.why(reason, "`/contract due` lists all that ends")
    blocks = (messages.text.section(text), messages.text.buttons(review), messages.text.small(why))
    return messages.text.message(text, *blocks)


# -- to others


def for_adviser(contract: Contract, person: Person, decision: Decision) -> Payload:
    """To their adviser, in the morning after."""
    name, ends = messages.text.name(person.name), messages.text.day(contract.last_day)
    if decision.choice == Choice.RENEW:
        text = f"The contract of *{name}* is renewed until {_next_term(decision)}. They have read it."
    elif decision.choice == Choice.CONVERT:
        text = f"*{name}* becomes an employee when their contract ends on {ends}. They have read it."
    else:
        text = f"The contract of *{name}* ends on {ends} and is not renewed. Somebody has spoken with them."
    why = messages.text.why("you are their adviser", "your programme manager can change who advises whom")
    return messages.text.message(text, messages.text.section(text), messages.text.small(why))


def history(decisions: collections.abc.Sequence[tuple[Decision, Person]], reader: messages.text.Reader) -> str:
    """Who decided what when, for managers, the newest first; nothing where nothing was."""
    lines = [
        f"• {messages.text.moment(one.at, reader)}: {messages.text.name(by.name)}, "
        f"{messages.renewals.outcome(one)}{_told(one, reader)}"
        for one, by in decisions[:SHOWN]
    ]
    return "\n".join(["*Decided so far:*", *lines]) if lines else ""


def _told(decision: Decision, reader: messages.text.Reader) -> str:
    return f"; told on {messages.text.moment(decision.told_at, reader)}" if decision.told_at else ""
