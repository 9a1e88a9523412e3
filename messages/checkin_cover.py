"""Who is there for a freelancer while their adviser is away for whole weeks, as each of those concerned reads it."""

import collections.abc
import dataclasses
import datetime

import data.models
import messages.text
import rules.checkin_cover
import rules.languages

Person = data.models.Person

TAKE, CHOOSE = "take:cover", "choose:cover"
"""The buttons' actions; the subject of the first is the adviser and who is proposed, of the second the freelancer."""

NOBODY = 0
"""Who covers where nobody does."""

SHOWN = 15
"""Freelancers whom a part draws, each in a block, before it says how many more there are."""

Chosen = tuple[Person | None, datetime.date, datetime.date]
"""Who covers, or nobody, from one Monday up to another."""


@dataclasses.dataclass(frozen=True)
class Choice:
    """Somebody who could cover from one Monday up to another, and why: what they share, and whom else they cover for.

    `hours` are those a week in which both work. Of the `extra` some may only be proposed as yet.
    """

    person: Person
    starts: datetime.date
    ends: datetime.date
    languages: collections.abc.Sequence[str] = ()
    hours: float = 0
    extra: int = 0


@dataclasses.dataclass(frozen=True)
class Line:
    """A freelancer whose adviser is away: who was chosen, which weeks are given up, from which on nobody covers.

    `first` is the week from which on one of the `choices` would be chosen.
    """

    freelancer: Person
    chosen: collections.abc.Sequence[Chosen] = ()
    given_up: collections.abc.Sequence[datetime.date] = ()
    open: datetime.date | None = None
    first: datetime.date | None = None
    choices: collections.abc.Sequence[Choice] = ()


@dataclasses.dataclass(frozen=True)
class Away:
    """An adviser works on no day from one Monday up to another. `until` then somebody can be found."""

    adviser: Person
    starts: datetime.date
    ends: datetime.date
    lines: collections.abc.Sequence[Line]
    until: datetime.datetime | None = None


# -- for managers


def asked(away: Away, reader: messages.text.Reader) -> messages.text.Payload:
    """Who is proposed to cover, and buttons to choose; or who does."""
    head, lines, blocks = _drawn(away, reader)
    small = messages.text.small(WHY)
    return messages.text.message("\n".join([head, *lines]), *blocks, small)


WHY = messages.text.why(
    "you manage the programme, and an adviser is away for a whole week", "`/checkin cover` shows and changes it"
)


def listed(spells: collections.abc.Sequence[Away], reader: messages.text.Reader) -> messages.text.Payload:
    """Who is away when, and who covers: as many as one message takes."""
    if not spells:
        return messages.text.message(
            "No adviser who has freelancers is away for a whole week, as far as days away are recorded: "
            "`/duty away mon to fri @adviser`."
        )
    texts: list[str] = []
    blocks: list[messages.text.Block] = []
    for number, spell in enumerate(spells):
        head, lines, drawn = _drawn(spell, reader)
        if len(blocks) + len(drawn) >= messages.text.BLOCKS_LIMIT:
            more = f"… and {len(spells) - number} more, later."
            return messages.text.message("\n".join([*texts, more]), *blocks, messages.text.section(more))
        texts += [head, *lines]
        blocks += drawn
    return messages.text.message("\n".join(texts), *blocks)


def _drawn(away: Away, reader: messages.text.Reader) -> tuple[str, list[str], list[messages.text.Block]]:
    """The headline, the lines, and all of it as blocks."""
    name, days = messages.text.name(away.adviser.name), _days(away.starts, away.ends)
    open_ones = [line for line in away.lines if line.open]
    head = f"*{name} is away {days}.*" + (" Who covers for their freelancers?" if open_ones else "")
    shown = away.lines[:SHOWN]
    lines = [_line(line) for line in shown]
    blocks = [messages.text.section(head)]
    blocks += [_with_menu(text, line) for text, line in zip(lines, shown, strict=True)]
    tail = [f"… and {len(away.lines) - SHOWN} more."] if len(away.lines) > SHOWN else []
    if away.until:
        tail.append(f"Nobody chosen by {_by(away.until, reader)}: the week is excused, and the freelancers read it.")
    blocks += map(messages.text.section, tail)
    if any(line.choices for line in open_ones):
        take = messages.text.button("Take all as proposed", TAKE, proposal(away), style="primary")
        blocks.append(messages.text.buttons(take))
    return head, [*lines, *tail], blocks


def _by(at: datetime.datetime, reader: messages.text.Reader) -> str:
    """`the end of Tue 10 March 2026 (Europe/London)`: midnight is the end of a day, as people read it."""
    local = at.astimezone(reader.zone)
    if local.time() != datetime.time():
        return messages.text.moment(at, reader)
    return f"the end of {messages.text.day(local.date() - datetime.timedelta(days=1))} ({reader.zone.key})"


def proposal(away: Away) -> str:
    """What *Take all* stands for: the adviser, and for whom from which week on who is proposed."""
    pairs = [
        f"{line.freelancer.id}-{one.person.id}-{one.starts}-{one.ends}"
        for line in away.lines
        if line.open
        for one in line.choices[:1]
    ]
    return f"{away.adviser.id}:{away.starts}:{','.join(pairs)}"


def _line(line: Line) -> str:
    said = [_chosen(one) for one in line.chosen]
    said += [f"nobody was chosen for the week from {messages.text.day(week)}" for week in line.given_up]
    if line.open:
        since = f"from {messages.text.day(line.open)} on " if said else ""
        said.append(since + (_proposed(line.choices[0]) if line.choices else NOBODY_CAN))
    return f"• *{messages.text.name(line.freelancer.name)}*: {'; '.join(said)}"


NOBODY_CAN = (
    f"nobody can: all others are away then, or cover for {rules.checkin_cover.MOST_EXTRA} freelancers of others already"
)


def _chosen(chosen: Chosen) -> str:
    by, starts, ends = chosen
    days = _days(starts, ends)
    return f"{messages.text.name(by.name)} covers {days}" if by else f"nobody covers {days}, and the weeks are excused"


def _proposed(choice: Choice) -> str:
    """`Bola Compass is proposed until Fri 20 March 2026 (Japanese, 12 hours a week in common)`."""
    return f"{messages.text.name(choice.person.name)} is proposed until {_last(choice.ends)} ({_why(choice)})"


def _why(choice: Choice) -> str:
    spoken = messages.text.people([messages.text.language(one) for one in choice.languages])
    hours = f"{choice.hours:.0f} hours a week in common" if choice.hours else "no working hours in common"
    extra = [f"would then cover for {choice.extra + 1}"] if choice.extra else []
    return ", ".join([spoken or "no language in common on the roster", hours, *extra])


def _with_menu(text: str, line: Line) -> messages.text.Block:
    """The line, with a menu of who could, and of nobody."""
    block = messages.text.section(text)
    if not line.first:
        return block
    options = {f"{line.freelancer.id}:{line.first}:{one.person.id}": _short(one) for one in line.choices}
    if line.open or any(by for by, _, _ in line.chosen[-1:]):
        options[f"{line.freelancer.id}:{line.first}:{NOBODY}"] = "Nobody: excused"
    return block | ({"accessory": messages.text.overflow(CHOOSE, options)} if options else {})


def _short(choice: Choice) -> str:
    name = messages.text.cut(choice.person.name, 30)
    spoken = ", ".join(rules.languages.called(one) for one in choice.languages)
    return f"{name} · {spoken or 'no common language'}, {choice.hours:.0f} h"


def over(adviser: Person) -> messages.text.Payload:
    """To a manager: nobody has to be found any more."""
    name = messages.text.name(adviser.name)
    text = f"*{name} is there, or has no freelancers who need somebody in that time.* Nobody has to cover."
    return messages.text.message(text, messages.text.section(text), messages.text.small(WHY))


def changed_since() -> messages.text.Payload:
    """To who pressed what no longer holds."""
    return messages.text.message(
        "This has changed since, and nothing was done: `/checkin cover` shows who is away now, and who could cover."
    )


def settled(picks: collections.abc.Sequence[tuple[Person, Person | None]]) -> messages.text.Payload:
    """To who chose: for whom who covers."""
    lines = [
        f"• {messages.text.name(freelancer.name)}: {messages.text.name(by.name) if by else 'nobody, and it is excused'}"
        for freelancer, by in picks
    ]
    return messages.text.message(
        "\n".join(["*Chosen.* Those concerned read it in their next morning message.", *lines])
    )


# -- for freelancers


FREELANCERS_WHY = messages.text.why("your adviser is away", "your programme manager can change who is there for you")


def there_for_you(
    adviser: Person, by: Person, starts: datetime.date, ends: datetime.date, changed: bool = False
) -> messages.text.Payload:
    """Who is there for them, and until when. Their adviser may be away on some days more."""
    cover = messages.text.name(by.name)
    text = (
        f"{CHANGED if changed else ''}{messages.text.name(adviser.name)} is away. "
        f"{cover} is there for you {_days(starts, ends)}: you can write to {messages.text.mention(by.slack_id)} "
        "or use `/checkin request`."
    )
    return _told(text, FREELANCERS_WHY)


CHANGED = "*This has changed.* "


def no_check_in(
    adviser: Person,
    weeks: tuple[datetime.date, datetime.date],
    ends: datetime.date,
    pair: collections.abc.Sequence[Person],
    changed: bool = False,
) -> messages.text.Payload:
    """From one Monday up to another nobody is there for them, whose adviser is away up to `ends` or some days more."""
    text = (
        f"{CHANGED if changed else ''}{messages.text.name(adviser.name)} is away at least until {_last(ends)}. "
        f"There is no check-in {_days(*weeks)}. "
        f"If something cannot wait: `/bug`, or ask {_on_duty(pair)}"
    )
    return _told(text, FREELANCERS_WHY)


def _on_duty(pair: collections.abc.Sequence[Person]) -> str:
    names = messages.text.people([messages.text.name(person.name) for person in pair])
    if not names:
        return "who is on duty: `/duty` shows it."
    return f"{names}, who {'are' if len(pair) > 1 else 'is'} on duty."


@dataclasses.dataclass(frozen=True)
class Change:
    """A cover is for [starts, ends) from now on, which may be nothing; `adviser` is the freelancer's by then.

    `again`: that adviser is there themselves from `lost` on, the first day that goes; else somebody has to be found.
    """

    freelancer: Person
    adviser: Person | None
    by: Person | None
    starts: datetime.date
    ends: datetime.date
    lost: datetime.date
    again: bool

    @property
    def has_nobody(self) -> bool:
        """Whether the adviser has left: no move has told the freelancer so."""
        return self.adviser is not None and not self.adviser.active


def changed_for_you(change: Change) -> messages.text.Payload:
    """To the freelancer: for how long somebody is there for them by now, and who is after that."""
    said = []
    if change.by and change.starts < change.ends:
        said.append(f"{messages.text.name(change.by.name)} is there for you {_days(change.starts, change.ends)}.")
    if change.adviser and change.again:
        name = messages.text.name(change.adviser.name)
        said.append(f"{name} is there for you from {messages.text.day(change.lost)} on.")
    elif change.has_nobody:
        said.append("You have no adviser at this time: the programme's managers know, and look for one.")
    elif change.by:
        said.append(
            f"{messages.text.name(change.by.name)} can't be there from {messages.text.day(change.lost)} on. "
            "You read here who is there for you then."
        )
    return _told(CHANGED + " ".join(said), FREELANCERS_WHY)


# -- for who covers


COVERS_WHY = messages.text.why("a manager chose you as cover adviser", "ask your programme manager if you can't")


@dataclasses.dataclass(frozen=True)
class Meeting:
    """What helps who covers: the city, from when to when both work on the first such day, and common languages."""

    city: str
    shared: str = ""
    languages: collections.abc.Sequence[str] = ()


def you_cover(
    adviser: Person, freelancer: Person, starts: datetime.date, ends: datetime.date, meeting: Meeting
) -> messages.text.Payload:
    """For whom, until when, and where they are. What was last agreed stands in their list, which is edited with it."""
    spoken = messages.text.people([messages.text.language(one) for one in meeting.languages])
    lines = [
        f"*You cover for {messages.text.name(adviser.name)} {_days(starts, ends)}*, "
        f"for {messages.text.name(freelancer.name)}, {messages.text.mention(freelancer.slack_id)}.",
        f"• {meeting.city} · {meeting.shared or 'no working hours in common'}",
        *([f"• You both speak {spoken}."] if spoken else []),
    ]
    lines.append(
        "• Their check-ins stand in your list of the week, with what they agreed last time. You read no other note."
    )
    return _told("\n".join(lines), COVERS_WHY)


def changed_cover(change: Change) -> messages.text.Payload:
    """To who covers: for whom until when by now, or not any more."""
    name = messages.text.name(change.freelancer.name)
    if change.starts < change.ends:
        return _told(f"{CHANGED}You cover for {name} {_days(change.starts, change.ends)}.", COVERS_WHY)
    return _told(f"{CHANGED}You need not cover for {name} any more.", COVERS_WHY)


# -- for who is away


OWN_WHY = messages.text.why("others can cover while you are away", "your programme manager can change who covers")


def yours(spells: collections.abc.Sequence[Away]) -> messages.text.Payload:
    """To who is away: who is there for each of their freelancers. Somebody reads it only when they are back."""
    lines = []
    for away in spells:
        lines.append(f"*Cover for your freelancers {_days(away.starts, away.ends)}:*")
        for line in away.lines:
            covering = [_covering(chosen, away) for chosen in line.chosen]
            lines.append(f"• {messages.text.name(line.freelancer.name)}: {'; '.join(covering) or 'nobody chosen'}")
    return _told("\n".join(lines), OWN_WHY)


def _covering(chosen: Chosen, away: Away) -> str:
    """Who, and when if that is not all of the time; true on the days before it as on those after."""
    by, starts, ends = chosen
    name = messages.text.name(by.name) if by else "nobody, so that it is excused"
    return name if (starts, ends) == (away.starts, away.ends) else f"{name}, {_days(starts, ends)}"


# -- pieces


def _told(text: str, why: str) -> messages.text.Payload:
    return messages.text.message(text, messages.text.section(text), messages.text.small(why))


def _days(starts: datetime.date, ends: datetime.date) -> str:
    """`from Mon 9 March 2026 to Fri 20 March 2026`."""
    return f"from {messages.text.day(starts)} to {_last(ends)}"


def _last(ends: datetime.date) -> str:
    return messages.text.day(rules.checkin_cover.last_day(ends))
