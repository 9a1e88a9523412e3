"""What people read about duty: who is on, who is next, the handover, the topic, and being away."""

import collections.abc
import dataclasses
import datetime
import re
import zoneinfo

import data.models
import messages.text

TOPIC_LIMIT = 250

People = collections.abc.Sequence[data.models.Person]


@dataclasses.dataclass(frozen=True)
class Away:
    """Somebody who sits and is not there: away, or gone from the workspace where there is no absence."""

    person: data.models.Person
    absence: data.models.Absence | None


@dataclasses.dataclass(frozen=True)
class Cover:
    """Somebody sits for another in [starts, ends)."""

    sitter: data.models.Person
    seat_of: data.models.Person
    starts: datetime.datetime
    ends: datetime.datetime


@dataclasses.dataclass(frozen=True)
class Shift:
    """A shift with the people who sit in it and are there, who may be fewer than its seats.

    `away` are those who sit and are not there, `covers` who sits for whom in what is left of it.
    """

    starts: datetime.datetime
    ends: datetime.datetime
    pair: People
    away: collections.abc.Sequence[Away] = ()
    covers: collections.abc.Sequence[Cover] = ()


def current(shift: Shift | None, now: datetime.datetime, reader: messages.text.Reader) -> messages.text.Payload:
    """Who is on duty and until when, in the reader's zone, with the time where each of them is."""
    if shift is None:
        return messages.text.message(
            "Nobody is on duty: no shift has been published. It needs at least one adviser on the roster; "
            "a manager adds them with `muster import people.csv`."
        )
    until = messages.text.moment(shift.ends, reader)
    if not shift.pair and not shift.away:
        return messages.text.message(f"*Nobody is on duty* until {until}: nobody in the pool was available.")
    title = f"*On duty until {until}*" if shift.pair else f"*Nobody is there now.* This shift ends {until}."
    lines = [title, *(f"• {with_local_time(person, now, reader)}" for person in shift.pair)]
    lines += [f"• {_not_there(one)}" for one in shift.away]
    lines += [f"• {_cover(one, reader)}" for one in shift.covers]
    text = "\n".join(lines + _one_seat_empty(shift))
    hint = "`/duty next` shows the next pairs · `/duty help` all that you can do with it"
    return messages.text.message(text, messages.text.section(text), messages.text.small(hint))


def _not_there(one: Away) -> str:
    """Named without a mention: nobody who is away is to be notified."""
    name = messages.text.name(one.person.name)
    if one.absence is None:
        return f"{name} is no longer in this workspace"
    return f"{name} is away until {messages.text.day(one.absence.last_day)}, that day included"


def _cover(one: Cover, reader: messages.text.Reader) -> str:
    sitter, seat_of = messages.text.name(one.sitter.name), messages.text.name(one.seat_of.name)
    return f"{sitter} sits for {seat_of} {_span(one.starts, one.ends, reader)}"


def with_local_time(person: data.models.Person, now: datetime.datetime, reader: messages.text.Reader) -> str:
    """`@ada (Ada), where it is 08:00`."""
    name = f"{messages.text.mention(person.slack_id)} ({messages.text.name(person.name)})"
    if not person.zone:
        return name
    theirs = zoneinfo.ZoneInfo(person.zone)
    same_day = now.astimezone(theirs).date() == now.astimezone(reader.zone).date()
    weekday = "" if same_day else f"{now.astimezone(theirs):%a} "
    return f"{name}, where it is {weekday}{messages.text.clock_time(now, theirs)}"


def _one_seat_empty(shift: Shift) -> list[str]:
    seated = len(shift.pair) + len(shift.away)
    return ["One of the two seats is empty: nobody else was available."] if seated == 1 else []


def upcoming(shifts: collections.abc.Sequence[Shift], reader: messages.text.Reader) -> messages.text.Payload:
    """The next pairs, with dates in the reader's zone."""
    if not shifts:
        return messages.text.message("No further shift is published: the pool is empty.")
    text = "\n".join(["*Next on duty*", *(_line(shift, reader) for shift in shifts)])
    hint = f"Each shift begins and ends at the handover, shown in your zone ({reader.zone.key})."
    return messages.text.message(f"{text}\n{hint}", messages.text.section(text), messages.text.small(hint))


def _line(shift: Shift, reader: messages.text.Reader) -> str:
    sitting = _names([*shift.pair, *(one.person for one in shift.away)])
    covers = [f"   ◦ {_cover(one, reader)}" for one in shift.covers]
    return "\n".join([f"• {_span(shift.starts, shift.ends, reader)}: {sitting}", *covers])


def _span(starts: datetime.datetime, ends: datetime.datetime, reader: messages.text.Reader) -> str:
    starts, ends = starts.astimezone(reader.zone), ends.astimezone(reader.zone)
    return f"{messages.text.day(starts.date())}, {starts:%H:%M} – {messages.text.day(ends.date())}, {ends:%H:%M}"


def _names(pair: People) -> str:
    if not pair:
        return "nobody, a gap"
    return _mentions(pair) if len(pair) > 1 else f"{_mentions(pair)} alone, one seat is empty"


def _mentions(pair: People) -> str:
    return messages.text.people([messages.text.mention(person.slack_id) for person in pair])


def published(
    running: Shift, following: collections.abc.Sequence[Shift], reader: messages.text.Reader
) -> messages.text.Payload:
    """The first publication, for the triage channel. Nobody is notified by it: names stand without mentions."""
    lines = [
        f"*Adviser on Duty is set up.* On duty now: {_plain_names(running.pair)}, until {_many(running.ends, reader)}."
    ]
    lines += [f"• from {_many(shift.starts, reader)}: {_plain_names(shift.pair)}" for shift in following]
    return _to_channel("\n".join(lines), "this is the programme's triage channel")


def handover(
    outgoing: People, incoming: Shift, now: datetime.datetime, reader: messages.text.Reader
) -> messages.text.Payload:
    """The handover, for the triage channel: who goes, who comes, until when. It notifies the incoming pair."""
    until = _many(incoming.ends, reader)
    going = [person for person in outgoing if person not in incoming.pair]
    hand = "hands" if len(going) == 1 else "hand"
    thanks = f"{_plain_names(going)} {hand} over. Thank you!\n" if going else ""
    since = f" since {_many(incoming.starts, reader)}" if now - incoming.starts > LATE else ""
    if not incoming.pair:
        why = "both are away" if len(incoming.away) > 1 else "nobody in the pool is available"
        return _to_channel(f"{thanks}*Nobody is on duty{since}* until {until}: {why}.", _WHY)
    lines = [f"*On duty{since} until {until}:* {_mentions(incoming.pair)}", *_one_seat_empty(incoming)]
    lines += [f"{_not_there(one)}." for one in incoming.away]
    return _to_channel("\n".join([thanks + lines[0], *lines[1:]]), _WHY)


LATE = datetime.timedelta(hours=24)
"""A handover announced later than this is told as what has been so for a while."""

_WHY = "duty was handed over, and this is the programme's triage channel"


def _to_channel(text: str, why: str) -> messages.text.Payload:
    small = f"Why do I get this? {why[0].upper()}{why[1:]} (`muster settings triage_channel`)."
    return messages.text.message(text, messages.text.section(text), messages.text.small(small))


def _plain_names(pair: People) -> str:
    return messages.text.people([messages.text.name(person.name) for person in pair]) or "nobody"


def _many(at: datetime.datetime, reader: messages.text.Reader) -> str:
    return messages.text.shown_in_readers_zone(at, reader)


_OWN_PART = re.compile(r"On duty until [^|]*\| ?")


def gap(shift: Shift, reader: messages.text.Reader) -> str:
    """For the managers: a shift in which not everybody is there who should be."""
    lines = [_not_there(one) for one in shift.away]
    empty = SEATS - len(shift.pair) - len(shift.away)
    if empty > 0:
        lines.append("both seats are empty" if empty == SEATS else "one of two seats is empty")
    begins = messages.text.day(shift.starts.astimezone(reader.zone).date())
    return f"Duty from {begins}: {', and '.join(lines)}"


SEATS = 2
"""How many sit in a shift."""


def topic_part(shift: Shift, reader: messages.text.Reader) -> str:
    """Muster's own part of the triage channel's topic; it stands in front and ends with a bar."""
    until = shift.ends.astimezone(reader.zone)
    names = _mentions(shift.pair) or "nobody"
    return f"On duty until {until:%a} {until.day} {until:%b}, {until:%H:%M}: {names} |"


def topic(present: str, part: str) -> str:
    """A channel's topic with this part in front in place of the last one, and what people wrote behind it.

    Where Slack's limit leaves too little room, the names give way to what people wrote.
    """
    theirs = _OWN_PART.sub("", present).strip()
    whole = f"{part} {theirs}".strip()
    if len(whole) > TOPIC_LIMIT:
        whole = f"{part.partition(': ')[0]} | {theirs}"
    return messages.text.cut(whole, TOPIC_LIMIT)
