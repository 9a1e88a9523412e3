"""One line in the triage channel for many new reports, edited in place."""

import messages.reports
import messages.text
import rules.triage_line


def line(crowd: rules.triage_line.Crowd, reader: messages.text.Reader) -> messages.text.Payload:
    """`14 new since 10:00, 9 look like BUG-142`; it notifies nobody."""
    at = crowd.first.filed_at
    since = f"<!date^{int(at.timestamp())}^{{time}}|{messages.text.clock_time(at, reader.zone)}>"
    like = ""
    if crowd.like is not None:
        verb = "looks" if crowd.alike == 1 else "look"
        like = f", {crowd.alike} {verb} like {messages.reports.number(crowd.like)}"
    text = f"*{crowd.number} new* since {since}{like}. `/bug sweep` goes through them."
    return messages.text.message(text, messages.text.section(text))
