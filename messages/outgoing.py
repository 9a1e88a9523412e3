"""What Muster sends by itself, for managers: what will be sent, what is paused, and what somebody was sent."""

import collections.abc
import dataclasses
import datetime
import itertools

import data.models
import messages.text
import rules.outgoing

MOST = 40
"""Lines that one answer shows."""

UPDATE = "update"
"""The kind that goes to many at the same time."""

ONE = {"morning": "a morning message"}
"""What a single one is called, where the table of what can be paused speaks of many."""

NAMED = 3
"""So many of them are named."""

LINE_LIMIT = 400


@dataclasses.dataclass(frozen=True)
class Planned:
    """Something that goes out by itself at an instant: `lane` says where to, `person` is whose DM that is.

    `kind` is one that can be paused, by its word, or words of its own.
    """

    at: datetime.datetime
    lane: str
    kind: str
    reason: str
    person: data.models.Person | None = None


def upcoming(
    planned: collections.abc.Sequence[Planned],
    days: int,
    quiet: bool,
    pauses: collections.abc.Sequence[data.models.Pause],
    reader: messages.text.Reader,
) -> messages.text.Payload:
    """What goes out in the next days if nothing changes, day by day in the reader's zone."""
    head = [f"*What Muster will send by itself in the next {_days(days)}*, as things stand:"]
    if quiet:
        head = [
            f"*What Muster would send by itself in the next {_days(days)}*, as things stand. "
            "It is quiet: nothing of this is sent before *Go live*, and what falls due until then is never sent."
        ]
    head += [f"Paused: {paused(pause, reader)}." for pause in pauses]
    if not planned:
        return messages.text.message("\n".join([*head, "Nothing."]))
    lines = []
    together = _together(planned)
    for day, of_day in itertools.groupby(together[:MOST], key=lambda each: each[0].at.astimezone(reader.zone).date()):
        lines += [f"*{messages.text.day(day)}*", *(_line(each, reader) for each in of_day)]
    return _long([*head, *lines, *_more(len(together))], f"Times are in your zone ({reader.zone.key}).")


def _together(planned: collections.abc.Iterable[Planned]) -> list[list[Planned]]:
    """In the order of time, the copies of an update that go out at the same time as one."""
    found: dict[object, list[Planned]] = {}
    for number, one in enumerate(sorted(planned, key=lambda one: one.at)):
        found.setdefault((one.at, one.reason) if one.kind == UPDATE else number, []).append(one)
    return list(found.values())


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"


def _line(several: collections.abc.Sequence[Planned], reader: messages.text.Reader) -> str:
    one = several[0]
    to = [messages.text.name(each.person.name) if each.person else place(each.lane) for each in several[:NAMED]]
    if len(several) > NAMED:
        to.append(f"{len(several) - NAMED} more")
    at = messages.text.clock_time(one.at, reader.zone)
    what = ONE.get(one.kind) or rules.outgoing.KINDS.get(one.kind, one.kind)
    return f"• {at} {messages.text.people(to)}: {what}, because {_reason(one.reason)}"


def place(lane: str) -> str:
    """Where a lane leads, so that nobody is notified by it."""
    kind, _, where = lane.rpartition(":")
    if kind == "group":
        return f"the user group {messages.text.escape(where)}"
    at = f"<#{where}>" if where.startswith(("C", "G")) else messages.text.escape(where.removeprefix("@"))
    return {"topic": f"the topic of {at}", "home": f"the home page of {at}"}.get(kind, at)


def _reason(reason: str) -> str:
    return messages.text.escape(messages.text.cut(reason, LINE_LIMIT))


def _more(number: int) -> list[str]:
    return [f"… and {number - MOST} more."] if number > MOST else []


def _long(lines: list[str], hint: str) -> messages.text.Payload:
    """Lines in as many paragraphs as they need."""
    paragraphs = [lines[0]]
    for line in lines[1:]:
        if len(paragraphs[-1]) + len(line) < messages.text.SECTION_LIMIT:
            paragraphs[-1] += f"\n{line}"
        else:
            paragraphs.append(line)
    drawn = [messages.text.section(paragraph) for paragraph in paragraphs]
    return messages.text.message("\n".join([*lines, hint]), *drawn, messages.text.small(hint))


def paused(pause: data.models.Pause, reader: messages.text.Reader) -> str:
    """`handovers and … (duty) until Fri 20 March 2026`: the day is the last of the pause."""
    if pause.ends is None:
        return f"{_what(pause)} until somebody resumes it"
    last = (pause.ends - datetime.timedelta(microseconds=1)).astimezone(reader.zone)
    return f"{_what(pause)} until {messages.text.day(last.date())}, that day included"


def _what(pause: data.models.Pause) -> str:
    """`handovers and … (duty)`, or everything."""
    named = pause.what in rules.outgoing.KINDS
    return f"{rules.outgoing.KINDS[pause.what]} (`{pause.what}`)" if named else "everything"


def now_paused(pause: data.models.Pause, reader: messages.text.Reader) -> messages.text.Payload:
    """To the manager who paused it, with what goes on and how to end it."""
    word = f" {pause.what}" if pause.what in rules.outgoing.KINDS else ""
    return messages.text.message(
        f"*Paused:* {paused(pause, reader)}. Muster goes on planning and answering; nothing of this is sent by itself, "
        f"and what comes too late to be of use is dropped. `/program resume{word}` ends the pause; what waits goes out "
        "then."
    )


def resumed(
    pauses: collections.abc.Sequence[data.models.Pause],
    everything: data.models.Pause | None,
    reader: messages.text.Reader,
) -> messages.text.Payload:
    """To the manager who resumed it: `pauses` are those that ended; with `everything` still paused nothing goes out."""
    ended = "; ".join(map(_what, pauses))
    follows = "What waits and is still of use goes out now, in order."
    if everything is not None:
        follows = f"Nothing goes out yet: paused is {paused(everything, reader)}. `/program resume` ends that."
    return messages.text.message(f"*Resumed:* {ended}. {follows}")


def not_paused(
    still: collections.abc.Sequence[data.models.Pause], reader: messages.text.Reader
) -> messages.text.Payload:
    """To a manager who resumed what was not paused by itself."""
    if not still:
        return messages.text.message("Nothing is paused, so nothing was changed.")
    rest = "".join(f" Paused is {paused(pause, reader)}." for pause in still)
    return messages.text.message(f"That is not paused by itself; nothing was changed.{rest}")


def unknown_kind(word: str) -> str:
    """Somebody named what there is not, with what there is."""
    kinds = "\n".join(f"• `{kind}`: {tells}" for kind, tells in rules.outgoing.KINDS.items())
    return (
        f"{messages.text.quoted(word)} is nothing that Muster sends by itself. There are:\n• `all`: everything\n{kinds}"
    )


@dataclasses.dataclass(frozen=True)
class Sent:
    """A notice, where it is a morning message its parts, and why."""

    notice: data.models.Notice
    parts: collections.abc.Sequence[data.models.MorningPart]
    reason: str


STATES = {
    data.models.NoticeState.PENDING: "waiting",
    data.models.NoticeState.SENDING: "on its way",
    data.models.NoticeState.SENT: "sent",
    data.models.NoticeState.UNCERTAIN: "uncertain: it may have arrived",
    data.models.NoticeState.DEAD: "not delivered",
    data.models.NoticeState.DROPPED: "dropped, for it came too late or was not to be sent",
}


def sent(
    person: data.models.Person,
    found: collections.abc.Sequence[Sent],
    days: int,
    reader: messages.text.Reader,
) -> messages.text.Payload:
    """What somebody was sent and why, the newest first; never what it said."""
    name, span = messages.text.name(person.name), _days(days)
    if not found:
        return messages.text.message(f"Muster sent {name} nothing in the last {span}.")
    lines = [line for one in found for line in _sent(one, reader)]
    head = f"*What Muster sent {name} in the last {span}*, the newest first:"
    hint = f"Times are in your zone ({reader.zone.key}). What the messages say is for {name} alone."
    return _long([head, *lines[:MOST], *_more(len(lines))], hint)


def _sent(one: Sent, reader: messages.text.Reader) -> list[str]:
    notice = one.notice
    kind = "answer" if not notice.unasked else notice.key.partition(":")[0]
    what = kind if notice.kind == data.models.NoticeKind.POST else f"{kind}, {notice.kind}"
    state = STATES[data.models.NoticeState(notice.state)]
    error = f" (`{messages.text.escape(messages.text.cut(notice.error, 80))}`)" if notice.error else ""
    due = messages.text.moment(notice.due_at, reader)
    line = f"• {due}: *{what}*, {state}{error}. {_because(one.reason, notice.key)}"
    return [line, *(f"    ◦ {part.kind}. {_because(part.reason, part.key)}" for part in one.parts)]


def _because(reason: str, key: str) -> str:
    return f"Because {_reason(reason)}. `{messages.text.escape(messages.text.cut(key, 120))}`"
