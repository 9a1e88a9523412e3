"""The app's manifest, made from the rows: what Slack must know of Muster, and no more."""

import collections.abc
import urllib.parse

import bot.errors
import commands

NAME = "Muster"

SCOPES = {
    "commands": "people speak to Muster by slash commands",
    "chat:write": "posts and edits its own messages",
    "im:write": "opens a direct message with somebody it has something to tell",
    "im:history": "reads what people write to it, and finds its own message again after a fault",
    "channels:read": "reads the triage channel's topic, who is in the updates channel or where something is shared",
    "groups:read": "the same where these channels are private",
    "channels:history": "reads the threads under its cards, and finds its own message again after a fault",
    "groups:history": "the same where the triage channel is private",
    "channels:write.topic": "names the pair on duty in the triage channel's topic",
    "groups:write.topic": "the same where the triage channel is private",
    "usergroups:read": "finds the user group of the people on duty, and reads who is in it",
    "usergroups:write": "creates that user group, and lets it hold who is on duty",
    "users:read": "sees once a day, and when it changes, who left, who is a guest, and names and time zones",
    "users:read.email": "finds the account of somebody whom the roster names by e-mail address alone",
}
"""Each bot scope with what it is for."""

EVENTS = (
    *("app_home_opened", "app_uninstalled", "team_join", "tokens_revoked", "user_change"),
    *("member_joined_channel", "member_left_channel"),
    *("message.channels", "message.groups", "message.im"),
)


PATH = "/slack/events"
"""Where Slack's requests come in, all of them, where they come by HTTP."""


def build(url: str | None = None) -> dict[str, object]:
    """The manifest as Slack's *Create an app from a manifest* takes it; with `url`, for requests by HTTP to there."""
    address = {} if url is None else {"request_url": _request_url(url)}
    return {
        "display_information": {
            "name": NAME,
            "description": "Runs a freelancer support programme: who is on duty, and how the programme stands.",
            "background_color": "#1f3a5f",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": NAME, "always_online": True},
            "slash_commands": [_command(root, address.get("request_url")) for root in commands.ROOTS],
            "shortcuts": [_shortcut(shortcut) for shortcut in commands.SHORTCUTS],
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": {"bot_events": list(EVENTS), **address},
            "interactivity": {"is_enabled": True, **address},
            "org_deploy_enabled": False,
            "socket_mode_enabled": url is None,
            "token_rotation_enabled": False,
        },
    }


DESCRIPTIONS = {
    "program": "How the programme stands, and what you can do",
    "broadcast": "Product updates: send one, and see which you have not read",
    "contract": "Contracts: your dates, and what needs a decision",
    "checkin": "Weekly check-ins: my people this week, log, history",
    "kudos": "Thank a freelancer for their work",
    "bug": "Report a problem, and see what became of it",
    "duty": "Who is on duty, and who is next",
}


def _command(root: str, url: str | None) -> collections.abc.Mapping[str, object]:
    words = [verb.words for verb in commands.VERBS if verb.root == root and verb.words]
    return {
        "command": f"/{root}",
        "description": DESCRIPTIONS[root],
        "usage_hint": f"[{' | '.join(sorted(words))}]",
        "should_escape": True,
        **({} if url is None else {"url": url}),
    }


def _shortcut(shortcut: commands.rows.Shortcut) -> dict[str, str]:
    return {
        "name": shortcut.label,
        "type": "message",
        "callback_id": shortcut.callback,
        "description": shortcut.does,
    }


def _request_url(url: str) -> str:
    """The address of our path on a server; Slack takes one with TLS alone."""
    parts = urllib.parse.urlsplit(url)
    if parts.scheme != "https" or not parts.hostname or parts.path.rstrip("/") not in ("", PATH):
        raise bot.errors.Refusal(
            f"{url} is no address that Slack can send to. Write one such as https://muster.example.org; "
            f"Slack's requests then come to {PATH} there."
        )
    return f"https://{parts.netloc}{PATH}"
