"""How the programme stands as a channel may read it: counts alone, nobody's name, nothing of anybody's contract."""

import collections.abc
import dataclasses
import datetime

import data.models
import messages.checkin_minutes
import messages.status
import messages.status_lines
import messages.text
import rules.coverage
import rules.settings

COMMAND = "/program status"
"""What was typed to see it."""

CONFIRM, SEND = "confirm:status", "send:status"
"""The first press where freelancers or guests would read it, and the one that sends it."""


@dataclasses.dataclass(frozen=True)
class Outsiders:
    """Who in a channel is neither adviser nor manager, as numbers; a guest who is a freelancer counts as that.

    Strangers are not on the roster: whether they are guests, or apps, is not known.
    """

    freelancers: int
    guests: int
    strangers: int

    @property
    def are_there(self) -> bool:
        """Whether there are any."""
        return bool(self.freelancers or self.guests or self.strangers)

    @property
    def named(self) -> str:
        """`12 freelancers, 1 guest and 2 people who are not on the roster`."""
        counts = {"freelancer": self.freelancers, "guest": self.guests}
        named = [messages.status_lines.count(number, noun) for noun, number in counts.items() if number]
        if self.strangers:
            who = "person who is" if self.strangers == 1 else "people who are"
            named.append(f"{self.strangers:,} {who} not on the roster")
        return messages.text.people(named)


def counts(status: messages.status.Status, programme: rules.settings.Programme) -> list[str]:
    """What is shared. Contracts are left out: what is decided on them is nobody's to read before it is told."""
    reports = status.reports
    first = (
        f" · first response {reports.first_response:.1f} working hours" if reports.first_response is not None else ""
    )
    return [
        f"*{messages.status_lines.ratios(status.ratio, programme)}*",
        messages.status_lines.people(status.headcount),
        f"*Reports:* {reports.open:,} open, {reports.unclaimed:,} unclaimed{first}",
        messages.checkin_minutes.this_week(status.checkins),
        messages.status_lines.caseload(status.caseloads),
        messages.status_lines.updates(status.unread),
        _coverage(status.coverage),
    ]


def _coverage(found: rules.coverage.Coverage) -> str:
    """How many are thin; by name they could name a person."""
    languages = messages.status_lines.count(len(found.thin_languages), "language")
    products = messages.status_lines.count(len(found.thin_products), "product")
    return f"*Coverage:* {languages} and {products} with fewer than two freelancers"


def preview(
    lines: collections.abc.Sequence[str], channel: str, outsiders: Outsiders, subject: str
) -> messages.text.Payload:
    """What a channel would read, before it does."""
    head = f"*<#{channel}> will read:*"
    warned = [f"*Also in <#{channel}>:* {outsiders.named}. They would read it too."] if outsiders.are_there else []
    note = "These are counts alone: nobody's name, and nothing of contracts. Nothing is sent yet."
    press = messages.text.button("Share here", CONFIRM if warned else SEND, subject, "" if warned else "primary")
    return messages.text.message(
        "\n".join([head, *lines, *warned, note]),
        *map(messages.text.section, [head, "\n".join(lines), *warned]),
        messages.text.buttons(press),
        messages.text.small(note),
    )


def confirm(channel: str, outsiders: str, subject: str) -> messages.text.Payload:
    """The second question, where freelancers or guests would read it."""
    text = f"Share it in <#{channel}>? Also there: {outsiders}."
    press = messages.text.button("Share with them too", SEND, subject, "danger")
    return messages.text.message(text, messages.text.section(text), messages.text.buttons(press))


def post(
    lines: collections.abc.Sequence[str],
    sharer: data.models.Person,
    command: str,
    now: datetime.datetime,
    reader: messages.text.Reader,
) -> messages.text.Payload:
    """What the channel reads."""
    head = "*How the programme stands*" if command == COMMAND else "*What the programme came to*"
    as_of = f"As of {messages.text.shown_in_readers_zone(now, reader)}."
    why = f"{as_of} Why do I get this? {messages.text.name(sharer.name)} shared it here by `{command}`."
    return messages.text.message(
        "\n".join([head, *lines, why]),
        messages.text.section("\n".join([head, *lines])),
        messages.text.small(why),
    )


def shared(channel: str) -> messages.text.Payload:
    """To who shared it."""
    return messages.text.message(f"Shared in <#{channel}>.")


def shared_already(channel: str) -> messages.text.Payload:
    """The same preview, pressed twice."""
    return messages.text.message(f"It was shared in <#{channel}> already. Nothing more is sent.")


def no_channel(command: str) -> str:
    """Asked for in direct messages."""
    return (
        f"This is no channel. Go to the channel where you want to share it, type `{command}` there, "
        "and press *Share in channel* under it: others do not see your command."
    )


def not_invited(channel: str) -> str:
    """Muster can write where it was invited."""
    return f"Muster is not in <#{channel}>. Type `/invite @Muster` there, and press *Share in channel* again."
