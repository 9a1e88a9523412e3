"""A report's card in the triage channel, edited in place: what it is, where it stands, and what can be done next."""

import data.models
import messages.reports
import messages.text
import rules.reports

State = data.models.ReportState

CLAIM, RESOLVE, REOPEN = "claim:bug", "resolve:bug", "reopen:bug"
"""The buttons' actions."""


def card(shown: messages.reports.Shown, reader: messages.text.Reader) -> messages.text.Payload:
    """The one message about a report in the triage channel, as things stand."""
    report = shown.report
    mentions = [" ".join(map(messages.text.mention, report.mentions))] if report.mentions else []
    lines = [
        *mentions,
        f"*{messages.reports.headline(report)}*",
        _standing(shown),
        messages.reports.about(shown, reader),
    ]
    texts = [*filter(None, [messages.reports.quoted(report.happened), *messages.reports.details(report)])]
    text = "\n".join([*lines, *texts])
    drawn = [messages.text.section("\n".join(lines)), *map(messages.text.section, texts)]
    return messages.text.message(text, *drawn, messages.text.buttons(*_triage_buttons(report)))


def _standing(shown: messages.reports.Shown) -> str:
    """Where it stands, in the words of those who look after it."""
    report, holder = shown.report, shown.holder
    if report.state == State.NEW:
        return "*New:* nobody has claimed it."
    if report.state == State.DUPLICATE and shown.head is not None:
        return f"*Duplicate* of {messages.reports.headline(shown.head, 80)}"
    by = f" · {messages.text.name(holder.name)}" if holder is not None else ""
    closing = f"\n{messages.reports.quoted(report.closing)}" if report.closing else ""
    return f"*{messages.reports.STATES[State(report.state)]}*{by}{closing}"


def _triage_buttons(report: data.models.Report) -> list[messages.text.Block]:
    subject = str(report.id)
    if not rules.reports.is_open(report):
        return [messages.text.button("Reopen", REOPEN, subject)]
    claim = [messages.text.button("Claim", CLAIM, subject, style="primary")] if report.holder_id is None else []
    return [*claim, messages.text.button("Resolve", RESOLVE, subject)]
