"""The two ways of saying no: Slack's (an error code) and the control's (a sentence that says what to send)."""

from __future__ import annotations

from typing import Any


class RefusedError(Exception):
    """Slack refuses a call: `{"ok": false, "error": code, ...}` with HTTP 200, or 429."""

    def __init__(self, code: str, status: int = 200, retry_after: int | None = None, **more: Any) -> None:
        super().__init__(code)
        self.code = code
        self.status = status
        self.retry_after = retry_after
        self.answer: dict[str, Any] = {"ok": False, "error": code, **more}


class WrongError(Exception):
    """The control was asked for something it can't do; the message is one sentence that says what to send."""
