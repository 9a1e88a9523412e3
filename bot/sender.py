"""The embedded carrier: takes what is due from the outbox, brings it to Slack, and writes down what became of it."""

import asyncio
import collections.abc
import contextlib
import dataclasses
import datetime
import logging
import time

import sqlmodel

import bot.authorisation
import bot.boundary
import bot.clock
import bot.delivery
import bot.outcome
import bot.pace
import bot.readiness
import bot.store
import data.database
import data.groups
import data.models
import data.outbox
import data.pauses
import data.people
import data.settings
import jobs.kudos
import messages.program

log = logging.getLogger(__name__)

AT_ONCE = 16
"""Notices on their way at the same time."""

LOOK = 200
"""Due notices read at once; those whose lane or method is not free yet are passed over."""

POLL = 1.0
"""Seconds after which the outbox is looked at again though nobody said that something is new."""

MOST_ATTEMPTS = 5
GIVE_UP = datetime.timedelta(minutes=10)
BACK_OFF = (1.0, 5.0, 30.0, 120.0)
"""Seconds until the next try after the first, second, … attempt."""

NOT_INVITED = bot.outcome.Impossible("not_in_channel")
UNINVITED = 30.0
"""Seconds until a channel that the bot is not in is tried again; the managers are asked to invite it."""

UNREACHED = 5.0
UNAUTHORISED = 5.0
"""Seconds until Slack is tried again when it can't be reached, or does not take the token."""


@dataclasses.dataclass(frozen=True)
class Found:
    """What the store holds for the sender now."""

    expired: list[data.models.Notice]
    due: list[data.models.Notice]
    places: dict[int, bot.delivery.Place]
    stale: bool
    refused: bool = False


NOTHING = Found([], [], {}, stale=False)
REFUSED = Found([], [], {}, stale=False, refused=True)


class Sender:
    """One for each process. `timeout` and `margin` are seconds; a lease is as long as both together."""

    def __init__(
        self,
        store: bot.store.Store,
        delivery: bot.delivery.Delivery,
        clock: bot.clock.Clock,
        timeout: float,
        margin: float,
    ) -> None:
        self._store = store
        self._delivery = delivery
        self._clock = clock
        self._lease = datetime.timedelta(seconds=timeout + margin)
        self._margin = datetime.timedelta(seconds=margin)
        self._pace = bot.pace.Pace()
        self._on_their_way: dict[asyncio.Task[object], int | None] = {}
        self._awake = asyncio.Event()
        self._one_round = asyncio.Lock()
        self._stopped_until = 0.0
        self._unauthorised = False
        self._ending = False

    @property
    def is_authorised(self) -> bool:
        """Whether Slack took the token when it was last asked."""
        return not self._unauthorised

    def wake(self) -> None:
        """Something may be due."""
        self._awake.set()

    async def run(self) -> None:
        """Send until `stop`."""
        await bot.boundary.guarded("beginning to send", self._store.write(data.outbox.restart_patience))
        while not self._ending:
            self._awake.clear()
            wait = await self._round_guarded()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(max(0.01, min(wait, POLL))):
                    await self._awake.wait()

    async def drain(self, seconds: float) -> None:
        """Send what is due now, waiting for lanes and answers, but not for what is to be tried again later."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            wait = await self._round_guarded()
            if self._on_their_way:
                await asyncio.wait(
                    list(self._on_their_way), timeout=end - time.monotonic(), return_when=asyncio.FIRST_COMPLETED
                )
            elif wait < 2 * bot.pace.LANE_SECONDS:
                await asyncio.sleep(wait)
            else:
                return

    async def stop(self, seconds: float) -> None:
        """Begin nothing more, and wait for what is on its way; what takes longer is looked for after the next start."""
        self._ending = True
        self.wake()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds), self._one_round:
                pass
        if self._on_their_way:
            await asyncio.wait(list(self._on_their_way), timeout=seconds)

    async def _round_guarded(self) -> float:
        """Seconds until something more could begin; far away if nothing waits."""
        try:
            async with self._one_round:  # of two at once, the later would take what the earlier is leasing for held up
                wait = await bot.boundary.guarded("sending", self._round(), data.database.StoreError)
        except data.database.StoreError as error:
            log.warning("the outbox can't be read or written now", extra={"error": str(error)})
            return POLL
        return POLL if isinstance(wait, bot.boundary.Failure) else wait

    async def _round(self) -> float:
        if self._ending or not await self._may_send():
            return max(POLL, self._stopped_until - time.monotonic())
        found = await self._store.read(self._find)
        if found.refused:  # an event said so, or the process before this one knew it
            self._stop_unauthorised("token refused")
            return 0.0
        if found.stale:
            now = self._clock.now()
            await self._store.write(lambda session: data.outbox.drop_stale(session, now))
        for notice in self._to_look_for(found.expired):
            self._begin(notice, self._settle_expired(notice, found.places[notice.id or 0]))
        chosen, wait = self._choose(found)
        for notice in await self._take(chosen):
            self._begin(notice, self._send(notice, found.places[notice.id or 0]))
        return wait

    async def _may_send(self) -> bool:
        if time.monotonic() < self._stopped_until:
            return False
        return not self._unauthorised or await self._is_taken_again()

    async def _is_taken_again(self) -> bool:
        """Ask Slack, and if it takes the token, drop what came too late before the rest goes out."""
        self._stopped_until = time.monotonic() + UNAUTHORISED
        now = self._clock.now()
        if not await self._delivery.is_authorised():
            await self._store.write(lambda session: bot.authorisation.record_refused(session, now))
            return False
        await self._store.write(lambda session: bot.authorisation.record_taken(session, now))
        self._unauthorised, self._stopped_until = False, 0.0
        log.info("Slack takes the token again; sending goes on")
        return True

    def _room(self) -> int:
        return max(0, AT_ONCE - len(self._on_their_way))

    def _find(self, session: sqlmodel.Session) -> Found:
        if bot.authorisation.is_refused(session):
            return REFUSED
        if not data.outbox.has_open(session):
            return NOTHING
        now, real = self._clock.now(), self._clock.real()
        expired = data.outbox.list_expired(session, real, AT_ONCE)
        due = _list_due(session, now, real)
        places = {notice.id or 0: _place(session, notice) for notice in (*expired, *due)}
        return Found(expired, due, places, data.outbox.has_stale(session, now))

    def _choose(self, found: Found) -> tuple[list[data.models.Notice], float]:
        """What may go now by lane and pace, and the seconds until the next could."""
        at, wait, room = time.monotonic(), 2 * POLL, self._room()
        chosen: list[data.models.Notice] = []
        for notice in found.due:
            methods = _methods(notice, found.places[notice.id or 0])
            free_at = self._pace.free_at(notice.lane, methods)
            if free_at > at:
                wait = min(wait, free_at - at)
            elif len(chosen) < room:
                self._pace.take(notice.lane, methods, at)
                chosen.append(notice)
        return chosen, wait

    def _to_look_for(self, expired: list[data.models.Notice]) -> list[data.models.Notice]:
        """Those that may be looked for now, but not our own still on their way: the machine's clock may have leapt."""
        if self._pace.is_stopped(bot.delivery.LOOKS, time.monotonic()):
            return []
        ours = set(self._on_their_way.values())
        return [notice for notice in expired if notice.id not in ours][: self._room()]

    async def _take(self, notices: list[data.models.Notice]) -> list[data.models.Notice]:
        """Lease them, and give back those that are ours, as they are now."""
        if not notices:
            return []
        now, real = self._clock.now(), self._clock.real()
        ids = [notice.id or 0 for notice in notices]
        return await self._store.write(
            lambda session: data.outbox.lease(session, ids, now, real + self._lease, real + GIVE_UP)
        )

    def _begin(self, notice: data.models.Notice, work: collections.abc.Awaitable[None]) -> None:
        task: asyncio.Task[object] = asyncio.ensure_future(bot.boundary.guarded("sending a notice", work))
        self._on_their_way[task] = notice.id
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[object]) -> None:
        self._on_their_way.pop(task, None)
        self.wake()

    async def _send(self, notice: data.models.Notice, place: bot.delivery.Place) -> None:
        outcome = await self._delivery.deliver(notice, place)
        if isinstance(outcome, bot.outcome.Delivered):
            for method in _methods(notice, place):
                self._pace.went_well(method)
        await self._write_down(notice, outcome)

    async def _settle_expired(self, notice: data.models.Notice, place: bot.delivery.Place) -> None:
        """A lease ran out. A post is looked for; anything else is simply done again.

        If nothing was written down of the attempt, the process ended in the midst of it.
        """
        failed = notice.error is not None
        if notice.kind != data.models.NoticeKind.POST:
            await self._write_down(notice, bot.outcome.Again("lease_expired", at_once=True, counts=failed))
            return
        until = self._clock.real() + self._lease
        if not await self._store.write(lambda session: data.outbox.renew(session, notice, until)):
            return
        outcome = await self._delivery.look_for(notice, place)
        if outcome is None:
            await self._write_down(notice, bot.outcome.Again("not_found_in_slack", at_once=True, counts=failed))
        elif isinstance(outcome, bot.outcome.Impossible):
            await self._give_up(notice, outcome.error, data.models.NoticeState.UNCERTAIN)
        elif isinstance(outcome, bot.outcome.Delivered):
            await self._write_down(notice, outcome)
        else:
            await self._look_again(notice, outcome)

    async def _look_again(self, notice: data.models.Notice, outcome: bot.outcome.Outcome) -> None:
        """Slack could not be read: later, and when that has lasted too long, a person has to look.

        While Slack can't be reached, or takes no call, nothing can be sent either: then the lane waits.
        """
        error, seconds = self._heed(outcome)
        if isinstance(outcome, bot.outcome.Again) and self._is_hopeless(notice):
            await self._give_up(notice, error, data.models.NoticeState.UNCERTAIN)
            return
        look_at = self._clock.real() + datetime.timedelta(seconds=max(seconds, POLL))
        await self._store.write(lambda session: data.outbox.record_unknown(session, notice, look_at, error))

    async def _write_down(self, notice: data.models.Notice, outcome: bot.outcome.Outcome) -> None:
        """What became of a try, in the store."""
        now, real = self._clock.now(), self._clock.real()
        if isinstance(outcome, bot.outcome.Delivered):
            await self._store.write(lambda session: _record_delivered(session, notice, outcome, now))
        elif isinstance(outcome, bot.outcome.Unknown):
            log.info("a message may be in Slack", extra={"key": notice.key, "error": outcome.error})
            look_at = real + self._margin
            await self._store.write(lambda session: data.outbox.record_unknown(session, notice, look_at, outcome.error))
        elif isinstance(outcome, bot.outcome.CardGone):
            await self._store.write(lambda session: data.outbox.record_card_lost(session, notice, now))
        elif isinstance(outcome, bot.outcome.Impossible) and jobs.kudos.is_in_channel(notice):
            await self._store.write(lambda session: _record_unwelcome(session, notice, outcome.error, now))
        elif outcome == NOT_INVITED:
            retry_at = real + datetime.timedelta(seconds=UNINVITED)
            await self._store.write(lambda session: _record_uninvited(session, notice, retry_at, now))
        elif isinstance(outcome, bot.outcome.Occupied):
            await self._store.write(lambda session: _record_occupied(session, notice, outcome, now))
        elif isinstance(outcome, bot.outcome.Impossible):
            log.error(
                "Slack refused a message", extra={"key": notice.key, "error": outcome.error, "where": outcome.details}
            )
            await self._give_up(notice, outcome.error, data.models.NoticeState.DEAD)
        else:
            await self._try_again(notice, outcome)

    async def _try_again(self, notice: data.models.Notice, outcome: bot.outcome.Outcome) -> None:
        error, seconds = self._heed(outcome)
        counts = isinstance(outcome, bot.outcome.Again) and outcome.counts
        if counts and self._is_hopeless(notice):
            await self._give_up(notice, error, data.models.NoticeState.DEAD)
            return
        if isinstance(outcome, bot.outcome.Again) and not outcome.at_once:
            seconds = BACK_OFF[min(notice.attempts, len(BACK_OFF)) - 1]
        retry_at = self._clock.real() + datetime.timedelta(seconds=seconds)
        await self._store.write(lambda session: data.outbox.record_retry(session, notice, retry_at, error, counts))

    def _heed(self, outcome: bot.outcome.Outcome) -> tuple[str, float]:
        """Stop what a failure covers, and give its name and how many seconds to wait."""
        if isinstance(outcome, bot.outcome.Refused):
            at = time.monotonic()
            self._pace.refused(outcome.method, at, at + outcome.seconds)
            return "ratelimited", outcome.seconds
        if isinstance(outcome, bot.outcome.NotReached):
            self._stopped_until = time.monotonic() + UNREACHED
            return outcome.error, UNREACHED
        if isinstance(outcome, bot.outcome.NotAuthorised):
            self._stop_unauthorised(outcome.error)
            return outcome.error, 0.0
        return getattr(outcome, "error", ""), 0.0

    def _stop_unauthorised(self, error: str) -> None:
        if not self._unauthorised:
            log.error("Slack does not take the token; nothing is sent until it does", extra={"error": error})
        self._unauthorised = True

    def _is_hopeless(self, notice: data.models.Notice) -> bool:
        late = notice.give_up_at is not None and self._clock.real() >= notice.give_up_at
        return late or notice.attempts >= MOST_ATTEMPTS

    async def _give_up(self, notice: data.models.Notice, error: str, state: data.models.NoticeState) -> None:
        now = self._clock.now()
        await self._store.write(lambda session: _record_given_up(session, notice, error, state, now))


def _list_due(session: sqlmodel.Session, now: datetime.datetime, real: datetime.datetime) -> list[data.models.Notice]:
    """Heads of their lanes that may be sent now."""
    live = data.settings.find_milestone(session, data.settings.WENT_LIVE) is not None
    paused = [pause.what for pause in data.pauses.list_running(session, now)]
    return data.outbox.list_due(session, now, real, LOOK, live, paused)


def list_waiting(
    session: sqlmodel.Session, now: datetime.datetime, real: datetime.datetime
) -> list[data.models.Notice]:
    """What is due and not sent yet, were it to be tried again or not, but for what waits for an invitation."""
    due = _list_due(session, now, real + datetime.timedelta(days=1))
    return [notice for notice in due if notice.error != NOT_INVITED.error]


def _place(session: sqlmodel.Session, notice: data.models.Notice) -> bot.delivery.Place:
    if notice.kind == data.models.NoticeKind.EDIT and notice.card:
        card = data.outbox.find_card(session, notice.card)
        return bot.delivery.Place(card.channel if card else None, card.ts if card else None)
    if notice.thread:
        card = data.outbox.find_card(session, notice.thread)
        return bot.delivery.Place(card.channel if card else None, thread=card.ts if card else None)
    if notice.lane.startswith("@"):
        return bot.delivery.Place(data.outbox.find_direct_message(session, notice.lane[1:]))
    if notice.kind == data.models.NoticeKind.GROUP:
        return bot.delivery.Place(data.groups.find_id(session, _handle(notice)))
    return bot.delivery.Place(notice.lane)


def _methods(notice: data.models.Notice, place: bot.delivery.Place) -> tuple[str, ...]:
    first = bot.delivery.FINDS.get(notice.kind, ()) if place.channel is None else ()
    return (*first, *bot.delivery.METHODS[notice.kind])


def _handle(notice: data.models.Notice) -> str:
    """The handle of the user group that a notice is for."""
    return notice.lane.removeprefix("group:")


def _record_delivered(
    session: sqlmodel.Session, notice: data.models.Notice, outcome: bot.outcome.Delivered, now: datetime.datetime
) -> None:
    data.outbox.record_sent(session, notice, now, outcome.channel, outcome.ts)
    if outcome.left is not None:
        data.outbox.record_thread_lost(session, notice, outcome.left)
    if notice.lane.startswith("@") and outcome.channel:
        data.outbox.record_direct_message(session, notice.lane[1:], outcome.channel)
    if not notice.lane.startswith(("@", "home:")):
        bot.readiness.record_written_in(session, notice.lane.rpartition(":")[2])
    if notice.kind == data.models.NoticeKind.GROUP:
        data.groups.record_brought(session, _handle(notice), outcome.channel, now)


def _record_occupied(
    session: sqlmodel.Session, notice: data.models.Notice, outcome: bot.outcome.Occupied, now: datetime.datetime
) -> None:
    """The group is left as it is, and who is in it is written down: the job asks the managers."""
    dropped = data.models.NoticeState.DROPPED
    if data.outbox.record_failed(session, notice, now, "other_members", dropped):
        data.groups.record_others(session, _handle(notice), outcome.group, outcome.others)


def _record_group_refused(
    session: sqlmodel.Session, notice: data.models.Notice, error: str, now: datetime.datetime
) -> None:
    """No message was lost, for the topic says the same; why is written down: the job tells the managers."""
    if data.outbox.record_failed(session, notice, now, error, data.models.NoticeState.DROPPED):
        data.groups.record_refused(session, _handle(notice), error, now)


def _record_unwelcome(
    session: sqlmodel.Session, notice: data.models.Notice, error: str, now: datetime.datetime
) -> None:
    """Somebody named a channel in which Muster can't write: no manager is asked, for they have another way."""
    if data.outbox.record_failed(session, notice, now, error, data.models.NoticeState.DROPPED):
        jobs.kudos.undelivered(session, notice, now)


def _record_uninvited(
    session: sqlmodel.Session, notice: data.models.Notice, retry_at: datetime.datetime, now: datetime.datetime
) -> None:
    """It waits for an invitation, and the managers hear whom to invite where."""
    data.outbox.record_retry(session, notice, retry_at, NOT_INVITED.error, counts=False)
    bot.readiness.record_not_invited(session, notice.lane.rpartition(":")[2], now)


def _record_given_up(
    session: sqlmodel.Session,
    notice: data.models.Notice,
    error: str,
    state: data.models.NoticeState,
    now: datetime.datetime,
) -> None:
    """In the same transaction each manager is told, once a day for each such fault; nobody is told of a lost alert."""
    if notice.kind == data.models.NoticeKind.GROUP:
        _record_group_refused(session, notice, error, now)
        return
    given_up = data.outbox.record_failed(session, notice, now, error, state)
    if not given_up or notice.key.startswith("alert:"):
        return
    payload = messages.program.undeliverable(
        notice.reason, notice.lane, error, uncertain=state == data.models.NoticeState.UNCERTAIN
    )
    alerts = [
        data.outbox.Draft(
            key=f"alert:{state}:{notice.lane}:{error}:{now.date()}:{manager.slack_id}",
            lane=f"@{manager.slack_id}",
            payload=payload,
            reason="a message could not be delivered, and you manage the programme",
            due_at=now,
        )
        for manager in data.people.list_managers(session)
    ]
    data.outbox.enqueue(session, alerts)
