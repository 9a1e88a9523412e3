"""How a run ends: what is on its way is brought to its end, and nothing is left half begun."""

import asyncio
import contextlib

import apscheduler.schedulers.asyncio
import sqlmodel

import bot.clock
import bot.delivery
import bot.outcome
import bot.run
import bot.sender
import bot.store
import data.database
import data.models
import data.outbox
import data.settings
import tests.programme

NOW = tests.programme.NOW


class Delivery(bot.delivery.Delivery):
    """A Slack that takes everything."""

    def __init__(self) -> None:
        pass

    async def deliver(self, notice: data.models.Notice, _place: bot.delivery.Place) -> bot.outcome.Outcome:
        return bot.outcome.Delivered(notice.lane, "1.0")


class Sender(bot.sender.Sender):
    """A sender that lingers between taking a notice and sending it."""

    def __init__(self, store: bot.store.Store) -> None:
        super().__init__(store, Delivery(), bot.clock.Clock(), 10, 5)
        self.taken, self.may_go_on = asyncio.Event(), asyncio.Event()

    async def _take(self, notices: list[data.models.Notice]) -> list[data.models.Notice]:
        taken = await super()._take(notices)
        self.taken.set()
        await self.may_go_on.wait()
        return taken


class Entrance:
    """A way in that is not closed without a fault."""

    closed = False

    async def connect(self) -> None:
        pass

    async def keep(self) -> None:
        await asyncio.Event().wait()

    async def close(self) -> None:
        self.closed = True
        raise ConnectionError("gone already")


async def _stopped_while_taking(store: bot.store.Store, *entrances: Entrance) -> None:
    sender = Sender(store)
    work = [entrance.keep() for entrance in entrances]
    scheduler = apscheduler.schedulers.asyncio.AsyncIOScheduler()
    working = asyncio.ensure_future(bot.run._at_work(sender, scheduler, entrances, work))
    await asyncio.wait_for(sender.taken.wait(), 20)
    working.cancel()
    asyncio.get_running_loop().call_later(0.05, sender.may_go_on.set)
    with contextlib.suppress(asyncio.CancelledError):
        await working


def test_a_stop_between_taking_a_notice_and_sending_it_sends_it_whatever_becomes_of_the_entrances(
    database: data.database.Database,
) -> None:
    entrances = [Entrance(), Entrance()]
    with database.writing() as session:
        data.settings.record_milestone(session, data.settings.WENT_LIVE, NOW)
        data.outbox.enqueue(session, [data.outbox.Draft("a", "C1", {"text": "a"}, "a test", NOW)])
    with contextlib.closing(bot.store.Store(database)) as store:
        asyncio.run(_stopped_while_taking(store, *entrances))
    with database.reading() as session:
        assert session.exec(sqlmodel.select(data.models.Notice.state)).one() == "sent"
    assert [entrance.closed for entrance in entrances] == [True, True]
