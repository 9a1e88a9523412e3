"""What is not ready at start: said in the log, and kept for the managers' next morning."""

import datetime
import logging

import slack_sdk.web.async_client
import sqlmodel

import bot.outcome
import bot.store
import data.faults
import data.settings
import jobs.readiness
import messages.readiness
import rules.settings

log = logging.getLogger(__name__)


async def check(
    store: bot.store.Store, web: slack_sdk.web.async_client.AsyncWebClient, now: datetime.datetime
) -> list[str]:
    """Every fault as a sentence that says what to do; also logged, and recorded until it is mended."""
    channel = await store.read(_channel)
    fault = await _channel_fault(web, channel) if channel else None
    faults = await store.write(lambda session: _record(session, channel, fault, now))
    for sentence in faults:
        log.warning("not ready: %s", sentence)
    return faults


def _channel(session: sqlmodel.Session) -> str:
    return rules.settings.read(data.settings.load(session)).triage_channel


async def _channel_fault(web: slack_sdk.web.async_client.AsyncWebClient, channel: str) -> str | None:
    try:
        answer = await web.api_call("conversations.info", data={"channel": channel})
    except bot.outcome.FAILURES as error:
        outcome = bot.outcome.of(error, "conversations.info")
        if isinstance(outcome, bot.outcome.Impossible):
            return messages.readiness.channel_not_seen(channel, outcome.error)
        return None
    return None if answer["channel"].get("is_member") else messages.readiness.not_in_channel(channel)


def _record(session: sqlmodel.Session, channel: str, fault: str | None, now: datetime.datetime) -> list[str]:
    """Keep what was found of the triage channel, and give all that is not ready."""
    programme = rules.settings.read(data.settings.load(session))
    names = {known.name for known in data.faults.list_all(session)}
    mended = {name for name in names if name.startswith(jobs.readiness.channel(""))}
    if fault:
        data.faults.record(session, jobs.readiness.channel(channel), fault, now)
        mended.discard(jobs.readiness.channel(channel))
    data.faults.remove(session, mended)
    jobs.readiness.refresh(session, programme, now)
    return [known.sentence for known in data.faults.list_all(session)]


def record_not_invited(session: sqlmodel.Session, channel: str, now: datetime.datetime) -> None:
    """A message waits for an invitation to that channel, and the managers hear whom to invite where."""
    data.faults.record(session, jobs.readiness.channel(channel), messages.readiness.not_in_channel(channel), now)


def record_written_in(session: sqlmodel.Session, channel: str) -> None:
    """Muster can write in that channel, whatever was known of it."""
    data.faults.remove(session, [jobs.readiness.channel(channel)])
