"""What people read when their own dates on duty change, and the same as a preview for who is about to change them."""

import collections.abc
import dataclasses

import data.models
import messages.text
import rules.sitting

Spans = collections.abc.Sequence[rules.sitting.Span]


@dataclasses.dataclass(frozen=True)
class Move:
    """Whose dates change: the spans that are theirs no more, and the new ones."""

    person: data.models.Person
    lost: Spans
    gained: Spans


def dates(lost: Spans, gained: Spans, reader: messages.text.Reader, why: str = "") -> messages.text.Payload:
    """To somebody whose own dates changed, old → new, with a sentence that says why where there is one."""
    lines = [f"*Your dates on duty have changed.* {why}".rstrip(), _change(lost, gained, reader)]
    if any(not _within(span, lost) for span in gained):
        lines.append("You can't then? Say so: `/duty away`. Nobody asks why.")
    small = messages.text.why("these are your own dates", "`/duty next 6` shows all that is published")
    text = "\n".join(lines)
    return messages.text.message(f"{text}\n{small}", messages.text.section(text), messages.text.small(small))


def _within(span: rules.sitting.Span, others: Spans) -> bool:
    return any(starts <= span[0] and span[1] <= ends for starts, ends in others)


def sits_for(other: data.models.Person) -> str:
    """Why to who sits for another."""
    return f"You sit for {messages.text.name(other.name)}."


def relieved_by(other: data.models.Person) -> str:
    """Why to who is relieved by another."""
    return f"{messages.text.name(other.name)} sits for you."


def _change(lost: Spans, gained: Spans, reader: messages.text.Reader) -> str:
    old, new = _spans(lost, reader), _spans(gained, reader)
    if not lost:
        return f"New: {new}"
    return f"Before: {old} → now: {new}" if gained else f"Not yours any more: {old}"


def _spans(spans: Spans, reader: messages.text.Reader) -> str:
    return ", and ".join(messages.text.span(starts, ends, reader) for starts, ends in spans)


def listed(moves: collections.abc.Sequence[Move], reader: messages.text.Reader) -> str:
    """Whose dates change, a line for each; for an answer or a preview."""
    if not moves:
        return "Nobody's dates change."
    return "\n".join(
        f"• {messages.text.name(move.person.name)}: {_change(move.lost, move.gained, reader)}" for move in moves
    )
