"""One try at bringing one notice to Slack, and looking there for one of which nothing is known."""

import asyncio
import collections.abc
import dataclasses
import datetime
import typing

import slack_sdk.errors
import slack_sdk.web.async_client

import bot.group
import bot.outcome
import bot.tally
import data.models
import messages.duty

EVENT = "muster_notice"
"""The metadata type under which a post carries its notice's key."""

LOOK_BACK = datetime.timedelta(seconds=60)
PAGE = 200

METHODS = {
    data.models.NoticeKind.POST: ("chat.postMessage",),
    data.models.NoticeKind.EDIT: ("chat.update",),
    data.models.NoticeKind.HOME: ("views.publish",),
    data.models.NoticeKind.TOPIC: ("conversations.info", "conversations.setTopic"),
    data.models.NoticeKind.GROUP: bot.group.KEEPS,
}
"""What each kind of notice calls."""

LOOKS = ("conversations.history", "conversations.replies")
"""What looking for a post calls: one or the other."""

OPENS_DM = "conversations.open"
FINDS = {data.models.NoticeKind.POST: (OPENS_DM,), data.models.NoticeKind.GROUP: bot.group.FINDS}
"""What a kind calls before that, as long as the place is not known."""

READS = (
    *("conversations.info", "conversations.members", "conversations.history", "conversations.replies"),
    *("auth.test", "users.info"),
    *("usergroups.list", "usergroups.users.list"),
)
"""Methods that take their arguments as a form and not as JSON."""

T = typing.TypeVar("T")
Answer = collections.abc.Mapping[str, typing.Any]


@dataclasses.dataclass(frozen=True)
class Place:
    """Where a notice goes: the channel or user group if it is known, an edit's message, a reply's thread."""

    channel: str | None
    ts: str | None = None
    thread: str | None = None

    @property
    def in_thread(self) -> dict[str, str]:
        """The argument of Slack's methods for what is in a thread."""
        return {"thread_ts": self.thread} if self.thread else {}


class Delivery:
    """Calls Slack. Every call is bounded by `seconds`; what it means is said by an `Outcome`, never by an error."""

    def __init__(
        self, client: slack_sdk.web.async_client.AsyncWebClient, seconds: float, tally: bot.tally.Tally | None = None
    ) -> None:
        self._client = client
        self._seconds = seconds
        self._tally = tally or bot.tally.Tally()

    async def deliver(self, notice: data.models.Notice, place: Place) -> bot.outcome.Outcome:
        """Try once. For a DM not opened yet, that is part of it."""
        outcome = await self._bounded(self._deliver(notice, place), METHODS[notice.kind][-1])
        if isinstance(outcome, bot.outcome.Delivered):
            self._tally.deliver(notice.kind)
        return outcome

    async def look_for(self, notice: data.models.Notice, place: Place) -> bot.outcome.Outcome | None:
        """The message that this notice may have become; None if it is surely not there."""
        return await self._bounded(self._look_for(notice, place), "conversations.history")

    async def is_authorised(self) -> bool:
        """Whether the token works."""
        answer = await self._bounded(self._call("auth.test"), "auth.test")
        return isinstance(answer, collections.abc.Mapping)

    async def _bounded(self, work: collections.abc.Awaitable[T], method: str) -> T | bot.outcome.Outcome:
        try:
            async with asyncio.timeout(self._seconds):
                return await work
        except bot.outcome.CallFailed as failed:
            return failed.outcome
        except (TimeoutError, KeyError, TypeError, AttributeError) as error:  # an `ok` of another shape is no answer
            self._tally.calls[method, "failed"] += 1
            return bot.outcome.of(error, method)

    async def _deliver(self, notice: data.models.Notice, place: Place) -> bot.outcome.Outcome:
        if notice.kind == data.models.NoticeKind.TOPIC:
            return await self._set_topic(notice)
        if notice.kind == data.models.NoticeKind.GROUP:
            return await bot.group.bring(self._call, notice.payload, place.channel)
        if notice.kind == data.models.NoticeKind.HOME:
            await self._call("views.publish", user_id=notice.lane.partition(":")[2], view=notice.payload)
            return bot.outcome.Delivered()
        if notice.kind == data.models.NoticeKind.EDIT:
            shown = {"blocks": [], **notice.payload}  # blocks that are left out would stay as they were
            shown.pop("reply_broadcast", None)  # a reply that the channel shows too is edited like any other
            await self._call("chat.update", channel=place.channel, ts=place.ts, **shown)
            return bot.outcome.Delivered(place.channel, place.ts)
        channel = place.channel or await self._open(notice.lane)
        metadata = {"event_type": EVENT, "event_payload": {"key": notice.key}}
        said = notice.payload | place.in_thread
        answer = await self._call("chat.postMessage", channel=channel, metadata=metadata, **said)
        in_thread = answer.get("message", {}).get("thread_ts")
        return bot.outcome.Delivered(channel, answer["ts"], left=None if in_thread else place.thread)

    async def _set_topic(self, notice: data.models.Notice) -> bot.outcome.Outcome:
        """Read first, and set only what differs: each setting leaves a line in the channel."""
        channel, part = str(notice.payload["channel"]), str(notice.payload["part"])
        answer = await self._call("conversations.info", channel=channel)
        present = str(answer["channel"].get("topic", {}).get("value", ""))
        wanted = messages.duty.topic(present, part)
        if wanted != present:
            await self._call("conversations.setTopic", channel=channel, topic=wanted)
        return bot.outcome.Delivered(channel)

    async def _open(self, lane: str) -> str:
        answer = await self._call(OPENS_DM, users=lane.removeprefix("@"))
        return str(answer["channel"]["id"])

    async def _look_for(self, notice: data.models.Notice, place: Place) -> bot.outcome.Outcome | None:
        channel = place.channel or await self._open(notice.lane)
        since = (notice.first_attempt_at or notice.due_at) - LOOK_BACK
        async for message in self._messages(channel, f"{since.timestamp():.6f}", place.thread):
            metadata = message.get("metadata", {})
            if metadata.get("event_type") == EVENT and metadata["event_payload"].get("key") == notice.key:
                return bot.outcome.Delivered(channel, message["ts"])
        return None

    async def _messages(
        self, channel: str, oldest: str, thread: str | None
    ) -> collections.abc.AsyncIterator[dict[str, typing.Any]]:
        """Messages of a channel, or of a thread, for a channel's history holds no replies."""
        method = "conversations.replies" if thread else "conversations.history"
        arguments = {"channel": channel, "oldest": oldest, "limit": PAGE, "include_all_metadata": True}
        if thread:
            arguments["ts"] = thread
        while True:
            answer = await self._call(method, **arguments)
            for message in answer["messages"]:
                yield message
            cursor = (answer.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return
            arguments["cursor"] = cursor

    async def _call(self, method: str, /, **arguments: object) -> Answer:
        try:
            if method in READS:
                response = await self._client.api_call(method, data=arguments)
            else:
                response = await self._client.api_call(method, json=arguments)
        except bot.outcome.FAILURES as error:
            failed = bot.outcome.CallFailed(error, method)
            refused = isinstance(failed.outcome, bot.outcome.Refused)
            self._tally.calls[method, "refused" if refused else "failed"] += 1
            raise failed from error
        self._tally.calls[method, "done"] += 1
        return typing.cast("Answer", response.data)
