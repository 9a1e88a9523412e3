"""A report in words: its headline, what it is about, where it stands, and why something can't be done to it."""

import collections.abc
import dataclasses
import datetime

import data.models
import messages.text
import rules.reports

Act, Obstacle = rules.reports.Act, rules.reports.Obstacle
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
    Severity.NORMAL: "I can still work",
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

    `reporters` are those of the report and of its duplicates, the first of all first. `asked_first` says that the last
    question went to that one alone.
    """

    report: data.models.Report
    reporters: collections.abc.Sequence[data.models.Person]
    holder: data.models.Person | None = None
    head: data.models.Report | None = None
    duplicates: int = 0
    asked_first: bool = False

    @property
    def readers(self) -> list[data.models.Person]:
        """The reporters who read what they are asked and told: who has left the workspace does not."""
        return [person for person in self.reporters if person.active]


def number(report: data.models.Report) -> str:
    """`BUG-142`."""
    return f"BUG-{report.id}"


def title(report: data.models.Report, most: int = TITLE_SHOWN) -> str:
    """Its title, in one line and not longer than it should be."""
    return messages.text.escape(messages.text.cut(" ".join(report.title.split()), most))


def headline(report: data.models.Report, most: int = TITLE_SHOWN) -> str:
    """`BUG-142 · Checkout fails for EUR`."""
    return f"{number(report)} · {title(report, most)}"


def about(shown: Shown, filed: str) -> str:
    """One line: kind, product, language, severity, who reported it, and when, which is given as its readers see it."""
    report = shown.report
    severity = ["*urgent*"] if report.severity == Severity.URGENT else []
    places = [messages.text.name(word) for word in (report.product, report.area) if word]
    places += [messages.text.language(report.language)] if report.language else []
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


@dataclasses.dataclass(frozen=True)
class Moved:
    """The last act that changed a report, by its number in the history; what Muster did, nobody did."""

    ident: int
    act: rules.reports.Act
    at: datetime.datetime
    by: data.models.Person | None


_DONE = {
    Act.FILE: "filed {}",
    Act.CLAIM: "claimed {}",
    Act.ASK: "asked about {}",
    Act.ESCALATE: "escalated {}",
    Act.DUPLICATE: "made {} a duplicate",
    Act.DISMISS: "closed {}",
    Act.RESOLVE: "resolved {}",
    Act.REOPEN: "reopened {}",
    Act.HAND_BACK: "handed {} back",
    Act.PASS: "passed {} to somebody else",
    Act.WITHDRAW: "took {} back",
    Act.EDIT: "edited {}",
    Act.KNOWN: "made {} a known issue",
    Act.UNKNOWN: "made {} no known issue any more",
    Act.REDACT: "redacted {}",
}
"""What somebody did to a report that another may not know of yet."""


def moved(last: Moved, what: str, reader: messages.text.Reader) -> str:
    """`Ada Harbour claimed it on Mon 2 March 2026, 10:00 (Europe/Berlin)`."""
    who = messages.text.name(last.by.name) if last.by is not None else "Muster"
    did = _DONE.get(last.act, "changed {}").format(what)
    return f"{who} {did} on {messages.text.moment(last.at, reader)}"


def overtaken(shown: Shown, last: Moved, reader: messages.text.Reader) -> str:
    """For somebody whose form was open while another did something to the report."""
    did = moved(last, number(shown.report), reader)
    return f"{did}, while this form was open. Nothing was changed: close the form and look at the card."


def obstacle(shown: Shown, why: rules.reports.Obstacle, last: Moved, reader: messages.text.Reader) -> str:
    """Why something can't be done to a report, with who was there first and what can be done instead."""
    name, did = number(shown.report), moved(last, "it", reader)
    by = messages.text.name(shown.holder.name) if shown.holder is not None else "Somebody else"
    duplicate = f", a duplicate of {number(shown.head)}" if shown.head is not None else ""
    return {
        Obstacle.OVER: f"{name} is closed{duplicate}: {did}. *Reopen* it first.",
        Obstacle.OPEN: f"{name} is open: {did}. Nothing was changed.",
        Obstacle.HELD: f"{by} holds {name}: {did}. *Pass to* gives it to somebody else.",
        Obstacle.YOURS: f"You hold {name} already: {did}.",
        Obstacle.THEIRS: f"{by} holds {name} already: {did}.",
        Obstacle.NOBODYS: f"Nobody holds {name}: {did}.",
        Obstacle.LOOKED_AT: f"{name} is being looked at, and can't be taken back any more.",
        Obstacle.TOO_LATE: f"{name} ended too long ago to be reopened: {did}. Please file it anew with `/bug`.",
        Obstacle.ITSELF: f"{name} can't be a duplicate of itself: name another one.",
        Obstacle.ORIGINAL: f"{name} is the original, and the other one its duplicate already. *Reopen* that one first.",
        Obstacle.TAKEN_BACK: f"{name} was taken back by its reporter: {did}. Nothing is left of it to look at.",
        Obstacle.GONE: f"The one that you named was taken back by its reporter. Name another one for {name}.",
    }[why]
