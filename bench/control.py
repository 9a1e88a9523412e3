"""The sandbox's control over connections that stay open, for many commands at once."""

import asyncio
import collections.abc
import contextlib
import time

import aiohttp

import bench.door
import bench.site
import tests.workspace

LOOK = 0.02


class Control:
    """Asks as `bench.door.Door` does. The seconds are the sandbox's own, from sending to acknowledgement."""

    def __init__(self, slack: tests.workspace.Workspace, session: aiohttp.ClientSession) -> None:
        self._slack = slack
        self._session = session
        self.address = slack.address

    async def connected(self, sockets: int = 1) -> None:
        """Wait until so many sockets are open."""
        await asyncio.to_thread(self._wait_for, sockets)

    def _wait_for(self, sockets: int) -> None:
        while self._slack.state()["sockets"] != sockets:
            time.sleep(LOOK)

    async def command(self, user: str, command: str, text: str) -> bench.door.Answered:
        """Type a slash command and wait for its acknowledgement."""
        body = {"user": user, "channel": "dm", "command": command, "text": text, "wait": 0}
        async with self._session.post(f"{self.address}/_sandbox/command", json=body) as response:
            answer = await response.json()
        if not answer["ok"]:
            raise bench.site.SiteError(answer["error"])
        said = answer["response"] or {"text": answer["error"]}
        return bench.door.Answered(answer["latency_ms"] / 1000, str(said["text"]))


@contextlib.asynccontextmanager
async def opened(people: tuple[str, ...]) -> collections.abc.AsyncIterator[Control]:
    """A sandbox with these people in it, too."""
    workspace = bench.site.workspace(people)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        with await asyncio.to_thread(tests.workspace.Workspace, workspace) as slack:
            yield Control(slack, session)
