"""The cells of a roster: a cell's text in, a value out, or ValueError with the sentence that says why not."""

import datetime
import difflib
import functools
import re
import unicodedata
import zoneinfo

import data.models
import rules.sheet
import rules.working_time

LONGEST = 500
"""Characters in a cell."""

MOST_WEEKLY_HOURS = 60
YEARS = range(2000, 2101)

UNSHOWN = ("Cc", "Cs")
"""Categories of characters that no cell may hold."""

_FORMULA = re.compile(r"'*[=+@-]")
_GUARDED = re.compile(r"'+[=+@-]")
_SLACK_ID = re.compile(r"[UW][A-Z0-9]{2,30}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"[0-9]{1,3}([.,][0-9]{1,2})?")
_SEPARATOR = re.compile(r"[;|]")


def guarded(text: str) -> str:
    """A cell for a file that spreadsheets open: where they would see a formula, an apostrophe stands in front."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """The text that `guarded` made this cell of."""
    return cell[1:] if _GUARDED.match(cell) else cell


def text(cell: str) -> str:
    """Any text of reasonable length."""
    if len(cell) > LONGEST:
        raise ValueError(f"has {len(cell):,} characters; at most {LONGEST} fit")
    if any(unicodedata.category(letter) in UNSHOWN for letter in cell):
        raise ValueError("holds a character that can't be shown")
    return cell


def slack_id(cell: str) -> str:
    """A member's id, told by its shape alone."""
    if _SLACK_ID.fullmatch(cell) is None:
        raise ValueError(
            f"{rules.sheet.quoted(cell)} is no Slack id; it looks like U024BE7LH (profile, ⋮, Copy member ID)"
        )
    return cell


def account(cell: str) -> str:
    """Somebody by their Slack id or their e-mail address, which capitals don't change."""
    return email(cell).lower() if "@" in cell else slack_id(cell)


def email(cell: str) -> str:
    """An address, told by its shape alone."""
    if _EMAIL.fullmatch(text(cell)) is None:
        raise ValueError(f"{rules.sheet.quoted(cell)} is no e-mail address; it looks like ada@example.com")
    return cell


def roles(cell: str) -> frozenset[data.models.Role]:
    """One role or several."""
    known = {str(role): role for role in data.models.Role}
    found = [part.lower() for part in names(cell)]
    unknown = [part for part in found if part not in known]
    if unknown:
        raise ValueError(f"{rules.sheet.quoted(unknown[0])} is no role; the roles are {', '.join(known)}")
    return frozenset(known[part] for part in found)


def names(cell: str) -> tuple[str, ...]:
    """Several, separated by `;` or `|`, each once and in the order given."""
    parts = (part.strip() for part in _SEPARATOR.split(text(cell)))
    found = tuple(dict.fromkeys(part for part in parts if part))
    if not found:
        raise ValueError("holds nothing but separators; write a - to clear it")
    return found


def zone(cell: str) -> str:
    """A time zone's name; capitals don't matter."""
    known = _zones()
    name = known.get(cell.lower())
    if name is not None:
        return name
    raise ValueError(f"{rules.sheet.quoted(cell)} is no time zone; {_near(cell.lower()[:LONGEST])}")


@functools.lru_cache
def _near(name: str) -> str:
    """A hint. Looking for it is slow, and a wrong zone is often wrong in every row."""
    near = difflib.get_close_matches(name, _zones(), n=1, cutoff=0.75)
    return f"did you mean {_zones()[near[0]]}?" if near else "it looks like Europe/Berlin"


@functools.cache
def _zones() -> dict[str, str]:
    return {name.lower(): name for name in sorted(zoneinfo.available_timezones())}


def working_hours(cell: str) -> str:
    """Working hours in their canonical form."""
    return str(rules.working_time.parse(text(cell)))


def weekly_hours(cell: str) -> float:
    """More than 0 and at most 60, with a point or a comma."""
    hours = float(cell.replace(",", ".")) if _NUMBER.fullmatch(cell) else 0.0
    if not 0 < hours <= MOST_WEEKLY_HOURS:
        raise ValueError(
            f"{rules.sheet.quoted(cell)} is no number of hours a week; give one above 0 and up to {MOST_WEEKLY_HOURS}"
        )
    return hours


def date(cell: str) -> datetime.date:
    """A day as 2026-03-02."""
    try:
        day = datetime.date.fromisoformat(cell) if _DATE.fullmatch(cell) else None
    except ValueError:
        day = None
    if day is None:
        raise ValueError(f"{rules.sheet.quoted(cell)} is no date; write it as 2026-03-02")
    if day.year not in YEARS:
        raise ValueError(f"{cell} lies outside the years {YEARS[0]} to {YEARS[-1]}")
    return day


def day_after(cell: str) -> datetime.date:
    """The end of a span whose last day is named."""
    return date(cell) + datetime.timedelta(days=1)
