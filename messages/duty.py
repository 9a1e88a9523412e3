"""What people read about duty: who is on, who is next, the handover, the topic, and being away."""

import collections.abc
import dataclasses
import datetime
import re
import zoneinfo

import data.models
import messages.text
import rules.duty

TOPIC_LIMIT = 250

People = collections.abc.Sequence[data.models.Person]


@dataclasses.dataclass(frozen=True)
class Shift:
    """A shift with the people who sit in it, who may be fewer than its seats."""

    starts: datetime.datetime
    ends: datetime.datetime
    pair: People


@dataclasses.dataclass(frozen=True)
class Conflict:
    """Somebody who sits in a shift and is away on a day of it."""

    name: str
    starts: datetime.datetime
    ends: datetime.datetime
    absence: data.models.Absence


def conflict(found: Conflict, reader: messages.text.Reader) -> str:
    """For the managers: who is away when they are on duty."""
    shift = f"{messages.text.day(found.starts.astimezone(reader.zone).date())}"
    return f"{messages.text.name(found.name)} is away {_days(found.absence)}, and on duty from {shift} on"


def shifts(
    turns: collections.abc.Iterable[rules.duty.Turn], people: collections.abc.Mapping[int, data.models.Person]
) -> list[Shift]:
    """Turns with the people in them, who are given by their row's id."""
    return [Shift(turn.starts, turn.ends, [people[seat.person] for seat in turn.seats]) for turn in turns]


def current(shift: Shift | None, now: datetime.datetime, reader: messages.text.Reader) -> messages.text.Payload:
    """Who is on duty and until when, in the reader's zone, with the time where each of them is."""
    if shift is None:
        return messages.text.message(
            "Nobody is on duty: no shift has been published. It needs at least one adviser on the roster; "
            "a manager adds them with `muster import people.csv`."
        )
    until = messages.text.moment(shift.ends, reader)
    if not shift.pair:
        return messages.text.message(f"*Nobody is on duty* until {until}: nobody in the pool was available.")
    lines = [f"*On duty until {until}*", *(f"• {_with_local_time(person, now, reader)}" for person in shift.pair)]
    text = "\n".join(lines + _one_seat_empty(shift.pair))
    hint = "`/duty next` shows the next pairs · `/duty help` all that you can do with it"
    return messages.text.message(text, messages.text.section(text), messages.text.small(hint))


def _with_local_time(person: data.models.Person, now: datetime.datetime, reader: messages.text.Reader) -> str:
    name = f"{messages.text.mention(person.slack_id)} ({messages.text.name(person.name)})"
    if not person.zone:
        return name
    theirs = zoneinfo.ZoneInfo(person.zone)
    same_day = now.astimezone(theirs).date() == now.astimezone(reader.zone).date()
    weekday = "" if same_day else f"{now.astimezone(theirs):%a} "
    return f"{name}, where it is {weekday}{messages.text.clock_time(now, theirs)}"


def _one_seat_empty(pair: People) -> list[str]:
    return ["One of the two seats is empty: nobody else was available."] if len(pair) == 1 else []


def upcoming(shifts: collections.abc.Sequence[Shift], reader: messages.text.Reader) -> messages.text.Payload:
    """The next pairs, with dates in the reader's zone."""
    if not shifts:
        return messages.text.message("No further shift is published: the pool is empty.")
    text = "\n".join(["*Next on duty*", *(_line(shift, reader) for shift in shifts)])
    hint = f"Each shift begins and ends at the handover, shown in your zone ({reader.zone.key})."
    return messages.text.message(f"{text}\n{hint}", messages.text.section(text), messages.text.small(hint))


def _line(shift: Shift, reader: messages.text.Reader) -> str:
    return f"• {_span(shift.starts, shift.ends, reader)}: {_names(shift.pair)}"


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
        return _to_channel(f"{thanks}*Nobody is on duty{since}* until {until}: nobody in the pool is available.", _WHY)
    empty = "\n".join(["", *_one_seat_empty(incoming.pair)])
    return _to_channel(f"{thanks}*On duty{since} until {until}:* {_mentions(incoming.pair)}{empty}".rstrip(), _WHY)


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


def away_recorded(
    name: str,
    absence: data.models.Absence,
    reader: messages.text.Reader,
    touched: collections.abc.Sequence[data.models.Shift],
) -> messages.text.Payload:
    """What was understood of an absence, and which published shifts it touches."""
    text = f"{name} away {_days(absence)} ({reader.zone.key}). Duty planned from now on respects it."
    if touched:
        lines = "\n".join(f"• {_span(shift.starts, shift.ends, reader)}" for shift in touched)
        text += f"\nThese duty shifts are published already, and stay as they are:\n{lines}\n"
        text += (
            "Please tell your programme manager." if name == "You are" else "Please agree with them who sits instead."
        )
    return messages.text.message(text)


def away_known(name: str, absence: data.models.Absence) -> messages.text.Payload:
    """For an absence that was there already."""
    return messages.text.message(f"{name} already recorded as away {_days(absence)}; nothing was changed.")


def _days(absence: data.models.Absence) -> str:
    first, last = messages.text.day(absence.starts), messages.text.day(absence.last_day)
    return f"on {first}" if first == last else f"from {first} to {last}, both included"


def away_form(today: datetime.date) -> messages.text.Payload:
    """The form for one's own absence."""
    return {
        "type": "modal",
        "callback_id": "record:away",
        "title": {"type": "plain_text", "text": "When are you away?"},
        "submit": {"type": "plain_text", "text": "Save"},
        "close": {"type": "plain_text", "text": "Cancel"},
        "blocks": [
            _date_input("from", "First day away", today.isoformat()),
            _date_input("to", "Last day away", None),
            messages.text.small(
                "Both days are included, by the calendar where you are. Nobody asks why. "
                "Your programme managers and the people who plan duty see the dates."
            ),
        ],
    }


def _date_input(name: str, label: str, initial: str | None) -> messages.text.Block:
    element = {"type": "datepicker", "action_id": name} | ({"initial_date": initial} if initial else {})
    drawn: messages.text.Block = {"type": "input", "block_id": name, "element": element}
    drawn["label"] = {"type": "plain_text", "text": label}
    if initial is None:
        drawn |= {"optional": True, "hint": {"type": "plain_text", "text": "Leave it empty for one day."}}
    return drawn
