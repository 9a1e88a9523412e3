"""What a start puts into the store: first values for a new one, and the managers whom the environment names."""

import logging

import slack_sdk.web.async_client
import sqlmodel

import bot.clock
import bot.outcome
import bot.people
import bot.settings
import bot.store
import data.models
import data.people
import data.settings
import rules.accounts

log = logging.getLogger(__name__)

FIRST_VALUES = "first values set"
"""The milestone after which the environment's first values for programme settings count no more."""


async def prepare(
    settings: bot.settings.Settings,
    store: bot.store.Store,
    clock: bot.clock.Clock,
    web: slack_sdk.web.async_client.AsyncWebClient,
) -> None:
    """Record both, in one transaction."""
    now = clock.now()
    known = await store.read(lambda session: {person.slack_id for person in data.people.list_everyone(session)})
    new = [await _stranger(web, slack_id, clock) for slack_id in settings.muster_managers if slack_id not in known]

    def write(session: sqlmodel.Session) -> None:
        if data.settings.record_milestone(session, FIRST_VALUES, now):
            _set_first_values(session, settings)
        for person in new:
            data.people.add(session, person)
        data.people.set_managers_by_environment(session, settings.muster_managers)

    await store.write(write)


def _set_first_values(session: sqlmodel.Session, settings: bot.settings.Settings) -> None:
    stored = data.settings.load(session)
    first = {
        "time_zone": settings.muster_time_zone,
        "triage_channel": settings.muster_triage_channel,
        "updates_channel": settings.muster_updates_channel,
    }
    for name, value in first.items():
        if value and name not in stored:
            data.settings.record(session, name, value)


async def _stranger(
    web: slack_sdk.web.async_client.AsyncWebClient, slack_id: str, clock: bot.clock.Clock
) -> data.models.Person:
    """A manager named in the environment who is not on the roster, as Slack knows them."""
    person = data.models.Person(slack_id=slack_id, name=slack_id, joined_at=clock.now())
    try:
        account = bot.people.account_of((await web.api_call("users.info", data={"user": slack_id}))["user"] or {})
    except bot.outcome.FAILURES as error:
        log.warning("a manager in MUSTER_MANAGERS is not known to Slack", extra={"id": slack_id, "error": str(error)})
        return person
    for column, value in rules.accounts.changes(person, account).items():
        setattr(person, column, value)
    person.seen_at = clock.now()
    return person
