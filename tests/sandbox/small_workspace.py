"""A small workspace: two advisers, a freelancer who is a guest, one who left, three channels, and an app."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

BOT_TOKEN = "xoxb-sandbox-bot"
APP_TOKEN = "xapp-sandbox-app"
SCOPES = (
    *("commands", "chat:write", "im:write", "im:history", "mpim:write"),
    *("channels:read", "channels:history", "channels:write.topic", "groups:read", "groups:history"),
    *("groups:write.topic", "users:read"),
)


def manifest() -> Json:
    return {
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Muster"},
            "slash_commands": [
                {"command": "/duty", "description": "who is on duty", "should_escape": True},
                {"command": "/plain", "description": "without escaping", "should_escape": False},
            ],
            "shortcuts": [
                {"name": "File as bug", "type": "message", "callback_id": "file:bug", "description": "a report"},
                {"name": "New report", "type": "global", "callback_id": "new:bug", "description": "a report"},
            ],
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "socket_mode_enabled": True,
            "event_subscriptions": {"bot_events": ["app_home_opened", "message.im", "user_change"]},
        },
    }


def workspace(**changes: Any) -> Json:
    """The workspace file; what is named is put in its place."""
    return {
        "team": {"id": "T0SMALL", "name": "Small", "domain": "small"},
        "now": "2026-03-02T08:00:00Z",
        "plan": "paid",
        "guide": {"title": "Try this"},
        "members": [
            {"id": "U0ADA", "name": "ada", "real_name": "Ada Lovelace", "title": "Adviser", "tz": "Europe/London"},
            {
                "id": "U0BOB",
                "name": "bob",
                "real_name": "Bob Ross",
                "tz": "America/New_York",
                "email": "bob@small.test",
            },
            {"id": "U0GUS", "name": "gus", "real_name": "Gus Guest", "tz": "Africa/Lagos", "is_guest": True},
            {"id": "U0OUT", "name": "out", "real_name": "Olga Out", "deleted": True},
        ],
        "channels": [
            {"id": "C0TRIAGE", "name": "triage", "topic": "", "members": ["U0ADA", "U0BOB", "U0BOT"]},
            {"id": "C0ELSE", "name": "elsewhere", "members": ["U0ADA"]},
            {"id": "G0SECRET", "name": "secret", "is_private": True, "members": ["U0ADA"]},
        ],
        "app": {
            "id": "A0MUSTER",
            "name": "Muster",
            "bot_user": "U0BOT",
            "bot_token": BOT_TOKEN,
            "app_token": APP_TOKEN,
            "signing_secret": "sandbox-secret",
            "manifest": manifest(),
        },
        **changes,
    }
