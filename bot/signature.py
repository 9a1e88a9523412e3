"""Slack's signature: whether a request is Slack's own, and a fresh one."""

import hashlib
import hmac

WINDOW = 300
"""Seconds by which a request's timestamp may differ from our clock; Slack's own rule."""

TIMESTAMP, SIGNATURE = "x-slack-request-timestamp", "x-slack-signature"


def fault_of_time(timestamp: str, signature: str, now: float) -> str | None:
    """What the two headers alone say against a request, before anything of its body is read; None if nothing."""
    if not timestamp or not signature:
        return "it is not signed"
    if not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) <= 12):
        return "its timestamp is no number"
    if abs(now - int(timestamp)) > WINDOW:
        return "its timestamp is too old or too new"
    return None


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """The signature of a body at a time, in Unix seconds."""
    digest = hmac.new(secret.encode(), b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256)
    return f"v0={digest.hexdigest()}"


def is_genuine(secret: str, timestamp: str, body: bytes, signature: str) -> bool:
    """Whether who signed this body knows the secret; it takes as long for every wrong signature."""
    return hmac.compare_digest(sign(secret, timestamp, body).encode(), signature.encode())
