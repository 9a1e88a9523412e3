"""A freelancer asks for time: the form, the card of whoever is asked, and what the freelancer reads."""

import datetime

import data.models
import messages.checkins
import messages.forms
import messages.text

ASK, BOOK, DONE = "ask:time", "book:time", "done:time"
FORM, BOOKED = "asked:time", "booked:time"

TOPIC_LIMIT = 1000

ALONE = "Nobody else does, unless another adviser is there for you before it is answered."

WHY = (
    "Why do I get this? They asked by `/checkin`, and you hold their check-ins. Nobody else gets it; "
    "*Booked* or *Done* answers it."
)
WHY_MANAGERS = (
    "Why do I get this? They asked by `/checkin` and have no adviser who is there: the managers get it. "
    "`/program assign` gives them one."
)
WHY_BOOKED = "Why do I get this? You asked for time by `/checkin`. If the day does not suit you, write to {name}."


def form(adviser: data.models.Person | None, asked: data.models.CheckinRequest | None) -> messages.text.Payload:
    """Asks a freelancer what it is about, which they may leave open."""
    reader = f"*{messages.text.name(adviser.name)}*" if adviser else "The managers, for you have no adviser now,"
    verb = "reads" if adviser else "read"
    again = "You have asked already, and this changes what you wrote. " if asked else ""
    blocks = [
        messages.text.section(f"{again}{reader} {verb} this at once. {ALONE}"),
        messages.forms.text(
            "topic", "What is it about?", asked.topic if asked else None, lines=True, optional=True, most=TOPIC_LIMIT
        ),
        messages.text.small("Keep customers' data out of it. You read here when a day is booked."),
    ]
    return messages.forms.modal(FORM, "Ask for time", "Send", blocks)


def sent(adviser: data.models.Person | None, again: bool, hidden: str) -> messages.text.Payload:
    """To the freelancer: it went, and to whom."""
    what = "Changed what you asked" if again else "Sent"
    if adviser is None:
        text = f"{what}. You have no adviser right now: the managers read it."
    else:
        text = f"{what}. *{messages.text.name(adviser.name)}* reads it. {ALONE}"
    lines = [f"{text} You read here when a day is booked.", *filter(None, [hidden])]
    return messages.text.message("\n".join(lines), *map(messages.text.section, lines))


def card(
    asked: data.models.CheckinRequest,
    line: messages.checkins.Line,
    at: datetime.datetime,
    reader: messages.text.Reader,
    has_adviser: bool,
    by: data.models.Person | None = None,
) -> messages.text.Payload:
    """For whoever is asked: who, about what, and when both work on the day on which they read it.

    `by` is who booked a day, if that is somebody else.
    """
    name = messages.text.name(line.freelancer.name)
    head = f"*{name} asks for time*"
    if asked.answered_at is not None:
        on = f"booked for {messages.text.day(asked.booked_for)}" if asked.booked_for else "answered"
        text = f"{head} · {on}{f' by {messages.text.name(by.name)}' if by else ''}"
        return messages.text.message(text, messages.text.section(text))
    about = messages.checkins.line_text(line, at, reader)
    why = WHY if has_adviser else WHY_MANAGERS
    return messages.text.message(
        f"{head}\n{about}\n{why}",
        messages.text.section(head),
        messages.text.section(about),
        messages.text.buttons(
            messages.text.button("Booked", BOOK, str(asked.id), style="primary"),
            messages.text.button("Done", DONE, str(asked.id)),
        ),
        messages.text.small(why),
    )


def passed_on(freelancer: data.models.Person) -> messages.text.Payload:
    """For who was asked and no longer holds their check-ins."""
    text = f"*{messages.text.name(freelancer.name)} asks for time* · somebody else has this now"
    return messages.text.message(text, messages.text.section(text))


def book(
    asked: data.models.CheckinRequest, freelancer: data.models.Person, today: datetime.date
) -> messages.text.Payload:
    """For which day it is booked."""
    name = messages.text.name(freelancer.name)
    blocks = [
        messages.forms.day("day", "Day", today),
        messages.text.small(f"{name} reads at once that you have booked this day."),
    ]
    return messages.forms.modal(BOOKED, "Booked", "Save", blocks, str(asked.id))


def booked(by: data.models.Person, day: datetime.date) -> messages.text.Payload:
    """To the freelancer: the day."""
    name = messages.text.name(by.name)
    text, why = f"*{name}* has booked *{messages.text.day(day)}* for you two.", WHY_BOOKED.format(name=name)
    return messages.text.message(f"{text}\n{why}", messages.text.section(text), messages.text.small(why))
