"""`muster import`: a roster file from the command line, its faults, and what came of it."""

import contextlib
import csv
import datetime
import io
import pathlib
import time
from collections.abc import Iterator
from typing import TextIO

import rich.console
import rich.progress

import bot.store
import commands.roster
import data.database
import rules.roster
import rules.sheet

DONE = 0
FAULTS = 1
CANNOT_OPEN = 2

GIVE_WAY = 0.05
"""Seconds between two transactions, for the writes of a bot that runs beside the import."""

LONG_WORK = 1_000
"""Steps from which on a progress bar is worth its lines."""


def run(path: pathlib.Path, dry_run: bool, url: str, now: datetime.datetime, out: TextIO, err: TextIO) -> int:
    """Import the file into the store at `url`; the exit code.

    Faults go to `err`, one a line; the last line on `out` says what was done, or would be.
    """
    try:
        content = _content(path)
    except OSError as error:
        err.write(f"{path} can't be opened: {error.strerror or error}.\n")
        return CANNOT_OPEN
    try:
        plan = _import(content, dry_run, url, now, err)
    except (data.database.Busy, commands.roster.MovedOnError) as error:
        err.write(f"{error} Whatever was written before is whole; run the import again.\n")
        return CANNOT_OPEN
    except data.database.StoreError as error:
        err.write(f"{error}\n")
        return CANNOT_OPEN
    for fault in plan.faults:
        err.write(f"{path}:{fault}\n")
    if plan.faults:
        return FAULTS
    for change in plan.changes if dry_run else ():
        out.write(f"would {'add' if change.before is None else 'change'} {change.after.slack_id} {change.after.name}\n")
    out.write(f"added {plan.added}, changed {plan.changed}, unchanged {plan.unchanged}\n")
    return DONE


def template(today: datetime.date) -> str:
    """An example to start from, with contracts that run on that day."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([rules.roster.COLUMNS, *_examples(today)])
    return text.getvalue()


def _examples(today: datetime.date) -> list[list[str]]:
    starts = today.replace(day=1)
    ends = starts + datetime.timedelta(days=90)
    manager = ["U0MANAGER1", "Maren Mooring", "maren@example.com", "manager", "Europe/Berlin"]
    adviser = ["U0ADVISER1", "Ade Anchor", "ade@example.com", "adviser", "Africa/Lagos", "mon-fri 08:00-16:00"]
    freelancer = ["U0FREELAN1", "Flor Ferry", "flor@example.com", "freelancer", "America/Bogota", "mon-thu 14:00-22:00"]
    return [
        _filled([*manager, "", "en|de", "", "", "20"]),
        _filled([*adviser, "en", "Lantern|Harbour"]),
        _filled([*freelancer, "es|en", "Lantern", "U0ADVISER1", "24", starts.isoformat(), ends.isoformat()]),
    ]


def _filled(cells: list[str]) -> list[str]:
    return cells + [""] * (len(rules.roster.COLUMNS) - len(cells))


def _content(path: pathlib.Path) -> bytes:
    """The file's bytes; of one that is too large, enough to tell."""
    with path.open("rb") as file:
        return file.read(rules.sheet.LARGEST + 1)


def _import(content: bytes, dry_run: bool, url: str, now: datetime.datetime, err: TextIO) -> rules.roster.Plan:
    with contextlib.closing(bot.store.open_database(url)) as database, _progress(err) as progress:
        return commands.roster.import_people(database, content, now, now.date(), dry_run, progress)


@contextlib.contextmanager
def _progress(err: TextIO) -> Iterator[commands.roster.Progress]:
    """A bar where somebody looks on and there is something to wait for; silence elsewhere."""
    console = rich.console.Console(file=err)
    with rich.progress.Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("Importing", total=None, visible=False)

        def show(done: int, steps: int) -> None:
            bar.update(task, completed=done, total=steps, visible=steps >= LONG_WORK)
            if done < steps:
                time.sleep(GIVE_WAY)

        yield show
