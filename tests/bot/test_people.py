"""The look at accounts: who is due, at what pace, and what becomes of it when Slack does not answer as hoped."""

import asyncio
import collections.abc
import datetime
import typing

import pytest

import bot.authorisation
import bot.clock
import bot.people
import bot.store
import data.awaited
import data.database
import data.models
import data.people
import tests.bot.small_slack
import tests.programme

Json = dict[str, typing.Any]
T = typing.TypeVar("T")

NOW = tests.programme.NOW
DAY = datetime.timedelta(days=1)


def user(slack_id: str, **changes: object) -> Json:
    """An account as Slack shows it."""
    return {
        "id": slack_id,
        "real_name": slack_id[1:].title(),
        "deleted": False,
        "is_restricted": False,
        "is_ultra_restricted": False,
        "tz": "Europe/Berlin",
        "profile": {"real_name": slack_id[1:].title(), "email": f"{slack_id.lower()}@muster.test"},
        **changes,
    }


def found(slack_id: str, **changes: object) -> Json:
    return {"ok": True, "user": user(slack_id, **changes)}


def refused(error: str) -> Json:
    return {"ok": False, "error": error}


class Clock(bot.clock.Clock):
    """A programme clock that a test sets."""

    def __init__(self) -> None:
        self.at = NOW

    def now(self) -> datetime.datetime:
        return self.at


class Place:
    """A store, a Slack and the looks between them."""

    def __init__(self, database: data.database.Database, slack: tests.bot.small_slack.Slack, looks: bot.people.Looks):
        self.database, self.slack, self.looks = database, slack, looks
        self.clock = typing.cast("Clock", looks._clock)

    def person(self, slack_id: str) -> data.models.Person:
        with self.database.reading() as session:
            person = data.people.find(session, slack_id)
        assert person is not None
        return person

    @property
    def asked(self) -> list[str]:
        calls = (said.body for said in self.slack.said if said.what.startswith("users."))
        return [str(body.get("user") or body.get("email")) for body in calls]


def story(database: data.database.Database, act: collections.abc.Callable[[Place], collections.abc.Awaitable[T]]) -> T:
    async def run() -> T:
        store = bot.store.Store(database)
        try:
            async with tests.bot.small_slack.running() as slack, tests.bot.small_slack.client(slack.address) as web:
                return await act(Place(database, slack, bot.people.Looks(store, Clock(), web, lambda: None)))
        finally:
            store.close()

    return asyncio.run(run())


@pytest.fixture
def roster(database: data.database.Database) -> data.database.Database:
    """Ada, seen long ago, Bo, never seen, and Cy, seen today."""
    with database.writing() as session:
        tests.programme.add(session, "UADA", "adviser", seen_at=NOW - 2 * DAY)
        tests.programme.add(session, "UBO", "adviser")
        tests.programme.add(session, "UCY", "adviser", seen_at=NOW)
        tests.programme.add(session, "UOUT", "adviser", active=False, forgotten_at=NOW)
    return database


def test_an_account_is_read_as_slack_shows_it() -> None:
    account = bot.people.account_of(user("UADA", tz="Mars/Olympus", is_ultra_restricted=True, deleted=True))
    assert (account.slack_id, account.name, account.email) == ("UADA", "Ada", "uada@muster.test")
    assert (account.zone, account.active, account.guest) == (None, False, True)
    bare = bot.people.account_of({"id": "UADA"})
    assert (bare.name, bare.email, bare.zone, bare.active, bare.guest) == ("", None, None, True, False)


def test_who_was_never_seen_comes_first_and_each_once_a_day_twenty_a_minute(roster: data.database.Database) -> None:
    async def act(place: Place) -> list[object]:
        place.slack.answer("users.info", found("UBO"), found("UADA", deleted=True))
        return [*[await place.looks.once() for _ in range(3)], *place.asked]

    assert story(roster, act) == [3.0, 3.0, None, "UBO", "UADA"]
    with roster.reading() as session:
        ada, bo = data.people.find(session, "UADA"), data.people.find(session, "UBO")
    assert ada and bo
    assert (ada.active, ada.seen_at, bo.zone, bo.seen_at) == (False, NOW, "Europe/Berlin", NOW)


def test_the_next_day_everybody_is_due_again_but_the_forgotten(roster: data.database.Database) -> None:
    async def act(place: Place) -> list[str]:
        place.slack.answer("users.info", found("UBO"), found("UADA"), found("UADA"), found("UBO"), found("UCY"))
        await place.looks.once()
        await place.looks.once()
        place.clock.at = NOW + DAY
        while await place.looks.once():
            pass
        return sorted(place.asked[2:])

    assert story(roster, act) == ["UADA", "UBO", "UCY"]


def test_slacks_pace_is_kept_and_nobody_skipped(roster: data.database.Database) -> None:
    async def act(place: Place) -> tuple[object, ...]:
        place.slack.answer("users.info", slow(17), found("UBO"))
        return await place.looks.once(), await place.looks.once(), place.asked

    assert story(roster, act) == (17.0, 3.0, ["UBO", "UBO"])


def slow(seconds: int) -> tests.bot.small_slack.Answer:
    return tests.bot.small_slack.plain(
        429, '{"ok": false, "error": "ratelimited"}', headers={"Retry-After": str(seconds)}
    )


def test_whom_slack_does_not_know_stays_as_they_are_and_is_asked_for_again_a_day_later(
    roster: data.database.Database,
) -> None:
    async def act(place: Place) -> list[str]:
        place.slack.answer("users.info", refused("user_not_found"), found("UADA"), refused("user_not_found"))
        for _ in range(3):
            await place.looks.once()
        assert (place.person("UBO").active, place.person("UBO").seen_at) == (True, None)
        place.clock.at = NOW + DAY
        await place.looks.once()
        return place.asked

    assert story(roster, act) == ["UBO", "UADA", "UBO"]


def test_an_account_that_can_not_be_taken_over_holds_up_no_other_and_is_looked_at_again_a_day_later(
    roster: data.database.Database,
) -> None:
    async def act(place: Place) -> list[str]:
        place.slack.answer("users.info", {"ok": True, "user": {}}, found("UADA"), found("UBO"))
        for _ in range(3):
            await place.looks.once()
        assert place.asked == ["UBO", "UADA"]
        place.clock.at = NOW + DAY
        await place.looks.once()
        return place.asked

    assert story(roster, act) == ["UBO", "UADA", "UBO"]


@pytest.mark.parametrize("error", ["internal_error", "fatal_error"])
def test_a_slack_that_can_not_say_costs_a_pause_and_changes_nothing(roster: data.database.Database, error: str) -> None:
    async def act(place: Place) -> object:
        place.slack.answer("users.info", refused(error))
        return await place.looks.once()

    assert story(roster, act) == bot.people.IDLE
    with roster.reading() as session:
        assert [one.active for one in data.people.list_everyone(session)] == [True, True, True, False]


@pytest.mark.parametrize("error", ["invalid_auth", "token_revoked"])
def test_while_slack_does_not_take_the_token_nobody_is_looked_at(roster: data.database.Database, error: str) -> None:
    async def act(place: Place) -> list[object]:
        place.slack.answer("users.info", refused(error), found("UBO"))
        first = [await place.looks.once(), await place.looks.once(), *place.asked]
        with place.database.writing() as session:
            bot.authorisation.record_taken(session, NOW)
        return [*first, await place.looks.once(), *place.asked]

    assert story(roster, act) == [bot.people.IDLE, None, "UBO", 3.0, "UBO", "UBO"]


ROWS = [{"email": "nora@muster.test", "name": "Nora", "roles": "adviser"}]


def test_who_is_awaited_is_looked_for_once_a_day_and_linked_when_found(database: data.database.Database) -> None:
    with database.writing() as session:
        data.awaited.record(session, "nora@muster.test", ROWS, NOW)

    async def act(place: Place) -> list[str]:
        place.slack.answer(
            "users.lookupByEmail", refused("users_not_found"), found("UNORA", profile={"email": "n@x.y"})
        )
        await place.looks.once()
        assert await place.looks.once() is None
        place.clock.at = NOW + DAY
        await place.looks.once()
        return place.asked

    assert story(database, act) == ["nora@muster.test", "nora@muster.test"]
    with database.reading() as session:
        nora = data.people.find(session, "UNORA")
        assert data.awaited.list_all(session) == []
    assert nora is not None
    assert (nora.name, nora.email, nora.adviser, nora.seen_at) == (
        "Unora"[1:].title(),
        "nora@muster.test",
        True,
        NOW + DAY,
    )


def test_whoever_is_looked_at_by_id_is_not_taken_for_somebody_awaited_whatever_address_their_profile_gives(
    roster: data.database.Database,
) -> None:
    with roster.writing() as session:
        data.awaited.record(session, "nora@muster.test", ROWS, NOW).looked_at = NOW

    async def act(place: Place) -> data.models.Person:
        place.slack.answer("users.info", found("UBO", team_id="TCONNECTED", profile={"email": "nora@muster.test"}))
        await place.looks.once()
        return place.person("UBO")

    assert story(roster, act).seen_at == NOW
    with roster.reading() as session:
        assert [one.email for one in data.awaited.list_all(session)] == ["nora@muster.test"]


def test_looks_go_on_after_a_fault_of_ours_and_wake_when_the_clock_moves(
    roster: data.database.Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.people, "APART", 0.0)

    async def act(place: Place) -> list[str]:
        place.slack.answer("users.info", found("UBO"), found("UADA"), found("UADA"))
        running = asyncio.ensure_future(place.looks.run())
        await place.slack.wait_for("users.info", 2)
        await asyncio.sleep(0.05)
        place.clock.at = NOW + DAY
        place.looks.wake()
        await place.slack.wait_for("users.info", 3)
        running.cancel()
        return place.asked[:2]

    assert story(roster, act) == ["UBO", "UADA"]
