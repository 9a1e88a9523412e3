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
RETRACT = "retract:contract"
TELL, WRITE, UNDO = "told:decision", "write:decision", "undo:decision"
"""The forms in which somebody is told, or written to after somebody spoke with them, and what takes both back."""

UNDER_REVIEW = "under review"


def numbered(contract_id: int) -> str:
    """`CON-31`."""
    return f"CON-{contract_id}"


@dataclasses.dataclass(frozen=True)
class Line:
    """A contract that ends, as one reader may know it; `today` is theirs, `version` the newest decision's number.

    `said` is what adviser and freelancer said before, in short, for lists.
    """

    course: rules.renewals.Course
    person: Person
    today: datetime.date
    under_review: bool = False
    version: int = 0
    said: str = ""

    @property
    def contract(self) -> Contract:
        """The term that ends."""
        return self.course.contract

    @property
    def is_over(self) -> bool:
        """Whether its last day was before today."""
        return self.contract.last_day < self.today

    @property
    def ends_early(self) -> bool:
        """Whether it ends before the day that was agreed, so that nothing more is decided on it."""
        return self.contract.agreed_ends is not None


def line(one: Line) -> str:
    """Whose contract ends when, and how the decision stands."""
    name = messages.text.name(one.person.name)
    red = ":red_circle: " if one.course.standing(one.today) == rules.renewals.Standing.LAPSED else ""
    return f"{red}*{numbered(one.contract.id or 0)} · {name}* {ends(one.contract, one.today)} · {standing(one)}"


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
    if decision is not None and one.course.is_decided and not one.ends_early:
        known = one.course.told
        otherwise = f"; they were told: {outcome(known)}" if known is not None and known.id != decision.id else ""
        return f"{outcome(decision)}, {_how_far(decision)}{otherwise}"
    if stands == rules.renewals.Standing.NOT_YET and decision is not None:
        return outcome(decision)
    early = "ended early" if one.is_over else "ends early"
    said = {
        rules.renewals.Standing.LAPSED: "not decided, and over",
        rules.renewals.Standing.END: early,
        rules.renewals.Standing.CONVERT: f"{early}, to become an employee",
    }
    return said.get(stands, "not decided")


def outcome(decision: Decision) -> str:
    """`renew until Thu 30 April 2026, 24 hours a week`: what was decided."""
    if decision.choice == Choice.NOT_YET and decision.until:
        return f"not yet, until {messages.text.day(decision.until)}"
    if decision.choice == Choice.RENEW and decision.last_day:
        hours = f", {decision.weekly_hours:g} hours a week" if decision.weekly_hours else ""
        return f"renew until {messages.text.day(decision.last_day)}{hours}"
    return {Choice.OPEN: "open again", Choice.CONVERT: "convert to an employee"}.get(
        decision.choice, str(decision.choice)
    )


def _how_far(decision: Decision) -> str:
    if decision.told_at is not None:
        return "told"
    if decision.tell_at is not None:
        return "on its way to them"
    return "not told, for what was sent did not arrive" if decision.lost_at is not None else "not told yet"


def due(lines: collections.abc.Sequence[Line], days: int) -> messages.text.Payload:
    """The list of what ends, the next first."""
    head = f"*Contracts that end within {days} days, and that nothing follows*"
    if not lines:
        return messages.text.message(f"{head}: none.")
    texts = [" · ".join(filter(None, [line(one), one.said])) for one in lines]
    blocks = [messages.text.section(head)]
    for one, text in list(zip(lines, texts, strict=True))[:SHOWN]:
        button = messages.text.button("Review", REVIEW, str(one.contract.id))
        blocks.append(messages.text.section(text) | {"accessory": button})
    more = [f"… and {len(lines) - SHOWN} more."] if len(lines) > SHOWN else []
    return messages.text.message("\n".join([head, *texts[:SHOWN], *more]), *blocks, *map(messages.text.section, more))


SHOWN = 40


def none_of_yours() -> messages.text.Payload:
    """To a freelancer who asks for their dates."""
    return messages.text.message("No contract of yours is recorded. Your adviser or a manager can help.")


def together(own: messages.text.Payload, others: messages.text.Payload) -> messages.text.Payload:
    """One's own dates, and below them what ends of others'."""
    drawn = (part.get("blocks") or [messages.text.section(part["text"])] for part in (own, others))
    return messages.text.message(f"{own['text']}\n\n{others['text']}", *(block for part in drawn for block in part))


def choices(one: Line) -> list[messages.text.Block]:
    """What a manager can do now: tell what is decided, decide, take back."""
    decision = one.course.decision
    if decision is not None and one.course.is_on_its_way:
        return [messages.text.buttons(messages.text.button("Undo", UNDO, str(decision.id)))]
    drawn = _telling(one)
    if not one.is_over and not one.ends_early:
        drawn += [*_deciding(one), *_taking_back(one)]
    return [messages.text.buttons(*drawn)] if drawn else []


def _telling(one: Line) -> list[messages.text.Block]:
    """Also when it is over: who has not heard of an end is to hear of it. Only a renewal would come to nothing."""
    decision, is_closed = one.course.decision, one.is_over or one.ends_early
    if decision is None or not one.course.is_decided or (is_closed and decision.choice == Choice.RENEW):
        return []
    if decision.told_at is None:
        label = "I have told them" if decision.choice == Choice.END else "Tell them"
        return [messages.text.button(label, TELL, str(decision.id), style="primary")]
    if decision.choice == Choice.END and decision.words is None:
        return [messages.text.button("Write to them", WRITE, str(decision.id))]
    return []


def _deciding(one: Line) -> list[messages.text.Block]:
    labels = {"Renew": RENEW, "End": END, "Convert": CONVERT} | ({} if one.course.is_told else {"Not yet": NOT_YET})
    return [messages.text.button(label, action, str(one.contract.id)) for label, action in labels.items()]


def _taking_back(one: Line) -> list[messages.text.Block]:
    """Only what was not told can be undecided."""
    if one.course.decision is None or one.course.decision.told_at is not None:
        return []
    return [messages.text.button("Take back", RETRACT, f"{one.contract.id}:{one.version}")]
