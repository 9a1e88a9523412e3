"""What ends, what is decided on it, and what the person reads."""

import collections.abc
import dataclasses
import datetime

import data.models
import messages.text
import rules.renewals

Choice = data.models.Choice
Contract = data.models.Contract
Decision = data.models.Decision
Person = data.models.Person

REVIEW, RENEW, END, CONVERT, NOT_YET = (
    "review:contract",
    "renew:contract",
    "end:contract",
    "convert:contract",
    "later:contract",
)
TOLD, UNDO = "told:decision", "undo:decision"

UNDER_REVIEW = "under review"


def numbered(contract_id: int) -> str:
    """`CON-31`."""
    return f"CON-{contract_id}"


@dataclasses.dataclass(frozen=True)
class Line:
    """A contract that ends, as one reader may know it; `today` is theirs."""

    course: rules.renewals.Course
    person: Person
    today: datetime.date
    under_review: bool = False

    @property
    def contract(self) -> Contract:
        """The term that ends."""
        return self.course.contract


def line(one: Line) -> str:
    """Whose contract ends when, and how the decision stands."""
    name = messages.text.name(one.person.name)
    return f"*{numbered(one.contract.id or 0)} · {name}* {ends(one.contract, one.today)} · {standing(one)}"


def ends(contract: Contract, today: datetime.date) -> str:
    """`ends on Thu 30 April 2026 (in 30 days)`."""
    left = (contract.last_day - today).days
    if left < 0:
        return f"ended on {messages.text.day(contract.last_day)}"
    when = {0: "today", 1: "tomorrow"}.get(left, f"in {left} days")
    return f"ends on {messages.text.day(contract.last_day)} ({when})"


def standing(one: Line) -> str:
    """How the decision stands, as the reader may know it."""
    if one.under_review:
        return UNDER_REVIEW
    stands, decision = one.course.standing(one.today), one.course.decision
    if stands == rules.renewals.Standing.NOT_YET and decision and decision.until:
        return f"not yet, until {messages.text.day(decision.until)}"
    if decision is not None and one.course.is_decided:
        told = "told" if decision.told_at else "not told yet"
        last = f" until {messages.text.day(decision.last_day)}" if decision.last_day else ""
        return f"{stands.value}{last}, {told}"
    return {rules.renewals.Standing.LAPSED: "not decided, and over"}.get(stands, "not decided")


def due(lines: collections.abc.Sequence[Line], days: int) -> messages.text.Payload:
    """The list of what ends, the next first."""
    head = f"*Contracts that end within {days} days, and that nothing follows*"
    if not lines:
        return messages.text.message(f"{head}: none.")
    texts = [line(one) for one in lines]
    blocks = [messages.text.section(head)]
    for one, text in list(zip(lines, texts, strict=True))[:SHOWN]:
        button = messages.text.button("Review", REVIEW, str(one.contract.id))
        blocks.append(messages.text.section(text) | {"accessory": button})
    more = [f"… and {len(lines) - SHOWN} more."] if len(lines) > SHOWN else []
    return messages.text.message("\n".join([head, *texts[:SHOWN], *more]), *blocks, *map(messages.text.section, more))


SHOWN = 40


def brief(one: Line, facts: collections.abc.Sequence[str]) -> messages.text.Payload:
    """What a decision is made on, with what can be decided."""
    text = "\n".join([line(one), *(f"• {fact}" for fact in facts)])
    return messages.text.message(text, messages.text.section(text), *choices(one))


def choices(one: Line) -> list[messages.text.Block]:
    """What a manager can do now."""
    value = str(one.contract.id)
    decision = one.course.decision
    if decision is not None and one.course.is_decided and decision.told_at is None:
        told = messages.text.button("Told", TOLD, str(decision.id), style="primary")
        return [messages.text.buttons(told, messages.text.button("Decide otherwise", NOT_YET, value))]
    return [
        messages.text.buttons(
            messages.text.button("Renew", RENEW, value),
            messages.text.button("End", END, value),
            messages.text.button("Convert", CONVERT, value),
            messages.text.button("Not yet", NOT_YET, value),
        )
    ]


def proposed(person: Person, decision: Decision) -> str:
    """What a person reads unless a manager writes it otherwise, as they see it."""
    last = messages.text.day(decision.last_day) if decision.last_day else ""
    hours = f", {decision.weekly_hours:g} hours a week" if decision.weekly_hours else ""
    return {
        Choice.RENEW: f"Hello {person.name}, your contract is renewed until {last}{hours}. Thank you for your work.",
        Choice.CONVERT: f"Hello {person.name}, you become an employee after this contract. We are glad that you stay.",
        Choice.END: f"Hello {person.name}, as we have told you, your contract is not renewed. Thank you for your work.",
    }[decision.choice]


def on_its_way(
    person: Person, decision: Decision, at: datetime.datetime, reader: messages.text.Reader
) -> messages.text.Payload:
    """To the manager: when it goes out, and how to take it back."""
    text = (
        f"{messages.text.name(person.name)} reads it on {messages.text.moment(at, reader)}. "
        "Until then nobody else knows, and you can take it back."
    )
    undo = messages.text.buttons(messages.text.button("Undo", UNDO, str(decision.id)))
    return messages.text.message(text, messages.text.section(text), undo)


def told(words: str) -> messages.text.Payload:
    """What a manager wrote to the person, as they wrote it."""
    text = messages.text.escape(words)
    why = messages.text.why("a programme manager tells you what follows your contract", "`/contract` shows your dates")
    return messages.text.message(text, messages.text.section(text), messages.text.small(why))


# -- in morning messages


def rung(one: Line, is_owner: bool) -> messages.text.Payload:
    """To a manager: a decision is due."""
    text = line(one)
    reason = "the decision on this contract is yours" if is_owner else "this contract ends very soon and is not decided"
    why = messages.text.why(reason, "`/contract review` decides it, or *Not yet* lets it rest")
    value = str(one.contract.id)
    review = messages.text.button("Review", REVIEW, value, style="primary")
    buttons = messages.text.buttons(review, messages.text.button("Not yet", NOT_YET, value))
    return messages.text.message(text, messages.text.section(text), buttons, messages.text.small(why))


def struck(one: Line) -> messages.text.Payload:
    """To a manager, later that day: it is decided, or rests."""
    text = line(one)
    return messages.text.message(
        text, messages.text.section(text), messages.text.small("Nothing is due on it any more.")
    )


def not_decided(contract: Contract, adviser: Person | None) -> messages.text.Payload:
    """To a freelancer who has not been told what follows."""
    whom = messages.text.mention(adviser.slack_id) if adviser else "a programme manager"
    text = f"Your contract ends on {messages.text.day(contract.last_day)}. It is not decided yet. Ask {whom}."
    why = messages.text.why("you read this once before a contract ends", "`/contract` shows your dates")
    return messages.text.message(text, messages.text.section(text), messages.text.small(why))
