"""Copies of the tree with one guard taken away: each must turn the kill campaign red, or that proves nothing."""

import collections.abc
import dataclasses
import pathlib
import shutil
import subprocess
import sys

import tests.workspace

COPIED = ("bot", "commands", "jobs", "data", "messages", "rules", "sandbox", "bench", "tests/workspace.py")
SECONDS = 600.0
OTHERS = ("--sends", "--copies", "--paced", "--forged", "--replayed", "--waiting")
"""The campaigns that are left out: the guards are those of the kill campaign."""


@dataclasses.dataclass(frozen=True)
class Edit:
    """One piece of text in a file of the copy, and what stands there instead."""

    file: str
    before: str
    after: str


@dataclasses.dataclass(frozen=True)
class Mutant:
    """The guard that it lacks, and the edits that take it away."""

    lacks: str
    edits: tuple[Edit, ...]


MUTANTS = (
    Mutant(
        "the unique key",
        (
            Edit("data/insertion.py", '.on_conflict_do_nothing(index_elements=["key"])', ""),
            Edit("data/migrations/versions/0001_first.py", 'sqlalchemy.UniqueConstraint("key"),', ""),
        ),
    ),
    Mutant("the lease", (Edit("data/outbox.py", ", sqlmodel.col(notice.lease_until) <= real)", ")"),)),
    Mutant("the look-up", (Edit("bot/sender.py", "await self._delivery.look_for(notice, place)", "None"),)),
    Mutant("the margin", (Edit("bot/sender.py", "timedelta(seconds=margin)", "timedelta(seconds=0)"),)),
    Mutant("the lane's order", (Edit("data/outbox.py", "            ~sqlalchemy.exists(holds_back),\n", ""),)),
)


def survivors(folder: pathlib.Path, kills: int, seed: int) -> collections.abc.Iterator[tuple[str, bool]]:
    """Each guard, and whether the campaign stayed green without it."""
    for number, mutant in enumerate(MUTANTS):
        tree = folder / str(number)
        _copy(tree)
        for edit in mutant.edits:
            _apply(tree, edit)
        yield mutant.lacks, _is_green(tree, kills, seed)


def _copy(tree: pathlib.Path) -> None:
    for name in COPIED:
        origin, target = tests.workspace.ROOT / name, tree / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if origin.is_dir():
            shutil.copytree(origin, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(origin, target)


def _apply(tree: pathlib.Path, edit: Edit) -> None:
    file = tree / edit.file
    text = file.read_text()
    if text.count(edit.before) != 1:
        raise LookupError(f"{edit.file} holds {edit.before!r} {text.count(edit.before)} times, not once")
    file.write_text(text.replace(edit.before, edit.after))


def _is_green(tree: pathlib.Path, kills: int, seed: int) -> bool:
    nothing_else = [word for other in OTHERS for word in (other, "0")]
    command = [sys.executable, "-m", "bench.torture", "--kills", str(kills), "--seed", str(seed), *nothing_else]
    ended = subprocess.run(command, cwd=tree, capture_output=True, text=True, timeout=SECONDS, check=False)
    (tree / "campaign.log").write_text(ended.stdout + ended.stderr)
    if ended.returncode not in (0, 1) or "Traceback" in ended.stderr:
        raise RuntimeError(f"The campaign did not run in {tree}:\n{ended.stderr}")
    return ended.returncode == 0
