"""What people read about a vacant seat: the question to who is next in line, and the managers' view of it."""

import collections.abc
import dataclasses
import datetime

import data.models
import messages.text

YES, NO, GIVE = "accept:seat", "decline:seat", "give:seat"
"""The buttons' actions; the subject of the first two is the question, of the third the vacancy and the person."""

Asked = collections.abc.Sequence[tuple[data.models.Question, data.models.Person]]


@dataclasses.dataclass(frozen=True)
class Seat:
    """A vacant seat of a shift, who gave it up, who sits in the others, and who took it."""

    vacancy: data.models.Vacancy
    starts: datetime.datetime
    ends: datetime.datetime
    given_up_by: data.models.Person
    partners: collections.abc.Sequence[data.models.Person]
    taken_by: data.models.Person | None = None


def question(seat: Seat, asked: data.models.Question, reader: messages.text.Reader) -> messages.text.Payload:
    """To who is next in line, with two buttons until it is settled."""
    small = messages.text.why(
        "you are in the duty pool and next in line", "a manager changes the pool with `/duty pool remove`"
    )
    if asked.answer is not None:
        text = f"{_answered(seat, asked)} It was about duty {_span(seat, reader)}."
        return messages.text.message(f"{text}\n{small}", messages.text.section(text), messages.text.small(small))
    text = (
        f"*Can you be on duty {_span(seat, reader)}?* {_name(seat.given_up_by)} can't then. {_company(seat)}\n"
        f"Please answer by {messages.text.moment(asked.ask_next_at, reader)}; "
    )
    text += "after that the next in line is asked too." if asked.ask_next_at < seat.starts else "then the shift begins."
    row = messages.text.buttons(
        messages.text.button("Yes", YES, str(asked.id), style="primary"),
        messages.text.button("No", NO, str(asked.id)),
    )
    return messages.text.message(f"{text}\n{small}", messages.text.section(text), row, messages.text.small(small))


def _answered(seat: Seat, asked: data.models.Question) -> str:
    if seat.taken_by is not None and seat.taken_by.id == asked.person_id:
        gave = asked.answer != data.models.Answer.YES
        return "*A manager gave you the seat.* Thank you." if gave else "*Thank you, the seat is yours.*"
    if asked.answer == data.models.Answer.NO:
        return "You said no, and that is fine."
    if seat.vacancy.settled_at is None:
        return "You need not answer any more, for you can't sit then."
    taken = f"{_name(seat.taken_by)} sits" if seat.taken_by else "nobody could be found in time"
    return f"This is settled, thank you: {taken}."


def view(
    seat: Seat,
    asked: Asked,
    choices: collections.abc.Sequence[data.models.Person],
    now: datetime.datetime,
    reader: messages.text.Reader,
) -> messages.text.Payload:
    """To a manager: whose seat it was, who was asked, and while it is open a button for each who could take it."""
    small = messages.text.why(
        "you manage the programme, and a seat on duty was given up", "`/program pause vacancy` holds these back"
    )
    lines = [_outcome(seat, reader), *(_line(question, person, now, reader) for question, person in asked)]
    if seat.vacancy.settled_at is None and not choices and not _waiting(asked):
        lines.append("Nobody else could take it. Whoever joins the duty pool is asked next: `/duty pool add @adviser`.")
    elif choices:
        lines.append("You may decide instead:")
    drawn = [
        messages.text.button(f"Give it to {person.name}", f"{GIVE}:{n}", f"{seat.vacancy.id}:{person.slack_id}")
        for n, person in enumerate(choices, start=1)
    ]
    text = "\n".join(lines)
    row = [messages.text.buttons(*drawn)] if drawn else []
    return messages.text.message(f"{text}\n{small}", messages.text.section(text), *row, messages.text.small(small))


def _outcome(seat: Seat, reader: messages.text.Reader) -> str:
    span = _span(seat, reader)
    if seat.vacancy.settled_at is None:
        return f"*A seat on duty is vacant* {span}. {_name(seat.given_up_by)} can't sit then. {_company(seat)}"
    if seat.taken_by is None:
        return f"*A seat on duty stayed empty* {span}: nobody was found in time for {_name(seat.given_up_by)}."
    if seat.taken_by.id == seat.given_up_by.id:
        return f"*Settled:* {_name(seat.given_up_by)} can sit after all, {span}."
    return f"*Settled:* {_name(seat.taken_by)} sits for {_name(seat.given_up_by)} {span}."


def _line(
    question: data.models.Question, person: data.models.Person, now: datetime.datetime, reader: messages.text.Reader
) -> str:
    has_until = f"has until {messages.text.moment(question.ask_next_at, reader)}"
    became = {
        None: f"was asked, and {has_until if now < question.ask_next_at else 'has not answered yet'}",
        data.models.Answer.YES: "said yes",
        data.models.Answer.NO: "said no",
        data.models.Answer.VOID: "was asked, and need not answer any more",
    }
    return f"• {_name(person)} {became[question.answer]}"


def _waiting(asked: Asked) -> bool:
    return any(question.answer is None for question, _ in asked)


def _company(seat: Seat) -> str:
    if not seat.partners:
        return "Nobody else is in that shift yet."
    return f"{messages.text.people([_name(one) for one in seat.partners])} sits in the other seat."


def _span(seat: Seat, reader: messages.text.Reader) -> str:
    return f"from {messages.text.span(seat.starts, seat.ends, reader)}"


def _name(person: data.models.Person | None) -> str:
    return messages.text.name(person.name) if person else "nobody"


def given_already(taken_by: data.models.Person | None) -> messages.text.Payload:
    """To who pressed too late."""
    if taken_by is not None:
        return messages.text.message(f"This was settled before: {_name(taken_by)} sits. Nothing was changed.")
    return messages.text.message(
        "That is not possible any more: the shift has begun, or whoever was to take the seat can't sit then. "
        "Nothing was changed. `/duty next 6` shows who sits when."
    )


def accepted(seat: Seat, reader: messages.text.Reader) -> messages.text.Payload:
    """To who said yes."""
    return messages.text.message(f"*Thank you.* You are on duty {_span(seat, reader)}. {_company(seat)}")


def declined() -> messages.text.Payload:
    """To who said no."""
    return messages.text.message("That is fine, and nobody asks why. The next in line is asked.")


def given(seat: Seat, reader: messages.text.Reader) -> messages.text.Payload:
    """To the manager who decided."""
    return messages.text.message(f"{_name(seat.taken_by)} sits for {_name(seat.given_up_by)} {_span(seat, reader)}.")
