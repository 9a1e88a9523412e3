"""What people read about days away: what was recorded, the list of them, and somebody who is away while on duty."""

import collections.abc
import dataclasses
import datetime

import data.models
import messages.changes
import messages.forms
import messages.text

CANCEL, OPEN, TODAY, COVER, BACK, AGAIN = (
    "cancel:absence",
    "open:away",
    "away:today",
    "cover:absence",
    "back:absence",
    "extend:absence",
)
"""The buttons' actions."""

Moves = collections.abc.Sequence[messages.changes.Move]


@dataclasses.dataclass(frozen=True)
class Missed:
    """Somebody on duty is away; `starts` and `ends` are what of the running shift they miss."""

    absence: data.models.Absence
    person: data.models.Person
    partners: collections.abc.Sequence[data.models.Person]
    starts: datetime.datetime
    ends: datetime.datetime


def days(absence: data.models.Absence) -> str:
    """`on Mon 2 March 2026`, or from the first day to the last."""
    first, last = messages.text.day(absence.starts), messages.text.day(absence.last_day)
    return f"on {first}" if first == last else f"from {first} to {last}, both included"


def recorded(
    absence: data.models.Absence,
    other: data.models.Person | None,
    reader: messages.text.Reader,
    moves: Moves,
    on_duty_now: bool,
) -> messages.text.Payload:
    """What was understood of an absence, one's own or `other`'s, and what follows from it."""
    lines = [f"{_is(other)} away {days(absence)} ({reader.zone.key})."]
    if on_duty_now:
        lines.append("Who else is on duty and the programme managers were told.")
    if moves:
        lines += ["Dates on duty that change:", messages.changes.listed(moves, reader)]
    text = "\n".join(lines)
    undo = messages.text.buttons(messages.text.button("Cancel", CANCEL, str(absence.id)))
    return messages.text.message(text, messages.text.section(text), undo)


def _is(other: data.models.Person | None) -> str:
    return f"{messages.text.name(other.name)} is" if other else "You are"


def recorded_by(
    by: data.models.Person, absence: data.models.Absence, reader: messages.text.Reader
) -> messages.text.Payload:
    """To somebody whose days away another has recorded."""
    text = f"*{_name(by)} has recorded that you are away* {days(absence)} ({reader.zone.key}). Not so? Press *Cancel*."
    return _own(text, messages.text.buttons(messages.text.button("Cancel", CANCEL, str(absence.id))))


def cancelled_by(by: data.models.Person, absence: data.models.Absence) -> messages.text.Payload:
    """To somebody whose days away another has taken back, or ended as of today."""
    if absence.cancelled_at is not None:
        return _own(f"*{_name(by)} has taken back your days away* {days(absence)}.")
    since = messages.text.day(absence.starts)
    return _own(f"*{_name(by)} has ended your days away* since {since}. You are there again from today on.")


def _own(text: str, *blocks: messages.text.Block) -> messages.text.Payload:
    small = messages.text.why("these are your own days away", "`/program away` lists them, and you can change them")
    return messages.text.message(f"{text}\n{small}", messages.text.section(text), *blocks, messages.text.small(small))


def known(absence: data.models.Absence, other: data.models.Person | None) -> messages.text.Payload:
    """For an absence that was there already."""
    return messages.text.message(f"{_is(other)} already recorded as away {days(absence)}; nothing was changed.")


def cancelled(
    absence: data.models.Absence, other: data.models.Person | None, reader: messages.text.Reader, moves: Moves
) -> messages.text.Payload:
    """What was taken back, and whose dates that changes."""
    whose = f"{messages.text.name(other.name)}'s" if other else "your"
    lines = [f"Taken back: {whose} days away {days(absence)}."]
    if absence.cancelled_at is None:  # they had begun
        since = messages.text.day(absence.starts)
        lines = [f"Ended: {whose} days away since {since}. {_is(other)} there again from today on."]
    if moves:
        lines += ["Dates on duty that change:", messages.changes.listed(moves, reader)]
    return messages.text.message("\n".join(lines))


def over_already(other: data.models.Person | None) -> messages.text.Payload:
    """To who pressed twice, or after somebody else."""
    whose = f"{messages.text.name(other.name)}'s" if other else "Your"
    return messages.text.message(f"{whose} days away were ended or taken back before; nothing was changed.")


def listed(
    absences: collections.abc.Sequence[data.models.Absence],
    other: data.models.Person | None,
    reader: messages.text.Reader,
) -> messages.text.Payload:
    """Days away that are not over, each with *Cancel*, and for oneself a way to add some."""
    whose = f"{messages.text.name(other.name)}'s days away" if other else "Your days away"
    title = f"*{whose}* ({reader.zone.key})"
    add = [messages.text.buttons(messages.text.button("Add days away", OPEN))] if other is None else []
    if not absences:
        example = "/program away mon to fri @person" if other else "/program away mon to fri"
        text = f"{title}: none are recorded. To add some: `{example}`."
        return messages.text.message(text, messages.text.section(text), *add)
    rows = [_row(absence) for absence in absences[:LISTED]]
    more = len(absences) - LISTED
    rest = [messages.text.small(f"and {more} more, later")] if more > 0 else []
    text = "\n".join([title, *(f"• {days(one)}" for one in absences[:LISTED])])
    return messages.text.message(text, messages.text.section(title), *rows, *rest, *add)


LISTED = 20


def _row(absence: data.models.Absence) -> messages.text.Block:
    drawn = messages.text.section(f"• {days(absence)}")
    return drawn | {"accessory": messages.text.button("Cancel", CANCEL, str(absence.id))}


def to_partner(missed: Missed, reader: messages.text.Reader) -> messages.text.Payload:
    """To who sits in the other seat."""
    text = (
        f"*{_name(missed.person)} is away* {days(missed.absence)}, and on duty with you. One of two sits "
        f"{_span(missed, reader)}, unless the managers find somebody who covers: you will read it here."
    )
    return _unasked(text, "you are on duty with them")


def gone_to_partner(
    person: data.models.Person, starts: datetime.datetime, ends: datetime.datetime, reader: messages.text.Reader
) -> messages.text.Payload:
    """To who sits in the other seat, when somebody is gone from the workspace."""
    text = (
        f"*{_name(person)} is no longer in this workspace*, and was on duty with you. One of two sits from "
        f"{messages.text.span(starts, ends, reader)}, unless the managers let somebody sit for them: `/duty` shows it."
    )
    small = messages.text.why("you are on duty with them", "it comes only when somebody on duty is gone")
    return messages.text.message(f"{text}\n{small}", messages.text.section(text), messages.text.small(small))


def to_manager(
    missed: Missed, free: collections.abc.Sequence[data.models.Person], reader: messages.text.Reader
) -> messages.text.Payload:
    """To a manager, with those who could cover."""
    sits = (
        f"{messages.text.people([_name(one) for one in missed.partners])} sits alone"
        if missed.partners
        else "Nobody sits"
    )
    text = f"*{_name(missed.person)} is away* {days(missed.absence)}, and on duty. {sits} {_span(missed, reader)}."
    if not free:
        text += " Nobody else in the duty pool is free then."
        return _unasked(text, "you manage the programme")
    text += "\n*Choose who covers*, or leave it as it is. These rested longest:"
    drawn = [
        messages.text.button(one.name, f"{COVER}:{n}", f"{missed.absence.id}:{one.slack_id}")
        for n, one in enumerate(free, start=1)
    ]
    return _unasked(text, "you manage the programme", messages.text.buttons(*drawn))


def covered(person: data.models.Person, absence: data.models.Absence, by: data.models.Person) -> messages.text.Payload:
    """To everybody who was told: who covers."""
    return _unasked(f"*{_name(by)} covers for {_name(person)}*, who is away {days(absence)}.", _TOLD)


def returned(
    person: data.models.Person, absence: data.models.Absence, still: data.models.Absence | None
) -> messages.text.Payload:
    """To everybody who was told: the person is back, or never went, or is `still` away for other days."""
    if still is not None:
        text = f"*{_name(person)} has changed their days away*, and is away {days(still)}."
    elif absence.cancelled_at is None:
        text = f"*{_name(person)} is back*, and on duty as before."
    else:
        text = f"*{_name(person)} is not away after all*, and on duty as before."
    return _unasked(text, _TOLD)


_TOLD = "you were told that they are away"


def _unasked(text: str, why: str, *blocks: messages.text.Block) -> messages.text.Payload:
    small = messages.text.why(why, "it comes only when somebody on duty is away")
    return messages.text.message(f"{text}\n{small}", messages.text.section(text), *blocks, messages.text.small(small))


def _span(missed: Missed, reader: messages.text.Reader) -> str:
    return f"from {messages.text.span(missed.starts, missed.ends, reader)}"


def _name(person: data.models.Person) -> str:
    return messages.text.name(person.name)


def today_recorded(absence: data.models.Absence, on_duty_now: bool) -> messages.text.Payload:
    """To who can't today."""
    told = " Who else is on duty and the programme managers were told." if on_duty_now else ""
    text = (
        f"*You are away today*, and nobody asks why.{told} On your next working day Muster asks whether you are back."
    )
    undo = messages.text.buttons(messages.text.button("Cancel", CANCEL, str(absence.id)))
    return messages.text.message(text, messages.text.section(text), undo)


def back(absence: data.models.Absence) -> messages.text.Payload:
    """The morning after a day on which somebody could not."""
    text = f"*Back?* You were away {days(absence)}. Unless you say otherwise you are there again."
    small = messages.text.why("you pressed *I can't today*", "`/duty away` lists your days away")
    row = messages.text.buttons(
        messages.text.button("I'm back", BACK, str(absence.id)),
        messages.text.button("Away today too", AGAIN, str(absence.id)),
    )
    return messages.text.message(f"{text}\n{small}", messages.text.section(text), row, messages.text.small(small))


def good_to_have_you_back(
    ended: collections.abc.Sequence[data.models.Absence], reader: messages.text.Reader, moves: Moves
) -> messages.text.Payload:
    """To who is back, with what was taken back by that, or ended, and whose dates it changes."""
    lines = ["Good to have you back. You are there again from today on."]
    lines += [str(cancelled(absence, None, reader, ())["text"]) for absence in ended]
    if moves:
        lines += ["Dates on duty that change:", messages.changes.listed(moves, reader)]
    return messages.text.message("\n".join(lines))


def covers(
    cover: data.models.Person, person: data.models.Person, reader: messages.text.Reader, ends: datetime.datetime
) -> messages.text.Payload:
    """To the manager who chose."""
    return messages.text.message(
        f"{_name(cover)} covers for {_name(person)} until {messages.text.moment(ends, reader)}, and reads it at once."
    )


def covered_already() -> messages.text.Payload:
    """To a manager who chose after another, or too late."""
    return messages.text.message(
        "This was settled before: somebody covers already, the person is back, or whom you chose can't any more. "
        "`/duty` shows who is there now; nothing was changed."
    )


def form(today: datetime.date) -> messages.text.Payload:
    """The form for one's own days away."""
    blocks = [
        messages.forms.day("from", "First day away", today),
        messages.forms.day("to", "Last day away", optional=True, hint="Leave it empty for one day."),
        messages.text.small(
            "Both days are included, by the calendar where you are. Nobody asks why. Your programme managers see "
            "the dates, and so does your adviser. If you are on duty then, `/duty` shows them to everybody."
        ),
    ]
    return messages.forms.modal("record:away", "When are you away?", "Save", blocks)
