"""Starts the local Slack as a child process and speaks its control, for tests that tell a story."""

from __future__ import annotations

import contextlib
import http.client
import json
import subprocess
import sys
import tempfile
import urllib.parse
from pathlib import Path
from typing import Any, Self

Json = dict[str, Any]

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 20
CALL_SECONDS = 120
STOP_SECONDS = 30  # with the journal of a long campaign, on a busy machine


class WorkspaceError(Exception):
    """The control said no: `status` and its sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(f"{status}: {sentence}")
        self.status = status
        self.sentence = sentence


class Workspace:
    """One running sandbox; every method is one control call and answers its JSON, and waits for nothing but the answer.

    Several threads may use one: each call has a connection of its own.
    """

    def __init__(self, workspace: Json, *options: str) -> None:
        self.workspace = workspace
        self._folder = tempfile.TemporaryDirectory(prefix="sandbox-")
        file = Path(self._folder.name) / "workspace.json"
        file.write_text(json.dumps(workspace))
        command = [sys.executable, "-m", "sandbox", "--workspace", str(file), "--stop-with-stdin", *options]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env={}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        self.address = self._listening()
        self.port = int(self.address.rpartition(":")[2])

    def _listening(self) -> str:
        """The address that the child prints when it listens; if it prints none, its complaint is raised."""
        assert self.process.stdout is not None
        address = self.process.stdout.readline().strip()
        if not address.startswith("http://127.0.0.1:"):
            complaint = self.stop()
            raise WorkspaceError(self.process.returncode, complaint.strip())
        return address

    @property
    def api_url(self) -> str:
        return f"{self.address}/api/"

    @property
    def clock_url(self) -> str:
        return f"{self.address}/_sandbox/clock"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> str:
        """End the child, as its parent's end would; answers what it wrote to standard error."""
        with contextlib.suppress(ValueError, OSError):
            _, complaint = self.process.communicate(timeout=STOP_SECONDS)
            self._folder.cleanup()
            return complaint
        self._folder.cleanup()
        return ""

    # -- the wire

    def ask(self, method: str, path: str, body: Json | None = None) -> Json:
        """One control call; a refusal is raised as `WorkspaceError`."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=CALL_SECONDS)
        with contextlib.closing(connection):
            content = None if body is None else json.dumps(body)
            connection.request(method, f"/_sandbox/{path}", content, {"Content-Type": "application/json"})
            response = connection.getresponse()
            answer: Json = json.loads(response.read())
        if not answer["ok"]:
            raise WorkspaceError(response.status, answer["error"])
        return answer

    def look(self, path: str, **query: object) -> Json:
        """A GET; an argument that is None is left out, and `as_` is sent as `as`."""
        sent = {name.rstrip("_"): value for name, value in query.items() if value is not None}
        return self.ask("GET", f"{path}?{urllib.parse.urlencode(sent)}" if sent else path)

    def do(self, path: str, **body: object) -> Json:
        """A POST; an argument that is None is left out."""
        return self.ask("POST", path, {name: value for name, value in body.items() if value is not None})

    # -- looking

    def state(self, as_: str | None = None) -> Json:
        return self.look("state", as_=as_)

    def channel(self, id: str, as_: str, thread: str | None = None) -> list[Json]:
        """The messages of a channel, or of the person's direct messages with the bot (`dm`), oldest first."""
        messages: list[Json] = self.look(f"channel/{id}", as_=as_, thread=thread)["messages"]
        return messages

    def views(self, as_: str) -> Json:
        """`{stack, home}` of a person."""
        return self.look("views", as_=as_)

    def journal(
        self, after: int = 0, wait: float = 0, kind: str | None = None, method: str | None = None
    ) -> list[Json]:
        """The entries after a number; `wait` is for how many seconds at most the first of them is waited for."""
        entries: list[Json] = self.look("journal", after=after, wait=wait, kind=kind, method=method)["entries"]
        return entries

    @property
    def last(self) -> int:
        """The number of the newest entry of the journal."""
        return int(self.state()["n"])

    # -- what people do

    def command(self, user: str, channel: str, command: str, text: str = "", wait: float | None = None) -> Json:
        return self.do("command", user=user, channel=channel, command=command, text=text, wait=wait)

    def action(
        self,
        user: str,
        channel: str,
        label: str | None = None,
        *,
        action_id: str | None = None,
        value: object = None,
        ts: str | None = None,
        wait: float | None = None,
    ) -> Json:
        """Press or choose, in a channel, the `dm`, the `home` or the `modal`."""
        sent = {"label": label, "action_id": action_id, "value": value, "ts": ts, "wait": wait}
        return self.do("action", user=user, channel=channel, **sent)

    def submit(self, user: str, values: Json | None = None, wait: float | None = None) -> Json:
        return self.do("submit", user=user, values=values or {}, wait=wait)

    def close(self, user: str) -> Json:
        return self.do("close", user=user)

    def message(
        self, user: str, channel: str, text: str, thread_ts: str | None = None, files: list[Json] | None = None
    ) -> Json:
        """Write, in a thread if `thread_ts` says so, perhaps with files, each `{"name": "screen.png"}`."""
        return self.do("message", user=user, channel=channel, text=text, thread_ts=thread_ts, files=files)

    def edit(self, user: str, channel: str, ts: str, text: str) -> Json:
        """Change what somebody wrote themselves."""
        return self.do("edit", user=user, channel=channel, ts=ts, text=text)

    def delete(self, user: str, channel: str, ts: str) -> Json:
        """Take back what somebody wrote themselves."""
        return self.do("delete", user=user, channel=channel, ts=ts)

    def shortcut(self, user: str, channel: str, ts: str, label: str, wait: float | None = None) -> Json:
        return self.do("shortcut", user=user, channel=channel, ts=ts, label=label, wait=wait)

    def react(self, user: str, channel: str, ts: str, name: str) -> Json:
        return self.do("react", user=user, channel=channel, ts=ts, name=name)

    def home(self, user: str, wait: float | None = None) -> Json:
        return self.do("home", user=user, wait=wait)

    # -- the world around

    def clock(self, advance: str | None = None, to: str | None = None, step: str | None = None) -> Json:
        """Move the clock; answers when everybody who follows it has lived through every step."""
        return self.do("clock", advance=advance, to=to, step=step)

    def faults(self, **fault: object) -> Json:
        """One more fault; with nothing, all are cleared."""
        return self.do("faults", **fault)

    def reset(self, workspace: Json | None = None, wait: bool | None = None) -> Json:
        """A new workspace, or that of the start; with `wait` the clock's followers have lived through its beginning."""
        return self.do("reset", workspace=workspace, wait=wait)

    def sockets(self, kind: str) -> Json:
        """`drop`, `refresh`, `warning` or `link_disabled`."""
        return self.do("sockets", kind=kind)

    def tokens(self, revoke: str | None = None, restore: str | None = None) -> Json:
        return self.do("tokens", revoke=revoke, restore=restore)

    def app(self, do: str) -> Json:
        """`uninstall`, `install`, or `verify` for an app with a `request_url`."""
        return self.do("app", do=do)

    def change_member(self, id: str, **changes: object) -> Json:
        return self.do("members", id=id, **changes)

    def change_channel(self, id: str, join: list[str] | None = None, leave: list[str] | None = None) -> Json:
        return self.do("channels", id=id, join=join, leave=leave)

    def change_usergroup(self, id: str, users: list[str] | None = None, disabled: bool | None = None) -> Json:
        """What somebody does to a user group by hand."""
        return self.do("usergroups", id=id, users=users, disabled=disabled)

    def change_plan(self, plan: str | None = None, usergroup_editors: str | None = None) -> Json:
        """`free` or `paid`; and whether `everyone` may change user groups, or `owners` alone."""
        return self.do("plan", plan=plan, usergroup_editors=usergroup_editors)
