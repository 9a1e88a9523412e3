"""What mornings say of contracts that end: what is to be decided, who will read that it is not, and who leaves."""

import collections.abc
import datetime

import data.models
import messages.renewals
import messages.text

Contract = data.models.Contract
Person = data.models.Person
Line = messages.renewals.Line
Payload = messages.text.Payload

YOURS = "*Contracts that you decide on*"
NOBODYS = "*Contracts that end very soon, and nobody has decided*"
SILENT = "*Who will read that their contract is not decided*"
LEAVING = "*Freelancers who leave the programme*"

DECIDES = "`/contract review` decides it, or *Not yet* lets it rest"
LISTED = "contract due"


def rung(one: Line, is_owner: bool) -> Payload:
    """To a manager: a decision is due."""
    head = YOURS if is_owner else NOBODYS
    reason = (
        "the decisions on these contracts are yours" if is_owner else "these contracts are past their last reminder"
    )
    return _part(head, messages.renewals.line(one), messages.text.why(reason, DECIDES), _review(one.contract))


def silence(one: Line, on: datetime.date) -> Payload:
    """To a manager: on that day somebody reads that it is not decided."""
    name = messages.text.name(one.person.name)
    decided = f" ({messages.renewals.standing(one)})" if one.course.is_decided else ""
    text = (
        f"On {messages.text.day(on)} *{name}* reads that their contract, which "
        f"{messages.renewals.ends(one.contract, one.today)}, is not decided{decided}. "
        "Decide and tell before, or speak with them."
    )
    why = messages.text.why("nobody learns of their end by silence", "who has been told before reads nothing of it")
    return _part(SILENT, text, why, _review(one.contract))


def leaving(contract: Contract, person: Person, on: datetime.date, today: datetime.date) -> Payload:
    """To a manager: on that day somebody is no freelancer any more."""
    name = messages.text.name(person.name)
    text = (
        f"*{name}*: the contract {messages.renewals.ends(contract, today)}, and nothing follows. From "
        f"{messages.text.day(on)} on they are no freelancer here: they have no commands any more, and no adviser. "
        f"`/contract add @{name}` begins another term."
    )
    why = messages.text.why(
        "you manage the programme, and hear of it on the Monday before",
        "`muster settings days_kept_after_end` says how long it takes",
    )
    return _part(LEAVING, text, why)


def _review(contract: Contract) -> messages.text.Block:
    return messages.text.button("Review", messages.renewals.REVIEW, str(contract.id))


def _part(head: str, line: str, why: str, button: messages.text.Block | None = None) -> Payload:
    """One of several that stand under the same headline, which the message draws once."""
    section = messages.text.section(f"• {line}") | ({"accessory": button} if button else {})
    said = messages.text.message(f"• {line}", section, messages.text.small(why))
    return said | {"head": head, "elsewhere": f"/{LISTED}"}


def struck(part: collections.abc.Mapping[str, object], now: Line | None) -> Payload:
    """The same later that day, when nothing is due on it any more."""
    before = str(part["text"]).removeprefix("• ")
    line = before[1:].rpartition("~")[0] if before.startswith("~") else before
    text = " ".join([f"• ~{line}~", *([messages.renewals.standing(now)] if now else [])])
    blocks = part["blocks"]
    why = blocks[-1] if isinstance(blocks, list) else messages.text.small("")
    return {**part, **messages.text.message(text, messages.text.section(text), why)}


def not_decided(contract: Contract, adviser: Person | None) -> Payload:
    """To a freelancer who has not been told what follows."""
    whom = messages.text.mention(adviser.slack_id) if adviser else "a programme manager"
    text = f"Your contract ends on {messages.text.day(contract.last_day)}. It is not decided yet. Ask {whom}."
    why = messages.text.why("you read this once before a contract ends", "`/contract` shows your dates")
    return messages.text.message(text, messages.text.section(text), messages.text.small(why))
