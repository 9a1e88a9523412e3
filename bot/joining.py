"""Joining a workspace: who we are there, and a client for its Web API."""

import asyncio
import datetime
import logging

import aiohttp
import slack_sdk.web.async_client
import sqlmodel

import bot.errors
import bot.outcome
import bot.settings
import bot.slack
import data.settings

log = logging.getLogger(__name__)

LONGEST_WAIT = 30.0
"""Seconds between two tries while Slack can't be reached; they begin at one and double."""


class NotJoined(bot.errors.Refusal):
    """Slack does not take a token; the text says which, and what to do."""


def client(
    settings: bot.settings.Settings, session: aiohttp.ClientSession, token: str | None
) -> slack_sdk.web.async_client.AsyncWebClient:
    """A client that tries each call once: only we know which call may be made again."""
    made = slack_sdk.web.async_client.AsyncWebClient(
        token=token, base_url=settings.slack_api_url, session=session, retry_handlers=[]
    )
    if settings.is_local:
        made.proxy = None  # the SDK takes the environment's even for this machine
    return made


async def identify(web: slack_sdk.web.async_client.AsyncWebClient, token: str) -> bot.slack.Identity:
    """Who the bot's token says we are. Waits for Slack as long as it can't be reached."""
    wait = 1.0
    while True:
        try:
            answer = await web.api_call("auth.test", data={})
            return bot.slack.Identity(
                team_id=answer["team_id"],
                bot_id=answer["bot_id"],
                bot_user_id=answer["user_id"],
                token=token,
                url=answer.get("url") or "",
            )
        except bot.outcome.FAILURES as error:
            outcome = bot.outcome.of(error, "auth.test")
        if isinstance(outcome, bot.outcome.NotAuthorised | bot.outcome.Impossible):
            raise NotJoined(
                f"Slack does not take SLACK_BOT_TOKEN ({outcome.error}). "
                "Copy it anew from your app's page, OAuth & Permissions."
            )
        log.warning("Slack can't be reached; trying again", extra={"error": str(outcome), "seconds": wait})
        await asyncio.sleep(wait)
        wait = min(LONGEST_WAIT, wait * 2)


def belong(session: sqlmodel.Session, team_id: str, now: datetime.datetime, url: str = "") -> None:
    """A store belongs to the workspace that it first joined, and people's ids mean nothing in any other."""
    known = data.settings.find_team(session) or team_id
    if known != team_id:
        raise NotJoined(
            f"SLACK_BOT_TOKEN is of the workspace {team_id}, and the store belongs to {known}. "
            f"Take the token of {known}, or name another store in DATABASE_URL."
        )
    data.settings.record_milestone(session, f"{data.settings.JOINED}{team_id}", now)
    if url:
        data.settings.record(session, data.settings.WORKSPACE, url)


async def socket_address(web: slack_sdk.web.async_client.AsyncWebClient, app_token: str) -> str:
    """A fresh address for one socket, good for one handshake. Waits for Slack as long as it can't be reached."""
    wait = 1.0
    while True:
        try:
            answer = await web.apps_connections_open(app_token=app_token)
            return str(answer["url"])
        except bot.outcome.FAILURES as error:
            outcome = bot.outcome.of(error, "apps.connections.open")
        if isinstance(outcome, bot.outcome.NotAuthorised | bot.outcome.Impossible):
            raise NotJoined(
                f"Slack does not take SLACK_APP_TOKEN ({outcome.error}). "
                "Make one with the scope connections:write on your app's page, Basic Information."
            )
        seconds = outcome.seconds if isinstance(outcome, bot.outcome.Refused) else wait
        log.warning("Slack gives no socket; trying again", extra={"error": str(outcome), "seconds": seconds})
        await asyncio.sleep(seconds)
        wait = min(LONGEST_WAIT, wait * 2)
