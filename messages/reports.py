"""A report in words: its headline, what it is about, where it stands, and why something can't be done to it."""

import collections.abc
import dataclasses

import data.models
import messages.text
import rules.reports

State = data.models.ReportState
Kind = data.models.ReportKind
Severity = data.models.Severity

KINDS = {
    Kind.BROKEN: "Something is broken",
    Kind.GUIDE: "A guide is wrong or missing",
    Kind.ACCESS: "I can't get in",
    Kind.QUESTION: "Another question",
}
SEVERITIES = {
    Severity.URGENT: "I can't work, or customers are waiting",
    Severity.NORMAL: "I can work around it",
    Severity.MINOR: "It is a small thing",
}
STATES = {
    State.NEW: "New",
    State.CLAIMED: "Claimed",
    State.NEEDS_INFO: "Needs info",
    State.ESCALATED: "Escalated",
    State.RESOLVED: "Resolved",
    State.DUPLICATE: "Duplicate",
    State.NOT_A_BUG: "Not a bug",
    State.WITHDRAWN: "Withdrawn",
}

TITLE_SHOWN = 150
TEXT_SHOWN = 600


@dataclasses.dataclass(frozen=True)
class Shown:
    """A report with the people it has to do with; `head` is what it is a duplicate of.

    `reporters` are those of the report and of its duplicates, the first of all first.
    """

    report: data.models.Report
    reporters: collections.abc.Sequence[data.models.Person]
    holder: data.models.Person | None = None
    head: data.models.Report | None = None
    duplicates: int = 0


def number(report: data.models.Report) -> str:
    """`BUG-142`."""
    return f"BUG-{report.id}"


def title(report: data.models.Report, most: int = TITLE_SHOWN) -> str:
    """Its title, in one line and not longer than it should be."""
    return messages.text.escape(messages.text.cut(" ".join(report.title.split()), most))


def headline(report: data.models.Report, most: int = TITLE_SHOWN) -> str:
    """`BUG-142 · Checkout fails for EUR`."""
    return f"{number(report)} · {title(report, most)}"


def about(shown: Shown, reader: messages.text.Reader) -> str:
    """One line: kind, product, language, severity, who reported it, and when."""
    report = shown.report
    severity = ["*urgent*"] if report.severity == Severity.URGENT else []
    places = [messages.text.escape(word) for word in (report.product, report.area, report.language) if word]
    filed = messages.text.moment(report.filed_at, reader)
    return " · ".join([KINDS[Kind(report.kind)], *places, *severity, _reported_by(shown.reporters), filed])


def _reported_by(reporters: collections.abc.Sequence[data.models.Person]) -> str:
    if not reporters:
        return "its reporter is gone"
    first, others = messages.text.name(reporters[0].name), len(reporters) - 1
    return f"{first} and {others} more" if others else first


def details(report: data.models.Report) -> list[str]:
    """What was expected, how it comes about, and where it is from, each with its name."""
    said = {"Expected": report.expected, "Steps": report.steps, "Link": report.link}
    return [f"*{name}:* {cut(text)}" for name, text in said.items() if text]


def quoted(text: str | None) -> str:
    """Somebody's words, set off from ours."""
    return "\n".join(f">{line}" for line in cut(text or "").splitlines())


def cut(text: str) -> str:
    """Somebody's words, as typed, and not longer than a card shows."""
    return messages.text.escape(messages.text.cut(text.strip(), TEXT_SHOWN))


def status(shown: Shown, reader: messages.text.Reader) -> str:
    """Where it stands, in the words of those who wait for it; a duplicate stands where its original does."""
    report = shown.head or shown.report
    holder = messages.text.name(shown.holder.name) if shown.holder is not None else "Somebody on duty"
    closing = f"\n{quoted(report.closing)}" if report.closing else ""
    said = {
        State.NEW: f"Received. Expect an answer by {messages.text.moment(report.expected_by, reader)}.",
        State.CLAIMED: f"{holder} is looking at it.",
        State.NEEDS_INFO: "We have a question for you: please answer it below.",
        State.ESCALATED: "It was passed on to people who can mend it. You will read here what comes of it.",
        State.RESOLVED: f"*Solved.*{closing}",
        State.NOT_A_BUG: f"*Closed: it is not a bug.*{closing}",
        State.WITHDRAWN: "You took it back.",
        State.DUPLICATE: "It is the same as something that was reported before.",
    }
    return said[State(report.state)]


def obstacle(shown: Shown, why: rules.reports.Obstacle, reader: messages.text.Reader) -> str:
    """Why something can't be done to a report, with who was there first and what can be done instead."""
    report = shown.report
    name, holder = number(report), shown.holder
    since = messages.text.moment(report.changed_at, reader)
    by = messages.text.name(holder.name) if holder is not None else "somebody else"
    return {
        rules.reports.Obstacle.OVER: f"{name} is closed since {since} ({STATES[State(report.state)].lower()}). "
        "*Reopen* it first.",
        rules.reports.Obstacle.OPEN: f"{name} is open: nothing was changed.",
        rules.reports.Obstacle.HELD: f"{by} holds {name} since {since}. *Pass to* gives it to somebody else.",
        rules.reports.Obstacle.YOURS: f"You hold {name} already, since {since}.",
        rules.reports.Obstacle.LOOKED_AT: f"{name} is being looked at, and can't be taken back any more.",
        rules.reports.Obstacle.TOO_LATE: f"{name} ended on {since}, too long ago to be reopened: please file it anew "
        "with `/bug`.",
        rules.reports.Obstacle.ITSELF: f"{name} can't be a duplicate of itself: name another one.",
    }[why]
