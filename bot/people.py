"""How Slack tells of people's accounts, and the look at each of them once a day."""

import asyncio
import collections.abc
import contextlib
import dataclasses
import datetime
import functools
import logging
import typing
import zoneinfo

import slack_sdk.web.async_client
import sqlmodel

import bot.authorisation
import bot.boundary
import bot.clock
import bot.outcome
import bot.store
import commands.accounts
import data.awaited
import data.database
import data.people
import rules.accounts

log = logging.getLogger(__name__)

APART = 3.0
"""Seconds of the machine's time between two looks: 20 a minute."""

IDLE = 60.0
"""Seconds after which it is seen whether anybody is due, if nobody was or Slack could not say."""

OFTEN = datetime.timedelta(days=1)
"""How often each account is looked at, by the programme's clock."""

NOBODY = "users_not_found"


def account_of(user: collections.abc.Mapping[str, typing.Any]) -> rules.accounts.Account:
    """What `users.info`, `users.lookupByEmail`, `user_change` and `team_join` say of somebody."""
    profile = user.get("profile") or {}
    zone = user.get("tz")
    return rules.accounts.Account(
        slack_id=str(user["id"]),
        name=str(user.get("real_name") or profile.get("real_name") or ""),
        email=profile.get("email") or None,
        zone=zone if zone in _zones() else None,
        active=not user.get("deleted", False),
        guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
    )


@functools.cache
def _zones() -> frozenset[str]:
    """Looked up on the disk, which takes milliseconds, once: Slack tells of every account there is."""
    return frozenset(zoneinfo.available_timezones())


@dataclasses.dataclass(frozen=True)
class _Due:
    """Whom to ask Slack for: a Slack id, or the address of somebody who is awaited."""

    method: str
    argument: str
    name: str


class Looks:
    """Looks at one account after the other, slowly, beside everything else; who was seen longest ago comes first."""

    def __init__(
        self,
        store: bot.store.Store,
        clock: bot.clock.Clock,
        client: slack_sdk.web.async_client.AsyncWebClient,
        wake_sender: collections.abc.Callable[[], None],
    ) -> None:
        self._store = store
        self._clock = clock
        self._client = client
        self._wake_sender = wake_sender
        self._awake = asyncio.Event()
        self._in_vain: dict[str, datetime.datetime] = {}

    def wake(self) -> None:
        """The clock was moved on: somebody may be due."""
        self._awake.set()

    async def run(self) -> None:
        """Look, until cancelled; a fault of ours is logged, and costs a pause."""
        while True:
            self._awake.clear()
            try:
                seconds = await bot.boundary.guarded("a look at an account", self.once(), data.database.StoreError)
            except data.database.StoreError as error:
                log.warning("a look at an account was not saved", extra={"error": str(error)})
                seconds = IDLE
            if isinstance(seconds, float):
                await asyncio.sleep(seconds)
            else:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._awake.wait(), IDLE)

    async def once(self) -> float | None:
        """Look at whoever is due; after how many seconds of the machine's time the next may be. None: nobody is due."""
        now = self._clock.now()
        due = await self._store.read(lambda session: self._due(session, now - OFTEN))
        if due is None:
            return None
        try:
            answer = await self._client.api_call(due.method, data={due.argument: due.name})
        except bot.outcome.FAILURES as error:
            return await self._failed(due, bot.outcome.of(error, due.method), now)
        taking = self._take_over(due, answer["user"] or {}, now)
        taken = await bot.boundary.guarded("what was seen of an account", taking, data.database.StoreError)
        if isinstance(taken, bot.boundary.Failure):
            self._in_vain[due.name] = now  # else it would be the next one again, and no other ever
        return APART

    async def _take_over(
        self, due: _Due, user: collections.abc.Mapping[str, typing.Any], now: datetime.datetime
    ) -> None:
        account = account_of(user)
        await self._store.write(lambda session: _record(session, due, account, now))
        self._wake_sender()

    def _due(self, session: sqlmodel.Session, before: datetime.datetime) -> _Due | None:
        """Whoever is to be looked at now; nobody, as long as Slack does not take the token."""
        if bot.authorisation.is_refused(session):
            return None
        self._in_vain = {name: at for name, at in self._in_vain.items() if at > before}
        awaited = data.awaited.find_due(session, before, self._in_vain)
        if awaited is not None:
            return _Due("users.lookupByEmail", "email", awaited.email)
        person = data.people.find_unseen(session, before, self._in_vain)
        return _Due("users.info", "user", person.slack_id) if person is not None else None

    async def _failed(self, due: _Due, outcome: bot.outcome.Outcome, now: datetime.datetime) -> float:
        """Slack's pace is kept; whom Slack does not know is asked for again tomorrow, and stays as they are."""
        if isinstance(outcome, bot.outcome.Refused):
            return max(APART, outcome.seconds)
        if isinstance(outcome, bot.outcome.NotAuthorised):
            await self._store.write(lambda session: bot.authorisation.record_refused(session, now))
            self._wake_sender()  # it asks when the token works again
            return IDLE
        if not isinstance(outcome, bot.outcome.Impossible):
            log.warning("Slack does not say how an account stands", extra={"error": str(outcome)})
            return IDLE
        self._in_vain[due.name] = now
        if outcome.error == NOBODY:
            await self._store.write(lambda session: commands.accounts.looked_in_vain(session, due.name, now))
        else:
            log.warning("Slack does not show an account", extra={"method": due.method, "error": outcome.error})
        return APART


def _record(session: sqlmodel.Session, due: _Due, account: rules.accounts.Account, now: datetime.datetime) -> None:
    """An account found by an address is that of who was awaited under it, and no other is, whatever its profile says.

    Somebody on the roster may be of a connected workspace, whose administrators write what address they like.
    """
    if due.argument != "email":
        commands.accounts.seen(session, dataclasses.replace(account, email=None), now)
        return
    commands.accounts.seen(session, dataclasses.replace(account, email=due.name), now)
    commands.accounts.looked_in_vain(session, due.name, now)
