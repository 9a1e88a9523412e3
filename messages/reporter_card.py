"""A report's card in its reporters' direct messages, and the lines that come under it."""

import data.models
import messages.reports
import messages.text

State = data.models.ReportState

FILE = "open:bug"
"""The buttons' actions."""


def card(shown: messages.reports.Shown, reader: messages.text.Reader) -> messages.text.Payload:
    """What a reporter has of it in their direct messages: edited in silence as things change."""
    report = shown.report
    lines = [f"*{messages.reports.headline(report)}*", messages.reports.status(shown, reader)]
    small = "Write under this message, in its thread: the people on duty read it there."
    text = "\n".join([*lines, small])
    return messages.text.message(text, messages.text.section("\n".join(lines)), messages.text.small(small))


def closed_line(shown: messages.reports.Shown) -> messages.text.Payload:
    """To every reporter, under their card, when it ends."""
    report = shown.report
    ended = "is solved" if report.state == State.RESOLVED else "is closed: it is not a bug"
    text = f"*{messages.reports.headline(report, 80)}* {ended}.\n{messages.reports.quoted(report.closing)}"
    small = "You get this because you reported it, or saw it too."
    return messages.text.message(f"{text}\n{small}", messages.text.section(text), messages.text.small(small))
