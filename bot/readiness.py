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
    found = await _found(web, channel) if channel else {}
    faults = await store.write(lambda session: _record(session, found, now))
    for sentence in faults:
        log.warning("not ready: %s", sentence)
    return faults


def _channel(session: sqlmodel.Session) -> str:
    return rules.settings.read(data.settings.load(session)).triage_channel


async def _found(web: slack_sdk.web.async_client.AsyncWebClient, channel: str) -> dict[str, str] | None:
    """The channel's fault by its name, if it has one; None if Slack can't say."""
    name = jobs.readiness.channel(channel)
    try:
        answer = await web.api_call("conversations.info", data={"channel": channel})
    except bot.outcome.FAILURES as error:
        outcome = bot.outcome.of(error, "conversations.info")
        if isinstance(outcome, bot.outcome.Impossible):
            return {name: messages.readiness.channel_not_seen(channel, outcome.error)}
        return None
    return {} if answer["channel"].get("is_member") else {name: messages.readiness.not_in_channel(channel)}


def _record(session: sqlmodel.Session, found: dict[str, str] | None, now: datetime.datetime) -> list[str]:
    """Keep what was found of the triage channel, and give all that is not ready."""
    programme = rules.settings.read(data.settings.load(session))
    if found is not None:
        known = {fault.name for fault in data.faults.list_all(session)}
        of_channels = {name for name in known if name.startswith(jobs.readiness.channel(""))}
        data.faults.remove(session, of_channels - set(found))
        for name, sentence in found.items():
            data.faults.record(session, name, sentence, now)
    jobs.readiness.refresh(session, programme, now)
    return [fault.sentence for fault in data.faults.list_all(session)]


def record_not_invited(session: sqlmodel.Session, channel: str, now: datetime.datetime) -> None:
    """A message waits for an invitation to that channel, and the managers hear whom to invite where."""
    data.faults.record(session, jobs.readiness.channel(channel), messages.readiness.not_in_channel(channel), now)


def record_written_in(session: sqlmodel.Session, channel: str) -> None:
    """Muster can write in that channel, whatever was known of it."""
    data.faults.remove(session, [jobs.readiness.channel(channel)])
