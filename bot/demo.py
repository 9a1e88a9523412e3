"""`muster demo`: a local Slack workspace and Muster in it, as two children with an environment of their own."""

import collections.abc
import contextlib
import dataclasses
import datetime
import fcntl
import io
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import types
import urllib.request
import webbrowser
import zoneinfo

import bot.clock
import bot.demo_checkins
import bot.demo_figures
import bot.demo_programme
import bot.demo_reports
import bot.errors
import bot.imports
import bot.manifest
import bot.settings
import bot.store
import data.duty
import data.people
import data.settings
import rules.settings

FOLDER = bot.settings.ROOT / "var" / "demo"
PORTS = range(8787, 8887)
ZONE = "Europe/Berlin"

BOT_USER = "U0MUSTER01"
BOT_TOKEN, APP_TOKEN = "xoxb-demo-no-secret", "xapp-demo-no-secret"  # good on this machine's own Slack alone
JOINING = 60.0
"""Seconds that the children have to be ready."""

WATCH = 0.5
ENDING = 1.5
"""Seconds that a child has to end by itself."""

PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "SYSTEMROOT", "VIRTUAL_ENV")
"""What of the caller's environment the children get: nothing of Slack's, Muster's, a store's or a proxy's."""


Environment = collections.abc.Mapping[str, str]


_OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))
"""The demo asks its own Slack past any proxy."""


@dataclasses.dataclass(frozen=True)
class Running:
    """The demo at work: its address, and its children by name."""

    address: str
    children: dict[str, subprocess.Popen[str]]


class DemoError(bot.errors.Refusal):
    """The demo can't start; the text says why and what to do."""


def run(port: int | None, browser: bool, keep: bool, people: pathlib.Path | None) -> int:
    """Run the demo until Ctrl-C; the exit code."""
    for number in (signal.SIGINT, signal.SIGTERM):  # the first is ignored by what a script starts beside itself
        signal.signal(number, _interrupt)
    port = _port(port)
    with contextlib.ExitStack() as stack:
        _hold_alone(stack)
        workspace = _prepare(keep, people)
        try:
            running = _start(stack, workspace, port)
            _show_status(running.address, workspace)
            _say(f"Muster has joined. Open the address below; Ctrl-C ends the demo.\n\n{running.address}")
            if browser and _has_screen():
                webbrowser.open(running.address)
            stack.callback(_remember_time, running.address, workspace)
            return _watch(running)
        except KeyboardInterrupt:
            return 0


def _hold_alone(stack: contextlib.ExitStack) -> None:
    """One demo in this checkout: a second would throw away the first one's store under it."""
    FOLDER.parent.mkdir(parents=True, exist_ok=True)
    file = stack.enter_context((FOLDER.parent / "demo.lock").open("w"))
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise DemoError("A demo runs in this checkout already. End it first, with Ctrl-C where it runs.") from None


def _port(wanted: int | None) -> int:
    if wanted is not None:
        if not _is_free(wanted):
            raise DemoError(f"Port {wanted} is in use. Name another, or none: then the demo takes a free one.")
        return wanted
    found = next((port for port in PORTS if _is_free(port)), None)
    if found is None:
        raise DemoError(f"No port from {PORTS.start} to {PORTS.stop - 1} is free. Name one: --port N.")
    return found


def _is_free(port: int) -> bool:
    with contextlib.closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            return False
    return True


def _prepare(keep: bool, people: pathlib.Path | None) -> pathlib.Path:
    """The workspace file, with a store beside it that holds the programme: new ones, unless the last are kept."""
    file = FOLDER / "workspace.json"
    now = bot.clock.Clock().now()
    today = now.astimezone(zoneinfo.ZoneInfo(ZONE)).date()
    if keep and file.exists():
        kept = json.loads(file.read_text())
        kept["now"] = max(now, datetime.datetime.fromisoformat(kept["now"])).isoformat()
        file.write_text(json.dumps(kept))
        return file
    _say("Making the programme …")
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    roster = _read(people) if people else bot.demo_programme.roster(today).encode()
    file_of_roster = people or FOLDER / "people.csv"
    if not people:
        file_of_roster.write_bytes(roster)
    fill_store(file_of_roster, _store_url(), now)
    if not people:
        fill_in(_store_url(), now, today)
    members = bot.demo_programme.people(roster, today)
    if not members:
        raise DemoError(f"{people} holds nobody. `muster import --template` writes an example to begin with.")
    workspace = bot.demo_programme.workspace(members, now) if people else bot.demo_programme.demo_workspace(now, today)
    for channel in workspace["channels"]:
        channel["members"].append(BOT_USER)
    guide = bot.demo_programme.guide(members, today)
    file.write_text(json.dumps(workspace | {"app": app(), "guide": guide}))
    return file


def _read(people: pathlib.Path) -> bytes:
    try:
        return people.read_bytes()
    except OSError as error:
        raise DemoError(f"{people} can't be opened: {error.strerror}.") from None


def fill_store(file: pathlib.Path, url: str, now: datetime.datetime) -> None:
    """Import the roster as `muster import` does, and go live."""
    if bot.imports.run(file, False, url, now, io.StringIO(), sys.stderr) != bot.imports.DONE:
        raise DemoError("The roster can't be imported as it is; see above.")
    with contextlib.closing(bot.store.open_database(url)) as store, store.writing() as session:
        data.settings.record_milestone(session, data.settings.WENT_LIVE, now)


def fill_in(url: str, now: datetime.datetime, today: datetime.date) -> None:
    """What the demo's own programme has besides its roster: who is away, its reports, check-ins and past."""
    with contextlib.closing(bot.store.open_database(url)) as store, store.writing() as session:
        for slack_id, first, last in bot.demo_programme.absences(today):
            person = data.people.find(session, slack_id)
            if person is not None and person.id is not None:
                data.duty.add_absence(session, person.id, first, last + datetime.timedelta(days=1), now)
        programme = rules.settings.read(data.settings.load(session) | {"time_zone": ZONE})
        bot.demo_reports.file(session, programme, now)
        bot.demo_checkins.fill_in(session, programme, now)
        bot.demo_figures.fill_in(session, programme, now)


def _store_url() -> str:
    return f"sqlite:///{FOLDER / 'muster.db'}"


def app() -> dict[str, object]:
    """The bot as the local Slack knows it. Its secrets are none: they open nothing but that."""
    return {
        "id": "A0MUSTER01",
        "name": bot.manifest.NAME,
        "bot_user": BOT_USER,
        "bot_token": BOT_TOKEN,
        "app_token": APP_TOKEN,
        "signing_secret": "demo-no-secret",
        "manifest": bot.manifest.build(),
    }


def _start(children: contextlib.ExitStack, workspace: pathlib.Path, port: int) -> Running:
    """Start the local Slack and then the bot, and wait until it has joined."""
    _say("Starting a local Slack …")
    slack = _child(children, "slack", "-m", "sandbox", "--workspace", str(workspace), "--port", str(port))
    address = _first_line(slack, "The local Slack", "slack").rstrip("/")
    _say("Muster joins it …")
    environment = {
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_APP_TOKEN": APP_TOKEN,
        "SLACK_API_URL": f"{address}/api/",
        "DATABASE_URL": _store_url(),
        "MUSTER_TIME_ZONE": ZONE,
        "MUSTER_TRIAGE_CHANNEL": bot.demo_programme.TRIAGE,
        "MUSTER_UPDATES_CHANNEL": bot.demo_programme.UPDATES,
        "MUSTER_CLOCK_URL": f"{address}/_sandbox/clock",
    }
    muster = _child(children, "muster", "-m", "bot", "run", "--no-env-file", environment=environment)
    _first_line(muster, "Muster", "muster")
    return Running(address, {"The local Slack": slack, "Muster": muster})


def _child(
    children: contextlib.ExitStack, name: str, *arguments: str, environment: Environment = types.MappingProxyType({})
) -> subprocess.Popen[str]:
    """A child that ends with us, however we end: it watches its standard input, whose other end we hold."""
    passed_on = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    log = children.enter_context((FOLDER / f"{name}.log").open("w"))
    child = subprocess.Popen(  # noqa: S603  # our own programs, and no shell
        [sys.executable, *arguments, "--stop-with-stdin"],
        cwd=bot.settings.ROOT,
        env={**passed_on, **environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=log,
        text=True,
        start_new_session=True,
    )
    children.callback(_end, child)
    return child


def _end(child: subprocess.Popen[str]) -> None:
    child.terminate()
    try:
        child.wait(ENDING)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            pipe.close()


def _first_line(child: subprocess.Popen[str], who: str, name: str) -> str:
    """What a child says once it is ready. If it ends instead, so does the demo, with what its log says last."""
    killer = threading.Timer(JOINING, child.kill)
    killer.start()
    line = child.stdout.readline().strip() if child.stdout else ""
    killer.cancel()
    if not line:
        raise DemoError(f"{who} did not start. {_last_words(name)}")
    return line


def _last_words(name: str) -> str:
    file = FOLDER / f"{name}.log"
    words = file.read_text().strip().splitlines()[-3:]
    return "\n".join([f"The end of {file}:", *words]) if words else f"{file} says nothing."


def _watch(running: Running) -> int:
    """Wait for Ctrl-C. If a child ends by itself, that is the end of the demo too."""
    while True:
        for who, child in running.children.items():
            if child.poll() is not None:
                raise DemoError(f"{who} has ended. Its log is in {FOLDER}.")
        time.sleep(WATCH)


def _show_status(address: str, workspace: pathlib.Path) -> None:
    """Ask for the programme's status as whom the first page lets one be, so that its answer is there to be read."""
    guide = json.loads(workspace.read_text())["guide"]
    command = {"user": guide["you"], "channel": guide["channel"], "command": "/program", "text": "status"}
    asked = urllib.request.Request(  # noqa: S310  # our own child's address
        f"{address}/_sandbox/command", json.dumps(command).encode(), {"Content-Type": "application/json"}
    )
    first_post = f"{address}/_sandbox/journal?after=0&wait=5&method=conversations.setTopic"
    with contextlib.suppress(OSError):
        _OPENER.open(first_post, timeout=10).close()
        _OPENER.open(asked, timeout=5).close()


def _remember_time(address: str, workspace: pathlib.Path) -> None:
    """Keep how far the demo's clock was moved, for a demo that is kept."""
    with contextlib.suppress(OSError), _OPENER.open(f"{address}/_sandbox/state", timeout=1) as answer:
        kept = json.loads(workspace.read_text())
        kept["now"] = json.load(answer)["clock"]["now"]
        workspace.write_text(json.dumps(kept))


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _has_screen() -> bool:
    """A browser opens only from a terminal with a graphical session."""
    graphical = sys.platform == "darwin" or "DISPLAY" in os.environ or "WAYLAND_DISPLAY" in os.environ
    return sys.stdout.isatty() and graphical


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt
