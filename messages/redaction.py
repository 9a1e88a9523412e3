"""Removing words from a report: the form, and what was done."""

import collections.abc
import dataclasses
import enum

import data.models
import messages.forms
import messages.reports
import messages.text

FORM = "redact:report"

FIELDS = {
    "title": "The title",
    "happened": "What happened",
    "expected": "What was expected",
    "steps": "The steps",
    "link": "The link",
    "question": "The question to its reporters",
    "closing": "The line at its end",
    "escalation": "The reason it was escalated for",
    "escalation_link": "The link it was escalated with",
    "known_issue": "The title as a known issue",
}
"""What can be emptied as a whole, by the report's column."""

BY_REPORTER = frozenset({"title", "happened", "expected", "steps", "link"})
"""What its reporter wrote."""

LIMIT = 300
"""Characters of what is removed in one go."""


class Place(enum.Enum):
    """What of that which was posted said it."""

    CARD = "card"
    COPY = "copy"
    HOME = "home page"
    OTHER = "message"


@dataclasses.dataclass(frozen=True)
class Left:
    """Somebody's own message that still says it, or, without an author, the one that was filed as a bug."""

    link: str
    author: data.models.Person | None = None
    is_yours: bool = False


@dataclasses.dataclass(frozen=True)
class Removed:
    """What was done: how many of which were changed, and what only people can delete."""

    report: data.models.Report
    posted: collections.abc.Mapping[Place, int]
    left: collections.abc.Sequence[Left]


def form(report: data.models.Report, fields: collections.abc.Collection[str]) -> messages.text.Payload:
    """What is to go: one of these fields, or words. It shows neither."""
    options = {name: label for name, label in FIELDS.items() if name in fields}
    intro = (
        "Words, or all of one field, are removed from the report, from its cards and from all my messages about it. "
        "In their place stands “[removed]”. I keep nothing of them, and nobody can bring them back."
    )
    hint = "As they stand there; capital letters and line breaks make no difference. Leave this empty to empty a field."
    blocks = [
        messages.text.section(intro),
        messages.forms.text("words", "Which words?", optional=True, most=LIMIT, hint=hint),
        *([messages.forms.choice("field", "Or all of one field", options, optional=True)] if options else []),
    ]
    return messages.forms.modal(FORM, f"Redact {messages.reports.number(report)}", "Remove", blocks, str(report.id))


def nothing_chosen() -> str:
    """For a form sent empty."""
    return "Type the words to remove, or choose a field below."


def too_short() -> str:
    """For a letter, which stands everywhere."""
    return "Type at least two characters, as they stand in the report."


def not_found(report: data.models.Report) -> str:
    """For words that stand nowhere; they are not repeated."""
    return (
        f"These words stand nowhere in {messages.reports.number(report)}, and nothing was changed. "
        "Copy them from its card, a few words at most, such as a name."
    )


def removed(done: Removed) -> messages.text.Payload:
    """What was done, and what is left to people."""
    places = [_counted(number, place) for place, number in done.posted.items() if number]
    besides = f", and from {messages.text.people(places)}" if places else ""
    paragraphs = [f"Removed from {messages.reports.number(done.report)}{besides}. I keep nothing of it."]
    if done.left:
        lead = "What people wrote themselves I can't change. Only they can delete these:"
        paragraphs.append("\n".join([lead, *map(_line, done.left)]))
    paragraphs.append("What was written in the thread of its card in Slack, I have not read: please look through it.")
    return messages.text.message("\n".join(paragraphs), *map(messages.text.section, paragraphs))


def _counted(number: int, place: Place) -> str:
    many = {Place.COPY: "copies"}.get(place, f"{place.value}s")
    return f"{number} {place.value if number == 1 else many}"


def _line(left: Left) -> str:
    link = messages.text.link(left.link, "this message")
    if left.author is None:
        return f"• {link}, which was filed as a bug"
    return f"• {link} of yours" if left.is_yours else f"• {link} of {messages.text.name(left.author.name)}"


def gone(report: data.models.Report) -> messages.text.Payload:
    """In place of a line whose words are not kept any more, so that nobody knows whether it says what was removed."""
    text = f"*{messages.reports.number(report)}:* words were removed from this report, and with them this old line."
    return messages.text.message(text, messages.text.section(text))
