"""What became of check-ins: one person's, week by week, and those that nobody logged."""

import collections.abc
import dataclasses
import itertools

import data.models
import messages.checkin_forms
import messages.checkins
import messages.forms
import messages.pages
import messages.text
import rules.checkin_notes

Checkin = data.models.Checkin
Person = data.models.Person
Notes = rules.checkin_notes.Notes

HISTORY, NOT_LOGGED = "history:checkin", "gaps:checkin"
REMOVE, REMOVED = "clear:checkin", "cleared:checkin"

PER_PAGE = 5
GAPS_PER_PAGE = 10

QUOTED = 700
"""Characters of one note that history shows: four of them fit into one section. The form shows all of it."""

MOST = 12_000
"""Characters of the text that notifications and screen readers have of a page."""

EARLIER = 3
"""So many earlier versions of one check-in are shown."""


@dataclasses.dataclass(frozen=True)
class Version:
    """One log, with the notes that its reader may read."""

    log: data.models.CheckinLog
    writer: str
    notes: Notes


@dataclasses.dataclass(frozen=True)
class Entry:
    """One check-in: the version that holds comes last. `can`: what its reader may do with it, by its action.

    `is_over`: its week is, so that what is open was not logged.
    """

    row: Checkin
    versions: collections.abc.Sequence[Version]
    can: collections.abc.Collection[str]
    own: bool = False
    is_over: bool = False

    @property
    def state(self) -> str:
        """Where it stands; of what is done the version that holds says the rest."""
        if self.row.state == data.models.CheckinState.DONE:
            return "done"
        is_not_logged = self.is_over and self.row.state != data.models.CheckinState.EXCUSED
        return "not logged" if is_not_logged else messages.checkins.state(self.row)


def history(
    freelancer: Person,
    page: messages.pages.Page,
    entries: collections.abc.Sequence[Entry],
    reader: messages.text.Reader,
) -> messages.text.Payload:
    """A page of somebody's check-ins, the newest week first."""
    name = messages.text.name(freelancer.name)
    if not entries:
        return messages.text.message(
            f"*Check-ins with {name}:* none yet. `/checkin @freelancer 2026-03-02 45m` logs one of the last 90 days."
        )
    head = f"*Check-ins with {name}:* {page.start + 1} to {page.start + len(entries)} of {page.total}"
    hint = "A week that is not here, of the last 90 days: `/checkin @freelancer 2026-03-02 45m`."
    texts, blocks = [head], [messages.text.section(head)]
    for entry in entries:
        drawn = _entry(entry, reader)
        texts += drawn
        blocks += [*map(messages.text.section, drawn), *_buttons(entry)]
    turning = page.turning(HISTORY, before=f"{freelancer.id}:")
    return messages.text.message(
        messages.text.cut("\n".join([*texts, hint]), MOST), *blocks, *turning, messages.text.small(hint)
    )


def _entry(entry: Entry, reader: messages.text.Reader) -> list[str]:
    """Where it stands, the notes that hold, and what was logged before."""
    week = f"*Week from {messages.text.day(entry.row.week)}*{messages.checkins.place(entry.row)}"
    if not entry.versions:
        return [f"{week} · {entry.state}"]
    newest = entry.versions[-1]
    stands = "" if entry.own else f"{entry.state}: "
    head = f"{week} · {stands}{_by(newest, reader)}"
    said = [head, *filter(None, [_notes(newest.notes)])]
    pairs = list(itertools.pairwise(entry.versions))
    said += [_corrected(one, by, reader) for one, by in reversed(pairs[-EARLIER:])]
    if len(pairs) > EARLIER:
        said.append(f"… and {len(pairs) - EARLIER} earlier")
    return said


def _by(version: Version, reader: messages.text.Reader) -> str:
    log = version.log
    at = messages.text.short_moment(log.at, reader)
    return f"{log.minutes} minutes on {messages.text.day(log.held_on)}, logged by {version.writer} on {at}"


def _corrected(version: Version, following: Version, reader: messages.text.Reader) -> str:
    """An earlier version, and who corrected it when."""
    at = messages.text.short_moment(following.log.at, reader)
    said = [f"_Before:_ {_by(version, reader)}; corrected by {following.writer} on {at}", _notes(version.notes)]
    return "\n".join(filter(None, said))


def _notes(notes: Notes) -> str:
    labels = messages.checkin_forms.LABELS
    said = {labels[column]: text for column, text in notes._asdict().items() if text}
    return "\n".join(
        f"• *{label}:* {messages.text.escape(messages.text.cut(text, QUOTED))}" for label, text in said.items()
    )


def _buttons(entry: Entry) -> list[messages.text.Block]:
    value = str(entry.row.id)
    labels = {
        messages.checkins.DONE: "Correct" if entry.row.state == data.models.CheckinState.DONE else "Log",
        REMOVE: "Remove notes",
    }
    drawn = [messages.text.button(label, action, value) for action, label in labels.items() if action in entry.can]
    return [messages.text.buttons(*drawn)] if drawn else []


# -- removing


def remove(row: Checkin, freelancer: Person, own: bool) -> messages.text.Payload:
    """Asks before notes go for good."""
    name = messages.text.name(freelancer.name)
    which = "The notes that you wrote" if own else "All notes, of earlier versions too,"
    text = (
        f"{which} of the check-in with {name} in the week from {messages.text.day(row.week)} go for good, and from "
        "the lists of the last 30 days that quote them. That it was held, when and how long stays."
    )
    return messages.forms.modal(REMOVED, "Remove notes", "Remove", [messages.text.section(text)], str(row.id))


def removed(number: int) -> messages.text.Payload:
    """They are gone."""
    text = "The notes are removed." if number else "There were no notes of yours in it any more."
    return messages.text.message(text)


# -- what nobody logged


@dataclasses.dataclass(frozen=True)
class NotLogged:
    """A check-in of a week that is over, and with whom; `adviser` is who holds it, where that is not its reader."""

    row: Checkin
    freelancer: Person
    adviser: Person | None = None


def not_logged(
    page: messages.pages.Page, lines: collections.abc.Sequence[NotLogged], everybody: bool
) -> messages.text.Payload:
    """A page of the check-ins of the last 90 days that are not logged, each with what can be done."""
    whose = "everybody's" if everybody else "yours"
    if not lines:
        return messages.text.message(f"*Check-ins that are not logged, {whose}:* none in the last 90 days.")
    head = (
        f"*Check-ins that are not logged, {whose}, in the last 90 days:* "
        f"{page.start + 1} to {page.start + len(lines)} of {page.total}"
    )
    texts = [_line(line) for line in lines]
    blocks = [messages.text.section(head)]
    for line, text in zip(lines, texts, strict=True):
        blocks += [messages.text.section(text), _answers(line.row)]
    return messages.text.message("\n".join([head, *texts]), *blocks, *page.turning(NOT_LOGGED))


def _line(line: NotLogged) -> str:
    held = f" · held by {messages.text.name(line.adviser.name)}" if line.adviser else ""
    booked = line.row.booked_for
    state = f" · was booked for {messages.text.day(booked)}" if booked else ""
    week = f"week from {messages.text.day(line.row.week)}{messages.checkins.place(line.row)}"
    return f"*{messages.text.name(line.freelancer.name)}* · {week}{state}{held}"


def _answers(row: Checkin) -> messages.text.Block:
    return messages.text.buttons(
        messages.text.button("Done", messages.checkins.DONE, str(row.id)),
        messages.text.button("Could not meet", messages.checkins.MISSED, str(row.id)),
    )
