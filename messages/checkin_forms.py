"""The forms of a check-in, for what was said, for the day it is booked for, and for none; and what they answer."""

import collections
import collections.abc
import dataclasses
import datetime

import data.models
import messages.checkins
import messages.filing_form
import messages.forms
import messages.text
import rules.checkin_notes
import rules.guard

LOG, BOOKED, MISSED = "log:checkin", "booked:checkin", "missed:checkin"

NEXT_WEEK, EXCUSED = data.models.Excuse.NEXT_WEEK.value, data.models.Excuse.EXCUSED.value

LABELS = {
    "went_well": "What went well",
    "coach_on": "What to work on",
    "follow_up": "Follow-up",
    "concern": "Concern",
}
"""What the inputs of free words are called, by the column that each fills."""

HINTS = {"follow_up": "Shown in the next list. Who covers for the adviser reads it too."}

READ_BY = (
    "You, whoever is {name}'s adviser by then, and the managers read this. {name} does not. "
    "Keep customers' data out of it: what is private in it is hidden before it is kept."
)


@dataclasses.dataclass(frozen=True)
class Said:
    """What a form of a check-in comes filled in with."""

    held_on: datetime.date
    minutes: int
    notes: rules.checkin_notes.Notes = rules.checkin_notes.NONE
    logged_by: str = ""


def log(row: data.models.Checkin, freelancer: data.models.Person, said: Said, subject: str) -> messages.text.Payload:
    """What was said in a check-in, or was logged of it before and is corrected."""
    form, name = messages.forms, messages.text.name(freelancer.name)
    head = f"*Check-in with {name}*, week from {messages.text.day(row.week)}{messages.checkins.place(row)}"
    if said.logged_by:
        head += f"\n{said.logged_by} What you save now holds from then on, and that stays in its history."
    notes = said.notes._asdict()
    blocks = [
        messages.text.section(head),
        messages.text.small(READ_BY.format(name=name)),
        form.day("held_on", "Held on", said.held_on),
        form.text("minutes", "Minutes", str(said.minutes), most=6),
        *(
            form.text(column, label, notes[column], lines=True, optional=True, hint=HINTS.get(column, ""))
            for column, label in LABELS.items()
        ),
    ]
    return form.modal(LOG, "Check-in", "Save", blocks, subject)


def logged_before(writer: str, held_on: datetime.date, minutes: int) -> str:
    """Above a form that corrects: what is logged by now."""
    return f"{writer} logged {minutes} minutes on {messages.text.day(held_on)}."


def book(
    row: data.models.Checkin, freelancer: data.models.Person, today: datetime.date, subject: str, asked: bool
) -> messages.text.Payload:
    """For which day it is booked; who asked for time is told."""
    name = messages.text.name(freelancer.name)
    told = f"{name} asked for time, and reads the day." if asked else "Nobody else is told."
    blocks = [
        messages.forms.day("day", "Day", row.booked_for or today),
        messages.text.small(f"You are asked on the working day after it whether you met {name}. {told}"),
    ]
    return messages.forms.modal(BOOKED, "Booked", "Save", blocks, subject)


def missed(row: data.models.Checkin, freelancer: data.models.Person, subject: str) -> messages.text.Payload:
    """It can't be held in its week; nobody asks why."""
    options = {NEXT_WEEK: "We meet next week", EXCUSED: "This week is excused"}
    week = f"*Week from {messages.text.day(row.week)}*{messages.checkins.place(row)}"
    blocks = [
        messages.text.section(week),
        messages.forms.radio("excuse", f"Could not meet {freelancer.name}", options, NEXT_WEEK),
        messages.text.small("No reason is asked or kept. You can undo it in the list."),
    ]
    return messages.forms.modal(MISSED, "Could not meet", "Save", blocks, subject)


# -- after it was saved


def kept(
    row: data.models.Checkin, freelancer: data.models.Person, besides: collections.abc.Sequence[str] = ()
) -> messages.text.Payload:
    """It was saved: whose, of which week, and where it stands by now."""
    name = messages.text.name(freelancer.name)
    week = f"week from {messages.text.day(row.week)}{messages.checkins.place(row)}"
    head = f"*Saved.* {name}, {week}: {messages.checkins.state(row)}."
    lines = [head, *besides]
    return messages.text.message("\n".join(lines), *map(messages.text.section, lines))


NO_NOTE = "No note was kept."
NOTE = "Your words are kept as the follow-up, which the next list shows."
OLDER_NOTE = (
    "Your words are kept as the follow-up of that week. The next list shows what a later check-in agreed, and "
    "`/checkin history` both."
)


def logged(
    row: data.models.Checkin, freelancer: data.models.Person, said: collections.abc.Sequence[str], undo: str
) -> messages.text.Payload:
    """It was logged by a command: what was understood, with a button for the rest and one that takes it back."""
    drawn = kept(row, freelancer, said)
    edit = messages.text.button("Edit", messages.checkins.DONE, str(row.id))
    buttons = messages.text.buttons(edit, messages.text.button("Undo", messages.checkins.UNDO, undo))
    return drawn | {"blocks": [*drawn["blocks"], buttons]}


def logged_by_form(
    row: data.models.Checkin, freelancer: data.models.Person, said: collections.abc.Sequence[str], undo: str
) -> messages.text.Payload:
    """The same by the form."""
    drawn = kept(row, freelancer, said)
    buttons = messages.text.buttons(messages.text.button("Undo", messages.checkins.UNDO, undo))
    return drawn | {"blocks": [*drawn["blocks"], buttons]}


def taken_back(row: data.models.Checkin, freelancer: data.models.Person) -> messages.text.Payload:
    """What was logged is no more, and how the row stands without it."""
    name, week = messages.text.name(freelancer.name), messages.text.day(row.week)
    return messages.text.message(
        f"*Taken back.* {name}, week from {week}{messages.checkins.place(row)}: {messages.checkins.state(row)}."
    )


TOO_LATE = (
    "This can't be taken back any more: that works for an hour, and while nobody has corrected it. "
    "*Correct* in your list, or in `/checkin history`, changes what was logged."
)


def logged_just_now(freelancer: data.models.Person) -> str:
    """To who sent the same twice, where the week asks for two."""
    name = messages.text.name(freelancer.name)
    return (
        f"You have just logged a check-in with {name} in these words. Nothing more is saved: "
        "*Done* in `/checkin` logs the second one of the week."
    )


def with_nobody(is_staff: bool) -> str:
    """To who named nobody behind `/checkin`."""
    if is_staff:
        return "Say with whom, for example `/checkin @freelancer 30m try the new checkout`. `/checkin help` shows more."
    return "To ask your adviser for time, write `/checkin request` and what it is about."


def not_theirs(freelancer: data.models.Person) -> str:
    """To who does not look after somebody: whether anything is logged of them is not said."""
    name = messages.text.name(freelancer.name)
    return (
        f"The check-ins of {name} are not yours: their adviser and the managers log and read them. "
        "`/checkin` shows your freelancers."
    )


def hidden(found: collections.abc.Mapping[str, collections.abc.Sequence[rules.guard.Kind]]) -> str:
    """What was hidden in what somebody wrote, by the input's label; nothing if nothing was."""
    said = [f"in *{label}* {_counted(kinds)}" for label, kinds in found.items() if kinds]
    if not said:
        return ""
    return f"Hidden before it was kept, so that nobody reads it: {messages.text.people(said)}."


def _counted(kinds: collections.abc.Sequence[rules.guard.Kind]) -> str:
    """`2 e-mail addresses and 1 phone number`."""
    words = messages.filing_form.KINDS
    counted = collections.Counter(kinds)
    return messages.text.people([f"{number} {words[kind][number > 1]}" for kind, number in counted.items()])


def corrected(writer: str, minutes: int, held_on: datetime.date) -> str:
    """To who logged what somebody else had logged since the form was opened."""
    return (
        f"{writer} had logged it too in the meantime ({minutes} minutes on {messages.text.day(held_on)}): "
        "yours is the correction that holds, and both stand in `/checkin history`."
    )
