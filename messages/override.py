"""What people read about overrides: what was recorded, the list of them, and why one can't be."""

import collections.abc
import dataclasses

import data.models
import messages.changes
import messages.text
import rules.override
import rules.sitting

UNDO = "undo:override"
"""The action of the button that takes overrides back; its subject is their ids."""

LISTED = 40

Moves = collections.abc.Sequence[messages.changes.Move]


@dataclasses.dataclass(frozen=True)
class Cover:
    """One recorded override, with the two people; it `counts` if it changes who sits."""

    override: data.models.Override
    sitter: data.models.Person
    out: data.models.Person
    counts: bool = True


def recorded(
    covers: collections.abc.Sequence[Cover], moves: Moves, reader: messages.text.Reader
) -> messages.text.Payload:
    """What was understood, whose dates it changes, and a way back."""
    told = "\n".join([*(f"{_says(cover, reader)}." for cover in covers), messages.changes.listed(moves, reader)])
    subject = ",".join(str(cover.override.id) for cover in covers)
    undo = messages.text.buttons(messages.text.button("Undo", UNDO, subject))
    return messages.text.message(told, messages.text.section(told), undo)


def undone(
    covers: collections.abc.Sequence[Cover], moves: Moves, reader: messages.text.Reader
) -> messages.text.Payload:
    """To who took overrides back."""
    lines = [f"{_name(cover.sitter)} does not sit for {_name(cover.out)} any more." for cover in covers]
    return messages.text.message("\n".join([*dict.fromkeys(lines), messages.changes.listed(moves, reader)]))


def over_already() -> messages.text.Payload:
    """To who pressed twice, or too late."""
    return messages.text.message(
        "This was over or taken back before; nothing was changed. `/duty override` lists what stands."
    )


def listed(covers: collections.abc.Sequence[Cover], reader: messages.text.Reader) -> messages.text.Payload:
    """Overrides that run or come, each with *Undo*."""
    example = "To add one: `/duty override @in for @out mon to fri`."
    if not covers:
        return messages.text.message(f"Nobody sits for anybody else, now or later. {example}")
    title = "*Who sits for whom*"
    rows = [f"• {_says(cover, reader)}{'' if cover.counts else _IDLE.format(_name(cover.out))}" for cover in covers]
    more = [f"and {len(covers) - LISTED} more, later"] if len(covers) > LISTED else []
    drawn = [
        messages.text.section(row) | {"accessory": messages.text.button("Undo", UNDO, str(cover.override.id))}
        for row, cover in zip(rows[:LISTED], covers, strict=False)
    ]
    text = "\n".join([title, *rows[:LISTED], *more, example])
    small = " · ".join([*more, example])
    return messages.text.message(text, messages.text.section(title), *drawn, messages.text.small(small))


_IDLE = " (without effect: {} does not sit then any more)"


def _says(cover: Cover, reader: messages.text.Reader) -> str:
    when = _span((cover.override.starts, cover.override.ends), reader)
    return f"{_name(cover.sitter)} sits for {_name(cover.out)} {when}"


def who_for_whom(one: data.models.Person, other: data.models.Person) -> str:
    """To who named two people and left open which of them is to sit."""
    first, second = _name(one), _name(other)
    return (
        f"Who sits for whom? Write `/duty override @{first} for @{second} …` if {first} is to sit, "
        f"or `/duty override @{second} for @{first} …` if {second} is. Nothing was saved."
    )


def refused(
    obstacle: rules.override.Obstacle,
    sitter: data.models.Person,
    out: data.models.Person,
    instead: collections.abc.Sequence[data.models.Person],
    reader: messages.text.Reader,
) -> str:
    """Why somebody can't sit for another then, and what to do; `instead` are those who sit for that other already."""
    in_name, out_name = _name(sitter), _name(out)
    when = _span(obstacle.when, reader) if obstacle.when else ""
    sits_next = f"They next sit {when}." if when else "They sit in nothing later that is published."
    sentences = {
        rules.override.Why.SAME: f"{in_name} can't sit for {in_name}. Name two people: "
        "`/duty override @in for @out mon to fri`.",
        rules.override.Why.PAST: "These days are past. Write days from today on: "
        "`/duty override @in for @out mon to fri`.",
        rules.override.Why.NOT_SITTING: f"{out_name} does not sit then{_instead(instead)}. {sits_next} "
        f"{_relieve(sitter, instead)}`/duty next 6` shows who sits when.",
        rules.override.Why.NOT_IN_POOL: f"{in_name} is not in the duty pool {when}. Pick somebody who is "
        f"(`/duty pool`), or add them first: `/duty pool add @{in_name}`.",
        rules.override.Why.SITS: f"{in_name} sits already {when}. Pick somebody else, or other days.",
        rules.override.Why.AWAY: f"{in_name} is away on a working day {when}. Pick somebody else, or other days.",
    }
    return sentences[obstacle.why]


def _instead(instead: collections.abc.Sequence[data.models.Person]) -> str:
    names = messages.text.people([_name(one) for one in instead])
    return f": {names} {'sits' if len(instead) == 1 else 'sit'} for them" if instead else ""


def _relieve(sitter: data.models.Person, instead: collections.abc.Sequence[data.models.Person]) -> str:
    if not instead or sitter in instead:
        return ""
    first = _name(instead[0])
    return f"To relieve {first}, write `/duty override @{_name(sitter)} for @{first} …`. "


def _span(span: rules.sitting.Span, reader: messages.text.Reader) -> str:
    return f"from {messages.text.span(*span, reader)}"


def _name(person: data.models.Person) -> str:
    return messages.text.name(person.name)
