"""Who calls: the app's two tokens, and whether they still hold."""

from __future__ import annotations

import sandbox.errors
import sandbox.workspace

KINDS = ("bot", "app")
WORDS = ("token_revoked", "invalid_auth", "account_inactive")


class Tokens:
    def __init__(self) -> None:
        self.revoked: dict[str, str] = {}

    def kind(self, app: sandbox.workspace.App, token: str | None) -> str:
        """`bot` or `app`, for a token that holds."""
        if not token:
            raise sandbox.errors.RefusedError("not_authed")
        kind = {app.bot_token: "bot", app.app_token: "app"}.get(token)
        if kind is None:
            raise sandbox.errors.RefusedError("invalid_auth")
        if kind in self.revoked:
            raise sandbox.errors.RefusedError(self.revoked[kind])
        return kind
