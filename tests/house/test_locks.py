"""The locks are whole: every package pinned and hashed, the build backend among them, and no address in them."""

import itertools
import pathlib
import re
import tomllib
import typing

import packaging.markers
import packaging.requirements
import packaging.utils
import pytest

ROOT = pathlib.Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
PYTHONS = ["3.11", "3.12", "3.13", "3.14"]
SYSTEMS = ["linux", "darwin"]
LOCKS = ["requirements.txt", "requirements-dev.txt", "requirements-postgres.txt"]
ALWAYS = "python_version >= '3'"
ENTRY = re.compile(
    r"^(?P<name>[a-z0-9.-]+)==(?P<version>[^\s;]+)(?: ; (?P<marker>[^\\\n]+?))?"
    r"(?: \\\n    --hash=sha256:[0-9a-f]{64})+$",
    re.MULTILINE,
)


class Pin(typing.NamedTuple):
    """One package of a lock."""

    version: str
    marker: str


def faults(text: str) -> list[str]:
    """What of a lock is not a pinned and hashed package: an option, an address, a range, a missing hash."""
    return [line for line in ENTRY.sub("", text).splitlines() if line.strip()]


def pins(lock: str) -> dict[str, Pin]:
    found = ENTRY.finditer((ROOT / lock).read_text())
    return {match["name"]: Pin(match["version"], match["marker"] or ALWAYS) for match in found}


def meets(requirement: packaging.requirements.Requirement, pin: Pin) -> bool:
    """Whether the pin is in the range, and holds for every Python and system that we serve."""
    return requirement.specifier.contains(pin.version) and all(
        packaging.markers.Marker(pin.marker).evaluate(
            {"python_version": python, "python_full_version": f"{python}.0", "sys_platform": system}
        )
        for python in PYTHONS
        for system in SYSTEMS
    )


def missing(requirements: list[str], pinned: dict[str, Pin]) -> list[str]:
    """The requirements that no pin meets."""
    wanted = {text: packaging.requirements.Requirement(text) for text in requirements}
    found = {text: pinned.get(packaging.utils.canonicalize_name(wanted[text].name)) for text in wanted}
    return [text for text, pin in found.items() if pin is None or not meets(wanted[text], pin)]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_pinned_and_hashed_packages_and_nothing_else(lock: str) -> None:
    assert faults((ROOT / lock).read_text()) == []
    assert pins(lock)


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address(lock: str) -> None:
    assert "://" not in (ROOT / lock).read_text()


def test_what_runs_and_what_builds_is_locked() -> None:
    wanted = PROJECT["project"]["dependencies"] + PROJECT["build-system"]["requires"]
    assert missing(wanted, pins("requirements.txt")) == []


def test_what_development_needs_is_locked() -> None:
    assert missing(PROJECT["dependency-groups"]["dev"], pins("requirements-dev.txt")) == []


def test_what_a_store_on_postgresql_needs_is_locked() -> None:
    assert missing(PROJECT["project"]["optional-dependencies"]["postgres"], pins("requirements-postgres.txt")) == []


@pytest.mark.parametrize(("one", "other"), list(itertools.combinations(LOCKS, 2)))
def test_the_locks_agree(one: str, other: str) -> None:
    shared = pins(one).keys() & pins(other).keys()
    assert {name: pins(one)[name].version for name in shared} == {name: pins(other)[name].version for name in shared}


HASHED = f"some==1.0 \\\n    --hash=sha256:{'0' * 64}\n"


@pytest.mark.parametrize(
    "bad",
    [
        "--index-url https://packages.test/index",
        "-i https://packages.test/index",
        "--find-links /opt/wheels",
        "some==1.0",
        f"some>=1.0 \\\n    --hash=sha256:{'0' * 64}",
        "some @ https://packages.test/some-1.0.tar.gz",
        "-e .",
    ],
)
def test_a_line_of_another_kind_is_a_fault(bad: str) -> None:
    assert faults(HASHED + HASHED) == []
    assert faults(f"{HASHED}{bad}\n") != []
    assert faults(f"{bad}\n{HASHED}") != []


def test_a_requirement_without_its_pin_is_missing() -> None:
    pinned = {"some": Pin("1.0", ALWAYS), "late": Pin("1.0", "python_version >= '3.12'")}
    assert missing(["some>=1", "Some<2"], pinned) == []
    assert missing(["some>=2", "other", "late"], pinned) == ["some>=2", "other", "late"]
