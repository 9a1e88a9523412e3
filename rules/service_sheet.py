"""Figures of the service as people hand them in: a CSV file, or lines pasted into a form."""

import collections.abc
import dataclasses
import datetime
import functools
import re
import typing

import rules.cells
import rules.service
import rules.sheet

Figure = rules.service.Figure

COLUMNS = ("week", "person", *map(str, rules.service.TEAM), str(Figure.SOLVED), "hours")
REQUIRED = ("week",)

CLEAR = "-"
"""In the place of a figure: there is none."""

K = typing.TypeVar("K")
V = typing.TypeVar("V")

Key = tuple[datetime.date, int]


@dataclasses.dataclass(frozen=True)
class Known:
    """People by what may stand for them, in small letters: Slack id, address, and the name if no other has it."""

    people: collections.abc.Mapping[str, int]
    today: datetime.date


@dataclasses.dataclass(frozen=True)
class Said:
    """What somebody solved; None: nothing is kept any more. Hours are those of people in-house, if they were given."""

    number: int | None
    hours: float | None = None


@dataclasses.dataclass
class Given:
    """What is to be kept: figures of the team by week and name, None to clear; and what people solved."""

    figures: dict[tuple[datetime.date, Figure], float | None] = dataclasses.field(default_factory=dict)
    solved: dict[Key, Said] = dataclasses.field(default_factory=dict)


def is_one(content: bytes) -> bool:
    """Whether a file's header is that of figures of the service: neither a roster nor past shifts have weeks."""
    header = content.lstrip(b"\xef\xbb\xbf \r\n").partition(b"\n")[0].lower()
    return b"week" in [cell.strip(b' "\r') for cell in re.split(rb"[,;]", header)]


def plan(content: bytes, known: Known) -> tuple[Given, tuple[rules.sheet.Fault, ...]]:
    """Read a file; with faults nothing is to be kept. All faults are found, not just the first."""
    sheet = rules.sheet.read(content, COLUMNS, REQUIRED, of="file of figures")
    given, faults = Given(), list(sheet.faults)
    for row in sheet.rows:
        faults += _Reading(row, known, given).faults()
    return given, tuple(sorted(faults, key=lambda fault: (fault.line, fault.column)))


@dataclasses.dataclass(frozen=True)
class _Reading:
    """One row, and what all rows have given."""

    row: rules.sheet.Row
    known: Known
    given: Given

    def faults(self) -> list[rules.sheet.Fault]:
        """Take the row in; what is wrong with it."""
        try:
            week = read_week(self._cell("week"), self.known.today)
        except ValueError as error:
            return [self._fault("week", str(error))]
        if self._cell("person"):
            return self._of_person(week)
        return self._of_team(week)

    def _of_team(self, week: datetime.date) -> list[rules.sheet.Fault]:
        told = [figure for figure in rules.service.TEAM if self._cell(figure)]
        faults = [
            self._fault(column, "is one person's; say in the column person whose it is")
            for column in (Figure.SOLVED, "hours")
            if self._cell(column)
        ]
        if not told and not faults:
            return [self._fault(rules.sheet.WHOLE_ROW, "says nothing but the week")]
        for figure in told:
            faults += self._take(figure, self.given.figures, (week, figure), functools.partial(_read, figure))
        return faults

    def _of_person(self, week: datetime.date) -> list[rules.sheet.Fault]:
        faults = [
            self._fault(figure, "is the whole team's; put it in a row without a person")
            for figure in rules.service.TEAM
            if self._cell(figure)
        ]
        try:
            person = _person(self._cell("person"), self.known)
        except ValueError as error:
            return [*faults, self._fault("person", str(error))]
        if not self._cell(Figure.SOLVED):
            return [*faults, self._fault(Figure.SOLVED, f"is empty; write a number, or {CLEAR} to clear it")]
        try:
            hours = _hours(self._cell("hours"))
        except ValueError as error:
            return [*faults, self._fault("hours", str(error))]
        return faults + self._take(
            Figure.SOLVED, self.given.solved, (week, person), lambda text: Said(_whole(text), hours)
        )

    def _take(
        self, column: str, into: dict[K, V], key: K, read: collections.abc.Callable[[str], V]
    ) -> list[rules.sheet.Fault]:
        if key in into:
            return [self._fault(column, "stands in the file twice for that week")]
        try:
            into[key] = read(self._cell(column))
        except ValueError as error:
            return [self._fault(column, f"{rules.sheet.quoted(self._cell(column))} {error}")]
        return []

    def _cell(self, column: str) -> str:
        return self.row.cells.get(column, "")

    def _fault(self, column: str, reason: str) -> rules.sheet.Fault:
        return rules.sheet.Fault(self.row.line, column, reason)


_DOTTED = re.compile(r"([0-9]{2})\.([0-9]{2})\.([0-9]{4})")
"""A day as spreadsheets of half Europe save it, whatever was typed."""


def read_week(cell: str, today: datetime.date) -> datetime.date:
    """The Monday of the week in which a day lies, which is over."""
    day = rules.cells.date(_DOTTED.sub(r"\3-\2-\1", cell))
    week = day - datetime.timedelta(days=day.weekday())
    if not rules.service.is_over(week, today):
        raise ValueError(f"{cell} lies in a week that is not over yet; figures are of whole weeks")
    return week


def _read(figure: Figure, text: str) -> float | None:
    return None if text == CLEAR else rules.service.read(figure, text)


def _whole(text: str) -> int | None:
    number = _read(Figure.SOLVED, text)
    return None if number is None else int(number)


def _hours(text: str) -> float | None:
    if not text:
        return None
    try:
        return rules.service.read_hours(text)
    except ValueError as error:
        raise ValueError(f"{rules.sheet.quoted(text)} {error}") from None


def _person(text: str, known: Known) -> int:
    person = known.people.get(text.lower())
    if person is None:
        raise ValueError(
            f"{rules.sheet.quoted(text)} is nobody on the roster, or more than one; write their e-mail or Slack id"
        )
    return person


# -- lines of a form

_SEPARATOR = re.compile(r"\s*[,;:\t]\s*")
_BY_BLANKS = re.compile(r"(?P<who>.*\S)\s+(?P<number>[0-9.]+|-)(\s+(?P<hours>[0-9.,]+\s*h))?")


def lines(text: str, week: datetime.date, known: Known) -> tuple[dict[Key, Said], list[str]]:
    """What people solved, each in a line: a name, a number, and of those in-house perhaps their hours; and faults.

    `Kenji Quay, 38`, `ada@example.com; 52; 32h`, `Kenji Quay 38`. A name without a number says nothing.
    """
    found: dict[Key, Said] = {}
    faults = []
    for number, line in enumerate(text.splitlines(), start=1):
        try:
            _read_line(line.strip(), week, known, found)
        except ValueError as error:
            faults.append(f"Line {number}: {error}.")
    return found, faults


def _read_line(line: str, week: datetime.date, known: Known, found: dict[Key, Said]) -> None:
    who, *rest = _cells(line)
    if not any([who, *rest]):
        return
    person = _person(who, known)
    if (week, person) in found:
        raise ValueError(f"{rules.sheet.quoted(who)} stands here twice")
    if any(rest):
        found[week, person] = Said(_solved(rest[0]), _hours(" ".join(rest[1:]).strip()))


def _cells(line: str) -> list[str]:
    cells = _SEPARATOR.split(line)
    match = _BY_BLANKS.fullmatch(line) if len(cells) == 1 else None
    return [match["who"], match["number"], match["hours"] or ""] if match else cells


def _solved(text: str) -> int | None:
    try:
        return _whole(text)
    except ValueError as error:
        raise ValueError(f"{rules.sheet.quoted(text)} {error}") from None
