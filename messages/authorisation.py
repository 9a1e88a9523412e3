"""What the managers read after a time in which Slack did not take Muster's token."""

import collections.abc
import datetime

import messages.text

MOST = 10
"""Kinds of dropped messages that are named one by one."""


def taken_again(
    since: datetime.datetime,
    until: datetime.datetime,
    dropped: collections.abc.Mapping[str, int],
    reader: messages.text.Reader,
) -> messages.text.Payload:
    """From when to when nothing was sent, and what is not sent any more: how many messages by their reason."""
    span = f"from {messages.text.moment(since, reader)} to {messages.text.moment(until, reader)}"
    text = "\n".join(
        [
            f"*Muster can write to Slack again.* Slack did not take its token {span}, "
            "as after the app was removed or its token revoked, and nothing was sent in that time.",
            *_lost(dropped),
        ]
    )
    small = "Why do I get this? You manage the programme; you hear of each such time once."
    return messages.text.message(text, messages.text.section(text), messages.text.small(small))


def _lost(dropped: collections.abc.Mapping[str, int]) -> list[str]:
    """How many messages came too late, and what they were for."""
    if not dropped:
        return ["Nothing came too late: what fell due goes out now."]
    count = sum(dropped.values())
    lost = "1 message came too late and is" if count == 1 else f"{count} messages came too late and are"
    named = sorted(dropped.items())[:MOST]
    return [f"{lost} not sent:", *(f"• {number}, because {messages.text.escape(reason)}" for reason, number in named)]
