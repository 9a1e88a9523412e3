"""Who is in the updates channel: as Slack tells of each who comes and goes, and read as a whole once an hour."""

import asyncio
import collections.abc
import contextlib
import dataclasses
import datetime
import logging
import typing

import slack_sdk.web.async_client
import sqlmodel

import bot.boundary
import bot.clock
import bot.outcome
import bot.readiness
import bot.store
import data.database
import data.members
import data.settings
import rules.settings

log = logging.getLogger(__name__)

METHOD = "conversations.members"
PAGE = 200

OFTEN = datetime.timedelta(hours=1)
"""How often all are read, by the programme's clock."""

IDLE = 60.0
"""Seconds of the machine's time after which it is seen whether that is due, or another channel is set."""


@dataclasses.dataclass(frozen=True)
class Told:
    """Somebody came into a channel or left it; `is_muster`: that was Muster itself."""

    channel: str
    slack_id: str
    is_there: bool
    is_muster: bool


def told(event: collections.abc.Mapping[str, typing.Any], bot_user_id: str) -> Told:
    """What `member_joined_channel` and `member_left_channel` say."""
    user = str(event["user"])
    return Told(str(event["channel"]), user, event["type"] == "member_joined_channel", user == bot_user_id)


def concerns(session: sqlmodel.Session, told: Told) -> bool:
    """Whether that is the updates channel, and something new."""
    if told.channel != _channel(session):
        return False
    return told.is_muster or data.members.holds(session, told.channel, told.slack_id) != told.is_there


def record(session: sqlmodel.Session, told: Told, now: datetime.datetime) -> None:
    """Keep it; of Muster itself also whether it can write there."""
    (data.members.add if told.is_there else data.members.remove)(session, told.channel, told.slack_id)
    if told.is_muster:
        _record_muster(session, told.channel, told.is_there, now)


def _record_muster(session: sqlmodel.Session, channel: str, is_there: bool, now: datetime.datetime) -> None:
    if is_there:
        bot.readiness.record_written_in(session, channel)
    else:
        bot.readiness.record_not_invited(session, channel, now)


def _channel(session: sqlmodel.Session) -> str:
    return rules.settings.read(data.settings.load(session)).updates_channel


async def read(client: slack_sdk.web.async_client.AsyncWebClient, channel: str) -> set[str]:
    """All who are in a channel, page by page."""
    found: set[str] = set()
    cursor = ""
    while True:
        asked = {"channel": channel, "limit": str(PAGE), **({"cursor": cursor} if cursor else {})}
        answer = await client.api_call(METHOD, data=asked)
        found.update(answer["members"])
        cursor = str((answer.get("response_metadata") or {}).get("next_cursor") or "")
        if not cursor:
            return found


class Members:
    """Reads all members at start, when another channel is set, and every hour."""

    def __init__(
        self,
        store: bot.store.Store,
        clock: bot.clock.Clock,
        client: slack_sdk.web.async_client.AsyncWebClient,
        bot_user_id: str,
    ) -> None:
        self._store = store
        self._clock = clock
        self._client = client
        self._bot_user_id = bot_user_id
        self._awake = asyncio.Event()
        self._read: tuple[str, datetime.datetime] | None = None

    def wake(self) -> None:
        """The clock was moved on: it may be time."""
        self._awake.set()

    async def run(self) -> None:
        """Read, until cancelled; what fails is tried again in a while."""
        while True:
            self._awake.clear()
            with contextlib.suppress(data.database.StoreError):
                await bot.boundary.guarded("reading a channel's members", self.once(), data.database.StoreError)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._awake.wait(), IDLE)

    async def once(self) -> None:
        """Read them if it is time."""
        channel, now = await self._store.read(_channel), self._clock.now()
        if not channel or (self._read is not None and self._read[0] == channel and now < self._read[1] + OFTEN):
            return
        try:
            members = await read(self._client, channel)
        except bot.outcome.FAILURES as error:
            await self._failed(channel, bot.outcome.of(error, METHOD), now)
            return
        self._read = channel, now
        is_there = self._bot_user_id in members

        def write(session: sqlmodel.Session) -> None:
            if channel == _channel(session):
                data.members.record_all(session, channel, members)
                _record_muster(session, channel, is_there, now)

        await self._store.write(write)

    async def _failed(self, channel: str, outcome: bot.outcome.Outcome, now: datetime.datetime) -> None:
        """A channel that Slack does not show is looked for again in an hour; what else went wrong in a minute."""
        log.warning("Slack does not say who is in the updates channel", extra={"error": str(outcome)})
        if isinstance(outcome, bot.outcome.Impossible):
            self._read = channel, now
            await self._store.write(lambda session: bot.readiness.record_not_seen(session, channel, outcome.error, now))
