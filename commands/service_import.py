"""The import of figures of the service from a file: what they are for is checked first, and then written in pieces."""

import collections.abc
import dataclasses
import datetime

import data.database
import jobs.scene
import jobs.service
import rules.service_sheet
import rules.sheet

ACTOR = "muster import"

PIECE = 500
"""People's numbers of one transaction: well under the 200 ms that a command of the running bot may have to wait."""

Given = rules.service_sheet.Given
Kept = jobs.service.Kept
Progress = collections.abc.Callable[[int, int], None]
"""Told after each transaction how many of how many are done."""


@dataclasses.dataclass(frozen=True)
class Plan:
    """Faults, and then nothing was done; or what became of the file's figures."""

    faults: tuple[rules.sheet.Fault, ...] = ()
    added: int = 0
    changed: int = 0
    unchanged: int = 0


def import_figures(
    database: data.database.Database,
    content: bytes,
    now: datetime.datetime,
    dry_run: bool = False,
    progress: Progress = lambda _done, _steps: None,
) -> Plan:
    """Keep the file's figures unless it has faults, over what stood there; `dry_run` only says what would be done.

    What is written when the store fails is sound, and importing the same file again goes on from there.
    """
    with database.reading() as session:
        scene = jobs.scene.load(session, now)
        given, faults = rules.service_sheet.plan(content, jobs.service.known(session, scene.day))
        if faults:
            return Plan(faults)
        kept = jobs.service.would_keep(session, given) if dry_run else Kept()
    pieces = [] if dry_run else _pieces(given)
    for done, piece in enumerate(pieces, start=1):
        with database.writing() as session:
            kept += jobs.service.keep(jobs.scene.load(session, now), ACTOR, piece)
        progress(done, len(pieces))
    return Plan((), kept.added, kept.changed, kept.unchanged)


def _pieces(given: Given) -> list[Given]:
    """The team's figures first, which are few; then people's numbers, week by week."""
    solved = sorted(given.solved.items(), key=lambda one: one[0])
    pieces = [Given(solved=dict(solved[first : first + PIECE])) for first in range(0, len(solved), PIECE)]
    return [Given(figures=given.figures), *pieces]
