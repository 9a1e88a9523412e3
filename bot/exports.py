"""`muster export`: the roster as a file that `muster import` reads."""

import contextlib
import os
import pathlib
import sys

import sqlmodel

import bot.errors
import bot.store
import commands.roster
import data.people
import rules.roster_rows

STANDARD_OUTPUT = "-"
PRIVATE = 0o600
"""People's names and addresses are for whoever exported them alone."""


class NotExported(bot.errors.Refusal):
    """The file can't be written; the text says why."""


def run(path: pathlib.Path, url: str) -> int:
    """Write everybody on the roster, the deactivated and the awaited too, to a new file; how many there were.

    Who is forgotten is left out.
    """
    with contextlib.closing(bot.store.open_database(url)) as database, database.reading() as session:
        people, sheet = _sheet(session)
    if str(path) == STANDARD_OUTPUT:
        sys.stdout.write(sheet)
    else:
        _write(path, sheet)
    return people


def _sheet(session: sqlmodel.Session) -> tuple[int, str]:
    forgotten = {one.slack_id for one in data.people.list_everyone(session) if one.forgotten_at is not None}
    members = [
        member for known_by, member in sorted(commands.roster.load(session).items()) if known_by not in forgotten
    ]
    rows = [row for member in members for row in rules.roster_rows.rows(member)]
    return len(members), rules.roster_rows.sheet(rows)


def _write(path: pathlib.Path, sheet: str) -> None:
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
    except FileExistsError:
        raise NotExported(f"{path} is there already, and is not overwritten. Name another file.") from None
    except OSError as error:
        raise NotExported(f"{path} can't be written: {error.strerror or error}.") from None
    with os.fdopen(file, "w", encoding="utf-8", newline="") as opened:
        opened.write(sheet)
