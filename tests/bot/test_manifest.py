"""The manifest: within Slack's limits, true to the rows, and asking for no more than is used."""

import json
import typing

import pytest

import bot.delivery
import bot.directory
import bot.errors
import bot.manifest
import commands

Json = dict[str, typing.Any]


def manifest() -> Json:
    built: Json = json.loads(json.dumps(bot.manifest.build()))
    return built


def test_every_root_is_a_command_and_every_command_a_root() -> None:
    listed = [command["command"] for command in manifest()["features"]["slash_commands"]]
    assert listed == [f"/{root}" for root in commands.ROOTS]


def test_a_mention_in_a_commands_text_comes_as_one() -> None:
    assert all(command["should_escape"] is True for command in manifest()["features"]["slash_commands"])


def test_each_command_hints_at_its_verbs() -> None:
    hints = {command["command"]: command["usage_hint"] for command in manifest()["features"]["slash_commands"]}
    for verb in commands.VERBS:
        assert verb.words in hints[f"/{verb.root}"]


def test_nothing_is_longer_than_slack_takes() -> None:
    built = manifest()
    assert len(built["display_information"]["name"]) <= 35
    assert len(built["display_information"]["description"]) <= 140
    assert len(built["features"]["slash_commands"]) <= 50
    for command in built["features"]["slash_commands"]:
        assert 2 <= len(command["command"]) <= 32
        assert len(command["description"]) <= 2000
        assert command["description"]


def test_people_can_write_back_and_press_buttons_and_the_socket_is_on() -> None:
    built = manifest()
    assert built["features"]["app_home"] == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": False,
    }
    assert built["settings"]["interactivity"] == {"is_enabled": True}
    assert built["settings"]["socket_mode_enabled"] is True
    assert built["settings"]["event_subscriptions"]["bot_events"] == list(bot.manifest.EVENTS)


URL = "https://muster.test/slack/events"


@pytest.mark.parametrize("given", ["https://muster.test", "https://muster.test/", URL, f"{URL}/"])
def test_by_http_every_request_comes_to_one_address_and_the_socket_is_off(given: str) -> None:
    built: Json = json.loads(json.dumps(bot.manifest.build(given)))
    assert built["settings"]["socket_mode_enabled"] is False
    assert built["settings"]["event_subscriptions"]["request_url"] == URL
    assert built["settings"]["interactivity"] == {"is_enabled": True, "request_url": URL}
    assert {command["url"] for command in built["features"]["slash_commands"]} == {URL}
    assert "muster.test" not in json.dumps(manifest())


@pytest.mark.parametrize("url", ["http://muster.test", "muster.test", "https://", "https://muster.test/elsewhere"])
def test_an_address_that_slack_can_not_send_to_is_refused_with_a_sentence(url: str) -> None:
    with pytest.raises(bot.errors.Refusal, match="is no address that Slack can send to"):
        bot.manifest.build(url)


SCOPES_OF = {
    "chat.postMessage": {"chat:write"},
    "chat.update": {"chat:write"},
    "views.publish": set[str](),
    "views.open": set[str](),
    "auth.test": set[str](),
    "conversations.open": {"im:write"},
    "conversations.info": {"channels:read", "groups:read"},
    "conversations.members": {"channels:read", "groups:read"},
    "conversations.setTopic": {"channels:write.topic", "groups:write.topic"},
    "conversations.history": {"im:history", "channels:history", "groups:history"},
    "conversations.replies": {"im:history", "channels:history", "groups:history"},
    "usergroups.list": {"usergroups:read"},
    "usergroups.create": {"usergroups:write"},
    "usergroups.enable": {"usergroups:write"},
    "usergroups.users.list": {"usergroups:read"},
    "usergroups.users.update": {"usergroups:write"},
    "users.info": {"users:read"},
    "users.lookupByEmail": {"users:read.email"},
}
"""Slack's, for where Muster calls them: direct messages, and channels public or private."""


def test_the_scopes_are_those_that_calls_need_and_no_others() -> None:
    tables = (bot.delivery.METHODS, bot.delivery.FINDS)
    sent = {method for table in tables for methods in table.values() for method in methods}
    called = sent | {*bot.delivery.READS, "views.open", bot.directory.METHOD}
    needed = {"commands"}.union(*(SCOPES_OF[method] for method in called))
    assert set(manifest()["oauth_config"]["scopes"]["bot"]) == needed


def test_every_scope_says_what_it_is_for() -> None:
    assert all(len(why) > 10 for why in bot.manifest.SCOPES.values())
