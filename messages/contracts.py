"""Terms of contracts: what was added, what an early end means, and what those read whom it concerns."""

import collections.abc
import dataclasses
import datetime

import data.models
import messages.forms
import messages.renewals
import messages.text
import rules.contracts
import rules.languages

Choice = data.models.Choice
Contract = data.models.Contract
Decision = data.models.Decision
EndedAs = data.models.EndedAs
Ending = rules.contracts.Ending
Person = data.models.Person

ADD, EDIT, END, ENDS, RESTORE = (
    "add:contract",
    "change:contract",
    "finish:contract",
    "finished:contract",
    "restore:contract",
)
"""The forms of a new term, of a changed one and of an early end; the button that confirms that, and its *Undo*."""

ENDED_AS = {
    EndedAs.RESIGNED.value: "They resign",
    EndedAs.ENDED.value: "We end it",
    EndedAs.CONVERTED.value: "They become an employee",
    EndedAs.NO_SHOW.value: "They did not come",
}
HOW_IT_ENDED = {
    EndedAs.RESIGNED: "they resigned",
    EndedAs.ENDED: "we ended it",
    EndedAs.CONVERTED: "they became an employee",
    EndedAs.NO_SHOW: "they did not come",
}


def days(contract: Contract) -> str:
    """`Mon 2 March 2026 to Thu 30 April 2026`."""
    return f"{messages.text.day(contract.starts)} to {messages.text.day(contract.last_day)}"


def term(contract: Contract) -> str:
    """`Mon 2 March 2026 to Thu 30 April 2026, 24 hours a week`."""
    return f"{days(contract)}, {contract.weekly_hours:g} hours a week"


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
    blocks = [
        messages.text.section(f"*A contract for {messages.text.name(person.name)}*"),
        *([messages.text.section(said)] if said else []),
        form.day("starts", "First day", starts),
        form.day("last_day", "Last day", last_day, hint="A term lasts 1 to 6 months."),
        form.text("weekly_hours", "Hours a week", f"{hours:g}" if hours else None, most=5),
        *_work(products, languages),
        *_agreement(),
        form.text("reason", "Reason for an unusual length", optional=True, most=200),
        form.day("until", "That exception ends on", optional=True),
    ]
    return form.modal(ADD, "New contract", "Save", blocks, person.slack_id)


def _work(
    products: collections.abc.Sequence[str],
    languages: collections.abc.Sequence[str],
    chosen: collections.abc.Collection[str] = (),
) -> list[messages.text.Block]:
    """What a term is for, of what the person has; Slack takes no longer words in a menu."""
    known = {
        "products": ("Products", {word: word for word in products if len(word) <= 75}),
        "languages": ("Languages", {word: rules.languages.called(word) for word in languages if len(word) <= 75}),
    }
    return [messages.forms.several(name, label, options, chosen) for name, (label, options) in known.items() if options]


def _agreement(supplier: str | None = None, link: str | None = None) -> list[messages.text.Block]:
    return [
        messages.forms.text(
            *("supplier", "Supplier or platform", supplier),
            optional=True,
            most=100,
            hint="Only managers see it, and the link.",
        ),
        messages.forms.text("link", "Link to the agreement", link, optional=True, most=500),
    ]


def added(
    contract: Contract, person: Person, adviser: Person | None, *, is_back: bool, is_told: bool
) -> messages.text.Payload:
    """What was added, and what is missing still; who comes back is a freelancer again."""
    name = messages.text.name(person.name)
    lines = [f"Added: *{messages.renewals.numbered(contract.id or 0)} · {name}*, {term(contract)}."]
    if contract.exception_until is not None:
        lines.append(f"Its length is an exception until {messages.text.day(contract.exception_until)}.")
    lines.append(f"{name} is a freelancer again." if is_back else "")
    lines.append(f"{name} reads its days in their next morning message." if is_told else "")
    if adviser is None:
        lines.append(f"{name} has no adviser yet: `/program assign @{name} @adviser`.")
    return messages.text.message("\n".join(filter(None, lines)))


def begins(contract: Contract) -> messages.text.Payload:
    """To the freelancer, in their morning."""
    return _for_freelancer(f"Your contract: {term(contract)}.", "a contract of yours was recorded")


def has_hours(contract: Contract) -> messages.text.Payload:
    """To the freelancer, in their morning."""
    text = f"Your contract now has {contract.weekly_hours:g} hours a week: {days(contract)}."
    return _for_freelancer(text, "the hours of your contract changed")


def _for_freelancer(text: str, reason: str) -> messages.text.Payload:
    why = messages.text.why(reason, "`/contract` shows your dates")
    return messages.text.message(text, messages.text.section(text), messages.text.small(why))


def editing(contract: Contract, person: Person) -> messages.text.Payload:
    """The form of what can be changed in a term: all but its days."""
    products = sorted({*person.products, *contract.products})
    languages = sorted({*person.languages, *contract.languages})
    blocks = [
        messages.text.section(
            f"*{messages.renewals.numbered(contract.id or 0)} · {messages.text.name(person.name)}*, {days(contract)}"
        ),
        messages.forms.text("weekly_hours", "Hours a week", f"{contract.weekly_hours:g}", most=5),
        *_work(products, languages, {*contract.products, *contract.languages}),
        *_agreement(contract.supplier, contract.link),
    ]
    return messages.forms.modal(EDIT, "Change a contract", "Save", blocks, str(contract.id))


def changed(contract: Contract, person: Person) -> messages.text.Payload:
    """What it is now."""
    number, name = messages.renewals.numbered(contract.id or 0), messages.text.name(person.name)
    return messages.text.message(f"Changed: *{number} · {name}*, {term(contract)}{_agreed_with(contract)}.")


def _agreed_with(contract: Contract) -> str:
    """By whom and where it was made, which managers read and nobody else."""
    supplier = messages.text.escape(contract.supplier) if contract.supplier else ""
    link = messages.text.link(contract.link, "agreement") if contract.link else ""
    spoken = map(rules.languages.called, contract.languages)
    work = messages.text.escape(", ".join([*contract.products, *spoken]))
    return "".join(f" · {part}" for part in (work, supplier, link) if part)


# -- somebody's terms


@dataclasses.dataclass(frozen=True)
class Listed:
    """A term in a list for managers; `became` says what came of one that is over or will not begin."""

    number: int
    contract: Contract
    person: Person
    state: str
    became: str = ""


def history(person: Person, terms: collections.abc.Sequence[Listed]) -> messages.text.Payload:
    """Somebody's terms, the newest first."""
    head = f"*Contracts of {messages.text.name(person.name)}*"
    return _list(head, [_listed(one) for one in terms])


def running(terms: collections.abc.Sequence[Listed]) -> messages.text.Payload:
    """Whose contract runs or comes, the first to end first."""
    head = "*Contracts that run or come*"
    return _list(head, [f"{messages.text.name(one.person.name)}: {_listed(one)}" for one in terms])


def _listed(one: Listed) -> str:
    state = f"{one.state}, {one.became}" if one.became else one.state
    return f"{messages.renewals.numbered(one.number)} · {term(one.contract)} · {state}{_agreed_with(one.contract)}"


SHOWN = 40


def _list(head: str, lines: collections.abc.Sequence[str]) -> messages.text.Payload:
    if not lines:
        return messages.text.message(f"{head}: none.")
    more = [f"… and {len(lines) - SHOWN} more."] if len(lines) > SHOWN else []
    shown = [head, *(f"• {line}" for line in lines[:SHOWN]), *more]
    return messages.text.message("\n".join(shown), *(messages.text.section(line) for line in shown))


# -- an early end


def ending(contract: Contract, person: Person, today: datetime.date) -> messages.text.Payload:
    """The form of an early end of the term that runs, or comes."""
    proposed = min(max(today, contract.starts), contract.last_day)
    blocks = [
        messages.text.section(
            f"*{messages.renewals.numbered(contract.id or 0)} · {messages.text.name(person.name)}*, {term(contract)}"
        ),
        messages.forms.day("last_day", "Last day", proposed, hint="What would begin after it does not begin."),
        messages.forms.radio("ended_as", "How it ends", ENDED_AS, EndedAs.RESIGNED.value),
        messages.text.small("What follows from it is shown next. Nothing is changed before you confirm it there."),
    ]
    return messages.forms.modal(END, "End early", "Next", blocks, person.slack_id)


@dataclasses.dataclass(frozen=True)
class Follows:
    """What an early end means beyond its days; `decision` is the newest on any of its terms, told or not.

    `checkins` are those booked for a later day, `reports` the open ones that they filed or saw too. `is_over`: the last
    day has passed. `is_told`: Muster can write to them.
    """

    decision: Decision | None
    adviser: Person | None
    checkins: int
    reports: int
    days_kept: int
    is_over: bool
    is_told: bool


def end_preview(
    person: Person, ending: Ending, ended: EndedAs, follows: Follows, version: str
) -> messages.text.Payload:
    """What follows from an early end, and the button that confirms it for the terms as they are in this `version`."""
    name = messages.text.name(person.name)
    lines = [
        f"{_head(name, ending)} ({ENDED_AS[ended].lower()})",
        *_spoken(name, ended),
        *(f"• {line}" for line in _consequences(name, ending, follows)),
    ]
    text = "\n".join(lines)
    confirm = messages.text.button("Confirm the end", ENDS, version, style="danger")
    return messages.text.message(text, messages.text.section(text), messages.text.buttons(confirm))


def _head(name: str, ending: Ending) -> str:
    number = messages.renewals.numbered(ending.first.id or 0)
    if ending.last is None:
        return f"*{number} · {name}* would not begin: {days(ending.first)}"
    if ending.last_day == ending.last.last_day:
        return f"*{number} · {name}* would end on {messages.text.day(ending.last_day)}, and nothing would follow"
    last_day = messages.text.day(ending.last.last_day)
    return f"*{number} · {name}* would end on {messages.text.day(ending.last_day)}, and not on {last_day}"


def _spoken(name: str, ended: EndedAs) -> list[str]:
    """Hard news comes from people, and what is confirmed is on its way."""
    if ended not in (EndedAs.ENDED, EndedAs.CONVERTED):
        return []
    return [f"Please speak with {name} before you confirm: after that Muster writes to them."]


def _consequences(name: str, ending: Ending, follows: Follows) -> list[str]:
    return [
        *(f"{messages.renewals.numbered(one.id or 0)}, {term(one)}, does not begin." for one in ending.later),
        *_undone(follows.decision),
        *_checkins(follows),
        *_reports(follows),
        "No update is sent to them after that day.",
        f"They keep their commands for {follows.days_kept} days after it.",
        *(["That day is over: what was logged after it stays."] if follows.is_over else []),
        f"{name} reads it in their working hours, two minutes after you confirm at the earliest."
        if follows.is_told
        else f"Nothing is sent to {name}: their Slack account is deactivated.",
    ]


def _reports(follows: Follows) -> list[str]:
    """What is open of theirs is looked after all the same."""
    if not follows.reports:
        return []
    if follows.reports == 1:
        return ["1 open report that they filed or saw too stays open."]
    return [f"{follows.reports} open reports that they filed or saw too stay open."]


def _undone(decision: Decision | None) -> list[str]:
    """What becomes of a decision that was made before."""
    if decision is None or decision.choice == Choice.OPEN:
        return []
    outcome = messages.renewals.outcome(decision)
    if decision.told_at is not None:
        return [f"They were told: {outcome}. That holds no more."]
    if decision.tell_at is not None:
        return [f"What is on its way to them is taken back: {outcome}."]
    return [f"What was decided counts no more: {outcome}. They were not told."]


def _checkins(follows: Follows) -> list[str]:
    booked = f" Booked for a later day, and off then: {follows.checkins}." if follows.checkins else ""
    if follows.adviser is None:
        return [f"No check-in is asked for after that day.{booked}"]
    adviser = messages.text.name(follows.adviser.name)
    return [
        f"No check-in is asked for after that day.{booked}",
        f"Their place in the caseload of {adviser} is free after it. {adviser} reads of it in a morning message.",
    ]


def ended(
    person: Person, last_day: datetime.date, at: datetime.datetime | None, audit_id: int, reader: messages.text.Reader
) -> messages.text.Payload:
    """To the manager: it is so, and until when it can be taken back."""
    name = messages.text.name(person.name)
    told = (
        f"They read it on {messages.text.moment(at, reader)}; until then you can undo it."
        if at is not None
        else "Nothing is sent to them."
    )
    text = f"*{name}*: the last day is {messages.text.day(last_day)}, and nothing follows. {told}"
    undo = messages.text.button("Undo", RESTORE, str(audit_id))
    return messages.text.message(text, messages.text.section(text), messages.text.buttons(undo))


def restored(person: Person, terms: collections.abc.Sequence[Contract]) -> messages.text.Payload:
    """To the manager."""
    return messages.text.message(f"Taken back: {_as_before(person, terms)}")


def _as_before(person: Person, terms: collections.abc.Sequence[Contract]) -> str:
    listed = "; ".join(f"{messages.renewals.numbered(one.id or 0)}, {days(one)}" for one in terms)
    return f"the contracts of {messages.text.name(person.name)} are as before: {listed}."


def ends_early(ending: Ending) -> messages.text.Payload:
    """To the freelancer."""
    return _for_freelancer(" ".join(_ends("Your contract", ending)), "the last day of your contract changed")


def _ends(whose: str, ending: Ending) -> list[str]:
    if ending.last is None:
        return [f"{whose}, {days(one)}, does not begin." for one in ending.left_out]
    agreed = rules.contracts.agreed_last_day(ending.last)
    instead = "as agreed" if agreed == ending.last_day else f"and not on {messages.text.day(agreed)}"
    first = f"{whose} ends on {messages.text.day(ending.last_day)}, {instead}."
    return [first, *(f"The next one, {days(one)}, does not begin." for one in ending.left_out)]


def ends_early_for_adviser(ending: Ending, person: Person) -> messages.text.Payload:
    """To their adviser."""
    whose = f"The contract of *{messages.text.name(person.name)}*"
    return _for_adviser(" ".join([*_ends(whose, ending), "No check-in is asked for after that."]))


def runs_on(person: Person, terms: collections.abc.Sequence[Contract]) -> messages.text.Payload:
    """To their adviser, who had read of an end that was taken back."""
    return _for_adviser(f"An early end was taken back: {_as_before(person, terms)}")


def _for_adviser(text: str) -> messages.text.Payload:
    why = messages.text.why("you are their adviser", "your programme manager can change who advises whom")
    return messages.text.message(text, messages.text.section(text), messages.text.small(why))
