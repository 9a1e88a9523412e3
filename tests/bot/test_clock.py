"""The two clocks, and following a local Slack's."""

import asyncio
import collections.abc
import datetime

import aiohttp
import aiohttp.web
import freezegun
import pytest

import bot.clock
import tests.bot.small_slack

NOW = datetime.datetime(2026, 3, 2, 9, tzinfo=datetime.UTC)
FORTNIGHT = datetime.timedelta(days=14)


class LocalClock:
    """A local Slack's clock: answers at each step, and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[dict[str, str]] = []
        self.steps: asyncio.Queue[tuple[datetime.datetime, int] | int] = asyncio.Queue()
        self.all_asked = asyncio.Event()
        self.expected = 99

    async def answer(self, request: aiohttp.web.Request) -> aiohttp.web.Response:
        self.asked.append(dict(request.query))
        if len(self.asked) == self.expected:
            self.all_asked.set()
        step = await self.steps.get()
        if isinstance(step, int):
            return aiohttp.web.Response(status=step, text="not now")
        return aiohttp.web.json_response({"now": step[0].isoformat(), "step": step[1]})


Story = collections.abc.Callable[
    [LocalClock, bot.clock.FollowedClock, aiohttp.ClientSession], collections.abc.Awaitable[None]
]


def tell(story: Story) -> LocalClock:
    local = LocalClock()

    async def run() -> None:
        app = aiohttp.web.Application()
        app.router.add_get("/clock", local.answer)
        serving = tests.bot.small_slack.serving(app)
        async with asyncio.timeout(10), serving as address, aiohttp.ClientSession() as session:
            await story(local, bot.clock.FollowedClock(f"{address}/clock/"), session)

    asyncio.run(run())
    return local


def near(clock: bot.clock.Clock, at: datetime.datetime) -> bool:
    return abs(clock.now() - at) < datetime.timedelta(seconds=5)


@freezegun.freeze_time(NOW)
def test_the_programmes_time_is_the_machines_aware_and_in_utc() -> None:
    clock = bot.clock.Clock()
    assert clock.now() == clock.real() == NOW
    assert clock.now().tzinfo is datetime.UTC


def test_a_followed_clock_is_as_far_ahead_as_it_was_when_asked_and_the_machines_stays_real() -> None:
    async def story(local: LocalClock, clock: bot.clock.FollowedClock, session: aiohttp.ClientSession) -> None:
        before = clock.real()
        local.steps.put_nowait((NOW + 10 * FORTNIGHT, 7))
        await clock.set(session)
        assert near(clock, NOW + 10 * FORTNIGHT)
        assert abs(clock.real() - before) < datetime.timedelta(seconds=5)
        first = clock.now()
        await asyncio.sleep(0.02)
        assert clock.now() > first

    assert tell(story).asked == [{"after": "-1"}]


def test_each_step_is_lived_through_at_its_time_and_then_said_to_be() -> None:
    lived: list[datetime.datetime] = []

    async def story(local: LocalClock, clock: bot.clock.FollowedClock, session: aiohttp.ClientSession) -> None:
        async def live_through() -> None:
            lived.append(clock.now())
            if len(lived) == 2:
                local.steps.put_nowait((NOW + 2 * FORTNIGHT, 5))  # the same step again: nothing new
                local.steps.put_nowait((NOW + 3 * FORTNIGHT, 6))

        local.expected = 6
        local.steps.put_nowait((NOW, 3))
        await clock.set(session)
        local.steps.put_nowait((NOW + FORTNIGHT, 4))
        local.steps.put_nowait((NOW + 2 * FORTNIGHT, 5))
        following = asyncio.ensure_future(clock.follow(session, live_through))
        await local.all_asked.wait()
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)

    local = tell(story)
    assert [round((at - NOW) / FORTNIGHT) for at in lived] == [1, 2, 3]
    said = [question.get("lived") for question in local.asked[1:]]
    assert said == ["3", "4", "5", "5", "6"]
    assert [question["after"] for question in local.asked] == ["-1", "3", "4", "5", "5", "6"]


def test_a_clock_that_does_not_answer_is_asked_again(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(bot.clock, "AGAIN", 0.01)
    lived: list[datetime.datetime] = []

    async def story(local: LocalClock, clock: bot.clock.FollowedClock, session: aiohttp.ClientSession) -> None:
        async def live_through() -> None:
            lived.append(clock.now())

        local.expected = 4
        local.steps.put_nowait((NOW, 1))
        await clock.set(session)
        local.steps.put_nowait(502)
        local.steps.put_nowait((NOW + FORTNIGHT, 2))
        following = asyncio.ensure_future(clock.follow(session, live_through))
        await local.all_asked.wait()
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)

    tell(story)
    assert len(lived) == 1
    assert "the clock does not answer" in caplog.text
