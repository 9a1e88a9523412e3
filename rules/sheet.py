"""A CSV file as people make them: bytes in, rows with their line numbers out, and every fault of form."""

import csv
import dataclasses
import io
from collections.abc import Collection, Iterable, Mapping, Sequence

LARGEST = 10_000_000
"""Bytes: some 50,000 people. A larger file is no roster."""

WHOLE_FILE = "file"
WHOLE_ROW = "row"


@dataclasses.dataclass(frozen=True)
class Fault:
    """What keeps a file from being imported: where, and why."""

    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        return f"{self.line}: {self.column}: {self.reason}"


@dataclasses.dataclass(frozen=True)
class Row:
    """Cells by column, and the physical line the row begins at (the header's is 1)."""

    line: int
    cells: Mapping[str, str]


@dataclasses.dataclass(frozen=True)
class Sheet:
    """What could be read, and what could not."""

    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]


_Record = tuple[int, list[str]]


def read(content: bytes, columns: Sequence[str], required: Collection[str], of: str = "roster") -> Sheet:
    """Read UTF-8 with or without BOM, split by comma or semicolon, columns in any order.

    A missing cell at a row's end is empty. All white space within a cell becomes single blanks. `of` is what the file
    is meant to be.
    """
    text, fault = _text(content)
    if fault is not None:
        return Sheet((), (fault,))
    records, fault = _records(text, _delimiter(text, columns))
    faults = [] if fault is None else [fault]
    if not records:
        return Sheet((), tuple(faults))
    header = _header(records[0][1])
    faults += _header_faults(records[0][0], header, columns, required, of)
    if not set(required) <= set(header):
        return Sheet((), tuple(faults))
    rows = [Row(line, dict(zip(header, _padded(cells, header), strict=False))) for line, cells in records[1:]]
    faults += [fault for line, cells in records[1:] for fault in _length_faults(line, cells, header)]
    return Sheet(tuple(rows), tuple(faults))


def quoted(text: str) -> str:
    """A cell's text as a sentence can carry it."""
    return f"“{_shown(text)}”"


def _shown(text: str, length: int = 40) -> str:
    """Short, and with nothing that a terminal would obey."""
    shown = "".join(letter if letter.isprintable() else "�" for letter in text[:length])
    return f"{shown}…" if len(text) > length else shown


def _text(content: bytes) -> tuple[str, Fault | None]:
    if len(content) > LARGEST:
        return "", Fault(1, WHOLE_FILE, f"is larger than {LARGEST // 1_000_000} MB, so it is hardly a roster")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return "", Fault(line, WHOLE_FILE, "is not UTF-8 text; save it as “CSV UTF-8”")
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        return "", Fault(line, WHOLE_FILE, "holds a NUL byte, so it is no CSV text")
    if not text.strip():
        return "", Fault(1, WHOLE_FILE, "is empty; `muster import --template` shows what a roster looks like")
    return text, None


def _delimiter(text: str, columns: Collection[str]) -> str:
    """The one that finds more known columns in the header; the comma if neither does."""

    def known(delimiter: str) -> int:
        records, _ = _records(text.lstrip().splitlines()[0], delimiter)
        return sum(name in columns for _, cells in records for name in _header(cells))

    return ";" if known(";") > known(",") else ","


def _records(text: str, delimiter: str) -> tuple[list[_Record], Fault | None]:
    """The records that hold anything, up to the first that can't be read."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True, skipinitialspace=True)
    records: list[_Record] = []
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                records.append((line, [" ".join(cell.split()) for cell in cells]))
            line = reader.line_num + 1
    except csv.Error:
        return records, Fault(line, WHOLE_ROW, "can't be read from here on: a quotation mark too many or too few")
    return records, None


def _header(cells: Iterable[str]) -> list[str]:
    names = [cell.lower() for cell in cells]
    while names and not names[-1]:
        names.pop()
    return names


def _header_faults(
    line: int, header: Sequence[str], columns: Sequence[str], required: Collection[str], of: str
) -> list[Fault]:
    known = ", ".join(columns)
    unknown = [name for name in header if name not in columns]
    missing = [name for name in columns if name in required and name not in header]
    twice = [name for name in columns if header.count(name) > 1]
    return [
        *(Fault(line, _shown(name), f"is no column of a {of}; these are: {known}") for name in unknown if name),
        *(Fault(line, WHOLE_ROW, "has a column without a name") for name in unknown if not name),
        *(Fault(line, name, f"is missing; every {of} needs this column") for name in missing),
        *(Fault(line, name, "stands in the header more than once") for name in twice),
    ]


def _padded(cells: Sequence[str], header: Sequence[str]) -> list[str]:
    return [*cells, *[""] * (len(header) - len(cells))]


def _length_faults(line: int, cells: Sequence[str], header: Sequence[str]) -> list[Fault]:
    """Cells to the right of the last column: most often a comma that wants quotation marks."""
    if not any(cells[len(header) :]):
        return []
    reason = f"has {len(cells)} cells, the header {len(header)}; put a cell that holds the separator in quotation marks"
    return [Fault(line, WHOLE_ROW, reason)]
