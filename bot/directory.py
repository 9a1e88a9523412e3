"""Asks Slack whose addresses these are, for an import."""

import asyncio
import collections.abc

import aiohttp
import slack_sdk.web.async_client

import bot.errors
import bot.joining
import bot.outcome
import bot.people
import bot.settings

APART = 1.2
"""Seconds between two questions: 50 a minute, which is what Slack takes."""

TRIES = 3
"""How often one question is put when Slack can't be reached."""

PAUSE = 1.0
"""Seconds before the same question is put again, and twice as many before the next."""

METHOD = "users.lookupByEmail"

Progress = collections.abc.Callable[[int, int], None]


class NotAsked(bot.errors.Refusal):
    """Slack did not say whose an address is; the text says why, and nothing was imported."""


def look_up(
    settings: bot.settings.Settings, addresses: collections.abc.Sequence[str], progress: Progress
) -> dict[str, str]:
    """The Slack ids of those addresses that have an account."""
    return asyncio.run(_ask_for_all(settings, addresses, progress))


async def _ask_for_all(
    settings: bot.settings.Settings, addresses: collections.abc.Sequence[str], progress: Progress
) -> dict[str, str]:
    found: dict[str, str] = {}
    async with aiohttp.ClientSession() as session:
        web = bot.joining.client(settings, session, settings.slack_bot_token.get_secret_value())
        for number, address in enumerate(addresses, start=1):
            slack_id = await _ask(web, address)
            if slack_id is not None:
                found[address] = slack_id
            progress(number, len(addresses))
            if number < len(addresses):
                await asyncio.sleep(APART)
    return found


async def _ask(web: slack_sdk.web.async_client.AsyncWebClient, address: str) -> str | None:
    """Whose an address is; None if nobody's."""
    tries = 0
    while True:
        try:
            return str((await web.api_call(METHOD, data={"email": address}))["user"]["id"])
        except bot.outcome.FAILURES as error:
            outcome = bot.outcome.of(error, METHOD)
        if isinstance(outcome, bot.outcome.Impossible) and outcome.error == bot.people.NOBODY:
            return None
        if isinstance(outcome, bot.outcome.Refused):
            await asyncio.sleep(outcome.seconds)
            continue
        tries += 1
        if tries == TRIES or isinstance(outcome, bot.outcome.Impossible | bot.outcome.NotAuthorised):
            raise NotAsked(_sentence(outcome))
        await asyncio.sleep(tries * PAUSE)


def _sentence(outcome: bot.outcome.Outcome) -> str:
    error = getattr(outcome, "error", "")
    if error == "missing_scope":
        return (
            "Slack lets Muster look nobody up by e-mail: the app lacks users:read.email. Paste `muster manifest` into "
            "the app's page and install it anew. Nothing was imported."
        )
    if isinstance(outcome, bot.outcome.NotAuthorised | bot.outcome.Impossible):
        return f"Slack does not take SLACK_BOT_TOKEN ({error}), so nobody was looked up. Nothing was imported."
    return f"Slack can't be reached ({error}), so nobody was looked up. Nothing was imported; try again."
