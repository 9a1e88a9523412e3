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


def dates(lost: Spans, gained: Spans, reader: messages.text.Reader) -> messages.text.Payload:
    """To somebody whose own dates changed, old → new."""
    lines = ["*Your dates on duty have changed.*", _change(lost, gained, reader)]
    if gained:
        lines.append("You can't then? Say so: `/duty away`. Nobody asks why.")
    small = messages.text.why("these are your own dates", "`/duty next 6` shows all that is published")
    text = "\n".join(lines)
    return messages.text.message(f"{text}\n{small}", messages.text.section(text), messages.text.small(small))


def _change(lost: Spans, gained: Spans, reader: messages.text.Reader) -> str:
    old, new = _spans(lost, reader), _spans(gained, reader)
    if not lost:
        return f"New: {new}"
    return f"Before: {old} → now: {new}" if gained else f"Not yours any more: {old}"


def _spans(spans: Spans, reader: messages.text.Reader) -> str:
    return ", and ".join(
        f"{messages.text.moment(starts, reader)} to {messages.text.moment(ends, reader)}" for starts, ends in spans
    )


def listed(moves: collections.abc.Sequence[Move], reader: messages.text.Reader) -> str:
    """Whose dates change, a line for each; for an answer or a preview."""
    if not moves:
        return "Nobody's dates change."
    return "\n".join(
        f"• {messages.text.name(move.person.name)}: {_change(move.lost, move.gained, reader)}" for move in moves
    )
