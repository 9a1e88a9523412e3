"""What managers and advisers read of caseloads in the morning: who has no adviser, and which exceptions end."""

import collections.abc
import dataclasses
import datetime

import data.models
import messages.assigning
import messages.text

Person = data.models.Person


def unadvised(name: str, since: datetime.datetime, reader: messages.text.Reader) -> str:
    """Somebody without an adviser, and the words that mend it."""
    day = messages.text.day(since.astimezone(reader.zone).date())
    return f"{messages.text.name(name)}, since {day}: {messages.assigning.words(name, 'adviser')}"


@dataclasses.dataclass(frozen=True)
class Ending:
    """An exception for somebody, by which their adviser has more than the cap."""

    freelancer: Person
    adviser: Person
    reason: str
    until: datetime.date
    used: int
    cap: int


def ending(one: Ending, for_manager: bool, over: bool) -> messages.text.Payload:
    """That it ends or is over, and what managers can do."""
    when = f"{'ended' if over else 'ends'} on {messages.text.day(one.until)}"
    freelancer, adviser = messages.text.name(one.freelancer.name), messages.text.name(one.adviser.name)
    has = f"{adviser} has" if for_manager else "You have"
    lines = [
        f"*The exception for {freelancer} {when}.* {has} {one.used} freelancers (cap {one.cap}).",
        f"• It was given because: {messages.text.escape(one.reason)}",
        *(_choices(one) if for_manager else ["• Your managers read it too, and decide what follows."]),
    ]
    who = "manage the programme" if for_manager else "have more freelancers than the cap, by an exception"
    why = messages.text.why(f"You {who}", "you read of an exception 7 days before it ends, and when it is over")
    text = "\n".join(lines)
    return messages.text.message(text, messages.text.section(text), messages.text.small(why))


def _choices(one: Ending) -> list[str]:
    elsewhere = messages.assigning.words(one.freelancer.name, "adviser")
    longer = messages.assigning.words(one.freelancer.name, one.adviser.name, " because … until 4w")
    return [f"• To give them another adviser: {elsewhere}", f"• To let it be longer: {longer}"]


def no_longer(part: collections.abc.Mapping[str, object]) -> messages.text.Payload:
    """An exception that is settled by now."""
    first = str(part["text"]).partition("\n")[0]
    text = first if first.startswith("~") else f"~{first}~ settled"
    blocks = part["blocks"]
    why = blocks[-1] if isinstance(blocks, list) else messages.text.small("")
    return messages.text.message(text, messages.text.section(text), why)
