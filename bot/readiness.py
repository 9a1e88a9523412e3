"""What is not ready at start: said in the log, and once to the managers."""

import collections.abc
import datetime
import hashlib
import logging

import slack_sdk.web.async_client
import sqlmodel

import bot.outcome
import bot.store
import data.duty
import data.outbox
import data.people
import data.settings
import messages.program

log = logging.getLogger(__name__)


async def check(
    store: bot.store.Store, web: slack_sdk.web.async_client.AsyncWebClient, now: datetime.datetime
) -> list[str]:
    """Every fault as a sentence that says what to do; also logged, and enqueued for the managers."""
    channel, pool = await store.read(_state)
    faults = [fault for fault in (await _channel_fault(web, channel), _pool_fault(pool)) if fault]
    for fault in faults:
        log.warning("not ready: %s", fault)
    await store.write(lambda session: _tell(session, faults, now))
    return faults


def _state(session: sqlmodel.Session) -> tuple[str, int]:
    channel = data.settings.load(session).get("triage_channel", "")
    return channel, len(data.duty.list_pool(session))


def _pool_fault(members: int) -> str | None:
    if members:
        return None
    return "The duty pool is empty, so no shift can be published. Import advisers: `muster import people.csv`."


async def _channel_fault(web: slack_sdk.web.async_client.AsyncWebClient, channel: str) -> str | None:
    if not channel:
        return (
            "No triage channel is set, so handovers are announced nowhere. "
            "Set it: `muster settings triage_channel C0123ABCD` (the id is in the channel's details)."
        )
    try:
        answer = await web.api_call("conversations.info", data={"channel": channel})
    except bot.outcome.FAILURES as error:
        outcome = bot.outcome.of(error, "conversations.info")
        if not isinstance(outcome, bot.outcome.Impossible):
            return None
        return (
            f"The triage channel {channel} can't be seen ({outcome.error}). If it is private, type `/invite @Muster` "
            "there; if the id is wrong, set it: `muster settings triage_channel C0123ABCD`."
        )
    if answer["channel"].get("is_member"):
        return None
    return f"Muster is not in the triage channel. Type `/invite @Muster` in <#{channel}>."


def _tell(session: sqlmodel.Session, faults: collections.abc.Sequence[str], now: datetime.datetime) -> None:
    """One message a fault and day, once Muster is live: an installation that is quiet sends nothing by itself."""
    live = data.settings.find_milestone(session, data.settings.WENT_LIVE)
    if live is None:
        return
    notices = [
        data.outbox.Draft(
            key=f"readiness:{hashlib.sha256(fault.encode()).hexdigest()[:12]}:{now.date()}:{manager.slack_id}",
            lane=f"@{manager.slack_id}",
            payload=messages.program.not_ready(fault),
            reason="Muster started and found that something is not ready",
            due_at=now,
        )
        for fault in faults
        for manager in data.people.list_managers(session)
    ]
    data.outbox.enqueue(session, notices)
