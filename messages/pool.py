"""What people read about the duty pool: who is in it, who joins and leaves, and whose dates that moves."""

import collections.abc
import dataclasses
import datetime

import data.models
import messages.changes
import messages.text
import rules.sitting

REMOVE = "remove:pool"
"""The action of the button that confirms a removal."""

Moves = collections.abc.Sequence[messages.changes.Move]

ROWS = 10
"""Members in one paragraph, so that each fits what Slack takes."""

MOST = 400
"""Members in one message."""


@dataclasses.dataclass(frozen=True)
class Member:
    """Somebody in the pool: since when and until when, the next time they sit, and how many shifts they were dealt."""

    person: data.models.Person
    joined: datetime.datetime
    left: datetime.datetime | None
    next_turn: rules.sitting.Span | None
    turns: int


def listed(
    members: collections.abc.Sequence[Member],
    others: collections.abc.Sequence[data.models.Person],
    now: datetime.datetime,
    reader: messages.text.Reader,
) -> messages.text.Payload:
    """The pool; `others` are the advisers who are not in it."""
    title = f"*The duty pool* ({reader.zone.key}): {_advisers(len(members))}"
    rows = [_row(member, now, reader) for member in members[:MOST]]
    outside = f"Not in the pool: {messages.text.people([_name(one) for one in others[:ROWS]])}" if others else ""
    more = f" and {len(others) - ROWS} more" if len(others) > ROWS else ""
    hint = f"{outside}{more}. " if others else ""
    hint += "Managers: `/duty pool add @adviser`, `/duty pool remove @adviser`."
    paragraphs = ["\n".join(rows[n : n + ROWS]) for n in range(0, len(rows), ROWS)]
    blocks = [messages.text.section(part) for part in [title, *paragraphs]]
    return messages.text.message("\n".join([title, *rows, hint]), *blocks, messages.text.small(hint))


def _advisers(number: int) -> str:
    return "1 adviser" if number == 1 else f"{number or 'no'} advisers"


def _row(member: Member, now: datetime.datetime, reader: messages.text.Reader) -> str:
    told = [f"{'since' if member.joined <= now else 'from'} {_day(member.joined, reader)}"]
    if member.left:
        told.append(f"*leaves on {_day(member.left, reader)}*")
    told.append(f"{member.turns} {'shift' if member.turns == 1 else 'shifts'} so far")
    told.append(_next_turn(member.next_turn, now, reader))
    return f"• {_name(member.person)}: {', '.join(told)}"


def _next_turn(span: rules.sitting.Span | None, now: datetime.datetime, reader: messages.text.Reader) -> str:
    if span is None:
        return "not in what is published"
    starts, ends = span
    return f"on duty until {_day(ends, reader)}" if starts <= now else f"next from {_day(starts, reader)}"


def added(
    person: data.models.Person,
    starts: datetime.datetime,
    dealt_from: datetime.datetime,
    moves: Moves,
    reader: messages.text.Reader,
) -> messages.text.Payload:
    """To who added somebody."""
    lines = [f"{_name(person)} joins the duty pool {_when(starts, reader)}."]
    lines.append(
        f"The first shift in which they can be dealt a seat begins {_when(dealt_from, reader)}: "
        "what is published before it stays as it is."
    )
    return messages.text.message("\n".join([*lines, messages.changes.listed(moves, reader)]))


def stays(person: data.models.Person, moves: Moves, reader: messages.text.Reader) -> messages.text.Payload:
    """To who took a removal back."""
    return messages.text.message(
        f"{_name(person)} stays in the duty pool: the removal is taken back. Seats that were given up for it stay with "
        f"who has them now.\n{messages.changes.listed(moves, reader)}"
    )


def removal(
    person: data.models.Person,
    ends: datetime.datetime,
    moves: Moves,
    reader: messages.text.Reader,
    subject: str,
    moved_on: bool,
) -> messages.text.Payload:
    """The preview of a removal, with the button that does it."""
    lines = ["*Things have moved on since you looked, and nothing was changed.*"] if moved_on else []
    lines += [
        f"*{_name(person)} would leave the duty pool {_when(ends, reader)}.* The shift that runs is not dealt again. "
        "A seat that begins within 14 days is asked for, and stands empty until somebody says yes.",
        messages.changes.listed(moves, reader),
    ]
    text = "\n".join(lines)
    confirm = messages.text.buttons(messages.text.button("Confirm", REMOVE, subject, style="danger"))
    small = "Nothing is changed until you confirm."
    return messages.text.message(f"{text}\n{small}", messages.text.section(text), confirm, messages.text.small(small))


def removed(
    person: data.models.Person, ends: datetime.datetime, moves: Moves, reader: messages.text.Reader
) -> messages.text.Payload:
    """To who removed somebody."""
    return messages.text.message(
        f"{_name(person)} leaves the duty pool {_when(ends, reader)}.\n{messages.changes.listed(moves, reader)}"
    )


def joins(starts: datetime.datetime, reader: messages.text.Reader) -> messages.text.Payload:
    """To who was added."""
    return _to_member(f"*You join the duty pool* {_when(starts, reader)}. Your turns come with the shifts after it.")


def stay(reader: messages.text.Reader) -> messages.text.Payload:
    """To whose removal was taken back."""
    return _to_member(f"*You stay in the duty pool.* Your dates are shown in your zone ({reader.zone.key}).")


def leave(ends: datetime.datetime, reader: messages.text.Reader) -> messages.text.Payload:
    """To who was removed."""
    return _to_member(f"*You leave the duty pool* {_when(ends, reader)}, and take no more turns from then on.")


def _to_member(text: str) -> messages.text.Payload:
    small = messages.text.why("a manager changed the duty pool, and it is about you", "`/duty pool` shows who is in it")
    return messages.text.message(f"{text}\n{small}", messages.text.section(text), messages.text.small(small))


def in_already(person: data.models.Person, joined: datetime.datetime, reader: messages.text.Reader) -> str:
    """To who adds somebody who is in."""
    return (
        f"{_name(person)} is in the duty pool already, from {messages.text.moment(joined, reader)}. "
        "`/duty pool` shows everybody."
    )


def leaves_before(person: data.models.Person, left: datetime.datetime, reader: messages.text.Reader) -> str:
    """To who adds somebody as of a day after they leave."""
    return (
        f"{_name(person)} leaves the duty pool {_when(left, reader)}. To let them stay, leave the date out: "
        f"`/duty pool add @{_name(person)}`; to let them pause, add them once they have left."
    )


def no_adviser(person: data.models.Person) -> str:
    """To who adds somebody who takes no turns."""
    return (
        f"{_name(person)} is no adviser on the roster, and only advisers take turns on duty. "
        "Give them the role first: `muster import people.csv`."
    )


def not_in(person: data.models.Person) -> str:
    """To who removes somebody who is not in."""
    return f"{_name(person)} is not in the duty pool. `/duty pool` shows who is."


def leaves_already(person: data.models.Person, left: datetime.datetime, reader: messages.text.Reader) -> str:
    """To who removes somebody twice."""
    return (
        f"{_name(person)} leaves the duty pool {_when(left, reader)} already. "
        f"`/duty pool add @{_name(person)}` takes that back."
    )


def past(day: datetime.date) -> str:
    """To who names a day that is over."""
    return (
        f"{messages.text.day(day)} is past. Leave the date out for the next handover, or name a later day: "
        "`/duty pool remove @adviser 2w`."
    )


def _name(person: data.models.Person) -> str:
    return messages.text.name(person.name)


def _day(at: datetime.datetime, reader: messages.text.Reader) -> str:
    return messages.text.day(at.astimezone(reader.zone).date())


def _when(at: datetime.datetime, reader: messages.text.Reader) -> str:
    return f"on {messages.text.moment(at, reader)}"
