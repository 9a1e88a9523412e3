"""What somebody reads who holds a report, held it, or is to hold it, when another did something to it."""

import collections.abc

import data.models
import messages.reports
import messages.text

Person = data.models.Person


def passed(shown: messages.reports.Shown, by: Person) -> messages.text.Payload:
    """To the new holder."""
    text = f"{messages.text.name(by.name)} passed *{messages.reports.headline(shown.report)}* to you: you hold it now."
    if shown.report.happened:
        text += f"\n{messages.reports.quoted(shown.report.happened)}"
    name = messages.reports.number(shown.report)
    change = f"`/bug hand back {name}` and `/bug pass {name} @adviser` change who holds it"
    return _line(text, "a report was passed to you", change)


def taken(shown: messages.reports.Shown, by: Person) -> messages.text.Payload:
    """To whoever held it until now."""
    who, report = messages.text.name(by.name), f"*{messages.reports.headline(shown.report)}*"
    if shown.holder is None:
        text = f"{who} handed {report} back, which you held. Nobody holds it now."
    elif shown.holder.id == by.id:
        text = f"{who} took {report} over, which you held."
    else:
        text = f"{who} passed {report}, which you held, to {messages.text.name(shown.holder.name)}."
    shows = f"`/bug {messages.reports.number(shown.report)}` shows what happens to it"
    return _line(text, "you held this report", shows)


def reopened(shown: messages.reports.Shown, by: Person) -> messages.text.Payload:
    """To whoever held it last: nobody holds it now."""
    who = messages.text.name(by.name)
    text = f"{who} reopened *{messages.reports.headline(shown.report)}*, which you held. Nobody holds it now."
    take = f"`/bug claim {messages.reports.number(shown.report)}` takes it on again"
    return _line(text, "you held this report last", take)


def _line(text: str, reason: str, change: str) -> messages.text.Payload:
    small = messages.text.why(reason, change)
    return messages.text.message(f"{text}\n{small}", messages.text.section(text), messages.text.small(small))


def unfit(person: Person, could: collections.abc.Sequence[Person]) -> str:
    """Why somebody can't hold a report, and who could."""
    who = messages.text.name(person.name)
    why = f"{who} is away today." if person.looks_after_reports else f"{who} is no adviser and no manager."
    names = messages.text.people([messages.text.name(one.name) for one in could])
    return f"{why} Who could hold it: {names}." if could else f"{why} Nobody else is there just now."
