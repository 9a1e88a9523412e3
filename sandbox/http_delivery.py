"""Signed HTTP: each payload is one request to the app's address, and its answer is the acknowledgement."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import time
import urllib.parse
import uuid
from collections.abc import Mapping
from typing import Any

import aiohttp

import sandbox.journal
import sandbox.sockets
import sandbox.workspace

Json = dict[str, Any]

SHOWN = {"operation_timeout": "http_timeout", "dispatch_failed": "connection_failed"}
"""Why an event is told again, by what a person would read of a command; any other word is an `http_error`."""


class Http:
    """The other transport: nobody has to be connected, only to answer."""

    def __init__(self, journal: sandbox.journal.Journal, app: sandbox.workspace.App) -> None:
        self._journal = journal
        self._app = app

    async def deliver(
        self, kind: str, payload: Json, *, answerable: bool, retry: Json | None = None
    ) -> sandbox.sockets.Delivery:
        """Send one request and wait up to 3 real seconds for its answer."""
        ident = str(uuid.uuid4())
        entry = self._journal.add("envelope", type=kind, envelope_id=ident, payload=payload, **(retry or {}))
        began = time.monotonic()
        error, body = await self._exchange(kind, payload, retry or {})
        latency = round((time.monotonic() - began) * 1000, 3)
        if error is not None:
            self._journal.add("refused", what="envelope", envelope_n=entry["n"], envelope_id=ident, error=error)
            reason = SHOWN.get(error, "http_error")
            return sandbox.sockets.Delivery(entry["n"], False, latency, {}, error, reason)
        self._journal.add("ack", envelope_id=ident, body=body or None, late=False, to=entry["n"])
        return sandbox.sockets.Delivery(entry["n"], True, latency, body if answerable else {})

    async def verify(self) -> bool:
        """Whether the address answers Slack's challenge, as when it is entered on the app's page."""
        challenge = secrets.token_hex(16)
        payload = {"token": "sandbox", "type": "url_verification", "challenge": challenge}
        error, body = await self._exchange("url_verification", payload, {})
        entry = self._journal.add("envelope", type="url_verification", payload=payload)
        verified = error is None and challenge in (body.get("challenge"), body.get("text"))
        self._journal.add("ack" if verified else "refused", what="url_verification", body=body, to=entry["n"])
        return verified

    async def _exchange(self, kind: str, payload: Json, retry: Json) -> tuple[str | None, Json]:
        """What a person would read of it if it failed, and the answer's body."""
        content, body = encoded(kind, payload)
        headers = {"Content-Type": content, **signed(self._app.signing_secret, body), **_retried(retry)}
        timeout = aiohttp.ClientTimeout(total=sandbox.sockets.ACK_SECONDS)
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout) as session,
                session.post(self._app.request_url, data=body, headers=headers, allow_redirects=False) as response,
            ):
                text = await response.text()
        except TimeoutError:
            return "operation_timeout", {}
        except (aiohttp.ClientError, OSError, UnicodeDecodeError):
            return "dispatch_failed", {}
        if not 200 <= response.status < 300:
            return f"http_{response.status}", {}
        return None, _answered(response.content_type, text)


def encoded(kind: str, payload: Json) -> tuple[str, bytes]:
    """A command is a form of its fields, an event JSON, and all else a form with JSON in one field."""
    if kind in ("events_api", "url_verification"):
        return "application/json", json.dumps(payload).encode()
    fields = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
    return "application/x-www-form-urlencoded", urllib.parse.urlencode(fields).encode()


def signed(secret: str, body: bytes, at: float | None = None) -> dict[str, str]:
    """The headers by which the app knows that Slack sent this body, now unless said otherwise."""
    stamp = str(int(time.time() if at is None else at))
    digest = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    return {
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={digest}",
        "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
    }


def _retried(retry: Mapping[str, Any]) -> dict[str, str]:
    if not retry.get("retry_attempt"):
        return {}
    return {"X-Slack-Retry-Num": str(retry["retry_attempt"]), "X-Slack-Retry-Reason": str(retry["retry_reason"])}


def _answered(kind: str, text: str) -> Json:
    """What the answer said: its JSON, or else its words."""
    if kind == "application/json":
        try:
            value = json.loads(text)
        except ValueError:
            return {}
        return value if isinstance(value, dict) else {}
    return {"text": text} if text else {}
