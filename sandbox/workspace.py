"""A workspace as it stands: its people, channels, groups, messages, views and the app, made from one JSON file."""

from __future__ import annotations

import secrets
import urllib.parse
import zoneinfo
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import sandbox.errors

Json = dict[str, Any]


def new_id(prefix: str) -> str:
    """A fresh id in Slack's shape; random, so that it differs from those before a reset or a restart."""
    return prefix + secrets.token_hex(5).upper()


@dataclass(slots=True)
class Member:
    id: str
    name: str
    real_name: str
    title: str = ""
    tz: str = "UTC"
    email: str = ""
    is_guest: bool = False
    deleted: bool = False
    is_bot: bool = False


@dataclass(slots=True)
class Message:
    ts: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    bot: bool = False
    thread_ts: str | None = None
    broadcast: bool = False
    edited: Json | None = None
    ephemeral_to: str | None = None
    subtype: str | None = None
    topic: str | None = None
    metadata: Json | None = None
    reactions: dict[str, list[str]] = field(default_factory=dict)
    files: list[Json] = field(default_factory=list)
    parent_user: str | None = None  # of a reply: who wrote the first message of its thread
    stored: float = 0.0  # monotonic seconds
    hidden_until: float = 0.0  # monotonic seconds


@dataclass(slots=True)
class Channel:
    id: str
    name: str
    is_private: bool = False
    is_im: bool = False
    is_mpim: bool = False
    topic: str = ""
    members: list[str] = field(default_factory=list)
    messages: dict[str, Message] = field(default_factory=dict)  # by ts, oldest first
    threads: dict[str, list[str]] = field(default_factory=dict)  # the ts of replies by that of the first message
    created: int = 0

    def add(self, message: Message) -> None:
        self.messages[message.ts] = message
        if message.thread_ts:
            self.threads.setdefault(message.thread_ts, []).append(message.ts)

    def remove(self, message: Message) -> None:
        del self.messages[message.ts]
        if message.thread_ts:
            self.threads[message.thread_ts].remove(message.ts)

    @property
    def kind(self) -> str:
        """The word of Slack's scopes: `channels`, `groups`, `im` or `mpim`."""
        if self.is_im:
            return "im"
        if self.is_mpim:
            return "mpim"
        return "groups" if self.is_private else "channels"

    def thread(self, ts: str) -> list[Message]:
        """A message and its replies, oldest first."""
        return [self.messages[one] for one in (ts, *self.threads.get(ts, ())) if one in self.messages]


@dataclass(slots=True)
class UserGroup:
    id: str
    handle: str
    name: str
    description: str = ""
    users: list[str] = field(default_factory=list)
    disabled: bool = False
    created: int = 0
    updated: int = 0


@dataclass(slots=True)
class App:
    id: str
    name: str
    bot_user: str
    bot_token: str
    app_token: str
    signing_secret: str
    manifest: Json
    request_url: str = ""

    @property
    def bot_id(self) -> str:
        return "B" + self.bot_user[1:]

    @property
    def scopes(self) -> list[str]:
        found = self.manifest.get("oauth_config", {}).get("scopes", {}).get("bot", [])
        return list(found)

    @property
    def bot_events(self) -> list[str]:
        found = self.manifest.get("settings", {}).get("event_subscriptions", {}).get("bot_events", [])
        return list(found)

    @property
    def commands(self) -> list[Json]:
        return list(self.manifest.get("features", {}).get("slash_commands", []))

    @property
    def shortcuts(self) -> list[Json]:
        return list(self.manifest.get("features", {}).get("shortcuts", []))

    @property
    def home(self) -> Json:
        return dict(self.manifest.get("features", {}).get("app_home", {}))


@dataclass(slots=True)
class View:
    """One modal on a person's screen, or their App Home: what the app sent, and what the person has filled in."""

    id: str
    user: str
    body: Json
    root: str
    previous: str | None = None
    hash: str = ""
    values: dict[str, Json] = field(default_factory=dict)


@dataclass(slots=True)
class Workspace:
    team: Json
    plan: str
    now: str | None
    members: dict[str, Member]
    channels: dict[str, Channel]
    app: App
    guide: Json
    limited: bool
    usergroups: dict[str, UserGroup]
    usergroup_editors: str  # everyone, or owners: then no app is among them
    stacks: dict[str, list[View]] = field(default_factory=dict)
    homes: dict[str, View] = field(default_factory=dict)

    def member(self, user: object) -> Member:
        found = self.members.get(user) if isinstance(user, str) else None
        if found is None:
            raise sandbox.errors.WrongError(
                f'There is no member {user!r} in this workspace: send an id such as "U0ADA".'
            )
        return found

    def join(self, source: Json) -> Member:
        """Somebody new, as the workspace file would say it."""
        member = _member(source)
        self.members[member.id] = member
        return member

    def channel(self, channel: object, user: str | None = None) -> Channel:
        """A channel by id; `dm` is the user's direct messages with the bot."""
        found = self.channels.get(channel) if isinstance(channel, str) else None
        if channel == "dm" and user is not None:
            found = self.direct(user)
        if found is None:
            raise sandbox.errors.WrongError(f'There is no channel {channel!r}: send an id such as "C0TRIAGE", or "dm".')
        return found

    def usergroup(self, group: object) -> UserGroup:
        found = self.usergroups.get(group) if isinstance(group, str) else None
        if found is None:
            raise sandbox.errors.WrongError(f'There is no user group {group!r}: send an id such as "S0DUTY".')
        return found

    def direct(self, user: str) -> Channel:
        """The direct messages of a person with the bot; its id is made from theirs, so it is the same after a reset."""
        ident = "D" + user[1:]
        if ident not in self.channels:
            members = [user, self.app.bot_user]
            self.channels[ident] = Channel(ident, "directmessage", is_private=True, is_im=True, members=members)
        return self.channels[ident]

    def group(self, users: Iterable[str]) -> Channel:
        """The direct messages of several people and the bot."""
        people = [*dict.fromkeys(users), self.app.bot_user]
        for channel in self.channels.values():
            if channel.is_mpim and set(channel.members) == set(people):
                return channel
        name = "mpdm-" + "--".join(self.members[one].name for one in people) + "-1"
        made = Channel(new_id("G"), name, is_private=True, is_mpim=True, members=people)
        self.channels[made.id] = made
        return made


# -- reading the file


def _part(source: object, name: str, kind: type, default: Any = None) -> Any:
    value = source.get(name, default) if isinstance(source, Mapping) else None
    if not isinstance(value, kind):
        raise sandbox.errors.WrongError(f"The workspace needs {name!r}, as {kind.__name__}: see sandbox/README.md.")
    return value


def _fields(source: Json, what: str, needed: tuple[str, ...], possible: tuple[str, ...]) -> Json:
    missing = [name for name in needed if not isinstance(source.get(name), str) or not source[name]]
    unknown = sorted(set(source) - {*needed, *possible})
    if missing or unknown:
        wrong = f"lacks {missing}" if missing else f"has unknown {unknown}"
        raise sandbox.errors.WrongError(
            f"The workspace's {what} {source.get('id', '')!r} {wrong}: see sandbox/README.md."
        )
    return source


def _member(source: Json) -> Member:
    possible = ("real_name", "title", "tz", "email", "is_guest", "deleted")
    read = {"real_name": source.get("name", ""), **_fields(source, "member", ("id", "name"), possible)}
    member = Member(**read)
    try:
        zoneinfo.ZoneInfo(member.tz)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, TypeError):
        raise sandbox.errors.WrongError(f"The member {member.id} has an unknown time zone {member.tz!r}.") from None
    return member


def _channel(source: Json, people: Mapping[str, Member]) -> Channel:
    channel = Channel(**_fields(source, "channel", ("id", "name"), ("is_private", "topic", "members")))
    channel.members = _known(f"channel {channel.id}", channel.members, people)
    return channel


def _usergroup(source: Json, people: Mapping[str, Member]) -> UserGroup:
    needed, possible = ("id", "handle", "name"), ("description", "users", "disabled")
    group = UserGroup(**_fields(source, "user group", needed, possible))
    group.users = _known(f"user group {group.id}", group.users, people)
    return group


def _known(what: str, ids: Iterable[str], people: Mapping[str, Member]) -> list[str]:
    strangers = [one for one in ids if one not in people]
    if strangers:
        raise sandbox.errors.WrongError(f"The {what} has members that are not in the workspace: {strangers}.")
    return list(ids)


def _app(source: Json) -> App:
    needed = ("id", "name", "bot_user", "bot_token", "app_token", "signing_secret")
    _fields(source, "app", needed, ("manifest", "request_url"))
    url = _part(source, "request_url", str, "")
    if url and not (url.startswith("http://") and urllib.parse.urlsplit(url).hostname in ("127.0.0.1", "localhost")):
        raise sandbox.errors.WrongError(
            f"The app's request_url {url!r} is not on this machine: write one such as "
            '"http://127.0.0.1:3000/slack/events".'
        )
    return App(**{name: source[name] for name in needed}, manifest=_part(source, "manifest", dict), request_url=url)


def read(source: object) -> Workspace:
    """The workspace that a file describes; a `WrongError` says what is wrong with it."""
    app = _app(_part(source, "app", dict))
    team = _fields(_part(source, "team", dict), "team", ("id", "name", "domain"), ())
    members = {one["id"]: _member(one) for one in _part(source, "members", list)}
    members[app.bot_user] = Member(app.bot_user, app.name.lower(), app.name, is_bot=True)
    channels = {one["id"]: _channel(one, members) for one in _part(source, "channels", list)}
    groups = {one["id"]: _usergroup(one, members) for one in _part(source, "usergroups", list, [])}
    limits = _part(source, "limits", str, "slack")
    return Workspace(
        team=team,
        plan=_part(source, "plan", str, "paid"),
        now=_part(source, "now", str) if isinstance(source, Mapping) and source.get("now") else None,
        members=members,
        channels=channels,
        app=app,
        guide=_part(source, "guide", dict, {}),
        limited=limits != "off",
        usergroups=groups,
        usergroup_editors=_part(source, "usergroup_editors", str, "everyone"),
    )
