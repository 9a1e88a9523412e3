"""Logs: one line an event, as text or JSON, never with a secret, nor with what people typed."""

import collections.abc
import datetime
import json
import logging
import re
import sys
import traceback

_SECRET = re.compile(
    r"(xox[a-z]|xapp)-[A-Za-z0-9-]+"
    r"|(?<=ticket=)[^&\s\"']+"
    r"|hooks\.slack\.com(\\*/[^\s\"'\\,]+)+"  # whoever has a response_url may post by it
    r"|(token|response_url)\\*\":\s*\\*\"([^\"\\]|\\+/)*"  # in a payload, quoted as often as it may be
)
_NOISY = ("slack_bolt", "slack_sdk", "apscheduler", "aiohttp", "asyncio", "alembic", "urllib3")
_QUOTING = ("slack_bolt", "slack_sdk", "slack_sdk.socket_mode", "sqlalchemy")
"""Those that quote whole requests, answers and rows below WARNING: what people typed is in no log, at no level."""

_SILENT = ("slack_sdk.socket_mode", "uvicorn")
"""Those that report what is none of our matter, or what we report ourselves."""

_OWN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


def configure(level: str, form: str, secrets: collections.abc.Iterable[str] = ()) -> None:
    """Send logs to standard error. Libraries speak from WARNING on, and at DEBUG of all but what people typed."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines(secrets) if form == "json" else TextLines(secrets))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _NOISY:
        logging.getLogger(name).setLevel(logging.DEBUG if level == "DEBUG" else logging.WARNING)
    for name in _SILENT:
        logging.getLogger(name).setLevel(logging.DEBUG if level == "DEBUG" else logging.CRITICAL)
    for name in _QUOTING:
        logging.getLogger(name).setLevel(max(logging.getLogger(name).level, logging.WARNING))


class _Lines(logging.Formatter):
    """What both formats share: the values given as `extra`, and the hiding of secrets."""

    def __init__(self, secrets: collections.abc.Iterable[str]) -> None:
        super().__init__()
        self._secrets = tuple(secret for secret in secrets if secret)

    def hide(self, line: str) -> str:
        """The line without tokens, those known and those that look like one."""
        for secret in self._secrets:
            line = line.replace(secret, "…")
        return _SECRET.sub("…", line)

    @staticmethod
    def values(record: logging.LogRecord) -> dict[str, object]:
        """What the caller gave as `extra`."""
        return {name: value for name, value in vars(record).items() if name not in _OWN}

    @staticmethod
    def at(record: logging.LogRecord) -> str:
        """The machine's time, in UTC."""
        at = datetime.datetime.fromtimestamp(record.created, datetime.UTC)
        return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


class TextLines(_Lines):
    """`2026-03-02T09:00:00.000Z INFO bot.run: joined team=T1`, and a traceback where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        values = "".join(f" {name}={value}" for name, value in self.values(record).items())
        line = f"{self.at(record)} {record.levelname} {record.name}: {record.getMessage()}{values}"
        if record.exc_info:
            line += "\n" + self.formatException(record.exc_info)
        return self.hide(line)


class JsonLines(_Lines):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        entry: dict[str, object] = {
            "at": self.at(record),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **self.values(record),
        }
        if record.exc_info:
            entry["traceback"] = "".join(traceback.format_exception(*record.exc_info))
        return self.hide(json.dumps(entry, default=str, ensure_ascii=False))
