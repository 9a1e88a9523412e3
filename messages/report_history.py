"""One report with all that was said of it, where it stands, and what happened to it, for whoever may read how much."""

import collections.abc
import dataclasses
import datetime

import data.models
import messages.reporter_card
import messages.reports
import messages.text
import messages.triage_card
import rules.reports

Act = rules.reports.Act
Block = messages.text.Block
Person = data.models.Person

WHAT = {
    Act.FILE: "reported it",
    Act.JOIN: "saw it too",
    Act.LEAVE: "took it back",
    Act.CLAIM: "claimed it",
    Act.ASK: "asked",
    Act.ESCALATE: "passed it on to people who can mend it",
    Act.DUPLICATE: "found that it is the same as another one",
    Act.DISMISS: "closed it as no bug",
    Act.RESOLVE: "resolved it",
    Act.REOPEN: "reopened it",
    Act.HAND_BACK: "handed it back",
    Act.PASS: "passed it on",
    Act.EDIT: "changed what it is filed under",
    Act.KNOWN: "made it a known issue",
    Act.UNKNOWN: "made it no known issue any more",
    Act.ANSWER: "answered",
    Act.REPLY: "wrote",
    Act.REMIND: "asked once more",
    Act.KEEP: "kept it when duty ended",
    Act.REDACT: "removed words",
    Act.WITHDRAW: "took it back",
}
"""What somebody did."""

FOR_REPORTERS = frozenset({Act.ASK, Act.RESOLVE, Act.DISMISS, Act.ANSWER, Act.KNOWN})
"""What those who look after reports say in these is for every reporter, or for the one whom the event names."""

BY_REPORTERS = frozenset({Act.FILE, Act.JOIN, Act.LEAVE, Act.REPLY, Act.WITHDRAW})

BY_EITHER = frozenset({Act.REOPEN, Act.REDACT})

PIECE = 2900
"""Characters of a section, with room for a mark or two."""

MOST = 200
"""So many events are thought of at all, half of them the first."""

TEXTS = messages.text.BLOCKS_LIMIT // 2
"""Sections of what was reported, at most."""

ROOM = 20_000
"""Characters of a history: with all that was reported, what Slack takes in one message."""

TEXT_LIMIT = 40_000
"""Slack's, of a message's text."""


@dataclasses.dataclass(frozen=True)
class Entry:
    """One thing that happened; `whom` it was passed to or said to, `remark` is what was written by it."""

    event: data.models.ReportEvent
    act: Act
    by: Person | None = None
    whom: Person | None = None
    remark: data.models.Remark | None = None


@dataclasses.dataclass(frozen=True)
class History:
    """A report for one viewer. `words` are what those typed who saw it too; `filed_by` is the id of who wrote it.

    A duplicate's reporters read what happens to its original, so that its events are among these.
    """

    shown: messages.reports.Shown
    entries: collections.abc.Sequence[Entry]
    viewer: Person
    filed_by: int | None
    words: collections.abc.Sequence[tuple[Person, str]] = ()
    duplicates: collections.abc.Sequence[data.models.Report] = ()

    @property
    def is_whole(self) -> bool:
        """Whether its viewer looks after reports, and reads everybody's names and words."""
        return self.viewer.looks_after_reports

    @property
    def is_own(self) -> bool:
        """Whether its viewer wrote it."""
        return self.viewer.id == self.filed_by


def report(history: History, reader: messages.text.Reader, now: datetime.datetime) -> messages.text.Payload:
    """All of it that the viewer may read; where it is too long, the middle of its history is left out."""
    head = [_head(history, reader, now), *_texts(history)]
    small = f"Times are yours ({reader.zone.key}). Only you see this."
    acts = _acts(history, now)
    room = messages.text.BLOCKS_LIMIT - len(head) - 1 - bool(acts)
    lines = [_line(history, entry, reader) for entry in history.entries]
    paragraphs = [*head, *_fitting(["*History*", *lines], room)]
    text = messages.text.cut("\n".join([*paragraphs, small]), TEXT_LIMIT)
    drawn = [*map(messages.text.section, paragraphs), messages.text.small(small), *acts]
    return messages.text.message(text, *drawn)


# -- what it says


def _head(history: History, reader: messages.text.Reader, now: datetime.datetime) -> str:
    shown = history.shown
    lines = [f"*{messages.reports.headline(shown.report)}*"]
    if history.is_whole:
        filed = messages.text.moment(shown.report.filed_at, reader)
        numbers = ", ".join(map(messages.reports.number, history.duplicates[:20]))
        lines += [messages.triage_card.standing(shown), messages.reports.about(shown, filed)]
        lines += [f"Duplicates: {numbers}"] if numbers else []
    else:
        kind = messages.reports.KINDS[data.models.ReportKind(shown.report.kind)]
        product = [messages.text.escape(shown.report.product)] if shown.report.product else []
        lines += [messages.reporter_card.status(shown, reader, now), " · ".join([kind, *product])]
    return "\n".join(lines)


def _texts(history: History) -> list[str]:
    """What was reported; of another's report its viewer reads their own words alone."""
    shown, found = history.shown.report, []
    if history.is_whole or history.is_own:
        said = {"What happened": shown.happened, "Expected": shown.expected, "Steps": shown.steps, "Link": shown.link}
        found += [piece for name, text in said.items() if text for piece in _pieces(name, text)]
    for person, words in history.words:
        if history.is_whole or person.id == history.viewer.id:
            who = "You" if person.id == history.viewer.id else messages.text.name(person.name)
            found += _pieces(f"{who} {'added' if person.id == history.filed_by else 'saw it too'}", words)
    return found if len(found) <= TEXTS else [*found[: TEXTS - 1], "… and more …"]


def _pieces(name: str, text: str) -> list[str]:
    """Somebody's words, as typed, in as many sections as they need."""
    pieces: list[str] = []
    piece = f"*{name}:*\n>"
    for character in text.strip():
        more = "\n>" if character == "\n" else messages.text.escape(character)
        if len(piece) + len(more) > PIECE:
            pieces, piece = [*pieces, piece], ">"
        piece += more
    return [*pieces, piece]


def _acts(history: History, now: datetime.datetime) -> list[Block]:
    """What the viewer can do with it."""
    shown = history.shown
    if shown.report.state == data.models.ReportState.WITHDRAWN:
        return []
    drawn = messages.triage_card.acts(shown.report) if history.is_whole else messages.reporter_card.buttons(shown, now)
    return [messages.text.buttons(*drawn)] if drawn else []


# -- what happened to it


def _line(history: History, entry: Entry, reader: messages.text.Reader) -> str:
    """`Mon 2 March 2026, 10:00 · Ada Harbour asked:`, and the words below."""
    local = entry.event.at.astimezone(reader.zone)
    at = f"{messages.text.day(local.date())}, {local:%H:%M}"
    words = _words(entry) if history.is_whole or _is_for(entry, history.viewer) else ""
    did = f"{at} · {_who(history, entry)} {WHAT[entry.act]}{_to(history, entry)}"
    return f"{did}:\n{messages.reports.quoted(words)}" if words else did


def _who(history: History, entry: Entry) -> str:
    if entry.event.actor_id is None or entry.by is None:
        return "Muster"
    if entry.by.id == history.viewer.id:
        return "You"
    if history.is_whole or not _is_reporter(entry.by, entry.act):
        return messages.text.name(entry.by.name)
    return "Another reporter"


def _is_reporter(person: Person, act: Act) -> bool:
    """Whether somebody did it who reported it: of some acts, their role says so."""
    return act in BY_REPORTERS or (act in BY_EITHER and not person.looks_after_reports)


def _to(history: History, entry: Entry) -> str:
    """Whom it was passed to, or said to alone."""
    if entry.whom is None:
        return ""
    to = " to" if entry.act == Act.PASS else ""
    if entry.whom.id == history.viewer.id:
        return f"{to} you"
    if history.is_whole or entry.act == Act.PASS:
        return f"{to} {messages.text.name(entry.whom.name)}"
    return " another reporter"


def _is_for(entry: Entry, viewer: Person) -> bool:
    """Whether a reporter reads the words: their own, and what was said to them or to all of them."""
    if entry.event.actor_id is not None and entry.event.actor_id == viewer.id:
        return True
    return entry.act in FOR_REPORTERS and entry.event.person_id in (None, viewer.id)


def _words(entry: Entry) -> str:
    if entry.remark is None:
        return entry.event.words or ""
    return "(withdrawn)" if entry.remark.withdrawn_at is not None else entry.remark.words


def _fitting(lines: collections.abc.Sequence[str], room: int) -> list[str]:
    """Lines in so many sections; what does not fit is left out of the middle."""
    for kept in range(min(len(lines), MOST), 1, -1):
        first = (kept + 1) // 2
        more = [f"… and {len(lines) - kept} more …"] if kept < len(lines) else []
        sections = _packed([*lines[:first], *more, *lines[len(lines) - (kept - first) :]])
        if len(sections) <= room and sum(map(len, sections)) <= ROOM:
            return sections
    return _packed(lines)[:room]


def _packed(lines: collections.abc.Iterable[str]) -> list[str]:
    """As few sections as hold them, no line in two."""
    sections: list[str] = []
    for line in lines:
        if sections and len(sections[-1]) + len(line) < PIECE:
            sections[-1] += f"\n{line}"
        else:
            sections.append(line)
    return sections
