"""Weeks in which nothing was logged with somebody, as their adviser reads it first, and then the managers."""

import collections.abc
import datetime

import data.models
import messages.checkins
import messages.text

Checkin = data.models.Checkin
State = data.models.CheckinState
Person = data.models.Person

PEOPLES = (data.models.Excuse.NEXT_WEEK, data.models.Excuse.EXCUSED)
"""What people excused, and can ask for again."""

WHY = (
    "Why do I get this? You hold these check-ins. You hear first of two weeks in a row of which nothing is logged, and "
    "have time to mend it; `/checkin` shows this week's."
)


def _short(day: datetime.date) -> str:
    """`Mon 2 March`: a day of the last weeks."""
    return f"{day:%a} {day.day} {day:%B}"


def _mondays(weeks: collections.abc.Iterable[datetime.date]) -> str:
    return messages.text.people([_short(week) for week in weeks])


def sentence(freelancer: Person, weeks: collections.abc.Sequence[datetime.date]) -> str:
    """What is not logged, and nobody's fault."""
    return f"With {messages.text.name(freelancer.name)} no check-in is logged for the weeks from {_mondays(weeks)}."


def line(
    adviser: Person,
    freelancers: collections.abc.Sequence[Person],
    weeks: collections.abc.Sequence[datetime.date],
    mended: collections.abc.Collection[int] = (),
    covered: collections.abc.Collection[int] = (),
) -> str:
    """The same for the managers, of all whom an adviser has; with these, by their rows, it is mended since.

    Of whom they covered then it says so.
    """
    is_left = [one for one in freelancers if one.id not in mended]
    said = (
        f"{messages.text.name(adviser.name)}: no check-in is logged with {_names(is_left or freelancers, covered)} "
        f"for the weeks from {_mondays(weeks)}."
    )
    if not is_left:
        return f"~{said}~ mended"
    struck = [one for one in freelancers if one.id in mended]
    return f"{said} ~{_names(struck, covered)}~ mended" if struck else said


def _names(people: collections.abc.Iterable[Person], covered: collections.abc.Collection[int]) -> str:
    names = ((messages.text.name(person.name), person.id in covered) for person in people)
    return messages.text.people([f"{name} (covered)" if is_covered else name for name, is_covered in names])


def warning(
    freelancer: Person, rows: collections.abc.Sequence[Checkin], managers_read: datetime.date
) -> messages.text.Payload:
    """To the adviser: what is not logged, who reads it on which day, and what can be done about it until then.

    `rows` are all of those weeks.
    """
    said = sentence(freelancer, list(dict.fromkeys(row.week for row in rows)))
    if _is_mended(rows):
        lines = [
            f"~{said}~ mended",
            *(f"• week from {_short(row.week)}: {messages.checkins.state(row)}" for row in rows),
        ]
    else:
        until = f"The managers will see this on {messages.text.day(managers_read)}"
        lines = [f"*{said}*", f"{until}, unless something is logged or excused before."]
    text = "\n".join(lines)
    drawn = messages.text.message(
        text, messages.text.section(text), *(_buttons(row) for row in rows), messages.text.small(WHY)
    )
    return drawn | {"rows": [row.id for row in rows]}


def _is_mended(rows: collections.abc.Sequence[Checkin]) -> bool:
    """Whether one of the weeks has nothing left to log, or one was held in it."""
    weeks: dict[datetime.date, set[State]] = {}
    for row in rows:
        weeks.setdefault(row.week, set()).add(row.state)
    return any(State.DONE in states or not states & {State.OPEN, State.BOOKED} for states in weeks.values())


def _buttons(row: Checkin) -> messages.text.Block:
    """Each says of which week it is: there are several."""
    value, week = str(row.id), f"{row.week.day} {row.week:%B}"
    if row.state == State.DONE:
        return messages.text.buttons(messages.text.button(f"Correct, {week}", messages.checkins.DONE, value))
    done = messages.text.button(f"Done, {week}", messages.checkins.DONE, value)
    if row.state != State.EXCUSED:
        missed = messages.text.button(f"Could not meet, {week}", messages.checkins.MISSED, value)
        return messages.text.buttons(done, missed)
    undo = messages.text.button(f"Undo, {week}", messages.checkins.REOPEN, value)
    return messages.text.buttons(done, *([undo] if row.excuse in PEOPLES else []))
