"""A report's card in its reporters' direct messages, and the lines that come under it."""

import dataclasses
import datetime

import data.models
import messages.reports
import messages.text
import rules.reports

Obstacle = rules.reports.Obstacle
State = data.models.ReportState

FILE, WITHDRAW, STILL_THERE, REDACT = "open:bug", "withdraw:bug", "still_there:bug", "redact:bug"
"""The buttons' actions."""

BELOW = "Write under this message, in its thread: the people on duty read it there."
REASON = "You get this because you reported it, or saw it too."


def card(shown: messages.reports.Shown, reader: messages.text.Reader, now: datetime.datetime) -> messages.text.Payload:
    """What a reporter has of it in their direct messages: edited in silence as things change."""
    report = shown.report
    lines = f"*{messages.reports.headline(report)}*\n{status(shown, reader, now)}"
    small = _below(shown, reader, now)
    drawn = [messages.text.section(lines), *([messages.text.small(small)] if small else [])]
    acts = buttons(shown, now)
    text = "\n".join(filter(None, [lines, small]))
    return messages.text.message(text, *drawn, *([messages.text.buttons(*acts)] if acts else []))


def _below(shown: messages.reports.Shown, reader: messages.text.Reader, now: datetime.datetime) -> str:
    """What to do if there is more to say: under something closed nobody waits for words."""
    head = shown.head or shown.report
    if shown.report.state == State.WITHDRAWN:
        return ""
    if head.closed_at is None:
        return BELOW
    if not rules.reports.may_be_reopened_by_reporter(head, now):
        return "Do you still see it? Please file it anew with `/bug`."
    until = messages.text.short_moment(head.closed_at + rules.reports.REOPENED_WITHIN, reader)
    return f"Do you still see it? Press *It is still there*, until {until} your time."


def left(report: data.models.Report) -> messages.text.Payload:
    """What stands in place of the card of somebody who took back that they see it, while others still do."""
    text = (
        f"*{messages.reports.headline(report)}*\nYou took it back. Others see it too, so that it stays open for them."
    )
    return messages.text.message(text, messages.text.section(text))


def status(shown: messages.reports.Shown, reader: messages.text.Reader, now: datetime.datetime) -> str:
    """Where it stands, in the words of those who wait for it; a duplicate stands where its original does."""
    report = shown.head or shown.report
    holder = messages.text.name(shown.holder.name) if shown.holder is not None else "Somebody on duty"
    said = {
        State.NEW: _waiting(report, reader, now),
        State.CLAIMED: f"{holder} is looking at it.",
        State.NEEDS_INFO: _asked(shown, holder),
        State.ESCALATED: "It was passed on to people who can mend it. You will read here what comes of it.",
        State.RESOLVED: f"*Solved.*{_closing(report)}",
        State.NOT_A_BUG: f"*Closed.*{_closing(report)}",
        State.WITHDRAWN: "You took it back.",
        State.DUPLICATE: "It is the same as something that was reported before.",
    }
    return said[State(report.state)]


def _waiting(report: data.models.Report, reader: messages.text.Reader, now: datetime.datetime) -> str:
    """Nobody has claimed it: by when somebody will, as long as that is true."""
    if report.responded_at is not None:
        return "It is open. Somebody on duty will look at it."
    if rules.reports.is_overdue(report, now):
        return "It takes longer than we said; somebody on duty will look at it."
    by = messages.text.short_moment(report.expected_by, reader)
    return f"Received. Expect an answer by {by} your time, from one of the people on duty."


def _asked(shown: messages.reports.Shown, holder: str) -> str:
    """What was asked, where it was all of them."""
    report = shown.head or shown.report
    if shown.asked_first and (shown.head is not None or len(shown.reporters) > 1):
        return f"{holder} has a question, and has asked the person who saw it first."
    if rules.reports.is_answered(report):
        asked = f"{holder} had a question. It was answered, and the people on duty read it."
    else:
        asked = f"{holder} has a question, and waits for your answer."
    return f"{asked}\n{messages.reports.quoted(report.question)}"


def _closing(report: data.models.Report) -> str:
    return f"\n{messages.reports.quoted(report.closing)}" if report.closing else ""


# -- what they can do


def buttons(shown: messages.reports.Shown, now: datetime.datetime) -> list[messages.text.Block]:
    """What a reporter can do with it as it stands."""
    report, head = shown.report, shown.head or shown.report
    if report.state == State.WITHDRAWN:
        return []
    subject = str(report.id)
    drawn = []
    if rules.reports.may_withdraw(report, shown.duplicates > 0):
        drawn.append(_take_back(subject, len(shown.reporters)))
    if rules.reports.may_be_reopened_by_reporter(head, now):
        drawn.append(messages.text.button("It is still there", STILL_THERE, subject))
    return [*drawn, messages.text.overflow(REDACT, {subject: "Remove words"})]


def _take_back(subject: str, reporters: int) -> messages.text.Block:
    """It can't be undone, so that it asks first."""
    gone = "What you wrote is removed, and nobody looks at it any more."
    text = gone if reporters < 2 else "It stays open for the others who see it."
    return messages.text.button("Take it back", WITHDRAW, subject) | {
        "confirm": {
            "title": {"type": "plain_text", "text": "Take it back?"},
            "text": {"type": "plain_text", "text": text},
            "confirm": {"type": "plain_text", "text": "Take it back"},
            "deny": {"type": "plain_text", "text": "Keep it"},
        }
    }


def refusal(report: data.models.Report, why: rules.reports.Obstacle) -> str:
    """Why they can't do it. Who did what before is not said: it may have been another reporter."""
    name, anew = messages.reports.number(report), "If the problem is still there, please file it anew with `/bug`."
    said = {
        Obstacle.LOOKED_AT: f"{name} is being looked at, and can't be taken back any more.",
        Obstacle.OVER: f"{name} was looked at, and can't be taken back any more.",
        Obstacle.TAKEN_BACK: f"{name} was taken back. {anew}",
        Obstacle.OPEN: f"{name} is open already, and nothing was changed. Somebody on duty will look at it.",
        Obstacle.TOO_LATE: f"{name} ended more than 14 days ago. {anew}",
    }
    return said[why]


# -- the lines under it


@dataclasses.dataclass(frozen=True)
class Told:
    """What somebody is told under their own report's card, which may be a duplicate of what it is `about`.

    `first_of` is how many reported it, for the first of several, and 0 for anybody else.
    """

    own: data.models.Report
    about: messages.reports.Shown
    first_of: int = 0


def closed_line(told: Told) -> messages.text.Payload:
    """To every reporter, under their card, when it ends."""
    report = told.about.report
    ended = "is solved" if report.state == State.RESOLVED else "is closed"
    first = f"\nYou were the first of {told.first_of} to see this." if told.first_of else ""
    return _line(told, f" {ended}.\n{messages.reports.quoted(report.closing)}{first}")


def question_line(told: Told) -> messages.text.Payload:
    """To those who were asked, under their card."""
    text = f": we have a question.\n{messages.reports.quoted(told.about.report.question)}"
    return _line(told, text, small=f"Please answer here, in this thread. {REASON}")


def reopened_line(told: Told) -> messages.text.Payload:
    """To every reporter, under their card, when it is not over after all."""
    return _line(told, " is open again: we look at it once more.")


def _line(told: Told, what: str, small: str = REASON) -> messages.text.Payload:
    """By the title that its reader knows: of another's report they read nothing."""
    text = f"*{messages.reports.headline(told.own, 80)}*{what}"
    return messages.text.message(f"{text}\n{small}", messages.text.section(text), messages.text.small(small))
