"""What is not ready at start: said in the log, and once to the managers."""

import collections.abc
import datetime
import hashlib
import logging

import slack_sdk.web.async_client
import sqlmodel

import bot.outcome
import bot.store
import commands.program
import data.outbox
import data.people
import data.settings
import messages.readiness
import rules.settings

log = logging.getLogger(__name__)


async def check(
    store: bot.store.Store, web: slack_sdk.web.async_client.AsyncWebClient, now: datetime.datetime
) -> list[str]:
    """Every fault as a sentence that says what to do; also logged, and enqueued for the managers."""
    channel, faults = await store.read(_known)
    if channel and (fault := await _channel_fault(web, channel)):
        faults.append(fault)
    for fault in faults:
        log.warning("not ready: %s", fault)
    await store.write(lambda session: _tell(session, faults, now))
    return faults


def _known(session: sqlmodel.Session) -> tuple[str, list[str]]:
    programme = rules.settings.read(data.settings.load(session))
    return programme.triage_channel, commands.program.not_ready(session, programme)


async def _channel_fault(web: slack_sdk.web.async_client.AsyncWebClient, channel: str) -> str | None:
    try:
        answer = await web.api_call("conversations.info", data={"channel": channel})
    except bot.outcome.FAILURES as error:
        outcome = bot.outcome.of(error, "conversations.info")
        if isinstance(outcome, bot.outcome.Impossible):
            return messages.readiness.channel_not_seen(channel, outcome.error)
        return None
    return None if answer["channel"].get("is_member") else messages.readiness.not_in_channel(channel)


def _tell(session: sqlmodel.Session, faults: collections.abc.Sequence[str], now: datetime.datetime) -> None:
    """Tell the managers once Muster is live: an installation that is quiet sends nothing by itself."""
    if data.settings.find_milestone(session, data.settings.WENT_LIVE) is not None:
        data.outbox.enqueue(session, notices(session, faults, now))


def notices(
    session: sqlmodel.Session, faults: collections.abc.Sequence[str], now: datetime.datetime
) -> list[data.outbox.Draft]:
    """One message for each fault and manager, again each week while it lasts."""
    year, week, _ = now.isocalendar()
    return [
        data.outbox.Draft(
            key=f"readiness:{hashlib.sha256(fault.encode()).hexdigest()[:12]}:{year}-W{week:02}:{manager.slack_id}",
            lane=f"@{manager.slack_id}",
            payload=messages.readiness.notice(fault),
            reason="something keeps Muster from its work",
            due_at=now,
        )
        for fault in faults
        for manager in data.people.list_managers(session)
    ]
