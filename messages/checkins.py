"""Check-ins as their adviser reads them: the list of the week, what of it is open, and what was booked."""

import collections.abc
import dataclasses
import datetime
import typing
import zoneinfo

import data.models
import messages.text
import rules.working_hours

Checkin = data.models.Checkin
State = data.models.CheckinState
Excuse = data.models.Excuse

DONE, BOOK, MISSED, REOPEN = "done:checkin", "book:checkin", "miss:checkin", "reopen:checkin"
UNDO = "undo:checkin"
"""Takes back what was logged: its value is the log's number, how the row stood before it, and when it was logged."""

SHOWN = 20
"""Rows that a list draws, each in two blocks, before it says how many more there are."""

QUOTED = 300
"""Characters of a follow-up or a topic that a list shows."""

NONE = "There are none of yours now."

WHY = (
    "Why do I get this? You hold these check-ins, and read the list once at the start of the week and later what is "
    "open. `/checkin` shows it at any time, and a programme manager can change the days."
)


@dataclasses.dataclass(frozen=True)
class Line:
    """One check-in, with what helps to hold it. `shared` are the hours of that day in which both work.

    `follow_up` is what was last agreed, `topic` what the freelancer wants to talk about; `covers`: for another adviser.
    """

    row: Checkin
    freelancer: data.models.Person
    zone: zoneinfo.ZoneInfo
    shared: collections.abc.Sequence[rules.working_hours.Span] = ()
    away: bool = False
    follow_up: str | None = None
    topic: str | None = None
    covers: bool = False


Lines = collections.abc.Sequence[Line]

Held = collections.abc.Sequence[tuple[Checkin, data.models.Person]]
"""Check-ins of an adviser, each with whom it is."""


def week(
    lines: Lines, monday: datetime.date, at: datetime.datetime, reader: messages.text.Reader
) -> messages.text.Payload:
    """The list of the week, as of that instant."""
    return _list(f"*Your check-ins of the week from {messages.text.day(monday)}*", lines, at, reader)


def this_week(
    lines: Lines, monday: datetime.date, at: datetime.datetime, reader: messages.text.Reader
) -> messages.text.Payload:
    """The same for who asks for it by `/checkin`, to whom nobody has to say why."""
    drawn = week(lines, monday, at, reader)
    return messages.text.message(drawn["text"], *drawn["blocks"][:-1])


def still_open(lines: Lines, at: datetime.datetime, reader: messages.text.Reader) -> messages.text.Payload:
    """What of the list is open."""
    return _list("*Check-ins that are open this week*", lines, at, reader)


def added(lines: Lines, at: datetime.datetime, reader: messages.text.Reader) -> messages.text.Payload:
    """What came after the list of the week was told."""
    return _list("*More check-ins of yours this week*", lines, at, reader)


def asked_after(
    lines: Lines, day: datetime.date, at: datetime.datetime, reader: messages.text.Reader
) -> messages.text.Payload:
    """The day for which one was booked is over: did they meet? No line where somebody else holds it by now."""
    booked = f"for {messages.text.day(day)}"
    names = [messages.text.name(line.freelancer.name) for line in lines]
    head = (
        f"*A check-in with {names[0]} was booked {booked}: did you meet?*"
        if names
        else f"*A check-in was booked {booked}.*"
    )
    return _list(head, lines, at, reader)


def _list(head: str, lines: Lines, at: datetime.datetime, reader: messages.text.Reader) -> messages.text.Payload:
    shown = lines[:SHOWN]
    texts = [line_text(line, at, reader) for line in shown]
    more = [] if lines else [NONE]
    if len(lines) > SHOWN:
        more = [f"… and {len(lines) - SHOWN} more: `/checkin`"]
    blocks = [messages.text.section(head)]
    for line, text in zip(shown, texts, strict=True):
        blocks += [messages.text.section(text), buttons(line.row)]
    blocks += [*map(messages.text.section, more), messages.text.small(WHY)]
    drawn = messages.text.message("\n".join([head, *texts, *more]), *blocks)
    return drawn | {"rows": [line.row.id for line in lines], "elsewhere": "/checkin"}


def rows_of(part: collections.abc.Mapping[str, object]) -> list[int]:
    """The rows that a part told of."""
    return typing.cast("list[int]", part.get("rows", []))


def line_text(line: Line, at: datetime.datetime, reader: messages.text.Reader) -> str:
    """Who, what time it is there, when both work, where it stands, and what to take up."""
    covering = ", for whom you cover" if line.covers else ""
    whom = f"*{messages.text.name(line.freelancer.name)}*{covering}{place(line.row)}"
    said = [f"{whom} · {_there(line, at, reader)}"]
    if line.row.state != State.OPEN:
        said.append(state(line.row))
    if line.follow_up:
        said.append(f"• last time you agreed: {quoted(line.follow_up)}")
    if line.topic is not None:
        said.append(f"• asked for time: {quoted(line.topic) or 'no topic given'}")
    return "\n".join(said)


def place(row: Checkin) -> str:
    """Which one it is, of who is new and has two a week."""
    return " · second of the week" if row.place else ""


def quoted(words: str | None) -> str:
    """A follow-up or a topic as a list shows it."""
    return messages.text.escape(messages.text.cut(words or "", QUOTED))


def _there(line: Line, at: datetime.datetime, reader: messages.text.Reader) -> str:
    """`Lagos, 18:40 now · you share 14:00 to 17:00 your time`."""
    city = line.zone.key.rpartition("/")[2].replace("_", " ")
    there = f"{city}, {messages.text.clock_time(at, line.zone)} now"
    if line.away:
        return f"{there} · away today"
    if not line.shared:
        return f"{there} · no working hours in common today"
    spans = [
        f"{messages.text.clock_time(first, reader.zone)} to {messages.text.clock_time(last, reader.zone)}"
        for first, last in line.shared
    ]
    return f"{there} · you share {messages.text.people(spans)} your time"


def home(held: Held, most: int) -> list[messages.text.Block]:
    """The week on Muster's home page: with whom, where it stands, and a button that logs it."""
    if not held:
        return []
    drawn = [messages.text.section("*Your check-ins this week*")]
    for row, freelancer in held[:most]:
        label = "Correct" if row.state == State.DONE else "Done"
        line = messages.text.section(f"*{messages.text.name(freelancer.name)}*{place(row)} · {state(row)}")
        drawn.append(line | {"accessory": messages.text.button(label, DONE, str(row.id))})
    more = f"and {len(held) - most} more. " if len(held) > most else ""
    return [*drawn, messages.text.small(f"{more}`/checkin` has the list, with all that can be done with it.")]


def state(row: Checkin) -> str:
    """Where a check-in stands, in a few words."""
    if row.state == State.DONE:
        held = f" on {messages.text.day(row.held_on)}" if row.held_on else ""
        return f"done{held}, {row.minutes} minutes"
    if row.state == State.BOOKED and row.booked_for:
        return f"booked for {messages.text.day(row.booked_for)}"
    return {
        Excuse.NEXT_WEEK: "next week instead",
        Excuse.EXCUSED: "excused",
        Excuse.ABSENT: "excused: no working day of theirs is left for it, or nobody was their adviser",
        Excuse.UNCOVERED: "excused: nobody covers",
        None: "open",
    }[row.excuse]


def buttons(row: Checkin) -> messages.text.Block:
    """What can be done with it."""
    value = str(row.id)
    if row.state == State.DONE:
        return messages.text.buttons(messages.text.button("Correct", DONE, value))
    if row.state == State.EXCUSED:
        undo = [messages.text.button("Undo", REOPEN, value)] if row.excuse in (Excuse.NEXT_WEEK, Excuse.EXCUSED) else []
        return messages.text.buttons(messages.text.button("Done", DONE, value), *undo)
    return messages.text.buttons(
        messages.text.button("Done", DONE, value, style="primary"),
        messages.text.button("Booked", BOOK, value),
        messages.text.button("Could not meet", MISSED, value),
    )
