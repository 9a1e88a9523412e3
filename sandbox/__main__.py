"""`python -m sandbox --workspace FILE.json [--port N]`: run a local Slack workspace until it is told to stop."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import pathlib
import sys
import threading

import sandbox.errors
import sandbox.faults
import sandbox.server
import sandbox.slack


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description="A local Slack workspace on 127.0.0.1.")
    parser.add_argument("--workspace", type=pathlib.Path, required=True, help="the workspace as JSON: see README.md")
    parser.add_argument("--port", type=int, default=0, help="0, the default, takes a free one")
    parser.add_argument("--host", choices=["127.0.0.1"], default="127.0.0.1", help="the loopback address, and no other")
    parser.add_argument("--may-kill", type=int, metavar="PID", help="the process that a fault of kind kill ends")
    parser.add_argument("--stop-with-stdin", action="store_true", help="stop when standard input closes")
    return parser.parse_args()


def opened(options: argparse.Namespace) -> sandbox.slack.Slack:
    if options.may_kill is not None:
        sandbox.faults.killable(options.may_kill)
    return sandbox.slack.Slack(json.loads(options.workspace.read_text()), options.may_kill)


def announce(address: str) -> None:
    """The one line of output: where the workspace listens."""
    sys.stdout.write(f"{address}\n")
    sys.stdout.flush()


def watch_stdin(slack: sandbox.slack.Slack) -> None:
    """Stop when standard input ends, as it does when the parent is gone by any means; a thread can read any kind."""
    loop = asyncio.get_running_loop()

    def read() -> None:
        while os.read(0, 4096):
            pass
        loop.call_soon_threadsafe(slack.on_stop)

    threading.Thread(target=read, daemon=True).start()


async def run(slack: sandbox.slack.Slack, options: argparse.Namespace) -> None:
    with sandbox.server.bound(options.port) as listening:
        if options.stop_with_stdin:
            watch_stdin(slack)
        await sandbox.server.serve(slack, listening, announce)


def main() -> int:
    options = arguments()
    try:
        asyncio.run(run(opened(options), options))
    except (OSError, ValueError, sandbox.errors.WrongError) as error:
        sys.stderr.write(f"The sandbox can't start: {error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
