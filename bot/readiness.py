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
    looked = [await _found(web, channel, name) for channel, name in (await store.read(_channels)).items()]
    known = [faults for faults in looked if faults is not None]
    found = {name: said for faults in known for name, said in faults.items()} if len(known) == len(looked) else None
    faults = await store.write(lambda session: _record(session, found, now))
    for sentence in faults:
        log.warning("not ready: %s", sentence)
    return faults


def _channels(session: sqlmodel.Session) -> dict[str, str]:
    """The channels that Muster writes in, with what they are called."""
    programme = rules.settings.read(data.settings.load(session))
    channels = {
        programme.updates_channel: messages.readiness.UPDATES,
        programme.triage_channel: messages.readiness.TRIAGE,
    }
    return {channel: name for channel, name in channels.items() if channel}


def _called(session: sqlmodel.Session, channel: str) -> str:
    return _channels(session).get(channel, messages.readiness.TRIAGE)


async def _found(web: slack_sdk.web.async_client.AsyncWebClient, channel: str, called: str) -> dict[str, str] | None:
    """The channel's fault by its name, if it has one; None if Slack can't say."""
    name = jobs.readiness.channel(channel)
    try:
        answer = await web.api_call("conversations.info", data={"channel": channel})
    except bot.outcome.FAILURES as error:
        outcome = bot.outcome.of(error, "conversations.info")
        if isinstance(outcome, bot.outcome.Impossible):
            return {name: messages.readiness.channel_not_seen(channel, outcome.error, called)}
        return None
    return {} if answer["channel"].get("is_member") else {name: messages.readiness.not_in_channel(channel, called)}


def _record(session: sqlmodel.Session, found: dict[str, str] | None, now: datetime.datetime) -> list[str]:
    """Keep what was found of the channels, and give all that is not ready."""
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
    sentence = messages.readiness.not_in_channel(channel, _called(session, channel))
    data.faults.record(session, jobs.readiness.channel(channel), sentence, now)


def record_not_seen(session: sqlmodel.Session, channel: str, error: str, now: datetime.datetime) -> None:
    """Slack does not show Muster that channel."""
    sentence = messages.readiness.channel_not_seen(channel, error, _called(session, channel))
    data.faults.record(session, jobs.readiness.channel(channel), sentence, now)


def record_written_in(session: sqlmodel.Session, channel: str) -> None:
    """Muster can write in that channel, whatever was known of it."""
    data.faults.remove(session, [jobs.readiness.channel(channel)])
