"""`make install` takes the newest Python that works, installs once, and says in one sentence what is missing."""

import collections.abc
import pathlib
import shutil
import subprocess

import pytest

ROOT = pathlib.Path(__file__).parents[2]
NAMES = ["python3.14", "python3.13", "python3.12", "python3.11", "python3"]

ABSENT = "echo 'no such version is installed' >&2; exit 127"
# A Python that writes down what it is asked, and makes a .venv in which the same fake stands as python and as pip.
PRESENT = """
echo "{name} PIP_USER=$PIP_USER PYTHONHOME=$PYTHONHOME $*" >>"$FAKE_LOG"
case "$*" in
*version_info*) echo {version}; exit {old} ;;
*ensurepip*) exit {bare} ;;
"-m venv .venv")
  mkdir -p .venv/bin; cp "$0" .venv/bin/python
  printf '#!/bin/sh\\necho "pip 25 from %s/.venv/lib/pip"\\n' "$(pwd -P)" >.venv/bin/pip; chmod +x .venv/bin/pip ;;
esac
"""


class Checkout:
    """A folder with the Makefile and a PATH on which every Python is a fake one."""

    def __init__(self, folder: pathlib.Path) -> None:
        self.folder = folder / "a checkout"
        self.fakes = folder / "bin"
        self.log = folder / "log"
        self.folder.mkdir()
        self.fakes.mkdir()
        shutil.copy(ROOT / "Makefile", self.folder)
        for name in ["requirements.txt", "requirements-dev.txt", "pyproject.toml"]:
            (self.folder / name).write_text(name)
        for name in NAMES:
            self.write(name, ABSENT)

    def write(self, name: str, body: str) -> None:
        (self.fakes / name).write_text(f"#!/bin/sh\n{body}\n")
        (self.fakes / name).chmod(0o755)

    def has(self, name: str, version: str, *, old: bool = False, bare: bool = False) -> None:
        self.write(name, PRESENT.format(name=name, version=version, old=int(old), bare=int(bare)))

    def make(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        self.log.write_text("")
        return subprocess.run(
            [self.make_itself(), *arguments],
            cwd=self.folder,
            env={"PATH": f"{self.fakes}:/usr/bin:/bin", "FAKE_LOG": str(self.log)} | environment,
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )

    @staticmethod
    def make_itself() -> str:
        found = shutil.which("make")
        assert found is not None
        return found

    def asked(self, what: str) -> list[str]:
        """The calls that hold these words, each beginning with the name of the Python that was called."""
        return [line for line in self.log.read_text().splitlines() if what in line]

    def made_by(self) -> list[str]:
        return [line.split()[0] for line in self.asked("-m venv")]


@pytest.fixture
def checkout(tmp_path: pathlib.Path) -> Checkout:
    return Checkout(tmp_path)


def one_sentence(done: subprocess.CompletedProcess[str]) -> str:
    """The only line before make's own."""
    lines = [line for line in done.stderr.splitlines() if not line.startswith("make")]
    assert len(lines) == 1, done.stderr
    return lines[0]


def test_the_newest_python_is_taken(checkout: Checkout) -> None:
    checkout.has("python3.12", "3.12")
    checkout.has("python3.13", "3.13")
    checkout.has("python3", "3.11")
    done = checkout.make("install")
    assert (done.returncode, checkout.made_by()) == (0, ["python3.13"]), done.stderr
    assert done.stdout == "Making .venv with Python 3.13 …\nInstalling Muster into .venv …\n"


def test_plain_python3_serves_if_it_is_new_enough(checkout: Checkout) -> None:
    checkout.has("python3", "3.15")
    assert checkout.make("install").returncode == 0
    assert checkout.made_by() == ["python3"]


def test_without_a_python_one_sentence_says_what_to_install(checkout: Checkout) -> None:
    checkout.has("python3", "3.9", old=True)
    done = checkout.make("install")
    assert done.returncode != 0
    assert one_sentence(done).startswith("Muster needs Python 3.11 or newer, and none runs here: please install one")
    assert not (checkout.folder / ".venv").exists()


def test_without_ensurepip_one_sentence_says_what_to_install(checkout: Checkout) -> None:
    checkout.has("python3.12", "3.12", bare=True)
    checkout.has("python3", "3.12", bare=True)
    done = checkout.make("install")
    assert done.returncode != 0
    assert "apt install python3.12-venv" in one_sentence(done)
    assert not (checkout.folder / ".venv").exists()


def test_an_older_python_with_ensurepip_beats_a_newer_one_without(checkout: Checkout) -> None:
    checkout.has("python3.13", "3.13", bare=True)
    checkout.has("python3.11", "3.11")
    assert checkout.make("install").returncode == 0
    assert checkout.made_by() == ["python3.11"]


def test_only_what_runs_is_installed_and_only_by_its_hashes(checkout: Checkout) -> None:
    checkout.has("python3.11", "3.11")
    checkout.make("install")
    first, second = checkout.asked("pip install")
    assert first.endswith("-m pip install --quiet --require-hashes -r requirements.txt")
    assert second.endswith("-m pip install --quiet --no-deps --no-build-isolation -e .")


def test_a_second_install_does_nothing(checkout: Checkout) -> None:
    checkout.has("python3.11", "3.11")
    checkout.make("install")
    done = checkout.make("install")
    assert (done.returncode, done.stdout, checkout.asked("pip install")) == (0, "", [])


@pytest.mark.parametrize("name", ["requirements.txt", "pyproject.toml"])
def test_a_changed_lock_is_installed_into_the_same_venv(checkout: Checkout, name: str) -> None:
    checkout.has("python3.11", "3.11")
    checkout.make("install")
    (checkout.folder / name).write_text("changed")
    done = checkout.make("install")
    assert (done.returncode, checkout.made_by(), len(checkout.asked("pip install"))) == (0, [], 2)


def test_the_tools_for_tests_do_not_make_muster_install_again(checkout: Checkout) -> None:
    checkout.has("python3.11", "3.11")
    checkout.make("tools")
    assert [line.split()[-1] for line in checkout.asked("--require-hashes")] == [
        "requirements.txt",
        "requirements-dev.txt",
    ]
    checkout.make("install")
    assert checkout.asked("pip install") == []


def gone(checkout: Checkout) -> None:
    (checkout.folder / ".venv/bin/python").unlink()
    (checkout.folder / ".venv/bin/pip").unlink()


def moved(checkout: Checkout) -> None:
    checkout.folder = checkout.folder.rename(checkout.folder.parent / "elsewhere")


def half_made(checkout: Checkout) -> None:
    shutil.rmtree(checkout.folder / ".venv")
    (checkout.folder / ".venv/bin").mkdir(parents=True)


@pytest.mark.parametrize("harm", [gone, moved, half_made])
def test_a_broken_venv_is_made_anew(checkout: Checkout, harm: collections.abc.Callable[[Checkout], None]) -> None:
    checkout.has("python3.11", "3.11")
    checkout.make("install")
    harm(checkout)
    done = checkout.make("install")
    assert (done.returncode, checkout.made_by()) == (0, ["python3.11"]), done.stderr


def test_an_install_that_failed_is_tried_again(checkout: Checkout) -> None:
    checkout.has("python3.11", "3.11")
    checkout.make("install")
    (checkout.folder / "requirements.txt").write_text("changed")
    working = (checkout.folder / ".venv/bin/python").read_text()
    (checkout.folder / ".venv/bin/python").write_text("#!/bin/sh\nexit 1\n")
    assert checkout.make("install").returncode != 0
    (checkout.folder / ".venv/bin/python").write_text(working)
    assert checkout.make("install").returncode == 0
    assert len(checkout.asked("pip install")) == 2


def test_the_callers_pip_and_python_settings_do_not_reach_the_installation(checkout: Checkout) -> None:
    checkout.has("python3.11", "3.11")
    done = checkout.make("install", PIP_USER="1", PYTHONHOME="/nowhere", PIP_FIND_LINKS="/wheels", VIRTUAL_ENV="/other")
    assert done.returncode == 0, done.stderr
    assert all(" PIP_USER=0 PYTHONHOME= -" in line for line in checkout.asked(""))


def test_an_activated_venv_does_not_make_itself(checkout: Checkout) -> None:
    checkout.has("python3.11", "3.11")
    inside = checkout.folder / ".venv/bin"
    inside.mkdir(parents=True)
    shutil.copy(checkout.fakes / "python3.11", inside / "python3.14")
    done = checkout.make("install", PATH=f"{inside}:{checkout.fakes}:/usr/bin:/bin")
    assert (done.returncode, checkout.made_by()) == (0, ["python3.11"]), done.stderr
    assert not (inside / "python3.14").exists()


def test_make_alone_lists_what_can_be_done(checkout: Checkout) -> None:
    listed = [line.split()[1] for line in checkout.make().stdout.splitlines()]
    assert listed == ["help", "install", "postgres", "demo", "test", "check", "lock", "bench", "torture", "quarter"]
