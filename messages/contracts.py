"""Terms of contracts: what was added, what an early end means, and what those read whom it concerns."""

import collections.abc
import datetime

import data.models
import messages.forms
import messages.renewals
import messages.text

Contract = data.models.Contract
EndedAs = data.models.EndedAs
Person = data.models.Person

ADD, END, ENDS, RESTORE = "add:contract", "finish:contract", "finished:contract", "restore:contract"
"""The form of a new term, that of an early end, the button that confirms one, and the one that takes it back."""

ENDED_AS = {
    EndedAs.RESIGNED.value: "They resign",
    EndedAs.ENDED.value: "We end it",
    EndedAs.CONVERTED.value: "They become an employee",
    EndedAs.NO_SHOW.value: "They did not come",
}


def term(contract: Contract) -> str:
    """`Mon 2 March 2026 to Thu 30 April 2026, 24 hours a week`."""
    days = f"{messages.text.day(contract.starts)} to {messages.text.day(contract.last_day)}"
    return f"{days}, {contract.weekly_hours:g} hours a week"


def adding(
    person: Person,
    starts: datetime.date,
    last_day: datetime.date,
    hours: float | None,
    products: collections.abc.Sequence[str],
    languages: collections.abc.Sequence[str],
    said: str = "",
) -> messages.text.Payload:
    """The form of a new term; nothing chosen of products and languages is all that the person has.

    `said` is what managers kept of the last term of who comes back.
    """
    form = messages.forms
    known = [{word: word for word in words if len(word) <= 75} for words in (products, languages)]
    blocks = [
        messages.text.section(f"*A contract for {messages.text.name(person.name)}*"),
        *([messages.text.section(said)] if said else []),
        form.day("starts", "First day", starts),
        form.day("last_day", "Last day", last_day, hint="A term lasts 1 to 6 months."),
        form.text("weekly_hours", "Hours a week", f"{hours:g}" if hours else None, most=5),
        *([form.several("products", "Products", known[0])] if known[0] else []),
        *([form.several("languages", "Languages", known[1])] if known[1] else []),
        form.text(
            "supplier", "Supplier or platform", optional=True, most=100, hint="Only managers see it, and the link."
        ),
        form.text("link", "Link to the agreement", optional=True, most=500),
        form.text("reason", "Reason for an unusual length", optional=True, most=200),
        form.day("until", "That exception ends on", optional=True),
    ]
    return form.modal(ADD, "New contract", "Save", blocks, person.slack_id)


def added(contract: Contract, person: Person, adviser: Person | None) -> messages.text.Payload:
    """What was added, and what is missing still."""
    name = messages.text.name(person.name)
    lines = [f"Added: *{messages.renewals.numbered(contract.id or 0)} · {name}*, {term(contract)}."]
    if adviser is None:
        lines.append(f"{name} has no adviser yet: `/program assign @{name} @adviser`.")
    return messages.text.message("\n".join(lines))


def ending(contract: Contract, person: Person, today: datetime.date) -> messages.text.Payload:
    """The form of an early end."""
    blocks = [
        messages.text.section(
            f"*{messages.renewals.numbered(contract.id or 0)} · {messages.text.name(person.name)}*, {term(contract)}"
        ),
        messages.forms.day("last_day", "Last day", min(max(today, contract.starts), contract.last_day)),
        messages.forms.radio("ended_as", "How it ends", ENDED_AS, EndedAs.RESIGNED.value),
        messages.text.small("What follows from it is shown next. Nothing is changed before you confirm it there."),
    ]
    return messages.forms.modal(END, "End early", "Next", blocks, str(contract.id))


def end_preview(
    contract: Contract, person: Person, last_day: datetime.date, ended: EndedAs, follows: collections.abc.Sequence[str]
) -> messages.text.Payload:
    """What follows from an early end, and the button that confirms it."""
    name = messages.text.name(person.name)
    head = (
        f"*{messages.renewals.numbered(contract.id or 0)} · {name}* would end on {messages.text.day(last_day)}, "
        f"and not on {messages.text.day(contract.last_day)} ({ENDED_AS[ended].lower()})."
    )
    spoken = {
        EndedAs.ENDED: f"Please speak with {name} first: hard news comes from people.",
        EndedAs.CONVERTED: f"Please speak with {name} first.",
    }
    lines = [head, *filter(None, [spoken.get(ended)]), *(f"• {line}" for line in follows)]
    text = "\n".join(lines)
    value = f"{contract.id}:{contract.ends}:{last_day}:{ended.value}"
    confirm = messages.text.button("Confirm the end", ENDS, value, style="danger")
    return messages.text.message(text, messages.text.section(text), messages.text.buttons(confirm))


def ended(
    contract: Contract, person: Person, at: datetime.datetime, reader: messages.text.Reader
) -> messages.text.Payload:
    """To the manager: it is so, and until when it can be taken back."""
    text = (
        f"Done: *{messages.renewals.numbered(contract.id or 0)} · {messages.text.name(person.name)}* ends on "
        f"{messages.text.day(contract.last_day)}. They read it on {messages.text.moment(at, reader)}; "
        "until then you can undo it."
    )
    undo = messages.text.button("Undo", RESTORE, str(contract.id))
    return messages.text.message(text, messages.text.section(text), messages.text.buttons(undo))


def ends_early(contract: Contract) -> messages.text.Payload:
    """To the freelancer."""
    agreed = contract.agreed_ends - datetime.timedelta(days=1) if contract.agreed_ends else contract.last_day
    last_day = messages.text.day(contract.last_day)
    text = f"The last day of your contract is now {last_day}. It was {messages.text.day(agreed)}."
    why = messages.text.why("the last day of your contract changed", "`/contract` shows your dates")
    return messages.text.message(text, messages.text.section(text), messages.text.small(why))


def ends_early_for_adviser(contract: Contract, person: Person) -> messages.text.Payload:
    """To their adviser."""
    agreed = contract.agreed_ends - datetime.timedelta(days=1) if contract.agreed_ends else contract.last_day
    text = (
        f"The contract of *{messages.text.name(person.name)}* ends on {messages.text.day(contract.last_day)} "
        f"(it was {messages.text.day(agreed)}). No check-in is asked for after that."
    )
    why = messages.text.why("you are their adviser", "your programme manager can change who advises whom")
    return messages.text.message(text, messages.text.section(text), messages.text.small(why))
