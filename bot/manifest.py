"""The app's manifest, made from the rows: what Slack must know of Muster, and no more."""

import collections.abc

import commands

NAME = "Muster"

SCOPES = {
    "commands": "people speak to Muster by slash commands",
    "chat:write": "posts and edits its own messages",
    "im:write": "opens a direct message with somebody it has something to tell",
    "im:history": "finds its own message in a direct message again after a fault, so that none is sent twice",
    "channels:read": "reads the triage channel's topic, and whether it is a member there",
    "groups:read": "the same where the triage channel is private",
    "channels:history": "finds its own message in the triage channel again after a fault",
    "groups:history": "the same where the triage channel is private",
    "channels:write.topic": "names the pair on duty in the triage channel's topic",
    "groups:write.topic": "the same where the triage channel is private",
    "users:read": "learns the names and time zones of the managers named in the environment",
}
"""Each bot scope with what it is for."""

EVENTS = ("app_home_opened",)


def build() -> dict[str, object]:
    """The manifest as Slack's *Create an app from a manifest* takes it."""
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
            "slash_commands": [_command(root) for root in commands.ROOTS],
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": {"bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True},
            "org_deploy_enabled": False,
            "socket_mode_enabled": True,
            "token_rotation_enabled": False,
        },
    }


DESCRIPTIONS = {"program": "How the programme stands, and what you can do", "duty": "Who is on duty, and who is next"}


def _command(root: str) -> collections.abc.Mapping[str, object]:
    words = [verb.words for verb in commands.VERBS if verb.root == root and verb.words]
    return {
        "command": f"/{root}",
        "description": DESCRIPTIONS[root],
        "usage_hint": f"[{' | '.join(sorted(words))}]",
        "should_escape": True,
    }
