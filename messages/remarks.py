"""What people write about a report or an update, or to Muster, as those read it to whom it is passed on."""

import collections.abc
import dataclasses
import datetime

import data.models
import messages.forms
import messages.reporter_card
import messages.reports
import messages.text
import messages.updates

ABOUT, PROBLEM, ADVISER, DUTY = "about:remark", "problem:remark", "adviser:remark", "question:remark"
SEND, ANSWER_FORM = "send:report", "answer:report"
ANSWER_UPDATE, ANSWER_UPDATE_FORM = "answer:remark", "answer:update"
"""The actions of buttons, and the callbacks of the shortcut and the form."""

ALL = "all"
"""Whom an answer is for, where it is for every reporter."""

WITHDRAWN = "_Withdrawn by its writer._"
NAMED = 3
"""So many people are named one by one."""

OPTIONS = 100
"""Slack's limit of a menu."""

ANSWER_LIMIT = 2000
"""Characters of an answer."""

PIECE, MOST = 1500, 12_000
"""Characters of somebody's words in one section, and in one message."""

People = collections.abc.Sequence[data.models.Person]
Reports = collections.abc.Sequence[data.models.Report]


def words(remark: data.models.Remark) -> list[str]:
    """What was written, in pieces of a section each, with the links of its files; once withdrawn, that it was."""
    if remark.withdrawn_at is not None:
        return [WITHDRAWN]
    said = messages.text.cut(remark.words, MOST)
    pieces = [_quoted(said[start : start + PIECE]) for start in range(0, len(said), PIECE)]
    files = "\n".join(f">{messages.text.link(url, name)}" for name, url in remark.files.items())
    return [*pieces, *filter(None, [files])]


def _quoted(piece: str) -> str:
    return "\n".join(f">{messages.text.escape(line)}" for line in piece.splitlines())


# -- in the triage card's thread


def relayed(
    remark: data.models.Remark, author: data.models.Person, report: data.models.Report, head: data.models.Report
) -> messages.text.Payload:
    """What a reporter wrote, for those who look after the report, in the thread of its original."""
    of = f" ({messages.reports.number(report)})" if report.id != head.id else ""
    return _message(f"*{messages.text.name(author.name)}*{of}:", remark)


def sent(remark: data.models.Remark, author: data.models.Person, readers: People) -> messages.text.Payload:
    """What reporters were answered, for those who look after the report."""
    return _message(f"*{messages.text.name(author.name)}* wrote to {_named(readers)}:", remark)


def _named(people: People) -> str:
    names = [messages.text.name(person.name) for person in people]
    return messages.text.people(names) if len(names) <= NAMED else f"{len(names)} reporters"


# -- in the thread of an update's card


def relayed_to_sender(remark: data.models.Remark, author: data.models.Person) -> messages.text.Payload:
    """What a recipient wrote, for those who look after updates."""
    button = messages.text.button("Answer", ANSWER_UPDATE, str(remark.id))
    buttons = messages.text.buttons(button) if remark.withdrawn_at is None else None
    return _message(f"*{messages.text.name(author.name)}*:", remark, buttons=buttons)


def in_channel(update: data.models.Update, channel: str) -> messages.text.Payload:
    """That something was written where everybody reads it."""
    text = (
        f"People write in the thread of {messages.updates.number(update)} in <#{channel}>. "
        "Everybody there reads it, so it is not repeated here: please answer there."
    )
    return messages.text.message(text, messages.text.section(text))


def answer_about_update(
    remark: data.models.Remark, author: data.models.Person, update: data.models.Update
) -> messages.text.Payload:
    """What somebody of those on duty writes to one recipient of an update, under their copy."""
    small = "You alone get this, because you wrote about it. Write in this thread to answer."
    title = messages.updates.headline(update, 80)
    return _message(f"*{messages.text.name(author.name)}* about *{title}*:", remark, small=small)


# -- to a reporter


def answer(remark: data.models.Remark, author: data.models.Person, report: data.models.Report) -> messages.text.Payload:
    """What somebody of those on duty writes to a reporter, under their card."""
    title = messages.reports.headline(report, 80)
    small = "You get this because you reported it, or saw it too. Write in this thread to answer."
    return _message(f"*{messages.text.name(author.name)}* about *{title}*:", remark, small=small)


def over(report: data.models.Report, may_reopen: bool) -> messages.text.Payload:
    """To a reporter who wrote under the card of something that is closed."""
    closed = (
        f"{messages.reports.number(report)} is closed. The people on duty can read what you wrote, "
        "but nobody waits for it."
    )
    if not may_reopen:
        return messages.text.message(f"{closed} If you still see the problem, please report it anew with `/bug`.")
    text = f"{closed} If you still see the problem, press *It is still there*."
    button = messages.text.button("It is still there", messages.reporter_card.STILL_THERE, str(report.id))
    return messages.text.message(text, messages.text.section(text), messages.text.buttons(button))


# -- free words


@dataclasses.dataclass(frozen=True)
class Readers:
    """Who could read free words: under which reports, the adviser if there is one, and the people on duty."""

    reports: Reports
    advisers: People
    pair: People


def choice(remark: data.models.Remark, readers: Readers) -> messages.text.Payload:
    """To somebody who wrote to Muster: nobody has read it, and who shall?"""
    about = [
        f"• *It is about {messages.reports.number(one)}* (“{messages.reports.title(one, 60)}”): the people on duty."
        for one in readers.reports
    ]
    adviser = [f"• *Ask my adviser*: {messages.text.name(one.name)}, and nobody else." for one in readers.advisers]
    lines = [
        "Who shall read it?",
        *about,
        "• *Report a problem*: the people on duty. A form opens first.",
        *adviser,
        "• *Ask the pair on duty*: the people on duty, as a question. A form opens first.",
        _on_duty(readers.pair),
    ]
    small = (
        "E-mail, phone, card and account numbers are hidden. We keep your words until you press, for 30 days at most. "
        "Then they are forgotten."
    )
    buttons = messages.text.buttons(*_choices(remark, readers))
    return _message("*Nobody has read this yet:*", remark, "\n".join(lines), small, buttons)


def _on_duty(pair: People) -> str:
    """Who the people on duty are, and who else can read what they read."""
    others = "the programme's other advisers and managers can read that too."
    if not pair:
        return f"Nobody is on duty now; {others}"
    names = messages.text.people([messages.text.name(person.name) for person in pair])
    return f"On duty {'are' if len(pair) > 1 else 'is'} {names}; {others}"


def _choices(remark: data.models.Remark, readers: Readers) -> list[messages.text.Block]:
    subject, button = str(remark.id), messages.text.button
    about = [
        button(f"It is about {messages.reports.number(report)}", f"{ABOUT}:{place}", f"{subject}:{report.id}")
        for place, report in enumerate(readers.reports, start=1)
    ]
    adviser = [button("Ask my adviser", ADVISER, subject)] if readers.advisers else []
    problem, duty = button("Report a problem", PROBLEM, subject), button("Ask the pair on duty", DUTY, subject)
    return [*about, problem, *adviser, duty]


def told_on(
    remark: data.models.Remark, report: data.models.Report | None, adviser: data.models.Person | None
) -> messages.text.Payload:
    """What was done with free words, in place of the buttons."""
    return _message("*You wrote:*", remark, gone_to(report, adviser))


def gone_to(report: data.models.Report | None, adviser: data.models.Person | None) -> str:
    """Who reads them by now."""
    if report is not None:
        return f"The people on duty read this, with your name, under *{messages.reports.headline(report, 80)}*."
    if adviser is not None:
        return f"{messages.text.name(adviser.name)}, your adviser, reads this and answers you directly."
    return "Nobody has read this."


def forgotten() -> messages.text.Payload:
    """In place of words that were kept for long enough."""
    text = "You wrote to me here and chose nobody to read it: it is forgotten. `/bug` reports a problem."
    return messages.text.message(text, messages.text.section(text))


def asked(
    remark: data.models.Remark, freelancer: data.models.Person, reader: messages.text.Reader, at: datetime.datetime
) -> messages.text.Payload:
    """A freelancer's words, to their adviser; `reader` is the freelancer, whose local time is told."""
    clock = f"{messages.text.clock_time(at, reader.zone)} ({reader.zone.key})"
    how = (
        f"It was {clock} where they are. Answer by a direct message to {messages.text.mention(freelancer.slack_id)}: "
        "what you write here, nobody reads."
    )
    lead = f"*{messages.text.name(freelancer.name)}* asks you:"
    small = messages.text.why("you are their adviser", "a manager can change that on the roster")
    return _message(lead, remark, how, small)


def not_passed_on() -> messages.text.Payload:
    """To advisers and managers who write to Muster."""
    return messages.text.message(
        "I pass nothing on that you write here. `/bug` reports a problem, and `/program help` shows what you can do. "
        "To write to the reporters of a report, press *Answer reporters* on its card, or choose *Send to reporters* "
        "in the menu of a message in the card's thread."
    )


# -- the form


def answering(report: data.models.Report, reporters: People, subject: str, draft: str = "") -> messages.text.Payload:
    """The text of an answer, and whom it goes to; of several nobody is chosen beforehand."""
    everybody = {ALL: f"All {len(reporters)} reporters"} if len(reporters) > 1 else {}
    options = everybody | {str(person.id): person.name for person in reporters[: OPTIONS - 1]}
    only = None if everybody else next(iter(options), None)
    blocks = [
        messages.text.section(f"*{messages.reports.headline(report)}*"),
        messages.forms.choice("to", "Whom does it go to?", options, only),
        messages.forms.text("text", "What do you write?", draft, lines=True, most=ANSWER_LIMIT, hint=HINT),
    ]
    return messages.forms.modal(ANSWER_FORM, f"Answer {messages.reports.number(report)}", "Send", blocks, subject)


def answering_about_update(
    remark: data.models.Remark, writer: data.models.Person, update: data.models.Update
) -> messages.text.Payload:
    """The text of an answer to one recipient."""
    text, *more = words(remark)
    blocks = [
        *map(messages.text.section, [f"*{messages.text.name(writer.name)}* wrote:\n{text}", *more]),
        messages.forms.text("text", "What do you answer?", lines=True, most=ANSWER_LIMIT, hint=HINT),
        messages.text.small(f"{messages.text.name(writer.name)} alone gets it, in the thread of their copy."),
    ]
    title = f"Answer about {messages.updates.number(update)}"
    return messages.forms.modal(ANSWER_UPDATE_FORM, title, "Send", blocks, str(remark.id))


HINT = (
    "They read it in their direct messages, with your name. We hide e-mail, phone, card and account numbers; please "
    "leave names out."
)


def _message(
    lead: str, remark: data.models.Remark, after: str = "", small: str = "", buttons: messages.text.Block | None = None
) -> messages.text.Payload:
    """Somebody's words between ours."""
    said = words(remark)
    paragraphs = ["\n".join([lead, *said[:1]]), *said[1:], *filter(None, [after])]
    drawn = [*map(messages.text.section, paragraphs), *filter(None, [buttons])]
    drawn += [messages.text.small(small)] if small else []
    text = "\n".join([*paragraphs, *filter(None, [small])])
    return messages.text.message(messages.text.cut(text, MOST), *drawn)
