"""The morning message and its parts: heads-ups before duty, empty seats, and what keeps Muster from its work."""

import collections.abc
import dataclasses
import datetime
import itertools
import typing
import zoneinfo

import data.models
import messages.text

Lines = collections.abc.Mapping[str, str]
"""What a list says, by what each line is about."""


def message(
    parts: collections.abc.Sequence[collections.abc.Mapping[str, object]],
    day: datetime.date,
) -> messages.text.Payload:
    """The message of a day, made of its parts.

    Where neighbours give the same reason, the last of them gives it; where they stand under the same headline, it
    stands once.
    """
    drawn = [_blocks(part) for part in parts]
    for blocks, after in itertools.pairwise(drawn):
        if blocks[-1] == after[-1] and blocks[-1]["type"] == "context":
            blocks.pop()
    texts: list[str] = []
    for blocks, before, part in zip(drawn, [{}, *parts], parts, strict=False):
        head = str(part.get("head", ""))
        if head and head == before.get("head"):
            texts[-1] += f"\n{part['text']}"
            continue
        texts.append("\n".join(filter(None, [head, str(part["text"])])))
        blocks[:0] = [*([_DIVIDER] if len(parts) > 1 else []), *([messages.text.section(head)] if head else [])]
    if len(parts) > 1:
        greeting = f"*For you on {messages.text.day(day)}:*"
        texts, drawn = [greeting, *texts], [[messages.text.section(greeting)], *drawn]
    return messages.text.message(messages.text.cut("\n\n".join(texts), TEXT_LIMIT), *_together(drawn, parts))


TEXT_LIMIT = 30_000
"""Characters of a message's text; Slack refuses 40,000."""

_DIVIDER: messages.text.Block = {"type": "divider"}


def alone(part: collections.abc.Mapping[str, object]) -> messages.text.Payload:
    """A part as a message of its own, without what is kept beside its text."""
    return {name: part[name] for name in ("text", "blocks") if name in part}


def _blocks(part: collections.abc.Mapping[str, object]) -> list[messages.text.Block]:
    blocks = part.get("blocks")
    return list(blocks) if isinstance(blocks, list) else [messages.text.section(str(part["text"]))]


def _together(
    drawn: list[list[messages.text.Block]], parts: collections.abc.Sequence[collections.abc.Mapping[str, object]]
) -> list[messages.text.Block]:
    """As many whole parts as a message takes, how many more there are, and where to read those that say it."""
    found: list[messages.text.Block] = []
    for number, blocks in enumerate(drawn):
        if len(found) + len(blocks) >= messages.text.BLOCKS_LIMIT:
            left = parts[number - len(drawn) :]
            return [*found, messages.text.section("\n".join([f"… and {len(left)} more.", *_elsewhere(left)]))]
        found += blocks
    return found


def _elsewhere(parts: collections.abc.Iterable[collections.abc.Mapping[str, object]]) -> list[str]:
    firsts = ((part.get("head") or str(part["text"]).partition("\n")[0], part.get("elsewhere")) for part in parts)
    return list(dict.fromkeys(f"• {first}: `{command}`" for first, command in firsts if command))


@dataclasses.dataclass(frozen=True)
class Duty:
    """Somebody's own time on duty, and who else sits in it."""

    starts: datetime.datetime
    ends: datetime.datetime
    partners: collections.abc.Sequence[data.models.Person]


def heads_up(duty: Duty, now: datetime.datetime, channel: str, reader: messages.text.Reader) -> messages.text.Payload:
    """Before somebody's time on duty: when, with whom, and what to do on the day. Names notify nobody."""
    partners = messages.text.people([_partner(person, now) for person in duty.partners])
    beside = f"with {partners}" if partners else "and the other seat is empty"
    place = f"<#{channel}>" if channel else "the triage channel"
    lines = [
        f"*You are on duty from {messages.text.span(duty.starts, duty.ends, reader)}*, {beside}.",
        f"• From then on read what comes in in {place}, and answer first.",
        "• `/duty` shows who sits with you, and what time it is there.",
        "• You can't be there? Say so as early as you can: `/duty away mon to fri`.",
    ]
    return _part("\n".join(lines), f"You take turns on duty, and {WHEN}. {WHO_DECIDES}")


WHEN = "hear of each turn 7 days before it and on your last working day before it"
WHO_DECIDES = "Your programme manager can change who takes turns."


def _partner(person: data.models.Person, now: datetime.datetime) -> str:
    """`Bola Compass (Lagos, where it is 08:00 now)`."""
    name = messages.text.name(person.name)
    if not person.zone:
        return name
    city = person.zone.rpartition("/")[2].replace("_", " ")
    return f"{name} ({city}, where it is {messages.text.clock_time(now, zoneinfo.ZoneInfo(person.zone))} now)"


def heads_up_reason(starts: datetime.datetime, which: str, reader: messages.text.Reader) -> str:
    """Why a heads-up is due: the rule, and the date that it counts from."""
    before = "7 days before" if which == "week" else "on the last working day before"
    return f"a turn on duty begins on {messages.text.moment(starts, reader)}, and is told {before}"


def no_longer(part: collections.abc.Mapping[str, object]) -> messages.text.Payload:
    """A heads-up for somebody who is not on duty then any more."""
    first = str(part["text"]).partition("\n")[0]
    struck = first if first.startswith("~") else f"~{first}~"
    text = f"{struck}\nThis has changed: you are not on duty then any more. `/duty next` shows who is."
    return _part(text, _why(part))


def gap(
    starts: datetime.datetime,
    ends: datetime.datetime,
    pair: collections.abc.Sequence[data.models.Person],
    asked: bool,
    reader: messages.text.Reader,
) -> str:
    """A shift with an empty seat, as a line."""
    names = messages.text.people([messages.text.name(person.name) for person in pair])
    sitting = f"{names} alone" if names else "nobody"
    asking = ", and somebody else is looked for" if asked else ""
    until = ends.astimezone(reader.zone)
    return (
        f"{messages.text.moment(starts, reader)} to {messages.text.day(until.date())}, {until:%H:%M}: {sitting}{asking}"
    )


def gaps(lines: Lines, weekly: bool) -> messages.text.Payload:
    """For the managers: the shifts in which a seat is empty."""
    often = "each Monday while one lasts" if weekly else "when one arises, and each Monday while it lasts"
    return _list("*Empty seats on duty*", lines, f"You manage the programme, and hear of empty seats {often}. {HOLD}")


def faults(lines: Lines, weekly: bool) -> messages.text.Payload:
    """For the managers: what keeps Muster from its work, each with what to do."""
    often = "each Monday while it lasts" if weekly else "when it is found, and each Monday while it lasts"
    why = f"You manage the programme, and hear of what keeps Muster from its work {often}. {HOLD}"
    return _list("*Something is not ready.*", lines, why)


def not_logged(lines: Lines, more: int) -> messages.text.Payload:
    """For the managers: with whom nothing was logged for two weeks, and with how many more who are not named."""
    shown = dict(lines)
    if more:
        shown[MORE] = f"and {more} more: `/checkin gaps`"
    why = f"You manage the programme, and hear of this each Monday, a week after the adviser did. {HOLD}"
    return _list("*Check-ins that are not logged*", shown, why)


MORE = "more"
"""About whom the line is that counts those who are not named."""


def unadvised(lines: Lines, weekly: bool) -> messages.text.Payload:
    """For the managers: who has no adviser, each with what to type."""
    often = "each Monday while one has none" if weekly else "when one has none, and each Monday while that lasts"
    why = f"You manage the programme, and hear of freelancers without an adviser {often}. {HOLD}"
    return _list("*Freelancers without an adviser*", lines, why)


HOLD = "`/program pause morning` holds all morning messages back."


def _list(headline: str, lines: Lines, why: str) -> messages.text.Payload:
    text = "\n".join([headline, *(f"• {line}" for line in lines.values())])
    return _part(text, why) | {"lines": dict(lines)}


def redrawn(part: collections.abc.Mapping[str, object], lines: Lines) -> messages.text.Payload:
    """A list as it is told later that day: what no longer holds is mended, and what is new waits for the next one."""
    before: typing.Any = part["lines"]
    after = {about: lines.get(about) or _mended(line) for about, line in before.items()}
    return _list(str(part["text"]).partition("\n")[0], after, _why(part))


def _mended(line: str) -> str:
    return line if line.startswith("~") else f"~{line}~ mended"


def _why(part: collections.abc.Mapping[str, object]) -> str:
    """The reason that a part of ours ends with."""
    blocks: typing.Any = part["blocks"]
    return str(blocks[-1]["elements"][0]["text"]).removeprefix(WHY)


WHY = "Why do I get this? "


def _part(text: str, why: str) -> messages.text.Payload:
    return messages.text.message(text, messages.text.section(text), messages.text.small(f"{WHY}{why}"))
