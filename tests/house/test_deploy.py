"""What runs Muster elsewhere fits what is here: the container's files and packages, the unit's paths and exit code."""

import configparser
import pathlib
import re
import tomllib
import urllib.parse

import bot.__main__
import bot.settings

ROOT = pathlib.Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


def steps() -> list[tuple[str, str]]:
    """The container's instructions, each with what it says."""
    text = (ROOT / "Containerfile").read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(word, rest.strip()) for word, _, rest in (line.strip().partition(" ") for line in lines)]


def said(instruction: str) -> list[str]:
    return [rest for word, rest in steps() if word == instruction]


def copied() -> set[str]:
    return {name for rest in said("COPY") if not rest.startswith("--from") for name in rest.split()[:-1]}


def test_the_container_holds_every_package_and_what_installing_needs_and_no_more() -> None:
    wanted = {
        *PROJECT["tool"]["hatch"]["build"]["packages"],
        "requirements.txt",
        "requirements-postgres.txt",
        "pyproject.toml",
        "README.md",
        "LICENSE",
    }
    assert copied() == wanted
    assert [name for name in copied() if not (ROOT / name).exists()] == []


def test_nothing_but_what_is_copied_is_sent_to_the_build() -> None:
    lines = [line for line in (ROOT / ".containerignore").read_text().splitlines() if not line.startswith("#")]
    assert lines[0] == "*"
    assert {line.removeprefix("!") for line in lines if line.startswith("!")} == copied()


def test_the_container_installs_the_locks_packages_by_their_hashes() -> None:
    (lock,) = [rest for rest in said("RUN") if "-r requirements.txt" in rest]
    assert "-r requirements-postgres.txt" in lock  # whoever runs a container can't type `make postgres` in it
    assert "--require-hashes" in lock
    (own,) = [rest for rest in said("RUN") if "-e ." in rest]
    assert "--no-deps" in own
    assert "--no-build-isolation" in own


def test_the_container_runs_as_nobody_in_particular_and_can_write_its_store_alone() -> None:
    (user,) = said("USER")
    assert user != "root"
    assert said("VOLUME") == ["/srv/muster/var"]
    assert [rest for rest in said("RUN") if f"install -d -o {user} -g {user} -m 0700 /srv/muster/var" in rest]
    last = [word for word, _ in steps()][[word for word, _ in steps()].index("USER") :]
    assert "RUN" not in last
    assert "COPY" not in last


def test_the_container_runs_muster_run_and_asks_for_its_health_where_it_is_served() -> None:
    assert said("ENTRYPOINT") == ['[".venv/bin/muster"]']
    assert said("CMD") == ['["run"]']
    environment = dict(pair.split("=") for rest in said("ENV") for pair in rest.split())
    assert set(environment) <= {name.upper() for name in bot.settings.Settings.model_fields}
    (check,) = said("HEALTHCHECK")
    address = re.search(r"http://[^']+", check)
    assert address
    assert urllib.parse.urlsplit(address[0]).port == int(environment["MUSTER_PORT"])
    assert urllib.parse.urlsplit(address[0]).path == "/healthz"


def unit() -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # systemd's names keep their case
    parser.read(ROOT / "deploy" / "muster.service")
    return parser


def test_the_unit_does_not_start_again_where_a_person_is_needed() -> None:
    assert unit()["Service"]["RestartPreventExitStatus"] == str(bot.__main__.FAILED)
    assert unit()["Service"]["Restart"] == "on-failure"


def test_the_unit_runs_the_checkouts_own_muster_as_its_own_user() -> None:
    service = unit()["Service"]
    assert service["ExecStart"] == f"{service['WorkingDirectory']}/.venv/bin/muster run"
    assert service["User"] == "muster"
    assert service["ProtectSystem"] == "strict"
    assert service["ReadWritePaths"] == f"{service['WorkingDirectory']}/var"


def test_the_unit_waits_longer_for_a_stop_than_a_stop_takes() -> None:
    import_of_run = (ROOT / "bot" / "run.py").read_text()
    stopping = re.search(r"^STOPPING = ([0-9.]+)$", import_of_run, re.MULTILINE)
    assert stopping
    assert float(unit()["Service"]["TimeoutStopSec"]) > 3 * float(stopping[1])
