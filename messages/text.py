"""Small pieces of Slack text: escaping, mentions, dates as a reader sees them, and whole messages.

Every text is made for one reader, with their zone and language. English is the only language yet.
"""

import collections.abc
import dataclasses
import datetime
import re
import typing
import zoneinfo

import data.models
import rules.languages
import rules.pool

Payload = dict[str, typing.Any]
"""A message or view in Slack's own shape: for a message `text` and, where they help, `blocks`."""

Block = dict[str, typing.Any]


@dataclasses.dataclass(frozen=True)
class Reader:
    """Whom a text is for: the zone its times are shown in, and the language it is in. A channel reads as one."""

    zone: zoneinfo.ZoneInfo
    language: str = "en"


def reader(person: data.models.Person, default: zoneinfo.ZoneInfo) -> Reader:
    """Somebody as a reader; `default` stands in where their zone is not known."""
    return Reader(rules.pool.zone_of(person, default))


SECTION_LIMIT = 3000
BLOCKS_LIMIT = 50
NAME_LIMIT = 80


def escape(typed: str) -> str:
    """What people typed, so that Slack shows it as typed: no mention, no link, no channel-wide ping."""
    return typed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def plain(told: str, names: collections.abc.Mapping[str, str]) -> str:
    """What somebody wrote, as they see it, of the markup in which Slack tells it; `names` are people's by Slack id."""
    shown = _MARKUP.sub(lambda match: _unmarked(match[1], match[2] or "", names), told)
    return shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


_MARKUP = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
"""A mention, a channel, or a link, with what is shown for it."""


def mentioned(told: str) -> set[str]:
    """The Slack ids of those who are mentioned in what Slack tells."""
    return {match[1] for match in re.finditer(r"<@([UW][A-Z0-9]+)", told)}


def _unmarked(target: str, label: str, names: collections.abc.Mapping[str, str]) -> str:
    if target.startswith("@"):
        return f"@{names.get(target[1:]) or label or 'somebody'}"
    if target.startswith(("#", "!")):
        sign = "#" if target.startswith("#") else "@"
        return f"{sign}{(label or target[1:]).lstrip(sign)}"
    address = target.removeprefix("mailto:").removeprefix("tel:")
    return address if not label or label in address else f"{label} ({address})"


def link(url: str, label: str) -> str:
    """A link with its words; words alone where it is no web address."""
    shown = escape(label.replace("|", " "))
    return f"<{escape(url.replace('|', '%7C'))}|{shown}>" if url.startswith("https://") else shown


def name(typed: str) -> str:
    """Somebody's name as it was typed, and short enough to leave room for what is said of them."""
    return escape(cut(typed, NAME_LIMIT))


def mention(slack_id: str) -> str:
    """A person, as a mention that Slack resolves. In a channel message it notifies them."""
    return f"<@{slack_id}>"


def language(typed: str) -> str:
    """`English` for `en`, and escaped, for people type them."""
    return name(rules.languages.called(typed))


def people(mentions: collections.abc.Sequence[str]) -> str:
    """`Ada`, `Ada and Ben`, `Ada, Ben and Cy`."""
    if len(mentions) < 2:
        return "".join(mentions)
    return f"{', '.join(mentions[:-1])} and {mentions[-1]}"


def either(words: collections.abc.Sequence[str]) -> str:
    """`mine, open or resolved`."""
    return f"{', '.join(words[:-1])} or {words[-1]}" if len(words) > 1 else "".join(words)


def day(date: datetime.date) -> str:
    """`Mon 2 March 2026`: weekday, and no order of numbers to guess."""
    return f"{date:%a} {date.day} {date:%B %Y}"


def moment(at: datetime.datetime, reader: Reader) -> str:
    """`Mon 2 March 2026, 10:00 (Europe/Berlin)`: an instant in the reader's zone, which is named."""
    local = at.astimezone(reader.zone)
    return f"{day(local.date())}, {local:%H:%M} ({reader.zone.key})"


def short_moment(at: datetime.datetime, reader: Reader) -> str:
    """`Mon 2 March, 10:00`: an instant that is near, where “your time” beside it says in which zone."""
    local = at.astimezone(reader.zone)
    return f"{local:%a} {local.day} {local:%B, %H:%M}"


def span(starts: datetime.datetime, ends: datetime.datetime, reader: Reader) -> str:
    """`Mon 2 March 2026, 10:00 to Mon 16 March 2026, 10:00 (Europe/Berlin)`: the zone is named once."""
    local = starts.astimezone(reader.zone)
    return f"{day(local.date())}, {local:%H:%M} to {moment(ends, reader)}"


def clock_time(at: datetime.datetime, zone: zoneinfo.ZoneInfo) -> str:
    """`18:40`, what a clock in that zone shows."""
    return f"{at.astimezone(zone):%H:%M}"


def shown_in_readers_zone(at: datetime.datetime, reader: Reader) -> str:
    """An instant that Slack draws in the zone of each of those who read a channel."""
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}} {{time}}|{moment(at, reader)}>"


def header(text: str) -> Block:
    """A headline; plain text alone."""
    return {"type": "header", "text": {"type": "plain_text", "text": cut(text, 150)}}


def section(text: str) -> Block:
    """A paragraph, cut to what Slack takes."""
    return {"type": "section", "text": _marked_up(text)}


def sections(lines: collections.abc.Iterable[str]) -> list[Block]:
    """Paragraphs of as many lines as Slack takes in each."""
    pieces = [""]
    for line in lines:
        if pieces[-1] and len(pieces[-1]) + 1 + len(line) > SECTION_LIMIT:
            pieces.append("")
        pieces[-1] += f"\n{line}" if pieces[-1] else line
    return [section(piece) for piece in pieces]


def small(text: str) -> Block:
    """A small grey line."""
    return {"type": "context", "elements": [_marked_up(text)]}


def _marked_up(text: str) -> Block:
    """Our own markup alone: an address or an `@channel` in a name stays plain text."""
    return {"type": "mrkdwn", "text": cut(text, SECTION_LIMIT), "verbatim": True}


def why(reason: str, change: str) -> str:
    """The small line under every unasked message: why it comes, and where that can be changed."""
    return f"Why do I get this? {reason[0].upper()}{reason[1:]}; {change}."


def button(label: str, action: str, value: str = "", style: str = "") -> Block:
    """A button whose press comes back as `action` with `value`."""
    drawn: Block = {"type": "button", "action_id": action, "text": {"type": "plain_text", "text": cut(label, 75)}}
    return drawn | ({"value": value} if value else {}) | ({"style": style} if style else {})


def overflow(action: str, options: collections.abc.Mapping[str, str]) -> Block:
    """A menu behind three dots, of at most five: what is chosen comes back as `action` with its value."""
    offered = [
        {"text": {"type": "plain_text", "text": cut(label, 75)}, "value": value} for value, label in options.items()
    ]
    return {"type": "overflow", "action_id": action, "options": offered}


def buttons(*drawn: Block) -> Block:
    """A row of buttons."""
    return {"type": "actions", "elements": list(drawn)}


def message(text: str, *blocks: Block) -> Payload:
    """A message. `text` says all of it, for notifications and screen readers; blocks draw it better."""
    return {"text": text, "blocks": list(blocks[:BLOCKS_LIMIT])} if blocks else {"text": text}


def cut(text: str, limit: int) -> str:
    """At most `limit` characters, with a mark where something is missing."""
    return text if len(text) <= limit else f"{text[: limit - 1]}…"


def quoted(word: str) -> str:
    """What somebody typed, back to them: as typed, and not longer than a line."""
    return f"“{escape(cut(word, 40))}”"
