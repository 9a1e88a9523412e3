"""What importing the shifts from before Muster would do: name every fault, or say which it adds, with their rounds."""

import collections.abc
import dataclasses
import datetime
import itertools
import re

import rules.cells
import rules.duty
import rules.local_time
import rules.sheet

COLUMNS = ("starts", "seat_1", "seat_2")
REQUIRED = ("starts", "seat_1")

SHORTEST, LONGEST = datetime.timedelta(days=6), datetime.timedelta(days=21)
"""A shift ends when the next one begins, if that is in between; a week may lose an hour, or some, of its last day."""

Turns = collections.abc.Sequence[rules.duty.Turn]

_INSTANT = re.compile(r"20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9:]{5,8}(Z|[+-][0-9]{2}:[0-9]{2})")


@dataclasses.dataclass(frozen=True)
class Known:
    """What the store knows: people by Slack id and by address in small letters, and the shifts by start."""

    people: collections.abc.Mapping[str, int]
    turns: Turns
    live: bool
    calendar: rules.duty.Calendar
    now: datetime.datetime


@dataclasses.dataclass(frozen=True)
class Plan:
    """Faults, and then nothing is to be done; or the shifts to add, and a published one that goes in their place.

    `rounds` are those of the stored shifts that change, by start and in order of seats. `since` says who of the file
    sat, and since when.
    """

    faults: tuple[rules.sheet.Fault, ...] = ()
    new: tuple[rules.duty.Turn, ...] = ()
    replaced: rules.duty.Turn | None = None
    unchanged: int = 0
    rounds: collections.abc.Mapping[datetime.datetime, tuple[int, ...]] = dataclasses.field(default_factory=dict)
    since: collections.abc.Mapping[int, datetime.datetime] = dataclasses.field(default_factory=dict)

    @property
    def changed(self) -> int:
        """Shifts of the file that take a published one's place."""
        return int(self.replaced is not None)

    @property
    def added(self) -> int:
        """Shifts of the file that take nobody's place."""
        return len(self.new) - self.changed


@dataclasses.dataclass(frozen=True)
class _Entry:
    line: int
    starts: datetime.datetime
    people: tuple[int, ...]


def is_one(content: bytes) -> bool:
    """Whether a file's header is that of past shifts, and not a roster's."""
    return b"seat_1" in content.lstrip().partition(b"\n")[0].lower()


def plan(content: bytes, known: Known) -> Plan:
    """Hold a file against the stored shifts. All faults are found, not just the first."""
    sheet = rules.sheet.read(content, COLUMNS, REQUIRED, of="duty history")
    read = [_entry(row, known) for row in sheet.rows]
    faults = [*sheet.faults, *(fault for _, found in read for fault in found)]
    entries = sorted((entry for entry, _ in read if entry is not None), key=lambda entry: (entry.starts, entry.line))
    new = [entry for entry in entries if not _is_stored(entry, known)]
    turns = [_turn(entry, entries, known) for entry in new]
    faults += _too_close(entries)
    faults += [fault for entry, turn in zip(new, turns, strict=True) for fault in _overlap(entry, turn, known)]
    if faults:
        return Plan(tuple(sorted(faults, key=lambda fault: (fault.line, fault.column))))
    return _faultless(entries, turns, known)


def _faultless(entries: list[_Entry], turns: list[rules.duty.Turn], known: Known) -> Plan:
    replaced = next((old for old in known.turns if any(_overlaps(old, turn) for turn in turns)), None)
    stored = [turn for turn in known.turns if turn != replaced]
    rounds = _numbered({turn.starts: turn for turn in [*stored, *turns]}, known.now) if turns else {}
    since: dict[int, datetime.datetime] = {}
    for entry in entries:
        for person in entry.people:
            since.setdefault(person, entry.starts)
    return Plan(
        new=tuple(rounds[turn.starts] for turn in turns),
        replaced=replaced,
        unchanged=len(entries) - len(turns),
        rounds={
            turn.starts: tuple(seat.round for seat in rounds[turn.starts].seats)
            for turn in stored
            if turns and rounds[turn.starts] != turn
        },
        since=since,
    )


def _entry(row: rules.sheet.Row, known: Known) -> tuple[_Entry | None, list[rules.sheet.Fault]]:
    faults: list[rules.sheet.Fault] = []

    def read(column: str, reader: collections.abc.Callable[[str], object]) -> object:
        try:
            return reader(row.cells.get(column, ""))
        except ValueError as error:
            faults.append(rules.sheet.Fault(row.line, column, str(error)))
            return None

    starts = read("starts", lambda cell: _instant(cell, known))
    columns = [column for column in COLUMNS[1:] if column in REQUIRED or row.cells.get(column)]
    people = [read(column, lambda cell: _person(cell, known)) for column in columns]
    if len(set(people)) < len(people) and None not in people:
        faults.append(rules.sheet.Fault(row.line, "seat_2", "is the same person as seat_1"))
    if faults or not isinstance(starts, datetime.datetime):
        return None, faults
    return _Entry(row.line, starts, tuple(person for person in people if isinstance(person, int))), faults


def _instant(cell: str, known: Known) -> datetime.datetime:
    """A day, at whose hour of handover the shift began, or the instant itself."""
    starts = _read_instant(cell) or rules.local_time.instant(
        rules.cells.date(cell), known.calendar.at, known.calendar.zone
    )
    if starts > known.now:
        raise ValueError("is still to come; leave it out, for coming shifts are dealt")
    return starts


def _read_instant(cell: str) -> datetime.datetime | None:
    try:
        found = datetime.datetime.fromisoformat(cell) if _INSTANT.fullmatch(cell) else None
    except ValueError:
        return None
    return found.astimezone(datetime.UTC) if found else None


def _person(cell: str, known: Known) -> int:
    if not cell:
        raise ValueError("is empty; leave only seat_2 empty, where one sat alone")
    person = known.people.get(rules.cells.account(cell))
    if person is None:
        raise ValueError(f"{rules.sheet.quoted(cell)} is not on the roster; import them first, also if they have left")
    return person


def _is_stored(entry: _Entry, known: Known) -> bool:
    return any(
        turn.starts == entry.starts and {seat.person for seat in turn.seats} == set(entry.people)
        for turn in known.turns
    )


def _turn(entry: _Entry, entries: list[_Entry], known: Known) -> rules.duty.Turn:
    """Until the next one begins, in the file or in the store; or else two weeks, or while it runs until a handover."""
    stored = [turn.starts for turn in known.turns if known.live or turn.ends <= known.now]
    following = [at for at in [*stored, *(one.starts for one in entries)] if SHORTEST <= at - entry.starts < LONGEST]
    local = entry.starts.astimezone(known.calendar.zone)
    ends = rules.local_time.instant(local.date() + rules.duty.SHIFT, local.time(), known.calendar.zone)
    if ends > known.now:
        ends = rules.duty.next_handover(known.calendar, entry.starts)
    ends = min(following, default=ends)
    return rules.duty.Turn(entry.starts, ends, tuple(rules.duty.Seating(person, 0) for person in entry.people))


def _too_close(entries: list[_Entry]) -> list[rules.sheet.Fault]:
    return [
        rules.sheet.Fault(later.line, "starts", f"is less than a week after the start in line {earlier.line}")
        for earlier, later in itertools.pairwise(entries)
        if later.starts - earlier.starts < SHORTEST
    ]


def _overlap(entry: _Entry, turn: rules.duty.Turn, known: Known) -> list[rules.sheet.Fault]:
    """What of the store stays and is in the way; a quiet installation deals again all but what is past."""
    other = next((old for old in known.turns if _overlaps(old, turn) and (known.live or old.ends <= known.now)), None)
    if other is None:
        return []
    day = other.starts.astimezone(known.calendar.zone).date()
    runs = other.ends > known.now
    why = ", which people were told of; only a quiet installation takes another in its place" if runs else ""
    return [rules.sheet.Fault(entry.line, "starts", f"overlaps the shift from {day} that Muster has dealt{why}")]


def _overlaps(one: rules.duty.Turn, other: rules.duty.Turn) -> bool:
    return one.starts < other.ends and other.starts < one.ends


def _numbered(
    turns: collections.abc.Mapping[datetime.datetime, rules.duty.Turn], now: datetime.datetime
) -> dict[datetime.datetime, rules.duty.Turn]:
    """All shifts with their rounds: those that have begun as if they had been dealt, and the coming ones after them."""
    begun = [turns[starts] for starts in sorted(turns) if starts <= now]
    found = {turn.starts: turn for turn in numbered(begun)}
    stored = [turn for turn in begun if any(seat.round for seat in turn.seats)]
    further = _further(stored[-1], found[stored[-1].starts]) if stored else _highest(found.values())
    for turn in turns.values():
        if turn.starts > now:
            seats = tuple(dataclasses.replace(seat, round=seat.round + further) for seat in turn.seats)
            found[turn.starts] = dataclasses.replace(turn, seats=seats)
    return found


def _further(before: rules.duty.Turn, after: rules.duty.Turn) -> int:
    return min(new.round - old.round for old, new in zip(before.seats, after.seats, strict=True))


def _highest(turns: collections.abc.Iterable[rules.duty.Turn]) -> int:
    return max((seat.round for turn in turns for seat in turn.seats), default=0)


def numbered(turns: Turns) -> list[rules.duty.Turn]:
    """Shifts with the rounds for which each sat, told by who sat alone: when somebody sits again, a new one begins."""
    running, sat = 1, set[int]()
    found = []
    for turn in turns:
        again = {seat.person for seat in turn.seats} & sat
        seats = tuple(dataclasses.replace(seat, round=running + (seat.person in again)) for seat in turn.seats)
        found.append(dataclasses.replace(turn, seats=seats))
        running, sat = (running + 1, again) if again else (running, sat | rules.duty.seated([turn]))
    return found
