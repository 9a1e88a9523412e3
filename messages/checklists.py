"""Checklists as people read them: what is due in a morning, all of one person, and the templates."""

import collections.abc
import dataclasses
import typing

import data.models
import messages.forms
import messages.renewals
import messages.text
import rules.checklists

Checklist = data.models.Checklist
Contract = data.models.Contract
Item = data.models.ChecklistItem
Person = data.models.Person
Rejoin = data.models.Rejoin
Role = data.models.Role
TemplateItem = data.models.TemplateItem

TICK, UNTICK = "tick:item", "untick:item"
"""The buttons of an item."""

REJOIN = "rejoin:contract"
"""The buttons that say whether somebody is wanted back; each value ends with the answer, as `31:yes`."""

CHOOSE, ADD, KEEP = "choose:template", "add:template", "keep:template"
"""The menu of a template, the button that adds one, and the form of both."""

EDIT, REMOVE = "edit", "remove"
"""What the menu of a template offers, behind its number."""

LISTED = 10
"""Items of a morning's list, before it says how many more there are."""

HEADS = {Checklist.ONBOARDING: "Onboarding", Checklist.OFFBOARDING: "Offboarding"}
OWNERS = {Role.MANAGER.value: "A manager", Role.ADVISER.value: "Their adviser", Role.FREELANCER.value: "The freelancer"}
REJOINS = {Rejoin.YES: "Yes", Rejoin.NO: "No", Rejoin.UNSURE: "Not sure"}

WORDS_LIMIT, LINK_LIMIT = 300, 500


def _what(words: str, link: str | None) -> str:
    return messages.text.escape(words) + (f" ({messages.text.link(link, 'open')})" if link else "")


# -- in morning messages


@dataclasses.dataclass(frozen=True)
class Line:
    """An item with the contract that has it, whose that is, and whether its reader is that person."""

    item: Item
    contract: Contract
    person: Person
    is_own: bool

    @property
    def about(self) -> str:
        """What the line is about."""
        return str(self.item.id)


def line(one: Line) -> str:
    """`Kenji: Say welcome (first day Mon 2 March 2026)`; to the person themself only what to do."""
    what = _what(one.item.words, one.item.link)
    if one.is_own:
        return what
    is_first = one.item.checklist == Checklist.ONBOARDING
    day = f"first day {messages.text.day(one.contract.starts)}" if is_first else _last_day(one.contract)
    return f"*{messages.text.name(one.person.name)}*: {what} ({day})"


def _last_day(contract: Contract) -> str:
    return f"last day {messages.text.day(contract.last_day)}"


def due(lines: collections.abc.Sequence[Line]) -> messages.text.Payload:
    """What is to be done, each with its button; to a freelancer in short sentences."""
    shown, more = lines[:LISTED], len(lines) - LISTED
    own = all(one.is_own for one in lines)
    head = "*For the start or end of your contract. Please do this:*" if own else "*To do for who begins or leaves*"
    return _list(head, {one.about: line(one) for one in shown}, {one.about for one in shown}, _why(own), max(more, 0))


def _why(own: bool) -> str:
    if own:
        return messages.text.why("your contract begins or ends", "your adviser can help")
    return messages.text.why(
        "these items of a checklist are yours; they come on their day, and on Mondays until they are done",
        "managers change the items with `/contract template`",
    )


def _list(
    head: str,
    lines: collections.abc.Mapping[str, str],
    open_ones: collections.abc.Container[str],
    why: str,
    more: int = 0,
) -> messages.text.Payload:
    rest = [f"… and {more} more: `/contract checklist @person` shows all of one person."] if more else []
    text = "\n".join([head, *(f"• {one}" for one in lines.values()), *rest])
    drawn = [
        messages.text.section(f"• {words}")
        | ({"accessory": messages.text.button("Done", TICK, about)} if about in open_ones else {})
        for about, words in lines.items()
    ]
    blocks = [messages.text.section(head), *drawn, *map(messages.text.section, rest), messages.text.small(why)]
    kept = {"lines": dict(lines), "more": more, "elsewhere": "/contract checklist @person"}
    return messages.text.message(text, *blocks) | kept


def redrawn(
    part: collections.abc.Mapping[str, typing.Any], lines: collections.abc.Mapping[str, Line]
) -> messages.text.Payload:
    """A list as it is by now: what is done is struck through, and so is what is not needed any more."""
    head = str(part["text"]).partition("\n")[0]
    why = str(part["blocks"][-1]["elements"][0]["text"])
    open_ones = {about for about, one in lines.items() if one.item.ticked_at is None}
    drawn = {
        about: line(lines[about]) if about in open_ones else _struck(before, about in lines)
        for about, before in part["lines"].items()
    }
    return _list(head, drawn, open_ones, why, int(part["more"]))


def _struck(before: str, is_done: bool) -> str:
    plain = before.removeprefix("~").rpartition("~ ")[0] if before.startswith("~") else before
    return f"~{plain}~ {'done' if is_done else 'not needed any more'}"


# -- one person's


def none_of(person: Person, is_own: bool, has_begun: bool) -> str:
    """Why somebody has no checklist; `has_begun`: their last contract has."""
    ahead = rules.checklists.AHEAD
    if is_own:
        return f"You have no checklist now. You get one {ahead} days before a new contract begins."
    name = messages.text.name(person.name)
    if not has_begun:
        return f"{name} has no checklist yet. One is made {ahead} days before a contract begins."
    return (
        f"{name} has no checklist: none is made for the beginning of a contract that began before Muster went live, "
        "that was added long after its first day, or that goes on with the one before. One for its end comes once they "
        "know that they leave, or when it is over."
    )


@dataclasses.dataclass(frozen=True)
class Entry:
    """An item as one reader may see it, with whose it is unless it is theirs alone, and who ticked it."""

    item: Item
    owner: Person | None
    ticked_by: Person | None
    may_tick: bool
    shows_link: bool = True


@dataclasses.dataclass(frozen=True)
class Page:
    """The checklists of one contract as one reader may see them; `asks`: whether the person is wanted back."""

    contract: Contract
    person: Person
    entries: collections.abc.Sequence[Entry]
    is_own: bool
    asks: bool


def page(one: Page) -> messages.text.Payload:
    """Onboarding and offboarding, each item with its owner, its day and its tick."""
    name = "Your checklist" if one.is_own else f"Checklist of {messages.text.name(one.person.name)}"
    head = (
        f"*{name}* · {messages.renewals.numbered(one.contract.id or 0)}, from {messages.text.day(one.contract.starts)}"
    )
    if not one.entries:
        return messages.text.message(f"{head}\nThere is nothing on it.")
    texts, blocks = [head], [messages.text.section(head)]
    for checklist, title in HEADS.items():
        theirs = [entry for entry in one.entries if entry.item.checklist == checklist]
        if theirs:
            done = sum(entry.item.ticked_at is not None for entry in theirs)
            until = f", {_last_day(one.contract)}" if checklist == Checklist.OFFBOARDING else ""
            heading = f"*{title}*: {done} of {len(theirs)} done{until}"
            texts += [heading, *map(_entry, theirs)]
            blocks += [messages.text.section(heading), *map(_drawn, theirs)]
    if one.asks:
        texts.append(_asked(one.contract))
        blocks += [messages.text.section(texts[-1]), messages.text.buttons(*_answers(one.contract))]
    return messages.text.message("\n".join(texts), *blocks)


def _entry(entry: Entry) -> str:
    item = entry.item
    what = _what(item.words, item.link if entry.shows_link else None)
    if item.ticked_at is None:
        owner = f"{messages.text.name(entry.owner.name)}, " if entry.owner else ""
        return f"• {what} · {owner}{messages.text.day(item.due)}"
    by = messages.text.name(entry.ticked_by.name) if entry.ticked_by else "somebody"
    return f"• ~{what}~ · done by {by}"


def _drawn(entry: Entry) -> messages.text.Block:
    block = messages.text.section(_entry(entry))
    if not entry.may_tick:
        return block
    label, action = ("Done", TICK) if entry.item.ticked_at is None else ("Undo", UNTICK)
    return block | {"accessory": messages.text.button(label, action, str(entry.item.id))}


def _asked(contract: Contract) -> str:
    said = f" You said: {REJOINS[Rejoin(contract.rejoin)].lower()}." if contract.rejoin else ""
    return f"*Would you like them back?*{said} Only managers read this, here and when they come back."


def _answers(contract: Contract) -> list[messages.text.Block]:
    return [
        messages.text.button(label, f"{REJOIN}:{number}", f"{contract.id}:{answer}")
        for number, (answer, label) in enumerate(REJOINS.items(), start=1)
    ]


def coming_back(contract: Contract) -> str:
    """To a manager who adds a term for somebody who was here before and of whom somebody said it."""
    answer = REJOINS[Rejoin(contract.rejoin or Rejoin.UNSURE)].lower()
    number = messages.renewals.numbered(contract.id or 0)
    return (
        f"They were here until {messages.text.day(contract.last_day)} ({number}). Would we like them back? *{answer}*"
    )


# -- templates


def when(day: int, checklist: Checklist | None = None) -> str:
    """`3 days before the first day`."""
    which = {Checklist.ONBOARDING: "first", Checklist.OFFBOARDING: "last", None: "first or last"}[checklist]
    if day == 0:
        return f"on the {which} day"
    count = "1 day" if abs(day) == 1 else f"{abs(day)} days"
    return f"{count} {'before' if day < 0 else 'after'} the {which} day"


def template(one: TemplateItem) -> str:
    """One item of a template, with its day and its owner."""
    facts = [when(one.day, Checklist(one.checklist)), OWNERS[one.owner].lower()]
    facts += [f"for {messages.text.escape(one.product)}"] if one.product else []
    facts += ["also for who comes back"] if one.rejoining and one.checklist == Checklist.ONBOARDING else []
    return f"• {_what(one.words, one.link)} · {', '.join(facts)}"


def templates(found: collections.abc.Sequence[TemplateItem], said: str = "") -> messages.text.Payload:
    """Both templates, each item with its menu, and the button that adds one."""
    texts, blocks = [*filter(None, [said])], [*map(messages.text.section, filter(None, [said]))]
    for checklist, title in HEADS.items():
        theirs = [one for one in found if one.checklist == checklist]
        texts += [f"*{title}*", *(map(template, theirs) if theirs else ["Nothing."])]
        blocks += [messages.text.section(f"*{title}*"), *map(_with_menu, theirs)]
    note = "A change holds for all items that are still open."
    add = messages.text.buttons(messages.text.button("Add", ADD))
    return messages.text.message("\n".join([*texts, note]), *blocks[:MOST_DRAWN], add, messages.text.small(note))


MOST_DRAWN = messages.text.BLOCKS_LIMIT - 2


def _with_menu(one: TemplateItem) -> messages.text.Block:
    options = {f"{one.id}:{EDIT}": "Edit", f"{one.id}:{REMOVE}": "Remove"}
    return messages.text.section(template(one)) | {"accessory": messages.text.overflow(CHOOSE, options)}


def editing(one: TemplateItem | None, days: range) -> messages.text.Payload:
    """The form of an item, a new one or one that is there."""
    forms = messages.forms
    checklist = one.checklist if one else Checklist.ONBOARDING
    offered = {str(day): when(day) for day in days}
    ticked = ["yes"] if one is not None and one.rejoining else []
    blocks = [
        forms.radio("checklist", "Checklist", {str(kind): head for kind, head in HEADS.items()}, str(checklist)),
        forms.text("words", "What is to be done", one.words if one else None, most=WORDS_LIMIT),
        forms.choice("day", "When", offered, str(one.day if one else 0)),
        forms.radio("owner", "Who does it", OWNERS, str(one.owner if one else Role.ADVISER)),
        forms.text(
            "product",
            "Only for this product",
            one.product if one else None,
            optional=True,
            most=75,
            hint="As it stands on the roster. Without one it is for everybody.",
        ),
        forms.text("link", "Link", one.link if one else None, optional=True, most=LINK_LIMIT),
        forms.checkboxes("rejoining", "Who comes back", {"yes": "Has this item too, when they begin again"}, ticked),
        messages.text.small("Managers read this, and whoever is to do it. Please write nothing about a person."),
    ]
    return forms.modal(KEEP, "Item of a checklist", "Save", blocks, str(one.id) if one else "")
