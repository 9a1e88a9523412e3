"""Who has which adviser from now on, as each of those whom it concerns reads it: without blame, once."""

import collections.abc
import dataclasses
import datetime
import zoneinfo

import data.models
import messages.checkins
import messages.text
import rules.languages
import rules.working_hours

Person = data.models.Person
Reader = messages.text.Reader

WHY = "Why do I get this? Who advises whom has changed, and it concerns you; your programme manager can change it."


@dataclasses.dataclass(frozen=True)
class Other:
    """Somebody as the reader is to meet them: their zone, when they work next, and when both do then."""

    person: Person
    zone: zoneinfo.ZoneInfo
    works: rules.working_hours.Span | None = None
    shared: collections.abc.Sequence[rules.working_hours.Span] = ()


@dataclasses.dataclass(frozen=True)
class FollowUp:
    """What was agreed in somebody's last check-in, and when that was."""

    words: str | None
    held_on: datetime.date


def told(paragraphs: collections.abc.Sequence[str]) -> messages.text.Payload:
    """All that is new for one reader, however much of it there is."""
    drawn = map(messages.text.section, paragraphs)
    return messages.text.message("\n".join(paragraphs), *drawn, messages.text.small(WHY))


def without(part: messages.text.Payload, quotes: collections.abc.Iterable[str]) -> messages.text.Payload:
    """What was told, without notes that were removed since."""
    paragraphs = [str(block["text"]["text"]) for block in part["blocks"] if block["type"] == "section"]
    for quote in quotes:
        paragraphs = [paragraph.replace(f": {quote}", ", and removed since") for paragraph in paragraphs]
    return part | told(paragraphs)


# -- for the freelancer


def your_adviser(adviser: Other, before: Person | None, mine: Person, since: datetime.datetime, reader: Reader) -> str:
    """Who it is from when, what they speak, when they work, and how to reach them."""
    name = messages.text.name(adviser.person.name)
    until = [f"• Until now it was {messages.text.name(before.name)}."] if before else []
    spoken = _listed(adviser.person.languages)
    return "\n".join(
        [
            f"*From {_day(since, reader)} on, {name} is your adviser.*",
            *until,
            *([f"• {name} speaks {spoken}{_in_common(adviser.person, mine)}."] if spoken else []),
            *(f"• {line}." for line in _hours(adviser, name, reader)),
            f"• You can write to {name} at any time: {messages.text.mention(adviser.person.slack_id)}.",
            "• `/checkin request` asks them for time. Your weekly check-ins go on.",
        ]
    )


def no_adviser(before: Person | None) -> str:
    """Nobody is their adviser for now."""
    until = f" Until now it was {messages.text.name(before.name)}." if before else ""
    return f"*You have no adviser at this time.*{until} The programme's managers know, and look for one."


# -- for the new adviser


def comes(
    freelancer: Other,
    before: Person | None,
    mine: Person,
    follow_up: FollowUp | None,
    since: datetime.datetime,
    reader: Reader,
) -> str:
    """Who comes, what they speak, when they work, and what was agreed with them last."""
    name, person = messages.text.name(freelancer.person.name), freelancer.person
    until = f", until now with {messages.text.name(before.name)}" if before else ""
    spoken = _listed(person.languages)
    city = freelancer.zone.key.rpartition("/")[2].replace("_", " ")
    return "\n".join(
        [
            f"*From {_day(since, reader)} on, you are {name}'s adviser*{until}.",
            *([f"• {name} speaks {spoken}{_in_common(person, mine)}."] if spoken else []),
            *(f"• {line}." for line in [f"They are in {city}", *_hours(freelancer, name, reader)]),
            f"• To take over: {_agreed(follow_up)}",
            f"• Write to them: {messages.text.mention(person.slack_id)}",
        ]
    )


def excepted(freelancer: Person, reason: str, until: datetime.date, cap: int) -> str:
    """Beyond the cap, for now."""
    return (
        f"• With {messages.text.name(freelancer.name)} you may have more than {cap} freelancers until "
        f"{messages.text.day(until)}: {messages.text.escape(reason)}"
    )


# -- for the adviser until now


def goes(
    freelancer: Person, to: Person | None, follow_up: FollowUp | None, since: datetime.datetime, reader: Reader
) -> str:
    """Who goes to whom, and what is handed over with them."""
    name = messages.text.name(freelancer.name)
    if to is None:
        return f"*You are not {name}'s adviser any more, from {_day(since, reader)} on.* Thank you for your time."
    whom = f"{messages.text.name(to.name)} ({messages.text.mention(to.slack_id)})"
    return "\n".join(
        [
            f"*From {_day(since, reader)} on, {whom} is {name}'s adviser.* Thank you for the time you gave.",
            f"• They take over: {_agreed(follow_up)}",
        ]
    )


def _agreed(follow_up: FollowUp | None) -> str:
    if follow_up is None:
        return "no check-in is logged yet"
    held = messages.text.day(follow_up.held_on)
    if not follow_up.words:
        return f"the last check-in, on {held}, left nothing to follow up"
    return f"last agreed, on {held}: {messages.checkins.quoted(follow_up.words)}"


def _day(at: datetime.datetime, reader: Reader) -> str:
    return messages.text.day(at.astimezone(reader.zone).date())


def _hours(other: Other, name: str, reader: Reader) -> list[str]:
    """When they work and when both do, on the next day of it, by the reader's clock."""
    if other.works is None:
        return []
    works = f"{name} works {_span(other.works, reader)} your time"
    if not other.shared:
        return [works, "You have no working hours in common: agree on a time that suits both"]
    both = messages.text.people([_span(span, reader) for span in other.shared])
    return [works, f"You both work {both} your time"]


def _span(span: rules.working_hours.Span, reader: Reader) -> str:
    return " to ".join(messages.text.clock_time(at, reader.zone) for at in span)


def _listed(languages: collections.abc.Sequence[str]) -> str:
    return messages.text.people([messages.text.language(language) for language in languages])


def _in_common(other: Person, mine: Person) -> str:
    """What both speak, where that is not all there is to say."""
    common = rules.languages.in_common(mine.languages, other.languages)
    return f"; you both speak {_listed(common)}" if common else ""
