"""The forms of a check-in: what was said, for which day it is booked, and that it could not be."""

import datetime

import data.models
import messages.forms
import messages.text

LOG, BOOKED, MISSED = "log:checkin", "booked:checkin", "missed:checkin"

NEXT_WEEK, EXCUSED = data.models.Excuse.NEXT_WEEK.value, data.models.Excuse.EXCUSED.value

READ_BY = (
    "You, whoever is {name}'s adviser by then, and the managers read this. {name} does not. "
    "Keep customers' data out of it."
)


def log(
    row: data.models.Checkin,
    freelancer: data.models.Person,
    said: data.models.CheckinLog | None,
    today: datetime.date,
) -> messages.text.Payload:
    """What was said in a check-in; `said` is what was logged of it before, and is corrected."""
    form, name = messages.forms, messages.text.name(freelancer.name)
    minutes = said.minutes if said else row.planned
    held_on = said.held_on if said else min(row.booked_for or today, today)
    blocks = [
        messages.text.section(f"*Check-in with {name}*, week from {messages.text.day(row.week)}"),
        form.day("held_on", "Held on", held_on),
        form.text("minutes", "Minutes", str(minutes), most=3),
        form.text("went_well", "What went well", said.went_well if said else None, lines=True, optional=True),
        form.text("coach_on", "What to work on", said.coach_on if said else None, lines=True, optional=True),
        form.text(
            "follow_up",
            "Follow-up",
            said.follow_up if said else None,
            lines=True,
            optional=True,
            hint="Shown in the next list.",
        ),
        form.text("concern", "Concern", said.concern if said else None, lines=True, optional=True),
        messages.text.small(READ_BY.format(name=name)),
    ]
    return form.modal(LOG, "Check-in", "Save", blocks, str(row.id))


def book(row: data.models.Checkin, freelancer: data.models.Person, today: datetime.date) -> messages.text.Payload:
    """For which day it is booked."""
    name = messages.text.name(freelancer.name)
    blocks = [
        messages.forms.day("day", "Day", row.booked_for or today),
        messages.text.small(f"You are asked on the working day after it whether you met {name}. Nobody else is told."),
    ]
    return messages.forms.modal(BOOKED, "Booked", "Save", blocks, str(row.id))


def missed(row: data.models.Checkin, freelancer: data.models.Person) -> messages.text.Payload:
    """It can't be held this week; nobody asks why."""
    options = {NEXT_WEEK: "We meet next week", EXCUSED: "This week is excused"}
    blocks = [
        messages.forms.radio("excuse", f"Could not meet {freelancer.name}", options, NEXT_WEEK),
        messages.text.small("No reason is asked or kept. You can undo it in the list."),
    ]
    return messages.forms.modal(MISSED, "Could not meet", "Save", blocks, str(row.id))
