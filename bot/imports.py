"""`muster import`: a roster, past shifts or figures of the service from a file, its faults, and what came of it."""

import contextlib
import csv
import dataclasses
import datetime
import io
import pathlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TextIO

import rich.console
import rich.progress

import bot.store
import commands.duty_history
import commands.roster
import commands.service_import
import data.database
import rules.duty_history
import rules.roster
import rules.roster_member
import rules.service_sheet
import rules.sheet

Directory = Callable[[Sequence[str], commands.roster.Progress], Mapping[str, str]]
"""Asks Slack for the Slack ids of these addresses, and tells how far it is."""

DONE = 0
FAULTS = 1
CANNOT_OPEN = 2

GIVE_WAY = 0.05
"""Seconds between two transactions, for the writes of a bot that runs beside the import."""

LONG_WORK = 1_000
"""Steps from which on a progress bar is worth its lines."""


def run(
    path: pathlib.Path,
    dry_run: bool,
    url: str,
    now: datetime.datetime,
    out: TextIO,
    err: TextIO,
    directory: Directory | None = None,
) -> int:
    """Import the file into the store at `url`; the exit code.

    `directory` asks Slack whose addresses these are; without it those rows wait. Faults go to `err`, one a line; the
    last line on `out` says what was done, or would be.
    """
    try:
        content = _content(path)
    except OSError as error:
        err.write(f"{path} can't be opened: {error.strerror or error}.\n")
        return CANNOT_OPEN
    try:
        done = _imported(content, dry_run, url, now, err, directory)
    except (data.database.Busy, commands.roster.MovedOnError) as error:
        err.write(f"{error} Whatever was written before is whole; run the import again.\n")
        return CANNOT_OPEN
    except data.database.StoreError as error:
        err.write(f"{error}\n")
        return CANNOT_OPEN
    for fault in done.plan.faults:
        err.write(f"{path}:{fault}\n")
    if done.plan.faults:
        return FAULTS
    for line in done.changes if dry_run else ():
        out.write(f"would {line}\n")
    waiting = f", not joined {done.waiting}" if done.waiting else ""
    out.write(f"added {done.plan.added}, changed {done.plan.changed}, unchanged {done.plan.unchanged}{waiting}\n")
    return DONE


@dataclasses.dataclass(frozen=True)
class _Done:
    """What an import did or would do, a line for each change, and how many have no Slack account yet."""

    plan: rules.roster.Plan | rules.duty_history.Plan | commands.service_import.Plan
    changes: Sequence[str]
    waiting: int = 0


def _imported(
    content: bytes, dry_run: bool, url: str, now: datetime.datetime, err: TextIO, directory: Directory | None
) -> _Done:
    """Which of the three kinds of file it is, is told by its header."""
    if rules.service_sheet.is_one(content):
        with contextlib.closing(bot.store.open_database(url)) as database, _progress("Importing", err) as progress:
            return _Done(commands.service_import.import_figures(database, content, now, dry_run, progress), ())
    if rules.duty_history.is_one(content):
        with contextlib.closing(bot.store.open_database(url)) as database:
            return _Done(*commands.duty_history.import_shifts(database, content, now, dry_run))
    plan = _import(content, dry_run, url, now, err, directory)
    changes = [*map(_add_or_change, plan.changes), *map(_wait, plan.waiting)]
    return _Done(plan, changes, len(plan.waiting))


def _add_or_change(change: rules.roster_member.Change) -> str:
    return f"{'add' if change.before is None else 'change'} {change.after.slack_id} {change.after.name}"


def _wait(change: rules.roster_member.Change) -> str:
    return f"wait: {change.after.name} <{change.after.slack_id}> has no Slack account yet"


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


def _import(
    content: bytes, dry_run: bool, url: str, now: datetime.datetime, err: TextIO, directory: Directory | None
) -> rules.roster.Plan:
    def look_up(addresses: Sequence[str]) -> Mapping[str, str]:
        return _look_up(addresses, directory, err)

    with contextlib.closing(bot.store.open_database(url)) as database, _progress("Importing", err) as progress:
        return commands.roster.import_people(database, content, now, now.date(), dry_run, progress, look_up)


def _look_up(addresses: Sequence[str], directory: Directory | None, err: TextIO) -> Mapping[str, str]:
    """Slack takes 50 questions a minute, so whoever looks on sees how far it is."""
    people = f"{len(addresses)} {'person' if len(addresses) == 1 else 'people'}"
    if directory is None:
        err.write(f"SLACK_BOT_TOKEN is not set, so nobody is looked up in Slack by e-mail: {people} will wait.\n")
        return {}
    if not rich.console.Console(file=err).is_terminal:
        err.write(f"Looking up {people} in Slack by e-mail, at most 50 a minute.\n")
    with _progress("Looking up", err, long_work=2) as progress:
        return directory(addresses, progress)


@contextlib.contextmanager
def _progress(what: str, err: TextIO, long_work: int | None = None) -> Iterator[commands.roster.Progress]:
    """A bar where somebody looks on and there is something to wait for; silence elsewhere."""
    console = rich.console.Console(file=err)
    enough = LONG_WORK if long_work is None else long_work
    with rich.progress.Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(what, total=None, visible=False)

        def show(done: int, steps: int) -> None:
            bar.update(task, completed=done, total=steps, visible=steps >= enough)
            if done < steps:
                time.sleep(GIVE_WAY)

        yield show
